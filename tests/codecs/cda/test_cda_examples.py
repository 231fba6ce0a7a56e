"""The documents that the sandbox emits, against the official schema; and its fictitious patients."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from liane.codecs.cda.header import parse_header, read_document
from liane.codecs.pdf.extraction import extract_pdf
from liane.codecs.pdf.inspection import inspect_pdf
from liane.codecs.xml import parse_xml
from liane.domain.actors.actor import Professional
from liane.domain.identity.ins import INSAuthority
from liane.domain.identity.patient import PatientTraits, is_ins_qualifiee
from liane_sandbox.emitter.example_documents import EXAMPLE_KINDS, make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS, DMPState, MESState, find_patient, get_patient


@pytest.fixture(scope="module")
def schema(kit_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The official CDA schema with its extensions."""
    folder = tmp_path_factory.mktemp("kit")
    (archive,) = kit_dir.glob("*.zip")
    with zipfile.ZipFile(archive) as kit:
        kit.extractall(folder, [name for name in kit.namelist() if name.endswith(".xsd")])
    (path,) = folder.rglob("CDA_extended.xsd")
    return etree.XMLSchema(etree.parse(path))


def example(kind: str, index: int = 0) -> bytes:
    return make_example(kind, facts=make_facts(PATIENTS[index], 5, version=2 if kind.endswith("v2") else 1))


@pytest.mark.conformance
@pytest.mark.parametrize("kind", EXAMPLE_KINDS)
@pytest.mark.parametrize("index", [0, 4, 7])
def test_an_example_is_valid_against_the_official_schema(kind: str, index: int, schema: etree.XMLSchema) -> None:
    assert schema.validate(parse_xml(example(kind, index))), schema.error_log.last_error


@pytest.mark.parametrize("kind", EXAMPLE_KINDS)
def test_an_example_carries_a_small_pdfa(kind: str) -> None:
    pdf = extract_pdf(read_document(example(kind)).root)
    assert pdf is not None
    assert len(pdf) < 30_000
    seen = inspect_pdf(pdf)
    assert (seen.claim, seen.page_count) == ("PDF/A-1b", 1)


@pytest.mark.parametrize("kind", EXAMPLE_KINDS)
def test_the_same_facts_give_the_same_bytes(kind: str) -> None:
    assert example(kind) == example(kind)


def test_a_new_version_continues_its_lineage() -> None:
    first, second = parse_header(example("cr_img")), parse_header(example("cr_img_v2"))
    assert (second.replaces, second.version) == (first.id, 2)
    assert second.lineage == first.lineage
    assert second.id != first.id


@pytest.mark.parametrize("kind", EXAMPLE_KINDS)
def test_a_new_version_says_what_it_replaces(kind: str) -> None:
    facts = replace(make_facts(PATIENTS[0], 5, version=2), replaces=None)
    with pytest.raises(ValueError, match="replaces"):
        make_example(kind, facts=facts)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(LookupError):
        make_example("roman", facts=make_facts(PATIENTS[0], 1))


def test_without_qualified_ins_only_the_local_number_is_written() -> None:
    patient = parse_header(make_example("cr_bio", facts=replace(make_facts(PATIENTS[0], 1), has_ins=False))).patient
    assert patient.ins is None
    assert [one.value for one in patient.identifiers] == [PATIENTS[0].ipp]


def test_the_author_is_the_one_told() -> None:
    author = Professional(identifier="899900000045", family="D'ÉGLANTINE & <FILS>", given='O"K')
    header = parse_header(make_example("cr_bio", facts=replace(make_facts(PATIENTS[0], 1), author=author)))
    assert header.authors[0].person is not None
    assert (header.authors[0].person.family, header.authors[0].person.given) == ("D'ÉGLANTINE & <FILS>", 'O"K')


def test_the_narrative_says_what_the_entries_say() -> None:
    root = read_document(example("cr_bio")).root
    narrative = " ".join("".join(table.itertext()) for table in root.iter("{*}table"))
    for value in root.iter("{*}value"):
        if value.get("{http://www.w3.org/2001/XMLSchema-instance}type") == "PQ":
            assert f"{value.get('value', '').replace('.', ',')} {value.get('unit')}" in narrative


def test_patients_are_fictitious_and_differ() -> None:
    assert len(PATIENTS) >= 6
    assert len({patient.ins.matricule for patient in PATIENTS}) == len({p.ipp for p in PATIENTS}) == len(PATIENTS)
    for patient in PATIENTS:
        assert patient.ins.authority is INSAuthority.NIR_TEST
        assert patient.ins.has_valid_key
        assert re.fullmatch(r"99999|2[AB]999", patient.traits.birth_place)
        assert patient.ins.matricule[7:10] == "999"
        assert patient.traits.birth_family.startswith("TEST")
        assert is_ins_qualifiee(patient.identity)
        assert patient.ins.matricule[0] == {"M": "1", "F": "2"}[patient.traits.sex]
        assert patient.ins.matricule[1:5] == patient.traits.birth_date[2:6]


def test_patients_cover_what_a_demonstration_needs() -> None:
    assert {patient.dmp_state for patient in PATIENTS} == set(DMPState)
    assert {patient.mes_state for patient in PATIENTS} >= {MESState.OPEN, MESState.NOT_ACTIVATED, MESState.CLOSED}
    assert {patient.is_minor for patient in PATIENTS} == {True, False}
    assert {patient.ins.matricule[5:7] for patient in PATIENTS} >= {"2A", "2B", "99"}
    assert any(patient.traits.used_family != patient.traits.birth_family for patient in PATIENTS)


def test_a_patient_is_found_by_matricule() -> None:
    assert get_patient("162112a99900466") is PATIENTS[4]
    assert find_patient("000000000000000") is None
    with pytest.raises(LookupError):
        get_patient("000000000000000")
    assert PATIENTS[0].traits != PatientTraits()
