"""The parser reads the subset, resolves prefixes, and refuses everything else with the text at fault."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.xpath_ast import (
    AxisStep,
    Comparison,
    FilterStep,
    FunctionCall,
    Literal,
    Logical,
    Negation,
    NodeSet,
    NodeTest,
    Path,
)
from liane.codecs.schematron.xpath_lexer import EXPRESSION_CHARS_MAX
from liane.codecs.schematron.xpath_parser import parse_xpath

NAMES = {"cda": "urn:hl7-org:v3", "xs": "http://www.w3.org/2001/XMLSchema"}


def step(axis: str, local: str, namespace: str = "urn:hl7-org:v3", *predicates: object) -> AxisStep:
    return AxisStep(
        axis=axis,
        test=NodeTest(kind="name", namespace=namespace, local=local),
        predicates=predicates,  # type: ignore[arg-type]
    )


def test_a_path_resolves_prefixes_with_the_declarations_given() -> None:
    path = parse_xpath("cda:a/@b", NAMES)
    assert path == Path(is_absolute=False, steps=(step("child", "a"), step("attribute", "b", "")))


def test_double_slash_is_kept_as_a_step_of_its_own() -> None:
    path = parse_xpath("//cda:a", NAMES)
    assert isinstance(path, Path)
    assert path.is_absolute
    assert [one.axis for one in path.steps if isinstance(one, AxisStep)] == ["descendant-or-self", "child"]


def test_except_binds_tighter_than_union_and_union_than_and() -> None:
    expression = parse_xpath("cda:a | cda:b except cda:c and cda:d", NAMES)
    assert isinstance(expression, Logical)
    union = expression.operands[0]
    assert isinstance(union, NodeSet)
    assert union.operator == "union"
    assert isinstance(union.right, NodeSet)
    assert union.right.operator == "except"


@pytest.mark.parametrize("keyword", ["and", "or", "div", "mod", "if", "for", "every", "castable", "text"])
def test_a_keyword_may_be_an_element_name(keyword: str) -> None:
    assert parse_xpath(keyword, NAMES) == Path(is_absolute=False, steps=(step("child", keyword, ""),))


def test_a_star_multiplies_or_selects_according_to_its_place() -> None:
    assert isinstance(parse_xpath("count(*) * 2", NAMES), object)
    with pytest.raises(UnsupportedRule):
        parse_xpath("cda:a *", NAMES)


def test_a_function_may_be_a_step() -> None:
    path = parse_xpath("cda:a/number(@v)", NAMES)
    assert isinstance(path, Path)
    assert isinstance(path.steps[1], FilterStep)
    assert isinstance(path.steps[1].primary, FunctionCall)


def test_value_comparison_is_told_from_general_comparison() -> None:
    general = parse_xpath("@a = 1", NAMES)
    value = parse_xpath("@a eq 1", NAMES)
    assert isinstance(general, Comparison)
    assert isinstance(value, Comparison)
    assert general.is_general
    assert not value.is_general
    assert general.operator == value.operator == "="


def test_signs_may_be_repeated_without_end() -> None:
    assert parse_xpath("-" * 4001 + "1", NAMES) == Negation(operand=Literal(value=1))
    assert parse_xpath("-" * 4000 + "1", NAMES) == Literal(value=1)


def test_quotes_are_doubled_inside_a_string_and_comments_are_not_read_there() -> None:
    assert parse_xpath("'l''ami (: non :)'", NAMES) == Literal(value="l'ami (: non :)")
    assert parse_xpath("(: a (: b :) c :) 1", NAMES) == Literal(value=1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cda:a[",
        "cda:a]",
        "(cda:a",
        "unknown:a",
        "ancestor::cda:a",
        "cda:a instance of xs:string",
        "for $a in 1, $b in 2 return 3",
        "'open",
        "(: open",
        "#",
        "cda:a eq",
        "a castable as string",
        "element(a)",
        "comment()",
        "(" * 200 + "1" + ")" * 200,
        "1 " + "+ 1" * EXPRESSION_CHARS_MAX,
        "1 " + "+ 1" * 150,
        "cda:a" + "|cda:a" * 150,
    ],
)
def test_what_is_outside_the_subset_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(UnsupportedRule) as refusal:
        parse_xpath(text, NAMES)
    assert refusal.value.findings[0].code == "KIT-010"


@given(st.text(alphabet=st.sampled_from("abc:/@[]()*'\"=<>!|,.$ 12-+andortif"), max_size=60))
def test_any_text_gives_a_tree_or_a_refusal(text: str) -> None:
    with contextlib.suppress(UnsupportedRule):
        assert parse_xpath(text, NAMES) is not None
