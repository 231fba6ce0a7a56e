"""A watched folder: nothing half written is taken, nothing is lost, nothing is written over."""

from pathlib import Path

import pytest

from liane.connectors.folders.watched import MovedTo, WatchedFolder


class Seconds:
    """A clock that only moves when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def folder(tmp_path: Path, clock: Seconds) -> WatchedFolder:
    watched = WatchedFolder(tmp_path / "scans", stable_s=3, clock=clock)
    watched.prepare()
    return watched


def test_a_file_is_taken_once_it_stopped_growing(folder: WatchedFolder, clock: Seconds, tmp_path: Path) -> None:
    path = tmp_path / "scans" / "a.pdf"
    path.write_bytes(b"%PDF")
    assert folder.find_stable() == []
    clock.now = 2
    path.write_bytes(b"%PDF-1.4 more")
    assert folder.find_stable() == []
    clock.now = 4
    assert folder.find_stable() == []
    clock.now = 5
    assert folder.find_stable() == ["a.pdf"]
    assert folder.read("a.pdf").data == b"%PDF-1.4 more"


def test_what_is_not_a_finished_file_is_left_alone(folder: WatchedFolder, clock: Seconds, tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    for name in (".caché", "a.pdf.part", "b.TMP", "c~"):
        (scans / name).write_bytes(b"x")
    (scans / "dossier").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (scans / "lien.pdf").symlink_to(tmp_path / "secret")
    folder.find_stable()
    clock.now = 10
    assert folder.find_stable() == []
    with pytest.raises(OSError, match=r"symbolic|link"):
        folder.read("lien.pdf")


def test_a_file_is_moved_under_a_free_name(folder: WatchedFolder, tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    for content in (b"1", b"2", b"3"):
        (scans / "a.pdf").write_bytes(content)
        folder.file("a.pdf", MovedTo.DONE)
    folder.file("a.pdf", MovedTo.DONE)
    done = scans / MovedTo.DONE.value
    assert {path.name: path.read_bytes() for path in done.iterdir()} == {
        "a.pdf": b"1",
        "a-1.pdf": b"2",
        "a-2.pdf": b"3",
    }
    assert not (scans / "a.pdf").exists()
