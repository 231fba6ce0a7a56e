"""The switchboard of faults: who meets which fault, how many times."""

import pytest

from liane_sandbox.faults import (
    FAULT_NAMES,
    Fault,
    FaultKind,
    FaultSwitchboard,
    read_fault,
    render_fault,
)

BUSY = Fault(service="dmp.repository", kind=FaultKind.BUSY)


def test_nothing_happens_by_default() -> None:
    assert FaultSwitchboard().get("dmp.repository", "x") is None


def test_a_fault_concerns_its_service_and_its_parts() -> None:
    board = FaultSwitchboard()
    board.add(Fault(service="dmp", kind=FaultKind.SILENT))
    assert board.get("dmp.registry") is not None
    assert board.get("dmpx") is None
    assert board.get("mssante.smtp") is None


def test_a_fault_for_one_key_comes_first_and_spares_the_others() -> None:
    board = FaultSwitchboard()
    board.add(BUSY)
    board.add(Fault(service="dmp.repository", kind=FaultKind.FAULT, key="285059999900131"))
    mine, other = board.get("dmp.repository", "285059999900131"), board.get("dmp.repository", "170039999900207")
    assert mine is not None
    assert other is not None
    assert (mine.kind, other.kind) == (FaultKind.FAULT, FaultKind.BUSY)


def test_a_counted_fault_goes_away() -> None:
    board = FaultSwitchboard()
    board.add(Fault(service="dmp", kind=FaultKind.BUSY, remaining=2))
    assert [board.get("dmp.registry") is not None for _ in range(3)] == [True, True, False]
    assert board.list_faults() == ()


def test_down_is_a_state_and_no_call_uses_it_up() -> None:
    board = FaultSwitchboard()
    changes: list[bool] = []
    board.watch(lambda: changes.append(board.is_down("dmp.registry")))
    fault = board.add(Fault(service="dmp", kind=FaultKind.DOWN, remaining=1))
    assert board.get("dmp.registry") is None
    assert board.is_down("dmp.registry")
    assert not board.is_down("mssante.smtp")
    assert board.remove(fault.id)
    assert not board.remove(fault.id)
    assert changes == [True, False]


def test_clear_spares_the_other_services() -> None:
    board = FaultSwitchboard()
    for service in ("dmp", "dmp.registry", "mssante.smtp"):
        board.add(Fault(service=service, kind=FaultKind.BUSY))
    board.clear("dmp")
    assert [fault.service for fault in board.list_faults()] == ["mssante.smtp"]
    board.clear()
    assert board.list_faults() == ()


@pytest.mark.parametrize("kind", FaultKind)
def test_a_fault_survives_json_and_has_a_french_name(kind: FaultKind) -> None:
    fault = Fault(service="dmp", kind=kind, key="k", code="c", message="m", remaining=3, delay_s=0.5)
    assert read_fault(render_fault(fault)) == fault
    assert FAULT_NAMES[kind]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"service": "nope", "kind": "busy"},
        {"service": "dmp", "kind": "nope"},
        {"service": "dmp", "kind": "busy", "remaining": "0"},
        {"service": "dmp", "kind": "busy", "remaining": "x"},
        {"service": "dmp", "kind": "busy", "delay_s": "-1"},
        {"service": "dmp", "kind": "busy", "delay_s": "nan"},
    ],
)
def test_a_wrong_fault_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"inconnue?|«"):
        read_fault(values)
