"""The history of a person: what happened, who did it, by which means, former and new value of each field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.identity.birth_date import show
from liane.domain.identity.person import ConsultationStance, FeedingStance, ProofDocument
from liane.store.registry_records import StoredPersonEvent
from liane.web.french import format_instant
from liane.web.views.identities_words import (
    CONSULTATION_WORDS,
    DMP_WORDS,
    FEEDING_WORDS,
    PROOF_WORDS,
    SEX_WORDS,
)
from liane.web.views.identity import format_ins
from liane.web.views.states import Shape

SEEN = "person.seen"
EVENT_WORDS: dict[str, tuple[str, Shape]] = {
    "person.created": ("Identité créée", Shape.DONE),
    "person.told_by_flow": ("Mise à jour par un flux d’identité", Shape.DONE),
    "person.ins_retrieved": ("Réponse d’INSi acceptée", Shape.DONE),
    "person.ins_verified": ("INS confirmée par INSi", Shape.DONE),
    "person.ins_verification_failed": ("INS non confirmée par INSi", Shape.REFUSED),
    "person.proof_checked": ("Pièce d’identité contrôlée", Shape.DONE),
    "person.proof_withdrawn": ("Contrôle de la pièce retiré", Shape.TODO),
    "person.traits_corrected": ("Traits corrigés", Shape.TODO),
    "person.complementary_changed": ("Coordonnées modifiées", Shape.IDLE),
    "person.attribute_set": ("Attribut posé", Shape.TODO),
    "person.attribute_lifted": ("Attribut levé", Shape.DONE),
    "person.consents_recorded": ("Choix du patient recueillis", Shape.DONE),
    "person.rights_recorded": ("Droits du patient recueillis", Shape.DONE),
    "person.identifier_added": ("Identifiant rattaché", Shape.DONE),
    "person.identifier_retired": ("Identifiant retiré", Shape.TODO),
    "person.death_recorded": ("Décès", Shape.IDLE),
    "person.merged": ("Fusion", Shape.TODO),
    "person.unmerged": ("Fusion défaite", Shape.TODO),
    "person.account_moved": ("Dossier déplacé", Shape.TODO),
    "person.stay": ("Séjour", Shape.IDLE),
    "person.identifier_changed": ("Identifiant remplacé", Shape.TODO),
    "person.updated": ("Mise à jour par un flux d’identité", Shape.DONE),
    "person.alert_decided": ("Alerte décidée", Shape.DONE),
    "person.merged_into": ("Fusionnée dans une autre", Shape.TODO),
    "person.unmerged_from": ("Fusion défaite : l’autre identité est rendue", Shape.TODO),
    "person.notice_changed": ("Message aux abonnés", Shape.IDLE),
    "person.mailbox_closed": ("Messagerie Mon espace santé fermée", Shape.TODO),
    "person.mailbox_unknown": ("Pas de messagerie Mon espace santé", Shape.TODO),
    "person.mailbox_open": ("Messagerie Mon espace santé rouverte", Shape.DONE),
    "person.told_again": ("Identité renvoyée aux abonnés", Shape.IDLE),
}
FIELD_WORDS = {
    "status": "Statut",
    "attributes": "Attributs",
    "birth_date_uncertain": "Date incertaine",
    "ins.matricule": "Matricule INS",
    "ins.oid": "OID de l’INS",
    "ins.source": "Origine de l’INS",
    "ins.retrieved_at": "INS obtenue",
    "ins.verified_at": "INS vérifiée",
    "former_ins": "INS antérieures",
    "identifiers": "Identifiants",
    "proof.document": "Pièce contrôlée",
    "proof.checked_by": "Contrôlée par",
    "proof.checked_at": "Contrôlée",
    "proof.valid_until": "Fin de validité de la pièce",
    "deceased_on": "Décès",
    "merged_into": "Fusionnée dans",
    "traits.birth_family": "Nom de naissance",
    "traits.birth_given": "Premier prénom",
    "traits.birth_givens": "Prénom(s) de naissance",
    "traits.birth_date": "Date de naissance",
    "traits.sex": "Sexe",
    "traits.birth_place": "Lieu de naissance",
    "traits.used_family": "Nom utilisé",
    "traits.used_given": "Prénom utilisé",
    "complementary.address": "Adresse",
    "complementary.postal_code": "Code postal",
    "complementary.city": "Commune",
    "complementary.country": "Pays",
    "complementary.phone": "Téléphone",
    "complementary.email": "Courriel",
    "consents.dmp_status": "État du DMP",
    "consents.feeding": "Alimentation du DMP",
    "consents.feeding_at": "Recueilli",
    "consents.consultation": "Consultation du DMP",
    "consents.consultation_at": "Recueilli",
    "rights.information": "Information",
    "rights.patient_mail_refused_at": "Refus de la messagerie du patient",
    "rights.professional_mail_refused_at": "Refus des envois aux professionnels",
    "rights.secrecy_asked_at": "Secret demandé par le mineur",
    "rights.representatives": "Représentants légaux",
}
DATES = frozenset({"traits.birth_date", "deceased_on", "proof.valid_until"})
INSTANTS = frozenset({"ins.retrieved_at", "ins.verified_at", "proof.checked_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One field that changed, in words; empty: absent."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One event. reason: as typed. means: what told of it. message: address of the message that caused it, or empty."""

    id: int
    title: str
    shape: Shape
    at: datetime
    actor: str
    reason: str
    means: str
    message: str
    changes: tuple[ChangeRow, ...]
    of: int | None


def describe_history(events: Iterable[StoredPersonEvent], person_id: int, now: datetime) -> tuple[HistoryRow, ...]:
    """Describe a history, newest first, consultations left out. of: the merged person that an event is of."""
    shown = [event for event in events if event.name != SEEN]
    return tuple(_describe(event, person_id, now) for event in sorted(shown, key=lambda one: (one.at, one.id))[::-1])


def _describe(event: StoredPersonEvent, person_id: int, now: datetime) -> HistoryRow:
    title, shape = EVENT_WORDS.get(event.name, (event.name, Shape.IDLE))
    return HistoryRow(
        id=event.id,
        title=title,
        shape=shape,
        at=event.at,
        actor=tell_actor(event.actor),
        reason=str(event.data.get("reason") or ""),
        means=_tell_means(event.data),
        message=f"/messages/{event.message_id}" if event.message_id else "",
        changes=tuple(describe_changes(event.data.get("changes"), now)),
        of=event.person_id if event.person_id != person_id else None,
    )


def _tell_means(data: Mapping[str, Any]) -> str:
    parts = [
        f"message {data['event']}" if data.get("event") else "",
        f"n° {data['control_id']}" if data.get("control_id") else "",
        f"venue {data['visit']}" if data.get("visit") else "",
        f"séjour {data['state']}" if data.get("state") else "",
        f"appel INSi n° {data['call_id']}" if data.get("call_id") else "",
        f"identité n° {data['other']}" if data.get("other") else "",
        f"décision : {data['decision']}" if data.get("decision") else "",
    ]
    return ", ".join(part for part in parts if part)


def tell_actor(actor: str) -> str:
    """Name who acted: an operator, an application, or Liane."""
    return actor.removeprefix("user:").removeprefix("emitter:") or "Liane"


def describe_changes(changes: object, now: datetime) -> list[ChangeRow]:
    """Describe the fields that changed; anything that is not a list of (field, before, after) is left out."""
    if not isinstance(changes, Sequence) or isinstance(changes, str):
        return []
    rows = []
    for change in changes:
        if isinstance(change, Sequence) and not isinstance(change, str) and len(change) == 3:
            field, before, after = (str(part) for part in change)
            rows.append(
                ChangeRow(
                    label=FIELD_WORDS.get(field, field),
                    before=tell_value(field, before, now),
                    after=tell_value(field, after, now),
                )
            )
    return rows


def tell_value(field: str, value: str, now: datetime) -> str:
    """Write the value of a field for a French reader; empty stays empty."""
    if not value:
        return ""
    if field in DATES:
        return show(value)
    if field in INSTANTS:
        return _tell_instant(value, now)
    words = _CODES.get(field, {}).get(value)
    if words:
        return words
    return format_ins(value) if field == "ins.matricule" else value


def _tell_instant(value: str, now: datetime) -> str:
    try:
        return format_instant(datetime.fromisoformat(value), now)
    except ValueError:
        return value


_CODES: dict[str, dict[str, str]] = {
    "proof.document": {document.value: PROOF_WORDS[document] for document in ProofDocument},
    "consents.feeding": {stance.value: FEEDING_WORDS[stance].word for stance in FeedingStance},
    "consents.consultation": {stance.value: CONSULTATION_WORDS[stance].word for stance in ConsultationStance},
    "consents.dmp_status": {code: state.word for code, state in DMP_WORDS.items()},
    "traits.sex": SEX_WORDS,
}
