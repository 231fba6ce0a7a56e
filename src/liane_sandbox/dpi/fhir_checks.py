"""What the simulated DPI checks of a transaction that hands a document over: its structure, by rules of our own.

Rule: IHE MHD 2:3.65.4.1 (ITI-65); IG PDSm; FHIR R4 (transaction, conditional create).
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

BUNDLE_BYTES_MAX = 64 * 1024 * 1024
SHAPE = ("List", "DocumentReference", "Binary")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
_DATE_TIME = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$")
Resource = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """A transaction whose structure is right. conditions: ``ifNoneExist`` of the lot and of the fiche."""

    lot: Resource
    fiche: Resource
    content_type: str
    content: bytes = field(repr=False)
    condition: str = ""


class WrongBundle(Exception):
    """A transaction that breaks a rule; place and words."""

    def __init__(self, place: str, words: str) -> None:
        self.place = place
        self.words = words
        super().__init__(place)


def _ask(is_right: bool, place: str, words: str) -> None:
    if not is_right:
        raise WrongBundle(place, words)


def read_transaction(body: bytes) -> Transaction:
    """Check a transaction. Raises WrongBundle."""
    _ask(len(body) <= BUNDLE_BYTES_MAX, "Bundle", "trop grand")
    try:
        bundle = json.loads(body)
        _ask(bundle["resourceType"] == "Bundle" and bundle["type"] == "transaction", "Bundle.type", "transaction")
        entries = bundle["entry"]
        shape = tuple(one["resource"]["resourceType"] for one in entries)
        _ask(shape == SHAPE, "Bundle.entry", "un lot, une fiche, un document")
        _ask(all(one["request"]["method"] == "POST" for one in entries), "Bundle.entry.request", "POST")
        _ask(all(one["request"]["url"] == kind for one, kind in zip(entries, SHAPE, strict=True)), "request.url", "")
        urls = [one["fullUrl"] for one in entries]
        _ask(len(set(urls)) == len(SHAPE) and all(url.startswith("urn:uuid:") for url in urls), "fullUrl", "urn:uuid")
        lot, fiche, binary = (one["resource"] for one in entries)
        content = base64.b64decode(binary["data"], validate=True)
        _check_empty(bundle, "Bundle")
        _check_lot(lot, urls[1])
        _check_fiche(fiche, urls[2], content, binary["contentType"])
        condition = entries[1]["request"]["ifNoneExist"]
        own = [f"identifier={one['system']}|{one['value']}" for one in fiche["identifier"]]
        _ask(condition in own, "ifNoneExist", "la condition est un identifiant de la fiche")
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, binascii.Error, RecursionError) as error:
        raise WrongBundle("Bundle", f"illisible ({type(error).__name__})") from error
    return Transaction(lot=lot, fiche=fiche, content_type=binary["contentType"], content=content, condition=condition)


def _check_empty(value: object, place: str) -> None:
    """FHIR knows no empty value. Rule: FHIR R4 ele-1."""
    _ask(value not in ("", None, [], {}), place, "valeur vide")
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_empty(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for inner in value:
            _check_empty(inner, place)


def _check_lot(lot: Resource, fiche_url: str) -> None:
    _ask(lot["status"] == "current" and lot["mode"] == "working", "List.status", "current, working")
    _ask(lot["code"]["coding"][0]["code"] == "submissionset", "List.code", "submissionset")
    _ask([one["item"]["reference"] for one in lot["entry"]] == [fiche_url], "List.entry", "la fiche du lot")
    _ask(any(one["url"].endswith("ihe-sourceId") for one in lot["extension"]), "List.extension", "sourceId")
    _ask({one["use"] for one in lot["identifier"]} == {"official", "usual"}, "List.identifier", "deux identifiants")
    _ask(bool(_INSTANT.match(lot["date"])), "List.date", "un instant")


def _check_fiche(fiche: Resource, binary_url: str, content: bytes, content_type: str) -> None:
    attachment = fiche["content"][0]["attachment"]
    digest = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    _ask(fiche["status"] == "current", "DocumentReference.status", "current")
    _ask(attachment["url"] == binary_url, "attachment.url", "le document du lot")
    _ask(attachment["size"] == len(content) and attachment["hash"] == digest, "attachment.hash", "taille et empreinte")
    _ask(attachment["contentType"] == content_type, "attachment.contentType", "le même que le document")
    _ask(bool(fiche["masterIdentifier"]["value"]), "masterIdentifier", "obligatoire")
    _ask(bool(fiche["type"]["coding"][0]["code"]), "type", "obligatoire")
    _ask(bool(fiche["subject"]["identifier"]["value"]), "subject", "un numéro de patient")
    _ask(bool(_INSTANT.match(fiche["date"])), "date", "un instant")
    _ask(any(one["coding"][0]["code"] == "N" for one in fiche["securityLabel"]), "securityLabel", "obligatoire")
    contained = {f"#{one['id']}" for one in fiche["contained"]}
    referred = {one["reference"] for one in fiche.get("author", [])}
    referred.add(fiche["context"]["sourcePatientInfo"]["reference"])
    _ask(referred <= contained, "contained", "chaque référence interne a sa ressource")
    for moment in (attachment.get("creation"), fiche["context"].get("period", {}).get("start")):
        _ask(moment is None or bool(_DATE_TIME.match(moment)), "date", "une date FHIR")
