"""Names: the table of ins.md §4.2 line by line, Unicode, particles, folding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import RuleViolation
from liane.domain.identity.lexis import (
    NAME_LENGTH_MAX,
    NameKind,
    check_name,
    clean_name,
    first_given_is_consistent,
    fold_name,
    significant_words,
)

TABLE: list[tuple[str, NameKind, str]] = [
    ("Éloïse-Maë", "given", "ELOISE-MAE"),
    ("d’Arçon", "family", "D'ARCON"),
    ("Bœuf", "family", "BOEUF"),
    ("LECLERCQ--DUBUS", "family", "LECLERCQ--DUBUS"),
    ("N'DIAYE", "family", "N'DIAYE"),
    # Beyond the table.
    ("  jean   paul ", "given", "JEAN PAUL"),
    ("Anne\u00a0Marie", "given", "ANNE MARIE"),
    ("Anne\u202fMarie", "given", "ANNE MARIE"),
    ("Jean\u2011Paul", "given", "JEAN-PAUL"),
    ("Jean\u2212Paul", "given", "JEAN-PAUL"),
    ("Le\u02bcGall", "family", "LE'GALL"),
    ("Le\u0060Gall", "family", "LE'GALL"),
    ("e\u0301lo\u0069\u0308se", "given", "ELOISE"),
    ("Nguye\u0302\u0303n", "family", "NGUYEN"),
    ("Nguyễn", "family", "NGUYEN"),
    ("Çelik", "family", "CELIK"),
    ("Muñoz", "family", "MUNOZ"),
    ("Müller", "family", "MULLER"),
    ("Søren", "given", "SOREN"),
    ("Straße", "family", "STRASSE"),
    ("Łukasz", "given", "LUKASZ"),
    ("Æbelø", "family", "AEBELO"),
    ("Đặng", "family", "DANG"),
    ("İpek", "given", "IPEK"),
    ("Iþórr", "given", "ITHORR"),
    ("Ǿster", "family", "OSTER"),
    ("'T HOEN", "family", "'T HOEN"),
    ("DE L'ETANG", "family", "DE L'ETANG"),
    ("\tDUPONT\n", "family", "DUPONT"),
    ("", "family", ""),
    ("   ", "given", ""),
]
REFUSED: list[tuple[str, NameKind, str, str]] = [
    ("MARIE--ODILE", "given", "IDV-202", ""),
    ("JEAN 2", "given", "IDV-201", "« 2 » (U+0032)"),
    ("Иван", "given", "IDV-201", "« И » (U+0418)"),
    ("Й", "given", "IDV-201", "« Й » (U+0419)"),
    ("-MARTIN", "family", "IDV-202", ""),
    ("MARTIN-", "family", "IDV-202", ""),
    ("MARTIN'", "given", "IDV-202", ""),
    ("'MARIE", "given", "IDV-202", ""),
    ("D''ARC", "family", "IDV-202", ""),
    ("D' ARC", "family", "IDV-202", ""),
    ("A---B", "family", "IDV-202", ""),
    ("A -B", "family", "IDV-202", ""),
    ("DUPONT/DURAND", "family", "IDV-201", "« / » (U+002F)"),
    ("DR. DUPONT", "family", "IDV-201", "« . » (U+002E)"),
    ("DU\u200bPONT", "family", "IDV-201", "(U+200B)"),
    ("DU\u00adPONT", "family", "IDV-201", "(U+00AD)"),
    ("DU\x00PONT", "family", "IDV-201", "(U+0000)"),
    ("DUPONT\x1d", "family", "IDV-201", "(U+001D)"),
    ("王", "family", "IDV-201", "« 王 » (U+738B)"),
    ("M²", "family", "IDV-201", "(U+00B2)"),
    ("\u0301A", "given", "IDV-201", "(U+0301)"),
    ("A" * (NAME_LENGTH_MAX + 1), "family", "IDV-203", "100"),
]


@pytest.mark.parametrize(("typed", "kind", "clean"), TABLE)
def test_what_is_typed_is_cleaned(typed: str, kind: NameKind, clean: str) -> None:
    assert clean_name(typed, kind=kind) == clean
    assert check_name(clean, kind) == ()


@pytest.mark.parametrize(("typed", "kind", "code", "named"), REFUSED)
def test_what_cannot_be_is_refused_with_its_name(typed: str, kind: NameKind, code: str, named: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        clean_name(typed, kind=kind)
    [finding] = refused.value.findings
    assert finding.code == code
    assert named in finding.message
    assert finding.remedy


@pytest.mark.parametrize("held", ["Dupont", "DUPONT ", " DUPONT", "DU  PONT", "É", "DUPONT2"])
def test_a_held_name_is_judged_as_it_is(held: str) -> None:
    assert check_name(held, "family")


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("d’Arçon--Le Bœuf", "D ARCON LE BOEUF"),
        ("O'NEILL", "O NEILL"),
        ("jean-paul", "JEAN PAUL"),
        ("  A   B ", "A B"),
        ("DUPONT (ép. DURAND)", "DUPONT EP DURAND"),
        ("JEAN 2", "JEAN 2"),
        ("Иван", "ИВАН"),
        ("", ""),
        ("'", ""),
    ],
)
def test_folding(name: str, folded: str) -> None:
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("folded", "words"),
    [
        ("DE LA TOUR", ("TOUR",)),
        ("D ARCON", ("ARCON",)),
        ("LE GALL", ("GALL",)),
        ("VAN DER TEST", ("TEST",)),
        ("DE", ("DE",)),
        ("", ()),
    ],
)
def test_particles(folded: str, words: tuple[str, ...]) -> None:
    assert significant_words(folded) == words


@pytest.mark.parametrize(
    ("first", "givens", "is_consistent"),
    [
        ("ANNE", "ANNE MARIE CECILE", True),
        ("ANNE MARIE", "ANNE MARIE CECILE", True),
        ("ANNE-MARIE", "ANNE MARIE CECILE", True),
        ("ANNE", "ANNE-MARIE CECILE", True),
        ("MARIE", "ANNE MARIE CECILE", False),
        ("ANNE CECILE", "ANNE MARIE CECILE", False),
        ("ANN", "ANNE MARIE", False),
        ("ANNE MARIE CECILE ROSE", "ANNE MARIE CECILE", False),
        ("N'GUESSAN", "N GUESSAN PAUL", True),
        ("", "ANNE", True),
        ("ANNE", "", True),
    ],
)
def test_first_given(first: str, givens: str, is_consistent: bool) -> None:
    assert first_given_is_consistent(first, givens) is is_consistent


@given(st.text(max_size=120), st.sampled_from(["family", "given"]))
def test_any_text_is_cleaned_once_for_all_or_refused(text: str, kind: NameKind) -> None:
    try:
        clean = clean_name(text, kind=kind)
    except RuleViolation:
        return
    assert check_name(clean, kind) == ()
    assert clean_name(clean, kind=kind) == clean
    assert set(clean) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ '-")


@given(st.text(max_size=80))
def test_folding_is_stable_and_forgets_no_letter(text: str) -> None:
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert bool(folded) or not any(character.isalnum() for character in text)


@given(st.text(alphabet="ABCDEF -'", max_size=30))
def test_folding_forgets_case_and_signs(text: str) -> None:
    assert fold_name(text) == fold_name(text.lower()) == fold_name(text.replace("-", " ").replace("'", " "))
