"""The words of the desk, by table: cards, histories, comparisons, worklists, indicators, exports."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from liane.domain.identity.comparison import compare_traits
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus, PatientTraits
from liane.domain.identity.person import Attribute, INSSource, Person, ProofDocument, RegistryINS
from liane.store.identity_figures import DayCount, UnitCount
from liane.store.registry_records import Alert, AlertKind, StoredPersonEvent
from liane.web.routes.identities_alerts import _is_alert
from liane.web.routes.identities_outcomes import find_since
from liane.web.views.identities_alerts import describe_alert, describe_weight, show_probability, tell_alerts
from liane.web.views.identities_card import describe_person, tell_birth, tell_place, tell_used_name
from liane.web.views.identities_compare import compare_texts, describe_comparison, tell_comparison
from liane.web.views.identities_csv import persons_csv, render_csv
from liane.web.views.identities_figures import draw_counts, draw_units, list_days, list_units, show_rate, tell_figures
from liane.web.views.identities_history import describe_changes, describe_history
from liane.web.views.identities_sheet import tell_hl7, tell_person
from liane.web.views.identities_words import ALERT_WORDS, ATTRIBUTE_WORDS, PROOF_WORDS, STATUS_WORDS
from liane.web.views.states import Shape

NOW = datetime(2026, 11, 22, 9, 42, tzinfo=UTC)
NBSP = "\u00a0"
TRAITS = PatientTraits(
    birth_family="TESTEXEMPLE",
    birth_given="ANNE",
    birth_givens="ANNE MARIE",
    birth_date="19800312",
    sex="F",
    birth_place="99999",
)
HELD = RegistryINS(
    ins=INS(matricule="280039999900112", oid="1.2.250.1.213.1.4.10"), source=INSSource.INSI_TRAITS, retrieved_at=NOW
)


def person(**changes: Any) -> Person:
    values: dict[str, Any] = {"id": 7, "version": 3, "traits": TRAITS}
    return Person(**(values | changes))


def test_every_closed_set_has_its_words() -> None:
    assert set(STATUS_WORDS) == set(IdentityStatus)
    assert set(ATTRIBUTE_WORDS) == set(Attribute)
    assert set(PROOF_WORDS) == set(ProofDocument)
    assert set(ALERT_WORDS) == set(AlertKind)


@pytest.mark.parametrize(
    ("status", "shape"),
    [
        (IdentityStatus.PROVISOIRE, Shape.TODO),
        (IdentityStatus.RECUPEREE, Shape.PROGRESS),
        (IdentityStatus.VALIDEE, Shape.PROGRESS),
        (IdentityStatus.QUALIFIEE, Shape.DONE),
    ],
)
def test_a_card_tells_the_status_and_whether_the_ins_circulates(status: IdentityStatus, shape: Shape) -> None:
    card = describe_person(person(status=status, ins=HELD))
    assert card.status.shape is shape
    assert card.status.word == f"identité {status.value}"
    assert card.ins_state is not None
    assert (card.ins_state.word == "circule") is (status is IdentityStatus.QUALIFIEE)
    assert card.is_test


def test_a_merged_identity_is_no_longer_in_force() -> None:
    merged = person(status=IdentityStatus.QUALIFIEE, ins=HELD, merged_into=9)
    card = describe_person(merged)
    assert card.status.word == "fusionnée"
    assert card.ins_state is not None
    assert card.ins_state.word == "ne circule pas"
    assert "fusionnée" in tell_person(merged, ())


@pytest.mark.parametrize(
    ("traits", "told"),
    [
        (TRAITS, "née le 12/03/1980"),
        (replace(TRAITS, sex="M"), "né le 12/03/1980"),
        (replace(TRAITS, birth_date="19800300"), "née : 03/1980 (jour inconnu)"),
        (replace(TRAITS, birth_date=""), "date de naissance absente"),
    ],
)
def test_a_birth_is_told_as_it_is_known(traits: PatientTraits, told: str) -> None:
    assert tell_birth(traits) == told


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("", "lieu de naissance absent"),
        ("99999", "lieu de naissance inconnu (99999)"),
        ("99134", "lieu de naissance 99134 (hors de France)"),
        ("2A004", "lieu de naissance 2A004"),
    ],
)
def test_a_place_is_told(place: str, told: str) -> None:
    assert tell_place(place) == told


@pytest.mark.parametrize(
    ("family", "given", "told"),
    [("", "", ""), ("TESTEXEMPLE", "ANNE", ""), ("TESTEXEMPLE", "", ""), ("TESTAUTRE", "ANNE", "TESTAUTRE ANNE")],
)
def test_a_used_name_comes_second_and_only_when_it_is_another(family: str, given: str, told: str) -> None:
    assert tell_used_name(replace(TRAITS, used_family=family, used_given=given)) == told


def event(name: str, **changes: Any) -> StoredPersonEvent:
    values: dict[str, Any] = {"id": 1, "person_id": 7, "name": name, "at": NOW, "actor": "user:Camille", "data": {}}
    return StoredPersonEvent(**(values | changes))


def test_a_history_gives_former_and_new_values_and_leaves_consultations_out() -> None:
    data = {
        "reason": "pièce",
        "changes": [["traits.birth_date", "19800300", "19800312"], ["status", "", "validée"], "x"],
    }
    rows = describe_history([event("person.seen"), event("person.traits_corrected", data=data, person_id=8)], 7, NOW)
    assert len(rows) == 1
    assert (rows[0].actor, rows[0].reason, rows[0].of) == ("Camille", "pièce", 8)
    assert [(one.label, one.before, one.after) for one in rows[0].changes] == [
        ("Date de naissance", "03/1980 (jour inconnu)", "12/03/1980"),
        ("Statut", "", "validée"),
    ]
    assert describe_history([event("person.some_new_thing")], 7, NOW)[0].title == "person.some_new_thing"
    assert describe_changes("bad", NOW) == []


def test_what_changed_since_a_page_was_opened() -> None:
    old, new = event("person.created", at=NOW - timedelta(hours=1)), event("person.attribute_set", id=2)
    seen = event("person.seen", id=3, at=NOW + timedelta(hours=1))
    assert find_since([old, new, seen], (NOW - timedelta(minutes=1)).isoformat()) == [new]
    assert find_since([old, new], "illisible") == [new]
    assert find_since([old], "2026-11-22T09:00:00") == [old]


def test_a_comparison_marks_the_characters_that_differ() -> None:
    rows = describe_comparison(
        compare_traits(TRAITS, replace(TRAITS, birth_family="TESTEXEMPTE", birth_date="19800313"))
    )
    marked = ["".join(piece.text for piece in row.theirs if piece.is_different) for row in rows]
    assert marked == ["T", "", "", "3", "", ""]
    assert rows[0].state.shape is Shape.REFUSED
    assert rows[1].state.shape is Shape.DONE


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Rien ne se contredit."),
        ({"birth_givens": "ANNE"}, "Rien ne se contredit, à l’écriture près."),
        ({"sex": "M"}, "Un trait diffère : sexe."),
        ({"sex": "M", "birth_place": "01001"}, "Un trait diffère : sexe."),
        ({"sex": "M", "birth_date": "19800101"}, "2 traits diffèrent : date de naissance, sexe."),
    ],
)
def test_a_comparison_is_told_in_one_sentence(changes: dict[str, str], told: str) -> None:
    assert tell_comparison(compare_traits(TRAITS, replace(TRAITS, **changes))) == told


@pytest.mark.parametrize(
    ("ours", "theirs", "word"),
    [("a", "a", "identique"), ("a", "", "absent d’un côté"), ("0102", "0103", "différent")],
)
def test_other_texts_are_compared_too(ours: str, theirs: str, word: str) -> None:
    assert compare_texts("téléphone", ours, theirs).state.word == word


def alert(kind: AlertKind = AlertKind.DUPLICATE, **changes: Any) -> Alert:
    values: dict[str, Any] = {
        "id": 5,
        "kind": kind,
        "at": NOW,
        "person_id": 7,
        "other_id": None,
        "document_id": None,
        "message_id": None,
        "score": 0.0,
        "evidence": {},
    }
    return Alert(**(values | changes))


def test_an_alert_tells_its_evidence() -> None:
    traits = [{"text": "nom : identique", "weight": 8.2}, {"text": "sexe : différent", "weight": -6.6}, "lieu"]
    row = describe_alert(alert(score=0.83, evidence={"traits": traits}), {7: person()})
    assert row.score == f"83{NBSP}%"
    assert [(one.state.word, one.weight) for one in row.evidence] == [
        ("pour", "+8,2"),
        ("contre", "−6,6"),
        ("changé", ""),
    ]
    assert row.address == "/identites/doublons/5"
    assert row.person is not None
    assert row.other is None
    held = describe_alert(alert(AlertKind.COLLISION, message_id=4, evidence={"held": True, "message": "…"}), {})
    assert held.is_held
    assert held.message_address == "/messages/4"
    found = describe_alert(alert(AlertKind.INSI_ANSWER, evidence={"call_id": 12}), {})
    assert found.call_address == "/identites/7/qualifier?appel=12"
    findings = {"findings": [{"code": "PAM-101", "message": "déjà servi", "remedy": "vérifier"}]}
    failed = describe_alert(alert(AlertKind.MESSAGE_FAILED, evidence=findings), {})
    assert failed.message == "déjà servi"
    assert failed.evidence[0].remedy == "vérifier"


@pytest.mark.parametrize(
    ("value", "told"), [(0.9999, f"plus de 99{NBSP}%"), (0.5, f"50{NBSP}%"), (0.001, f"moins de 1{NBSP}%")]
)
def test_a_probability_is_never_more_sure_than_it_is(value: float, told: str) -> None:
    assert show_probability(value) == told


@pytest.mark.parametrize(("weight", "word"), [(0.01, "neutre"), (2.0, "pour"), (-2.0, "contre")])
def test_a_weight_has_a_direction(weight: float, word: str) -> None:
    assert describe_weight(weight)[0].word == word


def test_a_worklist_is_told() -> None:
    assert tell_alerts(0, ("alerte", "alertes"), has_more=False, is_open=True) == "Aucune alerte n’attend de décision."
    assert (
        tell_alerts(1, ("doublon", "doublons"), has_more=False, is_open=True) == f"1{NBSP}doublon attend une décision."
    )
    assert tell_alerts(3, ("doublon", "doublons"), has_more=True, is_open=False) == f"Au moins 3{NBSP}doublons en tout."


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/identites/alertes/4", True),
        ("/identites/doublons/4", True),
        ("/identites/alertes/", False),
        ("//evil/4", False),
        ("/identites/alertes/4?x", False),
        ("", False),
    ],
)
def test_one_goes_on_to_another_alert_only(path: str, is_one: bool) -> None:
    assert _is_alert(path) is is_one


@pytest.mark.parametrize(
    ("value", "told"),
    [("20260312081530+0100", "12/03/2026 à 8 h 15"), ("20260312", "12/03/2026"), ("", ""), ("demain", "demain")],
)
def test_hl7_instants_are_told(value: str, told: str) -> None:
    assert tell_hl7(value) == told


def test_an_export_runs_nothing_in_a_spreadsheet() -> None:
    text = render_csv(("a", "b"), [("=1+1", "-2"), (3, None), ("x;y", NOW)])
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert rows[1] == ["'=1+1", "'-2"]
    assert rows[2] == ["3", ""]
    assert rows[3][0] == "x;y"
    exported = list(csv.DictReader(io.StringIO(persons_csv([person(ins=HELD)]).lstrip("\ufeff")), delimiter=";"))
    assert exported[0]["INS circule"] == "non"
    assert exported[0]["date de naissance"] == "12/03/1980"


def test_indicators_are_drawn_by_unit_and_day() -> None:
    days = list_days(date(2026, 11, 20), date(2026, 11, 23))
    assert len(days) == 3
    admitted = [
        UnitCount(unit="12", label="Chirurgie", persons=4, qualified=1, day=days[0]),
        UnitCount(unit="12", label="Chirurgie", persons=4, qualified=4, day=days[2]),
        UnitCount(unit="", label="", persons=1, qualified=0, day=days[1]),
    ]
    charts = draw_units(admitted, days)
    assert charts[0].title == "Chirurgie"
    assert charts[0].figure == f"62{NBSP}%"
    assert "au plus bas 25" in charts[0].description
    assert [bar.value for bar in charts[0].bars] == [25, 0, 100]
    assert charts[1].title == "unité non dite"
    rows = list_units([UnitCount(unit="12", label="", persons=2, qualified=1)], admitted)
    assert [(row.name, row.present, row.admitted, row.rate) for row in rows] == [
        ("unité non dite", 0, 1, f"0{NBSP}%"),
        ("Chirurgie", 2, 8, f"62{NBSP}%"),
    ]
    counts = [DayCount(day=days[0], kind="doublon", number=3), DayCount(day=days[1], kind="collision", number=9)]
    chart = draw_counts("Doublons", counts, {"doublon": ""}, days)
    assert (chart.figure, [bar.value for bar in chart.bars]) == ("3", [3, 0, 0])
    assert draw_counts("Rien", [], {"doublon": ""}, days).description == "Rien : aucun."


def test_indicators_are_told_in_one_sentence() -> None:
    counts = {IdentityStatus.QUALIFIEE: 3, IdentityStatus.PROVISOIRE: 1}
    assert tell_figures({}, [], 14) == "Aucune identité n’est encore tenue ici."
    assert tell_figures(counts, [], 14) == f"75{NBSP}% des 4{NBSP}identités tenues ici sont qualifiées."
    admitted = [UnitCount(unit="1", label="", persons=2, qualified=1, day=date(2026, 11, 20))]
    assert f"50{NBSP}% des personnes admises depuis 14{NBSP}jours" in tell_figures(counts, admitted, 14)
    assert show_rate(0, 0) == "—"
