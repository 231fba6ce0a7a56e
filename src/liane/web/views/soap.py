"""A SOAP exchange on a page: what was asked in a few facts, the metadata as a table, the envelope folded."""

import re
from dataclasses import dataclass

from lxml import etree

from liane.codecs.ebxml.metadata import DocumentEntry, Submission
from liane.codecs.ebxml.parse import parse_submission
from liane.codecs.soap.envelope import parse_envelope
from liane.codecs.soap.mtom import Multipart, parse_multipart
from liane.codecs.xml.parsing import parse_xml
from liane.domain.errors import InvalidInput
from liane.domain.terminology.code import Code
from liane.web.views.xml_source import Fold, fold_element, local_name

_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200})\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapView:
    """A SOAP message. facts and metadata: label and value. parts: Content-ID and size of each attachment."""

    facts: tuple[tuple[str, str], ...]
    metadata: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    parts: tuple[tuple[str, int], ...]
    folds: tuple[Fold, ...]


def open_envelope(data: bytes, media_type: str) -> Multipart:
    """Split a SOAP message into its envelope and attachments, even when its Content-Type was not kept.

    Raises MalformedMessage.
    """
    content_type = media_type
    boundary = _BOUNDARY.match(data)
    if boundary is not None and "boundary=" not in media_type:
        content_type = f'multipart/related; boundary="{boundary.group(1).decode("latin-1")}"'
    if boundary is None:
        content_type = "application/soap+xml"
    return parse_multipart(content_type, data)


def describe_soap(data: bytes, media_type: str = "") -> SoapView:
    """Describe a SOAP message, as far as it can be read. Raises MalformedMessage when it is no XML at all."""
    message = open_envelope(data, media_type)
    root = parse_xml(message.root)
    folds = tuple(
        fold_element(child, {"Header": "En-tête SOAP", "Body": "Corps SOAP"}.get(local_name(child), local_name(child)))
        for child in root
        if isinstance(child.tag, str)
    )
    return SoapView(
        facts=_describe_facts(message.root),
        metadata=_describe_metadata(root),
        parts=tuple((name, len(content)) for name, content in message.parts.items()),
        folds=folds,
    )


def _describe_facts(envelope: bytes) -> tuple[tuple[str, str], ...]:
    try:
        read = parse_envelope(envelope)
    except InvalidInput as error:
        return tuple(("Enveloppe non conforme", f.message) for f in error.findings)
    addressing = read.addressing
    facts = [
        ("Action", addressing.action),
        ("Destinataire", addressing.to),
        ("Message", addressing.message_id),
        ("En réponse à", addressing.relates_to),
    ]
    if read.body is not None:
        facts.append(("Contenu", local_name(read.body)))
        facts.extend(_describe_answer(read.body))
    return tuple((label, value) for label, value in facts if value)


def _describe_answer(body: etree._Element) -> list[tuple[str, str]]:
    """Read what a registry answers (status, errors) or the reason of a Fault."""
    facts = []
    status = body.get("status")
    if status:
        facts.append(("Statut", status.rsplit(":", 1)[-1]))
    for element in body.iter():
        name = local_name(element)
        if name == "RegistryError":
            facts.append((f"Erreur {element.get('errorCode', '')}", element.get("codeContext", "")))
        elif name == "Text" and local_name(body) == "Fault":
            facts.append(("Motif", element.text or ""))
    return facts


def _describe_metadata(root: etree._Element) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    if not any(local_name(element) == "SubmitObjectsRequest" for element in root.iter()):
        return ()
    try:
        return describe_submission(parse_submission(root))
    except InvalidInput:
        return ()


def describe_submission(submission: Submission) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Describe a lot of submission: the lot, then each fiche."""
    lot = submission.submission_set
    lot_rows = _keep(
        ("Identifiant unique", lot.unique_id),
        ("Source", lot.source_id),
        ("Date", lot.submission_time),
        ("Type d’activité", _tell(lot.content_type)),
        ("Titre", lot.title),
        ("Destinataires", ", ".join(lot.intended_recipients)),
    )
    groups = [("Lot de soumission", lot_rows)]
    for rank, entry in enumerate(submission.entries, 1):
        groups.append((f"Fiche {rank}", _describe_entry(entry)))
    links = tuple((link.kind.rsplit(":", 1)[-1], f"{link.source} → {link.target}") for link in submission.associations)
    if links:
        groups.append(("Associations", links))
    return tuple(groups)


def _describe_entry(entry: DocumentEntry) -> tuple[tuple[str, str], ...]:
    return _keep(
        ("Titre", entry.title),
        ("Identifiant unique", entry.unique_id),
        ("Classe", _tell(entry.class_code)),
        ("Type", _tell(entry.type_code)),
        ("Format", _tell(entry.format_code)),
        ("Confidentialité", ", ".join(_tell(code) for code in entry.confidentiality)),
        ("Secteur", _tell(entry.facility_type)),
        ("Cadre d’exercice", _tell(entry.practice_setting)),
        ("Actes", ", ".join(_tell(code) for code in entry.events)),
        ("Création", entry.creation_time),
        ("Début de l’acte", entry.service_start),
        ("Fin de l’acte", entry.service_stop),
        ("Langue", entry.language),
        ("Type de contenu", entry.mime_type),
        ("Taille", str(entry.size) if entry.size is not None else ""),
        ("Empreinte SHA-1", entry.hash),
        ("Fichier", entry.uri),
        ("Statut", entry.status.rsplit(":", 1)[-1]),
    )


def _keep(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(row for row in rows if row[1])


def _tell(code: Code | None) -> str:
    if code is None:
        return ""
    return f"{code.label} ({code.code})" if code.label else code.code
