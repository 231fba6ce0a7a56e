"""Pages that name two persons who both have a record, printed by Chromium: a child and their mother, a ward and their
guardian, two spouses. Only where they would be filed is counted: the other person's record must never receive them.

``python -m eval.outside_relations [--each 10] [--unknown]``; exit 1 when one was filed in the wrong record, 2 without Chromium.
"""

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from jinja2 import Environment, StrictUndefined

from eval.case import write_date
from eval.generate import make_index
from eval.outside import FOLDER, Print, open_printer
from eval.people import Person, draw_doctor, draw_person, draw_structure, make_ins
from eval.running import RECEIVED_ON, make_tools
from eval.scores import upper_bound
from liane.domain.intake.outcome import IntakeAction
from liane.pipeline.intake.reader import IntakeTools, read_file

DAYS = 900
_GAPS = {"mother": 29, "father": 33, "father same name": 31, "husband": 2, "sister": 3, "stranger": 12}
_CHILDREN = frozenset({"mother", "father"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One page. relation: what the other person is to the patient; is_kept: its failures are only counted."""

    name: str
    relation: str
    text: str
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page printed, whose document it is and whose it is not."""

    name: str
    data: bytes
    patient: Person
    other: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    doc_date: date


@cache
def load_relations() -> tuple[Relation, ...]:
    """Every page of ``relations.toml``."""
    raw = tomllib.loads((FOLDER / "relations.toml").read_text(encoding="utf-8"))
    return tuple(
        Relation(name=name, relation=one["relation"], text=one["text"], is_kept=one.get("is_kept", False))
        for name, one in raw.items()
    )


def draw_pair(rng: Random, relation: str, record_id: str) -> tuple[Person, Person]:
    """Draw a patient and the other person, both as records know them."""
    ages = (1, 12) if relation in _CHILDREN else (25, 60)
    sex = {"husband": "F", "father same name": "M"}.get(relation, rng.choice("FM"))
    patient = replace(draw_person(rng, f"{record_id}-P", sex=sex, age=ages), used_name="")
    born = patient.birth_date - timedelta(days=365 * _GAPS[relation] + rng.randrange(300))
    other_sex = "M" if relation.startswith(("father", "husband")) else "F"
    drawn = replace(draw_person(rng, f"{record_id}-O", sex=other_sex), birth_date=born, used_name="")
    if relation in ("father", "father same name", "sister") or rng.random() < 0.4:
        drawn = replace(drawn, birth_name=patient.birth_name)
    if relation == "father same name":
        drawn = replace(drawn, first_names=patient.first_names)
    return patient, replace(drawn, ins=make_ins(drawn.sex, born, drawn.birth_place, rng))


def make_page(seed: int, relation: Relation, print_page: Print) -> Page:
    """Draw the persons and print the page. Same seed, same page."""
    rng = Random(f"relation-{relation.name}-{seed}")
    patient, other = draw_pair(rng, relation.relation, f"L-{relation.name}-{seed}")
    style = rng.choice(("/", "/", ".", "long"))
    words = {
        "patient": patient,
        "other": other,
        "a": draw_doctor(rng),
        "s": draw_structure(rng),
        "case": _Told(doc_date=draw_day(rng, patient)),
        "num": lambda day: write_date(day, style),
        "first": lambda person: person.first_name.title(),
    }
    html = Environment(autoescape=True, undefined=StrictUndefined).from_string(relation.text).render(words)
    page = f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Document</title><body>{html}</body></html>'
    return Page(name=f"{relation.name}-{seed:04d}.pdf", data=print_page(page), patient=patient, other=other)


def draw_day(rng: Random, patient: Person) -> date:
    """Draw when the page was written: a child is two months old at least."""
    drawn = date(2023, 6, 1) + timedelta(days=rng.randrange(DAYS))
    return max(drawn, patient.birth_date + timedelta(days=60))


def count_pages(pages: Sequence[Page], tools: IntakeTools) -> tuple[Counter[str], list[str]]:
    """Read each page; count what is done, and name the pages filed in the wrong record or proposed for the other first."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for page in pages:
        read = read_file(page.data, name=page.name, received_on=RECEIVED_ON, tools=tools)
        for answer in read.documents:
            counts["documents"] += 1
            first = answer.matching.matches[0].person.record_id if answer.matching.matches else ""
            counts["right first"] += first == page.patient.record_id
            if answer.decision.action is IntakeAction.AUTO:
                counts["filed"] += 1
                if answer.decision.record_id != page.patient.record_id:
                    counts["wrong"] += 1
                    faults.append(f"WRONG PATIENT {page.name}")
            if first == page.other.record_id:
                counts["other first"] += 1
                faults.append(
                    f"other first {page.name} {answer.decision.action.value} {','.join(answer.decision.codes)}"
                )
    return counts, faults


def main() -> int:
    """Print, read, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=10, help="pages of each relation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unknown", action="store_true", help="the patients have no record, the other persons have")
    parser.add_argument("--index", type=int, default=20_000, help="persons in the index")
    parser.add_argument("--folder", type=Path, help="also write the pages that may be learnt from here")
    parser.add_argument("--kept", action="store_true", help="only those kept aside")
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + asked.each)
    try:
        with open_printer() as printer:
            chosen = [one for one in load_relations() if one.is_kept or not asked.kept]
            made = [(one, make_page(seed, one, printer)) for one in chosen for seed in seeds]
    except LookupError as absent:
        print(f"sauté : {absent}", file=sys.stderr)
        return 2
    persons = [one for _, page in made for one in (page.patient, page.other)[asked.unknown :]]
    tools = make_tools([*persons, *make_index([], size=max(0, asked.index - len(persons)))])
    wrong = 0
    for title, wanted in (("tenus à part", True), ("dont on apprend", False))[: 1 if asked.kept else 2]:
        pages = [page for one, page in made if one.is_kept == wanted]
        counts, faults = count_pages(pages, tools)
        wrong += counts["wrong"]
        bound = upper_bound(counts["wrong"], counts["filed"])
        print(title, dict(counts), f"borne à 95 % : {bound:.2%}" if bound is not None else "")
        if not wanted:
            print("\n".join(faults))
            _write(pages, asked.folder)
    return int(wrong > 0)


def _write(pages: Sequence[Page], folder: Path | None) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for page in pages:
            (folder / page.name).write_bytes(page.data)


if __name__ == "__main__":
    sys.exit(main())
