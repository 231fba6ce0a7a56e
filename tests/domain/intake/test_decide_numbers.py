"""Numbers that look like an INS and are none, and what the first name says of the sex: shown to a person."""

from dataclasses import replace

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from liane.domain.intake.outcome import IntakeAction
from liane.domain.intake.page import Engine
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.match_kit import LETTER, TRAITS, ZOE, index_of, ins_of, judge, page_of, person, read_of

BROKEN = {
    "wrong key under the long label": "Identifiant national de santé : 262039990100199",
    "a letter for a figure": f"Matricule INS : {ZOE.ins[:2]}Z{ZOE.ins[3:]}",
    "a figure lost": f"INS : {ZOE.ins[:6]}{ZOE.ins[7:]}",
    "a figure doubled": f"INS (NIR) : {ZOE.ins[:6]}{ZOE.ins[5]}{ZOE.ins[6:]}",
    "the label misread": f"lNS : {ZOE.ins[:-1]}{(int(ZOE.ins[-1]) + 1) % 10}",
    "no label, but begins as the patient's": f"{ZOE.ins[:13]}{int(ZOE.ins[13:]) % 97 + 1:02d}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_ins_that_cannot_be_right_is_shown(name: str) -> None:
    page = page_of(f"{LETTER}{BROKEN[name]}\n")
    _, decision = judge(read_of(TRAITS, page), page, index_of(ZOE))
    assert decision.action is IntakeAction.REVIEW
    assert "INT-004" in decision.codes


@pytest.mark.parametrize(
    "line",
    [
        f"INS : {ZOE.ins}",
        f"INS : {ZOE.ins} 98 boulevard des Tilleuls",
        f"INS-NIR : {ZOE.ins} OID 1.2.250.1.213.1.4.10",
        f"INS/NIR {ZOE.ins[:13]} {ZOE.ins[13:]}",
        "OID de l'INS : 1.2.250.1.213.1.4.8",
        "Numéro d'adhérent : 123456789012345",
        f"N° INS :   N° de séjour :\n{ZOE.ins}\n257004792",
    ],
)
def test_a_right_ins_or_another_number_holds_nothing_back(line: str) -> None:
    page = page_of(f"{LETTER}{line}\n")
    _, decision = judge(read_of(TRAITS, page), page, index_of(ZOE))
    assert "INT-004" not in decision.codes


def test_an_ins_announced_and_lost_by_the_optical_reader_is_shown() -> None:
    page = page_of(f"{LETTER}INS\n")
    scanned = replace(page, words=tuple(replace(word, engine=Engine.TESSERACT) for word in page.words))
    codes = {}
    for one in (page, scanned):
        _, decision = judge(read_of(TRAITS, one), one, index_of(ZOE))
        codes[one is scanned] = decision.codes
    assert "INT-004" in codes[True]
    assert "INT-004" not in codes[False]


def test_the_empty_box_of_an_ins_holds_nothing_back() -> None:
    page = page_of(f"{LETTER}INS\n")
    scanned = replace(page, words=tuple(replace(word, engine=Engine.TESSERACT) for word in page.words))
    label = next(word for word in scanned.words if word.text == "INS")
    empty = replace(scanned, empty_labels=(label.box,))
    _, decision = judge(read_of(TRAITS, empty), empty, index_of(ZOE))
    assert "INT-004" not in decision.codes
    twice = page_of(f"{LETTER}INS\nINS\n")
    scanned = replace(twice, words=tuple(replace(word, engine=Engine.TESSERACT) for word in twice.words))
    _, decision = judge(read_of(TRAITS, scanned), replace(scanned, empty_labels=(label.box,)), index_of(ZOE))
    assert "INT-004" in decision.codes


GROUPED = " ".join((ZOE.ins[0], ZOE.ins[1:3], ZOE.ins[3:5], ZOE.ins[5:7], ZOE.ins[7:10], ZOE.ins[10:13], ZOE.ins[13:]))


@pytest.mark.parametrize(
    ("line", "is_shown"),
    [
        (f"IMS : Z{GROUPED[1:]}", True),
        (f"IMS : {GROUPED[:-1]}Z", True),
        (f"N° {ZOE.ins[:6]}O{ZOE.ins[7:]}", True),
        ("Adhérent 123456789012345", False),
        ("Tél. 06 99 12 34 56 78", False),
        ("Dossier 2 du 16 06 2019", False),
        (f"INS : {GROUPED}", False),
        (f"INS : {GROUPED}\nIMS : Z{GROUPED[1:]}", False),
    ],
)
def test_figures_in_the_groups_of_an_ins_misread_on_a_scan_are_shown(line: str, is_shown: bool) -> None:
    page = page_of(f"{LETTER}{line}\n")
    scanned = replace(page, words=tuple(replace(word, engine=Engine.TESSERACT) for word in page.words))
    _, decision = judge(read_of(TRAITS, scanned), scanned, index_of(ZOE))
    assert ("INT-004" in decision.codes) is is_shown


@pytest.mark.parametrize(("sex", "codes"), [("M", True), ("F", False)])
def test_a_record_of_the_sex_that_its_first_name_denies_is_shown(sex: str, codes: bool) -> None:
    record = person("R1", "QUEMENEUR", "MARIE", "19620315", sex)
    values = {FieldName.BIRTH_NAME: "QUEMENEUR", FieldName.FIRST_NAME: "Marie", FieldName.BIRTH_DATE: "1962-03-15"}
    page = page_of("Compte rendu du 2 mars 2026\nMarie QUEMENEUR née le 15/03/1962\n")
    _, decision = judge(read_of(values, page), page, index_of(record))
    assert ("INT-031" in decision.codes) is codes


@pytest.mark.parametrize(
    ("line", "is_shown"),
    [
        (f"IDENTITÉ NATIONALE DE\nSANTÉ : {GROUPED[:14]}\n048 90", True),
        (f"SANTÉ : {GROUPED[:18]}\n12 rue des Lilas", True),
        (f"{ZOE.ins[:13]}\n99", True),
        ("Dossier 2 99 12 44 991", False),
        ("Identifiant national de\nsanté\n2 99 12 44 991 470\n02", True),
        (f"INS : {GROUPED}\nSANTÉ : {GROUPED[:14]}", False),
    ],
)
def test_an_ins_cut_by_the_end_of_its_line_is_shown(line: str, is_shown: bool) -> None:
    page = page_of(f"{LETTER}{line}\n")
    _, decision = judge(read_of(TRAITS, page), page, index_of(ZOE))
    assert ("INT-004" in decision.codes) is is_shown


def test_an_ins_read_surely_is_contradicted_by_another_ins_alone() -> None:
    codes = {}
    for other in (ZOE.ins[:9], ins_of("19910203", "F")):
        page = page_of(f"{LETTER}INS : {ZOE.ins}\n")
        words = tuple(replace(word, engine=Engine.TESSERACT, confidence=0.97) for word in page.words)
        place = next(word for word in words if word.text == ZOE.ins)
        page = replace(page, words=words, second=(replace(place, text=other, confidence=0.9),))
        read = extract_fields([page], received_on="2026-05-04")
        codes[other] = decide(read, [page], match(read, [page], index_of(ZOE)), policy=COMMAND_LINE_POLICY).codes
    assert ["INT-035" in one for one in codes.values()] == [False, True]
