"""The mails that we write: same value, same bytes; read back equal by us and by the standard library."""

import email
import email.message
import email.policy
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.mssante_mail.receipts import parse_incoming
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, render_mail
from liane.domain.errors import RuleViolation
from tests.codecs.mssante_mail.mail_examples import MAIL, PDF, ZIP


def parse(raw: bytes) -> email.message.EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    return message


def test_headers_of_the_complete_example() -> None:
    message = parse(render_mail(MAIL))
    expected = {
        "Message-ID": "<7f3a9c02-1@pfi.ch-exemple.mssante.fr>",
        "Date": "Thu, 12 Mar 2026 09:31:04 +0000",
        "From": "CH EXEMPLE - CARDIOLOGIE <pfi@ch-exemple.mssante.fr>",
        "Reply-To": "secretariat.cardio@ch-exemple.mssante.fr",
        "To": "camille.deschamps@cabinet-exemple.mssante.fr",
        "Subject": MAIL.subject,
        "Disposition-Notification-To": "pfi@ch-exemple.mssante.fr",
        "X-MSS-CODECDA": "11490-0",
        "X-MSS-INS": "O",
        "X-MSS-NIL": "000000-PFI-DEMO",
        "MIME-Version": "1.0",
    }
    assert {name: str(message[name]) for name in expected} == expected
    assert message["X-MSS-MES"] is None
    assert message.get_content_type() == "multipart/mixed"


def test_parts_come_back_to_the_byte() -> None:
    message = parse(render_mail(MAIL))
    body, archive, pdf = message.iter_parts()
    assert isinstance(body, email.message.EmailMessage)
    assert body.get_content().replace("\r\n", "\n") == MAIL.body
    assert (archive.get_filename(), archive.get_content_type()) == ("IHE_XDM.zip", "application/zip")
    assert archive.get_payload(decode=True) == ZIP.data
    assert pdf.get_filename() == PDF.name
    assert pdf.get_payload(decode=True) == PDF.data


def test_our_reader_gives_the_same() -> None:
    mail = parse_incoming(render_mail(MAIL))
    assert mail.message_id == MAIL.message_id
    assert mail.subject == MAIL.subject
    assert mail.body == MAIL.body
    assert mail.archive == ZIP.data
    assert mail.code_cda == ("11490-0",)
    assert mail.ins_header == "O"
    assert mail.nil == MAIL.nil
    assert mail.sent_at == MAIL.date
    assert [one.name for one in mail.attachments] == [ZIP.name, PDF.name]


def test_same_value_same_bytes() -> None:
    assert render_mail(MAIL) == render_mail(replace(MAIL))


def test_presence_rules() -> None:
    plain = parse(render_mail(replace(MAIL, code_cda=(), ins_qualifiee=None, attachments=(), read_receipt_to="")))
    assert plain["X-MSS-CODECDA"] is None
    assert plain["X-MSS-INS"] is None
    assert plain["X-MSS-NIL"] == "000000-PFI-DEMO"
    assert plain["Disposition-Notification-To"] is None
    assert plain.get_content_type() == "text/plain"
    closed = parse(render_mail(replace(MAIL, ins_qualifiee=False, no_reply=True)))
    assert closed["X-MSS-INS"] == "N"
    assert closed["X-MSS-MES"] == "FIN"


def test_answers_carry_their_thread() -> None:
    answer = parse(render_mail(replace(MAIL, in_reply_to="a@b.fr", references=("z@b.fr", "a@b.fr"))))
    assert answer["In-Reply-To"] == "<a@b.fr>"
    assert str(answer["References"]).split() == ["<z@b.fr>", "<a@b.fr>"]


@pytest.mark.parametrize(
    "change",
    [
        {"to": (Mailbox(address="a@b.fr\r\nBcc: x@y.fr"),)},
        {"to": ()},
        {"message_id": "a b@c"},
        {"message_id": "a@b>\r\nX: y"},
        {"in_reply_to": "<a@b>"},
        {"nil": "A\r\nX: y"},
        {"code_cda": ("1\n2",)},
        {"read_receipt_to": "pas une adresse"},
        {"reply_to": Mailbox(address="x")},
    ],
)
def test_nothing_unsafe_is_written(change: dict[str, object]) -> None:
    with pytest.raises(RuleViolation) as caught:
        render_mail(replace(MAIL, **change))  # type: ignore[arg-type]
    assert caught.value.findings[0].code == "MSS-007"


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60), st.binary(max_size=400))
def test_any_text_label_name_and_bytes_come_back(body: str, label: str, name: str, data: bytes) -> None:
    attachment = Attachment(name=name, media_type="application/zip", data=data)
    raw = render_mail(
        replace(MAIL, body=body, sender=Mailbox(address="a@b.fr", label=label), attachments=(ZIP, attachment))
    )
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    mail = parse_incoming(raw)
    wanted = body.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    assert mail.body == wanted
    assert mail.attachments[1].data == data
    assert mail.sender.address == "a@b.fr"


def test_boundary_never_meets_a_body() -> None:
    first = render_mail(MAIL)
    boundary = first.split(b'boundary="')[1].split(b'"')[0].decode()
    second = render_mail(replace(MAIL, body=f"--{boundary}\n\nintrus"))
    assert parse_incoming(second).body == f"--{boundary}\n\nintrus"


def test_writer_is_fast_enough() -> None:
    mail = replace(MAIL, attachments=(replace(ZIP, data=bytes(150_000)), replace(PDF, data=bytes(75_000))))
    start = time.process_time()
    for _ in range(20):
        render_mail(mail)
    assert (time.process_time() - start) / 20 < 0.01
