"""Words that tell a professional after or under a name, and the formulas that close a letter over a signature.

What lives here: the words. What must not: whose name it is (``roles``, ``signatures``).
"""

import re

from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Row

CLOSING_ROWS_MAX = 5
_PROFESSION = re.compile(
    r"[ ,;:(\-–]*(?:(?:LE |LA |VOTRE )?(?:DR|DOCTEURE?|SAGE-FEMME|SAGE FEMME|INFIRMI[ER]+E?|IDE\b|IPA\b|"
    r"MASSEUR|KINESITHERAPEUTE|"
    r"ORTHOPHONISTE|ORTHOPTISTE|PSYCHOLOGUE|NEUROPSYCHOLOGUE|PSYCHOMOTRICIEN|DIETETICIEN|ERGOTHERAPEUTE|PEDICURE|"
    r"PODOLOGUE|PHARMACIEN|DOCTEUR EN PHARMACIE|CHIRURGIEN|DENTISTE|MEDECIN|BIOLOGISTE|RADIOLOGUE|CARDIOLOGUE|"
    r"INTERNE|PRATICIEN|CHEF DE|ASSISTANTE? (?:DE SERVICE )?SOCIALE?|AUDIOPROTHESISTE|OPTICIEN|PNEUMOLOGUE|NEUROLOGUE|"
    r"PEDIATRE|GERIATRE|PSYCHIATRE|OPHTALMOLOGUE|DERMATOLOGUE|UROLOGUE|GYNECOLOGUE|RHUMATOLOGUE|ONCOLOGUE|ANESTHESISTE|"
    r"GASTRO-?ENTEROLOGUE|ENDOCRINOLOGUE|NEPHROLOGUE|GENERALISTE|URGENTISTE|PATHOLOGISTE|ANATOMO|DIRECT(?:EUR|RICE))|"
    r"(?:N° ?)?(?:RPPS|ADELI)\b)"
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
