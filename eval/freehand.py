"""Documents written whole by hand, one HTML page each, that share no data model: own sender, own text, own way of naming the
patient, of dating and of signing. Printed by Chromium, read as ``liane intake read`` reads them.

Each file of ``data/freehand`` opens with a comment that holds its truth in TOML: ``[person]`` (whose record), ``[[others]]``
(other persons of the page who have a record too), ``[filing]`` (``is``, ``why``) and ``[fields]``: what *that page* prints. A
field that is absent there is printed nowhere, and any value given for it is invented; those of ``open`` are not counted.
Those of even number over 100 are kept aside: their failures are not read. All the others may be learnt from, the last even
ones under 100 since 2026-11-23 at 02:20.

``python -m eval.freehand [--kept] [--grade scan] [--failures FILE] [--folder FOLDER]``; exit 1 when a document was filed
without a click in the wrong record or one that must be shown was filed, 2 when Chromium or Playwright is absent.
"""

import argparse
import sys
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from eval.case import Filing
from eval.generate import ANY, TrueDocument, TrueFile
from eval.noise import scan_pdf
from eval.outside import Print, count_pages, list_failures, measure, open_printer, print_steadily, write_files
from eval.people import DATA, Person
from eval.report import describe_machine, print_table
from eval.types import FORMER, HELD
from liane.domain.intake.fields import PUBLISHED_FIELDS

FOLDER = DATA / "freehand"
FORMER_LAST = 100
"""Number of the last document of the first hand."""
FIELDS = tuple(name.value for name in PUBLISHED_FIELDS)
_PERSON_KEYS = frozenset(
    {"record_id", "birth_name", "used_name", "first_names", "birth_date", "sex", "ins", "birth_place"}
)
_KEYS = frozenset({"person", "others", "filing", "fields", "open"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Freehand:
    """One document. number: its place, even when kept aside; fields: accepted values by name of the published schema, as
    ``TrueDocument`` holds them; record_id: the right record, None when the person has none.
    """

    name: str
    number: int
    html: str
    fields: dict[str, tuple[str, ...]]
    record_id: str | None
    persons: tuple[Person, ...]
    filing: Filing
    reason: str

    @property
    def is_kept(self) -> bool:
        """Whether its failures are only counted."""
        return self.number > FORMER_LAST and self.number % 2 == 0


@cache
def load_freehand() -> tuple[Freehand, ...]:
    """Every document, in order of number. Raises ValueError on a truth that is not well formed."""
    made = (read_freehand(path) for path in FOLDER.glob("[0-9]*.html"))
    return tuple(sorted(made, key=lambda one: one.number))


def read_freehand(path: Path) -> Freehand:
    """Read one file: its truth, then its page."""
    text = path.read_text(encoding="utf-8")
    head, mark, html = text.removeprefix("<!--").partition("-->")
    if not text.startswith("<!--") or not mark:
        raise ValueError(f"{path.name} : la vérité manque en tête")
    truth = tomllib.loads(head)
    if unknown := set(truth) - _KEYS:
        raise ValueError(f"{path.name} : clés inconnues {sorted(unknown)}")
    others = tuple(_read_person(one) for one in truth.get("others", ()))
    one = truth["person"]
    is_known = bool(one.get("record_id"))
    return Freehand(
        name=path.stem,
        number=int(path.name.partition("-")[0]),
        html=html.strip(),
        fields=_read_fields(path.name, truth["fields"], truth.get("open", [])),
        record_id=one["record_id"] if is_known else None,
        persons=(_read_person(one), *others) if is_known else others,
        filing=Filing(truth["filing"]["is"]),
        reason=truth["filing"].get("why", ""),
    )


def _read_person(one: dict[str, Any]) -> Person:
    if unknown := set(one) - _PERSON_KEYS:
        raise ValueError(f"clés inconnues d'une personne : {sorted(unknown)}")
    ins = one.get("ins", "")
    return Person(
        record_id=one["record_id"],
        birth_name=one["birth_name"],
        used_name=one.get("used_name", ""),
        first_names=tuple(one["first_names"]),
        birth_date=date.fromisoformat(one["birth_date"]),
        sex=one["sex"],
        birth_place=one.get("birth_place", ins[5:10]),
        ins=ins,
    )


def _read_fields(name: str, printed: dict[str, str | list[str]], left_open: list[str]) -> dict[str, tuple[str, ...]]:
    if unknown := {*printed, *left_open} - set(FIELDS):
        raise ValueError(f"{name} : champs inconnus {sorted(unknown)}")
    if twice := set(printed) & set(left_open):
        raise ValueError(f"{name} : champs à la fois imprimés et ouverts {sorted(twice)}")
    fields: dict[str, tuple[str, ...]] = dict.fromkeys(FIELDS, ())
    fields |= {key: (value,) if isinstance(value, str) else tuple(value) for key, value in printed.items()}
    if "first_names" not in printed:  # the only one printed is then every one of them
        fields["first_names"] = fields["first_name"]
    return fields | dict.fromkeys(left_open, (ANY,))


def make_freehand(one: Freehand, print_page: Print, *, grade: str = "digital") -> TrueFile:
    """Print one document, and scan it when the grade is one of a scanner. Same page, same bytes."""
    data = print_steadily(one.html, print_page)
    if grade != "digital":
        data = scan_pdf(data, grade, Random(one.name), turn=0, blank_backs=False)
    truth = TrueDocument(
        pages=tuple(range(1, count_pages(data) + 1)),
        fields=one.fields,
        record_id=one.record_id,
        filing=Filing.EITHER if grade == "poor" and one.filing is Filing.ALLOWED else one.filing,
        reason=one.reason,
        trap="aucun",
        layout=one.name,
        code=one.fields["doc_type"][0],
    )
    return TrueFile(
        name=f"{one.name}.pdf",
        data=data,
        grade=grade,
        split=HELD if one.is_kept else FORMER,
        seed=one.number,
        documents=(truth,),
        persons=one.persons,
    )


def main() -> int:
    """Print, read, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grade", choices=("digital", "scan", "poor"), default="digital")
    parser.add_argument("--index", type=int, default=20_000, help="persons in the index")
    parser.add_argument("--failures", type=Path, help="failures of the documents that may be learnt from")
    parser.add_argument("--folder", type=Path, help="also write these documents, their truth and the index here")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--kept", action="store_true", help="only those kept aside")
    group.add_argument("--learnable", action="store_true", help="only those that may be learnt from")
    asked = parser.parse_args()
    results = {}
    try:
        with open_printer() as printer:
            made = {
                is_kept: [
                    make_freehand(one, printer, grade=asked.grade) for one in load_freehand() if one.is_kept == is_kept
                ]
                for is_kept in ((True,) if asked.kept else (False,) if asked.learnable else (True, False))
            }
    except LookupError as absent:
        print(f"sauté : {absent}", file=sys.stderr)
        return 2
    for is_kept, files in made.items():
        scores = measure(files, asked.index)
        results["tenus à part" if is_kept else "dont on apprend"] = scores
        if not is_kept and asked.failures:
            asked.failures.write_text("\n".join(list_failures(scores, files)) + "\n", encoding="utf-8")
        if not is_kept and asked.folder:
            write_files(files, asked.folder, asked.index)
    print_table(results, f"Liane, documents écrits à la main ({asked.grade}), {describe_machine()}")
    return int(any(scores.wrong_patient or scores.forbidden_filed for scores in results.values()))


if __name__ == "__main__":
    sys.exit(main())
