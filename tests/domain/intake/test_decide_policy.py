"""The policy of the command line: an index of real persons takes no test identity."""

from dataclasses import replace

import pytest

from liane.domain.identity.ins import INSAuthority
from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import make_command_line_policy
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

REAL, TEST = INSAuthority.NIR.value, INSAuthority.NIR_TEST.value
PAGE = "Compte rendu de consultation\nPatiente : Madame MARTIN Corinne, née le 12/03/1960\nINS : 260039999900160 ({})"


@pytest.mark.parametrize(
    ("oids", "printed", "is_shown"),
    [
        ((REAL, ""), TEST, True),
        ((REAL, TEST), REAL, False),
        ((TEST,), TEST, False),
        ((), TEST, False),
    ],
)
def test_a_test_identity_is_shown_where_the_index_has_real_ones(
    oids: tuple[str, ...], printed: str, *, is_shown: bool
) -> None:
    known = replace(
        person("A", "MARTIN", "CORINNE", "19600312", ins="260039999900160", place=""), ins_oid=oids[0] if oids else ""
    )
    page = make_page(PAGE.format(printed))
    read = extract_fields([page], received_on="2026-05-04")
    found = match(read, [page], InMemoryIndex((known,)))
    decision = decide(read, [page], found, policy=make_command_line_policy(oids))
    assert ("INT-008" in decision.codes) is is_shown
