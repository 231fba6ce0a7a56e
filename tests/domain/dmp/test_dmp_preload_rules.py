"""What may be read ahead of a DMP, and for whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.dmp.document import DMPDocument, DocumentState
from liane.domain.dmp.preload import DOCUMENT_BYTES_MAX, PreloadRules, choose_documents, is_in_charge
from liane.domain.identity.stays import Movement, MovementAction, Stay, StayFacts, StayState
from liane.domain.terminology.code import Code

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOCTOR = Operator(name="TESTMELEZE Irène", roles=frozenset({Role.CLINICIEN}), unit="Cardiologie")


def make_stay(*movements: tuple[MovementAction, str, str], state: StayState = StayState.OPEN) -> Stay:
    """A stay whose movements say (action, code of the care unit, its name)."""
    return Stay(
        person_id=1,
        facts=StayFacts(visit_number="VEN1", attending_doctor="TESTMELEZE Irène"),
        state=state,
        movements=tuple(
            Movement(
                id=str(rank),
                id_domain="d",
                event="A02",
                action=action,
                start="20260301",
                care_unit=code,
                care_unit_label=name,
            )
            for rank, (action, code, name) in enumerate(movements)
        ),
    )


INSERT, CANCEL = MovementAction.INSERT, MovementAction.CANCEL


@pytest.mark.parametrize(
    ("stay", "expected"),
    [
        (make_stay((INSERT, "2110", "CARDIOLOGIE")), True),
        (make_stay((INSERT, "cardiologie", "")), True),
        (make_stay((INSERT, "2110", "Cardiologie"), (INSERT, "3300", "Urologie")), False),
        (make_stay((INSERT, "2110", "Cardiologie"), (CANCEL, "3300", "Urologie")), True),
        (make_stay((INSERT, "2110", "Cardiologie"), state=StayState.CLOSED), False),
        (make_stay((INSERT, "2110", "Cardiologie"), state=StayState.PLANNED), False),
        (make_stay((INSERT, "", "")), False),
        (make_stay(), False),
    ],
)
def test_a_patient_is_in_charge_where_they_are_now(stay: Stay, expected: bool) -> None:
    assert is_in_charge([stay], DOCTOR) is expected


def test_neither_a_name_nor_the_lack_of_a_unit_puts_a_patient_in_charge() -> None:
    stay = make_stay((INSERT, "", ""))
    assert not is_in_charge([stay], Operator(name="TESTMELEZE Irène", roles=frozenset()))


def make_document(number: int, **changes: Any) -> DMPDocument:
    """A document whose act was ``number`` days ago."""
    given = {"type": Code(code="11502-2"), "act_started_at": NOW - timedelta(days=number)} | changes
    return DMPDocument(unique_id=f"1.2.{number}", entry_uuid=f"urn:uuid:{number}", **given)


def test_the_newest_documents_of_the_types_asked_are_chosen() -> None:
    rules = PreloadRules(is_on=True, types=frozenset({"11502-2"}), depth=timedelta(days=30), documents_max=2)
    documents = [
        make_document(9),
        make_document(3),
        make_document(1, type=Code(code="34133-9")),
        make_document(2, state=DocumentState.ARCHIVED),
        make_document(4, size=DOCUMENT_BYTES_MAX + 1),
        make_document(5, act_started_at=None),
        make_document(6),
        make_document(31),
    ]
    assert [one.unique_id for one in choose_documents(documents, rules, NOW)] == ["1.2.3", "1.2.6"]


def test_without_types_every_type_is_chosen_and_the_number_is_bounded() -> None:
    assert [one.unique_id for one in choose_documents([make_document(1), make_document(400)], PreloadRules(), NOW)] == [
        "1.2.1"
    ]
    with pytest.raises(ValueError, match="documents_max"):
        PreloadRules(documents_max=51)
