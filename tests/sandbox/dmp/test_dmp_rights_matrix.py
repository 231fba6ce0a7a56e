"""The matrix of rights of the simulated DMP, cell by cell: actor × mode of access × action. Rule: dmp.md §11.1.

``always``: granted on any document. ``own``: on one's own. ``no``: refused with DMPAccessDeniedByRightsService.
"""

from dataclasses import replace
from typing import Any

import pytest

from liane.codecs.saml.vihf import (
    AUTHN_CLASS,
    PROFESSION_OID,
    SAVOIR_FAIRE_OID,
    VIHF,
    AuthentificationMode,
    PurposeOfUse,
)
from liane.codecs.xds.habilitations import (
    AuthorizationAction,
    PatientListRequest,
    SetAuthorization,
    build_list_authorized,
    build_patient_list,
    build_set_authorization,
    parse_authorized_list,
    parse_patient_list_answer,
    parse_status_answer,
)
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.access_book import AccessBook, Actor
from liane_sandbox.dmp.records import StoredEntry
from liane_sandbox.dmp.refusals import FaultRaised
from liane_sandbox.dmp.rights import Right, is_own, may_see, require, require_on
from liane_sandbox.dmp.session import Session
from liane_sandbox.pki.folder import PKI
from tests.sandbox.dmp.kit import ADULT, NOW, PHYSICIAN, Caller, make_caller, make_vihf, reinforced

N, R, B = PurposeOfUse.NORMAL.value, PurposeOfUse.CENTRE_15.value, PurposeOfUse.BRIS_DE_GLACE.value
MODES = (N, R, B)
NURSE = (Code(code="60", system=PROFESSION_OID, label="Infirmier"),)
OCCUPATIONAL = (PHYSICIAN[0], Code(code="SM25", system=SAVOIR_FAIRE_OID, label="Médecine du travail (SM)"))
STAFF = (Code(code="310", system="1.2.250.1.213.1.6.1.107", label="Autre"),)
AIR, DIRECT, INDIRECT = (
    AuthentificationMode.INDIRECTE_RENFORCEE,
    AuthentificationMode.DIRECTE,
    AuthentificationMode.INDIRECTE,
)
ACTORS: dict[str, dict[str, Any]] = {
    "PS": {"roles": NURSE},
    "médecin": {"roles": PHYSICIAN},
    "MT": {"roles": PHYSICIAN, "is_mt": True},
    "médecin du travail": {"roles": OCCUPATIONAL},
    "personnel": {"roles": STAFF},
}
ALWAYS, OWN = "always", "own"
CELLS: dict[Right, dict[str, dict[str, str]]] = {
    Right.EXISTENCE: {
        "PS": dict.fromkeys(MODES, ALWAYS),
        "médecin": dict.fromkeys(MODES, ALWAYS),
        "MT": dict.fromkeys((N, B), ALWAYS),
        "médecin du travail": dict.fromkeys(MODES, ALWAYS),
        "personnel": {N: ALWAYS},
    },
    Right.LIST_PATIENTS: {
        "PS": dict.fromkeys(MODES, ALWAYS),
        "médecin": dict.fromkeys(MODES, ALWAYS),
        "MT": dict.fromkeys((N, B), ALWAYS),
        "médecin du travail": dict.fromkeys(MODES, ALWAYS),
        "personnel": {N: ALWAYS},
    },
    Right.AUTHORIZE: {name: {N: ALWAYS} for name in ACTORS},
    Right.WITHDRAW: {name: {N: ALWAYS} for name in ACTORS if name != "personnel"},
    Right.LIST_AUTHORIZED: {name: {N: ALWAYS} for name in ACTORS if name != "personnel"},
    Right.LIST: {
        "PS": dict.fromkeys(MODES, ALWAYS),
        "médecin": dict.fromkeys(MODES, ALWAYS),
        "MT": dict.fromkeys((N, B), ALWAYS),
        "médecin du travail": dict.fromkeys(MODES, ALWAYS),
    },
    Right.READ: {
        "PS": dict.fromkeys(MODES, ALWAYS),
        "médecin": dict.fromkeys(MODES, ALWAYS),
        "MT": dict.fromkeys((N, B), ALWAYS),
    },
    Right.MASK: {name: {N: ALWAYS} for name in ACTORS if name != "personnel"},
    Right.SHOW: {name: {N: ALWAYS} for name in ACTORS if name != "personnel"},
    Right.UNMASK: {
        "PS": {N: OWN},
        "médecin": {N: OWN},
        "MT": {N: ALWAYS},
        "médecin du travail": {N: OWN},
    },
    Right.ARCHIVE: {
        "PS": {N: OWN},
        "médecin": {N: OWN, R: ALWAYS, B: ALWAYS},
        "MT": {N: ALWAYS, B: ALWAYS},
        "médecin du travail": {N: OWN},
    },
    Right.DELETE: {
        "PS": dict.fromkeys(MODES, OWN),
        "médecin": dict.fromkeys(MODES, OWN),
        "MT": dict.fromkeys((N, B), OWN),
        "médecin du travail": dict.fromkeys(MODES, OWN),
        "personnel": dict.fromkeys(MODES, OWN),
    },
}
CELLS[Right.UNARCHIVE] = CELLS[Right.ARCHIVE]
FED = {"PS": set(MODES), "médecin": set(MODES), "MT": {N, B}, "médecin du travail": set(MODES)}


def make_session(mode: AuthentificationMode, purpose: str, roles: tuple[Code, ...], *, is_mt: bool = False) -> Session:
    vihf: VIHF = make_vihf(mode=mode, purpose=purpose, roles=roles, authn_context=f"{AUTHN_CLASS}Password")
    return Session(vihf=vihf, ins=ADULT.ins, certificate=None, algorithm="", is_medecin_traitant=is_mt)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def stored(pki: PKI) -> StoredEntry:
    caller = make_caller(pki)
    assert caller.feed().registry.is_success
    return next(one for one in caller.state.find_entries_of_patient(ADULT.ins.matricule) if not one.is_signature)


def is_granted(session: Session, right: Right, target: StoredEntry) -> bool:
    try:
        require_on(session, right, target)
    except FaultRaised as raised:
        return raised.subcode != "DMPAccessDeniedByRightsService"
    return True


@pytest.mark.parametrize("mode", [AIR, DIRECT])
@pytest.mark.parametrize("purpose", MODES)
@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.parametrize("right", CELLS)
def test_each_cell(stored: StoredEntry, right: Right, name: str, purpose: str, mode: AuthentificationMode) -> None:
    session = make_session(mode, purpose, ACTORS[name]["roles"], is_mt=ACTORS[name].get("is_mt", False))
    cell = CELLS[right].get(name, {}).get(purpose, "no")
    other = replace(stored, person="899900000011", structure="1999999980")
    own = replace(stored, person=session.vihf.name_id, structure=session.vihf.structure_id)
    assert is_own(session, own)
    assert not is_own(session, other)
    assert is_granted(session, right, other) is (cell == ALWAYS)
    assert is_granted(session, right, own) is (cell in (ALWAYS, OWN))


@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.parametrize("purpose", MODES)
def test_feeding_is_never_for_air(name: str, purpose: str) -> None:
    """PDT-INF-606: TD2.1 and TD2.2 are refused in AIR."""
    roles, is_mt = ACTORS[name]["roles"], ACTORS[name].get("is_mt", False)
    with pytest.raises(FaultRaised):
        require(make_session(AIR, purpose, roles, is_mt=is_mt), Right.FEED)
    direct = make_session(DIRECT, purpose, roles, is_mt=is_mt)
    if purpose in FED.get(name, ()):
        require(direct, Right.FEED)
    else:
        with pytest.raises(FaultRaised):
            require(direct, Right.FEED)


INDIRECT_GRANTS = {
    Right.EXISTENCE: {N, R},
    Right.ADMINISTRATIVE: {N, R},
    Right.LIST_PATIENTS: {N},
    Right.FEED: {N, R},
    Right.REFERENCE: set(MODES),
    Right.DELETE: set(MODES),
}


@pytest.mark.parametrize("right", list(Right))
@pytest.mark.parametrize("purpose", MODES)
def test_a_structure_feeds_and_deletes_and_consults_nothing(right: Right, purpose: str) -> None:
    session = make_session(INDIRECT, purpose, PHYSICIAN)
    if purpose in INDIRECT_GRANTS.get(right, ()):
        require(session, right)
    else:
        with pytest.raises(FaultRaised):
            require(session, right)


VISIBILITY = (
    ("", {}, True, True, True),
    ("MASQUE_PS", {}, False, True, True),
    ("MASQUE_PS", {"is_mt": True}, True, True, True),
    ("INVISIBLE_PATIENT", {}, True, True, True),
    ("INVISIBLE_REPRESENTANTS_LEGAUX", {}, False, False, True),
    ("INVISIBLE_REPRESENTANTS_LEGAUX", {"secret": True}, True, True, True),
)


@pytest.mark.parametrize(("code", "how", "normal", "urgent", "own"), VISIBILITY)
def test_who_sees_what_is_hidden(
    stored: StoredEntry, code: str, how: dict[str, Any], normal: bool, urgent: bool, own: bool
) -> None:
    """dmp.md §11.3, of a minor: normal access, emergency, author."""
    codes = stored.entry.confidentiality[:1] + ((Code(code=code, system="1.2.250.1.213.1.1.4.13"),) if code else ())
    hidden = replace(stored, entry=replace(stored.entry, confidentiality=codes), person="899900000011")
    sessions = [make_session(AIR, purpose, PHYSICIAN, is_mt=how.get("is_mt", False)) for purpose in (N, B)]
    if how.get("secret"):
        sessions = [
            replace(one, vihf=replace(one.vihf, confidentiality="INVISIBLE_REPRESENTANTS_LEGAUX")) for one in sessions
        ]
    author = replace(sessions[0], vihf=replace(sessions[0].vihf, name_id="899900000011"))
    seen = [may_see(session, hidden, is_minor=True) for session in (*sessions, author)]
    assert seen == [normal, urgent, own]


def test_what_the_patient_wrote_is_theirs_and_their_doctors(stored: StoredEntry) -> None:
    mine = replace(stored, entry=replace(stored.entry, type_code=Code(code="DOCPAT07")))
    assert not is_granted(make_session(AIR, N, PHYSICIAN), Right.MASK, mine)
    assert is_granted(make_session(AIR, N, PHYSICIAN, is_mt=True), Right.MASK, mine)


# TD0.3, TD0.4, TD1.6 over SOAP.


@pytest.fixture
def strict(pki: PKI) -> Caller:
    """A simulated DMP on which nobody is authorised yet."""
    return make_caller(pki, needs_authorisations=True)


def declare(caller: Caller, action: AuthorizationAction, vihf: VIHF | None = None, role: str = "") -> Any:
    asked = SetAuthorization(action=action, role=role)
    return caller.send(build_set_authorization(caller.context(vihf or reinforced()), asked))


def status_of(seen: Any) -> tuple[str, str]:
    status = parse_status_answer(seen.envelope.body)
    return status.status, status.context


def test_an_authorisation_is_declared_once_and_withdrawn(strict: Caller) -> None:
    """dmp.md §7.3: the same twice is a success with an explanation."""
    assert strict.exists(vihf=reinforced()).existence.authorization == "NON_EXISTE"
    assert status_of(declare(strict, AuthorizationAction.ADD)) == ("DMPOk", "")
    assert strict.exists(vihf=reinforced()).existence.authorization == "VALIDE"
    assert status_of(declare(strict, AuthorizationAction.ADD)) == ("DMPOk", "autorisation déjà déclarée")
    assert status_of(declare(strict, AuthorizationAction.REMOVE)) == ("DMPOk", "")
    assert status_of(declare(strict, AuthorizationAction.REMOVE)) == ("DMPOk", "aucune autorisation n'était déclarée")


def test_an_authorisation_expires_and_a_block_stays(strict: Caller) -> None:
    book, doctor = AccessBook(strict.state), Actor(identifier="899900000037")
    book.grant(ADULT.ins.matricule, doctor, NOW.replace(year=NOW.year - 2))
    assert strict.exists(vihf=reinforced()).existence.authorization == "EXPIRE"
    book.block(ADULT.ins.matricule, doctor, NOW)
    assert strict.exists(vihf=reinforced()).existence.authorization == "INTERDIT"
    assert status_of(declare(strict, AuthorizationAction.ADD))[0] == "DMPAccessDeniedByRightsService"
    assert status_of(declare(strict, AuthorizationAction.REMOVE))[1].startswith("le patient interdit")


def test_staff_declare_for_their_structure(strict: Caller) -> None:
    """dmp.md §11.1, AIR: TD0.3 declare is allowed for a PE, for the structure."""
    assert status_of(declare(strict, AuthorizationAction.ADD, reinforced(roles=STAFF)))[0] == "DMPOk"
    (grant,) = AccessBook(strict.state).list_actors(ADULT.ins.matricule)
    assert (grant.actor.is_structure, grant.actor.identifier) == (True, "1999999998")


def test_nobody_becomes_a_medecin_traitant_in_air(strict: Caller) -> None:
    refused = declare(strict, AuthorizationAction.ADD, role="MEDECIN_TRAITANT")
    assert status_of(refused)[0] == "DMPAccessDeniedByRightsService"


def test_who_is_authorised_and_on_what_is_listed(strict: Caller) -> None:
    declare(strict, AuthorizationAction.ADD)
    seen = strict.send(build_list_authorized(strict.context(reinforced())))
    (actor,) = parse_authorized_list(seen.envelope.body).actors  # type: ignore[arg-type]
    assert (actor.national_id, actor.mode) == ("899900000037", "ACTIVE")
    for start, count in (("20200101", 1), ("20990101", 0)):
        request = build_patient_list(strict.context(reinforced()), PatientListRequest(start_date=start))
        listed = parse_patient_list_answer(strict.send(request).envelope.body)  # type: ignore[arg-type]
        assert len(listed.patients) == count
