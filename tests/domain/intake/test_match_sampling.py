"""Surveillance of automatic filing: who is sampled, what bound is shown, what stops a source and who releases it."""

from datetime import UTC, datetime
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import RuleViolation
from liane.domain.intake.sampling import (
    AutomationWatch,
    SourceWatch,
    bound_clopper_pearson,
    bound_rule_of_three,
    bound_wilson,
    is_sampled,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_two_in_a_hundred_are_sampled_always_the_same_ones() -> None:
    drawn = [number for number in range(50_000) if is_sampled(f"doc-{number}", salt="s")]
    assert 850 < len(drawn) < 1150
    assert drawn == [number for number in range(50_000) if is_sampled(f"doc-{number}", salt="s")]
    assert drawn != [number for number in range(50_000) if is_sampled(f"doc-{number}", salt="t")]
    assert all(is_sampled(f"doc-{number}", share=1.0) for number in range(100))
    assert not any(is_sampled(f"doc-{number}", share=0.0) for number in range(100))


@pytest.mark.parametrize(
    ("wrong", "reviewed", "bound"),
    [(0, 10, 0.2589), (0, 30_000, 9.985e-5), (1, 100, 0.0466), (5, 50, 0.1988), (3, 3, 1.0), (0, 0, 1.0)],
)
def test_exact_bounds_are_those_of_the_tables(wrong: int, reviewed: int, bound: float) -> None:
    assert bound_clopper_pearson(wrong, reviewed) == pytest.approx(bound, rel=2e-3)


def test_thirty_thousand_without_error_prove_one_in_ten_thousand() -> None:
    assert bound_rule_of_three(30_000) == pytest.approx(1e-4)
    assert bound_clopper_pearson(0, 30_000) < 1e-4 < bound_clopper_pearson(0, 29_000)
    assert bound_rule_of_three(0) == bound_rule_of_three(2) == 1.0


@given(st.integers(0, 60), st.integers(0, 3000))
def test_bounds_hold_over_what_was_seen(wrong: int, more: int) -> None:
    reviewed = wrong + more
    exact = bound_clopper_pearson(wrong, reviewed)
    assert exact >= (wrong / reviewed if reviewed else 1.0)
    assert bound_clopper_pearson(wrong, reviewed + 1) <= exact + 1e-12
    assert bound_clopper_pearson(wrong + 1, reviewed + 1) >= exact - 1e-12
    assert 0.0 <= bound_wilson(wrong, reviewed) <= 1.0


@pytest.mark.parametrize(("wrong", "reviewed"), [(0, 20), (1, 100), (5, 50), (7, 40)])
def test_the_exact_bound_leaves_five_in_a_hundred(wrong: int, reviewed: int) -> None:
    share = bound_clopper_pearson(wrong, reviewed)
    tail = sum(comb(reviewed, k) * share**k * (1 - share) ** (reviewed - k) for k in range(wrong + 1))
    assert tail == pytest.approx(0.05, abs=1e-9)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="errors"):
        bound_clopper_pearson(2, 1)


def test_one_wrong_filing_stops_its_source_only_until_a_named_person_releases_it() -> None:
    watch = AutomationWatch().put(SourceWatch(source="fax").count_filed(100)).put(SourceWatch(source="scan"))
    fax = watch.of("fax").record_review(is_wrong=False, document_id="d1", at=NOW)
    assert not fax.is_stopped
    fax = fax.record_review(is_wrong=True, document_id="d2", at=NOW)
    watch = watch.put(fax)
    assert watch.stopped == {"fax"}
    assert (fax.stopped_document, fax.reviewed, fax.wrong, fax.filed) == ("d2", 2, 1, 100)
    again = fax.record_review(is_wrong=True, document_id="d3", at=NOW)
    assert again.stopped_document == "d2"
    assert watch.upper_bound == bound_clopper_pearson(1, 2)
    with pytest.raises(RuleViolation) as caught:
        fax.release(by="  ", reason="Cause trouvée et corrigée", at=NOW)
    assert caught.value.findings[0].code == "INT-048"
    with pytest.raises(RuleViolation) as caught:
        fax.release(by="Camille Essai", reason="ok", at=NOW)
    assert caught.value.findings[0].code == "INT-049"
    released = fax.release(by="Camille Essai", reason="Cause trouvée et corrigée", at=NOW)
    assert watch.put(released).stopped == frozenset()
    assert (released.released_by, released.released_at, released.wrong) == ("Camille Essai", NOW, 1)
    assert released.release(by="X", reason="Cause trouvée et corrigée", at=NOW) == released


def test_an_unknown_source_is_a_new_one() -> None:
    assert AutomationWatch().of("mail") == SourceWatch(source="mail")
    assert AutomationWatch().upper_bound == 1.0
