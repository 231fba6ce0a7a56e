"""Rows of the intake, from and to the database's shapes."""

import json
from datetime import datetime
from typing import Any

from liane.store.intake_records import (
    DecisionAct,
    IntakeDecisionMade,
    IntakeFile,
    IntakeItem,
    ItemKind,
    ItemSource,
    ItemState,
    KeptMail,
    MailState,
)
from liane.store.values import render_json


def read_mail(row: Any) -> KeptMail:
    """Make a mail of its row."""
    return KeptMail(
        id=row["id"],
        key=str(row["key"]),
        mailbox=row["mailbox"],
        sha256=row["sha256"].hex(),
        state=MailState(row["state"]),
        folder=row["folder"],
    )


def read_item(row: Any) -> IntakeItem:
    """Make an item of its row. Raises LookupError when there is none."""
    if row is None:
        raise LookupError("no such item")
    return IntakeItem(
        id=row["id"],
        version=row["version"],
        source=ItemSource(row["source"]),
        kind=ItemKind(row["kind"]),
        state=ItemState(row["state"]),
        door=row["door"],
        received_at=row["received_at"],
        code=row["code"],
        reason=row["reason"],
        remedy=row["remedy"],
        sender=row["sender"],
        sender_label=row["sender_label"],
        subject=row["subject"],
        message_id=row["message_id"],
        mail_sha256=row["mail_sha256"],
        files=tuple(IntakeFile(**one) for one in json.loads(row["files"])),
        findings=tuple(json.loads(row["findings"])),
        person_id=row["person_id"],
        document_id=row["document_id"],
        unit=row["unit"],
        target=row["target"],
        details=json.loads(row["details"]),
        reading=json.loads(row["reading"]) if row["reading"] is not None else None,
        assigned_to=row["assigned_to"],
        locked_by=row["locked_by"],
        locked_until=row["locked_until"],
        decision=_read_decision(row["decision"]),
        proposal=json.loads(row["proposal"]) if row["proposal"] is not None else None,
        turns=json.loads(row["turns"]) if row["turns"] is not None else {},
    )


def _read_decision(text: str | None) -> IntakeDecisionMade | None:
    if text is None:
        return None
    values = json.loads(text)
    return IntakeDecisionMade(
        act=DecisionAct(values["act"]),
        actor=values["actor"],
        at=datetime.fromisoformat(values["at"]),
        reason=values["reason"],
        person_id=values["person_id"],
        data=values["data"],
    )


def write_decision(decision: IntakeDecisionMade) -> str:
    """Make the JSON of a decision."""
    return render_json(
        {
            "act": decision.act.value,
            "actor": decision.actor,
            "at": decision.at.isoformat(),
            "reason": decision.reason,
            "person_id": decision.person_id,
            "data": decision.data,
        }
    )
