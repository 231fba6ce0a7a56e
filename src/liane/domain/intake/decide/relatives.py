"""Whether somebody else named on the pages is told there, in full and twice, to stand beside the patient.

What lives here: who is so told (the phrases are those of ``contact_words``), everywhere on the pages and far from the
patient by every trait. What must not: the conditions that ask (``decide.record``, ``decide.second``). Anything less,
one half missing or misread, leaves the document to a person.
Rule: intake.md §5 (several patients), §3 (roles: trusted person, spouse, mother of a child).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from liane.domain.identity.lexis import fold_name
from liane.domain.identity.linkage_levels import is_one_edit_apart
from liane.domain.intake.decide.contact_words import CHARS_MAX, MARRIED, Place, Told
from liane.domain.intake.decide.facts import Facts
from liane.domain.intake.fields import FieldName, PersonMention, Source
from liane.domain.intake.matching.marks import LINE_CHARS_MAX, read_dates, to_index_date
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.matching.score_names import EXACT, NameLevel
from liane.domain.intake.page import Page
from liane.domain.intake.recognise.neighbours import find_nearness

LINES_MAX = 4000
INS_FIGURES = 13
NEAR_CHARS_MIN = 4
BLOCK_HEIGHT_MAX = 0.15
"""Of the page: labels farther apart make no one block."""
_LABELS = frozenset({"label", "label_right", "label_below"})
_TWO_SUBJECTS = re.compile(
    r"\b(?:donneu(?:r|se)s?|receveu(?:r|se)s?|greff\w*|cas (?:index|source|contact|secondaire)|sujets? contact|contage|"
    r"propositus|apparente\w*|genetique\w*|genotyp\w*|variants?|couples?|amp|pma|fiv|icsi|insemination\w*|spermogramme|"
    r"partenaires?|jumea\w+|jumelles?|gemellaire\w*|fratrie|nouveau ne\w*|maternite|accouchement|annule|par erreur|"
    r"chambre double|hla|delivre\w*|retire\w*(?! par)|assure|ayant droit|beneficiaire)\b",
    re.IGNORECASE,
)
"""Words of a page that is about two persons, or goes through the hands of another: kin alone are then no bystanders."""


def is_contact(person: IndexPerson, facts: Facts) -> bool:
    """True when the pages name a record as somebody beside the patient, wherever they do.

    Not for a record near that of the patient, of the same first name or birth date, nor where its INS is printed. Kin
    without the words of a contact, or who came along, count where the patient's own identity is told whole and the
    pages hold no word of two subjects. Rule: intake.md §3 (roles: trusted person, spouse, mother of a child), §5.
    """
    traits, own = person.traits, facts.traits
    if not traits.birth_date or traits.birth_date == own.birth_date or _shares_given(person, facts):
        return False
    if find_nearness(own, traits) is not None or _is_elsewhere(person, facts):
        return False
    is_told = False
    for page in facts.written:
        told = [
            one for one in tell_beside(page, facts) if one.date == traits.birth_date and _is_name_of(person, one.name)
        ]
        is_told = is_told or bool(told)
        if _is_left(person, facts, page, told):
            return False
    return is_told


def is_named_whole(person: IndexPerson, facts: Facts) -> bool:
    """True when a family name of a record and its own first name, not a second one, stand on one line of the pages."""
    traits = person.traits
    firsts = {
        fold_name(one) for one in (traits.birth_given or traits.birth_givens.partition(" ")[0], traits.used_given)
    }
    lines = (line[:LINE_CHARS_MAX] for page in facts.written for line in page.text[:CHARS_MAX].splitlines())
    told = [f" {fold_name(line)} " for line in lines if _has_both(person, line)]
    if any(f" {first} " in line for line in told for first in firsts - {""}):
        return True
    is_by_eye = any(page.is_read_by_eye for page in facts.written)
    return is_by_eye and any(_is_near(word, first) for line in told for word in line.split() for first in firsts - {""})


def tell_beside(page: Page, facts: Facts) -> list[Told]:
    """The phrases of a page that tell somebody beside the patient, those that this document lets count."""
    told = facts.phrases.get(page.number, ())
    if page.is_read_by_eye:  # « Recevcur : … (frère) »: a label that nobody listed may be one misread
        told = tuple(one for one in told if one.place is not Place.KIN and page.text[one.start].isupper())
    is_one = any(one.place is not Place.CONTACT for one in told) and is_about_one(facts)
    return [one for one in told if is_one or one.place is Place.CONTACT]


def is_about_one(facts: Facts) -> bool:
    """True for pages that tell the patient whole in one place, and hold no word of two subjects.

    The patient whole: birth or used name, first name and birth date of the record in one mention or in one block of
    labels, or its INS alone.
    """
    return is_told_whole(facts) and not any(
        _TWO_SUBJECTS.search(fold_name(_hide(page, facts))) for page in facts.written
    )


def is_told_whole(facts: Facts) -> bool:
    """True for pages that tell the patient whole in one place: in a mention, in a block of labels, or by the INS."""
    return facts.is_ins_settling or any(_is_whole(one, facts) for one in facts.patients) or is_boxed(facts)


def _hide(page: Page, facts: Facts) -> str:
    """The text of a page without the phrases: « retiré par … (soeur) » tells of no other subject."""
    return _blank(page.text[:CHARS_MAX], facts.phrases.get(page.number, ()))


def _blank(text: str, told: Sequence[Told]) -> str:
    for one in told:
        text = text[: one.start] + re.sub(r"[^\n]", " ", text[one.start : one.end]) + text[one.end :]
    return text


def is_boxed(facts: Facts) -> bool:
    """True where labels give the birth name, the first name and the birth date of the record in one block of a page."""
    if not (facts.is_birth_name_printed and facts.is_given_printed and facts.is_date_printed):
        return False
    names = (FieldName.BIRTH_NAME, FieldName.FIRST_NAME, FieldName.BIRTH_DATE)
    chosen = [facts.read.fields[name].chosen for name in names if name in facts.read.fields]
    if len(chosen) < len(names) or len({one.page for one in chosen}) > 1 or not all(one.boxes for one in chosen):
        return False
    is_labelled = all(_LABELS & {feature for feature, _ in one.features} for one in chosen)
    places = [box.y0 for one in chosen for box in one.boxes]
    return is_labelled and max(places) - min(places) <= BLOCK_HEIGHT_MAX


def _is_whole(mention: PersonMention, facts: Facts) -> bool:
    if mention.birth_date is None or mention.given is None:
        return False
    families = [one.value for one in (mention.family, mention.used_family) if one is not None]
    levels = [level for one in families for level in (facts.level_of_family(one), facts.level_of_used(one))]
    is_named = any(level in EXACT for level in levels) and facts.level_of_given(mention.given.value) is NameLevel.SAME
    return is_named and to_index_date(mention.birth_date.value) == facts.traits.birth_date


def _shares_given(person: IndexPerson, facts: Facts) -> bool:
    mine = fold_name(f"{facts.traits.birth_givens} {facts.traits.birth_given} {facts.traits.used_given}").split()
    return bool(set(mine) & set(_givens_of(person)))


def _givens_of(person: IndexPerson) -> list[str]:
    traits = person.traits
    return fold_name(f"{traits.birth_given} {traits.birth_givens} {traits.used_given}").split()


def _families_of(person: IndexPerson) -> list[set[str]]:
    return [set(fold_name(one).split()) for one in (person.traits.birth_family, person.traits.used_family) if one]


def _is_elsewhere(person: IndexPerson, facts: Facts) -> bool:
    """True when a code, metadata, or a mention of the patient bears this birth date, or the pages this INS."""
    date = person.traits.birth_date
    if any(one.value == date and one.source is not Source.PAGE for one in facts.marks.births):
        return True
    if any(one.birth_date is not None and to_index_date(one.birth_date.value) == date for one in facts.patients):
        return True
    held = person.ins.upper()[:INS_FIGURES]
    if len(held) < INS_FIGURES:
        return False
    printed = (re.sub(r"[\s.]", "", page.text[:CHARS_MAX]) for page in facts.written)
    read = (one.value for one in facts.read.candidates.get(FieldName.INS, ()))
    return any(held in text for text in (*printed, *read))


def _is_left(person: IndexPerson, facts: Facts, page: Page, told: Sequence[Told]) -> bool:
    """True when the record stands on the page outside those phrases."""
    text = _blank(page.text[:CHARS_MAX], told)
    lines = [line[:LINE_CHARS_MAX] for line in text.split("\n")]
    if len(lines) > LINES_MAX or len(page.text) > CHARS_MAX:
        return True
    if any(_stands(person, line) for line in lines):
        return True
    own = [set(fold_name(one).split()) for one in (facts.traits.birth_family, facts.traits.used_family) if one]
    if any(family in own for family in _families_of(person)):
        return any(one.place is not Place.CONTACT for one in told) and _has_first_name(person, lines)
    return any(_has_both(person, f"{one} {other}") for one, other in pairwise(lines))


def _has_first_name(person: IndexPerson, lines: Sequence[str]) -> bool:
    first = _givens_of(person)[:1]
    return any(set(first) <= set(fold_name(line).split()) for line in lines)


def _stands(person: IndexPerson, line: str) -> bool:
    """True for a line with the birth date of the record, or a family name and a first name of it."""
    return any(value == person.traits.birth_date for _, value, _ in read_dates(line)) or _has_both(person, line)


def _has_both(person: IndexPerson, text: str) -> bool:
    """True for a family name and a first name of the record, one of them at most one letter away."""
    words = set(fold_name(text).split())
    has_given = bool(words & set(_givens_of(person)))
    families = _families_of(person)
    if any(family <= words for family in families):
        return has_given or any(_is_near(word, one) for word in words for one in _givens_of(person))
    return has_given and any(_is_near(word, one) for word in words for family in families for one in family)


def _is_near(word: str, name: str) -> bool:
    return len(name) >= NEAR_CHARS_MIN and is_one_edit_apart(word, name)


def _is_name_of(person: IndexPerson, printed: str) -> bool:
    """True for a family name of the record, whole, and some of its first names, and nothing but its other name."""
    words = set(fold_name(MARRIED.sub(" ", printed)).split())
    givens, families = set(_givens_of(person)), _families_of(person)
    return bool(words & givens) and words <= givens.union(*families) and any(family <= words for family in families)


def find_covered(page: Page, facts: Facts) -> Iterator[tuple[int, int]]:
    """The places of the text of a page where such phrases stand, whoever they name."""
    for one in tell_beside(page, facts):
        yield one.start, one.end
