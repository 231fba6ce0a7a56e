"""The upkeep of the search: counts of names (for their rarity and the order of suggestions), keys made anew."""

from liane.domain.identity.name_rarity import NameRarity
from liane.store.connection import Connection
from liane.store.registry_keys import near_forms
from liane.store.registry_make import digest_search, make_search_row
from liane.store.registry_read import PERSON_COLUMNS, read_person
from liane.store.registry_rows import NameRow
from liane.store.registry_sql import ADD_NAMES, PUT_SEARCH

RARITY_NAMES_MAX = 20_000

_COUNTS = """
    SELECT name, sum(families)::integer AS families, sum(givens)::integer AS givens FROM (
      SELECT split_part(families, '|', 1) AS name, 1 AS families, 0 AS givens FROM person_search WHERE in_force
      UNION ALL
      SELECT split_part(givens, '|', 1), 0, 1 FROM person_search WHERE in_force
    ) AS n WHERE name <> '' GROUP BY name
"""
_SAVE = """
    INSERT INTO person_names AS p SELECT * FROM unnest($1::person_names[])
    ON CONFLICT (name) DO UPDATE SET families = excluded.families, givens = excluded.givens
    WHERE (p.families, p.givens) IS DISTINCT FROM (excluded.families, excluded.givens)
"""
_TOP = f"""
    SELECT name, families, givens FROM person_names WHERE families + givens > 1
    ORDER BY families + givens DESC LIMIT {RARITY_NAMES_MAX}
"""  # noqa: S608 - a constant
SAVED_AT_ONCE = 5000
REBUILT_AT_ONCE = 500
_REBUILD = f"""
    SELECT {PERSON_COLUMNS}, p.searched FROM persons p WHERE p.id > $1 ORDER BY p.id LIMIT {REBUILT_AT_ONCE} FOR UPDATE
"""  # noqa: S608 - constants
_MARK = """
    UPDATE persons SET searched = n.searched FROM unnest($1::bigint[], $2::bytea[]) AS n(id, searched)
    WHERE persons.id = n.id
"""


async def rebuild_search(connection: Connection) -> int:
    """Make anew the search of every person whose keys are not those that this code makes; returns how many.

    By small transactions: may be stopped and run again, beside ordinary work.
    """
    last, number = 0, 0
    while True:
        async with connection.transaction():
            rows = await connection.fetch(_REBUILD, last)
            persons = [read_person(row) for row in rows]
            stale = [
                (one, digest)
                for row, one in zip(rows, persons, strict=True)
                if (digest := digest_search(one)) != row["searched"]
            ]
            made = [make_search_row(one.id, one) for one, _ in stale]
            words = sorted({word for _, names in made for word in names})
            if stale:
                await connection.execute(PUT_SEARCH, [row for row, _ in made])
                await connection.execute(ADD_NAMES, [NameRow(word, near_forms(word), 0, 0) for word in words])
                await connection.execute(_MARK, [one.id for one, _ in stale], [digest for _, digest in stale])
        if not rows:
            return number
        last, number = rows[-1]["id"], number + len(stale)


async def refresh_name_counts(connection: Connection) -> int:
    """Count the whole birth names and first given names of persons in force; returns how many names there are."""
    counted = await connection.fetch(_COUNTS)
    for start in range(0, len(counted), SAVED_AT_ONCE):
        part = counted[start : start + SAVED_AT_ONCE]
        rows = [NameRow(row["name"], near_forms(row["name"]), row["families"], row["givens"]) for row in part]
        await connection.execute(_SAVE, sorted(rows))
    return len(counted)


async def load_name_rarity(connection: Connection) -> NameRarity:
    """The shares of the 20,000 most frequent names, as last counted; rarer ones are rare enough by default."""
    persons = await connection.fetchval("SELECT count(*) FROM person_search WHERE in_force")
    rows = await connection.fetch(_TOP)
    return NameRarity(
        persons=persons,
        families={row["name"]: row["families"] for row in rows if row["families"]},
        givens={row["name"]: row["givens"] for row in rows if row["givens"]},
    )
