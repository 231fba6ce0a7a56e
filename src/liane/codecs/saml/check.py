"""What is wrong in a VIHF: each rule of the assertion, one finding per breach, none hidden by another."""

import re
from datetime import datetime, timedelta

from cryptography import x509
from lxml import etree

from liane.codecs.saml.vihf import (
    AUTHN_CLASS,
    RESOURCE_ID,
    ROLE,
    SAML,
    SECTOR_OID,
    SUBJECT_NAME_FORMAT,
    VIHF,
    AuthentificationMode,
    PurposeOfUse,
    parse_instant,
    parse_vihf,
    read_attributes,
)
from liane.codecs.xmldsig.algorithms import DS
from liane.codecs.xmldsig.certificates import fold_name, is_in_force, is_seal_certificate, render_subject
from liane.domain.errors import Finding, Severity

CLOCK_SKEW_S_MAX = 300
VERSIONS = frozenset({"3.0", "4.0"})
ROLES_WITH_SPECIALTY = frozenset({"10", "21"})
_NC_NAME = re.compile(r"[A-Za-z_][\w.\-]*\Z")
_SECTOR = re.compile(r"SA\d\d\Z")
_PERSON = re.compile(r"[0-9][0-9A-Za-z/.\-]{3,63}\Z")
_RULE = "dmp.md §3.2"


def _saml(name: str) -> str:
    return f"{{{SAML}}}{name}"


def _finding(code: str, location: str, message: str, remedy: str = "") -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, location=location, message=message, remedy=remedy, layer="vihf", rule=_RULE
    )


def check_vihf(assertion: etree._Element, *, certificate: x509.Certificate | None, at: datetime) -> list[Finding]:
    """List every breach of an assertion whose signature was verified apart.

    certificate: the one that signed (None: not verified, its rules are skipped). at: aware instant of reception.
    Codes VIHF-001…VIHF-029, one per rule. Raises MalformedMessage VIHF-001 when the element is no assertion.
    Rule: dmp.md §3.2, §14.2-2.
    """
    vihf = parse_vihf(assertion)
    return [
        *_check_envelope(assertion, at),
        *_check_certificate(assertion, vihf, certificate, at),
        *_check_subject(vihf, assertion, at),
        *_check_actor(vihf, assertion),
        *_check_patient(vihf, assertion),
        *_check_use(vihf),
    ]


def _check_envelope(assertion: etree._Element, at: datetime) -> list[Finding]:
    findings = []
    skew = timedelta(seconds=CLOCK_SKEW_S_MAX)
    if assertion.get("Version") != "2.0":
        findings.append(_finding("VIHF-002", "Assertion/@Version", "La version SAML doit valoir 2.0."))
    if not _NC_NAME.match(assertion.get("ID", "")):
        findings.append(
            _finding("VIHF-003", "Assertion/@ID", "L'identifiant de l'assertion est absent ou n'est pas un nom XML.")
        )
    issued = parse_instant(assertion.get("IssueInstant"))
    if issued is None:
        findings.append(
            _finding("VIHF-004", "Assertion/@IssueInstant", "La date d'émission est absente ou sans fuseau.")
        )
    elif issued > at + skew:
        findings.append(
            _finding(
                "VIHF-004", "Assertion/@IssueInstant", "La date d'émission est dans le futur.", "Régler l'horloge."
            )
        )
    children = [child.tag for child in assertion.iterchildren(etree.Element)][:2]
    if children != [_saml("Issuer"), f"{{{DS}}}Signature"]:
        findings.append(
            _finding("VIHF-005", "Assertion/Signature", "La signature doit suivre immédiatement l'élément Issuer.")
        )
    findings.extend(_check_conditions(assertion, at, skew))
    return findings


def _check_conditions(assertion: etree._Element, at: datetime, skew: timedelta) -> list[Finding]:
    findings = []
    if next(assertion.iter(_saml("AudienceRestriction")), None) is not None:
        findings.append(
            _finding("VIHF-006", "Conditions/AudienceRestriction", "AudienceRestriction est interdit dans un VIHF.")
        )
    conditions = assertion.find(_saml("Conditions"))
    if conditions is None:
        return findings
    not_before, not_after = (parse_instant(conditions.get(name)) for name in ("NotBefore", "NotOnOrAfter"))
    if (not_before and at < not_before - skew) or (not_after and at >= not_after + skew):
        findings.append(_finding("VIHF-007", "Conditions", "L'assertion n'est pas valable à cet instant."))
    return findings


def _check_certificate(
    assertion: etree._Element, vihf: VIHF, certificate: x509.Certificate | None, at: datetime
) -> list[Finding]:
    findings = []
    issuer = assertion.find(_saml("Issuer"))
    if issuer is None or issuer.get("Format") != SUBJECT_NAME_FORMAT:
        findings.append(
            _finding("VIHF-008", "Issuer/@Format", f"Le format de l'Issuer doit valoir {SUBJECT_NAME_FORMAT}.")
        )
    if certificate is None:
        return findings
    if fold_name(vihf.issuer) != fold_name(render_subject(certificate)):
        findings.append(
            _finding(
                "VIHF-009",
                "Issuer",
                "L'Issuer n'est pas le sujet du certificat qui a signé.",
                "Écrire le DN du certificat en forme RFC 4514 (CN=…,OU=…,O=…,ST=…,C=FR).",
            )
        )
    if not is_seal_certificate(certificate):
        findings.append(
            _finding(
                "VIHF-010",
                "KeyInfo/X509Certificate",
                "Le certificat qui a signé n'est pas un certificat de signature (cachet).",
                "Signer avec le certificat ORG_SIGN, pas avec le certificat d'authentification.",
            )
        )
    if not is_in_force(certificate, at):
        findings.append(
            _finding(
                "VIHF-011", "KeyInfo/X509Certificate", "Le certificat qui a signé est expiré ou pas encore valable."
            )
        )
    return findings


def _check_subject(vihf: VIHF, assertion: etree._Element, at: datetime) -> list[Finding]:
    findings = []
    if not _PERSON.match(vihf.name_id):
        findings.append(
            _finding(
                "VIHF-012", "Subject/NameID", "Le NameID doit être un PS_IdNat (8 + RPPS, 0 + ADELI, 3 + FINESS/…)."
            )
        )
    if vihf.authn_instant is None or vihf.authn_instant > at + timedelta(seconds=CLOCK_SKEW_S_MAX):
        findings.append(
            _finding("VIHF-013", "AuthnStatement/@AuthnInstant", "L'instant d'authentification est absent ou futur.")
        )
    if not vihf.authn_context.startswith(AUTHN_CLASS):
        findings.append(
            _finding(
                "VIHF-014", "AuthnContextClassRef", "La classe d'authentification est absente ou inconnue de SAML 2.0."
            )
        )
    elif (vihf.mode == AuthentificationMode.DIRECTE) != (vihf.authn_context == AUTHN_CLASS + "SmartcardPKI"):
        findings.append(
            _finding("VIHF-015", "AuthnContextClassRef", "La classe SmartcardPKI va avec le mode DIRECTE, et lui seul.")
        )
    is_reinforced = vihf.mode == AuthentificationMode.INDIRECTE_RENFORCEE
    if is_reinforced != bool(vihf.authn_context_decl):
        findings.append(
            _finding(
                "VIHF-016", "AuthnContextDecl", "AuthnContextDecl est obligatoire en AIR, et interdit hors de l'AIR."
            )
        )
    return findings


def _check_actor(vihf: VIHF, assertion: etree._Element) -> list[Finding]:
    findings = []
    if vihf.version not in VERSIONS:
        findings.append(_finding("VIHF-017", "VIHF_Version", "La version du VIHF doit valoir 3.0 ou 4.0."))
    if vihf.mode not in set(AuthentificationMode):
        findings.append(
            _finding("VIHF-018", "Authentification_Mode", "Le mode d'authentification est absent ou inconnu.")
        )
    if not vihf.structure_id:
        findings.append(_finding("VIHF-019", "Identifiant_Structure", "L'identifiant de la structure est absent."))
    if not _SECTOR.match(vihf.sector.code) or vihf.sector.system != SECTOR_OID:
        findings.append(
            _finding("VIHF-020", "Secteur_Activite", f"Le secteur d'activité doit s'écrire SAxx^{SECTOR_OID}.")
        )
    if not vihf.subject_name:
        findings.append(_finding("VIHF-021", "subject-id", "Le nom de l'acteur (subject-id) est absent."))
    holders = [one for one in assertion.iter(_saml("Attribute")) if one.get("Name", "").lower() == ROLE]
    if len(holders) != 1 or not vihf.roles or not all(role.code and role.system for role in vihf.roles):
        findings.append(
            _finding(
                "VIHF-022", "role", "Un seul attribut role doit porter le ou les rôles, codés (code et codeSystem)."
            )
        )
    elif vihf.roles[0].code in ROLES_WITH_SPECIALTY and len(vihf.roles) < 2:
        findings.append(
            _finding(
                "VIHF-023",
                "role",
                "Aucune spécialité dans le VIHF. Spécialité obligatoire pour les médecins et les pharmaciens.",
                "Ajouter un second rôle : savoir-faire (TRE_R01) ou tableau de l'ordre (TRE_G05).",
            )
        )
    return findings


def _check_patient(vihf: VIHF, assertion: etree._Element) -> list[Finding]:
    if vihf.ins is None:
        is_present = RESOURCE_ID in read_attributes(assertion)
        detail = "n'a pas la forme matricule^^^&OID&ISO^NH" if is_present else "est absent"
        return [_finding("VIHF-024", "resource-id", f"Le matricule INS (resource-id) {detail}.")]
    if vihf.ins.authority is None:
        return [_finding("VIHF-025", "resource-id", "L'OID de resource-id n'est pas celui d'une autorité de l'INS.")]
    if not vihf.ins.has_valid_key:
        return [_finding("VIHF-025", "resource-id", "La clé du matricule INS est fausse.")]
    return []


def _check_use(vihf: VIHF) -> list[Finding]:
    findings = []
    if vihf.resource_urn != "urn:dmp":
        findings.append(_finding("VIHF-026", "Ressource_URN", "Ressource_URN doit valoir urn:dmp."))
    if vihf.purpose not in set(PurposeOfUse):
        findings.append(
            _finding("VIHF-027", "purposeofuse", "Le mode d'accès doit être normal, bris_de_glace ou centre_15.")
        )
    if not vihf.lps_name or not vihf.lps_version:
        findings.append(
            _finding("VIHF-028", "LPS_Nom, LPS_Version", "Le nom et la version du logiciel sont obligatoires.")
        )
    if not vihf.homologation:
        findings.append(_finding("VIHF-029", "LPS_ID_HOMOLOGATION_DMP", "Le numéro d'homologation DMP est absent."))
    return findings
