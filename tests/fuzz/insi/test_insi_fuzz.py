"""Any bytes from INSi give a reply, a fault, or InvalidInput; nothing else, and within bounds."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.insi.answer import parse_search_answer
from liane.codecs.insi.verification import parse_lot_answer, parse_verification_answer
from liane.domain.errors import InvalidInput
from liane_sandbox.insi.answers import INSiRefused, render_answer, render_fault, render_result
from liane_sandbox.insi.matching import Outcome
from liane_sandbox.insi.operations import NATIONAL_TEST_OIDS
from tests.insi_kit import get_named

PERSON = get_named("TESTORCHIDEE")
ANSWER = render_answer(render_result(Outcome(code="00", person=PERSON), NATIONAL_TEST_OIDS), "urn:a", "uuid:1", "2")
FAULT = render_fault(INSiRefused("desir_550"), "uuid:1")
LOT = render_answer(
    '<RESULTATLOT xmlns="urn:x"><NumeroLot>1</NumeroLot><Etat>TERMINE</Etat>'
    '<Ligne rang="0"><CR><CodeCR>00</CodeCR></CR>'
    "<Verdict>OK</Verdict></Ligne></RESULTATLOT>",
    "urn:a",
    "uuid:1",
    "2",
)
PARSERS = (parse_search_answer, parse_verification_answer, parse_lot_answer)
edits = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), st.binary(max_size=20)), max_size=4)


@given(seed=st.sampled_from([ANSWER, FAULT, LOT]), cuts=edits)
def test_a_damaged_answer(seed: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    data = seed
    for start, length, replacement in cuts:
        begin = start % (len(data) + 1)
        data = data[:begin] + replacement + data[begin + length :]
    for parse in PARSERS:
        with contextlib.suppress(InvalidInput):
            parse(data)


@given(st.binary(max_size=400))
def test_raw_bytes(data: bytes) -> None:
    for parse in PARSERS:
        with contextlib.suppress(InvalidInput):
            parse(data)


def test_the_seeds_are_read() -> None:
    assert parse_search_answer(ANSWER)
    assert parse_search_answer(FAULT)
    assert parse_lot_answer(LOT)
