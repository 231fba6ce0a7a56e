"""Examines the trail, line by line and once: what is out of the ordinary goes to the worklist of the auditor.

The rules are in ``liane.domain.audit.anomalies``; here is what they are given, and the incident that says that
somebody is waited for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from liane.domain.audit.access import Outcome
from liane.domain.audit.anomalies import (
    AccessSurroundings,
    AnomalyThresholds,
    Suspicion,
    bears_both_names,
    find_anomalies,
    fold_home,
    fold_words,
    is_on_a_patient,
)
from liane.domain.identity.person import Person
from liane.domain.identity.stays import Stay, StayState
from liane.pipeline.audit.forward import Incidents
from liane.store.accesses_anomalies import AnomalyDesk
from liane.store.accesses_readers import AccessReaders
from liane.store.accesses_records import StoredAccess
from liane.store.registry_records import PersonHit, PersonQuery

log = structlog.get_logger(__name__)
READER = "anomalies"
LINES_MAX = 200
NAMESAKES_MAX = 20
LEASE = timedelta(minutes=5)
REMOTE = "accès"


class ExaminedTrail(Protocol):
    """The trail, its marks and its worklist."""

    readers: AccessReaders
    anomalies: AnomalyDesk

    async def following(self, seq: int, *, limit: int) -> list[StoredAccess]:
        """Read the lines after a rank."""
        ...


class Persons(Protocol):
    """The registry of identities."""

    async def get_persons(self, person_ids: Sequence[int]) -> list[Person]:
        """Load persons; those that do not exist are left out."""
        ...

    async def find_stays(self, person_id: int) -> Sequence[Stay]:
        """The stays of a person."""
        ...

    async def search_persons(self, query: PersonQuery, *, limit: int = 20) -> Sequence[PersonHit]:
        """Tolerant search, best first."""
        ...


class Examiner:
    """Looks for accesses out of the ordinary. owner: names this node."""

    def __init__(
        self,
        trail: ExaminedTrail,
        persons: Persons,
        incidents: Incidents,
        *,
        thresholds: AnomalyThresholds,
        owner: UUID,
        now: Callable[[], datetime],
    ) -> None:
        self._trail = trail
        self._persons = persons
        self._incidents = incidents
        self._thresholds = thresholds
        self._owner = owner
        self._now = now

    async def run_once(self) -> int:
        """Examine what was not yet; returns how many lines. 0 when another node does."""
        readers, examined = self._trail.readers, 0
        mark = await readers.claim(READER, self._owner, self._now(), LEASE)
        if mark is None:
            return 0
        seq = mark.seq
        while lines := await self._trail.following(seq, limit=LINES_MAX):
            found = await self._examine(lines)
            seq = lines[-1].seq
            if not await self._trail.anomalies.note(READER, self._owner, seq, found):
                return examined
            examined += len(lines)
            for line, suspicion in found:
                log.warning("access.anomaly", rule=suspicion.rule.name, line=line.seq)
            if found:
                await self._tell()
        await readers.release(READER, self._owner)
        return examined

    async def _examine(self, lines: Sequence[StoredAccess]) -> list[tuple[StoredAccess, Suspicion]]:
        wanted = {line.event.person_id for line in lines if is_on_a_patient(line.event)} - {None}
        known = _Known(persons={one.id: one for one in await self._persons.get_persons(sorted(filter(None, wanted)))})
        found = []
        for line in lines:
            around = await self._look_around(line, known)
            for suspicion in find_anomalies(line.event, around, self._thresholds, seq=line.seq):
                found.append((line, suspicion))
        return found

    async def _look_around(self, line: StoredAccess, known: "_Known") -> AccessSurroundings:
        event, limits = line.event, self._thresholds
        if not is_on_a_patient(event) and event.outcome is not Outcome.REFUSED:
            return AccessSurroundings()
        seen, refused = await self._trail.anomalies.count_around(
            line, persons=limits.persons_window, refusals=limits.refusals_window
        )
        number = event.person_id
        person = known.persons.get(number) if number is not None else None
        if person is None or not is_on_a_patient(event):
            return AccessSurroundings(persons_seen=seen, refusals=refused)
        if event.operator.unit and limits.units_watched and person.id not in known.units:
            known.units[person.id] = find_present_units(await self._persons.find_stays(person.id))
        return AccessSurroundings(
            persons_seen=seen,
            refusals=refused,
            family_names=list_families(person),
            given_name=find_first_given(person),
            units=known.units.get(person.id, frozenset()),
            is_at_home=await self._is_at_home(event.operator.name, person, known),
        )

    async def _is_at_home(self, operator: str, person: Person, known: "_Known") -> bool:
        """Tell whether a patient lives where somebody else does who bears both names of who acts."""
        home = find_home(person)
        if not (self._thresholds.addresses_watched and home and operator):
            return False
        if operator not in known.homes:
            known.homes[operator] = await self._find_homes(operator)
        return any(where == home and number != person.id for number, where in known.homes[operator])

    async def _find_homes(self, operator: str) -> tuple[tuple[int, str], ...]:
        """Find where the persons of the registry live who bear both names of who acts."""
        hits = await self._persons.search_persons(PersonQuery(text=fold_words(operator)), limit=NAMESAKES_MAX)
        found = [
            (hit.person.id, find_home(hit.person))
            for hit in hits
            if bears_both_names(operator, list_families(hit.person), find_first_given(hit.person))
        ]
        return tuple((number, home) for number, home in found if home)

    async def _tell(self) -> None:
        waiting = await self._trail.anomalies.count_open()
        if waiting:
            await self._incidents.open_incident(
                REMOTE,
                "ANOMALIE",
                "Des accès sortent de l’ordinaire : une personne habilitée à l’audit doit les examiner.",
                "Ouvrir « Audit », « Accès à examiner ».",
                self._now(),
            )


@dataclass(slots=True, kw_only=True)
class _Known:
    """What was already looked up for the lines at hand. homes: of the namesakes of each operator."""

    persons: dict[int, Person]
    units: dict[int, frozenset[str]] = field(default_factory=dict)
    homes: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)


def find_home(person: Person) -> str:
    """Give where a person lives, folded; empty when it is not known."""
    return fold_home(person.complementary.address, person.complementary.postal_code)


def list_families(person: Person) -> tuple[str, ...]:
    """Give the family names of a person."""
    return tuple(name for name in (person.traits.birth_family, person.traits.used_family) if name)


def find_first_given(person: Person) -> str:
    """Give the first name of a person: the one they use, else the first of their birth."""
    return person.traits.used_given or person.traits.birth_given or person.traits.birth_givens.partition(" ")[0]


def find_present_units(stays: Sequence[Stay]) -> frozenset[str]:
    """Give the codes of the units where a patient is now; empty when no stay is open."""
    units = set()
    for stay in stays:
        if stay.state is not StayState.OPEN:
            continue
        for movement in stay.movements:
            units |= {movement.medical_unit, movement.care_unit, movement.accommodation_unit}
            units |= {movement.medical_unit_label, movement.care_unit_label}
    return frozenset(unit for unit in units if unit)
