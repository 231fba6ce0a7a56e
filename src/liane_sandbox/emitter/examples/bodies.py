"""The two bodies of the examples: a PDF alone (N1), or chapters of results with a PDF copy (CR-BIO N3).

Rule: cda.md §2, §4.2; volet CR-BIO 2024.01.
"""

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from liane.domain.terminology.code import Code
from liane_sandbox.emitter.examples.header import LOINC, XSI_TYPE, E, coded, identifier

_INTERPRETATION = "2.16.840.1.113883.5.83"
_LABELS = {"N": "Normal", "H": "Anormalement haut", "L": "Anormalement bas"}
_COPY = Code(code="55108-5", system=LOINC, label="Copie du document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result: examination, value, unit (UCUM) and reference interval; figures as written, decimal point."""

    key: str
    name: str
    code: Code
    value: str
    unit: str
    low: str
    high: str

    @property
    def interpretation(self) -> str:
        """N, H or L by comparison with the interval."""
        value = float(self.value)
        return "L" if value < float(self.low) else "H" if value > float(self.high) else "N"


def n1_body(pdf: bytes) -> etree._Element:
    """A body that is a PDF."""
    text = E.text(base64.b64encode(pdf).decode("ascii"), mediaType="application/pdf", representation="B64")
    return E.component(E.nonXMLBody(text))


def biology_body(chapter: Code, title: str, results: Sequence[Result], taken_at: str, key: str) -> etree._Element:
    """A chapter with one sub-chapter whose narrative is written from its entries, then an empty PDF copy.

    key: any text that identifies the document; the ids of the copy derive from it.
    """
    sub_chapter = E.section(
        E.templateId(root="1.3.6.1.4.1.19376.1.3.3.2.2"),
        E.templateId(root="1.2.250.1.213.1.1.2.71"),
        coded("code", chapter),
        E.title(title),
        E.text(_narrative(results)),
        E.entry(
            E.templateId(root="1.3.6.1.4.1.19376.1.3.1"),
            E.templateId(root="1.2.250.1.213.1.1.3.21"),
            E.act(
                coded("code", chapter),
                E.statusCode(code="completed"),
                *(E.entryRelationship(_observation(one, taken_at), typeCode="COMP") for one in results),
                classCode="ACT",
                moodCode="EVN",
            ),
            typeCode="DRIV",
        ),
    )
    section = E.section(
        E.templateId(root="1.3.6.1.4.1.19376.1.3.3.2.1"),
        E.templateId(root="1.2.250.1.213.1.1.2.70"),
        coded("code", chapter),
        E.title(chapter.label.upper()),
        E.component(sub_chapter),
    )
    return E.component(E.structuredBody(E.component(section), E.component(_copy_section(key))))


def fill_copy(root: etree._Element, pdf: bytes) -> None:
    """Put the PDF in the copy section of a document made by ``biology_body``."""
    value = next(root.iter("{*}observationMedia"))[0]
    value.text = base64.b64encode(pdf).decode("ascii")


def _french(figure: str) -> str:
    return figure.replace(".", ",")


def _narrative(results: Sequence[Result]) -> etree._Element:
    rows = [
        E.tr(
            E.td(E.content(one.name, ID=one.key)),
            E.td(_marked(f"{_french(one.value)} {one.unit}", one.interpretation)),
            E.td(f"{_french(one.low)} - {_french(one.high)}"),
        )
        for one in results
    ]
    head = E.tr(E.th("Examen"), E.th("Résultat"), E.th("Valeurs de référence"))
    return E.table(E.thead(head), E.tbody(*rows), border="0")


def _marked(text: str, interpretation: str) -> etree._Element:
    if interpretation == "N":
        return E.content(text)
    return E.content(f"{text} {'↑' if interpretation == 'H' else '↓'}", styleCode="Bold")


def _observation(result: Result, taken_at: str) -> etree._Element:
    code = coded("code", result.code, E.originalText(E.reference(value=f"#{result.key}")))
    interpretation = Code(code=result.interpretation, system=_INTERPRETATION, label=_LABELS[result.interpretation])
    return E.observation(
        E.templateId(root="1.3.6.1.4.1.19376.1.3.1.6"),
        E.templateId(root="1.2.250.1.213.1.1.3.80"),
        code,
        E.statusCode(code="completed"),
        E.effectiveTime(value=taken_at),
        E.value({XSI_TYPE: "PQ"}, value=result.value, unit=result.unit),
        coded("interpretationCode", interpretation),
        E.referenceRange(
            E.observationRange(
                E.value(
                    {XSI_TYPE: "IVL_PQ"},
                    E.low(value=result.low, unit=result.unit),
                    E.high(value=result.high, unit=result.unit),
                ),
                coded("interpretationCode", Code(code="N", system=_INTERPRETATION, label="Normal")),
                classCode="OBS",
                moodCode="EVN.CRT",
            ),
            typeCode="REFV",
        ),
        classCode="OBS",
        moodCode="EVN",
    )


def _copy_section(key: str) -> etree._Element:
    """The section FR-Document-PDF-copie, its PDF still empty."""

    def unique(part: str) -> etree._Element:
        return identifier("id", str(uuid.uuid5(uuid.NAMESPACE_OID, f"{key}/{part}")).upper())

    kind = E.observation(
        E.templateId(root="1.3.6.1.4.1.19376.1.5.3.1.4.13"),
        E.templateId(root="1.2.250.1.213.1.1.3.48"),
        E.templateId(root="1.2.250.1.213.1.1.3.48.18"),
        unique("type"),
        coded("code", Code(code="69764-9", system=LOINC, label="Type de document")),
        E.text(E.reference(value="#pdf1")),
        E.statusCode(code="completed"),
        E.effectiveTime(nullFlavor="NA"),
        _typed_code(_COPY),
        classCode="OBS",
        moodCode="EVN",
    )
    media = E.observationMedia(
        E.value(mediaType="application/pdf", representation="B64"), classCode="OBS", moodCode="EVN", ID="pdf1"
    )
    return E.section(
        E.templateId(root="1.2.250.1.213.1.1.2.243"),
        unique("section"),
        coded("code", _COPY),
        E.title(_COPY.label),
        E.text(E.table(E.tbody(E.tr(E.td(E.renderMultiMedia(referencedObject="pdf1")))), border="0")),
        E.entry(
            E.organizer(
                E.templateId(root="1.2.250.1.213.1.1.3.18"),
                unique("organizer"),
                coded("code", Code(code="55107-7", system=LOINC, label="Document attaché")),
                E.statusCode(code="completed"),
                E.component(kind),
                E.component(media),
                classCode="CLUSTER",
                moodCode="EVN",
            )
        ),
    )


def _typed_code(code: Code) -> etree._Element:
    value = coded("value", code)
    value.set(XSI_TYPE, "CD")
    return value
