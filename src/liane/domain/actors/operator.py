"""Who acts in Liane, and what they may do: roles are sets of rights, an operator holds the union of theirs."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from liane.domain.actors.professional import Situation


class Right(StrEnum):
    """One thing that an operator may do.

    Rule: INS/va1.50 (habilitations for INSi), RNIV 1 (creation, validation and fusion: habilitated persons only).
    """

    SEE_FLOWS = "voir les flux"
    ACT_ON_FLOWS = "agir sur les flux"
    SEE_PERSONS = "voir les identités"
    CREATE_PERSONS = "créer et modifier les identités"
    CALL_INSI = "appeler INSi"
    QUALIFY = "qualifier les identités"
    MERGE = "fusionner les identités"
    RECORD_CONSENT = "recueillir les consentements"
    EXPORT_PERSONS = "exporter les identités"
    SEE_RECEPTION = "voir ce qui arrive"
    FILE_DOCUMENTS = "intégrer les documents reçus"
    SEE_ALL_UNITS = "voir la réception de toutes les unités"
    LEARN = "valider ce que la réception apprend"
    READ_DMP = "consulter le DMP"
    BREAK_GLASS = "accéder au DMP en bris de glace"
    CHANGE_VISIBILITY = "changer la visibilité des documents"
    ANNOUNCE = "libérer après l’annonce"
    SEE_DIRECTORY = "consulter l’annuaire"
    SEE_AUDIT = "consulter la piste d’audit"
    GIVE_ACCESS_LOG = "remettre au patient le relevé des accès"
    OPEN_CONTEXT = "appeler Liane en contexte"
    ADMINISTER = "administrer"


class Role(StrEnum):
    """A job, as the settings name it."""

    CONSULTATION = "consultation"
    ACCUEIL = "accueil"
    IDENTITOVIGILANCE = "identitovigilance"
    SECRETARIAT = "secretariat"
    CLINICIEN = "clinicien"
    PHARMACIEN = "pharmacien"
    BIOLOGISTE = "biologiste"
    RADIOLOGUE = "radiologue"
    AUDIT = "audit"
    INTEGRATION = "integration"
    APPELANT = "appelant"
    ADMINISTRATION = "administration"


CLINICAL = frozenset({Right.READ_DMP, Right.BREAK_GLASS, Right.CHANGE_VISIBILITY, Right.ANNOUNCE})
"""Rights that only a person of care may hold: they are worth nothing without a national identifier.

Rule: DMP/AIRS.03, the VIHF names the physical user, never a generic account.
"""

_CARE = frozenset(
    {
        Right.SEE_PERSONS,
        Right.SEE_RECEPTION,
        Right.FILE_DOCUMENTS,
        Right.RECORD_CONSENT,
        Right.SEE_DIRECTORY,
        Right.READ_DMP,
    }
)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CONSULTATION: frozenset({Right.SEE_FLOWS, Right.SEE_PERSONS}),
    Role.ACCUEIL: frozenset(
        {
            Right.SEE_FLOWS,
            Right.SEE_PERSONS,
            Right.CREATE_PERSONS,
            Right.CALL_INSI,
            Right.QUALIFY,
            Right.RECORD_CONSENT,
        }
    ),
    Role.IDENTITOVIGILANCE: frozenset(
        {
            Right.SEE_FLOWS,
            Right.SEE_PERSONS,
            Right.CREATE_PERSONS,
            Right.CALL_INSI,
            Right.QUALIFY,
            Right.MERGE,
            Right.RECORD_CONSENT,
            Right.EXPORT_PERSONS,
            Right.SEE_RECEPTION,
            Right.FILE_DOCUMENTS,
            Right.SEE_ALL_UNITS,
        }
    ),
    Role.SECRETARIAT: frozenset(
        {Right.SEE_PERSONS, Right.SEE_RECEPTION, Right.FILE_DOCUMENTS, Right.SEE_DIRECTORY, Right.RECORD_CONSENT}
    ),
    Role.CLINICIEN: _CARE | {Right.BREAK_GLASS, Right.CHANGE_VISIBILITY, Right.ANNOUNCE},
    Role.PHARMACIEN: _CARE,
    Role.BIOLOGISTE: _CARE | {Right.CHANGE_VISIBILITY, Right.ANNOUNCE},
    Role.RADIOLOGUE: _CARE | {Right.BREAK_GLASS, Right.CHANGE_VISIBILITY, Right.ANNOUNCE},
    Role.AUDIT: frozenset({Right.SEE_AUDIT, Right.GIVE_ACCESS_LOG, Right.SEE_PERSONS}),
    Role.INTEGRATION: frozenset(
        {Right.SEE_FLOWS, Right.ACT_ON_FLOWS, Right.SEE_PERSONS, Right.SEE_RECEPTION, Right.SEE_ALL_UNITS}
    ),
    Role.APPELANT: frozenset({Right.OPEN_CONTEXT}),
    Role.ADMINISTRATION: frozenset(Right) - CLINICAL - {Right.SEE_AUDIT, Right.GIVE_ACCESS_LOG},
}
"""Rights of each role.

An « accueil » qualifies at the counter; only the identity-vigilance cell merges. A « secretariat » files what comes in
for its unit, and for no unit in particular. An « appelant » is a record system, never a person: it opens a patient
for a professional who still has to sign in. Who administers neither reads a patient's DMP nor the trail of what they
did themselves. Rule: REM SSI/GEN.16 (separation of rights).
"""


class SignInMeans(StrEnum):
    """How who acts proved who they are, from the strongest to none."""

    PRO_SANTE_CONNECT = "Pro Santé Connect"
    LOCAL_ACCOUNT = "compte local"
    BREAK_GLASS_ACCOUNT = "compte de secours"
    NONE = "poste local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A person (or a process) that acts; name goes to the journal.

    identifier: PS_IdNat (``8`` + RPPS) when signed in by Pro Santé Connect, else empty. situation: the exercise chosen
    at sign-in. unit: the unit worked in. session: number of the session in the store, empty without one.
    signed_in_at: when they last proved who they are in that session (aware), None without one; it says nothing of who
    they are, so two operators compare without it. family, given: the same name in two, when it is known so; empty
    otherwise.
    """

    name: str
    roles: frozenset[Role]
    unit: str = ""
    identifier: str = ""
    means: SignInMeans = SignInMeans.NONE
    situation: Situation | None = None
    session: str = ""
    signed_in_at: datetime | None = field(default=None, compare=False)
    family: str = field(default="", compare=False)
    given: str = field(default="", compare=False)

    @property
    def names(self) -> tuple[str, str]:
        """Family name, then given name; a name that is only known whole is cut at its first space.

        Rule: dmp.md §3.2 (subject-id: family name, given name).
        """
        if self.family:
            return self.family, self.given
        family, _, given = self.name.partition(" ")
        return family, given

    @property
    def rights(self) -> frozenset[Right]:
        """The union of the rights of the roles; the clinical ones only for a professional who is named nationally.

        Rule: DMP/AIRS.03; REM SSI/GEN.17 (no generic account).
        """
        held: frozenset[Right] = (
            frozenset().union(*(RIGHTS[role] for role in self.roles)) if self.roles else frozenset()
        )
        return held if self.identifier else held - CLINICAL

    def may(self, right: Right) -> bool:
        """Tell whether this operator holds a right."""
        return right in self.rights


LIANE = Operator(name="Liane", roles=frozenset({Role.ADMINISTRATION}))
"""Liane itself, for what no person triggers (flows, queues, lots)."""
