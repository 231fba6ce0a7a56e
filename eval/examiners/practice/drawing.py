"""Draws a month of documents received by town doctors, with its index and its truth. Pages are in the layouts."""

import datetime as dt
import json
import random
from pathlib import Path

import pikepdf
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.common import papers
from eval.examiners.practice import scan, traps
from eval.examiners.practice.context import Ctx, Pool
from eval.examiners.practice.layouts import LAYOUTS
from eval.examiners.practice.names import fold
from eval.examiners.practice.people import Index, near

FONTS = FontConfiguration()
PERSONS = 3000
SHEET = (842, 595)
HALVES = ((4, 4, 415, 587), (423, 4, 415, 587))
"""An A4 sheet in landscape, and where two smaller sheets lie on it, in points."""
# fmt: off
PRODUCERS = ["Microsoft: Print To PDF", "PDFCreator 2.4", "iText 5.5", "Crystal Reports", "wkhtmltopdf", "Word"]
# fmt: on


class Maker:
    """Makes documents one after the other; the index grows with them."""

    def __init__(self, seed):
        self.rng = random.Random(f"{seed}-people")
        self.order = random.Random(f"{seed}-order")
        self.index = Index(self.rng)
        self.pool = Pool(random.Random(f"{seed}-pool"))
        self.names, self.traps = [], []

    def next_layout(self):
        """Each layout in turn, in a shuffled order, the heavier ones twice."""
        if not self.names:
            self.names = [*sorted(LAYOUTS), *(n for n in sorted(LAYOUTS) if LAYOUTS[n][2] > 1)]
            self.order.shuffle(self.names)
        return self.names.pop()

    def next_trap(self):
        """Each trap in turn, in a shuffled order."""
        if not self.traps:
            self.traps = list(traps.TRAPS)
            self.order.shuffle(self.traps)
        return self.traps.pop()

    def one(self, rng, name, trap=None, person=None):
        """One document: its page and its truth, not settled yet."""
        fn, who, _, prints_ins = LAYOUTS[name]
        p, case = traps.prepare(rng, self.index, who, trap, person)
        c = Ctx(rng, self.pool, p, name, case.options, want_ins=prints_ins)
        doc = fn(c)
        if "baby" in case.options:
            b = case.options["baby"]
            b.birth = dt.date.fromisoformat(doc.fields["act_date"])
            b.used_name = None
            b.ins = traps.ins_of(rng, b) if b.ins else None
        traps.settle(case, p, c.idn.mode, doc.fields)
        told = {"pages": [], "record_id": p.record_id, "may_auto": case.may, "trap": case.trap, "fields": doc.fields}
        return doc, {**told, "_p": p, "_r": case.record}

    def several(self, rng, name):
        """Documents of one file: of the same patient, or of several."""
        first = self.one(rng, name)
        parts = [first]
        same = rng.random() < 0.45
        for _ in range(rng.choice([1, 1, 2])):
            follower, same = self._follower(rng, name, same)
            parts.append(self.one(rng, follower, person=first[1]["_p"] if same else None))
        if not same:
            for _, told in parts:
                told["may_auto"], told["trap"] = False, told["trap"] or "several_patients"
        return parts

    def _follower(self, rng, name, same):
        """The layout of a further document, and whether it may tell of the same patient."""
        for _ in range(40):
            follower = rng.choice(sorted(LAYOUTS))
            if not same or LAYOUTS[follower][1] == LAYOUTS[name][1] == "adult":
                return follower, same
        return follower, False

    def trapped(self, rng, name):
        """The documents of a file with a trap, and whom its name calls instead of its patient."""
        trap = self.next_trap()
        if trap == "two_patients_page":
            first = self.one(rng, name)
            again = rng.random() < 0.6 and LAYOUTS[name][1] not in ("mother", "baby")
            parts = [first, self.one(rng, name if again else "ordonnance_medicaments")]
            for _, told in parts:
                told["may_auto"], told["trap"] = False, "two_patients_page"
            return parts, None
        if trap == "filename_other":
            parts = [self.one(rng, name)]
            other = self.index.add()
            parts[0][1]["may_auto"], parts[0][1]["trap"] = False, "filename_other"
            return parts, other
        return [self.one(rng, name, trap)], None

    def lure(self, shown):
        """Harmless look-alikes: same family name and another first name; same birth date and another name."""
        for p in shown:
            r = self.rng.random()
            if r < 0.15:
                self.index.add(name=p.birth_name)
            elif r < 0.3:
                q = self.index.add(sex=p.sex)
                q.birth = p.birth
                q.ins = traps.ins_of(self.rng, q) if q.ins else None


def to_pdf(html):
    """The pages of a document: bytes of a PDF."""
    return HTML(string=html).write_pdf(font_config=FONTS)


def half_pages(parts):
    """Two sheets side by side on one A4, as they go through one scan."""
    with pikepdf.Pdf.new() as blank:
        blank.add_blank_page(page_size=SHEET)
        page = papers.save(blank)
    for part, place in zip(parts, HALVES, strict=True):
        page = papers.laid_over(page, 0, part, place)
    return page


def bound(parts):
    """The pages of a file; each truth is told where its document stands."""
    pdfs = [to_pdf(doc.html) for doc, _ in parts]
    counts = [papers.page_count(pdf) for pdf in pdfs]
    if any(told["trap"] == "two_patients_page" for _, told in parts):
        if max(counts) == 1:
            for _, told in parts:
                told["pages"] = [1]
            return half_pages(pdfs)
        for _, told in parts:
            told["trap"] = "several_patients"
    first = 1
    for (_, told), count in zip(parts, counts, strict=True):
        told["pages"] = list(range(first, first + count))
        first += count
    return papers.joined(pdfs)


def stem_of(rng, number, told, other=None):
    """Name of a file without its extension: of nobody, of its patient, or of another when the trap says so."""
    p = told["_p"]
    d = told["fields"].get("doc_date", "2026-11-02").replace("-", "")
    if other:
        return f"{_called(other)}_{d}"
    if rng.random() < 0.12 and told["trap"] is None:
        return f"{_called(p)}_{d}_{number:03d}"
    return rng.choice(
        [
            f"SCAN_{d}_{number:04d}",
            f"doc{number:05d}",
            f"fax-{rng.randint(100000, 999999)}-{number}",
            f"numerisation {number:03d}",
            f"MSS_{rng.randint(10**6, 10**7)}_{number}",
            f"IMG_{d}_{number:04d}",
        ]
    )


def _called(p):
    return f"{fold(p.used_name or p.birth_name).replace(' ', '_')}_{fold(p.first_names[0])}"


def captured(rng, pdf, grade):
    """The bytes of a file as it comes in, and its extension."""
    if grade == "digital":
        return scan.produced(pdf, rng.choice(PRODUCERS)), "pdf"
    how = scan.plan(rng, grade)
    raw = [image.convert("RGB") for image in papers.pictures(pdf, how["dpi"])]
    count = len(raw)
    images = [scan.degrade(raw[k].copy(), how, k, count, raw[(k + 1) % count]) for k in range(count)]
    if how["turn"] and count > 1 and rng.random() < 0.5:
        images[0] = images[0].rotate(-how["turn"], expand=True)
    return scan.scanned(images, how, rng)


def plan_of(rng, count):
    """Grades and kinds of the files, in their shares."""
    grades = ["scan"] * round(count * 0.6) + ["poor"] * round(count * 0.08)
    grades += ["digital"] * (count - len(grades))
    rng.shuffle(grades)
    kinds = ["multi"] * max(1, round(count * 0.07)) + ["trap"] * round(count * 0.2)
    kinds += ["plain"] * (count - len(kinds))
    rng.shuffle(kinds)
    return zip(grades, kinds, strict=False)


def settle(told, index):
    """The truth as it is written: refused too what is too near of somebody else in the index."""
    p, record = told.pop("_p"), told.pop("_r")
    if record == "none":
        told["record_id"] = None
    elif record == "leave":
        told.pop("record_id")
    fields = told["fields"]
    if (
        told["may_auto"]
        and not fields.get("ins")
        and fields.get("birth_date")
        and any(q is not p and near(p, q) for q in index.people)
    ):
        told["may_auto"], told["trap"] = False, told["trap"] or "near_in_index"


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth. Each file has random numbers of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    maker, truth = Maker(seed), {}
    for number, (grade, kind) in enumerate(plan_of(random.Random(f"{seed}-plan"), count), 1):
        rng = random.Random(f"{seed}-{number - 1}")
        name, other = maker.next_layout(), None
        if kind == "multi":
            parts = maker.several(rng, name)
        elif kind == "trap":
            parts, other = maker.trapped(rng, name)
        else:
            parts = [maker.one(rng, name)]
        pdf = bound(parts)
        stem = stem_of(rng, number, parts[0][1], other)
        data, extension = captured(rng, pdf, grade)
        (folder / f"{stem}.{extension}").write_bytes(data)
        layout = "+".join(doc.layout for doc, _ in parts)
        truth[f"{stem}.{extension}"] = {"layout": layout, "grade": grade, "documents": [told for _, told in parts]}
    index = maker.index
    while len(index.people) < PERSONS:
        index.add()
    documents = [told for file in truth.values() for told in file["documents"]]
    maker.lure([told["_p"] for told in documents])
    for told in documents:
        settle(told, index)
    persons = [p.record() for p in index.people]
    maker.rng.shuffle(persons)
    for name, value in (("truth.json", truth), ("persons.json", persons)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
