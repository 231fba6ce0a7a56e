"""What the lists of the API share: the cursor, the limit, and the answer to a cursor that is none of ours."""

from collections.abc import Awaitable
from typing import Annotated, TypeVar

from fastapi import Query
from starlette.exceptions import HTTPException

from liane.store.page_records import Page

Line = TypeVar("Line")
Cursor = Annotated[str | None, Query(max_length=80, description="Suite d'une liste : le `next_cursor` rendu avant")]
Limit = Annotated[int, Query(ge=1, le=200)]


async def read_list(reading: Awaitable[Page[Line]]) -> Page[Line]:
    """Read a page of a list. Raises HTTPException 400 for a wrong cursor."""
    try:
        return await reading
    except ValueError as error:
        raise HTTPException(400) from error
