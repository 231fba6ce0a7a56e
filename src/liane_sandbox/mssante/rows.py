"""Rows of the operator's file as values. No SQL lives here."""

import json
import sqlite3
from datetime import datetime

from liane.codecs.mssante_mail.receipts import IncomingMail, parse_incoming
from liane.domain.errors import InvalidInput
from liane_sandbox.mssante.records import Domain, MailboxKind, MailboxState, StoredMail, StoredMailbox, Submission


def parse_or_none(raw: bytes) -> IncomingMail | None:
    """Read a mail as our codec does; None when it cannot be read."""
    try:
        return parse_incoming(raw)
    except InvalidInput:
        return None


def read_domain(row: sqlite3.Row) -> Domain:
    """Read one domain."""
    return Domain(
        domain=row["domain"],
        operator=row["operator"],
        size_bytes_max=row["size_bytes_max"],
        is_citizen=bool(row["is_citizen"]),
        on_demand=bool(row["on_demand"]),
    )


def read_mailbox(row: sqlite3.Row) -> StoredMailbox:
    """Read one mailbox with its counts."""
    return StoredMailbox(
        address=row["address"],
        kind=MailboxKind(row["kind"]),
        label=row["label"],
        state=MailboxState(row["state"]),
        is_full=bool(row["is_full"]),
        certificate_cn=row["certificate_cn"],
        script=row["script"],
        messages=row["messages"],
        unseen=row["unseen"],
    )


def read_mail(row: sqlite3.Row) -> StoredMail:
    """Read one message."""
    values = dict(row)
    values["flags"] = frozenset(values["flags"].split())
    values["at"] = datetime.fromisoformat(values["at"])
    values["opened_at"] = datetime.fromisoformat(values["opened_at"]) if values["opened_at"] else None
    values["is_final"] = bool(values["is_final"])
    values["lint"] = tuple(json.loads(values["lint"]))
    return StoredMail(**values)


def read_submission(row: sqlite3.Row) -> Submission:
    """Read one submission."""
    return Submission(
        at=datetime.fromisoformat(row["at"]),
        identity=row["identity"],
        sender=row["sender"],
        recipient=row["recipient"],
        message_id=row["message_id"],
        envelope_id=row["envelope_id"],
        notify=frozenset(row["notify"].split()),
        original_recipient=row["original_recipient"],
        outcome=row["outcome"],
        detail=row["detail"],
        lint=tuple(json.loads(row["lint"])),
    )
