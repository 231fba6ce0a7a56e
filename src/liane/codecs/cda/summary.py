"""The header in a few French words for a person: shared by the screen view and the PDF."""

import re
from dataclasses import dataclass

from liane.domain.actors.actor import Author, Professional
from liane.domain.documents.header import DocumentHeader
from liane.domain.identity.patient import PatientTraits

_SEXES = {"M": "masculin", "F": "féminin", "U": "indéterminé"}
_STAMP = re.compile(r"(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderSummary:
    """What a reader must see first. rows: label and value, in order; empty values are left out."""

    patient: str
    author: str
    created: str
    rows: tuple[tuple[str, str], ...]


def summarise_header(header: DocumentHeader) -> HeaderSummary:
    """Put the header in words: patient, identifiers, author, act, structure, version."""
    traits = header.patient.traits
    ins, ipp = header.patient.ins, header.patient.ipp
    patient = f"{traits.birth_family or traits.used_family} {traits.birth_given or traits.used_given}".strip()
    author = describe_author(header.authors[0]) if header.authors else ""
    act = header.service_events[0] if header.service_events else None
    signed = header.legal_authenticator
    rows = (
        ("Patient", _describe_traits(traits)),
        ("Matricule INS", f"{ins.matricule} ({_ins_nature(ins.oid)})" if ins else ""),
        ("Identifiant local", ipp.value if ipp else ""),
        ("Type de document", header.code.label or header.code.code),
        ("Date du document", describe_time(header.creation_time)),
        ("Acte", ", ".join(event.label or event.code for event in act.events) if act else ""),
        ("Date de l’acte", describe_interval(act.start, act.stop) if act else ""),
        ("Auteur", author),
        ("Structure", header.custodian.name if header.custodian else ""),
        ("Validé par", f"{describe_author(signed)}, le {describe_time(signed.time)}" if signed else ""),
        ("Destinataires", ", ".join(describe_professional(one) for one in header.recipients)),
        ("Version", _describe_version(header)),
    )
    return HeaderSummary(
        patient=patient,
        author=author,
        created=describe_time(header.creation_time),
        rows=tuple((label, value) for label, value in rows if value),
    )


def describe_time(value: str) -> str:
    """A timestamp as a French reader writes it, in the local time of the document; as received when it is none."""
    match = _STAMP.match(value)
    if match is None:
        return value
    year, month, day, hour, minute = match.groups()
    date = "/".join(part for part in (day, month, year) if part)
    return f"{date} à {hour} h {minute}" if hour else date


def describe_interval(start: str, stop: str) -> str:
    """Two timestamps as words; one when they say the same."""
    first, last = describe_time(start), describe_time(stop)
    if first and last and first != last:
        return f"du {first} au {last}"
    return first or last


def describe_author(author: Author) -> str:
    """Name, specialty and structure of an author, person or software."""
    if author.device is not None:
        name = author.device.name or author.device.model
    else:
        name = describe_professional(author.person) if author.person else ""
    structure = author.structure.name if author.structure else ""
    return ", ".join(part for part in (name, structure) if part)


def describe_professional(person: Professional) -> str:
    """Title, given name, family name and specialty."""
    name = " ".join(part for part in (person.title, person.given, person.family) if part)
    specialty = person.specialty.label if person.specialty else ""
    return f"{name} ({specialty})" if name and specialty else name or specialty


def _describe_traits(traits: PatientTraits) -> str:
    names = " ".join(part for part in (traits.birth_family, traits.birth_givens or traits.birth_given) if part)
    used = " ".join(part for part in (traits.used_family, traits.used_given) if part)
    parts = [names or used]
    if names and used and used != names and traits.used_family != traits.birth_family:
        parts.append(f"nom utilisé {used}")
    if traits.birth_date:
        parts.append(f"né(e) le {describe_time(traits.birth_date)}")
    if traits.birth_place:
        parts.append(f"lieu de naissance {traits.birth_place}")
    if traits.sex in _SEXES:
        parts.append(f"sexe {_SEXES[traits.sex]}")
    return ", ".join(part for part in parts if part)


def _ins_nature(oid: str) -> str:
    return {
        "1.2.250.1.213.1.4.8": "NIR",
        "1.2.250.1.213.1.4.9": "NIA",
        "1.2.250.1.213.1.4.10": "NIR de test",
        "1.2.250.1.213.1.4.11": "NIR de démonstration",
    }.get(oid, oid)


def _describe_version(header: DocumentHeader) -> str:
    version = f"{header.version}" if header.version is not None else ""
    if header.replaces is not None:
        return f"{version} (remplace une version antérieure)".strip()
    return version
