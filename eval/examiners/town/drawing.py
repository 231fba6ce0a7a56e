"""Draws the documents of a town with their index and their truth."""

import datetime as dt
import json
import random
from pathlib import Path

from eval.examiners.common import papers
from eval.examiners.town import render, traps
from eval.examiners.town.core import Ctx
from eval.examiners.town.layouts import LAYOUTS
from eval.examiners.town.people import People, fold
from eval.examiners.town.scan import save_scan, scan_pages

TODAY = dt.date(2026, 11, 20)
PERSONS = 3000
SMALL_PRINT = {
    "specialist_margin_letter",
    "gp_referral_letter",
    "hospital_stay_report",
    "pathology_report",
    "birth_room_child",
    "ophthalmo_table",
}
"""Layouts whose numbers are too small to be read of a poor scan."""


class Deck:
    """Deals the layouts so that each comes up before any comes up again (heavier ones more often)."""

    def __init__(self, rng):
        self.rng, self.cards = rng, []

    def next(self):
        """The next layout."""
        if not self.cards:
            for lay in LAYOUTS.values():
                n = int(lay.weight) + (self.rng.random() < lay.weight % 1)
                self.cards += [lay] * n
            self.rng.shuffle(self.cards)
        return self.cards.pop()


def one_document(rng, people, lay, trap, person=None):
    """Compose one document: its content and its truth; the pages come later."""
    made = traps.apply(trap, people, lay, rng, TODAY) if person is None else traps.Prepared(person)
    ctx = Ctx(rng, people, made.person, TODAY, made.flags)
    ctx.v.update(made.view)
    if ctx.doc_date <= ctx.dob + dt.timedelta(days=4):
        ctx.doc_date = ctx.dob + dt.timedelta(days=rng.randint(5, 25))
    if made.flags.get("no_ins"):
        ctx.show_ins = False
    return {"layout": lay, "ctx": ctx, "person": made.person, "trap": trap, "content": lay.fn(ctx), "named": made.named}


def finish(doc, people, grade, several):
    """Truth of a document, once the whole index is known."""
    ctx, trap, fields = doc["ctx"], doc["trap"], dict(doc["ctx"].fields)
    if trap in traps.INS_TRAPS and "ins" not in ctx.printed:
        trap = None
    record = doc["person"] if doc["person"]["record_id"] else None
    auto = traps.may_auto(trap, record, ctx, people)
    if trap is None and record is not None and not auto and "birth_date" in ctx.printed and people.neighbours(record):
        trap = "near_record"
    if several and trap is None:
        trap = "multi_patient_file"
    if grade == "poor" and doc["layout"].name in SMALL_PRINT:
        for k in ("author_rpps", "structure_finess"):
            fields.pop(k, None)
    out = {
        "pages": doc["pages"],
        "record_id": record["record_id"] if record else None,
        "may_auto": auto,
        "trap": trap,
        "layout": doc["layout"].name,
        "fields": fields,
    }
    if trap == "two_patients":
        out["record_ids"] = [record["record_id"], ctx.flags["second"]["record_id"]]
    return out


def safe(text):
    """A name as a file may bear it."""
    return fold(text).replace("'", "").replace(" ", "-")


def file_name(rng, n, docs, ext):
    """Name of a file: of nobody, of the patient, or of somebody else when the trap says so."""
    p = docs[0]["named"] or docs[0]["person"]
    who = f"{safe(p['used_name'] or p['birth_name'])}_{safe(p['first_name'])}"
    if docs[0]["named"]:
        return rng.choice([f"{who}_{n:04d}", f"{n:04d}_{who}", f"CR_{who}_{n:04d}"]) + ext
    x = rng.random()
    if x < 0.12 and docs[0]["trap"] != "two_patients" and len({d["person"]["ipp"] for d in docs}) == 1:
        return f"{n:04d}_{who}{ext}"
    d = docs[0]["ctx"].doc_date
    return (
        rng.choice(
            [
                f"scan{n:05d}",
                f"doc_{n:04d}",
                f"{d:%Y%m%d}_{n:04d}",
                f"Numerisation_{n:04d}",
                f"courrier-{n:04d}",
                f"PJ{n:05d}",
                f"export_{n:04d}",
            ]
        )
        + ext
    )


def several_documents(rng, people, deck, lay):
    """Documents one after the other, of one person or of several."""
    same = rng.random() < 0.45
    first = one_document(rng, people, lay, None)
    docs = [first]
    p = first["person"]
    age = (TODAY - dt.date.fromisoformat(p["birth_date"])).days / 365.25
    for _ in range(rng.choice([1, 1, 1, 2])):
        for _ in range(40):
            other = deck.next()
            if other.scan:
                continue
            fits = (
                other.sex in (None, p["sex"])
                and other.age[0] + 2 <= age <= other.age[1] - 1
                and other.name != "birth_room_child"
            )
            if not same or fits:
                docs.append(one_document(rng, people, other, None, p if same else None))
                break
    return docs


def single_document(rng, people, lay):
    """One document, sometimes with a trap."""
    trap = None
    if rng.random() < 0.235:
        if rng.random() < 0.05:
            lay, trap = LAYOUTS["two_patients_letter"], "two_patients"
        else:
            trap = rng.choice(lay.traps)
        if trap == "sticker_other" and lay.engine in ("fpdf", "docx"):
            trap = "filename_other"
    return one_document(rng, people, lay, trap)


def grade_of(rng, scan):
    """Grade of a file. scan: how often its first layout is scanned."""
    y = rng.random()
    if scan == "always":
        return "poor" if y < 0.12 else "scan"
    if scan == "mostly":
        return "poor" if y < 0.08 else "scan" if y < 0.8 else "digital"
    return "poor" if y < 0.045 else "scan" if y < 0.265 else "digital"


def compose(rng, people, count):
    """All files as composed documents."""
    deck, files = Deck(rng), []
    for n in range(1, count + 1):
        lay = deck.next()
        docs = several_documents(rng, people, deck, lay) if rng.random() < 0.08 else [single_document(rng, people, lay)]
        files.append({"n": n, "docs": docs, "grade": grade_of(rng, docs[0]["layout"].scan)})
    return files


def add_pages(files):
    """The pages of every document, numbered within its file."""
    docs = [d for f in files for d in f["docs"]]
    written = [d for d in docs if d["layout"].engine == "docx"]
    for d, pages in zip(written, render.pages_of_documents([d["content"] for d in written]), strict=True):
        d["pdf"] = pages
    for f in files:
        at = 1
        for d in f["docs"]:
            if "pdf" not in d:
                d["pdf"] = render.pages_of(d["layout"].engine, d["content"])
            k = papers.page_count(d["pdf"])
            d["pages"] = list(range(at, at + k))
            at += k


def write(rng, f, folder):
    """Write a file as it is or as a scan; gives its name."""
    whole = papers.joined([d["pdf"] for d in f["docs"]])
    if f["grade"] == "digital":
        name = file_name(rng, f["n"], f["docs"], ".pdf")
        (folder / name).write_bytes(whole)
        return name
    fax = None
    if f["docs"][0]["layout"].scan == "always" or rng.random() < 0.1:
        day = f["docs"][0]["ctx"].doc_date + dt.timedelta(days=rng.randint(0, 3))
        fax = f"{day:%d/%m/%Y} {rng.randint(8, 18):02d}:{rng.randint(10, 59)}  DE: {rng.choice(['SECRETARIAT', 'FAX CLINIQUE', 'TELECOPIE', 'CABINET'])}  A: 0{rng.randint(100000000, 599999999)}"
    images, dpi, quality = scan_pages(whole, rng, f["grade"], fax)
    one = [".pdf", ".pdf", ".pdf", ".png" if f["grade"] == "scan" else ".jpg", ".jpg", ".tif"]
    ext = rng.choice(one if len(images) == 1 else [".pdf", ".pdf", ".pdf", ".tif"])
    name = file_name(rng, f["n"], f["docs"], ext)
    save_scan(images, dpi, quality, folder / name)
    return name


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    rng = random.Random(seed)
    people = People(rng, TODAY)
    folder.mkdir(parents=True, exist_ok=True)
    files = compose(rng, people, count)
    people.fill(max(PERSONS, len(people.index)))
    add_pages(files)
    truth = {}
    for f in files:
        name = write(rng, f, folder)
        several = len({id(d["person"]) for d in f["docs"]}) > 1
        truth[name] = {
            "layout": "+".join(d["layout"].name for d in f["docs"]),
            "grade": f["grade"],
            "documents": [finish(d, people, f["grade"], several) for d in f["docs"]],
        }
    (folder / "persons.json").write_text(json.dumps(people.export(), ensure_ascii=False, indent=0), encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
