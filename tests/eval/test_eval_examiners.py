"""The examiners: what they need is told, and the smallest drawing of the one that needs least is true to its truth."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from eval.examined import FIELDS
from eval.examiners import EXAMINERS, Examiner, missing_of


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = missing_of("hospital")
    if missing:
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("hospital")
    EXAMINERS["hospital"].draw(3, 2, folder)
    return folder


def test_the_hospital_draws_files_with_their_truth_and_their_index(drawn: Path) -> None:
    truth = json.loads((drawn / "truth.json").read_text(encoding="utf-8"))
    persons = {one["record_id"] for one in json.loads((drawn / "persons.json").read_text(encoding="utf-8"))}
    assert len(truth) == 2
    for name, file in truth.items():
        assert (drawn / name).stat().st_size > 1000
        for document in file["documents"]:
            assert set(document["fields"]) <= set(FIELDS)
            assert document.get("record_id") is None or document["record_id"] in persons


def test_the_same_seed_gives_the_same_truth(drawn: Path, tmp_path: Path) -> None:
    EXAMINERS["hospital"].draw(3, 2, tmp_path)
    assert (tmp_path / "truth.json").read_bytes() == (drawn / "truth.json").read_bytes()


def test_what_is_not_installed_is_named() -> None:
    needy = Examiner(
        "x", "", True, {"some-package": "no_such_package", "other": "no.such.module"}, ("no-such-program",)
    )
    assert needy.missing() == ("some-package", "other", "no-such-program")


def test_the_examiners_kept_aside_say_so() -> None:
    kept = {name for name, one in EXAMINERS.items() if one.is_kept_aside}
    assert kept == {"district", "valley"}
    for name in EXAMINERS:
        told = Path(__file__).parents[2] / "eval" / "examiners" / name / "__init__.py"
        assert ("Kept aside" in told.read_text(encoding="utf-8")) == (name in kept)


@pytest.mark.parametrize(
    "name",
    [
        "city",
        "correspondents",
        "department",
        "district",
        "locality",
        "network",
        "practice",
        "records",
        "university",
        "valley",
    ],
)
def test_one_of_the_last_draws_its_truth_and_the_same_seed_gives_the_same(name: str, tmp_path: Path) -> None:
    missing = missing_of(name)
    if missing:
        pytest.skip(missing)
    for place in ("one", "two"):
        EXAMINERS[name].draw(1, 2, tmp_path / place)
    texts = [(tmp_path / place / "truth.json").read_text(encoding="utf-8") for place in ("one", "two")]
    assert texts[0] == texts[1]
    persons = {one["record_id"] for one in json.loads((tmp_path / "one" / "persons.json").read_text(encoding="utf-8"))}
    for drawn_as, file in json.loads(texts[0]).items():
        assert (tmp_path / "one" / drawn_as).stat().st_size > 1000
        for document in file["documents"]:
            assert set(document["fields"]) <= set(FIELDS)
            assert document.get("record_id") is None or document["record_id"] in persons


def test_the_examiners_are_listed_without_what_they_draw_with() -> None:
    told = "import sys, eval.examiners; print({'weasyprint', 'fpdf', 'ppf', 'reportlab', 'PIL'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
