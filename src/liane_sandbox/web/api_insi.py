"""The JSON side of the simulated INSi (`/api/insi/…`)."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from liane_sandbox.insi.population import find_insured, list_insured
from liane_sandbox.web.api import LISTED_MAX, Running
from liane_sandbox.web.insured import Row, summarise_call, summarise_insured

router = APIRouter(prefix="/api/insi")


@router.get("/persons")
def persons() -> list[Row]:
    """List the fictitious insured persons."""
    return [summarise_insured(person) for person in list_insured()]


@router.get("/persons/{matricule}")
def person(matricule: str) -> Row:
    """Give the person who has, or had, a matricule."""
    found = find_insured(matricule)
    if found is None:
        raise HTTPException(404, "cette personne n'existe pas dans le bac à sable")
    return summarise_insured(found)


@router.get("/calls")
def calls(sandbox: Running, limit: Annotated[int, Query(ge=1, le=LISTED_MAX)] = 100, sought: str = "") -> list[Row]:
    """List the newest calls, newest first; of the person sought when ``sought`` is given."""
    return [summarise_call(call) for call in sandbox.insi.state.find_calls(limit=limit, sought=sought.upper())]


@router.get("/calls/{call_id}")
def call(call_id: int, sandbox: Running) -> Row:
    """Give one call with its request and its answer."""
    found = sandbox.insi.state.find_call(call_id)
    if found is None:
        raise HTTPException(404, "cet appel n'existe pas dans le bac à sable")
    return summarise_call(found, is_whole=True)
