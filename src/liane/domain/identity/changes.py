"""What can happen to a person of the registry, as values; ``lifecycle.apply`` says what each one does."""

from dataclasses import dataclass

from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.identity.person import (
    Attribute,
    ComplementaryTraits,
    Consents,
    FormerINS,
    IdentityProof,
    INSSource,
    ProofDocument,
)
from liane.domain.identity.rights import PatientRights


@dataclass(frozen=True, slots=True, kw_only=True)
class INSRetrieved:
    """A person accepted the one answer (CR 00) of a search by INSi; traits replace the strict ones, byte for byte."""

    ins: INS
    traits: PatientTraits
    source: INSSource
    former: tuple[FormerINS, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class INSVerified:
    """INSi verified the INS held (or candidate, received by a flow or a datamatrix) against the traits."""

    ins: INS
    is_ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofChecked:
    """A document or device of high confidence was checked by a person."""

    proof: IdentityProof


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofWithdrawn:
    """The check no longer stands (wrong document, usurpation)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitsCorrected:
    """Traits changed by hand.

    gives_up_ins: the person who corrects a strict trait of an identity récupérée or qualifiée knows that its INS falls;
    without it such a correction is refused (traits locked). proof_stands: the document already checked shows the new
    traits, so that its check still stands; without it, a strict trait corrected makes the check fall.
    Rule: INS/va1.47, INS/va1.48; ins.md §5.1.
    """

    traits: PatientTraits
    birth_date_uncertain: bool = False
    gives_up_ins: bool = False
    proof_stands: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplementaryChanged:
    """Complementary traits changed."""

    complementary: ComplementaryTraits


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeSet:
    """An attribute is set."""

    attribute: Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeLifted:
    """An attribute is lifted after check."""

    attribute: Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsRecorded:
    """State of the DMP and choices of the patient, by hand or by ZFA."""

    consents: Consents


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsRecorded:
    """What the patient was told and decided, with their choices on the DMP when they were asked too."""

    rights: PatientRights
    consents: Consents | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierAdded:
    """A local identifier is tied to the person (link across domains)."""

    identifier: PatientIdentifier


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierRetired:
    """A local identifier no longer is the person's (unlink, A47)."""

    identifier: PatientIdentifier


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathRecorded:
    """The person died. on: ``yyyyMMdd``; empty: the record of death is taken back."""

    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldByFlow:
    """The référentiel d'identités, elsewhere, says how this person now is (ADT A28, A31, A01…, or a document's PID).

    identity: PID as read. ins_obtained_by: ZFD-5 (``SM``, ``CV``, ``INSI``, ``CB``, ``RFID``) or empty; ins_called_on:
    ZFD-6; proof_document: ZFD-7; proof_valid_until: ZFD-8. consents: None when no ZFA came. death_on: None when PID-29
    and PID-30 say nothing. former_ins: occurrences of PID-3 with an end date. from_other_domain: the sender is not the
    référentiel followed, so that its word alone qualifies nothing and lowers nothing (INS/va1.13, INS/va1.57); PID-32
    ``RECD`` says the same.
    """

    identity: PatientIdentity
    former_ins: tuple[FormerINS, ...] = ()
    complementary: ComplementaryTraits | None = None
    ins_obtained_by: str = ""
    ins_called_on: str = ""
    proof_document: ProofDocument | None = None
    proof_valid_until: str = ""
    birth_date_uncertain: bool = False
    consents: Consents | None = None
    death_on: str | None = None
    from_other_domain: bool = False


Change = (
    INSRetrieved
    | INSVerified
    | ProofChecked
    | ProofWithdrawn
    | TraitsCorrected
    | ComplementaryChanged
    | AttributeSet
    | AttributeLifted
    | ConsentsRecorded
    | RightsRecorded
    | IdentifierAdded
    | IdentifierRetired
    | DeathRecorded
    | ToldByFlow
)
