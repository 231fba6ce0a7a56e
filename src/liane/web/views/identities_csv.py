"""Exports of identities as CSV: UTF-8 with its mark, semicolons, no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from starlette.responses import Response

from liane.domain.identity.birth_date import show
from liane.domain.identity.person import Person
from liane.store.registry_records import INSiCall, StoredPersonEvent
from liane.web.french import format_exact
from liane.web.views.identities_alerts import AlertRow
from liane.web.views.identities_history import HistoryRow

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
PERSON_HEAD = (
    *("numéro", "statut", "attributs", "nom de naissance", "prénoms de naissance", "date de naissance", "sexe"),
    *("lieu de naissance", "nom utilisé", "prénom utilisé", "INS", "OID de l'INS", "INS circule", "identifiants"),
    *("décès", "fusionnée dans", "modifiée"),
)


def render_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table. A text that a spreadsheet would take for a formula is given a quote before it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + text.getvalue()


def _safe(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return format_exact(cell)
    if isinstance(cell, int | float):
        return str(cell)
    text = str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def persons_csv(persons: Iterable[Person]) -> str:
    """Persons of a search. The INS is there with whether it may circulate."""
    return render_csv(PERSON_HEAD, (_person_row(person) for person in persons))


def _person_row(person: Person) -> tuple[object, ...]:
    traits, held = person.traits, person.ins
    return (
        person.id,
        person.status.value,
        ", ".join(sorted(attribute.value for attribute in person.attributes)),
        traits.birth_family,
        traits.birth_givens or traits.birth_given,
        show(traits.birth_date),
        traits.sex,
        traits.birth_place,
        traits.used_family,
        traits.used_given,
        held.ins.matricule if held else "",
        held.ins.oid if held else "",
        "oui" if person.may_circulate else "non",
        " | ".join(f"{one.value} ({one.oid})" for one in person.identifiers),
        show(person.deceased_on),
        person.merged_into or "",
        person.updated_at,
    )


def history_csv(rows: Iterable[HistoryRow]) -> str:
    """The history of a person, one line per field that changed."""
    head = ("quand", "qui", "quoi", "moyen", "motif", "champ", "avant", "après")
    lines: list[tuple[object, ...]] = []
    for row in rows:
        start = (row.at, row.actor, row.title, row.means, row.reason)
        lines += [(*start, one.label, one.before, one.after) for one in row.changes] or [(*start, "", "", "")]
    return render_csv(head, lines)


def consultations_csv(events: Iterable[StoredPersonEvent]) -> str:
    """Who consulted a person, when, from where."""
    head = ("quand", "qui", "unité", "page", "identité")
    rows = ((one.at, one.actor, one.data.get("unit", ""), one.data.get("page", ""), one.person_id) for one in events)
    return render_csv(head, rows)


def alerts_csv(rows: Iterable[AlertRow]) -> str:
    """A worklist."""
    head = ("numéro", "genre", "ouverte", "identité", "autre identité", "probabilité (%)", "constat", "décision")
    lines = (
        (
            row.id,
            row.state.word,
            row.at,
            row.person.id if row.person else "",
            row.other.id if row.other else "",
            row.score or "",
            row.message or "; ".join(one.text for one in row.evidence),
            row.decided,
        )
        for row in rows
    )
    return render_csv(head, lines)


def calls_csv(calls: Iterable[INSiCall]) -> str:
    """Calls of INSi, without any trait."""
    head = ("numéro", "quand", "opération", "qui", "certificat", "code", "libellé", "issue", "durée (ms)", "identité")
    rows = (
        (c.id, c.at, c.operation, c.actor, c.certificate, c.code, c.label, c.outcome, c.duration_ms, c.person_id)
        for c in calls
    )
    return render_csv(head, rows)


def make_csv_answer(text: str, name: str) -> Response:
    """Answer with a file to keep. name: ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), media_type="text/csv; charset=utf-8", headers=headers)
