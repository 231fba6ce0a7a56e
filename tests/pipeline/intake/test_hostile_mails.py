"""Mails that nobody should send: kept, parked with a reason in French, and the next one is taken; nothing hangs."""

import base64
import io
import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from liane.codecs.mssante_mail.mime import DEPTH_MAX, PARTS_MAX
from liane.codecs.mssante_mail.receipts import MailKind, parse_incoming
from liane.store.intake_records import IntakeItem, ItemKind, MailFolder, MailState
from liane_sandbox.mssante.outside import DOCTOR, InjectionKind
from tests.pages_kit import letter_content, pdf_of
from tests.pipeline.flow_kit import PFI, Flow
from tests.pipeline.intake.archives import make_archive
from tests.pipeline.reception_kit import DOOR, Intake, make_order, open_intake, write

pytestmark = pytest.mark.anyio
HEAD = f"Return-Path: <{DOCTOR}>\r\nFrom: {DOCTOR}\r\nTo: {PFI}\r\nMessage-ID: <h1@x.fr>\r\nSubject: %s\r\n"
MIXED = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'


@pytest.fixture
async def intake(flow: Flow, tmp_path: Path) -> AsyncIterator[Intake]:
    async with open_intake(flow, tmp_path) as opened:
        yield opened


def head(subject: str = "Document") -> bytes:
    return (HEAD % subject).encode()


def attach(name: str, data: bytes, media_type: str = "application/zip") -> bytes:
    lines = base64.encodebytes(data).replace(b"\n", b"\r\n")
    fields = (
        f'Content-Type: {media_type}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    )
    return b"--b\r\n" + fields.encode() + lines


def mail_with(*attachments: tuple[str, bytes], subject: str = "XDM/1.0/DDM+CR") -> bytes:
    parts = b"".join(attach(name, data) for name, data in attachments)
    return head(subject) + MIXED.encode() + parts + b"--b--\r\n"


def bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("IHE_XDM/SUBSET01/METADATA.XML", bytes(40_000_000))
    return output.getvalue()


def xml_bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<!DOCTYPE x [<!ENTITY a0 "lol">{entities}]><SubmitObjectsRequest>&a8;</SubmitObjectsRequest>'
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("IHE_XDM/SUBSET01/METADATA.XML", text)
    return output.getvalue()


def nested(depth: int) -> bytes:
    inner = b"Content-Type: text/plain\r\n\r\nfin\r\n"
    for _ in range(depth):
        inner = b"Content-Type: message/rfc822\r\n\r\n" + inner
    return head() + b"MIME-Version: 1.0\r\n" + inner


def encrypted() -> bytes:
    data = bytearray(make_archive())
    for found in re.finditer(rb"PK\x03\x04", bytes(data)):
        data[found.start() + 6] |= 1
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    return bytes(data)


HOSTILE = {
    "mille parties": write(make_order(InjectionKind.THOUSAND_PARTS), "p1@x.fr"),
    "parties sans fin": head() + MIXED.encode() + b"--b\r\n\r\nx\r\n" * (PARTS_MAX + 50),
    "messages emboîtés": nested(DEPTH_MAX + 5),
    "en-tête sans fin": head() + b"X: " + b"a" * 400_000 + b"\r\n\r\nfin",
    "mille en-têtes": head() + b"X-A: b\r\n" * 1500 + b"\r\nfin",
    "bombe zip": mail_with(("IHE_XDM.ZIP", bomb())),
    "bombe xml": mail_with(("IHE_XDM.ZIP", xml_bomb())),
    "zip chiffré": mail_with(("IHE_XDM.ZIP", encrypted())),
    "zip vide": mail_with(("IHE_XDM.ZIP", b"")),
    "zip coupé": mail_with(("IHE_XDM.ZIP", make_archive()[:-200])),
    "sans archive": head("XDM/1.0/DDM+CR") + b"\r\nvoir PJ",
}


async def take_one(intake: Intake, raw: bytes) -> tuple[MailFolder, IntakeItem]:
    folder = await intake.take(raw)
    (item,) = await intake.items()
    return folder, item


@pytest.mark.parametrize("name", HOSTILE)
async def test_it_is_kept_parked_and_said_in_french(intake: Intake, name: str) -> None:
    folder, item = await take_one(intake, HOSTILE[name])
    assert folder in (MailFolder.ERREUR, MailFolder.A_CLASSER)
    assert item.kind is ItemKind.UNREADABLE
    assert item.reason.endswith(".")
    assert item.remedy
    (kept,) = await intake.flow.store.intake.find_mails()
    assert kept.state is MailState.SETTLED
    assert await intake.flow.store.intake.load_file(kept.sha256) == HOSTILE[name]
    assert intake.filed() == []
    await intake.know()
    assert await intake.take(write(make_order())) is MailFolder.TRAITE, "the next mail is taken"


@pytest.mark.parametrize(
    ("charset", "body", "expected"),
    [
        ("utf-8", b"\xe9t\xe9", "t"),
        ("iso-8859-1", "été".encode("latin-1"), "été"),
        ("n-importe-quoi", "été".encode(), "été"),
        ("utf-16", b"\x00", ""),
        ("us-ascii", "été €".encode("cp1252"), "t"),
    ],
)
async def test_a_wrong_charset_never_stops_a_mail(intake: Intake, charset: str, body: bytes, expected: str) -> None:
    raw = head("Bonjour") + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + body
    _, item = await take_one(intake, raw)
    assert item.kind is ItemKind.MESSAGE
    assert expected in item.details["mail"]["body"]


async def test_bare_line_feeds_carry_the_same_documents(intake: Intake) -> None:
    person = await intake.know()
    raw = write(make_order(), "lf@x.fr").replace(b"\r\n", b"\n")
    assert parse_incoming(raw).kind is MailKind.XDM
    assert await intake.take(raw) is MailFolder.TRAITE
    await intake.work()
    assert len(intake.filed()) == 1
    assert person.id


async def test_bare_carriage_returns_and_nulls_are_kept_for_a_person(intake: Intake) -> None:
    raw = head("Courrier").replace(b"\r\n", b"\r") + b"\r\x00\r corps"
    await intake.take(raw)
    (item,) = await intake.items()
    assert item.mail_sha256
    assert await intake.flow.store.intake.load_file(item.mail_sha256) == raw


async def test_a_document_of_another_kind_in_the_archive_waits_with_its_fiche(intake: Intake) -> None:
    person = await intake.know()
    archive = make_archive(pdf=pdf_of([letter_content(["Courrier joint"])]))
    assert await intake.take(mail_with(("ihe_xdm.zip", archive))) is MailFolder.A_CLASSER
    (item,) = await intake.items()
    assert (item.kind, item.code, item.person_id) == (ItemKind.FILE, "INT-233", person.id)
    assert item.details["told"]["title"]["value"] == "Courrier joint"
    await intake.work()
    assert len(intake.filed()) == 1, "the CDA beside it went alone"
    copied = make_archive(pdf=pdf_of([letter_content(["Courrier joint"])]), is_copy=True, serials=(5,))
    assert await intake.take(mail_with(("IHE_XDM.ZIP", copied), subject="XDM/1.0/DDM+autre")) is MailFolder.TRAITE


async def test_a_replacement_waits_while_its_former_version_does(intake: Intake) -> None:
    person = await intake.know()
    order = make_order(example="cr_img")
    await intake.take(write(order), replace(DOOR, is_automatic=False))
    (first,) = await intake.items()
    assert await intake.take(write(replace(order, version=2))) is MailFolder.A_CLASSER
    second = (await intake.items())[-1]
    assert (second.code, second.person_id) == ("INT-235", person.id)
    assert second.details["former"]["waiting"] == [first.id]
    assert await intake.take(write(replace(order, action="D"))) is MailFolder.A_CLASSER
    assert (await intake.items())[-1].code == "INT-235"
    await intake.work()
    assert intake.filed() == []


async def test_a_withdrawal_of_what_was_never_seen_is_the_application_s_to_refuse(intake: Intake) -> None:
    await intake.know()
    assert await intake.take(write(make_order(action="D"))) is MailFolder.TRAITE
    await intake.work()
    (item,) = await intake.items()
    assert item.code == "INT-240"
    assert "900" in item.reason
