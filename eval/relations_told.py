"""Pages of words that name two persons who both have a record, in many turns of phrase: a contact, an aunt who collects, a
donor, an index case, a couple, a newborn. Nothing is drawn nor read, so that thousands take minutes.

Counted: pages filed in the other person's record, and pages of both that were filed (``shown``). Exit 1 when there is one.
``python -m eval.relations_told [--each 40] [--unknown] [--misread]``
"""

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from eval.case import write_date
from eval.generate import make_index
from eval.people import Person, draw_doctor, draw_person, draw_structure, make_ins
from eval.running import RECEIVED_ON, make_tools
from eval.scores import upper_bound
from eval.sheet import Sheet
from eval.words import MARK, Misreading, as_read, open_words, to_pages
from liane.codecs.pdf.pages_read import PagesRead
from liane.domain.intake.outcome import IntakeAction
from liane.pipeline.intake.reader import IntakeTools, read_file

DATA = Path(__file__).parent / "data" / "relations_told.toml"
KINDS = ("may", "shown", "others")
BATCH = 400
"""Pages that share an index."""
KIN = {
    "frère": ("M", -3, ("soeur", "frère")), "soeur": ("F", 4, ("soeur", "frère")), "cousin": ("M", 6, ("cousine", "cousin")),
    "conjoint": ("M", -1, ("épouse", "conjoint")), "épouse": ("F", 2, ("épouse", "mari")), "mère": ("F", -27, ("fille", "fils")),
    "père": ("M", -30, ("fille", "fils")), "fils": ("M", 26, ("mère", "père")), "fille": ("F", 29, ("mère", "père")),
    "tante": ("F", -20, ("nièce", "neveu")), "neveu": ("M", 22, ("tante", "oncle")), "voisine": ("F", 1, ("voisine", "voisin")),
    "nièce": ("F", 24, ("tante", "oncle")), "grand-mère": ("F", -50, ("petite-fille", "petit-fils")),
}  # fmt: skip
"""What the other is: their sex, years after the patient's birth, and what the patient is to them, by sex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPage:
    """One page. kind: of KINDS; form: the turn of phrase; patient: whose it is; other: whose it is not."""

    kind: str
    form: str
    words: PagesRead
    patient: Person
    other: Person


@cache
def load_forms() -> dict[str, list[str]]:
    """The forms of the file, by kind, and the lines that any page may have."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {name: one["lines"] if isinstance(one, dict) else one for name, one in raw.items()}


def draw_kin(rng: Random, number: int) -> tuple[Person, Person, str]:
    """A patient, another person, and what the other is to the patient; family names shared half of the time."""
    kin = rng.choice(list(KIN))
    sex, gap, _ = KIN[kin]
    patient = replace(draw_person(rng, f"T{number:06d}-P", age=(32, 60)), used_name="")
    born = patient.birth_date + timedelta(days=365 * gap + rng.randrange(-200, 200))
    other = replace(draw_person(rng, f"T{number:06d}-O", sex=sex), birth_date=min(born, date(2023, 5, 1)), used_name="")
    if rng.random() < 0.5 or kin in ("frère", "soeur", "père", "fils"):
        other = replace(other, birth_name=patient.birth_name)
    if rng.random() < 0.06:
        other = replace(other, birth_date=patient.birth_date)
    return patient, replace(other, ins=make_ins(other.sex, other.birth_date, other.birth_place, rng)), kin


def make_page(seed: int, kind: str, *, is_misread: bool = False) -> ToldPage:
    """Draw one page. Same seed, same page."""
    rng = Random(f"told-{kind}-{seed}")
    forms = load_forms()
    patient, other, kin = draw_kin(rng, seed)
    form = forms[kind][seed % len(forms[kind])]
    words = _words(rng, patient, other, kin)
    lines = [rng.choice(forms["bodies"]) for _ in range(rng.randrange(1, 5))]
    told = form.format(**words).split("\n")
    if kind == "others":
        block = told
    else:
        block = rng.choice(forms["own"]).format(**words).split("\n")
        place = rng.choice((0, 0, len(lines), rng.randrange(len(lines) + 1)))
        lines[place:place] = told
    canvas, _ = open_words()
    sheet = Sheet(canvas, rng, manner=rng.choice(("serif", "sans", "mono")), is_held=False)
    title = rng.choice(forms["titles"])
    head = [words["s"], f"{words['town']}, le {words['day']}"]
    parts = [head, block, [title]] if rng.random() < 0.5 else [head, [title], block]
    for part in (*parts, lines, [words["a"]]):
        for line in part:
            _write(sheet, line)
        sheet.space(rng.choice((6, 12)))
    canvas.showPage()
    pages = to_pages(canvas, misreading=Misreading() if is_misread else None, dice=rng)
    return ToldPage(kind=kind, form=form, words=as_read(pages), patient=patient, other=other)


def _write(sheet: Sheet, line: str) -> None:
    left, bar, right = line.partition("||")
    if bar:
        sheet.text(sheet.left, sheet.y, left.strip())
        sheet.text(sheet.left + 230, sheet.y, right.strip())
        sheet.space(sheet.size * 1.35)
    else:
        sheet.paragraph(line)


def _words(rng: Random, patient: Person, other: Person, kin: str) -> dict[str, str]:
    style = rng.choice(("/", "/", ".", "-", "long"))
    doctor, house = draw_doctor(rng), draw_structure(rng)
    back = KIN[kin][2][patient.sex == "M"]
    return {
        "P": _name(patient), "Pn": patient.birth_name, "Pf": patient.first_name.title(), "pi": patient.ins,
        "psex": patient.sex, "pd": write_date(patient.birth_date, style), "Pt": patient.title, "born": _born(patient),
        "O": _name(other), "On": other.birth_name, "Of": other.first_name.title(), "oi": other.ins,
        "od": write_date(other.birth_date, style), "Ot": other.title, "oborn": _born(other),
        "kin": kin, "Kin": kin.capitalize(), "pos": "sa" if other.sex == "F" and kin != "épouse" else "son",
        "back": back, "posb": "son" if back[0] in "éo" or patient.sex == "M" else "sa",
        "day": write_date(date(2023, 6, 1) + timedelta(days=rng.randrange(900)), style),
        "a": f"Dr {doctor.given.title()} {doctor.family}", "s": house.name, "town": house.town,
    }  # fmt: skip


def _name(person: Person) -> str:
    return f"{person.birth_name} {person.first_name.title()}"


def _born(person: Person) -> str:
    return "née" if person.sex == "F" else "né"


def count_pages(pages: list[ToldPage], tools: IntakeTools) -> tuple[Counter[str], list[str]]:
    """Read each page; count by kind what is done, and tell the faults by their form."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for page in pages:
        own = replace(tools, read_pages=lambda _data, _name, words=page.words: words)
        read = read_file(MARK + page.patient.record_id.encode(), name="page.pdf", received_on=RECEIVED_ON, tools=own)
        for answer in read.documents:
            counts[f"{page.kind}"] += 1
            counts.update(f"{page.kind} {code}" for code in answer.decision.codes if code in ("INT-044", "INT-046"))
            if answer.decision.action is not IntakeAction.AUTO:
                continue
            counts[f"{page.kind} filed"] += 1
            if answer.decision.record_id != page.patient.record_id:
                counts["WRONG"] += 1
                faults.append(f"WRONG PATIENT {page.form}")
            if page.kind == "shown":
                counts["MUST BE SHOWN"] += 1
                faults.append(f"must be shown {page.form}")
    return counts, faults


def _batches(asked: argparse.Namespace) -> Iterator[list[ToldPage]]:
    forms = load_forms()
    for kind in KINDS:
        seeds = range(asked.seed, asked.seed + asked.each * len(forms[kind]))
        for start in range(0, len(seeds), BATCH):
            yield [make_page(seed, kind, is_misread=asked.misread) for seed in seeds[start : start + BATCH]]


def main() -> int:
    """Make, read, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=40, help="pages of each turn of phrase")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unknown", action="store_true", help="the patients have no record, the other persons have")
    parser.add_argument("--misread", action="store_true")
    parser.add_argument("--index", type=int, default=5_000, help="persons in the index")
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for pages in _batches(asked):
        persons = [one for page in pages for one in (page.patient, page.other)[asked.unknown :]]
        more, wrong = count_pages(pages, make_tools([*persons, *make_index([], size=asked.index)]))
        counts += more
        faults.update(wrong)
    for name, count in sorted(counts.items()):
        print(name, count)
    filed = sum(counts[f"{kind} filed"] for kind in KINDS)
    bound = upper_bound(counts["WRONG"], filed)
    print(f"mauvais dossier {counts['WRONG']}/{filed}", f"(borne à 95 % : {bound:.2%})" if bound is not None else "")
    for fault, count in faults.most_common():
        print(count, fault)
    return int(bool(counts["WRONG"] or counts["MUST BE SHOWN"]))


if __name__ == "__main__":
    sys.exit(main())
