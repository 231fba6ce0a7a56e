"""The page of the flow lists every finding as the code gives it."""

from pathlib import Path

from liane.codecs.hl7v2.codes import HL7Code

PAGE = Path(__file__).resolve().parents[3] / "docs" / "flows" / "hl7v2.md"


def test_every_finding_is_documented() -> None:
    rows = {
        tuple(cell.strip() for cell in line.split("|")[1:4])
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| HL7-")
    }
    assert rows == {(member.code, member.condition.value, member.severity.value) for member in HL7Code}
