"""What every journey does with a page: watch it, wait, ask axe, tell where the focus is."""

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

AXE = (Path(__file__).parent / "assets" / "axe.min.js").read_text(encoding="utf-8")
REFUSED = re.compile(r"status of (403|404|409|422)")
WAIT_MS = 50
WAITS_MAX = 200
OpenPage = Callable[..., Any]


class Watched:
    """A page that notes what a person must never see: errors, and calls elsewhere."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", self._refuse)
        page.on("request", lambda request: None if request.url.startswith((url, "data:")) else self._leave(request))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not REFUSED.search(text):
            self.faults.append(text)

    def _refuse(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _leave(self, request: Any) -> None:
        self.faults.append(f"call outside: {request.url}")


@contextlib.contextmanager
def opening(browser: Any, url: str) -> Iterator[OpenPage]:
    """Open pages of a console; at the end, none has made an error or called elsewhere."""
    contexts: list[Any] = []
    watched: list[Watched] = []

    def open_one(path: str = "/", *, width: int = 1366, height: int = 768, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR", **options)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        watched.append(Watched(page, url))
        page.goto(f"{url}{path}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [fault for one in watched for fault in one.faults] == []


def wait_until(page: Any, condition: str) -> None:
    """Wait for a condition. Asked from outside: inside the page, the policy forbids to evaluate a text."""
    for _ in range(WAITS_MAX):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.wait_for_timeout(WAIT_MS)
    raise AssertionError(condition)


def find_violations(page: Any) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}" for one in found for node in one["nodes"]
    ]


def focused(page: Any) -> str:
    text: str = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
    return text
