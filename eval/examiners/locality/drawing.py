"""Draws what a local hospital with a home for the elderly and home care receives, with its index and its truth."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.common import papers
from eval.examiners.locality import scan, traps
from eval.examiners.locality.context import Ctx
from eval.examiners.locality.layouts import LAYOUTS
from eval.examiners.locality.names import fold
from eval.examiners.locality.page import PLACE
from eval.examiners.locality.people import Person
from eval.examiners.locality.sheet import World

FONTS = FontConfiguration()
PERSONS = 2600
KINDS = {"mfp": 58, "bw": 12, "fax": 14, "phone": 16}
OF_PATIENTS = {"birth_name", "used_name", "first_name", "first_names", "birth_date", "sex", "ins"}
STAMPS = ["REÇU LE\n{d}", "COURRIER ARRIVÉ\n{d}", "NUMÉRISÉ {d}\nSecrétariat", "COPIE\n"]


@dataclass
class Document:
    """A document and what is true of it. auto: whether it may be filed without a click, None when the index decides."""

    name: str
    pdf: bytes
    person: Person
    auto: bool | None
    trap: str | None
    fields: dict[str, Any]
    day: dt.date
    age: int

    @property
    def record_id(self) -> str | None:
        """Whose it is in the index, None when nobody's."""
        return self.person.get("rid")


class Maker:
    """Makes files one after the other; the index grows with them."""

    def __init__(self, seed: int, count: int) -> None:
        self.r = random.Random(seed)
        self.w = World(self.r)
        self.people = self.w.people
        for _ in range(PERSONS - count):
            self.people.add(self.people.draw())
        self.turns = self._turns()

    def _turns(self) -> Iterator[str]:
        """Every layout in turn, shuffled by rounds."""
        while True:
            order = list(LAYOUTS)
            self.r.shuffle(order)
            yield from order

    def document(self, name: str, trap: str | None, p: Person | None = None) -> Document:
        """One document. p: of whom it must tell, drawn when None."""
        layout = LAYOUTS[name]
        p = p or traps.prepare(self.r, self.people, layout, trap)
        c = Ctx(self.r, self.w, p, trap)
        html = layout.page(c)
        extra, has_record = "", False
        if trap in ("relative_full", "two_patients"):
            extra, has_record = traps.somebody_else(c, trap == "two_patients")
        if PLACE in html:
            html = html.replace(PLACE, extra, 1)
        elif extra:
            html = html.replace("</body>", extra + "</body>")
        c.drop |= {field for field in ("sex", "recipients") if c.f[field] is None}
        auto = None if trap is None else auto_of(trap, has_record)
        auto = False if p.get("never_auto") else may_file(c, p) if auto is None else auto
        if trap == "two_patients":
            c.drop |= OF_PATIENTS
        told = p.get("trap_name") or trap
        pdf = HTML(string=html).write_pdf(font_config=FONTS)
        return Document(name, pdf, p, auto, told, c.fields(), c.day, c.age)

    def documents(self, first: str, trap: str | None, is_multi: bool) -> list[Document]:
        """The documents of a file."""
        r = self.r
        docs = [self.document(first, trap)]
        if not is_multi:
            return docs
        is_same = r.random() < 0.45
        for _ in range(r.choice([1, 1, 2])):
            name = next(self.turns)
            name = self._suiting(name, docs[0].age) if is_same else name
            docs.append(self.document(name, None, docs[0].person if is_same else None))
        if not is_same:
            for doc in docs:
                doc.auto, doc.trap = False, "several_patients"
        return docs

    def _suiting(self, name: str, age: int) -> str:
        """A layout that may tell of somebody of an age."""
        for _ in range(40):
            low, high = LAYOUTS[name].ages
            if low <= age <= high and not LAYOUTS[name].sex:
                break
            name = self.r.choice(list(LAYOUTS))
        return name

    def file(self, number: int) -> tuple[str, bytes, str, list[Document]]:
        """One file: its name, its bytes, its grade and its documents."""
        r = self.r
        share = r.random()
        grade = "scan" if share < 0.60 else "poor" if share < 0.68 else "digital"
        trap = r.choice(traps.TRAPS) if r.random() < 0.22 else None
        first = next(self.turns)
        if trap == "used_only" and LAYOUTS[first].sex == "M":
            trap = None
        is_multi = r.random() < 0.07
        trap = None if is_multi else trap
        docs = self.documents(first, trap, is_multi)
        pdf = papers.joined([doc.pdf for doc in docs])
        kind = r.choices(list(KINDS), list(KINDS.values()))[0]
        stem = self._stem(docs, number, trap, is_multi)
        label = self._label() if trap == "sticker_other" else None
        if label and grade == "digital":
            grade = "scan"
        if grade == "digital":
            return f"{stem}.pdf", pdf, grade, docs
        data, extension = self._captured(pdf, docs, grade == "poor", kind, label)
        return f"{stem}.{extension}", data, grade, docs

    def _stem(self, docs: list[Document], number: int, trap: str | None, is_multi: bool) -> str:
        """Name of a file without its extension: of nobody, of its patient, or of another when the trap says so."""
        r, n = self.r, number + 101
        stem = r.choice(
            [
                f"SCAN_{n:04d}",
                f"doc{n:05d}",
                f"2026{n:04d}_num",
                f"IMG_{n:04d}",
                f"reception-{n}",
                f"fax_{n:06d}",
                f"courrier_{n:03d}",
            ]
        )
        if r.random() < 0.12 and not is_multi and trap not in ("filename_other", "used_only"):
            stem = _named_after(docs[0].person, number)
        if trap == "filename_other":
            stem = _named_after(self._another(), number)
        return stem

    def _another(self) -> Person:
        """Somebody else who has a record."""
        p = self.people.draw()
        self.people.add(p)
        return p

    def _label(self) -> list[str]:
        """The lines of an identity label of somebody else."""
        p = self._another()
        return [
            fold(f"{p['birth']} {p['firsts'][0]}"),
            f"Né(e) le {p['dob']:%d/%m/%Y}  {p['sex']}",
            f"IPP {self.r.randint(1000000, 9999999)}",
        ]

    def _captured(
        self, pdf: bytes, docs: list[Document], is_poor: bool, kind: str, label: list[str] | None
    ) -> tuple[bytes, str]:
        """The bytes of a file as it comes in, and its extension."""
        r, day = self.r, docs[-1].day
        dpi = 150 if is_poor else r.choice([200, 200, 240, 300]) if kind != "fax" else 204
        kind = "mfp" if is_poor and kind in ("fax", "bw") else kind
        images = scan.pages(pdf, dpi)
        if label and not scan.sticker(images[0], r, dpi, label):
            docs[0].trap, docs[0].auto = None, None if docs[0].record_id else False
        if r.random() < 0.25:
            said = r.choice(STAMPS)
            said = said.format(d=(day + dt.timedelta(days=r.randint(1, 12))).strftime("%d/%m/%Y"))
            scan.stamp(images[0], r, dpi, said, r.random() < 0.6)
        hour, tel = f"{r.randint(8, 18):02d}:{r.randint(0, 59):02d}", self.w.pros.tel
        fax = f"{day:%d/%m/%Y} {hour}  De : {tel()}  A : {tel()}   P. 1/{len(images)}"
        turn = r.choice([180, 90, 270]) if r.random() < 0.06 else 0
        captured = []
        for place, image in enumerate(images):
            one = scan.degrade(image, r, dpi, is_poor, kind, fax if place == 0 else None)
            if turn and (place == 0 or r.random() < 0.5):
                one = one.rotate(turn, expand=True)
            captured.append(one)
        extension = "pdf" if len(images) > 1 or r.random() < 0.78 else r.choice(["png", "jpg", "tif"])
        if len(images) > 1 and r.random() < 0.06:
            extension = "tif"
        return scan.written(captured, extension, r, dpi, is_poor), extension


def _named_after(p: Person, number: int) -> str:
    return fold(f"{p['birth']}_{p['firsts'][0]}_{number:03d}").replace(" ", "-").replace("'", "")


def auto_of(trap: str, has_record: bool) -> bool | None:
    """Whether a trap forbids filing. has_record: somebody else whom the page tells of has one."""
    if trap in traps.SHOWN or (trap == "relative_full" and has_record):
        return False
    return None


def may_file(c: Ctx, p: Person) -> bool | None:
    """Whether what is printed is enough, None when that hangs on the other records."""
    f = c.f
    has_names = f["birth_name"] is not None and "birth_name" not in c.drop and f["first_name"] and f["birth_date"]
    if not p.get("rid") or not has_names:
        return False
    is_number_known = f["ins"] and f["ins"] == p["ins"] and p.get("in_index_ins") and not p.get("printed_ins")
    return True if is_number_known else None


def told_of(maker: Maker, docs: list[Document]) -> list[dict[str, Any]]:
    """The truth of the documents of a file as it is written."""
    is_one = len({doc.record_id for doc in docs}) == 1
    out, page = [], 1
    for doc in docs:
        auto = doc.auto
        if auto is None:
            auto = not maker.people.rivals(doc.person, doc.record_id)
        last = page + papers.page_count(doc.pdf)
        out.append(
            {
                "pages": list(range(page, last)),
                "record_id": doc.record_id,
                "may_auto": auto and is_one,
                "trap": doc.trap,
                "fields": doc.fields,
            }
        )
        page = last
    return out


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    maker, files = Maker(seed, count), {}
    for number in range(count):
        name, data, grade, docs = maker.file(number)
        (folder / name).write_bytes(data)
        files[name] = (grade, docs)
    truth = {
        name: {
            "layout": "+".join(doc.name for doc in docs),
            "grade": grade,
            "documents": told_of(maker, docs),
        }
        for name, (grade, docs) in files.items()
    }
    maker.r.shuffle(maker.people.index)
    for name, value in (("truth.json", truth), ("persons.json", maker.people.index)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
