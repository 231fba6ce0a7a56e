"""The reader of the carte Vitale and of the ApCV as a port, and its keyboard-fed simulator.

Their interfaces are not public: a real reader is a connector behind the same port. A card proves rights, not identity.
Rule: ins.md §7.
"""

from collections.abc import Callable
from typing import Protocol

from liane.domain.errors import ConfigurationError, Finding, RuleViolation, Severity
from liane.domain.identity.insi import Beneficiary, CardSource

LINE_CHARS_MAX = 400
FIELDS = ("source", "nir", "holder_nir", "family", "given", "birth_date", "rank")


class CardReader(Protocol):
    """Gives what the card in the reader holds."""

    def read_beneficiary(self) -> Beneficiary:
        """Read the beneficiary. Raises RuleViolation when the card cannot be read."""
        ...


class KeyboardCardReader:
    """A simulated reader: its « card » is one line typed or pasted, ``VITALE|nir|nir de l'OD|nom|prénom|date|rang``.

    read_line: gives that line. Refused where it would be a lie: values of a card are read, never typed.
    Rule: ins.md §6.5, §7.
    """

    def __init__(self, read_line: Callable[[], str], *, is_production: bool) -> None:
        if is_production:
            raise ConfigurationError("lecteur de carte : le lecteur simulé n'existe pas en production")
        self._read_line = read_line

    def read_beneficiary(self) -> Beneficiary:
        """Read the line. Raises RuleViolation INSD-004."""
        return parse_card_line(self._read_line())


def parse_card_line(line: str) -> Beneficiary:
    """Read the line of a simulated card. Raises RuleViolation INSD-004."""
    values = [value.strip() for value in line.strip().split("|")]
    if len(line) > LINE_CHARS_MAX or len(values) != len(FIELDS) or values[0] not in set(CardSource):
        raise RuleViolation(
            Finding(
                code="INSD-004",
                severity=Severity.ERROR,
                location="carte",
                message="La carte est illisible.",
                remedy="Une ligne : VITALE|NIR|NIR de l'ouvrant droit|nom|prénom|date (AAAAMMJJ)|rang.",
                layer="insi",
                rule="ins.md §7",
            )
        )
    source, nir, holder, family, given, birth_date, rank = values
    return Beneficiary(
        source=CardSource(source),
        nir=nir.replace(" ", "").upper(),
        holder_nir=holder.replace(" ", "").upper(),
        family=family,
        given=given,
        birth_date=birth_date.replace("-", ""),
        rank=rank or "1",
    )
