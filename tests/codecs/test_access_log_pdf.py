"""The access log of a patient as a PDF: it opens, says what it must, is the same for the same log, at any length."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdfium2
import pytest

from liane.codecs.pdf.access_log import render_access_log
from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import STEP, AccessAct, AccessEvent, Outcome
from liane.domain.audit.access_log import AccessLog, describe_access, describe_accesses

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WHO = Operator(name="TESTMEDECIN ANNE", roles=frozenset({Role.CLINICIEN}), unit="Cardiologie")
SEEN = AccessEvent(
    act=AccessAct.SEE_PERSON, at=AT, operator=WHO, person_id=3, target="1.2.3", address="10.1.2.3", reason="interne"
)
FORCED = replace(SEEN, act=AccessAct.BREAK_GLASS, reason="Patient inconscient.")
LOG = AccessLog(
    patient="TESTOMBELLE CAMILLE",
    born="14/02/1990",
    identifier="IPP000731",
    establishment="CH TEST",
    since=None,
    until=None,
    made_at=AT,
    made_by="TESTAUDIT ZOE",
    lines=describe_accesses([SEEN, FORCED]),
)


def read_text(data: bytes) -> str:
    """All the words of a file."""
    file = pypdfium2.PdfDocument(data)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in file)
    finally:
        file.close()


def test_it_says_who_what_and_when_and_nothing_of_the_inside() -> None:
    text = read_text(render_access_log(LOG, banner="SIMULATION"))
    for said in ("TESTOMBELLE CAMILLE", "TESTMEDECIN ANNE", "Cardiologie", "Patient inconscient.", "SIMULATION"):
        assert said in text
    for kept in ("10.1.2.3", "1.2.3", "interne"):
        assert kept not in text


def test_the_same_log_gives_the_same_bytes() -> None:
    assert render_access_log(LOG) == render_access_log(LOG)


@pytest.mark.parametrize("number", [0, 1, 400])
def test_any_number_of_lines_opens(number: int) -> None:
    lines = describe_accesses(replace(SEEN, at=AT + timedelta(minutes=rank)) for rank in range(number))
    data = render_access_log(replace(LOG, lines=lines, is_cut=number > 100))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 1
    assert ("Aucun accès" in read_text(data)) is (number == 0)


def test_a_refused_try_tells_why_to_the_patient() -> None:
    told = describe_access(replace(SEEN, outcome=Outcome.REFUSED, reason="Il manque un droit."))
    assert (told.outcome, told.reason) == ("refusé", "Il manque un droit.")


def test_an_act_in_two_steps_says_which() -> None:
    asked, accepted = (replace(SEEN, detail={STEP: step}) for step in ("demande envoyée", "acceptée"))
    assert [describe_access(one).act for one in (asked, accepted, SEEN)] == [
        f"{SEEN.act.value}, demande envoyée",
        f"{SEEN.act.value}, acceptée",
        SEEN.act.value,
    ]
