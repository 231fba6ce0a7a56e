"""Compiled rules: which rule applies to which element, what a finding says, what a rule that fails becomes."""

import pytest

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.unit import FINDINGS_MAX
from tests.codecs.schematron.rule_bench import failing, make_unit, run, schematron

DOCUMENT = (
    '<r xmlns="urn:hl7-org:v3"><a k="1"><templateId root="1.2"/><b/></a><a k="2"><b><a k="3"/></b></a><c v="x"/></r>'
)
VALUE_SET = (
    '<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet id="9.9"><ConceptList>'
    '<Concept code="A" codeSystem="1.1"/><Concept code="B" codeSystem="1.2"/></ConceptList></ValueSet>'
    "</RetrieveValueSetResponse>"
)


def rule(context: str, *items: str) -> str:
    return f'<rule context="{context}">{"".join(items)}</rule>'


def says(text: str, test: str = "false()", kind: str = "assert") -> str:
    return f'<{kind} test="{test}">{text}</{kind}>'


def test_the_first_rule_that_matches_wins_in_a_pattern_and_only_there() -> None:
    body = (
        f"<pattern>{rule('cda:a[@k=2]', says('deux'))}{rule('cda:a', says('autre'))}</pattern>"
        f"<pattern>{rule('cda:a', says('tous'))}</pattern>"
    )
    assert failing(body, DOCUMENT) == [
        ("a", "autre"),
        ("a", "deux"),
        ("a", "autre"),
        ("a", "tous"),
        ("a", "tous"),
        ("a", "tous"),
    ]


@pytest.mark.parametrize(
    ("context", "keys"),
    [
        ("cda:a", "123"),
        ("//cda:a", "123"),
        ("/cda:r/cda:a", "12"),
        ("cda:r/cda:a", "12"),
        ("cda:r//cda:a", "123"),
        ("cda:b/cda:a", "3"),
        ("*[cda:templateId/@root='1.2']", "1"),
        ("cda:a[cda:templateId[@root='1.2']]", "1"),
        ("cda:a[cda:templateId/@root='1.2' or @k=3]", "13"),
        ("cda:a[not(cda:templateId/@root='1.2')]", "23"),
        ("*[@k]", "123"),
        ("cda:*[@k]", "123"),
        ("*:a", "123"),
        ("cda:a[@k=1] | cda:b/cda:a", "13"),
        ("cda:a[@k=1] | cda:a", "123"),
        ("cda:a[cda:b[not(cda:a)]]", "1"),
        ("cda:c", ""),
    ],
)
def test_a_context_selects_what_the_pattern_means(context: str, keys: str) -> None:
    body = f"<pattern>{rule(context, says('<value-of select=' + chr(39) + '@k' + chr(39) + '/>'))}</pattern>"
    assert "".join(message for _, message in failing(body, DOCUMENT)) == keys


def test_the_root_is_a_context() -> None:
    body = f"<pattern>{rule('/', says('vu', 'descendant-or-self::cda:c', 'report'))}</pattern>"
    assert failing(body, DOCUMENT) == [("", "vu")]


def test_a_predicate_that_cannot_be_evaluated_does_not_match() -> None:
    body = f"<pattern>{rule('cda:c[@v = 1]', says('un'))}{rule('cda:c', says('reste'))}</pattern>"
    assert failing(body, DOCUMENT) == [("c", "reste")]


def test_a_rule_that_cannot_be_evaluated_is_told_and_the_others_run() -> None:
    body = (
        f"<pattern>{rule('cda:c', says('avant'), says('jamais', '@v = 1'))}</pattern>"
        f"<pattern>{rule('cda:c', says('après'))}</pattern>"
    )
    done = run(make_unit({"main.sch": schematron(body)}), DOCUMENT)
    assert [(failure.check is None, failure.message) for failure in done.failures] == [
        (True, "un nombre est attendu"),
        (False, "avant"),
        (False, "après"),
    ]


def test_a_variable_is_only_computed_when_a_test_uses_it() -> None:
    body = (
        '<pattern><rule context="cda:c"><let name="n" value="xs:integer(@v)"/><let name="m" value="$n"/>'
        '<assert test="@v or $m > 1">jamais</assert><assert test="@absent and $m > 1">dit</assert></rule></pattern>'
    )
    assert failing(body, DOCUMENT) == [("c", "dit")]


def test_variables_of_a_pattern_and_of_the_file_are_seen_everywhere_from_the_root() -> None:
    body = (
        '<let name="g" value="count(//cda:a)"/>'
        f'<pattern><let name="p" value="$g + 1"/>{rule("cda:none", says("x"))}</pattern>'
        f"<pattern>{rule('cda:c', says('<value-of select=' + chr(39) + '$p' + chr(39) + '/>'))}</pattern>"
    )
    assert failing(body, DOCUMENT) == [("c", "4")]


def test_abstract_rules_are_extended_in_chain() -> None:
    body = (
        '<pattern><rule abstract="true" id="base"><let name="n" value="name()"/>'
        '<assert test="false()">base <value-of select="$n"/></assert></rule>'
        '<rule abstract="true" id="plus"><extends rule="base"/><assert test="false()">plus</assert></rule></pattern>'
        '<pattern><rule context="cda:c"><extends rule="plus"/><assert test="false()">fin</assert></rule></pattern>'
    )
    assert [message for _, message in failing(body, DOCUMENT)] == ["base c", "plus", "fin"]


def test_a_message_joins_its_values_and_names_with_their_prefix() -> None:
    body = (
        '<pattern><rule context="cda:r"><assert test="false()">[<name/>] <value-of select="cda:a/@k"/> '
        '<value-of select="@absent"/><value-of select="for $a in cda:a return concat(name($a), $a/@k)"/>'
        '<value-of select="1 = 1"/> <value-of select="number(\'2.50\')"/></assert></rule></pattern>'
    )
    document = DOCUMENT.replace("<r xmlns=", "<h:r xmlns:h='urn:hl7-org:v3' xmlns=").replace("</r>", "</h:r>")
    assert failing(body, document) == [("r", "[h:r] 1 2 a1 a2true 2.5")]


def test_a_code_is_looked_up_in_a_value_set_by_code_and_system() -> None:
    body = (
        '<pattern><let name="jdv" value="\'jeux/ESSAI.xml\'"/><rule context="cda:c"><let name="c" value="@code"/>'
        '<let name="s" value="@codeSystem"/>'
        '<assert test="document($jdv)//svs:Concept[@code=$c and @codeSystem=$s]">absent</assert></rule></pattern>'
    )
    document = '<r xmlns="urn:hl7-org:v3"><c code="A" codeSystem="{}"/></r>'
    files = {"jeux__essai.xml": VALUE_SET}
    assert failing(body, document.format("1.1"), **files) == []
    assert failing(body, document.format("1.2"), **files) == [("c", "absent")]
    assert failing(body, '<r xmlns="urn:hl7-org:v3"><c/></r>', **files) == [("c", "absent")]
    unit = make_unit({"main.sch": schematron(body), "jeux/essai.xml": VALUE_SET.encode()})
    assert [check.reads_values for check in unit.checks] == [True]


def test_an_absent_value_set_is_told_only_when_a_document_needs_it() -> None:
    body = (
        '<pattern><rule context="cda:c"><assert test="@ok or doc(\'rien.xml\')/*/x/@code = @code">x</assert>'
        "</rule></pattern>"
    )
    unit = make_unit({"main.sch": schematron(body)})
    assert run(unit, '<r xmlns="urn:hl7-org:v3"><c ok="1"/></r>').missing == set()
    done = run(unit, '<r xmlns="urn:hl7-org:v3"><c code="1"/></r>')
    assert done.missing == {"rien.xml"}
    assert done.failures == []


def test_too_many_findings_stop_the_run() -> None:
    unit = make_unit({"main.sch": schematron(f"<pattern>{rule('cda:x', says('x'))}</pattern>" * 2)})
    done = run(unit, f'<r xmlns="urn:hl7-org:v3">{"<x/>" * (FINDINGS_MAX + 1)}</r>')
    assert done.is_cut


@pytest.mark.parametrize(
    "body",
    [
        rule("cda:a/@k", says("x")),
        rule("cda:a[1]", says("x")),
        rule("cda:a[last()]", says("x")),
        rule("cda:a", says("x", "cda:b[position() = 1]")),
        rule("cda:a", says("x", "@k = 1.5")),
        rule("cda:a", says("x", "unknown(1)")),
        rule("cda:a", says("x", "'a' = 1")),
        rule("cda:a", says("x", "$absente")),
        rule("cda:a", says("x", "matches(@k, @v)")),
        rule("cda:a", '<extends rule="absente"/>'),
        rule("cda:a", says("x", "doc(@k)//x")),
    ],
)
def test_a_rule_outside_the_subset_stops_the_build_with_its_file(body: str) -> None:
    with pytest.raises(UnsupportedRule) as refusal:
        make_unit({"main.sch": schematron(f"<pattern>{body}</pattern>")})
    assert refusal.value.file == "main.sch"


def test_abstract_rules_in_circle_are_refused() -> None:
    body = (
        '<pattern><rule abstract="true" id="x"><extends rule="y"/></rule>'
        '<rule abstract="true" id="y"><extends rule="x"/></rule></pattern>'
        '<pattern><rule context="cda:a"><extends rule="x"/></rule></pattern>'
    )
    with pytest.raises(UnsupportedRule):
        make_unit({"main.sch": schematron(body)})
