"""Draws a mailroom's documents with their index and their truth."""

import json
import random
from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.common import papers
from eval.examiners.mailroom.content import NOTICES
from eval.examiners.mailroom.context import Ctx
from eval.examiners.mailroom.layouts import LAYOUTS
from eval.examiners.mailroom.people import strict, strip
from eval.examiners.mailroom.scan import scan_file
from eval.examiners.mailroom.traps import HANDWRITTEN, NEEDS, NEWBORN, TRAPS, World, near, new_ctx

PERSONS = 3000
FONTS = FontConfiguration()
SOFT_RECIPIENTS = {
    "emergency_export",
    "lab_town_table",
    "lab_hospital_mono",
    "imaging_center",
    "imaging_hospital_two_column",
    "pathology_classic",
    "pathology_hospital_form",
    "echocardiography_measures",
    "lung_function_test",
    "genetics_report",
    "dental_report",
    "physiotherapy_assessment",
    "pharmacy_review",
    "child_hospital_letter",
}
"""Here the doctor named is a prescriber or the family doctor, not clearly an addressee."""


def pages_of(c):
    """The pages of a document: bytes of a PDF."""
    css, body = LAYOUTS[c.layout](c)
    if c.extra and "<!--X-->" not in body:
        raise RuntimeError("no room for the extra paragraph: " + c.layout)
    body = body.replace("<!--X-->", c.extra, 1)
    if c.layout in SOFT_RECIPIENTS:
        c.f.pop("recipients", None)
    if c.r.random() < 0.6 and c.layout != "advance_directives":
        text = " ".join(
            c.r.sample(
                [n % (c.r.randint(10, 99), c.r.randint(1, 9)) if "%d" in n else n for n in NOTICES], c.r.randint(1, 3)
            )
        )
        body += f"<p style='clear:both;font-size:7pt;color:#444;margin-top:6mm;border-top:.3pt solid #888'>{text}</p>"
    return HTML(string=f"<html lang=fr><head><style>{css}</style></head><body>{body}</body></html>").write_pdf(
        font_config=FONTS, presentational_hints=True
    )


class Bag:
    """Layouts and traps in a drawn order, each once before any comes again."""

    def __init__(self, rng):
        self.rng, self.names, self.traps = rng, [], []

    def name(self):
        """The next layout."""
        if not self.names:
            self.names = list(LAYOUTS)
            self.rng.shuffle(self.names)
        return self.names.pop()

    def trap(self):
        """The next trap."""
        self.traps = self.traps or self.rng.sample(TRAPS, len(TRAPS))
        return self.traps.pop()


def plan_file(w, bag):
    """The documents of a file: one, or several of the same patient or of others."""
    rng = w.rng
    parts = rng.choice([2, 2, 3]) if rng.random() < 0.08 else 1
    same = rng.random() < 0.5
    ctxs = []
    for k in range(parts):
        name = bag.name()
        trap = bag.trap() if parts == 1 and rng.random() < 0.24 else None
        if not k or not same:
            ctxs.append(new_ctx(w, name, trap))
        elif name not in NEEDS:
            c = Ctx(rng, ctxs[0].p, name)
            c.trap, c.block, c.note = None, False, None
            if ctxs[0].layout == NEWBORN:
                same = False
                c = new_ctx(w, name, None)
            ctxs.append(c)
    return ctxs


def grade_of(rng, ctxs):
    """Grade of a file; what is written by hand is never a poor scan."""
    k = rng.random()
    grade = "scan" if k < 0.25 else "poor" if k < 0.30 else "digital"
    return "scan" if grade == "poor" and any(c.layout in HANDWRITTEN for c in ctxs) else grade


def entry(c, w, first, pages, several):
    """The truth of a document, once it is drawn."""
    ins_ok = bool(c.f.get("ins")) and c.printed_ins is None
    may = (
        not c.block
        and c.p.listed
        and not several
        and c.f.get("birth_date") is not None
        and (ins_ok or not near(c.p, w.persons))
    )
    return {
        "layout": c.layout,
        "pages": list(range(first, first + pages)),
        "record_id": c.p.rid if c.p.listed else None,
        "may_auto": bool(may),
        "trap": c.trap,
        "fields": c.f,
    }


def stem_of(rng, ctxs, number):
    """Name of a file without its extension: of nobody, or of somebody else when the trap says so."""
    stem = rng.choice(
        [
            f"scan_{number:04d}",
            f"doc{number:05d}",
            f"2026-11-{number:04d}",
            f"courrier_{number}",
            f"IMG-{number:04d}",
            f"recu {number}",
        ]
    )
    note = ctxs[0].note
    return f"{strict(note.birth).replace(' ', '-')}_{strip(note.first)}_{number:04d}" if note else stem


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth. Each file has random numbers of its own."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    w, bag = World(rng), Bag(rng)
    plan = [plan_file(w, bag) for _ in range(count)]
    while len(w.persons) < PERSONS:
        w.person()
    truth = {}
    for n, ctxs in enumerate(plan):
        rng.seed(f"{seed}/{n}")
        grade = grade_of(rng, ctxs)
        several = len({c.p.rid for c in ctxs}) > 1
        parts, docs, at = [], [], 1
        for c in ctxs:
            parts.append(pages_of(c))
            pages = papers.page_count(parts[-1])
            docs.append(entry(c, w, at, pages, several))
            at += pages
        data = papers.joined(parts)
        path = folder / stem_of(rng, ctxs, n + 1)
        if grade == "digital":
            path = path.with_name(path.name + ".pdf")
            path.write_bytes(data)
        else:
            path = scan_file(data, rng, path, grade == "poor", len(ctxs) == 1)
        truth[path.name] = {"layout": "+".join(d["layout"] for d in docs), "grade": grade, "documents": docs}
    rng.seed(f"{seed}/index")
    people = [p.record() for p in w.persons]
    rng.shuffle(people)
    (folder / "persons.json").write_text(json.dumps(people, ensure_ascii=False, indent=0), encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
