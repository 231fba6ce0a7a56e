"""What is refused before anything leaves for the DMP: every reason, one line each; and the decision table of TD0.2."""

import pickle
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from liane.domain.actors.operator import Role
from liane.domain.dmp.changes import ChangeAsked, DocumentChange, apply_visibility, check_change, find_possible_changes
from liane.domain.dmp.document import DMPDocument, DocumentState, Visibility
from liane.domain.dmp.folder import (
    AccessMode,
    AccessSign,
    Authorisation,
    FolderFacts,
    FolderState,
    NextStep,
    decide_next,
    read_authorisation,
)
from liane.domain.dmp.habilitation import find_hidden_types, is_known_hidden
from liane.domain.dmp.opening import OpeningAsked, OpeningRules, check_answer, check_opening, is_minor
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.dmp.visits import DEFAULT_GROUPS, OTHER, count_new, find_group
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Attribute, Consents, ConsultationStance, INSSource, RegistryINS
from liane.domain.identity.rights import Information, InformationMeans, PatientRights
from liane.domain.terminology.code import Code
from tests.pipeline.dmp_reading_kit import TEST_OIDS, make_operator, make_person, make_situation
from tests.sandbox.dmp.kit import ADULT, MINOR, NOW

RULES = OpeningRules(ins_oids=TEST_OIDS, structures=frozenset({"1999999998"}))
REGULATION = replace(RULES, may_regulate=True)
ICE, CENTRE_15 = AccessMode.BRIS_DE_GLACE, AccessMode.CENTRE_15
REASON = "patient inconscient"


def code_of(asked: OpeningAsked, rules: OpeningRules = RULES) -> str:
    """The reason not to open; empty when there is none."""
    try:
        check_opening(asked, rules, NOW)
    except DMPDenied as denied:
        finding = denied.finding
        return finding.code if finding.message and finding.remedy and finding.rule else "without words"
    return ""


def asked(person: Any = None, operator: Any = None, **changes: Any) -> OpeningAsked:
    return OpeningAsked(person=person or make_person(), operator=operator or make_operator(), **changes)


def with_ins(matricule: str, oid: str = "1.2.250.1.213.1.4.10") -> RegistryINS:
    return RegistryINS(ins=INS(matricule=matricule, oid=oid), source=INSSource.INSI_TRAITS, retrieved_at=NOW)


def stance(value: ConsultationStance) -> Consents:
    return Consents(consultation=value)


REAL_INS = with_ins(ADULT.ins.matricule, "1.2.250.1.213.1.4.8")
OPPOSED = make_person(consents=stance(ConsultationStance.REFUSED))
PHARMACIST = make_operator(roles=frozenset({Role.PHARMACIEN}))
INFORMED = PatientRights(information=Information(means=InformationMeans.ORAL, at="20261122", by="accueil"))
MISUSES: tuple[tuple[str, OpeningAsked, str], ...] = (
    ("all is well", asked(), ""),
    ("a generic account", asked(operator=make_operator("")), "DMP-002"),
    ("an identifier that is no PS_IdNat", asked(operator=make_operator("urgences")), "DMP-002"),
    ("no right to read", asked(operator=make_operator(roles=frozenset({Role.SECRETARIAT}))), "DMP-001"),
    ("no situation chosen", asked(operator=make_operator(situation=None)), "DMP-007"),
    ("no profession", asked(operator=make_operator(situation=make_situation(profession=""))), "DMP-007"),
    ("not a professional of health", asked(operator=make_operator(situation=make_situation("410"))), "DMP-005"),
    ("a structure of elsewhere", asked(operator=make_operator(situation=make_situation(structure="1999"))), "DMP-008"),
    ("a situation without structure", asked(operator=make_operator(situation=make_situation(structure=""))), ""),
    ("not qualified", asked(make_person(status=IdentityStatus.VALIDEE)), "DMP-003"),
    ("no INS", asked(make_person(ins=None)), "DMP-003"),
    ("doubtful", asked(make_person(attributes=frozenset({Attribute.DOUTEUX}))), "DMP-003"),
    ("merged", asked(make_person(merged_into=7)), "DMP-003"),
    ("a wrong key", asked(make_person(ins=with_ins("290029999900128"))), "DMP-004"),
    (
        "a real INS on a test site",
        asked(make_person(ins=with_ins(ADULT.ins.matricule, "1.2.250.1.213.1.4.8"))),
        "DMP-004",
    ),
    ("opposed", asked(OPPOSED), "DMP-010"),
    ("never told", asked(make_person(consents=stance(ConsultationStance.NOT_COLLECTED))), "DMP-011"),
    (
        "told, nothing said",
        asked(make_person(consents=stance(ConsultationStance.NOT_COLLECTED), rights=INFORMED)),
        "",
    ),
    ("told, opposed", asked(make_person(consents=stance(ConsultationStance.REFUSED), rights=INFORMED)), "DMP-010"),
    ("secret on an adult", asked(is_secret=True), "DMP-019"),
    ("secret on a minor", asked(make_person(MINOR), is_secret=True), ""),
    (
        "ice without right",
        asked(operator=make_operator(roles=frozenset({Role.PHARMACIEN})), access=ICE, reason=REASON),
        "DMP-018",
    ),
    ("ice without reason", asked(access=ICE), "DMP-017"),
    ("ice with a short reason", asked(access=ICE, reason="xx  "), "DMP-017"),
    ("ice with an endless reason", asked(access=ICE, reason="x" * 501), "DMP-017"),
    ("ice", asked(access=ICE, reason=REASON), ""),
    (
        "ice, opposed here",
        asked(make_person(consents=stance(ConsultationStance.REFUSED)), access=ICE, reason=REASON),
        "",
    ),
    ("ice, not qualified", asked(make_person(status=IdentityStatus.RECUPEREE), access=ICE, reason=REASON), "DMP-003"),
    ("regulation elsewhere", asked(access=CENTRE_15), "DMP-016"),
)


@pytest.mark.parametrize(("asks", "code"), [line[1:] for line in MISUSES], ids=[line[0] for line in MISUSES])
def test_each_misuse_is_refused_before_it_leaves(asks: OpeningAsked, code: str) -> None:
    assert code_of(asks) == code


@pytest.mark.parametrize(("profession", "specialty", "code"), [("10", "SM04", ""), ("60", "", "DMP-016")])
def test_a_centre_de_regulation_is_for_its_physicians(profession: str, specialty: str, code: str) -> None:
    regulator = make_operator(situation=make_situation(profession, specialty))
    assert code_of(asked(operator=regulator, access=CENTRE_15), REGULATION) == code


def test_an_establishment_may_count_its_patients_as_informed() -> None:
    silent = asked(make_person(consents=stance(ConsultationStance.NOT_COLLECTED)))
    assert code_of(silent, replace(RULES, informs_by_default=True)) == ""


def test_a_refusal_travels_between_processes_and_shows_no_patient() -> None:
    with pytest.raises(DMPDenied) as refused:
        check_opening(asked(make_person(ins=None)), RULES, NOW)
    again = pickle.loads(pickle.dumps(refused.value))
    assert again.finding == refused.value.finding
    assert ADULT.traits.birth_family not in str(again) + repr(again.finding)


def test_majority_comes_on_the_birthday() -> None:
    birthday = NOW.replace(year=NOW.year - 18)
    assert is_minor((birthday + timedelta(days=1)).strftime("%Y%m%d"), NOW)
    assert not is_minor(birthday.strftime("%Y%m%d"), NOW)
    assert not is_minor("2012", NOW)
    assert is_minor((NOW - timedelta(days=15 * 366)).strftime("%Y%m%d"), NOW, 16)


# TD0.2

OPEN = FolderState.OPEN
TABLE = (
    (FolderState.ABSENT, Authorisation.INCONNUE, NextStep.REFUSE, NextStep.REFUSE, "DMP-012", AccessSign.ABSENT),
    (FolderState.CLOSED, Authorisation.VALIDE, NextStep.REFUSE, NextStep.REFUSE, "DMP-013", AccessSign.CLOSED),
    (OPEN, Authorisation.NON_EXISTE, NextStep.AUTHORISE, NextStep.CONSULT, "", AccessSign.NOT_AUTHORISED),
    (OPEN, Authorisation.EXPIRE, NextStep.AUTHORISE, NextStep.CONSULT, "", AccessSign.NOT_AUTHORISED),
    (OPEN, Authorisation.INTERDIT, NextStep.REFUSE, NextStep.REFUSE, "DMP-014", AccessSign.NOT_AUTHORISED),
    (OPEN, Authorisation.VALIDE, NextStep.CONSULT, NextStep.CONSULT, "", AccessSign.AUTHORISED),
    (OPEN, Authorisation.INCONNUE, NextStep.REFUSE, NextStep.CONSULT, "DMP-014", AccessSign.NOT_AUTHORISED),
)


@pytest.mark.parametrize(("state", "authorisation", "normal", "urgent", "code", "sign"), TABLE)
def test_the_decision_table_of_td02(
    state: FolderState, authorisation: Authorisation, normal: NextStep, urgent: NextStep, code: str, sign: AccessSign
) -> None:
    """dmp.md §7.2; DMP/UX.12."""
    facts = FolderFacts(state=state, authorisation=authorisation)
    assert decide_next(facts, AccessMode.NORMAL) is normal
    assert decide_next(facts, ICE) is decide_next(facts, CENTRE_15) is urgent
    assert facts.sign is sign
    if code:
        with pytest.raises(DMPDenied) as refused:
            check_answer(facts, AccessMode.NORMAL)
        assert refused.value.finding.code == code
    else:
        assert check_answer(facts, AccessMode.NORMAL) is normal


def test_oppositions_close_the_mode_that_they_name_alone() -> None:
    facts = FolderFacts(state=OPEN, authorisation=Authorisation.NON_EXISTE, opposes_break_glass=True)
    assert (decide_next(facts, ICE), decide_next(facts, CENTRE_15)) == (NextStep.REFUSE, NextStep.CONSULT)
    facts = replace(facts, opposes_break_glass=False, opposes_centre_15=True)
    assert (decide_next(facts, ICE), decide_next(facts, CENTRE_15)) == (NextStep.CONSULT, NextStep.REFUSE)


def test_an_unknown_authorisation_is_none() -> None:
    assert read_authorisation(" valide ") is Authorisation.VALIDE
    assert read_authorisation("AUTRE") is Authorisation.INCONNUE


# Changes

DOCUMENT = DMPDocument(unique_id="1.2.3", entry_uuid="urn:uuid:1", type=Code(code="11502-2"))
HIDDEN = frozenset({Visibility.INVISIBLE_PATIENT})
MASKED = frozenset({Visibility.MASQUE_PS})
BY_PATIENT = Code(code="DOCPAT07")
MASK, UNMASK, SHOW = DocumentChange.MASK, DocumentChange.UNMASK, DocumentChange.SHOW_TO_PATIENT
ARCHIVE, UNARCHIVE, DELETE = DocumentChange.ARCHIVE, DocumentChange.UNARCHIVE, DocumentChange.DELETE
CHANGES: tuple[tuple[str, DocumentChange, dict[str, Any], dict[str, Any], str], ...] = (
    ("mask another's", MASK, {}, {}, ""),
    ("mask again", MASK, {"visibility": MASKED}, {}, "DMP-022"),
    ("mask what the patient does not see", MASK, {"visibility": HIDDEN}, {}, "DMP-021"),
    ("cumulate where allowed", MASK, {"visibility": HIDDEN}, {"may_cumulate": True}, ""),
    ("unmask another's", UNMASK, {"visibility": MASKED}, {}, "DMP-024"),
    ("unmask one's own", UNMASK, {"visibility": MASKED, "is_mine": True}, {}, ""),
    ("unmask as médecin traitant", UNMASK, {"visibility": MASKED}, {"is_medecin_traitant": True}, ""),
    ("show", SHOW, {"visibility": HIDDEN}, {}, ""),
    ("show what shows", SHOW, {}, {}, "DMP-022"),
    ("show in an emergency", SHOW, {"visibility": HIDDEN}, {"access": ICE}, "DMP-020"),
    ("archive another's", ARCHIVE, {}, {}, "DMP-024"),
    ("archive one's own", ARCHIVE, {"is_mine": True}, {}, ""),
    ("archive another's in an emergency", ARCHIVE, {}, {"access": ICE}, ""),
    ("archive twice", ARCHIVE, {"is_mine": True, "state": DocumentState.ARCHIVED}, {}, "DMP-022"),
    ("unarchive what is not", UNARCHIVE, {"is_mine": True}, {}, "DMP-022"),
    ("delete another's", DELETE, {}, {}, "DMP-024"),
    ("delete another's as médecin traitant", DELETE, {}, {"is_medecin_traitant": True}, "DMP-024"),
    ("delete one's own", DELETE, {"is_mine": True}, {}, ""),
    ("delete one's own in an emergency", DELETE, {"is_mine": True}, {"access": ICE}, ""),
    ("touch what the patient wrote", MASK, {"type": BY_PATIENT}, {}, "DMP-025"),
    ("touch it as médecin traitant", MASK, {"type": BY_PATIENT}, {"is_medecin_traitant": True}, ""),
    ("touch what is obsolete", MASK, {"state": DocumentState.OBSOLETE}, {}, "DMP-023"),
    ("touch what is deleted", DELETE, {"state": DocumentState.DELETED, "is_mine": True}, {}, "DMP-023"),
    ("without a reason", MASK, {}, {"reason": " "}, "DMP-027"),
    ("without the right", MASK, {}, {"operator": make_operator(roles=frozenset({Role.PHARMACIEN}))}, "DMP-026"),
)


@pytest.mark.parametrize(
    ("change", "document", "how", "code"), [line[1:] for line in CHANGES], ids=[c[0] for c in CHANGES]
)
def test_each_change_is_judged_before_it_leaves(
    change: DocumentChange, document: dict[str, Any], how: dict[str, Any], code: str
) -> None:
    """dmp.md §10, §11.1, §11.3."""
    asks = ChangeAsked(
        **{
            "document": replace(DOCUMENT, **document),
            "change": change,
            "operator": make_operator(),
            "reason": "annonce faite",
            **how,
        }
    )
    if not code:
        check_change(asks)
        assert change in find_possible_changes(asks)
        return
    with pytest.raises(DMPDenied) as refused:
        check_change(asks)
    assert refused.value.finding.code == code


def test_a_change_of_status_leaves_the_visibility() -> None:
    for change in (ARCHIVE, UNARCHIVE, DELETE):
        assert apply_visibility(HIDDEN, change) == HIDDEN


# What informs


def test_types_hidden_from_a_profession_are_told() -> None:
    """dmp.md §11.2."""
    assert is_known_hidden("40", "83901-9")
    assert not is_known_hidden("10", "83901-9")
    assert {one.label for one in find_hidden_types("40")} > {"Bilan psychologique"}


def test_new_documents_are_counted_by_group() -> None:
    """DMP/UX.15, DMP/UX.17."""
    documents = [
        replace(DOCUMENT, type=Code(code=code), is_new=is_new)
        for code, is_new in (("11502-2", True), ("11502-2", True), ("11490-0", True), ("18748-4", False), ("X", True))
    ]
    assert count_new(documents) == {"biologie": 2, "liaison": 1, OTHER: 1}
    assert len({code for group in DEFAULT_GROUPS for code in group.type_codes}) == sum(
        len(group.type_codes) for group in DEFAULT_GROUPS
    ), "a type is in one group"
    assert find_group("11502-2", ()) == OTHER
