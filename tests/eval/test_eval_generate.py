"""The generator: same seed, same bytes; truths that hold together; enough layouts; figures counted right."""

from random import Random

import pytest
from eval.case import Filing
from eval.generate import ANY, layouts_of, make_file, make_index
from eval.people import TEST_OID, draw_person, luhn
from eval.report import as_json
from eval.scores import Scores, Tally, calibration_error, upper_bound
from eval.traps import TRAPS
from eval.types import FITTING, HELD, SEEN, load_types

from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf.pages import read_pages
from liane.domain.identity.ins import compute_ins_key
from liane.domain.terminology.value_sets import get_value_set


def test_there_are_enough_layouts_and_none_is_in_both_splits() -> None:
    seen, held, fitting = ({one.name for one in layouts_of(split)} for split in (SEEN, HELD, FITTING))
    assert len(seen) + len(held) >= 30
    assert len(held) >= 10
    assert len(fitting) >= 5
    assert not seen & held
    assert not seen & fitting


@pytest.mark.parametrize("grade", ["digital", "scan"])
def test_the_same_seed_gives_the_same_bytes(grade: str) -> None:
    first, second = (
        make_file(11, grade=grade, split=HELD, trap="nothing", layout=layouts_of(HELD)[0].name) for _ in range(2)
    )
    assert first.data == second.data
    assert first.as_json() == second.as_json()


@pytest.mark.parametrize("layout", [one.name for one in layouts_of(SEEN)])
def test_what_the_truth_says_is_on_the_page(layout: str) -> None:
    file = make_file(5, grade="digital", split=SEEN, trap="nothing", layout=layout)
    pages = read_pages(file.data, name=file.name, readers=OCRReaders()).pages
    codes = " ".join(symbol.payload.decode("latin-1") for page in pages for symbol in page.symbols)
    text = (" ".join(page.text for page in pages) + codes).upper()
    truth = file.documents[0].fields
    squeezed = text.replace(" ", "")
    for name in ("birth_name", "first_name", "ins", "author_family", "author_rpps", "episode"):
        for value in truth[name]:
            assert value == ANY or value.upper().replace(" ", "") in squeezed, name


@pytest.mark.parametrize("trap", [trap.__name__ for trap, _ in TRAPS])
def test_each_trap_says_whether_it_may_be_filed(trap: str) -> None:
    file = make_file(3, grade="digital", split=SEEN, trap=trap)
    document = file.documents[0]
    assert document.trap == trap
    assert (document.filing is Filing.FORBIDDEN) == bool(document.reason)
    ids = {person.record_id for person in file.persons}
    assert document.record_id is None or document.record_id in ids


def test_persons_are_fictitious_and_their_numbers_right() -> None:
    for person in make_index([], size=200):
        assert compute_ins_key(person.ins[:13]) == person.ins[13:]
        assert person.birth_place[2:4] == "99"
        assert person.as_record()["oid"] == TEST_OID


def test_luhn_keys() -> None:
    assert luhn("7992739871") == "79927398713"


def test_types_are_of_the_value_set() -> None:
    known = {code.code for code in get_value_set("JDV_J07").codes}
    for kind in load_types():
        assert kind.accepted <= known, kind.code


def test_the_bound_of_zero_errors_is_three_over_n() -> None:
    assert upper_bound(0, 0) is None
    assert upper_bound(0, 300) == pytest.approx(3 / 300, rel=0.02)
    assert (upper_bound(1, 300) or 0) > 4.5 / 300


def test_calibration_error() -> None:
    assert calibration_error([]) is None
    assert calibration_error([(0.9, True)] * 9 + [(0.9, False)]) == pytest.approx(0.0)
    assert calibration_error([(1.0, False)]) == pytest.approx(1.0)


def test_tallies() -> None:
    tally = Tally()
    assert tally.add(("MÉLINA",), "Melina", is_name=True) == ""
    assert tally.add(("1954-03-12",), "1954-12-03", is_name=False) == "wrong"
    assert tally.add(("X",), None, is_name=True) == "missed"
    assert tally.add((), "Y", is_name=True) == "invented"
    assert tally.add((ANY,), "Y", is_name=True) == ""
    assert (tally.printed, tally.exact, tally.wrong, tally.missed, tally.invented) == (3, 1, 1, 1, 1)
    assert "digital" in as_json({"digital": Scores()})


def test_who_gives_birth_is_of_an_age_for_it_and_nothing_else_is_drawn_otherwise() -> None:
    kind = next(one for one in load_types() if one.code == "15508-5")
    for seed in range(60):
        old = draw_person(Random(seed), "R1", sex="F", age=kind.ages)
        young = draw_person(Random(seed), "R1", sex="F", age=kind.ages, within=kind.within)
        assert 1979 <= young.birth_date.year <= 2006
        told = (old.birth_name, old.first_names, old.used_name, old.ipp, old.address, old.birth_place)
        assert told == (
            young.birth_name,
            young.first_names,
            young.used_name,
            young.ipp,
            young.address,
            young.birth_place,
        )
