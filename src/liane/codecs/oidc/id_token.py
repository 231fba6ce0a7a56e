"""The id_token: what must be true of it before anyone is let in. The clock is an argument."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from liane.codecs.oidc.documents import get_number, get_text, get_texts, make_finding
from liane.codecs.oidc.keys import PublicKeys, open_token
from liane.codecs.oidc.names import ACR
from liane.domain.errors import Finding, RuleViolation

SKEW_S_MAX = 60
AGE_S_MAX = 600
WHERE = "id_token"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedToken:
    """What an id_token must say. nonce: None when none was sent (CIBA, renewal). acr: empty accepts any.

    signed_in_after: the oldest instant at which the person may have proved who they are; None accepts any.
    subject: the person already signed in, for a renewal; empty accepts any.
    """

    issuer: str
    client_id: str
    now: datetime
    nonce: str | None = field(default=None, repr=False)
    acr: str = ACR
    signed_in_after: datetime | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdToken:
    """What an id_token says. identifier: SubjectNameID, empty when absent. session: number at the provider."""

    subject: str
    identifier: str
    issued_at: datetime
    expires_at: datetime
    signed_in_at: datetime
    session: str = field(default="", repr=False)


def check_id_token(token: str, keys: PublicKeys, expected: ExpectedToken) -> IdToken:
    """Open an id_token and check it. Raises RuleViolation PSC-009 (signature), PSC-010 to PSC-017, all at once.

    Rule: psc.md §3 (id_token checks); OpenID Connect Core §3.1.3.7.
    """
    values = open_token(token, keys, WHERE)
    findings = [
        *_check_parties(values, expected),
        *_check_instants(values, expected),
        *_check_request(values, expected),
    ]
    if findings:
        raise RuleViolation(*findings)
    issued, expires = get_number(values, "iat"), get_number(values, "exp")
    signed_in = get_number(values, "auth_time")
    assert issued is not None
    assert expires is not None
    return IdToken(
        subject=get_text(values, "sub"),
        identifier=get_text(values, "SubjectNameID") or get_text(values, "preferred_username"),
        issued_at=datetime.fromtimestamp(issued, UTC),
        expires_at=datetime.fromtimestamp(expires, UTC),
        signed_in_at=datetime.fromtimestamp(issued if signed_in is None else signed_in, UTC),
        session=get_text(values, "sid") or get_text(values, "session_state"),
    )


def _check_parties(values: dict[str, Any], expected: ExpectedToken) -> list[Finding]:
    findings = []
    if get_text(values, "iss") != expected.issuer:
        findings.append(make_finding("PSC-010", f"{WHERE}/iss", "Le jeton vient d'un autre émetteur."))
    audience, authorised = get_texts(values, "aud"), get_text(values, "azp")
    is_ours = expected.client_id in audience and (not authorised or authorised == expected.client_id)
    if not is_ours or (len(audience) > 1 and not authorised):
        findings.append(make_finding("PSC-011", f"{WHERE}/aud", "Le jeton a été fait pour une autre application."))
    subject = get_text(values, "sub")
    if not subject or (expected.subject and subject != expected.subject):
        findings.append(make_finding("PSC-012", f"{WHERE}/sub", "Le jeton ne nomme pas la personne attendue."))
    return findings


def _check_instants(values: dict[str, Any], expected: ExpectedToken) -> list[Finding]:
    now = expected.now.timestamp()
    issued, expires = get_number(values, "iat"), get_number(values, "exp")
    findings = []
    if expires is None or expires + SKEW_S_MAX <= now:
        findings.append(make_finding("PSC-013", f"{WHERE}/exp", "Le jeton est expiré."))
    if issued is None or issued - SKEW_S_MAX > now or issued + AGE_S_MAX < now:
        findings.append(make_finding("PSC-014", f"{WHERE}/iat", "Le jeton n'a pas été fait à l'instant."))
    signed_in = get_number(values, "auth_time")
    if expected.signed_in_after is not None:
        oldest = expected.signed_in_after.timestamp() - SKEW_S_MAX
        if signed_in is None or signed_in < oldest:
            findings.append(
                make_finding("PSC-015", f"{WHERE}/auth_time", "La personne n'a pas prouvé de nouveau qui elle est.")
            )
    return findings


def _check_request(values: dict[str, Any], expected: ExpectedToken) -> list[Finding]:
    findings = []
    if expected.nonce is not None and get_text(values, "nonce") != expected.nonce:
        findings.append(make_finding("PSC-016", f"{WHERE}/nonce", "Le jeton ne répond pas à cette demande."))
    if expected.acr and get_text(values, "acr") != expected.acr:
        findings.append(
            make_finding("PSC-017", f"{WHERE}/acr", f"Le niveau d'authentification n'est pas {expected.acr}.")
        )
    return findings
