"""Acts of titles: what a document does, whatever it is about."""

from liane.domain.intake.classify.acts import find_acts, pair_acts
from liane.domain.intake.classify.tokens import tokenise


def test_the_act_is_told_from_the_care() -> None:
    assert find_acts(tokenise("Bilan de kinésithérapie")) == ["assess"]
    assert find_acts(tokenise("Prescription de kinésithérapie")) == ["prescribe"]
    assert find_acts(tokenise("Fiche de suivi à domicile")) == ["follow", "sum"]
    assert find_acts(tokenise("Kinésithérapie")) == []


def test_an_act_is_paired_with_each_thing_spoken_of_once() -> None:
    assert pair_acts(["assess"], ["kine", "dosage", "kine"]) == ["assess dosage", "assess kine"]
