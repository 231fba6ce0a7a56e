"""One official CDA put through the whole chain in this process: message, mails, feed of a simulated DMP."""

import json
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from liane.codecs.cda.header import read_document
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.mssante_mail.compose import MailSender
from liane.codecs.xdm.front_pages import XDMSender
from liane.codecs.xds.request import BuiltRequest
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import DocumentRequest, RequestAction, RequestFlags
from liane.pipeline.dmp_identity import DMPIdentitySettings
from liane.pipeline.dmp_orders import DMPOrder, DMPOrderSettings, build_feed_order
from liane.pipeline.mail_orders import BuiltMail, MailOrder, MailOrderSettings, build_mail
from liane.pipeline.receive import Understanding, understand
from liane.wiring.rehearsal import find_guests
from liane.wiring.services import make_policy, make_rules
from liane.wiring.settings import Settings
from liane_sandbox.emitter.scenario import SendingFacts, make_message
from liane_sandbox.establishment import HOMOLOGATION_NUMBER
from liane_sandbox.guests import load_guests
from liane_sandbox.patients import welcome_patient
from liane_sandbox.pki.folder import PKI
from tests.sandbox.dmp.kit import NOW, SOURCE_ID, Caller, Seen, load_material, make_caller

CDA = "{urn:hl7-org:v3}"
EVERYWHERE = RequestFlags(dest_dmp=True, dest_mssante_ps=True, dest_mssante_patient=True)
MAILS = MailOrderSettings(
    sender=MailSender(address="pfi@ch-tilleuls.simulation.mssante.fr", label="CH DES TILLEULS", nil="000000-SIM"),
    archive_sender=XDMSender(
        name="CH DES TILLEULS", software_name="LIANE", software_version="0.1.0", software_editor="Liane"
    ),
    source_id=SOURCE_ID,
    action_slot="action",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What became of one document. mails: in the order of the recipients (professional, then patient).

    answers: of the simulated DMP; for a replacement, first to the former version, then to the document.
    """

    cda: bytes
    understood: Understanding
    mails: tuple[BuiltMail, ...] = ()
    feed: BuiltRequest | None = None
    answers: tuple[Seen, ...] = ()
    caller: Caller | None = None


def wrap(cda: bytes) -> bytes:
    """Make the message that asks to send a document everywhere."""
    replaces = read_document(cda).header.replaces
    action = RequestAction.REPLACE if replaces else RequestAction.CREATE
    return make_message(
        cda, SendingFacts(control_id="DOC-1", sent_at="20261122093000+0100", action=action, flags=EVERYWHERE)
    )


def understand_document(cda: bytes, policy: AcceptancePolicy) -> Understanding:
    """Wrap a document and understand the message."""
    return understand(wrap(cda), policy, make_rules(Settings()))


def make_former(cda: bytes, former: DocumentId) -> bytes:
    """Make the version that a document replaces: the same one, under the former identifier, replacing nothing."""
    root = etree.fromstring(cda)
    document = root if root.tag == f"{CDA}ClinicalDocument" else next(root.iter(f"{CDA}ClinicalDocument"))
    identifier = document.find(f"{CDA}id")
    assert identifier is not None
    identifier.attrib.clear()
    identifier.set("root", former.root)
    if former.extension:
        identifier.set("extension", former.extension)
    for related in document.findall(f"{CDA}relatedDocument"):
        document.remove(related)
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


def play_document(cda: bytes, pki: PKI, folder: Path) -> Played:
    """Understand, and when accepted: make each mail and feed a simulated DMP where the patient is a guest."""
    understood = understand_document(cda, make_policy(Settings()))
    request, decided = understood.read.request, understood.decided
    if not understood.is_acceptable or request is None or decided is None:
        return Played(cda=cda, understood=understood)
    recipients = [planned.recipient for planned in decided.deliveries if planned.recipient is not None]
    mails = tuple(
        build_mail(MailOrder(request=request, recipient=recipient, settings=MAILS, key="key", at=NOW))
        for recipient in recipients
    )
    caller = _open_dmp(request, pki, folder)
    answers: list[Seen] = []
    replaced = understood.header.replaces if understood.header else None
    entry_uuid = ""
    if replaced is not None:
        answers.append(caller.send(_feed(request, make_former(cda, replaced), pki)))
        entries = caller.state.find_entries_by_unique_id(replaced.xds)
        entry_uuid = entries[0].entry_uuid if entries else f"urn:uuid:{uuid.UUID(int=1)}"
    feed = _feed(request, cda, pki, entry_uuid)
    answers.append(caller.send(feed))
    return Played(cda=cda, understood=understood, mails=mails, feed=feed, answers=tuple(answers), caller=caller)


def _open_dmp(request: DocumentRequest, pki: PKI, folder: Path) -> Caller:
    guests = folder / "guests.json"
    guests.write_text(json.dumps(find_guests([request])), encoding="utf-8")
    for patient in load_guests(guests).patients:
        welcome_patient(patient)
    return make_caller(pki)


def _feed(request: DocumentRequest, cda: bytes, pki: PKI, replaced: str = "") -> BuiltRequest:
    settings = DMPOrderSettings(
        identity=DMPIdentitySettings(
            secteur_activite="SA01",
            vihf_version="3.0",
            lps_id="LIANE-0001",
            lps_nom="LIANE",
            lps_version="0.1.0",
            homologation=HOMOLOGATION_NUMBER,
        ),
        material=load_material(pki.org_sign),
        base_url="https://dmp.example",
        source_id=SOURCE_ID,
    )
    key = f"{read_document(cda).header.id.xds}|1"
    order = DMPOrder(
        request=replace(request, cda=cda),
        settings=settings,
        key=key,
        message_uuid=str(uuid.uuid4()),
        assertion_uuid=str(uuid.uuid4()),
        at=NOW,
    )
    return build_feed_order(order, replaced)
