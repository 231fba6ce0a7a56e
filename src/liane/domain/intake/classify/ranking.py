"""The types of a document, best first: what its title says weighed with what its words say.

What lives here: the combination. What must not: title rules, features.
"""

import math
from collections.abc import Sequence
from functools import cache

from liane.domain.intake.classify.clear_titles import weigh_title
from liane.domain.intake.classify.model import load_model
from liane.domain.intake.classify.near import sum_near
from liane.domain.intake.classify.openings import find_calling
from liane.domain.intake.classify.titles import outline_page, score_titles
from liane.domain.intake.fields import TypeGuess
from liane.domain.intake.page import Page
from liane.domain.terminology.value_sets import get_value_set

GUESSES_MAX = 5
PROBABILITY_MIN = 0.01


def rank_types(pages: Sequence[Page]) -> tuple[TypeGuess, ...]:
    """Rank the types of one document, from its pages in order; empty when nothing tells.

    At most GUESSES_MAX guesses, probabilities of at least PROBABILITY_MIN; each is the surer for the types that it is
    as good an answer for (``near``). Rule: intake.md §1.7, §7 (JDV_J07, title rules and linear model).
    """
    read = [page for page in pages if page.words and not page.is_blank]
    if not read:
        return ()
    model = load_model()
    first = outline_page(read[0])
    titles = score_titles(read, first)
    words = model.score(read, first)
    codes = set(titles) | set(words)
    if not codes:
        return ()
    logits = {
        code: model.word_factor * words.get(code, model.floor) + model.title_factor * titles.get(code, 0.0)
        for code in codes
    }
    title = find_calling(first)
    if title is not None:
        logits = weigh_title(logits, title)
    top = max(logits.values())
    total = sum(math.exp(value - top) for value in logits.values())
    chances = {code: math.exp(value - top) / total for code, value in logits.items()}
    ranked = sorted(((chance, code) for code, chance in chances.items()), reverse=True)
    labels = _labels()
    return tuple(
        TypeGuess(code=code, label=labels.get(code, ""), probability=probability, near=sum_near(code, chances))
        for probability, code in ranked[:GUESSES_MAX]
        if probability >= PROBABILITY_MIN
    )


@cache
def _labels() -> dict[str, str]:
    return {code.code: code.label for code in get_value_set("JDV_J07").codes}
