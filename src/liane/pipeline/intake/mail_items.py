"""Items of the worklist that a mail brings: whole, or one of its parts; what is the same for each of them.

Rule: mssante.md §10 (idempotence on the mailbox, the mail and the part).
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from liane.pipeline.intake import doubts
from liane.pipeline.intake.doubts import Doubt
from liane.pipeline.intake.reading import ReadMail
from liane.pipeline.request_json import dump_findings
from liane.store.intake_records import ItemKind, ItemSource, NewIntakeFile, NewItem

FINDINGS_MAX = 100


def make_mail_item(
    read: ReadMail, mail: dict[str, Any], doubt: Doubt, *, part: str, kind: ItemKind, at: datetime
) -> NewItem:
    """The item of one part of a mail, with why a person must look. mail: as ``describe_mail`` says it.

    part: names it within the mail; the same part read again is the same item.
    """
    return NewItem(
        dedup_key=f"{mail['key']}|{part}",
        source=ItemSource.MSSANTE,
        kind=kind,
        door=str(mail["mailbox"]),
        received_at=at,
        code=doubt.code,
        reason=doubt.message,
        remedy=doubt.remedy,
        sender=read.mail.sender.address,
        sender_label=read.mail.sender.label,
        subject=read.mail.label,
        message_id=read.mail.message_id,
        mail_sha256=str(mail["sha256"]),
        findings=tuple(dump_findings(doubt.findings[:FINDINGS_MAX])),
        unit=str(mail["unit"]),
        details={"mail": mail, "answer": doubt.answer},
    )


def make_loose_item(
    read: ReadMail, rank: int, mail: dict[str, Any], at: datetime, *, person_id: int | None = None
) -> NewItem:
    """The item of one attachment that no structured document explains."""
    loose = read.loose[rank]
    item = make_mail_item(read, mail, doubts.LOOSE_FILE, part=f"file|{rank}", kind=ItemKind.FILE, at=at)
    file = NewIntakeFile(name=loose.name, media_type=loose.media_type, data=loose.data)
    return replace(item, files=(file,), person_id=person_id)


def keep_files(read: ReadMail) -> tuple[NewIntakeFile, ...]:
    """Every attachment of a mail, as files of an item."""
    return tuple(
        NewIntakeFile(name=one.name, media_type=one.media_type, data=one.data)
        for one in read.mail.attachments
        if one.data
    )
