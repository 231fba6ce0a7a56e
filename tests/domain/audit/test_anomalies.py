"""Accesses out of the ordinary: each rule on its table, both sides of its threshold."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.audit.anomalies import (
    ON_A_PATIENT,
    AccessSurroundings,
    AnomalyRule,
    AnomalyThresholds,
    bears_both_names,
    find_anomalies,
    fold_home,
    fold_words,
    is_within,
    share_a_name,
)
from liane.domain.audit.catalogue import KINDS

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
DOCTOR = Operator(name="Dr Camille D’EXEMPLE-MARTIN", roles=frozenset({Role.CLINICIEN}), identifier="899700218896")
CLERK = Operator(name="Dominique MODELE", roles=frozenset({Role.SECRETARIAT}), unit="UF 12")
LIMITS = AnomalyThresholds()


def seen(**values: Any) -> AccessEvent:
    fields: dict[str, Any] = {"act": AccessAct.SEE_PERSON, "at": NOON, "operator": CLERK, "person_id": 7}
    return AccessEvent(**(fields | values))


def rules(event: AccessEvent, limits: AnomalyThresholds = LIMITS, **around: Any) -> list[AnomalyRule]:
    return [one.rule for one in find_anomalies(event, AccessSurroundings(**around), limits, seq=12)]


def test_an_ordinary_access_says_nothing() -> None:
    assert rules(seen(), persons_seen=60, refusals=4, family_names=("TESTAUTRE",), units=frozenset({"UF 12"})) == []
    assert rules(seen(act=AccessAct.SIGN_IN, person_id=None)) == []


@pytest.mark.parametrize("act", [AccessAct.BREAK_GLASS, AccessAct.CENTRE_15, AccessAct.USE_BREAK_GLASS_ACCOUNT])
def test_a_forced_access_is_always_looked_at_one_by_one(act: AccessAct) -> None:
    nobody = seen(act=act, operator=DOCTOR, person_id=None)
    (one,) = find_anomalies(nobody, AccessSurroundings(), LIMITS, seq=12)
    assert (one.rule, one.key) == (AnomalyRule.BREAK_GLASS, "force:12")
    event = seen(act=act, operator=DOCTOR)
    (sent,) = find_anomalies(event, AccessSurroundings(), LIMITS, seq=13)
    (done,) = find_anomalies(replace(event, at=NOON + timedelta(seconds=2)), AccessSurroundings(), LIMITS, seq=14)
    assert sent.key == done.key, "sent, then accepted: one occasion"
    (later,) = find_anomalies(replace(event, at=NOON + timedelta(hours=1)), AccessSurroundings(), LIMITS, seq=15)
    (other,) = find_anomalies(replace(event, person_id=8), AccessSurroundings(), LIMITS, seq=16)
    assert len({sent.key, later.key, other.key}) == 3
    assert rules(seen(act=act, operator=DOCTOR, outcome=Outcome.REFUSED)) == []


@pytest.mark.parametrize(
    ("operator", "names", "expected"),
    [
        ("Dr Camille D’EXEMPLE-MARTIN", ("MARTIN",), True),
        ("Dr Camille D’EXEMPLE-MARTIN", ("Exemple Martin",), True),
        ("Dr Camille D’EXEMPLE-MARTIN", ("EXEMPLE", ""), True),
        ("Dr Camille D’EXEMPLE-MARTIN", ("MARTINEZ",), False),
        ("Dr Camille D’EXEMPLE-MARTIN", ("DE", "D"), False),
        ("Élodie LE GOFF", ("LE",), False),
        ("Élodie LE GOFF", ("Le Goff",), True),
        ("Élodie LE GOFF", (), False),
        ("", ("",), False),
    ],
)
def test_names_are_compared_by_whole_words(operator: str, names: tuple[str, ...], expected: bool) -> None:
    assert share_a_name(operator, names) is expected


def test_the_same_name_is_asked_about_once_a_day_and_patient() -> None:
    event = seen(operator=DOCTOR)
    around = AccessSurroundings(family_names=("MARTIN",), given_name="CAMILLE")
    (one,) = find_anomalies(event, around, LIMITS, seq=1)
    (again,) = find_anomalies(event, around, LIMITS, seq=2)
    assert one == again
    assert "le même nom et le même prénom" in one.sentence
    assert "MARTIN" not in one.sentence.replace(DOCTOR.name, "")
    other = find_anomalies(replace(event, person_id=8), around, LIMITS, seq=3)
    assert other[0].key != one.key
    assert rules(seen(operator=DOCTOR, act=AccessAct.RECORD_RIGHTS), family_names=("MARTIN",)) == []


def test_who_lives_where_a_namesake_of_theirs_does_is_asked_about() -> None:
    """Two names under one roof: the rule of addresses; one name: that of names, which says the address too."""
    event = seen(operator=DOCTOR)
    (one,) = find_anomalies(event, AccessSurroundings(is_at_home=True, family_names=("TESTAUTRE",)), LIMITS, seq=1)
    assert (one.rule, one.key) == (AnomalyRule.SAME_ADDRESS, "adresse:899700218896:7:2026-11-22")
    assert "habite à la même adresse" in one.sentence
    (both,) = find_anomalies(event, AccessSurroundings(is_at_home=True, family_names=("MARTIN",)), LIMITS, seq=1)
    assert both.rule is AnomalyRule.SAME_NAME
    assert "habite à la même adresse" in both.sentence
    assert rules(event, replace(LIMITS, addresses_watched=False), is_at_home=True) == []
    assert rules(seen(operator=DOCTOR, outcome=Outcome.REFUSED), is_at_home=True) == []


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (("12, rue des Érables", "99 000"), ("12 RUE DES ERABLES", "99000"), True),
        (("12 bis rue des Érables", "99000"), ("12 rue des Érables", "99000"), False),
        (("12 rue des Érables", "99000"), ("12 rue des Érables", "99001"), False),
        (("", "99000"), ("", "99000"), False),
        (("Le bourg", "99000"), ("Le bourg", "99000"), False),
        (("12 rue des Érables", ""), ("12 rue des Érables", ""), False),
        (("BP 4", "99000"), ("BP 4", "99000"), False),
    ],
)
def test_homes_are_compared_without_their_writing(one: tuple[str, str], other: tuple[str, str], is_same: bool) -> None:
    assert (fold_home(*one) == fold_home(*other) != "") is is_same


def test_both_names_make_a_namesake() -> None:
    assert bears_both_names(DOCTOR.name, ("EXEMPLE-MARTIN",), "CAMILLE")
    assert not bears_both_names(DOCTOR.name, ("EXEMPLE-MARTIN",), "DOMINIQUE")
    assert not bears_both_names(DOCTOR.name, ("MODELE",), "CAMILLE")
    assert fold_words("Dr Élodie LE GOFF") == "ELODIE LE GOFF"


def test_many_persons_in_an_hour() -> None:
    assert rules(seen(), persons_seen=61) == [AnomalyRule.MASS_READING]
    assert rules(seen(), replace(LIMITS, persons_max=0), persons_seen=10_000) == []
    assert rules(seen(outcome=Outcome.REFUSED), persons_seen=61) == []


def test_hours_are_those_of_paris_and_of_the_job() -> None:
    assert rules(seen(at=NIGHT)) == [AnomalyRule.OUT_OF_HOURS]
    assert rules(seen(at=NIGHT, operator=DOCTOR)) == []
    assert rules(seen(at=NIGHT), replace(LIMITS, day_begins=time(0), day_ends=time(0))) == []
    assert is_within(datetime(2026, 7, 1, 5, 30, tzinfo=UTC), time(7), time(21)), "half past seven in summer"
    assert not is_within(datetime(2026, 1, 1, 5, 30, tzinfo=UTC), time(7), time(21))
    assert is_within(NIGHT, time(20), time(6))
    assert not is_within(NOON, time(20), time(6))


def test_refusals_in_a_row() -> None:
    refused = seen(outcome=Outcome.REFUSED)
    assert rules(refused, refusals=5) == [AnomalyRule.REFUSED_MANY]
    assert rules(refused, refusals=4) == []
    nobody = seen(outcome=Outcome.REFUSED, operator=Operator(name="", roles=frozenset()), address="192.0.2.4")
    (one,) = find_anomalies(nobody, AccessSurroundings(refusals=9), LIMITS, seq=1)
    assert one.sentence.startswith("192.0.2.4 a essuyé")


def test_a_patient_of_another_unit() -> None:
    assert rules(seen(), units=frozenset({"UF 34"})) == [AnomalyRule.UNIT_MISMATCH]
    assert rules(seen(operator=DOCTOR), units=frozenset({"UF 34"})) == [], "who works in no unit in particular"
    assert rules(seen(), replace(LIMITS, units_watched=False), units=frozenset({"UF 34"})) == []


def test_every_act_is_known_to_auditors_and_surroundings_are_not_shown() -> None:
    assert set(KINDS) == set(AccessAct)
    assert set(AccessAct) > ON_A_PATIENT
    assert "TESTNOM" not in repr(AccessSurroundings(family_names=("TESTNOM",), given_name="TESTNOM"))
