"""A professional as the national identity provider names them, and the situation in which they act."""

from dataclasses import dataclass

from liane.domain.actors.actor import Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One « situation d'exercice »: who acts as what, for which structure.

    profession: TRE_G15 code (``10``). specialty: TRE_R38 / TRE_R01 code (``SM26``), empty when there is none. sector:
    TRE_R02 code (``SA01``). structure: identifier is a Struct_IdNat with its type digit; None when the provider gave
    none. key: what names this situation among those of the professional, stable from one sign-in to the next.
    exercise_mode: TRE_R23 code (``L``, ``S``).
    Rule: psc.md §5 (SubjectRefPro), §10 (mapping to the VIHF).
    """

    profession: str
    specialty: str = ""
    sector: str = ""
    structure: Structure | None = None
    exercise_mode: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedProfessional:
    """Who signed in. identifier: SubjectNameID, the PS_IdNat, the only key ever matched (never a name).

    situations: in the order received; empty when userInfo carries no activity. professions: TRE_G15 codes held, those
    of the exercises first. Rule: psc.md §5.
    """

    identifier: str
    subject: str
    family: str
    given: str
    civility: str = ""
    situations: tuple[Situation, ...] = ()
    professions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name to show and to write in a trail: given name, family name; the identifier when there is none."""
        return f"{self.given} {self.family}".strip() or self.identifier
