"""The lines that the flows write in the worklists of identity-vigilance: their kind, evidence and key.

Evidence is for a person who compares: French, per trait, without any value of a trait; the page shows the persons.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liane.domain.errors import Finding
from liane.domain.identity.linkage import Overlay, PairScore
from liane.store.registry_records import AlertKind, NewAlert

EVIDENCE_LINES_MAX = 50
APPLY_ANYWAY = "appliquer"
"""Decision by which a person has a held message applied although its traits are those of someone else."""


def duplicate_alert(person_id: int, other_id: int, score: PairScore, at: datetime) -> NewAlert:
    """Two persons that may be one, with what speaks for and against, trait by trait.

    Rule: RNIV 1 (doublons); Fellegi-Sunter weights of ``linkage``.
    """
    first, second = sorted((person_id, other_id))
    lines = [
        {"trait": str(one.trait), "level": str(one.level), "weight": round(one.weight, 2), "text": one.text_fr}
        for one in score.evidence[:EVIDENCE_LINES_MAX]
    ]
    return NewAlert(
        kind=AlertKind.DUPLICATE,
        at=at,
        person_id=first,
        other_id=second,
        score=score.probability,
        evidence={"weight": round(score.weight, 2), "traits": lines},
        dedup_key=f"doublon|{first}|{second}",
    )


def overlay_key(message_id: int) -> str:
    """The key of the collision that one message would make."""
    return f"collision|message {message_id}"


def overlay_alert(person_id: int, overlay: Overlay, at: datetime, *, message_id: int, is_held: bool) -> NewAlert:
    """A person whose traits would become someone else's. is_held: the message was not applied, a person decides.

    Rule: RNIV 1 (collisions).
    """
    held = " Le message n'est pas appliqué." if is_held else ""
    return NewAlert(
        kind=AlertKind.COLLISION,
        at=at,
        person_id=person_id,
        message_id=message_id,
        score=overlay.score.probability,
        evidence={
            "message": f"Les traits changent au point de désigner une autre personne.{held}",
            "traits": list(overlay.reasons),
            "held": is_held,
        },
        dedup_key=overlay_key(message_id),
    )


def collision_alert(
    person_id: int, other_id: int | None, at: datetime, *, message_id: int | None, message: str
) -> NewAlert:
    """An identifier or a stay claimed by two persons; the message is kept, a person decides."""
    return NewAlert(
        kind=AlertKind.COLLISION,
        at=at,
        person_id=person_id,
        other_id=other_id,
        message_id=message_id,
        evidence={"message": message, "held": True},
        dedup_key=f"collision|{person_id}|{other_id or 0}|{message_id or 0}",
    )


def failed_alert(
    at: datetime, *, message_id: int | None, findings: Sequence[Finding], person_id: int = 0, key: str = ""
) -> NewAlert:
    """A message of identity that could not be applied, or a notice that could not be delivered."""
    return NewAlert(
        kind=AlertKind.MESSAGE_FAILED,
        at=at,
        person_id=person_id,
        message_id=message_id,
        evidence={"findings": dump_alert_findings(findings)},
        dedup_key=key or f"échec|{message_id or 0}",
    )


def discordance_alert(
    person_id: int, at: datetime, *, message_id: int | None, findings: Sequence[Finding], sender: str
) -> NewAlert:
    """An application that may not alter identities shows a person otherwise than the registry."""
    codes = ",".join(sorted({finding.code for finding in findings}))
    return NewAlert(
        kind=AlertKind.DISCORDANCE,
        at=at,
        person_id=person_id,
        message_id=message_id,
        evidence={"sender": sender, "findings": dump_alert_findings(findings)},
        dedup_key=f"discordance|{person_id}|{sender}|{codes}",
    )


def movement_alert(
    person_id: int, at: datetime, *, person_index: int | None, message_id: int, findings: Sequence[Finding]
) -> NewAlert:
    """A movement out of sequence: kept, yet somebody must look. Rule: hl7v2.md §8.3."""
    return NewAlert(
        kind=AlertKind.MOVEMENT,
        at=at,
        person_id=person_id,
        person_index=person_index,
        message_id=message_id,
        evidence={"findings": dump_alert_findings(findings)},
        dedup_key=f"mouvement|{message_id}",
    )


def unattested_ins_alert(
    person_id: int, at: datetime, *, person_index: int | None, message_id: int | None, message: str
) -> NewAlert:
    """An INS that came without an attested identity: not qualified, it stays inside. Rule: hl7v2.md §4.3.2."""
    return NewAlert(
        kind=AlertKind.INS_WITHOUT_VALIDATION,
        at=at,
        person_id=person_id,
        person_index=person_index,
        message_id=message_id,
        evidence={"message": message},
        dedup_key=f"ins sans validation|{person_id or f'm{message_id}'}",
    )


def verification_alert(person_id: int, at: datetime, *, was_qualified: bool) -> NewAlert:
    """INSi answered that this INS is not this person's. Rule: INS/va1.07; ins.md §6.9."""
    told = " L'INS ne circule plus." if was_qualified else ""
    return NewAlert(
        kind=AlertKind.VERIFICATION_FAILED,
        at=at,
        person_id=person_id,
        evidence={"message": f"La vérification par INSi est en échec (KO).{told}"},
        dedup_key=f"vérification|{person_id}",
    )


def dump_alert_findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as the evidence keeps them."""
    return [
        {"code": one.code, "location": one.location, "message": one.message, "remedy": one.remedy}
        for one in findings[:EVIDENCE_LINES_MAX]
    ]
