"""From outside bytes to an lxml tree, within bounds.

What lives here: the one hardened parser (no DTD, no entity, no network, bounded size and depth) and the French words
for what is wrong. What must not: any knowledge of CDA, SOAP or another vocabulary.
"""

import re
from functools import lru_cache

from lxml import etree

from liane.domain.errors import Finding, MalformedMessage, Severity

SIZE_BYTES_MAX = 64 * 1024 * 1024
DEPTH_MAX = 200
PROLOG_BYTES_MAX = 65_536
HUGE_BYTES_MIN = 9_000_000
"""libxml2 refuses a text node of 10,000,000 bytes unless told « huge »; below that size no node can be so large."""

# Encodings in which « < » is the byte 0x3C, so that a DOCTYPE cannot hide from a scan of bytes. UTF-7 is not one.
_ASCII_COMPATIBLE = re.compile(
    rb"(?:utf-?8|us-ascii|ascii|iso[-_]8859-\d{1,2}|latin-?[19]|(?:windows-|cp)125\d)$", re.I
)
_DECLARED_ENCODING = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]*)["']""")
_BEFORE_ROOT = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_UTF8_BOM = b"\xef\xbb\xbf"
_WIDE_STARTS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)

_REASONS = {
    4: "il est vide, ou ne commence pas par une balise",
    5: "du contenu suit la fin de l'élément racine, ou le document est tronqué",
    9: "un caractère interdit en XML est présent",
    26: "une entité non déclarée est utilisée",
    38: "une valeur d'attribut contient « < »",
    39: "une valeur d'attribut n'est pas entre guillemets",
    40: "une valeur d'attribut n'est pas refermée",
    41: "un attribut n'a pas de valeur",
    42: "un attribut est répété dans la même balise",
    68: "un nom XML est attendu",
    73: "le signe « > » manque",
    74: "une balise fermante est mal écrite",
    76: "une balise fermante ne correspond pas à la balise ouverte",
    77: "une balise n'est jamais refermée (document tronqué ?)",
    81: "des octets ne correspondent pas à l'encodage annoncé",
    89: "l'imbrication dépasse la limite",
    201: "un préfixe d'espace de noms n'est pas déclaré",
}
_EXCESSIVE_DEPTH_CODES = (89, 114)


def _refuse(code: str, location: str, message: str, remedy: str) -> MalformedMessage:
    return MalformedMessage(
        Finding(code=code, severity=Severity.ERROR, location=location, message=message, remedy=remedy, layer="xml")
    )


def parse_xml(data: bytes, *, size_bytes_max: int = SIZE_BYTES_MAX, depth_max: int = DEPTH_MAX) -> etree._Element:
    """Read a whole XML document and return its root element.

    data: the exact bytes, in the encoding that they declare (UTF-8 or -16, ISO 8859, Windows-125x, US-ASCII). A text
    node may be as large as the document (a 30 MB base64 body passes). Raises MalformedMessage XML-001 (too large),
    XML-002 (DOCTYPE), XML-003 (not well-formed; location ``ligne L, colonne C``), XML-004 (too deep), XML-005 (encoding
    not accepted). Rule: architecture.md §3 « Every … has a written limit »; xdm-xds.md §1 « parse XML without DTD ».
    """
    if len(data) > size_bytes_max:
        raise _refuse(
            "XML-001",
            "document",
            f"Le document XML dépasse la taille acceptée ({size_bytes_max} octets).",
            "Envoyer un document plus petit, ou demander à l'exploitant de relever la limite.",
        )
    readable, encoding = _in_ascii_compatible_encoding(data)
    _refuse_doctype(readable)
    try:
        root = etree.fromstring(readable, _parser(len(readable) >= HUGE_BYTES_MIN, encoding))
    except etree.XMLSyntaxError as error:
        raise _explain(error, depth_max) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype_refusal()
    if _depth_probe(depth_max)(root):
        raise _too_deep(depth_max)
    return root


def _parser(is_huge: bool, encoding: str | None) -> etree.XMLParser:
    """A fresh parser: one parser object locks, and parsing happens in several threads."""
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=is_huge,
        collect_ids=False,
    )


@lru_cache(maxsize=16)
def _depth_probe(depth_max: int) -> etree.XPath:
    """An XPath that is true when an element lies deeper than the bound; walks each level once."""
    return etree.XPath("boolean(/*" + "/*" * depth_max + ")")


def _in_ascii_compatible_encoding(data: bytes) -> tuple[bytes, str | None]:
    """Bytes in which « < » is 0x3C, and the encoding to impose (None: as declared)."""
    for start, codec in _WIDE_STARTS:
        if data.startswith(start):
            try:
                return data.decode(codec).removeprefix("\ufeff").encode("utf-8"), "utf-8"
            except UnicodeError:
                raise _encoding_refusal(codec) from None
    if data.startswith(_UTF8_BOM):
        return data, "utf-8"
    declared = _DECLARED_ENCODING.match(data[:PROLOG_BYTES_MAX])
    if declared is not None and not _ASCII_COMPATIBLE.match(declared.group(1).strip()):
        raise _encoding_refusal(declared.group(1)[:20].decode("ascii", "replace"))
    return data, None


def _refuse_doctype(data: bytes) -> None:
    """Refuse a DOCTYPE before any parser sees it, and a prolog so long that it cannot be scanned."""
    head = data[:PROLOG_BYTES_MAX].removeprefix(_UTF8_BOM)
    match = _BEFORE_ROOT.match(head)
    rest = head[match.end() :] if match is not None else head
    if rest[:9].upper() == b"<!DOCTYPE":
        raise _doctype_refusal()
    if len(data) > PROLOG_BYTES_MAX and (len(rest) < 9 or rest[:2] in (b"<?", b"<!")):
        raise _refuse(
            "XML-003",
            "prologue",
            f"L'élément racine ne commence pas dans les {PROLOG_BYTES_MAX} premiers octets.",
            "Retirer les commentaires ou instructions placés avant l'élément racine.",
        )


def _doctype_refusal() -> MalformedMessage:
    return _refuse(
        "XML-002",
        "prologue",
        "Le document contient une déclaration DOCTYPE, refusée par sécurité.",
        "Retirer la déclaration DOCTYPE ; les documents de santé n'en portent pas.",
    )


def _encoding_refusal(name: str) -> MalformedMessage:
    return _refuse(
        "XML-005",
        "déclaration XML",
        f"L'encodage annoncé (« {name} ») n'est pas accepté ou ne correspond pas aux octets.",
        "Écrire le document en UTF-8.",
    )


def _too_deep(depth_max: int) -> MalformedMessage:
    return _refuse(
        "XML-004",
        "document",
        f"L'imbrication des éléments dépasse {depth_max} niveaux.",
        "Vérifier le logiciel producteur : aucun document de santé n'est aussi profond.",
    )


def _explain(error: etree.XMLSyntaxError, depth_max: int) -> MalformedMessage:
    """Say in French where and why the document cannot be read, without quoting it."""
    code = int(getattr(error, "code", 0) or 0)  # absent from the type stubs
    if code in _EXCESSIVE_DEPTH_CODES or "xcessive depth" in str(error.msg):
        return _too_deep(depth_max)
    line, column = error.position
    reason = _REASONS.get(code, f"règle de syntaxe XML non respectée (code libxml2 {code})")
    return _refuse(
        "XML-003",
        f"ligne {line}, colonne {column}",
        f"Le document n'est pas du XML bien formé, ligne {line}, colonne {column} : {reason}.",
        "Corriger le logiciel producteur ou la transmission (troncature, encodage).",
    )
