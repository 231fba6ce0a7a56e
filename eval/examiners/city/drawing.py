"""Draws what clinics, practices, laboratories and home care of a big city exchange, with its index and its truth."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.city.context import Ctx
from eval.examiners.city.dates import TODAY
from eval.examiners.city.layouts import LAYOUTS
from eval.examiners.city.names import fold
from eval.examiners.city.people import Person, World, too_close
from eval.examiners.city.registry import Layout
from eval.examiners.city.scan import scan, written
from eval.examiners.city.traps import AUTO_OK, NEEDS_INS, TRAPS, TWINS, WITH_OTHER, mutate
from eval.examiners.common import papers
from eval.examiners.common.vocabulary import FIELDS

FONTS = FontConfiguration()
PERSONS = 2750


@dataclass
class Part:
    """A document and what is true of it."""

    ctx: Ctx
    pdf: bytes
    truth: dict[str, Any]
    person: Person
    other: Person | None


class Maker:
    """Makes documents one after the other; the index grows with them."""

    def __init__(self, seed: int, count: int) -> None:
        self.rng = Random(seed)
        self.w = World(self.rng)
        self.count = count
        self.used: set[str] = set()
        self.deck: list[Layout] = []
        self.trap_deck: list[str] = []
        for _ in range(PERSONS):
            self.w.person()

    def draw(self, deck: list[Any], items: list[Any]) -> Any:
        """Each item in turn, in a shuffled order."""
        if not deck:
            deck.extend(items)
            self.rng.shuffle(deck)
        return deck.pop()

    def layout(self) -> Layout:
        """The next layout."""
        one: Layout = self.draw(self.deck, list(LAYOUTS.values()))
        return one

    def patient(self, suits: Callable[[Person], Any] = lambda _: True) -> Person:
        """Somebody of the index, not told of before and whom nobody stands close to."""
        while True:
            p = self.rng.choice(self.w.index)
            if p.rid in self.used or not 1932 <= p.dob.year <= 2008 or not suits(p) or too_close(p, self.w.index):
                continue
            self.used.add(p.rid)
            return p

    def child(self) -> tuple[Person, Person]:
        """A newborn of the index and its mother."""
        mother = self.patient(lambda p: p.sex == "F" and 1985 <= p.dob.year <= 2004)
        born = TODAY - timedelta(days=self.rng.randint(5, 400))
        child = self.w.person(lo=2025, two=False, dob=born, birth=mother.used or mother.birth, address=mother.address)
        self.used.add(child.rid)
        return child, mother

    def stranger(self, women: bool) -> Person:
        """Somebody who is not in the index, and a namesake or a sibling who is."""
        rng, w = self.rng, self.w
        while True:
            p = w.person(sex="F" if women else None, lo=1980 if women else 1932, hi=2004, keep=False)
            if not too_close(p, w.index):
                break
        if rng.random() < 0.5:
            w.twin_of(p, dob=p.dob - timedelta(days=rng.randint(400, 9000)))
        else:
            w.twin_of(p, firsts=[w.first(p.sex, p.dob.year)])
        return p

    def subject(self, one: Layout, trap: str | None) -> tuple[Person, Person | None, str | None, bool]:
        """Of whom a document tells, who else it may name, the trap that is left, and may it be filed with no click."""
        rng, w, auto = self.rng, self.w, trap in AUTO_OK
        other = None

        def suits(p: Person) -> bool:
            return not one.women or (p.sex == "F" and 1980 <= p.dob.year <= 2004)

        if trap == "not_in_index":
            return self.stranger(one.women), None, trap, auto
        if trap in ("twins", "twin_with_ins") and not one.women:
            sex = rng.choice("MF")
            first, second = rng.choice(TWINS[sex])
            p = w.person(sex=sex, lo=1975, hi=2007, two=False, firsts=[first], need_ins=True)
            w.twin_of(p, firsts=[second])
            return p, None, trap, auto
        if trap in ("ins_wrong_key", "ins_of_other"):
            p = self.patient(lambda q: suits(q) and q.ins)
            if trap == "ins_of_other":
                other = self.patient(lambda q: q.ins and q.sex == p.sex)
        elif trap == "used_name_only":
            p = self.patient(lambda q: suits(q) and q.used)
        else:
            p = self.patient(suits)
            if trap in ("twins", "twin_with_ins"):
                trap, auto = None, True
        self.add_near(p, trap)
        if trap in WITH_OTHER:
            other = self.patient()
        return p, other, trap, auto

    def add_near(self, p: Person, trap: str | None) -> None:
        """Somebody close to a patient, when the trap asks for one."""
        rng, w = self.rng, self.w
        if trap == "namesake_same_day":
            w.twin_of(p, birth=mutate(rng, p.birth))
        if trap == "father_son":
            year, month = p.dob.year - rng.randint(21, 35), p.dob.month % 12 + 1
            w.twin_of(p, dob=p.dob.replace(year=year, day=min(p.dob.day, 28), month=month))

    def document(self, one: Layout, trap: str | None = None, patient: Person | None = None) -> Part:
        """One document. patient: of whom it must tell, drawn when None."""
        other, auto = None, trap in AUTO_OK
        if one.newborn:
            trap, auto = "newborn", False
            p, other = self.child()
        elif patient:
            p = patient
        else:
            p, other, trap, auto = self.subject(one, trap)
        d = Ctx(self.rng, self.w, p, one.name, trap, None if trap == "filename_other" else other)
        if trap == "newborn":
            d.act_day = d.doc_day = p.dob + timedelta(days=self.rng.randint(1, 3))
        page = one.page(d)
        if trap in NEEDS_INS and not d.t["ins"]:
            raise RuntimeError(f"{one.name}: no INS")
        if trap is None and not (d.t["birth_name"] and d.t["first_name"] and d.t["birth_date"]):
            raise RuntimeError(f"{one.name}: identity incomplete")
        record = None if trap == "not_in_index" else p.rid
        fields = {k: d.t[k] for k in FIELDS if k not in d.omit}
        truth: dict[str, Any] = {"pages": [], "record_id": record, "may_auto": auto, "trap": trap, "fields": fields}
        return Part(d, HTML(string=page).write_pdf(font_config=FONTS), truth, p, other)

    def stem(self, number: int, person: Person | None, trap: str | None, other: Person | None) -> str:
        """Name of a file without its extension: of nobody, of its patient, or of another when the trap says so."""
        rng, i = self.rng, number
        day = (TODAY - timedelta(days=rng.randint(0, 30))).strftime("%Y%m%d")
        named = other if trap == "filename_other" else None
        if named is None and person and trap in (None, "father_son") and rng.random() < 0.07:
            named = person
        if named:
            stem = f"{i:04d}_{fold(named.used or named.birth)}_{fold(named.firsts[0])}"
            return stem.replace(" ", "-").replace("'", "")
        return rng.choice(
            [f"SCAN_{day}_{i:04d}", f"doc{i:05d}", f"courrier-{day}-{i}", f"MFP3_{i:04d}", f"numerisation {i}"]
        )

    def several(self) -> tuple[list[Part], bool]:
        """Documents that come in one file; are they all of the same patient?"""
        same = self.rng.random() < 0.5
        shared, parts = None, []
        for _ in range(self.rng.choice([2, 2, 3])):
            one = self.layout()
            while one.newborn or one.women:
                one = self.layout()
            parts.append(self.document(one, None, shared))
            shared = parts[-1].person if same else None
        if not same:
            for part in parts:
                part.truth["may_auto"], part.truth["trap"] = False, "several_patients"
        return parts, same

    def alone(self) -> Part:
        """A document that comes alone, with or without a trap."""
        trap = self.draw(self.trap_deck, TRAPS) if self.rng.random() < 0.21 else None
        if trap == "newborn":
            return self.document(next(one for one in LAYOUTS.values() if one.newborn), trap)
        return self.document(self.layout(), trap)

    def file(self, number: int, grade: str) -> tuple[str, bytes, list[Part]]:
        """One file: its name, its bytes and its documents."""
        rng = self.rng
        is_multi = rng.random() < 0.07
        parts, same = self.several() if is_multi else ([self.alone()], True)
        count = 0
        for part in parts:
            last = count + papers.page_count(part.pdf)
            part.truth["pages"] = list(range(count + 1, last + 1))
            count = last
        first = parts[0]
        data, extension = papers.joined([part.pdf for part in parts]), "pdf"
        if grade != "digital":
            extension = rng.choice(["pdf"] * 6 + (["png", "jpg", "jpg", "tif"] if count == 1 else ["tif"]))
        trap = None if is_multi else first.truth["trap"]
        stem = self.stem(number, first.person if same else None, trap, first.other)
        if grade != "digital":
            day = (first.ctx.doc_day + timedelta(days=rng.randint(1, 6))).strftime("%d/%m/%Y")
            data = written(*scan(data, rng, grade, day), extension)
        return f"{stem}.{extension}", data, parts

    def grades(self) -> list[str]:
        """How each file comes in."""
        scans, poor = round(0.6 * self.count), round(0.08 * self.count)
        all_ = ["scan"] * scans + ["poor"] * poor + ["digital"] * (self.count - scans - poor)
        self.rng.shuffle(all_)
        return all_

    def verify(self, truth: dict[str, Any]) -> None:
        """Nobody entered later may stand too close to a patient said to be unique."""
        people = {p.rid: p for p in self.w.index}
        for told in (one for file in truth.values() for one in file["documents"]):
            if not told["may_auto"] or told["trap"] == "twin_with_ins":
                continue
            if too_close(people[told["record_id"]], self.w.index):
                told["may_auto"], told["trap"] = False, told["trap"] or "near_twin"


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker(seed, count)
    truth: dict[str, Any] = {}
    for number, grade in enumerate(maker.grades(), 1):
        name, data, parts = maker.file(number, grade)
        (folder / name).write_bytes(data)
        layouts = "+".join(part.ctx.layout for part in parts)
        truth[name] = {"layout": layouts, "grade": grade, "documents": [part.truth for part in parts]}
    maker.verify(truth)
    index = [p.record() for p in maker.w.index]
    maker.rng.shuffle(index)
    for name, value in (("truth.json", truth), ("persons.json", index)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
