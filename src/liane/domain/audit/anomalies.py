"""Accesses out of the ordinary: pure rules, each with its threshold, that say which lines of the trail call for a why.

None of them accuses: each opens a line of a worklist where who acted is asked for a justification and an auditor
concludes. No patient data in a sentence: a person is named by their number.
Rule: REM SSI/GEN (traces exploited); RGPD art. 32; référentiel d'identitovigilance RNIV 1 (accès tracés).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from liane.domain.actors.operator import Role
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.documents.timestamp import PARIS

NAME_LENGTH_MIN = 3
STREET_LENGTH_MIN = 6
CIVILITIES = frozenset({"DR", "PR", "M", "MME", "MLLE", "MR", "DOCTEUR", "PROFESSEUR", "MADAME", "MONSIEUR"})
ON_A_PATIENT = frozenset(
    {
        AccessAct.SEE_PERSON,
        AccessAct.SEE_DOCUMENT,
        AccessAct.OPEN_DMP,
        AccessAct.SEARCH_DMP,
        AccessAct.READ_DMP_DOCUMENT,
        AccessAct.BREAK_GLASS,
        AccessAct.CENTRE_15,
        AccessAct.MASK,
        AccessAct.UNMASK,
        AccessAct.MAKE_VISIBLE,
        AccessAct.ARCHIVE,
        AccessAct.UNARCHIVE,
        AccessAct.DELETE,
        AccessAct.INTEGRATE,
    }
)
"""Acts by which somebody learns or changes something of one patient."""
FORCED = frozenset({AccessAct.BREAK_GLASS, AccessAct.CENTRE_15, AccessAct.USE_BREAK_GLASS_ACCOUNT})
"""Acts that go round a rule, rightly or not: each one is looked at."""


class AnomalyRule(StrEnum):
    """What was seen. The value is what a French auditor reads."""

    BREAK_GLASS = "accès forcé"
    SAME_NAME = "même nom que le patient"
    SAME_ADDRESS = "même adresse que le patient"
    MASS_READING = "lecture en masse"
    OUT_OF_HOURS = "hors des heures"
    REFUSED_MANY = "refus répétés"
    UNIT_MISMATCH = "patient d’une autre unité"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyThresholds:
    """When a rule speaks. Hours are those of Paris; equal, the rule is off. 0 puts a count off.

    always_on: roles that work at any hour. units_watched, addresses_watched: the rule of units, that of
    addresses speak.
    """

    persons_max: int = 60
    persons_window: timedelta = timedelta(hours=1)
    refusals_max: int = 5
    refusals_window: timedelta = timedelta(minutes=15)
    day_begins: time = time(7)
    day_ends: time = time(21)
    always_on: frozenset[Role] = frozenset(
        {Role.CLINICIEN, Role.PHARMACIEN, Role.BIOLOGISTE, Role.RADIOLOGUE, Role.ACCUEIL}
    )
    units_watched: bool = True
    addresses_watched: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSurroundings:
    """What is known around one line when it is examined.

    persons_seen: distinct persons that the same operator accessed within the window that ends with this line.
    refusals: lines refused to the same operator, or from the same address when nobody is named, within their window.
    family_names: birth and used names of the patient, empty when none is concerned. given_name: their first one.
    units: units of the patient's present stays; empty when no stay is known. is_at_home: the patient lives where a
    person of the registry does who bears both names of who acts: maybe themselves, whose address Liane does not know.
    """

    persons_seen: int = 0
    refusals: int = 0
    family_names: tuple[str, ...] = ()
    given_name: str = ""
    units: frozenset[str] = frozenset()
    is_at_home: bool = False

    def __repr__(self) -> str:
        return f"AccessSurroundings(persons_seen={self.persons_seen}, refusals={self.refusals})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One thing to ask about. key: what makes two of them the same occasion, so that a day is asked about once."""

    rule: AnomalyRule
    key: str
    sentence: str


def fold_name(name: str) -> str:
    """Write a name in capitals without accents nor signs, words apart by one blank."""
    decomposed = unicodedata.normalize("NFKD", name.upper())
    return " ".join(re.sub(r"[^A-Z]+", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).split())


def share_a_name(operator: str, names: Sequence[str]) -> bool:
    """Tell whether a family name of the patient stands, whole, among the words of the name of who acts.

    Words of fewer than three letters (DE, LE…) alone are no name.
    """
    words = f" {fold_name(operator)} "
    folded = (fold_name(name) for name in names)
    return any(len(name) >= NAME_LENGTH_MIN and f" {name} " in words for name in folded)


def fold_words(name: str) -> str:
    """Write the name of who acts as one searches a person by it: folded, without civility."""
    return " ".join(word for word in fold_name(name).split() if word not in CIVILITIES)


def bears_both_names(operator: str, family_names: Sequence[str], given_name: str) -> bool:
    """Tell whether a person of the registry bears a family name and the first given name of who acts."""
    return share_a_name(operator, family_names) and share_a_name(operator, (given_name,))


def fold_home(street: str, postal_code: str) -> str:
    """Write where somebody lives so that two ways to write it compare; empty when it names no home.

    A town alone, a box, a few letters are no home. The number of a street is kept, its punctuation is not.
    """
    decomposed = unicodedata.normalize("NFKD", street.upper())
    plain = "".join(one for one in decomposed if not unicodedata.combining(one))
    folded = " ".join(re.sub(r"[^A-Z0-9]+", " ", plain).split())
    code = re.sub(r"[^0-9A-Z]", "", postal_code.upper())
    is_home = len(folded) >= STREET_LENGTH_MIN and any(one.isdigit() for one in folded) and bool(code)
    return f"{folded} {code}" if is_home else ""


def find_anomalies(
    event: AccessEvent, around: AccessSurroundings, thresholds: AnomalyThresholds, *, seq: int
) -> list[Suspicion]:
    """Say what is out of the ordinary in one line of the trail; most lines give nothing.

    seq: its rank, which names the occasion of a forced access to no patient in particular.
    """
    found = [
        _judge_forced(event, seq),
        _judge_name(event, around),
        _judge_address(event, around, thresholds),
        _judge_mass(event, around, thresholds),
        _judge_hours(event, thresholds),
        _judge_refusals(event, around, thresholds),
        _judge_unit(event, around, thresholds),
    ]
    return [suspicion for suspicion in found if suspicion is not None]


def name_actor(event: AccessEvent) -> str:
    """Tell who acted: the national identifier when there is one, else the name, else the address."""
    return event.operator.identifier or event.operator.name or event.address


def is_on_a_patient(event: AccessEvent) -> bool:
    """Tell whether something of one patient was really reached."""
    return event.person_id is not None and event.act in ON_A_PATIENT and event.outcome is Outcome.DONE


def _day(event: AccessEvent) -> str:
    return event.at.astimezone(PARIS).date().isoformat()


def _judge_forced(event: AccessEvent, seq: int) -> Suspicion | None:
    """Ask about each forced access once: what is sent and what came of it are two lines of one occasion, in an hour."""
    if event.act not in FORCED or event.outcome is not Outcome.DONE:
        return None
    about, key = "", f"force:{seq}"
    if event.person_id is not None:
        about = f" sur la personne n° {event.person_id}"
        key = f"force:{event.act.name}:{name_actor(event)}:{event.person_id}:{event.at.astimezone(UTC):%Y-%m-%dT%H}"
    return Suspicion(
        rule=AnomalyRule.BREAK_GLASS,
        key=key,
        sentence=f"{_called(event)} a forcé un accès ({event.act.value}){about}.",
    )


def _judge_name(event: AccessEvent, around: AccessSurroundings) -> Suspicion | None:
    if not is_on_a_patient(event) or not share_a_name(event.operator.name, around.family_names):
        return None
    is_namesake = share_a_name(event.operator.name, (around.given_name,))
    what = "le même nom et le même prénom" if is_namesake else "le même nom"
    home = " ; une personne du registre qui porte les deux noms habite à la même adresse" if around.is_at_home else ""
    return Suspicion(
        rule=AnomalyRule.SAME_NAME,
        key=f"nom:{name_actor(event)}:{event.person_id}:{_day(event)}",
        sentence=f"{_called(event)} et la personne n° {event.person_id} portent {what}{home}.",
    )


def _judge_address(event: AccessEvent, around: AccessSurroundings, thresholds: AnomalyThresholds) -> Suspicion | None:
    """Ask about who lives together under two names; under one, the rule of names already asks."""
    if not (thresholds.addresses_watched and around.is_at_home and is_on_a_patient(event)):
        return None
    if share_a_name(event.operator.name, around.family_names):
        return None
    return Suspicion(
        rule=AnomalyRule.SAME_ADDRESS,
        key=f"adresse:{name_actor(event)}:{event.person_id}:{_day(event)}",
        sentence=f"La personne n° {event.person_id} habite à la même adresse qu’une personne du registre "
        f"qui porte le nom et le prénom de {_called(event)}.",
    )


def _judge_mass(event: AccessEvent, around: AccessSurroundings, thresholds: AnomalyThresholds) -> Suspicion | None:
    if not is_on_a_patient(event) or not 0 < thresholds.persons_max < around.persons_seen:
        return None
    minutes = int(thresholds.persons_window / timedelta(minutes=1))
    return Suspicion(
        rule=AnomalyRule.MASS_READING,
        key=f"masse:{name_actor(event)}:{_day(event)}",
        sentence=f"{_called(event)} a consulté plus de {thresholds.persons_max} personnes en {minutes} min.",
    )


def _judge_hours(event: AccessEvent, thresholds: AnomalyThresholds) -> Suspicion | None:
    if not is_on_a_patient(event) or event.operator.roles & thresholds.always_on:
        return None
    if is_within(event.at, thresholds.day_begins, thresholds.day_ends):
        return None
    return Suspicion(
        rule=AnomalyRule.OUT_OF_HOURS,
        key=f"heures:{name_actor(event)}:{_day(event)}",
        sentence=f"{_called(event)} a consulté des dossiers en dehors de {thresholds.day_begins:%H h %M} – "
        f"{thresholds.day_ends:%H h %M}.",
    )


def is_within(at: datetime, begins: time, ends: time) -> bool:
    """Tell whether an instant is between two hours of Paris, also across midnight; equal hours mean always."""
    local = at.astimezone(PARIS).time()
    if begins <= ends:
        return begins == ends or begins <= local < ends
    return local >= begins or local < ends


def _judge_refusals(event: AccessEvent, around: AccessSurroundings, thresholds: AnomalyThresholds) -> Suspicion | None:
    if event.outcome is not Outcome.REFUSED or not 0 < thresholds.refusals_max <= around.refusals:
        return None
    minutes = int(thresholds.refusals_window / timedelta(minutes=1))
    return Suspicion(
        rule=AnomalyRule.REFUSED_MANY,
        key=f"refus:{name_actor(event)}:{_day(event)}",
        sentence=f"{_called(event)} a essuyé au moins {thresholds.refusals_max} refus en {minutes} min.",
    )


def _judge_unit(event: AccessEvent, around: AccessSurroundings, thresholds: AnomalyThresholds) -> Suspicion | None:
    unit = event.operator.unit
    if not (thresholds.units_watched and is_on_a_patient(event) and unit and around.units):
        return None
    if unit in around.units:
        return None
    return Suspicion(
        rule=AnomalyRule.UNIT_MISMATCH,
        key=f"unité:{name_actor(event)}:{event.person_id}:{_day(event)}",
        sentence=f"{_called(event)} (unité {unit}) a consulté la personne n° {event.person_id}, "
        "qui n’est pas de cette unité.",
    )


def _called(event: AccessEvent) -> str:
    return event.operator.name or event.address or "Quelqu’un"
