"""A running operator and a foreign client (the standard library's) for tests, and mails to send."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, render_mail
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.mssante.operator import Operator, OperatorRules
from liane_sandbox.mssante.records import load_seed
from liane_sandbox.mssante.server import MSSanteOperator, OperatorPorts, list_citizens, start
from liane_sandbox.mssante.state import OperatorState
from liane_sandbox.mssante.submission import RecipientOrder, SubmittedMail
from liane_sandbox.pki.folder import PKI, KeyPair

PFI = "pfi@ch-tilleuls.simulation.mssante.fr"
SECRETARIAT = "secretariat.cardio@ch-tilleuls.simulation.mssante.fr"
DOCTOR = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
PHARMACY = "pharmacie.du.test@officine.simulation.mssante.fr"
OPEN_PATIENT = "290029999900129@patient.mssante.fr"
WAITING_PATIENT = "170039999900207@patient.mssante.fr"
CLOSED_PATIENT = "285059999900131@patient.mssante.fr"
AT = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
ALL_RECEIPTS = frozenset({"SUCCESS", "FAILURE", "DELAY"})

MAIL = OutgoingMail(
    message_id="m1@pfi.ch-tilleuls.simulation.mssante.fr",
    date=AT,
    sender=Mailbox(address=PFI, label="CH SIMULATION DES TILLEULS"),
    to=(Mailbox(address=DOCTOR),),
    subject="XDM/1.0/DDM+LETTRE DE LIAISON TESTOMBELLE CAMILLE 14/02/1990",
    body="Bonjour.",
    nil="000000-PFI-DEMO",
    code_cda=("11490-0",),
    ins_qualifiee=True,
    read_receipt_to=PFI,
    attachments=(
        Attachment(name="IHE_XDM.zip", media_type="application/zip", data=b"PK\x05\x06"),
        Attachment(name="a.pdf", media_type="application/pdf", data=b"%PDF"),
    ),
)


class Bench:
    """An operator without sockets, whose clock the test holds."""

    def __init__(self, folder: Path, **rules: Any) -> None:
        self.now = AT
        folder.mkdir(parents=True, exist_ok=True)
        self.state = OperatorState(folder / "mssante.sqlite3", load_seed(list_citizens()), AT)
        self.faults = FaultSwitchboard()
        self.operator = Operator(self.state, self.faults, OperatorRules(**rules), lambda: self.now)

    def submit(
        self, to: str, *, notify: frozenset[str] = ALL_RECEIPTS, raw: bytes | None = None, **changes: Any
    ) -> bytes:
        """Hand one mail to the operator, and deliver the receipts that are due."""
        mail = replace(MAIL, to=(Mailbox(address=to),), **changes)
        data = render_mail(mail) if raw is None else raw
        self.operator.accept(
            SubmittedMail(
                identity=PFI,
                peer="test",
                sender=PFI,
                envelope_id="req-1",
                returns_content=False,
                recipients=(RecipientOrder(address=to, notify=notify, original_recipient=to),),
                raw=data,
            )
        )
        self.state.deliver_due_receipts(self.now)
        return data


def run_operator(
    pki: PKI,
    folder: Path,
    act: Callable[[MSSanteOperator], Any],
    *,
    rules: OperatorRules | None = None,
) -> Any:
    """Start an operator and run a blocking client beside it, in a thread."""

    async def run() -> Any:
        operator = await start(folder=folder, pki=pki, ports=OperatorPorts(), faults=FaultSwitchboard(), rules=rules)
        try:
            return await asyncio.to_thread(act, operator)
        finally:
            await operator.stop()

    return asyncio.run(run())


def make_client_context(pki: PKI, pair: KeyPair | None) -> ssl.SSLContext:
    """TLS of a client that trusts the test PKI alone."""
    context = ssl.create_default_context(cafile=str(pki.authorities))
    if pair is not None:
        context.load_cert_chain(pair.certificate, pair.key)
    return context


def open_smtp(pki: PKI, operator: MSSanteOperator, pair: KeyPair | None = None, *, login: bool = True) -> smtplib.SMTP:
    """A client of the standard library, over TLS, authenticated by its certificate."""
    client = smtplib.SMTP("127.0.0.1", operator.smtp_port, timeout=10)
    try:
        client.starttls(context=make_client_context(pki, pair or pki.bal_app))
        client.ehlo()
        if login:
            assert client.docmd("AUTH", "EXTERNAL =") == (235, b"2.7.0 Authentication successful")
    except BaseException:
        client.close()
        raise
    return client
