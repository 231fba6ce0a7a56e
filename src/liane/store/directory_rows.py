"""Records of the directory as rows, and back."""

from collections.abc import Iterable, Sequence
from typing import Any

from liane.domain.directory.entries import (
    DirectoryMailbox,
    DirectoryPractitioner,
    DirectorySituation,
    DirectoryStructure,
    MailboxKind,
    order_mailboxes,
)
from liane.domain.identity.lexis import fold_name
from liane.store.connection import Connection
from liane.store.values import clean_text

OWNER_PRACTITIONER, OWNER_SITUATION, OWNER_STRUCTURE = "P", "R", "S"
FOLDED_CHARS_MAX = 600

PRACTITIONER_COLUMNS = "key, idnps, rpps, family, given, civility, profession, category, specialties, is_active"
STRUCTURE_COLUMNS = (
    "key, idnst, finess, siret, rpps_rank, name, sector, is_legal, line, postal_code, city, phone, part_of, is_active"
)
SITUATION_COLUMNS = "key, practitioner, structure, identifier, activity, mode, function, is_active"

_PUT_PRACTITIONERS = """
    INSERT INTO directory_practitioners SELECT * FROM unnest($1::directory_practitioners[])
    ON CONFLICT (key) DO UPDATE SET
      (run, idnps, rpps, family, given, civility, profession, category, specialties, is_active, folded)
      = (excluded.run, excluded.idnps, excluded.rpps, excluded.family, excluded.given, excluded.civility,
         excluded.profession, excluded.category, excluded.specialties, excluded.is_active, excluded.folded)
"""
_PUT_STRUCTURES = """
    INSERT INTO directory_structures SELECT * FROM unnest($1::directory_structures[])
    ON CONFLICT (key) DO UPDATE SET
      (run, idnst, finess, siret, rpps_rank, name, sector, is_legal, line, postal_code, city, phone, part_of, is_active,
       folded)
      = (excluded.run, excluded.idnst, excluded.finess, excluded.siret, excluded.rpps_rank, excluded.name,
         excluded.sector, excluded.is_legal, excluded.line, excluded.postal_code, excluded.city, excluded.phone,
         excluded.part_of, excluded.is_active, excluded.folded)
"""
_PUT_SITUATIONS = """
    INSERT INTO directory_situations SELECT * FROM unnest($1::directory_situations[])
    ON CONFLICT (key) DO UPDATE SET
      (run, practitioner, structure, identifier, activity, mode, function, is_active)
      = (excluded.run, excluded.practitioner, excluded.structure, excluded.identifier, excluded.activity, excluded.mode,
         excluded.function, excluded.is_active)
"""
_DROP_MAILBOXES = """
    DELETE FROM directory_mailboxes m USING unnest($1::text[], $2::text[]) AS o(kind, key)
    WHERE m.owner_kind = o.kind::"char" AND m.owner_key = o.key
"""
_PUT_MAILBOXES = """
    INSERT INTO directory_mailboxes SELECT * FROM unnest($1::directory_mailboxes[])
    ON CONFLICT (owner_kind, owner_key, address) DO UPDATE SET
      (kind, rank, description, service, accepts_digital)
      = (excluded.kind, excluded.rank, excluded.description, excluded.service, excluded.accepts_digital)
"""


async def put_practitioners(connection: Connection, run: int, records: Sequence[DirectoryPractitioner]) -> None:
    """Write professionals and their mailboxes in place of what was there."""
    unique = {one.key: one for one in records}.values()
    rows = [
        (
            *(clean_text(one.key), run, clean_text(one.idnps), clean_text(one.rpps)),
            *(clean_text(one.family), clean_text(one.given), clean_text(one.civility)),
            *(clean_text(one.profession), clean_text(one.category)),
            *([clean_text(code) for code in one.specialties], one.is_active),
            fold_words(one.family, one.given),
        )
        for one in unique
    ]
    await connection.execute(_PUT_PRACTITIONERS, rows)
    await _put_mailboxes(connection, OWNER_PRACTITIONER, unique)


async def put_structures(connection: Connection, run: int, records: Sequence[DirectoryStructure]) -> None:
    """Write structures and their mailboxes in place of what was there."""
    unique = {one.key: one for one in records}.values()
    rows = [
        (
            *(clean_text(one.key), run, clean_text(one.idnst), clean_text(one.finess), clean_text(one.siret)),
            *(clean_text(one.rpps_rank), clean_text(one.name), clean_text(one.sector), one.is_legal),
            *(clean_text(one.line), clean_text(one.postal_code), clean_text(one.city), clean_text(one.phone)),
            *(clean_text(one.part_of), one.is_active, fold_words(one.name, one.city)),
        )
        for one in unique
    ]
    await connection.execute(_PUT_STRUCTURES, rows)
    await _put_mailboxes(connection, OWNER_STRUCTURE, unique)


async def put_situations(connection: Connection, run: int, records: Sequence[DirectorySituation]) -> None:
    """Write situations and their mailboxes in place of what was there."""
    unique = {one.key: one for one in records}.values()
    rows = [
        (
            *(clean_text(one.key), run, clean_text(one.practitioner), clean_text(one.structure)),
            *(clean_text(one.identifier), clean_text(one.activity), clean_text(one.mode), clean_text(one.function)),
            one.is_active,
        )
        for one in unique
    ]
    await connection.execute(_PUT_SITUATIONS, rows)
    await _put_mailboxes(connection, OWNER_SITUATION, unique)


async def _put_mailboxes(
    connection: Connection,
    kind: str,
    owners: Iterable[DirectoryPractitioner | DirectoryStructure | DirectorySituation],
) -> None:
    keys = [clean_text(one.key) for one in owners]
    await connection.execute(_DROP_MAILBOXES, [kind] * len(keys), keys)
    rows = [make_mailbox_row(kind, one.key, mailbox) for one in owners for mailbox in one.mailboxes]
    await connection.execute(_PUT_MAILBOXES, rows)


async def add_mailboxes(connection: Connection, owned: Iterable[tuple[str, str, DirectoryMailbox]]) -> None:
    """Add mailboxes as (kind of owner, key of owner, mailbox) beside those that are there."""
    rows = {(kind, key, box.address): make_mailbox_row(kind, key, box) for kind, key, box in owned}
    await connection.execute(_PUT_MAILBOXES, list(rows.values()))


def make_mailbox_row(kind: str, key: str, mailbox: DirectoryMailbox) -> tuple[Any, ...]:
    """A mailbox as its row."""
    told = mailbox.kind.value if mailbox.kind is not None else ""
    texts = clean_text(mailbox.description), clean_text(mailbox.service)
    return (
        *(kind.encode(), clean_text(key), clean_text(mailbox.address.lower()), told, mailbox.rank),
        *(*texts, mailbox.accepts_digital),
    )


def fold_words(*parts: str) -> str:
    """Text as it is searched: upper case words without accents, a blank at each end."""
    return f" {fold_name(' '.join(parts))} "[:FOLDED_CHARS_MAX]


def read_practitioner(row: Any, mailboxes: Iterable[DirectoryMailbox] = ()) -> DirectoryPractitioner:
    """Read a row of ``PRACTITIONER_COLUMNS``."""
    values = {name.strip(): row[name.strip()] for name in PRACTITIONER_COLUMNS.split(",")}
    values["specialties"] = tuple(values["specialties"])
    return DirectoryPractitioner(**values, mailboxes=order_mailboxes(tuple(mailboxes)))


def read_structure(row: Any, mailboxes: Iterable[DirectoryMailbox] = ()) -> DirectoryStructure:
    """Read a row of ``STRUCTURE_COLUMNS``."""
    values = {name.strip(): row[name.strip()] for name in STRUCTURE_COLUMNS.split(",")}
    return DirectoryStructure(**values, mailboxes=order_mailboxes(tuple(mailboxes)))


def read_situation(row: Any, mailboxes: Iterable[DirectoryMailbox] = ()) -> DirectorySituation:
    """Read a row of ``SITUATION_COLUMNS``."""
    values = {name.strip(): row[name.strip()] for name in SITUATION_COLUMNS.split(",")}
    return DirectorySituation(**values, mailboxes=order_mailboxes(tuple(mailboxes)))


def read_mailbox(row: Any) -> DirectoryMailbox:
    """Read a row of mailboxes."""
    return DirectoryMailbox(
        address=row["address"],
        kind=MailboxKind(row["kind"]) if row["kind"] in MailboxKind.__members__ else None,
        rank=row["rank"],
        description=row["description"],
        service=row["service"],
        accepts_digital=row["accepts_digital"],
    )
