"""The six stored queries that the DMP answers (ITI-18), over what the registry holds of one patient."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from liane.codecs.ebxml.hl7_types import parse_cx, render_xcn
from liane.codecs.ebxml.metadata import Association, RegistryObjects
from liane.codecs.ebxml.names import StoredQuery
from liane.codecs.ebxml.query import LEAF_CLASS, OBJECT_REF, AdhocQueryRequest
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.records import StoredEntry, StoredLot
from liane_sandbox.dmp.refusals import Refusal, RegistryCode, RegistryRefused
from liane_sandbox.dmp.state import DMPState

RESULTS_MAX = 1_000
_RULE = "dmp.md §8"
_EARLIEST = "00000101000000"
_ENTRY = "$XDSDocumentEntry"
_SET = "$XDSSubmissionSet"

EntryFilter = Callable[[StoredEntry], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryScope:
    """What one caller may see: the patient of its VIHF, and a filter on fiches."""

    ins: INS
    state: DMPState
    may_see: EntryFilter
    results_max: int = RESULTS_MAX


def _refuse(code: RegistryCode, context: str) -> RegistryRefused:
    return RegistryRefused(Refusal(code=code, context=context, location="AdhocQuery", rule=_RULE))


def is_reference_query(request: AdhocQueryRequest) -> bool:
    """Tell whether a query only asks for references of documents: the form open to a structure.

    Rule: dmp.md §8 « the only form allowed in INDIRECTE ».
    """
    return request.query == StoredQuery.GET_DOCUMENTS and request.return_type == OBJECT_REF


def answer_query(request: AdhocQueryRequest, scope: QueryScope) -> RegistryObjects:
    """Answer one stored query, as LeafClass or ObjectRef. Raises RegistryRefused. Rule: dmp.md §8, §12.3."""
    answers: dict[str, Callable[[AdhocQueryRequest, QueryScope], RegistryObjects]] = {
        StoredQuery.FIND_DOCUMENTS: _find_documents,
        StoredQuery.FIND_DOCUMENTS_BY_REFERENCE_ID: _find_by_reference,
        StoredQuery.GET_DOCUMENTS: _get_documents,
        StoredQuery.FIND_SUBMISSION_SETS: _find_submission_sets,
        StoredQuery.GET_ASSOCIATIONS: _get_associations,
        StoredQuery.GET_DOCUMENTS_AND_ASSOCIATIONS: _get_documents_and_associations,
    }
    answer = answers.get(request.query)
    if answer is None:
        raise _refuse(RegistryCode.UNKNOWN_QUERY, f"requête stockée inconnue : « {request.query} »")
    if request.return_type not in (LEAF_CLASS, OBJECT_REF):
        raise _refuse(RegistryCode.REGISTRY_ERROR, f"returnType « {request.return_type} » n'est pas accepté")
    found = answer(request, scope)
    count = len(found.entries) + len(found.submission_sets) + len(found.associations)
    if count > scope.results_max:
        raise _refuse(RegistryCode.TOO_MANY_RESULTS, f"{count} résultats ; {scope.results_max} au plus")
    return found if request.return_type == LEAF_CLASS else _to_references(found)


def _to_references(found: RegistryObjects) -> RegistryObjects:
    uuids = [entry.symbolic_id for entry in found.entries]
    uuids += [lot.symbolic_id for lot in found.submission_sets]
    uuids += [link.symbolic_id for link in found.associations]
    return RegistryObjects(references=tuple(uuids))


# Parameters.


def _single(request: AdhocQueryRequest, name: str) -> str:
    values = [value for group in request.values(name) for value in group]
    if len(values) > 1:
        raise _refuse(RegistryCode.PARAMETER_NUMBER, f"{name} n'accepte qu'une valeur ; {len(values)} données")
    return values[0] if values else ""


def _required(request: AdhocQueryRequest, name: str) -> tuple[tuple[str, ...], ...]:
    values = request.values(name)
    if not any(values):
        raise _refuse(RegistryCode.MISSING_PARAMETER, f"le paramètre {name} est absent")
    return values


def _check_patient(request: AdhocQueryRequest, name: str, scope: QueryScope) -> None:
    """Rule: dmp.md §8, RG_3010 (patientId may be omitted); single value, no parentheses."""
    raw = [value for slot in request.parameters if slot.name == name for value in slot.values]
    if any(value.startswith("(") for value in raw):
        raise _refuse(RegistryCode.PARAMETER_NUMBER, f"{name} s'écrit sans parenthèses")
    value = _single(request, name)
    if not value:
        return
    patient = parse_cx(value)
    if patient is None or (patient.value, patient.oid) != (scope.ins.matricule, scope.ins.oid):
        raise _refuse(RegistryCode.PATIENT_MISMATCH, f"{name} n'est pas l'INS du VIHF (resource-id)")


def _pad(value: str) -> str:
    return value + _EARLIEST[len(value) :]


def _check_intervals(request: AdhocQueryRequest, *prefixes: str) -> None:
    for prefix in prefixes:
        _single(request, f"{prefix}From")
        _single(request, f"{prefix}To")


def _within(request: AdhocQueryRequest, prefix: str, value: str) -> bool:
    """Tell whether an instant lies in [From, To[ of a parameter; an absent value is in no interval."""
    start, stop = _single(request, f"{prefix}From"), _single(request, f"{prefix}To")
    if not start and not stop:
        return True
    instant = _pad(value)
    return bool(value) and (not start or instant >= _pad(start)) and (not stop or instant < _pad(stop))


def _wanted(request: AdhocQueryRequest, name: str, held: Iterable[str]) -> bool:
    """Tell whether the values held meet every group (AND) by at least one of its values (OR)."""
    kept = set(held)
    return all(not group or bool(kept & set(group)) for group in request.values(name))


def _codes(codes: Iterable[Code | None]) -> list[str]:
    return [f"{code.code}^^{code.system}" for code in codes if code is not None]


def _matches(request: AdhocQueryRequest, stored: StoredEntry) -> bool:
    entry = stored.entry
    coded = {
        "ClassCode": (entry.class_code,),
        "TypeCode": (entry.type_code,),
        "FormatCode": (entry.format_code,),
        "HealthcareFacilityTypeCode": (entry.facility_type,),
        "PracticeSettingCode": (entry.practice_setting,),
        "ConfidentialityCode": entry.confidentiality,
        "EventCodeList": entry.events,
    }
    times = {
        "CreationTime": entry.creation_time,
        "ServiceStartTime": entry.service_start,
        "ServiceStopTime": entry.service_stop,
    }
    authors = [render_xcn(author) for author in entry.authors]
    patterns = [value for group in request.values(f"{_ENTRY}AuthorPerson") for value in group]
    return (
        _wanted(request, f"{_ENTRY}Status", [stored.status])
        and all(_wanted(request, _ENTRY + name, _codes(codes)) for name, codes in coded.items())
        and all(_within(request, _ENTRY + name, value) for name, value in times.items())
        and (not patterns or any(_is_like(author, pattern) for author in authors for pattern in patterns))
    )


def _is_like(value: str, pattern: str) -> bool:
    """SQL LIKE with ``%`` alone."""
    first, *middle = pattern.split("%")
    if not middle:
        return value == pattern
    if not value.startswith(first) or not value.endswith(middle[-1]):
        return False
    position = len(first)
    for piece in middle[:-1]:
        found = value.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return position <= len(value) - len(middle[-1])


# Queries.


def _leaf(entries: Iterable[StoredEntry]) -> RegistryObjects:
    return RegistryObjects(entries=tuple(stored.entry for stored in entries))


def _select(request: AdhocQueryRequest, scope: QueryScope) -> list[StoredEntry]:
    _check_patient(request, f"{_ENTRY}PatientId", scope)
    _required(request, f"{_ENTRY}Status")
    _check_intervals(request, *(f"{_ENTRY}{name}" for name in ("CreationTime", "ServiceStartTime", "ServiceStopTime")))
    every = scope.state.find_entries_of_patient(scope.ins.matricule)
    return [stored for stored in every if scope.may_see(stored) and _matches(request, stored)]


def _find_documents(request: AdhocQueryRequest, scope: QueryScope) -> RegistryObjects:
    return _leaf(_select(request, scope))


def _find_by_reference(request: AdhocQueryRequest, scope: QueryScope) -> RegistryObjects:
    name = f"{_ENTRY}ReferenceIdList"
    _required(request, name)
    return _leaf(stored for stored in _select(request, scope) if _wanted(request, name, stored.entry.references))


def _entries_asked(request: AdhocQueryRequest, scope: QueryScope) -> list[StoredEntry]:
    """The fiches named by entryUUID, by uniqueId or by lid; the last two give the newest version only."""
    given = {
        name: [value for group in request.values(_ENTRY + name) for value in group]
        for name in ("EntryUUID", "UniqueId", "LogicalID")
    }
    named = [name for name, values in given.items() if values]
    if not named:
        raise _refuse(RegistryCode.MISSING_PARAMETER, f"{_ENTRY}EntryUUID ou {_ENTRY}UniqueId est attendu")
    if len(named) > 1:
        raise _refuse(RegistryCode.PARAMETER_NUMBER, f"un seul de {', '.join(_ENTRY + name for name in named)}")
    state = scope.state
    found: list[StoredEntry] = []
    for value in given[named[0]]:
        if named[0] == "EntryUUID":
            one = state.find_entry(value)
            found += [one] if one is not None else []
        else:
            versions = (
                state.find_entries_by_unique_id(value) if named[0] == "UniqueId" else state.find_entries_by_lid(value)
            )
            found += versions[-1:]
    return [stored for stored in found if stored.ins == scope.ins.matricule and scope.may_see(stored)]


def _get_documents(request: AdhocQueryRequest, scope: QueryScope) -> RegistryObjects:
    return _leaf(_entries_asked(request, scope))


def _find_submission_sets(request: AdhocQueryRequest, scope: QueryScope) -> RegistryObjects:
    _check_patient(request, f"{_SET}PatientId", scope)
    statuses = _required(request, f"{_SET}Status")
    _check_intervals(request, f"{_SET}SubmissionTime")
    lots = [
        stored.lot
        for stored in scope.state.find_lots_of_patient(scope.ins.matricule)
        if _lot_matches(request, stored, statuses)
    ]
    return RegistryObjects(submission_sets=tuple(lots))


def _lot_matches(request: AdhocQueryRequest, stored: StoredLot, statuses: Sequence[Sequence[str]]) -> bool:
    lot = stored.lot
    return (
        all(lot.status in group for group in statuses)
        and _within(request, f"{_SET}SubmissionTime", lot.submission_time)
        and _wanted(request, f"{_SET}SourceId", [lot.source_id])
        and _wanted(request, f"{_SET}ContentType", _codes([lot.content_type]))
    )


def _visible_associations(uuids: Sequence[str], scope: QueryScope) -> tuple[Association, ...]:
    """Associations of these objects whose ends belong to the patient and may be seen."""
    state, ins = scope.state, scope.ins.matricule

    def shows(uuid: str) -> bool:
        entry = state.find_entry(uuid)
        if entry is not None:
            return entry.ins == ins and scope.may_see(entry)
        lot = state.find_lot(uuid)
        return lot is not None and lot.ins == ins

    return tuple(link for link in state.find_associations(uuids) if shows(link.source) and shows(link.target))


def _get_associations(request: AdhocQueryRequest, scope: QueryScope) -> RegistryObjects:
    uuids = [value for group in _required(request, "$uuid") for value in group]
    return RegistryObjects(associations=_visible_associations(uuids, scope))


def _get_documents_and_associations(request: AdhocQueryRequest, scope: QueryScope) -> RegistryObjects:
    entries = _entries_asked(request, scope)
    links = _visible_associations([stored.entry_uuid for stored in entries], scope)
    return RegistryObjects(entries=tuple(stored.entry for stored in entries), associations=links)
