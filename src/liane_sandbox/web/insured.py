"""The simulated INSi as rows: persons, calls. Shared by the pages and the JSON side."""

from typing import Any

from liane_sandbox.insi.population import InsuredPerson
from liane_sandbox.insi.state import Call
from liane_sandbox.web.contents import show_source

Row = dict[str, Any]
OPERATION_NAMES = {
    "rechercherInsAvecTraitsIdentite": "recherche par traits",
    "rechercherInsAvecCarteVitale": "recherche par carte Vitale",
    "verifierInsAvecTraitsIdentite": "vérification (substitut)",
    "deposerLotVerification": "dépôt de lot (substitut)",
    "collecterLotVerification": "collecte de lot (substitut)",
}


_ANSWERS = {
    "00": ("done", "trouvée"),
    "01": ("waiting", "aucune"),
    "02": ("waiting", "plusieurs"),
    "03": ("waiting", "absente des sources"),
    "OK": ("done", "OK"),
    "KO": ("refused", "KO"),
    "EN_COURS": ("waiting", "lot en cours"),
    "TERMINE": ("done", "lot terminé"),
}


def tell_outcome(call: Call) -> tuple[str, str]:
    """Mark and French word of what a call got."""
    if call.outcome == "fault":
        return "refused", "erreur SOAP"
    if call.outcome == "none":
        return "waiting", "sans réponse"
    return _ANSWERS.get(call.codes, ("done" if call.codes.startswith("lot ") else "refused", "répondu"))


def summarise_insured(person: InsuredPerson) -> Row:
    """One fictitious insured person. card: the line that the keyboard-fed card reader of the product takes."""
    holder = person.holder or person.number.matricule
    own = "" if person.holder else person.number.matricule
    day = person.birth_date.replace("-", "")
    given = person.givens.partition(" ")[0]
    return {
        "matricule": person.number.matricule,
        "kind": person.number.kind,
        "birth_family": person.family,
        "birth_givens": person.givens,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "birth_place": person.birth_place,
        "holder": person.holder,
        "rank": person.rank,
        "history": [
            {"matricule": one.matricule, "kind": one.kind, "start": one.start, "end": one.end} for one in person.history
        ],
        "died_on": person.died_on,
        "code": person.code,
        "case": person.case,
        "card": f"VITALE|{own}|{holder}|{person.family}|{given}|{day}|{person.rank}",
    }


def summarise_call(call: Call, *, is_whole: bool = False) -> Row:
    """One call; is_whole: with the bytes of both ways, as text."""
    mark, word = tell_outcome(call)
    row: Row = {
        "id": call.id,
        "mark": mark,
        "word": word,
        "at": call.at,
        "operation": call.operation,
        "operation_name": OPERATION_NAMES.get(call.operation, call.operation or "illisible"),
        "message_id": call.message_id,
        "certificate": call.certificate,
        "sender": call.sender,
        "idam": call.idam,
        "sought": call.sought,
        "asked": call.asked,
        "outcome": call.outcome,
        "codes": call.codes,
        "context": call.context,
        "fault": call.fault,
        "duration_ms": call.duration_ms,
        "http_status": call.http_status,
    }
    if is_whole:
        row |= {"request": show_source(call.request), "response": show_source(call.response)}
    return row
