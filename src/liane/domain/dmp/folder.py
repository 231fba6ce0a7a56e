"""One patient's DMP as a reader sees it: open or not, authorised or not, and the mode of access asked for.

Values and the decision table; who may ask at all is in ``opening``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccessMode(StrEnum):
    """Mode of access to a DMP (TRE_R248). Rule: dmp.md §3.2, purposeofuse."""

    NORMAL = "normal"
    BRIS_DE_GLACE = "bris_de_glace"
    CENTRE_15 = "centre_15"

    @property
    def is_emergency(self) -> bool:
        """True when no authorisation is asked of the patient."""
        return self is not AccessMode.NORMAL


class FolderState(StrEnum):
    """What the DMP says of a folder. Rule: dmp.md §7.2 (queryResponseCode, statusCode)."""

    OPEN = "open"
    CLOSED = "closed"
    ABSENT = "absent"


class Authorisation(StrEnum):
    """What the DMP says of who asks. INCONNUE: a value that is not in the text. Rule: dmp.md §7.2."""

    VALIDE = "VALIDE"
    NON_EXISTE = "NON_EXISTE"
    EXPIRE = "EXPIRE"
    INTERDIT = "INTERDIT"
    INCONNUE = ""


class AccessSign(StrEnum):
    """The four states that a screen shows, in words. Rule: DMP/UX.12; couloirs.md §2.4."""

    AUTHORISED = "DMP ouvert, accès autorisé"
    NOT_AUTHORISED = "DMP ouvert, accès non autorisé"
    CLOSED = "DMP fermé"
    ABSENT = "pas de DMP"


class NextStep(StrEnum):
    """What a reader may do next."""

    CONSULT = "consult"
    AUTHORISE = "authorise"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFacts:
    """What TD0.2 said (and TD1.3a, for the two oppositions: None when it was not asked).

    closed_on: UTC digits or empty. closing_reason: as the DMP words it, empty when the folder is open.
    """

    state: FolderState
    authorisation: Authorisation = Authorisation.INCONNUE
    is_medecin_traitant: bool = False
    is_mes_attached: bool | None = None
    closed_on: str = ""
    closing_reason: str = ""
    opposes_break_glass: bool | None = None
    opposes_centre_15: bool | None = None

    @property
    def sign(self) -> AccessSign:
        """The state to show. Rule: DMP/UX.12."""
        if self.state is FolderState.ABSENT:
            return AccessSign.ABSENT
        if self.state is FolderState.CLOSED:
            return AccessSign.CLOSED
        return AccessSign.AUTHORISED if self.authorisation is Authorisation.VALIDE else AccessSign.NOT_AUTHORISED


def read_authorisation(value: str) -> Authorisation:
    """Read the code of an authorisation, whatever its case; INCONNUE when it is not one of the text."""
    try:
        return Authorisation(value.strip().upper())
    except ValueError:
        return Authorisation.INCONNUE


def decide_next(facts: FolderFacts, mode: AccessMode) -> NextStep:
    """Decide what a reader may do, by the table of TD0.2.

    In an emergency mode no authorisation is needed, yet who the patient blocked stays blocked.
    Rule: dmp.md §7.2, decision table; dmp.md §11.1 (modes R and B); §7.2, TD1.3a oppositions.
    """
    if facts.state is not FolderState.OPEN or facts.authorisation is Authorisation.INTERDIT:
        return NextStep.REFUSE
    if mode is AccessMode.BRIS_DE_GLACE:
        return NextStep.REFUSE if facts.opposes_break_glass else NextStep.CONSULT
    if mode is AccessMode.CENTRE_15:
        return NextStep.REFUSE if facts.opposes_centre_15 else NextStep.CONSULT
    steps = {
        Authorisation.VALIDE: NextStep.CONSULT,
        Authorisation.NON_EXISTE: NextStep.AUTHORISE,
        Authorisation.EXPIRE: NextStep.AUTHORISE,
    }
    return steps.get(facts.authorisation, NextStep.REFUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisedActor:
    """One line of TD1.6: who may (or may not) consult this DMP. mode: ``ACTIVE``, ``INTERDITE``… as the DMP says it.

    is_structure: a structure, else a person. Rule: dmp.md §7.3.
    """

    identifier: str
    name: str
    is_structure: bool = False
    specialty: str = ""
    mode: str = ""
    specific_right: str = ""
    started_at: datetime | None = None
    last_action_at: datetime | None = None
