"""Draw a set of files with the truth of each."""

import io
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from . import pages  # noqa: F401  (registers the layouts)
from .case import Case
from .filenames import file_name
from .paper import draw_pages, faded, save_pictures, scanned
from .people import Index, Maker, Person, make_index
from .registry import LAYOUTS, Layout, suits
from .staff import Staff
from .traps import WEIGHTS, disguise, may_auto, visible, wanted

FONTS = FontConfiguration()
STICKERS = {"sticker_of_other", "newborn_with_mother", "two_patients"}


@dataclass
class Written:
    """A document ready to be put in a file."""

    layout: str
    case: Case
    data: bytes
    count: int
    auto: bool
    known: bool
    trap: str | None


class Press:
    """Chooses layouts and persons, and writes documents."""

    def __init__(self, seed: int) -> None:
        self.people = make_index(random.Random(f"valley people {seed}"))
        self.index = Index(self.people)
        self.staff = Staff(random.Random(f"valley staff {seed}"))
        self.maker = Maker(random.Random(f"valley strangers {seed}"))
        self.maker.numbers = {person.number for person in self.people}
        self.deck: list[str] = []
        self.traps: list[str] = []
        self.pools: dict[str, list[Person]] = {}

    def pool(self, fits: str) -> list[Person]:
        """Return the persons whom such layouts fit."""
        if fits not in self.pools:
            self.pools[fits] = [person for person in self.people if suits(fits, person)]
        return self.pools[fits]

    def next_trap(self, rng: random.Random) -> str:
        """Take the next trap of the deck."""
        if not self.traps:
            self.traps = [name for name, weight in WEIGHTS.items() for _ in range(1 + (weight > 8))]
            rng.shuffle(self.traps)
        return self.traps.pop()

    def next_layout(self, rng: random.Random, trap: str | None, who: Person | None = None) -> Layout:
        """Take the next layout of the deck that can bear the trap."""
        if trap == "two_patients":
            return rng.choice([entry for entry in LAYOUTS.values() if entry.several])
        if trap and trap.startswith("newborn"):
            return rng.choice(
                [
                    entry
                    for entry in LAYOUTS.values()
                    if entry.fits == "newborn" and not entry.several and (entry.stickers or trap == "newborn_unnamed")
                ]
            )
        for _ in range(2):
            for spot, name in enumerate(self.deck):
                if self.bears(LAYOUTS[name], trap) and (who is None or suits(LAYOUTS[name].fits, who)):
                    return LAYOUTS[self.deck.pop(spot)]
            fresh = [name for name, entry in LAYOUTS.items() if not entry.several]
            rng.shuffle(fresh)
            self.deck += fresh
        raise RuntimeError(f"no layout for {trap}")

    @staticmethod
    def bears(entry: Layout, trap: str | None) -> bool:
        """Tell whether the layout can bear the trap."""
        if trap in ("ins_wrong_key", "ins_of_other"):
            return entry.ins > 0
        if trap in ("other_sex", "used_name_only", "father_son", "twins", "duplicate", "namesake", "near_in_index"):
            return entry.fits in ("any", "adult", "senior", "worker")
        if trap == "sticker_of_other":
            return entry.stickers and entry.fits != "newborn"
        return entry.fits != "newborn" if trap in ("near_unknown", "unknown") else True

    def write(self, rng: random.Random, trap: str | None, grade: str, who: Person | None = None) -> Written:
        """Write one document of this trap and grade, about this person if given."""
        entry = self.next_layout(rng, trap, who)
        for turn in range(400):
            if turn and turn % 25 == 0:
                entry = self.next_layout(rng, trap, who)
            real = who or rng.choice(self.pool(entry.fits))
            if not wanted(trap, real, self.index):
                continue
            shown, plan, known = disguise(trap, real, self.index, rng, self.maker)
            plan.grade = grade
            if plan.ins:
                plan.ins = 1.0 if trap and trap.startswith("ins") else entry.ins
            case = Case(rng, real if known else shown, shown, plan, self.staff)
            case.index = self.index
            page = entry.write(case)
            if not visible(case):
                continue
            auto = may_auto(case, self.index) and not entry.several
            if trap is None and not auto:
                continue
            data = (
                page
                if isinstance(page, bytes)
                else HTML(string=page).write_pdf(font_config=FONTS, presentational_hints=True)
            )
            count = len(pdfium.PdfDocument(data))
            if count > 4:
                continue
            return Written(entry.name, case, data, count, auto, known, trap)
        raise RuntimeError(f"cannot write {trap} {entry.name}")


def joined(parts: list[bytes]) -> bytes:
    """Join PDFs."""
    if len(parts) == 1:
        return parts[0]
    whole = pdfium.PdfDocument.new()
    for part in parts:
        whole.import_pages(pdfium.PdfDocument(part))
    out = io.BytesIO()
    whole.save(out)
    dated = re.sub(rb"CreationDate\(D:\d{14}", b"CreationDate(D:20250101120000", out.getvalue())
    blank = b"<" + b"0" * 32 + b">"
    return re.sub(rb"/ID ?\[<[0-9A-Fa-f]{32}> ?<[0-9A-Fa-f]{32}>\]", b"/ID[" + blank + blank + b"]", dated)


def truth_of(written: Written, start: int) -> dict[str, object]:
    """Return the truth of one document whose pages start there."""
    case = written.case
    argued = case.argued - ({"ins"} if case.fields["ins"] and written.trap not in STICKERS else set())
    fields = {key: value for key, value in case.fields.items() if key not in argued}
    if case.plan.grade == "poor":
        for small in ("author_rpps", "structure_finess"):
            fields.pop(small, None)
    nobody = not written.known or written.trap == "two_patients"
    return {
        "pages": list(range(start, start + written.count)),
        "record_id": None if nobody else case.real.record_id,
        "may_auto": written.auto,
        "trap": written.trap,
        "fields": fields,
    }


def save(data: bytes, grade: str, stem: Path, rng: random.Random, case: Case) -> Path:
    """Save the file as this grade."""
    if grade == "digital":
        path = stem.with_name(stem.name + ".pdf")
        path.write_bytes(data)
        return path
    dpi = 150 if grade == "poor" else rng.choices([200, 300], weights=[75, 25])[0]
    images = draw_pages(data, dpi * 2 if grade == "poor" else dpi)
    if grade == "poor":
        images = [image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX) for image in images]
    count = len(images)
    if grade == "poor":
        state = rng.random()
        made = [
            faded(image, dpi, random.Random(state), case.written, rank, count) for rank, image in enumerate(images, 1)
        ]
    else:
        mode = rng.choices(["color", "gray", "fax"], weights=[48, 40, 12])[0]
        made = [scanned(image, dpi, rng, case.written, rank, count, mode) for rank, image in enumerate(images, 1)]
    return save_pictures(made, stem, dpi, rng, case.written)


def documents(press: Press, rng: random.Random, grade: str, kind: str) -> list[Written]:
    """Write the document or documents of one file of this kind (plain, several or trap)."""
    if kind == "several":
        one = press.write(rng, None, grade)
        same = rng.random() < 0.5
        found = [one]
        for _ in range(rng.choice([1, 1, 2])):
            other = press.write(rng, None, grade, one.case.real if same else None)
            if sum(part.count for part in found) + other.count <= 4:
                found.append(other)
        return found
    return [press.write(rng, press.next_trap(rng) if kind == "trap" else None, grade)]


def shares(seed: int, rank: int) -> tuple[str, str]:
    """Return the grade and the kind of a file; each run of forty files keeps the shares asked for."""
    rng = random.Random(f"valley shares {seed} {rank // 40}")
    grades = ["digital"] * 12 + ["scan"] * 24 + ["poor"] * 4
    kinds = ["trap"] * 8 + ["several"] * 3 + ["plain"] * 29
    rng.shuffle(grades)
    rng.shuffle(kinds)
    return grades[rank % 40], kinds[rank % 40]


def draw(seed: int, count: int, folder: Path) -> None:
    """Write files, persons.json and truth.json in the folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    press = Press(seed)
    persons = [person.record() for person in press.people]
    (folder / "persons.json").write_text(json.dumps(persons, ensure_ascii=False, indent=0), encoding="utf-8")
    truth: dict[str, object] = {}
    taken: set[str] = set()
    for rank in range(count):
        rng = random.Random(f"valley {seed} {rank}")
        grade, kind = shares(seed, rank)
        found = documents(press, rng, grade, kind)
        stem = file_name(rng, found[0].case, found[0].layout, press.people, taken)
        path = save(joined([part.data for part in found]), grade, folder / stem, rng, found[0].case)
        listed, start = [], 1
        for part in found:
            listed.append(truth_of(part, start))
            start += part.count
        truth[path.name] = {"layout": "+".join(part.layout for part in found), "grade": grade, "documents": listed}
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
