"""docs/errors.md is what the code says: nothing missing, nothing untold, one meaning per code."""

import re
import subprocess
import sys

from liane.domain.errors import Finding, Severity
from liane.domain.remedies import load_remedies
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([A-Z0-9]+-\d{3}) \| ([a-z, ]+) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)
TOLD_BY_THE_CASE = {"KIT-032"}
"""Their message is made whole by the code that doubts."""


def test_the_page_is_true() -> None:
    result = subprocess.run([sys.executable, ROOT / "tools" / "make_errors.py", "--check"], check=False)
    assert result.returncode == 0, "run: python tools/make_errors.py"


def test_every_code_of_the_product_is_there() -> None:
    used = {
        code
        for path in (ROOT / "src" / "liane").rglob("*.py")
        for code in re.findall(r"\"([A-Z][A-Z0-9]{1,7}-\d{3})\"", path.read_text(encoding="utf-8"))
    }
    assert used <= {row[0] for row in ROW.findall(PAGE)}


def test_every_code_says_what_is_wrong() -> None:
    silent = {code for code, _, what, _, _, _ in ROW.findall(PAGE) if len(what) < 10}
    assert silent == TOLD_BY_THE_CASE


def test_every_code_says_what_to_do() -> None:
    rows = ROW.findall(PAGE)
    assert len(rows) > 300
    assert [code for code, _, _, remedy, _, _ in rows if not remedy.strip()] == []


def test_a_remedy_is_written_for_a_code_that_exists() -> None:
    known = {
        code
        for path in (ROOT / "src" / "liane").rglob("*.py")
        for code in re.findall(r"\"([A-Z][A-Z0-9]{1,7}-\d{3})\"", path.read_text(encoding="utf-8"))
    }
    assert set(load_remedies()) - known == set()
    finding = Finding(code="CDA-003", severity=Severity.ERROR, location="/", message="…")
    assert finding.remedy == load_remedies()["CDA-003"]


def test_every_code_has_its_answer_on_the_wire() -> None:
    for code, severity, _, _, wire, _ in ROW.findall(PAGE):
        if code.partition("-")[0] in ("HL7", "COH", "DEC"):
            assert wire.startswith("AE, ERR-3 ") if "error" in severity else wire == "none (warning)", code
