"""A person of the registry: status, attributes, traits, INS, identifiers, proof, consents; values only.

What may change, and how, is in ``lifecycle``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.identity.rights import NO_RIGHTS, PatientRights


class Attribute(StrEnum):
    """Attributes of an identity. Rule: RNIV 1; ins.md §5.2."""

    HOMONYME = "homonyme"
    DOUTEUX = "douteux"
    FICTIF = "fictif"


class INSSource(StrEnum):
    """How an INS came. Rule: ins.md §10, ZFD-5 of PAM FR 2.11 (``INSI``, ``CV``, ``CB``, ``SM``)."""

    INSI_TRAITS = "INSi, recherche par traits"
    INSI_VITALE = "INSi, recherche par carte Vitale"
    INSI_VERIFICATION = "INSi, vérification"
    FLUX = "flux d'identité"


class ProofDocument(StrEnum):
    """Kinds of proof of identity, with the codes of ZFD-7. Rule: PAM FR 2.11, ZFD-7; hl7v2.md §8.4."""

    CN = "CN"
    PA = "PA"
    CS = "CS"
    AN = "AN"
    LE = "LE"
    CC = "CC"
    CE = "CE"
    CM = "CM"
    PC = "PC"
    TC = "TC"
    AV = "AV"
    DC = "DC"
    AC = "AC"
    IE = "IE"


class FeedingStance(StrEnum):
    """What the patient said of the feeding of the DMP. Rule: ZFA-9; CSP R1111-47; hl7v2.md §8.4."""

    NOT_COLLECTED = "NA"
    OPPOSED = "IO"
    NOT_OPPOSED = "INO"


class ConsultationStance(StrEnum):
    """What the patient said of the consultation of the DMP. Rule: ZFA-11; hl7v2.md §8.4."""

    NOT_COLLECTED = "NA"
    REFUSED = "INC"
    CONSENTED = "IC"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryINS:
    """The INS in force of a person, as INSi or a flow gave it. verified_at: last verification or retrieval by INSi."""

    ins: INS
    source: INSSource
    retrieved_at: datetime
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerINS:
    """An INS of the past (NIA become NIR, corrected sex…). start, end: ``yyyyMMdd`` or empty."""

    ins: INS
    start: str = ""
    end: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProof:
    """The check of a document (or device) of high confidence. valid_until: ``yyyyMMdd`` or empty."""

    document: ProofDocument
    checked_by: str
    checked_at: datetime
    valid_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """State of the DMP and of the patient's choices. dmp_status: ``ACTIF``, ``FERME``, ``INEXISTANT`` or empty.

    Timestamps are HL7, empty when never collected.
    """

    dmp_status: str = ""
    feeding: FeedingStance = FeedingStance.NOT_COLLECTED
    feeding_at: str = ""
    consultation: ConsultationStance = ConsultationStance.NOT_COLLECTED
    consultation_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplementaryTraits:
    """Traits complémentaires: never filled from INSi. Rule: ins.md §1."""

    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""

    def __repr__(self) -> str:
        return "ComplementaryTraits(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One identity of the registry.

    id: 0 before it is kept. identifiers: local ones only (IPP and others by domain, ``oid`` holds the domain: an OID,
    else a FINESS), the INS apart. traits.birth_date may be incomplete or lunar. version: grows with each change, guards
    concurrent edits. merged_into: the kept identity, None while this one is in force. origin: who first told of it
    (``GAM@CHU``, an operator's name). deceased_on: ``yyyyMMdd`` or empty.
    """

    id: int = 0
    version: int = 0
    status: IdentityStatus = IdentityStatus.PROVISOIRE
    attributes: frozenset[Attribute] = frozenset()
    traits: PatientTraits = field(default_factory=PatientTraits)
    birth_date_uncertain: bool = False
    ins: RegistryINS | None = None
    former_ins: tuple[FormerINS, ...] = ()
    identifiers: tuple[PatientIdentifier, ...] = ()
    proof: IdentityProof | None = None
    complementary: ComplementaryTraits = field(default_factory=ComplementaryTraits)
    consents: Consents = field(default_factory=Consents)
    rights: PatientRights = NO_RIGHTS
    deceased_on: str = ""
    merged_into: int | None = None
    origin: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def is_informed(self) -> bool:
        """True when the patient was told of the DMP: here, or by who told their stance (« informé et… »).

        Rule: CSP R1111-46, R1111-47; ZFA-9, ZFA-11.
        """
        return (
            self.rights.information is not None
            or self.consents.feeding is not FeedingStance.NOT_COLLECTED
            or self.consents.consultation is not ConsultationStance.NOT_COLLECTED
        )

    @property
    def may_circulate(self) -> bool:
        """True when the matricule and its OID may leave.

        Rule: RNIV; INS/va1.53, INS/va1.59; ins.md §5.1, §10.
        """
        return (
            self.status is IdentityStatus.QUALIFIEE
            and self.ins is not None
            and self.merged_into is None
            and not self.attributes & {Attribute.DOUTEUX, Attribute.FICTIF}
        )

    @property
    def circulating_identity(self) -> PatientIdentity:
        """This person as a flow may show them: the INS only when it may circulate, PID-32 codes of the status.

        Rule: hl7v2.md §4.3.2; ins.md §5.1 (only PROV and VALI exist in PAM FR).
        """
        identifiers = self.identifiers
        if self.may_circulate and self.ins is not None:
            ins = PatientIdentifier(
                value=self.ins.ins.matricule,
                oid=self.ins.ins.oid,
                type_code="INS",
                namespace=self.ins.ins.authority.namespace if self.ins.ins.authority else "",
            )
            identifiers = (*identifiers, ins)
        is_valid = self.status in (IdentityStatus.VALIDEE, IdentityStatus.QUALIFIEE)
        codes = {"VALI" if is_valid else "PROV"}
        codes |= {_STATUS_CODES[attribute] for attribute in self.attributes}
        return PatientIdentity(identifiers=identifiers, traits=self.traits, status_codes=frozenset(codes))

    def __repr__(self) -> str:
        return f"Person(id={self.id}, version={self.version}, status={self.status.value!r})"


_STATUS_CODES = {Attribute.DOUTEUX: "DOUT", Attribute.FICTIF: "FICT", Attribute.HOMONYME: "HOMD"}
