"""Biology results from the coded entries of a structured report (CR-BIO, TROD): tolerant, in the order of the document.

What lives here: which element tells which result. What must not: how results of several reports are put together (see
``domain.biology.series``), nor the narrative, which stays what a professional reads and signs for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from liane.codecs.cda.elements import (
    LAB_NAMESPACE,
    NAMESPACE,
    child,
    children,
    code_of,
    identifier_of,
    structure_of,
    text_of,
    value_of,
)
from liane.codecs.cda.header import find_clinical_document
from liane.codecs.cda.result_values import read_range, read_value
from liane.codecs.xml import parse_xml
from liane.domain.biology.result import Analyte, BiologyReport, BiologyResult, Laboratory, ResultStatus
from liane.domain.biology.value import Absent
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.errors import Finding, RuleViolation, Severity

_V3 = f"{{{NAMESPACE}}}"
LAB_OBSERVATION = "1.3.6.1.4.1.19376.1.3.1.6"
LAB_ENTRY = "1.3.6.1.4.1.19376.1.3.1"
COMMENT = "1.3.6.1.4.1.19376.1.5.3.1.4.2"
BATTERY = "1.3.6.1.4.1.19376.1.3.1.4"
ISOLATE = "1.3.6.1.4.1.19376.1.3.1.5"
CHAPTER = "1.3.6.1.4.1.19376.1.3.3.2.1"
RESULTS_MAX = 5_000
"""Bound of the results read from one document."""

NARRATIVES_MAX = 50_000
_STATUSES = {
    "completed": ResultStatus.COMPLETED,
    "active": ResultStatus.ACTIVE,
    "aborted": ResultStatus.ABORTED,
}


def read_report(data: bytes) -> BiologyReport:
    """Read the results of a report; one without structured results has none.

    Raises MalformedMessage when it is no XML, RuleViolation CDA-001 or CDA-002 when it holds no CDA or several, BIO-001
    past RESULTS_MAX results.
    Rule: CI-SIS volet CR-BIO 2024.01; IHE PALM Sharing Laboratory Reports; cda.md §4.2.
    """
    return report_of(find_clinical_document(parse_xml(data)))


def report_of(root: etree._Element) -> BiologyReport:
    """As ``read_report``, for a document already read. root: the ClinicalDocument element."""
    identifier = identifier_of(child(root, "id"))
    document_id = f"{identifier.root}^{identifier.extension}".strip("^") if identifier else ""
    laboratory = _laboratory_of_report(root)
    reader = _Reader(document_id=document_id, laboratory=laboratory, texts=_narrative_texts(root))
    results: list[BiologyResult] = []
    for result in reader.read(child(root, "component", "structuredBody"), "", ""):
        results.append(result)
        if len(results) > RESULTS_MAX:
            raise RuleViolation(_too_many())
    acts = [child(one, "serviceEvent") for one in children(root, "documentationOf")]
    return BiologyReport(
        document_id=document_id,
        results=tuple(results),
        chapters=tuple(code for act in acts if (code := code_of(child(act, "code"))) is not None),
        laboratory=laboratory,
        is_complete=not any(_is_active(act) for act in acts if act is not None),
    )


def _too_many() -> Finding:
    return Finding(
        code="BIO-001",
        severity=Severity.ERROR,
        location="structuredBody",
        message=f"Ce compte rendu porte plus de {RESULTS_MAX} résultats : ils ne sont pas mis en tableau.",
        remedy="Lire le compte rendu lui-même ; signaler au laboratoire un document d’une taille inhabituelle.",
        layer="volet",
    )


def _is_active(act: etree._Element) -> bool:
    return value_of(next(act.iterchildren(f"{{{LAB_NAMESPACE}}}statusCode"), None), "code") == "active"


def _laboratory_of_report(root: etree._Element) -> Laboratory | None:
    """Who the report comes from: the performer of its first act, else who keeps it."""
    act = child(root, "documentationOf", "serviceEvent")
    performer = child(act, "performer", "assignedEntity", "representedOrganization")
    keeper = child(root, "custodian", "assignedCustodian", "representedCustodianOrganization")
    return _laboratory(performer) or _laboratory(keeper)


def _laboratory(organisation: etree._Element | None) -> Laboratory | None:
    structure = structure_of(organisation)
    if structure is None or not (structure.name or structure.identifier):
        return None
    return Laboratory(name=structure.name or structure.identifier, identifier=structure.identifier)


def _narrative_texts(root: etree._Element) -> dict[str, str]:
    """The words of the narrative by ID: what ``reference`` elements of the entries point to."""
    texts: dict[str, str] = {}
    for text in root.iter(f"{_V3}text"):
        for element in text.iter(etree.Element):
            name = element.get("ID")
            if name and len(texts) < NARRATIVES_MAX:
                texts.setdefault(name, text_of(element))
    return texts


def _has_model(element: etree._Element, root: str) -> bool:
    return any(value_of(one, "root") == root for one in children(element, "templateId"))


def _is_result(element: etree._Element) -> bool:
    return element.tag == f"{_V3}observation" and _has_model(element, LAB_OBSERVATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a result stands: laboratory, chapter, group (battery or sub-chapter), germ."""

    laboratory: Laboratory | None
    chapter: str = ""
    group: str = ""
    isolate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    document_id: str
    laboratory: Laboratory | None
    texts: dict[str, str]

    def read(self, body: etree._Element | None, chapter: str, group: str) -> Iterator[BiologyResult]:
        """The results of every section below an element, depth first."""
        for component in children(body, "component"):
            for section in children(component, "section"):
                title = text_of(child(section, "title")) or value_of(child(section, "code"), "displayName")
                is_chapter = not chapter or _has_model(section, CHAPTER)
                above, below = (title, "") if is_chapter else (chapter, title or group)
                for entry in children(section, "entry"):
                    yield from self._walk(entry, _Place(laboratory=self.laboratory, chapter=above, group=below))
                yield from self.read(section, above, below)

    def _walk(self, element: etree._Element, place: _Place) -> Iterator[BiologyResult]:
        """Results below an entry, an act, a battery or an isolate."""
        for one in element.iterchildren(f"{_V3}act", f"{_V3}organizer", f"{_V3}observation"):
            if _is_result(one):
                yield from self._result(one, place)
                continue
            inner = self._place_within(one, place)
            for link in one.iterchildren(f"{_V3}entryRelationship", f"{_V3}component"):
                yield from self._walk(link, inner)

    def _place_within(self, element: etree._Element, place: _Place) -> _Place:
        laboratory = _laboratory(child(element, "performer", "assignedEntity", "representedOrganization"))
        inner = replace(place, laboratory=laboratory or place.laboratory)
        if _has_model(element, ISOLATE):
            germ = child(element, "specimen", "specimenRole", "specimenPlayingEntity")
            return replace(inner, isolate=self._label(child(germ, "code")) or "germe non nommé")
        if _has_model(element, BATTERY):
            return replace(inner, group=self._label(child(element, "code")) or place.group)
        return inner

    def _result(self, element: etree._Element, place: _Place) -> Iterator[BiologyResult]:
        """One result, then those told beside it as previous ones."""
        here = self._place_within(element, place)
        result = self._read_one(element, here)
        yield result
        for link in children(element, "entryRelationship"):
            for one in children(link, "observation"):
                if link.get("typeCode") == "REFR":
                    previous = self._read_one(one, replace(here, laboratory=None))
                    analyte = previous.analyte if previous.analyte.key == result.analyte.key else result.analyte
                    yield replace(previous, analyte=analyte, is_previous=True)
                elif _is_result(one):
                    yield from self._result(one, here)

    def _read_one(self, element: etree._Element, place: _Place) -> BiologyResult:
        values = [read_value(one, self.texts) for one in children(element, "value")]
        first, others = values[0] if values else (Absent(), ())
        written_at = value_of(child(element, "effectiveTime")) or value_of(child(element, "effectiveTime", "low"))
        return BiologyResult(
            analyte=self._analyte(child(element, "code"), place.isolate),
            value=first,
            others=others,
            reference=read_range(child(element, "referenceRange", "observationRange"), self.texts),
            interpretations=tuple(
                code for one in children(element, "interpretationCode") if (code := value_of(one, "code"))
            ),
            laboratory=place.laboratory,
            measured_at=parse_timestamp(written_at),
            written_at=written_at,
            status=_STATUSES.get(value_of(child(element, "statusCode"), "code"), ResultStatus.UNKNOWN),
            method=self._label(child(element, "methodCode")),
            comment=self._comment(element),
            chapter=place.chapter,
            group=place.group,
            document_id=self.document_id,
        )

    def _analyte(self, code: etree._Element | None, isolate: str) -> Analyte:
        """What was measured: the code, else its first translation (no LOINC yet, or a local code)."""
        named = code_of(code)
        for translation in children(code, "translation"):
            named = named or code_of(translation)
        label = (named.label if named else "") or self._label(code)
        return Analyte(
            code=named.code if named else "", system=named.system if named else "", label=label, isolate=isolate
        )

    def _label(self, code: etree._Element | None) -> str:
        """The words of a code: its own, else those of the narrative that it points to."""
        return (
            value_of(code, "displayName")
            or text_of(child(code, "originalText"))
            or self.texts.get(value_of(child(code, "originalText", "reference")).removeprefix("#"), "")
        )

    def _comment(self, element: etree._Element) -> str:
        """The comments of the biologist on this result, from the narrative."""
        words = []
        for link in children(element, "entryRelationship"):
            act = child(link, "act")
            if act is not None and _has_model(act, COMMENT):
                reference = value_of(child(act, "text", "reference")).removeprefix("#")
                words.append(self.texts.get(reference, "") or text_of(child(act, "text")))
        return " ".join(word for word in words if word)
