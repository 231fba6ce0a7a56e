"""The bodies that carry documents: ITI-41 (feed) and ITI-43 (retrieve), with their attachments by reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from liane.codecs.ebxml.metadata import Submission
from liane.codecs.ebxml.names import LCM, RS, XDSB, XOP
from liane.codecs.ebxml.parse import parse_submission, refuse
from liane.codecs.ebxml.render import render_submission
from liane.codecs.ebxml.responses import RegistryResponse, parse_registry_response, render_registry_response
from liane.codecs.soap.mtom import encode_percent, resolve_content

DOCUMENTS_MAX = 100


def _xds(name: str) -> str:
    return f"{{{XDSB}}}{name}"


def _add_include(parent: etree._Element, content_id: str) -> None:
    etree.SubElement(parent, f"{{{XOP}}}Include", nsmap={"xop": XOP}, href=f"cid:{encode_percent(content_id)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidedSubmission:
    """An ITI-41 request as read. documents: symbolic id → exact bytes."""

    submission: Submission
    documents: Mapping[str, bytes] = field(repr=False)


def render_provide_and_register(submission: Submission, content_ids: Mapping[str, str]) -> etree._Element:
    """Write the body of ITI-41. content_ids: symbolic id of each document → Content-ID of its MIME part.

    Rule: dmp.md §6.4.
    """
    root = etree.Element(_xds("ProvideAndRegisterDocumentSetRequest"), nsmap={"xds": XDSB})
    root.append(render_submission(submission, is_node_nested=True))
    for symbolic_id, content_id in content_ids.items():
        _add_include(etree.SubElement(root, _xds("Document"), id=symbolic_id), content_id)
    return root


def parse_provide_and_register(element: etree._Element, parts: Mapping[str, bytes]) -> ProvidedSubmission:
    """Read the body of ITI-41 with its attachments (or inline base64).

    Raises MalformedMessage XDS-001…003 (lot), XDS-030 (not an ITI-41 body), XDS-031 (too many documents, or two of
    one id), MTOM-005, MTOM-008 (content). Rule: dmp.md §6.4.
    """
    if element.tag != _xds("ProvideAndRegisterDocumentSetRequest"):
        raise refuse("XDS-030", "Body", "Le corps n'est pas une ProvideAndRegisterDocumentSetRequest.")
    request = element.find(f"{{{LCM}}}SubmitObjectsRequest")
    submission = parse_submission(request if request is not None else element)
    holders = element.findall(_xds("Document"))
    documents: dict[str, bytes] = {}
    for holder in holders:
        identifier = holder.get("id", "")
        if identifier in documents or len(holders) > DOCUMENTS_MAX:
            raise refuse(
                "XDS-031", "Document/@id", "Deux documents ont le même identifiant, ou ils sont trop nombreux."
            )
        documents[identifier] = resolve_content(holder, parts)
    return ProvidedSubmission(submission=submission, documents=documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReference:
    """A document to retrieve, by its uniqueId (never its entryUUID). Rule: dmp.md §9."""

    repository_unique_id: str
    unique_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievedDocument:
    """A document retrieved. content: exact bytes."""

    repository_unique_id: str
    unique_id: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrieveResponse:
    """The answer to ITI-43."""

    response: RegistryResponse
    documents: tuple[RetrievedDocument, ...] = ()


def render_retrieve_request(references: tuple[DocumentReference, ...]) -> etree._Element:
    """Write the body of ITI-43. Rule: dmp.md §9."""
    root = etree.Element(_xds("RetrieveDocumentSetRequest"), nsmap={"xds": XDSB})
    for reference in references:
        request = etree.SubElement(root, _xds("DocumentRequest"))
        etree.SubElement(request, _xds("RepositoryUniqueId")).text = reference.repository_unique_id
        etree.SubElement(request, _xds("DocumentUniqueId")).text = reference.unique_id
    return root


def _text(element: etree._Element, name: str) -> str:
    found = element.find(_xds(name))
    return (found.text or "").strip() if found is not None else ""


def parse_retrieve_request(element: etree._Element) -> tuple[DocumentReference, ...]:
    """Read the body of ITI-43. Raises MalformedMessage XDS-032 (not an ITI-43 request, empty or too long)."""
    requests = element.findall(_xds("DocumentRequest"))
    if element.tag != _xds("RetrieveDocumentSetRequest") or not 1 <= len(requests) <= DOCUMENTS_MAX:
        raise refuse(
            "XDS-032", "Body", f"Le corps doit être une RetrieveDocumentSetRequest de 1 à {DOCUMENTS_MAX} documents."
        )
    return tuple(
        DocumentReference(
            repository_unique_id=_text(request, "RepositoryUniqueId"), unique_id=_text(request, "DocumentUniqueId")
        )
        for request in requests
    )


def render_retrieve_response(answer: RetrieveResponse, content_ids: tuple[str, ...]) -> etree._Element:
    """Write the body of the ITI-43 answer. content_ids: one per document, in order. Rule: dmp.md §9."""
    root = etree.Element(_xds("RetrieveDocumentSetResponse"), nsmap={"xds": XDSB, "rs": RS})
    root.append(render_registry_response(answer.response))
    for document, content_id in zip(answer.documents, content_ids, strict=True):
        holder = etree.SubElement(root, _xds("DocumentResponse"))
        etree.SubElement(holder, _xds("RepositoryUniqueId")).text = document.repository_unique_id
        etree.SubElement(holder, _xds("DocumentUniqueId")).text = document.unique_id
        etree.SubElement(holder, _xds("mimeType")).text = document.media_type
        _add_include(etree.SubElement(holder, _xds("Document")), content_id)
    return root


def parse_retrieve_response(element: etree._Element, parts: Mapping[str, bytes]) -> RetrieveResponse:
    """Read the body of the ITI-43 answer, with its attachments or inline base64.

    Raises MalformedMessage XDS-010, XDS-011 (no status), XDS-033 (not an ITI-43 answer, or too many documents),
    MTOM-005, MTOM-008. Rule: dmp.md §9.
    """
    holders = element.findall(_xds("DocumentResponse"))
    if element.tag != _xds("RetrieveDocumentSetResponse") or len(holders) > DOCUMENTS_MAX:
        raise refuse("XDS-033", "Body", "La réponse n'est pas une RetrieveDocumentSetResponse acceptable.")
    documents = []
    for holder in holders:
        content = holder.find(_xds("Document"))
        if content is None:
            raise refuse("XDS-033", "DocumentResponse", "Un document annoncé n'a pas de contenu.")
        documents.append(
            RetrievedDocument(
                repository_unique_id=_text(holder, "RepositoryUniqueId"),
                unique_id=_text(holder, "DocumentUniqueId"),
                media_type=_text(holder, "mimeType"),
                content=resolve_content(content, parts),
            )
        )
    return RetrieveResponse(response=parse_registry_response(element), documents=tuple(documents))
