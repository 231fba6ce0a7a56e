"""Documents of the examiners that may be learnt from, with their truth, read as the pipeline reads them.

Only printed ones, and the scanners are taken away: scans would take an hour to draw and read, and what an optical
reader spoils is drawn apart. Each is received some days after it was written. Packages that the examiners draw with may
be absent: the training then stops.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from importlib import import_module
from json import loads
from pathlib import Path
from random import Random
from typing import Any

from eval.examiners import EXAMINERS, missing_of
from eval.generate import ANY
from eval.running import page_reader

from liane.domain.intake.page import Page
from liane.domain.terminology.value_sets import get_value_set

TAUGHT = tuple(sorted(name for name, one in EXAMINERS.items() if one.is_taught and not one.is_kept_aside))
SEED, COUNT = 31, 150
"""Of what each one draws, about seven of ten to be kept as printed."""
DAYS_MAX = 20
"""A document is received so many days after its own, at most."""
_CODES = frozenset(code.code for code in get_value_set("JDV_J07").codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One printed document. fields: accepted values by name, empty when nothing is printed, (ANY,) when it is not
    told; codes: its types, the first one first, empty when none is told. received_on: ISO.
    """

    examiner: str
    layout: str
    number: int
    pages: tuple[Page, ...]
    fields: Mapping[str, tuple[str, ...]]
    codes: tuple[str, ...]
    received_on: str


@cache
def load_examined(examiner: str) -> tuple[Examined, ...]:
    """What an examiner draws. Raises LookupError when what it draws with is missing, or no model learns from it."""
    missing = missing_of(examiner)
    if missing or examiner not in TAUGHT:
        raise LookupError(missing or f"{examiner}: not learnt from")
    with tempfile.TemporaryDirectory(prefix="examined") as place:
        with without_scanner(examiner):
            EXAMINERS[examiner].draw(SEED, COUNT, Path(place))
        return tuple(read_examined(examiner, Path(place)))


@contextmanager
def without_scanner(examiner: str) -> Iterator[None]:
    """While it lasts, an examiner keeps what it would scan as it was printed."""
    drawing = import_module(f"eval.examiners.{examiner}.drawing")
    holder, name = (drawing.degrade, "scan") if examiner == "hospital" else (drawing, _SCANNERS[examiner])
    scan = getattr(holder, name)
    setattr(holder, name, partial(_KEPT[examiner], scan))
    try:
        yield
    finally:
        setattr(holder, name, scan)


def _keep_bytes(_scan: Any, data: bytes, *_: Any) -> tuple[bytes, str]:
    return data, "pdf"


def _keep_file(_scan: Any, data: bytes, _dice: Any, path: Path, *_: Any) -> Path:
    kept = path.with_name(f"{path.name}.pdf")
    kept.write_bytes(data)
    return kept


def _write_printed(write: Any, dice: Any, file: Any, *rest: Any) -> Any:
    file["grade"] = "digital"
    return write(dice, file, *rest)


def _write_pages(write: Any, dice: Any, data: bytes, _grade: str, *rest: Any) -> Any:
    return write(dice, data, "digital", *rest)


def _plan_printed(plan: Any, dice: Any, count: int) -> list[tuple[str | None, str]]:
    return [(trap, "digital") for trap, _ in plan(dice, count)]


_SCANNERS = {"town": "write", "region": "write", "mailroom": "scan_file", "clinic": "plan_of"}
_KEPT = {
    "hospital": _keep_bytes,
    "town": _write_printed,
    "region": _write_pages,
    "mailroom": _keep_file,
    "clinic": _plan_printed,
}


def read_examined(examiner: str, folder: Path) -> Iterator[Examined]:
    """The printed documents of a folder that an examiner drew."""
    read, dice = page_reader(), Random(f"examined-{examiner}")
    number = 0
    for name, file in sorted(loads((folder / "truth.json").read_text(encoding="utf-8")).items()):
        if file["grade"] != "digital":
            continue
        pages = {page.number: page for page in read((folder / name).read_bytes(), name).pages}
        for told in file["documents"]:
            fields = {field: _accepted(told["fields"], field) for field in ("doc_date", "act_date")}
            types = _accepted(told["fields"], "doc_type")
            number += 1
            yield Examined(
                examiner=examiner,
                layout=f"{examiner}:{told.get('layout') or file['layout']}",
                number=number,
                pages=tuple(pages[at] for at in told["pages"]),
                fields=fields,
                codes=tuple(code for code in types if code in _CODES),
                received_on=_received(fields, dice),
            )


def _accepted(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    if name not in fields:
        return (ANY,)
    told = fields[name]
    return tuple(told) if isinstance(told, list) else () if told is None else (told,)


def _received(fields: Mapping[str, tuple[str, ...]], dice: Random) -> str:
    """Some days after the last of the days told; years after for documents that come late."""
    days = [date.fromisoformat(day) for told in fields.values() for day in told if day != ANY]
    late = dice.randrange(60, 900) if dice.random() < 0.3 else dice.randrange(DAYS_MAX)
    return (max(days, default=date(2026, 11, 1)) + timedelta(days=late)).isoformat()
