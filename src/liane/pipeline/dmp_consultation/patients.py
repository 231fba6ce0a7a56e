"""The patients on whose DMP a reader is authorised (TD0.4), named by their INS alone.

The traits that the DMP holds are neither kept nor shown [RG_0320]. The assertion names no patient: how the national
service wants it there is (unverified). Rule: dmp.md §7.3, §11.1.
"""

from dataclasses import dataclass, field
from datetime import datetime

from liane.codecs.xds.habilitations import DateType, PatientListRequest
from liane.domain.actors.operator import Operator
from liane.domain.audit.access import AccessAct
from liane.domain.dmp.opening import check_reader
from liane.domain.errors import LianeError, RemoteRefusal
from liane.domain.identity.ins import INS
from liane.pipeline.dmp_consultation.fiches import read_instant
from liane.pipeline.dmp_consultation.identity import Reader
from liane.pipeline.dmp_consultation.opening import Workshop
from liane.pipeline.dmp_consultation.orders import render_utc
from liane.pipeline.dmp_consultation.tracing import Tracer

PATIENTS_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisedPatient:
    """One line of TD0.4. Instants are aware, None when the DMP does not tell."""

    ins: INS = field(repr=False)
    is_medecin_traitant: bool = False
    accessed_at: datetime | None = None
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientsAsked:
    """Since when, and of what the instant is: the authorisation, or the last document."""

    since: datetime
    date_type: DateType = DateType.LAST_AUTHORIZATION


async def list_patients(
    shop: Workshop, operator: Operator, asked: PatientsAsked, address: str
) -> tuple[AuthorisedPatient, ...]:
    """Ask TD0.4; the newest access first, PATIENTS_MAX at most.

    Raises DMPDenied DMP-001 to DMP-008, RemoteFailure, StorageUnavailable.
    """
    tracer = Tracer(
        trail=shop.trail,
        now=shop.now,
        operator=operator,
        person_id=None,
        act=AccessAct.SEARCH_DMP,
        target="TD0.4",
        address=address,
    )
    try:
        reader = Reader(operator=operator, situation=check_reader(operator, shop.rules.opening), ins=None)
        request = PatientListRequest(start_date=render_utc(asked.since), date_type=asked.date_type)
        answer = await shop.calls.list_patients(reader, request)
        if not answer.status.is_ok:
            raise RemoteRefusal("dmp", answer.status.status, answer.status.context)
    except LianeError as error:
        await tracer.write_failure(error)
        raise
    await tracer.write(detail={"patients": str(len(answer.patients))})
    found = [
        AuthorisedPatient(
            ins=INS(matricule=one.national_id, oid=one.national_id_type),
            is_medecin_traitant=one.is_medecin_traitant,
            accessed_at=read_instant(one.last_access_at),
            added_at=read_instant(one.last_add_at),
        )
        for one in answer.patients
    ]
    found.sort(key=lambda one: one.accessed_at or asked.since, reverse=True)
    return tuple(found[:PATIENTS_MAX])
