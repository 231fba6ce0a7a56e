"""The manifest that goes with a document in a folder of an application, and the answer that the application writes.

JSON, UTF-8, one object; its shape is published as ``docs/outlet-folder.schema.json``. Names of files hold nothing but
the number of the hand-over. Rule: intake.md §1.9 (folder outlet).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from liane.domain.actors.actor import Author, Professional, Structure
from liane.domain.documents.handover import HandedDocument, HandedMail, HandedPatient
from liane.domain.documents.request import RequestAction
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.errors import Finding, MalformedMessage, Severity

FORMAT = "liane.remise/1"
MANIFEST_BYTES_MAX = 256 * 1024
ANSWER_BYTES_MAX = 4 * 1024
ANSWER_CHARS_MAX = 300
CODES = frozenset(str(code) for code in range(900, 907))
SUFFIXES = {"application/pdf": ".pdf", "text/xml": ".xml"}
ACTIONS = {RequestAction.CREATE: "integrer", RequestAction.REPLACE: "remplacer", RequestAction.DELETE: "supprimer"}
_ASKED = {word: action for action, word in ACTIONS.items()}
_FLAGS = (
    ("MASQUE_PS", "masque_ps"),
    ("INVISIBLE_PATIENT", "invisible_patient"),
    ("INVISIBLE_REPRESENTANTS_LEGAUX", "invisible_rep_legaux"),
)
_TEXT_CHARS_MAX = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderAnswer:
    """What an application wrote. code: 900 to 906 for a refusal that says why, empty otherwise. words: its own."""

    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadManifest:
    """A manifest read back, with what a receiver needs to file. fields: the whole object."""

    number: str
    action: RequestAction
    unique_id: str
    replaces: str
    file_name: str
    sha256: str
    size: int
    ipp: str
    fields: Mapping[str, Any]


def name_document(one: HandedDocument) -> str:
    """Name of the file of the document. Raises ValueError for a media type that has no form."""
    if one.media_type not in SUFFIXES:
        raise ValueError(f"no form for {one.media_type}")
    return f"{one.number}{SUFFIXES[one.media_type]}"


def render_manifest(one: HandedDocument) -> bytes:
    """Write the manifest of one hand-over. Raises ValueError for a media type that has no form.

    Empty values are left out; a deletion names the document and brings no file. Rule: intake.md §1.9; INS/va1.53.
    """
    document: dict[str, Any] = {
        "identifiant": one.unique_id,
        "remplace": one.replaces,
        "type": _keep({"code": one.type.code, "systeme": one.type.system, "libelle": one.type.label}),
        "classe": _keep({"code": one.class_.code, "libelle": one.class_.label}) if one.class_ else {},
        "titre": one.title[:_TEXT_CHARS_MAX],
        "date": render_moment(one.document_time),
        "acte": _keep({"debut": render_moment(one.acted_from), "fin": render_moment(one.acted_to)}),
        "masquage": [code for code, name in _FLAGS if getattr(one.flags, name)],
    }
    if one.action is not RequestAction.DELETE:
        document["fichier"] = {
            "nom": name_document(one),
            "media_type": one.media_type,
            "taille": len(one.content),
            "sha256": hashlib.sha256(one.content).hexdigest(),
        }
    manifest = {
        "format": FORMAT,
        "numero": one.number,
        "action": ACTIONS[one.action],
        "remis_le": one.at.isoformat(timespec="seconds"),
        "environnement": "production" if one.processing_id == "P" else "test",
        "emetteur": str(one.sender),
        "destinataire": str(one.receiver),
        "document": _keep(document),
        "patient": _render_patient(one.patient),
        "auteurs": [_render_author(author) for author in one.authors],
        "etablissement": _render_structure(one.custodian),
        "unite": _keep({"code": one.unit[0], "libelle": one.unit[1]}),
        "courriel": _render_mail(one.mail),
    }
    return json.dumps(_keep(manifest), ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def render_moment(timestamp: str) -> str:
    """Write an HL7 timestamp as ISO 8601: a date where only the date is known, an instant with its offset otherwise."""
    instant = parse_timestamp(timestamp)
    if instant is None:
        return ""
    digits = len(timestamp.partition("+")[0].partition("-")[0].partition(".")[0])
    if digits < 8:
        return instant.strftime("%Y" if digits < 6 else "%Y-%m")
    return instant.date().isoformat() if digits == 8 else instant.isoformat(timespec="seconds")


def render_birth_date(value: str) -> str:
    """Write a birth date ``yyyyMMdd`` with its hyphens, lunar dates included; anything else as it is."""
    return f"{value[:4]}-{value[4:6]}-{value[6:]}" if len(value) == 8 and value.isdecimal() else value


def _keep(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def _render_patient(patient: HandedPatient) -> dict[str, Any]:
    traits = patient.traits
    return _keep(
        {
            "ipp": _keep({"valeur": patient.ipp.value, "domaine": patient.ipp.oid}) if patient.ipp else {},
            "ins": {"matricule": patient.ins.matricule, "oid": patient.ins.oid} if patient.ins else {},
            "nom_naissance": traits.birth_family,
            "nom_utilise": traits.used_family,
            "prenoms": traits.birth_givens or traits.birth_given,
            "premier_prenom": traits.birth_given,
            "prenom_utilise": traits.used_given,
            "date_naissance": render_birth_date(traits.birth_date),
            "sexe": traits.sex,
            "lieu_naissance": traits.birth_place,
        }
    )


def _render_author(author: Author) -> dict[str, Any]:
    person, structure = author.person, author.structure
    return _keep(
        {
            "personne": _render_professional(person) if person else {},
            "automate": author.device.name or author.device.identifier if author.device else "",
            "structure": _render_structure(structure),
        }
    )


def _render_professional(person: Professional) -> dict[str, Any]:
    return _keep(
        {
            "identifiant": person.identifier,
            "domaine": person.oid if person.identifier else "",
            "nom": person.family,
            "prenom": person.given,
            "specialite": person.specialty.label if person.specialty else "",
        }
    )


def _render_structure(structure: Structure | None) -> dict[str, Any]:
    if structure is None:
        return {}
    domain = structure.oid if structure.identifier else ""
    return _keep({"identifiant": structure.identifier, "domaine": domain, "nom": structure.name})


def _render_mail(mail: HandedMail) -> dict[str, Any]:
    return _keep(
        {
            "identifiant": mail.message_id,
            "objet": mail.subject[:_TEXT_CHARS_MAX],
            "expediteur": mail.sender,
            "destinataire": mail.recipient,
            "repondre_a": mail.reply_to,
        }
    )


def parse_manifest(data: bytes) -> ReadManifest:
    """Read a manifest back, as an application does. Raises MalformedMessage OUT-001."""
    if len(data) > MANIFEST_BYTES_MAX:
        raise _malformed("taille")
    try:
        fields = json.loads(data)
        document, patient = fields["document"], fields.get("patient", {})
        file = document.get("fichier", {})
        if fields["format"] != FORMAT:
            raise _malformed("format")
        read = ReadManifest(
            number=_text(fields["numero"]),
            action=_ASKED[fields["action"]],
            unique_id=_text(document["identifiant"]),
            replaces=_text(document.get("remplace", "")),
            file_name=_text(file.get("nom", "")),
            sha256=_text(file.get("sha256", "")),
            size=int(file.get("taille", 0)),
            ipp=_text(patient.get("ipp", {}).get("valeur", "")),
            fields=fields,
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise _malformed(type(error).__name__) from error
    if read.file_name not in ("", *(f"{read.number}{suffix}" for suffix in SUFFIXES.values())):
        raise _malformed("document.fichier.nom")
    return read


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def read_answer(data: bytes) -> FolderAnswer:
    """Read a ``.ko``: its first line is a code 900 to 906 or words, the rest is words; any bytes give an answer.

    Only the first ANSWER_BYTES_MAX bytes are read. UTF-8, else Windows-1252.
    """
    kept = data[:ANSWER_BYTES_MAX]
    try:
        text = kept.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = kept.decode("cp1252", "replace")
    first, _, rest = text.strip().replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    code = first.strip()[:3]
    told, words = (code, f"{first.strip()[3:].lstrip(' :;-')} {rest}") if code in CODES else ("", f"{first} {rest}")
    if told and first.strip()[3:4].isalnum():
        told, words = "", f"{first} {rest}"
    printable = "".join(letter if letter.isprintable() else " " for letter in words)
    return FolderAnswer(code=told, words=" ".join(printable.split())[:ANSWER_CHARS_MAX])


def _malformed(location: str) -> MalformedMessage:
    return MalformedMessage(
        Finding(
            code="OUT-001",
            severity=Severity.ERROR,
            location=location,
            message="Ce manifeste de remise n'est pas lisible.",
            remedy="Lire le fichier selon docs/outlet-folder.schema.json, une fois son nom en .json présent.",
            layer="outlet",
            rule="intake.md §1.9",
        )
    )
