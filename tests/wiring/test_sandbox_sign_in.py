"""Who may do what in the demonstration: somebody there can look at the trail of accesses."""

from liane.domain.actors.operator import RIGHTS, Right
from liane.wiring.sandbox_sign_in import NAMED
from liane_sandbox.psc.people import find_signatory


def test_somebody_of_the_demonstration_audits_and_can_sign_in() -> None:
    auditors = [one for one in NAMED if any(Right.SEE_AUDIT in RIGHTS[role] for role in one.roles)]
    assert auditors
    assert all(find_signatory(one.identifier) is not None for one in auditors)
