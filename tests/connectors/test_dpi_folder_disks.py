"""The folder of an application on true disks: full, read-only, gone. Nothing half written shows, nothing goes twice."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liane.connectors.dpi_folder.drop import DropFile, DropFolder, DropOrder
from liane.domain.errors import RemoteUnavailable
from tests.disks import fill, remount, share, small_disk, unshare

NOW = datetime(2026, 3, 2, 14, 15, tzinfo=UTC)
NUMBER = "LP000000000042"
PDF, MANIFEST = b"%PDF" + bytes(20_000), b'{"numero": "x"}' + b" " * 9_000
ORDER = DropOrder(
    number=NUMBER,
    files=(DropFile(name=f"{NUMBER}.pdf", data=PDF), DropFile(name=f"{NUMBER}.json", data=MANIFEST)),
    key="k",
    round_="1",
)
EXPECTED = {f"{NUMBER}.pdf": PDF, f"{NUMBER}.json": MANIFEST}


def folder_at(path: Path) -> DropFolder:
    tokens = itertools.count()
    return DropFolder(path, new_token=lambda: f"t{next(tokens)}")


def shown(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.glob("LP*")}


def refused(folder: DropFolder, order: DropOrder = ORDER) -> str:
    with pytest.raises(RemoteUnavailable) as told:
        folder.drop(order, at=NOW)
    assert told.value.context.endswith(".")
    return told.value.code


@pytest.mark.parametrize("left", range(0, 28_673, 4096))
def test_on_a_full_disk_nothing_half_shows_and_all_goes_once_there_is_room(tmp_path: Path, left: int) -> None:
    with small_disk(tmp_path):
        filler = fill(tmp_path, left)
        assert refused(folder_at(tmp_path)) == "DISQUE_PLEIN"
        assert shown(tmp_path) == {}
        filler.unlink()
        assert folder_at(tmp_path).drop(ORDER, at=NOW).is_new
        assert shown(tmp_path) == EXPECTED


@pytest.mark.parametrize("left", range(6))
def test_a_disk_that_takes_no_more_files_is_a_full_one(tmp_path: Path, left: int) -> None:
    with small_disk(tmp_path, size="4m", files=32):
        folder = folder_at(tmp_path)
        for rank in range(31 - left):
            try:
                (tmp_path / f"autre-{rank}").touch()
            except OSError:
                break
        code = ""
        try:
            folder.drop(ORDER, at=NOW)
        except RemoteUnavailable as error:
            code = error.code
        assert (code, shown(tmp_path)) in (("DISQUE_PLEIN", {}), ("", EXPECTED))
        for one in tmp_path.glob("autre-*"):
            one.unlink()
        folder.drop(ORDER, at=NOW)
        assert shown(tmp_path) == EXPECTED


def test_a_read_only_disk_says_so_and_finishes_what_was_begun(tmp_path: Path) -> None:
    steps = []

    def stop(step: str) -> None:
        steps.append(step)
        if step == "left:.pdf":
            remount(tmp_path, "ro")

    with small_disk(tmp_path):
        folder = DropFolder(tmp_path, new_token=lambda: "t", reach=stop)
        assert refused(folder) == "LECTURE_SEULE"
        assert set(shown(tmp_path)) == {f"{NUMBER}.pdf"}, "no manifest: the application takes nothing yet"
        assert refused(folder_at(tmp_path)) == "LECTURE_SEULE"
        remount(tmp_path, "rw")
        assert not folder_at(tmp_path).drop(ORDER, at=NOW).is_new
        assert shown(tmp_path) == EXPECTED
    assert steps[-1] == "left:.pdf"


def test_a_share_that_is_gone_is_not_taken_for_an_empty_folder(tmp_path: Path) -> None:
    source, path = tmp_path / "partage", tmp_path / "remise"
    source.mkdir()
    path.mkdir()
    share(source, path)
    try:
        mark = folder_at(path).drop(ORDER, at=NOW).mark
        other = DropOrder(
            number="LP000000000043",
            files=(DropFile(name="LP000000000043.json", data=b"{}"),),
            key="z",
            round_="1",
            mark=mark,
        )
        unshare(path)
        assert refused(folder_at(path), other) == "DOSSIER_AUTRE"
        assert list(path.iterdir()) == [], "nothing is written under the share"
        assert folder_at(path).list_begun() == []
        share(source, path)
        assert folder_at(path).drop(other, at=NOW).is_new
        assert set(shown(path)) == {*EXPECTED, "LP000000000043.json"}
    finally:
        unshare(path)


def test_a_folder_replaced_on_purpose_is_known_once_it_bears_the_mark(tmp_path: Path) -> None:
    order = DropOrder(number=NUMBER, files=ORDER.files, key="k", round_="1", mark="abc")
    with pytest.raises(RemoteUnavailable) as told:
        folder_at(tmp_path).drop(order, at=NOW)
    assert ".liane/marque-abc" in told.value.context
    (tmp_path / ".liane" / "marque-abc").mkdir(parents=True)
    assert folder_at(tmp_path).drop(order, at=NOW).mark == "abc"
    assert shown(tmp_path) == EXPECTED
