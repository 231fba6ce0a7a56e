"""Names, dates and numbers recognised on pages that extraction, or the reader, broke; the place of each in evidence."""

import itertools

import pytest

from liane.domain.intake.fields import FieldName, PersonMention, ReadDocument, Role
from liane.domain.intake.matching.marks import find_near_dates, gather_marks
from liane.domain.intake.matching.match import Agreement, IndexPerson, Matching, Nearness
from liane.domain.intake.matching.score import to_probabilities
from liane.domain.intake.matching.score_names import (
    NameLevel,
    compare_families,
    compare_givens,
    jaro_winkler,
    ocr_distance,
)
from liane.domain.intake.page import Page
from liane.domain.intake.recognise.guided import match
from liane.domain.intake.recognise.neighbours import find_nearness
from tests.domain.intake.match_kit import ZOE, candidate, index_of, mention, page_of, person, read_of

NOTHING = ReadDocument(pages=(1,))


def find(text: str, *persons: IndexPerson, read: ReadDocument = NOTHING) -> Matching:
    """Match a page without any extraction, unless told otherwise."""
    return match(read, (page_of(text),), index_of(*persons))


def evidence(matching: Matching, trait: str) -> tuple[Agreement, int, str]:
    one = next(one for one in matching.matches[0].evidence if one.trait == trait)
    return one.agreement, one.page, one.text


@pytest.mark.parametrize(
    "text",
    [
        "Patiente : Zoé QUEMENEUR née le 15/03/1962",
        "Mme QUÉMÉNEUR Zoé, née le 15 mars 1962",
        "Zoé QUEMENEUR\n15.03.1962",
        "QUEMENEUR Zoé 15-03-62",
        "QUEMENEUR MARIE ZOE 15 03 1962",
        "Patiente : Zoé QUEMENFUR née le 15/03/1962",
        "Patiente : Z0E QUEMENEUR née le I5/O3/1962",
        "Patiente : Zoé QUEMENEUR née le 15/03/1963",
        "Patiente : Zoé QUEMENEUR née le 03/15/1962",
        "Patiente : Zoé QUEMENEUR née le 25/03/1962",
        "Patiente : Zoé QUEMENEUR",
        "Madame Zoé KEMENEUR née le 15/03/1962",
        "QUEM ENEUR Zoé née le 15/03/1962",
        "QUEMENEUR Z née le 15/03/1962",
        "1962-03-15 zoe Quemeneur",
        "QUEMENEURZOE née le 15/03/1962",
        f"INS {ZOE.ins}",
        "IPP 00812345 QUEMENEUR",
    ],
)
def test_the_record_comes_first_where_nothing_was_extracted(text: str) -> None:
    matching = find(f"Compte rendu\n{text}\n", ZOE, person("X", "QUEMENEUR", "YANN", "19750505", "M"))
    assert matching.matches[0].person.record_id == "R1"
    assert matching.matches[0].score == pytest.approx(sum(one.weight for one in matching.matches[0].evidence))


def test_evidence_says_where_on_the_pages() -> None:
    pages: list[Page] = [page_of("Ordonnance"), page_of("Patiente : Zoé QUEMENEUR née le 15/03/1962", 2)]
    matching = match(NOTHING, pages, index_of(ZOE))
    assert evidence(matching, "nom de naissance")[:2] == (Agreement.AGREES, 2)
    assert evidence(matching, "prénom")[:2] == (Agreement.AGREES, 2)
    assert evidence(matching, "date de naissance")[:2] == (Agreement.AGREES, 2)
    assert evidence(matching, "sexe")[:2] == (Agreement.MISSING, 0)
    assert "page 2" in evidence(matching, "prénom")[2]


def test_at_most_five_with_their_margin_and_in_order() -> None:
    twins = [person(f"T{number}", "QUEMENEUR", "ZOE", "19620315") for number in range(8)]
    matching = find("Zoé QUEMENEUR née le 15/03/1962", *twins)
    assert [one.person.record_id for one in matching.matches] == ["T0", "T1", "T2", "T3", "T4"]
    assert matching.margin == 0.0
    assert matching.neighbours is not None
    assert {one.nearness for one in matching.neighbours} == {Nearness.HOMONYM}
    assert sum(one.probability for one in matching.matches) <= 1.0


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    rare = find("Zoé QUEMENEUR née le 15/03/1962", ZOE).matches[0]
    common = find("Zoé MARTIN née le 15/03/1962", person("M", "MARTIN", "ZOE", "19620315")).matches[0]
    assert rare.score > common.score + 3


def test_a_common_word_of_the_text_is_no_name() -> None:
    petit = person("P", "PETIT", "BLANC", "19111111", "M")
    assert "P" not in [one.person.record_id for one in find("un petit nodule blanc du 11/11/2011", petit).matches]


@pytest.mark.parametrize("label", ["Docteur", "Dr", "Pr", "Médecin traitant :", "Mère :", "Personne à prévenir :"])
def test_a_name_of_another_role_does_not_win(label: str) -> None:
    doctor = person("D", "QUEMENEUR", "YANN", "19620315", "M")
    patient = person("P", "BERNIER", "PAUL", "19740809", "M")
    text = f"Patient : Paul BERNIER né le 09/08/1974\n{label} Yann QUEMENEUR\n"
    matching = find(text, doctor, patient)
    assert matching.matches[0].person.record_id == "P"
    alone = find(text, doctor)
    assert not alone.matches or alone.matches[0].probability < 0.5


def test_mentions_tell_roles_better_than_words() -> None:
    page = page_of("Paul BERNIER 09/08/1974\nYann QUEMENEUR 02/01/1930\n")
    mentions: list[PersonMention] = [
        mention(Role.RELATIVE, "QUEMENEUR", "Yann", page, birth="1930-01-02"),
        mention(Role.PATIENT, "BERNIER", "Paul", page),
    ]
    father = person("F", "QUEMENEUR", "YANN", "19300102", "M")
    read = read_of({FieldName.BIRTH_NAME: "BERNIER", FieldName.FIRST_NAME: "Paul"}, page, mentions=mentions)
    matching = match(read, (page,), index_of(father))
    assert not matching.matches or matching.matches[0].probability < 0.5


def test_used_and_birth_names_are_told_apart() -> None:
    wife = person("W", "QUEMENEUR", "ZOE", "19620315", used="MARTINEAU")
    page = page_of("Madame Zoé MARTINEAU née le 15/03/1962")
    read = read_of({FieldName.USED_NAME: "MARTINEAU", FieldName.FIRST_NAME: "Zoé"}, page)
    matching = match(read, (page,), index_of(wife))
    assert evidence(matching, "nom utilisé")[0] is Agreement.AGREES
    assert evidence(matching, "nom de naissance")[0] is Agreement.MISSING
    crossed = read_of({FieldName.BIRTH_NAME: "MARTINEAU", FieldName.FIRST_NAME: "Zoé"}, page)
    matching = match(crossed, (page,), index_of(wife))
    assert evidence(matching, "nom utilisé") == (Agreement.CLOSE, 1, "nom utilisé : lu comme nom de naissance (page 1)")


def test_twins_are_told_apart_by_the_first_name() -> None:
    matching = find(
        "Léo QUEMENEUR né le 15/03/1962",
        person("A", "QUEMENEUR", "ZOE", "19620315"),
        person("B", "QUEMENEUR", "LEO", "19620315", "M"),
        read=read_of({FieldName.BIRTH_NAME: "QUEMENEUR", FieldName.FIRST_NAME: "Léo"}),
    )
    assert matching.matches[0].person.record_id == "B"
    assert matching.margin > 10
    assert matching.neighbours is not None
    assert [(one.nearness, one.is_on_page) for one in matching.neighbours] == [(Nearness.TWIN, False)]


def test_nobody_is_proposed_for_a_stranger() -> None:
    matching = find("Patient : Wladimir TCHEKOVSKI né le 31/12/1999", ZOE)
    assert not matching.matches or matching.matches[0].probability < 0.01


def test_ocr_confusions_cost_less_than_other_edits() -> None:
    assert ocr_distance("DUP0NT", "DUPONT") == pytest.approx(0.3)
    assert ocr_distance("MARTlN".upper(), "MARTIN") == pytest.approx(0.3)
    assert ocr_distance("BERNARD", "BEMARD") == pytest.approx(0.4)
    assert ocr_distance("DUPXNT", "DUPONT") == 1.0
    assert ocr_distance("DUPOTN", "DUPONT") == 1.0
    assert ocr_distance("", "DUPONT") == 6.0


def test_distance_is_symmetrical_and_zero_only_for_the_same() -> None:
    names = ("DUPONT", "DUP0NT", "BERNARD", "BEMARD", "CLERC", "DERC", "", "A")
    for one, other in itertools.product(names, names):
        assert ocr_distance(one, other) == pytest.approx(ocr_distance(other, one))
        assert (ocr_distance(one, other) == 0) == (one == other)
        assert 0.0 <= jaro_winkler(one, other) <= 1.0


def test_jaro_winkler_known_values() -> None:
    assert jaro_winkler("MARTHA", "MARHTA") == pytest.approx(0.9611, abs=1e-4)
    assert jaro_winkler("DIXON", "DICKSONX") == pytest.approx(0.8133, abs=1e-4)
    assert jaro_winkler("ABC", "XYZ") == 0.0


@pytest.mark.parametrize(
    ("printed", "known", "level"),
    [
        ("DUPONT", "DUPONT", NameLevel.SAME),
        ("LEGOFF", "LE GOFF", NameLevel.SAME),
        ("TOUR", "DE LA TOUR", NameLevel.PARTICLE),
        ("DUP0NT", "DUPONT", NameLevel.CONFUSED),
        ("DUPOND", "DUPONT", NameLevel.SOUND),
        ("DUPUNT", "DUPONT", NameLevel.EDIT),
        ("MARTIN", "MARTIN DUPONT", NameLevel.PART),
        ("QUEMXNXUR", "QUEMENEUR", NameLevel.FAR),
        ("MARTIN", "BERNARD", NameLevel.DIFFERENT),
        ("", "BERNARD", NameLevel.MISSING),
    ],
)
def test_levels_of_family_names(printed: str, known: str, level: NameLevel) -> None:
    assert compare_families(printed, known) is level


@pytest.mark.parametrize(
    ("printed", "first", "listed", "level"),
    [
        ("ZOE", "ZOE", ("ZOE", "MARIE"), NameLevel.SAME),
        ("ZOE MARIE", "ZOE", ("ZOE", "MARIE"), NameLevel.SAME),
        ("MARIE ZOE", "ZOE", ("ZOE", "MARIE"), NameLevel.SAME),
        ("JEAN PIERRE", "JEAN PIERRE", (), NameLevel.SAME),
        ("JEANPIERRE", "JEAN", ("JEAN", "PIERRE"), NameLevel.SAME),
        ("JEAN", "JEAN PIERRE", (), NameLevel.PART),
        ("JEAN LUC", "JEAN", ("JEAN",), NameLevel.PART),
        ("MARIE", "ZOE", ("ZOE", "MARIE"), NameLevel.OTHER_GIVEN),
        ("Z", "ZOE", (), NameLevel.PART),
        ("LEO", "ZOE", (), NameLevel.DIFFERENT),
        ("", "ZOE", (), NameLevel.MISSING),
    ],
)
def test_levels_of_first_names(printed: str, first: str, listed: tuple[str, ...], level: NameLevel) -> None:
    assert compare_givens(printed, first, listed) is level


@pytest.mark.parametrize(
    ("other", "nearness"),
    [
        (person("B", "QUEMENEUR", "ZOE", "19620315"), Nearness.HOMONYM),
        (person("B", "QUEMENEUR", "LEO", "19620315"), Nearness.TWIN),
        (person("B", "QUEMENEUR", "ZOEE", "19620315"), Nearness.NEAR),
        (person("B", "KEMENEUR", "ZOE", "19620315"), Nearness.NEAR),
        (person("B", "QUEMENEUR", "ZOE", "19621503"), Nearness.NEAR),
        (person("B", "QUEMENEUR", "ZOE", "19620000"), Nearness.NEAR),
        (person("B", "QUEMENEUR", "ZOE", "19620325"), Nearness.NEAR),
        (person("B", "QUEMENEUR", "ZOE", ""), Nearness.NEAR),
        (person("B", "ZOE", "QUEMENEUR", "19620315"), Nearness.NEAR),
        (person("B", "BERNARD", "ZOE", "19620315", used="QUEMENEUR"), Nearness.HOMONYM),
        (person("B", "QUEMENEUR", "ZOE", "19811224"), None),
        (person("B", "BERNARD", "ZOE", "19620315"), None),
        (person("B", "QUEMENER", "LEO", "19620316"), None),
    ],
)
def test_nearness_of_two_records(other: IndexPerson, nearness: Nearness | None) -> None:
    assert find_nearness(ZOE.traits, other.traits) is nearness
    assert find_nearness(other.traits, ZOE.traits) is nearness


def test_near_dates_are_days_one_digit_or_one_exchange_away() -> None:
    near = find_near_dates("19620315")
    assert {"19620316", "19620515", "19520315", "19260315", "19620325"} <= set(near)
    assert "19620315" not in near
    assert "19620335" not in near


def test_dates_and_numbers_of_a_page() -> None:
    page = page_of(
        f"Née le 15 mars 1962\nPrélèvement 2 févr. 2026, édité 03/02/2026 à 10h\nNIR {ZOE.ins[0]} {ZOE.ins[1:3]} "
        f"{ZOE.ins[3:5]} {ZOE.ins[5:7]} {ZOE.ins[7:10]} {ZOE.ins[10:13]} {ZOE.ins[13:]}\nDossier A1234567"
    )
    marks = gather_marks(NOTHING, (page,))
    assert [(one.value, one.is_labelled) for one in marks.births] == [("19620315", True)]
    assert {one.value for one in marks.dates} == {"20260202", "20260203"}
    assert [(one.value, one.is_labelled) for one in marks.ins] == [(ZOE.ins, True)]
    assert "A1234567" in {one.value for one in marks.identifiers}


def test_the_number_of_the_insured_parent_is_not_the_child_s() -> None:
    page = page_of(f"Assuré {ZOE.ins}")
    read = read_of({}, more=[(FieldName.INS, candidate(ZOE.ins, role=Role.RELATIVE))])
    assert gather_marks(read, (page,)).ins == ()


def test_probabilities_keep_a_share_for_nobody() -> None:
    alone = to_probabilities([40.0], 500_000)[0]
    assert 0.999 < alone < 1.0
    twice = to_probabilities([40.0, 40.0], 500_000)
    assert twice[0] == twice[1] < 0.5
    assert to_probabilities([0.0], 500_000)[0] < 1e-4
    assert to_probabilities([10_000.0, -10_000.0], 1)[0] == pytest.approx(1.0)
    assert to_probabilities([], 10) == []


@pytest.mark.parametrize(
    ("line", "is_birth"),
    [
        ("Nom de naiss. : QUEMENEUR   Examen du 15/03/1962", False),
        ("Nom naiss. QUEMENEUR   Séance du 15 mars 1962", False),
        ("Date de naissance du 15/03/1962", True),
        ("Date de naissance : 15/03/1962", True),
    ],
)
def test_the_day_of_an_act_after_the_birth_name_is_no_birth(line: str, *, is_birth: bool) -> None:
    told = {one.value for one in gather_marks(NOTHING, (page_of(line),)).births if one.is_labelled}
    assert ("19620315" in told) is is_birth
