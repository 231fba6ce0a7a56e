"""National identifiers of professionals and structures: with their type digit (inside), without (on the wire).

``RPPS``, ``ADELI``, ``FINEG``, ``FINEJ``, ``SIRET``… carry the bare number; ``IDNPS`` and ``IDNST`` carry it prefixed.
Rule: hl7v2.md §4.7.
"""

_PROFESSIONAL = {"RPPS": ("8", 11), "ADELI": ("0", 9)}
_STRUCTURE = {"FINEG": ("1", 9), "FINEJ": ("1", 9), "SIREN": ("2", 9), "SIRET": ("3", 14)}


def prefix_professional(identifier: str, id_type: str) -> str:
    """Give a bare number its type digit (``8`` RPPS, ``0`` ADELI); one already prefixed stays as it is."""
    return _prefix(identifier, _PROFESSIONAL.get(id_type))


def prefix_structure(identifier: str, id_type: str) -> str:
    """Give a bare number its type digit (``1`` FINESS, ``2`` SIREN, ``3`` SIRET); one already prefixed stays."""
    return _prefix(identifier, _STRUCTURE.get(id_type))


def strip_professional(identifier: str, id_type: str) -> str:
    """Take the type digit off where the identifier type wants the bare number."""
    return _strip(identifier, _PROFESSIONAL.get(id_type))


def strip_structure(identifier: str, id_type: str) -> str:
    """Take the type digit off where the identifier type wants the bare number."""
    return _strip(identifier, _STRUCTURE.get(id_type))


def _prefix(identifier: str, rule: tuple[str, int] | None) -> str:
    return rule[0] + identifier if rule and len(identifier) == rule[1] else identifier


def _strip(identifier: str, rule: tuple[str, int] | None) -> str:
    has_prefix = rule and len(identifier) == rule[1] + 1 and identifier.startswith(rule[0])
    return identifier[1:] if has_prefix else identifier
