"""A mail as a tree that one can open: its headers, the text that a person reads, its parts."""

from dataclasses import dataclass

from liane.codecs.mssante_mail.mime import Part, parse_mime
from liane.web.views.bodies import TEXT_CHARS_MAX

SHOWN_FIELDS = (
    ("from", "De"),
    ("to", "À"),
    ("reply-to", "Réponse à"),
    ("date", "Date"),
    ("subject", "Objet"),
    ("message-id", "Message-ID"),
    ("disposition-notification-to", "Accusé de lecture demandé à"),
)
EXTRA_FIELDS_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part. path: ranks from the root, joined by dots (``1.2``), by which its bytes are asked for."""

    path: str
    label: str
    media_type: str
    size_bytes: int
    is_file: bool
    children: tuple["PartView", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """A mail on a page. fields: the headers that matter; other_fields: all the others, folded."""

    fields: tuple[tuple[str, str], ...]
    other_fields: tuple[tuple[str, str], ...]
    text: str
    tree: PartView


def describe_mail(raw: bytes) -> MailView:
    """Describe a mail. Raises MalformedMessage past the bounds of the MIME reader."""
    root = parse_mime(raw)
    shown = {name for name, _ in SHOWN_FIELDS}
    fields = tuple((label, root.fields.get_text(name)) for name, label in SHOWN_FIELDS if root.fields.get(name))
    others = tuple((name, value) for name, value in root.fields.items if name not in shown)[:EXTRA_FIELDS_MAX]
    return MailView(fields=fields, other_fields=others, text=_find_text(root), tree=_describe_part(root, "0"))


def find_part(raw: bytes, path: str) -> Part:
    """Find a part by its path. Raises LookupError, and MalformedMessage as the MIME reader."""
    part = parse_mime(raw)
    for rank in path.split(".")[1:]:
        if not rank.isdigit() or int(rank) >= len(part.children):
            raise LookupError(path)
        part = part.children[int(rank)]
    return part


def _find_text(root: Part) -> str:
    for part in root.walk():
        if part.media_type == "text/plain" and not part.is_attachment:
            return part.decode_text()[:TEXT_CHARS_MAX]
    return ""


def _describe_part(part: Part, path: str) -> PartView:
    children = tuple(_describe_part(child, f"{path}.{rank}") for rank, child in enumerate(part.children))
    return PartView(
        path=path,
        label=part.file_name or _word(part),
        media_type=part.media_type,
        size_bytes=len(part.decode()) if part.body else 0,
        is_file=bool(part.body),
        children=children,
    )


def _word(part: Part) -> str:
    if part.media_type.startswith("multipart/"):
        return "ensemble de parties"
    words = {
        "text/plain": "texte",
        "text/html": "texte HTML",
        "message/rfc822": "courriel joint",
        "message/delivery-status": "état de remise (DSN)",
        "message/disposition-notification": "état de lecture (MDN)",
    }
    return words.get(part.media_type, "pièce sans nom")
