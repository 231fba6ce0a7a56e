"""Resources of the Annuaire Santé, read into records. What is unknown is passed over; what is odd never loses the rest.

Rule: annuaire.md §2 (profiles, identifiers, mailboxes), §8.1 (a correct client).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.codecs.annuaire import fhir_names as names
from liane.domain.directory.entries import (
    DirectoryBatch,
    DirectoryMailbox,
    DirectoryPractitioner,
    DirectorySituation,
    DirectoryStructure,
    MailboxKind,
    check_numbers,
    check_structure_numbers,
)
from liane.domain.errors import Finding, MalformedMessage, Severity

BUNDLE_BYTES_MAX = 64 * 1024 * 1024
TEXT_CHARS_MAX = 300
LIST_MAX = 200
Resource = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of a search. resources: matches and included, in order. next_url: as the server wrote it.

    next_url is empty at the end. total: None when the server does not say.
    """

    resources: tuple[Resource, ...]
    next_url: str = ""
    total: int | None = None


def read_bundle(data: bytes) -> SearchPage:
    """Read a searchset. Raises MalformedMessage when it is none. Rule: annuaire.md §1 (paging), §8.1-2."""
    value = _parse(data)
    if value.get("resourceType") != "Bundle" or value.get("type") != "searchset":
        raise MalformedMessage(_odd("DIR-001", "Bundle", "La réponse de l'annuaire n'est pas une page de résultats."))
    entries = _list(value.get("entry"))
    resources = [entry["resource"] for entry in entries if isinstance(entry.get("resource"), dict)]
    links = [link for link in _list(value.get("link")) if link.get("relation") == "next"]
    total = value.get("total")
    return SearchPage(
        resources=tuple(resources),
        next_url=str(links[0].get("url") or "") if links else "",
        total=total if isinstance(total, int) else None,
    )


def read_problem(data: bytes) -> str:
    """Give the diagnostics of an OperationOutcome, bounded; empty for anything else. Rule: annuaire.md §7."""
    try:
        value = _parse(data)
    except MalformedMessage:
        return ""
    issues = _list(value.get("issue")) if value.get("resourceType") == "OperationOutcome" else []
    return "; ".join(_text(issue.get("diagnostics")) for issue in issues[:5] if issue.get("diagnostics"))


def read_resources(resources: Iterable[Resource]) -> DirectoryBatch:
    """Read resources of any kind into records; HealthcareService, Device and the like are passed over."""
    practitioners, situations, structures = [], [], []
    findings: list[Finding] = []
    for resource in resources:
        kind, key = resource.get("resourceType"), _text(resource.get("id"))
        if not key:
            findings.append(_odd("DIR-002", str(kind)[:40], "Une ressource de l'annuaire n'a pas d'identifiant."))
            continue
        if kind == "Practitioner":
            practitioners.append(_read_practitioner(resource, key))
            findings += check_numbers(practitioners[-1])
        elif kind == "PractitionerRole":
            situations.append(_read_situation(resource, key))
        elif kind == "Organization":
            structures.append(_read_structure(resource, key))
            findings += check_structure_numbers(structures[-1])
    return DirectoryBatch(
        practitioners=tuple(practitioners),
        situations=tuple(situations),
        structures=tuple(structures),
        findings=tuple(findings),
    )


def _read_practitioner(resource: Resource, key: str) -> DirectoryPractitioner:
    name = next(iter(sorted(_list(resource.get("name")), key=lambda one: one.get("use") != "usual")), {})
    codings = [coding for one in _list(resource.get("qualification")) for coding in _codings(one.get("code"))]
    return DirectoryPractitioner(
        key=key,
        idnps=_find_identifier(resource, names.IDNPS),
        rpps=_find_identifier(resource, names.RPPS),
        family=_text(name.get("family")),
        given=" ".join(_text(one) for one in _strings(name.get("given"))),
        civility=" ".join(_text(one) for one in _strings(name.get("prefix"))),
        profession=_find_code(codings, names.PROFESSION),
        category=_find_code(codings, names.CATEGORY),
        specialties=tuple(_find_codes(codings, names.SKILL)),
        is_active=resource.get("active") is not False,
        mailboxes=_read_mailboxes(resource),
        updated_at=_read_instant(resource),
    )


def _read_situation(resource: Resource, key: str) -> DirectorySituation:
    codings = [coding for one in _list(resource.get("code")) for coding in _codings(one)]
    return DirectorySituation(
        key=key,
        practitioner=_read_reference(resource.get("practitioner"), "Practitioner"),
        structure=_read_reference(resource.get("organization"), "Organization"),
        identifier=_find_identifier(resource, names.RPPS),
        activity=_find_code(codings, names.ACTIVITY),
        mode=_find_code(codings, names.MODE),
        function=_find_code(codings, names.FUNCTION),
        is_active=resource.get("active") is not False,
        mailboxes=_read_mailboxes(resource),
        updated_at=_read_instant(resource),
    )


def _read_structure(resource: Resource, key: str) -> DirectoryStructure:
    codings = [coding for one in _list(resource.get("type")) for coding in _codings(one)]
    address = next(iter(_list(resource.get("address"))), {})
    phones = [one for one in _list(resource.get("telecom")) if one.get("system") == "phone"]
    return DirectoryStructure(
        key=key,
        idnst=_find_identifier(resource, names.IDNST),
        finess=_find_identifier(resource, names.FINESS),
        siret=_find_identifier(resource, names.SIRENE, chars=14),
        rpps_rank=_find_identifier(resource, names.RPPS_RANK),
        name=_text(resource.get("name")),
        sector=_find_code(codings, names.SECTOR),
        is_legal=any(coding.get("code") == names.LEGAL for coding in codings),
        line=", ".join(_text(one) for one in _strings(address.get("line"))),
        postal_code=_text(address.get("postalCode")),
        city=_text(address.get("city")),
        phone=_text(phones[0].get("value")) if phones else "",
        part_of=_read_reference(resource.get("partOf"), "Organization"),
        is_active=resource.get("active") is not False,
        mailboxes=_read_mailboxes(resource),
        updated_at=_read_instant(resource),
    )


def _read_mailboxes(resource: Resource) -> tuple[DirectoryMailbox, ...]:
    """The MSSanté addresses of a resource; one in « liste rouge » is never read. Rule: annuaire.md §2.3, §8.1-3."""
    found: dict[str, DirectoryMailbox] = {}
    for point in _list(resource.get("telecom")):
        address = _text(point.get("value")).lower()
        extensions = _list(point.get("extension"))
        told = next((_list(one.get("extension")) for one in extensions if one.get("url") == names.MAILBOX), [])
        facts = {str(one.get("url")): one for one in told}
        if point.get("system") != "email" or "@" not in address or not (told or _is_mss(extensions)):
            continue
        if facts.get("listeRouge", {}).get("valueBoolean") is True:
            continue
        rank, digital = point.get("rank"), facts.get("digitization", {}).get("valueBoolean")
        found[address] = DirectoryMailbox(
            address=address,
            kind=_read_kind(facts.get("type", {})),
            rank=rank if isinstance(rank, int) and 0 < rank < LIST_MAX else 0,
            description=_text(facts.get("description", {}).get("valueString")),
            service=_text(facts.get("service", {}).get("valueString")),
            accepts_digital=digital if isinstance(digital, bool) else None,
        )
    return tuple(found.values())


def _is_mss(extensions: Iterable[Resource]) -> bool:
    """Tell whether an address is declared MSSanté by its type alone; its kind is then unknown."""
    for one in extensions:
        coding = one.get("valueCoding")
        if one.get("url") == names.EMAIL_TYPE and isinstance(coding, dict) and coding.get("code") == "MSSANTE":
            return True
    return False


def _read_kind(fact: Resource) -> MailboxKind | None:
    """PER, ORG, APP or CAB in whichever of the published forms, of whichever system. Rule: annuaire.md §2.3."""
    codes = [str(coding.get("code") or "") for coding in _codings(fact.get("valueCodeableConcept"))]
    coding = fact.get("valueCoding")
    codes += [str(fact.get("valueCode") or ""), str(coding.get("code") or "") if isinstance(coding, dict) else ""]
    return next((MailboxKind(code) for code in codes if code in MailboxKind.__members__), None)


def _find_identifier(resource: Resource, system: str, *, chars: int = 0) -> str:
    """Value of the first identifier of a system (official ones first), of so many characters when asked."""
    found = [one for one in _list(resource.get("identifier")) if one.get("system") == system]
    values = [_text(one.get("value")) for one in sorted(found, key=lambda one: one.get("use") != "official")]
    return next((value for value in values if value and (not chars or len(value) == chars)), "")


def _find_code(codings: Iterable[Resource], table: str) -> str:
    return next(iter(_find_codes(codings, table)), "")


def _find_codes(codings: Iterable[Resource], table: str) -> Iterator[str]:
    for coding in codings:
        if names.is_of_table(str(coding.get("system") or ""), table) and coding.get("code"):
            yield _text(coding["code"])


def _codings(concept: object) -> list[Resource]:
    return _list(concept.get("coding")) if isinstance(concept, dict) else []


def _read_reference(value: object, kind: str) -> str:
    reference = _text(value.get("reference")) if isinstance(value, dict) else ""
    head, slash, key = reference.rpartition("/")
    return key if slash and head.endswith(kind) else ""


def _read_instant(resource: Resource) -> datetime | None:
    meta = resource.get("meta")
    try:
        at = datetime.fromisoformat(str(meta.get("lastUpdated"))) if isinstance(meta, dict) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _parse(data: bytes) -> Resource:
    if len(data) > BUNDLE_BYTES_MAX:
        raise MalformedMessage(_odd("DIR-003", "Bundle", "La réponse de l'annuaire dépasse la taille admise."))
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MalformedMessage(_odd("DIR-004", "Bundle", "La réponse de l'annuaire n'est pas du JSON.")) from error
    if not isinstance(value, dict):
        raise MalformedMessage(_odd("DIR-001", "Bundle", "La réponse de l'annuaire n'est pas une page de résultats."))
    return value


def _list(value: object) -> list[Resource]:
    """The objects of a list; a single object is a list of one, anything else none."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed[: LIST_MAX * 100] if isinstance(one, dict)]


def _strings(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed[:LIST_MAX] if isinstance(one, str)]


def _text(value: object) -> str:
    return value.replace("\x00", "").strip()[:TEXT_CHARS_MAX] if isinstance(value, str) else ""


def _odd(code: str, location: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy="Recommencer ; si cela dure, vérifier l'adresse de l'API (annuaire.url) et son état.",
        layer="directory",
        rule="annuaire.md §1, §7",
    )
