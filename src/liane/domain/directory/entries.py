"""What the national directory tells: professionals, the situations in which they act, structures, MSSanté mailboxes.

Rule: annuaire.md §2, §4.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liane.domain.errors import Finding, Severity
from liane.domain.intake.extract.surface.numbers import luhn_is_right

_RPPS = re.compile(r"[0-9]{11}")
_FINESS = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{7}")


class MailboxKind(StrEnum):
    """Kind of an MSSanté mailbox. Rule: TRE_R257-TypeBAL (JDV_J139); annuaire.md §2.3."""

    PER = "PER"
    ORG = "ORG"
    APP = "APP"
    CAB = "CAB"


_KIND_ORDER = {kind: place for place, kind in enumerate((MailboxKind.PER, MailboxKind.CAB, MailboxKind.ORG, None))}
KIND_WORDS = {
    MailboxKind.PER: "personnelle",
    MailboxKind.ORG: "organisationnelle",
    MailboxKind.APP: "applicative",
    MailboxKind.CAB: "de cabinet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryMailbox:
    """One MSSanté address. address: lower case. kind: None when nothing says it. rank: 1 is preferred, 0 unsaid.

    accepts_digital: takes documents without paper, None when unsaid (annuaire.md §9, meaning to be confirmed).
    """

    address: str
    kind: MailboxKind | None = None
    rank: int = 0
    description: str = ""
    service: str = ""
    accepts_digital: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPractitioner:
    """A professional. key: what names the record in its source. idnps: PS_IdNat with its prefix (``8`` + RPPS).

    profession: TRE_G15. category: TRE_R09. specialties: TRE_R38 codes.
    """

    key: str
    idnps: str = ""
    rpps: str = ""
    family: str = ""
    given: str = ""
    civility: str = ""
    profession: str = ""
    category: str = ""
    specialties: tuple[str, ...] = ()
    is_active: bool = True
    mailboxes: tuple[DirectoryMailbox, ...] = ()
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryStructure:
    """A structure. idnst: Struct_IdNat with its prefix (``1`` + FINESS). sector: TRE_R02. is_legal: entité juridique.

    part_of: key of the structure above.
    """

    key: str
    idnst: str = ""
    finess: str = ""
    siret: str = ""
    rpps_rank: str = ""
    name: str = ""
    sector: str = ""
    is_legal: bool = False
    line: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    part_of: str = ""
    is_active: bool = True
    mailboxes: tuple[DirectoryMailbox, ...] = ()
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorySituation:
    """One « situation d'exercice »: a professional at a structure. identifier: idSituationExercice.

    activity: TRE_R22. mode: TRE_R23. function: TRE_R21. practitioner, structure: keys.
    """

    key: str
    practitioner: str
    structure: str = ""
    identifier: str = ""
    activity: str = ""
    mode: str = ""
    function: str = ""
    is_active: bool = True
    mailboxes: tuple[DirectoryMailbox, ...] = ()
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryBatch:
    """Records read together. findings: what was odd in some, never a reason to lose the others."""

    practitioners: tuple[DirectoryPractitioner, ...] = ()
    situations: tuple[DirectorySituation, ...] = ()
    structures: tuple[DirectoryStructure, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.practitioners) + len(self.situations) + len(self.structures)


def order_mailboxes(mailboxes: tuple[DirectoryMailbox, ...]) -> tuple[DirectoryMailbox, ...]:
    """Sort addresses as they are offered: the preferred first, then PER before ORG; those of applications are not.

    Rule: annuaire.md §8.1-3 (rank, then PER before ORG).
    """
    offered = [one for one in mailboxes if one.kind is not MailboxKind.APP]
    return tuple(sorted(offered, key=lambda one: (one.rank or 99, _KIND_ORDER.get(one.kind, 9), one.address)))


def check_numbers(practitioner: DirectoryPractitioner) -> tuple[Finding, ...]:
    """Check the RPPS of a professional: warnings only, official examples fail their key. Rule: annuaire.md §4."""
    rpps = practitioner.rpps
    if not rpps or (_RPPS.fullmatch(rpps) and luhn_is_right(rpps)):
        return ()
    return (_warn("DIR-010", "Practitioner.identifier", "Le numéro RPPS n'a pas onze chiffres ou sa clé est fausse."),)


def check_structure_numbers(structure: DirectoryStructure) -> tuple[Finding, ...]:
    """Check the FINESS of a structure, as a warning; a test structure has a letter and no key. Rule: annuaire.md §4."""
    finess = structure.finess.upper()
    has_letter = any(sign.isalpha() for sign in finess)
    is_corsican = finess[:2] in ("2A", "2B") and not any(sign.isalpha() for sign in finess[2:])
    if not finess or (has_letter and not is_corsican):
        return ()
    folded = finess.replace("A", "0").replace("B", "0")
    if _FINESS.fullmatch(finess) and luhn_is_right(folded):
        return ()
    return (_warn("DIR-011", "Organization.identifier", "La clé du numéro FINESS est fausse."),)


def _warn(code: str, location: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        location=location,
        message=message,
        remedy="Rien à faire : l'enregistrement est gardé tel que l'annuaire le donne.",
        layer="directory",
        rule="annuaire.md §4",
    )
