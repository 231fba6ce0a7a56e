"""What the simulated INSi checks before it answers: SOAP 1.2, addressing, contexts, authorisation, certificate, traits.

Strict: every breach is a fault that names it; nothing is corrected in silence. Rule: ins.md §11.2-2.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from cryptography import x509
from cryptography.x509.oid import NameOID
from lxml import etree

from liane.codecs.soap.mtom import parse_media_type
from liane.codecs.soap.names import SOAP, SOAP_TYPE, WSA, WSSE
from liane.codecs.xml import parse_xml
from liane.domain.errors import InvalidInput
from liane_sandbox.insi.answers import INSiRefused
from liane_sandbox.pki.certificates import Profile
from liane_sandbox.pki.trust import TrustStore

BAM, LPS = "urn:siram:bam:ctxbam", "urn:siram:lps:ctxlps"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
ACTION_PREFIX = "urn:ServiceIdentiteCertifiee:1.0.0:"
REQUEST_BYTES_MAX = 4 * 1024 * 1024
DEPTH_MAX = 40
CERTIFICATE_NAMES = ("INSI-MANU", "INSI-AUTO")
_FAMILY = re.compile(r"'?[A-Z]+(?:(?:--|[-' ])[A-Z]+)*")
_GIVEN = re.compile(r"[A-Z]+(?:[-' ][A-Z]+)*")


class VersionMismatch(Exception):
    """The envelope is not SOAP 1.2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: common name and OU of the certificate."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that passed the door. operation: after the prefix of the action. body: the element of the Body."""

    operation: str
    message_id: str
    idam: str
    sender: str
    body: etree._Element


@cache
def load_schema(name: str) -> etree.XMLSchema:
    """Load one of the sandbox's own schemas."""
    return etree.XMLSchema(etree.fromstring(load_description(f"{name}.xsd.xml")))


def load_description(name: str) -> bytes:
    """Read a file of the description of the service (WSDL or schema)."""
    return files("liane_sandbox.insi").joinpath("data", name).read_bytes()


def read_caller(peer: bytes | None, trust: TrustStore, at: datetime) -> Caller:
    """Judge the client certificate. Raises INSiRefused ``desir_560``. Rule: ins.md §6.3, §11.2-2."""
    if peer is None:
        raise INSiRefused("desir_560", "aucun certificat client", rule="ins.md §6.3")
    certificate = x509.load_der_x509_certificate(peer)
    defect = trust.find_defect(certificate, Profile.ORG_AUTH_CLI, at)
    if defect is not None:
        raise INSiRefused("desir_560", defect, rule="ins.md §6.3")
    name, unit = (
        " ".join(str(one.value) for one in certificate.subject.get_attributes_for_oid(oid))
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
    )
    if name not in CERTIFICATE_NAMES:
        raise INSiRefused("desir_560", f"le CN « {name} » n'est ni INSI-MANU ni INSI-AUTO", rule="ins.md §6.3")
    return Caller(name=name, unit=unit)


def open_request(content_type: str, content: bytes) -> Asked:
    """Read a request and check its form. Raises VersionMismatch, INSiRefused. Rule: ins.md §6.2."""
    kind, parameters = parse_media_type(content_type)
    if kind == "text/xml":
        raise VersionMismatch
    if kind != SOAP_TYPE:
        raise INSiRefused("SOAP-SENDER", f"Content-Type « {kind} » au lieu de {SOAP_TYPE}", rule="ins.md §6.2")
    try:
        root = parse_xml(content, size_bytes_max=REQUEST_BYTES_MAX, depth_max=DEPTH_MAX)
    except InvalidInput as error:
        raise INSiRefused("SOAP-SENDER", error.findings[0].message, rule="ins.md §6.2") from None
    if root.tag == f"{{{SOAP_11}}}Envelope":
        raise VersionMismatch
    header, body = root.find(f"{{{SOAP}}}Header"), root.find(f"{{{SOAP}}}Body")
    contents = list(body.iterchildren(etree.Element)) if body is not None else []
    if root.tag != f"{{{SOAP}}}Envelope" or header is None or len(contents) != 1:
        raise INSiRefused("SOAP-SENDER", "enveloppe SOAP 1.2 avec un Header et un seul élément de Body attendue")
    action = _text(header, WSA, "Action")
    if not action.startswith(ACTION_PREFIX) or parameters.get("action", action) != action:
        raise INSiRefused("SOAP-SENDER", f"wsa:Action « {action} » inattendue", rule="ins.md §6.2")
    message_id = _text(header, WSA, "MessageID")
    if not message_id:
        raise INSiRefused("SOAP-SENDER", "wsa:MessageID absent", rule="ins.md §6.2")
    if header.find(f"{{{WSSE}}}Security") is None:
        raise INSiRefused("SOAP-SENDER", "wsse:Security absent", rule="ins.md §6.2")
    bam = _check_context(header, BAM, "ContexteBAM", "ctxbam")
    lps = _check_context(header, LPS, "ContexteLPS", "ctxlps")
    sender = _text(lps, LPS, "Emetteur")
    if _text(bam, BAM, "Emetteur") != sender:
        raise INSiRefused("SOAP-SENDER", "Emetteur diffère entre ContexteBAM et ContexteLPS", rule="ins.md §6.2")
    return Asked(
        operation=action.removeprefix(ACTION_PREFIX),
        message_id=message_id,
        idam=(lps.findtext(f"{{{LPS}}}LPS/{{{LPS}}}IDAM") or "").strip(),
        sender=sender,
        body=contents[0],
    )


def _text(parent: etree._Element, namespace: str, name: str) -> str:
    return (parent.findtext(f"{{{namespace}}}{name}") or "").strip()


def _check_context(header: etree._Element, namespace: str, name: str, schema: str) -> etree._Element:
    found = header.findall(f"{{{namespace}}}{name}")
    if len(found) != 1:
        raise INSiRefused("SOAP-SENDER", f"{name} absent ou répété", rule="ins.md §6.2")
    check_schema(found[0], schema, "SOAP-SENDER")
    return found[0]


def check_schema(element: etree._Element, schema: str, code: str) -> None:
    """Check one element against a schema. Raises INSiRefused with the first breach."""
    judge = load_schema(schema)
    if not judge.validate(element):
        told = str(getattr(judge, "error_log", "")).splitlines()
        message = told[0].rpartition(": ")[2] if told else "non conforme"
        raise INSiRefused(code, f"schéma {schema} : {message}")


def check_rights(asked: Asked, caller: Caller, header_at: datetime, idam: str) -> None:
    """Check authorisation, sender and assertion. Raises INSiRefused ``desir_550``, ``desir_560``, ``siram_40``."""
    if asked.idam != idam:
        raise INSiRefused("desir_550", f"IDAM « {asked.idam} » inconnu", rule="ins.md §6.8")
    if asked.sender != caller.unit:
        raise INSiRefused("desir_560", "Emetteur diffère de l'OU du certificat", rule="ins.md §6.3")
    header = asked.body.getroottree().getroot().find(f"{{{SOAP}}}Header")
    assert header is not None
    for conditions in header.iterfind(f"{{{WSSE}}}Security/{{{SAML}}}Assertion/{{{SAML}}}Conditions"):
        limit = conditions.get("NotOnOrAfter", "")
        try:
            is_expired = datetime.fromisoformat(limit) <= header_at
        except (ValueError, TypeError):
            is_expired = True
        if is_expired:
            raise INSiRefused("siram_40", "assertion SAML expirée", rule="ins.md §6.3")


def check_names(family: str, givens: tuple[str, ...]) -> None:
    """Refuse lower case, accents and what no name may hold. Raises INSiRefused ``insi_102``. Rule: ins.md §4.2."""
    if family and not _FAMILY.fullmatch(family):
        raise INSiRefused("insi_102", "NomNaissance : majuscules A à Z, espace, apostrophe, tiret", rule="ins.md §4.2")
    if any(not _GIVEN.fullmatch(given) for given in givens):
        raise INSiRefused("insi_102", "Prenom : majuscules A à Z, espace, apostrophe, tiret", rule="ins.md §4.2")
