"""The person of the record told as another than the patient: who writes, pays, accompanies, signs or is the parent.

What lives here: what words before and after the names of the record say of it (``subject_words``), and the words that
say that the identity itself is in doubt. What must not: the names of others (``decide.subjects``).
Rule: intake.md §3 (roles from labels, position, civility and grammar), §5 (exactly one patient).
"""

import re
from collections.abc import Iterator
from enum import Enum

from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.decide import subject_words as told
from liane.domain.intake.decide.contact_words import CHARS_MAX
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.namings import find_heading, find_namings
from liane.domain.intake.decide.newborns import is_of_child_beside, is_of_mother
from liane.domain.intake.decide.relatives import is_boxed
from liane.domain.intake.page import Page

TAIL_CHARS_MAX = 130
_IN_PASSING = re.compile(r"[A-Z]{2}[^A-Z]*$")
_LED = re.compile(r"[:|–—-] ?$")
"""Ends a label, or one of several parts of a line."""
_DOT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_ENDS = re.compile(r"[.;!?](?=\s|$)")


class _Said(Enum):
    """What the words around a name say of whom it is."""

    PATIENT = "patient"
    ASIDE = "tiers"
    LOOSE = "sous un autre libellé"
    IN_PASSING = "au fil d'une phrase"
    NAMED = "nommé"


_LIKE_ASIDE = frozenset({_Said.LOOSE, _Said.IN_PASSING})


def check_aside(facts: Facts) -> Reason | None:
    """The pages tell the person of the record as a patient, and not as who writes, accompanies, pays or is the parent.

    Alone on a line, in a box, under a label or after words of care: named in the course of a sentence and nowhere else,
    under the label of another, it may be anybody.
    """
    if facts.first is None:
        return None
    said = {one for page in facts.written for one in _read_said(page, facts)}
    is_loose = bool(said & _LIKE_ASIDE) and said <= {_Said.ASIDE, *_LIKE_ASIDE}
    is_aside = said - {_Said.NAMED, *_LIKE_ASIDE} == {_Said.ASIDE} or (is_loose and not is_boxed(facts))
    if is_aside or is_of_child_beside(facts) or _is_under_other_heading(facts):
        text = "La personne du dossier proposé semble n'être pas le patient, mais un proche ou un tiers."
        return Reason(code="INT-145", message=text)
    return None


def check_doubtful_identity(facts: Facts) -> Reason | None:
    """Nothing written says that the identity is in doubt, that of a namesake, or that the paper went to a wrong file.

    Rule: intake.md §5 (no contradiction anywhere).
    """
    texts = (fold(page.text[:CHARS_MAX].replace("’", "'").replace("\n", " ")) for page in facts.written)
    if any(told.DOUBT.search(text) or told.DOUBT_MORE.search(text) for text in texts):
        return Reason(code="INT-146", message="Le document signale un doute, un homonyme ou une erreur sur l'identité.")
    return None


def _read_said(page: Page, facts: Facts) -> Iterator[_Said]:
    """What each naming of the record, whole, says of it."""
    for one in find_namings(page, facts):
        before = _DOT.sub("/", one.before or one.over)  # « vu le 12.03.2026 Mme … »: no end of a sentence
        before = before if before.endswith("'") else f"{before} "
        if _is_aside_before(before) or _is_aside_after(one.after, one.under):
            yield _Said.ASIDE
        elif told.BEFORE.search(before):
            yield _Said.PATIENT
        elif told.ASIDE_BY.search(before) or _is_under_other_label(before):
            yield _Said.LOOSE
        elif told.CARE.search(before) or told.HAS.match(one.after) or told.BORN_HAS.match(one.after):
            yield _Said.PATIENT
        elif _IN_PASSING.search(before) and not _LED.search(before) and not told.HEADED.match(before):
            yield _Said.IN_PASSING
        else:
            yield _Said.NAMED


def _is_under_other_heading(facts: Facts) -> bool:
    """True for an identity in a box whose heading is of somebody beside the patient, but the mother of a delivery."""
    line = next((one for one in reversed(find_heading(facts)) if not told.FORM_LINE.fullmatch(one)), "")
    return told.ASIDE_HEADING.fullmatch(line) is not None and not is_of_mother(facts)


def _is_under_other_label(before: str) -> bool:
    """True just after a label, « Mandant : », no word of which is of a patient."""
    label = told.LABELLED.search(before)
    if label is None:
        return False
    named = told.NAME_OF.search(label.group("label"))
    return told.OF_PATIENT.search(named.group("whom") if named else label.group("label")) is None


def _is_aside_before(before: str) -> bool:
    """True after words, or just after a label, of somebody beside the patient: « Personne ressource du résident : »."""
    label = told.LABELLED.search(before)
    if label is not None and told.BESIDE_OF.search(label.group("label")):
        return True
    return told.ASIDE_BEFORE.search(before) is not None or told.ASIDE_NEAR.search(before) is not None


def _is_aside_after(after: str, under: str) -> bool:
    """True for what is said after the names, on the line and the one under, to the end of the sentence."""
    said = _ENDS.split(f"{after} {under}", maxsplit=1)[0]
    return told.ASIDE_AFTER.search(said[:TAIL_CHARS_MAX]) is not None
