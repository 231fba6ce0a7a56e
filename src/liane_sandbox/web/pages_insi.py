"""The simulated INSi as an engineer wants to look into it: population, calls, faults of its own."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from liane_sandbox.establishment import INSI_AUTHORIZATION
from liane_sandbox.faults import FAULT_NAMES, read_fault
from liane_sandbox.insi.population import find_insured, list_insured
from liane_sandbox.web.api import Running
from liane_sandbox.web.insured import summarise_call, summarise_insured
from liane_sandbox.web.pages import go
from liane_sandbox.web.rendering import show

router = APIRouter()
PRESETS = {
    "desir_550": "IDAM inconnu (siram_100, desir_550)",
    "desir_560": "certificat refusé (siram_100, desir_560)",
    "siram_40": "éléments de sécurité refusés (siram_40)",
    "insi_102": "trait mal formé (insi_102)",
    "siram_500": "erreur technique inconnue (siram_500)",
    "03": "code de résultat 03",
    "busy": "HTTP 503",
    "answer-late": "réponse tardive (20 s)",
    "truncated": "réponse coupée",
    "down": "aucune connexion",
}
"""Faults of one click: codes of the téléservice, or kinds of the switchboard. Rule: ins.md §6.8, §11.2-6."""
_KINDS = frozenset(kind.value for kind in FAULT_NAMES)


@router.get("/insi")
def insi(request: Request, sandbox: Running) -> Response:
    """Population, newest calls, faults switched on."""
    return show(
        request,
        "insi.html",
        "INSi",
        url=sandbox.insi.url,
        idam=INSI_AUTHORIZATION,
        persons=[summarise_insured(person) for person in list_insured()],
        calls=[summarise_call(call) for call in sandbox.insi.state.find_calls(limit=50)],
        total=sandbox.insi.state.count_calls(),
        faults=[fault for fault in sandbox.faults.list_faults() if fault.service.partition(".")[0] == "insi"],
        kinds={kind.value: name for kind, name in FAULT_NAMES.items()},
        presets=PRESETS,
    )


@router.post("/insi/pannes")
async def fault_add(request: Request, sandbox: Running) -> Response:
    """Switch on one of the faults of one click, for everybody or for one person."""
    form = await request.form()
    preset, key = str(form.get("preset", "")), str(form.get("key", "")).strip()
    if preset not in PRESETS:
        raise HTTPException(422, "panne inconnue")
    kind = preset if preset in _KINDS else "refuse"
    service = "insi.search" if preset == "03" else "insi"
    values = {"service": service, "kind": kind, "key": key, "code": "" if kind == preset else preset, "delay_s": "20"}
    try:
        sandbox.faults.add(read_fault(values))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    return go("/insi")


@router.post("/insi/pannes/arreter")
def fault_clear(sandbox: Running) -> Response:
    """Switch off every fault of INSi."""
    sandbox.faults.clear("insi")
    return go("/insi")


@router.get("/insi/personnes/{matricule}")
def person(matricule: str, request: Request, sandbox: Running) -> Response:
    """One insured person: what INSi knows, the calls that sought them, their card."""
    found = find_insured(matricule)
    if found is None:
        raise HTTPException(404, "Aucun assuré fictif n'a ce matricule.")
    calls = sandbox.insi.state.find_calls(limit=50, sought=found.number.matricule)
    return show(
        request,
        "insi_person.html",
        f"{found.family} {found.givens}".strip(),
        person=summarise_insured(found),
        calls=[summarise_call(call) for call in calls],
    )


@router.get("/insi/appels/{call_id}")
def call(call_id: int, request: Request, sandbox: Running) -> Response:
    """One call: who, what, both envelopes."""
    found = sandbox.insi.state.find_call(call_id)
    if found is None:
        raise HTTPException(404, "Cet appel n'existe plus.")
    return show(request, "insi_call.html", f"Appel INSi n° {call_id}", call=summarise_call(found, is_whole=True))
