"""What the API answers when it cannot: application/problem+json, in French or in English. Rule: RFC 9457.

No patient data and no text of an exception ever goes into an answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from liane.domain.errors import InvalidInput, StorageUnavailable

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemWords:
    """One kind of problem: a stable name, and its words in both languages."""

    name: str
    french: tuple[str, str]
    english: tuple[str, str]


PROBLEMS: dict[int, ProblemWords] = {
    400: ProblemWords(
        name="bad-request",
        french=("Demande mal formée", "La demande ne peut pas être lue."),
        english=("Bad request", "The request cannot be read."),
    ),
    403: ProblemWords(
        name="forbidden",
        french=("Accès refusé", "Vos droits ne comprennent pas cette demande."),
        english=("Forbidden", "Your rights do not include this request."),
    ),
    404: ProblemWords(
        name="not-found",
        french=("Introuvable", "Rien ne porte cet identifiant, ou le contenu n'est plus conservé."),
        english=("Not found", "Nothing has this identifier, or its content is no longer kept."),
    ),
    405: ProblemWords(
        name="method-not-allowed",
        french=("Méthode refusée", "Cette adresse ne répond pas à cette méthode."),
        english=("Method not allowed", "This address does not answer to this method."),
    ),
    409: ProblemWords(
        name="changed-meanwhile",
        french=("Changé entre-temps", "Une autre personne l'a à l'écran, ou en a décidé : le relire avant de décider."),
        english=("Changed meanwhile", "Somebody else holds it or decided: read it again before deciding."),
    ),
    413: ProblemWords(
        name="too-large",
        french=("Contenu trop grand", "Le contenu dépasse la taille permise."),
        english=("Content too large", "The content is larger than allowed."),
    ),
    415: ProblemWords(
        name="unsupported-media-type",
        french=("Type de contenu refusé", "Envoyer un message HL7 v2 ER7 (x-application/hl7-v2+er7 ou text/plain)."),
        english=("Unsupported media type", "Send an HL7 v2 ER7 message (x-application/hl7-v2+er7 or text/plain)."),
    ),
    422: ProblemWords(
        name="invalid",
        french=("Demande non conforme", "Une valeur de la demande n'est pas acceptée ; « errors » dit laquelle."),
        english=("Invalid request", "A value of the request is not accepted; “errors” tells which."),
    ),
    500: ProblemWords(
        name="internal",
        french=("Erreur interne", "Une erreur interne a arrêté cette demande ; rien n'est perdu."),
        english=("Internal error", "An internal error stopped this request; nothing is lost."),
    ),
    503: ProblemWords(
        name="storage-unavailable",
        french=("Stockage indisponible", "La base de données ne répond pas ; recommencer plus tard."),
        english=("Storage unavailable", "The database does not answer; try again later."),
    ),
}


def choose_language(header: str) -> str:
    """Choose ``fr`` or ``en`` from Accept-Language; French when neither is asked for."""
    best, chosen = 0.0, "fr"
    for item in header.split(",")[:20]:
        tag, _, parameters = item.strip().partition(";")
        language = tag.strip().lower()[:2]
        weight = _read_weight(parameters)
        if language in ("fr", "en") and weight > best:
            best, chosen = weight, language
    return chosen


def _read_weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def make_problem(request: Request, status: int, errors: Iterable[Mapping[str, Any]] = ()) -> JSONResponse:
    """Make the answer to a problem. errors: what is wrong, item by item."""
    words = PROBLEMS.get(status, PROBLEMS[500 if status >= 500 else 400])
    language = choose_language(request.headers.get("accept-language", ""))
    title, detail = words.english if language == "en" else words.french
    body: dict[str, Any] = {
        "type": f"urn:liane:problem:{words.name}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    listed = list(errors)
    if listed:
        body["errors"] = listed
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def add_problem_answers(app: FastAPI) -> None:
    """Answer every failure of an application with a problem."""

    async def on_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        answer = make_problem(request, error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    async def on_invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        errors = [{"where": ".".join(str(step) for step in one["loc"]), "why": one["type"]} for one in error.errors()]
        return make_problem(request, 422, errors)

    async def on_missing(request: Request, _: Exception) -> JSONResponse:
        return make_problem(request, 404)

    async def on_storage(request: Request, _: Exception) -> JSONResponse:
        return make_problem(request, 503)

    async def on_input(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, InvalidInput)
        findings = [
            {"where": f.location, "why": f.code, "message": f.message, "remedy": f.remedy} for f in error.findings
        ]
        return make_problem(request, 422, findings)

    async def on_defect(request: Request, _: Exception) -> JSONResponse:
        return make_problem(request, 500)

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(LookupError, on_missing)
    app.add_exception_handler(StorageUnavailable, on_storage)
    app.add_exception_handler(InvalidInput, on_input)
    app.add_exception_handler(Exception, on_defect)
