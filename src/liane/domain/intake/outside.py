"""What an engine of the site proposes for a document, held to what is printed: quoted word for word, or dropped.

An engine (a token classifier, a text model on the hospital's own network) reads the words and quotes them. Here its
quotes become candidates with their places. A value stands only where the rules read none, and then a person looks; a
quote that contradicts the identity read is a doubt; nothing that an engine says is ever evidence. Rule: intake.md §7.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.patient.identity_fields import clean_printed
from liane.domain.intake.extract.surface.numbers import find_ins, find_rpps
from liane.domain.intake.extract.surface.reading import PageReading, read_all
from liane.domain.intake.extract.surface.sheet import Row, Span, fold
from liane.domain.intake.fields import (
    Candidate,
    FieldName,
    FieldValue,
    OutsideReading,
    ReadDocument,
    Role,
    Source,
    TypeGuess,
)
from liane.domain.intake.page import Page

QUOTES_MAX = 60
QUOTE_CHARS_MAX = 120
TYPES_MAX = 5
PLACES_MAX = 20
CONFIDENCE = 0.5
"""Of every value that an engine proposed: « à vérifier », whatever the engine thinks of it."""
_NAMES = (FieldName.BIRTH_NAME, FieldName.USED_NAME, FieldName.FIRST_NAME, FieldName.FIRST_NAMES)
_DATES = (FieldName.BIRTH_DATE, FieldName.DOC_DATE, FieldName.ACT_DATE)
_TEXTS = (FieldName.RECIPIENTS, FieldName.STRUCTURE_NAME, FieldName.TITLE)
IDENTITY = frozenset({*_NAMES, FieldName.BIRTH_DATE, FieldName.SEX, FieldName.INS})
DECISIVE = IDENTITY | {FieldName.DOC_TYPE, FieldName.DOC_DATE}
"""What a filing without a click rests on."""
_SEXES: Mapping[str, str] = MappingProxyType(
    {"M": "M", "MASCULIN": "M", "HOMME": "M", "F": "F", "FEMININ": "F", "FEMME": "F"}
)
_EPISODE = re.compile(r"[A-Z0-9][A-Z0-9./-]{2,29}")
ASKED = (
    *_NAMES,
    *_DATES,
    FieldName.SEX,
    FieldName.INS,
    FieldName.AUTHOR_FAMILY,
    FieldName.AUTHOR_GIVEN,
    FieldName.AUTHOR_RPPS,
    *_TEXTS,
    FieldName.EPISODE,
)
"""The fields that an engine may quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of the document, exactly as printed, said to be the value of a field."""

    name: FieldName
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSaid:
    """What one engine answered about one document. engine: its name and version, for the trace."""

    engine: str
    quotes: tuple[Quote, ...] = ()
    types: tuple[tuple[str, float], ...] = ()


def weigh_engine(
    read: ReadDocument, pages: Sequence[Page], said: EngineSaid, *, received_on: str, labels: Mapping[str, str]
) -> ReadDocument:
    """Add what an engine proposes to a document as read. labels: label by code of the known types; received_on: ISO.

    Never changes a value that is there. What is not printed, or not of its form, is dropped and counted.
    Rule: intake.md §7 (found verbatim on the page; candidates and doubts; never enables automatic filing alone).
    """
    readings = read_all(pages, received_on)
    placed, dropped = _place_all(readings, said)
    filled: set[FieldName] = set()
    differs: set[FieldName] = set()
    fields, candidates = dict(read.fields), dict(read.candidates)
    for name, found in placed.items():
        if name not in fields:
            fields[name] = _new_value(name, found)
            candidates[name] = (*candidates.get(name, ()), *found)
            filled.add(name)
            continue
        others = tuple(one for one in found if not _is_known(one, read, name))
        if others:
            candidates[name] = (*candidates.get(name, ()), *others)
        if name in IDENTITY and len(others) == len(found):
            differs.add(name)
    types = _add_types(read.types, said.types, labels)
    if types and not read.types and FieldName.DOC_TYPE not in fields:
        fields[FieldName.DOC_TYPE] = _type_value(types, said.engine, pages)
        filled.add(FieldName.DOC_TYPE)
    before = read.outside or OutsideReading()
    outside = OutsideReading(
        engines=(*before.engines, said.engine),
        filled=before.filled | filled,
        differs=before.differs | differs,
        dropped=before.dropped + dropped,
    )
    return replace(read, fields=fields, candidates=candidates, types=types, outside=outside)


def _place_all(readings: Sequence[PageReading], said: EngineSaid) -> tuple[dict[FieldName, tuple[Candidate, ...]], int]:
    """The quotes that are printed, by field, each value once; and how many were dropped."""
    placed: dict[FieldName, tuple[Candidate, ...]] = {}
    dropped = max(0, len(said.quotes) - QUOTES_MAX)
    for quote in said.quotes[:QUOTES_MAX]:
        found = next(_place(readings, quote, said.engine), None) if quote.name in ASKED else None
        if found is None:
            dropped += 1
        elif all(one.value != found.value for one in placed.get(quote.name, ())):
            placed[quote.name] = (*placed.get(quote.name, ()), found)
    return placed, dropped


def _place(readings: Sequence[PageReading], quote: Quote, engine: str) -> Iterator[Candidate]:
    """The candidates that a quote makes, one for each place where it is printed and has the form of its field."""
    wanted = " ".join(fold(quote.text).split())
    if not wanted or len(quote.text) > QUOTE_CHARS_MAX:
        return
    for reading in readings:
        for row in reading.sheet.rows:
            for span in _spans(row, wanted):
                value = _READERS[quote.name](reading, span)
                if value:
                    yield _candidate(quote.name, value, span, engine)


def _spans(row: Row, wanted: str) -> Iterator[Span]:
    """Where whole words of a row are these, blanks apart."""
    pattern = r"\s+".join(re.escape(word) for word in wanted.split(" "))
    for count, match in enumerate(re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", row.folded)):
        if count >= PLACES_MAX:
            return
        yield Span(row, *match.span())


def _candidate(name: FieldName, value: str, span: Span, engine: str) -> Candidate:
    return Candidate(
        value=value,
        raw=span.raw,
        confidence=CONFIDENCE,
        page=span.row.page,
        boxes=tuple(word.box for word in span.words),
        source=Source.ENGINE,
        role=Role.PATIENT if name in IDENTITY else Role.OTHER,
        why=(f"proposé par {engine}",),
        engine=engine,
    )


def _read_name(_reading: PageReading, span: Span) -> str:
    value = clean_printed(span.raw)
    return value if any(sign.isalpha() for sign in value) and not any(sign.isdigit() for sign in value) else ""


def _read_text(_reading: PageReading, span: Span) -> str:
    return " ".join(span.raw.split())


def _read_date(reading: PageReading, span: Span) -> str:
    dates = (one for one in reading.dates[span.row.place] if one.is_whole and not one.is_repaired)
    return next((one.iso for one in dates if one.span.start < span.end and one.span.end > span.start), "")


def _read_sex(_reading: PageReading, span: Span) -> str:
    return _SEXES.get(fold(span.raw).strip(" .:"), "")


def _read_ins(_reading: PageReading, span: Span) -> str:
    sure = (one for one in find_ins(span.row) if one.is_valid and not one.is_repaired)
    return next((one.value for one in sure if one.span.start < span.end and one.span.end > span.start), "")


def _read_rpps(_reading: PageReading, span: Span) -> str:
    return next((one.value for one in find_rpps(span.row, span.start, span.end) if one.is_valid), "")


def _read_episode(_reading: PageReading, span: Span) -> str:
    text = fold(span.raw).replace(" ", "")
    return text if _EPISODE.fullmatch(text) and sum(sign.isdigit() for sign in text) >= 3 else ""


_READERS: Mapping[FieldName, Callable[[PageReading, Span], str]] = MappingProxyType(
    dict.fromkeys((*_NAMES, FieldName.AUTHOR_FAMILY, FieldName.AUTHOR_GIVEN), _read_name)
    | dict.fromkeys(_DATES, _read_date)
    | dict.fromkeys(_TEXTS, _read_text)
    | {
        FieldName.SEX: _read_sex,
        FieldName.INS: _read_ins,
        FieldName.AUTHOR_RPPS: _read_rpps,
        FieldName.EPISODE: _read_episode,
    }
)


def _new_value(name: FieldName, found: tuple[Candidate, ...]) -> FieldValue:
    values = found if name is FieldName.RECIPIENTS else found[:1]
    return FieldValue(name=name, chosen=found[0], candidates=found, values=values)


def _is_known(one: Candidate, read: ReadDocument, name: FieldName) -> bool:
    """True when a quote says what was read: the same value, or names that were.

    What is known stays as the rules read it: an engine that agrees adds no evidence.
    """
    known = [read.fields[name].chosen, *read.fields[name].values]
    if name in _NAMES:
        others = [read.fields[other].chosen for other in _NAMES if other in read.fields]
        words = {word for other in (*known, *others) for word in fold_name(other.value).split()}
        return set(fold_name(one.value).split()) <= words
    return any(one.value == other.value for other in known)


def _add_types(
    known: tuple[TypeGuess, ...], said: Sequence[tuple[str, float]], labels: Mapping[str, str]
) -> tuple[TypeGuess, ...]:
    """The types of the model, then those of the engine that it did not name; an unknown code is dropped."""
    codes = {one.code for one in known}
    added = tuple(
        TypeGuess(code=code, label=labels[code], probability=0.0)
        for code, _ in sorted(said[:TYPES_MAX], key=lambda pair: -pair[1])
        if code in labels and code not in codes
    )
    return (*known, *added)


def _type_value(types: Sequence[TypeGuess], engine: str, pages: Sequence[Page]) -> FieldValue:
    number = pages[0].number if pages else 0
    found = tuple(
        Candidate(
            value=one.code,
            raw="",
            confidence=CONFIDENCE,
            page=number,
            source=Source.ENGINE,
            why=(one.label, f"proposé par {engine}"),
            engine=engine,
        )
        for one in types
    )
    return FieldValue(name=FieldName.DOC_TYPE, chosen=found[0], candidates=found, values=found[:1])
