"""What a patient was told and refuses: kept, merged without losing a refusal, given back by an un-merge, obeyed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.documents.circulation import Passage, impose_secrecy, judge_circulation
from liane.domain.documents.delivery import Destination
from liane.domain.identity.changes import RightsRecorded
from liane.domain.identity.lifecycle import apply, merge, unmerge
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Consents, FeedingStance, INSSource, Person, RegistryINS
from liane.domain.identity.rights import (
    Information,
    InformationMeans,
    PatientRights,
    Representative,
    RepresentativeLink,
    join_rights,
)
from liane.store.registry_json import dump_person, load_person
from tests.domain.makers import make_patient, make_request
from tests.pipeline.flow_kit import PATIENT

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOLD = Information(means=InformationMeans.ORAL, at="20260301", by="TESTACCUEIL")
MOTHER = Representative(family="TESTMERE", given="ANNE", link=RepresentativeLink.MOTHER)


def person(number: int, rights: PatientRights = PatientRights()) -> Person:  # noqa: B008 - frozen
    """A qualified person."""
    return Person(
        id=number,
        status=IdentityStatus.QUALIFIEE,
        traits=PATIENT.traits,
        ins=RegistryINS(ins=PATIENT.ins, source=INSSource.INSI_TRAITS, retrieved_at=AT, verified_at=AT),
        rights=rights,
    )


STAMPS = st.sampled_from(["", "20260101", "20260301"])
RIGHTS = st.builds(
    PatientRights,
    information=st.sampled_from([None, TOLD, replace(TOLD, means=InformationMeans.POSTER)]),
    patient_mail_refused_at=STAMPS,
    professional_mail_refused_at=STAMPS,
    secrecy_asked_at=STAMPS,
    representatives=st.sampled_from([(), (MOTHER,), (MOTHER, replace(MOTHER, given="LEA"))]),
)


@given(RIGHTS)
def test_rights_are_read_back_as_written(rights: PatientRights) -> None:
    one = person(1, rights)
    assert load_person(dump_person(one), person_id=1, version=0, merged_into=None).rights == rights


@given(RIGHTS, RIGHTS)
def test_a_merge_loses_no_refusal_and_an_unmerge_gives_back(ours: PatientRights, theirs: PatientRights) -> None:
    kept, retired = person(1, ours), person(2, theirs)
    merged = merge(kept, retired, at=AT)
    joined = merged.kept.rights
    for name in ("patient_mail_refused_at", "professional_mail_refused_at", "secrecy_asked_at"):
        assert bool(getattr(joined, name)) == bool(getattr(ours, name) or getattr(theirs, name))
    undone = unmerge(merged.kept, merged.retired, at=AT, inherited=merged.inherited)
    assert undone.retired.rights == theirs
    assert undone.kept.rights.information == ours.information
    assert undone.kept.rights.patient_mail_refused_at == ours.patient_mail_refused_at


def test_a_refusal_said_after_the_merge_stays_after_the_unmerge() -> None:
    merged = merge(person(1), person(2, PatientRights(patient_mail_refused_at="20260101")), at=AT)
    later = replace(merged.kept, rights=replace(merged.kept.rights, patient_mail_refused_at="20260302"))
    undone = unmerge(later, merged.retired, at=AT, inherited=merged.inherited)
    assert undone.kept.rights.patient_mail_refused_at == "20260302"


def test_joining_keeps_at_most_the_representatives_that_there_may_be() -> None:
    many = tuple(replace(MOTHER, given=f"N{rank}") for rank in range(5))
    others = tuple(replace(MOTHER, given=f"M{rank}") for rank in range(5))
    joined = join_rights(PatientRights(representatives=many), PatientRights(representatives=others))
    assert len(joined.representatives) == 6


def test_recording_tells_each_field_that_changed_in_the_history() -> None:
    change = RightsRecorded(
        rights=PatientRights(information=TOLD, patient_mail_refused_at="20260301", representatives=(MOTHER,)),
        consents=Consents(feeding=FeedingStance.OPPOSED, feeding_at="20260301"),
    )
    applied = apply(person(1), change, at=AT, actor="TESTACCUEIL")
    assert applied.event == "person.rights_recorded"
    assert {one.field for one in applied.changed} == {
        "rights.information",
        "rights.patient_mail_refused_at",
        "rights.representatives",
        "consents.feeding",
        "consents.feeding_at",
    }


def test_representatives_are_not_shown_by_repr() -> None:
    assert "TESTMERE" not in repr(PatientRights(representatives=(MOTHER,)))


@pytest.mark.parametrize(
    ("rights", "destination", "minor", "code"),
    [
        (PatientRights(patient_mail_refused_at="2026"), Destination.MSSANTE_PATIENT, False, "patient_mail_refused"),
        (PatientRights(patient_mail_refused_at="2026"), Destination.MSSANTE_PS, False, ""),
        (PatientRights(patient_mail_refused_at="2026"), Destination.DMP, False, ""),
        (
            PatientRights(professional_mail_refused_at="2026"),
            Destination.MSSANTE_PS,
            False,
            "professional_mail_refused",
        ),
        (PatientRights(professional_mail_refused_at="2026"), Destination.MSSANTE_PATIENT, False, ""),
        (PatientRights(secrecy_asked_at="2026"), Destination.MSSANTE_PATIENT, True, "secrecy"),
        (PatientRights(secrecy_asked_at="2026"), Destination.MSSANTE_PATIENT, False, ""),
        (PatientRights(secrecy_asked_at="2026"), Destination.DMP, True, ""),
    ],
)
def test_a_refusal_stops_what_it_names_and_nothing_else(
    rights: PatientRights, destination: Destination, minor: bool, code: str
) -> None:
    judged = judge_circulation(
        person(1, rights), claimed=make_patient(), conflicts=(), destination=destination, is_minor=minor
    )
    assert judged.passage is (Passage.STOP if code else Passage.GO)
    assert judged.code == (f"identity.{code}" if code else "")


@pytest.mark.parametrize(("asked", "minor"), [("2026", True), ("2026", False), ("", True)])
def test_secrecy_hides_from_the_representatives_of_a_minor_alone(asked: str, minor: bool) -> None:
    request = impose_secrecy(make_request(), person(1, PatientRights(secrecy_asked_at=asked)), is_minor=minor)
    is_hidden = bool(asked) and minor
    assert request.flags.invisible_rep_legaux is is_hidden
    assert request.flags.connexion_secrete is is_hidden
