"""Documents of the examiners that may be learnt from: never those kept aside, their truth as the others tell it."""

import json
from datetime import date
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from eval.examiners import EXAMINERS, missing_of
from eval.generate import ANY

from liane.domain.intake.page import Box, Page, Word
from tools import examined_pages
from tools.examined_pages import TAUGHT, copies_of, find_scanner, load_examined, read_examined, without_scanner


def test_none_that_is_kept_aside_is_taught() -> None:
    apart = [name for name, one in EXAMINERS.items() if one.is_kept_aside]
    assert set(apart) == {"district", "valley"}
    assert not set(apart) & set(TAUGHT)
    for name in apart:
        with pytest.raises(LookupError):
            load_examined(name)


def test_the_truth_of_a_printed_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Read:
        pages = tuple(Page(number=number, width_pt=595, height_pt=842, words=()) for number in (1, 2))

    monkeypatch.setattr(examined_pages, "page_reader", lambda: lambda _data, _name: Read)
    fields = {
        "doc_type": ["11488-4", "NOT-A-CODE"], "doc_date": "2026-03-12", "act_date": None, "author_family": "Testier",
        "author_given": None, "recipients": ["Essai", "Modèle"],
    }  # fmt: skip
    told = {"pages": [1], "fields": fields}
    open_ = {"pages": [2], "fields": {"doc_type": "11488-4"}}
    files = {
        "a.pdf": {"layout": "essai", "grade": "digital", "documents": [told, open_]},
        "b.pdf": {"layout": "essai", "grade": "scan", "documents": [told]},
        "c.pdf": {"layout": "deux", "grade": "digital", "documents": [told, told]},
    }
    (tmp_path / "truth.json").write_text(json.dumps(files), encoding="utf-8")
    for name in files:
        (tmp_path / name).write_bytes(b"")
    first, second = read_examined("region", tmp_path)
    assert first.codes == ("11488-4",)
    assert first.layout == "region:essai"
    assert first.fields == {
        "doc_date": ("2026-03-12",), "act_date": (), "author_family": ("Testier",), "author_given": (),
        "recipients": ("Essai", "Modèle"), "structure_name": (ANY,),
    }  # fmt: skip
    assert first.as_truth().pages == (1,)
    assert date.fromisoformat(first.received_on) >= date(2026, 3, 12)
    assert set(second.fields.values()) == {(ANY,)}


def test_a_page_is_told_as_it_is_then_misread() -> None:
    words = tuple(Word(text="hospitalisation", box=Box(x0=0.1, y0=0.1, x1=0.4, y1=0.2)) for _ in range(60))
    page = Page(number=3, width_pt=595, height_pt=842, words=words)
    (whole,), (spoiled,) = copies_of((page,), 2, "essai")
    assert whole == page
    assert spoiled.number == 3
    assert spoiled.words != words
    assert list(copies_of((page,), 2, "essai"))[1] == (spoiled,)


@pytest.mark.parametrize("name", TAUGHT)
def test_every_scanner_is_taken_away_and_given_back(name: str) -> None:
    if missing_of(name):
        pytest.skip(missing_of(name))
    holder, _ = find_scanner(name)
    before = dict(vars(holder))
    with without_scanner(name):
        assert [one for one in before if before[one] is not vars(holder)[one]]
    assert [one for one in before if before[one] is not vars(holder)[one]] == []


@pytest.mark.parametrize("name", ["city", "department", "locality", "network", "records", "university"])
def test_every_file_is_kept_as_it_was_printed(name: str, tmp_path: Path) -> None:
    if missing_of(name):
        pytest.skip(missing_of(name))
    with without_scanner(name):
        EXAMINERS[name].draw(2, 4, tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert {file["grade"] for file in truth.values()} == {"digital"}
    assert {Path(drawn).suffix for drawn in truth} == {".pdf"}


def test_a_maker_that_scans_most_of_its_files_keeps_them_all_as_printed() -> None:
    if missing_of("clinic"):
        pytest.skip(missing_of("clinic"))
    drawing = import_module("eval.examiners.clinic.drawing")
    scanned = drawing.plan_of(Random(1), 40)
    assert {grade for _, grade in scanned} > {"digital"}
    with without_scanner("clinic"):
        kept = drawing.plan_of(Random(1), 40)
    assert {grade for _, grade in kept} == {"digital"}
    assert [trap for trap, _ in kept] == [trap for trap, _ in scanned]
