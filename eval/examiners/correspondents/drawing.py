"""Draws the mail of a week at a hospital's records office, with its index and its truth. Pages are in the layouts."""

import datetime as dt
import io
import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from PIL import Image
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.common import papers
from eval.examiners.correspondents import scan, traps
from eval.examiners.correspondents.context import Context
from eval.examiners.correspondents.document import Doc
from eval.examiners.correspondents.file_names import file_name
from eval.examiners.correspondents.layouts import LAYOUTS
from eval.examiners.correspondents.page import sticker
from eval.examiners.correspondents.people import Population, neighbours
from eval.examiners.correspondents.prescriptions import half_sheet
from eval.examiners.correspondents.senders import Senders

FONTS = FontConfiguration()
WEEK = [dt.date(2026, 11, 16) + dt.timedelta(days=i) for i in range(5)]
PERSONS = 2940
HALVES = "deux_demi_feuilles"
# fmt: off
PRODUCERS = [
    "Microsoft® Word 2016", "PDFsharp 1.50", "iText 5.5.13", "Qt 5.15.2", "LibreOffice 7.4", "Skia/PDF m120", "JasperReports",
]
INS_TRAPS = ("ins_bad_key", "ins_of_other")
WITHOUT_INS = (
    "arret_travail", "bon_transport", "mdph_certificat", "protocole_ald", "smur_intervention", "apa_evaluation",
    "personne_confiance_directives", "infirmiere_liberale", "orthophonie_psychologie",
)
"""Layouts that print no number."""
NAMESAKE_TRAPS = ("twins", "same_day_namesake", "father_son", "no_birth_date", "absent_namesake")
WITHOUT_NAMESAKES = (
    "historique_vaccinal", "maternite_suites", "personne_confiance_directives", "arret_travail", "bon_transport",
    "mdph_certificat", "protocole_ald", "apa_evaluation", "smur_intervention", "infirmiere_liberale",
    "orthophonie_psychologie",
)
GROWN = ("adult", "senior", "old", "woman", "worker")
# fmt: on


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a file: what it says, its page and its trap."""

    document: Doc
    html: str
    context: Context
    layout: str
    trap: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A file that was written: its truth is settled once the index is whole."""

    name: str
    grade: str
    papers: list
    counts: list
    kind: str | None
    has_blank: bool


def to_pdf(html):
    """The pages of a document: bytes of a PDF."""
    return HTML(string=html).write_pdf(font_config=FONTS)


def printed(parts, producer):
    """One file of several, with the program that says that it made it."""
    with pikepdf.Pdf.open(io.BytesIO(papers.joined(parts))) as whole:
        whole.docinfo["/Producer"] = producer
        return papers.save(whole)


def layouts_for(kind):
    """Layouts that show what a trap needs; None for any."""
    if kind == "relative_in_full":
        return traps.RELATIVE_LAYOUTS
    if kind == "newborn_mother":
        return ["maternite_suites"]
    if kind == "used_name_only":
        return [k for k, (_, who) in LAYOUTS.items() if who in GROWN and k != "maternite_suites"]
    if kind in INS_TRAPS:
        return [k for k in LAYOUTS if k not in WITHOUT_INS]
    if kind in NAMESAKE_TRAPS:
        return [k for k in LAYOUTS if k not in WITHOUT_NAMESAKES]
    return None


class Maker:
    """Makes files one after the other; the index grows with them."""

    def __init__(self, seed, folder):
        self.seed, self.folder = seed, folder
        rng = random.Random(f"{seed}-index")
        self.pop = Population(rng, PERSONS, WEEK[-1])
        self.senders = Senders(rng, self.pop.names)
        self.order, self.files, self.names = [], [], set()

    def next_layout(self, rng, allow=None):
        """Every layout in turn, shuffled, so that all are seen about equally."""
        if allow:
            return rng.choice(allow)
        if not self.order:
            self.order = sorted(LAYOUTS)
            rng.shuffle(self.order)
        return self.order.pop()

    def document(self, rng, layout, received, person=None, kind=None):
        """One document of a layout (HALVES: half a sheet), of a person or of one that the trap prepares."""
        fn, who = (half_sheet, "any") if layout == HALVES else LAYOUTS[layout]
        ctx = Context(rng, self.pop, self.senders, received)
        flags = {}
        if person is None:
            if kind and kind not in ("two_patients", "filename_other", "newborn_mother"):
                person, flags = traps.prepare(kind, self.pop, who, rng, received)
            else:
                person = self.pop.pick(who)
        if kind and kind not in flags:
            flags[kind] = True
        if not kind and rng.random() < 0.08 and person.birth_date.year < 2010:
            self.add_harmless(person)
        d = Doc(rng, person, ctx, flags)
        if "sticker_other" in flags:
            d.sticker_html = sticker(d, self.pop.pick("adult"))
        return Paper(d, fn(d), ctx, layout, kind)

    def add_harmless(self, person):
        """A harmless namesake of another age, to keep the index honest."""
        born = person.birth_date
        far = born.replace(year=born.year - 13, month=1 + born.month % 12, day=1 + (born.day + 8) % 28)
        self.pop.add(self.pop.variant(person, birth_date=far))

    def several(self, rng, received):
        """Documents of one file: of the same patient, or of several."""
        same = rng.random() < 0.55
        n = rng.choice([2, 2, 3])
        if not same:
            return [self.document(rng, self.next_layout(rng), received) for _ in range(n)]
        names = rng.sample([k for k, (_, who) in LAYOUTS.items() if who in ("any", "adult", "senior")], n)
        person = self.pop.pick("senior")
        return [self.document(rng, k, received, replace(person)) for k in names]

    def one_file(self, i):
        """Write the file of a number."""
        rng = random.Random(f"{self.seed}-{i}")
        received = rng.choice(WEEK)
        slot = (i * 61 + self.seed * 7) % 100
        grade = "scan" if slot < 60 else "poor" if slot < 68 else "digital"
        many = rng.random() < 0.07
        kind = None if many or rng.random() > 0.21 else rng.choices(traps.KINDS, traps.WEIGHTS)[0]
        other = None
        if many:
            docs = self.several(rng, received)
            grade = "scan" if grade == "poor" else grade
        elif kind == "two_patients":
            grade = "scan"
            docs = [self.document(rng, HALVES, received, kind=kind) for _ in range(2)]
        else:
            docs = [self.document(rng, self.next_layout(rng, layouts_for(kind)), received, kind=kind)]
            other = self.pop.pick("adult") if kind == "filename_other" else None
        self.write(rng, docs, grade, kind, other)

    def write(self, rng, docs, grade, kind, other):
        """Write the bytes of a file and keep what its truth needs."""
        pdfs = [to_pdf(one.html) for one in docs]
        style = scan.scan_style(rng, grade, docs[0].context.received)
        style["pen"] = any("class=hw" in one.html for one in docs)
        if style["pen"] and style["mode"] == "bw":
            style["blur"], style["threshold"] = 0, 150
        ext, has_blank = "pdf", False
        if grade == "digital":
            data = printed(pdfs, rng.choice(PRODUCERS))
        else:
            data, ext, has_blank = scanned(rng, pdfs, kind, style)
        device = "" if grade == "digital" else style["device"]
        name = file_name(rng, docs, ext, device, other)
        while name in self.names:
            name = re.sub(r"(\.\w+)$", rf"_{rng.randint(2, 999)}\1", name)
        self.names.add(name)
        (self.folder / name).write_bytes(data)
        self.files.append(File(name, grade, docs, [papers.page_count(one) for one in pdfs], kind, has_blank))

    def may_auto(self, paper):
        """May it be filed with no click?"""
        d, notes, f = paper.document, paper.context.notes, paper.document.truth()
        if paper.trap in INS_TRAPS or "show_ins" in d.traps:
            assert "ins" in d.left_out or f.get("ins"), "the number was to be printed"
        if paper.trap in traps.NEVER or "no_birth_date" in d.traps or d.p.record_id is None:
            return False
        if "index" in (notes.get("newborn"), notes.get("relative")):
            return False
        if not (f.get("birth_name") and f.get("first_name") and f.get("birth_date")):
            return False
        return bool(f.get("ins")) or not neighbours(d.p, self.pop.people)

    def told(self, file):
        """The truth of a file: a near twin may have come with a later document."""
        is_two = file.kind == "two_patients"
        several = len({one.document.p.record_id for one in file.papers}) > 1 or is_two
        entries, page = [], 1
        for paper, count in zip(file.papers, file.counts, strict=True):
            pages = [1] if is_two else list(range(page, page + count))
            page += count
            if file.has_blank:
                pages.append(pages[-1] + 1)
            trap = paper.trap or ("several_patients" if several else None)
            if trap is None and paper.context.notes.get("newborn") == "index":
                trap = "newborn_mother"
            entries.append(
                {
                    "pages": pages,
                    "record_id": paper.document.p.record_id,
                    "may_auto": self.may_auto(paper) and not several,
                    "trap": trap,
                    "fields": paper.document.truth(),
                }
            )
        names = [paper.layout for paper in file.papers]
        layout = names[0] if len(set(names)) == 1 else "+".join(names)
        return {"layout": layout, "grade": file.grade, "documents": entries}


def scanned(rng, pdfs, kind, style):
    """The bytes of a scan, its extension, and whether a blank page follows."""
    has_blank = False
    if kind == "two_patients":
        upper, lower = (papers.pictures(pdf, style["dpi"])[0].convert("RGB") for pdf in pdfs)
        pages = [scan.two_up(upper, lower)]
    else:
        pages = [image.convert("RGB") for pdf in pdfs for image in papers.pictures(pdf, style["dpi"])]
        if len(pdfs) == 1 and style["device"] == "mfp" and rng.random() < 0.05:
            pages.append(Image.new("RGB", pages[-1].size, "white"))
            has_blank = True
    pictures = scan.scan_pages(pages, rng, style)
    ext = extension(rng, len(pictures), style["device"])
    data = scan.pictures_to_pdf(pictures, style) if ext == "pdf" else scan.pictures_to_file(pictures, style, ext)
    return data, ext, has_blank


def extension(rng, count, device):
    """How a device saves its pictures."""
    if count == 1 and rng.random() < (0.7 if device == "phone" else 0.14):
        return "jpg" if device == "phone" or rng.random() < 0.3 else rng.choice(["png", "tif"])
    return "tif" if device == "fax" and rng.random() < 0.4 else "pdf"


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth. Each file has random numbers of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker(seed, folder)
    for i in range(count):
        maker.one_file(i)
    truth = {file.name: maker.told(file) for file in maker.files}
    persons = [p.row() for p in sorted(maker.pop.people, key=lambda p: p.record_id)]
    for name, value in (("truth.json", truth), ("persons.json", persons)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
