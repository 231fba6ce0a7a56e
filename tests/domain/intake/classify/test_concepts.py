"""What words speak of: groups by beginnings, whole words, runs of words, medicines; and how they are counted."""

from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.classify.concepts import DRUG, find_concepts, load_concepts
from liane.domain.intake.classify.model import LINE_CONCEPTS_MAX, count_features
from liane.domain.intake.classify.tokens import LINK_WORDS, tokenise
from liane.domain.intake.page import Box, Page, Word


def page_of(*lines: tuple[str, float, float]) -> Page:
    """Lines of a page: text, top, height."""
    words = []
    for at, (text, top, height) in enumerate(lines):
        for place, piece in enumerate(text.split()):
            box = Box(x0=0.1 + 0.08 * place, y0=top, x1=0.16 + 0.08 * place, y1=top + height)
            words.append(Word(text=piece, box=box, line=at))
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


def test_a_word_is_known_by_its_beginning() -> None:
    assert "kine" in find_concepts(tokenise("Séances de kinésithérapie"))
    assert "midwife" in find_concepts(tokenise("Consultation de la sage-femme"))


def test_a_whole_word_is_not_a_beginning() -> None:
    assert "nurse" in find_concepts(tokenise("Passage IDE matin"))
    assert "nurse" not in find_concepts(tokenise("Idée générale"))


def test_words_that_follow_one_another_are_one() -> None:
    assert "certif" in find_concepts(tokenise("pour servir et faire valoir ce que de droit"))
    assert "certif" not in find_concepts(tokenise("faire une prise de sang"))


def test_a_medicine_is_told_by_its_ending() -> None:
    assert DRUG in find_concepts(("LISINOPRIL",))
    assert DRUG not in find_concepts(("AVRIL",))


def test_groups_hold_only_folded_words_that_documents_may_hold() -> None:
    lexicon = load_concepts()
    for stem in (*lexicon.stems, *lexicon.runs):
        assert stem == stem.upper()
        assert stem.rstrip("$") not in LINK_WORDS
    assert min(lexicon.lengths) >= 2


def test_titles_and_pairs_of_a_line_are_counted_apart() -> None:
    body = [("marche et équilibre", 0.3 + 0.03 * at, 0.012) for at in range(6)]
    counts = count_features([page_of(("BILAN KINÉSITHÉRAPIQUE", 0.15, 0.03), *body)])
    assert counts["tkine"] == 1.0
    assert counts["yfunctional kine"] == 1.0
    assert counts["cfunctional"] > counts["tfunctional"]
    assert counts["zkine functional"] == 1.0


def test_a_long_line_of_concepts_makes_few_pairs() -> None:
    every = " ".join(stem.rstrip("$").title() for stem in load_concepts().stems)
    counts = count_features([page_of((every, 0.5, 0.012))])
    pairs = sum(name.startswith("y") for name in counts)
    assert pairs == LINE_CONCEPTS_MAX * (LINE_CONCEPTS_MAX - 1) // 2


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_words_have_groups_of_the_table(words: list[str]) -> None:
    known = {name for names in load_concepts().stems.values() for name in names}
    known |= {name for runs in load_concepts().runs.values() for _, name in runs} | {DRUG}
    assert set(find_concepts(words)) <= known
