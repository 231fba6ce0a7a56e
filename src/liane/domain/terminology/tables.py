"""Read the packaged tables: TSV files of `data/` with header lines. Nothing here knows what a table means."""

from dataclasses import dataclass
from importlib.resources import files

_DATA = "liane.domain.terminology"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One packaged table. head: its header lines (``name``, ``oid``, ``version``, ``source``, ``licence``…)."""

    head: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def has_table(name: str) -> bool:
    """Tell whether a table of this name is packaged."""
    return name.isidentifier() and files(_DATA).joinpath("data", f"{name}.tsv").is_file()


def load_table(name: str) -> Table:
    """Read one packaged table. Raises LookupError when there is none of this name."""
    if not has_table(name):
        raise LookupError(f"no packaged table {name}")
    head: dict[str, str] = {}
    lines = files(_DATA).joinpath("data", f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    start = 0
    for start, line in enumerate(lines):  # noqa: B007 - the index of the first line that is no header is used below
        if not line.startswith("# "):
            break
        key, _, value = line[2:].partition(": ")
        head[key] = value
    return Table(
        head=head,
        columns=tuple(lines[start].split("\t")),
        rows=tuple(tuple(line.split("\t")) for line in lines[start + 1 :]),
    )
