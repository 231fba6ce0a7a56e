"""Receipts: what real operators and readers send is read; what we write is read back; each kind is told apart."""

from dataclasses import replace

import pytest

from liane.codecs.mssante_mail.receipts import (
    DeliveryAction,
    DeliveryNotice,
    DeliveryReport,
    MailKind,
    NonDeliveryCause,
    RecipientReport,
    parse_incoming,
    render_dsn,
    render_mdn,
)
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, render_mail
from liane.domain.errors import MalformedMessage
from tests.codecs.mssante_mail.mail_examples import (
    AT,
    FAILURE,
    MAIL,
    OLD_LINE,
    ORIGINAL,
    POSTFIX_FAILED,
    READER,
    SUCCESS,
    ZIP,
    make_notice,
    old_dialect,
)


def test_dsn_of_postfix() -> None:
    mail = parse_incoming(POSTFIX_FAILED)
    assert mail.kind is MailKind.DSN
    assert mail.is_automatic
    assert mail.delivery is not None
    assert mail.delivery.envelope_id == "7f3a9c02-1"
    assert mail.delivery.original_message_id == MAIL.message_id
    (report,) = mail.delivery.recipients
    assert report.action is DeliveryAction.FAILED
    assert report.status == "5.2.2"
    assert report.reply_code == "552"
    assert report.cause is NonDeliveryCause.MAILBOX_FULL
    assert report.diagnostic.endswith("Recipient    address rejected: Mailbox full")
    assert mail.correlation_keys[:2] == ("7f3a9c02-1", MAIL.message_id)


def test_dsn_with_several_recipients_and_without_envelope() -> None:
    more = b"\r\n\r\nFinal-Recipient: rfc822;b@c.fr\r\nAction: relayed\r\nStatus: 2.0.0\r\n"
    raw = POSTFIX_FAILED.replace(b"address rejected: Mailbox full\r\n", b"address rejected: Mailbox full" + more)
    raw = raw.replace(b"Original-Envelope-Id: 7f3a9c02-1\r\n", b"")
    mail = parse_incoming(raw)
    assert mail.delivery is not None
    assert mail.delivery.envelope_id == ""
    assert [one.action for one in mail.delivery.recipients] == [DeliveryAction.FAILED, DeliveryAction.RELAYED]
    assert [one.reply_code for one in mail.delivery.recipients] == ["552", ""]


@pytest.mark.parametrize(
    ("diagnostic", "status", "code"),
    [
        ("smtp; 550 5.1.1 <a@b.fr>: unknown", "5.1.1", "550"),
        ("smtp; 552 5.2.2 <a@b.fr>: full", "5.2.2", "552"),
        ("smtp; 554-5.7.1 virus", "5.7.1", "554"),
        ("x-unix; user unknown", "5.1.1", "550"),
        ("", "5.1.3", "553"),
        ("", "5.2.2", "552"),
        ("", "5.7.1", "550"),
        ("", "4.4.1", "441"),
        ("", "4.9.9", "450"),
        ("", "", "554"),
        ("smtp; 599 5.0.0 odd code", "5.0.0", "554"),
        ("smtp; host 10.0.0.550 said: 450 4.2.0 wait", "4.2.0", "450"),
    ],
)
def test_reply_codes_are_folded_to_the_table(diagnostic: str, status: str, code: str) -> None:
    raw = POSTFIX_FAILED.replace(b"Status: 5.2.2", b"Status: " + status.encode())
    start = raw.index(b"Diagnostic-Code:")
    end = raw.index(b"full\r\n", start) + 6
    raw = raw[:start] + b"Diagnostic-Code: " + diagnostic.encode() + b"\r\n" + raw[end:]
    mail = parse_incoming(raw)
    assert mail.delivery is not None
    assert mail.delivery.recipients[0].reply_code == code


def test_the_verdict_is_the_action_never_the_status() -> None:
    mail = parse_incoming(POSTFIX_FAILED.replace(b"Status: 5.2.2", b"Status: 4.2.1"))
    assert mail.delivery is not None
    assert mail.delivery.recipients[0].action is DeliveryAction.FAILED


@pytest.mark.parametrize("action", list(DeliveryAction))
@pytest.mark.parametrize("returns_content", [False, True])
def test_dsn_that_we_write_is_read_back(action: DeliveryAction, returns_content: bool) -> None:
    report = RecipientReport(
        recipient="a@b.fr", action=action, status="2.0.0", diagnostic="smtp; 250 Ok", original_recipient="c@d.fr"
    )
    notice = DeliveryNotice(
        message_id="dsn-1@op.fr",
        date=AT,
        reporting_mta="op.fr",
        postmaster=Mailbox(address="MAILER-DAEMON@op.fr", label="Mail Delivery System"),
        to="pfi@ch-exemple.mssante.fr",
        report=DeliveryReport(envelope_id="e+1 =é"[:5], original_message_id=MAIL.message_id, recipients=(report,)),
        text="Texte accentué.",
        original=ORIGINAL,
        returns_content=returns_content,
    )
    mail = parse_incoming(render_dsn(notice))
    assert mail.kind is MailKind.DSN
    assert mail.delivery is not None
    assert mail.delivery.original_message_id == MAIL.message_id
    (found,) = mail.delivery.recipients
    assert (found.action, found.recipient, found.original_recipient) == (action, "a@b.fr", "c@d.fr")
    assert mail.auto_submitted == "auto-replied"


def test_mdn_of_success() -> None:
    mail = parse_incoming(render_mdn(make_notice(SUCCESS)))
    assert mail.kind is MailKind.MDN
    assert mail.subject == MAIL.subject
    assert mail.reading == replace(SUCCESS, original_recipient=READER, reporting_ua="Liane")


def test_mdn_of_error_gives_the_files_back() -> None:
    files = (Attachment(name=ZIP.name, media_type=ZIP.media_type, data=ZIP.data),)
    mail = parse_incoming(render_mdn(replace(make_notice(FAILURE), attachments=files)))
    assert mail.kind is MailKind.MDN
    assert mail.subject.startswith("[KO Intégration système !][902] XDM/1.0/DDM+")
    assert mail.label == "LETTRE DE LIAISON TESTOMBELLE CAMILLE 14/02/1990"
    assert mail.reading is not None
    assert (mail.reading.error_code, mail.reading.error_label) == ("902", "Identifiant de patient inconnu")
    assert not mail.reading.is_success
    assert mail.archive == ZIP.data


@pytest.mark.parametrize(
    "part_header",
    [b"Content-Type: message/disposition-notification\r\n\r\n", b"", b"\r\n", b"Content-Type: text/plain\r\n\r\n"],
)
def test_mdn_of_the_older_dialect(part_header: bytes) -> None:
    mail = parse_incoming(old_dialect(part_header))
    assert mail.kind is MailKind.MDN
    assert mail.reading is not None
    assert mail.reading.error_code == "902"
    assert mail.reading.error_label == "Identifiant de patient inconnu"
    assert mail.reading.original_message_id == MAIL.message_id
    assert mail.reading.reader == READER
    assert mail.reading.disposition == "processed"
    assert mail.archive == b"PK"


@pytest.mark.parametrize(
    ("line", "is_success", "is_automatic"),
    [
        ("manual-action/MDN-sent-manually; displayed", True, False),
        ("automatic-action/MDN-sent-automatically; processed", True, True),
        ("automatic-action/MDN-sent-automatically;dispatched", True, True),
        ("manual-action/MDN-sent-manually; deleted", False, False),
        ("automatic-action/MDN-sent-automatically; processed/failure", False, True),
    ],
)
def test_dispositions(line: str, is_success: bool, is_automatic: bool) -> None:
    raw = old_dialect(b"Content-Type: message/disposition-notification\r\n\r\n")
    mail = parse_incoming(raw.replace(OLD_LINE.encode(), f"Disposition: {line}".encode()))
    assert mail.kind is MailKind.MDN
    assert mail.reading is not None
    assert (mail.reading.is_success, mail.reading.is_automatic) == (is_success, is_automatic)


def test_mdn_that_says_nothing_is_no_mdn() -> None:
    raw = old_dialect(b"Content-Type: message/disposition-notification\r\n\r\n")
    raw = raw.replace(OLD_LINE.encode(), b"Disposition: n'importe quoi").replace(b"[KO ", b"[OK ")
    assert parse_incoming(raw).kind is MailKind.XDM


def test_mdn_without_original_id_is_tied_by_its_thread() -> None:
    raw = old_dialect(b"Content-Type: message/disposition-notification\r\n\r\n")
    raw = raw.replace(b"Original-Message-ID: <7f3a9c02-1@pfi.ch-exemple.mssante.fr>\r\n", b"")
    mail = parse_incoming(raw)
    assert mail.reading is not None
    assert mail.reading.original_message_id == MAIL.message_id


@pytest.mark.parametrize(
    ("subject", "body", "code"),
    [
        ("[KO Intégration système !][904] XDM/1.0/DDM+X", "…", "904"),
        ("[KO Intégration système !] XDM/1.0/DDM+X", "Erreur : 903 - Absence d'INS", "903"),
        ("[KO] XDM/1.0/DDM+X", "sans code", "906"),
        ("RE: [KO Intégration système !][900] XDM/1.0/DDM+X", "", "900"),
    ],
)
def test_standard_error_mail(subject: str, body: str, code: str) -> None:
    mail = parse_incoming(
        render_mail(replace(MAIL, subject=subject, body=body, in_reply_to=MAIL.message_id, message_id="e@r.fr"))
    )
    assert mail.kind is MailKind.ERROR_MAIL
    assert mail.reading is not None
    assert mail.reading.error_code == code
    assert mail.reading.original_message_id == MAIL.message_id
    assert not mail.reading.is_success


MES_TEXTS = [
    ("La messagerie de l'usager est fermée.", NonDeliveryCause.MAILBOX_CLOSED, "550"),
    ("L'usager s'est opposé à la messagerie.", NonDeliveryCause.MAILBOX_CLOSED, "550"),
    ("Patient non trouvé.", NonDeliveryCause.PATIENT_UNKNOWN, "550"),
    ("Adresse invalide.", NonDeliveryCause.ADDRESS_INVALID, "553"),
    ("Message trop volumineux.", NonDeliveryCause.TOO_BIG, "552"),
    ("Cause non dite.", NonDeliveryCause.OTHER, "554"),
]


@pytest.mark.parametrize(("text", "cause", "code"), MES_TEXTS)
def test_non_delivery_of_mon_espace_sante(text: str, cause: NonDeliveryCause, code: str) -> None:
    raw = b"Return-Path: <>\r\n" + render_mail(
        replace(
            MAIL,
            sender=Mailbox(address="postmaster@patient.mssante.fr"),
            to=(Mailbox(address="pfi@ch-exemple.mssante.fr"),),
            subject="Message non distribué",
            body=f"{text}\n\nDestinataire : 290029999900129@patient.mssante.fr",
            in_reply_to=MAIL.message_id,
            message_id="nd@patient.mssante.fr",
            attachments=(),
            code_cda=(),
        )
    )
    mail = parse_incoming(raw)
    assert mail.kind is MailKind.NON_DELIVERY
    assert mail.delivery is not None
    (report,) = mail.delivery.recipients
    assert (report.cause, report.reply_code, report.action) == (cause, code, DeliveryAction.FAILED)
    assert report.recipient == "290029999900129@patient.mssante.fr"
    assert mail.delivery.original_message_id == MAIL.message_id


def make_plain(**changes: object) -> bytes:
    return render_mail(replace(MAIL, attachments=(), code_cda=(), subject="Bonjour", **changes))  # type: ignore[arg-type]


def test_a_person_who_answers_a_non_delivery_is_no_non_delivery() -> None:
    raw = make_plain().replace(b"Subject: Bonjour", b"Subject: RE: Message non =?utf-8?Q?distribu=C3=A9?=")
    assert parse_incoming(raw).kind is MailKind.OTHER


def test_unclassified_system_mail_is_left_to_a_person() -> None:
    assert parse_incoming(b"Return-Path: <>\r\n" + make_plain(body="Maintenance ce soir.")).kind is MailKind.OTHER


def test_xdm_patient_and_other() -> None:
    assert parse_incoming(ORIGINAL).kind is MailKind.XDM
    assert parse_incoming(ORIGINAL.replace(b"Subject: XDM/1.0/DDM", b"Subject: sans")).kind is MailKind.XDM
    patient = Mailbox(address="290029999900129@patient.mssante.fr", label="Camille TESTOMBELLE")
    mail = parse_incoming(make_plain(sender=patient))
    assert (mail.kind, mail.patient_matricule) == (MailKind.PATIENT, "290029999900129")
    assert parse_incoming(make_plain()).kind is MailKind.OTHER


@pytest.mark.parametrize("name", ["IHE_XDM.ZIP", "ihe_xdm.zip", "IHE_XDM.zip"])
def test_archive_in_any_case(name: str) -> None:
    mail = parse_incoming(render_mail(replace(MAIL, attachments=(replace(ZIP, name=name),))))
    assert mail.archive == ZIP.data


@pytest.mark.parametrize(
    ("path", "auto", "expected"),
    [
        ("<pfi@ch-exemple.mssante.fr>", "", "pfi@ch-exemple.mssante.fr"),
        ("<PFI@ch-exemple.mssante.fr>", "no", "pfi@ch-exemple.mssante.fr"),
        ("<autre@ch-exemple.mssante.fr>", "", ""),
        ("<>", "", ""),
        (None, "", ""),
        ("<pfi@ch-exemple.mssante.fr>", "auto-generated", ""),
    ],
)
def test_automatic_mdn_only_where_no_loop_can_start(path: str | None, auto: str, expected: str) -> None:
    raw = render_mail(replace(MAIL, auto_submitted=auto))
    raw = raw if path is None else f"Return-Path: {path}\r\n".encode() + raw
    assert parse_incoming(raw).automatic_mdn_to == expected


def test_receipts_never_ask_for_a_receipt() -> None:
    asked = b"Disposition-Notification-To: x@y.fr\r\nReturn-Path: <x@y.fr>\r\n"
    assert parse_incoming(asked + render_mdn(make_notice(SUCCESS))).automatic_mdn_to == ""


@pytest.mark.parametrize(
    ("header", "is_final"),
    [(b"X-MSS-MES: FIN\r\n", True), (b"X-MSS-MES: fin\r\n", True), (b"", False), (b"X-MSS-MES: autre\r\n", False)],
)
def test_fin(header: bytes, is_final: bool) -> None:
    assert parse_incoming(header + make_plain()).is_final is is_final
    assert parse_incoming(make_plain().replace(b"Subject: Bonjour", b"Subject: [FIN] Bonjour")).is_final


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"   "])
def test_empty_is_refused(raw: bytes) -> None:
    with pytest.raises(MalformedMessage) as caught:
        parse_incoming(raw)
    assert caught.value.findings[0].code == "MSS-105"


def test_html_alone_is_the_body() -> None:
    raw = b"Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>bonjour</p>"
    assert parse_incoming(raw).body == "<p>bonjour</p>"


def test_nothing_identifying_in_repr() -> None:
    raw = make_plain(sender=Mailbox(address="290029999900129@patient.mssante.fr", label="Camille TESTOMBELLE"))
    assert "290029999900129" not in repr(parse_incoming(raw))
    assert "pleine@" not in repr(parse_incoming(POSTFIX_FAILED).delivery)
