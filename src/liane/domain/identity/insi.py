"""What is asked of the téléservice INSi and what it answers, as values; the wire form is the codec's."""

from dataclasses import dataclass, field
from enum import StrEnum

from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import FormerINS


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiQuery:
    """One search by traits: name, sex and date of birth of ``traits``, these first names, this place (COG) if given.

    Rule: ins.md §6.4, §6.7.
    """

    traits: PatientTraits
    givens: tuple[str, ...]
    birth_place: str = ""


class BeneficiarySource(StrEnum):
    """What the reader read. Rule: ins.md §7."""

    VITALE = "carte Vitale"
    APCV = "appli carte Vitale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """A beneficiary as read on a carte Vitale or an ApCV; never typed. Rule: ins.md §6.5, §7.

    nir: certified NIR of the person with its key (15 characters), empty when the card does not hold it. holder_nir: NIR
    of the ouvrant droit. birth_date: ``yyyyMMdd``. rank: birth rank.
    """

    holder_nir: str
    nir: str = ""
    family: str = ""
    givens: str = ""
    birth_date: str = ""
    rank: str = "1"
    source: BeneficiarySource = BeneficiarySource.VITALE

    def __repr__(self) -> str:
        return f"Beneficiary(…, source={self.source.value!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiAnswer:
    """One answer of a search. code: CodeCR; label: LibelleCR. ins and traits: only with code ``00``.

    Rule: ins.md §6.6.
    """

    code: str
    label: str = ""
    ins: INS | None = None
    former: tuple[FormerINS, ...] = field(default=())
    traits: PatientTraits | None = None


class VerificationVerdict(StrEnum):
    """Outcome of the verification of one INS. Rule: ins.md §6.9; INS/va1.05 to .08."""

    OK = "OK"
    KO = "KO"
    UNAVAILABLE = "indisponible"
