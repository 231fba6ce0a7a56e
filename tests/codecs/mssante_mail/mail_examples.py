"""Mails and receipts for tests: one complete mail of ours, and what operators and readers send back."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

from liane.codecs.mssante_mail.receipts import ReadingNotice, ReadingReport
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, render_mail

ZIP = Attachment(name="IHE_XDM.zip", media_type="application/zip", data=bytes(range(256)) * 40)
PDF = Attachment(name="20260311_CR D'ÉTÉ_TEST_CAMILLE.pdf", media_type="application/pdf", data=b"%PDF-1.4\n")
MAIL = OutgoingMail(
    message_id="7f3a9c02-1@pfi.ch-exemple.mssante.fr",
    date=datetime(2026, 3, 12, 9, 31, 4, tzinfo=UTC),
    sender=Mailbox(address="pfi@ch-exemple.mssante.fr", label="CH EXEMPLE - CARDIOLOGIE"),
    to=(Mailbox(address="camille.deschamps@cabinet-exemple.mssante.fr"),),
    subject="XDM/1.0/DDM+LETTRE DE LIAISON TESTOMBELLE CAMILLE 14/02/1990",
    body="Bonjour,\n\nVeuillez trouver la lettre d'été.\n.\n..\nfin ",
    nil="000000-PFI-DEMO",
    reply_to=Mailbox(address="secretariat.cardio@ch-exemple.mssante.fr"),
    code_cda=("11490-0",),
    ins_qualifiee=True,
    read_receipt_to="pfi@ch-exemple.mssante.fr",
    attachments=(ZIP, PDF),
)


AT = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
ORIGINAL = render_mail(MAIL)
READER = "cardio@ch-recepteur.mssante.fr"

# The shape that Postfix 3.7 writes: null return path, folded diagnostic, headers returned.
POSTFIX_FAILED = b"""\
Return-Path: <>\r
Received: by mx.exemple.mssante.fr (Postfix)\r
\tid 4F2A; Thu, 12 Mar 2026 09:31:05 +0100 (CET)\r
Date: Thu, 12 Mar 2026 09:31:05 +0100 (CET)\r
From: MAILER-DAEMON@mx.exemple.mssante.fr (Mail Delivery System)\r
Subject: Undelivered Mail Returned to Sender\r
To: pfi@ch-exemple.mssante.fr\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status;\r
\tboundary="4F2A.1773304265/mx.exemple.mssante.fr"\r
Content-Transfer-Encoding: 8bit\r
Message-Id: <20260312083105.4F2A@mx.exemple.mssante.fr>\r
\r
This is a MIME-encapsulated message.\r
\r
--4F2A.1773304265/mx.exemple.mssante.fr\r
Content-Description: Notification\r
Content-Type: text/plain; charset=utf-8\r
\r
This is the mail system at host mx.exemple.mssante.fr.\r
\r
--4F2A.1773304265/mx.exemple.mssante.fr\r
Content-Description: Delivery report\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.exemple.mssante.fr\r
Original-Envelope-Id: 7f3a9c02-1\r
X-Postfix-Queue-ID: 4F2A\r
X-Postfix-Sender: rfc822; pfi@ch-exemple.mssante.fr\r
Arrival-Date: Thu, 12 Mar 2026 09:31:05 +0100 (CET)\r
\r
Final-Recipient: rfc822; pleine@cabinet-exemple.mssante.fr\r
Original-Recipient: rfc822;pleine@cabinet-exemple.mssante.fr\r
Action: failed\r
Status: 5.2.2\r
Remote-MTA: dns; [127.0.0.1]\r
Diagnostic-Code: smtp; 552 5.2.2 <pleine@cabinet-exemple.mssante.fr>: Recipient\r
    address rejected: Mailbox full\r
\r
--4F2A.1773304265/mx.exemple.mssante.fr\r
Content-Description: Undelivered Message Headers\r
Content-Type: text/rfc822-headers\r
\r
Return-Path: <pfi@ch-exemple.mssante.fr>\r
Message-ID: <7f3a9c02-1@pfi.ch-exemple.mssante.fr>\r
Subject: XDM/1.0/DDM+X\r
\r
--4F2A.1773304265/mx.exemple.mssante.fr--\r
"""


def make_notice(report: ReadingReport) -> ReadingNotice:
    return ReadingNotice(
        message_id="mdn-552@pfi.ch-recepteur.mssante.fr",
        date=AT,
        sender=Mailbox(address="pfi@ch-recepteur.mssante.fr"),
        to="pfi@ch-exemple.mssante.fr",
        subject=MAIL.subject,
        report=report,
        original=ORIGINAL,
    )


SUCCESS = ReadingReport(original_message_id=MAIL.message_id, reader=READER, disposition="processed")
FAILURE = replace(SUCCESS, is_success=False, error_code="902", error_label="Identifiant de patient inconnu")


OLD_LINE = (
    "Disposition:automatic-action/MDN-sent-automatically; processed/Error: "
    "902^Identifiant de patient inconnu^messageErrorCondition| E^Error^errorSeverity"
)


def old_dialect(part_header: bytes) -> bytes:
    return (
        b"From: pfi@ch-recepteur.mssante.fr\r\nTo: pfi@ch-exemple.mssante.fr\r\n"
        b"Subject: [KO =?utf-8?Q?Int=C3=A9gration_syst=C3=A8me_!?=][902] XDM/1.0/DDM+LETTRE\r\n"
        b"In-Reply-To: <7f3a9c02-1@pfi.ch-exemple.mssante.fr>\r\n"
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=m1\r\n\r\n"
        b"--m1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nErreur.\r\n"
        b"--m1\r\n" + part_header + b"Reporting-UA: pfi; PFI\r\n"
        b"Final-Recipient: rfc822;cardio@ch-recepteur.mssante.fr\r\n"
        b"Original-Message-ID: <7f3a9c02-1@pfi.ch-exemple.mssante.fr>\r\n" + OLD_LINE.encode() + b"\r\n"
        b"--m1\r\nContent-Type: application/zip; name=IHE_XDM.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(b"PK")
        + b"\r\n--m1--\r\n"
    )
