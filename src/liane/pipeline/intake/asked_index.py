"""An index of persons that knows only the answers it was given, and notes the questions it could not answer.

The matching of a document runs against it in a worker process; what it asked is then looked up all at once, and it runs
again, until nothing is missing. So a document costs a few statements whatever it asks, and the matching knows no store.
Rule: intake.md §4.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from liane.domain.intake.matching.match import IndexPerson


class Ask(StrEnum):
    """What may be asked of an index: the methods of ``PersonIndex``."""

    INS = "ins"
    BIRTH_DATE = "birth date"
    NAME = "name"
    IDENTIFIER = "identifier"
    COUNT = "count"
    SIZE = "size"


class Question(NamedTuple):
    """One question. value: matricule, date, phonetic family, local number or folded name; given: a first name."""

    ask: Ask
    value: str = ""
    given: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is known. records: numbers of the records of each question, in order; numbers: of counts and size.

    persons: the records themselves, each once.
    """

    records: Mapping[Question, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[Question, int] = field(default_factory=dict)
    persons: Mapping[str, IndexPerson] = field(default_factory=dict, repr=False)

    def joined(self, other: "Answers") -> "Answers":
        """These answers with others."""
        return Answers(
            records={**self.records, **other.records},
            numbers={**self.numbers, **other.numbers},
            persons={**self.persons, **other.persons},
        )


class AskedIndex:
    """Implements ``PersonIndex`` with known answers. missing: what was asked in vain, in order, each once."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._missing: dict[Question, None] = {}

    @property
    def missing(self) -> tuple[Question, ...]:
        """The questions that nobody answered yet."""
        return tuple(self._missing)

    def by_ins(self, matricule: str, *, limit: int = 20) -> Sequence[IndexPerson]:
        """Records with this INS."""
        return self._find(Question(Ask.INS, matricule.upper(), limit=limit))

    def by_birth_date(self, birth_date: str, *, limit: int = 2000) -> Sequence[IndexPerson]:
        """Records born that day (``yyyyMMdd``)."""
        return self._find(Question(Ask.BIRTH_DATE, birth_date, limit=limit))

    def by_name(self, phonetic_family: str, folded_given: str, *, limit: int = 500) -> Sequence[IndexPerson]:
        """Records whose birth or used name sounds so, with this given name among theirs (empty: any)."""
        return self._find(Question(Ask.NAME, phonetic_family, folded_given, limit))

    def by_identifier(self, value: str, *, limit: int = 20) -> Sequence[IndexPerson]:
        """Records with this local number (IPP) or this stay number."""
        return self._find(Question(Ask.IDENTIFIER, value, limit=limit))

    def count_name(self, folded_family: str) -> int:
        """How many records bear this name."""
        return self._count(Question(Ask.COUNT, folded_family))

    def size(self) -> int:
        """How many records there are."""
        return self._count(Question(Ask.SIZE))

    def _find(self, question: Question) -> Sequence[IndexPerson]:
        found = self._answers.records.get(question)
        if found is None:
            self._missing[question] = None
            return ()
        return [self._answers.persons[number] for number in found]

    def _count(self, question: Question) -> int:
        found = self._answers.numbers.get(question)
        if found is None:
            self._missing[question] = None
            return 0
        return found


def choose(questions: Iterable[Question], kind: Ask) -> list[Question]:
    """Those of the questions that ask one thing."""
    return [one for one in questions if one.ask is kind]
