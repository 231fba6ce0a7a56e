"""Our engine finds exactly what SaxonC finds, on official documents and on spoiled ones.

A finding is compared by test, role, place and message, with multiplicity. Where the judge itself stops on a dynamic
error, ours must have met one too. XML Schema is the same library on both sides, so it is no evidence and not compared.
"""

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from liane.codecs.schematron.judge import identify
from liane.codecs.schematron.kit import CompiledKit
from liane.codecs.schematron.tree import build_tree, location_of
from liane.codecs.schematron.unit import UnitRun
from liane.codecs.schematron.volets import choose_volet
from liane.codecs.xml.parsing import parse_xml
from tests.conformance.cda_mutants import mutant
from tests.conformance.schematron_oracle import Oracle, OracleFinding, complete_kit, squeezed
from tests.conformance.validation_kit import installed_kit, unpacked_kit

pytestmark = pytest.mark.conformance
MUTANT_BYTES_MAX = 600_000
MUTANTS_SMALL, MUTANTS_FULL = 6, 500
SMALL = ("VAC_2023.01.xml", "CANCER-FRCP_2022.01_Appareil.xml", "OPH-BRE_2022.02.xml")


@pytest.fixture(scope="module")
def kit(request: pytest.FixtureRequest, kit_dir: Path) -> CompiledKit:
    return installed_kit(request.config, kit_dir)


@pytest.fixture(scope="module")
def oracle(kit_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    folder = unpacked_kit(kit_dir, tmp_path_factory.mktemp("oracle"))
    complete_kit(folder)
    return Oracle(folder)


def ours(run: UnitRun) -> list[OracleFinding]:
    return sorted(
        OracleFinding(failure.check.test, failure.check.role, location_of(failure.node), squeezed(failure.message))
        for failure in run.failures
        if failure.check is not None
    )


def differences(kit: CompiledKit, oracle: Oracle, document: bytes, schematrons: list[str]) -> list[str]:
    """Say where the two judges part, schematron by schematron."""
    found = []
    for schematron in schematrons:
        tree = build_tree(parse_xml(document))
        run = kit.unit(schematron).run(tree)
        expected = oracle.findings(schematron, document)
        stopped = bool(run.missing) or any(failure.check is None for failure in run.failures)
        if expected is None or stopped:
            if (expected is None) is not stopped:
                found.append(f"{schematron}: dynamic error on one side only (judge: {expected is None})")
            continue
        mine, theirs = Counter(ours(run)), Counter(expected)
        found += [f"{schematron}: ours only {one}" for one in mine - theirs]
        found += [f"{schematron}: judge only {one}" for one in theirs - mine]
    return found


def schematrons_of(kit: CompiledKit, document: bytes, layers: tuple[str, ...]) -> list[str]:
    volet = choose_volet(kit.volets, identify(parse_xml(document))).volet
    return [kit.profiles[layer] for layer in layers] + ([volet.file] if volet is not None else [])


def documents(corpus_dir: Path) -> list[Path]:
    return sorted((corpus_dir / "cda").glob("*.xml"))


def changes_of(seed: int) -> int:
    return random.Random(seed).choice((1, 1, 2, 3, 10, 20, 30))


BODIES = ("ihe", "french", "ans")
EVERY = ("header", *BODIES, "terminology")


@pytest.mark.parametrize("name", SMALL)
def test_official_documents_small(kit: CompiledKit, oracle: Oracle, corpus_dir: Path, name: str) -> None:
    document = (corpus_dir / "cda" / name).read_bytes()
    layers = EVERY if name == SMALL[0] else BODIES
    assert differences(kit, oracle, document, schematrons_of(kit, document, layers)) == []


def test_spoiled_documents_small(kit: CompiledKit, oracle: Oracle, corpus_dir: Path) -> None:
    original = (corpus_dir / "cda" / SMALL[0]).read_bytes()
    schematrons = schematrons_of(kit, original, EVERY)
    for seed in range(MUTANTS_SMALL):
        document = mutant(original, seed, changes_of(seed))
        assert differences(kit, oracle, document, schematrons) == [], seed


def test_codes_and_units_that_no_terminology_holds(kit: CompiledKit, oracle: Oracle, corpus_dir: Path) -> None:
    document = (corpus_dir / "cda" / "BIO-TROD_2024.01_Angine.xml").read_bytes()
    document = re.sub(rb'code="[^"]*"([^>]*codeSystem="2.16.840.1.113883.6.3")', rb'code="ZZZ"\1', document)
    document = re.sub(rb'unit="[^"]*"', b'unit="zorglub"', document)
    schematron = kit.profiles["terminology"]
    assert oracle.findings(schematron, document)
    assert differences(kit, oracle, document, [schematron]) == []


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_official_documents_all(kit: CompiledKit, oracle: Oracle, corpus_dir: Path) -> None:
    found = {}
    for path in documents(corpus_dir):
        document = path.read_bytes()
        schematrons = schematrons_of(kit, document, EVERY)
        if gaps := differences(kit, oracle, document, schematrons):
            found[path.name] = gaps
    assert found == {}


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_spoiled_documents_all(kit: CompiledKit, oracle: Oracle, corpus_dir: Path) -> None:
    pool = [path for path in documents(corpus_dir) if path.stat().st_size <= MUTANT_BYTES_MAX]
    found = {}
    for seed in range(MUTANTS_FULL):
        path = pool[seed % len(pool)]
        original = path.read_bytes()
        document = mutant(original, seed, changes_of(seed))
        schematrons = schematrons_of(kit, original, EVERY)
        if gaps := differences(kit, oracle, document, schematrons):
            found[f"{seed} {path.name}"] = gaps
    assert found == {}
