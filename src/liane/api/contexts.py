"""``POST /v1/contexte``: a record system asks to open one patient for one professional; it gets an address, good once.

The address gives no right by itself: the professional named has to sign in with Pro Santé Connect. Rule: DMP/AIRS.03.
"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from liane.api.schemas import problem_answers
from liane.domain.actors.operator import Operator
from liane.domain.identity.ins import INS
from liane.pipeline.contexts.calls import ContextAsked, ContextCalls

OPENING_PATH = "/contexte/ouvrir/"


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NamedINS(_Asked):
    """An INS."""

    matricule: str = Field(min_length=15, max_length=15, description="Matricule INS, clé comprise")
    oid: str = Field(min_length=1, max_length=64, description="OID de l'autorité d'affectation")


class NamedPatient(_Asked):
    """The patient, named one way: INS, or IPP with the OID of its domain."""

    ins: NamedINS | None = Field(default=None, description="INS du patient")
    ipp: str = Field(default="", max_length=100, description="IPP du patient")
    domaine: str = Field(default="", max_length=200, description="OID du domaine de l'IPP")


class ContextRequest(_Asked):
    """What a record system sends when a professional opens Liane from a patient's record."""

    patient: NamedPatient
    professionnel: str = Field(
        min_length=1, max_length=20, description="PS_IdNat du professionnel connecté au logiciel"
    )
    motif: str = Field(
        default="", max_length=100, description="Pourquoi, dans les mots du logiciel (gardé dans la trace)"
    )


class IssuedAddress(BaseModel):
    """The address to open, once, before its end."""

    identifiant: str = Field(description="Numéro du contexte, pour le fermer")
    adresse: str = Field(description="Adresse à ouvrir dans le navigateur du professionnel, une seule fois")
    expire: datetime = Field(description="Instant après lequel l'adresse ne s'ouvre plus")


_ANSWERS: dict[int | str, dict[str, Any]] = {
    201: {"description": "Adresse donnée", "model": IssuedAddress},
    **problem_answers(422, 503),
}


def make_router(calls: ContextCalls, *, public_url: str = "") -> APIRouter:
    """Make the door. public_url: address of Liane as browsers see it; empty: as the call itself reached it."""
    router = APIRouter(tags=["contexte"])

    @router.post(
        "/v1/contexte",
        summary="Ouvrir Liane sur un patient, pour un professionnel",
        description="Réservé aux logiciels de rôle « appelant ». L'adresse ne sert qu'une fois, et peu de temps.",
        operation_id="openContext",
        status_code=201,
        response_class=Response,
        responses=_ANSWERS,
    )
    async def open_context(request: Request, asked: ContextRequest) -> Response:
        patient = asked.patient
        ins = INS(matricule=patient.ins.matricule, oid=patient.ins.oid) if patient.ins is not None else None
        issued = await calls.issue(
            ContextAsked(
                identifier=asked.professionnel, ins=ins, ipp=patient.ipp, domain=patient.domaine, purpose=asked.motif
            ),
            caller=_find_caller(request),
        )
        base = public_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
        shown = IssuedAddress(
            identifiant=issued.id, adresse=f"{base}{OPENING_PATH}{issued.word}", expire=issued.expires_at
        )
        return JSONResponse(shown.model_dump(mode="json"), status_code=201)

    @router.delete(
        "/v1/contexte/{identifiant}",
        summary="Fermer un contexte, le dossier du patient étant refermé dans le logiciel",
        operation_id="closeContext",
        status_code=204,
        response_class=Response,
        responses=problem_answers(404, 422, 503),
    )
    async def close_context(request: Request, identifiant: Annotated[str, Path(max_length=100)]) -> Response:
        if not await calls.close(identifiant, caller=_find_caller(request)):
            raise HTTPException(404)
        return Response(status_code=204)

    return router


def _find_caller(request: Request) -> Operator:
    """Who calls, as the doors before the API found. Raises HTTPException 403 when no door stands before it."""
    actor = request.scope.get("state", {}).get("actor")
    if not isinstance(actor, Operator):
        raise HTTPException(403)
    return actor
