"""The house's own rules, as tests: sizes, names, documentation, traceability, nothing foreign in the text."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 60
DOCUMENTED_SHARE_MIN = 0.9
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "manager"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def code_lines(function: Function) -> int:
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_files_stay_small() -> None:
    large = {
        p.relative_to(ROOT).as_posix(): n for p in SOURCES if (n := len(p.read_text().splitlines())) > FILE_LINES_MAX
    }
    assert large == {}


def test_functions_stay_small() -> None:
    large = {
        f"{path.relative_to(ROOT)}:{function.name}": lines
        for path in SOURCES
        for function in functions(path)
        if (lines := code_lines(function)) > FUNCTION_LINES_MAX
    }
    assert large == {}


def test_modules_are_nouns_of_the_domain() -> None:
    assert [p.as_posix() for p in SOURCES if p.stem in FORBIDDEN_NAMES] == []


def test_public_functions_are_documented() -> None:
    public = [
        (path, function)
        for path in SOURCES
        for function in functions(path)
        if not function.name.startswith("_") and "liane_sandbox" not in path.parts
    ]
    bare = [f"{path.relative_to(ROOT)}:{f.name}" for path, f in public if ast.get_docstring(f) is None]
    assert len(bare) <= (1 - DOCUMENTED_SHARE_MIN) * len(public), bare


def test_modules_open_with_a_paragraph() -> None:
    bare = [
        p.relative_to(ROOT).as_posix()
        for p in SOURCES
        if p.name != "__init__.py" and ast.get_docstring(ast.parse(p.read_text(encoding="utf-8"))) is None
    ]
    assert bare == []


def test_traceability_is_true() -> None:
    result = subprocess.run([sys.executable, ROOT / "tools" / "make_traceability.py", "--check"], check=False)
    assert result.returncode == 0, "run: python tools/make_traceability.py"


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "XX" + "X"])
def test_nothing_is_left_for_later(word: str) -> None:
    marked = [
        p.relative_to(ROOT).as_posix() for p in SOURCES if re.search(rf"#.*\b{word}\b", p.read_text(encoding="utf-8"))
    ]
    assert marked == []


def test_documents_link_to_what_exists() -> None:
    pages = [ROOT / "README.md", ROOT / "LISEZMOI.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
