"""Written reasons: an act for which the matrix asks « motif » is refused without one, by a page that asks it.

What lives here: the dependency of a route, the page, and the exports, which ask it before the file is made.
Rule: REM SSI/GEN.16; domain/access/matrix (« permis avec motif »).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import Response

from liane.domain.access.next_page import HOME, find_next_page
from liane.domain.actors.operator import Right
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.domain.errors import AccessDenied
from liane.pipeline.signin.forms import FIELDS_MAX
from liane.web.console import Console
from liane.web.freshness import require_fresh
from liane.web.rights import find_actor, require
from liane.web.templating import Pages
from liane.web.tracing import find_whence

FIELD = "motif"
REASON_CHARS_MIN, REASON_CHARS_MAX = 5, 300
Handler = Callable[..., Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonWords:
    """How the page that asks a reason names the act: its title, what the reason must say, its button."""

    title: str
    hint: str
    button: str


EXPORT_HINT = (
    "À qui va ce fichier, et pour quoi faire. Le motif est gardé dans la piste d’audit ; n’y nommer aucun patient."
)
SETTING_WORDS = ReasonWords(
    title="Acte d’administration",
    hint="Ce qui change et pourquoi. Le motif est gardé dans la piste d’audit ; n’y nommer aucun patient.",
    button="Continuer",
)


class ReasonMissing(AccessDenied):
    """An act that wants a written reason, without one, or with one too short. typed: as it was written."""

    def __init__(self, act: AccessAct, words: ReasonWords, typed: str, fields: tuple[tuple[str, str], ...]) -> None:
        self.act = act
        self.words = words
        self.typed = typed
        self.fields = fields
        super().__init__("")


def require_reason(act: AccessAct, words: ReasonWords) -> Any:
    """Make the dependency of a route that asks a written reason. Raises ReasonMissing. Rule: see the module."""

    async def check(request: Request) -> None:
        form = await request.form(max_files=0, max_fields=FIELDS_MAX)
        typed = " ".join(str(form.get(FIELD, "")).split())[:REASON_CHARS_MAX]
        if len(typed) < REASON_CHARS_MIN:
            fields = tuple((name, str(value)) for name, value in form.multi_items() if name != FIELD)
            raise ReasonMissing(act, words, typed, fields)

    return Depends(check)


async def read_written_reason(request: Request) -> str:
    """Give the reason of a form that ``require_reason`` let pass."""
    form = await request.form(max_files=0, max_fields=FIELDS_MAX)
    return " ".join(str(form.get(FIELD, "")).split())[:REASON_CHARS_MAX]


def setting_dependencies(console: Console, right: Right, what: str = "") -> list[Any]:
    """What a route asks that does an act of administration: its right, a fresh proof, and a reason.

    what: written in the trail with the reason, before the act; empty where the route writes it by itself.
    """

    async def trace(request: Request) -> None:
        event = AccessEvent(
            act=AccessAct.CHANGE_SETTING,
            at=console.now(),
            operator=find_actor(request.scope),
            target=what,
            reason=await read_written_reason(request),
            address=find_whence().address,
        )
        await console.store.accesses.record(event)

    held = [require(right), require_fresh(), require_reason(AccessAct.CHANGE_SETTING, SETTING_WORDS)]
    return [*held, Depends(trace)] if what else held


class Exports:
    """Makes the routes of exports: opened, they ask the reason; sent, they give the file."""

    def __init__(self, console: Console, pages: Pages) -> None:
        self._console = console
        self._pages = pages

    def add(
        self, router: APIRouter, path: str, what: str, *, right: Right, is_traced: bool = True
    ) -> Callable[[Handler], Handler]:
        """Make the export of a function, as a decorator.

        what: what is exported, as « les identités trouvées ». is_traced: the line of the trail is written here, before
        the file is made; False where the function writes it with what it knows more.
        """
        words = ReasonWords(title=f"Exporter {what}", hint=EXPORT_HINT, button="Télécharger le fichier")
        asked = [require(right), require_fresh()]

        async def ask(request: Request) -> Response:
            return await ask_reason(request, self._pages, words)

        async def trace(request: Request) -> None:
            await self._trace(request, what, is_person="/lots/" not in f"{router.prefix}{path}")

        def make(handler: Handler) -> Handler:
            router.add_api_route(path, ask, methods=["GET"], dependencies=asked)
            held = [*asked, require_reason(AccessAct.EXPORT, words), *([Depends(trace)] if is_traced else [])]
            router.add_api_route(path, handler, methods=["POST"], dependencies=held)
            return handler

        return make

    async def _trace(self, request: Request, what: str, *, is_person: bool) -> None:
        number = str(request.path_params.get("person_id", ""))
        event = AccessEvent(
            act=AccessAct.EXPORT,
            at=self._console.now(),
            operator=find_actor(request.scope),
            person_id=int(number) if is_person and number.isdecimal() else None,
            target=request.url.path,
            reason=await read_written_reason(request),
            address=find_whence().address,
            detail={"export": what},
        )
        await self._console.store.accesses.record(event)


async def ask_reason(
    request: Request,
    pages: Pages,
    words: ReasonWords,
    *,
    error: str = "",
    typed: str = "",
    fields: tuple[tuple[str, str], ...] = (),
) -> Response:
    """Render the page that asks a reason; with an error, it is told by the field, and nothing typed is lost."""
    query = request.url.query
    return await pages.render(
        request,
        "reason.html",
        status=422 if error else 200,
        words=words,
        action=f"{request.url.path}?{query}" if query else request.url.path,
        back=_find_back(request),
        error=error,
        typed=typed,
        fields=fields,
        chars_min=REASON_CHARS_MIN,
        chars_max=REASON_CHARS_MAX,
    )


def _find_back(request: Request) -> str:
    """The page of ours that led here, else the first one."""
    came = urlsplit(request.headers.get("referer", ""))
    path = f"{came.path}?{came.query}" if came.query else came.path
    is_ours = came.netloc == request.headers.get("host", "") and came.path != request.url.path
    return find_next_page(path) if is_ours else HOME


def add_reason_page(app: FastAPI, pages: Pages) -> None:
    """Answer an act without its reason by the page that asks it."""

    async def on_missing(request: Request, error: Exception) -> Response:
        assert isinstance(error, ReasonMissing)
        told = (
            f"Le motif est trop court : {REASON_CHARS_MIN} caractères au moins."
            if error.typed
            else "Le motif est obligatoire : rien n’a été fait."
        )
        return await ask_reason(request, pages, error.words, error=told, typed=error.typed, fields=error.fields)

    app.add_exception_handler(ReasonMissing, on_missing)
