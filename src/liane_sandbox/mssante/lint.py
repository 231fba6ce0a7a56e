"""Remarks on a mail that a real operator would take without a word: what an editor should correct. French texts.

Rule: mssante.md §4, §13.2 point 7: a remark, never an SMTP error.
"""

from email.utils import parsedate_to_datetime

from liane.codecs.mssante_mail.mime import parse_fields, split_message
from liane.codecs.mssante_mail.receipts import XDM_SUBJECT, IncomingMail, MailKind

PATIENT_DOMAIN = "patient.mssante.fr"


def lint_mail(raw: bytes, parsed: IncomingMail | None, recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Collect the remarks on a mail submitted by a professional's software."""
    if parsed is None:
        return ("Le courriel est illisible : structure MIME ou taille hors des bornes.",)
    fields = parse_fields(split_message(raw)[0])
    remarks = []
    if not parsed.message_id:
        remarks.append("En-tête Message-ID absent (ECO.2.2.1).")
    try:
        parsedate_to_datetime(fields.get("date"))
    except (ValueError, TypeError, IndexError):
        remarks.append("En-tête Date absent ou illisible (RFC 5322).")
    if not parsed.nil:
        remarks.append("En-tête X-MSS-NIL absent (ECO.2.4.3).")
    if not parsed.sender.label:
        remarks.append("Libellé de l'émetteur absent de l'en-tête From (ECO.2.2.7).")
    if raw.count(b"\n") != raw.count(b"\r\n"):
        remarks.append("Des lignes ne finissent pas par CR LF (RFC 5321).")
    if len(parsed.recipients) > 1 and any(one.endswith(f"@{PATIENT_DOMAIN}") for one in recipients):
        remarks.append("Un courriel à un patient porte plusieurs destinataires.")
    if parsed.kind is MailKind.XDM:
        remarks.extend(_lint_documents(parsed))
    elif parsed.code_cda or parsed.ins_header:
        remarks.append("X-MSS-CODECDA ou X-MSS-INS présent sans document CDA (ECO.2.4.1, 2.4.2).")
    return tuple(remarks)


def _lint_documents(parsed: IncomingMail) -> list[str]:
    remarks = []
    archives = [one for one in parsed.attachments if one.is_archive]
    if not archives:
        remarks.append("Objet XDM sans pièce jointe IHE_XDM.zip (ECO.2.1.1).")
    elif len(archives) > 1:
        remarks.append("Plusieurs archives IHE_XDM.zip dans un seul courriel (ECO.2.1.1).")
    if XDM_SUBJECT.match(parsed.subject) is None:
        remarks.append("Pièce jointe IHE_XDM.zip sans l'objet XDM/1.0/DDM+… (ECO.2.1.3).")
    if not parsed.code_cda:
        remarks.append("En-tête X-MSS-CODECDA absent (ECO.2.4.1).")
    if parsed.ins_header not in ("O", "N"):
        remarks.append("En-tête X-MSS-INS absent ou différent de O et N (ECO.2.4.2).")
    if not any(one.media_type == "application/pdf" for one in parsed.attachments):
        remarks.append("Aucun PDF à côté de l'archive (ECO.2.1.1).")
    return remarks
