"""An age printed with the patient, held against the birth date of the record: a digit misread shows in it.

What lives here: the ages of a line, and the condition that follows. Rule: intake.md §3 (checks that make values sure),
§5 (no contradiction anywhere).
"""

import re
from collections.abc import Iterator
from datetime import date

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.fields import FieldName
from liane.domain.intake.matching.marks import LINE_CHARS_MAX

AGES_MAX = 40
GAP_YEARS_MAX = 1
"""An age rounded, or counted on the day of the act and printed later, is off by one."""
_AFTER_DATE = re.compile(
    r"(?:\d{4}|\d\d[/.\-]\d\d[/.\-]\d\d)\)?[ ,;:.()\-–/|]{1,4}(?:soit |âge[ :]*|age[ :]*|âgée? de |agee? de )?"
    r"\(?(?P<age>\d{1,3}) ?(?P<unit>ans?|mois)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:^|[\s(|])[âa]ge *[:=]? *(?P<age>\d{1,3}) ?(?P<unit>ans?|mois)?\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:patiente?|madame|monsieur|mme|mlle|m\.|mr)\b(?P<between>[^.;:]{0,60}?)"
    r"[, ]+(?:âgée? de |agee? de )?(?P<age>\d{1,3}) ?(?P<unit>ans?|mois)\b",
    re.IGNORECASE,
)
_RELATIVES = re.compile(
    r"\b(?:mère|père|mari|épou(?:x|se)|conjointe?|fils|fille|frère|soeur|sœur|enfants?|bébé|nouveau-né|tante|oncle|"
    r"depuis|à l['’][âa]ge|grand-\w+|jumeaux|jumelle|il y a|pendant|voisine?|cousine?)\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\b(?:dans|sous|d['’]ici|tou(?:te)?s les|chaque|après|avant|pour|sur|durant|à|vers|moins de|plus de|prochains?|"
    r"premiers?|derni[eè]re?s?)(?: (?:les|environ|au moins|encore))? ?$",
    re.IGNORECASE,
)
"""Before a number of years or months that is a term or a span: « revoir la patiente dans 4 mois »."""


def find_ages(line: str) -> Iterator[int]:
    """Ages in whole years that a line gives for the patient: after a birth date, after « âge », after « patiente de ».

    An age in months counts as 0, 1 or 2 years. Lines that speak of relatives or of the past give none.
    """
    if _RELATIVES.search(line):
        return
    for pattern in (_AFTER_DATE, _LABELLED, _TOLD):
        for match in pattern.finditer(line):
            if pattern is _TOLD and _TERM.search(line, 0, match.start("age")):
                continue
            is_months = (match["unit"] or "").lower() == "mois"
            yield int(match["age"]) // 12 if is_months else int(match["age"])


def check_age(facts: Facts) -> Reason | None:
    """Every age printed with the patient is the record's, on the day of the document or of the act."""
    born = read_day(facts.traits.birth_date)
    days = [day for name in (FieldName.DOC_DATE, FieldName.ACT_DATE) if (day := told_day(facts, name))]
    if facts.first is None or born is None or not days:
        return None
    lines = (line[:LINE_CHARS_MAX] for page in facts.written for line in page.text.splitlines())
    told = ((line, tuple(find_ages(line))) for line in lines)
    ages = [age for line, said in told if said and not _names_another(line, facts) for age in said][:AGES_MAX]
    if any(min(abs(age - years_between(born, day)) for day in days) > GAP_YEARS_MAX for age in ages):
        return Reason(code="INT-142", message="L'âge imprimé ne va pas avec la date de naissance du dossier.")
    return None


def _names_another(line: str, facts: Facts) -> bool:
    """True for a line that names a relative or a colleague: the age that it gives may be theirs."""
    words = set(fold_name(line).split())
    held = set(fold_name(f"{facts.traits.birth_family} {facts.traits.used_family}").split())
    others = (one.family for one in facts.read.mentions if one not in facts.patients and one.family is not None)
    return any(set(fold_name(one.value).split()) <= words and not held & words for one in others)


def told_day(facts: Facts, name: FieldName) -> date | None:
    found = facts.read.fields.get(name)
    return read_day(found.chosen.value.replace("-", "")) if found is not None else None


def read_day(value: str) -> date | None:
    """The day of a ``yyyyMMdd``; None for what is none."""
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None


def years_between(born: date, day: date) -> int:
    """Whole years between two days."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
