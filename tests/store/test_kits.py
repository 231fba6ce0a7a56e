"""Kits on disk: hostile archives are refused, good ones are compiled once, damaged ones repaired or refused."""

import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.codecs.schematron.kit_compiler import PROFILES
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.domain.errors import ConfigurationError, MalformedMessage
from liane.store import kit_archive
from liane.store.kits import (
    CURRENT,
    IMAGE,
    MANIFEST,
    SOURCE,
    find_current_kit_id,
    import_kit,
    list_kits,
    open_kit,
)
from tests.codecs.schematron.rule_bench import schematron

RULES = '<pattern><rule context="cda:a"><assert test="@x">{}</assert></rule></pattern>'


def files(word: str = "un") -> dict[str, bytes]:
    return {PROFILES["header"]: schematron(RULES.format(word)), "jeuxDeValeurs/JDV_A.xml": b"<a/>"}


def archive(path: Path, entries: dict[str, bytes], top: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as target:
        for name, data in entries.items():
            target.writestr(top + name, data)
    return path


@pytest.fixture
def kits(tmp_path: Path) -> Path:
    return tmp_path / "var" / "kits"


def test_a_zip_and_its_folder_are_the_same_kit_compiled_once(tmp_path: Path, kits: Path) -> None:
    folder = tmp_path / "dossier"
    for name, data in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    first = import_kit(archive(tmp_path / "kit.zip", files(), "outil-main/"), kits)
    second = import_kit(folder, kits)
    assert first.is_new
    assert not second.is_new
    assert first.kit_id == second.kit_id
    assert (first.files, first.rules, first.checks) == (2, 1, 1)
    assert "KIT-021" in {defect.code for defect in first.defects}


def test_the_last_import_is_in_force_unless_told_otherwise(tmp_path: Path, kits: Path) -> None:
    assert open_kit(kits) is None
    assert list_kits(kits) == ()
    one = import_kit(archive(tmp_path / "un.zip", files("un")), kits)
    two = import_kit(archive(tmp_path / "deux.zip", files("deux")), kits, makes_current=False)
    assert find_current_kit_id(kits) == one.kit_id
    opened = open_kit(kits)
    assert opened is not None
    assert opened.kit_id == one.kit_id
    assert [(kit.kit_id, kit.name, kit.is_current) for kit in list_kits(kits)] == [
        (one.kit_id, "un.zip", True),
        (two.kit_id, "deux.zip", False),
    ]


def test_what_is_written_is_readable_by_its_owner_alone(tmp_path: Path, kits: Path) -> None:
    kit = import_kit(archive(tmp_path / "kit.zip", files()), kits)
    folder = kits / kit.kit_id
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in (IMAGE, MANIFEST, SOURCE)} == {0o600}
    assert not list(kits.glob(".*"))


@pytest.mark.parametrize("place", ["folder", "image", "kits"])
def test_a_place_that_others_may_write_is_not_loaded_from(tmp_path: Path, kits: Path, place: str) -> None:
    kit = import_kit(archive(tmp_path / "kit.zip", files()), kits)
    target = {"folder": kits / kit.kit_id, "image": kits / kit.kit_id / IMAGE, "kits": kits}[place]
    target.chmod(target.stat().st_mode | stat.S_IWGRP)
    with pytest.raises(ConfigurationError):
        open_kit(kits)


@pytest.mark.parametrize("damage", ["changed", "absent", "other engine"])
def test_a_damaged_image_is_compiled_again_and_never_run(tmp_path: Path, kits: Path, damage: str) -> None:
    kit = import_kit(archive(tmp_path / "kit.zip", files()), kits)
    image, manifest = kits / kit.kit_id / IMAGE, kits / kit.kit_id / MANIFEST
    if damage == "changed":
        image.write_bytes(image.read_bytes() + b"x")
    elif damage == "absent":
        image.unlink()
    else:
        manifest.write_text(manifest.read_text().replace('"engine": "', '"engine": "0'))
    opened = open_kit(kits)
    assert opened is not None
    assert opened.kit_id == kit.kit_id
    again = open_kit(kits)
    assert again is not None
    assert again.images.keys() == opened.images.keys()


def test_a_kit_damaged_in_its_sources_too_is_refused(tmp_path: Path, kits: Path) -> None:
    kit = import_kit(archive(tmp_path / "kit.zip", files()), kits)
    for name in (IMAGE, SOURCE):
        (kits / kit.kit_id / name).write_bytes(b"x")
    with pytest.raises(ConfigurationError):
        open_kit(kits)
    (kits / kit.kit_id / MANIFEST).write_bytes(b"[]")
    with pytest.raises(ConfigurationError):
        open_kit(kits)


@pytest.mark.parametrize("name", ["../x", "a/b", ""])
def test_the_name_of_the_kit_in_force_is_never_a_path(tmp_path: Path, kits: Path, name: str) -> None:
    import_kit(archive(tmp_path / "kit.zip", files()), kits)
    (kits / CURRENT).write_text(f"{name}x/../y" if name else "..")
    with pytest.raises(ConfigurationError):
        open_kit(kits)


def test_a_rule_that_the_engine_does_not_read_installs_nothing(tmp_path: Path, kits: Path) -> None:
    bad = {PROFILES["header"]: schematron(RULES.format("x").replace("@x", "ancestor::cda:b"))}
    with pytest.raises(UnsupportedRule) as refusal:
        import_kit(archive(tmp_path / "kit.zip", bad), kits)
    assert PROFILES["header"] in refusal.value.findings[0].location
    assert list_kits(kits) == ()


def code_of(source: Path, kits: Path) -> str:
    with pytest.raises(MalformedMessage) as refusal:
        import_kit(source, kits)
    assert not kits.exists()
    return refusal.value.findings[0].code


@pytest.mark.parametrize("name", ["../a", "/a", "schematrons/../../a", "C:\\a", "a\\..\\b"])
def test_an_entry_that_leaves_the_archive_is_refused(tmp_path: Path, kits: Path, name: str) -> None:
    assert code_of(archive(tmp_path / "kit.zip", {**files(), name: b"x"}), kits) == "KIT-004"


def test_a_link_is_refused_in_an_archive_and_in_a_folder(tmp_path: Path, kits: Path) -> None:
    with zipfile.ZipFile(tmp_path / "kit.zip", "w") as target:
        link = zipfile.ZipInfo("schematrons/lien")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(link, "/etc/passwd")
    assert code_of(tmp_path / "kit.zip", kits) == "KIT-004"
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "lien").symlink_to("/etc/passwd")
    assert code_of(tmp_path / "dossier", kits) == "KIT-004"


def test_a_repeated_entry_is_refused(tmp_path: Path, kits: Path) -> None:
    with zipfile.ZipFile(tmp_path / "kit.zip", "w") as target:
        target.writestr("schematrons/a", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            target.writestr("schematrons/a", "2")
    assert code_of(tmp_path / "kit.zip", kits) == "KIT-004"


def test_a_bomb_is_refused_whatever_size_it_announces(tmp_path: Path, kits: Path) -> None:
    path = tmp_path / "kit.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("schematrons/a", b"0" * (8 << 20))
    assert code_of(path, kits) == "KIT-003"
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    path.write_bytes(bytes(data))
    assert code_of(path, kits) in ("KIT-002", "KIT-003")


def test_sizes_and_numbers_are_bounded(tmp_path: Path, kits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "kit.zip", {f"schematrons/{rank}": b"x" * 10 for rank in range(5)})
    for name, limit in (("ENTRIES_MAX", 4), ("TOTAL_BYTES_MAX", 49), ("ARCHIVE_BYTES_MAX", 10)):
        with monkeypatch.context() as patch:
            patch.setattr(kit_archive, name, limit)
            assert code_of(path, kits) == "KIT-003"


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\0" * 18 + b"x"])
def test_what_is_no_archive_is_refused(tmp_path: Path, kits: Path, data: bytes) -> None:
    (tmp_path / "kit.zip").write_bytes(data)
    assert code_of(tmp_path / "kit.zip", kits) in ("KIT-001", "KIT-002")
    assert code_of(tmp_path / "absent.zip", kits) == "KIT-002"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.binary(max_size=40), at=st.integers(0, 2_000), size=st.integers(0, 40))
def test_any_bytes_give_files_or_a_refusal(tmp_path: Path, data: bytes, at: int, size: int) -> None:
    whole = archive(tmp_path / "bon.zip", files()).read_bytes()
    path = tmp_path / "kit.zip"
    for content in (data, whole[:at] + data + whole[at + size :]):
        path.write_bytes(content)
        try:
            codes = ["KIT-00" for _ in kit_archive.read_kit_files(path)]
        except MalformedMessage as refusal:
            codes = [finding.code for finding in refusal.findings]
        assert all(code.startswith("KIT-00") for code in codes)
