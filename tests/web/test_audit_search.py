"""Whatever is typed in a search of the trail, by a form or by FHIR, is a search or is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.store.accesses_records import AccessQuery
from liane.store.postgres_store import PostgresStore
from liane.web.audit_filters import NAMES, audit_query
from liane.web.filters import read_filters
from liane.web.routes.audit_fhir import COUNT_MAX, READERS, WrongParameter, read_query

NAMED = st.sampled_from([*READERS, "_count", "_page", "inconnu"])
ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["ge0001-01-01", "le9999-12-31", "eq2026-02-30", "2026-11-22T09:30:00Z", "²", "Ⅷ", "gt2026-11-22T25:00:00"]
    ),
    st.from_regex(r"(eq|ge|gt|le|lt)?\d{4}-\d{2}-\d{2}(T[0-9:.+Z-]+)?", fullmatch=True),
)
EDGES = (
    ("date", "ge0001-01-01"),
    ("date", "lt0001-01-01"),
    ("date", "le9998-12-31"),
    ("agent", "%_\\'\x00"),
    ("agent", "x" * 10_000),
    ("entity", "Patient|999999999999999999"),
    ("address", "' OR 1=1 --"),
    ("_page", "AAAA"),
)


@given(st.lists(st.tuples(NAMED, ODD), max_size=6))
def test_any_fhir_search_is_read_or_refused(parameters: list[tuple[str, str]]) -> None:
    try:
        query, count, _ = read_query(parameters)
    except WrongParameter:
        return
    assert isinstance(query, AccessQuery)
    assert 0 <= count <= COUNT_MAX


@given(st.dictionaries(st.sampled_from(NAMES), ODD))
def test_any_form_is_a_search(typed: dict[str, str]) -> None:
    assert isinstance(audit_query(read_filters(typed, *NAMES)), AccessQuery)


@pytest.mark.anyio
@pytest.mark.parametrize(("name", "value"), EDGES)
async def test_edges_are_asked_of_the_store_without_a_defect(store: PostgresStore, name: str, value: str) -> None:
    try:
        query, count, cursor = read_query([(name, value)])
        page = await store.accesses.search(query, cursor=cursor, limit=max(count, 1))
    except (WrongParameter, ValueError):
        return
    assert page.lines == ()
