"""The threat model and the hardening guide name only tests that exist, and each of their rules names one."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "security"
CITED = re.compile(r"`(tests/[a-z0-9_/]+\.py)::([a-z0-9_]+)`")
HELD = ("threat-model.md", "hardening.md")


def find_tests(path: Path) -> set[str]:
    """Names of the test functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("name", HELD)
def test_every_test_that_is_named_exists(name: str) -> None:
    cited = CITED.findall((FOLDER / name).read_text(encoding="utf-8"))
    assert len(cited) > 10
    missing = [
        f"{path}::{test}" for path, test in cited if not (ROOT / path).is_file() or test not in find_tests(ROOT / path)
    ]
    assert missing == []


def test_every_threat_has_its_test() -> None:
    text = (FOLDER / "threat-model.md").read_text(encoding="utf-8").partition("## Threats and answers")[2]
    rows = [line for line in text.partition("## What remains")[0].splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 20
    assert [row for row in rows if not CITED.search(row)] == []


def test_every_rule_that_liane_holds_has_its_test() -> None:
    text = (FOLDER / "hardening.md").read_text(encoding="utf-8").partition("## What Liane holds by itself")[2]
    rows = [line for line in text.partition("## What the site sets")[0].splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    assert [row for row in rows if not CITED.search(row)] == []


def test_the_attack_suite_is_cited_whole() -> None:
    """Each file of the attack suite stands behind at least one line of the threat model."""
    text = (FOLDER / "threat-model.md").read_text(encoding="utf-8")
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "security").glob("test_*.py")}
    assert {one for one in files if one not in text} == set()
