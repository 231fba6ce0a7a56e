"""The access of a reader to a DMP, and who else may consult it, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from liane.domain.dmp.folder import AccessSign, AuthorisedActor
from liane.pipeline.dmp_consultation.ports import Folder
from liane.web.views.dmp_words import ACCESS_WORDS, SIGNS, Sign
from liane.web.views.states import Shape, State

_MODES = {
    "ACTIVE": State(shape=Shape.DONE, word="autorisé"),
    "INTERDITE": State(shape=Shape.REFUSED, word="bloqué par le patient"),
    "EXPIREE": State(shape=Shape.IDLE, word="autorisation expirée"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView:
    """How a DMP stands for who reads it. facts: label and words; may_withdraw: they are authorised."""

    sign: Sign
    mode: str
    facts: tuple[tuple[str, str], ...]
    opened_at: datetime
    until: datetime
    may_withdraw: bool


def describe_access(folder: Folder) -> AccessView:
    """Describe an opened DMP. Rule: DMP/UX.12; dmp.md §7.2 (the traits that the DMP holds are never shown)."""
    facts = folder.facts
    attached = {True: "oui", False: "non", None: "non précisé"}[facts.is_mes_attached]
    rows = [
        ("Vous êtes médecin traitant pour le DMP", "oui" if facts.is_medecin_traitant else "non"),
        ("Rattaché à Mon espace santé", attached),
    ]
    if facts.opposes_break_glass is not None:
        rows.append(("Opposition au bris de glace", "oui" if facts.opposes_break_glass else "non"))
    if facts.opposes_centre_15 is not None:
        rows.append(("Opposition à l’accès du centre 15", "oui" if facts.opposes_centre_15 else "non"))
    return AccessView(
        sign=SIGNS[facts.sign],
        mode=ACCESS_WORDS[folder.access] + (", connexion secrète" if folder.is_secret else ""),
        facts=tuple(rows),
        opened_at=folder.opened_at,
        until=folder.until,
        may_withdraw=facts.sign is AccessSign.AUTHORISED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """One who may consult, or who is blocked."""

    name: str
    identifier: str
    kind: str
    specialty: str
    state: State
    since: datetime | None
    last: datetime | None


def describe_actors(actors: Iterable[AuthorisedActor]) -> tuple[ActorRow, ...]:
    """Describe the answer of TD1.6. Rule: dmp.md §7.3."""
    return tuple(
        ActorRow(
            name=one.name or one.identifier,
            identifier=one.identifier,
            kind="structure" if one.is_structure else "professionnel",
            specialty=one.specialty,
            state=_MODES.get(one.mode.upper(), State(shape=Shape.IDLE, word=one.mode.lower() or "non précisé")),
            since=one.started_at,
            last=one.last_action_at,
        )
        for one in actors
    )
