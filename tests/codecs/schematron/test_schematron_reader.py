"""Reading schematron files: includes, case, abstract patterns, phases, what is missing and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.schema_model import Check, ValueOf
from liane.codecs.schematron.schema_reader import read_schema
from liane.codecs.schematron.sources import RuleSources
from tests.codecs.schematron.rule_bench import schematron

S = 'xmlns="http://purl.oclc.org/dsdl/schematron"'
RULE = '<rule context="cda:a"><assert test="@x">x</assert></rule>'


def read(files: dict[str, bytes]) -> object:
    return read_schema(RuleSources(files), "main.sch")


def test_includes_are_found_without_regard_to_case_and_relative_to_the_file_that_names_them() -> None:
    files = {
        "main.sch": schematron('<include href="Sous/UN.sch"/>'),
        "sous/un.sch": f'<pattern {S}><include href="./deux.SCH"/></pattern>'.encode(),
        "sous/Deux.sch": f'<rule {S} context="cda:a"><assert test="@x">x</assert></rule>'.encode(),
    }
    schema = read_schema(RuleSources(files), "main.sch")
    assert schema.missing == ()
    assert schema.patterns[0].rules[0].context == "cda:a"
    assert schema.patterns[0].rules[0].file == "sous/Deux.sch"


def test_a_missing_include_is_told_and_the_rest_is_read() -> None:
    schema = read_schema(
        RuleSources({"main.sch": schematron(f'<include href="absent.sch"/><pattern>{RULE}</pattern>')}), "main.sch"
    )
    assert schema.missing == ("absent.sch",)
    assert len(schema.patterns) == 1


def test_an_abstract_pattern_is_expanded_by_whole_names() -> None:
    body = (
        '<pattern id="m" abstract="true"><rule context="$elt"><let name="v" value="$path"/>'
        '<assert test="$path1 or $path"><value-of select="$vue"/> : <name/></assert></rule></pattern>'
        '<pattern id="p" is-a="m"><param name="elt" value="cda:a"/><param name="path" value="1"/>'
        '<param name="path1" value="2"/><param name="vue" value="\'a/b\'"/></pattern>'
    )
    schema = read_schema(RuleSources({"main.sch": schematron(body)}), "main.sch")
    rule = schema.patterns[0].rules[0]
    check = rule.items[1]
    assert isinstance(check, Check)
    assert (rule.context, check.test) == ("cda:a", "2 or 1")
    assert check.message == (ValueOf(select="'a/b'"), " : ", ValueOf(select=".", is_name=True))


def test_only_the_patterns_of_the_default_phase_run() -> None:
    body = (
        '<phase id="f"><active pattern="un"/></phase>'
        f'<pattern id="un"><let name="v" value="1"/>{RULE}</pattern>'
        f'<pattern id="deux"><let name="w" value="2"/>{RULE}</pattern>'
    )
    schema = read_schema(RuleSources({"main.sch": schematron(body, 'defaultPhase="f"')}), "main.sch")
    assert [pattern.pattern_id for pattern in schema.patterns] == ["un"]
    assert [let.name for let in schema.lets] == ["v"]


def test_a_name_that_ends_with_a_space_is_trimmed() -> None:
    body = f'<pattern><let name="jdv " value="1"/>{RULE}</pattern>'
    schema = read_schema(RuleSources({"main.sch": schematron(body)}), "main.sch")
    assert schema.lets[0].name == "jdv"


@pytest.mark.parametrize(
    "files",
    [
        {"main.sch": b"<a/>"},
        {"main.sch": f'<schema {S} queryBinding="xslt"/>'.encode()},
        {"main.sch": schematron("", 'defaultPhase="absente"')},
        {"main.sch": schematron('<pattern id="p" is-a="absent"/>')},
        {"main.sch": schematron('<pattern><rule context="cda:a"><let name="v"/></rule></pattern>')},
        {"main.sch": schematron('<pattern><rule context="cda:a"><what/></rule></pattern>')},
        {"main.sch": schematron('<pattern><rule context="a"><assert test="1"><b/></assert></rule></pattern>')},
        {
            "main.sch": schematron('<include href="a.sch"/>'),
            "a.sch": f'<pattern {S}><include href="a.sch"/></pattern>'.encode(),
        },
    ],
)
def test_what_the_compiler_does_not_read_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(UnsupportedRule):
        read(files)


@given(st.binary(max_size=30), st.integers(0, 700), st.integers(0, 30))
def test_any_bytes_give_a_schema_or_a_refusal_that_names_the_file(data: bytes, at: int, size: int) -> None:
    body = f'<phase id="f"><active pattern="p"/></phase><pattern id="p">{RULE}</pattern>'
    file = schematron(body, 'defaultPhase="f"')
    for content in (data, file[:at] + data + file[at + size :]):
        try:
            read({"main.sch": content})
        except UnsupportedRule as refusal:
            where = refusal.file
        else:
            where = "main.sch"
        assert where == "main.sch"
