"""The INS: matricule, key and assigning authority; nothing about a person's other traits."""

from dataclasses import dataclass
from enum import Enum

MATRICULE_LENGTH = 15


class INSAuthority(Enum):
    """Assigning authorities of the INS.

    Rule: Annexe CI-SIS « Prise en charge de l'INS », OIDs of the INS; ins.md §3.
    """

    NIR = "1.2.250.1.213.1.4.8"
    NIA = "1.2.250.1.213.1.4.9"
    NIR_TEST = "1.2.250.1.213.1.4.10"
    NIR_DEMO = "1.2.250.1.213.1.4.11"

    @property
    def is_real(self) -> bool:
        """True for the identities of real persons."""
        return self in (INSAuthority.NIR, INSAuthority.NIA)

    @property
    def namespace(self) -> str:
        """The namespace that HL7 v2 gives in CX-4.1."""
        return "ASIP-SANTE-INS-NIA" if self is INSAuthority.NIA else "ASIP-SANTE-INS-NIR"


INS_OIDS = frozenset(authority.value for authority in INSAuthority)


def compute_ins_key(number: str) -> str:
    """Compute the two-digit key of a 13-character NIR or NIA.

    Corsica: 2A counts as 19 and 2B as 18 (the letters' places). Raises ValueError when the number has another shape.
    Rule: key = 97 - (number mod 97), ins.md §2.
    """
    digits = number.upper()
    if digits[5:7] in ("2A", "2B"):
        digits = digits[:5] + ("19" if digits[5:7] == "2A" else "18") + digits[7:]
    if len(digits) != MATRICULE_LENGTH - 2 or not (digits.isascii() and digits.isdigit()):
        raise ValueError("an INS number has 13 digits, Corsica apart")
    return f"{97 - int(digits) % 97:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class INS:
    """One INS: matricule (15 characters, key included) and the OID of its authority."""

    matricule: str
    oid: str

    @property
    def authority(self) -> INSAuthority | None:
        """The authority that assigned it; None when the OID is no INS authority."""
        return INSAuthority(self.oid) if self.oid in INS_OIDS else None

    @property
    def has_valid_key(self) -> bool:
        """True when the last two digits are the key of the first thirteen."""
        try:
            return self.matricule[13:] == compute_ins_key(self.matricule[:13])
        except ValueError:
            return False

    def __repr__(self) -> str:
        return f"INS({self.matricule[:1]}…, oid={self.oid!r})"
