"""What follows from a reading: what the screen shows, why a person must look, and whether the document goes alone.

Pure. The rule of intake.md §5 is judged by ``domain.intake.decide``; here are the conditions that belong to the item:
one file, one document, a door that may, an identity that nobody marked, structured data that names the same person.
Rule: intake.md §5, §6.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from liane.domain.errors import Finding
from liane.domain.identity.person import Attribute, Person
from liane.domain.intake.decide.policy import FilingMode
from liane.domain.intake.fields import FieldName
from liane.domain.intake.modes import find_type
from liane.domain.intake.outcome import IntakeAction
from liane.domain.intake.page import Page
from liane.domain.remedies import find_remedy
from liane.pipeline.intake.file_reading import FileSeen
from liane.pipeline.intake.reading_steps import Judged
from liane.pipeline.intake.report import SCHEMA_VERSION, describe_document, describe_field, describe_match
from liane.pipeline.request_json import dump_findings
from liane.store.intake_reading_index import read_number
from liane.store.intake_readings import ReadingKept, ReadingState
from liane.store.intake_records import IntakeFile, IntakeItem, ItemSource

LOOSE, TOLD, NOT_AUTOMATIC = "INT-210", "INT-233", "INT-232"
FILEABLE = frozenset({LOOSE, TOLD, NOT_AUTOMATIC})
"""The doubts that a reading may lift: nothing but that a person had to look. Any other doubt is for a person."""
RENEWED = FILEABLE | {"INT-192"}
"""The items whose sentence the reading may replace by its own."""
HELD = "Un autre motif retient ce document : une personne décide."
MARKED = {
    Attribute.DOUTEUX: "douteuse",
    Attribute.FICTIF: "fictive",
    Attribute.HOMONYME: "homonyme",
}
TYPES_MAX = 5
CANDIDATES_MAX = 5
FINDINGS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """One file of an item as read. refusal: why it could not be, empty when it was."""

    file: IntakeFile
    seen: FileSeen | None = None
    judged: tuple[Judged, ...] = ()
    refusal: tuple[Finding, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a document that the rule would let go alone does not. message: French."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What is kept of a reading, and the sentence that goes with it."""

    kept: ReadingKept
    obstacles: tuple[Obstacle, ...] = field(default=())


def find_candidate(judged: Judged) -> int | None:
    """The person that a document is proposed to; None when nobody is."""
    record_id = judged.document.decision.record_id
    return read_number(record_id) if record_id else None


def conclude(
    item: IntakeItem, files: Sequence[FileRead], *, source: str, person: Person | None, versions: dict[str, str]
) -> Conclusion:
    """Say what is kept of the files of an item. person: the one proposed for its only document, as the registry has it.

    Rule: intake.md §5 (exactly one patient, a source that may), §6 (one French sentence).
    """
    judged = [one for file in files for one in file.judged]
    first = judged[0] if judged else None
    only = first if len(judged) == 1 else None
    obstacles = tuple(find_obstacles(item, files, only, person))
    goes_alone = only is not None and not obstacles and only.document.decision.action is IntakeAction.AUTO
    goes_alone = goes_alone and only is not None and only.rule.is_automatic
    would_file = only is not None and not obstacles and only.open_decision.action is IntakeAction.AUTO
    proposed = find_candidate(only) if only is not None else None
    is_manual = only is not None and only.rule.mode is FilingMode.MANUAL
    refusal = next((file.refusal for file in files if file.refusal), ())
    is_refused = bool(refusal) and not judged
    reason, remedy = _tell(only, obstacles, refusal if is_refused else ())
    state = ReadingState.REFUSED if is_refused else ReadingState.FILING if goes_alone else ReadingState.READ
    findings = [one for file in files for one in (*file.refusal, *(file.seen.findings if file.seen else ()))]
    kept = ReadingKept(
        state=state,
        reading=describe_files(files, versions=versions, is_manual=is_manual),
        person_id=None if is_manual else proposed,
        reason=reason if item.code in RENEWED or is_refused else "",
        remedy=remedy if item.code in RENEWED or is_refused else "",
        findings=tuple(dump_findings(tuple(findings[:FINDINGS_MAX]))),
        pages=sum(len(file.seen.pages) for file in files if file.seen),
        duration_ms=round(1000 * sum(file.seconds for file in files)),
        is_scan=any(file.seen.is_scan for file in files if file.seen),
        source=source,
        type_code=find_type(first.document.read) if first else "",
        mode=only.rule.mode.value if only else "",
        is_shadow=only.rule.is_shadow if only else False,
        codes=_codes(only, obstacles, refusal),
        proposed=proposed,
        would_file=would_file,
        versions=versions,
    )
    return Conclusion(kept=kept, obstacles=obstacles)


def find_obstacles(
    item: IntakeItem, files: Sequence[FileRead], only: Judged | None, person: Person | None
) -> list[Obstacle]:
    """Everything about the item that keeps its document from going alone, the most useful first. Rule: intake.md §5."""
    found: list[Obstacle] = []
    count = sum(len(file.judged) for file in files)
    if count > 1 and len(files) > 1:
        text = f"Il y a {count} documents dans {len(files)} fichiers : chacun est à intégrer à part."
        found.append(Obstacle(code="INT-270", message=text))
    elif count > 1:
        text = f"Le fichier contient {count} documents : à séparer avant d'intégrer."
        found.append(Obstacle(code="INT-270", message=text))
    if only is not None and item.person_id is not None and find_candidate(only) not in (None, item.person_id):
        text = "Les données qui accompagnent le document désignent une autre personne que ses pages."
        found.append(Obstacle(code="INT-271", message=text))
    if person is not None:
        marks = [word for attribute, word in MARKED.items() if attribute in person.attributes]
        if marks:
            text = f"L'identité proposée est marquée « {marks[0]} » : à vérifier avant d'intégrer."
            found.append(Obstacle(code="INT-272", message=text))
    if item.source is ItemSource.PATIENT:
        found.append(Obstacle(code="INT-273", message="Un document envoyé par un patient n'est jamais intégré seul."))
    if item.code not in FILEABLE or any(file.refusal for file in files):
        found.append(Obstacle(code="INT-274", message=HELD))
    return found


def _tell(only: Judged | None, obstacles: Sequence[Obstacle], refusal: Sequence[Finding]) -> tuple[str, str]:
    """The sentence of the item and what to do about it; empty to leave those that it has. Rule: screens.md §1 (why)."""
    if refusal:
        return refusal[0].message, refusal[0].remedy
    if only is not None and only.document.decision.action is not IntakeAction.AUTO:
        decision = only.document.decision
        return decision.reason, find_remedy(decision.codes[0]) if decision.codes else ""
    if obstacles:
        return obstacles[0].message, find_remedy(obstacles[0].code)
    return (only.document.decision.reason, "") if only is not None else ("", "")


def _codes(only: Judged | None, obstacles: Sequence[Obstacle], refusal: Sequence[Finding]) -> tuple[str, ...]:
    decided = only.document.decision.codes if only is not None else ()
    codes = (*(one.code for one in refusal), *decided, *(one.code for one in obstacles))
    return tuple(dict.fromkeys(codes))


def describe_files(files: Sequence[FileRead], *, versions: dict[str, str], is_manual: bool = False) -> dict[str, Any]:
    """Say what was read, by name of file, as the screen takes it apart (``views.intake_reading``).

    A file whose name another one bears is kept under its hash, so that neither is shown for the other. is_manual: no
    record is chosen beforehand.
    """
    told: dict[str, Any] = {}
    for one in files:
        described = _describe_file(one, versions=versions, is_manual=is_manual)
        if one.file.name in told:
            told[one.file.name] = {"documents": [], "sha256": ""}
        told[one.file.sha256 if one.file.name in told else one.file.name] = described
    return told


def _describe_file(one: FileRead, *, versions: dict[str, str], is_manual: bool) -> dict[str, Any]:
    return {
        "schema": SCHEMA_VERSION,
        "sha256": one.file.sha256,
        "seconds": round(one.seconds, 3),
        "versions": versions,
        "pages": [describe_page(page) for page in (one.seen.pages if one.seen else ())],
        "documents": _describe_documents(one, is_manual=is_manual),
    }


def _describe_documents(one: FileRead, *, is_manual: bool) -> list[dict[str, Any]]:
    """Say the documents of a file, each paper of a page that holds several with its place on it."""
    told = [describe_judged(judged, is_manual=is_manual) for judged in one.judged]
    for document, (_, pages) in zip(told, one.seen.documents if one.seen else (), strict=False):
        region = pages[0].region if pages else None
        if region is not None:
            document["region"] = [round(side, 5) for side in (region.x0, region.y0, region.x1, region.y1)]
    return told


def describe_page(page: Page) -> dict[str, Any]:
    """Say how one page was read: turned, blank, by which engines, how well."""
    return {
        "number": page.number,
        "rotation": page.rotation,
        "is_blank": page.is_blank,
        "engines": [engine.value for engine in page.engines],
        "legibility": page.quality.legibility.value,
        "dpi": page.quality.dpi,
    }


def describe_judged(judged: Judged, *, is_manual: bool = False) -> dict[str, Any]:
    """Say one document: what the published answer says of it, and what the screen shows besides."""
    document = judged.document
    proposed = find_candidate(judged)
    fields = {
        name.value: described | {"element": found.chosen.element, "is_checked": found.chosen.is_checked}
        for name in FieldName
        if (found := document.read.fields.get(name)) and (described := describe_field(found))
    }
    return describe_document(document) | {
        "fields": fields,
        "record_id": str(proposed) if proposed is not None and not is_manual else None,
        "candidates": [
            describe_match(found) | {"record_id": str(read_number(found.person.record_id))}
            for found in document.matching.matches[:CANDIDATES_MAX]
        ],
        "margin": round(document.matching.margin, 3),
        "types": [
            {"code": one.code, "label": one.label, "probability": round(one.probability, 4)}
            for one in document.read.types[:TYPES_MAX]
        ],
        "would_file": judged.open_decision.action is IntakeAction.AUTO,
    }
