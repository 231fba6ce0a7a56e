"""``python -m eval.examine NAME``: the documents of an examiner, read by the very function of ``liane intake read``.

Draws the files, reads them against the examiner's own index, as received on the day of ``--received-on``, and prints
what was read, by grade. ``district`` and ``valley`` are kept aside: whoever mends the reading asks for no
``--detail`` of them; the others were read and may be learnt from. The truth of the examiner alone says whether a
document may be filed without a click, also when its file holds documents of several patients. Exit 1 when a document
was filed without a click in the wrong record or though it must be shown, 3 when what the examiner draws with is not
installed.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.examined import FIELDS, Examined, score
from eval.examiners import EXAMINERS, missing_of
from eval.running import page_reader
from eval.scores import Tally, upper_bound
from liane.domain.intake.decide.policy import make_command_line_policy
from liane.domain.intake.matching.memory_index import InMemoryIndex, read_persons
from liane.pipeline.intake.reader import IntakeTools, read_file
from liane.pipeline.intake.report import describe_file

GRADES = ("digital", "scan", "poor")
NOT_INSTALLED = 3


def read_folder(folder: Path, received_on: date) -> dict[str, Any]:
    """The answers to the files of the truth of a folder, by name, as received on a day."""
    persons = read_persons((folder / "persons.json").read_bytes()).persons
    tools = IntakeTools(
        read_pages=page_reader(),
        index=InMemoryIndex(persons),
        policy=make_command_line_policy(person.ins_oid for person in persons),
    )
    answers = {}
    names = list(load_truth(folder))
    for number, name in enumerate(names, 1):
        start = time.perf_counter()
        read = read_file((folder / name).read_bytes(), name=name, received_on=received_on.isoformat(), tools=tools)
        answers[name] = describe_file(read, time.perf_counter() - start)
        if sys.stderr.isatty():
            print(f"\r{number}/{len(names)}", end="", file=sys.stderr)
    return answers


def load_truth(folder: Path) -> dict[str, Any]:
    """The truth of a folder, by name of file."""
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return truth


def print_table(results: dict[str, Examined], title: str, console: Console) -> None:
    """Print every figure, one column a grade."""
    table = Table(title=title, title_justify="left")
    table.add_column("mesure")
    shown = {grade: results[grade] for grade in GRADES if grade in results}
    for grade in shown:
        table.add_column(grade, justify="right")
    for name in FIELDS:
        table.add_row(name, *(_exact(one.fields[name]) for one in shown.values()))
    rows = (
        ("right record first", lambda one: _exact(one.first_record)),
        ("several documents split, one kept whole", lambda one: _exact(one.splits)),
        ("filed with no click (of those allowed)", lambda one: _share(one.allowed_filed, one.allowed)),
        ("wrong patient without a click (95 % bound)", _wrong),
        ("must be shown, filed automatically", lambda one: f"{one.forbidden_filed}/{one.forbidden}"),
        ("files / documents / unread", lambda one: f"{one.files} / {one.documents} / {one.unread}"),
    )
    for label, cell in rows:
        table.add_row(label, *(cell(one) for one in shown.values()))
    console.print(table)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} ({part}/{whole})" if whole else "-"


def _exact(tally: Tally) -> str:
    invented = f" inv {tally.invented}/{tally.absent}" if tally.absent else ""
    return _share(tally.exact, tally.printed) + invented


def _wrong(one: Examined) -> str:
    bound = upper_bound(one.wrong_patient, one.filed)
    return f"{one.wrong_patient}/{one.filed}" + (f" (< {bound:.1%})" if bound is not None else "")


def main() -> int:
    """Draw, read, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(EXAMINERS))
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="where to draw; read as it is when it already holds a truth")
    today = date.today()  # noqa: DTZ011
    parser.add_argument("--received-on", type=date.fromisoformat, default=today, help="YYYY-MM-DD (default: today)")
    parser.add_argument("--detail", action="store_true", help="also print each fault")
    parser.add_argument("--json", type=Path, help="also write the figures")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="examiner") as place:
        folder = asked.out or Path(place)
        if not (folder / "truth.json").exists():
            missing = missing_of(asked.name)
            if missing:
                print(missing, file=sys.stderr)
                return NOT_INSTALLED
            EXAMINERS[asked.name].draw(asked.seed, asked.count, folder)
        results, notes = score(load_truth(folder), read_folder(folder, asked.received_on))
    apart = ", tenu à part" if EXAMINERS[asked.name].is_kept_aside else ""
    print_table(
        results, f"Examinateur {asked.name}{apart}, {asked.count} fichiers, graine {asked.seed}", Console(width=140)
    )
    if asked.detail:
        print("\n".join(sorted(str(one) for one in notes)))
    if asked.json:
        figures = {grade: asdict(one) for grade, one in results.items()}
        asked.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    return int(any(one.wrong_patient or one.forbidden_filed for one in results.values()))


if __name__ == "__main__":
    sys.exit(main())
