"""Documents that another maker prints: HTML and CSS laid out by Chromium, read as ``liane intake read`` reads them.

Flex boxes, grids, columns, tables, letterheads in pictures, ligatures, spaced capitals, hyphenation, margins turned by a
quarter: what a browser writes in a PDF is not what a drawing of lines writes. Some templates (``kept``) are only counted;
the failures of the others are listed, to be learnt from. Once those of one were read it is kept no more, and another is
written. Same seed, same documents.

``python -m eval.outside [--each 8] [--failures FILE] [--folder FOLDER]``; exit 1 when a document was filed without a click
in the wrong record or one that must be shown was filed, 2 when Chromium or Playwright is absent.
"""

import argparse
import base64
import io
import json
import re
import shutil
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from PIL import Image, ImageDraw, ImageFont

from eval import blocks
from eval.case import Case, Filing, draw_case, write_date
from eval.generate import TrueFile, make_index, make_truth
from eval.layouts_seen import Layout
from eval.noise import scan_pdf
from eval.people import DATA, Doctor, draw_doctor, draw_structure
from eval.report import describe_machine, print_table
from eval.running import RECEIVED_ON, make_tools
from eval.scores import Scores, count_file
from eval.sheet import datamatrix_payload
from eval.traps import TRAPS, apply_trap
from eval.types import FORMER, HELD, load_types
from liane.codecs.barcode.symbol import find_runs, modules
from liane.pipeline.intake.reader import read_file

FOLDER = DATA / "outside"
PLAIN_SHARE = 0.6
"""Share of the documents without a trap; the others draw one as the other generator does."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_STAMPS = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_COLOURS = ((20, 60, 110), (120, 20, 40), (10, 90, 60))

Print = Callable[[str], bytes]
"""HTML to PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template. code: its type; near: other types that count as right; structure: the kind that sends it; is_kept: its
    failures are not read.
    """

    name: str
    code: str
    near: frozenset[str]
    structure: str
    is_kept: bool


@cache
def load_templates() -> tuple[Template, ...]:
    """Every template, as ``templates.toml`` describes them."""
    raw = tomllib.loads((FOLDER / "templates.toml").read_text(encoding="utf-8"))
    return tuple(
        Template(
            name=name,
            code=one["code"],
            near=frozenset(one.get("near", ())),
            structure=one.get("structure", ""),
            is_kept=one.get("kept", False),
        )
        for name, one in raw.items()
    )


@contextmanager
def open_printer() -> Iterator[Print]:
    """Chromium without a window. Raises LookupError when it or its driver is absent."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise LookupError("Chromium est absent (paquet chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise LookupError("playwright n'est pas installé") from error
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page()

        def print_page(html: str) -> bytes:
            page.set_content(html)
            margins = {"top": "14mm", "bottom": "14mm", "left": "16mm", "right": "14mm"}
            return page.pdf(format="A4", margin=margins, print_background=True, tagged=True)

        yield print_page
        browser.close()


def make_outside(seed: int, template: Template, print_page: Print, *, grade: str = "digital") -> TrueFile:
    """Make one file: a case is drawn, perhaps trapped, rendered by its template and printed."""
    rng = Random(f"outside-{template.name}-{seed}")
    case = _draw(rng, seed, template)
    html = _environment().get_template(f"{template.name}.html").render(_words(case, rng))
    data = print_steadily(_page(html), print_page)
    if grade != "digital":
        data = scan_pdf(data, grade, rng, turn=0, blank_backs=False)
    pages = tuple(range(1, count_pages(data) + 1))
    layout = Layout(name=template.name, families=frozenset(), manner="sans", parts=(), is_held=True)
    return TrueFile(
        name=case.file_name or f"{template.name}-{seed:05d}.pdf",
        data=data,
        grade=grade,
        split=HELD,
        seed=seed,
        documents=(make_truth(case, layout, pages),),
        persons=tuple(case.index),
    )


def print_steadily(html: str, print_page: Print) -> bytes:
    """Print a page whose bytes tell nothing of the hour."""
    return _STAMPS.sub(lambda found: b"/" + found[1] + b" (D:20260101000000+00'00')", print_page(html))


def _draw(rng: Random, seed: int, template: Template) -> Case:
    kind = next(one for one in load_types() if one.code == template.code)
    number = 5_000_000 + 100_000 * [one.name for one in load_templates()].index(template.name) + seed
    case = draw_case(
        rng, seed=number, split=HELD if template.is_kept else FORMER, families=kind.families, codes=(template.code,)
    )
    case.kind = replace(kind, near=kind.near | template.near)
    if template.structure:
        case.structure = draw_structure(rng, template.structure)
    case.episode = case.episode or f"{rng.randrange(20, 27)}{rng.randrange(10**6, 10**7)}"
    case.recipients = [draw_doctor(rng) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    others = [(trap.__name__, weight) for trap, weight in TRAPS if trap.__name__ != "nothing"]
    drawn = rng.choices([name for name, _ in others], [weight for _, weight in others])[0]
    apply_trap(case, rng, "nothing" if rng.random() < PLAIN_SHARE else drawn)
    return case


def _words(case: Case, rng: Random) -> dict[str, Any]:
    """What a template may say. ``says`` tells the truth which fields the template prints."""
    style = rng.choice(("/", "/", "/", ".", "-", "long", "short"))

    def says(*fields: str) -> str:
        case.printed.update(fields)
        return ""

    def ins() -> str:
        return blocks.ins_text(case.shown.ins or "", is_spaced=style != ".")

    return {
        "case": case, "p": case.shown, "s": case.structure, "a": case.author, "r": case.recipients, "says": says,
        "usual": partial(blocks.family_name, case), "given": lambda every=False: blocks.given(case, every=every),
        "civ": partial(blocks.civility, case), "civ_short": partial(blocks.civility, case, short=True),
        "born": partial(blocks.born, case), "age": partial(blocks.age, case), "ins": ins,
        "sex": lambda long=False: blocks.sex_word(case, long=long), "num": partial(write_date, style=style),
        "long": partial(write_date, style="long"), "before": _before, "after": lambda day, days: _before(day, -days),
        "extra": partial(draw_doctor, rng), "cosigner": partial(_cosigner, case, rng), "dice": lambda low, high: rng.randrange(low, high), "pick": rng.choice,
        "has_matrix": case.datamatrix is not None, "datamatrix": partial(_datamatrix, case),
        "picture": partial(_picture, rng.choice(_COLOURS)),
    }  # fmt: skip


def _cosigner(case: Case, rng: Random) -> Doctor:
    """Somebody else who signs: they count as the author as well."""
    case.cosigners.append(draw_doctor(rng))
    return case.cosigners[-1]


def _before(day: date, days: int) -> date:
    return day - timedelta(days=days)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)


def _page(html: str) -> str:
    return f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Document</title><body>{html}</body></html>'


def _datamatrix(case: Case) -> Markup:
    if case.datamatrix is None:
        return Markup()
    case.printed.add("datamatrix")
    rows = modules(datamatrix_payload(case.datamatrix))
    bars = "".join(f'<rect x="{x}" y="{y}" width="{length}" height="1"/>' for x, y, length in find_runs(rows))
    side = len(rows)
    return Markup(f'<svg viewBox="-2 -2 {side + 4} {side + 4}" shape-rendering="crispEdges">{bars}</svg>')


def _picture(colour: tuple[int, int, int], name: str) -> str:
    """A letterhead drawn as a picture: its words are no text of the page."""
    image = Image.new("RGB", (900, 120), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 10, 110, 110), fill=colour)
    pen.text((130, 35), name, fill=colour, font=ImageFont.load_default(40))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


def count_pages(data: bytes) -> int:
    """Pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def measure(files: Sequence[TrueFile], index_size: int) -> Scores:
    """Read every file and count."""
    scores = Scores()
    tools = make_tools(make_index(list(files), size=index_size))
    for file in files:
        start = time.perf_counter()
        read = read_file(file.data, name=file.name, received_on=RECEIVED_ON, tools=tools)
        count_file(scores, file, read.documents, time.perf_counter() - start, len(read.pages))
    return scores


def list_failures(scores: Scores, files: Sequence[TrueFile]) -> list[str]:
    """One line a failure, those of filing first."""
    gravest = ("WRONG PATIENT", "MUST BE SHOWN", "record", "split")
    ordered = sorted(scores.examples, key=lambda one: (one["kind"] not in gravest, one.get("layout", ""), one["seed"]))  # type: ignore[index]
    names = {(one.seed, one.documents[0].layout): one.name for one in files}
    return [
        f"{names.get((one['seed'], one.get('layout')), one['seed'])} {json.dumps(one, ensure_ascii=False, default=str)}"  # type: ignore[arg-type]
        for one in ordered
    ]


def write_files(files: Sequence[TrueFile], folder: Path, index_size: int) -> None:
    """PDFs, their truth beside, and the index."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file.name).write_bytes(file.data)
        truth = json.dumps(file.as_json(), ensure_ascii=False, indent=1)
        (folder / f"{file.name}.truth.json").write_text(truth, encoding="utf-8")
    persons = [one.as_record() for one in make_index(list(files), size=index_size)]
    (folder / "persons.json").write_text(json.dumps(persons, ensure_ascii=False), encoding="utf-8")


def main() -> int:
    """Print, read, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=8, help="documents of each template")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--grade", choices=("digital", "scan", "poor"), default="digital")
    parser.add_argument("--index", type=int, default=20_000, help="persons in the index")
    parser.add_argument("--failures", type=Path, help="failures of the templates that may be learnt from")
    parser.add_argument("--folder", type=Path, help="also write these documents, their truth and the index here")
    parser.add_argument("--kept", action="store_true", help="only those kept aside")
    asked = parser.parse_args()
    try:
        with open_printer() as printer:
            seeds = range(asked.seed, asked.seed + asked.each)
            chosen = [one for one in load_templates() if one.is_kept or not asked.kept]
            made = {one: [make_outside(seed, one, printer, grade=asked.grade) for seed in seeds] for one in chosen}
    except LookupError as absent:
        print(f"sauté : {absent}", file=sys.stderr)
        return 2
    results = {}
    for name, is_kept in (("tenus à part", True), ("dont on apprend", False))[: 1 if asked.kept else 2]:
        files = [file for template, some in made.items() if template.is_kept == is_kept for file in some]
        if asked.grade == "poor":
            files = [_may_be_shown(file) for file in files]
        results[name] = measure(files, asked.index)
        if not is_kept and asked.failures:
            asked.failures.write_text("\n".join(list_failures(results[name], files)) + "\n", encoding="utf-8")
        if not is_kept and asked.folder:
            write_files(files, asked.folder, asked.index)
    print_table(results, f"Liane, documents composés par un navigateur ({asked.grade}), {describe_machine()}")
    return int(any(scores.wrong_patient or scores.forbidden_filed for scores in results.values()))


def _may_be_shown(file: TrueFile) -> TrueFile:
    documents = tuple(
        replace(one, filing=Filing.EITHER) if one.filing is Filing.ALLOWED else one for one in file.documents
    )
    return replace(file, documents=documents)


if __name__ == "__main__":
    sys.exit(main())
