"""Biology results read from reports: the official examples, each form of value, and any bytes."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.codecs.cda.results import RESULTS_MAX, read_report
from liane.domain.biology.result import Analyte, BiologyReport, Interpretation, ResultStatus
from liane.domain.biology.value import Absent, Comparator, Interval, Measure, Ratio, Value, Words
from liane.domain.errors import InvalidInput, RuleViolation

HEAD = """<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<id root="1.2.3" extension="9"/><component><structuredBody><component><section><title>BIOCHIMIE</title>
<text><content ID="nom">Fer sérique</content><content ID="val">traces</content><content ID="com">Hémolyse.</content>
</text><entry><templateId root="1.3.6.1.4.1.19376.1.3.1"/><act>"""
TAIL = "</act></entry></section></component></structuredBody></component></ClinicalDocument>"
OBSERVATION = """<entryRelationship typeCode="COMP"><observation classCode="OBS" moodCode="EVN">
<templateId root="1.3.6.1.4.1.19376.1.3.1.6"/>{code}<statusCode code="{status}"/>
<effectiveTime value="20260113080500+0100"/>{value}{more}</observation></entryRelationship>"""
CODE = '<code code="2498-4" displayName="Fer" codeSystem="2.16.840.1.113883.6.1"/>'


def observation(value: str = "", *, code: str = CODE, status: str = "completed", more: str = "") -> str:
    return OBSERVATION.format(value=value, code=code, status=status, more=more)


def read(*observations: str) -> BiologyReport:
    return read_report((HEAD + "".join(observations) + TAIL).encode())


def read_one(value: str) -> Value:
    return read(observation(value)).results[0].value


# name: results, previous ones, units
EXPECTED = {
    "BIO-CR-BIO_2021.01_Auto-Presentable.xml": (11, 0, "[IU]/L g/L m[IU]/L pg/mL"),
    "BIO-CR-BIO_2021.01_CR-2nde-intention.xml": (1, 0, ""),
    "BIO-CR-BIO_2021.01_Microbiologie_V1.xml": (14, 0, "/mL ug/mL"),
    "BIO-CR-BIO_2023.01_Electrophorese.xml": (64, 20, "% 10*12/L 10*9/L fL g/L g/dL mmol/L pg {ratio} /uL ug/mL"),
    "BIO-CR-BIO_2024.01_CRP_non_LOINC.xml": (1, 0, "mg/L"),
    "BIO-CR-BIO_2024.01_DEP-CCU-tout-structuré.xml": (4, 2, ""),
    "BIO-CR-BIO_2024.01_Glycémie deux unités principales_mole_masse.xml": (2, 0, "g/L mmol/L"),
    "BIO-CR-BIO_2024.01_Microbiologie_V2.xml": (14, 0, "/mL ug/mL"),
    "BIO-CR-BIO_2024.01_TSH_1.xml": (2, 0, "m[IU]/L pg/mL"),
    "BIO-TROD_2024.01_Angine.xml": (1, 0, ""),
    "BIO-TROD_2024.01_COVID-19_Grippe-A_Grippe-B.xml": (3, 0, ""),
}


MONTH_20 = "20092012081500+0100"
"""As an official example writes it: no instant, so no point on a curve."""


@pytest.mark.conformance
@pytest.mark.parametrize("name", EXPECTED)
def test_official_examples_give_all_their_results(corpus_dir: Path, name: str) -> None:
    report = read_report((corpus_dir / "cda" / name).read_bytes())
    count, previous, units = EXPECTED[name]
    assert len(report.results) == count
    assert sum(one.is_previous for one in report.results) == previous
    found = {one.value.unit for one in report.results if isinstance(one.value, Measure) and one.value.unit}
    assert found == set(units.split())
    assert report.is_complete
    assert report.laboratory is not None
    assert report.chapters
    for one in report.results:
        assert one.analyte.label
        assert one.measured_at is not None or one.written_at == MONTH_20
        assert one.status is ResultStatus.COMPLETED
        assert not one.is_empty


@pytest.mark.conformance
def test_two_units_of_one_exam_are_two_analytes_by_their_codes(corpus_dir: Path) -> None:
    name = "BIO-CR-BIO_2024.01_Glycémie deux unités principales_mole_masse.xml"
    molar, mass = read_report((corpus_dir / "cda" / name).read_bytes()).results
    assert (molar.analyte.code, mass.analyte.code) == ("40193-5", "53049-3")
    assert molar.analyte.key != mass.analyte.key
    assert mass.reference is not None
    assert mass.place == 0
    assert mass.laboratory is not None
    assert mass.laboratory.name == "Laboratoire des charmes"


@pytest.mark.conformance
def test_a_local_code_a_bound_and_a_range_open_below(corpus_dir: Path) -> None:
    (crp,) = read_report((corpus_dir / "cda" / "BIO-CR-BIO_2024.01_CRP_non_LOINC.xml").read_bytes()).results
    assert (crp.analyte.code, crp.analyte.system, crp.analyte.is_loinc) == ("1234", "1.2.250.1.2.3.4", False)
    assert isinstance(crp.value, Measure)
    assert (crp.value.comparator, crp.value.written) == (Comparator.LESS_OR_EQUAL, "1.0")
    assert crp.reference is not None
    assert crp.reference.low is None
    assert crp.place == 0


@pytest.mark.conformance
def test_germs_are_told_apart_and_so_is_the_laboratory_that_did_the_work(corpus_dir: Path) -> None:
    folder = corpus_dir / "cda"
    microbiology = read_report((folder / "BIO-CR-BIO_2024.01_Microbiologie_V2.xml").read_bytes())
    germs = {one.analyte.isolate for one in microbiology.results if one.analyte.code == "20-8"}
    assert len(germs) == 2
    electrophoresis = read_report((folder / "BIO-CR-BIO_2023.01_Electrophorese.xml").read_bytes())
    names = {one.laboratory.name for one in electrophoresis.results if one.laboratory}
    assert len(names) == 2
    assert all(one.laboratory is None for one in electrophoresis.results if one.is_previous)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('<value xsi:type="PQ" value="5.10" unit="mmol/L"/>', ("5.10", "mmol/L", "")),
        ('<value xsi:type="c:PQ" value="5" unit="g/L"/>', ("5", "g/L", "")),
        ('<value xsi:type="REAL" value="2.0"/>', ("2.0", "", "")),
        ('<value xsi:type="INT" value="-3"/>', ("-3", "", "")),
        ('<value xsi:type="IVL_PQ"><high value="1" unit="g/L" inclusive="false"/></value>', ("1", "g/L", "<")),
        ('<value xsi:type="IVL_PQ"><high value="1" unit="g/L"/></value>', ("1", "g/L", "≤")),
        ('<value xsi:type="IVL_PQ"><low value="1" unit="g/L" inclusive="false"/></value>', ("1", "g/L", ">")),
        ('<value xsi:type="IVL_PQ"><low value="1" unit="g/L" inclusive="true"/></value>', ("1", "g/L", "≥")),
    ],
)
def test_numbers_keep_their_digits_their_unit_and_their_sign(value: str, expected: tuple[str, str, str]) -> None:
    found = read_one(value)
    assert isinstance(found, Measure)
    assert (found.written, found.unit, found.comparator.value) == expected
    assert found.number == Decimal(expected[0])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('<value xsi:type="PQ" value="1,5" unit="g/L"/>', "1,5 g/L"),
        ('<value xsi:type="PQ" value="1e999999999" unit="g/L"/>', "1e999999999 g/L"),
        ('<value xsi:type="PQ" value="NaN" unit="g/L"/>', "NaN g/L"),
        ('<value xsi:type="ST">positif faible</value>', "positif faible"),
        ('<value xsi:type="ED">&lt;1.0 mg/L</value>', "<1.0 mg/L"),
        ('<value xsi:type="CD"><originalText><reference value="#val"/></originalText></value>', "traces"),
        ('<value xsi:type="CD" code="260385009" displayName="négatif"/>', "négatif"),
        ('<value xsi:type="CD" code="260385009"/>', "260385009"),
        ('<value xsi:type="ED"><reference value="#val"/></value>', "traces"),
        ("<value>sans type</value>", "sans type"),
    ],
)
def test_what_is_no_number_is_told_in_the_words_received(value: str, text: str) -> None:
    found = read_one(value)
    assert isinstance(found, Words)
    assert found.text == text


def test_a_titre_an_interval_and_nothing() -> None:
    titre = '<value xsi:type="RTO"><numerator value="1"/><denominator value="128"/></value>'
    ratio = read_one(titre)
    assert isinstance(ratio, Ratio)
    assert (ratio.numerator.written, ratio.denominator.written) == ("1", "128")
    interval = read_one('<value xsi:type="IVL_PQ"><low value="5" unit="/mL"/><high value="9" unit="/mL"/></value>')
    assert isinstance(interval, Interval)
    assert (interval.low.written, interval.high.written) == ("5", "9")
    assert read_one('<value xsi:type="PQ" nullFlavor="NAV"/>') == Absent(reason="NAV")
    assert read_one("") == Absent()


def test_what_is_around_a_value() -> None:
    more = """<interpretationCode code="HH"/><methodCode displayName="Spectrophotométrie"/>
    <entryRelationship typeCode="SUBJ"><act><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.2"/>
    <text><reference value="#com"/></text></act></entryRelationship>
    <entryRelationship typeCode="REFR"><observation><code code="2498-4" codeSystem="2.16.840.1.113883.6.1"/>
    <effectiveTime value="20250113"/><value xsi:type="PQ" value="20" unit="umol/L"/></observation></entryRelationship>
    <referenceRange><observationRange><text>adulte</text><value xsi:type="IVL_PQ"><low value="10" unit="umol/L"/>
    </value></observationRange></referenceRange>"""
    value = (
        '<value xsi:type="PQ" value="9" unit="umol/L"><translation value="0.5" code="mg/L"/>'
        '<translation value="?" code="mg/L"/></value>'
    )
    result, previous = read(observation(value, status="active", more=more)).results
    assert (result.comment, result.method, result.status) == ("Hémolyse.", "Spectrophotométrie", ResultStatus.ACTIVE)
    assert [(one.written, one.unit) for one in result.others] == [("0.5", "mg/L")]
    assert result.reference is not None
    assert (result.reference.text, result.place, result.gravity) == ("adulte", -1, Interpretation.CRITICAL)
    assert (result.chapter, result.document_id) == ("BIOCHIMIE", "1.2.3^9")
    assert previous.is_previous
    assert previous.analyte.key == result.analyte.key
    assert previous.written_at == "20250113"


@pytest.mark.parametrize(
    ("code", "analyte"),
    [
        (CODE, Analyte(code="2498-4", system="2.16.840.1.113883.6.1", label="Fer")),
        ('<code nullFlavor="UNK"/>', Analyte(code="")),
        (
            '<code><originalText><reference value="#nom"/></originalText><translation code="7" codeSystem="9"/></code>',
            Analyte(code="7", system="9", label="Fer sérique"),
        ),
        ("", Analyte(code="")),
    ],
)
def test_what_names_an_analyte(code: str, analyte: Analyte) -> None:
    assert read(observation('<value xsi:type="INT" value="1"/>', code=code)).results[0].analyte == analyte


def test_an_observation_that_is_no_laboratory_result_is_not_one() -> None:
    other = observation('<value xsi:type="CD" code="x"/>').replace("1.3.6.1.4.1.19376.1.3.1.6", "1.2.3")
    assert read(other).results == ()


def test_too_many_results_are_refused_whole() -> None:
    model = '<templateId root="1.3.6.1.4.1.19376.1.3.1.6"/>'
    one = f"<entryRelationship><observation>{model}</observation></entryRelationship>"
    with pytest.raises(RuleViolation) as raised:
        read(one * (RESULTS_MAX + 1))
    assert raised.value.findings[0].code == "BIO-001"
    assert len(read(one * 3).results) == 3


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(st.data())
def test_any_bytes_give_a_report_or_are_refused(data: st.DataObject) -> None:
    whole = HEAD + observation('<value xsi:type="PQ" value="5.1" unit="g/L"/>') * 2 + TAIL
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 60)))
    patch = data.draw(st.one_of(st.text(max_size=20), st.sampled_from(["", "<act/>", 'value="-"', "<!DOCTYPE a>"])))
    try:
        report = read_report((whole[:start] + patch + whole[stop:]).encode("utf-8", "surrogatepass"))
    except InvalidInput:
        return
    assert len(report.results) <= RESULTS_MAX


@given(st.binary(max_size=200))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_report(data)
