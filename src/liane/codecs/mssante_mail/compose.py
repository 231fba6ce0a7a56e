"""Composes the mail that carries a document: recipients' rules, subject, names, default texts, headers.

No bytes of the archive are made here (``liane.codecs.xdm``), none of the mail either (``writer``).
Rule: référentiel MSSanté #2 ECO.2.1.1 to 2.4.3; mssante.md §4, §7, §9; hl7v2.md §4.9, §5.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from liane.codecs.mssante_mail.findings import mail_error, mail_warning
from liane.codecs.mssante_mail.header_fields import clean_text, is_address
from liane.codecs.mssante_mail.wording import word_closing, word_default_text, word_notice
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, render_mail
from liane.domain.documents.decision import is_minor
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import Recipient, RecipientKind, RequestAction, RequestFlags
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.errors import ConfigurationError, Finding, RuleViolation, has_errors
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentity, find_qualification_defects

__all__ = [
    "Attachment",
    "DocumentMail",
    "MailSender",
    "Mailbox",
    "OutgoingMail",
    "check_document_mail",
    "compose_document_mail",
    "compose_pdf_name",
    "compose_subject",
    "patient_address",
    "render_mail",
]

PATIENT_DOMAIN = "patient.mssante.fr"
ARCHIVE_NAME = "IHE_XDM.zip"
SUBJECT_PREFIX = "XDM/1.0/DDM+"
PDF_NAME_BYTES_MAX = 160
DOCUMENTS_MAX = 50
_UNSAFE_IN_FILE_NAME = re.compile(r'[\\/:*?"<>|]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSender:
    """The applicative mailbox that sends. nil: product reference (X-MSS-NIL). label: « Entité fonctionnelle ».

    Rule: référentiel MSSanté #2 ECO.2.2.7, 2.4.3.
    """

    address: str
    label: str
    nil: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMail:
    """What one mail must carry, to one recipient.

    documents: headers of the CDAs in the archive. patient: identity of the request, with its status. body: text asked
    by the emitter, empty for the default one. reply_to: address of a person or a service, empty when there is none.
    archive: bytes of IHE_XDM.zip. pdfs: the same documents as PDF/A-1. dossier: number for the names, may be empty.
    """

    action: RequestAction
    documents: tuple[DocumentHeader, ...]
    patient: PatientIdentity
    recipient: Recipient
    flags: RequestFlags
    archive: bytes
    pdfs: tuple[bytes, ...] = ()
    body: str = ""
    reply_to: str = ""
    dossier: str = ""

    def __repr__(self) -> str:
        return f"DocumentMail({self.action.value!r}, {len(self.documents)} documents)"


def patient_address(ins: INS) -> str:
    """Compute the Mon espace santé address of a person from a qualified INS; never look it up.

    Rule: référentiel MSSanté #2 ECO.2.2.6; mssante.md §2.
    """
    return f"{ins.matricule}@{PATIENT_DOMAIN}"


def compose_subject(document: DocumentHeader, patient: PatientIdentity) -> str:
    """Compose ``XDM/1.0/DDM+<libellé> <NOM> <prénom> <JJ/MM/AAAA>``.

    The label is the one of the document type: a title may tell more of a person's health than a subject should.
    Rule: référentiel MSSanté #2 ECO.2.1.3; mssante.md §4.2.
    """
    traits = patient.traits
    born = traits.birth_date
    shown = f"{born[6:8]}/{born[4:6]}/{born[:4]}" if len(born) >= 8 else born
    words = (_label(document), traits.birth_family.upper(), traits.birth_given, shown)
    return SUBJECT_PREFIX + " ".join(clean_text(word) for word in words if word)


def _label(document: DocumentHeader) -> str:
    return document.code.label or document.title or document.code.code


def compose_pdf_name(document: DocumentHeader, patient: PatientIdentity, dossier: str = "") -> str:
    """Compose ``<date de l'acte>_<type document>_<NOM>_<prénom>_<numéro de dossier>.pdf``, of bounded length.

    A label too long is cut, never the identity. Rule: référentiel MSSanté #2 ECO.2.1.6; mssante.md §4.3.
    """
    starts = [event.start for event in document.service_events if event.start]
    instant = parse_timestamp(starts[0] if starts else document.creation_time)
    date = instant.strftime("%Y%m%d") if instant else ""
    after = [_safe(patient.traits.birth_family.upper()), _safe(patient.traits.birth_given), _safe(dossier)]
    tail = "_".join(word for word in after if word)
    room = PDF_NAME_BYTES_MAX - len(f"{date}__{tail}.pdf".encode())
    label = _safe(_label(document)).encode()[: max(room, 20)].decode("utf-8", "ignore").strip()
    return "_".join(word for word in (date, label, tail) if word) + ".pdf"


def _safe(value: str) -> str:
    return _UNSAFE_IN_FILE_NAME.sub("_", clean_text(value))


def check_document_mail(content: DocumentMail) -> list[Finding]:
    """Collect everything wrong with a mail before it is composed.

    Errors: MSS-001 two patients, MSS-002 INS not qualified, MSS-003 invisible to the patient, MSS-004 minor,
    MSS-005 wrong patient address, MSS-006 no document, MSS-007 bad address. Warning: MSS-008 PDF missing.
    Rule: référentiel MSSanté #2 ECO.2.1.1, 2.2.6; hl7v2.md §4.9; mssante.md §4.3, §7.
    """
    findings = _check_content(content)
    if content.recipient.kind is RecipientKind.PATIENT or content.recipient.address.lower().endswith(
        f"@{PATIENT_DOMAIN}"
    ):
        findings.extend(_check_patient_recipient(content))
    return findings


def _check_content(content: DocumentMail) -> list[Finding]:
    findings = []
    if not 0 < len(content.documents) <= DOCUMENTS_MAX or not content.archive:
        findings.append(
            mail_error(
                "MSS-006",
                ARCHIVE_NAME,
                "Le courriel ne porte aucun document, ou trop de documents.",
                f"Joindre une archive IHE_XDM de 1 à {DOCUMENTS_MAX} documents.",
                "référentiel MSSanté #2 ECO.2.1.1",
            )
        )
    if not _is_one_patient(content):
        findings.append(
            mail_error(
                "MSS-001",
                ARCHIVE_NAME,
                "Les documents du courriel ne sont pas tous du même patient.",
                "Envoyer un courriel par patient.",
                "référentiel MSSanté #2 ECO.2.1.1; mssante.md §4.3",
            )
        )
    addresses = [content.recipient.address, *([content.reply_to] if content.reply_to else ())]
    if not all(is_address(address) for address in addresses):
        findings.append(
            mail_error(
                "MSS-007",
                "PRT-15.4",
                "L'adresse du destinataire, ou l'adresse de réponse, n'est pas une adresse de messagerie valable.",
                "Corriger l'adresse MSSanté dans PRT-15.4.",
                "RFC 5321 §4.1.2; hl7v2.md §4.7",
            )
        )
    if len(content.pdfs) != len(content.documents):
        findings.append(
            mail_warning(
                "MSS-008",
                "PDF",
                "Le courriel ne porte pas exactement un PDF par document CDA.",
                "Fournir le rendu PDF/A-1 de chaque document, pour les correspondants sans intégration.",
                "référentiel MSSanté #2 ECO.2.1.1, 2.1.5",
            )
        )
    return findings


def _is_one_patient(content: DocumentMail) -> bool:
    """Tell whether the request and all the CDAs name one person: same INS, same numbers, same birth."""
    people = [content.patient, *(document.patient for document in content.documents)]
    matricules = {person.ins.matricule.upper() for person in people if person.ins}
    births = {person.traits.birth_date for person in people if person.traits.birth_date}
    numbers: dict[str, set[str]] = {}
    for person in people:
        for identifier in person.identifiers:
            if not identifier.is_ins and identifier.oid:
                numbers.setdefault(identifier.oid, set()).add(identifier.value)
    are_numbers_shared = all(len(values) == 1 for values in numbers.values())
    return len(matricules) <= 1 and len(births) <= 1 and are_numbers_shared


def _check_patient_recipient(content: DocumentMail) -> list[Finding]:
    findings = []
    defects = find_qualification_defects(content.patient)
    rule = "hl7v2.md §4.9; mssante.md §7"
    if defects:
        findings.append(
            mail_error(
                "MSS-002",
                "PID-3",
                f"L'INS n'est pas qualifiée ({' ; '.join(defects)}) : aucun envoi au patient.",
                "Qualifier l'identité, puis renvoyer.",
                "référentiel MSSanté #2 ECO.2.2.6; INS/va1.53",
            )
        )
    ins = content.patient.ins
    if ins is not None and content.recipient.address.upper() != patient_address(ins).upper():
        findings.append(
            mail_error(
                "MSS-005",
                "PRT-15.4",
                "L'adresse du destinataire n'est pas celle que l'INS du patient donne.",
                f"Employer l'adresse calculée : <matricule INS>@{PATIENT_DOMAIN}.",
                "référentiel MSSanté #2 ECO.2.2.6; mssante.md §2",
            )
        )
    if content.flags.invisible_patient:
        findings.append(
            mail_error(
                "MSS-003",
                "OBX[INVISIBLE_PATIENT]",
                "Un document invisible au patient ne peut pas lui être envoyé.",
                "Attendre la consultation d'annonce, ou mettre INVISIBLE_PATIENT à N.",
                rule,
            )
        )
    is_restricted = content.flags.invisible_rep_legaux or content.flags.connexion_secrete
    born = content.patient.traits.birth_date
    if is_restricted and any(is_minor(born, document.creation_time) for document in content.documents):
        findings.append(
            mail_error(
                "MSS-004",
                "OBX[INVISIBLE_REP_LEGAUX]",
                "La messagerie d'un mineur est lue par ses représentants légaux : ce document ne peut y être envoyé.",
                "Ne pas demander d'envoi au patient pour ce document.",
                rule,
            )
        )
    return findings


def compose_document_mail(
    content: DocumentMail, sender: MailSender, *, message_id: str, date: datetime
) -> OutgoingMail:
    """Compose the mail of a document for one recipient.

    message_id: without angle brackets; fixed at the first attempt and kept for every resend, as is date.
    Raises RuleViolation with every finding of check_document_mail; ConfigurationError when the sender has no product
    reference or no valid address.
    Rule: référentiel MSSanté #2 ECO.2.1.1 to 2.4.3; mssante.md §4.1, §9.
    """
    if not sender.nil or not is_address(sender.address):
        raise ConfigurationError("mssante: l'adresse d'émission et la référence produit X-MSS-NIL sont obligatoires")
    findings = check_document_mail(content)
    if has_errors(findings):
        raise RuleViolation(*findings)
    is_patient = content.recipient.kind is RecipientKind.PATIENT
    no_reply = is_patient and not content.flags.patient_may_reply
    is_qualified = content.patient.ins is not None and not find_qualification_defects(content.patient)
    attachments = [Attachment(name=ARCHIVE_NAME, media_type="application/zip", data=content.archive)]
    names = _distinct(compose_pdf_name(one, content.patient, content.dossier) for one in content.documents)
    for name, pdf in zip(names, content.pdfs, strict=False):
        attachments.append(Attachment(name=name, media_type="application/pdf", data=pdf))
    return OutgoingMail(
        message_id=message_id,
        date=date,
        sender=Mailbox(address=sender.address, label=sender.label),
        to=(Mailbox(address=content.recipient.address),),
        subject=compose_subject(content.documents[0], content.patient),
        body=compose_body(content, sender),
        nil=sender.nil,
        reply_to=Mailbox(address=content.reply_to) if content.reply_to else None,
        code_cda=tuple(dict.fromkeys(document.code.code for document in content.documents)),
        ins_qualifiee=is_qualified,
        no_reply=no_reply,
        read_receipt_to=sender.address if content.flags.ack_lecture else "",
        return_receipt_to=sender.address if content.flags.ack_reception else "",
        attachments=tuple(attachments),
    )


def _distinct(names: Iterable[str]) -> list[str]:
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name[:-4]}_{seen[name]}.pdf")
    return distinct


def compose_body(content: DocumentMail, sender: MailSender) -> str:
    """Compose the text of the mail: the emitter's own text, else a default one; then the closing mention.

    A replacement and a deletion say so first, whatever the text: the earlier mail cannot be called back.
    Rule: MSS/va1.09 (closing mention), MSS/va1.13 (« annule et remplace »), MSS/va1.30 (deletion); mssante.md §9.
    """
    is_patient = content.recipient.kind is RecipientKind.PATIENT
    text = content.body.replace("\r\n", "\n").strip() or word_default_text(content.action, is_patient)
    notice = word_notice(content.action, is_patient)
    may_reply = not is_patient or content.flags.patient_may_reply
    closing = word_closing(clean_text(sender.label), content.reply_to, may_reply)
    return "\n\n".join(part for part in ("" if notice in text else notice, text, closing) if part)
