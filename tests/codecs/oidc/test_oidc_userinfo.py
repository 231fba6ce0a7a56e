"""userInfo: the published example, the least that may come, and another person's."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from liane.codecs.oidc.userinfo import ExpectedUserInfo, parse_userinfo
from liane.domain.actors.actor import Structure
from liane.domain.actors.professional import SignedProfessional
from liane.domain.errors import MalformedMessage, RuleViolation
from liane_sandbox.psc.people import PEOPLE, render_userinfo
from tests.codecs.oidc.oidc_kit import CLIENT, ISSUER, publish, sign

EXPECTED = ExpectedUserInfo(subject="f:x:8", identifier="8", issuer=ISSUER, client_id=CLIENT)


def parse(values: dict[str, Any], expected: ExpectedUserInfo | None = None) -> SignedProfessional:
    return parse_userinfo(json.dumps(values).encode(), "application/json", keys=None, expected=expected)


def test_the_example_of_the_specification(spec_dir: Path) -> None:
    text = (spec_dir / "psc.md").read_text(encoding="utf-8")
    example = next(one for one in re.findall(r"```json\n(.+?)```", text, re.DOTALL) if "SubjectRefPro" in one)
    found = parse(json.loads(example))
    assert (found.identifier, found.name, found.civility) == ("899900090012", "Camille DESCHAMPS", "DR")
    assert found.professions == ("10",)
    practice, hospital = found.situations
    assert (practice.exercise_mode, practice.sector, practice.specialty) == ("L", "SA07", "SM26")
    assert practice.structure == Structure(identifier="", name="CABINET DR DESCHAMPS", id_type="IDNST")
    assert hospital.structure == Structure(identifier="1750900011", name="CH EXEMPLE", id_type="FINEG")
    assert practice.key != hospital.key


def test_the_least_that_may_come() -> None:
    found = parse({"sub": "f:x:8", "SubjectNameID": "ANS20211103"})
    assert found == SignedProfessional(identifier="ANS20211103", subject="f:x:8", family="", given="")
    assert found.name == "ANS20211103"


@pytest.mark.parametrize("values", [{}, {"sub": "f"}, {"SubjectNameID": "8"}, {"sub": "f", "SubjectNameID": "8\x00"}])
def test_without_identifier_nobody_is_named(values: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation, match="PSC-018"):
        parse(values)


def test_texts_stand_where_lists_are_usual() -> None:
    exercise = {"codeProfession": "60", "activities": {"codeSecteurDactivite": "SA01", "numeroSiretSite": "123"}}
    values = {"sub": "f", "SubjectNameID": "8", "SubjectRole": "60^1.2", "SubjectRefPro": {"exercices": exercise}}
    found = parse(values)
    assert found.professions == ("60",)
    assert [one.structure.identifier for one in found.situations if one.structure] == ["3123"]


def test_a_pharmacist_acts_in_a_section() -> None:
    activity = {"codeSectionPharmacien": "H", "numeroFinessSite": "999999998"}
    exercise = {"codeProfession": "21", "codeSavoirFaire": "X", "activities": [activity, activity]}
    found = parse({"sub": "f", "SubjectNameID": "8", "SubjectRefPro": {"exercices": [exercise]}})
    assert [one.specialty for one in found.situations] == ["H"]


def test_keys_of_situations_are_stable() -> None:
    for person in PEOPLE:
        again = [parse(render_userinfo(person)).situations for _ in range(2)]
        assert again[0] == again[1]
        assert len({one.key for one in again[0]}) == len(person.places)


def test_another_person_is_refused() -> None:
    for wrong in ({"sub": "f:x:9", "SubjectNameID": "8"}, {"sub": "f:x:8", "SubjectNameID": "9"}):
        with pytest.raises(RuleViolation, match="PSC-019"):
            parse(wrong, EXPECTED)


def test_a_signed_answer_is_verified() -> None:
    values = {"sub": "f:x:8", "SubjectNameID": "8", "iss": ISSUER, "aud": CLIENT}

    def read(token: str) -> SignedProfessional:
        return parse_userinfo(token.encode(), "application/jwt;charset=UTF-8", keys=publish(), expected=EXPECTED)

    assert read(sign(values)).identifier == "8"
    with pytest.raises(RuleViolation, match="PSC-009"):
        read(sign(values)[:-8] + "AAAAAAAA")
    for changes in ({"aud": "autre"}, {"iss": "https://ailleurs.example"}):
        with pytest.raises(RuleViolation, match="PSC-019"):
            read(sign(values | changes))
    with pytest.raises(RuleViolation, match="PSC-009"):
        parse_userinfo(sign(values).encode(), "application/jwt", keys=None, expected=EXPECTED)


def test_what_is_not_json_is_malformed() -> None:
    with pytest.raises(MalformedMessage, match="PSC-001"):
        parse_userinfo(b"[" * 100_000, "application/json", keys=None, expected=None)
