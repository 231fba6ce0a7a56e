"""What the contract tests of the API share: the outside judge, what it checks, and how one operation is played.

A module that imports this one is skipped where schemathesis is not installed.
"""

import warnings
from collections.abc import Callable
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
        unsupported_method,
    )

CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
PROBLEM = "application/problem+json"
Judge = Callable[[Any, bool], None]


def play(operation: Any, judge: Judge, *, examples: int) -> None:
    """Ask one operation what its description allows; judge: sends a case, told whether to name what exists.

    Drawn the same way each time (the profile of the tests is derandomized).
    """

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), is_real=st.booleans())
    def once(case: Any, is_real: bool) -> None:
        judge(case, is_real)

    once()


def name_real(case: Any, known: dict[str, Any]) -> None:
    """Put what exists in the place of the parameters of a path."""
    case.path_parameters |= {name: known[name] for name in case.path_parameters if name in known}


def is_problem(answer: Any) -> None:
    """Assert that a failure is told as a problem. Rule: RFC 9457."""
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == [PROBLEM]
        assert answer.json()["status"] == answer.status_code
