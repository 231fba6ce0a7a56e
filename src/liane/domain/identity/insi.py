"""INSi as the domain sees it: what is asked, what is answered, what may be made of an answer, what to ask next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from liane.domain.errors import Finding, Severity
from liane.domain.identity.comparison import UNKNOWN_PLACE, TraitComparison, compare_traits
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import FormerINS, Person

GIVENS_MAX = 15
_DATE = re.compile(r"(?!0000)\d{8}", re.ASCII)
FOUND = "00"
NOT_FOUND = "01"
SEVERAL = "02"
NOT_IN_SOURCES = "03"


class VerificationVerdict(StrEnum):
    """Outcome of a verification. Rule: INS/va1.05–.08; ins.md §6.9."""

    OK = "OK"
    KO = "KO"
    UNAVAILABLE = "indisponible"


class CardSource(StrEnum):
    """Where the data of a beneficiary were read. Rule: ins.md §7."""

    VITALE = "VITALE"
    APCV = "APCV"


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiAnswer:
    """Answer of a search. code, label: CodeCR and LibelleCR, verbatim. traits: as returned, byte for byte."""

    code: str
    label: str = ""
    ins: INS | None = None
    former: tuple[FormerINS, ...] = ()
    traits: PatientTraits | None = None

    @property
    def is_match(self) -> bool:
        """True when INSi found exactly one person and gave them."""
        return self.code == FOUND and self.ins is not None and self.traits is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiQuery:
    """One search by traits. traits: birth family, sex, date. givens: prénoms sent. birth_place: COG or empty."""

    traits: PatientTraits
    givens: tuple[str, ...]
    birth_place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """What a carte Vitale or an application carte Vitale gives, to search by it. Matricules: 15 characters or empty.

    birth_date: ``yyyyMMdd``. rank: rang de naissance (twins on one card).
    """

    nir: str = ""
    holder_nir: str = ""
    family: str = ""
    given: str = ""
    birth_date: str = ""
    rank: str = "1"
    source: CardSource = CardSource.VITALE

    def __repr__(self) -> str:
        return f"Beneficiary(…, source={self.source.value!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The sequence of calls ends. is_match: one person was found. reason: French, for the person at the desk."""

    is_match: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call made, and its code (CodeCR; anything but 00, 01, 02, 03 is a fault)."""

    query: INSiQuery
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlan:
    """The sequence of searches by traits for one person, as a pure step machine.

    Rule: INS/va1.34; ins.md §6.7 (one prénom at a time in order, then the full list, then one more trait at a time).
    """

    traits: PatientTraits
    givens: tuple[str, ...]

    def next_step(self, history: Sequence[Step]) -> INSiQuery | Stop:
        """Say what to call after these calls, or why to stop.

        00 stops with the match, a fault stops. Without any 02: each prénom by itself in order, then the full list.
        After a 02: the full list, then the same with the place of birth, then what gave 02 with the place of birth. No
        query is made twice, so that at most ``GIVENS_MAX`` + 3 calls are made.
        """
        if not self.is_possible:
            return Stop(
                is_match=False, reason="La recherche demande un nom, un prénom, le sexe et la date de naissance."
            )
        if history:
            last = history[-1].code
            if last == FOUND:
                return Stop(is_match=True, reason="INSi a trouvé une identité.")
            if last not in (NOT_FOUND, SEVERAL, NOT_IN_SOURCES):
                return Stop(is_match=False, reason="INSi a répondu par une erreur : l'identité garde son statut.")
        made = {(step.query.givens, step.query.birth_place) for step in history}
        for givens, birth_place in self._candidates(history):
            if (givens, birth_place) not in made:
                return INSiQuery(traits=self.traits, givens=givens, birth_place=birth_place)
        return self._final(history)

    @property
    def is_possible(self) -> bool:
        """True when there is enough to ask. Rule: ins.md §6.4."""
        traits = self.traits
        return bool(self.givens and traits.birth_family and traits.birth_date and traits.sex in ("M", "F"))

    def _candidates(self, history: Sequence[Step]) -> list[tuple[tuple[str, ...], str]]:
        several = next((step.query.givens for step in history if step.code == SEVERAL), None)
        if several is None:
            return [*(((given,), "") for given in self.givens), (self.givens, "")]
        place = "" if self.traits.birth_place == UNKNOWN_PLACE else self.traits.birth_place
        return [(self.givens, ""), *([(self.givens, place), (several, place)] if place else [])]

    def _final(self, history: Sequence[Step]) -> Stop:
        if any(step.code == SEVERAL for step in history):
            return Stop(is_match=False, reason="INSi connaît plusieurs identités et ne peut les départager.")
        return Stop(is_match=False, reason="INSi n'a trouvé aucune identité avec ces traits.")


def search_plan(traits: PatientTraits, givens: Sequence[str] = ()) -> SearchPlan:
    """Plan the searches by traits of a person. givens: typed prénoms in order; empty: those of the traits."""
    listed = tuple(givens) or tuple((traits.birth_givens or traits.birth_given).split())
    return SearchPlan(traits=traits, givens=listed[:GIVENS_MAX])


def compare_answer(person: Person, answer: INSiAnswer) -> tuple[TraitComparison, ...]:
    """Compare the answer with the person, trait by trait; empty when the answer shows no one."""
    return compare_traits(person.traits, answer.traits) if answer.is_match and answer.traits else ()


def check_usable(answer: INSiAnswer) -> tuple[Finding, ...]:
    """Refuse to pull back an answer whose INS, name, prénom or birth date cannot be used.

    Rule: INS/va1.28, INS/va1.31; guide d'implémentation INS, règles 11 et 12.
    """
    findings: list[Finding] = []
    traits = answer.traits or PatientTraits()
    if answer.ins is None or answer.ins.authority is None:
        findings.append(
            _finding("IDV-301", Severity.ERROR, "INSACTIF", "La réponse d'INSi ne porte pas d'INS exploitable.")
        )
    elif not answer.ins.has_valid_key:
        findings.append(
            _finding("IDV-302", Severity.WARNING, "INSACTIF", "La clé du matricule renvoyé par INSi est fausse.")
        )
    if not traits.birth_family:
        findings.append(
            _finding("IDV-303", Severity.ERROR, "NomNaissance", "INSi n'a pas renvoyé de nom de naissance.")
        )
    if not (traits.birth_givens or traits.birth_given):
        findings.append(_finding("IDV-304", Severity.ERROR, "ListePrenom", "INSi n'a pas renvoyé de prénom."))
    if not _DATE.fullmatch(traits.birth_date):
        findings.append(
            _finding("IDV-305", Severity.ERROR, "DateNaissance", "La date de naissance renvoyée est inexploitable.")
        )
    return tuple(findings)


def _finding(code: str, severity: Severity, location: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        location=location,
        message=message,
        remedy="Garder le statut de l'identité et prévenir la cellule d'identitovigilance.",
        layer="insi",
        rule="INS/va1.28, INS/va1.31; guide d'implémentation INS, règles 11 et 12",
    )
