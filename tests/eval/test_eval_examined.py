"""What an examiner counts, on invented truths and answers."""

from typing import Any

import pytest
from eval.examined import is_right, score

TRUTH = {"birth_name": "LE GOFF", "used_name": None, "birth_date": "1956-03-12", "doc_type": ["34112-3", "11490-0"]}


def _file(**changes: Any) -> dict[str, Any]:
    document = {"pages": [1], "record_id": "P1", "may_auto": True, "trap": None, "fields": TRUTH, **changes}
    return {"layout": "letter", "grade": "digital", "documents": [document]}


def _answer(**changes: Any) -> dict[str, Any]:
    values = {"birth_name": "Le Goff", "used_name": None, "birth_date": "1956-03-12", "doc_type": "11490-0"}
    fields = {name: None if value is None else {"value": value} for name, value in values.items()}
    document = {"pages": [1], "record_id": "P1", "action": "auto", "reason": "", "fields": fields}
    document["candidates"] = [{"record_id": "P1"}]
    return {"documents": [{**document, **changes}]}


def test_a_document_read_and_filed_counts_everywhere() -> None:
    results, notes = score({"a.pdf": _file()}, {"a.pdf": _answer()})
    figures = results["digital"]
    assert not notes
    assert (figures.allowed_filed, figures.filed, figures.wrong_patient, figures.first_record.exact) == (1, 1, 0, 1)
    assert (
        figures.fields["birth_name"].exact
        == figures.fields["doc_type"].exact
        == figures.fields["birth_date"].exact
        == 1
    )
    assert (figures.fields["used_name"].absent, figures.fields["used_name"].invented) == (1, 0)
    assert figures.fields["ins"].printed == figures.fields["ins"].absent == 0, "left out of the truth: not scored"


def test_what_is_invented_missed_and_wrong_is_told_apart() -> None:
    fields = {"birth_name": None, "used_name": {"value": "MARTIN"}, "birth_date": {"value": "1965-03-12"}}
    results, notes = score({"a.pdf": _file()}, {"a.pdf": _answer(fields=fields)})
    found = results["digital"].fields
    assert (found["birth_name"].missed, found["used_name"].invented, found["birth_date"].wrong) == (1, 1, 1)
    assert {one.what for one in notes} >= {"missed birth_name", "invented used_name", "wrong birth_date"}


def test_a_filing_in_another_record_is_a_wrong_patient() -> None:
    results, notes = score({"a.pdf": _file()}, {"a.pdf": _answer(record_id="P2")})
    assert (results["digital"].wrong_patient, results["digital"].allowed_filed) == (1, 0)
    assert "WRONG PATIENT" in {one.what for one in notes}


def test_a_filing_of_somebody_unknown_is_a_wrong_patient() -> None:
    results, _ = score({"a.pdf": _file(record_id=None, may_auto=False, trap="unknown")}, {"a.pdf": _answer()})
    assert results["digital"].wrong_patient == 1


def test_what_must_be_shown_is_counted_when_filed() -> None:
    truth = {"a.pdf": _file(may_auto=False, trap="twin")}
    shown, _ = score(truth, {"a.pdf": _answer(action="review")})
    filed, _ = score(truth, {"a.pdf": _answer()})
    assert (shown["digital"].forbidden, shown["digital"].forbidden_filed) == (1, 0)
    assert (filed["digital"].forbidden_filed, filed["digital"].wrong_patient) == (1, 0)
    assert filed["digital"].first_record.printed == 0, "no record is asked for where a trap is"


def test_pages_not_found_together_are_a_split_and_score_no_field() -> None:
    file = _file()
    file["documents"].append({**file["documents"][0], "pages": [2]})
    results, _ = score({"a.pdf": file}, {"a.pdf": _answer(pages=[1, 2], action="review")})
    figures = results["digital"]
    assert (figures.splits.printed, figures.splits.exact, figures.allowed, figures.allowed_filed) == (1, 0, 2, 0)
    assert figures.fields["birth_name"].printed == 0


@pytest.mark.parametrize(("may_auto", "counted"), [(False, (0, 0, 2, 1)), (True, (2, 1, 0, 0))])
def test_a_part_of_a_file_of_several_patients_counts_as_the_truth_says(
    may_auto: bool, counted: tuple[int, int, int, int]
) -> None:
    file, answer, other = _file(may_auto=may_auto), _answer(), _answer(pages=[2], record_id="P2", action="review")
    file["documents"].append({**file["documents"][0], "pages": [2], "record_id": "P2"})
    answer["documents"] += other["documents"]
    results, _ = score({"a.pdf": file}, {"a.pdf": answer})
    one = results["digital"]
    assert (one.allowed, one.allowed_filed, one.forbidden, one.forbidden_filed) == counted
    assert (one.filed, one.wrong_patient) == (1, 0)


def test_a_file_without_an_answer_is_unread() -> None:
    results, notes = score({"a.pdf": _file()}, {})
    assert (results["digital"].unread, results["digital"].allowed) == (1, 1)
    assert "unread" in {one.what for one in notes}


@pytest.mark.parametrize(
    ("name", "wanted", "got"),
    [
        ("first_name", "Jean-Pierre", "JEAN PIERRE"),
        ("birth_name", ["MÜLLER", "MULLER"], "Muller"),
        ("first_names", ["Élise", "Anne"], "ELISE ANNE"),
        ("ins", "256037599912345", "2 56 03 75 999 123 45"),
        ("episode", "E-2024/17", "E202417"),
        ("structure_name", "Hôpital Bel-Air", "HOPITAL BEL AIR - Service de cardiologie"),
        ("recipients", ["DE LA TOUR", "ROY"], ["Dr Paul ROY", "Docteur Anne de la Tour"]),
        ("doc_type", "11488-4", "11488-4"),
    ],
)
def test_a_fair_reading_is_right(name: str, wanted: Any, got: Any) -> None:
    assert is_right(name, wanted, got)


@pytest.mark.parametrize(
    ("name", "wanted", "got"),
    [
        ("recipients", ["ROY"], ["Dr Paul ROY", "Dr Anne BRUN"]),
        ("recipients", ["ROY", "BRUN"], ["Dr Paul ROY"]),
        ("doc_type", ["11488-4"], "34112-3"),
        ("birth_date", "1956-03-12", "1956-12-03"),
    ],
)
def test_anything_else_is_wrong(name: str, wanted: Any, got: Any) -> None:
    assert not is_right(name, wanted, got)


def test_papers_of_one_page_are_compared_in_order() -> None:
    first, second = (_file(record_id=record)["documents"][0] for record in ("P1", "P2"))
    truth = {"a.pdf": {**_file(), "documents": [{**first, "may_auto": False}, {**second, "may_auto": False}]}}
    one, other = (_answer(record_id=record, action="review")["documents"][0] for record in ("P1", "P2"))
    other = {**other, "candidates": [{"record_id": "P2"}], "fields": {**other["fields"], "birth_date": None}}
    results, notes = score(truth, {"a.pdf": {"documents": [one, other]}})
    figures = results["digital"]
    assert (figures.splits.exact, figures.first_record.exact, figures.fields["birth_date"].exact) == (1, 2, 1)
    assert [note.what for note in notes] == ["missed birth_date"]
    alone, _ = score(truth, {"a.pdf": {"documents": [one]}})
    assert (alone["digital"].splits.exact, alone["digital"].fields["birth_date"].printed) == (0, 1)
