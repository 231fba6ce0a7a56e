"""The local copy of the national directory: loads that go on where they stopped, tolerant search, owners of addresses.

Rule: annuaire.md §6 (local copy), §8.1.
"""

import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from liane.domain.directory.entries import (
    DirectoryBatch,
    DirectoryMailbox,
    DirectoryPractitioner,
    DirectoryStructure,
)
from liane.store.connection import Connection
from liane.store.directory_query import (
    ACTS_THERE,
    IS_THERE,
    PERSON_IS_REACHABLE,
    STRUCTURE_IS_REACHABLE,
    Conditions,
    place_patterns,
)
from liane.store.directory_records import (
    DirectoryQuery,
    DirectoryRun,
    Freshness,
    MailboxOwner,
    PersonEntry,
    SituationEntry,
)
from liane.store.directory_rows import (
    OWNER_PRACTITIONER,
    OWNER_SITUATION,
    OWNER_STRUCTURE,
    PRACTITIONER_COLUMNS,
    SITUATION_COLUMNS,
    STRUCTURE_COLUMNS,
    add_mailboxes,
    put_practitioners,
    put_situations,
    put_structures,
    read_mailbox,
    read_practitioner,
    read_situation,
    read_structure,
)
from liane.store.postgres_store import PostgresStore
from liane.store.values import clean_text

FOUND_MAX = 200
SITUATIONS_MAX = 50
NEAR = 0.5
ALIVE = timedelta(minutes=10)
"""A load that wrote nothing for so long belongs to no living process."""

_RUN = "id, source, is_full, since, started_at, alive_at, done_at, resource, cursor, records, problem"
_ENDED = ("directory_practitioners", "directory_situations", "directory_structures")


class DirectoryStore:
    """The directory of one store."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    # Loads.

    async def begin(self, source: str, *, is_full: bool, since: datetime | None, at: datetime) -> DirectoryRun | None:
        """Begin a load, or take up the one that stopped; None while another process is at it."""
        async with self._store.writing() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(7243, 1)")
            row = await connection.fetchrow(
                f"SELECT {_RUN} FROM directory_runs WHERE done_at IS NULL ORDER BY id DESC LIMIT 1"  # noqa: S608
            )
            if row is not None and row["alive_at"] > at - ALIVE and not row["problem"]:
                return None
            if row is not None and row["source"] == source and row["started_at"] > at - timedelta(days=1):
                await connection.execute(
                    "UPDATE directory_runs SET alive_at = $2, problem = '' WHERE id = $1", row["id"], at
                )
                return DirectoryRun(**{**dict(row), "problem": ""})
            await connection.execute("DELETE FROM directory_runs WHERE done_at IS NULL")
            made = await connection.fetchrow(
                f"INSERT INTO directory_runs VALUES (nextval('ids'), $1, $2, $3, $4, $4, NULL, '', '', 0, '') "  # noqa: S608
                f"RETURNING {_RUN}",
                clean_text(source),
                is_full,
                since,
                at,
            )
            assert made is not None
            return DirectoryRun(**dict(made))

    async def keep(self, run: DirectoryRun, batch: DirectoryBatch, *, resource: str, cursor: str, at: datetime) -> None:
        """Write one page and where to go on from, together."""
        async with self._store.writing() as connection:
            await put_structures(connection, run.id, batch.structures)
            await put_practitioners(connection, run.id, batch.practitioners)
            await put_situations(connection, run.id, batch.situations)
            await connection.execute(
                "UPDATE directory_runs SET resource = $2, cursor = $3, records = records + $4, alive_at = $5 "
                "WHERE id = $1",
                run.id,
                clean_text(resource),
                cursor,
                len(batch),
                at,
            )

    async def keep_mailboxes(self, owned: Sequence[tuple[str, str, DirectoryMailbox]]) -> int:
        """Add mailboxes told by national number: (IdNatPS, Struct_IdNat, mailbox); returns how many found an owner."""
        async with self._store.writing() as connection:
            people = await self._keys(connection, "practitioners", "idnps", [idnps for idnps, _, _ in owned if idnps])
            structures = await self._keys(connection, "structures", "idnst", [one for _, one, _ in owned if one])
            rows = [
                (OWNER_PRACTITIONER, people[idnps], box)
                if idnps in people
                else (OWNER_STRUCTURE, structures[structure], box)
                for idnps, structure, box in owned
                if idnps in people or (not idnps and structure in structures)
            ]
            await add_mailboxes(connection, rows)
            return len(rows)

    async def _keys(self, connection: Connection, table: str, column: str, values: Sequence[str]) -> dict[str, str]:
        rows = await connection.fetch(
            f"SELECT {column} AS number, min(key) AS key FROM directory_{table} "  # noqa: S608 - our own names
            f"WHERE {column} = ANY($1::text[]) AND {column} <> '' GROUP BY 1",
            list(values),
        )
        return {row["number"]: row["key"] for row in rows}

    async def end(self, run: DirectoryRun, at: datetime) -> int:
        """End a load; what a full one did not see again is no longer in force. Returns how many were withdrawn."""
        withdrawn = 0
        async with self._store.writing() as connection:
            if run.is_full:
                for table in _ENDED:
                    told = await connection.execute(
                        f"UPDATE {table} SET is_active = false WHERE is_active AND run <> $1",  # noqa: S608
                        run.id,
                    )
                    withdrawn += int(told.rpartition(" ")[2])
            await connection.execute(
                "UPDATE directory_runs SET done_at = $2, alive_at = $2, cursor = '' WHERE id = $1", run.id, at
            )
        return withdrawn

    async def fail(self, run: DirectoryRun, problem: str, at: datetime) -> None:
        """Write why a load stopped; it goes on from its cursor when it is begun again."""
        async with self._store.writing() as connection:
            await connection.execute(
                "UPDATE directory_runs SET problem = $2, alive_at = $3 WHERE id = $1", run.id, clean_text(problem), at
            )

    async def find_freshness(self) -> Freshness:
        """Say how old the copy is, what runs, what failed last, and how much it holds."""
        async with self._store.reading() as connection:
            done = await connection.fetchval(_AGE)
            open_run = await connection.fetchrow(
                f"SELECT {_RUN} FROM directory_runs WHERE done_at IS NULL ORDER BY id DESC LIMIT 1"  # noqa: S608
            )
            counts = await connection.fetchrow(
                "SELECT (SELECT count(*) FROM directory_practitioners WHERE is_active) AS practitioners, "
                "(SELECT count(*) FROM directory_structures WHERE is_active) AS structures, "
                "(SELECT count(DISTINCT address) FROM directory_mailboxes) AS mailboxes"
            )
        assert counts is not None
        running = DirectoryRun(**dict(open_run)) if open_run is not None else None
        return Freshness(
            as_of=done,
            running=running if running is not None and not running.problem else None,
            last_problem=running.problem if running is not None else "",
            **dict(counts),
        )

    async def find_age(self) -> datetime | None:
        """Start of the last load that ended well, None before the first; nothing is counted."""
        async with self._store.reading() as connection:
            found: datetime | None = await connection.fetchval(_AGE)
            return found

    async def find_last_full(self) -> datetime | None:
        """Start of the last full load that ended well."""
        async with self._store.reading() as connection:
            found: datetime | None = await connection.fetchval(
                "SELECT max(started_at) FROM directory_runs WHERE done_at IS NOT NULL AND is_full"
            )
            return found

    # Searches.

    async def search_people(self, query: DirectoryQuery, *, limit: int = 50) -> list[PersonEntry]:
        """Find professionals in force, by number, else by name, town, profession; the nearest names first."""
        wanted = Conditions("p")
        wanted.number(query.number, "idnps", "rpps")
        wanted.words(query.words)
        wanted.code(query.code, "profession")
        if query.place:
            wanted.add(ACTS_THERE, *place_patterns(query.place))
        if query.with_mailbox:
            wanted.add(PERSON_IS_REACHABLE)
        async with self._searching() as connection:
            rows = await connection.fetch(
                f"SELECT {PRACTITIONER_COLUMNS} FROM directory_practitioners p WHERE {wanted.text} "  # noqa: S608
                f"ORDER BY {wanted.order}, family, given, key LIMIT {min(limit, FOUND_MAX)}",
                *wanted.values,
            )
            return await self._complete(connection, rows)

    @contextlib.asynccontextmanager
    async def _searching(self) -> AsyncIterator[Connection]:
        """Lend a connection on which a word is near another from ``NEAR`` on."""
        async with self._store.reading() as connection, connection.transaction(readonly=True):
            await connection.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {NEAR}")
            yield connection

    async def get_person(self, key: str) -> PersonEntry:
        """Load a professional, in force or not. Raises LookupError."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(
                f"SELECT {PRACTITIONER_COLUMNS} FROM directory_practitioners WHERE key = $1",  # noqa: S608
                key,
            )
            found = await self._complete(connection, rows)
        if not found:
            raise LookupError("no such professional")
        return found[0]

    async def find_by_number(self, idnps: str) -> PersonEntry | None:
        """Find the professional of an IdNatPS (``8`` + RPPS)."""
        found = await self.search_people(DirectoryQuery(number=idnps), limit=1) if idnps else []
        return found[0] if found else None

    async def search_structures(self, query: DirectoryQuery, *, limit: int = 50) -> list[DirectoryStructure]:
        """Find structures in force, by number, else by name, town, sector."""
        wanted = Conditions("s")
        wanted.number(query.number, "idnst", "finess", "siret")
        wanted.words(query.words)
        wanted.code(query.code, "sector")
        if query.place:
            wanted.add(IS_THERE, *place_patterns(query.place))
        if query.with_mailbox:
            wanted.add(STRUCTURE_IS_REACHABLE)
        async with self._searching() as connection:
            rows = await connection.fetch(
                f"SELECT {STRUCTURE_COLUMNS} FROM directory_structures s WHERE {wanted.text} "  # noqa: S608
                f"ORDER BY {wanted.order}, name, key LIMIT {min(limit, FOUND_MAX)}",
                *wanted.values,
            )
            boxes = await self._mailboxes(connection, OWNER_STRUCTURE, [row["key"] for row in rows])
            return [read_structure(row, boxes.get(row["key"], ())) for row in rows]

    async def get_structure(self, key: str) -> tuple[DirectoryStructure, list[DirectoryPractitioner]]:
        """Load a structure and those who act there, at most ``FOUND_MAX``. Raises LookupError."""
        async with self._store.reading() as connection:
            row = await connection.fetchrow(
                f"SELECT {STRUCTURE_COLUMNS} FROM directory_structures WHERE key = $1",  # noqa: S608
                key,
            )
            if row is None:
                raise LookupError("no such structure")
            boxes = await self._mailboxes(connection, OWNER_STRUCTURE, [key])
            people = await connection.fetch(
                f"SELECT {PRACTITIONER_COLUMNS} FROM directory_practitioners p WHERE is_active AND key IN "  # noqa: S608
                "(SELECT practitioner FROM directory_situations WHERE structure = $1 AND is_active) "
                f"ORDER BY family, given, key LIMIT {FOUND_MAX}",
                key,
            )
            return read_structure(row, boxes.get(key, ())), [read_practitioner(one) for one in people]

    async def find_owners(self, address: str) -> list[MailboxOwner]:
        """Find who holds an address, in force or not."""
        found: list[MailboxOwner] = await self._store.look_up(find_owners, address.strip().lower())
        return found

    async def _complete(self, connection: Connection, rows: Sequence[Any]) -> list[PersonEntry]:
        keys = [row["key"] for row in rows]
        boxes = await self._mailboxes(connection, OWNER_PRACTITIONER, keys)
        situations = await connection.fetch(
            f"SELECT {SITUATION_COLUMNS} FROM directory_situations "  # noqa: S608 - constants
            f"WHERE practitioner = ANY($1::text[]) AND is_active ORDER BY key LIMIT {SITUATIONS_MAX * FOUND_MAX}",
            keys,
        )
        places = await connection.fetch(
            f"SELECT {STRUCTURE_COLUMNS} FROM directory_structures WHERE key = ANY($1::text[])",  # noqa: S608
            sorted({row["structure"] for row in situations}),
        )
        own = await self._mailboxes(connection, OWNER_SITUATION, [row["key"] for row in situations])
        theirs = await self._mailboxes(connection, OWNER_STRUCTURE, [row["key"] for row in places])
        by_place = {row["key"]: read_structure(row, theirs.get(row["key"], ())) for row in places}
        by_person: dict[str, list[SituationEntry]] = {key: [] for key in keys}
        for row in situations:
            entry = SituationEntry(
                situation=read_situation(row, own.get(row["key"], ())), structure=by_place.get(row["structure"])
            )
            by_person[row["practitioner"]].append(entry)
        return [
            PersonEntry(
                practitioner=read_practitioner(row, boxes.get(row["key"], ())),
                situations=tuple(by_person[row["key"]][:SITUATIONS_MAX]),
            )
            for row in rows
        ]

    async def _mailboxes(
        self, connection: Connection, kind: str, keys: Iterable[str]
    ) -> dict[str, list[DirectoryMailbox]]:
        rows = await connection.fetch(
            'SELECT * FROM directory_mailboxes WHERE owner_kind = $1::text::"char" AND owner_key = ANY($2::text[])',
            kind,
            list(keys),
        )
        found: dict[str, list[DirectoryMailbox]] = {}
        for row in rows:
            found.setdefault(row["owner_key"], []).append(read_mailbox(row))
        return found


def _select(columns: str, alias: str, prefix: str) -> str:
    return ", ".join(f"{alias}.{name.strip()} AS {prefix}{name.strip()}" for name in columns.split(","))


def _prefixed(row: Any, prefix: str, columns: str) -> dict[str, Any]:
    values = {name.strip(): row[prefix + name.strip()] for name in columns.split(",")}
    return values if values["key"] is not None else {}


_AGE = "SELECT max(started_at) FROM directory_runs WHERE done_at IS NOT NULL"


async def find_owners(connection: Connection, keys: Sequence[str]) -> list[Any]:
    """For each address, in small letters, who holds it, those in force first; at most 50."""
    found: list[Any] = [[] for _ in keys]
    for row in await connection.fetch(_OWNERS, keys):
        person = _prefixed(row, "p_", PRACTITIONER_COLUMNS)
        place = _prefixed(row, "s_", STRUCTURE_COLUMNS)
        found[row["place"] - 1].append(
            MailboxOwner(
                mailbox=read_mailbox(row),
                is_active=bool(row["is_active"]),
                practitioner=read_practitioner(person) if person else None,
                structure=read_structure(place) if place else None,
            )
        )
    return found


_OWNERS = f"""
    SELECT k.place, o.* FROM unnest($1::text[]) WITH ORDINALITY AS k(address, place) CROSS JOIN LATERAL (
    SELECT m.owner_kind, m.owner_key, m.address, m.kind, m.rank, m.description, m.service, m.accepts_digital,
           coalesce(p.is_active, true) AND coalesce(r.is_active, true) AND coalesce(s.is_active, true) AS is_active,
           {_select(PRACTITIONER_COLUMNS, "p", "p_")}, {_select(STRUCTURE_COLUMNS, "s", "s_")}
    FROM directory_mailboxes m
    LEFT JOIN directory_situations r ON m.owner_kind = 'R' AND r.key = m.owner_key
    LEFT JOIN directory_practitioners p
      ON p.key = CASE WHEN m.owner_kind = 'P' THEN m.owner_key WHEN m.owner_kind = 'R' THEN r.practitioner END
    LEFT JOIN directory_structures s
      ON s.key = CASE WHEN m.owner_kind = 'S' THEN m.owner_key WHEN m.owner_kind = 'R' THEN r.structure END
    WHERE m.address = k.address ORDER BY 9 DESC, 1, 2 LIMIT 50
    ) AS o ORDER BY k.place, o.is_active DESC, o.owner_kind, o.owner_key
"""  # noqa: S608 - constants
