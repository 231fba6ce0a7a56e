"""A patient as a message or a document shows them: identifiers, traits, status; and whether the INS is qualified."""

from dataclasses import dataclass, field
from enum import StrEnum

from liane.domain.identity.ins import INS, INS_OIDS


class IdentityStatus(StrEnum):
    """Status of an identity.

    Rule: RNIV, identity statuses; ins.md §5.
    """

    PROVISOIRE = "provisoire"
    RECUPEREE = "récupérée"
    VALIDEE = "validée"
    QUALIFIEE = "qualifiée"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientIdentifier:
    """One identifier of a patient: value, OID of its domain, type (table 0203: ``PI``, ``INS``…)."""

    value: str
    oid: str
    type_code: str = ""
    namespace: str = ""

    @property
    def is_ins(self) -> bool:
        """True when an INS authority assigned it."""
        return self.oid in INS_OIDS

    def __repr__(self) -> str:
        return f"PatientIdentifier(…, oid={self.oid!r}, type_code={self.type_code!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientTraits:
    """Traits of a patient. Empty string: absent.

    birth_given: first prénom of the birth certificate; birth_givens: all of them, space-separated; birth_date:
    ``yyyyMMdd``; sex: ``M``, ``F`` or ``U``; birth_place: code officiel géographique (5 characters).
    """

    birth_family: str = ""
    birth_given: str = ""
    birth_givens: str = ""
    birth_date: str = ""
    sex: str = ""
    birth_place: str = ""
    used_family: str = ""
    used_given: str = ""

    def missing_strict_traits(self) -> tuple[str, ...]:
        """Name, in French, the strict traits that are absent.

        Rule: RNIV, traits stricts; ins.md §4.
        """
        traits = {
            "nom de naissance": self.birth_family,
            "prénom(s) de naissance": self.birth_givens or self.birth_given,
            "date de naissance": self.birth_date,
            "sexe": self.sex if self.sex in ("M", "F") else "",
            "lieu de naissance": self.birth_place,
        }
        return tuple(name for name, value in traits.items() if not value)

    def __repr__(self) -> str:
        return "PatientTraits(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientIdentity:
    """A patient as received.

    status_codes: PID-32 values as received (``VALI``, ``PROV``, ``DOUT``…), empty for a CDA, which carries none.
    """

    identifiers: tuple[PatientIdentifier, ...]
    traits: PatientTraits = field(default_factory=PatientTraits)
    status_codes: frozenset[str] = frozenset()

    @property
    def ins(self) -> INS | None:
        """The INS in force: the first identifier that an INS authority assigned."""
        for identifier in self.identifiers:
            if identifier.is_ins:
                return INS(matricule=identifier.value, oid=identifier.oid)
        return None

    @property
    def ipp(self) -> PatientIdentifier | None:
        """The establishment's own number: type PI, else the first identifier that is no INS."""
        local = [identifier for identifier in self.identifiers if not identifier.is_ins]
        return next((identifier for identifier in local if identifier.type_code == "PI"), local[0] if local else None)


UNRELIABLE_STATUS_CODES = frozenset({"DOUT", "FICT", "INVA", "DESA"})


def find_qualification_defects(patient: PatientIdentity) -> tuple[str, ...]:
    """Say in French everything that keeps this identity, from a message, from being « qualifiée ».

    Empty: the INS may leave. Rule: RNIV; INS/va1.44, INS/va1.53, INS/va1.59; hl7v2.md §4.3.2.
    """
    defects = []
    ins = patient.ins
    if ins is None:
        defects.append("aucun matricule INS dans PID-3")
    elif not ins.has_valid_key:
        defects.append("la clé du matricule INS est fausse")
    if "VALI" not in patient.status_codes:
        defects.append("le statut VALI est absent de PID-32")
    unreliable = sorted(patient.status_codes & UNRELIABLE_STATUS_CODES)
    if unreliable:
        defects.append(f"PID-32 porte {', '.join(unreliable)}")
    missing = patient.traits.missing_strict_traits()
    if missing:
        defects.append(f"traits stricts absents : {', '.join(missing)}")
    return tuple(defects)


def is_ins_qualifiee(patient: PatientIdentity) -> bool:
    """Tell whether the identity is « qualifiée », so that its INS may leave the establishment."""
    return not find_qualification_defects(patient)
