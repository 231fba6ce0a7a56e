"""A coded value: code, OID (or name) of its system, label."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One coded value. system: OID where one exists, else the name used on the wire (``LN``, ``URN``)."""

    code: str
    system: str = ""
    label: str = ""
