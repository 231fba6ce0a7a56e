"""What an update (ITI-57) does to the registry: new version of a fiche, archiving, deletion. Writes nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from liane.codecs.ebxml.metadata import Association, DocumentEntry, Submission
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.metadata_checks import MetadataRules, check_confidentiality
from liane_sandbox.dmp.records import Change, StoredEntry
from liane_sandbox.dmp.refusals import Refusal, RegistryCode, RegistryRefused
from liane_sandbox.dmp.registry import Submitter, plan_entry, plan_lot, resolve_associations
from liane_sandbox.dmp.state import DMPState

RULE = "dmp.md §10"
TRANSITIONS = {
    (AvailabilityStatus.APPROVED.value, AvailabilityStatus.ARCHIVED.value): "archive",
    (AvailabilityStatus.ARCHIVED.value, AvailabilityStatus.APPROVED.value): "unarchive",
    (AvailabilityStatus.APPROVED.value, AvailabilityStatus.DELETED.value): "delete",
    (AvailabilityStatus.ARCHIVED.value, AvailabilityStatus.DELETED.value): "delete",
}
"""Changes of status that the DMP knows, with the right that each one needs."""

_MEASURED = ("unique_id", "hash", "size", "repository_unique_id")
_IMMUTABLE = (
    "mime_type",
    "class_code",
    "type_code",
    "format_code",
    "facility_type",
    "practice_setting",
    "creation_time",
    "service_start",
    "service_stop",
    "language",
    "title",
    "patient_id",
    "authors",
    "legal_authenticator",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One change asked of one fiche. right: what the actor must be allowed (``mask``, ``archive``, ``delete``…)."""

    link: Association
    target: StoredEntry
    right: str
    entry: DocumentEntry | None = None


def _refuse(code: RegistryCode, context: str, location: str = "") -> Refusal:
    return Refusal(code=code, context=context, location=location, rule=RULE)


def find_updates(submission: Submission, state: DMPState, rules: MetadataRules) -> tuple[Update, ...]:
    """Give the changes that a lot asks for. Raises RegistryRefused with every refusal. Rule: dmp.md §10."""
    refusals: list[Refusal] = []
    updates: list[Update] = []
    if state.find_lot(submission.submission_set.unique_id) is not None:
        refusals.append(
            _refuse(RegistryCode.DUPLICATE_IN_REGISTRY, "l'uniqueId du lot est déjà enregistré : il en faut un nouveau")
        )
    refusals += _check_twice(submission)
    entries = {entry.symbolic_id: entry for entry in submission.entries}
    for link in submission.associations:
        try:
            if link.kind == AssociationType.UPDATE_STATUS:
                updates.append(_read_status_update(link, state))
            elif link.kind == AssociationType.HAS_MEMBER and link.target in entries:
                updates.append(_read_version_update(link, entries[link.target], state, rules))
        except RegistryRefused as refused:
            refusals.extend(refused.refusals)
    if not updates and not refusals:
        refusals.append(_refuse(RegistryCode.UPDATE_OPERATION, "le lot ne demande aucune mise à jour connue"))
    if refusals:
        raise RegistryRefused(*refusals)
    return tuple(updates)


def _check_twice(submission: Submission) -> Iterator[Refusal]:
    """Rule: dmp.md §12.3 XDSRegistryDuplicateUniqueIdInMessage."""
    seen = {submission.submission_set.unique_id}
    for entry in submission.entries:
        if entry.unique_id in seen:
            yield _refuse(
                RegistryCode.REGISTRY_DUPLICATE_IN_MESSAGE,
                f"l'uniqueId {entry.unique_id} figure deux fois dans le message",
                entry.symbolic_id,
            )
        seen.add(entry.unique_id)


def _read_status_update(link: Association, state: DMPState) -> Update:
    target = state.find_entry(link.target)
    if target is None:
        raise RegistryRefused(
            _refuse(RegistryCode.UNRESOLVED, f"aucune fiche n'a l'entryUUID « {link.target} »", link.symbolic_id)
        )
    if link.original_status != target.status:
        raise RegistryRefused(
            _refuse(
                RegistryCode.UPDATE_ERROR,
                f"OriginalStatus : la fiche est {target.status.rpartition(':')[2]}",
                link.symbolic_id,
            )
        )
    right = TRANSITIONS.get((link.original_status, link.new_status))
    if right is None:
        raise RegistryRefused(
            _refuse(
                RegistryCode.UPDATE_OPERATION,
                f"le passage vers « {link.new_status.rpartition(':')[2]} » n'existe pas",
                link.symbolic_id,
            )
        )
    return Update(link=link, target=target, right=right)


def _read_version_update(link: Association, entry: DocumentEntry, state: DMPState, rules: MetadataRules) -> Update:
    where = entry.symbolic_id
    versions = state.find_entries_by_lid(entry.lid) if entry.lid else []
    if not versions:
        raise RegistryRefused(
            _refuse(RegistryCode.UPDATE_IDENTIFIER, f"aucune fiche n'a le lid « {entry.lid} »", where)
        )
    last = versions[-1]
    if link.previous_version != str(last.version):
        raise RegistryRefused(
            _refuse(
                RegistryCode.UPDATE_VERSION,
                f"PreviousVersion « {link.previous_version or 'absent'} » : la version en vigueur est {last.version}",
                where,
            )
        )
    if last.status not in (AvailabilityStatus.APPROVED, AvailabilityStatus.ARCHIVED):
        raise RegistryRefused(
            _refuse(RegistryCode.UPDATE_OPERATION, f"la fiche est {last.status.rpartition(':')[2]}", where)
        )
    refusals = [*_check_unchanged(entry, last), *check_confidentiality(entry, rules), *_check_direction(entry, last)]
    if refusals:
        raise RegistryRefused(*refusals)
    return Update(link=link, target=last, right=_find_right(entry, last), entry=entry)


def _check_unchanged(entry: DocumentEntry, last: StoredEntry) -> Iterator[Refusal]:
    for names, code in ((_MEASURED, RegistryCode.UNMODIFIABLE), (_IMMUTABLE, RegistryCode.UPDATE_ERROR)):
        for name in names:
            if _essence(getattr(entry, name)) != _essence(getattr(last.entry, name)):
                yield _refuse(code, f"{name} a changé ; seul confidentialityCode peut changer", entry.symbolic_id)


def _essence(value: object) -> object:
    """A code without its label, which a client may word differently."""
    return (value.code, value.system) if isinstance(value, Code) else value


def _visibility(entry: DocumentEntry) -> frozenset[str]:
    return frozenset(code.code for code in entry.confidentiality[1:])


def _check_direction(entry: DocumentEntry, last: StoredEntry) -> Iterator[Refusal]:
    """Rule: dmp.md §10, TD3.3b is one-way: a document is made visible, never hidden again."""
    for code in sorted(_visibility(entry) - last.visibility - {"MASQUE_PS"}):
        yield _refuse(
            RegistryCode.UPDATE_OPERATION, f"{code} ne peut pas être ajouté après le dépôt", entry.symbolic_id
        )
    if _visibility(entry) == last.visibility:
        yield _refuse(
            RegistryCode.UPDATE_OPERATION, "la visibilité demandée est déjà celle de la fiche", entry.symbolic_id
        )


def _find_right(entry: DocumentEntry, last: StoredEntry) -> str:
    if "MASQUE_PS" in _visibility(entry) - last.visibility:
        return "mask"
    return "unmask" if "MASQUE_PS" in last.visibility - _visibility(entry) else "show"


def plan_updates(submission: Submission, updates: tuple[Update, ...], submitter: Submitter) -> Change:
    """Give what an ITI-57 writes: statuses changed, or a new entryUUID of version + 1 and the former one Deprecated.

    Rule: dmp.md §10 « Semantics the simulator must keep ».
    """
    lot = plan_lot(submission, submitter, "ITI-57")
    uuids = {submission.submission_set.symbolic_id: lot.entry_uuid}
    statuses: list[tuple[str, str]] = []
    entries: list[StoredEntry] = []
    for update in updates:
        if update.entry is None:
            statuses.append((update.target.entry_uuid, update.link.new_status))
            continue
        own = replace(submitter, ins=update.target.ins, ins_oid=update.target.ins_oid)
        new = plan_entry(update.entry, lot, own, is_signature=False, previous=update.target)
        uuids[update.entry.symbolic_id] = new.entry_uuid
        entries.append(new)
        statuses.append((update.target.entry_uuid, AvailabilityStatus.DEPRECATED.value))
    return Change(
        lot=lot,
        entries=tuple(entries),
        associations=resolve_associations(tuple(update.link for update in updates), uuids),
        statuses=tuple(statuses),
    )
