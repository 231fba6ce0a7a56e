"""Draws what the outside senders of a hospital group and of a long-stay network send, with its index and its truth."""

import datetime as dt
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.common import papers
from eval.examiners.network import scan, traps
from eval.examiners.network.context import Ctx
from eval.examiners.network.layouts import LAYOUTS
from eval.examiners.network.names import fold
from eval.examiners.network.people import Factory, Person

FONTS = FontConfiguration()
PERSONS = 3000
NO_GRAMMAR = (
    "lab", "radiology", "dental", "genetics", "bacterio", "pathology", "advance", "pharmacy", "clinic_implant", "vaccination",
)  # fmt: skip
"""Layouts whose words do not tell the sex of the patient."""


@dataclass
class Document:
    """A document and what is true of it. record: whose it is in the index, None when nobody's."""

    name: str
    html: str
    fields: dict[str, Any]
    record: Person | None
    person: Person
    trap: str | None
    has_names: bool
    ins: str | None
    today: dt.date


class Maker:
    """Makes documents one after the other; the index grows with them."""

    def __init__(self, seed):
        self.r = random.Random(seed * 7919 + 11)
        self.np = np.random.default_rng(seed + 5)
        self.fac = Factory(self.r)
        self.index = []
        self.names, self.halves = list(LAYOUTS), [name for name in LAYOUTS if LAYOUTS[name]["half"]]
        self.bag = []

    def add(self, p):
        """Somebody more in the index."""
        p.record_id = f"P{len(self.index) + 100001}"
        self.index.append(p)
        return p

    def next_layout(self):
        """Each layout in turn, in a shuffled order."""
        if not self.bag:
            self.bag = list(self.names)
            self.r.shuffle(self.bag)
        return self.bag.pop()

    def one(self, name, trap, patient=None):
        """One document. patient: of whom it must tell, drawn when None."""
        r, one = self.r, LAYOUTS[name]
        p = patient or self.fac.person(one["lo"], one["hi"], one["sex"])
        while patient is None and trap == "used_only" and not p.used_name:
            p = self.fac.person(max(28, one["lo"]), max(80, one["hi"]), "F")
        shows_ins = "ok" if r.random() < 0.37 else None
        o = {"show_ins": shows_ins, "ins_value": p.ins, "show_dob": True, "matrix": r.random() < 0.7}
        if patient is None and trap != "unknown":
            self.add(p)
        printed = traps.prepare(self, p, trap, o, patient is None)
        c = Ctx(r, self.fac, printed, o)
        html = one["fn"](c)
        if trap == "relative" and "class=rel" not in html:
            html = html.replace("</body>", c.relative_html() + "</body>")
        if c.f["sex"] is None and (p.used_name or not name.startswith(NO_GRAMMAR)):
            c.omit("sex")  # the grammar of the page may tell it
        if c.mother is not None and r.random() < 0.7:
            self.add(c.mother)
        if trap in ("ins_key", "ins_other") and o["ins_value"][:13] not in "".join(ch for ch in html if ch.isdigit()):
            trap = None
        return Document(
            name,
            html,
            c.fields(),
            p if p.record_id else None,
            printed,
            c.trap or trap,
            bool(c.f["birth_name"] and c.f["birth_date"]),
            None if "ins" in c.omitted else c.f["ins"],
            c.today,
        )

    def several(self, count, is_half, trap):
        """The documents of a file, and the trap that is left of the one drawn."""
        same = count > 1 and self.r.random() < (0.2 if is_half else 0.5)
        docs, first = [], None
        for k in range(count):
            name = self.r.choice(self.halves) if is_half else self.next_layout()
            if not is_half:
                trap = traps.fitting(trap, LAYOUTS[name], name)
            if same and first is not None:
                pool = self.suiting(first, self.halves if is_half else self.names)
                name = self.r.choice(pool) if pool else name
                docs.append(self.one(name, None, first if pool else None))
            else:
                docs.append(self.one(name, None if k else trap))
                first = first or docs[-1].record
        return docs, trap

    def suiting(self, p, names):
        """Layouts that may tell of somebody."""
        age = (dt.date(2026, 9, 1) - p.birth_date).days / 365.25
        return [
            name
            for name in names
            if LAYOUTS[name]["lo"] <= age <= LAYOUTS[name]["hi"]
            and LAYOUTS[name]["sex"] in (None, p.sex)
            and "newborn" not in name
        ]

    def file(self, number):
        """One file: its name, its bytes and its documents with their grade."""
        r = self.r
        grade = r.choices(["scan", "poor", "digital"], [60, 8, 32])[0]
        is_half = r.random() < 0.033
        grade = "scan" if is_half else grade
        is_multi = not is_half and r.random() < 0.07
        trap = r.choice(traps.TRAPS) if not is_half and not is_multi and r.random() < 0.22 else None
        count = 2 if is_half else r.choices([2, 3], [75, 25])[0] if is_multi else 1
        docs, trap = self.several(count, is_half, trap)
        wrong = None
        if trap == "filename":
            wrong = self.add(self.fac.person(20, 90))
            docs[0].trap = "filename"
        pdfs = [HTML(string=doc.html).write_pdf(font_config=FONTS) for doc in docs]
        stem = stem_of(r, docs, number, grade, wrong)
        data, extension = self.captured(docs, pdfs, grade, is_half)
        pages, at = [], 1
        for pdf in pdfs:
            last = at + papers.page_count(pdf)
            pages.append([1] if is_half else list(range(at, last)))
            at = last
        return f"{stem}.{extension}", data, grade, list(zip(docs, pages, strict=True))

    def captured(self, docs, pdfs, grade, is_half):
        """The bytes of a file as it comes in, and its extension."""
        if grade == "digital":
            return papers.joined(pdfs), "pdf"
        r, prof = self.r, scan.profile(self.r, grade)
        if is_half:
            prof["turn"] = prof["turn"] if prof["turn"] in (0, 180) else 0
            halves = [papers.pictures(pdf, prof["dpi"], first_only=True)[0].convert("RGB") for pdf in pdfs]
            sheet = scan.two_on_glass(halves, prof["dpi"], r)
            images = [scan.degrade(sheet, prof, r, self.np, 0, 1, received(r, docs, 2))]
            return scan.written(images, prof, r)
        src = [im.convert("RGB") for pdf in pdfs for im in papers.pictures(pdf, prof["dpi"])]
        if r.random() < 0.5 and prof["kind"] != "phone" and any(LAYOUTS[doc.name]["half"] for doc in docs):
            src = [scan.on_glass(im, prof["dpi"]) if im.height < im.width * 0.8 else im for im in src]
        day, count = received(r, docs, 1), len(src)
        images = [scan.degrade(im, prof, r, self.np, k, count, day, src[(k + 1) % count]) for k, im in enumerate(src)]
        return scan.written(images, prof, r)

    def may_file(self, doc, grade, is_several):
        """May it be filed with no click? Says too when a near namesake is the reason."""
        if grade == "poor" or is_several or doc.record is None or doc.trap in traps.SHOWN or not doc.has_names:
            return False
        if doc.ins or not any(traps.close(doc.person, q) for q in self.index if q.record_id != doc.record.record_id):
            return True
        doc.trap = doc.trap or "near_namesake"
        return False


def received(r, docs, least):
    """The day a file came in."""
    return max(doc.today for doc in docs) + dt.timedelta(days=r.randint(least, 9))


def stem_of(r, docs, i, grade, wrong=None):
    """Name of a file without its extension: of nobody, of its patient, or of another when the trap says so."""
    doc = docs[0]
    if wrong is not None:
        family = fold(wrong.birth_name)
        stem = r.choice(
            [
                f"{family}_{fold(wrong.first)}_{doc.today:%d%m%Y}",
                f"CR {family} {wrong.first} {i:03d}",
                f"{i:03d}_{family}",
            ]
        )
        return stem.replace(" ", "_").replace("'", "")
    x = r.random()
    if grade != "digital":
        return r.choice(
            [
                f"scan_{i:04d}",
                f"SKM_{r.randint(200, 999)}{i:05d}",
                f"DOC{r.randint(100, 999)}{i:04d}",
                f"numerisation{i:04d}",
                f"fax_{r.randint(1000, 9999)}_{i}",
                f"IMG_{r.randint(1000, 9999)}_{i:03d}",
                f"lot{r.randint(1, 20)}_{i:03d}",
            ]
        )
    if x < 0.12 and len(docs) == 1 and doc.trap is None:
        p = doc.person
        return f"{fold(p.used_name or p.birth_name)}_{fold(p.first)}_{i:03d}".replace(" ", "_").replace("'", "")
    return r.choice(
        [
            f"courrier_{i:04d}",
            f"document-{r.randint(10000, 99999)}-{i}",
            f"CR_{r.randint(1000, 9999)}_{i:03d}",
            f"export_{i:05d}",
            f"piece_jointe_{i:03d}",
            f"edition{i:04d}",
        ]
    )


def told_of(maker, doc, pages, grade, is_several):
    """The truth of a document as it is written."""
    may_auto = maker.may_file(doc, grade, is_several)
    return {
        "pages": pages,
        "record_id": doc.record.record_id if doc.record else None,
        "may_auto": may_auto,
        "trap": doc.trap or ("several_patients" if is_several else None),
        "fields": doc.fields,
    }


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    maker, files = Maker(seed), {}
    for number in range(1, count + 1):
        name, data, grade, parts = maker.file(number)
        (folder / name).write_bytes(data)
        files[name] = (grade, parts)
    while len(maker.index) < PERSONS:
        maker.add(maker.fac.person(0, 98))
    truth = {}
    for name, (grade, parts) in files.items():
        persons = {(doc.person.birth_name, doc.person.first, doc.person.birth_date) for doc, _ in parts}
        told = [told_of(maker, doc, pages, grade, len(persons) > 1) for doc, pages in parts]
        truth[name] = {"layout": "+".join(doc.name for doc, _ in parts), "grade": grade, "documents": told}
    index = [p.record() for p in maker.index]
    maker.r.shuffle(index)
    for name, value in (("truth.json", truth), ("persons.json", index)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
