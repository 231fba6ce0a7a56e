"""Documents written by hand: truths well formed, every value of theirs on its page, and both halves alike."""

import html
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from eval.case import MONTHS, Filing
from eval.freehand import FIELDS, FOLDER, FORMER_LAST, Freehand, load_freehand, make_freehand, read_freehand
from eval.generate import ANY, TrueFile
from eval.outside import measure, open_printer
from eval.people import fold, luhn

from liane.domain.identity.ins import compute_ins_key
from liane.domain.terminology.value_sets import get_value_set

DOCUMENTS = load_freehand()
NAMES = ("birth_name", "used_name", "first_name", "first_names", "author_family", "author_given", "structure_name")
DATES = ("birth_date", "doc_date", "act_date")
every = pytest.mark.parametrize("one", DOCUMENTS, ids=lambda one: one.name)


def text_of(one: Freehand) -> str:
    """The words of a page, without its style, folded and with no blank."""
    body = re.sub(r"<style>.*?</style>|<title>.*?</title>", "", one.html, flags=re.DOTALL)
    return fold(html.unescape(re.sub(r"<[^>]*>", " ", body)).replace("\xad", "")).replace(" ", "")


def ways_of(day: date) -> set[str]:
    """How a day may be written, folded and with no blank."""
    month = fold(MONTHS[day.month - 1])
    short = {4: {"JANV", "JAN"}, 7: {"JUIL"}}.get(len(month), set()) | {month, month[:3], month[:4], month[:5]}
    days = {f"{day.day:02d}", str(day.day), *(("1ER",) if day.day == 1 else ())}
    years = {str(day.year), f"{day.year % 100:02d}"}
    numbers = {f"{n}{m}{y}" for n in days for m in (f"{day.month:02d}", str(day.month)) for y in years}
    return numbers | {f"{n}{m}{y}" for n in days for m in short for y in years} | {day.strftime("%Y%m%d")}


@every
def test_each_value_is_printed(one: Freehand) -> None:
    text = text_of(one)
    for name in ("recipients", "episode", "ins", "author_rpps", "structure_finess", *NAMES):
        for value in one.fields[name]:
            if value != ANY:
                assert fold(value).replace(" ", "") in text, (name, value)
    for name in DATES:
        for value in one.fields[name]:
            assert value == ANY or any(way in text for way in ways_of(date.fromisoformat(value))), (name, value)


@every
def test_each_truth_is_well_formed(one: Freehand) -> None:
    codes = {code.code for code in get_value_set("JDV_J07").codes}
    assert set(one.fields) == set(FIELDS)
    assert one.fields["doc_type"]
    assert set(one.fields["doc_type"]) <= codes
    assert one.filing is not Filing.ALLOWED or one.record_id
    assert one.filing is not Filing.FORBIDDEN or one.reason
    assert not set(one.fields["sex"]) - {"F", "M", ANY}
    for name in ("author_rpps", "structure_finess"):
        assert all(value == luhn(value[:-1]) for value in one.fields[name] if value != ANY)


@every
def test_each_person_is_a_fictitious_one(one: Freehand) -> None:
    for person in one.persons:
        assert person.birth_place.startswith("999")
        if person.ins:
            assert person.ins[13:] == compute_ins_key(person.ins[:13])
            wanted = ("1", "2")[person.sex == "F"] + f"{person.birth_date:%y%m}" + person.birth_place
            assert person.ins.startswith(wanted)


@every
def test_each_page_calls_nothing_from_outside(one: Freehand) -> None:
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:|//|file:)", one.html)


def test_half_of_the_last_ones_are_kept_aside() -> None:
    numbers = Counter(one.number for one in DOCUMENTS)
    assert set(numbers.values()) == {1}
    kept = Counter(one.is_kept for one in DOCUMENTS if one.number > FORMER_LAST)
    assert abs(kept[True] - kept[False]) <= len(DOCUMENTS) / 20
    assert not any(one.is_kept for one in DOCUMENTS if one.number <= FORMER_LAST)
    persons = [person.record_id for one in DOCUMENTS for person in one.persons]
    assert len(persons) == len(set(persons))


@pytest.mark.parametrize(
    "text",
    [
        "<p>Sans vérité</p>",
        "<!--\nother = 1\n--><p>Page</p>",
        "<!--\n[person]\nbirth_name='A'\n[filing]\nis='either'\n[fields]\nheight='2'\n--><p>Page</p>",
        "<!--\nopen=['sex']\n[person]\nbirth_name='A'\n[filing]\nis='either'\n[fields]\nsex='F'\n--><p>Page</p>",
    ],
)
def test_a_truth_that_is_not_well_formed_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "01-page.html"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="01-page"):
        read_freehand(path)


def test_what_is_not_printed_is_counted_as_invented() -> None:
    one = read_freehand(FOLDER / "01-geriatrie-colonne.html")
    assert one.fields["structure_finess"] == ()
    assert one.fields["first_names"] == ("Gwenola Anne",)
    assert not one.is_kept


@pytest.fixture(scope="module")
def printed() -> list[TrueFile]:
    """Some documents that may be learnt from, printed in a thread since the driver takes the loop."""

    def make() -> list[TrueFile]:
        with open_printer() as printer:
            learnable = [one for one in DOCUMENTS if not one.is_kept]
            return [make_freehand(one, printer) for one in (learnable[0], *learnable[:6])]

    try:
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(make).result()
    except LookupError as absent:
        pytest.skip(str(absent))


def test_the_same_page_prints_the_same_bytes(printed: list[TrueFile]) -> None:
    assert printed[0] == printed[1]


def test_none_is_filed_alone_in_the_wrong_record(printed: list[TrueFile]) -> None:
    scores = measure(printed[1:], 2000)
    assert scores.documents == len(printed) - 1
    assert scores.wrong_patient == scores.forbidden_filed == 0
