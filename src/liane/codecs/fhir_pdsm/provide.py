"""A document handed over by FHIR: the transaction of IHE MHD « Provide Document Bundle » (ITI-65), and its deletion.

Lot (List), fiche (DocumentReference), document (Binary, its exact bytes). What tells a repetition is the identifier of
the hand-over: the fiche and the lot are created only where none bears it.
Rule: IG PDSm; IHE MHD 2:3.65; intake.md §1.9.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from liane.codecs.fhir_pdsm import provide_names as names
from liane.codecs.fhir_pdsm.resources import Resource, system_of
from liane.domain.actors.actor import Author, Structure
from liane.domain.documents.handover import HandedDocument, HandedPatient
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.identity.ins import INSAuthority
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.terminology.code import Code

ENTRIES = 3
"""Lot, fiche, document: what a right answer has, in this order."""
_NAMESPACE = uuid.UUID("5f0c3a52-94f8-5d6b-8a0e-3a1d5c9f2b71")
_FLAGS = (
    ("MASQUE_PS", "Masqué aux professionnels de santé", "masque_ps"),
    ("INVISIBLE_PATIENT", "Non visible par le patient", "invisible_patient"),
    ("INVISIBLE_REPRESENTANTS_LEGAUX", "Non visible par les représentants légaux du patient", "invisible_rep_legaux"),
)
_GENDERS = {"M": "male", "F": "female", "U": "unknown"}


def name_entry(one: HandedDocument, what: str) -> uuid.UUID:
    """A UUID of this hand-over, the same for all tries; another for another document under the same number."""
    digest = hashlib.sha256(one.content).hexdigest()
    return uuid.uuid5(_NAMESPACE, "|".join((str(one.sender), one.number, one.unique_id, digest, what)))


def find_handed(one: HandedDocument) -> str:
    """The search that finds the fiche of this very hand-over."""
    return f"identifier={names.URI}|{name_entry(one, 'fiche').urn}"


def render_provide_bundle(one: HandedDocument, *, former: str = "") -> bytes:
    """Write the transaction of a creation or of a replacement. former: id of the fiche replaced, where it is known.

    Without it the reference is conditional, which not every server resolves. The addresses of the entries are no
    identifiers: a server that puts its own in their place, wherever it meets them, must leave the identifiers alone.
    Rule: IHE MHD 2:3.65.4.1.2; FHIR R4 http (transaction, replacing hyperlinks).
    """
    lot, fiche = (name_entry(one, what).urn for what in ("lot", "fiche"))
    places = [name_entry(one, f"{what}, adresse").urn for what in ("lot", "fiche", "document")]
    entries = (
        (
            places[0],
            _render_lot(one, lot, places[1]),
            {"url": "List", "ifNoneExist": f"identifier={names.URI}|{lot}"},
        ),
        (
            places[1],
            _render_fiche(one, fiche, places[2], former),
            {"url": "DocumentReference", "ifNoneExist": find_handed(one)},
        ),
        (places[2], _render_binary(one), {"url": "Binary"}),
    )
    bundle = {
        "resourceType": "Bundle",
        "meta": {"profile": [names.BUNDLE_PROFILE]},
        "type": "transaction",
        "timestamp": _instant(one),
        "entry": [
            {"fullUrl": url, "resource": resource, "request": {"method": "POST", **request}}
            for url, resource, request in entries
        ],
    }
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def render_deletion() -> bytes:
    """Write the JSON Patch that takes a fiche out. Rule: dmp.md §13 (TD3.3c); RFC 6902."""
    return json.dumps([{"op": "replace", "path": "/status", "value": names.DELETED}]).encode()


def _identify_master(unique_id: str) -> Resource:
    """What the document is called: an OID, else an extension within one. Rule: IHE MHD 2:4.2 (masterIdentifier)."""
    root, _, extension = unique_id.partition("^")
    if extension:
        return {"system": system_of(root), "value": extension}
    return {"system": names.URI, "value": f"urn:oid:{root}"}


def find_current(unique_id: str) -> str:
    """The search that finds the current fiche of a document, by what the document is called."""
    identifier = _identify_master(unique_id)
    return f"identifier={_quote(identifier['system'])}|{_quote(identifier['value'])}&status=current"


def _quote(text: str) -> str:
    """Write a value in the question of an address: what could end it or change it is percent-encoded."""
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-._~:/") else _escape(letter) for letter in text
    )


def _escape(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))


def _keep(resource: Mapping[str, Any]) -> Resource:
    return {name: value for name, value in resource.items() if value not in ("", None, [], {})}


def _instant(one: HandedDocument) -> str:
    return one.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _moment(timestamp: str) -> str:
    """An HL7 timestamp as a FHIR dateTime, no more precise than it is."""
    instant = parse_timestamp(timestamp)
    if instant is None:
        return ""
    digits = len(timestamp.partition("+")[0].partition("-")[0].partition(".")[0])
    if digits <= 8:
        return instant.strftime({4: "%Y", 6: "%Y-%m"}.get(digits, "%Y-%m-%d"))
    return instant.isoformat(timespec="seconds")


def _concept(code: Code | None) -> Resource:
    return {"coding": [_coding(code)]} if code is not None and code.code else {}


def _coding(code: Code) -> Resource:
    return _keep({"system": system_of(code.system), "code": code.code, "display": code.label})


def _render_binary(one: HandedDocument) -> Resource:
    return {
        "resourceType": "Binary",
        "contentType": one.media_type,
        "data": base64.b64encode(one.content).decode("ascii"),
    }


def _render_lot(one: HandedDocument, lot: str, fiche: str) -> Resource:
    source = f"urn:oid:{one.source_id}" if one.source_id[:1].isdigit() else str(one.sender)
    return _keep(
        {
            "resourceType": "List",
            "meta": {"profile": [names.LOT_PROFILE]},
            "contained": [_render_patient(one.patient)],
            "extension": [
                {"url": names.SOURCE_ID, "valueIdentifier": {"value": source}},
                {"url": names.DESIGNATION, "valueCodeableConcept": _concept(one.class_ or one.type)},
            ],
            "identifier": [
                {"use": "official", "system": names.URI, "value": lot},
                {"use": "usual", "system": names.URI, "value": f"urn:oid:2.25.{uuid.UUID(lot).int}"},
            ],
            "status": "current",
            "mode": "working",
            "title": one.number,
            "code": {"coding": [{"system": names.LIST_TYPES, "code": "submissionset"}]},
            "subject": _refer_to(one.patient),
            "date": _instant(one),
            "source": {"display": str(one.sender)},
            "entry": [{"item": {"reference": fiche}}],
        }
    )


def _render_fiche(one: HandedDocument, fiche: str, document: str, former: str) -> Resource:
    authors = [_render_author(author, rank) for rank, author in enumerate(one.authors, start=1)]
    return _keep(
        {
            "resourceType": "DocumentReference",
            "meta": {"profile": [names.FICHE_PROFILE]},
            "contained": [_render_patient(one.patient), *authors],
            "masterIdentifier": _identify_master(one.unique_id),
            "identifier": [{"system": names.URI, "value": fiche}],
            "status": "current",
            "type": _concept(one.type),
            "category": [_concept(one.class_)] if one.class_ else [],
            "subject": _refer_to(one.patient),
            "date": _instant(one),
            "author": [{"reference": f"#{author['id']}"} for author in authors],
            "custodian": _refer_to_structure(one.custodian) or {"display": str(one.sender)},
            "relatesTo": _render_replaced(one, former),
            "description": one.title,
            "securityLabel": _render_labels(one),
            "content": [{"attachment": _render_attachment(one, document), **_render_format(one)}],
            "context": _keep(
                {
                    "period": _keep(
                        {
                            "start": _moment(one.acted_from) or _moment(one.document_time),
                            "end": _moment(one.acted_to),
                        }
                    ),
                    "sourcePatientInfo": {"reference": "#patient"},
                }
            ),
        }
    )


def _render_replaced(one: HandedDocument, former: str) -> list[Resource]:
    if not one.replaces:
        return []
    reference = f"DocumentReference/{former}" if former else f"DocumentReference?{find_current(one.replaces)}"
    return [{"code": "replaces", "target": {"reference": reference, "identifier": _identify_master(one.replaces)}}]


def _render_format(one: HandedDocument) -> Resource:
    return {"format": _coding(one.format)} if one.format is not None and one.format.code else {}


def _render_attachment(one: HandedDocument, document: str) -> Resource:
    """The attachment: size in bytes, SHA-1 in base64. Rule: FHIR R4 Attachment.hash; IHE MHD 2:4.2."""
    return _keep(
        {
            "contentType": one.media_type,
            "language": names.LANGUAGE,
            "url": document,
            "size": len(one.content),
            "hash": base64.b64encode(hashlib.sha1(one.content, usedforsecurity=False).digest()).decode("ascii"),
            "title": one.title,
            "creation": _moment(one.document_time),
        }
    )


def _render_labels(one: HandedDocument) -> list[Resource]:
    normal = {"coding": [{"system": names.CONFIDENTIALITY, "code": "N", "display": "Normal"}]}
    hidden = [
        {"coding": [{"system": names.VISIBILITY, "code": code, "display": label}]}
        for code, label, name in _FLAGS
        if getattr(one.flags, name)
    ]
    return [normal, *hidden]


def _refer_to(patient: HandedPatient) -> Resource:
    """The record, by its local number; by the INS where there is none."""
    return {"type": "Patient", "identifier": _identify(patient)[0]}


def _identify(patient: HandedPatient) -> list[Resource]:
    """Local number first, then the INS of an identity that is qualified. Rule: INS/va1.53; FR Core Patient."""
    identifiers = [_identify_locally(patient.ipp)] if patient.ipp is not None else []
    if patient.ins is not None:
        kind = "INS-NIA" if patient.ins.authority is INSAuthority.NIA else "INS-NIR"
        identifiers.append(
            {
                "use": "official",
                "type": {"coding": [{"system": names.FR_TYPES, "code": kind}]},
                "system": system_of(patient.ins.oid),
                "value": patient.ins.matricule,
            }
        )
    return identifiers


def _identify_locally(ipp: PatientIdentifier) -> Resource:
    kind = {"coding": [{"system": names.HL7_TYPES, "code": "PI"}]}
    system = system_of(ipp.oid) if "." in ipp.oid else ipp.oid
    return _keep({"use": "usual", "type": kind, "system": system, "value": ipp.value})


def _render_patient(patient: HandedPatient) -> Resource:
    traits = patient.traits
    return _keep(
        {
            "resourceType": "Patient",
            "id": "patient",
            "extension": _render_birth_place(traits),
            "identifier": _identify(patient),
            "name": [_render_birth_name(traits), *_render_used_name(traits)],
            "gender": _GENDERS.get(traits.sex, ""),
            "birthDate": _render_birth_date(traits.birth_date),
        }
    )


def _render_birth_name(traits: PatientTraits) -> Resource:
    given = traits.birth_givens or traits.birth_given
    listed = [{"url": names.FR_GIVEN_NAMES, "valueString": given}] if given else []
    first = traits.birth_given or given
    return _keep(
        {
            "extension": listed,
            "use": "official",
            "family": traits.birth_family,
            "given": [first] if first else [],
        }
    )


def _render_used_name(traits: PatientTraits) -> list[Resource]:
    if not (traits.used_family or traits.used_given):
        return []
    given = [traits.used_given] if traits.used_given else []
    return [_keep({"use": "usual", "family": traits.used_family, "given": given})]


def _render_birth_place(traits: PatientTraits) -> list[Resource]:
    if not traits.birth_place:
        return []
    commune = {"url": names.FR_INSEE, "valueCoding": {"system": names.COMMUNES, "code": traits.birth_place}}
    return [{"url": names.BIRTH_PLACE, "valueAddress": {"extension": [commune]}}]


def _render_birth_date(value: str) -> str:
    """A birth date as FHIR has it: the year or the month alone where the rest is unknown. Rule: RNIV (lunar dates)."""
    year, month, day = value[:4], value[4:6], value[6:8]
    if not (value.isdecimal() and len(value) == 8) or year == "0000":
        return ""
    if not "01" <= month <= "12":
        return year
    is_day = parse_timestamp(value) is not None and day != "00"
    return f"{year}-{month}-{day}" if is_day else f"{year}-{month}"


def _render_author(author: Author, rank: int) -> Resource:
    person, structure = author.person, author.structure
    practitioner = {}
    if person is not None:
        identifier = {"system": system_of(person.oid), "value": person.identifier} if person.identifier else {}
        practitioner = _keep({"identifier": identifier, "display": f"{person.given} {person.family}".strip()})
    elif author.device is not None:
        practitioner = _keep({"display": author.device.name or author.device.identifier})
    specialty = _concept(person.specialty) if person is not None else {}
    return _keep(
        {
            "resourceType": "PractitionerRole",
            "id": f"auteur{rank}",
            "practitioner": practitioner,
            "organization": _refer_to_structure(structure),
            "specialty": [specialty] if specialty else [],
        }
    )


def _refer_to_structure(structure: Structure | None) -> Resource:
    if structure is None:
        return {}
    identifier = {"system": system_of(structure.oid), "value": structure.identifier} if structure.identifier else {}
    return _keep({"identifier": identifier, "display": structure.name})
