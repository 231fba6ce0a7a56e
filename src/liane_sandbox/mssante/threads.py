"""The exchanges of a person, as Mon espace santé shows them: each message with its answers, and whether it is closed.

Rule: mssante.md §7 (answers keep the thread; ``X-MSS-MES: FIN`` ends it, a later answer without it opens it again).
"""

from dataclasses import dataclass
from datetime import datetime

from liane.codecs.mssante_mail.receipts import IncomingMail
from liane_sandbox.mssante.state import OperatorState

READ_MAX = 200
SHOWN_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMail:
    """One message of an exchange. is_own: the person wrote it. files: names of what is joined."""

    id: int
    at: datetime
    is_own: bool
    who: str
    text: str
    files: tuple[str, ...]
    is_final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One exchange, oldest message first. is_closed: the person may not answer. last_received: 0 for none."""

    subject: str
    mails: tuple[ThreadMail, ...]
    is_closed: bool
    last_received: int


def list_threads(state: OperatorState, address: str) -> list[Thread]:
    """List the exchanges of a mailbox, the one that moved last first; receipts and non-deliveries are no messages."""
    groups: list[tuple[set[str], list[tuple[ThreadMail, str]]]] = []
    for stored in reversed(state.list_messages(address, None)[:READ_MAX]):
        parsed = state.load_parsed(stored.id)
        if parsed is None or parsed.reading is not None or parsed.delivery is not None:
            continue
        keys = {parsed.message_id, parsed.in_reply_to, *parsed.references} - {""}
        is_own = parsed.sender.address.lower() == address.lower()
        shown = (_show(stored.id, stored.at, parsed, is_own=is_own), parsed.label or parsed.subject)
        found = [group for group in groups if group[0] & keys]
        groups = [group for group in groups if not group[0] & keys]
        names = keys.union(*(group[0] for group in found))
        groups.append((names, [*(mail for group in found for mail in group[1]), shown]))
    return [_make_thread(mails) for _, mails in reversed(groups)][:SHOWN_MAX]


def _show(number: int, at: datetime, parsed: IncomingMail, *, is_own: bool) -> ThreadMail:
    return ThreadMail(
        id=number,
        at=at,
        is_own=is_own,
        who=parsed.sender.label or parsed.sender.address,
        text=parsed.body,
        files=tuple(one.name or "sans nom" for one in parsed.attachments),
        is_final=parsed.is_final,
    )


def _make_thread(mails: list[tuple[ThreadMail, str]]) -> Thread:
    received = [mail for mail, _ in mails if not mail.is_own]
    return Thread(
        subject=mails[0][1] or "Sans objet",
        mails=tuple(mail for mail, _ in mails),
        is_closed=bool(received) and received[-1].is_final,
        last_received=received[-1].id if received else 0,
    )
