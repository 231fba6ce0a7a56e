"""The header of every example: the elements of the « structuration minimale », in the order of the schema.

What lives here: elements common to all kinds. What must not: bodies, and what only one kind says.
Rule: cda.md §3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from liane.codecs.xml.building import ElementBuilder
from liane.domain.actors.actor import Professional, Structure
from liane.domain.terminology.code import Code
from liane_sandbox.emitter.examples.facts import ROOT_OID, ExampleFacts

V3 = "urn:hl7-org:v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LAB = "urn:oid:1.3.6.1.4.1.19376.1.3.2"
IMAGING = "urn:dicom-org:ps3-20"
LOINC = "2.16.840.1.113883.6.1"
XSI_TYPE = f"{{{XSI}}}type"
N1_MODEL = "1.3.6.1.4.1.19376.1.2.20"

E = ElementBuilder(V3, {None: V3, "xsi": XSI, "lab": LAB, "ps3-20": IMAGING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What one kind of document fixes. models: templateIds after the two of France; (root, extension or "")."""

    code: Code
    title: str
    models: tuple[tuple[str, str], ...]
    facility: Code
    encounter: Code
    author: Professional


def build_document(
    kind: Kind, facts: ExampleFacts, *, participants: Sequence[etree._Element], acts: Sequence[etree._Element]
) -> etree._Element:
    """A document without body: header from typeId to componentOf.

    participants: ``participant`` and ``inFulfillmentOf`` elements; acts: ``documentationOf`` elements.
    """
    author = facts.author or kind.author
    return E.ClinicalDocument(
        E.realmCode(code="FR"),
        E.typeId(root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
        E.templateId(root="2.16.840.1.113883.2.8.2.1"),
        E.templateId(root="1.2.250.1.213.1.1.1.1"),
        *(identifier("templateId", root, extension) for root, extension in kind.models),
        identifier("id", facts.document_id.root, facts.document_id.extension),
        coded("code", kind.code),
        E.title(kind.title),
        E.effectiveTime(value=facts.created),
        coded("confidentialityCode", Code(code="N", system="2.16.840.1.113883.5.25", label="Normal")),
        E.languageCode(code="fr-FR"),
        identifier("setId", facts.set_id.root, facts.set_id.extension),
        E.versionNumber(value=str(facts.version)),
        _patient(facts),
        _author(author, facts),
        E.custodian(E.assignedCustodian(organisation("representedCustodianOrganization", facts.structure))),
        E.legalAuthenticator(
            E.time(value=facts.created), E.signatureCode(code="S"), assigned_entity(author, facts.structure)
        ),
        *participants,
        *acts,
        *_replacement(facts),
        _encounter(kind, facts, author),
    )


def identifier(name: str, root: str, extension: str = "") -> etree._Element:
    """An instance identifier; the extension is left out when empty."""
    return E(name, root=root, extension=extension) if extension else E(name, root=root)


def coded(name: str, code: Code, *inner: etree._Element) -> etree._Element:
    """A coded element with its label and system."""
    element = E(name, *inner, code=code.code, displayName=code.label, codeSystem=code.system)
    if code.system == LOINC:
        element.set("codeSystemName", "LOINC")
    return element


def interval(start: str, stop: str) -> etree._Element:
    """An effectiveTime from one instant to another."""
    return E.effectiveTime(E.low(value=start), E.high(value=stop))


def address() -> etree._Element:
    """The one address of everybody in the fictitious town."""
    return E.addr(
        E.houseNumber("1"), E.streetName("RUE DE LA SIMULATION"), E.postalCode("99000"), E.city("VILLE-FICTIVE")
    )


def work_phone() -> etree._Element:
    """A telephone number reserved to fiction."""
    return E.telecom(value="tel:0199000000", use="WP")


def organisation(name: str, structure: Structure, *, is_complete: bool = False) -> etree._Element:
    """A structure; is_complete adds its cadre d'exercice."""
    element = E(
        name,
        identifier("id", structure.oid, structure.identifier),
        E.name(structure.name),
        work_phone(),
        address(),
    )
    if is_complete and structure.practice_setting is not None:
        element.append(coded("standardIndustryClassCode", structure.practice_setting))
    return element


def person_name(person: Professional, name: str = "assignedPerson") -> etree._Element:
    """A person's name, with the civilité that the header rules want."""
    inner = [E.prefix("MME"), E.given(person.given), E.family(person.family)]
    return E(name, E.name(*inner, *([E.suffix(person.title)] if person.title else [])))


def assigned_entity(
    person: Professional, structure: Structure, *, name: str = "assignedEntity", is_complete: bool = True
) -> etree._Element:
    """A professional with specialty, address, telephone, name and structure."""
    parts = [identifier("id", person.oid, person.identifier)]
    if person.specialty is not None:
        parts.append(coded("code", person.specialty))
    return E(
        name,
        *parts,
        address(),
        work_phone(),
        person_name(person),
        organisation("representedOrganization", structure, is_complete=is_complete),
    )


def _patient(facts: ExampleFacts) -> etree._Element:
    patient, traits = facts.patient, facts.patient.traits
    ids = [identifier("id", patient.ins.oid, patient.ins.matricule)] if facts.has_ins else []
    return E.recordTarget(
        E.patientRole(
            *ids,
            identifier("id", patient.ipp_oid, patient.ipp),
            E.addr(
                E.houseNumber("12"),
                E.streetName("RUE DU MODELE"),
                E.postalCode("99000"),
                E.city("VILLE-FICTIVE"),
                E.country("FRANCE"),
                use="H",
            ),
            E.telecom(value="tel:0639980000", use="MC"),
            E.patient(
                E.name(
                    E.family(traits.birth_family, qualifier="BR"),
                    E.given(traits.birth_givens),
                    E.given(traits.birth_given, qualifier="BR"),
                    E.family(traits.used_family or traits.birth_family, qualifier="CL"),
                    E.given(traits.used_given or traits.birth_given, qualifier="CL"),
                ),
                coded(
                    "administrativeGenderCode",
                    Code(
                        code=traits.sex,
                        system="2.16.840.1.113883.5.1",
                        label="Féminin" if traits.sex == "F" else "Masculin",
                    ),
                ),
                E.birthTime(value=traits.birth_date),
                E.birthplace(E.place(E.addr(E.county(traits.birth_place), E.city("VILLE-FICTIVE")))),
            ),
        )
    )


def _author(author: Professional, facts: ExampleFacts) -> etree._Element:
    return E.author(E.time(value=facts.created), assigned_entity(author, facts.structure, name="assignedAuthor"))


def _replacement(facts: ExampleFacts) -> list[etree._Element]:
    if facts.replaces is None:
        return []
    parent = E.parentDocument(identifier("id", facts.replaces.root, facts.replaces.extension))
    return [E.relatedDocument(parent, typeCode="RPLC")]


def _encounter(kind: Kind, facts: ExampleFacts, author: Professional) -> etree._Element:
    return E.componentOf(
        E.encompassingEncounter(
            identifier("id", f"{ROOT_OID}.5", facts.visit_number),
            coded("code", kind.encounter),
            interval(facts.act_start, facts.act_stop),
            E.responsibleParty(assigned_entity(author, facts.structure, is_complete=False)),
            E.location(E.healthCareFacility(coded("code", kind.facility))),
        )
    )
