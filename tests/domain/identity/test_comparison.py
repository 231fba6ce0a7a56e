"""Two identities side by side: verdict per trait, differences at the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.identity.comparison import Trait, Verdict, compare_traits, is_coherent, is_strictly_same
from liane.domain.identity.patient import PatientTraits
from tests.domain.identity.persons import TRAITS, make_traits

CASES = [
    # trait, ours, theirs, verdict, a word of the note
    ("birth_family", "TESTOMBELLE", "TESTOMBELLE", Verdict.SAME, ""),
    ("birth_family", "TEST-OMBELLE", "TEST OMBELLE", Verdict.EQUIVALENT, "traits d'union"),
    ("birth_family", "TEST--OMBELLE", "TEST OMBELLE", Verdict.EQUIVALENT, "traits d'union"),
    ("birth_family", "D'ARCON", "D ARCON", Verdict.EQUIVALENT, "apostrophes"),
    ("birth_family", "DARCON", "D'ARCON", Verdict.EQUIVALENT, "espaces"),
    ("birth_family", "Éternel", "ETERNEL", Verdict.EQUIVALENT, "accents"),
    ("birth_family", "TESTOMBELLE", "TESTOMBELE", Verdict.DIFFERS, ""),
    ("birth_family", "TESTOMBELLE", "", Verdict.MISSING, "absent"),
    ("birth_family", "", "", Verdict.MISSING, "absent"),
    ("birth_family", "TEST OMBELLE", "TEST", Verdict.DIFFERS, ""),
    ("birth_givens", "CAMILLE", "CAMILLE ROSE", Verdict.EQUIVALENT, "plus longue"),
    ("birth_givens", "CAMILLE ROSE", "CAMILLE", Verdict.EQUIVALENT, "plus longue"),
    ("birth_givens", "ROSE CAMILLE", "CAMILLE ROSE", Verdict.DIFFERS, ""),
    ("birth_givens", "CAMILLE-ROSE", "CAMILLE ROSE", Verdict.EQUIVALENT, ""),
    ("birth_date", "19900214", "19900215", Verdict.DIFFERS, ""),
    ("birth_date", "19900200", "19900215", Verdict.DIFFERS, "partie inconnue"),
    ("birth_date", "19900304", "19900403", Verdict.DIFFERS, "inversés"),
    ("sex", "F", "M", Verdict.DIFFERS, ""),
    ("sex", "U", "M", Verdict.MISSING, "indéterminé"),
    ("birth_place", "2a004", "2A004", Verdict.EQUIVALENT, "casse"),
    ("birth_place", "99999", "63220", Verdict.MISSING, "inconnu"),
    ("birth_place", "63113", "63220", Verdict.DIFFERS, ""),
]


@pytest.mark.parametrize(("name", "ours", "theirs", "verdict", "note"), CASES)
def test_one_trait(name: str, ours: str, theirs: str, verdict: Verdict, note: str) -> None:
    changes = {"birth_given": ""} if name == "birth_givens" else {}
    mine, yours = make_traits(**{name: ours}, **changes), make_traits(**{name: theirs}, **changes)
    [found] = [one for one in compare_traits(mine, yours) if one.trait is Trait[name.upper()]]
    assert (found.ours, found.theirs, found.verdict) == (ours, theirs, verdict)
    assert note in found.note
    others = {one.verdict for one in compare_traits(mine, yours) if one.trait is not Trait[name.upper()]}
    assert others <= {Verdict.SAME, Verdict.MISSING}
    assert is_coherent(mine, yours) is (verdict is not Verdict.DIFFERS)
    assert is_strictly_same(mine, yours) is (ours == theirs)


def test_differences_are_at_the_character() -> None:
    [family, *_] = compare_traits(make_traits(birth_family="LEFEBVRE"), make_traits(birth_family="LEFEVRES"))
    assert [family.ours[start:end] for start, end in family.our_differences] == ["B"]
    assert [family.theirs[start:end] for start, end in family.differences] == ["S"]


def test_the_same_traits_have_no_difference() -> None:
    assert all(one.verdict is Verdict.SAME and not one.differences for one in compare_traits(TRAITS, TRAITS))


def test_the_used_name_is_no_strict_trait() -> None:
    assert is_strictly_same(TRAITS, make_traits(used_family="AUTRE"))


def test_a_premier_prenom_absent_on_a_side_is_no_difference() -> None:
    assert is_strictly_same(TRAITS, make_traits(birth_given=""))
    assert is_coherent(make_traits(birth_givens=""), TRAITS)


def test_a_comparison_shows_no_value() -> None:
    assert "TESTOMBELLE" not in repr(compare_traits(TRAITS, TRAITS))


TEXTS = st.text(max_size=15)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_the_parts_left_out_are_alike(family: str, givens: str, other_family: str, other_givens: str) -> None:
    mine = PatientTraits(birth_family=family, birth_givens=givens)
    yours = PatientTraits(birth_family=other_family, birth_givens=other_givens)
    for one in compare_traits(mine, yours):
        if one.ours and one.theirs:
            assert remove(one.ours, one.our_differences) == remove(one.theirs, one.differences)
    mirrored = [one.verdict for one in compare_traits(yours, mine)]
    assert mirrored == [one.verdict for one in compare_traits(mine, yours)]


def remove(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text
