"""What may enter the reading of pages: kind by content, size, keys, active content, bombs; refusals in French.

What lives here: verdicts on bytes, with pikepdf and Pillow, within bounds. What must not: the reading itself.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from liane.codecs.pdf.pages_limits import (
    FileKind,
    PageLimits,
    corrupt,
    forbid,
    note,
    picture_bomb,
    refuse,
    refuse_pages,
)
from liane.domain.errors import Finding, InvalidInput, RuleViolation


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedPDF:
    """A PDF that may be read. findings: what to tell a person all the same."""

    page_count: int
    findings: tuple[Finding, ...] = ()


_EXTENSIONS = {
    "pdf": FileKind.PDF,
    "tif": FileKind.TIFF,
    "tiff": FileKind.TIFF,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "jpe": FileKind.JPEG,
    "png": FileKind.PNG,
}
_PROGRAM_EXTENSIONS = "exe com bat cmd scr pif msi dll js jse vbs vbe wsf ps1 hta jar lnk reg cpl apk sh"
_OTHER_EXTENSIONS = "html htm svg zip rar 7z iso"
_DANGEROUS = frozenset(f"{_PROGRAM_EXTENSIONS} {_OTHER_EXTENSIONS}".split())
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa\xce",
    b"#!",
    b"\xd0\xcf\x11\xe0",
)
_ACTION = re.compile(rb"/(?:JavaScript|JS|Rendition|Launch|ImportData|SubmitForm|RichMedia|Movie|Screen)\b")
DEPTH_MAX = 60
_HEADER_SEARCHED = 1024
_EOCD = b"PK\x05\x06"
_PACKERS = frozenset(("/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/BrotliDecode"))
_PDF_DEFECTS = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    RecursionError,
    AttributeError,
    KeyError,
    IndexError,
    OverflowError,
)


def tell_kind(data: bytes, *, name: str, limits: PageLimits) -> tuple[FileKind, tuple[Finding, ...]]:
    """Tell the kind of a file by its content, and what its name says otherwise.

    Raises InvalidInput INT-101 (empty), INT-102 (too large), INT-103 (another kind), INT-112 (two kinds at once),
    INT-113 (extension of a program or of an archive).
    """
    if not data:
        raise refuse("INT-101", "Le fichier est vide.", "Numériser ou exporter le document à nouveau.")
    if len(data) > limits.size_bytes_max:
        raise refuse(
            "INT-102",
            f"Le fichier dépasse {limits.size_bytes_max // 1024 // 1024} Mo.",
            "Numériser en 200 ou 300 points par pouce, ou envoyer le document en plusieurs fichiers.",
        )
    kind = _kind_of(data)
    if kind is None:
        raise refuse(
            "INT-103",
            "Le contenu n'est ni un PDF, ni une image TIFF, JPEG ou PNG, ni un document structuré (CDA, archive XDM).",
            "Envoyer le document en PDF, ou l'imprimer et le numériser.",
        )
    _check_polyglot(data, kind)
    return kind, _check_extension(name, kind)


def _kind_of(data: bytes) -> FileKind | None:
    if data.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        return FileKind.TIFF
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    return FileKind.PDF if b"%PDF-" in data[:_HEADER_SEARCHED] else None


def _check_polyglot(data: bytes, kind: FileKind) -> None:
    """Refuse a file that another program would read as something else."""
    start = data[:_HEADER_SEARCHED]
    lead = start[: start.find(b"%PDF-")] if kind is FileKind.PDF else b""
    is_double = bool(lead.strip(b"\x00\t\n\x0c\r \xef\xbb\xbf")) and (
        lead.startswith((*_PROGRAMS, b"PK", b"GIF8", b"Rar!", b"7z")) or b"<" in lead
    )
    if kind is not FileKind.PDF and b"%PDF-" in start:
        is_double = True
    if is_double or _ends_as_zip(data):
        raise forbid(
            "INT-112",
            "Le fichier se lit de deux façons (un document et autre chose) : il est refusé par prudence.",
            "Demander à l'expéditeur un PDF produit directement par son logiciel, ou numériser le document.",
        )


def _ends_as_zip(data: bytes) -> bool:
    place = data.rfind(_EOCD, max(0, len(data) - 65_557))
    if place < 0 or len(data) - place < 22:
        return False
    (comment,) = struct.unpack_from("<H", data, place + 20)
    return bool(comment == len(data) - place - 22)


def _check_extension(name: str, kind: FileKind) -> tuple[Finding, ...]:
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension in _DANGEROUS:
        raise forbid(
            "INT-113",
            "Le nom du fichier est celui d'un programme, d'une page ou d'une archive, non d'un document.",
            "Demander à l'expéditeur le document lui-même, en PDF.",
        )
    if extension in _EXTENSIONS and _EXTENSIONS[extension] is not kind:
        message = (
            f"Le nom annonce « .{extension} », le contenu est au format {kind.value.upper()} : le contenu a été lu."
        )
        return (note("INT-120", message, "Vérifier le réglage du numériseur ou du logiciel qui nomme le fichier."),)
    return ()


def guard_pdf(data: bytes, limits: PageLimits) -> GuardedPDF:
    """Check that a PDF may be read: opens without a password, no script, no launch, no program, no bomb.

    Raises InvalidInput INT-104 (corrupt), INT-105 (password), INT-106 (too many pages), INT-107 (script), INT-108
    (launches a program), INT-109 (holds a program), INT-110 (unpacks too large), INT-111 (picture too large), INT-114
    (no page). Rule: intake.md §1.1 (encrypted, corrupt, over-size, executable-carrying: refused in French).
    """
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            page_count = len(pdf.pages)
            refuse_pages(page_count, limits)
            return GuardedPDF(page_count=page_count, findings=tuple(_scan(pdf, limits)))
    except InvalidInput:
        raise
    except pikepdf.PasswordError as defect:
        raise refuse(
            "INT-105",
            "Le PDF est protégé par un mot de passe.",
            "Demander à l'expéditeur une version sans mot de passe.",
        ) from defect
    except MemoryError as defect:
        raise _bomb() from defect
    except _PDF_DEFECTS as defect:
        raise corrupt() from defect


def _bomb() -> RuleViolation:
    return forbid(
        "INT-110",
        "Le fichier, une fois décompressé, dépasse la taille permise : il est refusé par prudence.",
        "Demander à l'expéditeur un PDF ordinaire, ou numériser le document.",
    )


def _scan(pdf: pikepdf.Pdf, limits: PageLimits) -> Iterator[Finding]:
    """Look at every object of a PDF; tell what does not refuse."""
    unpacked = 0
    has_files = False
    for number, thing in enumerate(pdf.objects):
        if number >= limits.objects_max:
            raise _bomb()
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            continue
        for action in _actions(thing):
            _check_action(action)
        if isinstance(thing, pikepdf.Stream):
            is_file = thing.get("/Type") == "/EmbeddedFile"
            has_files = has_files or is_file
            unpacked += _check_stream(thing, limits, is_file=is_file)
            if unpacked > limits.stream_bytes_max:
                raise _bomb()
    if has_files:
        yield note(
            "INT-125",
            "Le PDF contient des fichiers joints : seules ses pages sont lues.",
            "Ouvrir le fichier reçu si ces pièces sont attendues.",
            is_warning=False,
        )


def _actions(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The dictionaries of one object, its own and those in place within it, when their text may hold an action."""
    written = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if _ACTION.search(written.unparse(resolved=True)):
        yield from _dictionaries(written, 0)


def _dictionaries(thing: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """The dictionaries written in place, DEPTH_MAX deep; what is referred to is an object of its own."""
    if depth > DEPTH_MAX:
        raise _bomb()
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        children = [value for _, value in thing.items()]
    else:
        children = list(thing)
    for child in children:
        if isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect:
            yield from _dictionaries(child, depth + 1)


def _check_action(action: pikepdf.Object) -> None:
    kind = action.get("/S")
    if kind in ("/JavaScript", "/Rendition") or "/JS" in action or "/JavaScript" in action:
        raise forbid(
            "INT-107",
            "Le PDF contient un programme (JavaScript) : il est refusé par prudence.",
            "Demander à l'expéditeur un PDF sans script, ou l'imprimer et le numériser.",
        )
    if kind in ("/Launch", "/ImportData", "/SubmitForm") or action.get("/Subtype") in (
        "/RichMedia",
        "/Movie",
        "/Screen",
    ):
        raise forbid(
            "INT-108",
            "Le PDF peut lancer un programme ou envoyer des données : il est refusé par prudence.",
            "Demander à l'expéditeur un PDF sans action, ou l'imprimer et le numériser.",
        )


def _check_stream(stream: pikepdf.Stream, limits: PageLimits, *, is_file: bool) -> int:
    """Check one stream; give its size once unpacked, as far as it was counted."""
    if stream.get("/Subtype") == "/Image":
        _check_picture(stream, limits)
        return 0
    packers = [name for name in _filters(stream) if name in _PACKERS]
    if len(packers) > 1:
        raise _bomb()
    raw = stream.read_raw_bytes()
    head = raw[:8]
    size = len(raw)
    if packers and packers[0] in ("/FlateDecode", "/Fl"):
        head, size = _inflate(raw, limits.stream_bytes_max)
    if is_file and head.startswith(_PROGRAMS):
        raise forbid(
            "INT-109",
            "Le PDF contient un fichier exécutable : il est refusé par prudence.",
            "Demander à l'expéditeur le document sans pièce jointe.",
        )
    return size


def _filters(stream: pikepdf.Stream) -> list[str]:
    names = stream.get("/Filter")
    if isinstance(names, pikepdf.Array):
        return [str(name) for name in list(names)[:8]]
    return [] if names is None else [str(names)]


def _inflate(raw: bytes, limit: int) -> tuple[bytes, int]:
    """First bytes and size of a deflated stream, counted by steps of a mebibyte. Damaged ones stop where they break."""
    engine = zlib.decompressobj()
    step = 1024 * 1024
    try:
        piece = engine.decompress(raw, step)
        head, size = piece[:8], len(piece)
        while engine.unconsumed_tail and not engine.eof:
            size += len(engine.decompress(engine.unconsumed_tail, step))
            if size > limit:
                raise _bomb()
    except zlib.error:
        return b"", len(raw)
    return head, size


def _check_picture(stream: pikepdf.Stream, limits: PageLimits) -> None:
    width, height = stream.get("/Width"), stream.get("/Height")
    if isinstance(width, int) and isinstance(height, int) and width * height > limits.pixels_max:
        raise picture_bomb(limits)
