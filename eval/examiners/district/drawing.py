"""Draws a district's documents with their index and their truth."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weasyprint import HTML

from eval.examiners.common import papers
from eval.examiners.district.context import Ctx
from eval.examiners.district.layouts import LAYOUTS
from eval.examiners.district.people import Person
from eval.examiners.district.scan import scan
from eval.examiners.district.traps import SHOWN, TRAPS, World, add_somebody_else, new_person, printed_of

# fmt: off
FREE = ["labo_town", "imaging_centre", "consult_letter", "gp_referral", "prescription_gp", "prescription_acts", "certificate", "function_test", "endoscopy", "internal_opinion", "stay_report", "teleconsultation", "physio_report"]
JOINED = [*FREE, "emergency_passage", "discharge_letter", "pathology", "bacterio", "nursing_sheet"]
NO_ACT = {"imaging_centre", "ophthalmology", "gp_referral", "prescription_gp", "prescription_bizone", "prescription_acts", "imaging_request"}
FUZZY_TO = {"labo_town", "labo_hosp_mono", "bacterio", "imaging_centre", "imaging_hospital", "function_test", "emergency_passage", "rcp", "delivery", "endoscopy"}
"""A prescriber or usual doctor is named, not plainly an addressee."""
CODED = ("nursing_sheet", "discharge_letter", "operation_report", "imaging_request", "prescription_bizone")
# fmt: on


@dataclass
class Made:
    """One document drawn. record: the person when the index knows them; hint: the stem that its file must bear."""

    data: bytes
    entry: dict[str, Any]
    record: Person | None
    person: Person
    has_ins: bool
    hint: str | None


def one_document(world, layout, trap, person=None):
    """Draw one document."""
    rng = world.rng
    base = dt.date(2026, 11, 5) - dt.timedelta(days=rng.randint(0, 500))
    known = person is not None or trap != "unknown_near"
    if person is None:
        person = new_person(world, layout, trap, base)
    printed = printed_of(world, person, trap)
    c = Ctx(rng, printed.person, base, printed.trap, printed.wrong, printed.force)
    c.mother = getattr(person, "mother", None)
    hint = add_somebody_else(world, c, trap)
    page = with_numbers(c, LAYOUTS[layout](c), layout, trap)
    may = trap not in SHOWN
    if "birth_name" in c.left_out:
        may, trap = False, trap or "used_only"
    entry = {"pages": [], "record_id": None, "may_auto": may, "trap": trap, "fields": fields_of(c, layout, trap)}
    return Made(HTML(string=page).write_pdf(), entry, person if known else None, person, bool(c.t["ins"]), hint)


def with_numbers(c, page, layout, trap):
    """The page with the code of the patient, and with the number that its trap is about."""
    if layout in CODED and c.rng.random() < 0.35:
        code = c.datamatrix()
        if code:
            page = page.replace("</body>", f"<div class=s>{code} INS à scanner</div></body>")
    if trap in ("ins_bad_key", "ins_other", "same_day") and not c.t["ins"]:
        page = page.replace("</body>", f"<p class=s>{c.ins(p=1)}</p></body>")
    return page


def fields_of(c, layout, trap):
    """The truth of the fields, without those that the page does not tell plainly."""
    if layout in NO_ACT:
        c.left_out.add("act_date")
    if layout in FUZZY_TO:
        c.left_out.add("recipients")
    c.left_out |= {k for k in ("sex", "first_names") if c.t[k] is None}
    if trap == "ins_other":
        c.left_out.add("ins")
    return {k: v for k, v in c.t.items() if k not in c.left_out}


def plan_files(rng, count):
    """Layout, trap and whether more documents follow, for each file."""
    order = [n for n in LAYOUTS if n != "newborn"]
    weights = [3] * 12 + [2] * (len(order) - 12)
    plans = []
    for i in range(count):
        layout = order[i] if i < len(order) else rng.choices(order, weights)[0]
        trap = rng.choice(TRAPS) if rng.random() < 0.22 else None
        if trap in ("no_dob", "used_only"):
            layout = rng.choice(FREE)
        if trap == "newborn" or (i % 45 == 44):
            layout, trap = "newborn", "newborn"
        if layout in ("delivery", "newborn") and trap in ("father_son", "twin", "used_only"):
            trap = None
        plans.append((layout, trap, trap is None and rng.random() < 0.10))
    return plans


def draw_file(world, layout, trap, several):
    """The documents of a file, with the kind of file that it is."""
    rng = world.rng
    made = [one_document(world, layout, trap)]
    if not several:
        return made, layout
    same = rng.random() < 0.5
    for _ in range(rng.choice([1, 1, 2])):
        extra = rng.choice(JOINED)
        made.append(one_document(world, extra, None, made[0].person.clone() if same else None))
        if same:
            made[-1].record = made[0].record
    if not same:
        for one in made:
            one.entry["may_auto"], one.entry["trap"] = False, one.entry["trap"] or "several_patients"
    return made, "several_same" if same else "several_patients"


def number_pages(made):
    """Tell each document which pages of the file are its own."""
    at = 1
    for one in made:
        pages = papers.page_count(one.data)
        one.entry["pages"] = list(range(at, at + pages))
        at += pages


def write_file(rng, made, kind, i, folder):
    """Write a file; gives its name and its grade."""
    data = made[0].data if len(made) == 1 else papers.joined([one.data for one in made])
    draw = rng.random()
    grade = "poor" if draw < 0.05 else "scan" if draw < 0.30 else "digital"
    hint = made[0].hint
    stem = hint or rng.choice(
        [f"doc_{i:04d}", f"scan{i:05d}", f"IMP_{i:04d}_{rng.randint(1000, 9999)}", f"{kind}{i:04d}"]
    )
    if hint:
        stem = f"{stem}_{i:03d}"
    name = stem + ".pdf"
    if grade == "digital":
        (folder / name).write_bytes(data)
        return name, grade
    pages, dpi, quality = scan(data, rng.randint(0, 10**9), grade == "poor")
    form = rng.choice(["pdf", "pdf", "pdf", "img"])
    if form == "img" and len(pages) == 1:
        name = stem + rng.choice([".png", ".jpg", ".tiff"])
        how = {"quality": quality} if name.endswith("jpg") else {}
        how |= {"compression": "tiff_lzw"} if name.endswith("tiff") else {}
        pages[0].save(folder / name, dpi=(dpi, dpi), **how)
    else:
        (folder / name).write_bytes(papers.of_pictures(pages, quality, dpi))
    return name, grade


def settle(world, made):
    """Name the record of a document, now that all are numbered; show it when somebody is too near."""
    entry, record = made.entry, made.record
    entry["record_id"] = record.record_id if record else None
    if record and entry["may_auto"] and not made.has_ins and not world.unlike_all(record):
        entry["may_auto"] = False
        entry["trap"] = entry["trap"] or "near_record"


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    world = World(seed)
    truth, drawn = {}, []
    for i, (layout, trap, several) in enumerate(plan_files(world.rng, count)):
        made, kind = draw_file(world, layout, trap, several)
        number_pages(made)
        name, grade = write_file(world.rng, made, layout[:4].upper(), i, folder)
        truth[name] = {"layout": kind, "grade": grade, "documents": [one.entry for one in made]}
        drawn += made
    world.close()
    for one in drawn:
        settle(world, one)
    people = [p.record() for p in world.records]
    (folder / "persons.json").write_text(json.dumps(people, ensure_ascii=False, indent=0), encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
