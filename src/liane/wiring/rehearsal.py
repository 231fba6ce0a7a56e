"""A rehearsal: a throw-away database, a sandbox and a node, to see what would happen to given messages.

Everything is started for the occasion and removed afterwards. The guests of the sandbox are read from the messages
themselves: their test patients, their structures and the domains of their recipients.
"""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from liane.codecs.hl7v2.ack import Ack, parse_ack
from liane.codecs.hl7v2.mllp import MLLPReceiver
from liane.connectors.mllp.client import MLLPClient
from liane.domain.documents.request import DocumentRequest
from liane.domain.errors import InvalidInput, MalformedMessage, RemoteFailure
from liane.pipeline.receive import Understanding, understand
from liane.store.embedded import EmbeddedPostgres
from liane.store.records import StoredDocument
from liane.wiring.quiet import Pending, wait_until_quiet
from liane.wiring.sandbox_process import SandboxProcess, make_sandbox_settings
from liane.wiring.services import Liane, make_policy, make_rules
from liane.wiring.settings import Settings

SENT_FOLDER = "Envoyés"
"""Where the sandbox keeps copies of what its holders write."""
START_BYTE = b"\x0b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One message after its rehearsal. answer: bytes of the acknowledgement, empty when none came."""

    raw: bytes
    understood: Understanding
    answer: bytes
    ack: Ack | None
    document: StoredDocument | None


def unwrap(data: bytes) -> bytes:
    """Take a message out of its MLLP frame, if it lies in one; blank lines at the ends are no part of it."""
    if data.lstrip(b" \t\r\n").startswith(START_BYTE):
        try:
            frames = MLLPReceiver().feed(data)
        except MalformedMessage:
            return data
        return frames[0] if frames else data
    return data.strip(b"\r\n \t\x00") if data.lstrip(b"\xef\xbb\xbf").startswith(b"MSH") else data


def find_guests(requests: Iterable[DocumentRequest]) -> dict[str, list[Any]]:
    """Gather the patients, structures and mail domains that the messages speak of; only test INS with a valid key."""
    patients: dict[str, dict[str, str]] = {}
    structures: set[str] = set()
    domains: set[str] = set()
    for request in requests:
        ins = request.patient.ins
        if ins is not None and ins.authority is not None and not ins.authority.is_real and ins.has_valid_key:
            traits = request.patient.traits
            patients[ins.matricule] = {
                "ins": ins.matricule,
                "oid": ins.oid,
                "birth_family": traits.birth_family,
                "birth_given": traits.birth_given,
                "birth_givens": traits.birth_givens,
                "birth_date": traits.birth_date,
                "sex": traits.sex,
                "birth_place": traits.birth_place,
                "ipp": request.patient.ipp.value if request.patient.ipp else "",
            }
        if request.expediteur is not None and request.expediteur.structure is not None:
            structures.add(request.expediteur.structure.identifier)
        for recipient in request.recipients:
            domain = recipient.address.rpartition("@")[2].lower()
            if domain.endswith(".mssante.fr") and domain != "patient.mssante.fr":
                domains.add(domain)
    return {"patients": list(patients.values()), "structures": sorted(structures), "domains": sorted(domains)}


class Rehearsal:
    """The stage of a rehearsal. Use as an async context manager, then ``play``."""

    def __init__(self, messages: Sequence[bytes], *, kits: Path | None = None, is_strict: bool = False) -> None:
        self._raws = [unwrap(message) for message in messages]
        self._kits = kits
        self._is_strict = is_strict
        self._stack = AsyncExitStack()
        self.node: Liane
        self.sandbox: SandboxProcess
        self.pending = Pending(deliveries=0, receipts=0)

    async def __aenter__(self) -> "Rehearsal":
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _start(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="liane-rehearse-"))
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = EmbeddedPostgres.throwaway(fsync=False)
        self._stack.push_async_callback(database.stop_async)
        plain = Settings()
        self._understood = [understand(raw, make_policy(plain), make_rules(plain)) for raw in self._raws]
        guests = None
        if not self._is_strict:
            guests = folder / "guests.json"
            found = find_guests(u.read.request for u in self._understood if u.read.request is not None)
            guests.write_text(json.dumps(found), encoding="utf-8")
        self.sandbox = SandboxProcess(folder / "sandbox", guests=guests)
        dsn, _ = await asyncio.gather(database.start_async(), self._stack.enter_async_context(self.sandbox))
        settings = make_sandbox_settings(
            self.sandbox.description,
            data=folder / "liane",
            mllp_port=0,
            database_url=dsn,
            kits=self._kits,
        )
        self.node = await self._stack.enter_async_context(Liane(settings, roles=("receive", "deliver")))

    async def play(self, *, timeout_s: float) -> list[Rehearsed]:
        """Send every message in order, wait until all is quiet, let the mails be read, wait again."""
        client = MLLPClient("127.0.0.1", self.node.mllp_port, remote="liane")
        answers: list[bytes] = []
        try:
            for raw in self._raws:
                answers.append(await self._send(client, raw))
        finally:
            await client.close()
        await wait_until_quiet(self.node.store, timeout_s=timeout_s)
        if await self._open_mails():
            await wait_until_quiet(self.node.store, timeout_s=timeout_s)
            await asyncio.sleep(self.node.settings.mssante.receipts_poll_s if self.node.settings.mssante else 0)
        self.pending = await wait_until_quiet(self.node.store, timeout_s=timeout_s)
        return [
            await self._gather(raw, understood, answer)
            for raw, understood, answer in zip(self._raws, self._understood, answers, strict=True)
        ]

    async def _send(self, client: MLLPClient, raw: bytes) -> bytes:
        try:
            return await client.send(raw)
        except RemoteFailure:
            return b""

    async def _gather(self, raw: bytes, understood: Understanding, answer: bytes) -> Rehearsed:
        try:
            ack = parse_ack(answer) if answer else None
        except InvalidInput:
            ack = None
        document = None
        if understood.header is not None and understood.read.request is not None:
            request = understood.read.request
            for stored in await self.node.store.find_documents_by_unique_id(understood.header.id.xds):
                same = stored.request["control_id"] == request.control_id and stored.action == request.action.value
                if same and await self.node.store.load_document_body(stored.id) == request.cda:
                    document = stored
        is_kept = ack is not None and ack.code.value == "AA"
        return Rehearsed(raw=raw, understood=understood, answer=answer, ack=ack, document=document if is_kept else None)

    async def _open_mails(self) -> bool:
        """Have each mail that asks a read receipt opened by its holder, so that the Z03 comes home too."""
        if not any(u.read.request and u.read.request.flags.ack_lecture for u in self._understood):
            return False
        opened = False
        for mail in await self.list_mails():
            if mail["read_receipt_to"]:
                await self._call("POST", f"/api/mssante/messages/{mail['id']}/open")
                opened = True
        return opened

    async def _call(self, method: str, path: str) -> Any:
        async with httpx.AsyncClient(base_url=self.sandbox.pages_url, trust_env=False, timeout=30) as client:
            answer = await client.request(method, path)
            answer.raise_for_status()
            return answer.json()

    async def list_mails(self) -> list[dict[str, Any]]:
        """Every mail that the sandbox's mailboxes received: no receipt of the product's own, no copy of an answer."""
        own = self.node.settings.mssante.mailbox if self.node.settings.mssante else ""
        mails = []
        for mailbox in await self._call("GET", "/api/mssante/mailboxes"):
            if mailbox["address"] != own:
                held = await self._call("GET", f"/api/mssante/mailboxes/{mailbox['address']}/messages")
                mails += [{"mailbox": mailbox["address"], **mail} for mail in held if mail["folder"] != SENT_FOLDER]
        return mails

    async def list_dmp(self) -> list[dict[str, Any]]:
        """Every fiche that the sandbox's DMP holds."""
        fiches = []
        for patient in await self._call("GET", "/api/patients"):
            for fiche in await self._call("GET", f"/api/patients/{patient['ins']}/documents"):
                fiches.append({"patient": patient["ins"], **fiche})
        return fiches
