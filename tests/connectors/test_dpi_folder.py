"""The folder of an application: each hand-over written once, whoever is killed and when, whatever lies there."""

import itertools
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liane.connectors.dpi_folder.drop import ANSWER_READ_MAX, DropFile, DropFolder, DropOrder
from liane.domain.errors import RemoteUnavailable

NOW = datetime(2026, 3, 2, 14, 15, tzinfo=UTC)
NUMBER = "LP000000000042"
ORDER = DropOrder(
    number=NUMBER,
    files=(DropFile(name=f"{NUMBER}.pdf", data=b"%PDF"), DropFile(name=f"{NUMBER}.json", data=b"{}")),
    key="k",
    round_="1",
)
STEPS = ("ready", "begun", "left:.pdf", "left:.json")
VICTIM = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from liane.connectors.dpi_folder.drop import DropFile, DropFolder, DropOrder
def reach(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
number = sys.argv[3]
files = (DropFile(name=f"{number}.pdf", data=b"%PDF"), DropFile(name=f"{number}.json", data=b"{}"))
DropFolder(Path(sys.argv[1]), new_token=lambda: "victim", reach=reach).drop(
    DropOrder(number=number, files=files, key="k", round_="1"), at=datetime(2026, 3, 2, tzinfo=UTC))
"""


def folder_at(path: Path) -> DropFolder:
    tokens = itertools.count()
    return DropFolder(path, new_token=lambda: f"t{next(tokens)}")


def names(path: Path) -> set[str]:
    return {one.name for one in path.iterdir() if one.is_file()}


def take(path: Path) -> list[str]:
    """What an application does: take each manifest and its document away; gives the numbers taken."""
    taken = []
    for manifest in sorted(path.glob("*.json")):
        json.loads(manifest.read_bytes())
        assert manifest.with_suffix(".pdf").read_bytes() == b"%PDF", "the document is whole before its manifest shows"
        manifest.with_suffix(".pdf").unlink()
        manifest.unlink()
        taken.append(manifest.stem)
    return taken


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_it_is_handed_over_once(tmp_path: Path, step: str) -> None:
    victim = subprocess.run([sys.executable, "-c", VICTIM, str(tmp_path), step, NUMBER], check=False)
    assert victim.returncode == -signal.SIGKILL
    taken = take(tmp_path)
    folder_at(tmp_path).drop(ORDER, at=NOW)
    taken += take(tmp_path)
    folder_at(tmp_path).drop(ORDER, at=NOW)
    taken += take(tmp_path)
    assert taken == [NUMBER]


def test_two_writers_at_once_hand_over_once(tmp_path: Path) -> None:
    inner = folder_at(tmp_path)
    taken: list[str] = []

    def overtake(step: str) -> None:
        if step == "ready" and not taken:
            inner.drop(ORDER, at=NOW)
            taken.extend(take(tmp_path))

    outer = DropFolder(tmp_path, new_token=lambda: "outer", reach=overtake)
    assert not outer.drop(ORDER, at=NOW).is_new
    assert taken + take(tmp_path) == [NUMBER]
    assert list((tmp_path / ".liane").glob("*.outer")) == [], "the draft that lost is taken away"


def test_since_when_is_told_again_and_files_are_of_the_group(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    assert folder.drop(ORDER, at=NOW).since == NOW
    assert folder.drop(ORDER, at=NOW.replace(year=2027)).since == NOW
    assert (tmp_path / f"{NUMBER}.pdf").stat().st_mode & 0o777 == 0o660
    assert (tmp_path / ".liane").stat().st_mode & 0o777 == 0o700


def test_an_answer_from_before_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / f"{NUMBER}.ok").touch()
    folder = folder_at(tmp_path)
    folder.drop(ORDER, at=NOW)
    assert folder.find_answer(NUMBER) is None


def test_a_refusal_wins_and_is_bounded(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    folder.drop(ORDER, at=NOW)
    (tmp_path / f"{NUMBER}.ok").touch()
    (tmp_path / f"{NUMBER}.ko").write_bytes(b"9" * 10_000_000)
    answer = folder.find_answer(NUMBER)
    assert answer is not None
    assert (answer.is_ok, len(answer.data)) == (False, ANSWER_READ_MAX)


def test_only_another_round_begins_anew_after_a_refusal(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    folder.drop(ORDER, at=NOW)
    take(tmp_path)
    (tmp_path / f"{NUMBER}.ko").touch()
    assert not folder.drop(replace(ORDER, round_="2"), at=NOW).is_new, "the refusal was not read yet"
    folder.note_refused(NUMBER, "2")
    assert not folder.drop(replace(ORDER, round_="2"), at=NOW).is_new
    assert folder.drop(replace(ORDER, round_="3"), at=NOW).is_new
    assert names(tmp_path) == {f"{NUMBER}.pdf", f"{NUMBER}.json"}


def test_the_number_of_another_hand_over_is_not_taken_for_ours(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    folder.drop(ORDER, at=NOW)
    with pytest.raises(RemoteUnavailable) as refused:
        folder.drop(replace(ORDER, key="other"), at=NOW)
    assert refused.value.code == "NUMERO_PRIS"


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_no_file_is_no_answer(tmp_path: Path, kind: str) -> None:
    folder = folder_at(tmp_path)
    folder.drop(ORDER, at=NOW)
    secret = tmp_path / "secret"
    secret.write_bytes(b"902")
    answer = tmp_path / f"{NUMBER}.ko"
    if kind == "link":
        answer.symlink_to(secret)
    else:
        os.mkfifo(answer)
    with pytest.raises(RemoteUnavailable) as refused:
        folder.find_answer(NUMBER)
    assert refused.value.code == "LIEN"


def test_a_link_in_the_place_of_a_document_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "precieux"
    victim.write_bytes(b"avant")
    (tmp_path / f"{NUMBER}.pdf").symlink_to(victim)
    folder = folder_at(tmp_path)
    with pytest.raises(RemoteUnavailable):
        folder.drop(ORDER, at=NOW)
    assert victim.read_bytes() == b"avant"
    (tmp_path / f"{NUMBER}.pdf").unlink()
    folder.drop(ORDER, at=NOW)
    assert take(tmp_path) == [NUMBER]


@pytest.mark.parametrize("name", ["../x.json", "LP1.exe", "", "a/LP1.json", f"{NUMBER}.PDF"])
def test_no_name_of_outside_reaches_the_disk(tmp_path: Path, name: str) -> None:
    order = replace(ORDER, files=(DropFile(name=name, data=b""), ORDER.files[-1]))
    with pytest.raises(ValueError, match="number"):
        folder_at(tmp_path).drop(order, at=NOW)
    with pytest.raises(ValueError, match="number"):
        folder_at(tmp_path).drop(replace(ORDER, number="../../etc"), at=NOW)
    assert list(tmp_path.iterdir()) == []


def test_what_is_finished_leaves_no_trace(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    folder.drop(ORDER, at=NOW)
    (tmp_path / ".liane" / f"{NUMBER}.dead").mkdir()
    (tmp_path / f"{NUMBER}.ok").touch()
    assert folder.list_begun() == [NUMBER]
    folder.tidy(NUMBER, is_answered=True)
    assert folder.list_begun() == []
    assert [one.name for one in tmp_path.iterdir()] == [".liane"]
    assert [one.name for one in (tmp_path / ".liane").iterdir()] == ["marque-t0"], "only the mark of the folder stays"


def test_what_no_answer_tells_of_stays_for_the_application(tmp_path: Path) -> None:
    folder = folder_at(tmp_path)
    folder.drop(ORDER, at=NOW)
    folder.tidy(NUMBER, is_answered=False)
    assert folder.list_begun() == []
    assert take(tmp_path) == [NUMBER]
