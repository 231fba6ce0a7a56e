"""The facts that the conditions of a filing without a click look at, gathered once, with what was printed for whom.

Rule: intake.md §5.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from liane.domain.identity.lexis import fold_name
from liane.domain.identity.patient import PatientTraits
from liane.domain.intake.decide.contact_words import Told, find_told
from liane.domain.intake.decide.policy import IntakePolicy
from liane.domain.intake.decide.staff import find_others
from liane.domain.intake.fields import Candidate, FieldName, PersonMention, ReadDocument, Role, Source
from liane.domain.intake.matching.marks import PageMarks, gather_marks, has_right_key, to_index_date
from liane.domain.intake.matching.match import Agreement, IndexPerson, Match, Matching, Nearness, Neighbour
from liane.domain.intake.matching.score_evidence import MatchTrait
from liane.domain.intake.matching.score_names import EXACT, NameLevel, compare_families, compare_givens
from liane.domain.intake.page import Engine, Page
from liane.domain.intake.recognise.fields import WHY

STRUCTURED = frozenset({Source.CDA, Source.XDM, Source.HL7})
CODED = frozenset({Source.DATAMATRIX, Source.BARCODE})
STRICT = frozenset({FieldName.BIRTH_NAME, FieldName.FIRST_NAME, FieldName.BIRTH_DATE})
MISREAD = EXACT | {NameLevel.CONFUSED}
AUTHOR_MIN = 0.9
"""Confidence from which the author is somebody else than a second patient."""
TEST_OIDS = frozenset({"1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11"})


def is_by_eye(candidate: Candidate) -> bool:
    """True for a value that an optical reader read."""
    return candidate.engine not in ("", Engine.TEXT_LAYER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a document needs a person. code: ``INT-0xx``; message: one French sentence."""

    code: str
    message: str


@dataclass(frozen=True)
class Facts:
    """One document with its matching under a policy. source: where the document came from (its channel)."""

    read: ReadDocument
    pages: Sequence[Page]
    matching: Matching
    policy: IntakePolicy
    source: str

    def __repr__(self) -> str:
        return "Facts(…)"

    @cached_property
    def written(self) -> tuple[Page, ...]:
        """The pages that are not blank."""
        return tuple(page for page in self.pages if not page.is_blank)

    @cached_property
    def marks(self) -> PageMarks:
        """Dates and numbers of the pages."""
        return gather_marks(self.read, self.written)

    @cached_property
    def phrases(self) -> dict[int, tuple[Told, ...]]:
        """The phrases that tell somebody beside the patient, by number of page."""
        return {page.number: tuple(find_told(page.text)) for page in self.written}

    @cached_property
    def first(self) -> Match | None:
        """The first record proposed."""
        return self.matching.matches[0] if self.matching.matches else None

    @cached_property
    def person(self) -> IndexPerson | None:
        """The person of the first record."""
        return self.first.person if self.first else None

    @cached_property
    def traits(self) -> PatientTraits:
        """The traits of the first record, empty without one."""
        return self.person.traits if self.person else PatientTraits()

    @cached_property
    def probability(self) -> float:
        """Calibrated probability of the first record."""
        return self.policy.calibrate("record", self.first.probability) if self.first else 0.0

    @cached_property
    def evidence(self) -> dict[str, Agreement]:
        """Agreement of each trait of the first record."""
        return {one.trait: one.agreement for one in self.first.evidence} if self.first else {}

    def neighbours(self, *kinds: Nearness) -> list[Neighbour]:
        """Neighbours of some kinds."""
        return [one for one in self.matching.neighbours or () if one.nearness in kinds]

    @cached_property
    def sure_ins(self) -> frozenset[str]:
        """The INS of the document: keys right without any repair, relatives' apart."""
        return frozenset(one.value for one in self.marks.ins if not one.is_doubtful)

    @cached_property
    def is_ins_settling(self) -> bool:
        """True when the only INS of the document is the record's own, its key right, and nobody else has it.

        Rule: intake.md §5 (first piece of evidence).
        """
        held = self.person.ins.upper() if self.person else ""
        is_alone = not self.neighbours(Nearness.SAME_INS, Nearness.HOLDS_INS)
        return has_right_key(held) and self.sure_ins == {held} and is_alone and self.matching.neighbours is not None

    def seen(self, name: FieldName) -> Iterator[Candidate]:
        """Values of a field that are the patient's, whatever their source: the chosen one, then the other sure ones.

        A candidate of a page counts from the confidence ``contradiction_min`` on; one of a code, of metadata or of a
        message always does; one of an engine of the site never does (``decide.outside`` looks at those).
        """
        found = self.read.fields.get(name)
        if found is not None:
            yield found.chosen
        for one in self.read.candidates.get(name, found.candidates if found else ()):
            if one.source is Source.ENGINE or (found is not None and one == found.chosen):
                continue
            is_sure = one.role is Role.PATIENT and one.confidence >= self.policy.contradiction_min
            if is_sure or one.source is not Source.PAGE:
                yield one

    def printed(self, name: FieldName) -> Iterator[Candidate]:
        """Values of a field that stand on the page or in the metadata, codes and message apart.

        What was only recognised from the record is no evidence of that record.
        """
        seen = (one for one in self.seen(name) if WHY not in one.why)
        return (one for one in seen if one.source not in CODED and one.source is not Source.MAIL)

    @cached_property
    def patients(self) -> tuple[PersonMention, ...]:
        """The mentions of the patient; where the record's strict traits are all printed, no professional is one."""
        told = tuple(one for one in self.read.mentions if one.role is Role.PATIENT)
        is_whole = self.is_birth_name_printed and self.is_given_printed and self.is_date_printed
        if not is_whole or len(told) < 2:
            return told
        own = self.traits
        names = f"{own.birth_family} {own.used_family} {own.birth_givens} {own.birth_given} {own.used_given}"
        return find_others(told, self.written, author=self.author, names=frozenset(fold_name(names).split()))

    @cached_property
    def author(self) -> tuple[str, str]:
        """Family and first name, folded, of whoever surely signs; empty when that is not sure."""
        told = [self.read.fields.get(name) for name in (FieldName.AUTHOR_FAMILY, FieldName.AUTHOR_GIVEN)]
        both = [fold_name(one.chosen.value) for one in told if one]
        if len(both) < len(told):
            return "", ""
        is_sure = all(one.chosen.confidence >= AUTHOR_MIN for one in told if one)
        return (both[0], both[1]) if is_sure or self._is_stated(*both) else ("", "")

    def _is_stated(self, family: str, given: str) -> bool:
        """True where a label tells the author: a mention of that whole name, its role written beside it."""
        return any(
            one.role is Role.AUTHOR
            and one.family is not None
            and one.given is not None
            and (fold_name(one.family.value), fold_name(one.given.value)) == (family, given)
            and any(feature == "role_stated" for feature, _ in one.family.features)
            and one.family.confidence >= AUTHOR_MIN
            for one in self.read.mentions
        )

    @cached_property
    def has_identity(self) -> bool:
        """True when something of a patient was read: a name, a birth date or an INS."""
        names = (FieldName.BIRTH_NAME, FieldName.USED_NAME, FieldName.FIRST_NAME, FieldName.BIRTH_DATE)
        return any(name in self.read.fields for name in names) or bool(self.marks.numbers)

    def level_of_family(self, value: str) -> NameLevel:
        """How a printed family name compares with the birth name of the first record."""
        return compare_families(fold_name(value), fold_name(self.traits.birth_family))

    def level_of_used(self, value: str) -> NameLevel:
        """How a printed family name compares with the used name of the first record."""
        return compare_families(fold_name(value), fold_name(self.traits.used_family))

    def level_of_given(self, value: str) -> NameLevel:
        """How printed first names compare with those of the first record."""
        traits = self.traits
        first = fold_name(traits.birth_given or traits.birth_givens.partition(" ")[0])
        listed = tuple(fold_name(f"{traits.birth_givens} {traits.used_given}").split())
        return compare_givens(fold_name(value), first, listed)

    def _printed_names(self) -> Iterator[tuple[Candidate, NameLevel]]:
        for one in self.printed(FieldName.BIRTH_NAME):
            yield one, self.level_of_family(one.value)

    def _printed_givens(self) -> Iterator[tuple[Candidate, NameLevel]]:
        for name in (FieldName.FIRST_NAME, FieldName.FIRST_NAMES):
            for one in self.printed(name):
                yield one, self.level_of_given(one.value)

    def _printed_dates(self) -> Iterator[Candidate]:
        held = self.traits.birth_date
        for one in self.printed(FieldName.BIRTH_DATE):
            if held and to_index_date(one.value) == held:
                yield one

    @cached_property
    def _exact(self) -> frozenset[FieldName]:
        """The strict traits of the record that are printed exactly, no sign of them mended.

        A particle more or less makes another name, unless the INS settles whose it is.
        """
        found = set()
        levels = EXACT if self.is_ins_settling else {NameLevel.SAME}
        if any(level in levels and not one.is_repaired for one, level in self._printed_names()):
            found.add(FieldName.BIRTH_NAME)
        if any(level is NameLevel.SAME and not one.is_repaired for one, level in self._printed_givens()):
            found.add(FieldName.FIRST_NAME)
        if any(not one.is_repaired for one in self._printed_dates()):
            found.add(FieldName.BIRTH_DATE)
        return frozenset(found)

    def _is_alone_misread(self, name: FieldName) -> bool:
        """True where the INS settles and the other two strict traits are exact: one may then be read a sign wrong."""
        return self.is_ins_settling and self._exact >= STRICT - {name}

    @cached_property
    def is_birth_name_printed(self) -> bool:
        """True when the birth name of the record is printed as a birth name.

        Beside the INS and the other strict traits, an optical reader may have taken a sign of it for one of its shape.
        """
        if FieldName.BIRTH_NAME in self._exact:
            return True
        near = any(level in MISREAD and is_by_eye(one) for one, level in self._printed_names())
        return near and self._is_alone_misread(FieldName.BIRTH_NAME)

    @cached_property
    def is_given_printed(self) -> bool:
        """True when the first name of the record is printed whole; misread as a birth name may be."""
        if FieldName.FIRST_NAME in self._exact:
            return True
        levels = (NameLevel.SAME, NameLevel.CONFUSED)
        near = any(level in levels and is_by_eye(one) for one, level in self._printed_givens())
        return near and self._is_alone_misread(FieldName.FIRST_NAME)

    @cached_property
    def is_date_printed(self) -> bool:
        """True when the birth date of the record is printed as the patient's; a letter of it mended beside the INS."""
        if FieldName.BIRTH_DATE in self._exact:
            return True
        return any(self._printed_dates()) and self._is_alone_misread(FieldName.BIRTH_DATE)

    @cached_property
    def is_date_one_digit_off(self) -> bool:
        """True when the record's birth date is near the one read, names agreeing: the likeliest slip."""
        return self.evidence.get(MatchTrait.BIRTH_DATE) is Agreement.CLOSE
