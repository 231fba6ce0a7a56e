"""What ``make eval`` counts passed over with a word without Chromium; one wrong filing is a fault."""

from collections import Counter

import pytest
from eval.browser import SKIPPED, BrowserCounts, count_browser, describe_relations
from eval.scores import Scores


def counts(*, wrong: int = 0, forbidden: int = 0, known: int = 0, unknown: int = 0) -> BrowserCounts:
    """Counts with faults."""
    return BrowserCounts(
        templates=Scores(wrong_patient=wrong, forbidden_filed=forbidden),
        known=Counter(documents=10, filed=3, wrong=known),
        unknown=Counter(documents=10, filed=unknown),
    )


def test_without_chromium_it_says_what_it_passes_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert count_browser(templates=1, relations=1, seed=1, index_size=10) is None
    assert SKIPPED in capsys.readouterr().err


@pytest.mark.parametrize("fault", ["wrong", "forbidden", "known", "unknown"])
def test_one_wrong_filing_is_a_fault(fault: str) -> None:
    assert not counts().is_faulty
    assert counts(**{fault: 1}).is_faulty


def test_the_pages_of_two_persons_are_told_in_a_sentence() -> None:
    told = describe_relations(counts(unknown=2))
    assert "3 déposées sur 10, 0 dans le mauvais dossier" in told
    assert "patient inconnu de l'index : 2 déposées sur 10" in told
