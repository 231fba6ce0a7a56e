"""Draws a clinic's documents with their index and their truth. What a page says is in the layouts."""

import datetime as dt
import io
import json
import random
from pathlib import Path

import pikepdf
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from eval.examiners.clinic import scan, traps
from eval.examiners.clinic.context import Ctx
from eval.examiners.clinic.layouts import LAYOUTS
from eval.examiners.clinic.people import World, fold, title
from eval.examiners.common import papers

FONTS = FontConfiguration()
FIRST_PERSONS = 2400
PERSONS = 3000
RELATIONS = 150
AGES = {
    "sick_leave": (19, 62),
    "delivery_report": (20, 42),
    "nursing_home_liaison": (70, 98),
    "dependency_grid": (62, 97),
    "directives_hand": (55, 95),
    "disability_certificate": (24, 75),
}
SMALL = ["prescription_plain", "medical_certificate", "physio_prescription_hand"]
INS_LAYOUT_TRIES = 12
INS_TRAPS = {"ins_bad_key", "ins_of_other", "twins_ins"}
SHEET, HALF = (842, 595), 421
"""An A4 sheet in landscape and half its width, in points."""


def to_pdf(text):
    """The pages of a document: bytes of a PDF."""
    return HTML(string=text).write_pdf(font_config=FONTS)


def write_one(world, rng, name, trap, person=None, options=None):
    """One document: its context, its PDF and its truth."""
    sex = "F" if name == "delivery_report" else None
    if person is None:
        person, options = traps.patient(world, rng, trap, sex, AGES.get(name, (19, 97)))
    if person.status != "qualifiee" and not options.get("ins_value"):
        options["ins"] = False
    c = Ctx(world, rng, person, dict(options))
    if trap == "newborn":
        s = rng.choice("FM")
        kid = world.given(s)
        c.o["baby"] = world.person(
            s,
            birth_name=person.used_name or person.birth_name,
            used_name=None,
            birth_date=c.act,
            first_names=[kid],
        )
    pdf = to_pdf(LAYOUTS[name](c))
    return c, pdf, told(c)


def told(c):
    """The truth of what was printed."""
    f = {key: value for key, value in c.f.items() if key not in c.dropped}
    if c.has_matrix and not f.get("ins"):
        f.pop("ins", None)
    for key in ("sex", "first_names"):
        if f.get(key) is None:
            f.pop(key, None)
    return f


def allowed(world, c, f, trap, known):
    """May it be filed with no click?"""
    if trap in traps.MUST_SHOW or not known or not f.get("birth_date"):
        return False
    sure = bool(f.get("birth_name") and f.get("first_name"))
    has_ins = bool(f.get("ins"))
    if traps.near(world.people, c.p) and not has_ins:
        return False
    return sure or (has_ins and bool(f.get("birth_name") or f.get("used_name")))


def entry(world, c, f, pages, trap, force=None):
    """The truth of a document in its file, with its context."""
    known = any(q is c.p for q in world.people)
    may = allowed(world, c, f, trap, known) if force is None else force
    told_of = {
        "pages": pages,
        "record_id": c.p.record_id if known else None,
        "may_auto": may,
        "trap": trap,
        "fields": f,
    }
    return told_of, c


def is_half_page(pdf):
    """Is it a single page of A5?"""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        left, low, right, high = (float(side) for side in document.pages[0].mediabox)
        return len(document.pages) == 1 and high - low < 620 and right - left < 450


def two_on_a_page(world, rng, trap):
    """Two small documents of two patients, side by side."""
    entries, halves, label = [], [], []
    while len(halves) < 2:
        name = rng.choice(SMALL)
        c, pdf, f = write_one(world, rng, name, None)
        if is_half_page(pdf):
            halves.append(pdf)
            label.append(name)
            entries.append(entry(world, c, f, [1], trap, False))
    with pikepdf.Pdf.new() as blank:
        blank.add_blank_page(page_size=SHEET)
        page = papers.save(blank)
    for i, pdf in enumerate(halves):
        page = papers.laid_over(page, 0, pdf, (HALF * i, 0, HALF, SHEET[1]))
    return "two_up:" + "+".join(label), page, entries


def batch(world, rng, trap):
    """Several documents scanned together, of one patient or of several."""
    parts, entries, label = [], [], []
    person = options = None
    at = 1
    is_one = trap == "several_same"
    for _ in range(rng.choice([2, 2, 3, 3, 4])):
        name = rng.choice([n for n in LAYOUTS if n not in AGES and n not in ("directives_hand", "vitals_chart")])
        if not is_one or person is None:
            c, pdf, f = write_one(world, rng, name, None)
            person, options = c.p, {"ins": c.o.get("ins")}
        else:
            c, pdf, f = write_one(world, rng, name, None, person, options)
        parts.append(pdf)
        label.append(name)
        pages = list(range(at, at + papers.page_count(pdf)))
        at += len(pages)
        entries.append(entry(world, c, f, pages, None if is_one else trap, None if is_one else False))
    return "batch:" + "+".join(label), papers.joined(parts), entries


def is_fit(c, f, name, trap):
    """Does the layout show what the trap needs?"""
    printed = "ins" in c.dropped or f.get("ins")
    if trap in INS_TRAPS and (not printed or name == "rights_certificate"):
        return False
    if name == "delivery_report" and (c.p.sex != "F" or not 17 < (c.act - c.p.birth_date).days / 365.25 < 46):
        return False
    return not (trap == "no_birth_date" and f.get("birth_date"))


def one_document(world, rng, deck, trap):
    """A file of one document, of a layout that shows what the trap needs."""
    for _ in range(INS_LAYOUT_TRIES):
        name = "delivery_report" if trap == "newborn" else deck.pop()
        mark = len(world.people)
        c, pdf, f = write_one(world, rng, name, trap)
        is_shown = trap == "relative_in_full" and name == "directives_hand"
        if is_shown or trap == "newborn" or is_fit(c, f, name, trap):
            break
        del world.people[mark:]
        deck.insert(0, name)
    kind = trap
    if trap == "newborn":
        kind = "newborn_in_index"
    if name == "directives_hand" and trap is None:
        kind = "relative_in_full"
    return name, pdf, [entry(world, c, f, list(range(1, papers.page_count(pdf) + 1)), kind)]


def make_file(world, rng, deck, trap):
    """The layout, the PDF and the entries of a file."""
    if trap == "two_patients_one_page":
        return two_on_a_page(world, rng, trap)
    if trap in ("several_same", "several_other"):
        return batch(world, rng, trap)
    return one_document(world, rng, deck, trap)


def file_name(rng, entries, ext, number, other):
    """Names as machines and secretaries give them."""
    c = entries[0][1]
    if other is not None:
        fam = fold(other.used_name or other.birth_name).replace(" ", "_").replace("'", "")
        giv = fold(other.first)
        stem = rng.choice(
            [f"{fam}_{giv}", f"CR_{fam}_{giv}", f"{fam} {giv} courrier", f"{giv}_{fam}_{rng.randint(1, 30):02d}"]
        )
        return stem + ext
    day = c.later(1, 40)
    single = len({id(x[1].p) for x in entries}) == 1
    if single and rng.random() < 0.13 and not c.o.get("used_only"):
        fam = fold(c.p.used_name or c.p.birth_name).replace(" ", "_").replace("'", "")
        return f"{fam}_{fold(c.p.first)}_{number:03d}{ext}"
    stem = rng.choice(
        [
            f"scan_{day:%Y%m%d}_{number:04d}",
            f"doc{number + 1200:06d}",
            f"Numerisation_{number:04d}",
            f"SKM_C250i{day:%y%m%d}{rng.randint(8, 18):02d}{number:04d}",
            f"{day:%Y%m%d}{rng.randint(80000, 180000)}-{number}",
            f"FAX_{number:05d}",
            f"img-{day:%y%m%d}-{number:03d}",
            f"courrier_entrant_{number:04d}",
        ]
    )
    return stem + ext


def plan_of(rng, count):
    """The trap and the grade of each file."""
    batches = round(count * 0.07)
    trapped = round(count * 0.20)
    kinds = []
    while len(kinds) < trapped:
        block = list(traps.KINDS)
        rng.shuffle(block)
        kinds += block
    plan = (["several_same", "several_other"] * batches)[:batches] + kinds[:trapped]
    plan += [None] * (count - len(plan))
    rng.shuffle(plan)
    grades = ["scan"] * round(count * 0.60) + ["poor"] * round(count * 0.08)
    grades += ["digital"] * (count - len(grades))
    rng.shuffle(grades)
    return list(zip(plan, grades, strict=True))


def with_producer(pdf, producer):
    """A digital file with the name of what made it."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        document.docinfo["/Producer"] = producer
        return papers.save(document)


def extension_of(rng, profile, pages):
    """What a scanner or a telephone saves."""
    ext = ".pdf"
    r = rng.random()
    if pages == 1 and r < 0.17:
        ext = rng.choice([".jpg", ".jpg", ".png", ".tif"])
    elif r > 0.95:
        ext = ".tif"
    if profile["kind"] == "phone" and pages == 1 and r < 0.5:
        ext = ".jpg"
    return ".jpg" if ext == ".png" and profile["mode"] == "color" else ext


def write_scan(world, rng, folder, made, grade, number, other):
    """Write a file as it was captured; gives its name."""
    pdf, entries = made
    profile = scan.profile(rng, grade)
    name = file_name(rng, entries, extension_of(rng, profile, papers.page_count(pdf)), number, other)
    got = max(e[1].docd for e in entries) + dt.timedelta(days=rng.randint(0, 12))
    fax = f"{got:%d/%m/%Y} {rng.randint(8, 18):02d}:{rng.randint(10, 59)}  DE : 02{rng.randint(10000000, 99999999)}   A : 02{rng.randint(10000000, 99999999)}   P. {{i:02d}}/{{n:02d}}"
    if profile["kind"] == "fax" and rng.random() < 0.3:
        fax = f"De: {title(fold(world.place('clinic').name))[:28]}   {got:%d-%m-%y} {rng.randint(8, 18):02d}h{rng.randint(10, 59)}   Page {{i}} sur {{n}}"
    clean = papers.pictures(pdf, profile["dpi"])
    images = [scan.degrade(page, profile, rng, k, len(clean), fax, f"{got:%d/%m/%Y}") for k, page in enumerate(clean)]
    scan.save(images, folder / name, profile)
    return name


def leave_small_print(label, entries):
    """Small print is lost at 150 dpi: it is not scored."""
    for told_of, _ in entries:
        told_of["fields"].pop("structure_finess", None)
        if any(part in label for part in ("op_report", "hospital_stay", "neuro")):
            told_of["fields"].pop("author_rpps", None)


def records_of(world, rng, truth):
    """The index: the persons drawn, near relations of some of them, strangers."""
    for who in rng.sample(world.people, RELATIONS):
        world.person(rng.choice("FM"), birth_name=who.birth_name, used_name=None)
    while len(world.people) < PERSONS:
        world.person()
    # late records must not come too near a patient that may be filed with no click
    documents = [e for file in truth.values() for e in file["documents"]]
    patients = {e["record_id"] for e in documents if e["may_auto"] and not e["fields"].get("ins")}
    late = []
    for q in [x for x in world.people if x.record_id in patients]:
        late += traps.near(world.people, q)
    drop = {x.record_id for x in late} - {e["record_id"] for e in documents}
    records = [q.record() for q in world.people if q.record_id not in drop]
    rng.shuffle(records)
    return records


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    world = World(rng)
    for _ in range(FIRST_PERSONS):
        world.person()
    deck, truth = [], {}
    for i, (trap, grade) in enumerate(plan_of(rng, count)):
        while len(deck) < 20:
            more = list(LAYOUTS)
            rng.shuffle(more)
            deck = more + deck
        label, pdf, entries = make_file(world, rng, deck, trap)
        other = world.person(keep=True) if trap == "file_name_other" else None
        if grade == "digital":
            name = file_name(rng, entries, ".pdf", i, other)
            producer = rng.choice(["", "PDFCreator", "Microsoft Print to PDF", "DPI édition 7"])
            (folder / name).write_bytes(with_producer(pdf, producer))
        else:
            name = write_scan(world, rng, folder, (pdf, entries), grade, i, other)
        if grade == "poor":
            leave_small_print(label, entries)
        truth[name] = {"layout": label, "grade": grade, "documents": [e[0] for e in entries]}
    records = records_of(world, rng, truth)
    (folder / "persons.json").write_text(json.dumps(records, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
