"""Files with their truth: a case is drawn, a layout prints it, a scanner may spoil it. Same seed, same bytes.

``python -m eval.generate FOLDER --count 20`` writes PDFs, their truth as JSON and the index that goes with them.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from random import Random

from eval.case import Case, Filing, draw_case
from eval.layouts_fifth import FIFTH_LAYOUTS, FITTING_LAYOUTS
from eval.layouts_fourth import FOURTH_LAYOUTS
from eval.layouts_held import GIVEN_LAYOUTS, HELD_LAYOUTS, LATE_LAYOUTS
from eval.layouts_mixed import MIXED_LAYOUTS
from eval.layouts_random import PREFIX, RANDOM_LAYOUTS
from eval.layouts_second import SECOND_LAYOUTS
from eval.layouts_seen import SEEN_LAYOUTS, Layout
from eval.layouts_sixth import SIXTH_LAYOUTS
from eval.layouts_third import THIRD_LAYOUTS
from eval.noise import scan_pdf
from eval.people import Person, draw_person, fold
from eval.sheet import Sheet, open_canvas
from eval.traps import apply_trap
from eval.types import FITTING, FORMER, GIVEN, HELD, LATE, SEEN, DocType
from eval.words import GRADES as WORD_GRADES
from eval.words import Misreading, WordCanvas, as_read, open_words, to_pages
from liane.codecs.pdf.pages_read import PagesRead

GRADES = ("digital", "scan", "poor")
ANY = "*"
"""A field that is not scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueDocument:
    """The truth of one document. fields: by name of the published schema; each a tuple of accepted values, empty when
    nothing is printed, (ANY,) when it is not scored.
    """

    pages: tuple[int, ...]
    fields: dict[str, tuple[str, ...]]
    record_id: str | None
    filing: Filing
    reason: str
    trap: str
    layout: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFile:
    """One file: bytes, name, grade, documents, and the persons that the index must hold for it. words: its pages already
    read, for the grades of words alone.
    """

    name: str
    data: bytes
    grade: str
    split: str
    seed: int
    documents: tuple[TrueDocument, ...]
    persons: tuple[Person, ...]
    words: PagesRead | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, object]:
        """The truth, without the bytes."""
        return {
            "file": self.name,
            "grade": self.grade,
            "split": self.split,
            "seed": self.seed,
            "documents": [
                {
                    "pages": list(one.pages),
                    "fields": {name: list(values) for name, values in one.fields.items()},
                    "record_id": one.record_id,
                    "filing": one.filing,
                    "reason": one.reason,
                    "trap": one.trap,
                    "layout": one.layout,
                    "code": one.code,
                }
                for one in self.documents
            ],
        }


def layouts_of(split: str) -> tuple[Layout, ...]:
    """The layouts of a split."""
    if split == SEEN:
        return (*SEEN_LAYOUTS, *SECOND_LAYOUTS, *THIRD_LAYOUTS, *FOURTH_LAYOUTS, *FIFTH_LAYOUTS, *MIXED_LAYOUTS)
    apart = {
        FITTING: FITTING_LAYOUTS,
        FORMER: SIXTH_LAYOUTS,
        GIVEN: GIVEN_LAYOUTS,
        LATE: LATE_LAYOUTS,
        HELD: HELD_LAYOUTS,
    }
    return apart[split]


def choose_layout(rng: Random, split: str, pattern: str, random_share: float) -> Layout:
    """Draw a layout whose name has the pattern; those drawn at random when it asks for them, or for their share."""
    is_random = split == SEEN and pattern.startswith(PREFIX)
    if split == SEEN and not pattern and random_share:
        is_random = rng.random() < random_share
    if is_random:
        return rng.choice([one for one in RANDOM_LAYOUTS if fnmatch(one.name, pattern or "*")])
    return rng.choice([one for one in layouts_of(split) if fnmatch(one.name, pattern or "*")])


def make_file(
    seed: int,
    *,
    grade: str,
    split: str,
    trap: str = "",
    layout: str = "",
    random_share: float = 0.0,
    types: Sequence[DocType] = (),
) -> TrueFile:
    """Make one file. One in ten holds two or three documents of different patients. random_share: of the layouts of
    ``layouts_random`` among those seen, for training alone; ``layout="hasard-*"`` draws nothing else. types: those to draw.
    """
    rng = Random(f"{seed}-{HELD if split == FORMER else split}")
    count = 1
    if not trap and not layout and rng.random() < 0.1:
        count = rng.choice((2, 2, 3))
    is_words = grade in WORD_GRADES
    canvas, buffer = open_words() if is_words else open_canvas()
    documents: list[TrueDocument] = []
    persons: list[Person] = []
    page = 1
    has_backs = grade in ("scan", "poor") and rng.random() < 0.1
    name = f"document-{seed:06d}.pdf"
    for number in range(count):
        chosen = choose_layout(rng, split, layout, random_share)
        case = draw_case(
            rng, seed=seed * 10 + number, split=split, families=chosen.families, codes=chosen.codes, types=types
        )
        apply_trap(case, rng, trap or ("nothing" if count > 1 else ""))
        if count > 1 and case.filing is Filing.ALLOWED:
            case.filing = Filing.EITHER
        sheet = draw_document(canvas, case, chosen, rng)
        step = 2 if has_backs else 1
        pages = tuple(range(page, page + sheet.pages * step))
        page += sheet.pages * step
        if grade == "poor" and case.filing is Filing.ALLOWED:
            case.filing = Filing.EITHER
        documents.append(make_truth(case, chosen, pages))
        persons.extend(case.index)
        name = case.file_name or name
    canvas.save()
    data = buffer.getvalue()
    if grade in ("scan", "poor"):
        turn = rng.choice((90, 180, 270)) if rng.random() < 0.08 else 0
        data = scan_pdf(data, grade, rng, turn=turn, blank_backs=has_backs)
    misreading = Misreading() if grade == "misread" else None
    return TrueFile(
        name=name,
        data=data,
        grade=grade,
        split=split,
        seed=seed,
        documents=tuple(documents),
        persons=tuple(persons),
        words=as_read(to_pages(canvas, misreading=misreading, dice=rng)) if isinstance(canvas, WordCanvas) else None,
    )


def draw_document(canvas: object, case: Case, layout: Layout, rng: Random) -> Sheet:
    """Print one case with one layout."""
    sheet = Sheet(canvas, rng, manner=layout.manner, is_held=layout.is_held, size=9 if layout.manner == "dots" else 0)  # type: ignore[arg-type]
    if layout.manner in ("mono", "typewriter"):
        sheet.size = 9
    if layout.manner == "hand":
        sheet.size = 14
    for part in layout.parts:
        part(sheet, case)
    sheet.canvas.showPage()
    return sheet


def make_truth(case: Case, layout: Layout, pages: tuple[int, ...]) -> TrueDocument:
    """What a reader should find on what was printed."""
    absent = "not_in_index" in case.notes
    if case.trap == "other_sex" and "sex" not in case.printed and not (case.shown.ins or case.datamatrix):
        case.filing, case.reason = Filing.EITHER, ""  # nothing printed contradicts the record
        return replace(make_truth_of(case, layout, pages), record_id=f"{case.patient.record_id}-S")
    return make_truth_of(case, layout, pages, is_absent=absent)


def make_truth_of(case: Case, layout: Layout, pages: tuple[int, ...], *, is_absent: bool = False) -> TrueDocument:
    """The truth as the case tells it."""
    if case.trap == "other_sticker" and "datamatrix" not in case.printed:
        raise ValueError(f"layout {layout.name} draws no datamatrix")
    fields = {**_identity(case), **_document(case)}
    if "no_identity_score" in case.notes:
        for name in ("birth_name", "used_name", "first_name", "birth_date", "sex", "ins"):
            fields[name] = (ANY,)
    return TrueDocument(
        pages=pages,
        fields=fields,
        record_id=None if is_absent else case.patient.record_id,
        filing=case.filing,
        reason=case.reason,
        trap=case.trap,
        layout=layout.name,
        code=case.kind.code,
    )


def _identity(case: Case) -> dict[str, tuple[str, ...]]:
    shown = case.shown
    code = case.datamatrix if "datamatrix" in case.printed else None
    is_foreign = code is not None and code.record_id != case.patient.record_id
    birth = (shown.birth_name,) if shown.birth_name else ()
    used: tuple[str, ...] = (shown.used_name,) if shown.used_name else ()
    if not birth and not shown.used_name_is_labelled:
        birth, used = (ANY,), (ANY,)
    elif not birth and code and not is_foreign:
        birth = (case.patient.birth_name,)
    if not shown.used_name and shown.birth_name:
        used = ()
    ins: tuple[str, ...] = (shown.ins,) if shown.ins else (code.ins,) if code else ()
    if is_foreign or {"ins_invalid", "ins_other", "ins_as_nir"} & set(case.notes):
        ins = (ANY,)
    firsts = " ".join(shown.first_names) if shown.has_all_first_names else shown.first
    return {
        "birth_name": birth,
        "used_name": used,
        "first_name": (shown.first,),
        "first_names": (ANY,) if code else (firsts,),
        "birth_date": (shown.birth_date.isoformat(),) if shown.birth_date else (ANY,) if code else (),
        "sex": (shown.sex,) if "sex" in case.printed or code else (ANY,),
        "ins": ins,
    }


def _document(case: Case) -> dict[str, tuple[str, ...]]:
    printed = case.printed
    written = (case.doc_date.isoformat(),) if "doc_date" in printed else ()
    act: tuple[str, ...] = (ANY,)
    if "act_date" in printed and case.act_date:
        act = (case.act_date.isoformat(),)
        if not case.kind.act_is_date:
            act = (ANY,)
        elif not written:
            written = (ANY,)
    authors = (case.author, *case.cosigners) if "author" in printed else ()
    has_given = bool(authors) and "author_initial" not in case.notes
    numbers = tuple(one.rpps for one in (case.author, *case.cosigners)) if "rpps" in printed else ()

    def absent(note: str) -> tuple[str, ...]:
        return () if note in case.notes else (ANY,)

    stay = (case.episode,) if "episode" in printed else (ANY,) if "episode_open" in case.notes else ()
    return {
        "doc_type": tuple(sorted(case.kind.accepted)),
        "doc_date": written,
        "act_date": act,
        "author_family": tuple(one.family for one in authors) or absent("no_author"),
        "author_given": tuple(one.given for one in authors) if has_given else (ANY,),
        "author_rpps": numbers,
        "structure_name": (case.structure.name,) if "structure" in printed else (ANY,),
        "structure_finess": (case.structure.finess,) if "finess" in printed else (),
        "recipients": tuple(d.family for d in case.recipients) if "recipients" in printed else absent("no_recipients"),
        "episode": stay,
    }


def make_index(files: Iterator[TrueFile] | list[TrueFile], *, size: int, seed: int = 0) -> list[Person]:
    """The persons that files need, and others up to a size."""
    rng = Random(f"index-{seed}")
    persons = {person.record_id: person for file in files for person in file.persons}
    for number in range(max(0, size - len(persons))):
        one = draw_person(rng, f"N{number:07d}")
        persons[one.record_id] = one
    return sorted(persons.values(), key=lambda person: fold(person.birth_name) + person.record_id)


def main() -> None:
    """Write files, truths and index in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--grade", choices=GRADES, default="digital")
    parser.add_argument("--split", choices=(SEEN, HELD, FITTING, FORMER, GIVEN, LATE), default=SEEN)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trap", default="")
    parser.add_argument("--layout", default="")
    parser.add_argument("--index", type=int, default=1000)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    files = []
    for seed in range(asked.seed, asked.seed + asked.count):
        file = make_file(seed, grade=asked.grade, split=asked.split, trap=asked.trap, layout=asked.layout)
        (asked.folder / file.name).write_bytes(file.data)
        truth = json.dumps(file.as_json(), ensure_ascii=False, indent=1)
        (asked.folder / f"{file.name}.truth.json").write_text(truth, encoding="utf-8")
        files.append(file)
    persons = [person.as_record() for person in make_index(files, size=asked.index)]
    (asked.folder / "persons.json").write_text(json.dumps(persons, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
