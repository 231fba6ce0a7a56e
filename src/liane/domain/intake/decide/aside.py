"""The person of the record told as another than the patient: who writes, pays, accompanies, signs or is the parent.

What lives here: what words before and after the names of the record say of it (``subject_words``), and the words that
say that the identity itself is in doubt. What must not: the names of others (``decide.subjects``).
Rule: intake.md §3 (roles from labels, position, civility and grammar), §5 (exactly one patient).
"""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise

from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.decide import subject_words as told
from liane.domain.intake.decide.contact_words import CHARS_MAX
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.relatives import is_boxed
from liane.domain.intake.decide.subjects import find_names, fold_cues, is_own, is_professional, read_lines
from liane.domain.intake.page import Page

TAIL_CHARS_MAX = 130
_ENDS = re.compile(r"[.;!?](?=\s|$)")


class _Said(Enum):
    """What the words around a name say of whom it is."""

    PATIENT = "patient"
    ASIDE = "tiers"
    LOOSE = "sous un autre libellé"
    NAMED = "nommé"


def check_aside(facts: Facts) -> Reason | None:
    """The pages do not tell the person of the record as who writes, accompanies, pays or is the parent, and only so."""
    if facts.first is None:
        return None
    said = {one for page in facts.written for one in _read_said(page, facts)}
    is_loose = said == {_Said.LOOSE} or said == {_Said.LOOSE, _Said.ASIDE}
    if said - {_Said.NAMED} == {_Said.ASIDE} or (is_loose and not is_boxed(facts)):
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
    """What each naming of the record, whole, says of it, where it says something."""
    is_by_eye = page.is_read_by_eye
    lines = [line for line in read_lines(page) if len(fold(line)) == len(line)]
    for line, under in pairwise([*lines, ""]):
        folded = fold_cues(line, is_by_eye)
        for name in find_names(line):
            before, after = folded[: name.start], folded[name.end :]
            if not name.is_whole or not is_own(name, facts) or is_professional(before, after):
                continue
            if told.ASIDE_BEFORE.search(before) or _is_aside_after(after, fold(under)):
                yield _Said.ASIDE
            elif told.BEFORE.search(before):
                yield _Said.PATIENT
            elif told.ASIDE_BY.search(before) or _is_under_other_label(before):
                yield _Said.LOOSE
            else:
                yield _Said.NAMED


def _is_under_other_label(before: str) -> bool:
    """True just after a label, « Mandant : », no word of which is of a patient."""
    label = told.LABELLED.search(before)
    return label is not None and told.OF_PATIENT.search(label.group("label")) is None


def _is_aside_after(after: str, under: str) -> bool:
    """True for what is said after the names, on the line and the one under, to the end of the sentence."""
    said = _ENDS.split(f"{after} {under}", maxsplit=1)[0]
    return told.ASIDE_AFTER.search(said[:TAIL_CHARS_MAX]) is not None
