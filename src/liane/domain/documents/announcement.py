"""Hold a document from the patient until it was announced to them, and let it go: values and pure rules.

A held document feeds the DMP invisible to the patient and is not mailed to them. « Annonce faite » makes it visible and
sends the mail. Each version of a document is one line; the versions of a lineage follow each other.
Rule: CRI/va1.02, CRI/va1.03; couloirs.md §5.1; dmp.md §11.3; hl7v2.md §4.8.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from liane.domain.documents.request import Endpoint, RequestAction, RequestFlags

ANY_TYPE = "*"
"""Names, among the delays, every type that has none of its own."""
RELEASE_DAYS_MAX = 3650
_RULE = "CRI/va1.02; couloirs.md §5.1"


class HoldOrigin(StrEnum):
    """Why a document is held."""

    FLAG = "demande de l’émetteur"
    RULE = "règle de l’établissement"
    HAND = "décision d’un professionnel"
    VERSION = "version précédente déjà retenue"


class AnnouncementState(StrEnum):
    """Where one version stands."""

    WAITING = "à libérer"
    RELEASED = "libéré"
    SUPERSEDED = "remplacé avant l’annonce"
    DELETED = "supprimé"


class ReleaseMode(StrEnum):
    """Who said that the announcement was made."""

    NONE = ""
    PERSON = "annonce faite"
    DELAY = "délai de l’établissement"
    EMITTER = "application émettrice"


class FolderVisibility(StrEnum):
    """What remains to do at the DMP. TO_DO waits for a professional signed in by Pro Santé Connect (TD3.3b in AIR)."""

    HIDDEN = "invisible au patient"
    TO_DO = "à rendre visible"
    DONE = "visible"
    NOT_NEEDED = "sans objet"


class PatientMail(StrEnum):
    """What became of the mail to the patient."""

    HELD = "retenu"
    PLANNED = "confié à l’envoi"
    NONE = "aucun"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRule:
    """One rule of the establishment: documents of these types, of this application, of this unit, are held.

    What is empty counts for all. unit: name or number of the structure of the sender of the request (PRT-8).
    """

    type_codes: frozenset[str] = frozenset()
    application: str = ""
    facility: str = ""
    unit: str = ""

    def holds(self, facts: "HoldFacts") -> bool:
        """Tell whether a document falls under this rule."""
        return (
            (not self.type_codes or facts.type_code in self.type_codes)
            and self.application in ("", facts.sender.application)
            and self.facility in ("", facts.sender.facility)
            and (not self.unit or self.unit.casefold() in facts.units)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFacts:
    """What the rules look at. units: folded names and numbers of the units of the document."""

    type_code: str
    sender: Endpoint
    units: frozenset[str] = frozenset()


def is_held_by_rule(facts: HoldFacts, rules: Sequence[HoldRule]) -> bool:
    """Tell whether a rule of the establishment holds a document. Rule: CRI/va1.02; couloirs.md §5.1."""
    return any(rule.holds(facts) for rule in rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDelays:
    """After how many days a document is released by itself, by type; None: never. A type not named: ``*``, else never.

    Rule: couloirs.md §5.1 (only where the establishment set it).
    """

    days: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))

    def find_days(self, type_code: str) -> int | None:
        """The delay of a type, None when it is never released by itself."""
        return self.days[type_code] if type_code in self.days else self.days.get(ANY_TYPE)

    def find_due(self, type_code: str, held_at: datetime) -> datetime | None:
        """The instant from which a document may leave by itself; None: never."""
        days = self.find_days(type_code)
        return None if days is None else held_at + timedelta(days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One version of a document and its announcement.

    unique_id: XDS form. document_id: the request that brought it. fed_hidden: a feed that hides it was tried at least
    once. released_by: name; released_id: PS_IdNat, empty for a delay. note: what was written at the release.
    visibility_note: last word about the DMP, French. version: grows with each change.
    """

    unique_id: str
    lineage: str
    document_id: int
    type_code: str
    held_at: datetime
    origin: HoldOrigin
    reason: str = ""
    held_by: str = ""
    state: AnnouncementState = AnnouncementState.WAITING
    fed_hidden: bool = False
    visibility: FolderVisibility = FolderVisibility.HIDDEN
    visibility_note: str = ""
    mail: PatientMail = PatientMail.HELD
    mode: ReleaseMode = ReleaseMode.NONE
    released_at: datetime | None = None
    released_by: str = ""
    released_id: str = ""
    note: str = ""
    version: int = 1


class FollowUpAct(StrEnum):
    """What a new request of a lineage asks of the announcements of it."""

    NOTHING = "rien"
    HOLD = "retenir"
    RELEASED_BY_EMITTER = "libéré par l’émetteur"
    CARRY_ON = "suite d’un document libéré"
    TAKE_BACK = "supprimé"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDecision:
    """What to do, with the version before it, if it has an announcement. reason: French, for the timeline."""

    act: FollowUpAct
    origin: HoldOrigin = HoldOrigin.FLAG
    previous: Announcement | None = None
    reason: str = ""
    rule: str = _RULE


def follow_request(
    action: RequestAction, flags: RequestFlags, *, unique_id: str, known: Sequence[Announcement]
) -> FollowUpDecision:
    """Decide what a request means for the announcements of its lineage. known: those of the lineage, oldest first.

    A version that comes while its predecessor waits waits too, unless its emitter says that the visibility changes
    (MODIF_CONF_CODE) and shows it. Once a lineage was released, only its emitter holds it again, never a rule.
    Rule: CRI/va1.02, CRI/va1.03; hl7v2.md §3.3, §4.8; couloirs.md §5.1 (a later correction replaces).
    """
    if action is RequestAction.DELETE:
        own = next((one for one in known if one.unique_id == unique_id), None)
        if own is None or own.state in (AnnouncementState.DELETED, AnnouncementState.SUPERSEDED):
            return FollowUpDecision(act=FollowUpAct.NOTHING)
        return FollowUpDecision(act=FollowUpAct.TAKE_BACK, previous=own, reason=_TAKEN_BACK)
    if any(one.unique_id == unique_id for one in known):
        return FollowUpDecision(act=FollowUpAct.NOTHING)
    previous = known[-1] if known and action is RequestAction.REPLACE else None
    if previous is not None and previous.state is AnnouncementState.WAITING:
        if flags.modif_conf_code and not flags.invisible_patient:
            return FollowUpDecision(act=FollowUpAct.RELEASED_BY_EMITTER, previous=previous, reason=_BY_EMITTER)
        return FollowUpDecision(
            act=FollowUpAct.HOLD, origin=HoldOrigin.VERSION, previous=previous, reason=_VERSION_WAITS
        )
    if flags.invisible_patient:
        return FollowUpDecision(act=FollowUpAct.HOLD, origin=HoldOrigin.FLAG, previous=previous, reason=_BY_FLAG)
    if previous is not None and previous.state is AnnouncementState.RELEASED:
        return FollowUpDecision(act=FollowUpAct.CARRY_ON, previous=previous, reason=_CARRIED_ON)
    if flags.to_announce:
        return FollowUpDecision(act=FollowUpAct.HOLD, origin=HoldOrigin.RULE, previous=previous, reason=_BY_RULE)
    return FollowUpDecision(act=FollowUpAct.NOTHING)


_BY_FLAG = "L’émetteur demande que le patient ne voie pas ce document avant son annonce."
_BY_RULE = "Une règle de l’établissement retient ce type de document jusqu’à son annonce."
_VERSION_WAITS = "La version précédente attendait son annonce : celle-ci l’attend aussi."
_BY_EMITTER = "L’application émettrice rend cette version visible : l’annonce est faite."
_CARRIED_ON = "Correction d’un document déjà annoncé : elle est visible du patient."
_TAKEN_BACK = "Document supprimé par son émetteur."
