"""What persons answer to mails, and what comes back of it: put together for one node."""

from collections.abc import Mapping
from datetime import timedelta

from liane.codecs.mssante_mail.compose import MailSender
from liane.pipeline.intake.patient_mail import PatientFlow, PatientParts
from liane.pipeline.intake.receipts_out import FeedbackSettings
from liane.pipeline.intake.replies import REPLY, ReplyDesk, prepare_reply
from liane.pipeline.intake.returned import ReturnParts, ReturnWatch
from liane.pipeline.mail_delivery import MailGate
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.gates import MailLink
from liane.wiring.settings import MSSanteSettings


def make_returns(store: PostgresStore, oids: frozenset[str]) -> ReturnWatch:
    """Give the watch of what comes back undelivered. oids: INS authorities of this environment."""
    return ReturnWatch(
        ReturnParts(
            answers=store.answers,
            worklist=store.intake,
            registry=store.registry,
            now=utc_now,
            patient_oids=tuple(sorted(oids)),
        )
    )


def make_patients(store: PostgresStore, returns: ReturnWatch) -> PatientFlow:
    """Give the flow of the mails of patients."""
    return PatientFlow(PatientParts(store=store, worklist=store.intake, answers=store.answers, returns=returns))


def make_reply_desk(store: PostgresStore) -> ReplyDesk:
    """Give the answers of persons to mails."""
    return ReplyDesk(store, store.intake, store.answers, now=utc_now)


def make_gates(mssante: MSSanteSettings, link: MailLink) -> Mapping[str, MailGate]:
    """Give the link by which each mailbox submits: the applicative one's certificate, under its own name.

    Rule: mssante.md §3.1 (the operator ties mailboxes to a certificate).
    """
    return {one.mailbox.lower(): link.speak_as(one.mailbox) for one in mssante.reception}


def make_feedback_settings(mssante: MSSanteSettings, link: MailLink) -> FeedbackSettings:
    """Say who answers, and how the answers of persons are written."""
    return FeedbackSettings(
        sender=MailSender(address=mssante.mailbox, label=mssante.label, nil=mssante.nil),
        resend=timedelta(seconds=mssante.resend_wait_s),
        labels={one.mailbox.lower(): one.label or one.unit_label for one in mssante.reception},
        preparers={REPLY: prepare_reply},
        gates=make_gates(mssante, link),
    )
