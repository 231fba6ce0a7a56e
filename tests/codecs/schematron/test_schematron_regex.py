"""Regular expressions of XPath: their traps, the agreement of both engines, and bounded time."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.regex_matching import (
    BACKTRACKING_CHARS_MAX,
    LinearMachine,
    compile_matcher,
    compile_replacement,
    compile_rewriter,
    to_python,
)
from liane.codecs.schematron.regex_syntax import parse_regex


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"^\w+$", "a_b", False),
        (r"^\w+$", "a+b$c=<>^~", True),
        (r"^\w+$", "a.b", False),
        (r"a$", "a\n", False),
        (r"[$]", "$", True),
        (r"[a\-z]", "-", True),
        (r"[\w-]", "-", True),
        (r"[a-z-[aeiou]]", "e", False),
        (r"[a-z-[aeiou]]", "f", True),
        (r"^+?\d*$", "12", True),
        (r"\s", "\u00a0", False),
        (r"\d", "\u0661", True),
        (r".", "\n", False),
        (r"a{2,3}", "aa", True),
        (r"^a{2}$", "aaa", False),
        (r"^(fax | tel):", "tel:", False),
        (r"(^|:)TS", "hl7:TS", True),
        (r"", "x", True),
        (r"^$", "", True),
        (r"[^\d]", "1", False),
        (r"a|", "b", True),
        (r"\S", " ", False),
    ],
)
def test_a_pattern_means_what_xpath_says(pattern: str, text: str, expected: bool) -> None:
    assert compile_matcher(pattern)(text) is expected
    assert LinearMachine(parse_regex(pattern), ignores_case=False).search(text) is expected


def test_the_flag_i_ignores_case_in_both_engines() -> None:
    assert compile_matcher("^ABC$", "i")("abc")
    assert compile_matcher(r"^([A-C]+\w)+$", "i")("abc")


@pytest.mark.parametrize(
    "pattern", ["(", ")", "[", "a**b{", "{2}", r"\p{L}", r"\1", "a{5,2}", "a{99999}", "(?=a)", "*"]
)
def test_what_is_outside_the_subset_is_refused(pattern: str) -> None:
    with pytest.raises(UnsupportedRule):
        compile_matcher(pattern)


@pytest.mark.parametrize("flags", ["m", "x", "s", "ii"])
def test_another_flag_is_refused(flags: str) -> None:
    with pytest.raises(UnsupportedRule):
        compile_matcher("a", flags)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "pattern",
    [
        r"^(\+?([\d()./-]|(%[a-f\d]{2}))+)*$",
        r"^(a+)+$",
        r"^(a|a)*$",
        r"^(\w+\.)+([a-z]{2,4})$",
        r"^a*a*a*a*b$",
    ],
)
def test_a_hostile_text_takes_no_longer_than_another(pattern: str) -> None:
    matches = compile_matcher(pattern)
    assert not matches("1" * 20_000 + "!")
    assert not matches("a" * 20_000 + "!")


def test_a_long_text_gets_the_same_answer_as_a_short_one() -> None:
    matches = compile_matcher(r"^[0-9]+$")
    assert matches("1" * BACKTRACKING_CHARS_MAX)
    assert matches("1" * (BACKTRACKING_CHARS_MAX + 1))
    assert not matches("1" * (BACKTRACKING_CHARS_MAX + 1) + "x")


ATOMS = st.sampled_from(["a", "b", r"\d", "[ab]", "[^a]", ".", r"\s", "^", "$", "1"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        inner.map(lambda text: f"({text})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{1,2}"])).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=6,
)


@settings(max_examples=300)
@given(PATTERNS, st.text(alphabet="ab1 \n", max_size=8))
def test_both_engines_agree(pattern: str, text: str) -> None:
    tree = parse_regex(pattern)
    python = re.compile(to_python(tree)).search(text) is not None
    assert LinearMachine(tree, ignores_case=False).search(text) is python


@given(st.text(alphabet="ab()[]{}*+?|^$\\-.,12dws", max_size=30))
def test_any_text_is_a_pattern_or_is_refused(text: str) -> None:
    try:
        matches = compile_matcher(text)
    except UnsupportedRule:
        return
    assert matches("ab") in (True, False)


def test_a_rewriter_refuses_what_could_run_for_long_or_match_nothing() -> None:
    for pattern in ("(a+)+", "a*", "x?"):
        with pytest.raises(UnsupportedRule):
            compile_rewriter(pattern)
    assert compile_rewriter(r"^-?([^+-]+)([+-].*)?").groups == 2


def test_a_replacement_is_written_for_python() -> None:
    assert compile_replacement(r"a$1\$\\", 1) == r"a\g<1>$\\"
    assert compile_replacement("$7", 1) == ""
    with pytest.raises(UnsupportedRule):
        compile_replacement("$", 1)
