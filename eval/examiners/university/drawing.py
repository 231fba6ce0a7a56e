"""Draws what a university hospital group files, with its index and its truth."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.common import papers
from eval.examiners.university import people, scan, traps
from eval.examiners.university.context import Ctx
from eval.examiners.university.dice import OMIT
from eval.examiners.university.layouts import LAYOUTS
from eval.examiners.university.names import fold
from eval.examiners.university.people import Person

FONTS = FontConfiguration()
PERSONS = 3000
GRADES = ["scan"] * 60 + ["poor"] * 8 + ["digital"] * 32
NEVER_JOINED = {"maternite_nouveau_ne"}
"""Layouts that do not tell of somebody of any age."""


@dataclass
class Document:
    """A document and what is true of it. p: whose it is, in the index or not."""

    name: str
    html: str
    fields: dict[str, Any]
    p: Person
    trap: str | None
    mode: str
    day: dt.date


@dataclass
class File:
    """A file as it comes in, its documents and their pages."""

    name: str
    data: bytes
    grade: str
    documents: list[Document]
    pages: list[list[int]]


class Maker:
    """Makes files one after the other; the index grows with them."""

    def __init__(self, seed: int, count: int) -> None:
        self.seed, self.r = seed, Random(f"university-{seed}")
        self.index: list[Person] = []
        self.taken: set[tuple[str, dt.date]] = set()
        self.order: list[str] = []
        self.bag: list[str] = []
        while len(self.order) < count * 2:
            several = list(LAYOUTS)
            self.r.shuffle(several)
            self.order += several

    def add(self, p: Person) -> Person:
        """Somebody more in the index."""
        p.record_id = f"P{len(self.index) + 10001}"
        self.index.append(p)
        return p

    def patient(self, ages: tuple[float, float], sex: str | None) -> Person:
        """Somebody of whom no other document tells."""
        while True:
            p = people.person(self.r, sex, ages)
            key = (fold(p.birth_name), p.birth_date)
            if key not in self.taken:
                self.taken.add(key)
                return p

    def one(self, name: str, trap: str | None = None, patient: Person | None = None) -> Document:
        """One document. patient: of whom it must tell, drawn when None."""
        r, layout = self.r, LAYOUTS[name]
        p = patient or self.patient(layout.ages, layout.sex)
        laid = traps.Laid(p) if patient else traps.lay(r, self.add, p, trap)
        shows_ins = r.random() < 0.37 and trap not in traps.WITHOUT_INS
        days_min = 365 * min(layout.ages[0], 15) if layout.ages[0] >= 1 else 0
        c = Ctx(r, laid.printed, laid.flags, laid.other, shows_ins=shows_ins, days_min=days_min)
        html, block = layout.draw(c), c.trap_block()
        place = "<!--X-->" if "<!--X-->" in html else "</body>"
        html = html.replace(place, block + place.replace("<!--X-->", ""), 1)
        if c.mother:
            trap = "newborn_with_mother"
            self.add_mother(c.mother)
        if not layout.is_addressed:
            c.f["recipients"] = OMIT
        fields = {key: value for key, value in c.f.items() if value != OMIT}
        return Document(name, html, fields, p, trap, c.mode, c.doc)

    def add_mother(self, told: tuple[str, str, dt.date]) -> None:
        """The mother of a newborn stands in the index too."""
        mother = people.person(self.r, "F", (20, 45))
        mother.birth_name, given, mother.birth_date = told
        mother.used_name, mother.first_names = None, [given]
        self.add(people.renew_ins(self.r, mother))

    def several(self) -> list[Document]:
        """Documents that were put into one file: of one patient or of several."""
        r, count = self.r, self.r.choice([2, 2, 3])
        if r.random() >= 0.5:
            return [self.one(self.order.pop()) for _ in range(count)]
        able = [
            name
            for name in self.order[-40:]
            if 18 <= LAYOUTS[name].ages[0] < 40 and not LAYOUTS[name].sex and name not in NEVER_JOINED
        ]
        p = self.add(self.patient((40, 80), None))
        return [self.one(r.choice(able), patient=p) for _ in range(count)]

    def single(self) -> list[Document]:
        """A document alone, with a trap or without."""
        trap = None
        if self.r.random() < 0.21:
            if not self.bag:
                self.bag = list(traps.TRAPS)
                self.r.shuffle(self.bag)
            trap = self.bag.pop()
        return [self.one(self.order.pop(0), trap)]

    def file(self, number: int) -> File:
        """One file."""
        r, grade = self.r, GRADES[(number * 37 + self.seed * 11) % 100]
        docs = self.several() if r.random() < 0.07 else self.single()
        pdfs = [HTML(string=doc.html).write_pdf(font_config=FONTS) for doc in docs]
        pages, at = [], 1
        for pdf in pdfs:
            last = at + papers.page_count(pdf)
            pages.append(list(range(at, last)))
            at = last
        data, stem, extension = papers.joined(pdfs), self.stem(docs, number, grade), "pdf"
        if grade != "digital":
            day = max(doc.day for doc in docs) + dt.timedelta(days=r.randint(1, 6))
            data, extension = scan.written(scan.capture(data, r, grade, f"{day:%d/%m/%Y}"), r)
        return File(f"{stem}.{extension}", data, grade, docs, pages)

    def stem(self, docs: list[Document], number: int, grade: str) -> str:
        """Name of a file without its extension: of nobody, of its patient, or of another when the trap says so."""
        r, doc, lead = self.r, docs[0], f"{number:03d}"
        stem = r.choice(
            [
                f"{lead}_numerisation",
                f"{lead}_doc{r.randint(1000, 9999)}",
                f"{lead}_{doc.day:%Y%m%d}_{r.randint(100, 999)}",
                f"{lead}_courrier",
                f"{lead}_SCAN{r.randint(10000, 99999)}",
                f"{lead}_piece_jointe",
            ]
        )
        is_named = grade == "digital" and r.random() < 0.15
        if is_named and len(docs) == 1 and doc.trap is None and doc.mode == "single":
            stem = f"{lead}_{slug(doc.p.birth_name)}_{slug(doc.p.first)}"
        if doc.trap == "filename":
            other = self.add(people.person(r, ages=(30, 85)))
            other.used_name = None
            stem = f"{lead}_{slug(other.birth_name)}_{slug(other.first)}_{other.birth_date:%d%m%Y}"
        return stem

    def may_file(self, doc: Document) -> bool:
        """May it be filed with no click?"""
        fields = doc.fields
        if doc.trap not in traps.HARMLESS or doc.mode == "used":
            return False
        if not fields.get("birth_date") or not fields.get("first_name"):
            return False
        if not fields.get("doc_date", "open") and not fields.get("act_date"):
            return False
        if not fields.get("birth_name") and doc.mode != "birth":
            return False
        return bool(fields.get("ins")) or not traps.has_neighbour(doc.p, self.index)

    def told_of(self, doc: Document, pages: list[int], *, are_several: bool) -> dict[str, Any]:
        """The truth of a document as it is written. are_several: patients in its file."""
        may_auto = not are_several and self.may_file(doc)
        trap = doc.trap or ("several_patients" if are_several else None)
        if trap is None and not may_auto and traps.has_neighbour(doc.p, self.index):
            trap = "near_neighbour"
        return {
            "pages": pages,
            "record_id": None if doc.trap == "absent" else doc.p.record_id,
            "may_auto": may_auto,
            "trap": trap,
            "fields": doc.fields,
        }


def slug(text: str) -> str:
    """As a name of a file."""
    return re.sub(r"[^A-Za-z0-9]+", "_", fold(text)).strip("_")


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    maker, files = Maker(seed, count), []
    for number in range(count):
        file = maker.file(number)
        (folder / file.name).write_bytes(file.data)
        file.data = b""
        files.append(file)
    while len(maker.index) < PERSONS:
        maker.add(people.person(maker.r, ages=(0, 98)))
    truth = {}
    for file in files:
        are_several = len({id(doc.p) for doc in file.documents}) > 1
        told = [
            maker.told_of(doc, pages, are_several=are_several)
            for doc, pages in zip(file.documents, file.pages, strict=True)
        ]
        layouts = "+".join(doc.name for doc in file.documents)
        truth[file.name] = {"layout": layouts, "grade": file.grade, "documents": told}
    index = [p.record() for p in maker.index]
    maker.r.shuffle(index)
    for name, value in (("truth.json", truth), ("persons.json", index)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
