"""Layouts drawn at random: many manners, the same for a group, truths that are printed, none of them in the figures."""

from functools import cache
from random import Random

import pytest
from eval.case import Filing
from eval.generate import ANY, TrueFile, choose_layout, layouts_of, make_file
from eval.layouts_random import PREFIX, RANDOM_LAYOUTS
from eval.people import fold
from eval.random_manner import Manner, wordings
from eval.traps import TRAPS
from eval.types import FITTING, HELD, SEEN

from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf.pages import read_pages

ALL = f"{PREFIX}*"
LABELS = (
    "birth_name", "only_name", "used_name", "first_name", "both_names", "birth_date", "sex", "ins", "stay", "ipp",
    "doc_date", "doc_city", "doc_done", "author_label", "prescriber", "copies", "recipients", "rpps", "meta_date",
    "act_visit", "act_exam", "act_sample", "act_stay", "act_operation", "signed_by", "signed_on", "function_before",
)  # fmt: skip


@cache
def drawn() -> tuple[TrueFile, ...]:
    """Some files."""
    return tuple(make_file(seed, grade="words", split=SEEN, layout=ALL) for seed in range(120))


def _squeeze(text: str) -> str:
    return fold(text).replace(" ", "")


def test_there_are_many_groups_and_no_figure_counts_them() -> None:
    assert len({one.name for one in RANDOM_LAYOUTS}) >= 400
    published = {one.name for split in (SEEN, HELD, FITTING) for one in layouts_of(split)}
    assert not [name for name in published if name.startswith(PREFIX)]


def test_each_label_has_twenty_forms_and_none_is_there_twice() -> None:
    for name in LABELS:
        assert len(set(wordings()[name])) >= 20, name
    assert [name for name, words in wordings().items() if len(set(words)) < len(words) and name != "attention"] == []


def test_a_group_words_things_alike_and_groups_differ() -> None:
    assert Manner(7).label("birth_date") == Manner(7).label("birth_date")
    assert len({Manner(group).label("birth_date").lower() for group in range(1, 200)}) >= 15
    assert len({Manner(group).pick("order", tuple("abcdefgh")) for group in range(1, 100)}) == 8


@pytest.mark.parametrize("grade", ["digital", "words", "misread"])
def test_the_same_seed_gives_the_same_file(grade: str) -> None:
    first, second = (make_file(21, grade=grade, split=SEEN, layout=ALL) for _ in range(2))
    assert first.data == second.data
    assert first.words == second.words
    assert first.as_json() == second.as_json()
    assert first.documents[0].layout.startswith(PREFIX)


def test_random_layouts_come_where_they_are_asked_for_alone() -> None:
    plain = [make_file(seed, grade="words", split=SEEN) for seed in range(30)]
    mixed = [make_file(seed, grade="words", split=SEEN, random_share=0.6) for seed in range(30)]
    assert not [one for file in plain for one in file.documents if one.layout.startswith(PREFIX)]
    share = [one.layout.startswith(PREFIX) for file in mixed for one in file.documents]
    assert 0.3 < sum(share) / len(share) < 0.9
    with pytest.raises(IndexError):
        make_file(1, grade="words", split=HELD, layout=ALL)


def test_what_the_truth_says_is_on_the_pages() -> None:
    names = ("birth_name", "first_name", "ins", "author_family", "author_rpps", "episode", "recipients")
    told = dict.fromkeys(names, 0)
    for seed, file in enumerate(drawn()):
        assert file.words is not None
        pages = file.words.pages
        codes = " ".join(symbol.payload.decode("latin-1") for page in pages for symbol in page.symbols)
        text = _squeeze(" ".join(word.text for page in pages for word in page.words))
        for name in told:
            for value in file.documents[0].fields[name]:
                parts = [value] if name != "ins" else [value[:5]]  # a number in groups may be cut by a column
                assert value == ANY or all(_squeeze(one) in text + _squeeze(codes) for one in parts), (seed, name)
                told[name] += value != ANY
    assert min(told.values()) > 20, told


def test_some_pages_have_no_author_and_some_no_addressee() -> None:
    fields = [file.documents[0].fields for file in drawn()]
    assert [one for one in fields if one["author_family"] == ()]
    assert [one for one in fields if one["recipients"] == ()]
    assert [one for one in fields if len(one["recipients"]) > 2]


@pytest.mark.parametrize("trap", [trap.__name__ for trap, _ in TRAPS])
def test_every_trap_can_be_drawn(trap: str) -> None:
    for seed in range(6):
        document = make_file(seed, grade="words", split=SEEN, trap=trap, layout=ALL).documents[0]
        assert document.trap == trap
        assert (document.filing is Filing.FORBIDDEN) == bool(document.reason)


def test_a_drawn_page_is_a_pdf_that_the_reader_opens() -> None:
    for seed in range(4):
        file = make_file(seed, grade="digital", split=SEEN, trap="nothing", layout=ALL)
        read = read_pages(file.data, name=file.name, readers=OCRReaders())
        text = _squeeze(" ".join(page.text for page in read.pages))
        assert _squeeze(file.documents[0].fields["first_name"][0]) in text


def test_the_layout_of_a_file_is_its_group() -> None:

    assert choose_layout(Random(1), SEEN, f"{PREFIX}00[12]", 0.0).name in (f"{PREFIX}001", f"{PREFIX}002")
    assert not choose_layout(Random(1), SEEN, "", 0.0).name.startswith(PREFIX)
    assert choose_layout(Random(1), SEEN, "", 1.0).name.startswith(PREFIX)
