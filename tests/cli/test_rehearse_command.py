"""`liane rehearse`, run as a person runs it: exit codes, the JSON account by its schema, the artefacts on disk."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from liane.codecs.hl7v2.ack import parse_ack
from liane.codecs.hl7v2.zam import parse_zam
from liane.codecs.mssante_mail.receipts import MailKind, parse_incoming
from liane_sandbox.emitter.scenario import Mistake
from tests.conftest import ROOT
from tests.pipeline.flow_kit import TO_BOTH, make_cda, make_order, with_flags

COMMAND = (sys.executable, "-c", "from liane.cli.main import main; main()", "rehearse")
RIGHT = make_order(make_cda(), "RIGHT", flags=with_flags(TO_BOTH, dest_mssante_patient=True))
WRONG = make_order(make_cda(2), "WRONG", mistake=Mistake.OTHER_PATIENT)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in an empty folder."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LIANE_")}
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=110, check=False
    )


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One run of the command on a right message, then on a wrong one."""

    code: int
    report: dict[str, Any]
    out: Path


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    folder = tmp_path_factory.mktemp("rehearse")
    (folder / "juste.hl7").write_bytes(RIGHT)
    (folder / "autre patient.hl7").write_bytes(WRONG.replace(b"\r", b"\r\n"))
    done = run(folder, "juste.hl7", "autre patient.hl7", "--json", "--out", "out", "--timeout", "60")
    assert done.stdout, done.stderr
    return Rehearsed(done.returncode, json.loads(done.stdout), folder / "out")


def test_it_could_tell_both(rehearsed: Rehearsed) -> None:
    assert rehearsed.code == 0
    right, wrong = rehearsed.report["messages"]
    assert (right["file"], right["ack"]["code"]) == ("juste.hl7", "AA")
    assert (wrong["file"], wrong["ack"]["code"]) == ("autre patient.hl7", "AE")
    assert "COH-001" in [error["application_code"] for error in wrong["ack"]["errors"]]
    assert {one["outcome"] for one in right["deliveries"]} == {"delivered"}
    assert sorted(one["event"] for one in right["zam"]) == ["Z01", "Z02", "Z02", "Z03", "Z03"]
    assert {one["outcome"] for one in wrong["deliveries"]} == {"refused"}


def test_the_account_follows_its_schema_and_is_on_disk_too(rehearsed: Rehearsed) -> None:
    schema = json.loads((ROOT / "docs" / "rehearse.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(rehearsed.report)
    assert json.loads((rehearsed.out / "report.json").read_text(encoding="utf-8")) == rehearsed.report


def test_every_artefact_told_is_on_disk(rehearsed: Rehearsed) -> None:
    told = {path for message in rehearsed.report["messages"] for path in message["artefacts"]}
    found = {p.relative_to(rehearsed.out).as_posix() for p in rehearsed.out.rglob("*") if p.is_file()}
    assert found == told | {"report.json"}


def test_what_was_exchanged_is_given_to_the_byte(rehearsed: Rehearsed) -> None:
    folder = rehearsed.out / "01-juste.hl7"
    assert (folder / "message.hl7").read_bytes() == RIGHT.rstrip(b"\r")
    assert (folder / "document.xml").read_bytes() == make_cda()
    assert parse_ack((folder / "ack.hl7").read_bytes()).request_control_id == "RIGHT"
    refused = rehearsed.out / "02-autre_patient.hl7"
    assert parse_ack((refused / "ack.hl7").read_bytes()).code.value == "AE"


def test_what_was_sent_can_be_read_with_other_tools(rehearsed: Rehearsed) -> None:
    folder = rehearsed.out / "01-juste.hl7"
    for path in (folder / "dmp").glob("*-request.xml"):
        assert etree.parse(path).getroot().tag.endswith("}Envelope")
    mails = sorted((folder / "mssante").glob("*.eml"))
    assert len(mails) == 2
    for path in mails:
        assert parse_incoming(path.read_bytes()).kind is MailKind.XDM
        unpacked = path.with_suffix("")
        assert etree.parse(unpacked / "IHE_XDM" / "SUBSET01" / "METADATA.XML").getroot() is not None
        assert [pdf.read_bytes()[:5] for pdf in unpacked.glob("*.pdf")] == [b"%PDF-"]
        archive = parse_incoming(path.read_bytes()).archive
        assert archive is not None
        assert zipfile.ZipFile(BytesIO(archive)).testzip() is None
    zams = [path for path in (folder / "zam").glob("*.hl7") if not path.name.endswith(".ack.hl7")]
    assert sorted(parse_zam(path.read_bytes()).event.value for path in zams) == ["Z01", "Z02", "Z02", "Z03", "Z03"]
    assert len(list((folder / "receipts").glob("*.eml"))) == 4
    events = json.loads((folder / "journal.json").read_text(encoding="utf-8"))
    assert events[0]["name"] == "document.received"


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    done = run(tmp_path, "absent.hl7")
    assert done.returncode == 2
    assert "absent.hl7" in done.stderr
