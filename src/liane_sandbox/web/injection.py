"""Has someone outside send a mail into a mailbox of the establishment: for the API, the page and the demonstration."""

from collections.abc import Mapping
from uuid import uuid4

from liane_sandbox.mssante.outside import make_mail, read_injection
from liane_sandbox.mssante.persons import SENT
from liane_sandbox.mssante.records import SEEN, NewMail, Outcome
from liane_sandbox.mssante.rows import parse_or_none
from liane_sandbox.running import Sandbox
from liane_sandbox.web.dossier import Row


def inject(sandbox: Sandbox, values: Mapping[str, object]) -> Row:
    """Put one mail into a mailbox, as its operator delivers it. Raises ValueError, in French."""
    order = read_injection(values)
    state = sandbox.mssante.state
    if state.find_mailbox(order.to) is None:
        raise ValueError("cette boîte n'existe pas chez les opérateurs simulés")
    at = sandbox.clock()
    sender = order.sender
    if order.kind.value == "patient":
        sender = f"{order.patient.ins.matricule}@patient.mssante.fr"
    message_id = f"{uuid4().hex}@{sender.rpartition('@')[2]}"
    raw = make_mail(order, message_id=message_id, at=at)
    trace = f"Return-Path: <{sender}>\r\nOriginal-Recipient: rfc822;{order.to}\r\n".encode("ascii", "replace")
    mail = NewMail(mailbox=order.to, raw=raw, at=at, trace=trace, parsed=parse_or_none(raw))
    mails: tuple[NewMail, ...] = (mail,)
    if order.kind.value == "patient" and state.find_mailbox(sender) is not None:
        own = NewMail(mailbox=sender, raw=raw, at=at, folder=SENT, flags=frozenset({SEEN}), parsed=mail.parsed)
        mails = (mail, own)
    state.record(Outcome(mails=mails))
    return {"message_id": message_id, "to": order.to, "sender": sender, "kind": order.kind.value, "size": len(raw)}
