"""The VIHF: the SAML 2.0 assertion that tells the DMP who acts, for which structure, on which patient and why.

What lives here: the value, its writing (signed) and its tolerant reading. ``check.py`` says what is wrong in one.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from lxml import etree

from liane.codecs.xmldsig.algorithms import Suite
from liane.codecs.xmldsig.certificates import render_subject
from liane.codecs.xmldsig.enveloped import sign_enveloped
from liane.codecs.xmldsig.keys import Signer
from liane.domain.errors import Finding, MalformedMessage, Severity
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
HL7 = "urn:hl7-org:v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SUBJECT_NAME_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"
SECTOR_OID = "1.2.250.1.71.4.2.4"
PURPOSE_OID = "1.2.250.1.213.1.1.4.248"
PROFESSION_OID = "1.2.250.1.71.1.2.7"
SAVOIR_FAIRE_OID = "1.2.250.1.71.4.2.5"

SUBJECT_ID = "urn:oasis:names:tc:xspa:1.0:subject:subject-id"
ROLE = "urn:oasis:names:tc:xacml:2.0:subject:role"
RESOURCE_ID = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"
PURPOSE_OF_USE = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"
CONFIDENTIALITY = "urn:oasis:names:tc:xspa:1.0:resource:patient:hl7:confidentiality-code"
AUTHN_CLASS = "urn:oasis:names:tc:SAML:2.0:ac:classes:"

CONNEXION_SECRETE = "INVISIBLE_REPRESENTANTS_LEGAUX"  # noqa: S105 (a term of the DMP, no password)
"""Value of the confidentiality attribute in a « connexion secrète »; its form is not known from a public text."""

_CODE_SYSTEM_NAMES = {
    PROFESSION_OID: "G15",
    SAVOIR_FAIRE_OID: "R01",
    "1.2.250.1.213.1.6.1.107": "R85",
    "1.2.250.1.71.1.2.10": "G05",
    "1.2.250.1.71.4.2.6": "G05",
}


class AuthentificationMode(StrEnum):
    """How the actor is authenticated. Rule: dmp.md §3.1."""

    DIRECTE = "DIRECTE"
    INDIRECTE = "INDIRECTE"
    INDIRECTE_RENFORCEE = "INDIRECTE_RENFORCEE"


class PurposeOfUse(StrEnum):
    """Mode of access (TRE_R248). Rule: dmp.md §3.2, purposeofuse."""

    NORMAL = "normal"
    BRIS_DE_GLACE = "bris_de_glace"
    CENTRE_15 = "centre_15"


# The type stubs forget that None names the default namespace.
_HL7_DEFAULT: dict[str, str] = {None: HL7}  # type: ignore[dict-item]

_PURPOSE_LABELS = {
    PurposeOfUse.NORMAL.value: "Accès normal",
    PurposeOfUse.BRIS_DE_GLACE.value: "Accès bris de glace",
    PurposeOfUse.CENTRE_15.value: "Accès centre de régulation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VIHF:
    """Who acts, how, for whom. Empty or None: absent (only when read).

    mode, purpose: values of their enums, or what was received. name_id: PS_IdNat. structure_id: Struct_IdNat.
    authn_instant: aware instant of the local login. authn_context: SAML class URI. authn_context_decl: AIR only.
    roles: profession, then savoir-faire. confidentiality: non-empty in a « connexion secrète ». homologation: a secret.
    Rule: CI-SIS « Transport synchrone pour client lourd »; dmp.md §3.2.
    """

    mode: str
    name_id: str
    structure_id: str
    sector: Code
    subject_name: str = field(repr=False)
    roles: tuple[Code, ...]
    ins: INS | None
    lps_name: str
    lps_version: str
    lps_id: str = ""
    homologation: str = field(default="", repr=False)
    authn_instant: datetime | None
    authn_context: str = AUTHN_CLASS + "Password"
    authn_context_decl: str = ""
    purpose: str = PurposeOfUse.NORMAL
    confidentiality: str = ""
    resource_urn: str = "urn:dmp"
    version: str = "3.0"
    issuer: str = ""


def render_instant(instant: datetime) -> str:
    """Write an aware instant as SAML wants it: UTC, milliseconds, ``Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def parse_instant(text: str | None) -> datetime | None:
    """Read an xs:dateTime with its time zone; None when it is absent, wrong or without zone."""
    try:
        instant = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _saml(name: str) -> str:
    return f"{{{SAML}}}{name}"


def render_vihf(
    vihf: VIHF, *, signer: Signer, assertion_id: str, issued_at: datetime, suite: Suite = Suite.SHA256
) -> etree._Element:
    """Write and sign a VIHF; its Issuer is the subject of the signer's certificate, whatever ``vihf.issuer`` says.

    assertion_id: an XML name, unique (``_`` + UUID). issued_at: aware. Rule: dmp.md §3.2.
    """
    root = etree.Element(_saml("Assertion"), nsmap={"saml2": SAML, "xsi": XSI})
    root.set("ID", assertion_id)
    root.set("IssueInstant", render_instant(issued_at))
    root.set("Version", "2.0")
    issuer = etree.SubElement(root, _saml("Issuer"), Format=SUBJECT_NAME_FORMAT)
    issuer.text = render_subject(signer.certificate)
    subject = etree.SubElement(root, _saml("Subject"))
    etree.SubElement(subject, _saml("NameID")).text = vihf.name_id
    statement = etree.SubElement(root, _saml("AuthnStatement"))
    statement.set("AuthnInstant", render_instant(vihf.authn_instant or issued_at))
    context = etree.SubElement(statement, _saml("AuthnContext"))
    etree.SubElement(context, _saml("AuthnContextClassRef")).text = vihf.authn_context
    if vihf.authn_context_decl:
        etree.SubElement(context, _saml("AuthnContextDecl")).text = vihf.authn_context_decl
    _add_attributes(etree.SubElement(root, _saml("AttributeStatement")), vihf)
    return sign_enveloped(root, signer=signer, suite=suite)


def _add_attributes(statement: etree._Element, vihf: VIHF) -> None:
    resource = f"{vihf.ins.matricule}^^^&{vihf.ins.oid}&ISO^NH" if vihf.ins else ""
    _add_text(statement, "VIHF_Version", vihf.version)
    _add_text(statement, "Authentification_Mode", vihf.mode)
    _add_text(statement, "Identifiant_Structure", vihf.structure_id)
    _add_text(statement, "Secteur_Activite", f"{vihf.sector.code}^{vihf.sector.system or SECTOR_OID}")
    _add_text(statement, SUBJECT_ID, vihf.subject_name)
    roles = etree.SubElement(statement, _saml("Attribute"), Name=ROLE)
    for role in vihf.roles:
        _add_coded(roles, "Role", role, _CODE_SYSTEM_NAMES.get(role.system, ""))
    _add_text(statement, RESOURCE_ID, resource)
    _add_text(statement, "Ressource_URN", vihf.resource_urn)
    purpose = Code(code=vihf.purpose, system=PURPOSE_OID, label=_PURPOSE_LABELS.get(vihf.purpose, ""))
    purposes = etree.SubElement(statement, _saml("Attribute"), Name=PURPOSE_OF_USE)
    _add_coded(purposes, "PurposeOfUse", purpose, "mode acces VIHF 2.0")
    _add_text(statement, CONFIDENTIALITY, vihf.confidentiality)
    _add_text(statement, "LPS_ID", vihf.lps_id)
    _add_text(statement, "LPS_Nom", vihf.lps_name)
    _add_text(statement, "LPS_Version", vihf.lps_version)
    _add_text(statement, "LPS_ID_HOMOLOGATION_DMP", vihf.homologation)


def _add_text(statement: etree._Element, name: str, value: str) -> None:
    if value:
        attribute = etree.SubElement(statement, _saml("Attribute"), Name=name)
        etree.SubElement(attribute, _saml("AttributeValue")).text = value


def _add_coded(attribute: etree._Element, tag: str, code: Code, system_name: str) -> None:
    holder = etree.SubElement(attribute, _saml("AttributeValue"))
    element = etree.SubElement(holder, f"{{{HL7}}}{tag}", nsmap=_HL7_DEFAULT)
    element.set(f"{{{XSI}}}type", "CE")
    element.set("code", code.code)
    element.set("codeSystem", code.system)
    if system_name:
        element.set("codeSystemName", system_name)
    if code.label:
        element.set("displayName", code.label)


def read_attributes(assertion: etree._Element) -> dict[str, list[etree._Element]]:
    """The values of every attribute of an assertion, by name folded to lower case (spellings vary)."""
    values: dict[str, list[etree._Element]] = {}
    for attribute in assertion.iter(_saml("Attribute")):
        name = attribute.get("Name", "").lower()
        values.setdefault(name, []).extend(attribute.iterchildren(_saml("AttributeValue")))
    return values


def _text(element: etree._Element | None) -> str:
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


def _coded(element: etree._Element) -> Code:
    child = next(element.iterchildren(etree.Element), None)
    if child is None:
        return Code(code=_text(element))
    return Code(code=child.get("code", ""), system=child.get("codeSystem", ""), label=child.get("displayName", ""))


def parse_resource_id(value: str) -> INS | None:
    """Read ``matricule^^^&OID&ISO^NH``; None when it has another form."""
    parts = value.split("^")
    authority = parts[3].split("&") if len(parts) > 3 else []
    if not parts[0] or len(authority) < 2 or not authority[1]:
        return None
    return INS(matricule=parts[0], oid=authority[1])


def parse_vihf(assertion: etree._Element) -> VIHF:
    """Read a VIHF; what is absent stays empty. It proves nothing: verify the signature and check first.

    Raises MalformedMessage VIHF-001 when the element is no SAML 2.0 assertion.
    """
    if assertion.tag != _saml("Assertion"):
        raise MalformedMessage(
            Finding(
                code="VIHF-001",
                severity=Severity.ERROR,
                location="Security/Assertion",
                message="L'élément n'est pas une assertion SAML 2.0.",
                remedy="Placer le VIHF dans l'en-tête wsse:Security.",
                layer="vihf",
                rule="dmp.md §3.2",
            )
        )
    attributes = read_attributes(assertion)

    def text(name: str) -> str:
        return next((_text(value) for value in attributes.get(name.lower(), ())), "")

    def codes(name: str) -> tuple[Code, ...]:
        return tuple(_coded(value) for value in attributes.get(name.lower(), ()))

    sector, _, sector_system = text("Secteur_Activite").partition("^")
    statement = assertion.find(_saml("AuthnStatement"))
    context = assertion.find(f"{_saml('AuthnStatement')}/{_saml('AuthnContext')}")
    purposes, secrets = codes(PURPOSE_OF_USE), codes(CONFIDENTIALITY)
    return VIHF(
        mode=text("Authentification_Mode"),
        name_id=_text(assertion.find(f"{_saml('Subject')}/{_saml('NameID')}")),
        structure_id=text("Identifiant_Structure"),
        sector=Code(code=sector, system=sector_system),
        subject_name=text(SUBJECT_ID),
        roles=codes(ROLE),
        ins=parse_resource_id(text(RESOURCE_ID)),
        lps_name=text("LPS_Nom"),
        lps_version=text("LPS_Version"),
        lps_id=text("LPS_ID"),
        homologation=text("LPS_ID_HOMOLOGATION_DMP"),
        authn_instant=parse_instant(statement.get("AuthnInstant")) if statement is not None else None,
        authn_context=_text(context.find(_saml("AuthnContextClassRef"))) if context is not None else "",
        authn_context_decl=_text(context.find(_saml("AuthnContextDecl"))) if context is not None else "",
        purpose=purposes[0].code if purposes else "",
        confidentiality=secrets[0].code if secrets else "",
        resource_urn=text("Ressource_URN"),
        version=text("VIHF_Version"),
        issuer=_text(assertion.find(_saml("Issuer"))),
    )
