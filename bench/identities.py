"""A French town that does not exist: persons drawn from tables of names of our own making, for the bench of identities.

Frequencies fall as they do in France (a few names borne by many, a long tail); given names follow the years. Every INS
is a test one, born in communes that do not exist (999xx).
"""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from liane.domain.identity.ins import INS, compute_ins_key
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientTraits
from liane.domain.identity.person import IdentityProof, INSSource, Person, ProofDocument, RegistryINS

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DOMAIN = "1.2.250.1.999.1"
TEST_OID = "1.2.250.1.213.1.4.10"
PERSONS = 500_000


def _words(text: str) -> list[str]:
    return text.split()


FREQUENT = _words(
    "MARTIN BERNARD THOMAS PETIT ROBERT RICHARD DURAND DUBOIS MOREAU LAURENT SIMON MICHEL LEFEBVRE LEROY ROUX "
    "DAVID BERTRAND MOREL FOURNIER GIRARD BONNET DUPONT LAMBERT FONTAINE ROUSSEAU VINCENT MULLER FAURE ANDRE "
    "MERCIER BLANC GUERIN BOYER GARNIER CHEVALIER FRANCOIS LEGRAND GAUTHIER GARCIA PERRIN ROBIN CLEMENT MORIN "
    "NICOLAS HENRY ROUSSEL"
)
STARTS = _words(
    "MAR DU BER CHA LE LA GUI ROU MON BEL CAR FON VIL PER GAR BOU DES SAU TRI COR MAL BAR RI POI GRAN CLER LAN "
    "MEU NOI PAS QUE REN SER TER VAN ZIN AUB BRI CRE DOR ES FLO GRI HAM JOU KER LOU NAU OR PLA RAY SOU THI VER"
)
MIDDLES = _words(
    "TI RAN BEL CHE DI FE GO LI MO NA PE RI SA TE VI LAN MON RON SON TOU VAL BER CHAM DEL GRA LOU MAR NO POL RE SI TRA"
)
ENDS = _words("ER EL ON OT IN EAU ARD AULT ET EZ IER AND ENT OUX ET AC EC IC OY AIN EUX ELLE IN ON I A")
PARTICLES = ("DE ", "DE LA ", "LE ", "D'", "DU ", "LA ")
GIVENS_F = _words(
    "MARIE JEANNE FRANCOISE MONIQUE CATHERINE NATHALIE ISABELLE JACQUELINE SYLVIE ANNE MARTINE NICOLE CHRISTINE "
    "VALERIE SANDRINE CELINE STEPHANIE VIRGINIE AURELIE EMILIE CAMILLE LAURA LEA MANON CHLOE EMMA JADE LOUISE "
    "ALICE ODILE ELOISE MARGAUX INES SARAH SOLENE AGATHE YVETTE GINETTE PAULETTE SIMONE DENISE MARIE-CLAUDE "
    "MARIE-THERESE ANNE-MARIE"
)
GIVENS_M = _words(
    "JEAN PIERRE MICHEL ANDRE PHILIPPE ALAIN BERNARD JACQUES DANIEL PATRICK CHRISTOPHE NICOLAS FREDERIC LAURENT "
    "DAVID STEPHANE SEBASTIEN JULIEN THOMAS ALEXANDRE MAXIME LUCAS HUGO LOUIS GABRIEL RAPHAEL ARTHUR JULES ADAM "
    "NOE RENE MARCEL ROGER HENRI LUCIEN GUY YVES SERGE JEAN-PIERRE JEAN-CLAUDE JEAN-MARC PAUL-HENRI MOHAMED KARIM "
    "IBRAHIM"
)


class Drawing:
    """Draws from a list whose weights fall with the rank, as names do."""

    def __init__(self, names: Sequence[str], slope: float, offset: float = 2.0) -> None:
        self._names = names
        self._sums = list(accumulate((rank + offset) ** -slope for rank in range(len(names))))

    def draw(self, dice: random.Random) -> str:
        """One name."""
        return self._names[bisect(self._sums, dice.random() * self._sums[-1])]


def make_families(dice: random.Random, count: int) -> list[str]:
    """The frequent names, then that many made-up ones, rarer and rarer."""
    made = dict.fromkeys(FREQUENT)
    while len(made) < count:
        name = dice.choice(STARTS)
        for _ in range(dice.choice((0, 1, 1, 1, 2))):
            name += dice.choice(MIDDLES)
        name += dice.choice(ENDS)
        made.setdefault(dice.choice(PARTICLES) + name if dice.random() < 0.04 else name)
    return list(made)


class Town:
    """The persons of the town, always the same for a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self._families = Drawing(make_families(self._dice, 90_000), 0.88)
        self._givens = {"F": Drawing(GIVENS_F, 0.9), "M": Drawing(GIVENS_M, 0.9)}

    def make_persons(self, count: int = PERSONS) -> Iterator[Person]:
        """That many persons, each with an IPP, half of them qualified."""
        for number in range(count):
            yield self._make_person(number)

    def _make_person(self, number: int) -> Person:
        dice = self._dice
        sex = dice.choice("FM")
        family = self._families.draw(dice)
        if dice.random() < 0.03:
            family = f"{family}-{self._families.draw(dice)}"
        givens = [self._givens[sex].draw(dice) for _ in range(dice.choice((1, 2, 2, 3, 3)))]
        born = date(1930, 1, 1) + timedelta(days=int(dice.random() * 35_000))
        used = self._families.draw(dice) if sex == "F" and dice.random() < 0.35 else ""
        place = f"999{dice.randrange(100):02d}"
        traits = PatientTraits(
            birth_family=family,
            birth_given=givens[0],
            birth_givens=" ".join(dict.fromkeys(givens)),
            birth_date=f"{born:%Y0101}" if dice.random() < 0.01 else f"{born:%Y%m%d}",
            sex=sex,
            birth_place=place,
            used_family=used,
        )
        digits = f"{'12'[sex == 'F']}{born:%y%m}{place}{dice.randrange(1000):03d}"
        is_qualified = dice.random() < 0.5
        ins = INS(matricule=digits + compute_ins_key(digits), oid=TEST_OID)
        held = RegistryINS(ins=ins, source=INSSource.INSI_TRAITS, retrieved_at=NOW, verified_at=NOW)
        proof = IdentityProof(document=ProofDocument.CN, checked_by="user:accueil", checked_at=NOW)
        return Person(
            status=IdentityStatus.QUALIFIEE if is_qualified else IdentityStatus.PROVISOIRE,
            traits=traits,
            ins=held if is_qualified else None,
            proof=proof if is_qualified else None,
            identifiers=(PatientIdentifier(value=f"IPP{number:08d}", oid=DOMAIN, type_code="PI"),),
            origin="GAM@CH",
            created_at=NOW,
            updated_at=NOW,
        )
