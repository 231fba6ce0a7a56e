"""``/v1/preuves``: a fresh proof of identity, asked on the phone of who acts, for one act. Rule: psc.md §7; RFC 9470.

The number is given first; the phone rings at a second call, once the number is in front of the person.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from liane.api.dmp_desk import find_caller
from liane.api.problems import MEDIA_TYPE
from liane.api.schemas import ID_MAX, problem_answers
from liane.codecs.oidc.ciba import CIBAChannel
from liane.domain.audit.access import AccessAct
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.pipeline.signin.api_proofs import ApiProof, ApiProofs, ProofDenied, SensitiveAct

ACTS = {
    "suppression": AccessAct.DELETE,
    "bris_de_glace": AccessAct.BREAK_GLASS,
    "centre_15": AccessAct.CENTRE_15,
}
"""Acts of the API for which the matrix asks a fresh proof. Rule: dmp.md §11.1."""
UNIQUE_ID_PATTERN = r"^[0-9A-Za-z.^\-]*$"
Word = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[0-9A-Za-z_\-]+$", description="La preuve")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProofAsked(_Shape):
    """What a proof is for: one act, on one patient and, for a deletion, one document."""

    acte: Literal["suppression", "bris_de_glace", "centre_15"] = Field(description="Acte pour lequel la preuve servira")
    personne: int = Field(ge=1, le=ID_MAX, description="Numéro de la personne")
    document: str = Field(
        default="", max_length=128, pattern=UNIQUE_ID_PATTERN, description="uniqueId du document, pour une suppression"
    )
    canal: Literal["MOBILE", "CARD"] = Field(default="MOBILE", description="Téléphone, ou lecteur de carte du poste")


class ProofShape(_Shape):
    """A proof as it stands. It serves once, for what it was asked, in the header X-Preuve of the act."""

    preuve: str = Field(description="À garder secret : nomme la preuve dans les appels suivants")
    etat: Literal["prete", "en_attente", "donnee", "refusee", "terminee"] = Field(description="Où elle en est")
    nombre: str = Field(description="Deux chiffres à afficher avant d'envoyer ; vide une fois inutiles")
    intervalle: int = Field(description="Secondes à laisser entre deux demandes d'état")
    expire: datetime = Field(description="Instant après lequel elle ne sert plus")


_FAILURES: dict[int | str, dict[str, Any]] = {
    **problem_answers(404, 422, 503),
    **{
        status: {"description": text, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for status, text in ((403, "Accès refusé"), (429, "Trop de demandes"), (502, "Refus de Pro Santé Connect"))
    },
}


def make_router(proofs: ApiProofs) -> APIRouter:
    """Make the routes. Whoever serves them asks the right to read the DMP first."""
    router = APIRouter(prefix="/v1/preuves", tags=["preuves"], responses=_FAILURES)

    @router.post(
        "",
        summary="Préparer une preuve : donne le nombre à afficher, n'envoie rien",
        operation_id="prepareProof",
        status_code=201,
        response_model=ProofShape,
    )
    async def prepare(request: Request, asked: ProofAsked) -> Any:
        if (asked.acte == "suppression") != bool(asked.document):
            raise HTTPException(422)
        wanted = SensitiveAct(act=ACTS[asked.acte], person_id=asked.personne, document=asked.document)
        try:
            proof = await proofs.prepare(find_caller(request), wanted, CIBAChannel(asked.canal))
        except ProofDenied as error:
            return answer_denied(error)
        return JSONResponse(_shape(proof).model_dump(mode="json"), status_code=201)

    @router.post(
        "/{preuve}/envoi",
        summary="Envoyer la demande, le nombre étant affiché",
        operation_id="sendProof",
        response_model=ProofShape,
    )
    async def send(request: Request, preuve: Word) -> Any:
        try:
            return _shape(await proofs.send(preuve, find_caller(request), address=_address(request)))
        except ProofDenied as error:
            return answer_denied(error)
        except (RemoteFailure, InvalidInput) as error:
            raise HTTPException(503) from error

    @router.get(
        "/{preuve}",
        summary="Dire où en est une preuve",
        operation_id="readProof",
        response_model=ProofShape,
    )
    async def read(request: Request, preuve: Word) -> Any:
        try:
            return _shape(await proofs.poll(preuve, find_caller(request), address=_address(request)))
        except (RemoteFailure, InvalidInput) as error:
            raise HTTPException(503) from error

    return router


def _shape(proof: ApiProof) -> ProofShape:
    return ProofShape(
        preuve=proof.word,
        etat=proof.state.value,
        nombre=proof.number,
        intervalle=proof.interval_s,
        expire=proof.expires_at,
    )


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""


def answer_denied(error: ProofDenied) -> Response:
    """A problem that says why a proof cannot be asked. Rule: RFC 9457."""
    finding = error.finding
    body = {
        "type": "urn:liane:problem:proof",
        "title": finding.message,
        "status": error.status,
        "detail": finding.remedy,
        "errors": [{"where": "preuve", "why": finding.code, "message": finding.message, "remedy": finding.remedy}],
    }
    return JSONResponse(body, status_code=error.status, media_type=MEDIA_TYPE)
