"""From a fiche of the registry to a document as a screen needs it, and from a reader's filters to a query."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from liane.codecs.ebxml.metadata import DocumentEntry, SubmissionSet
from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.xds.search import DocumentQuery, Interval
from liane.domain.actors.actor import Author
from liane.domain.dmp.document import DMPDocument, DocumentAuthor, DocumentState, Visibility
from liane.domain.dmp.filters import AUTHOR_CHARS_MAX, DMPFilters
from liane.domain.dmp.lot import DMPLot
from liane.domain.terminology.code import Code
from liane.pipeline.dmp_consultation.orders import VISIBILITY_OID, render_utc

_STATES = {
    AvailabilityStatus.APPROVED.value: DocumentState.APPROVED,
    AvailabilityStatus.DEPRECATED.value: DocumentState.OBSOLETE,
    AvailabilityStatus.ARCHIVED.value: DocumentState.ARCHIVED,
    AvailabilityStatus.DELETED.value: DocumentState.DELETED,
}
_STATUSES = {state: status for status, state in _STATES.items()}
_VISIBILITIES = {one.value: one for one in Visibility}
_NOTHING = Code(code="")


def read_instant(digits: str) -> datetime | None:
    """Read UTC digits (``yyyy`` to ``yyyyMMddHHmmss``) as an aware instant; None when they are none."""
    text = digits[:14]
    if not (text.isascii() and text.isdigit()) or len(text) < 4 or len(text) % 2:
        return None
    whole = text + "00000101000000"[len(text) :]
    month, day, hour, minute, second = (int(whole[place : place + 2]) for place in range(4, 14, 2))
    try:  # several times as fast as strptime, and a list reads hundreds
        return datetime(int(whole[:4]), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def describe_document(entry: DocumentEntry, *, reader: str = "") -> DMPDocument:
    """Say a fiche in the words of the trade. reader: PS_IdNat of who asks. Rule: dmp.md §6.2, §8."""
    visibility = frozenset(
        _VISIBILITIES[code.code]
        for code in entry.confidentiality
        if code.code in _VISIBILITIES and code.system in ("", VISIBILITY_OID)
    )
    return DMPDocument(
        unique_id=entry.unique_id,
        entry_uuid=entry.symbolic_id,
        logical_id=entry.lid,
        version=entry.version,
        repository_id=entry.repository_unique_id,
        state=_STATES.get(entry.status, DocumentState.APPROVED),
        visibility=visibility,
        title=entry.title,
        type=entry.type_code or _NOTHING,
        class_=entry.class_code or _NOTHING,
        format=entry.format_code or _NOTHING,
        facility=entry.facility_type or _NOTHING,
        practice_setting=entry.practice_setting or _NOTHING,
        events=entry.events,
        authors=tuple(_describe_author(author) for author in entry.authors),
        created_at=read_instant(entry.creation_time),
        act_started_at=read_instant(entry.service_start),
        act_ended_at=read_instant(entry.service_stop),
        media_type=entry.mime_type,
        language=entry.language,
        size=entry.size,
        hash=entry.hash,
        references=entry.references,
        is_mine=bool(reader) and any(_identifier(author) == reader for author in entry.authors),
    )


def _identifier(author: Author) -> str:
    actor = author.person or author.device
    return actor.identifier if actor is not None else ""


def _describe_author(author: Author) -> DocumentAuthor:
    name = ""
    specialty = ""
    if author.person is not None:
        name = f"{author.person.family} {author.person.given}".strip()
        specialty = author.person.specialty.label if author.person.specialty else ""
    elif author.device is not None:
        name = f"{author.device.name} {author.device.model}".strip()
    return DocumentAuthor(
        name=name,
        identifier=_identifier(author),
        specialty=specialty,
        structure=author.structure.name if author.structure else "",
        structure_id=author.structure.identifier if author.structure else "",
    )


def describe_lot(lot: SubmissionSet, members: tuple[str, ...]) -> DMPLot:
    """Say a lot in the words of the trade. members: entryUUIDs."""
    return DMPLot(
        unique_id=lot.unique_id,
        entry_uuid=lot.symbolic_id,
        submitted_at=read_instant(lot.submission_time),
        source_id=lot.source_id,
        content_type=lot.content_type or _NOTHING,
        title=lot.title,
        authors=tuple(_describe_author(author) for author in lot.authors),
        members=members,
    )


def sort_documents(documents: Iterable[DMPDocument]) -> tuple[DMPDocument, ...]:
    """Newest act first; what has no date comes last. Rule: CDA/INT.04."""
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(documents, key=lambda one: (one.date or oldest, one.unique_id), reverse=True))


def build_query(filters: DMPFilters) -> DocumentQuery:
    """Say filters as a query; an author's name and a bare number are matched afterwards. Rule: dmp.md §8."""
    author = filters.author.strip()
    is_number = author.isascii() and author.isdigit()
    return DocumentQuery(
        statuses=tuple(_STATUSES[state] for state in filters.states),
        type_codes=filters.types,
        class_codes=filters.classes,
        format_codes=filters.formats,
        facility_codes=filters.facilities,
        practice_codes=filters.practice_settings,
        confidentiality=tuple(Code(code=one.value, system=VISIBILITY_OID) for one in filters.visibility),
        events=filters.events,
        authors=(f"{author[:AUTHOR_CHARS_MAX]}^%",) if is_number else (),
        references=tuple(one for one in filters.references if "^" in one),
        created=_interval(filters.created_from, filters.created_before),
        service_started=_interval(filters.act_started_from, filters.act_started_before),
        service_stopped=_interval(filters.act_ended_from, filters.act_ended_before),
    )


def _interval(start: datetime | None, stop: datetime | None) -> Interval:
    return Interval(start=render_utc(start) if start else "", stop=render_utc(stop) if stop else "")


def matches_author(document: DMPDocument, text: str) -> bool:
    """Tell whether an author or its structure has these words, accents and case apart; a number matched already."""
    wanted = _fold(text)
    if not wanted or wanted.isdigit():
        return True
    return any(wanted in _fold(f"{one.name} {one.structure} {one.specialty}") for one in document.authors)


def matches_references(document: DMPDocument, wanted: tuple[str, ...]) -> bool:
    """Tell whether a document names one of these numbers (a request, a study); a whole reference matched already."""
    numbers = {one.strip().casefold() for one in wanted if "^" not in one and one.strip()}
    held = {reference.partition("^")[0].casefold() for reference in document.references}
    return not numbers or bool(numbers & held)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.strip()[:AUTHOR_CHARS_MAX])
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def mark(document: DMPDocument, touched: frozenset[str]) -> DMPDocument:
    """Mark what the lots since the last visit touched: new by others, or a fiche that changed.

    touched: entryUUIDs of those lots. Rule: DMP/UX.15; dmp.md §8 « known lid = metadata change ».
    """
    if document.entry_uuid not in touched:
        return document
    is_first = document.version in ("", "1")
    return replace(document, is_new=is_first and not document.is_mine, is_changed=not is_first)
