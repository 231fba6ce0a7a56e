"""Files put down by a folder or by HTTP: kept once, on the worklist, the hostile ones with their reason."""

import io
import zipfile

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.pdf.copies import parsed_document_as_pdf
from liane.pipeline.identity.identify import register_from_document
from liane.pipeline.identity.rules import TEST_OIDS
from liane.pipeline.intake.deposits import Deposit, Deposited, DepositFlow
from liane.pipeline.intake.doors import MailDoor
from liane.store.intake_records import IntakeItem, ItemKind, ItemQuery, ItemSource
from tests.pipeline.flow_kit import PATIENT, Flow, build_here, make_cda

pytestmark = pytest.mark.anyio
SCANNER = MailDoor(mailbox="scanner", unit="3435")


async def put(flow: Flow, name: str, data: bytes) -> tuple[Deposited, IntakeItem]:
    store = flow.store
    deposits = DepositFlow(store.intake, store.registry, run=build_here, now=flow.clock, allowed_oids=TEST_OIDS)
    done = await deposits.take(Deposit(name=name, data=data, door=SCANNER, source=ItemSource.FOLDER))
    flow.clock.advance(seconds=1)
    return done, await store.intake.get_item(done.item_id)


async def test_a_pdf_waits_once_whatever_its_name(flow: Flow) -> None:
    pdf = parsed_document_as_pdf(read_document(make_cda())).data
    first, item = await put(flow, "..\\scan 1.pdf", pdf)
    again, _ = await put(flow, "autre.pdf", pdf)
    assert (first.is_known, again.is_known, again.item_id) == (False, True, first.item_id)
    assert (item.kind, item.code, item.unit, item.files[0].name) == (ItemKind.FILE, "INT-210", "3435", "scan 1.pdf")
    assert item.files[0].media_type == "application/pdf"
    assert await flow.store.intake.load_file(first.sha256) == pdf
    assert await flow.store.intake.count_items(ItemQuery()) == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("vide.pdf", b"", "INT-101"),
        ("prog.exe", b"MZ\x90\x00", "INT-103"),
        ("cassé.pdf", b"%PDF-1.4 broken", None),
        ("faux.xml", b"<a><b></a>", None),
        ("bombe.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', None),
    ],
)
async def test_a_hostile_file_is_kept_with_its_reason(flow: Flow, name: str, data: bytes, code: str | None) -> None:
    done, item = await put(flow, name, data)
    assert item.kind is ItemKind.UNREADABLE
    assert done.findings
    assert item.reason == done.findings[0].message
    assert code in (None, item.code)
    assert await flow.store.intake.load_file(done.sha256) == data


@pytest.mark.parametrize("name", ["courrier.docx", "tableau.xlsx", "scans.zip"])
async def test_a_file_of_an_office_is_told_to_come_as_a_pdf(flow: Flow, name: str) -> None:
    """A ZIP that is no XDM archive is not refused in the words of one: who dropped it never heard of METADATA.XML."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml" if name.endswith("x") else "scan.pdf", "<Types/>")
    done, item = await put(flow, name, packed.getvalue())
    assert (item.kind, item.code) == (ItemKind.UNREADABLE, "INT-103")
    assert "METADATA" not in item.reason
    assert "en PDF" in item.remedy
    assert await flow.store.intake.load_file(done.sha256) == packed.getvalue()


async def test_a_cda_says_whose_it_is(flow: Flow) -> None:
    _, item = await put(flow, "cr.xml", make_cda())
    assert (item.kind, item.code) == (ItemKind.DOCUMENT, "INT-224")
    registry = flow.store.registry
    person = await register_from_document(registry, PATIENT.identity, origin="GAM@CH", now=flow.clock)
    assert person is not None
    _, item = await put(flow, "cr2.xml", make_cda(2))
    assert (item.code, item.person_id) == ("INT-232", person.id)
    assert item.details["document"]["type_code"] == "11502-2"
