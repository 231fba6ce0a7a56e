"""A file that came in, from its bytes to what is decided of each document in it, with or without a server.

Structured data is read first; its enclosed PDF is then a cross-check. Everything else goes from pages to words, from
words to fields, from fields to a record, and to a decision with its reason. Rule: intake.md §1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.pdf.pages_read import PagesRead
from liane.domain.errors import Finding, InvalidInput
from liane.domain.intake.classify.ranking import rank_types
from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.parts import Part, hold_parts
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY, IntakePolicy
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.reading import References
from liane.domain.intake.fields import Candidate, FieldName, Fields, FieldValue, ReadDocument, Source, TypeGuess
from liane.domain.intake.matching.match import Matching, PersonIndex
from liane.domain.intake.naming import read_file_name
from liane.domain.intake.outcome import IntakeAction, IntakeDecision, IntakeDocument
from liane.domain.intake.page import Page
from liane.domain.intake.papers import place_on_sheet
from liane.domain.intake.recognise.fields import recognise_fields
from liane.domain.intake.recognise.guided import match
from liane.domain.intake.split import part_documents
from liane.pipeline.intake.structured import StructuredDocument, describe_structured, is_structured, read_structured

AskEngines = Callable[[ReadDocument, Sequence[Page], str], ReadDocument]
"""Adds what engines of the site propose for a document (document, its pages, day of reception)."""
ReadPages = Callable[[bytes, str], PagesRead]
"""Reads the pages of a file (bytes, name). Raises InvalidInput."""
PDF_NAME = "document.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeTools:
    """What reading needs of its surroundings. source: where the file came from, as the policy names it. ask_engines:
    None where the site has no engine of its own.
    """

    read_pages: ReadPages
    index: PersonIndex
    policy: IntakePolicy = COMMAND_LINE_POLICY
    references: References = field(default_factory=References)
    accepted: AcceptancePolicy = field(default_factory=AcceptancePolicy)
    source: str = ""
    ask_engines: AskEngines | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What a file holds. pages: as read, empty for what has none. findings: warnings, and the reasons of a refusal."""

    documents: tuple[IntakeDocument, ...]
    pages: tuple[Page, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_file(data: bytes, *, name: str, received_on: str, tools: IntakeTools) -> FileRead:
    """Read, match and decide every document of a file; a file that cannot be read is one rejected document.

    received_on: ISO date. Never raises for what the file holds. Rule: intake.md §1.
    """
    try:
        if is_structured(data):
            return _read_structured(data, received_on, tools)
        read = tools.read_pages(data, name)
    except InvalidInput as error:
        return FileRead(documents=(reject(error.findings),), findings=error.findings)
    parts = part_documents(read.pages)
    documents = [decide_pages(part, received_on, tools, name=name) for part in parts]
    return FileRead(documents=_hold(documents, parts), pages=read.pages, findings=read.findings)


def _hold(documents: Sequence[IntakeDocument], parts: Sequence[Sequence[Page]]) -> tuple[IntakeDocument, ...]:
    """Set what the parts of a file say of one another against what was decided of each alone."""
    pairs = zip(parts, documents, strict=True)
    decisions = hold_parts([Part(pages, one.matching, one.decision) for pages, one in pairs])
    return tuple(replace(one, decision=decision) for one, decision in zip(documents, decisions, strict=True))


def decide_pages(pages: Sequence[Page], received_on: str, tools: IntakeTools, *, name: str = "") -> IntakeDocument:
    """Read the pages of one document, look for its patient, decide. name: of the file, which may contradict them."""
    read = describe_pages(pages, received_on, tools.references, names=(name,))
    if tools.ask_engines is not None:
        read = tools.ask_engines(read, pages, received_on)
    return _conclude(read, pages, tools)


def describe_pages(
    pages: Sequence[Page], received_on: str, references: References, *, names: Sequence[str] = ()
) -> ReadDocument:
    """Read the pages of one document: fields and types. names: of its file and its mail, which may contradict them."""
    read = extract_fields(pages, received_on=received_on, reference=references)
    for name in names:
        read = _with_name(read, name)
    types = rank_types(pages)
    return replace(read, types=types, fields=_with_type(read, types, pages))


def _with_name(read: ReadDocument, name: str) -> ReadDocument:
    """Add whom the name of the file names to the candidates. Rule: intake.md §5."""
    told = read_file_name(name, read)
    if not told:
        return read
    added = {field: (*read.candidates.get(field, ()), *some) for field, some in told.items()}
    return replace(read, candidates={**read.candidates, **added})


def _conclude(read: ReadDocument, pages: Sequence[Page], tools: IntakeTools) -> IntakeDocument:
    matching = match(read, pages, tools.index)
    decision = decide(read, pages, matching, policy=tools.policy, source=tools.source)
    recognised = place_on_sheet(recognise_fields(read, pages, matching), pages)
    return IntakeDocument(read=recognised, matching=matching, decision=decision)


def _with_type(read: ReadDocument, types: Sequence[TypeGuess], pages: Sequence[Page]) -> Fields:
    """Add the type to the fields, at the place of the title that shows it, else on the first page."""
    if not types or FieldName.DOC_TYPE in read.fields:
        return read.fields
    title = read.fields.get(FieldName.TITLE)
    found = tuple(
        Candidate(
            value=guess.code,
            raw=title.chosen.raw if title else "",
            confidence=guess.certainty,
            page=title.chosen.page if title else pages[0].number,
            boxes=title.chosen.boxes if title else (),
            why=(guess.label,),
        )
        for guess in types
    )
    return {**read.fields, FieldName.DOC_TYPE: FieldValue(name=FieldName.DOC_TYPE, chosen=found[0], candidates=found)}


def _read_structured(data: bytes, received_on: str, tools: IntakeTools) -> FileRead:
    opened = read_structured(data, tools.accepted)
    pages: list[Page] = []
    findings: list[Finding] = []
    documents = []
    for document in opened:
        own = _cross_pages(document, tools, findings)
        pages.extend(own)
        read = cross_check(describe_structured(document), own, received_on, tools.references)
        documents.append(_conclude(read, own, tools))
    return FileRead(documents=tuple(documents), pages=tuple(pages), findings=tuple(findings))


def _cross_pages(document: StructuredDocument, tools: IntakeTools, findings: list[Finding]) -> tuple[Page, ...]:
    """Read the PDF that a document encloses; one that cannot be read is told, and checks nothing."""
    if document.pdf is None:
        return ()
    try:
        read = tools.read_pages(document.pdf, PDF_NAME)
    except InvalidInput as error:
        findings.extend(error.findings)
        return ()
    findings.extend(read.findings)
    return read.pages


def cross_check(told: ReadDocument, pages: Sequence[Page], received_on: str, references: References) -> ReadDocument:
    """Keep the header's word as the values, and what the pages say as further candidates. Rule: intake.md §1.2.

    told: what the structured data says of itself. pages: of the PDF that it encloses, if any.
    """
    if not pages:
        return told
    seen = extract_fields(pages, received_on=received_on, reference=references)
    fields = {**seen.fields, **told.fields}
    candidates = {
        name: (*told.candidates.get(name, ()), *seen.candidates.get(name, ()))
        for name in {*told.candidates, *seen.candidates}
    }
    return replace(seen, fields=fields, candidates=candidates, types=told.types)


def reject(findings: Sequence[Finding]) -> IntakeDocument:
    """The one document of a file that cannot be read: rejected, with the first reason."""
    first = findings[0] if findings else None
    reason = f"{first.message} {first.remedy}".strip() if first else "Le fichier ne peut pas être lu."
    return IntakeDocument(
        read=ReadDocument(pages=()),
        matching=Matching(matches=(), margin=0.0),
        decision=IntakeDecision(
            action=IntakeAction.REJECT, reason=reason, codes=tuple(finding.code for finding in findings)
        ),
    )


def is_told(candidate: Candidate) -> bool:
    """Tell whether a value comes from structured data and not from a page."""
    return candidate.source not in (Source.PAGE, Source.DATAMATRIX, Source.BARCODE)
