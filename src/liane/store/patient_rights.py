"""Who among the patients present was not told of the DMP, or did not say their stance: the worklist of the collecting.

Rule: CSP R1111-46, R1111-47; couloirs.md §2.3, §2.4; hl7v2.md §8.5.
"""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.identity.lexis import fold_name
from liane.domain.identity.person import Person
from liane.domain.identity.stays import StayState
from liane.store.postgres_store import PostgresStore
from liane.store.registry_read import read_person

LIST_MAX = 500

_INFORMED = """(
    p.state #> '{rights,information}' IS NOT NULL
    OR coalesce(p.state #>> '{consents,feeding}', 'NA') <> 'NA'
    OR coalesce(p.state #>> '{consents,consultation}', 'NA') <> 'NA')
"""
_OPEN = f"""
    FROM stays s JOIN persons o ON o.id = s.person_id JOIN persons p ON p.id = coalesce(o.merged_into, o.id)
    WHERE s.state = '{StayState.OPEN.value}' AND p.merged_into IS NULL
"""
_LACKS = {
    "information": f"NOT {_INFORMED}",
    "alimentation": "coalesce(p.state #>> '{consents,feeding}', 'NA') = 'NA'",
    "consultation": "coalesce(p.state #>> '{consents,consultation}', 'NA') = 'NA'",
}
_LIST = f"""
    SELECT DISTINCT ON (p.id) p.id, p.version, p.merged_into, p.state, s.unit, s.unit_label, s.admitted, s.visit_number
    {_OPEN} AND {{lack}}
      AND ($1 = '' OR s.unit = $1) AND p.id > $3
      AND ($4 = '' OR s.visit_number = $4 OR $2 <> '' AND EXISTS (
        SELECT 1 FROM person_search f WHERE f.person_id = p.id
          AND (f.families LIKE '%' || $2 || '%' OR f.givens LIKE '%' || $2 || '%'))
        OR EXISTS (SELECT 1 FROM person_identifiers i WHERE i.person_id = p.id AND i.value = $4))
    ORDER BY p.id, s.id DESC LIMIT $5
"""  # noqa: S608 - only constants
_UNITS = f"SELECT DISTINCT s.unit, s.unit_label {_OPEN} AND s.unit <> '' ORDER BY 2, 1 LIMIT {LIST_MAX}"
_COUNT = f"""
    SELECT count(DISTINCT p.id) FILTER (WHERE {_LACKS["information"]}) AS information,
           count(DISTINCT p.id) FILTER (WHERE {_LACKS["alimentation"]}) AS alimentation,
           count(DISTINCT p.id) FILTER (WHERE {_LACKS["consultation"]}) AS consultation,
           count(DISTINCT p.id) AS present
    {_OPEN}
"""


class Lack(StrEnum):
    """What was not collected."""

    INFORMATION = "information"
    FEEDING = "alimentation"
    CONSULTATION = "consultation"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectQuery:
    """What is looked for. unit: exact, empty for all. text: a part of a name, or a whole number of visit or of IPP.

    after: the last person of the page before.
    """

    lack: Lack = Lack.INFORMATION
    unit: str = ""
    text: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentPatient:
    """A patient present, with the stay. admitted: HL7 timestamp."""

    person: Person
    unit: str
    unit_label: str
    admitted: str
    visit_number: str


class PostgresPatientRights:
    """The worklist of one store."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def list_to_collect(self, query: CollectQuery, *, limit: int) -> list[PresentPatient]:
        """Patients present who lack something, by number, each once."""
        statement = _LIST.format(lack=_LACKS[query.lack.value])
        folded = fold_name(query.text)
        async with self._store.reading() as connection:
            rows = await connection.fetch(
                statement, query.unit, folded, query.after, query.text.strip(), min(limit, LIST_MAX)
            )
        return [
            PresentPatient(
                person=read_person(row),
                unit=row["unit"],
                unit_label=row["unit_label"],
                admitted=row["admitted"],
                visit_number=row["visit_number"],
            )
            for row in rows
        ]

    async def list_units(self) -> list[tuple[str, str]]:
        """Units where somebody is present: code and label."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(_UNITS)
        return [(row["unit"], row["unit_label"]) for row in rows]

    async def count_to_collect(self) -> dict[str, int]:
        """How many patients present lack each thing, and how many are present (``present``)."""
        async with self._store.reading() as connection:
            row = await connection.fetchrow(_COUNT)
        return {name: row[name] for name in ("information", "alimentation", "consultation", "present")}
