"""Words that tell, beside a name, what it is: « (nom de naissance) », « (née MARTIN) », « MARTIN nom d'usage DUPONT ».

What lives here: these words. What must not: the reading of a name (``names``).
Rule: intake.md §3 (names: « DUPONT née MARTIN », labelled boxes).
"""

import re

from liane.domain.intake.extract.surface.sheet import Row

TOLD = re.compile(
    r"\( ?(?:(?P<birth>NOM (?:DE )?NAISS(?:ANCE|\.)?|NAISSANCE)|"
    r"NOM (?:D'USAGE|UTILISE|USUEL|MARITAL|D'EPOUSE)|USAGE) ?\) ?"
)
"""What the words before are, in brackets after them."""
TOLD_WITH = re.compile(
    r"\( ?(?P<name>[A-Z][A-Z' \-]+?) ?[,:–-] ?(?:(?P<birth>(?:NOM )?(?:DE )?(?:NAISSANCE|JEUNE FILLE))|"
    r"NOM (?:D'USAGE|UTILISE|USUEL|MARITAL|D'EPOUSE)) ?\) ?"
)
"""A name and what it is, both in brackets: « DUPONT (MARTIN, nom de naissance) Marie »."""
_SAID = re.compile(
    r",? ?NOM (?:(?P<birth>DE NAISSANCE|DE JEUNE FILLE)|D'USAGE|D'EPOUSE|UTILISE|USUEL|MARITAL) (?=[A-Z]{2})"
)
"""Words of a sentence between both family names: « MARTIN nom d'usage DUPONT Marie »."""
SAID_INSIDE = re.compile(
    r"\( ?(?:(?P<birth>NOM ?(?:DE ?)?(?:NA[IL1]SS(?:[A-Z]{3,5}|\.)?|FAMILLE|JEUNE FILLE)|NAISSANCE|JEUNE FILLE|"
    r"N\.? ?[NF]|NJF|NDN|J\.?F)|"
    r"(?:NOM )?(?:D'USAGE|D'EPOUSE|UTILISE|USUEL|MARITAL|USAGE))\.? ?(?::|\.| |=) ?(?=[A-Z][A-Z'][A-Z' \-]*\))"
)
"""What a name between brackets is, told before it: « DUPONT (nom de naissance : MARTIN) Marie »."""
DASHED_BIRTH = re.compile(
    r"[-–—] ?(?=(?:NEE?|EPOUSE|EPSE|EP\.|VEUVE|VVE) [A-Z][A-Z'])"
    r"(?!NEE? (?:(?:LE|EN|VERS|DU) (?:[0-9OIL][0-9OIL/ ]|LUNDI|MARDI|MERCREDI|JEUDI|"
    r"VENDREDI|SAMEDI|DIMANCHE|[A-Z]{3,9} \d)|A ))"
)
"""« DUPONT Marie - née MARTIN »: a dash before the other family name."""
NO_NAMES = frozenset(
    (
        "IDEM", "NEANT", "VOIR", "NON", "OUI", "INCONNU", "INCONNUE", "MEME", "DITO", "IDENTIQUE", "ABSENT",
        "ABSENTE", "AUCUN", "AUCUNE", "LISIBLE", "ILLISIBLE", "COMMUNIQUE", "RENSEIGNE", "PRECISE", "SANS", "OBJET",
        "CI", "DESSUS", "DESSOUS", "PRENOM", "NOM", "DATE", "SUIVI", "SUIVIE", "VU", "VUE",
    )
)  # fmt: skip
"""Words in small letters that stand in a box of a name and are none."""


def said_at(row: Row, place: int) -> "re.Match[str] | None":
    """The words for a family name of a sentence that stand at a place, before a name in capitals; None without any."""
    said = _SAID.match(row.folded, place)
    return said if said is not None and row.text[said.end() : said.end() + 2].isupper() else None
