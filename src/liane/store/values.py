"""Text, JSON, instants and keys in the only shapes that PostgreSQL takes.

Bytes of outside decide what these texts hold: NUL characters and lone surrogates, which PostgreSQL refuses, are
replaced; the bytes as received are kept elsewhere, unchanged. No SQL here.
"""

import hashlib
import json
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

TEXT_CHARS_MAX = 500
SEARCH_CHARS_MAX = 4000
_REFUSED = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str, chars_max: int = TEXT_CHARS_MAX) -> str:
    """Make a text storable: no NUL, no lone surrogate, at most chars_max characters (an index row has a limit)."""
    return _REFUSED.sub("�", text[:chars_max])


def clean_optional(text: str | None) -> str | None:
    """clean_text, where absent stays absent."""
    return None if text is None else clean_text(text)


def render_json(value: Any) -> str:
    """Write JSON in one canonical way: sorted keys, no blanks, characters as they are, storable.

    Raises TypeError or ValueError for what JSON cannot say (NaN, bytes…): a defect of the caller.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    if "\\u0000" in text:
        text = json.dumps(_clean_value(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _REFUSED.sub("�", text)


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "�")
    if isinstance(value, dict):
        return {_clean_value(key): _clean_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_value(item) for item in value]
    return value


def month_of(at: datetime) -> date:
    """First day of the month (UTC) whose partitions hold what happened then. Raises ValueError for a naive instant."""
    if at.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return at.astimezone(UTC).date().replace(day=1)


def digest_key(text: str | None) -> UUID | None:
    """Shorten a key of any length to 128 bits; absent stays absent."""
    if text is None:
        return None
    return UUID(bytes=hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16])


def fold(text: str) -> str:
    """Lower-case and strip accents, as the search text is written."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
