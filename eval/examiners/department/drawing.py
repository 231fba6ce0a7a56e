"""Draws the papers that a departmental hospital centre receives and produces, with its index and its truth."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.common import papers
from eval.examiners.department import scan, traps
from eval.examiners.department.document import Doc
from eval.examiners.department.layouts import LAYOUTS
from eval.examiners.department.names import fold
from eval.examiners.department.people import LAST_DAY, Person, Population
from eval.examiners.department.registry import Layout

FONTS = FontConfiguration()
FIRST_PERSONS, PERSONS = 1000, 3000
FIRST_DAY = dt.date(2025, 3, 1)
SHARES = {"scan": 0.60, "poor": 0.08}
STEMS = ["scan", "doc", "SCN", "courrier", "numerisation", "IMG", "recu"]
STAMPS = ["REÇU LE", "COURRIER ARRIVÉ", "ARRIVÉE"]
OFFICES = ["Secrétariat DIM", "Bureau des archives", "Service du courrier"]
FAXES = ["CHD ARCHIVES", "CABINET MEDICAL", "TELECOPIE"]
NOT_OF_ANYONE = ("newborn", "mother", "old", "adult")


@dataclass
class Document:
    """A document and what is true of it. person: as the index has them; stem: of its file, None when any will do."""

    layout: Layout
    pdf: bytes
    person: Person
    may_auto: bool
    trap: str | None
    fields: dict[str, Any]
    stem: str | None

    def told(self, first: int) -> dict[str, Any]:
        """The truth as it is written. first: the page that it begins on."""
        return {
            "pages": list(range(first, first + papers.page_count(self.pdf))),
            "record_id": self.person.record_id,
            "may_auto": self.may_auto,
            "trap": self.trap,
            "fields": self.fields,
        }


class Maker:
    """Makes files one after the other; the index grows with them."""

    def __init__(self, seed: int, count: int) -> None:
        self.seed, self.r = seed, Random(seed)
        self.population = Population(Random(seed * 7919 + 5))
        self.population.fill(FIRST_PERSONS, self.r)
        self.order = self._order(count)
        self.grades = self._grades(count)

    def _order(self, count: int) -> list[Layout]:
        """Every layout in turn, shuffled by rounds."""
        order: list[Layout] = []
        while len(order) < count:
            block = list(LAYOUTS.values())
            self.r.shuffle(block)
            order += block
        return order

    def _grades(self, count: int) -> list[str]:
        grades = [grade for grade, share in SHARES.items() for _ in range(round(count * share))]
        grades = (grades + ["digital"] * count)[:count]
        self.r.shuffle(grades)
        return grades

    def document(self, layout: Layout, r: Random, trap: str | None, person: Person | None = None) -> Document:
        """One document. person: of whom it must tell, drawn when None."""
        population, when = self.population, FIRST_DAY + dt.timedelta(days=r.randrange(600))
        if person is None:
            person = traps.prepare(r, population, layout, when, trap)
        else:
            when = max(when, dt.date.fromisoformat(person.birth_date) + dt.timedelta(days=1))
        shows = traps.shows_number(r, person, trap)
        d = Doc(r, traps.printed(r, population, person, trap), when, trap, shows)
        if layout.whose == "newborn":
            d.mother = self._mother(r, when, person)
            trap = "newborn_with_mother"
        d.mention = traps.mention(d, population, trap)
        stem = None
        if trap == "file_name_other":
            other = r.choice(population.records[:300])
            stem = fold(f"{other.birth_name}_{other.first}").replace(" ", "_").replace("'", "")
        d.ipp = str(10000000 + int((person.record_id or "P54321")[1:]) * 1237 % 89999999)
        pdf = HTML(string=layout.draw(d)).write_pdf(font_config=FONTS)
        fields = fields_of(d, layout)
        has_identity = all(fields.get(name) for name in ("birth_date", "birth_name", "first_name"))
        return Document(layout, pdf, person, has_identity and trap not in traps.SHOWN, trap, fields, stem)

    def _mother(self, r: Random, when: dt.date, child: Person) -> Person:
        """The mother, who has a record too and may bear the name of the child."""
        mother = self.population.draw(20, 40, "F", when)
        if r.random() >= 0.5:
            mother.birth_name = child.birth_name
        return self.population.add(mother)

    def documents(self, layout: Layout, r: Random) -> list[Document]:
        """The documents of a file: mostly one, else of one or of several patients."""
        is_newborn = layout.whose == "newborn"
        if r.random() >= 0.075:
            return [self.document(layout, r, None if is_newborn else _trap(layout, r))]
        docs = [self.document(layout, r, None)]
        is_same = r.random() < 0.45 and not is_newborn
        choices = [
            one
            for one in LAYOUTS.values()
            if one is not layout and one.whose not in (NOT_OF_ANYONE if is_same else ("newborn",))
        ]
        for _ in range(r.choice([1, 1, 2])):
            docs.append(self.document(r.choice(choices), r, None, docs[0].person if is_same else None))
        if not is_same:
            for doc in docs:
                doc.may_auto, doc.trap = False, doc.trap or "several_patients"
        return docs

    def file(self, number: int) -> tuple[str, bytes, str, list[Document]]:
        """One file: its name, its bytes, its grade and its documents."""
        r, grade = Random(f"{self.seed}-{number}"), self.grades[number]
        docs = self.documents(self.order[number], r)
        stem = docs[0].stem or f"{r.choice(STEMS)}_2026{r.randrange(1, 12):02d}"
        pdf = papers.joined([doc.pdf for doc in docs])
        if grade == "digital":
            return f"{stem}_{number:03d}.pdf", pdf, grade, docs
        data, extension = captured(pdf, docs[-1], r, grade == "poor")
        return f"{stem}_{number:03d}.{extension}", data, grade, docs

    def settle(self, docs: list[Document]) -> None:
        """Records alike are known at last: whoever has one, and no national number on the page, is not filed alone."""
        for doc in docs:
            if not doc.may_auto or not self.population.has_near(doc.person):
                continue
            if doc.fields.get("ins"):
                doc.trap = doc.trap or "near_twin_in_index_with_ins"
            else:
                doc.may_auto, doc.trap = False, doc.trap or "near_twin_in_index"


def _trap(layout: Layout, r: Random) -> str | None:
    trap = r.choice(traps.TRAPS) if r.random() < 0.22 else None
    if trap == "used_name_only" and layout.whose in ("mother", "adult"):
        return "file_name_other"
    return trap


def fields_of(d: Doc, layout: Layout) -> dict[str, Any]:
    """The truth, without what the page leaves open."""
    if not layout.is_addressed:
        d.leave("recipients")
    if "recipients" in d.f:
        d.f["recipients"] = sorted(set(d.f["recipients"])) or None
    return d.f


def captured(pdf: bytes, last: Document, r: Random, is_poor: bool) -> tuple[bytes, str]:
    """The bytes of a file as it comes in, and its extension. last: the document that tells when it came."""
    dpi = 150 if is_poor else r.choice([200, 200, 240, 300])
    kind = "poor" if is_poor else r.choice(["mfp"] * 6 + ["fax", "phone", "phone"])
    written = last.fields.get("doc_date")
    day = (dt.date.fromisoformat(written) if written else LAST_DAY) + dt.timedelta(days=r.randrange(1, 9))
    clean = [image.convert("RGB") for image in papers.pictures(pdf, dpi)]
    images = [image.copy() for image in clean]
    if r.random() < 0.25:
        scan.stamp(images[0], r, f"{r.choice(STAMPS)} {day:%d/%m/%Y}\n{r.choice(OFFICES)}", dpi)
    fax = None
    if kind == "fax":
        hour = f"{r.randrange(8, 19)}:{r.randrange(10, 59)}"
        fax = f"{day:%d/%m/%Y} {hour}   {r.choice(FAXES)}   05625{r.randrange(10000, 99999)}   P.01"
    images = [scan.degrade(image, r, kind, dpi, fax, clean[at - 1] if at else None) for at, image in enumerate(images)]
    images = _turned(images, r)
    quality = r.randrange(60, 86)
    extension = r.choice(["pdf"] * 6 + ["jpg", "png", "tif"])
    if len(images) > 1 and extension in ("jpg", "png"):
        extension = "pdf"
    return scan.written(images, extension, dpi, quality), extension


def _turned(images: list[Image.Image], r: Random) -> list[Image.Image]:
    turn = r.choice([90, 180, 270]) if r.random() < 0.07 else 0
    return [image.rotate(turn, expand=True) for image in images] if turn else images


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    maker, files = Maker(seed, count), {}
    for number in range(count):
        name, data, grade, docs = maker.file(number)
        (folder / name).write_bytes(data)
        files[name] = (grade, docs)
    maker.population.fill(PERSONS, maker.r)
    every = [doc for _, docs in files.values() for doc in docs]
    plain = [doc.person for doc in every if doc.trap is None and doc.person.record_id]
    traps.near_twins(maker.r, maker.population, plain, max(1, count // 30))
    maker.settle(every)
    truth = {}
    for name, (grade, docs) in files.items():
        told, page = [], 1
        for doc in docs:
            told.append(doc.told(page))
            page = told[-1]["pages"][-1] + 1
        truth[name] = {"layout": docs[0].layout.name, "grade": grade, "documents": told}
    index = [person.record() for person in maker.population.records]
    maker.r.shuffle(index)
    for name, value in (("truth.json", truth), ("persons.json", index)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
