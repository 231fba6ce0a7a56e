"""The discovery document: where each endpoint of the provider is, and which of them we agree to call.

The document is an outside text: what it names is called by our server, hence the check of the hosts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from liane.codecs.oidc.addresses import parse_address
from liane.codecs.oidc.documents import get_text, make_finding, read_object
from liane.domain.errors import RuleViolation

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ENDPOINTS: Mapping[str, str] = {
    "authorization_endpoint": "authorization_endpoint",
    "token_endpoint": "token_endpoint",
    "userinfo_endpoint": "userinfo_endpoint",
    "end_session_endpoint": "end_session_endpoint",
    "introspection_endpoint": "introspection_endpoint",
    "jwks_uri": "jwks_uri",
    "ciba_endpoint": "backchannel_authentication_endpoint",
}
"""Our names of the endpoints, and those of the document."""
_REQUIRED = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
_BROWSER = frozenset({"authorization_endpoint", "end_session_endpoint"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderMetadata:
    """Where a provider answers. Empty: not offered. Rule: psc.md §2."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""
    introspection_endpoint: str = ""
    ciba_endpoint: str = ""


def parse_discovery(data: bytes, *, overrides: Mapping[str, str] | None = None) -> ProviderMetadata:
    """Read a discovery document. overrides: endpoints that the settings name, above what the document says.

    The aliases of mutual TLS (``mtls_endpoint_aliases``) are preferred when there are some. Raises MalformedMessage
    PSC-001, RuleViolation PSC-002 when a required endpoint is absent. Rule: psc.md §2 (read everything from discovery,
    allow override); RFC 8705 §5.
    """
    values = read_object(data, "discovery")
    aliases = values.get("mtls_endpoint_aliases")
    found = {name: get_text(values, wire) for name, wire in ENDPOINTS.items()}
    if isinstance(aliases, dict):
        found |= {
            name: alias
            for name, wire in ENDPOINTS.items()
            if name not in _BROWSER and (alias := get_text(aliases, wire))
        }
    found |= {name: value for name, value in (overrides or {}).items() if value}
    metadata = ProviderMetadata(issuer=get_text(values, "issuer"), **{name: found[name] for name in ENDPOINTS})
    missing = [name for name in ("issuer", *_REQUIRED) if not getattr(metadata, name)]
    if missing:
        raise RuleViolation(
            make_finding("PSC-002", "discovery", f"Le document de découverte ne donne pas : {', '.join(missing)}.")
        )
    return metadata


def check_discovery(metadata: ProviderMetadata, *, issuer: str, hosts: Collection[str]) -> ProviderMetadata:
    """Check that a document speaks of the expected issuer and names only addresses that we agree to use.

    issuer: expected, exact; empty takes the document's own. hosts: those that our server may call (that of the
    discovery address, and those of the settings). The pages that a browser opens may be elsewhere, in https.
    Raises RuleViolation PSC-003 (issuer), PSC-004 (address). Rule: psc.md §2; OpenID Connect Discovery §4.3.
    """
    if issuer and metadata.issuer != issuer:
        raise RuleViolation(
            make_finding("PSC-003", "discovery/issuer", "Le document de découverte n'est pas de l'émetteur attendu.")
        )
    findings = [
        make_finding("PSC-004", f"discovery/{ENDPOINTS[name]}", f"Cette adresse n'est pas admise : {defect}.")
        for name in ENDPOINTS
        if (address := getattr(metadata, name)) and (defect := _find_defect(name, address, hosts))
    ]
    if findings:
        raise RuleViolation(*findings)
    return replace(metadata, issuer=metadata.issuer)


def _find_defect(name: str, address: str, hosts: Collection[str]) -> str:
    read = parse_address(address)
    if read is None:
        return "elle n'est pas lisible, ou porte un compte ou un fragment"
    if read.scheme != "https" and read.host not in LOOPBACK:
        return "elle n'est pas en https"
    if name not in _BROWSER and read.host not in hosts:
        return "son hôte n'est ni celui de la découverte, ni dans signin.psc.hosts"
    return ""
