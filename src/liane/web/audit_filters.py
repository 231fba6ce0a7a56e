"""What is asked of the trail by a form: its fields, read into a query of the store. Pure."""

from datetime import timedelta

from liane.domain.audit.access import AccessAct, Outcome
from liane.store.accesses_records import AccessQuery
from liane.web.filters import Filters, read_day

NAMES = ("qui", "personne", "acte", "issue", "du", "au", "adresse", "cible", "unite")
NUMBER_DIGITS_MAX = 18


def audit_query(filters: Filters) -> AccessQuery:
    """What the list asks of the store; an unknown choice counts as absent."""
    acts = (AccessAct[filters["acte"]],) if filters["acte"] in AccessAct.__members__ else ()
    outcome = Outcome[filters["issue"]] if filters["issue"] in Outcome.__members__ else None
    number = filters["personne"].removeprefix("n°").strip()
    until = read_day(filters["au"])
    return AccessQuery(
        who=filters["qui"],
        person_id=int(number) if number.isdecimal() and len(number) <= NUMBER_DIGITS_MAX else None,
        acts=acts,
        outcome=outcome,
        since=read_day(filters["du"]),
        until=until + timedelta(days=1) if until is not None else None,
        address=filters["adresse"],
        target=filters["cible"],
        unit=filters["unite"],
    )
