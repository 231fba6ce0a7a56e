"""Documents that a producing application would send: CR de biologie (N3), CR d'imagerie and lettre de liaison (N1).

What lives here: the kinds and their particulars. What must not: the elements that all documents share (``examples``).
Each is valid against the official schema and rules, carries a true PDF/A-1b, and says « SIMULATION » on its face.
Rule: cda.md §3, §4; volet CR-BIO 2024.01; « Structuration minimale » 2024.
"""

from collections.abc import Callable, Sequence

from lxml import etree

from liane.codecs.cda.header import build_header
from liane.codecs.cda.narrative import Block, ListBlock, Paragraph, Section, Span, read_sections
from liane.codecs.pdf.rendering import render_sections
from liane.codecs.xml import render_xml
from liane.codecs.xml.building import ElementBuilder
from liane.domain.actors.actor import Professional
from liane.domain.terminology.code import Code
from liane_sandbox.emitter.examples.bodies import Result, biology_body, fill_copy, n1_body
from liane_sandbox.emitter.examples.facts import (
    BIOLOGIST,
    GENERAL_PRACTITIONER,
    HOSPITAL_DOCTOR,
    RADIOLOGIST,
    ROOT_OID,
    ExampleFacts,
)
from liane_sandbox.emitter.examples.header import (
    IMAGING,
    LAB,
    LOINC,
    N1_MODEL,
    E,
    Kind,
    address,
    assigned_entity,
    build_document,
    coded,
    identifier,
    interval,
    person_name,
    work_phone,
)

BANNER = "SIMULATION – document fictif, patient fictif, aucune valeur médicale"
_ACT_CODE = "2.16.840.1.113883.5.4"
_FACILITY = Code(code="SA01", system="1.2.250.1.71.4.2.4", label="Etablissement public de santé")
_EXTERNAL = Code(
    code="EXTERNE", system="1.2.250.1.213.1.1.4.2.291", label="Acte et consultation externe (établissement)"
)
_STAY = Code(code="IMP", system=_ACT_CODE, label="Hospitalisation (établissement, y compris HAD)")

_BIOLOGY = Kind(
    code=Code(code="11502-2", system=LOINC, label="CR d'examens biologiques"),
    title="Compte rendu d'examens biologiques",
    models=(("1.3.6.1.4.1.19376.1.3.3", ""), ("1.2.250.1.213.1.1.1.55", "2024.01")),
    facility=_FACILITY,
    encounter=_EXTERNAL,
    author=BIOLOGIST,
)
_IMAGING = Kind(
    code=Code(code="18748-4", system=LOINC, label="CR d'imagerie médicale"),
    title="Compte rendu de scanner thoracique",
    models=((N1_MODEL, ""),),
    facility=_FACILITY,
    encounter=_EXTERNAL,
    author=RADIOLOGIST,
)
_DISCHARGE = Kind(
    code=Code(code="11490-0", system=LOINC, label="Lettre de liaison à la sortie d'un établissement de soins"),
    title="Lettre de liaison à la sortie",
    models=((N1_MODEL, ""),),
    facility=_FACILITY,
    encounter=_STAY,
    author=HOSPITAL_DOCTOR,
)
_PRESCRIPTION = Kind(
    code=Code(code="57833-6", system=LOINC, label="Prescription de produits de santé"),
    title="Ordonnance",
    models=((N1_MODEL, ""),),
    facility=_FACILITY,
    encounter=_EXTERNAL,
    author=GENERAL_PRACTITIONER,
)

_CHEMISTRY = Code(code="18719-5", system=LOINC, label="Biochimie")
_RESULTS = (
    Result(
        key="glu",
        name="Glucose à jeun",
        code=Code(code="40193-5", system=LOINC, label="Glucose à jeun [Moles/Volume] Sérum/Plasma ; Numérique"),
        value="5.1",
        unit="mmol/L",
        low="3.9",
        high="6.1",
    ),
    Result(
        key="ure",
        name="Urée",
        code=Code(code="22664-7", system=LOINC, label="Urée [Moles/Volume] Sérum/Plasma ; Numérique"),
        value="9.8",
        unit="mmol/L",
        low="2.8",
        high="8.1",
    ),
)

_LAB = ElementBuilder(LAB)
_DICOM = ElementBuilder(IMAGING)


def make_example(kind: str, *, facts: ExampleFacts) -> bytes:
    """Make one example document, always the same bytes for the same facts.

    kind: ``cr_bio`` (N3, CR-BIO 2024.01), ``cr_img`` (N1), ``cr_img_v2`` (its corrected version: facts.version above 1
    and facts.replaces given), ``lettre_liaison`` (N1). Raises LookupError for another kind and ValueError when a
    version above 1 does not say what it replaces.
    """
    maker = _MAKERS.get(kind)
    if maker is None:
        raise LookupError(f"no such example: {kind}")
    if (facts.version > 1 or kind.endswith("_v2")) and (facts.replaces is None or facts.version < 2):
        raise ValueError("a new version has a number above 1 and says which version it replaces")
    return render_xml(maker(facts), is_indented=True)


def make_biology(
    facts: ExampleFacts, results: Sequence[Result] = _RESULTS, *, title: str = "Bilan sanguin à jeun"
) -> etree._Element:
    """A CR de biologie (N3, with a PDF copy) of any results of one chapter, biochemistry."""
    author = facts.author or _BIOLOGY.author
    prescriber = E.participant(
        E.templateId(root="1.3.6.1.4.1.19376.1.3.3.1.6"),
        E.time({"{http://www.w3.org/2001/XMLSchema-instance}type": "IVL_TS"}, E.high(value=facts.act_start)),
        _associated(facts.prescriber),
        typeCode="REF",
    )
    performer = E.performer(
        E.templateId(root="1.3.6.1.4.1.19376.1.3.3.1.7"),
        E.time(E.high(value=facts.act_stop)),
        assigned_entity(author, facts.structure),
        typeCode="PRF",
    )
    act = E.documentationOf(
        E.serviceEvent(
            identifier("id", f"{ROOT_OID}.8", facts.order_number),
            coded("code", _CHEMISTRY),
            _LAB.statusCode(code="completed"),
            interval(facts.act_start, facts.act_stop),
            performer,
        )
    )
    root = build_document(_BIOLOGY, facts, participants=(prescriber, _order(facts)), acts=(act,))
    root.append(biology_body(_CHEMISTRY, title, results, facts.act_start, facts.document_id.xds))
    chapters = tuple(section for section in read_sections(root) if section.sections)
    fill_copy(root, render_sections(build_header(root), chapters, banner=BANNER))
    return root


def _make_imaging(facts: ExampleFacts) -> etree._Element:
    is_corrected = facts.version > 1
    conclusion = "Scanner thoracique sans anomalie parenchymateuse."
    if is_corrected:
        conclusion = (
            "Micronodule de 4 mm du lobe supérieur droit : contrôle à 12 mois (correction de la version précédente)."
        )
    sections = (
        _section("Indication", ["Toux persistante."]),
        _section("Technique", ["Acquisition hélicoïdale sans injection, reconstructions fines."]),
        _section(
            "Résultats", ["Pas d’épanchement pleural.", "Pas d’adénopathie médiastinale.", "Cœur de taille normale."]
        ),
        _section("Conclusion", [conclusion]),
    )
    act_code = coded(
        "code",
        Code(code="24627-2", system=LOINC, label="CT thorax"),
        _qualified(
            Code(code="CT", system="1.2.840.10008.2.16.4", label="Tomodensitométrie"),
            Code(code="121139", system="1.2.840.10008.2.16.4", label="Modalité d'imagerie"),
        ),
        _qualified(
            Code(code="67734004", system="2.16.840.1.113883.6.96", label="segment thoracique du tronc"),
            Code(code="39111-0", system=LOINC, label="localisation anatomique"),
        ),
    )
    act = E.documentationOf(
        E.serviceEvent(
            E.id(root=facts.study_uid),
            act_code,
            interval(facts.act_start, facts.act_stop),
            E.performer(assigned_entity(facts.author or _IMAGING.author, facts.structure), typeCode="PRF"),
        )
    )
    return _with_pdf_body(_IMAGING, facts, (_order(facts, has_accession=True),), act, sections)


def _make_discharge(facts: ExampleFacts) -> etree._Element:
    sections = (
        _section("Motif d’hospitalisation", ["Douleur thoracique à l’effort."]),
        _section(
            "Synthèse du séjour",
            ["Coronarographie sans lésion significative.", "Échographie cardiaque normale, FEVG 62 %."],
        ),
        _section("Traitements à la sortie", ["Bisoprolol 1,25 mg, 1 comprimé le matin."]),
        _section("Suite à donner", ["Consultation de cardiologie à 3 mois.", "Bilan lipidique à 6 semaines."]),
    )
    act = E.documentationOf(
        E.serviceEvent(
            coded("code", _STAY),
            interval(facts.act_start, facts.act_stop),
            E.performer(assigned_entity(facts.author or _DISCHARGE.author, facts.structure), typeCode="PRF"),
        )
    )
    return _with_pdf_body(_DISCHARGE, facts, (), act, sections)


def make_letter(kind: Kind, facts: ExampleFacts, chapters: Sequence[tuple[str, list[str]]]) -> etree._Element:
    """A document of level 1 of any kind: titles and lines of its PDF, an act of the kind's own code."""
    act = E.documentationOf(
        E.serviceEvent(
            coded("code", kind.code),
            interval(facts.act_start, facts.act_stop),
            E.performer(assigned_entity(facts.author or kind.author, facts.structure), typeCode="PRF"),
        )
    )
    return _with_pdf_body(kind, facts, (), act, tuple(_section(title, lines) for title, lines in chapters))


def make_prescription(facts: ExampleFacts) -> bytes:
    """A prescription of medicines on paper (N1): what a patient has at hand and sends to a pharmacy."""
    lines = [
        "Metformine 850 mg : un comprimé matin et soir, pendant trois mois",
        "Périndopril 5 mg : un comprimé le matin, pendant trois mois",
        "Paracétamol 1 g : un comprimé en cas de douleur, trois par jour au plus",
    ]
    return render_xml(make_letter(_PRESCRIPTION, facts, (("Ordonnance", lines),)), is_indented=True)


def _with_pdf_body(
    kind: Kind,
    facts: ExampleFacts,
    participants: tuple[etree._Element, ...],
    act: etree._Element,
    sections: tuple[Section, ...],
) -> etree._Element:
    """An N1: its PDF is made from its own header and from sections that only the PDF shows."""
    root = build_document(kind, facts, participants=participants, acts=(act,))
    root.append(n1_body(b""))
    pdf = render_sections(build_header(root), sections, banner=BANNER)
    root.remove(root[-1])
    root.append(n1_body(pdf))
    return root


def _order(facts: ExampleFacts, *, has_accession: bool = False) -> etree._Element:
    order = E.order(identifier("id", f"{ROOT_OID}.4", facts.order_number))
    if has_accession:
        order.append(_DICOM.accessionNumber(root=f"{ROOT_OID}.6", extension=facts.accession_number))
    return E.inFulfillmentOf(order)


def _associated(person: Professional) -> etree._Element:
    parts = [identifier("id", person.oid, person.identifier)]
    if person.specialty is not None:
        parts.append(coded("code", person.specialty))
    return E.associatedEntity(
        *parts, address(), work_phone(), person_name(person, "associatedPerson"), classCode="PROV"
    )


def _qualified(code: Code, name: Code) -> etree._Element:
    return coded("translation", code, E.qualifier(coded("name", name)))


def _section(title: str, lines: list[str]) -> Section:
    paragraphs = tuple(Paragraph(spans=(Span(text=line),)) for line in lines)
    blocks: tuple[Block, ...] = paragraphs
    if len(paragraphs) > 1:
        blocks = (ListBlock(items=tuple((paragraph,) for paragraph in paragraphs)),)
    return Section(title=title, blocks=blocks)


_MAKERS: dict[str, Callable[[ExampleFacts], etree._Element]] = {
    "cr_bio": make_biology,
    "cr_img": _make_imaging,
    "cr_img_v2": _make_imaging,
    "lettre_liaison": _make_discharge,
}
EXAMPLE_KINDS = tuple(_MAKERS)
