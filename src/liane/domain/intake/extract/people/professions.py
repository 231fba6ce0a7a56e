"""Words that tell a professional before, after or under a name, and the formulas that close a letter over a signature.

What lives here: the packaged list of professions (``data/professions.tsv``), the grammar of what stands after a name.
What must not: whose name it is (``roles``, ``signatures``, ``decide.staff``).
Source: Code de la santé publique, fourth part (health professions); arrêté of 21 April 2017 (medical specialities).
"""

import re

from liane.domain.intake.extract.surface.labels import read_rows
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Row

CLOSING_ROWS_MAX = 5
CARERS = ("doctor", "care")
"""Kinds of the list that are health professions of their own."""
WORKERS = (*CARERS, "helper", "social", "house", "school", "law")
"""Kinds whose words name the professional alone: « médecine interne », « mandataire » may be said of somebody else."""
TRADES = (*WORKERS, "junior", "guardian", "short")


def words_of(*kinds: str) -> str:
    """A pattern of the words of some kinds of the list, to match folded text; no boundary after it."""
    return "(?:" + "|".join(words for kind, words in read_rows("professions.tsv") if kind in kinds) + ")"


_PROFESSION = re.compile(
    rf"[ ,;:(\-–]*(?:(?:LE |LA |VOTRE )?(?:DR|DOCTEURE?|CHEF DE|ANATOMO|{words_of(*CARERS)}|"
    rf"{words_of('helper', 'social', 'house', 'junior', 'short')}\b)|(?:N° ?)?(?:RPPS|ADELI)\b)"
)
_CLOSING = re.compile(
    r"CONFRATERNEL|CORDIALEMENT|SALUTATIONS|SENTIMENTS|AMICALEMENT|AMITIES|RESPECTUEUSEMENT|BIEN A (?:VOUS|TOI)\b|"
    r"SINCEREMENT|CONSIDERATION"
)


def tells_profession(folded: str) -> bool:
    """True for words that begin with a profession or a number of professional, signs apart."""
    return _PROFESSION.match(folded) is not None


def follows_closing(reading: PageReading, row: Row) -> bool:
    """True for a row at most CLOSING_ROWS_MAX under a formula that closes a letter."""
    if row.top < 0.2:
        return False
    above = reading.sheet.rows[max(0, row.place - CLOSING_ROWS_MAX) : row.place]
    return any(_CLOSING.search(one.folded) for one in above)
