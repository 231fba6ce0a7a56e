"""Stored queries (ITI-18): request and answer, and the little language of their parameters."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from liane.codecs.ebxml.metadata import RegistryObjects, Slot
from liane.codecs.ebxml.names import QUERY, RIM
from liane.codecs.ebxml.parse import parse_registry_objects, refuse
from liane.codecs.ebxml.render import append_registry_objects
from liane.codecs.ebxml.responses import RegistryResponse, append_error_list, read_response_attributes
from liane.domain.terminology.code import Code

PARAMETERS_MAX = 200
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LITERAL = re.compile(r"'((?:[^']|'')*)'|([^\s,()']+)")

LEAF_CLASS = "LeafClass"
OBJECT_REF = "ObjectRef"


def quote(value: str) -> str:
    """Write one string parameter: ``'value'``, apostrophes doubled; what XML cannot carry becomes a space.

    Rule: dmp.md §8, §14.1-7.
    """
    return "'" + _NOT_XML.sub(" ", value).replace("'", "''") + "'"


def quote_list(values: Iterable[str]) -> str:
    """Write a list parameter: ``('a','b')``. Rule: dmp.md §8."""
    return "(" + ",".join(quote(value) for value in values) + ")"


def quote_codes(codes: Iterable[Code]) -> str:
    """Write a list of coded values: ``('code^^codingScheme',…)``. Rule: dmp.md §8."""
    return quote_list(f"{code.code}^^{code.system}" for code in codes)


def read_literals(text: str) -> tuple[str, ...]:
    """Read the values of one parameter, quoted or bare, alone or in a list. Unreadable characters are skipped."""
    return tuple(
        bare or quoted.replace("''", "'") for quoted, bare in (found.groups("") for found in _LITERAL.finditer(text))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdhocQueryRequest:
    """One stored query. query: its URN. parameters: slots, values as on the wire. return_type: LeafClass, ObjectRef."""

    query: str
    parameters: tuple[Slot, ...]
    return_type: str = LEAF_CLASS

    def values(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The values of a parameter: an AND of ORs (several slots of one name = AND, values inside = OR).

        Rule: dmp.md §8.
        """
        return tuple(
            tuple(literal for value in slot.values for literal in read_literals(value))
            for slot in self.parameters
            if slot.name == name
        )

    def first(self, name: str) -> str:
        """The first value of a parameter; empty when absent."""
        return next((value for group in self.values(name) for value in group), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdhocQueryResponse:
    """The answer to a stored query. total: totalResultCount, None when not given."""

    response: RegistryResponse
    objects: RegistryObjects
    total: int | None = None


def _query(name: str) -> str:
    return f"{{{QUERY}}}{name}"


def _rim(name: str) -> str:
    return f"{{{RIM}}}{name}"


def render_query_request(request: AdhocQueryRequest) -> etree._Element:
    """Write ``query:AdhocQueryRequest``. Rule: dmp.md §8."""
    root = etree.Element(_query("AdhocQueryRequest"), nsmap={"query": QUERY, "rim": RIM})
    etree.SubElement(root, _query("ResponseOption"), returnComposedObjects="true", returnType=request.return_type)
    query = etree.SubElement(root, _rim("AdhocQuery"), id=request.query)
    for parameter in request.parameters:
        slot = etree.SubElement(query, _rim("Slot"), name=parameter.name)
        values = etree.SubElement(slot, _rim("ValueList"))
        for value in parameter.values:
            etree.SubElement(values, _rim("Value")).text = value
    return root


def parse_query_request(element: etree._Element) -> AdhocQueryRequest:
    """Read ``query:AdhocQueryRequest``.

    Raises MalformedMessage XDS-020 (no request, or no query in it), XDS-021 (too many parameters).
    """
    query = element.find(_rim("AdhocQuery")) if element.tag == _query("AdhocQueryRequest") else None
    if query is None:
        raise refuse("XDS-020", "AdhocQueryRequest", "Le message n'est pas une requête AdhocQueryRequest.")
    option = element.find(_query("ResponseOption"))
    slots = query.findall(_rim("Slot"))
    if len(slots) > PARAMETERS_MAX:
        raise refuse("XDS-021", "AdhocQuery", f"La requête porte plus de {PARAMETERS_MAX} paramètres.")
    parameters = tuple(
        Slot(
            name=slot.get("name", ""),
            values=tuple((value.text or "").strip() for value in slot.iter(_rim("Value"))),
        )
        for slot in slots
    )
    return_type = option.get("returnType", OBJECT_REF) if option is not None else OBJECT_REF
    return AdhocQueryRequest(query=query.get("id", ""), parameters=parameters, return_type=return_type)


def render_query_response(answer: AdhocQueryResponse) -> etree._Element:
    """Write ``query:AdhocQueryResponse``. Rule: dmp.md §8."""
    root = etree.Element(_query("AdhocQueryResponse"), nsmap={"query": QUERY, "rim": RIM})
    root.set("status", answer.response.status)
    root.set("startIndex", "0")
    if answer.total is not None:
        root.set("totalResultCount", str(answer.total))
    append_error_list(root, answer.response)
    append_registry_objects(root, answer.objects)
    return root


def parse_query_response(element: etree._Element) -> AdhocQueryResponse:
    """Read ``query:AdhocQueryResponse``. Raises MalformedMessage XDS-022 when it is none or has no status."""
    if element.tag != _query("AdhocQueryResponse") or not element.get("status"):
        raise refuse("XDS-022", "AdhocQueryResponse", "La réponse n'est pas une AdhocQueryResponse avec son statut.")
    objects = element.find(_rim("RegistryObjectList"))
    total = element.get("totalResultCount", "")
    return AdhocQueryResponse(
        response=read_response_attributes(element),
        objects=parse_registry_objects(objects) if objects is not None else RegistryObjects(),
        total=int(total) if total.isascii() and total.isdigit() and len(total) < 10 else None,
    )
