"""What the DMP holds, as JSON values for the API and the pages: fiches, versions, lots, traces, the patient's view."""

from dataclasses import asdict

from liane.codecs.ebxml.metadata import Association, DocumentEntry
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus
from liane.domain.actors.actor import Author
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.existence import FOLDER_NAMES, get_folder_status
from liane_sandbox.dmp.records import StoredEntry, StoredLot, Trace
from liane_sandbox.dmp.rights import is_listed_by_patient
from liane_sandbox.dmp.state import DMPState
from liane_sandbox.patients import SandboxPatient, find_patient

VERSIONS_MAX = 200
Row = dict[str, object]


def _code(code: Code | None) -> Row | None:
    return asdict(code) if code is not None else None


def _name(author: Author) -> str:
    if author.person is not None:
        return f"{author.person.given} {author.person.family}".strip() or author.person.identifier
    return author.device.name if author.device else ""


def summarise_entry(stored: StoredEntry) -> Row:
    """One version of one fiche."""
    entry = stored.entry
    return {
        "entry_uuid": stored.entry_uuid,
        "lid": stored.lid,
        "version": stored.version,
        "unique_id": stored.unique_id,
        "lot_uuid": stored.lot_uuid,
        "ins": stored.ins,
        "status": stored.status.rpartition(":")[2],
        "status_urn": stored.status,
        "is_signature": stored.is_signature,
        "title": entry.title,
        "type_code": _code(entry.type_code),
        "class_code": _code(entry.class_code),
        "format_code": _code(entry.format_code),
        "facility_type": _code(entry.facility_type),
        "practice_setting": _code(entry.practice_setting),
        "confidentiality": [code.code for code in entry.confidentiality],
        "visibility": sorted(stored.visibility),
        "is_visible_to_patient": is_shown_to_patient(stored),
        "creation_time": entry.creation_time,
        "service_start": entry.service_start,
        "service_stop": entry.service_stop,
        "hash": entry.hash,
        "size": entry.size,
        "mime_type": entry.mime_type,
        "authors": [_name(author) for author in entry.authors],
        "structure": stored.structure,
        "references": list(entry.references),
        "received_at": stored.received_at,
    }


def is_shown_to_patient(stored: StoredEntry) -> bool:
    """Tell whether Mon espace santé shows this version: for a minor, it is the legal representatives who look.

    Rule: dmp.md §11.3.
    """
    patient = find_patient(stored.ins)
    is_hidden = "INVISIBLE_REPRESENTANTS_LEGAUX" in stored.visibility
    return is_listed_by_patient(stored) and not (is_hidden and patient is not None and patient.is_minor)


def list_patient_view(state: DMPState, ins: str) -> list[Row]:
    """What the patient sees: visible documents with their former versions, newest act first."""
    shown = [stored for stored in state.find_entries_of_patient(ins) if is_shown_to_patient(stored)]
    shown.sort(key=lambda stored: stored.entry.service_start or stored.entry.creation_time, reverse=True)
    return [summarise_entry(stored) | {"former_versions": list_former_versions(state, stored)} for stored in shown]


def list_former_versions(state: DMPState, stored: StoredEntry) -> list[Row]:
    """The documents that this one replaced, one after the other, newest first; only those that the patient may see."""
    former: list[Row] = []
    seen = {stored.lid}
    current = stored
    while len(former) < VERSIONS_MAX:
        replaced = _find_replaced(state, current)
        if replaced is None or replaced.lid in seen:
            break
        seen.add(replaced.lid)
        current = replaced
        if "INVISIBLE_PATIENT" not in replaced.visibility:
            former.append(summarise_entry(replaced))
    return former


def _find_replaced(state: DMPState, stored: StoredEntry) -> StoredEntry | None:
    versions = {one.entry_uuid for one in state.find_entries_by_lid(stored.lid)}
    for link in state.find_associations(sorted(versions)):
        if link.kind == AssociationType.REPLACES and link.source in versions:
            return state.find_entry(link.target)
    return None


def summarise_patient(state: DMPState, patient: SandboxPatient) -> Row:
    """One fictitious patient with the state of its DMP and of its Mon espace santé."""
    traits = patient.traits
    status = get_folder_status(patient.ins, state)
    entries = [one for one in state.find_entries_of_patient(patient.ins.matricule) if not one.is_signature]
    return {
        "ins": patient.ins.matricule,
        "ins_oid": patient.ins.oid,
        "ipp": patient.ipp,
        "birth_family": traits.birth_family,
        "birth_givens": traits.birth_givens or traits.birth_given,
        "used_family": traits.used_family if traits.used_family != traits.birth_family else "",
        "birth_date": traits.birth_date,
        "birth_place": traits.birth_place,
        "sex": traits.sex,
        "is_minor": patient.is_minor,
        "dmp": status.value,
        "dmp_label": FOLDER_NAMES[status],
        "mes": patient.mes_state.value,
        "document_count": sum(one.status == AvailabilityStatus.APPROVED for one in entries),
        "visible_count": sum(is_shown_to_patient(one) for one in entries),
    }


def summarise_lot(stored: StoredLot, state: DMPState) -> Row:
    """One lot with its members and its associations."""
    links = state.find_associations([stored.entry_uuid])
    members = [link.target for link in links if link.kind == AssociationType.HAS_MEMBER]
    entries = [one for one in map(state.find_entry, members) if one is not None]
    every = state.find_associations([stored.entry_uuid, *members])
    return {
        "entry_uuid": stored.entry_uuid,
        "unique_id": stored.unique_id,
        "ins": stored.ins,
        "transaction": stored.transaction_name,
        "submission_time": stored.submission_time,
        "received_at": stored.received_at,
        "structure": stored.actor,
        "source_id": stored.lot.source_id,
        "content_type": _code(stored.lot.content_type),
        "authors": [_name(author) for author in stored.lot.authors],
        "entries": [summarise_entry(one) for one in entries],
        "associations": [_association(link) for link in every],
    }


def _association(link: Association) -> Row:
    return {
        "kind": link.kind.rpartition(":")[2],
        "source": link.source,
        "target": link.target,
        "set_status": link.set_status,
        "previous_version": link.previous_version,
        "original_status": link.original_status.rpartition(":")[2],
        "new_status": link.new_status.rpartition(":")[2],
    }


def summarise_trace(trace: Trace, *, is_whole: bool = False) -> Row:
    """One call; is_whole: with its request and its answer."""
    row: Row = {
        "id": trace.id,
        "at": trace.at,
        "service": trace.service,
        "action": trace.action.rpartition(":")[2],
        "message_id": trace.message_id,
        "ins": trace.ins,
        "actor": trace.actor,
        "mode": trace.mode,
        "outcome": trace.outcome,
        "codes": trace.codes,
        "context": trace.context,
        "fault": trace.fault,
        "duration_ms": trace.duration_ms,
        "http_status": trace.http_status,
    }
    if is_whole:
        row["request"] = trace.request.decode("utf-8", "replace")
        row["response"] = trace.response.decode("utf-8", "replace")
    return row


def describe_entry(entry: DocumentEntry) -> list[tuple[str, str]]:
    """The attributes of a fiche under their XDS names, in the order of the specification. Rule: xdm-xds.md §2."""
    coded = [
        ("classCode", entry.class_code),
        ("typeCode", entry.type_code),
        ("formatCode", entry.format_code),
        ("healthcareFacilityTypeCode", entry.facility_type),
        ("practiceSettingCode", entry.practice_setting),
        *(("confidentialityCode", code) for code in entry.confidentiality),
        *(("eventCodeList", code) for code in entry.events),
    ]
    rows = [
        ("uniqueId", entry.unique_id),
        ("entryUUID", entry.symbolic_id),
        ("logicalId", entry.lid),
        ("version", entry.version),
        ("availabilityStatus", entry.status),
        ("title", entry.title),
        ("mimeType", entry.mime_type),
        ("languageCode", entry.language),
        ("creationTime", entry.creation_time),
        ("serviceStartTime", entry.service_start),
        ("serviceStopTime", entry.service_stop),
        ("hash", entry.hash),
        ("size", "" if entry.size is None else str(entry.size)),
        ("repositoryUniqueId", entry.repository_unique_id),
        *((name, f"{code.code} ({code.system}) {code.label}") for name, code in coded if code is not None),
        *(("author", _describe_author(author)) for author in entry.authors),
        *(("referenceIdList", reference) for reference in entry.references),
    ]
    return [(name, value) for name, value in rows if value]


def _describe_author(author: Author) -> str:
    structure = f", {author.structure.name} ({author.structure.identifier})" if author.structure else ""
    actor = author.person or author.device
    return f"{_name(author)} ({actor.identifier if actor else ''}){structure}"
