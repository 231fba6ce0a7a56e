"""TD0.3, TD0.4 and TD1.6: who is authorised on a DMP, and on which DMPs who asks is authorised.

The patient and the actor come from the VIHF alone. Requests and answers, written and read both ways: the sandbox
answers with them. Rule: dmp.md §2 (actions), §7.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from liane.codecs.ebxml.parse import refuse
from liane.codecs.xds.modes import Transaction
from liane.codecs.xds.request import (
    HABILITATIONS,
    PATIENTS_SPECIFIC,
    BuiltRequest,
    Recipe,
    RequestContext,
    build_request,
)

HABILITATIONS_NS = "urn:si-dmp-habilitations"
PATIENTS_NS = "urn:si-dmp-patients"
AUTHORIZE_ACTION = f"{HABILITATIONS_NS}:HabilitationsEndPoint:setAuthorization"
LIST_AUTHORIZED_ACTION = f"{HABILITATIONS_NS}:HabilitationsEndPoint:listAuthorizationByPatient"
LIST_PATIENTS_ACTION = f"{PATIENTS_NS}:PatientSpecificEndPoint:patientList"
MEDECIN_TRAITANT = "MEDECIN_TRAITANT"
STATUS_OK = "DMPOk"
ITEMS_MAX = 2_000


class AuthorizationAction(StrEnum):
    """What TD0.3 does. Rule: dmp.md §7.3."""

    ADD = "AJOUT"
    REMOVE = "SUPPRESSION"


class AuthorizedMode(StrEnum):
    """Which lines TD1.6 gives. Rule: dmp.md §7.3."""

    ACTIVE = "ACTIVE"
    FORBIDDEN = "INTERDITE"
    ALL = "TOUTE"


class DateType(StrEnum):
    """What the date of TD0.4 is of; the first is misspelt on the wire. Rule: dmp.md §7.3."""

    LAST_AUTHORIZATION = "LASTAUTORIZATION"
    LAST_DOCUMENT = "LASTDOC"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAuthorization:
    """TD0.3. role: ``MEDECIN_TRAITANT`` or empty."""

    action: AuthorizationAction
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStatus:
    """``output/status`` and its context: an open list of ``DMP…`` codes, compared without case. Rule: dmp.md §12.2."""

    status: str
    context: str = ""

    @property
    def is_ok(self) -> bool:
        """True for a success."""
        return self.status.casefold() == STATUS_OK.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizedActor:
    """One line of TD1.6, verbatim. started_at, last_action_at: digits. Rule: dmp.md §7.3."""

    national_id: str
    national_id_type: str
    last_name: str = ""
    first_name: str = ""
    specialty_code: str = ""
    specialty_label: str = ""
    started_at: str = ""
    last_action_at: str = ""
    mode: str = ""
    specific_right: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizedList:
    """The answer to TD1.6."""

    status: ServiceStatus
    actors: tuple[AuthorizedActor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientListRequest:
    """TD0.4. start_date: UTC digits. Rule: dmp.md §7.3."""

    start_date: str
    date_type: DateType = DateType.LAST_AUTHORIZATION


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPatient:
    """One line of TD0.4, verbatim; its traits are the DMP's own and never correct an identity [RG_0320]."""

    national_id: str
    national_id_type: str
    last_name: str = ""
    patronymical_name: str = ""
    first_name: str = ""
    civility: str = ""
    date_of_birth: str = ""
    is_medecin_traitant: bool = False
    message: str = ""
    last_access_at: str = ""
    last_update_at: str = ""
    last_add_at: str = ""

    def __repr__(self) -> str:
        return f"ListedPatient(…, national_id_type={self.national_id_type!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientList:
    """The answer to TD0.4."""

    status: ServiceStatus
    patients: tuple[ListedPatient, ...] = ()


# Requests, whole.


def build_set_authorization(context: RequestContext, asked: SetAuthorization) -> BuiltRequest:
    """TD0.3. Raises AccessDenied in INDIRECTE. Rule: dmp.md §7.3, §11.1."""
    recipe = Recipe(transaction=Transaction.AUTHORIZE, path=HABILITATIONS, action=AUTHORIZE_ACTION)
    return build_request(context, recipe, render_set_authorization(asked))


def build_list_authorized(context: RequestContext, mode: AuthorizedMode = AuthorizedMode.ALL) -> BuiltRequest:
    """TD1.6. Raises AccessDenied in INDIRECTE. Rule: dmp.md §7.3, §11.1."""
    recipe = Recipe(transaction=Transaction.LIST_AUTHORIZED, path=HABILITATIONS, action=LIST_AUTHORIZED_ACTION)
    return build_request(context, recipe, render_list_authorized(mode))


def build_patient_list(context: RequestContext, asked: PatientListRequest) -> BuiltRequest:
    """TD0.4. Rule: dmp.md §7.3, §11.1."""
    recipe = Recipe(transaction=Transaction.LIST_PATIENTS, path=PATIENTS_SPECIFIC, action=LIST_PATIENTS_ACTION)
    return build_request(context, recipe, render_patient_list(asked))


# Bodies.


def _root(namespace: str, name: str) -> etree._Element:
    # The type stubs forget that None names the default namespace.
    return etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace})  # type: ignore[dict-item]


def _add(parent: etree._Element, name: str, text: str) -> None:
    """Append a text element of the parent's namespace; nothing when there is nothing to say."""
    if text:
        etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}").text = text


def _find(element: etree._Element, name: str) -> etree._Element | None:
    return next(element.iter(f"{{*}}{name}"), None)


def _text(element: etree._Element, name: str) -> str:
    found = _find(element, name)
    return (found.text or "").strip() if found is not None else ""


def render_set_authorization(asked: SetAuthorization) -> etree._Element:
    """Write the body of TD0.3."""
    root = _root(HABILITATIONS_NS, "setAuthorization")
    _add(root, "action", asked.action)
    _add(root, "role", asked.role)
    return root


def parse_set_authorization(element: etree._Element) -> SetAuthorization:
    """Read the body of TD0.3. Raises MalformedMessage XDS-045 (another message, or an unknown action)."""
    _require(element, HABILITATIONS_NS, "setAuthorization", "XDS-045")
    action = _text(element, "action")
    if action not in set(AuthorizationAction):
        raise refuse("XDS-045", "setAuthorization/action", "L'action doit valoir AJOUT ou SUPPRESSION.")
    return SetAuthorization(action=AuthorizationAction(action), role=_text(element, "role"))


def render_list_authorized(mode: AuthorizedMode) -> etree._Element:
    """Write the body of TD1.6."""
    root = _root(HABILITATIONS_NS, "listAuthorizationByPatient")
    _add(root, "mode", mode)
    return root


def parse_list_authorized(element: etree._Element) -> AuthorizedMode:
    """Read the body of TD1.6. Raises MalformedMessage XDS-045."""
    _require(element, HABILITATIONS_NS, "listAuthorizationByPatient", "XDS-045")
    mode = _text(element, "mode")
    if mode not in set(AuthorizedMode):
        raise refuse("XDS-045", "listAuthorizationByPatient/mode", "Le mode doit valoir ACTIVE, INTERDITE ou TOUTE.")
    return AuthorizedMode(mode)


def render_patient_list(asked: PatientListRequest) -> etree._Element:
    """Write the body of TD0.4."""
    root = _root(PATIENTS_NS, "patientList")
    _add(root, "startDate", asked.start_date)
    _add(root, "dateType", asked.date_type)
    return root


def parse_patient_list(element: etree._Element) -> PatientListRequest:
    """Read the body of TD0.4. Raises MalformedMessage XDS-045."""
    _require(element, PATIENTS_NS, "patientList", "XDS-045")
    start, kind = _text(element, "startDate"), _text(element, "dateType")
    if kind not in set(DateType) or not (start.isascii() and start.isdigit() and 8 <= len(start) <= 14):
        raise refuse("XDS-045", "patientList", "startDate (chiffres) et dateType sont obligatoires.")
    return PatientListRequest(start_date=start, date_type=DateType(kind))


def _require(element: etree._Element, namespace: str, name: str, code: str) -> None:
    if element.tag != f"{{{namespace}}}{name}":
        raise refuse(code, "Body", f"Le corps n'est pas un {name} du DMP.")


# Answers.


def render_status_answer(status: ServiceStatus) -> etree._Element:
    """Write the answer to TD0.3."""
    root = _root(HABILITATIONS_NS, "setAuthorizationResponse")
    _add_status(etree.SubElement(root, f"{{{HABILITATIONS_NS}}}output"), status)
    return root


def _add_status(output: etree._Element, status: ServiceStatus) -> None:
    namespace = etree.QName(output).namespace
    etree.SubElement(output, f"{{{namespace}}}status").text = status.status
    etree.SubElement(output, f"{{{namespace}}}context").text = status.context


def parse_status_answer(element: etree._Element) -> ServiceStatus:
    """Read the answer to TD0.3. Raises MalformedMessage XDS-046 when it carries no status. Rule: dmp.md §12.2."""
    return _read_status(element)


def _read_status(element: etree._Element) -> ServiceStatus:
    status = _text(element, "status")
    if not status:
        raise refuse("XDS-046", "output/status", "La réponse du DMP ne porte pas de statut.")
    return ServiceStatus(status=status, context=_text(element, "context"))


_ACTOR_FIELDS = (
    ("nationalId", "national_id"),
    ("nationalIdType", "national_id_type"),
    ("lastName", "last_name"),
    ("firstName", "first_name"),
    ("codeSpeciality", "specialty_code"),
    ("libSpeciality", "specialty_label"),
    ("startOfAuthorization", "started_at"),
    ("lastActionDate", "last_action_at"),
    ("mode", "mode"),
    ("specificRight", "specific_right"),
)
_PATIENT_FIELDS = (
    ("lastName", "last_name"),
    ("patronymicalName", "patronymical_name"),
    ("firstName", "first_name"),
    ("civility", "civility"),
    ("dateOfBirth", "date_of_birth"),
    ("message", "message"),
    ("lastAccessDate", "last_access_at"),
    ("lastUpdateDate", "last_update_at"),
    ("lastAddDate", "last_add_at"),
)


def render_authorized_list(answer: AuthorizedList) -> etree._Element:
    """Write the answer to TD1.6; the name of the element of one line is not in a public text (unverified)."""
    root = _root(HABILITATIONS_NS, "listAuthorizationByPatientResponse")
    output = etree.SubElement(root, f"{{{HABILITATIONS_NS}}}output")
    for actor in answer.actors:
        line = etree.SubElement(output, f"{{{HABILITATIONS_NS}}}authorizationData")
        for name, attribute in _ACTOR_FIELDS:
            _add(line, name, getattr(actor, attribute))
    _add_status(output, answer.status)
    return root


def parse_authorized_list(element: etree._Element) -> AuthorizedList:
    """Read the answer to TD1.6, whatever a line is called. Raises MalformedMessage XDS-046, XDS-047 (too long)."""
    actors = tuple(
        AuthorizedActor(**{attribute: _child(line, name) for name, attribute in _ACTOR_FIELDS})
        for line in _lines(element, "nationalId")
    )
    return AuthorizedList(status=_read_status(element), actors=actors)


def render_patient_list_answer(answer: PatientList) -> etree._Element:
    """Write the answer to TD0.4."""
    root = _root(PATIENTS_NS, "patientListResponse")
    output = etree.SubElement(root, f"{{{PATIENTS_NS}}}output")
    for patient in answer.patients:
        line = etree.SubElement(output, f"{{{PATIENTS_NS}}}patientlistData")
        identifier = etree.SubElement(line, f"{{{PATIENTS_NS}}}patientIdentifier")
        _add(identifier, "nationalId", patient.national_id)
        _add(identifier, "nationalIdType", patient.national_id_type)
        for name, attribute in _PATIENT_FIELDS:
            _add(line, name, getattr(patient, attribute))
        _add(line, "MT", "true" if patient.is_medecin_traitant else "false")
    _add_status(output, answer.status)
    return root


def parse_patient_list_answer(element: etree._Element) -> PatientList:
    """Read the answer to TD0.4. Raises MalformedMessage XDS-046, XDS-047 (too long)."""
    found = []
    for line in _lines(element, "patientIdentifier"):
        identifier = line.find("{*}patientIdentifier")
        assert identifier is not None, "a line is found by its identifier"
        fields = {attribute: _child(line, name) for name, attribute in _PATIENT_FIELDS}
        found.append(
            ListedPatient(
                national_id=_child(identifier, "nationalId"),
                national_id_type=_child(identifier, "nationalIdType"),
                is_medecin_traitant=_child(line, "MT").lower() in ("true", "1"),
                **fields,
            )
        )
    return PatientList(status=_read_status(element), patients=tuple(found))


def _child(parent: etree._Element, name: str) -> str:
    found = parent.find(f"{{*}}{name}")
    return (found.text or "").strip() if found is not None else ""


def _lines(element: etree._Element, key: str) -> Iterator[etree._Element]:
    """The elements that hold a key as a child: one per line of the answer."""
    count = 0
    for found in element.iter(f"{{*}}{key}"):
        parent = found.getparent()
        if parent is None:
            continue
        count += 1
        if count > ITEMS_MAX:
            raise refuse("XDS-047", "output", f"La réponse du DMP compte plus de {ITEMS_MAX} lignes.")
        yield parent
