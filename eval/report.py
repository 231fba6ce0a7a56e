"""The table of intake.md §10 and its machine-readable twin."""

import os
import platform
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.scores import Scores, Tally, calibration_error, upper_bound
from liane.domain.intake.cards import load_calibrations

TARGETS = {"digital": 0, "scan": 1, "poor": 2}
ROWS: tuple[tuple[str, tuple[float, float, float] | None], ...] = (
    ("birth_date", (0.995, 0.98, 0.90)),
    ("ins", (0.995, 0.98, 0.90)),
    ("names together", (0.98, 0.95, 0.85)),
    ("not swapped", (0.98, 0.96, 0.88)),
    ("doc_type", (0.95, 0.93, 0.85)),
    ("doc_date", (0.95, 0.92, 0.80)),
    ("act_date", (0.92, 0.88, 0.75)),
    ("author_rpps", (0.97, 0.94, 0.80)),
    ("author_family", (0.95, 0.92, 0.80)),
    ("right record first", (0.995, 0.985, 0.92)),
    ("sex", None), ("used_name", None), ("first_names", None), ("author_given", None), ("structure_name", None),
    ("structure_finess", None), ("recipients", None), ("episode", None), ("one document kept whole", None),
    ("several documents split", None),
)  # fmt: skip


def describe_machine() -> str:
    """One line on the machine."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} × {names[0] if names else platform.processor()}, Python {platform.python_version()}"


def tally_of(scores: Scores, row: str) -> Tally:
    """The tally behind a row."""
    named = {
        "names together": scores.together,
        "not swapped": scores.not_swapped,
        "right record first": scores.first_record,
        "one document kept whole": scores.splits,
        "several documents split": scores.several,
    }
    return named[row] if row in named else scores.fields[row]


def print_table(results: dict[str, Scores], title: str, console: Console | None = None) -> None:
    """Print every measure, one column a grade; « ! » marks a target missed."""
    table = Table(title=title, title_justify="left")
    table.add_column("mesure")
    for grade in results:
        table.add_column(grade, justify="right")
    for row, targets in ROWS:
        cells = []
        for grade, scores in results.items():
            tally = tally_of(scores, row)
            target = targets[TARGETS[grade]] if targets and grade in TARGETS else None
            cells.append(_rate(tally, target))
        table.add_row(row, *cells)
    for label, cell in _FILING:
        table.add_row(label, *(cell(scores) for scores in results.values()))
    written = console or Console(width=140)
    written.print(table)
    for grade, scores in results.items():
        if scores.codes:
            written.print(f"{grade}, permis mais montrés, par motif : {_reasons(scores)}")


def _reasons(scores: Scores) -> str:
    """Why documents that may be filed without a click were shown, the most frequent first."""
    return ", ".join(f"{code} {count}" for code, count in scores.codes.most_common())


def _rate(tally: Tally, target: float | None) -> str:
    if tally.rate is None:
        return "-"
    mark = " !" if target is not None and tally.rate < target else ""
    invented = f" inv {tally.invented}/{tally.absent}" if tally.absent else ""
    return f"{tally.rate:.1%} ({tally.exact}/{tally.printed}){invented}{mark}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} ({part}/{whole})" if whole else "-"


def _bound(scores: Scores) -> str:
    bound = upper_bound(scores.wrong_patient, scores.filed)
    return f"{scores.wrong_patient}/{scores.filed} (< {bound:.2%})" if bound is not None else "0/0"


def _ece(scores: Scores, name: str) -> str:
    error = calibration_error(scores.reliability.get(name, ()))
    return "-" if error is None else f"{error:.3f}"


def _ece_calibrated(scores: Scores, name: str) -> str:
    card = load_calibrations().get(name)
    points = scores.reliability.get(name, ())
    error = calibration_error([(card.apply(said), right) for said, right in points]) if card else None
    return "-" if error is None else f"{error:.3f}"


def _speed(scores: Scores) -> str:
    if not scores.slowest:
        return "-"
    ordered = sorted(scores.slowest)
    return f"{scores.seconds / max(1, scores.pages):.2f} / {ordered[int(len(ordered) * 0.95) - 1]:.2f}"


_FILING = (
    ("filed with no click (of those allowed)", lambda s: _share(s.allowed_filed, s.allowed)),
    ("wrong patient without a click (95 % bound)", _bound),
    ("must be shown, filed automatically", lambda s: f"{s.forbidden_filed}/{s.forbidden}"),
    ("shown to a person (all documents)", lambda s: _share(s.documents - s.filed, s.documents)),
    ("groups of pages with two patients", lambda s: str(s.merged)),
    ("ECE record / type / birth date", lambda s: f"{_ece(s, 'record')} / {_ece(s, 'doc_type')} / {_ece(s, 'birth_date')}"),
    ("ECE birth name / document date", lambda s: f"{_ece(s, 'birth_name')} / {_ece(s, 'doc_date')}"),
    ("ECE calibrated, type / document date / birth date / birth name", lambda s: " / ".join(
        _ece_calibrated(s, name) for name in ("doc_type", "doc_date", "birth_date", "birth_name"))),
    ("seconds a page, mean / p95 of files", _speed),
    ("documents / pages", lambda s: f"{s.documents} / {s.pages}"),
)  # fmt: skip


def as_json(results: dict[str, Scores]) -> dict[str, object]:
    """The same figures for machines, with examples of failures."""
    return {
        grade: {
            "documents": scores.documents,
            "pages": scores.pages,
            "seconds_per_page": scores.seconds / max(1, scores.pages),
            "fields": {
                row: {
                    "exact": tally_of(scores, row).exact,
                    "printed": tally_of(scores, row).printed,
                    "invented": tally_of(scores, row).invented,
                    "absent": tally_of(scores, row).absent,
                }
                for row, _ in (*ROWS, ("birth_name", None), ("first_name", None))
            },
            "filed": scores.filed,
            "wrong_patient": scores.wrong_patient,
            "wrong_patient_bound_95": upper_bound(scores.wrong_patient, scores.filed),
            "must_be_shown": scores.forbidden,
            "must_be_shown_filed": scores.forbidden_filed,
            "allowed": scores.allowed,
            "allowed_filed": scores.allowed_filed,
            "merged_patients": scores.merged,
            "calibration_error": {name: calibration_error(points) for name, points in scores.reliability.items()},
            "reliability": dict(scores.reliability),
            "codes_of_allowed_not_filed": dict(scores.codes),
            "by_layout": {name: dict(counts) for name, counts in scores.by_layout.items()},
            "examples": scores.examples,
        }
        for grade, scores in results.items()
    }
