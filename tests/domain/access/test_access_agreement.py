"""The matrix and the consultation of the DMP agree on every cell that both judge.

The matrix judges role × act × situation; the consultation judges the same before it asks the DMP and on its answer.
Left out, since one side alone knows them: a reader outside the care team from whom nothing was collected (the site's
professionals are its care team), an answer not asked for yet, what belongs to a site (structures, centre 15).
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from liane.domain.access.matrix import judge_access
from liane.domain.access.situation import FolderAccess, PatientSituation
from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import AccessAct
from liane.domain.dmp.changes import ChangeAsked, DocumentChange, check_change
from liane.domain.dmp.document import DMPDocument, Visibility
from liane.domain.dmp.folder import AccessMode, Authorisation, FolderFacts, FolderState
from liane.domain.dmp.opening import OpeningAsked, OpeningRules, check_answer, check_opening
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Consents, ConsultationStance, Person
from liane.domain.identity.rights import NO_RIGHTS, Information, InformationMeans, PatientRights
from liane.domain.terminology.code import Code
from tests.pipeline.dmp_reading_kit import TEST_OIDS, make_operator, make_person
from tests.sandbox.dmp.kit import ADULT, MINOR, NOW

RULES = OpeningRules(ins_oids=TEST_OIDS, may_regulate=True)
WHO = (
    *(make_operator(roles=frozenset({role})) for role in Role),
    make_operator("", roles=frozenset({Role.CLINICIEN})),
)
MODES = {
    AccessAct.OPEN_DMP: AccessMode.NORMAL,
    AccessAct.SEARCH_DMP: AccessMode.NORMAL,
    AccessAct.READ_DMP_DOCUMENT: AccessMode.NORMAL,
    AccessAct.AUTHORISE_DMP: AccessMode.NORMAL,
    AccessAct.INTEGRATE: AccessMode.NORMAL,
    AccessAct.BREAK_GLASS: AccessMode.BRIS_DE_GLACE,
    AccessAct.CENTRE_15: AccessMode.CENTRE_15,
}
CHANGES = {
    DocumentChange.MASK: AccessAct.MASK,
    DocumentChange.UNMASK: AccessAct.UNMASK,
    DocumentChange.SHOW_TO_PATIENT: AccessAct.MAKE_VISIBLE,
    DocumentChange.SHOW_TO_REPRESENTATIVES: AccessAct.MAKE_VISIBLE,
    DocumentChange.ARCHIVE: AccessAct.ARCHIVE,
    DocumentChange.DELETE: AccessAct.DELETE,
}
FOLDERS = {
    FolderAccess.ABSENT: FolderFacts(state=FolderState.ABSENT),
    FolderAccess.CLOSED: FolderFacts(state=FolderState.CLOSED, authorisation=Authorisation.VALIDE),
    FolderAccess.NOT_AUTHORISED: FolderFacts(state=FolderState.OPEN, authorisation=Authorisation.NON_EXISTE),
    FolderAccess.BLOCKED: FolderFacts(state=FolderState.OPEN, authorisation=Authorisation.INTERDIT),
    FolderAccess.AUTHORISED: FolderFacts(state=FolderState.OPEN, authorisation=Authorisation.VALIDE),
}
TOLD = PatientRights(information=Information(means=InformationMeans.ORAL, at="20261122", by="accueil"))
BEFORE = {
    DocumentChange.UNMASK: Visibility.MASQUE_PS,
    DocumentChange.SHOW_TO_PATIENT: Visibility.INVISIBLE_PATIENT,
    DocumentChange.SHOW_TO_REPRESENTATIVES: Visibility.INVISIBLE_REPRESENTANTS_LEGAUX,
}


def list_situations() -> Iterator[PatientSituation]:
    """Every situation that both sides can tell apart."""
    yes_no = (True, False)
    for has_ins, informed, stance, folder, ice, regulation, minor, secret in product(
        yes_no, yes_no, ConsultationStance, FOLDERS, yes_no, yes_no, yes_no, yes_no
    ):
        if not secret or minor:
            yield PatientSituation(
                has_ins=has_ins,
                is_informed=informed,
                consultation=stance,
                folder=folder,
                opposes_break_glass=ice,
                opposes_centre_15=regulation,
                is_minor=minor,
                is_secret=secret,
            )


def make_patient(situation: PatientSituation) -> Person:
    """The person of the registry whose situation this is."""
    person = make_person(MINOR if situation.is_minor else ADULT)
    return replace(
        person,
        status=IdentityStatus.QUALIFIEE if situation.has_ins else IdentityStatus.VALIDEE,
        consents=Consents(consultation=situation.consultation),
        rights=TOLD if situation.is_informed else NO_RIGHTS,
    )


def may_open(operator: Operator, mode: AccessMode, situation: PatientSituation) -> bool:
    """What the consultation says of an opening, its answer from the DMP included."""
    asked = OpeningAsked(
        person=make_patient(situation),
        operator=operator,
        access=mode,
        reason="patient inconscient",
        is_secret=situation.is_secret,
    )
    facts = replace(
        FOLDERS[situation.folder],
        opposes_break_glass=situation.opposes_break_glass,
        opposes_centre_15=situation.opposes_centre_15,
    )
    try:
        check_opening(asked, RULES, NOW)
        check_answer(facts, mode)
    except DMPDenied:
        return False
    return True


@pytest.mark.parametrize("act", MODES, ids=[act.name for act in MODES])
def test_the_matrix_and_the_openings_say_the_same(act: AccessAct) -> None:
    for situation, operator in product(list_situations(), WHO):
        told = not judge_access(operator, act, situation).is_refused
        assert told == may_open(operator, MODES[act], situation), (operator.roles, situation)


def test_who_the_patient_blocked_stays_out_even_in_an_emergency() -> None:
    """dmp.md §7.2: INTERDIT is refused even with consent."""
    doctor = make_operator()
    blocked = PatientSituation(folder=FolderAccess.BLOCKED, consultation=ConsultationStance.CONSENTED)
    for act, mode in MODES.items():
        assert judge_access(doctor, act, blocked).is_refused
        assert not may_open(doctor, mode, blocked)
    ordinary = replace(blocked, folder=FolderAccess.AUTHORISED)
    assert all(may_open(doctor, mode, ordinary) for mode in MODES.values())


def make_fiche(change: DocumentChange, *, is_mine: bool) -> DMPDocument:
    """A document on which a change means something."""
    visibility = frozenset({BEFORE[change]}) if change in BEFORE else frozenset()
    return DMPDocument(
        unique_id="1.2.3",
        entry_uuid="urn:uuid:1",
        type=Code(code="11502-2"),
        is_mine=is_mine,
        visibility=visibility,
    )


def may_change(operator: Operator, change: DocumentChange, situation: PatientSituation) -> bool:
    """What the consultation says of a change: it starts from an opened folder."""
    asked = ChangeAsked(
        document=make_fiche(change, is_mine=situation.is_own_document),
        change=change,
        operator=operator,
        reason="à la demande du patient",
        is_medecin_traitant=situation.is_attending_doctor,
        is_secret=situation.is_secret,
    )
    try:
        check_change(asked)
    except DMPDenied:
        return False
    return may_open(operator, AccessMode.NORMAL, situation)


@pytest.mark.parametrize("change", CHANGES, ids=[change.name for change in CHANGES])
def test_the_matrix_and_the_changes_say_the_same(change: DocumentChange) -> None:
    yes_no = (True, False)
    for situation, is_own, is_attending in product(list_situations(), yes_no, yes_no):
        if situation.opposes_break_glass or situation.opposes_centre_15:
            continue  # of emergencies alone
        if situation.is_secret and change is DocumentChange.SHOW_TO_REPRESENTATIVES:
            continue  # lifts the secret at the minor's wish, where alone the document is seen: no act of the matrix
        whole = replace(situation, is_own_document=is_own, is_attending_doctor=is_attending)
        for operator in WHO:
            told = not judge_access(operator, CHANGES[change], whole).is_refused
            assert told == may_change(operator, change, whole), (operator.roles, whole)
