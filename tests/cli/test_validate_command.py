"""`liane validate` and `liane kit`: exit codes, exact JSON, French for people."""

import json
import zipfile
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from liane.cli.kit import kit_app
from liane.cli.validate import ValidateCommand, validate
from liane.codecs.schematron.kit_compiler import PROFILES
from tests.codecs.schematron.rule_bench import schematron

RULE = (
    '<pattern><rule context="cda:ClinicalDocument"><assert test="not(@classCode)">Pas de classCode</assert>'
    "</rule></pattern>"
)
XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>"""


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command(cls=ValidateCommand)(validate)
    made.add_typer(kit_app, name="kit")
    return made


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("LIANE_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("COLUMNS", "100")
    return CliRunner()


@pytest.fixture
def kit(tmp_path: Path, kit_dir: Path) -> Path:
    """A kit of one rule of ours, with the true XML Schema."""
    folder = tmp_path / "mon-kit"
    for layer, path in PROFILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(schematron(RULE if layer == "header" else ""))
    with zipfile.ZipFile(next(kit_dir.glob("*.zip"))) as archive:
        for name in archive.namelist():
            if name.startswith("infrastructure/"):
                archive.extract(name, folder)
    return folder


@pytest.fixture
def n1(tmp_path: Path, spec_dir: Path) -> Path:
    path = tmp_path / "n1.xml"
    path.write_bytes((spec_dir / "examples-cda" / "n1-consultation.xml").read_bytes())
    return path


def spoiled(n1: Path) -> Path:
    path = n1.with_name("faux.xml")
    path.write_bytes(n1.read_bytes().replace(b"<ClinicalDocument ", b'<ClinicalDocument classCode="DOCCLIN" ', 1))
    return path


def test_all_valid_is_0(app: typer.Typer, runner: CliRunner, kit: Path, n1: Path) -> None:
    done = runner.invoke(app, ["validate", "--kit", str(kit), str(n1)])
    assert done.exit_code == 0, done.output
    assert "VALIDE" in done.output


def test_json_is_an_array_in_the_order_of_the_files(app: typer.Typer, runner: CliRunner, kit: Path, n1: Path) -> None:
    bad = spoiled(n1)
    done = runner.invoke(app, ["validate", "--json", "--kit", str(kit), str(bad), str(n1)])
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert [(one["file"], one["type"], one["verdict"]) for one in report] == [
        (str(bad), "N1", "invalid"),
        (str(n1), "N1", "valid"),
    ]
    assert set(report[0]) == {"file", "type", "verdict", "findings"}
    finding = next(one for one in report[0]["findings"] if one["layer"] == "header")
    assert set(finding) == {"code", "severity", "layer", "location", "message"}
    assert (finding["severity"], finding["location"], finding["message"]) == (
        "error",
        "/ClinicalDocument[1]",
        "Pas de classCode",
    )


def test_without_a_kit_nothing_is_judged(app: typer.Typer, runner: CliRunner, n1: Path) -> None:
    done = runner.invoke(app, ["validate", str(n1)])
    assert done.exit_code == 2
    assert "NON JUGÉ" in done.output
    assert "Aucun kit de validation" in " ".join(done.output.split())


def test_an_invalid_document_counts_before_an_unjudged_one(app: typer.Typer, runner: CliRunner, n1: Path) -> None:
    broken = n1.with_name("coupé.xml")
    broken.write_bytes(n1.read_bytes()[:-30])
    done = runner.invoke(app, ["validate", str(n1), str(broken)])
    assert done.exit_code == 1
    assert "2 documents" in done.output


@pytest.mark.parametrize("arguments", [["absent.xml"], ["--bogus"], [], ["--kit", "absent.zip", "a.xml"], ["."]])
def test_unreadable_input_and_wrong_usage_are_3(app: typer.Typer, runner: CliRunner, arguments: list[str]) -> None:
    assert runner.invoke(app, ["validate", *arguments]).exit_code == 3


def test_an_unreadable_file_keeps_its_place_in_json(app: typer.Typer, runner: CliRunner, n1: Path) -> None:
    done = runner.invoke(app, ["validate", "--json", "absent.xml", str(n1)])
    assert done.exit_code == 3
    report = json.loads(done.stdout)
    assert [(one["file"], one["verdict"]) for one in report] == [("absent.xml", "unjudged"), (str(n1), "unjudged")]
    assert report[0]["findings"][0]["code"] == "CLI-001"


def test_a_kit_is_installed_listed_and_used(app: typer.Typer, runner: CliRunner, kit: Path, n1: Path) -> None:
    assert "Aucun kit" in runner.invoke(app, ["kit", "list"]).output
    done = runner.invoke(app, ["kit", "import", str(kit)])
    assert done.exit_code == 0, done.output
    assert "installé et mis en service" in done.output
    listed = runner.invoke(app, ["kit", "list"]).output
    assert "mon-kit" in listed
    assert "en service" in listed
    assert runner.invoke(app, ["validate", str(n1)]).exit_code == 0
    assert runner.invoke(app, ["validate", str(spoiled(n1))]).exit_code == 1


def test_what_is_no_kit_is_refused(app: typer.Typer, runner: CliRunner, tmp_path: Path) -> None:
    done = runner.invoke(app, ["kit", "import", str(tmp_path)])
    assert done.exit_code == 3
    assert "KIT-001" in done.output
