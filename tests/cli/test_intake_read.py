"""``liane intake read``: files in, the published answer out, judged by its schema."""

import json
import multiprocessing
import os
import time
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner

from liane.cli.intake import name_answers
from liane.cli.main import app
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.imaging.reading import OCRReaders
from liane.domain.errors import InvalidInput
from liane.pipeline.intake.pages import PageReader, run_within
from liane.pipeline.intake.structured import read_structured
from liane.wiring.files_reading import read_alone
from liane_sandbox.patients import PATIENTS, SandboxPatient
from tests.conftest import ROOT
from tests.pages_kit import letter_pdf
from tests.pipeline.flow_kit import make_cda

PERSON, OTHER = PATIENTS[0], PATIENTS[1]


def _row(patient: SandboxPatient, record_id: str) -> dict[str, Any]:
    traits = patient.traits
    born = traits.birth_date
    return {
        "record_id": record_id,
        "birth_name": traits.birth_family,
        "used_name": traits.used_family,
        "first_names": traits.birth_givens,
        "birth_date": f"{born[:4]}-{born[4:6]}-{born[6:]}",
        "sex": traits.sex,
        "birth_place": traits.birth_place,
        "ins": patient.ins.matricule,
        "oid": patient.ins.oid,
        "ins_status": "qualifiée",
        "address": "",
    }


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "persons.json"
    path.write_text(json.dumps([_row(PERSON, "A"), _row(OTHER, "B")]), encoding="utf-8")
    return path


def _run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["intake", "read", *map(str, arguments)])
    return result.exit_code, result.stdout


def _check(answer: dict[str, Any]) -> None:
    jsonschema.validate(answer, json.loads((ROOT / "docs" / "intake.schema.json").read_text(encoding="utf-8")))


def test_a_cda_is_matched_by_what_it_says(tmp_path: Path, index: Path) -> None:
    file = tmp_path / "report.xml"
    file.write_bytes(make_cda())
    code, out = _run(file, "--index", index, "--json")
    answer = json.loads(out)
    _check(answer)
    (document,) = answer["report.xml"]["documents"]
    assert code == 0
    assert document["record_id"] == "A"
    assert document["fields"]["birth_date"]["value"] == "1990-02-14"
    assert document["fields"]["ins"]["page"] is None


def test_the_pdf_of_an_official_document_is_read_and_matched(tmp_path: Path, corpus_dir: Path) -> None:
    source = corpus_dir / "cda" / "BIO-CR-BIO_2024.01_TSH_1.xml"
    (document,) = read_structured(source.read_bytes(), AcceptancePolicy())
    assert document.pdf is not None
    file, index = tmp_path / "tsh.pdf", tmp_path / "index.json"
    file.write_bytes(document.pdf)
    traits = document.header.patient.traits
    person = {
        "record_id": "OFFICIAL",
        "birth_name": traits.birth_family,
        "first_names": traits.birth_givens,
        "birth_date": "1979-03-28",
        "sex": "F",
        "ins": "279035121518989",
        "oid": "1.2.250.1.213.1.4.10",
    }
    index.write_text(json.dumps([person, _row(OTHER, "B")]), encoding="utf-8")
    code, out = _run(file, "--index", index, "--json", "--received-on", "2024-06-01")
    answer = json.loads(out)
    _check(answer)
    (found,) = answer["tsh.pdf"]["documents"]
    assert (code, found["record_id"]) == (0, "OFFICIAL")
    assert found["fields"]["birth_name"]["value"] == "PAT-TROIS"
    assert found["fields"]["birth_name"]["boxes"]
    assert found["fields"]["doc_type"]["value"] == "11502-2"


def test_a_patient_that_is_not_known_is_never_filed(tmp_path: Path, index: Path) -> None:
    index.write_text(json.dumps([_row(OTHER, "B")]), encoding="utf-8")
    file = tmp_path / "report.xml"
    file.write_bytes(make_cda())
    _, out = _run(file, "--index", index, "--json")
    (document,) = json.loads(out)["report.xml"]["documents"]
    assert (document["action"], document["record_id"]) == ("review", None)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"MZ\x90\x00", b"<not-a-cda/>"])
def test_what_cannot_be_read_is_rejected_with_its_reason(tmp_path: Path, index: Path, data: bytes) -> None:
    file = tmp_path / "wrong.pdf"
    file.write_bytes(data)
    code, out = _run(file, "--index", index, "--json")
    answer = json.loads(out)
    _check(answer)
    (document,) = answer["wrong.pdf"]["documents"]
    assert (code, document["action"]) == (1, "reject")
    assert document["codes"]


def test_a_wrong_index_and_a_missing_file_are_told(tmp_path: Path, index: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", encoding="utf-8")
    assert _run(tmp_path / "none.pdf", "--index", index)[0] == 3
    assert _run(tmp_path / "none.pdf", "--index", wrong)[0] == 3
    assert _run(tmp_path / "none.pdf", "--index", index, "--received-on", "hier")[0] == 3


def test_a_person_reads_the_answer_in_french(tmp_path: Path, index: Path) -> None:
    file = tmp_path / "report.xml"
    file.write_bytes(make_cda())
    code, out = _run(file, "--index", index)
    assert code == 0
    assert "birth_name" in out
    assert "identique" in out


def test_what_cannot_be_opened_is_in_the_answer(tmp_path: Path, index: Path) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()
    code, out = _run(tmp_path / "absent.pdf", folder, "--index", index, "--json")
    assert code == 3
    answer = json.loads(out[out.index("{") :])
    for name, why in (("absent.pdf", "n'existe pas"), ("dossier", "dossier")):
        (document,) = answer[name]["documents"]
        assert (document["action"], document["codes"]) == ("reject", ["INT-138"])
        assert why in document["reason"]
        assert set(document["fields"].values()) == {None}


def test_two_files_of_one_name_have_their_paths_in_any_order(tmp_path: Path) -> None:
    first, second, third = tmp_path / "a" / "lettre.pdf", tmp_path / "b" / "lettre.pdf", tmp_path / "autre é.pdf"
    wanted = {str(first): first, str(second): second, "autre é.pdf": third}
    assert name_answers([first, second, third, first]) == wanted
    assert name_answers([third, second, first]) == wanted


def test_an_engine_of_the_site_that_is_none_is_told_before_anything_is_read(index: Path, tmp_path: Path) -> None:
    code, told = _run(tmp_path / "absent.pdf", "--index", index, "--engine", tmp_path / "nothing", "--json")
    assert (code, told) == (3, "")


def test_an_engine_that_does_not_answer_changes_nothing(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "lettre.pdf"
    file.write_bytes(letter_pdf())
    plain = _run(file, "--index", index, "--json", "--received-on", "2026-05-04")
    asked = _run(
        file, "--index", index, "--json", "--received-on", "2026-05-04", "--engine", "petit@http://127.0.0.1:9/v1"
    )
    (one,), (other,) = (json.loads(told)["lettre.pdf"]["documents"] for _, told in (plain, asked))
    assert one == other


def test_several_files_are_read_at_once_and_answered_in_their_order(tmp_path: Path, index: Path) -> None:
    names = [f"{rank}.pdf" for rank in (3, 1, 2)]
    for name in names:
        (tmp_path / name).write_bytes(letter_pdf())
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing behind")
    files = [tmp_path / name for name in (*names, "broken.pdf", "absent.pdf")]
    code, out = _run(*files, "--index", index, "--json")
    answers = json.loads(out)
    _check(answers)
    assert code == 3
    assert list(answers) == [*names, "broken.pdf", "absent.pdf"]
    assert [answers[name]["documents"][0]["action"] for name in ("broken.pdf", "absent.pdf")] == ["reject", "reject"]
    _, alone = _run(files[0], "--index", index, "--json")
    assert json.loads(alone)[names[0]]["documents"] == answers[names[0]]["documents"] == answers[names[2]]["documents"]


def test_a_lone_file_that_passes_its_time_or_ends_its_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy of the process that reads it goes, the command stays and says why."""
    read = read_alone(OCRReaders(), page_s=0.2)
    assert len(read(letter_pdf(), "lettre.pdf").pages) == 1
    with pytest.raises(InvalidInput) as broken:
        read(b"%PDF-1.7 nothing behind", "broken.pdf")
    assert broken.value.findings[0].code != "INT-116"

    async def read_for_ever(*_: object, **__: object) -> None:
        run_within(0.2, time.sleep, (60,), {})

    async def end(*_: object, **__: object) -> None:
        os._exit(9)

    for defect in (read_for_ever, end):
        monkeypatch.setattr(PageReader, "read", defect)
        started = time.monotonic()
        with pytest.raises(InvalidInput) as refused:
            read(letter_pdf(), "lettre.pdf")
        assert [one.code for one in refused.value.findings] == ["INT-116"]
        assert time.monotonic() - started < 20
    assert not multiprocessing.active_children()
