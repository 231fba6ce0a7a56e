"""Verdicts: with a kit, without one, on hostile bytes, in a worker; how our own rules join those of the kit."""

import gc
import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.domain.errors import Severity
from liane.pipeline.validate import OWN_LAYER, UNSEEN_BY_KIT, Validator, VerdictState, cache_key, validate_in_worker
from liane.store.kits import import_kit
from tests.codecs.schematron.rule_bench import schematron, small_kit

ALWAYS = '<pattern><rule context="cda:ClinicalDocument"><assert role="{}" test="false()">dit</assert></rule></pattern>'
ALONE = Validator(None)


@pytest.fixture(scope="module")
def n1(spec_dir: Path) -> bytes:
    return (spec_dir / "examples-cda" / "n1-consultation.xml").read_bytes()


def changed(document: bytes, before: bytes, after: bytes) -> bytes:
    assert before in document
    return document.replace(before, after)


def test_without_a_kit_no_error_proves_nothing(n1: bytes) -> None:
    verdict = ALONE.validate(n1)
    assert verdict.state is VerdictState.UNJUDGED
    assert (verdict.kit_id, verdict.document_type) == ("", "N1")
    assert verdict.layers_run == ("xml", OWN_LAYER)
    reason = next(finding for finding in verdict.findings if finding.code == "KIT-040")
    assert "Aucun kit de validation n'est installé" in reason.message


def test_without_a_kit_an_error_refuses(n1: bytes) -> None:
    verdict = ALONE.validate(changed(n1, b'<realmCode code="FR"/>', b'<realmCode code="BE"/>'))
    assert verdict.state is VerdictState.INVALID
    assert [finding.code for finding in verdict.errors] == ["CDA-101"]
    assert {finding.layer for finding in verdict.errors} == {OWN_LAYER}


@pytest.mark.parametrize(
    ("role", "state"),
    [("error", VerdictState.INVALID), ("warning", VerdictState.UNJUDGED), ("info", VerdictState.UNJUDGED)],
)
def test_only_errors_of_the_kit_refuse(n1: bytes, role: str, state: VerdictState) -> None:
    verdict = Validator(small_kit(header=ALWAYS.format(role))).validate(n1)
    assert verdict.state is state
    assert verdict.layers_run == ("xml", "header", "ihe", "french", "ans", OWN_LAYER)


def test_with_a_kit_our_rules_add_only_what_it_cannot_see(n1: bytes) -> None:
    spoiled = changed(n1, b'<realmCode code="FR"/>', b'<realmCode code="BE"/>')
    spoiled = changed(spoiled, b"284111305512344", b"284111305512345")
    own = {finding.code for finding in ALONE.validate(spoiled).errors}
    joined = {finding.code for finding in Validator(small_kit()).validate(spoiled).errors}
    assert own == {"CDA-101", "CDA-142"}
    assert joined == {"CDA-142"} <= UNSEEN_BY_KIT


def test_a_wrong_key_warns_under_the_authority_where_official_examples_have_some(n1: bytes) -> None:
    spoiled = changed(n1, b"284111305512344", b"284111305512345")
    under_nir = changed(spoiled, b"1.2.250.1.213.1.4.10", b"1.2.250.1.213.1.4.8")
    severities = [
        next(finding.severity for finding in ALONE.validate(one).findings if finding.code == "CDA-142")
        for one in (spoiled, under_nir)
    ]
    assert severities == [Severity.ERROR, Severity.WARNING]


def test_a_missing_time_zone_refuses_where_the_kit_accepts(n1: bytes) -> None:
    verdict = Validator(small_kit()).validate(re.sub(rb"(value=\"\d{14})\+0100", rb"\1", n1))
    assert "CDA-113" in {finding.code for finding in verdict.errors}


@pytest.mark.parametrize(
    "data",
    [b"", b"not xml", b"%PDF-1.4", b"<a>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a/>", b"\xff\xfe<"],
)
def test_bytes_that_are_no_document_are_refused_with_a_finding(data: bytes) -> None:
    for validator in (ALONE, Validator(small_kit())):
        verdict = validator.validate(data)
        assert verdict.state is VerdictState.INVALID
        assert verdict.findings


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.binary(max_size=200), at=st.integers(0, 12_000), size=st.integers(0, 40))
def test_any_bytes_get_a_verdict(n1: bytes, data: bytes, at: int, size: int) -> None:
    kit = small_kit_once()
    for document in (data, n1[:at] + data + n1[at + size :]):
        assert kit.validate(document).state in VerdictState


def small_kit_once() -> Validator:
    if not _KEPT:
        _KEPT.append(Validator(small_kit(header=ALWAYS.format("error"))))
    return _KEPT[0]


_KEPT: list[Validator] = []


def test_the_collector_is_left_as_it_was(n1: bytes) -> None:
    assert gc.isenabled()
    ALONE.validate(n1)
    assert gc.isenabled()
    gc.disable()
    try:
        ALONE.validate(b"")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_key_of_a_verdict_follows_bytes_and_rules() -> None:
    assert cache_key(b"a", "k") == cache_key(b"a", "k")
    assert len({cache_key(b"a", "k"), cache_key(b"b", "k"), cache_key(b"a", "l"), cache_key(b"ak", "")}) == 4


def test_a_worker_process_opens_the_installed_kit_and_gives_the_same_verdict(tmp_path: Path, n1: bytes) -> None:
    source = tmp_path / "source" / "schematrons" / "profils" / "structurationMinimale"
    source.mkdir(parents=True)
    (source / "ASIP-STRUCT-MIN-StrucMin.sch").write_bytes(schematron(ALWAYS.format("error")))
    imported = import_kit(tmp_path / "source", tmp_path / "kits")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        verdict = pool.submit(validate_in_worker, tmp_path / "kits", n1).result(timeout=60)
    assert verdict.kit_id == imported.kit_id
    assert verdict == validate_in_worker(tmp_path / "kits", n1)
    assert "dit" in {finding.message for finding in verdict.errors}
