"""How an act on a person ends: done and back to the sheet, refused with every reason, or overtaken by somebody else.

What was typed is never lost: a refusal shows it, and an overtaken act can be done again on the fresh sheet.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.errors import DuplicateIdentifier, InvalidInput, StaleVersion
from liane.store.registry_records import StoredPersonEvent
from liane.web.console import Console
from liane.web.desk import SEEN, Desk
from liane.web.routes.acts import ID_MAX, REASON_CHARS_MAX, Done
from liane.web.templating import Pages
from liane.web.views.findings import as_mapping, describe_findings
from liane.web.views.identities_card import describe_person
from liane.web.views.identities_history import describe_history

FIELDS_MAX = 60
HIDDEN_FIELDS = frozenset({"version", "vu"})
LABELS = {
    "nom": "Nom de naissance",
    "prenoms": "Prénom(s) de naissance",
    "prenom": "Premier prénom",
    "naissance": "Date de naissance",
    "sexe": "Sexe",
    "lieu": "Lieu de naissance",
    "nom_utilise": "Nom utilisé",
    "prenom_utilise": "Prénom utilisé",
    "motif": "Motif",
    "piece": "Pièce d’identité",
    "validite": "Valable jusqu’au",
    "attribut": "Attribut",
    "alimentation": "Alimentation du DMP",
    "consultation": "Consultation du DMP",
    "dmp": "État du DMP",
    "identifiant": "Identifiant",
    "domaine": "Domaine",
    "deces": "Date du décès",
    "adresse": "Adresse",
    "code_postal": "Code postal",
    "commune": "Commune",
    "pays": "Pays",
    "telephone": "Téléphone",
    "courriel": "Courriel",
}
DONE = {
    "cree": "L’identité est créée.",
    "traits": "Les traits sont corrigés.",
    "contact": "Les coordonnées sont modifiées.",
    "attribut": "L’attribut est enregistré.",
    "piece": "La pièce d’identité est enregistrée.",
    "piece_retiree": "Le contrôle de la pièce est retiré.",
    "insi": "La réponse d’INSi est acceptée : ses traits remplacent ceux qui étaient tenus.",
    "verifie": "INSi confirme l’INS.",
    "ko": "INSi ne confirme pas l’INS : elle ne circule plus.",
    "refuse": "La réponse d’INSi est laissée ; l’identité n’a pas changé.",
    "choix": "Les choix du patient sont enregistrés.",
    "identifiant": "Les identifiants sont à jour.",
    "deces": "La date de décès est enregistrée.",
    "fusion": "Les deux identités sont fusionnées ; documents et séjours suivent celle-ci.",
    "defusion": "La fusion est défaite : cette identité est de nouveau en vigueur.",
    "renvoi": "L’identité est renvoyée à l’abonné.",
    "alerte": "La décision est enregistrée.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An act being tried. back: page to come back to. again: where the form is sent, empty when the act must not be
    done again without looking (a merge). form: as typed."""

    person_id: int
    back: str
    again: str
    form: Mapping[str, str]


def describe_outcome(request: Request) -> Done | None:
    """Tell what the last act did, from the address that it led to."""
    text = DONE.get(request.query_params.get("fait", ""))
    return Done(kind="todo" if request.query_params.get("fait") == "ko" else "done", text=text) if text else None


async def read_form(request: Request) -> dict[str, str]:
    """Read the plain fields of a form."""
    form: FormData = await request.form(max_files=0, max_fields=FIELDS_MAX)
    return {name: str(value) for name, value in form.items()}


def read_version(form: Mapping[str, str], name: str = "version") -> int:
    """Read the version that was seen. Raises HTTPException 400."""
    return read_number(form.get(name, ""))


def read_number(value: str) -> int:
    """Read a number of ours. Raises HTTPException 400."""
    if not (value.isascii() and value.isdigit()) or len(value) > 19 or int(value) > ID_MAX:
        raise HTTPException(400)
    return int(value)


def read_reason(form: Mapping[str, str]) -> str:
    """Read the reason; the registry refuses an act that lacks one."""
    return " ".join(form.get("motif", "").split())[:REASON_CHARS_MAX]


def redirect(path: str, done: str) -> RedirectResponse:
    """Lead back to a page, which tells what was done."""
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}{urlencode({'fait': done})}", status_code=303)


class Outcomes:
    """Ends acts on persons."""

    def __init__(self, console: Console, desk: Desk, pages: Pages) -> None:
        self._console = console
        self._desk = desk
        self._pages = pages

    async def finish(
        self, request: Request, attempt: Attempt, work: Callable[[], Awaitable[object]], done: str
    ) -> Response:
        """Do an act, then answer. AccessDenied and LookupError are told by the pages of problems."""
        try:
            await work()
        except StaleVersion:
            return await self.tell_stale(request, attempt)
        except DuplicateIdentifier as error:
            return await self._tell_duplicate(request, attempt, error.owner_id)
        except InvalidInput as error:
            findings = describe_findings(as_mapping(finding) for finding in error.findings)
            return await self._render(request, attempt, "identities/refused.html", status=422, findings=findings)
        return redirect(attempt.back, done)

    async def tell_stale(self, request: Request, attempt: Attempt) -> Response:
        """Say who changed what since the page was opened, and offer to do the act again on the fresh state."""
        person = await self._desk.store.get_person(attempt.person_id)
        events = await self._desk.store.find_person_events(person.id)
        recent = find_since(events, attempt.form.get("vu", ""))
        return await self._render(
            request,
            attempt,
            "identities/stale.html",
            status=409,
            rows=describe_history(recent, person.id, self._console.now()),
            version=person.version,
            seen=self._console.now().isoformat(),
        )

    async def _tell_duplicate(self, request: Request, attempt: Attempt, owner_id: int) -> Response:
        owners = await self._desk.store.get_persons([owner_id]) if owner_id else []
        owner = describe_person(owners[0]) if owners else None
        return await self._render(request, attempt, "identities/refused.html", status=409, findings=(), owner=owner)

    async def _render(
        self, request: Request, attempt: Attempt, template: str, *, status: int, **values: object
    ) -> Response:
        person = await self._desk.store.get_person(attempt.person_id)
        typed = [(name, value) for name, value in attempt.form.items() if name not in HIDDEN_FIELDS]
        return await self._pages.render(
            request,
            template,
            status=status,
            card=describe_person(person),
            attempt=attempt,
            typed=typed,
            shown=[(LABELS[name], value) for name, value in typed if value and name in LABELS],
            **({"owner": None} | values),
        )


def find_since(events: list[StoredPersonEvent], seen: str) -> list[StoredPersonEvent]:
    """Keep the changes since an instant (ISO); the last one when the instant cannot be read."""
    changes = [event for event in events if event.name != SEEN]
    try:
        since = datetime.fromisoformat(seen)
    except ValueError:
        return changes[-1:]
    recent = [event for event in changes if since.tzinfo is not None and event.at > since]
    return recent or changes[-1:]
