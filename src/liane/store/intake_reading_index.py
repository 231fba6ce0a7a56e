"""The registry of identities as the index of the reading: questions of a document answered together, by few statements.

The answers are those that ``domain.intake.memory_index`` gives on the same persons, in the order of their numbers. A
record is named ``personne:N``: numbers of ours never stand for a local number printed on a page.
Rule: intake.md §4 (blocks; 500,000 patients: candidates in under 50 ms).
"""

import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.phonetics import phonetic_key
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.matching.memory_index import (
    IDENTIFIER_CHARS_MIN,
    fold_families,
    fold_givens,
    normalise_identifier,
)
from liane.store.connection import Connection
from liane.store.intake import Lender
from liane.store.registry_duplicates import render_array
from liane.store.registry_keys import fold_identifier, fold_words, glue
from liane.store.values import clean_text

RECORD_PREFIX = "personne:"
QUESTIONS_MAX = 5000
"""Questions of one kind answered at once; a document asks some hundreds."""
NAMED_ROWS_MAX = 20_000
SIZE_KEPT = timedelta(minutes=10)
"""How long the number of persons is taken as known: it moves slowly, and only weighs through its logarithm."""
COMMON_FROM = 100
"""Names borne by as many are counted once in that time too: theirs are the counts that cost."""
COMMON_MAX = 20_000

_SETTINGS = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL plan_cache_mode = force_custom_plan"
_BY_INS = """
    SELECT w.place, i.person_id FROM unnest($1::integer[], $2::text[]) AS w(place, value)
    JOIN person_identifiers i ON i.value = w.value AND i.kind = 'ins' AND w.value <> ''
"""
_BY_BIRTH_DATE = """
    SELECT w.place, s.person_id FROM unnest($1::integer[], $2::text[], $3::integer[]) AS w(place, value, rows)
    CROSS JOIN LATERAL (
      SELECT p.person_id FROM person_search p
      WHERE p.birth_date = w.value AND w.value <> '' AND p.in_force ORDER BY p.person_id LIMIT w.rows
    ) AS s
"""
_BY_NAME = """
    SELECT w.place, s.person_id FROM unnest($1::integer[], $2::text[], $3::integer[]) AS w(place, wanted, rows)
    CROSS JOIN LATERAL (
      SELECT p.person_id FROM person_search p
      WHERE p.keys @> w.wanted::text[] AND p.in_force LIMIT w.rows
    ) AS s
"""
"""Not ordered here: the planner would walk the whole registry by number to spare itself a sort."""
_BY_IDENTIFIER = """
    SELECT w.place, i.person_id FROM unnest($1::integer[], $2::text[]) AS w(place, folded)
    JOIN person_identifiers i ON i.folded = w.folded AND i.kind = 'local' AND w.folded <> ''
    UNION
    SELECT w.place, s.person_id FROM unnest($1::integer[], $3::text[]) AS w(place, printed)
    JOIN stays s ON ltrim(upper(s.visit_number), '0') = w.printed AND s.visit_number <> ''
    UNION
    SELECT w.place, s.person_id FROM unnest($1::integer[], $3::text[]) AS w(place, printed)
    JOIN stays s ON ltrim(upper(s.account_number), '0') = w.printed AND s.account_number <> ''
"""
_COUNT = """
    SELECT w.place, (
      SELECT count(*) FROM person_search p WHERE p.keys @> w.wanted::text[] AND p.in_force
        AND (split_part(p.families, '|', 1) = w.family OR split_part(p.families, '|', 2) = w.family)
    ) AS number
    FROM unnest($1::integer[], $2::text[], $3::text[]) AS w(place, wanted, family)
"""
_KNOWN_NAMES = "SELECT n.name FROM person_names n WHERE n.name = ANY($1::text[])"
_LOAD = """
    SELECT p.id, p.state,
           ARRAY(SELECT s.visit_number FROM stays s WHERE s.person_id = p.id AND s.visit_number <> ''
                 UNION SELECT s.account_number FROM stays s WHERE s.person_id = p.id AND s.account_number <> ''
                 ORDER BY 1 LIMIT 200) AS stays
    FROM persons p WHERE p.id = ANY($1::bigint[]) AND p.merged_into IS NULL
"""


class NameAsked(NamedTuple):
    """A name looked up by ear. given: a folded first name, empty for any."""

    sound: str
    given: str
    limit: int


class Limited(NamedTuple):
    """A value looked up, and how many records at most."""

    value: str
    limit: int


@dataclass(slots=True)
class _Counted:
    """What was counted, and when. names: those that many bear."""

    size: int = 0
    sized_at: datetime | None = None
    names: dict[str, tuple[int, datetime]] = field(default_factory=dict)


class RegistryIndex:
    """Answers for one registry. now: the clock, for what is counted alone."""

    def __init__(self, lender: Lender, *, now: Callable[[], datetime]) -> None:
        self._lender = lender
        self._now = now
        self._counted = _Counted()
        self._connection: Connection | None = None

    @asynccontextmanager
    async def together(self) -> AsyncIterator["RegistryIndex"]:
        """The same index for one round of questions, all whose statements share a connection and a transaction."""
        async with self._lender.reading() as connection, connection.transaction(readonly=True):
            await connection.execute(_SETTINGS)
            bound = RegistryIndex(self._lender, now=self._now)
            bound._counted, bound._connection = self._counted, connection
            yield bound

    async def find_size(self) -> int:
        """How many persons are in force, as counted within the last ten minutes."""
        at, counted = self._now(), self._counted
        if counted.sized_at is None or at - counted.sized_at > SIZE_KEPT:
            (row,) = await self._fetch("SELECT count(*) AS size FROM person_search WHERE in_force")
            counted.size, counted.sized_at = row["size"], at
        return counted.size

    async def count_names(self, families: Sequence[str]) -> list[int]:
        """How many persons bear each folded family name, of birth or used; of the last ten minutes for common ones."""
        at, asked = self._now(), families[:QUESTIONS_MAX]
        known = {place: self._recall(family, at) for place, family in enumerate(asked)}
        wanted = [render_array([f"n:{glue(fold_words(family))}"]) for family in asked]
        numbers = {place: number or 0 for place, number in known.items()}
        places = [place for place, family in enumerate(asked) if family and known[place] is None]
        if places:
            rows = await self._fetch(
                _COUNT,
                places,
                [clean_text(wanted[place]) for place in places],
                [clean_text(asked[place]) for place in places],
            )
            numbers |= {row["place"]: row["number"] for row in rows}
            self._keep({asked[row["place"]]: row["number"] for row in rows}, at)
        return [numbers.get(place, 0) for place in range(len(families))]

    def _recall(self, family: str, at: datetime) -> int | None:
        number, counted_at = self._counted.names.get(family, (0, at))
        return number if number and at - counted_at <= SIZE_KEPT else None

    def _keep(self, numbers: Mapping[str, int], at: datetime) -> None:
        names = self._counted.names
        if len(names) >= COMMON_MAX:
            names.clear()
        names |= {family: (number, at) for family, number in numbers.items() if number >= COMMON_FROM}

    async def find_by_ins(self, wanted: Sequence[Limited]) -> list[list[int]]:
        """Numbers of the persons whose INS in force is each one."""
        asked = [clean_text(one.value) for one in wanted]
        return await self._find(_BY_INS, len(wanted), [one.limit for one in wanted], asked)

    async def find_by_birth_date(self, wanted: Sequence[Limited]) -> list[list[int]]:
        """Numbers of the persons born each day (``yyyyMMdd``)."""
        limits = [one.limit for one in wanted]
        return await self._find(_BY_BIRTH_DATE, len(wanted), limits, [clean_text(one.value) for one in wanted], limits)

    async def find_by_identifier(self, wanted: Sequence[Limited]) -> list[list[int]]:
        """Numbers of the persons that may have each local or stay number; more than those that have it."""
        printed = [clean_text(normalise_identifier(one.value)) for one in wanted]
        folded = [fold_identifier(value) if len(value) >= IDENTIFIER_CHARS_MIN else "" for value in printed]
        printed = [value if len(value) >= IDENTIFIER_CHARS_MIN else "" for value in printed]
        rows_max = [NAMED_ROWS_MAX for _ in wanted]
        return await self._find(_BY_IDENTIFIER, len(wanted), rows_max, folded, printed)

    async def find_by_name(self, wanted: Sequence[NameAsked]) -> list[list[int]]:
        """Numbers of the persons whose names may sound so; more than those whose do, in the order of their numbers."""
        words = sorted({word for one in wanted for word in one.given.split()})
        known = {row["name"] for row in await self._fetch(_KNOWN_NAMES, words)} if words else set()
        found: list[list[int]] = [[] for _ in wanted]
        places = [n for n, one in enumerate(wanted) if one.sound and set(one.given.split()) <= known]
        if places:
            keys = [_name_keys(wanted[place]) for place in places]
            rows = await self._find(
                _BY_NAME, len(places), [NAMED_ROWS_MAX] * len(places), keys, [NAMED_ROWS_MAX] * len(places)
            )
            for place, numbers in zip(places, rows, strict=True):
                found[place] = numbers
        return found

    async def load_records(self, numbers: Iterable[int]) -> dict[int, IndexPerson]:
        """Load records in force by number."""
        wanted = sorted(set(numbers))
        rows = await self._fetch(_LOAD, wanted) if wanted else []
        return {row["id"]: make_record(row["id"], json.loads(row["state"]), row["stays"]) for row in rows}

    async def _find(self, statement: str, count: int, limits: Sequence[int], *values: Sequence[Any]) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in range(count)]
        if not count:
            return found
        places = list(range(min(count, QUESTIONS_MAX)))
        rows = await self._fetch(statement, places, *(list(one[:QUESTIONS_MAX]) for one in values))
        for row in rows:
            found[row["place"]].append(row["person_id"])
        return [sorted(set(numbers))[: max(0, limit)] for numbers, limit in zip(found, limits, strict=True)]

    async def _fetch(self, statement: str, *values: Any) -> Sequence[Any]:
        if self._connection is None:
            async with self.together() as one:
                return await one._fetch(statement, *values)
        rows: Sequence[Any] = await self._connection.fetch(statement, *values)
        return rows


def _name_keys(one: NameAsked) -> str:
    return render_array([clean_text(key) for key in (f"N:{one.sound}", *(f"g:{word}" for word in one.given.split()))])


def make_record(number: int, state: Mapping[str, Any], stays: Sequence[str]) -> IndexPerson:
    """Make a record of the index of the state of a person; local numbers but the first come with those of stays."""
    ins = state.get("ins") or {}
    local = [one.get("value", "") for one in state.get("identifiers", ())]
    return IndexPerson(
        record_id=f"{RECORD_PREFIX}{number}",
        traits=PatientTraits(**state.get("traits", {})),
        ins=ins.get("matricule", ""),
        ins_oid=ins.get("oid", ""),
        ins_status=state.get("status", ""),
        ipp=local[0] if local else "",
        episodes=(*local[1:], *stays),
    )


def read_number(record_id: str) -> int:
    """The number of the person that a record stands for. Raises ValueError for a record of another index."""
    return int(record_id.removeprefix(RECORD_PREFIX))


def sounds_so(person: IndexPerson, sound: str, given: str) -> bool:
    """Tell whether a record's family name sounds so and has this first name among its own (empty: any)."""
    if not any(phonetic_key(family) == sound for family in fold_families(person.traits)):
        return False
    return not given or given in fold_givens(person.traits)


def holds_number(person: IndexPerson, value: str) -> bool:
    """Tell whether a record has this local number or stay number."""
    wanted = normalise_identifier(value)
    held = (person.ipp, *person.episodes)
    return len(wanted) >= IDENTIFIER_CHARS_MIN and any(normalise_identifier(one) == wanted for one in held)
