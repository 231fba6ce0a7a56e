"""TD0.3, TD1.6 and TD0.4 on the simulated DMP. Rule: dmp.md §7.3, §11.1, §12.2."""

from datetime import UTC, datetime

from liane.codecs.ebxml.responses import RegistryError
from liane.codecs.saml.vihf import AuthentificationMode
from liane.codecs.xds.existence import Authorization
from liane.codecs.xds.habilitations import (
    MEDECIN_TRAITANT,
    STATUS_OK,
    AuthorizationAction,
    AuthorizedActor,
    AuthorizedList,
    AuthorizedMode,
    DateType,
    ListedPatient,
    PatientList,
    ServiceStatus,
    parse_list_authorized,
    parse_patient_list,
    parse_set_authorization,
    render_authorized_list,
    render_patient_list_answer,
    render_status_answer,
)
from liane_sandbox.dmp.access_book import AccessBook, ActorMode, Grant
from liane_sandbox.dmp.existence import FolderStatus, get_folder_status
from liane_sandbox.dmp.rights import Right, require
from liane_sandbox.dmp.state import DMPState
from liane_sandbox.dmp.transactions import Answer, Call, Registry
from liane_sandbox.patients import find_patient

_MODES = {AuthorizedMode.ACTIVE: ActorMode.ACTIVE, AuthorizedMode.FORBIDDEN: ActorMode.FORBIDDEN}


def set_authorization(registry: Registry, call: Call) -> Answer:
    """TD0.3. The same twice is a success with an explanation. Rule: dmp.md §7.3."""
    asked = parse_set_authorization(call.body)
    is_added = asked.action is AuthorizationAction.ADD
    require(call.session, Right.AUTHORIZE if is_added else Right.WITHDRAW)
    with registry.state.transaction():
        status = _declare(registry, call, is_added=is_added, role=asked.role)
    return _answer(status)


def _declare(registry: Registry, call: Call, *, is_added: bool, role: str) -> ServiceStatus:
    session, book = call.session, AccessBook(registry.state)
    ins, actor = session.ins.matricule, session.actor
    folder = get_folder_status(session.ins, registry.state)
    if folder in (FolderStatus.ABSENT, FolderStatus.CLOSED):
        return ServiceStatus(status="DMPPatientNotFound", context="ce patient n'a pas de DMP ouvert [dmp.md §7.2]")
    found = book.judge(ins, actor, call.at)
    if folder is FolderStatus.BLOCKED or found is Authorization.INTERDIT:
        return ServiceStatus(
            status="DMPAccessDeniedByRightsService", context="le patient interdit cet acteur [dmp.md §7.2]"
        )
    is_reinforced = session.vihf.mode == AuthentificationMode.INDIRECTE_RENFORCEE
    if role and (role != MEDECIN_TRAITANT or session.profession != "10" or is_reinforced):
        return ServiceStatus(
            status="DMPAccessDeniedByRightsService", context=f"rôle « {role} » non admis ici [dmp.md §11.1]"
        )
    if not is_added:
        is_done = book.remove(ins, actor)
        return ServiceStatus(status=STATUS_OK, context="" if is_done else "aucune autorisation n'était déclarée")
    book.grant(ins, actor, call.at, is_medecin_traitant=True if role else None)
    return ServiceStatus(
        status=STATUS_OK, context="autorisation déjà déclarée" if found is Authorization.VALIDE else ""
    )


def _answer(status: ServiceStatus) -> Answer:
    errors = () if status.is_ok else (RegistryError(code=status.status, context=status.context),)
    return Answer(body=render_status_answer(status), errors=errors, is_failure=not status.is_ok)


def list_authorized(registry: Registry, call: Call) -> Answer:
    """TD1.6. Rule: dmp.md §7.3."""
    require(call.session, Right.LIST_AUTHORIZED)
    wanted = _MODES.get(parse_list_authorized(call.body))
    grants = AccessBook(registry.state).list_actors(call.session.ins.matricule)
    actors = tuple(_describe(grant) for grant in grants if wanted in (None, grant.mode))
    return Answer(body=render_authorized_list(AuthorizedList(status=ServiceStatus(status=STATUS_OK), actors=actors)))


def _describe(grant: Grant) -> AuthorizedActor:
    family, _, given = grant.actor.name.partition(" ")
    return AuthorizedActor(
        national_id=grant.actor.identifier,
        national_id_type=grant.actor.oid,
        last_name=family,
        first_name=given,
        specialty_label=grant.actor.specialty,
        started_at=_digits(grant.started_at),
        last_action_at=_digits(grant.last_action_at),
        mode=grant.mode.value,
        specific_right=MEDECIN_TRAITANT if grant.is_medecin_traitant else "",
    )


def _digits(instant: str) -> str:
    return datetime.fromisoformat(instant).astimezone(UTC).strftime("%Y%m%d%H%M%S")


def list_patients(registry: Registry, call: Call) -> Answer:
    """TD0.4, by date of authorisation or of the last document. Rule: dmp.md §7.3."""
    require(call.session, Right.LIST_PATIENTS)
    asked = parse_patient_list(call.body)
    digits = asked.start_date.ljust(14, "0")
    since = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}"
    book = AccessBook(registry.state)
    is_by_document = asked.date_type is DateType.LAST_DOCUMENT
    grants = book.list_patients(call.session.actor, "" if is_by_document else since)
    patients = [_list_patient(grant, registry.state) for grant in grants]
    kept = tuple(one for one in patients if not is_by_document or one.last_add_at >= digits)
    return Answer(body=render_patient_list_answer(PatientList(status=ServiceStatus(status=STATUS_OK), patients=kept)))


def _list_patient(grant: Grant, state: DMPState) -> ListedPatient:
    patient = find_patient(grant.ins)
    added = [_digits(one.received_at) for one in state.find_entries_of_patient(grant.ins) if not one.is_signature]
    traits = patient.traits if patient is not None else None
    return ListedPatient(
        national_id=grant.ins,
        national_id_type=patient.ins.oid if patient is not None else "",
        last_name=traits.used_family if traits else "",
        patronymical_name=traits.birth_family if traits else "",
        first_name=traits.birth_given if traits else "",
        date_of_birth=traits.birth_date if traits else "",
        is_medecin_traitant=grant.is_medecin_traitant,
        last_access_at=_digits(grant.last_action_at),
        last_add_at=max(added, default=""),
    )
