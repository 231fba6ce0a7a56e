"""The table of what may leave: status × attributes × destination × document, cell by cell."""

from datetime import UTC, datetime
from itertools import product

import pytest

from liane.domain.documents.circulation import (
    NEEDS_INS,
    Judgement,
    Passage,
    WhenNotCollected,
    judge_circulation,
    overlay_identity,
)
from liane.domain.documents.delivery import Destination
from liane.domain.errors import Finding, Severity
from liane.domain.identity.ins import INS, INSAuthority
from liane.domain.identity.patient import (
    IdentityStatus,
    PatientIdentifier,
    PatientIdentity,
    PatientTraits,
    is_ins_qualifiee,
)
from liane.domain.identity.person import (
    Attribute,
    Consents,
    FeedingStance,
    INSSource,
    Person,
    RegistryINS,
)

AT = datetime(2026, 3, 1, tzinfo=UTC)
INS_TEST = INS(matricule="290029999900129", oid=INSAuthority.NIR_TEST.value)
TRAITS = PatientTraits(
    birth_family="TESTOMBELLE",
    birth_given="CAMILLE",
    birth_givens="CAMILLE ROSE",
    birth_date="19900214",
    sex="F",
    birth_place="99999",
)
OUTSIDE = (Destination.DMP, Destination.MSSANTE_PATIENT, Destination.MSSANTE_PS)


def _person(
    status: IdentityStatus = IdentityStatus.QUALIFIEE,
    attributes: frozenset[Attribute] = frozenset(),
    feeding: FeedingStance = FeedingStance.NOT_COLLECTED,
) -> Person:
    return Person(
        id=7,
        status=status,
        attributes=attributes,
        traits=TRAITS,
        ins=RegistryINS(ins=INS_TEST, source=INSSource.FLUX, retrieved_at=AT),
        consents=Consents(feeding=feeding),
    )


def _claimed(*, with_ins: bool = True, codes: frozenset[str] = frozenset({"VALI"})) -> PatientIdentity:
    ipp = PatientIdentifier(value="IPP1", oid="1.2.3", type_code="PI")
    ins = PatientIdentifier(value=INS_TEST.matricule, oid=INS_TEST.oid, type_code="INS")
    return PatientIdentity(identifiers=(ins, ipp) if with_ins else (ipp,), traits=TRAITS, status_codes=codes)


def _judge(
    person: Person | None,
    destination: Destination,
    *,
    with_ins: bool = True,
    conflicts: tuple[Finding, ...] = (),
    when: WhenNotCollected = WhenNotCollected.ALLOW,
) -> Judgement:
    return judge_circulation(
        person,
        claimed=_claimed(with_ins=with_ins),
        conflicts=conflicts,
        destination=destination,
        when_not_collected=when,
    )


@pytest.mark.parametrize(("status", "destination"), list(product(IdentityStatus, OUTSIDE)))
def test_a_document_with_an_ins_leaves_only_when_the_person_is_qualified(
    status: IdentityStatus, destination: Destination
) -> None:
    judged = _judge(_person(status), destination)
    if status is IdentityStatus.QUALIFIEE:
        assert judged.passage is Passage.GO
    else:
        assert (judged.passage, judged.code) == (Passage.WAIT, "identity.not_qualified")
        assert status.value in judged.message


@pytest.mark.parametrize("status", list(IdentityStatus))
def test_a_document_without_ins_goes_to_professionals_whatever_the_status(status: IdentityStatus) -> None:
    assert _judge(_person(status), Destination.MSSANTE_PS, with_ins=False).passage is Passage.GO


@pytest.mark.parametrize("destination", sorted(NEEDS_INS))
def test_a_document_without_ins_waits_for_the_status_then_must_be_sent_again(destination: Destination) -> None:
    waiting = _judge(_person(IdentityStatus.VALIDEE), destination, with_ins=False)
    assert (waiting.passage, waiting.code) == (Passage.WAIT, "identity.not_qualified")
    stopped = _judge(_person(), destination, with_ins=False)
    assert (stopped.passage, stopped.code) == (Passage.STOP, "identity.without_ins")


@pytest.mark.parametrize("destination", OUTSIDE)
def test_a_doubtful_identity_never_leaves_with_its_ins(destination: Destination) -> None:
    person = _person(IdentityStatus.PROVISOIRE, frozenset({Attribute.DOUTEUX}))
    judged = _judge(person, destination)
    assert (judged.passage, judged.code) == (Passage.WAIT, "identity.not_qualified")
    assert "douteux" in judged.message


def test_a_homonym_that_is_qualified_leaves() -> None:
    assert _judge(_person(attributes=frozenset({Attribute.HOMONYME})), Destination.DMP).passage is Passage.GO


@pytest.mark.parametrize("destination", sorted(NEEDS_INS))
def test_a_fictitious_identity_is_stopped_for_good(destination: Destination) -> None:
    judged = _judge(_person(IdentityStatus.PROVISOIRE, frozenset({Attribute.FICTIF})), destination)
    assert (judged.passage, judged.code) == (Passage.STOP, "identity.fictitious")


@pytest.mark.parametrize(("destination", "with_ins"), list(product(OUTSIDE, (True, False))))
def test_a_discordance_holds_everything(destination: Destination, with_ins: bool) -> None:
    conflict = Finding(code="IDV-101", severity=Severity.ERROR, location="PID-3", message="L'INS diffère.")
    judged = _judge(_person(), destination, with_ins=with_ins, conflicts=(conflict,))
    assert (judged.passage, judged.code) == (Passage.WAIT, "identity.discordance")
    assert "L'INS diffère." in judged.message


def test_a_note_does_not_hold() -> None:
    note = Finding(code="IDV-109", severity=Severity.INFO, location="PID-11", message="Lieu absent.")
    assert _judge(_person(), Destination.DMP, conflicts=(note,)).passage is Passage.GO


@pytest.mark.parametrize("destination", OUTSIDE)
def test_an_unknown_person_waits(destination: Destination) -> None:
    assert _judge(None, destination).code == "identity.unknown"


@pytest.mark.parametrize(
    ("stance", "when", "passage", "code"),
    [
        (FeedingStance.NOT_OPPOSED, WhenNotCollected.WAIT, Passage.GO, ""),
        (FeedingStance.NOT_OPPOSED, WhenNotCollected.ALLOW, Passage.GO, ""),
        (FeedingStance.OPPOSED, WhenNotCollected.ALLOW, Passage.STOP, "identity.opposed"),
        (FeedingStance.OPPOSED, WhenNotCollected.WAIT, Passage.STOP, "identity.opposed"),
        (FeedingStance.NOT_COLLECTED, WhenNotCollected.ALLOW, Passage.GO, ""),
        (FeedingStance.NOT_COLLECTED, WhenNotCollected.WAIT, Passage.WAIT, "identity.stance_not_collected"),
    ],
)
def test_the_stance_of_the_patient_decides_of_the_feeding(
    stance: FeedingStance, when: WhenNotCollected, passage: Passage, code: str
) -> None:
    judged = _judge(_person(feeding=stance), Destination.DMP, when=when)
    assert (judged.passage, judged.code) == (passage, code)
    mail = _judge(_person(feeding=stance), Destination.MSSANTE_PS, when=when)
    assert mail.passage is Passage.GO


def test_the_registry_vouches_for_a_message_that_did_not_know_yet() -> None:
    claimed = _claimed(codes=frozenset({"PROV"}))
    partial = PatientIdentity(
        identifiers=claimed.identifiers,
        traits=PatientTraits(birth_family="TESTOMBELLE", birth_given="CAMILLE", birth_date="19900214", sex="F"),
        status_codes=claimed.status_codes,
    )
    assert not is_ins_qualifiee(partial)
    vouched = overlay_identity(partial, _person())
    assert is_ins_qualifiee(vouched)
    assert vouched.identifiers == claimed.identifiers


@pytest.mark.parametrize("status", [s for s in IdentityStatus if s is not IdentityStatus.QUALIFIEE])
def test_the_registry_never_vouches_for_less(status: IdentityStatus) -> None:
    vouched = overlay_identity(_claimed(), _person(status, frozenset({Attribute.DOUTEUX})))
    assert not is_ins_qualifiee(vouched)
