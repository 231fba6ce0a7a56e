"""docs/flows/identity-status.md shows the table of transitions of the code, and names codes that exist."""

import re
import subprocess
import sys

from liane.domain.identity.standing import Happening
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "flows" / "identity-status.md").read_text(encoding="utf-8")


def test_the_table_is_true() -> None:
    result = subprocess.run([sys.executable, ROOT / "tools" / "make_identity_status.py", "--check"], check=False)
    assert result.returncode == 0, "run: python tools/make_identity_status.py"


def test_every_happening_has_its_line() -> None:
    assert [happening.value for happening in Happening if f"| {happening.value} |" not in PAGE] == []


def test_every_code_named_exists() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/liane/domain/identity").glob("*.py"))
    assert {code for code in re.findall(r"IDV-\d{3}", PAGE) if f'"{code}"' not in sources} == set()


def test_every_module_named_exists() -> None:
    folder = ROOT / "src" / "liane" / "domain" / "identity"
    [table] = re.findall(r"\| Module \|.*?\n\n", PAGE, re.DOTALL)
    named = {name for row in table.strip().splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert {name for name in named if not (folder / f"{name}.py").is_file()} == set()
