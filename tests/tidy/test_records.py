"""What is written beside the code keeps its form: decisions, changelog, patience of tests, identities."""

import ast
import re
from collections import Counter

import pytest

from liane.domain.identity.ins import INS, INSAuthority
from tests.conftest import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DECISION_LINES_MAX = 40
WAIT_S_MAX = 0.1
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CHANGE = re.compile(r"\d+(\.[a-z0-9-]+)?\.(added|changed|fixed|removed|security)\.md")
MATRICULE = re.compile(r"(?<![\w.])([12]\d{4}(?:\d{2}|2[AB])\d{8})(?![\w.])")
WRITTEN = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.py"), *TESTS, ROOT / "README.md"]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_whole(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert text.startswith(f"# {path.name[:4]}: ")
    assert len(text.splitlines()) <= DECISION_LINES_MAX
    for part in ("**Context.**", "**Decision.**", "**What we give up.**", "**What would change our mind.**"):
        assert part in text


def test_decisions_have_a_number_each() -> None:
    assert [number for number, count in Counter(path.name[:4] for path in DECISIONS).items() if count > 1] == []


def test_changes_are_told_one_file_each() -> None:
    names = [path.name for path in (ROOT / "changelog.d").glob("*.md")]
    assert names
    assert [name for name in names if not CHANGE.fullmatch(name)] == []


def test_no_test_waits_long_for_time_to_pass() -> None:
    waiting = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "sleep"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value > WAIT_S_MAX
    }
    assert {place for place in waiting if not place.startswith("tests/crash/")} == set()


def test_no_matricule_of_a_real_birth_place_is_written() -> None:
    """A matricule written in the project is a test one: commune 999xx, or the published test patients of the texts."""
    published = {"279035121518989", "284111305512344"}
    written = {
        matricule: path.relative_to(ROOT).as_posix()
        for path in WRITTEN
        for matricule in MATRICULE.findall(path.read_text(encoding="utf-8"))
    }
    real = {
        matricule: place
        for matricule, place in written.items()
        if matricule[5:7] != "99"
        and matricule[7:10] != "999"
        and matricule not in published
        and INS(matricule=matricule, oid=INSAuthority.NIR_TEST.value).has_valid_key
    }
    assert real == {}


def test_test_files_have_unique_names() -> None:
    twice = [name for name, count in Counter(path.name for path in TESTS).items() if count > 1]
    assert set(twice) <= {"conftest.py"}


def test_one_spelling_of_the_directory() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in WRITTEN}
    spelled = re.compile(r"annuaire[ -]sant[ée]\b", re.IGNORECASE)
    odd = {
        f"{path.relative_to(ROOT)}: {found}"
        for path, text in texts.items()
        for found in spelled.findall(text)
        if found != "Annuaire Santé" and path.name != "test_records.py"
    }
    assert odd == set()
