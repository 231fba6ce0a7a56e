"""The operator's decisions, its receipts and the acts of persons, with a clock that the test holds."""

from datetime import timedelta
from pathlib import Path

import pytest

from liane.codecs.mssante_mail.receipts import DeliveryAction, IncomingMail, MailKind, NonDeliveryCause
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, render_mail
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.mssante.persons import Persons
from liane_sandbox.mssante.records import MailboxKind, MailboxState
from liane_sandbox.mssante.threads import list_threads
from tests.sandbox.mssante.operator_examples import (
    AT,
    CLOSED_PATIENT,
    DOCTOR,
    MAIL,
    OPEN_PATIENT,
    PFI,
    PHARMACY,
    SECRETARIAT,
    WAITING_PATIENT,
    Bench,
)

CABINET = "cabinet-exemple.simulation.mssante.fr"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """An operator in a new folder."""
    return Bench(tmp_path)


def receipts(bench: Bench, mailbox: str = PFI) -> list[IncomingMail]:
    """What came back, oldest first."""
    found = [bench.state.load_parsed(mail.id) for mail in reversed(bench.state.list_messages(mailbox))]
    return [mail for mail in found if mail is not None]


def test_a_mail_is_kept_to_the_byte_and_delivered_with_the_operators_lines(bench: Bench) -> None:
    raw = bench.submit(DOCTOR)
    (mail,) = bench.state.list_messages(DOCTOR)
    assert bench.state.load_raw(mail.id) == raw
    delivered = bench.state.load_delivered(mail.id)
    assert delivered.endswith(raw)
    assert delivered.startswith(f"Return-Path: <{PFI}>\r\nOriginal-Recipient: rfc822;{DOCTOR}\r\n".encode())
    assert mail.size == len(delivered)
    assert mail.lint == ()


def test_success_is_reported_to_the_sender(bench: Bench) -> None:
    bench.submit(DOCTOR)
    (mail,) = receipts(bench)
    assert mail.kind is MailKind.DSN
    assert mail.return_path == ""
    assert mail.delivery is not None
    assert mail.delivery.envelope_id == "req-1"
    assert mail.delivery.original_message_id == MAIL.message_id
    assert [one.action for one in mail.delivery.recipients] == [DeliveryAction.DELIVERED]


@pytest.mark.parametrize(
    ("notify", "to", "expected"),
    [
        (frozenset(), DOCTOR, 0),
        (frozenset({"FAILURE"}), DOCTOR, 0),
        (frozenset({"NEVER"}), f"inconnu@{CABINET}", 0),
        (frozenset({"SUCCESS"}), f"inconnu@{CABINET}", 0),
        (frozenset({"FAILURE"}), f"inconnu@{CABINET}", 1),
        (frozenset(), f"inconnu@{CABINET}", 1),
    ],
)
def test_only_what_was_asked_is_reported(bench: Bench, notify: frozenset[str], to: str, expected: int) -> None:
    bench.submit(to, notify=notify)
    assert len(receipts(bench)) == expected


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (DOCTOR, None),
        (SECRETARIAT, None),
        ("nouveau@test-exemple.mssante.fr", None),
        ("qui@ailleurs.example", "550 5.7.1"),
        ("personne@ch-tilleuls.simulation.mssante.fr", "550 5.1.1"),
        (f"inconnu@{CABINET}", None),
        (CLOSED_PATIENT, None),
    ],
)
def test_the_white_list_and_own_mailboxes_are_judged_at_once(bench: Bench, address: str, line: str | None) -> None:
    refusal = bench.operator.check_recipient(address, 0)
    assert (refusal.line[:9] if refusal else None) == line


def test_sizes_by_domain(bench: Bench) -> None:
    ten, twenty = 10 * 1024 * 1024 + 1, 25 * 1024 * 1024 + 1
    for address, size, code in ((DOCTOR, ten, 552), (OPEN_PATIENT, ten, 0), (OPEN_PATIENT, twenty, 552)):
        refusal = bench.operator.check_recipient(address, size)
        assert (refusal.code if refusal else 0) == code


def test_own_mailboxes_full_or_closed(bench: Bench) -> None:
    bench.state.change_mailbox(SECRETARIAT, is_full=True)
    refusal = bench.operator.check_recipient(SECRETARIAT, 0)
    assert refusal is not None
    assert refusal.line.startswith("552 5.2.2")
    bench.state.change_mailbox(SECRETARIAT, is_full=False, state=MailboxState.CLOSED)
    refusal = bench.operator.check_recipient(SECRETARIAT, 0)
    assert refusal is not None
    assert refusal.line.startswith("550 5.2.1")


@pytest.mark.parametrize(
    ("local", "status", "cause"),
    [
        ("inconnu", "5.1.1", NonDeliveryCause.MAILBOX_UNKNOWN),
        ("cabinet.ferme", "5.2.1", NonDeliveryCause.MAILBOX_CLOSED),
        ("boite.pleine", "5.2.2", NonDeliveryCause.MAILBOX_FULL),
    ],
)
def test_other_operators_refuse_by_dsn(bench: Bench, local: str, status: str, cause: NonDeliveryCause) -> None:
    bench.submit(f"{local}@{CABINET}")
    (mail,) = receipts(bench)
    assert mail.delivery is not None
    (report,) = mail.delivery.recipients
    assert (report.action, report.status) == (DeliveryAction.FAILED, status)
    assert report.cause is cause
    assert [one.outcome for one in bench.state.list_submissions()] == ["failed"]


@pytest.mark.parametrize(
    ("to", "cause"),
    [
        (CLOSED_PATIENT, NonDeliveryCause.MAILBOX_CLOSED),
        ("199019999900101@patient.mssante.fr", NonDeliveryCause.PATIENT_UNKNOWN),
        ("martine.leclercq@patient.mssante.fr", NonDeliveryCause.ADDRESS_INVALID),
    ],
)
def test_mon_espace_sante_refuses_by_a_plain_mail(bench: Bench, to: str, cause: NonDeliveryCause) -> None:
    bench.submit(to)
    (mail,) = receipts(bench)
    assert (mail.kind, mail.subject) == (MailKind.NON_DELIVERY, "Message non distribué")
    assert mail.delivery is not None
    assert mail.delivery.original_message_id == MAIL.message_id
    assert [(one.cause, one.recipient) for one in mail.delivery.recipients] == [(cause, to)]


def test_opposition_closes_a_mailbox(bench: Bench) -> None:
    bench.state.change_mailbox(OPEN_PATIENT, state=MailboxState.OPPOSED)
    bench.submit(OPEN_PATIENT)
    assert receipts(bench)[0].kind is MailKind.NON_DELIVERY


@pytest.mark.parametrize("to", [OPEN_PATIENT, WAITING_PATIENT])
def test_patients_receive_even_before_they_activate(bench: Bench, to: str) -> None:
    bench.submit(to)
    assert len(bench.state.list_messages(to)) == 1
    (mail,) = receipts(bench)
    assert mail.delivery is not None
    assert mail.delivery.recipients[0].action is DeliveryAction.RELAYED


def test_a_resend_is_delivered_once_and_reported_again(bench: Bench) -> None:
    bench.submit(DOCTOR)
    bench.submit(DOCTOR)
    assert len(bench.state.list_messages(DOCTOR)) == 1
    assert len(receipts(bench)) == 2
    assert [one.outcome for one in bench.state.list_submissions()] == ["duplicate", "delivered"]


def test_a_careless_operator_delivers_twice(tmp_path: Path) -> None:
    bench = Bench(tmp_path, deduplicates=False)
    bench.submit(DOCTOR)
    bench.submit(DOCTOR)
    assert len(bench.state.list_messages(DOCTOR)) == 2


def test_late_receipts_wait_for_their_time(bench: Bench) -> None:
    bench.faults.add(Fault(service="mssante.receipts", kind=FaultKind.LATE, delay_s=60))
    bench.submit(DOCTOR)
    assert receipts(bench) == []
    bench.now = AT + timedelta(seconds=59)
    assert bench.state.deliver_due_receipts(bench.now) == 0
    assert bench.state.find_next_due() == AT + timedelta(seconds=60)
    assert bench.state.deliver_due_receipts(AT + timedelta(seconds=60)) == 1
    assert len(receipts(bench)) == 1


@pytest.mark.parametrize(
    ("kind", "actions", "arrives"),
    [
        (FaultKind.SILENT, [], True),
        (FaultKind.TWICE, ["delivered", "delivered"], True),
        (FaultKind.BUSY, ["delayed", "delivered"], True),
        (FaultKind.REFUSE, ["failed"], False),
    ],
)
def test_faults_of_receipts(bench: Bench, kind: FaultKind, actions: list[str], arrives: bool) -> None:
    bench.faults.add(Fault(service="mssante.receipts", key=DOCTOR, kind=kind, code="552", delay_s=10, remaining=1))
    bench.submit(DOCTOR)
    bench.state.deliver_due_receipts(AT + timedelta(seconds=10))
    found = [one.action.value for mail in receipts(bench) if mail.delivery for one in mail.delivery.recipients]
    assert found == actions
    assert bool(bench.state.list_messages(DOCTOR)) is arrives


@pytest.mark.parametrize(
    ("local", "kind", "code"),
    [
        ("lecture.immediate", MailKind.MDN, ""),
        ("integration.automatique", MailKind.MDN, ""),
        ("integration.refusee", MailKind.MDN, "902"),
        ("integration.refusee.ancienne", MailKind.MDN, "902"),
        ("courriel.erreur", MailKind.ERROR_MAIL, "904"),
    ],
)
def test_scripts_answer_by_themselves(bench: Bench, local: str, kind: MailKind, code: str) -> None:
    bench.submit(f"{local}@{CABINET}", notify=frozenset({"FAILURE"}))
    (mail,) = receipts(bench)
    assert mail.kind is kind
    assert mail.reading is not None
    assert mail.reading.original_message_id == MAIL.message_id
    assert (mail.reading.error_code, mail.reading.is_success) == (code, code == "")


@pytest.mark.parametrize("changes", [{"read_receipt_to": ""}, {"auto_submitted": "auto-generated"}])
def test_scripts_never_answer_what_asked_nothing_or_a_machine(bench: Bench, changes: dict[str, str]) -> None:
    bench.submit(f"integration.automatique@{CABINET}", notify=frozenset({"FAILURE"}), **changes)
    assert receipts(bench) == []


def test_opening_sends_one_mdn(bench: Bench) -> None:
    persons = Persons(bench.state, bench.operator.clock)
    bench.submit(OPEN_PATIENT, notify=frozenset({"FAILURE"}))
    (mail,) = bench.state.list_messages(OPEN_PATIENT)
    assert persons.open_message(mail.id)
    assert not persons.open_message(mail.id)
    (receipt,) = receipts(bench)
    assert receipt.kind is MailKind.MDN
    assert receipt.reading is not None
    assert (receipt.reading.disposition, receipt.reading.reader) == ("displayed", OPEN_PATIENT)
    opened = bench.state.find_message(mail.id)
    assert opened is not None
    assert opened.opened_at == AT
    assert "\\Seen" in opened.flags


def test_answers_go_to_reply_to_and_fin_closes_the_thread(bench: Bench) -> None:
    persons = Persons(bench.state, bench.operator.clock)
    bench.submit(OPEN_PATIENT, reply_to=Mailbox(address=SECRETARIAT), read_receipt_to="")
    (mail,) = bench.state.list_messages(OPEN_PATIENT)
    persons.answer_message(mail.id, "Merci.")
    (answer,) = receipts(bench, SECRETARIAT)
    assert answer.kind is MailKind.PATIENT
    assert (answer.patient_matricule, answer.in_reply_to) == ("290029999900129", MAIL.message_id)
    bench.submit(
        OPEN_PATIENT,
        message_id="m2@pfi.fr",
        in_reply_to=answer.message_id,
        references=(MAIL.message_id,),
        no_reply=True,
    )
    with pytest.raises(ValueError, match="clos"):
        persons.answer_message(mail.id, "Encore une question.")
    (thread,) = list_threads(bench.state, OPEN_PATIENT)
    assert [one.is_own for one in thread.mails] == [False, True, False]
    assert (thread.is_closed, thread.last_received) == (True, thread.mails[-1].id)
    assert thread.mails[1].text.split() == ["Merci."]
    bench.submit(
        OPEN_PATIENT, message_id="m3@pfi.fr", references=(MAIL.message_id,), reply_to=Mailbox(address=SECRETARIAT)
    )
    assert not list_threads(bench.state, OPEN_PATIENT)[0].is_closed
    persons.answer_message(mail.id, "Merci de rouvrir.")
    assert len(receipts(bench, SECRETARIAT)) == 2


def test_exchanges_are_kept_apart_the_last_moved_first(bench: Bench) -> None:
    persons = Persons(bench.state, bench.operator.clock)
    bench.submit(OPEN_PATIENT, reply_to=Mailbox(address=SECRETARIAT))
    bench.submit(OPEN_PATIENT, message_id="autre@pfi.fr", subject="Autre chose", no_reply=True)
    first = bench.state.list_messages(OPEN_PATIENT)[-1]
    assert [one.is_closed for one in list_threads(bench.state, OPEN_PATIENT)] == [True, False]
    persons.answer_message(first.id, "Merci.")
    threads = list_threads(bench.state, OPEN_PATIENT)
    assert [(len(one.mails), one.is_closed) for one in threads] == [(2, False), (1, True)]
    assert list_threads(bench.state, CLOSED_PATIENT) == []


def test_a_patient_writes_first_to_a_pharmacy_that_served_them(bench: Bench) -> None:
    persons = Persons(bench.state, bench.operator.clock)
    photo = Attachment(name="ordonnance.pdf", media_type="application/pdf", data=b"%PDF")
    with pytest.raises(ValueError, match="dispensation"):
        persons.write_to_pharmacy(OPEN_PATIENT, PHARMACY, "Mon ordonnance", "Bonjour")
    bench.state.add_dispensation(OPEN_PATIENT, PHARMACY, (AT - timedelta(days=366)).date())
    with pytest.raises(ValueError, match="dispensation"):
        persons.write_to_pharmacy(OPEN_PATIENT, PHARMACY, "Mon ordonnance", "Bonjour")
    bench.state.add_dispensation(OPEN_PATIENT, PHARMACY, (AT - timedelta(days=300)).date())
    persons.write_to_pharmacy(OPEN_PATIENT, PHARMACY, "Mon ordonnance", "Bonjour", (photo,))
    (mail,) = receipts(bench, PHARMACY)
    assert (mail.kind, mail.patient_matricule) == (MailKind.PATIENT, "290029999900129")
    assert [one.data for one in mail.attachments] == [b"%PDF"]
    for citizen, pharmacy in ((CLOSED_PATIENT, PHARMACY), (OPEN_PATIENT, DOCTOR), (DOCTOR, PHARMACY)):
        with pytest.raises(ValueError, match=r"usager|boîte"):
            persons.write_to_pharmacy(citizen, pharmacy, "x", "y")


LINT_CASES = [
    ({"code_cda": ()}, "X-MSS-CODECDA absent"),
    ({"attachments": ()}, "sans pièce jointe IHE_XDM.zip"),
    ({"attachments": MAIL.attachments[:1]}, "Aucun PDF"),
    ({"attachments": (*MAIL.attachments, MAIL.attachments[0])}, "Plusieurs archives"),
    ({"subject": "Lettre"}, "sans l'objet XDM"),
    ({"sender": Mailbox(address=PFI)}, "Libellé"),
    ({"subject": "Bonjour", "attachments": ()}, "sans document CDA"),
]


@pytest.mark.parametrize(("changes", "words"), LINT_CASES)
def test_lint_tells_what_an_operator_would_not(bench: Bench, changes: dict[str, object], words: str) -> None:
    bench.submit(DOCTOR, **changes)
    (mail,) = bench.state.list_messages(DOCTOR)
    assert any(words in remark for remark in mail.lint)
    assert bench.state.list_submissions()[0].lint == mail.lint


@pytest.mark.parametrize(
    ("field", "words"), [(b"Message-ID:", "Message-ID"), (b"X-MSS-NIL:", "X-MSS-NIL"), (b"Date:", "Date")]
)
def test_lint_of_missing_headers(bench: Bench, field: bytes, words: str) -> None:
    bench.submit(DOCTOR, raw=render_mail(MAIL).replace(field, b"X-Gone:"))
    (mail,) = bench.state.list_messages(DOCTOR)
    assert [words in remark for remark in mail.lint] == [True]


def test_unreadable_mails_are_kept_all_the_same(bench: Bench) -> None:
    raw = b"X: y\r\n" * 2000 + b"\r\nx\r\n"
    bench.submit(DOCTOR, raw=raw)
    (mail,) = bench.state.list_messages(DOCTOR)
    assert bench.state.load_raw(mail.id) == raw
    assert bench.state.load_parsed(mail.id) is None
    assert "illisible" in mail.lint[0]


def test_mailboxes_of_an_open_domain_appear_when_addressed(bench: Bench) -> None:
    bench.submit("Anne.TestMedecin@test-exemple.mssante.fr")
    mailbox = bench.state.find_mailbox("anne.testmedecin@test-exemple.mssante.fr")
    assert mailbox is not None
    assert mailbox.kind is MailboxKind.PER
    assert len(bench.state.list_messages(mailbox.address)) == 1


def test_the_memory_survives_a_restart(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.submit(DOCTOR)
    bench.state.change_mailbox(OPEN_PATIENT, state=MailboxState.CLOSED)
    folder = bench.state.find_folder(DOCTOR, "INBOX")
    bench.state.close()
    again = Bench(tmp_path)
    assert again.state.find_folder(DOCTOR, "INBOX") == folder
    assert len(again.state.list_messages(DOCTOR)) == 1
    assert again.state.find_mailbox(OPEN_PATIENT).state is MailboxState.CLOSED  # type: ignore[union-attr]
    counts = {one.address: (one.messages, one.unseen) for one in again.state.list_mailboxes()}
    assert counts[DOCTOR] == (1, 1)
    again.submit(DOCTOR)
    assert len(again.state.list_messages(DOCTOR)) == 1


def test_a_state_of_an_earlier_version_gets_the_certificates_of_today(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    box = next(one for one in bench.state.list_mailboxes() if one.certificate_cn)
    bench.state.change_mailbox(box.address, certificate_cn="", state=MailboxState.CLOSED, script="open")
    bench.state.change_mailbox(DOCTOR, certificate_cn="un-autre-certificat")
    bench.state.close()
    again = Bench(tmp_path).state
    found = again.find_mailbox(box.address)
    assert found is not None
    assert (found.certificate_cn, found.state, found.script) == (box.certificate_cn, MailboxState.CLOSED, "open")
    assert box.address in again.find_addresses_of_certificate(box.certificate_cn)
    assert again.find_mailbox(DOCTOR).certificate_cn == "un-autre-certificat"  # type: ignore[union-attr]


def test_bytes_go_with_the_last_message_that_holds_them(bench: Bench) -> None:
    bench.submit(DOCTOR, notify=frozenset({"FAILURE"}))
    (mail,) = bench.state.list_messages(DOCTOR)
    bench.state.copy_messages([mail.id], DOCTOR, "TRAITE")
    bench.state.delete_messages(DOCTOR, [mail.id])
    (copy,) = bench.state.list_messages(DOCTOR, "TRAITE")
    assert bench.state.load_raw(copy.id)
    bench.state.delete_messages(DOCTOR, [copy.id])
    with pytest.raises(LookupError):
        bench.state.load_raw(copy.id)


def test_white_list_of_the_sandbox(bench: Bench) -> None:
    domains = {one.domain: one for one in bench.state.list_domains()}
    assert domains["patient.mssante.fr"].is_citizen
    assert len({one.operator for one in domains.values()}) >= 3
    assert all(one.operator.endswith("(SIMULATION)") for one in domains.values())
