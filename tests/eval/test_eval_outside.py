"""Documents that a browser prints: the same each time, true to their truth, and none filed alone in a wrong record."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from eval.generate import ANY, TrueFile
from eval.outside import list_failures, load_templates, make_outside, measure, open_printer
from eval.people import fold
from eval.scores import Scores
from eval.types import load_types

from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf.pages import read_pages


@pytest.fixture(scope="module")
def printed() -> list[TrueFile]:
    """One document of each template, the first of them twice; made in a thread, since the driver takes the loop."""

    def make() -> list[TrueFile]:
        with open_printer() as printer:
            templates = load_templates()
            return [make_outside(3, one, printer) for one in (templates[0], *templates)]

    try:
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(make).result()
    except LookupError as absent:
        pytest.skip(str(absent))


def test_enough_templates_are_kept_aside() -> None:
    kept = [one.is_kept for one in load_templates()]
    assert sum(kept) >= 15
    assert sum(kept) >= len(kept) / 5
    assert {one.code for one in load_templates()} <= {one.code for one in load_types()}


def test_the_same_seed_prints_the_same_bytes(printed: list[TrueFile]) -> None:
    assert printed[0].data == printed[1].data
    assert printed[0].as_json() == printed[1].as_json()


def test_what_the_truth_says_is_printed(printed: list[TrueFile]) -> None:
    for file in printed[1:]:
        pages = read_pages(file.data, name=file.name, readers=OCRReaders()).pages
        codes = " ".join(symbol.payload.decode("latin-1") for page in pages for symbol in page.symbols)
        text = fold(" ".join(page.text.replace("\xad", "") for page in pages) + codes).replace(" ", "")
        truth = file.documents[0].fields
        for name in ("birth_name", "used_name", "first_name", "ins", "author_family", "author_rpps", "recipients"):
            for value in truth[name]:
                assert value == ANY or fold(value).replace(" ", "") in text, (file.name, name)


def test_nothing_is_filed_alone_in_the_wrong_record(printed: list[TrueFile]) -> None:
    scores = measure(printed[1:], 2000)
    assert scores.documents == len(load_templates())
    assert scores.wrong_patient == scores.forbidden_filed == 0


def test_failures_of_filing_come_first() -> None:
    scores = Scores()
    scores.note(kind="wrong", field="sex", seed=1, layout="a", truth=["F"], got="M")
    scores.note(kind="WRONG PATIENT", seed=9, trap=["nothing"], got="R1")
    lines = list_failures(scores, ())
    assert "WRONG PATIENT" in lines[0]
    assert '"field": "sex"' in lines[1]
