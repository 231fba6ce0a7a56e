"""Titles: a line that is one phrase and nothing else, at the top; rules that name one type each."""

from collections import defaultdict

from liane.domain.intake.classify.titles import is_phrase, load_phrases, score_titles
from liane.domain.intake.classify.tokens import tokenise
from liane.domain.intake.page import Box, Page, Word

TEXT = "Le traitement habituel est poursuivi et la surveillance sera assurée en ville par le médecin"


def page_with(title: str, top: float) -> Page:
    """Lines of running text, one of them replaced by a title in the same letters."""
    words = []
    for at in range(12):
        y0 = 0.1 + 0.06 * at
        text = title if abs(y0 - top) < 0.03 else TEXT
        for place, piece in enumerate(text.split()):
            box = Box(x0=0.1 + 0.05 * place, y0=y0, x1=0.14 + 0.05 * place, y1=y0 + 0.012)
            words.append(Word(text=piece, box=box, line=at))
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


def test_a_line_that_is_one_phrase_is_told_from_a_sentence() -> None:
    assert is_phrase(tokenise("Compte rendu d'examens biologiques"))
    assert not is_phrase(tokenise("Compte rendu d'examens biologiques du mois"))
    assert not is_phrase(())


def test_a_title_alone_on_its_line_counts_more_at_the_top() -> None:
    title = "Compte rendu d'examens biologiques"
    top, low = score_titles([page_with(title, 0.1)]), score_titles([page_with(title, 0.46)])
    assert top["11502-2"] > low["11502-2"]


def test_only_the_first_such_line_is_the_title() -> None:
    page = page_with("Lettre de liaison", 0.1)
    more = page_with("Scanner thoracique", 0.16)
    words = [word for word in page.words if word.line != 1] + [word for word in more.words if word.line == 1]
    scores = score_titles(
        [Page(number=1, width_pt=595, height_pt=842, words=tuple(sorted(words, key=lambda w: w.line)))]
    )
    assert scores["11490-0"] == max(scores.values())


def test_a_strong_phrase_names_one_type() -> None:
    codes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for rows in load_phrases().values():
        for words, code, weight in rows:
            if weight >= 9:
                codes[words].add(code)
    assert [words for words, some in codes.items() if len(some) > 1] == []
