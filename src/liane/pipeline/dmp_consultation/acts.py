"""Change one document of an opened DMP, and declare, withdraw or list the authorisations on it.

A change is judged on the fiche as it is now, traced before it leaves, and what was kept of the document is forgotten.
Rule: dmp.md §7.3, §10, §11.1.
"""

from collections.abc import Sequence
from dataclasses import replace

from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.xds.habilitations import AuthorizationAction, AuthorizedActor, AuthorizedMode
from liane.domain.actors.actor import STRUCTURE_OID
from liane.domain.audit.access import AccessAct
from liane.domain.dmp.changes import ChangeAsked, DocumentChange, apply_visibility, check_change
from liane.domain.dmp.document import DMPDocument, DocumentState
from liane.domain.dmp.folder import AuthorisedActor
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.errors import LianeError, RemoteOutcomeUnknown, RemoteRefusal
from liane.pipeline.dmp_consultation.fiches import describe_document, read_instant
from liane.pipeline.dmp_consultation.opening import Workshop, declare
from liane.pipeline.dmp_consultation.ports import Folder
from liane.pipeline.dmp_consultation.reading import find_entry
from liane.pipeline.dmp_consultation.tracing import ACCEPTED, ACT_OF_CHANGE, SENT

_STATE_AFTER = {
    DocumentChange.ARCHIVE: DocumentState.ARCHIVED,
    DocumentChange.UNARCHIVE: DocumentState.APPROVED,
    DocumentChange.DELETE: DocumentState.DELETED,
}


async def change_document(
    shop: Workshop, folder: Folder, unique_id: str, change: DocumentChange, reason: str
) -> DMPDocument:
    """Make one change; gives the document as the DMP now shows it.

    Raises DMPDenied, RemoteFailure (RemoteOutcomeUnknown only when the DMP cannot say afterwards), StorageUnavailable.
    """
    tracer = shop.trace(folder, ACT_OF_CHANGE[change], target=unique_id, reason=reason)
    try:
        entry = await find_entry(shop, folder, unique_id)
        before = describe_document(entry, reader=folder.operator.identifier)
        check_change(
            ChangeAsked(
                document=before,
                change=change,
                operator=folder.operator,
                access=folder.access,
                reason=reason,
                is_medecin_traitant=folder.facts.is_medecin_traitant,
                is_secret=folder.is_secret,
                may_cumulate=shop.rules.may_cumulate,
            )
        )
        await tracer.write(detail=SENT)
        await _send(shop, folder, entry, change)
    except LianeError as error:
        await tracer.write_failure(error)
        raise
    finally:
        await shop.store.forget_document(folder.person.id, unique_id)
    await tracer.write(detail=ACCEPTED)
    return await _read_back(shop, folder, _expect(before, change))


def _expect(document: DMPDocument, change: DocumentChange) -> DMPDocument:
    """The document as a change leaves it."""
    state = _STATE_AFTER.get(change, document.state)
    return replace(document, state=state, visibility=apply_visibility(document.visibility, change))


def _is_as_expected(found: DMPDocument, expected: DMPDocument) -> bool:
    return (found.state, found.visibility) == (expected.state, expected.visibility)


async def _send(shop: Workshop, folder: Folder, entry: DocumentEntry, change: DocumentChange) -> None:
    """Send TD3.3; when nobody knows what became of it, ask the DMP before saying so. Rule: dmp.md §14.1-6."""
    try:
        await shop.calls.update(shop.reader(folder), entry, change)
    except RemoteOutcomeUnknown:
        expected = _expect(describe_document(entry), change)
        try:
            found = describe_document(await find_entry(shop, folder, entry.unique_id))
        except DMPDenied:  # no longer shown to this reader: what a deletion or a masking does
            found = expected
        if not _is_as_expected(found, expected):
            raise


async def _read_back(shop: Workshop, folder: Folder, expected: DMPDocument) -> DMPDocument:
    """The document as the DMP shows it after a change; as expected where it shows it no more."""
    if expected.state is DocumentState.DELETED:
        return expected
    try:
        entry = await find_entry(shop, folder, expected.unique_id)
    except LianeError:
        return expected
    return describe_document(entry, reader=folder.operator.identifier)


async def declare_authorisation(shop: Workshop, folder: Folder, action: AuthorizationAction) -> None:
    """TD0.3, asked by a person. A withdrawal ends the opening. Raises RemoteFailure, StorageUnavailable."""
    is_added = action is AuthorizationAction.ADD
    tracer = shop.trace(folder, AccessAct.AUTHORISE_DMP if is_added else AccessAct.WITHDRAW_DMP)
    await declare(shop, shop.reader(folder), action, folder.person.id, tracer)
    if not is_added:
        await shop.store.drop_reader(folder.opening_key)


async def list_authorised(shop: Workshop, folder: Folder, mode: AuthorizedMode) -> tuple[AuthorisedActor, ...]:
    """TD1.6. Raises RemoteFailure, StorageUnavailable. Rule: dmp.md §7.3."""
    tracer = shop.trace(folder, AccessAct.SEARCH_DMP, target="TD1.6")
    try:
        answer = await shop.calls.list_authorized(shop.reader(folder), mode)
        if not answer.status.is_ok:
            raise RemoteRefusal("dmp", answer.status.status, answer.status.context)
    except LianeError as error:
        await tracer.write_failure(error)
        raise
    await tracer.write(detail={"lignes": str(len(answer.actors))})
    return _describe_actors(answer.actors)


def _describe_actors(actors: Sequence[AuthorizedActor]) -> tuple[AuthorisedActor, ...]:
    return tuple(
        AuthorisedActor(
            identifier=one.national_id,
            name=f"{one.last_name} {one.first_name}".strip(),
            is_structure=one.national_id_type == STRUCTURE_OID,
            specialty=one.specialty_label or one.specialty_code,
            mode=one.mode,
            specific_right=one.specific_right,
            started_at=read_instant(one.started_at),
            last_action_at=read_instant(one.last_action_at),
        )
        for one in actors
    )
