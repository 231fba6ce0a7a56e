"""Reading one page of a list: the cursor of the address, and what to do of one that is none of ours."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request
from starlette.exceptions import HTTPException

from liane.store.page_records import Page

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage(Generic[Line]):
    """A page of a list with its place. cursor: empty on the first page."""

    lines: tuple[Line, ...]
    cursor: str
    next_cursor: str

    @property
    def is_first(self) -> bool:
        """True on the first page of the list."""
        return not self.cursor


async def read_page(request: Request, read: Callable[[str | None], Awaitable[Page[Line]]]) -> ReadPage[Line]:
    """Read the page that an address asks for (``apres``). Raises HTTPException 404 for a wrong cursor."""
    cursor = request.query_params.get("apres", "")
    try:
        page = await read(cursor or None)
    except ValueError as error:
        raise HTTPException(404) from error
    return ReadPage(lines=page.lines, cursor=cursor, next_cursor=page.next_cursor or "")
