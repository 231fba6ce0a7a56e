"""Documents of the examiners that may be learnt from, with their truth, read as the pipeline reads them.

Only printed ones, and the scanners are taken away: scans would take an hour to draw and read, and what an optical
reader spoils is drawn apart. Each is received some days after it was written. Packages that the examiners draw with may
be absent: the training then stops.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from json import loads
from pathlib import Path
from random import Random
from typing import Any

from eval.case import Filing
from eval.examiners import EXAMINERS, missing_of
from eval.generate import ANY, TrueDocument
from eval.running import page_reader
from eval.words import Misreading, misread

from liane.domain.intake.page import Page
from liane.domain.terminology.value_sets import get_value_set

TAUGHT = tuple(sorted(name for name, one in EXAMINERS.items() if not one.is_kept_aside))
SEED, COUNT = 31, 150
"""Of what each one draws, about seven of ten to be kept as printed."""
DAYS_MAX = 20
"""A document is received so many days after its own, at most."""
DAYS = ("doc_date", "act_date")
FIELDS = (*DAYS, "structure_name", "author_family", "author_given", "recipients")
"""What models learn, besides types."""
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

    def as_truth(self) -> TrueDocument:
        """Its truth, as documents of our own have it. Its pages are numbered in their file."""
        return TrueDocument(
            pages=tuple(page.number for page in self.pages), fields=dict(self.fields), record_id=None,
            filing=Filing.EITHER, reason="", trap="", layout=self.layout, code=self.codes[0] if self.codes else "",
        )  # fmt: skip


@cache
def load_examined(examiner: str) -> tuple[Examined, ...]:
    """What an examiner draws. Raises LookupError when what it draws with is missing, or no model learns from it."""
    missing = missing_of(examiner)
    if missing or examiner not in TAUGHT:
        raise LookupError(missing or f"{examiner}: not learnt from")
    with tempfile.TemporaryDirectory(prefix="examined") as place:
        with without_scanner(examiner):
            EXAMINERS[examiner].draw(SEED, COUNT, Path(place))
        return tuple(read_examined(examiner, Path(place), are_printed=True))


def load_copies(examiner: str) -> Iterator[tuple[tuple[Page, ...], TrueDocument]]:
    """What an examiner draws as it is printed and once misread, each with its truth. Raises LookupError as it does."""
    for one in load_examined(examiner):
        yield from ((pages, one.as_truth()) for pages in copies_of(one.pages, 2, f"{examiner}-{one.number}"))


def copies_of(pages: Sequence[Page], count: int, seed: str) -> Iterator[tuple[Page, ...]]:
    """Pages as they are, then misread, otherwise in each copy."""
    dice = Random(seed)
    for copy in range(count):
        words = (misread(page.words, Misreading(), dice) if copy else page.words for page in pages)
        yield tuple(replace(page, words=tuple(some)) for page, some in zip(pages, words, strict=True))


@contextmanager
def without_scanner(examiner: str) -> Iterator[None]:
    """While it lasts, an examiner keeps what it would scan as it was printed."""
    holder, name = find_scanner(examiner)
    scan = getattr(holder, name)
    setattr(holder, name, _KEPT[examiner](scan))
    try:
        yield
    finally:
        setattr(holder, name, scan)


def find_scanner(examiner: str) -> tuple[Any, str]:
    """What holds the scanner of an examiner, or what decides what is scanned; and its name there."""
    drawing = import_module(f"eval.examiners.{examiner}.drawing")
    holder, _, name = _SCANNERS[examiner].rpartition(".")
    return (getattr(drawing, holder) if holder else drawing), name


def _keep_bytes(_scan: Any) -> Any:
    return lambda data, *_: (data, "pdf")


def _keep_file(_scan: Any) -> Any:
    def keep(data: bytes, _dice: Any, path: Path, *_: Any) -> Path:
        kept = path.with_name(f"{path.name}.pdf")
        kept.write_bytes(data)
        return kept

    return keep


def _write_printed(write: Any) -> Any:
    def keep(dice: Any, file: Any, *rest: Any) -> Any:
        file["grade"] = "digital"
        return write(dice, file, *rest)

    return keep


def _say_printed(write: Any) -> Any:
    """For what writes (of somebody, by dice or by itself), what is written, its grade and what else there is."""
    return lambda one, other, _grade, *rest: write(one, other, "digital", *rest)


def _write_joined(write: Any) -> Any:
    return lambda maker, dice, docs, _grade, *rest: write(maker, dice, docs, "digital", *rest)


def _file_printed(file: Any) -> Any:
    def keep(maker: Any, number: int) -> Any:
        maker.captured = lambda docs, pdfs, *_: type(maker).captured(maker, docs, pdfs, "digital", False)
        name, data, _, parts = file(maker, number)
        return name, data, "digital", parts

    return keep


def _capture_nothing(file: Any) -> Any:
    def keep(maker: Any, number: int) -> Any:
        maker._captured = lambda pdf, *_: (pdf, "pdf")
        name, data, _, docs = file(maker, number)
        return name, data, "digital", docs

    return keep


def _plan_traps(plan: Any) -> Any:
    return lambda dice, count: [(trap, "digital") for trap, _ in plan(dice, count)]


def _plan_kinds(plan: Any) -> Any:
    return lambda dice, count: [("digital", kind) for _, kind in plan(dice, count)]


def _grade_all(_grades: Any) -> Any:
    return {"digital": 1}


def _grade_each(grades: Any) -> Any:
    return ["digital"] * len(grades)


def _share_none(_shares: Any) -> Any:
    return {}


def _print_all(grades: Any) -> Any:
    """For what tells the grade of each file of a maker."""
    return lambda maker: ["digital"] * len(grades(maker))


_SCANNERS = {
    "hospital": "degrade.scan",
    "town": "write",
    "region": "write",
    "mailroom": "scan_file",
    "clinic": "plan_of",
    "correspondents": "Maker.write",
    "practice": "plan_of",
    "network": "Maker.file",
    "records": "GRADES",
    "locality": "Maker.file",
    "university": "GRADES",
    "department": "SHARES",
    "city": "Maker.grades",
}
_KEPT: Mapping[str, Callable[[Any], Any]] = {
    "hospital": _keep_bytes,
    "town": _write_printed,
    "region": _say_printed,
    "mailroom": _keep_file,
    "clinic": _plan_traps,
    "correspondents": _write_joined,
    "practice": _plan_kinds,
    "network": _file_printed,
    "records": _grade_all,
    "locality": _capture_nothing,
    "university": _grade_each,
    "department": _share_none,
    "city": _print_all,
}


def read_examined(examiner: str, folder: Path, *, are_printed: bool = False) -> Iterator[Examined]:
    """The printed documents of a folder that an examiner drew, but those that share a page with another. are_printed:
    whatever grade is told, for it drew them without its scanner.
    """
    read, dice = page_reader(), Random(f"examined-{examiner}")
    count = 0
    for name, file in sorted(loads((folder / "truth.json").read_text(encoding="utf-8")).items()):
        numbers = [number for told in file["documents"] for number in told["pages"]]
        if not (are_printed or file["grade"] == "digital") or len(set(numbers)) < len(numbers):
            continue
        pages = {page.number: page for page in read((folder / name).read_bytes(), name).pages}
        for told in file["documents"]:
            fields = {field: _accepted(told["fields"], field) for field in FIELDS}
            types = _accepted(told["fields"], "doc_type")
            count += 1
            yield Examined(
                examiner=examiner,
                layout=f"{examiner}:{told.get('layout') or file['layout']}",
                number=count,
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
    days = [date.fromisoformat(day) for name in DAYS for day in fields[name] if day != ANY]
    late = dice.randrange(60, 900) if dice.random() < 0.3 else dice.randrange(DAYS_MAX)
    return (max(days, default=date(2026, 11, 1)) + timedelta(days=late)).isoformat()
