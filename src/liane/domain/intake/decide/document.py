"""Conditions of intake.md §5 on the pages, the type, the date and what the hospital allows, one function each."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from liane.domain.identity.birth_date import MONTH_NUMBERS, is_calendar
from liane.domain.identity.lexis import fold_name
from liane.domain.identity.linkage_levels import is_one_edit_apart
from liane.domain.intake.decide.facts import STRUCTURED, Facts, Reason
from liane.domain.intake.decide.policy import FilingMode
from liane.domain.intake.fields import Candidate, FieldName, Source
from liane.domain.intake.matching.marks import YEAR_MAX, YEAR_MIN, has_right_key, read_dates
from liane.domain.intake.page import Box, Legibility, Page

_SURE_SOURCES = STRUCTURED | {Source.PERSON}
GUESS_BELOW, DATE_GUESS_BELOW, SURE_FROM = 0.3, 0.1, 0.9
"""Confidence of words under which a reader has only guessed, and from which the other is sure."""
ACT_SURE_FROM = 0.9
"""Calibrated confidence from which the day of an act is surely one: of 15 such days of 13 makers, 14 were right."""
FIGURES, FIGURES_LIKE = 8, 0.7
"""Figures of a date, and how alike both readings of one must be."""
_SECOND_READ = (FieldName.BIRTH_NAME, FieldName.FIRST_NAME, FieldName.BIRTH_DATE, FieldName.INS)


def check_readable(facts: Facts) -> Reason | None:
    """Something can be read: a page that is not blank, with words or a code, or metadata. Else it is sent back."""
    is_stated = any(one.chosen.source in STRUCTURED for one in facts.read.fields.values())
    if is_stated:
        return None
    if facts.pages and not facts.written:
        return Reason(code="INT-002", message="Le document ne contient que des pages blanches.")
    if not any(page.words or page.symbols for page in facts.written):
        return Reason(code="INT-001", message="Rien n'a pu être lu dans ce document.")
    return None


def check_alone(facts: Facts) -> Reason | None:
    """No other paper lay on the glass. Rule: intake.md §5 (several patients), §1.5 (a split is shown)."""
    if any(page.region is not None or page.papers for page in facts.pages):
        return Reason(
            code="INT-149",
            message="Plusieurs papiers ont été numérisés sur une même page : "
            "chacun est à vérifier et à intégrer à part.",
        )
    return None


def check_quality(facts: Facts) -> Reason | None:
    """Every page is over the quality floor and has words. Rule: intake.md §5 (readable pages, poor scan)."""
    if any(page.quality.legibility is Legibility.POOR for page in facts.written):
        return Reason(code="INT-033", message="La numérisation est de trop mauvaise qualité.")
    if any(not page.words for page in facts.written):
        return Reason(code="INT-034", message="Une page n'a pas pu être lue.")
    if not facts.written:
        is_stated = any(one.chosen.source in STRUCTURED for one in facts.read.fields.values())
        return None if is_stated else Reason(code="INT-034", message="Aucune page n'a pu être lue.")
    return None


def check_readers(facts: Facts) -> Reason | None:
    """The second reader, where it was asked, reads the same identity. Rule: intake.md §7 (two engines agreeing)."""
    pages = {page.number: page for page in facts.written if page.second}
    for name in _SECOND_READ:
        found = facts.read.fields.get(name)
        if found is None or found.chosen.source is not Source.PAGE or found.chosen.page not in pages:
            continue
        is_date = name in (FieldName.BIRTH_DATE, FieldName.INS)
        is_birth = name is FieldName.BIRTH_DATE
        page = pages[found.chosen.page]
        if not _is_read_twice(found.chosen, page, is_date=is_date, is_birth=is_birth, is_ins=name is FieldName.INS):
            return Reason(code="INT-035", message="Les deux lectures optiques de l'identité ne concordent pas.")
    return None


def _is_read_twice(
    chosen: Candidate, page: Page, *, is_date: bool, is_birth: bool = False, is_ins: bool = False
) -> bool:
    """Tell whether the other reader saw the same value there; True where it was not asked, or could read nothing.

    What it only guesses is no reading that contradicts a sure one; of figures, where one makes another person, nothing
    but what it did not read at all, a part read alike, an INS whose key is right beside what is none, and a birth that
    no calendar has or that nobody alive has: « 26/08/1438 ».
    """
    read = [word for word in page.second if any(_overlaps(word.box, box) for box in chosen.boxes)]
    there = [word.text for word in read]
    if not read:
        return True
    first = [word for word in page.words if any(_overlaps(word.box, box) for box in chosen.boxes)]
    is_guess = all(word.confidence < (DATE_GUESS_BELOW if is_date else GUESS_BELOW) for word in read)
    is_sure = all(word.confidence >= SURE_FROM for word in first)
    if is_sure and (is_guess or _is_part(there, chosen.raw)):
        return True
    if is_sure and is_birth and (_is_no_birth(" ".join(there), chosen.raw) or _is_same_month(there, chosen.raw)):
        return True
    if is_sure and is_ins and has_right_key(chosen.value.upper()) and not _is_ins(there):
        return True
    seen, wanted = fold_name(" ".join(there)).replace(" ", ""), fold_name(chosen.raw).replace(" ", "")
    return wanted in seen


def _is_ins(there: Sequence[str]) -> bool:
    """True for what another reader made an INS of, its key right: it may be another person's."""
    return has_right_key(re.sub(r"\W", "", "".join(there)).upper())


def _is_part(there: Sequence[str], wanted: str) -> bool:
    """True for whole words or figures of the value, in order, some of it left out: « 17 » of « 17 avril 1984 »."""
    mine, theirs = (re.findall(r"[^\W_]+", fold_name(one)) for one in (wanted, " ".join(there)))
    left = iter(mine)
    return 0 < len(theirs) < len(mine) and all(one in left for one in theirs)


def _is_same_month(there: Sequence[str], wanted: str) -> bool:
    """True for the same figures around a month one letter of which was misread, so that it is none: « 2 januier »."""
    mine, theirs = fold_name(wanted).split(), fold_name(" ".join(there)).split()
    if len(mine) != len(theirs):
        return False
    pairs = [(one, other) for one, other in zip(mine, theirs, strict=True) if one != other]
    return len(pairs) == 1 and all(map(_is_misread_month, *zip(*pairs, strict=True)))


def _is_misread_month(month: str, seen: str) -> bool:
    """True for letters that are no month, one edit apart from that month and from no other."""
    number = MONTH_NUMBERS.get(month)
    if number is None or seen in MONTH_NUMBERS or not is_one_edit_apart(month, seen):
        return False
    return not any(is_one_edit_apart(word, seen) for word, other in MONTH_NUMBERS.items() if other != number)


def _is_no_birth(text: str, wanted: str) -> bool:
    """True for most of the figures of a date, one or two misread so that they are those of nobody's birth."""
    if any(YEAR_MIN <= value[:4] <= YEAR_MAX and is_calendar(value) for _, value, _ in read_dates(text)):
        return False
    mine, theirs = ("".join(filter(str.isdigit, one)) for one in (wanted, text))
    return len(mine) == FIGURES and SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= FIGURES_LIKE


def _overlaps(one: Box, other: Box) -> bool:
    x, y = one.middle
    is_inside = other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1
    x, y = other.middle
    return is_inside or (one.x0 <= x <= one.x1 and one.y0 <= y <= one.y1)


def check_type(facts: Facts) -> Reason | None:
    """The type is sure enough, by its calibration and, layouts yet unseen being harder, by the model itself.

    Rule: intake.md §5 (type and date above their own thresholds).
    """
    found = facts.read.fields.get(FieldName.DOC_TYPE)
    if found is not None and found.chosen.source in _SURE_SOURCES:
        return None
    if not facts.read.types:
        return Reason(code="INT-036", message="Le type du document n'est pas reconnu.")
    said = facts.read.types[0].certainty
    if min(said, facts.policy.calibrate("doc_type", said)) < facts.policy.type_min:
        return Reason(code="INT-036", message="Le type du document n'est pas assez sûr.")
    return None


def check_date(facts: Facts) -> Reason | None:
    """The date of the document is sure enough, and after the birth. Rule: intake.md §5, §3 (order of dates).

    A day that is surely that of the act, « implanté le », is sure enough too: what is unsure is its other role.
    """
    found = facts.read.fields.get(FieldName.DOC_DATE)
    if found is None:
        return Reason(code="INT-037", message="La date du document n'est pas lue.")
    is_sure = found.chosen.source in _SURE_SOURCES
    is_sure = is_sure or facts.policy.calibrate("doc_date", found.chosen.confidence) >= facts.policy.date_min
    if not is_sure and not _is_day_of_act(found.chosen, facts):
        return Reason(code="INT-037", message="La date du document n'est pas assez sûre.")
    born = facts.traits.birth_date
    if len(born) == 8 and found.chosen.value.replace("-", "") < born:
        return Reason(code="INT-038", message="Le document est daté d'avant la naissance du patient proposé.")
    return None


def _is_day_of_act(chosen: Candidate, facts: Facts) -> bool:
    """True for the day that the pages surely tell of the act."""
    act = facts.read.fields.get(FieldName.ACT_DATE)
    if act is None or act.chosen.value != chosen.value:
        return False
    return (
        act.chosen.source in _SURE_SOURCES or facts.policy.calibrate("act_date", act.chosen.confidence) >= ACT_SURE_FROM
    )


def check_repairs(facts: Facts) -> Reason | None:
    """No trait rests on a character mended by the reading, without the INS to settle it. Rule: intake.md §3."""
    held = (
        (FieldName.BIRTH_NAME, facts.is_birth_name_printed),
        (FieldName.FIRST_NAME, facts.is_given_printed),
        (FieldName.BIRTH_DATE, facts.is_date_printed),
    )
    for name, is_printed in held:
        found = facts.read.fields.get(name)
        if found is not None and found.chosen.is_repaired and not (facts.is_ins_settling and is_printed):
            return Reason(code="INT-039", message="Un trait d'identité a été corrigé à la lecture : il est à vérifier.")
    return None


def check_source(facts: Facts) -> Reason | None:
    """The hospital allows automatic filing from this source, and no fault stopped it. Rule: intake.md §5."""
    policy = facts.policy
    if facts.source in policy.stopped_sources:
        text = "Le dépôt automatique est arrêté pour cette source depuis une erreur de dossier."
        return Reason(code="INT-040", message=text)
    if policy.allowed_sources is not None and facts.source not in policy.allowed_sources:
        return Reason(code="INT-041", message="Le dépôt automatique n'est pas autorisé pour cette source.")
    return None


def check_mode(facts: Facts) -> Reason | None:
    """The mode of this source and type is automatic. Rule: intake.md §5, modes."""
    mode = facts.policy.mode_for(facts.source, _type_code(facts))
    if mode is FilingMode.AUTOMATIC:
        return None
    if mode is FilingMode.PROPOSAL:
        return Reason(code="INT-042", message="Le dossier est proposé : l'accord d'une personne est demandé.")
    return Reason(code="INT-043", message="Les documents de cette source sont intégrés à la main.")


def _type_code(facts: Facts) -> str:
    found = facts.read.fields.get(FieldName.DOC_TYPE)
    if found is not None:
        return found.chosen.value
    return facts.read.types[0].code if facts.read.types else ""
