"""What Liane says of identities: ADT of PAM France written strictly, from a message or from a person of the registry.

``read_adt`` of what is written gives the same value back, without any finding. What must not live here: when to tell,
and whom. Rule: IHE PAM France 2.11, ITI-30 and ITI-31; hl7v2.md §8.
"""

from datetime import datetime

from liane.codecs.hl7v2.adt_events import EVENTS, AdtEvent
from liane.codecs.hl7v2.adt_header import PROFILE
from liane.codecs.hl7v2.adt_segments import (
    render_evn,
    render_mrg,
    render_pid,
    render_pv1,
    render_zbe,
    render_zfa,
    render_zfd,
)
from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.rendering import escape_text, join_components, render_message, render_segment, render_timestamp
from liane.domain.documents.request import Endpoint
from liane.domain.documents.timestamp import PARIS
from liane.domain.identity.changes import ToldByFlow
from liane.domain.identity.messages import IdentityAction, IdentityMessage
from liane.domain.identity.patient import IdentityStatus, PatientIdentity
from liane.domain.identity.person import ComplementaryTraits, Consents, INSSource, Person

VERSION = "2.5^FRA^2.11"
PERSON_EVENTS = ("A28", "A31", "A40", "A47")
_MEANS = {
    INSSource.INSI_TRAITS: "INSI",
    INSSource.INSI_VERIFICATION: "INSI",
    INSSource.INSI_VITALE: "CV",
    INSSource.FLUX: "",
}


def render_adt(message: IdentityMessage, *, at: datetime, updated_at: str = "") -> bytes:
    """Write an identity message, in UTF-8. at: MSH-7; updated_at: PID-33 (HL7), last change of the identity.

    What the event's structure has no room for is left out (ZFA and ZFD in A40, A44 and A47). message.version is not
    read: what is written is 2.11. Raises ValueError for an event that PAM France has not, or when what the event
    requires is missing (previous, account, stay, movement). Rule: hl7v2.md §8.
    """
    event = EVENTS.get(message.event)
    if event is None:
        raise ValueError("no event of PAM France")
    _require(message, event)
    segments = [
        render_segment("MSH", _msh(message, event, at)),
        render_segment("EVN", render_evn(message)),
        render_segment("PID", render_pid(message.told, message.stay, updated_at)),
    ]
    if event.has_merge:
        if message.previous is not None:
            segments.append(render_segment("MRG", render_mrg(message.previous, message.account)))
        return render_message(segments)
    segments.append(render_segment("PV1", render_pv1(message.stay)))
    if message.stay is not None and message.stay.movement is not None:
        segments.append(render_segment("ZBE", render_zbe(message.stay.movement)))
    for name, fields in (("ZFA", render_zfa(message.told.consents)), ("ZFD", render_zfd(message.told))):
        if fields:
            segments.append(render_segment(name, fields))
    return render_message(segments)


def _require(message: IdentityMessage, event: AdtEvent) -> None:
    if event.has_merge and (message.previous is None or not message.previous.identifiers):
        raise ValueError("a merge needs the identity that disappears")
    if event.action is IdentityAction.MOVE_ACCOUNT and not message.account:
        raise ValueError("a move needs its account")
    if event.has_movement and (message.stay is None or message.stay.movement is None):
        raise ValueError("a movement event needs its stay and movement")
    if not message.told.identity.identifiers:
        raise ValueError("an identity needs an identifier")


def _msh(message: IdentityMessage, event: AdtEvent, at: datetime) -> dict[int, str | bytes]:
    sender, _, sending_facility = message.sender.partition("@")
    receiver, _, receiving_facility = message.receiver.partition("@")
    return {
        3: escape_text(sender),
        4: escape_text(sending_facility),
        5: escape_text(receiver),
        6: escape_text(receiving_facility),
        7: render_timestamp(at),
        9: join_components("ADT", message.event, event.structure),
        10: escape_text(message.control_id),
        11: escape_text(message.processing_id),
        12: VERSION,
        17: "FRA",
        18: str(Charset.UTF_8),
        19: "FR",
        21: PROFILE,
    }


def build_adt(  # noqa: PLR0913 - the four routing values of MSH arrive one by one, as the settings hold them
    event: str,
    person: Person,
    *,
    previous: PatientIdentity | None,
    sender: Endpoint,
    receiver: Endpoint,
    control_id: str,
    at: datetime,
    processing_id: str,
) -> bytes:
    """Write how a person of the registry now is.

    event: ``A28`` created, ``A31`` changed, ``A40`` previous was merged into this person, ``A47`` the identifiers of
    previous were replaced. The INS, in force, former or given up, is written only when it may circulate.
    Raises ValueError for another event, A40 or A47 without previous, or a person without any local identifier that may
    be told. Rule: INS/va1.53, INS/va1.59, INS/va1.60; hl7v2.md §4.3.2, §8.2.
    """
    if event not in PERSON_EVENTS:
        raise ValueError("this event is not told of a person")
    now = render_timestamp(at)
    message = IdentityMessage(
        control_id=control_id,
        sender=str(sender),
        receiver=str(receiver),
        processing_id=processing_id,
        version=VERSION,
        event=event,
        action=EVENTS[event].action,
        trigger=event,
        told=tell_person(person),
        recorded_at=now,
        occurred_at=now,
        previous=_without_withheld_ins(previous, person) if EVENTS[event].has_merge and previous else None,
    )
    return render_adt(message, at=at, updated_at=render_timestamp(person.updated_at) if person.updated_at else now)


def _without_withheld_ins(previous: PatientIdentity, person: Person) -> PatientIdentity:
    """A matricule given up is one all the same: it leaves only when that of the person may."""
    identifiers = tuple(
        identifier
        for identifier in previous.identifiers
        if (identifier.oid or identifier.namespace) and (person.may_circulate or not identifier.is_ins)
    )
    return PatientIdentity(identifiers=identifiers, traits=previous.traits)


def tell_person(person: Person) -> ToldByFlow:
    """What a flow may say of a person. Rule: hl7v2.md §4.3.2, §8.4; ins.md §5.1."""
    identity = person.circulating_identity
    if any(not (identifier.oid or identifier.namespace) for identifier in identity.identifiers):
        identifiers = tuple(identifier for identifier in identity.identifiers if identifier.oid or identifier.namespace)
        identity = PatientIdentity(identifiers=identifiers, traits=identity.traits, status_codes=identity.status_codes)
    means, called_on = _tell_source(person)
    is_proved = person.status in (IdentityStatus.VALIDEE, IdentityStatus.QUALIFIEE) and person.proof is not None
    return ToldByFlow(
        identity=identity,
        former_ins=tuple(former for former in person.former_ins if former.end) if person.may_circulate else (),
        complementary=person.complementary if person.complementary != ComplementaryTraits() else None,
        ins_obtained_by=means,
        ins_called_on=called_on,
        proof_document=person.proof.document if person.proof and is_proved else None,
        proof_valid_until=person.proof.valid_until if person.proof and is_proved else "",
        birth_date_uncertain=person.birth_date_uncertain,
        consents=person.consents if person.consents != Consents() else None,
        death_on=person.deceased_on,
    )


def _tell_source(person: Person) -> tuple[str, str]:
    """ZFD-5 and ZFD-6: how the INS was had, and the day of the last call of INSi; only with the INS itself."""
    if person.ins is None or not person.may_circulate:
        return "", ""
    held = person.ins
    called_at = held.verified_at or (held.retrieved_at if held.source is not INSSource.FLUX else None)
    called_on = called_at.astimezone(PARIS).strftime("%Y%m%d") if called_at else ""
    return _MEANS[held.source] or ("INSI" if called_on else ""), called_on
