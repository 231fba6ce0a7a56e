"""Documents and indexes of our own making for the tests of matching and decision: words, fields, codes, persons."""

from collections.abc import Sequence
from dataclasses import replace

from liane.domain.identity.ins import compute_ins_key
from liane.domain.identity.patient import PatientTraits
from liane.domain.intake.decide.decision import COMMAND_LINE_POLICY, IntakePolicy, decide
from liane.domain.intake.fields import (
    Candidate,
    FieldName,
    FieldValue,
    PersonMention,
    ReadDocument,
    Role,
    Source,
    TypeGuess,
)
from liane.domain.intake.matching.match import IndexPerson, Matching
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeDecision
from liane.domain.intake.page import Box, Page, PageSymbol, SymbolKind, Word
from liane.domain.intake.recognise.guided import match

TEST_OID = "1.2.250.1.213.1.4.10"
WHERE = Box(x0=0.1, y0=0.1, x1=0.4, y1=0.12)


def ins_of(birth_date: str, sex: str, order: str = "001", place: str = "99901") -> str:
    """A test matricule with a right key, for a birth date ``yyyyMMdd``."""
    number = f"{'12'[sex == 'F']}{birth_date[2:4]}{birth_date[4:6]}{place}{order}"
    return number + compute_ins_key(number)


def person(
    record_id: str,
    family: str,
    givens: str,
    date: str,
    sex: str = "F",
    *,
    used: str = "",
    ins: str = "",
    ipp: str = "",
    place: str = "99901",
) -> IndexPerson:
    """A record of the index."""
    return IndexPerson(
        record_id=record_id,
        traits=PatientTraits(
            birth_family=family,
            birth_given=givens.split()[0] if givens else "",
            birth_givens=givens,
            birth_date=date,
            sex=sex,
            birth_place=place,
            used_family=used,
        ),
        ins=ins,
        ins_oid=TEST_OID if ins else "",
        ipp=ipp,
    )


ZOE = person("R1", "QUEMENEUR", "ZOE MARIE", "19620315", ins=ins_of("19620315", "F"), ipp="00812345")
CROWD = tuple(
    person(f"C{number:03d}", family, given, f"19{50 + number % 40}{1 + number % 12:02d}{1 + number % 28:02d}", sex)
    for number, (family, given, sex) in enumerate(
        (family, given, sex)
        for family in ("MARTIN", "BERNARD", "LE GOFF", "TESTOMBELLE", "DE LA TOUR", "NGUYEN", "PETIT", "ROUX")
        for given, sex in (("JEAN", "M"), ("MARIE", "F"), ("PAUL", "M"), ("ANNE-MARIE", "F"), ("LUCAS", "M"))
    )
)


def index_of(*persons: IndexPerson) -> InMemoryIndex:
    """These persons among a small crowd."""
    return InMemoryIndex([*persons, *CROWD])


def page_of(text: str, number: int = 1, **changes: object) -> Page:
    """A page whose lines are those of a text, one word after the other; boxes follow the lines."""
    words = []
    for line, content in enumerate(text.splitlines()):
        x = 0.08
        for piece in content.split():
            width = 0.01 * len(piece)
            y = 0.05 + 0.02 * line
            words.append(Word(text=piece, box=Box(x0=x, y0=y, x1=x + width, y1=y + 0.015), line=line))
            x += width + 0.01
    page = Page(number=number, width_pt=595, height_pt=842, words=tuple(words))
    return replace(page, **changes)  # type: ignore[arg-type]


def as_printed(value: str) -> str:
    """A value as a page prints it: dates in the French way."""
    return f"{value[8:]}/{value[5:7]}/{value[:4]}" if value[4:5] == value[7:8] == "-" else value


def boxes_of(page: Page | None, value: str) -> tuple[Box, ...]:
    """The boxes of the first run of words that spells a value; none when it is not on the page."""
    if page is None:
        return ()
    wanted = value.split()
    words = page.words
    for start in range(len(words) - len(wanted) + 1):
        if [word.text.strip(",.:;") for word in words[start : start + len(wanted)]] == wanted:
            return tuple(word.box for word in words[start : start + len(wanted)])
    return ()


def candidate(value: str, *, role: Role = Role.PATIENT, source: Source = Source.PAGE, **more: object) -> Candidate:
    """A candidate of a page (page 1), or of a named metadata element."""
    is_page = source is Source.PAGE
    made = Candidate(
        value=value,
        raw=value,
        confidence=0.95,
        page=1 if is_page else 0,
        boxes=(WHERE,) if is_page else (),
        source=source,
        role=role,
        element="" if is_page else "recordTarget",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def field_of(name: FieldName, *candidates: Candidate) -> FieldValue:
    """A field whose first candidate is chosen."""
    return FieldValue(name=name, chosen=candidates[0], candidates=candidates)


def read_of(
    values: dict[FieldName, str],
    page: Page | None = None,
    *,
    more: Sequence[tuple[FieldName, Candidate]] = (),
    mentions: Sequence[PersonMention] = (),
    several: bool = False,
    source: Source = Source.PAGE,
) -> ReadDocument:
    """A document read, with a sure type and a sure date unless told otherwise. more: other candidates."""
    given = {FieldName.DOC_DATE: "2026-03-02", **values}
    chosen = {
        name: candidate(
            value, source=source, raw=as_printed(value), boxes=boxes_of(page, as_printed(value)) or (WHERE,)
        )
        for name, value in given.items()
        if value
    }
    candidates: dict[FieldName, tuple[Candidate, ...]] = {name: (one,) for name, one in chosen.items()}
    for name, one in more:
        candidates[name] = (*candidates.get(name, ()), one)
    return ReadDocument(
        pages=(1,),
        fields={name: field_of(name, *[one, *candidates[name][1:]]) for name, one in chosen.items()},
        candidates=candidates,
        types=(TypeGuess(code="11490-0", label="CR", probability=0.97),),
        mentions=tuple(mentions),
        several_patients=several,
    )


def mention(role: Role, family: str, given: str, page: Page, *, birth: str = "") -> PersonMention:
    """A person named on a page."""
    return PersonMention(
        role=role,
        family=candidate(family, role=role, boxes=boxes_of(page, family)),
        given=candidate(given, role=role, boxes=boxes_of(page, given)) if given else None,
        birth_date=candidate(birth, role=role) if birth else None,
    )


def symbol(ins: str, family: str, givens: str, date: str, sex: str, *, oid: str = TEST_OID) -> PageSymbol:
    """A datamatrix INS stuck on a page."""
    payload = (
        f"IS01{'0' * 22}S1{ins}S2{oid}S3{givens}\x1dS4{family}\x1dS5{sex}S6{date[6:]}-{date[4:6]}-{date[:4]}S799901"
    )
    box = Box(x0=0.8, y0=0.05, x1=0.88, y1=0.1)
    return PageSymbol(kind=SymbolKind.DATAMATRIX, format="DataMatrix", payload=payload.encode(), box=box)


TRAITS = {
    FieldName.BIRTH_NAME: "QUEMENEUR",
    FieldName.FIRST_NAME: "Zoé",
    FieldName.BIRTH_DATE: "1962-03-15",
    FieldName.SEX: "F",
}
LETTER = """Centre hospitalier de Testville
Compte rendu de consultation du 2 mars 2026
Patiente : Zoé QUEMENEUR née le 15/03/1962
Cher confrère, je vous remercie de votre confiance.
"""
LETTER_INS = LETTER + f"INS : {ZOE.ins}\n"


def judge(
    read: ReadDocument,
    page: Page | Sequence[Page],
    index: InMemoryIndex,
    policy: IntakePolicy = COMMAND_LINE_POLICY,
) -> tuple[Matching, IntakeDecision]:
    """Match and decide."""
    pages = (page,) if isinstance(page, Page) else tuple(page)
    matching = match(read, pages, index)
    return matching, decide(read, pages, matching, policy=policy)
