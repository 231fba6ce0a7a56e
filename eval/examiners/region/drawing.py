"""Draws the documents of a region with their index and their truth."""

import datetime as dt
import json
import random
from pathlib import Path

from eval.examiners.common import papers
from eval.examiners.region import traps
from eval.examiners.region.context import Ctx
from eval.examiners.region.dates import fdate
from eval.examiners.region.layouts import LAYOUTS
from eval.examiners.region.people import World, fold, title
from eval.examiners.region.scan import degrade, overlaid
from eval.examiners.region.traps import LAST_DAY, NEVER, TRAPS

PERSONS = 3000
AGES = {
    "adult": (19, 94, None),
    "elder": (73, 99, None),
    "child": (4, 15, None),
    "any": (2, 94, None),
    "any5": (6, 92, None),
    "any18": (17, 95, None),
    "working": (20, 62, None),
    "mother": (20, 42, "F"),
    "woman": (30, 65, "F"),
    "newborn": (0, 0, None),
}
RELATIVE = [
    "margin_staff_letter",
    "town_specialist_letter",
    "typewriter_letter",
    "twocol_letterhead",
    "paediatric_letter",
    "discharge_letter",
    "crh_pages",
    "emergency_passage",
    "anaesthesia_consult",
    "gp_referral",
    "nursing_home_transfer",
    "teleconsult_print",
    "rehab_ledger",
    "psychometric",
    "genetics_report",
    "autonomy_grid",
    "gp_summary_export",
    "email_print",
    "handfilled_admission",
    "portal_table",
]
"""Layouts with room for a relative in full."""


class Maker:
    """Draws one document after the other over one world."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.w = World(self.r)

    def patient(self, who, d0, trap=None):
        """Somebody whom the layout suits, and the mother of a newborn."""
        r, w = self.r, self.w
        lo, hi, sex = AGES[who]
        if who == "newborn":
            mother = w.add(w.person(d0.year - 41, d0.year - 20, "F"))
            p = w.person(
                d0.year,
                d0.year,
                r.choice("MF"),
                bn=mother.un or mother.bn,
                un=None,
                bd=d0 - dt.timedelta(days=r.randint(3, 5)),
            )
            p.ins = w.make_ins(p.sex, p.bd, p.cog)
            return w.add(p), mother
        p = w.person(d0.year - hi, d0.year - lo, sex)
        if trap == "father_son" and p.sex == "F" and sex is None:
            p = w.person(d0.year - hi, d0.year - lo, "M", un=None)
        if trap == "used_only":
            while not p.un or p.bn in p.un:
                p = w.person(max(d0.year - hi, 1930), min(d0.year - lo, 1998), "F")
        return p, None

    def document(self, name, trap, d0=None, patient=None):
        """One document: its pages, its truth, its context, the person of the index and the person as printed."""
        r, w = self.r, self.w
        func, who, _ = LAYOUTS[name]
        d0 = d0 or LAST_DAY - dt.timedelta(days=int(r.triangular(0, 1000, 60)))
        if name == "newborn_stay":
            trap = "newborn_mother"
        p, mother = (patient, None) if patient else self.patient(who, d0, trap)
        if p.rid is None and trap != "not_in_index":
            w.add(p)
        rec = p if trap != "not_in_index" else None
        if trap == "father_son" and not p.male:
            trap, shown, other = None, p, mother
        else:
            shown, other = traps.plant(r, w, p, trap, d0)
            other = other or mother
        c = Ctx(r, w, shown, d0, trap)
        c.other = other
        traps.show_ins(c, r, p, other, trap)
        if trap == "two_patients":
            traps.two_patients(c)
            name = "two_patients_page"
            c.trap_done = True
        else:
            func(c)
        pdf = self.marked(bytes(c.pdf.output()), c, trap)
        if trap in ("ins_badkey", "ins_other") and not ("ins" in c.T or "ins" in c.out):
            c.trap_done = False
        t = {
            "pages": None,
            "record_id": rec.rid if rec else None,
            "may_auto": None,
            "trap": trap if c.trap_done else None,
            "layout": name,
            "fields": c.fields(),
        }
        return pdf, t, c, rec, shown

    def marked(self, pdf, c, trap):
        """The pages with somebody's sticker or the stamp of the day of reception, where there is room."""
        r = self.r
        over = None
        if trap == "sticker_other":
            over = overlaid(pdf, lambda q: traps.sticker(q, c.other, r), 62, 24, r)
            c.trap_done = over is not None
        elif r.random() < 0.12:
            over = overlaid(
                pdf,
                lambda q: traps.received(q, min(c.d0 + dt.timedelta(days=r.randint(1, 9)), dt.date(2026, 11, 22))),
                46,
                14,
                r,
            )
        return over or pdf

    def decide(self, t, rec, shown):
        """May it be filed with no click? Needs the whole index."""
        if rec is None or t["trap"] in NEVER:
            return False
        f = t["fields"]
        if not f.get("birth_date") or not f.get("first_name") or not f.get("birth_name"):
            return False
        return f.get("ins") == rec.ins or not self.w.ambiguous(rec, shown.bd)


class Deck:
    """Layouts in a drawn order, each as often as its weight says."""

    def __init__(self, r):
        self.r, self.cards = r, []
        self.names = list(LAYOUTS)
        self.weights = [LAYOUTS[n][2] for n in self.names]

    def pick(self, fits):
        """The next layout that fits."""
        if len(self.cards) < 6:
            self.cards.extend(self.r.choices(self.names, self.weights, k=30))
            self.r.shuffle(self.cards)
        for k, n in enumerate(self.cards):
            if fits(n):
                return self.cards.pop(k)
        return self.r.choice([n for n in self.names if fits(n)])


def suits(name, trap):
    """Whether a layout can bear a trap."""
    who = LAYOUTS[name][1]
    if trap in ("used_only", "father_son"):
        return who in ("adult", "elder", "any18", "working", "any5")
    if trap == "relative":
        return name in RELATIVE
    return not trap or who != "newborn"


def several(m, deck):
    """Documents one after the other, of one person or of several."""
    same = m.r.random() < 0.5
    p = d0 = None
    parts = []
    for _ in range(m.r.choice([2, 2, 3])):
        name = deck.pick(lambda n: LAYOUTS[n][1] == "adult" if same else n != "newborn_stay")
        part = m.document(name, None, d0, p)
        if same:
            d0, p = part[2].d0, part[3]
        parts.append(part)
    return parts, not same


def file_stem(r, i, p):
    """Name of a file, without its extension."""
    k = r.random()
    n = fold(p.shown).replace(" ", "_").replace("'", "")
    if k < 0.3:
        return f"scan_{i:05d}"
    if k < 0.5:
        return f"DOC{r.randint(10**7, 10**8 - 1)}_{i}"
    if k < 0.65:
        return f"{n}_{fold(p.fn)}_{i}"
    if k < 0.75:
        return f"courrier_{title(n).replace(' ', '')}_{i}"
    return f"{r.choice(['piece_jointe', 'impression', 'CR', 'document', 'IMG', 'resultat', 'fax'])}_{i:04d}"


def named(r, i, first, is_multi):
    """Name of a file: of nobody, of the patient, or of somebody else when the trap says so."""
    _, truth, c, _, _ = first
    if truth["trap"] == "filename_other":
        p = c.other
        file_stem(r, i, p)
        return f"{fold(p.shown).replace(' ', '_')}_{fold(p.fn)}_{fdate(p.bd, 'iso')}_{i}"
    if is_multi or truth["trap"] == "used_only":
        return f"lot_{i:04d}"
    return file_stem(r, i, c.p)


def one_file(m, deck, i):
    """Documents of a file, its grade and the start of its name."""
    r = m.r
    is_multi = r.random() < 0.08
    trap = r.choices(list(TRAPS), list(TRAPS.values()))[0] if r.random() < 0.22 and not is_multi else None
    x = r.random()
    grade = "poor" if x < 0.05 else "scan" if x < 0.30 else "digital"
    is_mixed = False
    if is_multi:
        parts, is_mixed = several(m, deck)
    else:
        parts = [m.document(deck.pick(lambda n: suits(n, trap)), trap)]
    if grade == "poor" and any(c.hand for _, _, c, _, _ in parts):
        grade = "scan"
    return parts, grade, named(r, i, parts[0], is_multi), is_mixed


def draw(seed: int, count: int, folder: Path) -> None:
    """Write the files, the index of persons and the truth."""
    m = Maker(seed)
    folder.mkdir(parents=True, exist_ok=True)
    deck, truth, pending = Deck(m.r), {}, []
    for i in range(1, count + 1):
        parts, grade, stem, is_mixed = one_file(m, deck, i)
        first, docs = 1, []
        for pdf, t, _, rec, shown in parts:
            pages = papers.page_count(pdf)
            t["pages"] = list(range(first, first + pages))
            first += pages
            docs.append(t)
            pending.append((t, rec, shown, is_mixed))
        name = write(m.r, papers.joined([part[0] for part in parts]), grade, folder, stem)
        truth[name] = {"layout": "+".join(t["layout"] for t in docs), "grade": grade, "documents": docs}
    while len(m.w.people) < PERSONS:
        m.w.add(m.w.person())
    for t, rec, shown, is_mixed in pending:
        if is_mixed:
            t["trap"], t["may_auto"] = "several_patients", False
        else:
            t["may_auto"] = m.decide(t, rec, shown)
    people = [p.record() for p in m.w.people]
    random.Random(seed).shuffle(people)
    for name, found in (("persons.json", people), ("truth.json", truth)):
        (folder / name).write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def write(r, pdf, grade, folder, stem):
    """Write the pages as they are or as a scan of them; gives the name of the file."""
    if grade == "digital":
        (folder / f"{stem}.pdf").write_bytes(pdf)
        return f"{stem}.pdf"
    dpi = 150 if grade == "poor" else r.choice([200, 200, 250, 300])
    fax = None
    if grade == "scan" and r.random() < 0.2:
        fax = f"{r.randint(1, 28):02d}/{r.randint(1, 12):02d}/2026 {r.randint(8, 18):02d}:{r.randint(0, 59):02d}  DE: 0{r.randint(1, 5)}{r.randint(10**7, 10**8 - 1)}"
        dpi = 200
    q = r.randint(28, 45) if grade == "poor" else r.randint(55, 88)
    pages = papers.pictures(pdf, dpi)
    imgs = [degrade(im, r, dpi, grade == "poor", fax, f"{k:02d}/{len(pages):02d}") for k, im in enumerate(pages, 1)]
    k = r.random()
    if k < 0.62:
        (folder / f"{stem}.pdf").write_bytes(papers.of_pictures(imgs, q, dpi))
        return f"{stem}.pdf"
    if len(imgs) == 1 and k < 0.88:
        ext = ".png" if k < 0.72 else ".jpg"
        imgs[0].save(folder / (stem + ext), dpi=(dpi, dpi), **({"quality": q} if ext == ".jpg" else {}))
        return stem + ext
    imgs[0].save(folder / f"{stem}.tif", save_all=True, append_images=imgs[1:], dpi=(dpi, dpi), compression="tiff_lzw")
    return f"{stem}.tif"
