"""What words speak of: groups by beginnings, whole words, runs of words, medicines; and how they are counted."""

from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.classify.concepts import DRUG, WORD_END, find_concepts, is_group, load_concepts
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


def test_a_medicine_of_a_known_name_is_of_its_class_and_a_medicine() -> None:
    found = find_concepts(tokenise("Doliprane 1 g, un comprimé"))
    assert "drug:pain" in found
    assert DRUG in found


def test_a_kind_counts_with_its_group_when_words_follow_one_another() -> None:
    found = find_concepts(tokenise("débit de sang 300, poids sec 71 kg"))
    assert {"session", "session:dialysis"} <= set(found)


def test_glasses_work_and_sessions_are_told_apart() -> None:
    assert "optic" in find_concepts(tokenise("verres progressifs, monture"))
    assert "workhealth" in find_concepts(tokenise("Avis d'aptitude au poste de travail"))
    assert "worksick" not in find_concepts(tokenise("aménagement du poste, salarié apte"))
    assert "session:radio" in find_concepts(tokenise("25 fractions de 2 Gy, radiothérapie"))


def test_every_piece_of_a_stem_is_a_word_that_reading_gives() -> None:
    lexicon = load_concepts()
    pieces = {*lexicon.stems, *lexicon.endings, *lexicon.runs}
    pieces |= {piece for runs in lexicon.runs.values() for rest, _ in runs for piece in rest}
    assert [one for one in sorted(pieces) if tokenise(one.rstrip(WORD_END)) != (one.rstrip(WORD_END),)] == []


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
    every = " ".join(stem.rstrip("$").title() for stem in [*load_concepts().stems][:1_000])
    counts = count_features([page_of((every, 0.5, 0.012))])
    pairs = sum(name.startswith("y") for name in counts)
    assert pairs == LINE_CONCEPTS_MAX * (LINE_CONCEPTS_MAX - 1) // 2


def test_kinds_are_paired_by_their_groups_alone() -> None:
    counts = count_features([page_of(("ORDONNANCE", 0.15, 0.03), ("Doliprane comprimé matin et soir", 0.4, 0.012))])
    assert counts["cdrug:pain"] == 1.0
    assert not any(":" in name for name in counts if name[0] in "xyz")


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_words_have_groups_of_the_table(words: list[str]) -> None:
    lexicon = load_concepts()
    known = {name for table in (lexicon.stems, lexicon.endings) for names in table.values() for name in names}
    known |= {name for runs in lexicon.runs.values() for _, name in runs}
    found = set(find_concepts(words))
    assert {name for name in found if not is_group(name)} <= known
    assert found <= known | {name.partition(":")[0] for name in known}
