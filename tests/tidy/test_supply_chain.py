"""The bill of materials says what the lock says; the audit of dependencies fails on what is known, never falsely."""

import json
from datetime import date
from typing import Any

import pytest

from tests.conftest import ROOT

pytest.importorskip("cyclonedx", reason="cyclonedx-python-lib is not installed")
from tools.audit_dependencies import ACCEPTED, CLEAN, UNVERIFIED, VULNERABLE, judge, read_accepted, read_report
from tools.make_sbom import read_lock, render_bom

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_pinned_package_is_in_the_bill_once() -> None:
    bill = json.loads(render_bom(LOCK))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = [(one["name"], one["version"]) for one in bill["components"]]
    assert sorted(named) == sorted(read_lock(LOCK))
    assert all(one["purl"].startswith("pkg:pypi/") for one in bill["components"])
    licensed = [one for one in bill["components"] if one.get("licenses")]
    assert len(licensed) > len(named) / 2
    (root,) = [one for one in bill["dependencies"] if one["ref"] == "liane"]
    assert any(ref.startswith("pkg:pypi/asyncpg@") for ref in root["dependsOn"])


def test_the_bill_is_valid_by_its_official_schema() -> None:
    pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(render_bom(LOCK)) is None
    broken = json.loads(render_bom(LOCK)) | {"components": [{"type": "inconnu"}]}
    assert validator.validate_str(json.dumps(broken)) is not None


def test_the_same_lock_gives_the_same_bill() -> None:
    assert render_bom(LOCK) == render_bom(LOCK)
    one, other = (json.loads(render_bom(f"asyncpg=={version}\n")) for version in (1, 2))
    assert one["serialNumber"] != other["serialNumber"]


def answer(*vulnerabilities: dict[str, Any], skipped: bool = False) -> str:
    told: list[dict[str, Any]] = [{"name": "jinja2", "version": "3.1.6", "vulns": list(vulnerabilities)}]
    if skipped:
        told.append({"name": "lxml", "skip_reason": "not found"})
    return json.dumps({"dependencies": told})


def test_endings() -> None:
    found = {"id": "PYSEC-1", "aliases": ["GHSA-1"], "fix_versions": []}
    assert judge(read_report(answer(), {}))[0] == CLEAN
    ending, text = judge(read_report(answer(found, skipped=True), {}))
    assert ending == VULNERABLE
    assert "jinja2 3.1.6 : PYSEC-1" in text
    assert judge(read_report(answer(found), {"GHSA-1": "not used"}))[0] == CLEAN
    for silent in ("", "{}", "[]", answer(skipped=True), json.dumps({"dependencies": []})):
        ending, text = judge(read_report(silent, {}))
        assert ending == UNVERIFIED
        assert "NON VÉRIFIÉES" in text


def test_an_accepted_advisory_has_a_reason_and_an_end() -> None:
    text = '["GHSA-1"]\nreason = "pas utilisé"\nuntil = 2026-12-31\n'
    assert read_accepted(text, date(2026, 11, 22)) == {"GHSA-1": "pas utilisé"}
    assert read_accepted(text, date(2027, 1, 1)) == {}
    with pytest.raises(ValueError, match="GHSA-2"):
        read_accepted('["GHSA-2"]\nreason = "x"\n', date(2026, 1, 1))
    read_accepted(ACCEPTED.read_text(encoding="utf-8"), date(2026, 1, 1))
