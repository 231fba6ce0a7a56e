"""What every door answers when nothing can be kept: the storage is away, or a person paused the reception.

What lives here: the findings that doors share. What must not: when they are said.
"""

from liane.domain.errors import Finding, Severity


def _refuse(code: str, message: str) -> Finding:
    """Make the refusal of a message that its sender must send again."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="MSH",
        message=message,
        remedy="Renvoyer le même message plus tard.",
        layer="store",
        rule="hl7v2.md §2.1",
    )


STORAGE_UNAVAILABLE = _refuse("STO-001", "Le stockage n'est pas disponible : le message n'est pas pris en charge.")
RECEPTION_PAUSED = _refuse("STO-002", "La réception est en pause : le message n'est pas pris en charge.")
IDENTITIES_PAUSED = _refuse("STO-003", "La réception des identités est en pause : le message n'est pas pris en charge.")
