"""Conditions of intake.md §5 on identity, one function each: None when the condition holds, else its reason.

Every function takes the facts of one document; the order in which they are asked, and shown, is in ``decide``.
"""

import re
from itertools import groupby

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.decide.facts import CODED, STRUCTURED, TEST_OIDS, Facts, Reason
from liane.domain.intake.decide.newborns import find_patients
from liane.domain.intake.fields import Candidate, FieldName, PersonMention, Role, Source
from liane.domain.intake.matching.marks import announces_ins_alone, has_right_key, to_index_date
from liane.domain.intake.matching.match import Nearness
from liane.domain.intake.matching.score_names import NameLevel, compare_families, compare_givens
from liane.domain.intake.page import Box, Page, Word

_NAMES = (FieldName.BIRTH_NAME, FieldName.USED_NAME)
_GIVENS = (FieldName.FIRST_NAME, FieldName.FIRST_NAMES)
_MISREAD_MAX = 2
_BROKEN_MIN = 11
"""Signs of a matricule that lost some; fewer beside the record's own INS are a number of another kind."""
_BEGUN_MIN = 4
"""Signs of an INS that a line begins, beside the whole one."""
_SIGN = "[0-9A-Za-z|]"
_SHAPED = re.compile(
    rf"(?<![^\s:(])({_SIGN}[ .]{_SIGN}{{2}}[ .]{_SIGN}{{2}}[ .]{_SIGN}{{2}}[ .]{_SIGN}{{3}}[ .]{_SIGN}{{3}}"
    rf"[ .]{_SIGN}{{2}}|{_SIGN}{{15}})(?![^\s.,;)])"
)
"""Fifteen signs together, or in the groups in which a matricule is printed."""
_SHAPED_DIGITS_MIN = 10
LABEL_CHARS_MAX = 50
_INS_LABEL = re.compile(r"(?:\bins\b|national\w* de\s+sant[ée]|\bmatricule)[^0-9]{0,12}$", re.IGNORECASE)
_CUT = re.compile(r"(?<![0-9])([1-478] \d\d \d\d (?:\d\d|2[AB]) \d{3}(?: \d{1,3})?|[1-478]\d{9,13})(?! ?[0-9])")
"""An INS that the end of its line cuts, in a narrow column."""


def check_one_patient(facts: Facts) -> Reason | None:
    """Exactly one patient in the document. Rule: intake.md §5."""
    several = facts.read.several_patients or _are_several(find_patients(facts))
    coded = {one.value for one in facts.marks.ins if one.is_labelled and not one.is_doubtful}
    if several or len(coded) > 1:
        return Reason(code="INT-003", message="Plusieurs patients dans le document.")
    return None


def _are_several(patients: tuple[PersonMention, ...]) -> bool:
    """Tell whether two mentions of the patient cannot be one person: other first names, or other names and dates.

    A labelled box may be a mention by itself, with the used name alone: another name says nothing by itself.
    """
    for place, one in enumerate(patients):
        for other in patients[place + 1 :]:
            if _have_other_givens(one, other) or (_have_other_families(one, other) and _have_other_dates(one, other)):
                return True
    return False


def _have_other_givens(one: PersonMention, other: PersonMention) -> bool:
    if one.given is None or other.given is None:
        return False
    mine, yours = fold_name(one.given.value), fold_name(other.given.value)
    if min(len(mine), len(yours)) == 1 and mine[:1] == yours[:1]:
        return False  # « C. DUPONT », who signs, for DUPONT Corinne
    return not set(mine.split()) & set(yours.split()) and compare_givens(mine, yours, ()) is NameLevel.DIFFERENT


def _have_other_families(one: PersonMention, other: PersonMention) -> bool:
    mine = [fold_name(name.value) for name in (one.family, one.used_family) if name]
    yours = [fold_name(name.value) for name in (other.family, other.used_family) if name]
    levels = [compare_families(a, b) for a in mine for b in yours]
    return bool(levels) and all(level is NameLevel.DIFFERENT for level in levels)


def _have_other_dates(one: PersonMention, other: PersonMention) -> bool:
    if one.birth_date is None or other.birth_date is None:
        return False
    return one.birth_date.value != other.birth_date.value


def check_ins_key(facts: Facts) -> Reason | None:
    """No INS with a wrong key, nor one that lost signs; what an optical reader broke is forgiven beside the right one.

    A number without label is an INS when it begins as that of somebody born when the patient was.
    Rule: intake.md §5, §2 (a matricule that fails its key is absent).
    """
    for mark in facts.marks.numbers:
        if has_right_key(mark.value) or not (mark.is_labelled or _begins_as_ins(mark.value, facts)):
            continue
        if facts.is_ins_settling and len(mark.value) < _BROKEN_MIN:
            continue  # the number of a stay in a column of labels
        is_misread = mark.source is Source.PAGE and any(_is_near(mark.value, one) for one in facts.sure_ins)
        if not is_misread:
            text = "L'INS lu a une clé fausse."
            return Reason(
                code="INT-004", message=text if len(mark.value) == 15 else "L'INS n'a pas pu être lu en entier."
            )
    held = facts.person.ins.upper() if facts.person is not None else ""
    is_read = bool(facts.sure_ins) or any(one.value == held for one in facts.marks.ins)
    if not is_read and any(_has_lost_ins(page) or _has_cut_ins(page, facts) for page in facts.written):
        return Reason(code="INT-004", message="L'INS annoncé sur la page n'a pas pu être lu.")
    return None


def _has_lost_ins(page: Page) -> bool:
    """Tell whether an optical reader saw the label of an INS alone on its line, or signs in the groups of a number.

    A label that no ink follows is the empty box of a form: nothing was lost.
    """
    if not page.is_read_by_eye:
        return False
    for _, line in groupby(page.words, key=lambda word: word.line):
        words = list(line)
        text = " ".join(word.text for word in words)
        if any(map(_is_shaped_as_ins, _SHAPED.findall(text))):
            return True
        if announces_ins_alone(text) and not any(_stands_in(words[0], box) for box in page.empty_labels):
            return True
    return False


def _stands_in(word: Word, box: Box) -> bool:
    x, y = word.box.middle
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _has_cut_ins(page: Page, facts: Facts) -> bool:
    """Tell whether a page bears the beginning of an INS and no more: after its label, or begun as the patient's."""
    born, text = facts.traits.birth_date, page.text
    for match in _CUT.finditer(text):
        is_own = len(born) == 8 and re.sub(r"\D", "", match.group(1)[:8])[1:5] == born[2:6]
        if is_own or _INS_LABEL.search(text[max(0, match.start() - LABEL_CHARS_MAX) : match.start()]):
            return True
    return False


def _is_shaped_as_ins(text: str) -> bool:
    """True for 15 signs, most of them figures, whatever their label became: in groups, or with a letter among them."""
    figures = sum(sign.isdigit() for sign in text)
    return figures >= _SHAPED_DIGITS_MIN and (len(text) > 15 or figures < 15)


def _begins_as_ins(value: str, facts: Facts) -> bool:
    """Tell whether a number of 15 characters has the year and month of birth of the record or of the page."""
    births = {facts.traits.birth_date, *(one.value for one in facts.marks.births)}
    return len(value) == 15 and value[0] in "123478" and any(value[1:5] == born[2:6] for born in births if born)


def _is_near(value: str, other: str) -> bool:
    if len(value) >= _BEGUN_MIN and other.startswith(value):
        return True  # cut by the end of its line, and read whole with the next one
    if len(value) != len(other):
        short, long = sorted((value, other), key=len)
        return len(long) - len(short) <= _MISREAD_MAX and (long.startswith(short[:5]) or long.endswith(short[-5:]))
    return sum(a != b for a, b in zip(value, other, strict=True)) <= _MISREAD_MAX


def check_label(facts: Facts) -> Reason | None:
    """The code stuck on the page names the person printed on it. Rule: intake.md §2, §5 (label/page conflict)."""
    reason = Reason(
        code="INT-005", message="Le code INS collé sur la page n'est pas celui de la personne qui y est nommée."
    )
    for name in (*_NAMES, *_GIVENS, FieldName.BIRTH_DATE, FieldName.SEX):
        coded = [one for one in facts.seen(name) if one.source in CODED]
        printed = list(facts.printed(name))
        for one in coded:
            if printed and all(_contradicts(name, one, other) for other in printed):
                return reason
    dates = {one.value for one in facts.marks.births if one.source is Source.DATAMATRIX}
    printed_dates = {to_index_date(one.value) for one in facts.printed(FieldName.BIRTH_DATE)}
    return reason if dates and printed_dates and not dates & printed_dates else None


def _contradicts(name: FieldName, one: Candidate, other: Candidate) -> bool:
    """Tell whether two values of one field cannot be the same person's."""
    if name in (FieldName.BIRTH_DATE, FieldName.SEX):
        return one.value != other.value
    mine, yours = fold_name(one.value), fold_name(other.value)
    if name in _GIVENS:
        return not set(mine.split()) & set(yours.split()) and compare_givens(yours, mine, tuple(mine.split())) in _FAR
    return compare_families(yours, mine) is NameLevel.DIFFERENT


_FAR = (NameLevel.DIFFERENT, NameLevel.OTHER_GIVEN)


def check_structured(facts: Facts) -> Reason | None:
    """Metadata and pages name the same person. Rule: intake.md §1.2, §5."""
    for name in (FieldName.BIRTH_NAME, *_GIVENS, FieldName.BIRTH_DATE, FieldName.SEX, FieldName.INS):
        seen = list(facts.seen(name))
        stated = [one for one in seen if one.source in STRUCTURED]
        others = [one for one in seen if one not in stated or one.source is not stated[0].source]
        for one in stated:
            if any(_contradicts_plainly(name, one, other) for other in others):
                text = f"Les pages et les données jointes ({one.source.value}) ne désignent pas la même personne."
                return Reason(code="INT-007", message=text)
    return None


def _contradicts_plainly(name: FieldName, one: Candidate, other: Candidate) -> bool:
    return one.value != other.value if name is FieldName.INS else _contradicts(name, one, other)


def check_message(facts: Facts) -> Reason | None:
    """The subject of the message and the name of the file contradict nothing. Rule: intake.md §5."""
    for name in (*_NAMES, *_GIVENS, FieldName.BIRTH_DATE, FieldName.INS, FieldName.SEX):
        for one in facts.seen(name):
            if one.source is Source.MAIL and _differs_from_record(facts, name, one):
                text = "L'objet du message ou le nom du fichier désigne une autre personne."
                return Reason(code="INT-045", message=text)
    return None


def _differs_from_record(facts: Facts, name: FieldName, one: Candidate) -> bool:
    traits = facts.traits
    if name in _NAMES:
        levels = (facts.level_of_family(one.value), facts.level_of_used(one.value))
        return all(level in (NameLevel.DIFFERENT, NameLevel.MISSING, NameLevel.FAR) for level in levels)
    if name in _GIVENS:
        return facts.level_of_given(one.value) in (NameLevel.DIFFERENT, NameLevel.FAR)
    if name is FieldName.BIRTH_DATE:
        return to_index_date(one.value) != traits.birth_date
    if name is FieldName.SEX:
        return one.value in ("M", "F") and traits.sex in ("M", "F") and one.value != traits.sex
    held = facts.person.ins.upper() if facts.person else ""
    return bool(held) and one.value != held


def check_test_identity(facts: Facts) -> Reason | None:
    """No test identity in a production index. Rule: intake.md §2, §5."""
    if not facts.policy.is_production:
        return None
    oids = {one.value for one in facts.seen(FieldName.INS_OID)} | {facts.person.ins_oid if facts.person else ""}
    coded = (symbol.payload for page in facts.written for symbol in page.symbols)
    is_coded = any(f"S2{oid}".encode() in payload for payload in coded for oid in TEST_OIDS)
    if is_coded or oids & TEST_OIDS:
        return Reason(code="INT-008", message="L'identité est une identité de test ou de démonstration.")
    return None


def check_ins(facts: Facts) -> Reason | None:
    """The INS read is the record's own, or fits it, and is nobody else's. Rule: intake.md §3, §5."""
    if facts.person is None:
        return None
    held = facts.person.ins.upper()
    if facts.neighbours(Nearness.HOLDS_INS) or (held and any(one != held for one in facts.sure_ins)):
        return Reason(code="INT-006", message="L'INS lu sur le document n'est pas celui du dossier proposé.")
    if any(one != held and not _fits(one, facts) for one in facts.sure_ins):
        text = "Le sexe, la date ou le lieu de naissance contenus dans l'INS lu ne sont pas ceux du dossier."
        return Reason(code="INT-025", message=text)
    return None


def check_lone_ins(facts: Facts) -> Reason | None:
    """No INS told of somebody close stands on a document that does not bear the patient's own: it may be the patient's.

    Rule: intake.md §5 (no contradiction anywhere); whose a number is comes from the words before it, which may mislead.
    """
    if facts.person is None:
        return None
    held = facts.person.ins.upper()
    told = (one.value for one in facts.read.candidates.get(FieldName.INS, ()) if one.role is Role.RELATIVE)
    if held not in facts.sure_ins and any(one != held and has_right_key(one) for one in told):
        return Reason(code="INT-047", message="Le seul INS du document est lu comme celui d'un proche.")
    return None


def is_other_place(code: str, held: str) -> bool:
    """True for two whole codes of birth places that differ; 99999 and 00000 say nothing. Rule: RNIV (strict traits)."""
    known = [one.upper() for one in (code, held) if len(one) == 5 and one not in ("99999", "00000")]
    return len(known) == 2 and known[0] != known[1]


def _fits(matricule: str, facts: Facts) -> bool:
    """Tell whether sex, year, month and place of a matricule fit the record; months beyond 12 say nothing.

    Whoever has the same names and birth date but was born elsewhere is another person.
    """
    traits = facts.traits
    if is_other_place(matricule[5:10], traits.birth_place):
        return False
    sex = {"1": "M", "2": "F", "7": "M", "8": "F", "3": "M", "4": "F"}.get(matricule[0], "")
    if traits.sex in ("M", "F") and sex and sex != traits.sex:
        return False
    if len(traits.birth_date) != 8:
        return True
    month = matricule[3:5]
    fits_month = not "01" <= month <= "12" or month == traits.birth_date[4:6]
    return matricule[1:3] == traits.birth_date[2:4] and fits_month
