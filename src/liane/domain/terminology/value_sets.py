"""Value sets (jeux de valeurs, JDV) and code systems (TRE) as data: membership and labels; no rule on their use."""

from dataclasses import dataclass, field
from functools import cache

from liane.domain.terminology.code import Code
from liane.domain.terminology.tables import has_table, load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSet:
    """One value set. codes: those in force, in the order of the source; retired: those of an earlier version only.

    name: as asked. full_name, oid, version, source: as its table says; version decides which codes are in force.
    """

    name: str
    full_name: str
    oid: str
    version: str
    source: str
    codes: tuple[Code, ...]
    retired: tuple[Code, ...] = ()
    _index: dict[str, tuple[Code, ...]] = field(repr=False)

    def find(self, code: str, system: str | None = None) -> Code | None:
        """Find a code in force; system None: whatever its system, the first in the order of the source."""
        found = self._index.get(code, ())
        return next((one for one in found if system is None or one.system == system), None)

    def contains(self, code: str, system: str | None = None) -> bool:
        """Tell whether the code is in force in this set."""
        return self.find(code, system) is not None

    def label(self, code: str, system: str | None = None) -> str:
        """Give the French label of a code in force or retired; empty when unknown."""
        found = self.find(code, system)
        if found is None:
            wanted = (one for one in self.retired if one.code == code and system in (None, one.system))
            found = next(wanted, None)
        return found.label if found else ""


def _index(codes: tuple[Code, ...]) -> dict[str, tuple[Code, ...]]:
    index: dict[str, tuple[Code, ...]] = {}
    for one in codes:
        index[one.code] = (*index.get(one.code, ()), one)
    return index


@cache
def _aliases() -> dict[str, str]:
    return {row[0]: row[1] for row in load_table("aliases").rows}


@cache
def get_value_set(name: str) -> ValueSet:
    """Give a value set by its short name (``JDV_J07``, ``TRE_A07``). Raises LookupError when it is not packaged.

    The sets of the DMP whose text is unknown (``JDV_J57``, ``J58``, ``J59``, ``J60``, ``J61``, ``J66``) stand on the
    CI-SIS set that they restrict; ``full_name`` says which.
    """
    table_name = name if has_table(name) else _aliases().get(name, name)
    table = load_table(table_name)
    rows = [(Code(code=code, system=system, label=label), status) for code, system, label, status in table.rows]
    codes = tuple(code for code, status in rows if status == "active")
    return ValueSet(
        name=name,
        full_name=table.head.get("name", ""),
        oid=table.head.get("oid", ""),
        version=table.head.get("version", ""),
        source=table.head.get("source", ""),
        codes=codes,
        retired=tuple(code for code, status in rows if status != "active"),
        _index=_index(codes),
    )
