"""Persons of an index and how well each agrees with a document, trait by trait."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from liane.domain.identity.patient import PatientTraits


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPerson:
    """One record of the patient index. traits.birth_date ``yyyyMMdd``. ins_status: registry status word or empty.

    sector and address only help a person to choose.
    """

    record_id: str
    traits: PatientTraits
    ins: str = ""
    ins_oid: str = ""
    ins_status: str = ""
    ipp: str = ""
    episodes: tuple[str, ...] = ()
    address: str = ""


class Agreement(StrEnum):
    """How one trait of a record compares with the document."""

    AGREES = "concorde"
    CLOSE = "proche"
    DIFFERS = "diffère"
    MISSING = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitMatch:
    """Evidence of one trait. weight: log-odds (base 2). text: French, for the screen. page: where, 0 when nowhere."""

    trait: str
    agreement: Agreement
    weight: float
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One record proposed. score: sum of weights; probability: 0 to 1, after calibration."""

    person: IndexPerson
    score: float
    probability: float
    evidence: tuple[TraitMatch, ...]


class Nearness(StrEnum):
    """Why a record of the index could be taken for another. Rule: intake.md §5 (nobody within one edit or digit)."""

    SAME_INS = "même INS"
    HOLDS_INS = "porte l'INS lu sur le document"
    HOLDS_NUMBER = "porte le numéro lu sur le document"
    NAMED = "nommé sur les pages, avec sa date de naissance"
    HOMONYM = "mêmes nom, prénom et date de naissance"
    NEAR = "traits presque identiques"
    TWIN = "même nom et même date de naissance, autre prénom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A record that could be taken for the first one proposed. is_on_page: its own first name stands on the pages."""

    person: IndexPerson
    nearness: Nearness
    is_on_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The top records, best first (5 at most). margin: score of the first less that of the second.

    neighbours: records of the index that could be taken for the first one, whatever their score; None: not looked for,
    or too many to look at, which never lets a document be filed without a person. is_learnt: what the house chose put
    another record first, and a person then looks (intake.md §8).
    """

    matches: tuple[Match, ...]
    margin: float
    neighbours: tuple[Neighbour, ...] | None = None
    is_learnt: bool = False


class PersonIndex(Protocol):
    """Where records are looked up; each call gives at most ``limit`` records. Rule: intake.md §4 (blocks)."""

    def by_ins(self, matricule: str, *, limit: int = 20) -> Sequence[IndexPerson]:
        """Records with this INS."""
        ...

    def by_birth_date(self, birth_date: str, *, limit: int = 2000) -> Sequence[IndexPerson]:
        """Records born that day (``yyyyMMdd``)."""
        ...

    def by_name(self, phonetic_family: str, folded_given: str, *, limit: int = 500) -> Sequence[IndexPerson]:
        """Records whose birth or used name sounds so, with this given name among theirs (empty: any)."""
        ...

    def by_identifier(self, value: str, *, limit: int = 20) -> Sequence[IndexPerson]:
        """Records with this local number (IPP) or this stay number."""
        ...

    def count_name(self, folded_family: str) -> int:
        """How many records bear this name: its rarity."""
        ...

    def size(self) -> int:
        """How many records there are."""
        ...
