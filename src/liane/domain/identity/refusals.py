"""Why a change of an identity is refused, in words for the person at the desk."""

from liane.domain.errors import Finding, Severity
from liane.domain.identity.standing import Refusal

_REMEDY_MERGED = "Agir sur l'identité conservée, ou défaire d'abord la fusion."


def explain(refusal: Refusal) -> Finding:
    """Say in French why the table of transitions refuses."""
    match refusal:
        case Refusal.INSI_FORBIDDEN:
            return identity_error(
                "IDV-001",
                "Identité douteuse ou fictive : aucun appel à INSi n'est permis, aucune réponse n'est acceptée.",
                "Lever l'attribut après contrôle, puis interroger INSi.",
                "INS/va1.44; ins.md §5.2",
            )
        case Refusal.LOCKED:
            return identity_error(
                "IDV-002",
                "Les traits stricts viennent d'INSi et sont verrouillés.",
                "Interroger INSi à nouveau, ou abandonner l'INS en confirmant la correction.",
                "INS/va1.47, INS/va1.48; ins.md §5.1",
            )
        case Refusal.NO_PROOF:
            return identity_error(
                "IDV-003",
                "Aucun contrôle de pièce d'identité n'est enregistré pour cette identité.",
                "Rouvrir la fiche : le contrôle a peut-être déjà été retiré.",
                "ins.md §5.1",
            )
        case Refusal.UNRELIABLE:
            return identity_error(
                "IDV-004",
                "Une identité douteuse ou fictive ne peut pas être validée.",
                "Lever l'attribut après contrôle, puis enregistrer la pièce.",
                "INS/va1.44; ins.md §5.2",
            )
        case Refusal.COMBINATION:
            return identity_error(
                "IDV-005",
                "Ces attributs ne vont pas ensemble : seuls « douteux » et « homonyme » se combinent.",
                "Lever l'attribut déjà posé avant d'en poser un autre.",
                "INS/va1.44; ins.md §5.2",
            )


def identity_error(code: str, message: str, remedy: str, rule: str) -> Finding:
    """One error about an identity of the registry."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="identité",
        message=message,
        remedy=remedy,
        layer="identity",
        rule=rule,
    )


def identity_warning(code: str, message: str, remedy: str, rule: str) -> Finding:
    """One warning about an identity of the registry."""
    return Finding(
        code=code,
        severity=Severity.WARNING,
        location="identité",
        message=message,
        remedy=remedy,
        layer="identity",
        rule=rule,
    )


def refuse_merged() -> Finding:
    """The identity was merged into another: nothing of it changes any more."""
    return identity_error(
        "IDV-010", "Cette identité est fusionnée dans une autre : elle ne change plus.", _REMEDY_MERGED, "ins.md §5"
    )
