"""A child told beside its parents: who signs for it, or is told as its parent, is a relative; the child is the patient.

What lives here: that turn of roles. What must not: the report of a birth, whose patient is the mother (``roles``).
Rule: intake.md §3 (roles: mother of a child, representative).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.dating.date_roles import DateRole, RoledDate
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.roles import heads_delivery
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.fields import Role

BEFORE_CHARS_MAX = 40
_AUTHORITY = re.compile(
    r"\b(?:QUALITE DE (?:SON |SA |SES )?(?:MERE|PERE|PARENTS?|REPRESENTANTE?S?|TUTEUR|TUTRICE|"
    r"TITULAIRES? DE L'AUTORITE)|"
    r"AUTORITE PARENTALE|(?:POUR|DE|A|NOTRE|MON|AUTORISE|EMMENER|SORTIR) (?:MON |NOTRE |L')(?:ENFANT|FILS)|MA FILLE|"
    r"(?:NOTRE|MON) (?:ENFANT|FILS)|NOTRE FILLE)\b"
)
_SOUSSIGNE = re.compile(r"SOUSSIGNEE?S?[ ,:()SE]{0,8}$")
_WEAK = re.compile(r"\b(?:AUPRES|DEMANDE|ACCORD|PRESENCE|APPEL) (?:DE |D')$")
"""Words before a name that may be that of a relative as well as that of the patient."""
_SENTENCE_ROWS_MAX = 2
_BORN = re.compile(r"\bNEE?(?:\(E\))?[ ,]+(?:LE |EN |DU )?:? ?$|\b(?:DDN|DATE DE NAISSANCE|NAISSANCE)[ :.]*$")
_ENDS = re.compile(
    r"[a-zA-Z]{3}\. [A-Z]|;|\b(?:CERTIFIE|ATTESTE|AVOIR|EXAMINE|ENFANT|FILS|(?<!JEUNE )FILLE|EPOUX|CONJOINTE?)\b"
)
_PARENT = re.compile(r"(?:\b(?:LA |SA |LE |SON )?(?:MERE|PERE|MAMAN|PAPA|PARENTS?|REPRESENTANTE? LEGALE?)[ :,(]{1,4})$")


def honour_signer(persons: Sequence[Person], dates: Sequence[RoledDate]) -> None:
    """Take whoever writes « Je soussignée DUPONT Marie, née le … » of themselves for the patient.

    Only somebody without a title, whose birth date follows in the same sentence. What is written for a child is told by
    ``honour_child``.
    """
    for person in persons:
        if person.role is not Role.AUTHOR or person.is_professional or person.name.given is None:
            continue
        said = person.row.folded[max(0, person.start - BEFORE_CHARS_MAX) : person.start]
        date = _told_of(person, dates) if _SOUSSIGNE.search(said) else None
        if date is None:
            continue
        for one in persons:
            is_same = one is person or (one.kind in ("birth_name", "used_name") and one.role is Role.AUTHOR)
            if is_same and 0 <= one.row.place - person.row.place <= _SENTENCE_ROWS_MAX:
                one.role, one.scope, one.birth_date = Role.PATIENT, "", None
        person.birth_date, person.birth_label = date.date, date.label
        date.role = DateRole.BIRTH


def _told_of(person: Person, dates: Sequence[RoledDate]) -> RoledDate | None:
    """The date after « née le » in the sentence that begins with a name."""
    rows = person.reading.sheet.rows
    text, lines = "", rows[person.row.place : person.row.place + 1 + _SENTENCE_ROWS_MAX]
    for row in lines:
        for one in dates:
            span = one.date.span
            if span.row is row and (row is not person.row or span.start > person.name.end) and one.date.is_whole:
                before = text + row.folded[person.name.end if row is person.row else 0 : span.start]
                return one if _BORN.search(before) and _ENDS.search(before) is None else None
        text += row.folded[person.name.end if row is person.row else 0 :] + " "
    return None


def honour_child(readings: Sequence[PageReading], persons: Sequence[Person]) -> None:
    """Take whoever signs for a child, or is told as its mother or father, for a relative of the child named beside.

    Only where another person with a birth date, born later, may be the patient.
    """
    told = [one for one in persons if one.birth_date is not None and (one.role is Role.PATIENT or one.is_child)]
    if not told or heads_delivery(readings):
        return
    youngest = max(told, key=lambda one: one.birth_date.iso if one.birth_date else "")
    has_authority = any(_AUTHORITY.search(row.folded) for reading in readings for row in reading.sheet.rows)
    for person in persons:
        if person is youngest or person.role is not Role.PATIENT or not _is_older(person, youngest):
            continue
        before = _before(person)
        if (has_authority and _SOUSSIGNE.search(before)) or (youngest.is_child and _PARENT.search(before)):
            person.role = Role.RELATIVE
            youngest.is_child = False
            if youngest.role is None or youngest.scope == "role.newborn":
                youngest.role, youngest.scope = Role.PATIENT, ""


def honour_only(persons: Sequence[Person]) -> None:
    """« présence d'un tiers nécessaire auprès de M. DUPONT Paul, né le … »: the patient, where no other may be.

    Only after words that tell no kin, and where nobody else but professionals has a birth date.
    """
    if any(one.role is Role.PATIENT for one in persons):
        return
    born = [one for one in persons if one.birth_date is not None and not one.is_professional]
    whole = [one for one in born if one.name.family is not None and one.name.given is not None]
    if len(born) == 1 and whole and _WEAK.search(_before(whole[0])):
        whole[0].role = Role.PATIENT


def _is_older(person: Person, child: Person) -> bool:
    if person.birth_date is None or child.birth_date is None:
        return person.birth_date is None
    return person.birth_date.iso < child.birth_date.iso


def _before(person: Person) -> str:
    """The words before a mention, its civility apart."""
    row, start = (person.row, person.start)
    if person.civility is not None:
        row, start = person.civility.row, person.civility.start
    return row.folded[max(0, start - BEFORE_CHARS_MAX) : start]
