"""How many persons bear each name: counted now and then, for the rarity of names and the order of suggestions."""

from liane.domain.identity.name_rarity import NameRarity
from liane.store.connection import Connection
from liane.store.registry_keys import near_forms
from liane.store.registry_rows import NameRow

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
