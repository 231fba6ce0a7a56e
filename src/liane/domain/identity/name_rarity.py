"""How rare a name is: two persons called MARTIN agree by chance far more often than two called TESTOMBELLE."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

DEFAULT_FAMILY = 2e-5
DEFAULT_GIVEN = 4e-4
DEFAULT_PERSONS = 20_000
"""How many persons the default table counts for: a registry ten times larger speaks ten times louder."""
_FAMILIES = {
    3.6e-3: "MARTIN",
    1.6e-3: "BERNARD THOMAS PETIT ROBERT RICHARD DURAND DUBOIS MOREAU LAURENT",
    1.2e-3: "SIMON MICHEL LEFEBVRE LEROY ROUX DAVID BERTRAND MOREL FOURNIER GIRARD",
    9e-4: "BONNET DUPONT LAMBERT FONTAINE ROUSSEAU VINCENT MULLER FAURE ANDRE MERCIER BLANC GUERIN BOYER GARNIER",
    7e-4: "CHEVALIER FRANCOIS LEGRAND GAUTHIER GARCIA PERRIN ROBIN CLEMENT MORIN NICOLAS HENRY ROUSSEL MATHIEU",
    5e-4: "GAUTIER MASSON MARCHAND DUVAL DENIS DUMONT MARIE LEMAIRE NOEL MEYER DUFOUR MEUNIER BRUN BLANCHARD DIALLO",
}
_GIVENS = {
    1.8e-2: "MARIE JEAN",
    9e-3: "PIERRE MICHEL ANDRE PHILIPPE ALAIN NICOLAS CHRISTOPHE NATHALIE ISABELLE SYLVIE CATHERINE PATRICK",
    7e-3: "FREDERIC DANIEL DAVID LAURENT BERNARD JACQUES SEBASTIEN JULIEN MONIQUE FRANCOISE CHRISTIANE CELINE",
    5e-3: "SANDRINE VALERIE STEPHANIE THOMAS ALEXANDRE PAUL CLAUDE GERARD ERIC PASCAL THIERRY OLIVIER CAMILLE ANNE",
    3.5e-3: "JULIE LAURA LEA EMMA MANON SARAH CHLOE LUCAS LOUIS HUGO THEO GABRIEL ANTOINE MAXIME KEVIN LOUISE JEANNE",
}


def _spread(table: dict[float, str]) -> Mapping[str, float]:
    return MappingProxyType({name: share for share, names in table.items() for name in names.split()})


_DEFAULT_FAMILIES = _spread(_FAMILIES)
_DEFAULT_GIVENS = _spread(_GIVENS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRarity:
    """Shares of names, from the counts of a registry mixed with a small default table (orders of magnitude, France).

    families, givens: persons in force by folded birth family, by folded first prénom; persons: how many in all.
    A value without counts is the default table alone.
    """

    persons: int = 0
    families: Mapping[str, int] = field(default_factory=dict)
    givens: Mapping[str, int] = field(default_factory=dict)

    def family_share(self, folded: str) -> float:
        """The chance that a person taken at random bears this family name."""
        return self._share(self.families.get(folded, 0), _DEFAULT_FAMILIES.get(folded, DEFAULT_FAMILY))

    def given_share(self, folded: str) -> float:
        """The chance that a person taken at random bears this first prénom."""
        return self._share(self.givens.get(folded, 0), _DEFAULT_GIVENS.get(folded, DEFAULT_GIVEN))

    def _share(self, count: int, default: float) -> float:
        return (count + DEFAULT_PERSONS * default) / (self.persons + DEFAULT_PERSONS)


DEFAULT_RARITY = NameRarity()
