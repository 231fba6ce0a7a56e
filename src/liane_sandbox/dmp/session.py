"""Who calls: the VIHF of a call verified and trusted, or the exact Fault that refuses it."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from liane.codecs.saml.check import check_vihf
from liane.codecs.saml.vihf import (
    PROFESSION_OID,
    SAML,
    SAVOIR_FAIRE_OID,
    VIHF,
    AuthentificationMode,
    parse_vihf,
)
from liane.codecs.soap.envelope import Envelope
from liane.codecs.xds.habilitations import LIST_PATIENTS_ACTION
from liane.codecs.xmldsig.enveloped import verify_enveloped_signature
from liane.domain.errors import Finding, InvalidInput
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from liane_sandbox.dmp.access_book import Actor
from liane_sandbox.dmp.refusals import FaultCode, FaultRaised
from liane_sandbox.pki.certificates import Profile
from liane_sandbox.pki.trust import TrustStore

_RULE = "dmp.md §3.2"
TRE_G05_OID = "1.2.250.1.71.4.2.6"
TRE_R85_OID = "1.2.250.1.213.1.6.1.107"
OCCUPATIONAL_MEDICINE = frozenset({"SM25", "C41", "CAPA11"})
_KNOWN_ROLE_SYSTEMS = frozenset({PROFESSION_OID, SAVOIR_FAIRE_OID, TRE_G05_OID, TRE_R85_OID})
_CERTIFICATE_FINDINGS = frozenset({"VIHF-010", "VIHF-011"})
MISSING_ADDRESSING = "A required header representing a Message Addressing Property is not present"


NOBODY = INS(matricule="", oid="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A caller that was let in. algorithm: of the VIHF's signature, for the trace.

    is_medecin_traitant: as the DMP of the patient knows it. ins: NOBODY where none is named (TD0.4).
    """

    vihf: VIHF
    ins: INS
    certificate: x509.Certificate
    algorithm: str
    is_medecin_traitant: bool = False

    @property
    def profession(self) -> str:
        """Code of the profession (TRE_G15); empty for an actor who is no professional of health."""
        first = self.vihf.roles[0] if self.vihf.roles else Code(code="")
        return first.code if first.system == PROFESSION_OID else ""

    @property
    def is_occupational(self) -> bool:
        """True for a « médecin du travail », who reads no document. Rule: dmp.md §11.1."""
        return self.profession == "10" and any(role.code in OCCUPATIONAL_MEDICINE for role in self.vihf.roles[1:])

    @property
    def actor(self) -> Actor:
        """Who holds the authorisation: the person, or the structure for staff and automatic feeds. Rule: §11.1."""
        structure = self.vihf.mode == AuthentificationMode.INDIRECTE or not self.profession
        return Actor(
            identifier=self.vihf.structure_id if structure else self.vihf.name_id,
            is_structure=structure,
            name=self.vihf.subject_name.partition(",")[0],
            specialty=self.vihf.roles[-1].label if self.vihf.roles else "",
        )

    @property
    def is_secret(self) -> bool:
        """True in a « connexion secrète » on the DMP of a minor."""
        return self.vihf.confidentiality == "INVISIBLE_REPRESENTANTS_LEGAUX"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRules:
    """What the door checks beside the VIHF itself.

    structures: identifiers of the structures known and active. homologation: number expected, None for any.
    """

    trust: TrustStore
    structures: frozenset[str]
    homologation: str | None = None


def check_peer(peer: bytes | None, trust: TrustStore, at: datetime) -> x509.Certificate:
    """Check the client certificate of the connection (DER).

    Raises FaultRaised. Rule: dmp.md §2 « Client certificate », [EX_GEN-1450].
    """
    if peer is None:
        raise FaultRaised(
            FaultCode.FAILED_AUTHENTICATION, "aucun certificat client sur la connexion TLS", rule="dmp.md §2"
        )
    certificate = x509.load_der_x509_certificate(peer)
    defect = trust.find_defect(certificate, Profile.ORG_AUTH_CLI, at)
    if defect is not None:
        raise FaultRaised(FaultCode.INVALID_CERTIFICATE, f"certificat client : {defect}", rule="dmp.md §2")
    return certificate


def open_session(envelope: Envelope, peer: x509.Certificate | None, door: DoorRules, at: datetime) -> Session:
    """Verify the VIHF of a call: headers, signature, trust, every field. Raises FaultRaised.

    peer: client certificate already checked; None when the transport carries none (tests without TLS).
    Rule: dmp.md §2 « HTTP rules », §3.2, §12.1, §14.2-2.
    """
    if envelope.missing:
        names = ", ".join(envelope.missing)
        raise FaultRaised(FaultCode.ADDRESSING_REQUIRED, f"{MISSING_ADDRESSING} ({names})", rule="dmp.md §2")
    assertions = [child for child in envelope.security if child.tag == f"{{{SAML}}}Assertion"]
    if len(assertions) != 1:
        raise FaultRaised(
            FaultCode.INVALID_SECURITY,
            f"{len(assertions)} assertion SAML dans wsse:Security ; il en faut exactement une",
            rule=_RULE,
        )
    assertion = assertions[0]
    try:
        verified = verify_enveloped_signature(assertion)
        findings = check_vihf(assertion, certificate=verified.certificate, at=at)
    except InvalidInput as error:
        raise FaultRaised(FaultCode.FAILED_AUTHENTICATION, _describe(error.findings), rule=_RULE) from None
    if envelope.addressing.action == LIST_PATIENTS_ACTION:
        findings = [one for one in findings if one.code != "VIHF-024"]  # TD0.4 is of no patient in particular
    _raise_for(findings, door, verified.certificate, at)
    vihf = parse_vihf(assertion)
    _check_values(vihf, door)
    _check_structure(vihf, verified.certificate, peer, door)
    algorithm = f"{verified.signature_suite.name}/{verified.digest_suite.name}".lower()
    return Session(vihf=vihf, ins=vihf.ins or NOBODY, certificate=verified.certificate, algorithm=algorithm)


def _describe(findings: tuple[Finding, ...] | list[Finding]) -> str:
    return " ; ".join(f"{finding.code} {finding.location} : {finding.message}" for finding in findings)


def _raise_for(findings: list[Finding], door: DoorRules, certificate: x509.Certificate, at: datetime) -> None:
    """Rule: dmp.md §12.1, one subcode per kind of refusal; the reason names every breach found."""
    defect = door.trust.find_defect(certificate, Profile.ORG_SIGN, at)
    if defect is not None:
        raise FaultRaised(
            FaultCode.INVALID_CERTIFICATE, f"Not a valid signature certificate : {defect}", rule="dmp.md §12.1"
        )
    if any(finding.code in _CERTIFICATE_FINDINGS for finding in findings):
        raise FaultRaised(FaultCode.INVALID_CERTIFICATE, _describe(findings), rule="dmp.md §12.1")
    if any(finding.code == "VIHF-023" for finding in findings):
        raise FaultRaised(
            FaultCode.MISSING_SPECIALTY,
            "Aucune spécialité dans le vihf. Spécialité obligatoire pour les Médecins et les Pharmaciens",
            rule="dmp.md §12.1",
        )
    if findings:
        raise FaultRaised(FaultCode.INVALID_VIHF, _describe(findings), rule=_RULE)


def _check_values(vihf: VIHF, door: DoorRules) -> None:
    defects = [
        f"rôle « {role.code} » ({role.system}) absent de JDV_J65"
        for role in vihf.roles
        if role.system in _KNOWN_ROLE_SYSTEMS and not get_value_set("JDV_J65").contains(role.code, role.system)
    ]
    if not get_value_set("JDV_J61").contains(vihf.sector.code, vihf.sector.system):
        defects.append(f"Secteur_Activite « {vihf.sector.code} » absent de JDV_J61")
    if door.homologation is not None and vihf.homologation != door.homologation:
        defects.append("LPS_ID_HOMOLOGATION_DMP n'est pas un numéro connu")
    if defects:
        raise FaultRaised(FaultCode.INVALID_VIHF, " ; ".join(defects), rule=_RULE)


def find_unit(certificate: x509.Certificate) -> str:
    """Identifier of the structure that a certificate names (OU); empty when it names none."""
    units = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return str(units[0].value) if units else ""


def _check_structure(vihf: VIHF, seal: x509.Certificate, peer: x509.Certificate | None, door: DoorRules) -> None:
    """Rule: dmp.md §3.1 « Structure identity, three ways », §12.1 « Structure introuvable ou Inactive »."""
    rule = "dmp.md §12.1"
    if vihf.structure_id not in door.structures:
        raise FaultRaised(FaultCode.UNKNOWN_STRUCTURE, "Structure introuvable ou Inactive", rule=rule)
    unit = find_unit(seal)
    if unit not in door.structures:
        raise FaultRaised(
            FaultCode.UNKNOWN_STRUCTURE, "PS et Structure non liés : le cachet est d'une autre structure", rule=rule
        )
    if peer is not None and find_unit(peer) != unit:
        raise FaultRaised(
            FaultCode.UNKNOWN_STRUCTURE,
            "PS et Structure non liés : le certificat client et le cachet sont de structures différentes",
            rule=rule,
        )
