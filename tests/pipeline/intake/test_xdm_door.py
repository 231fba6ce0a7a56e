"""An archive put down in a folder or uploaded: one item a document, its copies left out, the wrong ones refused."""

import io
import zipfile

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.ebxml.metadata import Submission
from liane.codecs.ebxml.render import render_submission
from liane.codecs.pdf.copies import parsed_document_as_pdf
from liane.codecs.xml import render_xml
from liane.domain.errors import InvalidInput
from liane.domain.intake.fields import FieldName
from liane.pipeline.identity.identify import register_from_document
from liane.pipeline.identity.rules import TEST_OIDS
from liane.pipeline.intake.deposits import Deposit, Deposited, DepositFlow
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.xdm_door import is_archive, open_archive
from liane.store.intake_records import IntakeItem, ItemKind, ItemQuery, ItemSource
from liane_sandbox.mssante.outside import Injection, InjectionKind, make_mail
from tests.pages_kit import letter_content, pdf_of
from tests.pipeline.flow_kit import NOW, PATIENT, Flow, build_here, make_cda
from tests.pipeline.intake.archives import make_archive, make_lot

pytestmark = pytest.mark.anyio
FOLDER = MailDoor(mailbox="scanner", unit="3435")


def rewrite(archive: bytes, change: dict[str, bytes]) -> bytes:
    """The same archive with files changed or added."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        names = [*(one.filename for one in source.infolist()), *change]
        for name in dict.fromkeys(names):
            target.writestr(name, change[name] if name in change else source.read(name))
    return output.getvalue()


def make_pdf(line: str = "Courrier joint") -> bytes:
    return pdf_of([letter_content([line])])


def enclosed_pdf() -> bytes:
    return parsed_document_as_pdf(read_document(make_cda())).data


async def put(flow: Flow, data: bytes, name: str = "IHE_XDM.ZIP") -> tuple[Deposited, list[IntakeItem]]:
    store = flow.store
    deposits = DepositFlow(store.intake, store.registry, run=build_here, now=flow.clock, allowed_oids=TEST_OIDS)
    done = await deposits.take(Deposit(name=name, data=data, door=FOLDER, source=ItemSource.FOLDER))
    flow.clock.advance(seconds=1)
    return done, [await store.intake.get_item(one) for one in done.items]


async def test_each_document_is_an_item_with_its_fiche_and_the_archive_is_kept(flow: Flow) -> None:
    person = await register_from_document(flow.store.registry, PATIENT.identity, origin="GAM@CH", now=flow.clock)
    assert person is not None
    archive = make_archive(pdf=make_pdf(), serials=(1, 2))
    done, items = await put(flow, archive)
    assert [(one.kind, one.code, one.person_id) for one in items] == [
        (ItemKind.DOCUMENT, "INT-232", person.id),
        (ItemKind.DOCUMENT, "INT-232", person.id),
        (ItemKind.FILE, "INT-233", person.id),
    ]
    told = items[2].details["told"]
    assert told["title"] == {
        "value": "Courrier joint",
        "element": "DocumentEntry.title",
        "source": "métadonnées XDM",
    }
    assert told["birth_name"]["value"] == PATIENT.traits.birth_family
    assert told["ins"]["value"] == PATIENT.ins.matricule
    assert {one.details["kept"][0]["sha256"] for one in items} == {done.sha256}
    assert await flow.store.intake.load_file(done.sha256) == archive
    again, _ = await put(flow, archive)
    assert (done.is_known, again.is_known, again.items) == (False, True, done.items)


@pytest.mark.parametrize(("pdf", "is_copy"), [(make_pdf(), True), (enclosed_pdf(), False)])
async def test_a_copy_of_a_cda_is_left_out(flow: Flow, pdf: bytes, is_copy: bool) -> None:
    _, items = await put(flow, make_archive(pdf=pdf, is_copy=is_copy))
    assert [one.kind for one in items] == [ItemKind.DOCUMENT]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"PK\x03\x04 not an archive", {"XDM-002"}),
        (rewrite(make_archive(), {"../dehors.txt": b"x"}), {"XDM-004"}),
        (rewrite(make_archive(), {"BOMBE.TXT": bytes(30_000_000)}), {"XDM-007"}),
        (rewrite(make_archive(), {"IHE_XDM/SUBSET01/DOC00001.XML": make_cda(3)}), {"XDM-012", "XDM-013"}),
        (rewrite(make_archive(), {"IHE_XDM/SUBSET01/METADATA.XML": b"<a>"}), None),
    ],
)
async def test_a_wrong_archive_is_refused_with_its_reason_and_kept(
    flow: Flow, data: bytes, codes: set[str] | None
) -> None:
    done, (item,) = await put(flow, data)
    assert item.kind is ItemKind.UNREADABLE
    assert done.findings
    assert codes is None or item.code in codes
    assert item.reason == done.findings[0].message
    assert await flow.store.intake.load_file(done.sha256) == data
    assert await flow.store.intake.count_items(ItemQuery()) == 1


async def test_a_document_that_may_not_be_opened_is_parked_alone(flow: Flow) -> None:
    _, items = await put(flow, make_archive(pdf=b"MZ\x90\x00 program"))
    assert [(one.kind, one.code) for one in items] == [
        (ItemKind.DOCUMENT, "INT-224"),
        (ItemKind.UNREADABLE, "INT-103"),
    ]


def test_an_archive_of_a_colleague_s_mail_is_the_same() -> None:
    mail = make_mail(Injection(kind=InjectionKind.XDM, patient=PATIENT, count=2), message_id="m@x", at=NOW)
    assert not is_archive(mail)
    opened = open_archive(make_archive(serials=(1, 2)))
    assert [one.header is not None for one in opened.documents] == [True, True]
    assert opened.documents[0].key != opened.documents[1].key


def test_a_fiche_without_any_document_is_told() -> None:
    lot = Submission(submission_set=make_lot())
    metadata = render_xml(render_submission(lot), is_indented=True)
    empty = rewrite(make_archive(), {"IHE_XDM/SUBSET01/METADATA.XML": metadata})
    with pytest.raises(InvalidInput) as caught:
        open_archive(empty)
    assert [one.code for one in caught.value.findings] == ["INT-135"]


def test_every_told_value_names_its_element() -> None:
    (document,) = [one for one in open_archive(make_archive(pdf=make_pdf())).documents if one.told is not None]
    assert document.told is not None
    assert all(one.element for one in document.told.values)
    assert document.told.get(FieldName.DOC_TYPE) == "11502-2"
