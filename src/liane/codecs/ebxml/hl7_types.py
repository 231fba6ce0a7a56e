"""The HL7 v2 data types that XDS writes inside strings: CX, XCN, XON, and the slots of an author."""

from dataclasses import replace

from liane.domain.actors.actor import PS_OID, STRUCTURE_OID, Author, Device, Professional, Structure
from liane.domain.identity.ins import INS, INS_OIDS
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.terminology.code import Code

_FORBIDDEN = str.maketrans(dict.fromkeys("^&~|\\" + "".join(map(chr, range(32))) + "\x7f\ufffe\uffff", " "))


def clean_text(value: str) -> str:
    """Replace the delimiters of HL7 v2, and what XML cannot carry, by a space: names may not hold them raw.

    Rule: xdm-xds.md §4.
    """
    return value.translate(_FORBIDDEN)


def _components(value: str, count: int) -> list[str]:
    parts = value.split("^")
    return parts + [""] * (count - len(parts))


def _oid_of(authority: str) -> str:
    parts = authority.split("&")
    return parts[1] if len(parts) > 1 else ""


def render_cx(identifier: PatientIdentifier) -> str:
    """Write an identifier of a patient: ``value^^^&oid&ISO^NH`` for an INS, ``^PI`` (or its own type) otherwise.

    Rule: dmp.md §4.
    """
    kind = "NH" if identifier.is_ins else (clean_text(identifier.type_code) or "PI")
    return f"{clean_text(identifier.value)}^^^&{clean_text(identifier.oid)}&ISO^{kind}"


def parse_cx(value: str) -> PatientIdentifier | None:
    """Read ``value^^^&oid&ISO^type``; None when there is no value or no authority."""
    parts = _components(value.strip(), 5)
    oid = _oid_of(parts[3])
    if not parts[0] or not oid:
        return None
    return PatientIdentifier(value=parts[0], oid=oid, type_code=parts[4])


def build_ins_identifier(ins: INS) -> PatientIdentifier:
    """The INS as an identifier of XDS (type NH)."""
    return PatientIdentifier(value=ins.matricule, oid=ins.oid, type_code="NH")


def is_same_patient(one: PatientIdentifier | None, other: PatientIdentifier | None) -> bool:
    """Tell whether two identifiers name the same patient: same value, same authority; types do not count."""
    return one is not None and other is not None and (one.value, one.oid) == (other.value, other.oid)


def render_xcn(author: Author, *, structure_person_type: str = "IDNPS") -> str:
    """Write a person or a system as authorPerson; empty when the author names neither.

    structure_person_type: component 13 of a person known only to a structure (identifier with ``/``): ``IDNPS`` or
    ``EI``. Rule: xdm-xds.md §4.
    """
    if author.person is not None:
        person = author.person
        name_type, kind = "D", "IDNPS"
        if person.oid in INS_OIDS:
            name_type, kind = "L", "NH"
        elif "/" in person.identifier:
            kind = person.id_type if person.id_type in ("EI", "IDNPS") else structure_person_type
        family, given = clean_text(person.family), clean_text(person.given)
        authority = clean_text(person.oid)
        return f"{clean_text(person.identifier)}^{family}^{given}^^^^^^&{authority}&ISO^{name_type}^^^{kind}"
    if author.device is not None:
        device = author.device
        name, model = clean_text(device.name), clean_text(device.model)
        return f"{clean_text(device.identifier)}^{name}^{model}^^^^^^&{clean_text(device.oid)}&ISO^U^^^RI"
    return ""


def parse_xcn(value: str) -> Author | None:
    """Read authorPerson or legalAuthenticator: a device when component 10 is ``U``, a person otherwise."""
    parts = _components(value.strip(), 13)
    if not parts[0] and not parts[1]:
        return None
    oid = _oid_of(parts[8]) or PS_OID
    if parts[9] == "U" or parts[12] == "RI":
        return Author(device=Device(identifier=parts[0], oid=oid, name=parts[1], model=parts[2]))
    person = Professional(identifier=parts[0], oid=oid, family=parts[1], given=parts[2], id_type=parts[12])
    return Author(person=person)


def render_xon(structure: Structure) -> str:
    """Write a structure as authorInstitution; fields 6, 7 and 10 stay empty without an identifier.

    Rule: xdm-xds.md §4.
    """
    name = clean_text(structure.name)
    if not structure.identifier:
        return name
    kind = "IDNST" if structure.oid == STRUCTURE_OID else clean_text(structure.id_type)
    return f"{name}^^^^^&{clean_text(structure.oid)}&ISO^{kind}^^^{clean_text(structure.identifier)}"


def parse_xon(value: str) -> Structure | None:
    """Read authorInstitution; None when neither name nor number is there."""
    parts = _components(value.strip(), 10)
    if not parts[0] and not parts[9]:
        return None
    oid = _oid_of(parts[5]) or STRUCTURE_OID
    return Structure(identifier=parts[9], oid=oid, name=parts[0], id_type=parts[6])


def render_specialty(code: Code) -> str:
    """Write ``code^label^system``."""
    return f"{clean_text(code.code)}^{clean_text(code.label)}^{clean_text(code.system)}"


def parse_specialty(value: str) -> Code | None:
    """Read ``code^label^system``."""
    parts = _components(value.strip(), 3)
    return Code(code=parts[0], label=parts[1], system=parts[2]) if parts[0] else None


def render_author_slots(author: Author) -> tuple[tuple[str, str], ...]:
    """The slots of one author, in the order of the official examples; what is unknown is absent.

    Rule: xdm-xds.md §2, author; the slot authorInstitution is absent for documents written by the patient.
    """
    person = author.person
    slots = [
        ("authorPerson", render_xcn(author)),
        ("authorRole", clean_text(person.role) if person else ""),
        ("authorSpecialty", render_specialty(person.specialty) if person and person.specialty else ""),
        ("authorInstitution", render_xon(author.structure) if author.structure else ""),
    ]
    return tuple((name, value) for name, value in slots if value)


def parse_author_slots(slots: dict[str, str]) -> Author:
    """Build one author from its slots (first value of each); missing slots leave empty fields."""
    author = parse_xcn(slots.get("authorPerson", "")) or Author()
    structure = parse_xon(slots.get("authorInstitution", ""))
    person = author.person
    if person is not None:
        specialty = parse_specialty(slots.get("authorSpecialty", ""))
        person = replace(person, specialty=specialty, role=slots.get("authorRole", ""))
    return replace(author, person=person, structure=structure)


def render_source_patient_info(traits: PatientTraits) -> tuple[str, ...]:
    """Write the traits as ``PID-5|…`` values: nom de naissance, then nom utilisé when there is one.

    Rule: xdm-xds.md §2, sourcePatientInfo (PID-5 mandatory; birth place as PAM France, PID-11 type BDL).
    """
    first = clean_text(traits.birth_given)
    all_given = clean_text(traits.birth_givens)
    names = f"{clean_text(traits.birth_family)}^{first}^{all_given}^^^^L"
    used_family, used_given = clean_text(traits.used_family), clean_text(traits.used_given)
    if (used_family or used_given) and (used_family, used_given) != (clean_text(traits.birth_family), first):
        names += f"~{used_family}^{used_given}^^^^^D"
    values = [f"PID-5|{names}"]
    if traits.birth_date:
        values.append(f"PID-7|{clean_text(traits.birth_date)}")
    if traits.sex:
        values.append(f"PID-8|{clean_text(traits.sex)}")
    if traits.birth_place:
        values.append(f"PID-11|^^^^^^BDL^^{clean_text(traits.birth_place)}")
    return tuple(values)


def parse_source_patient_info(values: tuple[str, ...]) -> PatientTraits:
    """Read the traits back, for comparison only: never to compute an identifier. Unknown fields are ignored."""
    fields = dict(value.split("|", 1) for value in values if "|" in value)
    traits: dict[str, str] = {}
    for repetition in fields.get("PID-5", "").split("~"):
        parts = _components(repetition, 7)
        if parts[6] == "D":
            traits |= {"used_family": parts[0], "used_given": parts[1]}
        elif "birth_family" not in traits:
            traits |= {"birth_family": parts[0], "birth_given": parts[1], "birth_givens": parts[2]}
    place = _components(fields.get("PID-11", ""), 9)
    return PatientTraits(
        **traits,
        birth_date=fields.get("PID-7", "")[:8],
        sex=fields.get("PID-8", ""),
        birth_place=place[8] if place[6] == "BDL" else "",
    )
