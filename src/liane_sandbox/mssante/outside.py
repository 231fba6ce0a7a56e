"""Mails that come from outside the establishment, made as another software would: documents, PDF, patients, broken.

Rule: mssante.md §4.4, §5, §8, §13.2; the archive and the mail are built by the codecs, the mistakes are made here.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from liane.codecs.cda.header import read_document
from liane.codecs.mssante_mail.compose import compose_pdf_name, compose_subject
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, render_mail
from liane.codecs.pdf.copies import parsed_document_as_pdf
from liane.codecs.xdm.archive import XDMAction, build_xdm
from liane.codecs.xdm.front_pages import XDMSender
from liane.codecs.xds.from_header import (
    build_document_entry,
    build_submission,
    build_submission_set,
    find_content_type,
)
from liane.domain.identity.ins import INS, INSAuthority, compute_ins_key
from liane.domain.identity.patient import PatientTraits
from liane.domain.terminology import associations
from liane_sandbox.emitter.example_documents import make_example, make_prescription
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.establishment import PFI_MAILBOX
from liane_sandbox.mssante.scanning import scan_first_page
from liane_sandbox.patients import DMPState, MESState, SandboxPatient, find_patient

DOCTOR = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
DOCTOR_LABEL = "Dr Camille DESCHAMPS"
SOURCE_ID = "1.2.250.1.999.1.9000"
NIL = "SIMULATION-LGC"
DOCUMENTS_MAX = 5
PARTS_OF_THOUSAND = 1_000
_SENDER = XDMSender(
    name="CABINET EXEMPLE (SIMULATION)",
    software_name="LGC DE SIMULATION",
    software_version="1.0",
    software_editor="Simulation",
)
STRANGER = SandboxPatient(
    traits=PatientTraits(
        birth_family="TESTINCONNU",
        birth_given="PAULE",
        birth_givens="PAULE",
        birth_date="19800115",
        sex="F",
        birth_place="99999",
    ),
    ins=INS(matricule="2800199999042" + compute_ins_key("2800199999042"), oid=INSAuthority.NIR_TEST.value),
    ipp="EXT000001",
    dmp_state=DMPState.ABSENT,
    mes_state=MESState.UNKNOWN,
)
"""A fictitious person that the establishment does not know."""


class InjectionKind(StrEnum):
    """What is sent."""

    XDM = "xdm"
    PDF = "pdf"
    SCAN = "scan"
    PATIENT = "patient"
    PLAIN = "plain"
    BROKEN_ARCHIVE = "broken_archive"
    TAMPERED = "tampered"
    THOUSAND_PARTS = "thousand_parts"


INJECTION_NAMES = {
    InjectionKind.XDM: "un médecin envoie un document (XDM)",
    InjectionKind.PDF: "un médecin envoie un PDF seul",
    InjectionKind.SCAN: "un médecin envoie une numérisation",
    InjectionKind.PATIENT: "un patient écrit depuis Mon espace santé",
    InjectionKind.PLAIN: "un courriel sans document",
    InjectionKind.BROKEN_ARCHIVE: "une archive illisible",
    InjectionKind.TAMPERED: "une archive dont l'empreinte est fausse",
    InjectionKind.THOUSAND_PARTS: "un courriel de 1 000 parties",
}
FILES = (InjectionKind.PDF, InjectionKind.SCAN)
PRESCRIPTION = "ordonnance"
EXAMPLES = ("lettre_liaison", "cr_bio", "cr_img", PRESCRIPTION)
ACTIONS = ("", "C", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """One mail to send. serial: of its first document. count: documents of the same person. version above 1: replaces.

    action: the extra metadata (``C``, ``D``). wants_mdn: asks for a receipt. with_copies: PDF beside each CDA.
    """

    kind: InjectionKind
    patient: SandboxPatient
    to: str = PFI_MAILBOX
    sender: str = DOCTOR
    example: str = "lettre_liaison"
    serial: int = 1
    count: int = 1
    version: int = 1
    action: str = ""
    wants_mdn: bool = True
    with_copies: bool = True
    extra_pdf: bool = False
    is_final: bool = False
    subject: str = ""


def read_injection(values: Mapping[str, object]) -> Injection:
    """Read an order (decoded JSON or a form). Raises ValueError, in French, when a value is wrong."""
    try:
        kind = InjectionKind(str(values.get("kind") or "xdm"))
    except ValueError as error:
        raise ValueError(f"genre inconnu ; connus : {', '.join(InjectionKind)}") from error
    ins = str(values.get("ins") or "")
    patient = STRANGER if ins in ("", "inconnu", STRANGER.ins.matricule) else find_patient(ins)
    if patient is None:
        raise ValueError("aucun patient fictif n'a ce matricule INS")
    example, action = str(values.get("example") or "lettre_liaison"), str(values.get("action") or "")
    if example not in EXAMPLES or action not in ACTIONS:
        raise ValueError("modèle de document ou action inconnus")
    try:
        serial, count, version = (int(str(values.get(name) or 1)) for name in ("serial", "count", "version"))
    except ValueError as error:
        raise ValueError("« serial », « count » et « version » sont des nombres") from error
    if not (1 <= count <= DOCUMENTS_MAX and 1 <= version <= 99 and 1 <= serial < 10**12):
        raise ValueError(f"« count » va de 1 à {DOCUMENTS_MAX}, « version » de 1 à 99")
    return Injection(
        kind=kind,
        patient=patient,
        to=str(values.get("to") or PFI_MAILBOX).lower(),
        sender=str(values.get("sender") or DOCTOR).lower(),
        example=example,
        serial=serial,
        count=count,
        version=version,
        action=action,
        wants_mdn=_is_yes(values.get("wants_mdn", True)),
        with_copies=_is_yes(values.get("with_copies", True)),
        extra_pdf=_is_yes(values.get("extra_pdf", False)),
        is_final=_is_yes(values.get("is_final", False)),
        subject=str(values.get("subject") or "")[:200],
    )


def _is_yes(value: object) -> bool:
    return value not in (False, None, "", "non", "false", "0")


def make_mail(order: Injection, *, message_id: str, at: datetime) -> bytes:
    """Write the mail. message_id: without brackets."""
    if order.kind is InjectionKind.THOUSAND_PARTS:
        return _make_thousand_parts(order, message_id, at)
    if order.kind is InjectionKind.PATIENT:
        return render_mail(_make_patient_mail(order, message_id, at))
    if order.kind in (*FILES, InjectionKind.PLAIN):
        return render_mail(_make_plain(order, message_id, at))
    return render_mail(_make_xdm(order, message_id, at))


def make_documents(order: Injection) -> tuple[bytes, ...]:
    """The CDA documents of an order."""
    kinds = {"cr_img": "cr_img_v2"} if order.version > 1 else {}
    facts = [make_facts(order.patient, order.serial + rank, version=order.version) for rank in range(order.count)]
    if order.example == PRESCRIPTION:
        return tuple(make_prescription(one) for one in facts)
    return tuple(make_example(kinds.get(order.example, order.example), facts=one) for one in facts)


def _make_xdm(order: Injection, message_id: str, at: datetime) -> OutgoingMail:
    documents = make_documents(order)
    read = [read_document(one) for one in documents]
    archive = _make_archive(order, documents, at)
    attachments = [Attachment(name="IHE_XDM.zip", media_type="application/zip", data=archive)]
    for one in read if order.with_copies else ():
        name = compose_pdf_name(one.header, order.patient.identity)
        pdf = parsed_document_as_pdf(one).data
        attachments.append(Attachment(name=name, media_type="application/pdf", data=pdf))
    if order.extra_pdf:
        attachments.append(_make_letter(order))
    return OutgoingMail(
        message_id=message_id,
        date=at,
        sender=Mailbox(address=order.sender, label=DOCTOR_LABEL),
        to=(Mailbox(address=order.to),),
        subject=compose_subject(read[0].header, order.patient.identity),
        body="Bonjour,\n\nVeuillez trouver ci-joint un document concernant votre patient.\n\nBien confraternellement.",
        nil=NIL,
        code_cda=tuple(dict.fromkeys(one.header.code.code for one in read)),
        ins_qualifiee=True,
        read_receipt_to=order.sender if order.wants_mdn else "",
        attachments=tuple(attachments),
    )


def _make_archive(order: Injection, documents: tuple[bytes, ...], at: datetime) -> bytes:
    if order.kind is InjectionKind.BROKEN_ARCHIVE:
        return b"PK\x03\x04 ceci n'est pas une archive"
    entries = []
    for rank, content in enumerate(documents, start=1):
        header = read_document(content).header
        entry = build_document_entry(
            header, cda=content, patient_id=order.patient.ins, visibility=(), tables=associations
        )
        entries.append(replace(entry, symbolic_id=f"Document{rank:02d}"))
    stamp = at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    lot = build_submission_set(
        unique_id=f"{SOURCE_ID}.{stamp}.{order.serial}",
        source_id=SOURCE_ID,
        patient_id=order.patient.ins,
        author=entries[0].authors[0] if entries[0].authors else None,
        submission_time=stamp,
        content_type=find_content_type(""),
        title="Documents d'un confrère",
    )
    contents = {entry.symbolic_id: content for entry, content in zip(entries, documents, strict=True)}
    archive = build_xdm(
        build_submission(lot, tuple(entries)), contents, sender=_SENDER, at=at, action=XDMAction(code=order.action)
    )
    return _tamper(archive) if order.kind is InjectionKind.TAMPERED else archive


def _tamper(archive: bytes) -> bytes:
    """Change a document after its fiche was written."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            target.writestr(info, content + b"\n" if info.filename.endswith("DOC00001.XML") else content)
    return output.getvalue()


def _make_letter(order: Injection) -> Attachment:
    """A PDF without structured data, of the patient."""
    example = "cr_img" if order.example == "lettre_liaison" else "lettre_liaison"
    content = make_example(example, facts=make_facts(order.patient, order.serial + 500))
    pdf = parsed_document_as_pdf(read_document(content)).data
    if order.kind is InjectionKind.SCAN:
        return Attachment(name="numerisation.pdf", media_type="application/pdf", data=scan_first_page(pdf))
    return Attachment(name="courrier.pdf", media_type="application/pdf", data=pdf)


def _make_plain(order: Injection, message_id: str, at: datetime) -> OutgoingMail:
    has_file = order.kind in FILES
    return OutgoingMail(
        message_id=message_id,
        date=at,
        sender=Mailbox(address=order.sender, label=DOCTOR_LABEL),
        to=(Mailbox(address=order.to),),
        subject=order.subject or ("Courrier concernant votre patient" if has_file else "Réunion de service"),
        body="Bonjour,\n\nVoir la pièce jointe." if has_file else "Bonjour,\n\nLa réunion est déplacée à jeudi.",
        nil=NIL,
        read_receipt_to=order.sender if order.wants_mdn else "",
        attachments=(_make_letter(order),) if has_file else (),
    )


def _make_patient_mail(order: Injection, message_id: str, at: datetime) -> OutgoingMail:
    return OutgoingMail(
        message_id=message_id,
        date=at,
        sender=Mailbox(address=f"{order.patient.ins.matricule}@patient.mssante.fr", label=order.patient.label),
        to=(Mailbox(address=order.to),),
        subject=order.subject or "Préparation de mon ordonnance",
        body="Bonjour, pouvez-vous préparer l'ordonnance jointe ? Je passe demain.",
        nil="SIMULATION-MES",
        no_reply=order.is_final,
        attachments=(_make_prescription(order),),
    )


def _make_prescription(order: Injection) -> Attachment:
    """The prescription that the patient holds, as a PDF."""
    content = make_prescription(make_facts(order.patient, order.serial + 500))
    return Attachment(
        name="ordonnance.pdf", media_type="application/pdf", data=parsed_document_as_pdf(read_document(content)).data
    )


def _make_thousand_parts(order: Injection, message_id: str, at: datetime) -> bytes:
    head = render_mail(replace(_make_plain(replace(order, kind=InjectionKind.PLAIN), message_id, at)))
    fields = head.split(b"\r\n\r\n", 1)[0]
    kept = b"\r\n".join(line for line in fields.split(b"\r\n") if not line.lower().startswith(b"content-"))
    part = b"--=_mille\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return (
        kept
        + b'\r\nContent-Type: multipart/mixed; boundary="=_mille"\r\n\r\n'
        + part * PARTS_OF_THOUSAND
        + (b"--=_mille--\r\n")
    )
