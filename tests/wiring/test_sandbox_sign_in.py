"""Who may do what in the demonstration: somebody there can look at the trail of accesses."""

from liane.domain.actors.operator import RIGHTS, Right, Role
from liane.wiring.sandbox_sign_in import NAMED, PROFESSIONS
from liane_sandbox.psc.people import find_signatory


def test_somebody_of_the_demonstration_audits_and_can_sign_in() -> None:
    auditors = [one for one in NAMED if any(Right.SEE_AUDIT in RIGHTS[role] for role in one.roles)]
    assert auditors
    assert all(find_signatory(one.identifier) is not None for one in auditors)


def test_every_role_that_a_person_holds_can_be_seen_in_the_demonstration() -> None:
    for one in NAMED:
        assert find_signatory(one.identifier) is not None, one.identifier
    shown = {role for one in NAMED for role in one.roles} | {role for roles in PROFESSIONS.values() for role in roles}
    assert shown >= set(Role) - {Role.CONSULTATION, Role.ACCUEIL, Role.APPELANT}
    for alone in (Role.SECRETARIAT, Role.INTEGRATION, Role.ADMINISTRATION, Role.AUDIT):
        assert any(one.roles == (alone,) for one in NAMED), "each can be seen by itself"
