"""The search of persons: from keys to candidates, by stages that end as soon as enough was found.

Numbers first; then the birth date, whatever the names; then the names as written; then by ear, by their beginning or
but for one letter; at last with one of the words left out. Each stage reads a few hundred rows at most, by one index,
whatever the size of the registry. Rule: INS/va1.02, va1.25, va1.41; ins.md §5.4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from liane.domain.identity.lexis import phonetic_key
from liane.store.connection import Connection
from liane.store.registry_keys import near_forms
from liane.store.registry_query import PREFIX_CHARS_MIN, TypedDate, TypedName, TypedSearch, parse_query
from liane.store.registry_rank import PREFIX_CHARS_MIN as START_CHARS_MIN
from liane.store.registry_rank import Ranked, Row, choose, is_one_edit, rank_one
from liane.store.registry_read import get_persons
from liane.store.registry_records import PersonHit, PersonQuery
from liane.store.search import Conditions
from liane.store.values import clean_text

LIMIT_MAX = 200
ROWS_MAX = 400
SORTED_ROWS_MAX = 800
NUMBERS_MAX = 200
STARTS_MAX = 30
NEAR_MAX = 60
GOOD = 0.85
PASSABLE = 0.7
ROLES = ("n", "g")
"""Both are looked into, in whichever box it was typed: names and given names are often turned round."""

_SETTINGS = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL plan_cache_mode = force_custom_plan"
_COLUMNS = "s.person_id, s.sex, s.birth_date, s.families, s.givens"
_WORDS = f"""
    SELECT q.word, n.name FROM unnest($1::text[]) AS q(word)
    CROSS JOIN LATERAL (
      SELECT p.name FROM person_names p WHERE p.name >= q.word AND p.name < q.word || 'ZZZZZZ'
      ORDER BY p.families + p.givens DESC LIMIT {STARTS_MAX}
    ) AS n
    WHERE length(q.word) >= {START_CHARS_MIN}
"""  # noqa: S608 - constants
_NEAR = f"SELECT p.name FROM person_names p WHERE p.near && $1::text[] LIMIT {NEAR_MAX}"  # noqa: S608 - a constant
_NUMBERS = f"""
    (SELECT i.person_id, i.kind FROM person_identifiers i WHERE i.folded = ANY($1::text[]) LIMIT {NUMBERS_MAX})
    UNION ALL
    (SELECT s.person_id, 'visit' FROM stays s
     WHERE s.visit_number = ANY($2::text[]) AND s.visit_number <> '' LIMIT {NUMBERS_MAX})
    UNION ALL
    (SELECT s.person_id, 'account' FROM stays s
     WHERE s.account_number = ANY($2::text[]) AND s.account_number <> '' LIMIT {NUMBERS_MAX})
"""  # noqa: S608 - constants
_STARTS = f"""
    SELECT i.person_id, i.kind || '+' AS kind FROM person_identifiers i
    WHERE i.folded >= $1 AND i.folded < $1 || 'ZZZZ' ORDER BY i.folded LIMIT {NUMBERS_MAX}
"""  # noqa: S608 - constants
_FOUND_BY = {
    "local": "identifiant exact",
    "ins": "matricule INS exact",
    "former": "ancien matricule INS",
    "visit": "numéro de venue",
    "account": "numéro de dossier administratif",
    "local+": "début d'identifiant",
    "ins+": "début du matricule INS",
    "former+": "début d'un ancien matricule INS",
}


async def search_persons(connection: Connection, query: PersonQuery, limit: int) -> list[PersonHit]:
    """Persons that answer a search, best first, with what matched."""
    search = parse_query(query)
    limit = max(1, min(limit, LIMIT_MAX))
    if search.is_empty:
        return []
    async with connection.transaction(readonly=True):
        await connection.execute(_SETTINGS)
        ranked = await _Search(connection=connection, search=search, limit=limit).run()
    found = {person.id: person for person in await get_persons(connection, [one.person_id for one in ranked])}
    return [
        PersonHit(person=found[one.person_id], score=min(max(one.score, 0.0), 1.0), why=one.why)
        for one in ranked
        if one.person_id in found
    ]


@dataclass(slots=True, kw_only=True)
class _Search:
    """One search as it goes on: the persons found so far, the words known to be near those typed."""

    connection: Connection
    search: TypedSearch
    limit: int
    ranked: dict[int, Ranked] = field(default_factory=dict)
    wide: list[tuple[str, ...]] = field(default_factory=list)

    async def run(self) -> list[Ranked]:
        search = self.search
        if search.matricules or search.identifiers:
            await self._find_numbers()
            if self.ranked:
                return self._rank()
        if search.date and search.date.full:
            await self._find_by_date(search.date)
            if self._is_enough(GOOD, 1):
                return self._rank()
        if search.names:
            await self._find_by_names()
        elif search.date and not search.date.full:
            await self._collect(_date_groups(search.date))
        elif search.status and not (search.date or search.identifiers or search.matricules):
            return await self._list_status()
        return self._rank()

    def _rank(self) -> list[Ranked]:
        return choose(self.ranked.values(), self.limit)

    def _is_enough(self, score: float, number: int) -> bool:
        return sum(one.score >= score for one in self.ranked.values()) >= number

    # Stages.

    async def _find_numbers(self) -> None:
        search = self.search
        folded = [*search.matricules, *search.identifiers]
        rows = await self.connection.fetch(_NUMBERS, folded, folded)
        for start in folded:
            if not rows and len(start) >= PREFIX_CHARS_MIN:
                rows = await self.connection.fetch(_STARTS, start)
        found: dict[int, list[str]] = {}
        for row in rows:
            found.setdefault(row["person_id"], []).append(_FOUND_BY[row["kind"]])
        conditions = Conditions()
        conditions.add("s.person_id = ANY ({}::bigint[])", sorted(found))
        await self._read(conditions, {number: tuple(dict.fromkeys(labels)) for number, labels in found.items()})

    async def _find_by_date(self, date: TypedDate) -> None:
        group = [f"d:{one}" for full in date.full for one in (full, full[:4] + full[6:] + full[4:6])]
        read = await self._collect([group])
        if read >= ROWS_MAX and self.search.names:
            await self._widen()
            await self._collect([group, [key for keys in self.wide for key in keys]])

    async def _find_by_names(self) -> None:
        """As written, then near; with the year when one was typed, then without."""
        exact = [_exact_keys(name) for name in self.search.names]
        dated = _date_groups(self.search.date) if self.search.date else []
        for years in [dated, []] if dated else [[]]:
            await self._collect([*exact, *years])
            if self._is_enough(GOOD, self.limit):
                return
            await self._widen()
            await self._collect([*self.wide, *years])
            if self._is_enough(GOOD if years else PASSABLE, 1):
                return
        if len(self.search.names) > 1:
            for left_out in range(len(self.search.names)):
                others = [keys for place, keys in enumerate(self.wide) if place != left_out]
                await self._collect([*others, *dated])

    async def _list_status(self) -> list[Ranked]:
        rows = await self.connection.fetch(
            "SELECT id FROM persons WHERE status = $1 AND merged_into IS NULL ORDER BY id DESC LIMIT $2",
            self.search.status,
            self.limit,
        )
        return [Ranked(row["id"], 1.0, ("statut",), ()) for row in rows]

    # Reading.

    async def _widen(self) -> None:
        """Know the words of the registry that are near those typed, or begin by them; once."""
        if self.wide:
            return
        words = list(dict.fromkeys(name.word for name in self.search.names))
        near: dict[str, set[str]] = {word: set() for word in words}
        for row in await self.connection.fetch(_WORDS, words):
            near[row["word"]].add(row["name"])
        for word in words:
            for row in await self.connection.fetch(_NEAR, near_forms(word)):
                if is_one_edit(word, row["name"]):
                    near[word].add(row["name"])
        self.wide = [_wide_keys(name, near[name.word]) for name in self.search.names]

    async def _collect(self, groups: Iterable[Sequence[str]]) -> int:
        """Read the rows that have a key of each group; returns how many."""
        conditions = Conditions()
        for keys in groups:
            conditions.add("s.keys && {}::text[]", [clean_text(key) for key in keys])
        return await self._read(conditions, {})

    async def _read(self, conditions: Conditions, found_by: dict[int, tuple[str, ...]]) -> int:
        search, source = self.search, "person_search s"
        if not search.include_merged:
            conditions.add("s.in_force")
        if search.sex:
            conditions.add("s.sex = {}", clean_text(search.sex))
        if search.status:
            source += " JOIN persons p ON p.id = s.person_id"
            conditions.add("p.status = {}", clean_text(search.status))
        rows = await self.connection.fetch(
            f"SELECT * FROM (SELECT {_COLUMNS} FROM {source} WHERE {conditions.text} LIMIT {SORTED_ROWS_MAX}) AS s "  # noqa: S608
            f"ORDER BY s.families, s.givens, s.birth_date, s.person_id LIMIT {ROWS_MAX}",
            *conditions.arguments,
        )
        for row in rows:
            number = row["person_id"]
            if number not in self.ranked:
                self.ranked[number] = rank_one(search, _make_row(row, found_by.get(number, ())))
        return len(rows)


def _make_row(row: Any, found_by: tuple[str, ...]) -> Row:
    return Row(row["person_id"], row["sex"], row["birth_date"], row["families"], row["givens"], found_by)


def _exact_keys(name: TypedName) -> list[str]:
    return [f"{role}:{word}" for word in (name.word, *name.glued) for role in ROLES]


def _wide_keys(name: TypedName, near: Iterable[str]) -> tuple[str, ...]:
    keys = _exact_keys(name)
    keys += [f"{role}:{word}" for word in sorted(near) for role in ROLES]
    sounds = dict.fromkeys(phonetic_key(word) for word in (name.word, *name.glued) if len(word) > 2)
    keys += [f"{role.upper()}:{sound}" for sound in sounds if sound for role in ROLES]
    return tuple(dict.fromkeys(keys))


def _date_groups(date: TypedDate) -> list[list[str]]:
    """The years typed; with a month, every day of it is looked for."""
    if not date.full and date.month:
        return [[f"d:{year}{date.month}{day:02d}" for year in date.years for day in range(32)]]
    return [[f"y:{year}" for year in date.years]]
