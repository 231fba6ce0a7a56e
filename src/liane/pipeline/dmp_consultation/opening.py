"""Open a DMP for a reader: judge, ask the DMP, declare the authorisation where it may be, keep the opening.

Rule: DMP/UX.08, DMP/UX.50, DMP/CONF.06; dmp.md §7.2, §7.3.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from liane.codecs.xds.existence import ExistenceAnswer
from liane.codecs.xds.habilitations import AuthorizationAction, ServiceStatus
from liane.domain.audit.access import AccessAct
from liane.domain.dmp.folder import Authorisation, FolderFacts, FolderState, NextStep, read_authorisation
from liane.domain.dmp.opening import OpeningAsked, check_answer, check_opening, check_reader
from liane.domain.errors import LianeError, RemoteRefusal
from liane.domain.identity.ins import INS
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.dmp_consultation.calls import ConsultationRules, ReaderCalls
from liane.pipeline.dmp_consultation.identity import Reader
from liane.pipeline.dmp_consultation.ports import ConsultationStore, Folder
from liane.pipeline.dmp_consultation.tracing import ACCEPTED, ACT_OF_OPENING, SENT, Tracer
from liane.pipeline.dmp_existence import NoteStatus, forget_status
from liane.store.dmp_records import Opening, OpeningKey

CNSLT_DATA = "CNSLT_DATA"
ALREADY = "DMPPatientAccessAlreadyExists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What the acts of a consultation share."""

    calls: ReaderCalls
    store: ConsultationStore
    trail: AccessTrail
    rules: ConsultationRules
    now: Callable[[], datetime]
    note_status: NoteStatus = forget_status

    def trace(self, folder: Folder, act: AccessAct, *, target: str = "", reason: str = "") -> Tracer:
        """The tracer of one act in an opened folder."""
        return Tracer(
            trail=self.trail,
            now=self.now,
            operator=folder.operator,
            person_id=folder.person.id,
            act=act,
            target=target,
            reason=reason or folder.reason,
            address=folder.address,
        )

    def reader(self, folder: Folder) -> Reader:
        """Who reads, from an opened folder."""
        return Reader(
            operator=folder.operator,
            situation=check_reader(folder.operator, self.rules.opening),
            ins=folder.ins,
            access=folder.access,
            is_secret=folder.is_secret,
        )


async def open_folder(shop: Workshop, asked: OpeningAsked, address: str) -> Folder:
    """Open a DMP, or give the opening still in force. Raises DMPDenied, RemoteFailure, StorageUnavailable."""
    tracer = Tracer(
        trail=shop.trail,
        now=shop.now,
        operator=asked.operator,
        person_id=asked.person.id,
        act=ACT_OF_OPENING[asked.access],
        reason=asked.reason,
        address=address,
    )
    key = make_key(asked)
    try:
        situation = check_reader(asked.operator, shop.rules.opening)
        kept = await shop.store.find_opening(key, shop.now())
        if kept is not None and not asked.reason:
            asked = replace(asked, reason=kept.reason)
        ins = check_opening(asked, shop.rules.opening, shop.now())
        if kept is not None and kept.ins == ins:
            return _folder(kept, asked, address)
        reader = Reader(
            operator=asked.operator, situation=situation, ins=ins, access=asked.access, is_secret=asked.is_secret
        )
        if asked.access.is_emergency:
            await tracer.write(detail=SENT)
        facts = await _ask(shop, reader, asked)
        await shop.note_status(ins, facts.state.value)
        if check_answer(facts, asked.access) is NextStep.AUTHORISE:
            facts = await _authorise(shop, reader, asked, facts, address)
        opening = await _keep(shop, key, asked, ins, facts)
    except LianeError as error:
        await tracer.write_failure(error)
        raise
    await tracer.write(detail={"état": facts.sign.value})
    return _folder(opening, asked, address)


def make_key(asked: OpeningAsked) -> OpeningKey:
    """Name an opening: a session, a person and a mode; without a session, the reader's own number."""
    return OpeningKey(
        session=asked.operator.session or asked.operator.identifier,
        person_id=asked.person.id,
        access=asked.access,
        is_secret=asked.is_secret,
    )


def _folder(opening: Opening, asked: OpeningAsked, address: str) -> Folder:
    return Folder(
        key=opening.id,
        person=asked.person,
        operator=asked.operator,
        ins=opening.ins,
        facts=opening.facts,
        access=asked.access,
        is_secret=asked.is_secret,
        reason=asked.reason,
        opened_at=opening.opened_at,
        until=opening.until,
        previous_visit=opening.previous_visit,
        address=address,
    )


async def _keep(shop: Workshop, key: OpeningKey, asked: OpeningAsked, ins: INS, facts: FolderFacts) -> Opening:
    at = shop.now()
    opening = Opening(
        id=uuid.uuid4().hex,
        key=key,
        ins=ins,
        facts=facts,
        reason=asked.reason,
        opened_at=at,
        until=at + shop.rules.kept_for,
    )
    return await shop.store.save_opening(opening, user=asked.operator.identifier)


async def _ask(shop: Workshop, reader: Reader, asked: OpeningAsked) -> FolderFacts:
    """TD0.2; in an emergency, TD1.3a as well, for the oppositions. Rule: dmp.md §7.2."""
    facts = describe_facts(await shop.calls.ask_existence(reader))
    if not asked.access.is_emergency or facts.state is not FolderState.OPEN:
        return facts
    data = await shop.calls.ask_existence(reader, CNSLT_DATA)
    return replace(facts, opposes_break_glass=data.opposes_break_glass, opposes_centre_15=data.opposes_centre_15)


def describe_facts(answer: ExistenceAnswer) -> FolderFacts:
    """Say what TD0.2 answered; its traits are left where they are [RG_0320]. Rule: dmp.md §7.2."""
    if answer.response != "OK":
        return FolderFacts(state=FolderState.ABSENT)
    return FolderFacts(
        state=FolderState.OPEN if answer.status == "active" else FolderState.CLOSED,
        authorisation=read_authorisation(answer.authorization),
        is_medecin_traitant=bool(answer.is_medecin_traitant),
        is_mes_attached=answer.is_mes_attached,
        closed_on=answer.closing[0],
        closing_reason=answer.closing[2],
    )


async def _authorise(
    shop: Workshop, reader: Reader, asked: OpeningAsked, facts: FolderFacts, address: str
) -> FolderFacts:
    """TD0.3 by itself: the patient is informed and not opposed, or the opening was refused before.

    Rule: DMP/UX.08, DMP/UX.50.
    """
    tracer = Tracer(
        trail=shop.trail,
        now=shop.now,
        operator=asked.operator,
        person_id=asked.person.id,
        act=AccessAct.AUTHORISE_DMP,
        address=address,
    )
    await declare(shop, reader, AuthorizationAction.ADD, asked.person.id, tracer)
    return replace(facts, authorisation=Authorisation.VALIDE)


async def declare(
    shop: Workshop, reader: Reader, action: AuthorizationAction, person_id: int, tracer: Tracer
) -> ServiceStatus:
    """Send TD0.3, traced before it leaves and once answered. Raises RemoteFailure. Rule: dmp.md §7.3, §12.2."""
    await tracer.write(detail=SENT)
    try:
        status = await shop.calls.set_authorization(reader, action)
        if not status.is_ok and status.status.casefold() != ALREADY.casefold():
            raise RemoteRefusal("dmp", status.status, status.context)
    except LianeError as error:
        await tracer.write_failure(error)
        raise
    situation = reader.situation
    await shop.store.record_authorisation(
        person_id,
        user=reader.operator.identifier,
        structure=situation.structure.identifier if situation.structure else "",
        action=action.value,
        status=status.status,
        at=shop.now(),
    )
    await tracer.write(detail=ACCEPTED)
    return status
