"""Addresses as a provider writes them, read strictly: http(s)://host[:port][/path][?query], and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ADDRESS_CHARS_MAX = 2_000
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?:/[!-\"$-\[\]-~]*)?(?:\?[!-\"$-\[\]-~]*)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What matters of an address. host: in lower case, without brackets."""

    scheme: str
    host: str


def parse_address(text: str) -> Address | None:
    """Read an address; None when it has an account, a fragment, a control character, or is none. Rule: RFC 9700 §4."""
    if len(text) > ADDRESS_CHARS_MAX:
        return None
    found = _ADDRESS.fullmatch(text)
    if found is None or int(found["port"] or 0) > 65_535:
        return None
    return Address(scheme=found["scheme"], host=found["host"].strip("[]").lower())


def encode_text(text: str) -> str:
    """Write a text as part of a query: its UTF-8, percent-encoded but for the unreserved signs. Rule: RFC 3986 §2.3."""
    data = text.encode("utf-8", "replace")
    return "".join(chr(one) if one in _UNRESERVED else f"%{one:02X}" for one in data)


def add_query(address: str, values: Mapping[str, str]) -> str:
    """Add parameters to the query of an address, which has no fragment."""
    query = "&".join(f"{encode_text(name)}={encode_text(value)}" for name, value in values.items())
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address
