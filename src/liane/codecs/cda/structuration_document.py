"""Rules on the document itself: models, identifiers, type, dates, versions, and the PDF that it carries.

Rule: CI-SIS « Structuration minimale de documents de santé »; cda.md §2, §3, §5, §6.
"""

import re
from collections.abc import Iterator

from lxml import etree

from liane.codecs.cda.elements import base64_of, child, children, text_of, value_of
from liane.codecs.cda.findings import ROOT_PATH, Collector, check_code, check_time, is_null
from liane.codecs.cda.header import FRENCH_MODEL, MINIMAL_MODEL, N1_MODEL
from liane.domain.documents.header import BodyForm, DocumentHeader

_OID = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*))*$")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")
_LANGUAGE = re.compile(r"[a-z]{2}-[A-Z]{2}$")
_CONFIDENTIALITY_OID = "2.16.840.1.113883.5.25"
_CONFIDENTIALITIES = frozenset("LMNRUV")
XDS_OID_LENGTH_MAX = 64
N1_MEDIA_TYPES = ("application/pdf", "text/plain", "text/rtf", "image/jpeg", "image/tiff")
PDF_TAIL_BYTES = 2048
_ONCE = ("id", "code", "title", "effectiveTime", "confidentialityCode", "languageCode", "setId", "versionNumber")


def check_document(collector: Collector, root: etree._Element, header: DocumentHeader) -> None:
    """Everything that stands directly under ClinicalDocument, and the body's form."""
    _check_models(collector, root, header)
    for name in _ONCE:
        _check_once(collector, root, name)
    _check_identifiers(collector, root)
    code = child(root, "code")
    check_code(collector, code, f"{ROOT_PATH}/code", "JDV_J07", ("CDA-110", "CDA-109"))
    check_time(collector, header.creation_time, f"{ROOT_PATH}/effectiveTime/@value", is_indexed=True)
    _check_confidentiality(collector, child(root, "confidentialityCode"))
    if header.language and not _LANGUAGE.match(header.language):
        collector.error(
            "CDA-118",
            f"{ROOT_PATH}/languageCode/@code",
            "La langue n'est pas écrite sous la forme langue-PAYS.",
            "Écrire fr-FR.",
        )
    _check_version(collector, root, header)


def _check_models(collector: Collector, root: etree._Element, header: DocumentHeader) -> None:
    path = f"{ROOT_PATH}/templateId"
    roots = [model.root for model in header.template_ids]
    if [value_of(element, "code") for element in children(root, "realmCode")] != ["FR"]:
        collector.error("CDA-101", f"{ROOT_PATH}/realmCode", "Le document n'est pas du domaine français.", "Écrire FR.")
    type_id = child(root, "typeId")
    if (value_of(type_id, "root"), value_of(type_id, "extension")) != ("2.16.840.1.113883.1.3", "POCD_HD000040"):
        collector.error(
            "CDA-102",
            f"{ROOT_PATH}/typeId",
            "Le document ne se déclare pas CDA R2.",
            "Écrire root 2.16.840.1.113883.1.3 et extension POCD_HD000040.",
        )
    for code, model, name in (
        ("CDA-103", FRENCH_MODEL, "HL7 France"),
        ("CDA-104", MINIMAL_MODEL, "CI-SIS, structuration minimale"),
    ):
        if roots.count(model) != 1:
            collector.error(
                code,
                path,
                f"Le modèle {name} ({model}) est déclaré {roots.count(model)} fois.",
                "Le déclarer exactement une fois.",
            )
    others = [model for model in roots if model not in (FRENCH_MODEL, MINIMAL_MODEL)]
    if not others:
        collector.error(
            "CDA-105",
            path,
            "Aucun modèle de contenu n'est déclaré.",
            f"Déclarer {N1_MODEL} pour un document non structuré, ou le modèle du volet.",
        )
    elif header.form is BodyForm.N1 and (others != [N1_MODEL] or len(roots) != 3):
        collector.error(
            "CDA-106",
            path,
            "Un document non structuré (N1) déclare d'autres modèles que les trois attendus.",
            f"Ne garder que {FRENCH_MODEL}, {MINIMAL_MODEL} et {N1_MODEL}.",
        )


def _check_once(collector: Collector, root: etree._Element, name: str) -> None:
    found = [element for element in children(root, name) if not is_null(element)]
    is_empty = name == "title" and found and not text_of(found[0])
    if len(found) != 1 or is_empty:
        what = "est vide" if is_empty else "est absent" if not found else f"est présent {len(found)} fois"
        collector.error(
            "CDA-111", f"{ROOT_PATH}/{name}", f"L'élément {name} {what}.", f"Écrire exactement un élément {name}."
        )


def _check_identifiers(collector: Collector, root: etree._Element) -> None:
    for name in ("id", "setId"):
        value = value_of(child(root, name), "root")
        path = f"{ROOT_PATH}/{name}/@root"
        if value and not _OID.match(value) and not _UUID.match(value):
            collector.error(
                "CDA-107", path, "L'identifiant n'est ni un OID ni un UUID.", "Écrire un OID attribué à la structure."
            )
        elif name == "id" and value and (not _OID.match(value) or len(value) > XDS_OID_LENGTH_MAX):
            collector.warning(
                "CDA-108",
                path,
                f"L'identifiant n'est pas un OID d'au plus {XDS_OID_LENGTH_MAX} caractères, comme le DMP l'attend.",
                "Former l'identifiant sous la racine OID de la structure.",
            )


def _check_confidentiality(collector: Collector, element: etree._Element | None) -> None:
    path = f"{ROOT_PATH}/confidentialityCode"
    if element is None or is_null(element):
        return
    code = value_of(element, "code")
    if code not in _CONFIDENTIALITIES or value_of(element, "codeSystem") != _CONFIDENTIALITY_OID:
        collector.error(
            "CDA-115",
            path,
            "Le niveau de confidentialité ou son système est faux.",
            f"Écrire code N, displayName Normal et codeSystem {_CONFIDENTIALITY_OID}.",
        )
    elif not value_of(element, "displayName"):
        collector.error("CDA-115", path, "Attribut absent : displayName.", "Écrire displayName Normal.")
    elif code != "N":
        collector.warning(
            "CDA-117",
            path,
            f"Le niveau de confidentialité est {code} : il ne masque rien dans le DMP.",
            "Écrire N, et demander le masquage dans le message qui transmet le document.",
        )


def _check_version(collector: Collector, root: etree._Element, header: DocumentHeader) -> None:
    path = f"{ROOT_PATH}/versionNumber/@value"
    if value_of(child(root, "versionNumber")) and (header.version is None or header.version < 1):
        collector.error(
            "CDA-120",
            path,
            "Le numéro de version n'est pas un entier positif.",
            "Écrire 1 pour la première version, puis 2, 3 et ainsi de suite.",
        )
    replacements = [one for one in children(root, "relatedDocument") if one.get("typeCode") == "RPLC"]
    related = f"{ROOT_PATH}/relatedDocument"
    if len(replacements) > 1:
        collector.error(
            "CDA-122",
            related,
            f"Le document remplace {len(replacements)} documents.",
            "Un document remplace au plus une version : la dernière transmise.",
        )
    elif replacements and header.replaces is None:
        collector.error(
            "CDA-122",
            f"{related}/parentDocument/id",
            "Le document remplacé n'est pas identifié.",
            "Écrire l'identifiant (id) de la version remplacée.",
        )
    elif header.replaces == header.id:
        collector.error(
            "CDA-122",
            f"{related}/parentDocument/id",
            "Le document dit se remplacer lui-même.",
            "Donner un nouvel identifiant à la nouvelle version.",
        )
    if not replacements and header.version is not None and header.version > 1:
        collector.warning(
            "CDA-121",
            path,
            f"La version {header.version} ne dit pas quelle version elle remplace.",
            "Ajouter relatedDocument typeCode RPLC avec l'identifiant de la version précédente.",
        )


def check_body(collector: Collector, root: etree._Element, header: DocumentHeader) -> None:
    """What the body carries: the type and encoding of an N1, and the signature of every PDF.

    Rule: cda.md §2, §6 « PDF replaced by anything … check it in the product (PDF signature) ».
    """
    if header.form is BodyForm.N1:
        _check_n1(collector, child(root, "component", "nonXMLBody", "text"), header.media_type)
        return
    medias = list(_pdf_medias(child(root, "component", "structuredBody")))
    for index, value in enumerate(medias, start=1):
        _check_pdf(collector, value, f"{ROOT_PATH}/component/structuredBody//observationMedia[{index}]/value")


def _check_n1(collector: Collector, text: etree._Element | None, media_type: str) -> None:
    path = f"{ROOT_PATH}/component/nonXMLBody/text"
    if media_type not in N1_MEDIA_TYPES:
        collector.error(
            "CDA-130",
            f"{path}/@mediaType",
            "Le type de contenu d'un document non structuré n'est pas accepté.",
            f"Choisir parmi {', '.join(N1_MEDIA_TYPES)}.",
        )
    if text is None or text.get("representation") != "B64":
        collector.error(
            "CDA-131",
            f"{path}/@representation",
            "Le contenu n'est pas annoncé en base64.",
            "Écrire representation B64.",
        )
    elif media_type == "application/pdf":
        _check_pdf(collector, text, path)
    elif not (text.text or "").strip():
        collector.error("CDA-132", path, "Le contenu du document est vide.", "Joindre le contenu du document.")


def _pdf_medias(body: etree._Element | None) -> Iterator[etree._Element]:
    if body is None:
        return
    for media in body.iter("{urn:hl7-org:v3}observationMedia"):
        value = child(media, "value")
        if value is not None and value.get("mediaType") == "application/pdf" and value.get("representation") == "B64":
            yield value


def _check_pdf(collector: Collector, element: etree._Element, path: str) -> None:
    data = base64_of(element)
    if data is None:
        collector.error(
            "CDA-132", path, "Le contenu n'est pas du base64 lisible.", "Encoder à nouveau le PDF, sans le couper."
        )
        return
    if not data.startswith(b"%PDF-"):
        collector.error(
            "CDA-133", path, "Le contenu annoncé en PDF n'est pas un PDF.", "Joindre le PDF/A-1 du document."
        )
    elif b"%%EOF" not in data[-PDF_TAIL_BYTES:]:
        collector.warning(
            "CDA-134", path, "Le PDF joint paraît tronqué : sa marque de fin est absente.", "Joindre le PDF entier."
        )
