"""The demonstration: a sandbox, a node, the morning played, and what was found compared with what had to be."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from liane.store.postgres_store import PostgresStore
from liane.wiring.morning import Expectation, Step, choose_cast
from liane.wiring.quiet import wait_until_quiet

QUIET_S_MAX = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One step as it went. defects: French, what differs from the expectation; empty when all is as it must be."""

    step: Step
    ack: str
    control_id: str
    dmp: str | None
    mails: int
    zams: tuple[tuple[str, bool], ...]
    defects: tuple[str, ...]


class SandboxAPI:
    """The JSON side of the sandbox."""

    def __init__(self, base_url: str) -> None:
        self._client = httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=60)

    async def call(self, method: str, path: str, values: dict[str, Any] | None = None) -> Any:
        """Call it and return the decoded answer."""
        answer = await self._client.request(method, path, json=values)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class Demonstration:
    """Plays steps and checks them. base: first serial number, so that two mornings do not meet."""

    def __init__(self, api: SandboxAPI, store: PostgresStore, description: dict[str, Any], *, base: int) -> None:
        self._api = api
        self._store = store
        self._cast = choose_cast(description["patients"])
        self._base = base
        self._own_mailbox = description["mssante"]["mailbox"]
        self._acks: dict[int, dict[str, Any]] = {}

    async def send(self, step: Step, rank: int) -> str:
        """Play one step; returns the code of its acknowledgement."""
        for fault in step.faults:
            await self._api.call("POST", "/api/faults", fault)
        sent = await self._api.call("POST", "/api/emitter/send", step.order(self._cast, self._base))
        self._acks[rank] = sent
        if step.faults:
            if step.unplugged_s:
                await asyncio.sleep(step.unplugged_s)
            else:
                await wait_until_quiet(self._store, timeout_s=QUIET_S_MAX)
            await self._api.call("DELETE", "/api/faults")
        return str(sent["ack"]["code"]) if sent.get("ack") else "none"

    async def play(self, steps: tuple[Step, ...], tell: Callable[[Step, str], None], *, pace_s: float = 0.0) -> None:
        """Play every step in order, telling each acknowledgement."""
        for rank, step in enumerate(steps):
            tell(step, await self.send(step, rank))
            await asyncio.sleep(pace_s)

    async def settle(self) -> bool:
        """Wait until nothing is going on, let the mails that ask it be opened, wait again; False past the bound."""
        await wait_until_quiet(self._store, timeout_s=QUIET_S_MAX)
        for mail in await self._mails():
            if mail["read_receipt_to"] and not mail["opened_at"] and not mail["mailbox"].endswith("patient.mssante.fr"):
                await self._api.call("POST", f"/api/mssante/messages/{mail['id']}/open")
        await asyncio.sleep(1)
        return (await wait_until_quiet(self._store, timeout_s=QUIET_S_MAX)).is_quiet

    async def _mails(self) -> list[dict[str, Any]]:
        mails: list[dict[str, Any]] = []
        for mailbox in await self._api.call("GET", "/api/mssante/mailboxes"):
            address = mailbox["address"]
            if address != self._own_mailbox and mailbox["messages"]:
                mails += await self._api.call("GET", f"/api/mssante/mailboxes/{address}/messages")
        return mails

    async def check(self, steps: tuple[Step, ...]) -> list[Played]:
        """Look at every place and compare."""
        fiches: dict[str, list[dict[str, Any]]] = {}
        seen: set[str] = set()
        for ins in sorted(set(self._cast.values())):
            for fiche in await self._api.call("GET", f"/api/patients/{ins}/documents"):
                fiches.setdefault(fiche["unique_id"], []).append(fiche)
            shown = await self._api.call("GET", f"/api/patients/{ins}/mon-espace-sante")
            seen |= {fiche["unique_id"] for fiche in shown if fiche["status"] == "Approved"}
        mail_ids = [mail["message_id"] for mail in await self._mails()]
        played = []
        for rank, step in enumerate(steps):
            played.append(await self._check_step(rank, step, fiches, seen, mail_ids))
        return played

    async def _check_step(
        self,
        rank: int,
        step: Step,
        fiches: dict[str, list[dict[str, Any]]],
        seen: set[str],
        mail_ids: list[str],
    ) -> Played:
        sent = self._acks[rank]
        control_id = sent["control_id"]
        ack = sent["ack"]["code"] if sent.get("ack") else "none"
        unique_id, mails = await self._find_document(control_id, mail_ids)
        entries = [one for one in fiches.get(unique_id, []) if not one["is_signature"]]
        zams = await self._api.call("GET", f"/api/emitter/zams?control_id={control_id}")
        pairs = tuple(sorted((zam["event"], zam["is_positive"]) for zam in zams))
        status = entries[0]["status"] if entries else None
        found = Expectation(ack=ack, dmp=status, mails=mails, zams=pairs, seen_by_patient=unique_id in seen)
        defects = find_defects(step.expected, found)
        if len(entries) > 1:
            defects = (*defects, f"{len(entries)} fiches pour un seul document")
        return Played(step=step, ack=ack, control_id=control_id, dmp=status, mails=mails, zams=pairs, defects=defects)

    async def _find_document(self, control_id: str, mail_ids: list[str]) -> tuple[str, int]:
        """Give the uniqueId of the document of a message, and how many mails carry it in the mailboxes."""
        async with self._store.reading() as connection:
            row = await connection.fetchrow(
                "SELECT d.id, d.unique_id FROM documents d JOIN messages m ON m.id = d.message_id "
                "WHERE m.control_id = $1",
                control_id,
            )
        if row is None:
            return "", 0
        correlated = set()
        async with self._store.reading() as connection:
            keys = await connection.fetch(
                "SELECT c.key FROM correlations c JOIN deliveries x ON x.id = c.delivery_id "
                "WHERE x.document_id = $1 AND c.key LIKE 'message-id:%'",
                row["id"],
            )
        correlated = {key["key"].removeprefix("message-id:") for key in keys}
        return row["unique_id"], sum(1 for one in mail_ids if one.strip("<>") in correlated)


def find_defects(expected: Expectation, found: Expectation) -> tuple[str, ...]:
    """Compare, in French; an expectation of None on visibility does not count."""
    pairs = (
        ("accusé", expected.ack, found.ack),
        ("fiche au DMP", expected.dmp or "aucune", found.dmp or "aucune"),
        ("courriels", expected.mails, found.mails),
        ("ZAM", _zams(expected.zams), _zams(found.zams)),
    )
    defects = [f"{name} : {got} au lieu de {wanted}" for name, wanted, got in pairs if wanted != got]
    if expected.seen_by_patient is not None and expected.seen_by_patient != found.seen_by_patient:
        defects.append("le patient voit ce document" if found.seen_by_patient else "le patient ne voit pas ce document")
    return tuple(defects)


def _zams(pairs: tuple[tuple[str, bool], ...]) -> str:
    return ", ".join(f"{event}{'+' if positive else '-'}" for event, positive in sorted(pairs)) or "aucun"
