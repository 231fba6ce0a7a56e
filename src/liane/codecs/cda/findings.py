"""Collecting findings on a header, and the small checks that many elements share: times, codes, addresses, numbers.

What lives here: no rule of one element in particular (see the ``structuration_*`` modules).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from liane.codecs.cda.elements import child, children, value_of
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.errors import Finding, Severity
from liane.domain.terminology.value_sets import get_value_set

RULE = "CI-SIS « Structuration minimale de documents de santé » (1.2.250.1.213.1.1.1.1) ; cda.md §3"
ROOT_PATH = "/ClinicalDocument"
_OFFSET = re.compile(r"[+-]\d{4}$")
_TELECOM = re.compile(r"(?:tel|fax|mailto|http|https|ftp|mllp):.+", re.DOTALL)
_TELECOM_USES = frozenset({"H", "HP", "HV", "WP", "DIR", "PUB", "EC", "MC", "PG"})
_ADDRESS_USES = frozenset({"H", "HP", "HV", "WP", "TMP"})
STREET_LINES_MAX = 7


@dataclass(slots=True)
class Collector:
    """The findings so far, in the order of the document."""

    findings: list[Finding] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    """Numbers already reported: one wrong number is one finding, wherever it is repeated."""

    def error(self, code: str, path: str, message: str, remedy: str) -> None:
        """Add a finding that refuses."""
        self._add(code, Severity.ERROR, path, message, remedy)

    def warning(self, code: str, path: str, message: str, remedy: str) -> None:
        """Add a finding that does not refuse."""
        self._add(code, Severity.WARNING, path, message, remedy)

    def _add(self, code: str, severity: Severity, path: str, message: str, remedy: str) -> None:
        self.findings.append(
            Finding(
                code=code, severity=severity, location=path, message=message, remedy=remedy, layer="header", rule=RULE
            )
        )


def each(parent: etree._Element | None, name: str, path: str) -> Iterator[tuple[etree._Element, str]]:
    """The children of that name with their XPath; numbered only when there are several."""
    found = list(children(parent, name))
    for index, element in enumerate(found, start=1):
        yield element, f"{path}/{name}[{index}]" if len(found) > 1 else f"{path}/{name}"


def is_null(element: etree._Element | None) -> bool:
    """True when the element is absent or says nullFlavor."""
    return element is None or element.get("nullFlavor") is not None


def check_time(collector: Collector, value: str, path: str, *, is_indexed: bool = False) -> None:
    """A timestamp must be readable (CDA-112) and, once it has an hour, carry its offset (CDA-113).

    value: verbatim; an empty value is the caller's business. is_indexed: the instant becomes metadata of the DMP in
    UTC; then both refuse, elsewhere they warn.
    Rule: cda.md §3 effectiveTime, §6 « time zone removed »; xdm-xds.md §2 creationTime, serviceStartTime.
    """
    if not value:
        return
    add = collector.error if is_indexed else collector.warning
    if parse_timestamp(value) is None:
        add(
            "CDA-112",
            path,
            "La date n'est pas une date HL7.",
            "Écrire l'instant sous la forme aaaaMMjjHHmmss±hhmm, par exemple 20260113113000+0100.",
        )
    elif len(re.split(r"[.+-]", value, maxsplit=1)[0]) > 8 and not _OFFSET.search(value):
        add(
            "CDA-113",
            path,
            "L'heure n'indique pas son décalage horaire : l'instant est ambigu.",
            "Écrire le décalage à la suite de l'heure, par exemple +0100 en hiver et +0200 en été.",
        )


def check_interval(
    collector: Collector,
    time: etree._Element | None,
    path: str,
    *,
    is_indexed: bool = False,
    is_strict: bool = False,
) -> None:
    """Bounds of an interval: readable times, and an end after the start (CDA-193).

    is_strict: as the official judge does for an encounter, refuse an end equal to the start or before it; elsewhere an
    end before the start is a warning. Rule: data type IVL_TS of the header rules.
    """
    low, high = value_of(child(time, "low")), value_of(child(time, "high"))
    check_time(collector, low, f"{path}/low/@value", is_indexed=is_indexed)
    check_time(collector, high, f"{path}/high/@value", is_indexed=is_indexed)
    start, stop = parse_timestamp(low), parse_timestamp(high)
    if start is None or stop is None or start < stop or (start == stop and not is_strict):
        return
    add = collector.error if is_strict else collector.warning
    add(
        "CDA-193",
        path,
        "La fin de la période n'est pas après son début.",
        "Corriger les dates ; pour un instant, n'écrire que le début (low).",
    )


def check_code(
    collector: Collector, element: etree._Element | None, path: str, value_set: str, codes: tuple[str, str]
) -> None:
    """A code must belong to a value set (first code) and carry system and label (second code).

    value_set: ``JDV_J07``… A code that only an earlier version of the set holds is a warning. An absent element or a
    nullFlavor is the caller's business.
    """
    if element is None or is_null(element):
        return
    not_in_set, incomplete = codes
    code, system = value_of(element, "code"), value_of(element, "codeSystem")
    jdv = get_value_set(value_set)
    if not code or not system or not value_of(element, "displayName"):
        missing = [name for name in ("code", "codeSystem", "displayName") if not value_of(element, name)]
        collector.error(
            incomplete,
            path,
            f"Attribut absent : {', '.join(missing)}.",
            f"Compléter avec une ligne du jeu de valeurs {jdv.full_name or value_set}.",
        )
    if not code or jdv.contains(code, system or None):
        return
    remedy = f"Choisir un code du jeu de valeurs {jdv.full_name or value_set} (version {jdv.version})."
    if jdv.contains(code):
        collector.error(not_in_set, path, f"Le code {code} est donné avec un autre système que le sien.", remedy)
    elif any(one.code == code for one in jdv.retired):
        collector.warning(not_in_set, path, f"Le code {code} est sorti du jeu de valeurs {value_set}.", remedy)
    else:
        collector.error(not_in_set, path, f"Le code {code} n'est pas dans le jeu de valeurs {value_set}.", remedy)


def check_contacts(collector: Collector, holder: etree._Element | None, path: str) -> None:
    """Addresses and telecoms of a person or a structure (CDA-180, CDA-181). Rule: cda.md §3.1, addr and telecom."""
    for telecom, where in each(holder, "telecom", path):
        _check_telecom(collector, telecom, where)
    for address, where in each(holder, "addr", path):
        _check_address(collector, address, where)


def _check_telecom(collector: Collector, telecom: etree._Element, path: str) -> None:
    value, use = telecom.get("value"), telecom.get("use")
    if value is None and telecom.get("nullFlavor") is not None:
        return
    if not _TELECOM.match(value or ""):
        collector.error(
            "CDA-180",
            path,
            "La coordonnée n'a pas de préfixe de nature.",
            "Écrire tel:, fax:, mailto:, http: ou ftp: devant la valeur, par exemple tel:0100000000.",
        )
    if use is not None and use not in _TELECOM_USES:
        collector.error(
            "CDA-180", path, f"L'usage « {use} » n'existe pas.", f"Choisir parmi {', '.join(sorted(_TELECOM_USES))}."
        )


def _check_address(collector: Collector, address: etree._Element, path: str) -> None:
    lines = sum(1 for _ in children(address, "streetAddressLine"))
    structured = sum(1 for name in ("houseNumber", "streetName", "postalCode", "city") for _ in children(address, name))
    use = address.get("use")
    if lines and structured:
        collector.warning(
            "CDA-181",
            path,
            "L'adresse mêle lignes libres (streetAddressLine) et éléments structurés.",
            "Écrire soit les lignes, soit numéro, voie, code postal et ville.",
        )
    if lines > STREET_LINES_MAX:
        collector.error(
            "CDA-181", path, f"L'adresse a {lines} lignes.", f"Limiter l'adresse à {STREET_LINES_MAX} lignes."
        )
    if use is not None and use not in _ADDRESS_USES:
        collector.error(
            "CDA-181", path, f"L'usage « {use} » n'existe pas.", f"Choisir parmi {', '.join(sorted(_ADDRESS_USES))}."
        )


def has_luhn_key(digits: str) -> bool:
    """True when the last digit is the Luhn key of the others. Rule: RPPS, 11 digits of which the last is a key."""
    total = 0
    for index, character in enumerate(reversed(digits)):
        double = int(character) * (1 + index % 2)
        total += double - 9 if double > 9 else double
    return total % 10 == 0
