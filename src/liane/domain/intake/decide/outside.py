"""Conditions of a filing without a click on what an engine of the site proposed.

Rule: intake.md §7 (an engine can add candidates and doubts but never enable automatic filing alone).
"""

from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.outside import DECISIVE


def check_engine_agrees(facts: Facts) -> Reason | None:
    """No engine read another identity in the document."""
    outside = facts.read.outside
    if outside is None or not outside.differs:
        return None
    return Reason(code="INT-140", message="Un moteur de lecture du site voit une autre identité dans ce document.")


def check_engine_filled(facts: Facts) -> Reason | None:
    """Nothing that the filing rests on was proposed by an engine alone."""
    outside = facts.read.outside
    if outside is None or not outside.filled & DECISIVE:
        return None
    return Reason(code="INT-141", message="Une valeur vient d'un moteur de lecture du site : elle est à vérifier.")
