"""Who acts in Liane, and what they may do: roles are sets of rights, an operator holds the union of theirs."""

from dataclasses import dataclass
from enum import StrEnum


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
    ADMINISTER = "administrer"


class Role(StrEnum):
    """A job, as the settings name it."""

    CONSULTATION = "consultation"
    ACCUEIL = "accueil"
    IDENTITOVIGILANCE = "identitovigilance"
    SECRETARIAT = "secretariat"
    INTEGRATION = "integration"
    ADMINISTRATION = "administration"


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
    Role.SECRETARIAT: frozenset({Right.SEE_PERSONS, Right.SEE_RECEPTION, Right.FILE_DOCUMENTS}),
    Role.INTEGRATION: frozenset(
        {Right.SEE_FLOWS, Right.ACT_ON_FLOWS, Right.SEE_PERSONS, Right.SEE_RECEPTION, Right.SEE_ALL_UNITS}
    ),
    Role.ADMINISTRATION: frozenset(Right),
}
"""Rights of each role.

An « accueil » qualifies at the counter; only the identity-vigilance cell merges. A « secretariat » files what comes in
for its unit, and for no unit in particular.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A person (or a process) that acts; name goes to the journal."""

    name: str
    roles: frozenset[Role]
    unit: str = ""

    @property
    def rights(self) -> frozenset[Right]:
        """The union of the rights of the roles."""
        return frozenset().union(*(RIGHTS[role] for role in self.roles)) if self.roles else frozenset()

    def may(self, right: Right) -> bool:
        """Tell whether this operator holds a right."""
        return right in self.rights


LIANE = Operator(name="Liane", roles=frozenset({Role.ADMINISTRATION}))
"""Liane itself, for what no person triggers (flows, queues, lots)."""
