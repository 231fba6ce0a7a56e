"""Any bytes as a page shows them: what they are, the view that fits, and the bytes themselves when it fails."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from liane.codecs.cda.view import render_html
from liane.domain.errors import InvalidInput
from liane.web.views.archive import ArchiveView, describe_archive
from liane.web.views.bodies import KIND_WORDS, BodyKind, dump_hex, read_text, recognise_body
from liane.web.views.findings import FindingView, as_mapping, describe_findings
from liane.web.views.hl7 import MessageView, describe_hl7
from liane.web.views.mail import MailView, describe_mail
from liane.web.views.soap import SoapView, describe_soap
from liane.web.views.xml_source import Fold, fold_document, fold_source


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """A body on a page; at most one of the views is set. problems: why it could not be read as what it seems.

    cda: safe HTML, made element by element by the codec; the document's own stylesheet is never used.
    """

    kind: BodyKind
    kind_word: str
    size_bytes: int
    sha256: str
    problems: tuple[FindingView, ...] = ()
    hl7: MessageView | None = None
    soap: SoapView | None = None
    mail: MailView | None = None
    archive: ArchiveView | None = None
    cda: Markup | None = None
    folds: tuple[Fold, ...] = ()
    text: str = ""
    is_cut: bool = False
    hex: str = ""


def describe_body(data: bytes, media_type: str = "", findings: Iterable[Mapping[str, Any]] = ()) -> BodyView:
    """Describe bytes; never raises for what they hold. findings: shown beside the fields of an HL7 v2 message."""
    kind = recognise_body(data, media_type)
    plain = BodyView(
        kind=kind, kind_word=KIND_WORDS[kind], size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    if kind in (BodyKind.BINARY, BodyKind.PDF):
        return replace(plain, hex=dump_hex(data))
    if kind not in (BodyKind.ARCHIVE, BodyKind.CDA):
        text, is_cut = read_text(data)
        plain = replace(plain, text=text, is_cut=is_cut)
    reader = _READERS.get(kind)
    try:
        if kind is BodyKind.HL7:
            return replace(plain, hl7=describe_hl7(data, findings))
        if kind is BodyKind.SOAP:
            return replace(plain, soap=describe_soap(data, media_type))
        return reader(plain, data) if reader else plain
    except InvalidInput as error:
        text, is_cut = read_text(data)
        broken = replace(
            plain,
            text=text,
            is_cut=is_cut,
            problems=describe_findings(as_mapping(finding) for finding in error.findings),
        )
        return replace(broken, text="", hex=dump_hex(data)) if kind is BodyKind.ARCHIVE else broken


def _read_cda(view: BodyView, data: bytes) -> BodyView:
    folded = replace(view, folds=fold_document(data))
    try:
        return replace(folded, cda=Markup(render_html(data)))  # noqa: S704 - every word is escaped by render_html
    except InvalidInput as error:
        return replace(folded, problems=describe_findings(as_mapping(finding) for finding in error.findings))


def _read_xml(view: BodyView, data: bytes) -> BodyView:
    return replace(view, folds=fold_source(data))


def _read_mail(view: BodyView, data: bytes) -> BodyView:
    return replace(view, mail=describe_mail(data))


def _read_archive(view: BodyView, data: bytes) -> BodyView:
    return replace(view, archive=describe_archive(data))


_READERS: dict[BodyKind, Callable[[BodyView, bytes], BodyView]] = {
    BodyKind.CDA: _read_cda,
    BodyKind.XML: _read_xml,
    BodyKind.MAIL: _read_mail,
    BodyKind.ARCHIVE: _read_archive,
}
