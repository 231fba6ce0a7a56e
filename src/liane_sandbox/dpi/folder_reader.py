"""The folder that the simulated DPI reads: it takes each manifest with its document, files, and answers beside.

It takes nothing that is not whole: sizes and digests are checked. Rule: docs/flows/reception.md, « Outlets ».
"""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from liane.codecs.outlet_folder.manifest import MANIFEST_BYTES_MAX, ReadManifest, parse_manifest
from liane.domain.documents.request import RequestAction
from liane.domain.errors import InvalidInput
from liane_sandbox.dpi.doors import FOLDER, Handed, Refusal, take
from liane_sandbox.dpi.state import DPIState
from liane_sandbox.faults import FaultKind, FaultSwitchboard

SERVICE = "dpi.folder"
POLL_S = 0.2
MANIFESTS_MAX = 200
DOCUMENT_BYTES_MAX = 256 * 1024 * 1024
SILENT = frozenset({FaultKind.SILENT, FaultKind.HANG_UP_BEFORE, FaultKind.BUSY, FaultKind.FAULT})
MUTE_AFTER = frozenset({FaultKind.SILENT_AFTER, FaultKind.HANG_UP_AFTER})


class FolderReader:
    """Reads one folder until stopped. Faults: refuse, silent before or after, truncated (an answer without words)."""

    def __init__(self, path: Path, state: DPIState, faults: FaultSwitchboard, *, now: Callable[[], datetime]) -> None:
        self.path = path
        self._state = state
        self._faults = faults
        self._now = now
        self._task: asyncio.Task[None] | None = None
        self._mute: set[str] = set()

    def start(self) -> None:
        """Make the folder and read it from now on."""
        self.path.mkdir(parents=True, exist_ok=True)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop reading."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            if not self._faults.is_down(SERVICE):
                with contextlib.suppress(OSError):
                    self.look()
            await asyncio.sleep(POLL_S)

    def look(self) -> int:
        """Take what is there now; returns how many manifests were answered or taken. Raises OSError."""
        names = sorted(one.name for one in self.path.glob("LP*.json"))[:MANIFESTS_MAX]
        return sum(self._take_one(self.path / name) for name in names if name not in self._mute)

    def _take_one(self, path: Path) -> bool:
        data = path.read_bytes()[: MANIFEST_BYTES_MAX + 1]
        fault = self._faults.get(SERVICE, path.stem)
        if fault is not None and fault.kind in SILENT:
            self._mute.add(path.name)
            return False
        if fault is not None and fault.kind is FaultKind.REFUSE:
            refusal: Refusal | None = Refusal(code=fault.code or "906", words=fault.message or "Refus demandé.")
        else:
            refusal = self._refuse_or_file(path, data)
        self._state.keep(
            sender=FOLDER,
            control_id=path.stem,
            message_type="manifeste",
            at=self._now(),
            ack_code="AE" if refusal else "AA",
            reason=refusal.line if refusal else "",
            message=data,
        )
        for taken in (path, *(path.with_suffix(suffix) for suffix in (".pdf", ".xml"))):
            taken.unlink(missing_ok=True)
        if fault is None or fault.kind not in MUTE_AFTER:
            is_cut = fault is not None and fault.kind is FaultKind.TRUNCATED
            self._answer(path.stem, refusal, is_cut=is_cut)
        return True

    def _refuse_or_file(self, path: Path, data: bytes) -> Refusal | None:
        try:
            read = parse_manifest(data)
        except InvalidInput as error:
            return Refusal(code="906", words=error.findings[0].message)
        content = b""
        if read.action is not RequestAction.DELETE:
            try:
                content = path.with_name(read.file_name).read_bytes()
            except OSError:
                return Refusal(code="906", words="Le document annoncé n'est pas dans le dossier.")
            if len(content) != read.size or hashlib.sha256(content).hexdigest() != read.sha256:
                return Refusal(code="906", words="Le document n'est pas celui que le manifeste annonce.")
        return take(self._state.shelf, _describe(read, content), self._now())

    def _answer(self, number: str, refusal: Refusal | None, *, is_cut: bool) -> None:
        text = f"{refusal.code}\n{refusal.words}\n" if refusal and not is_cut else ""
        draft = self.path / f".{number}.reponse"
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, self.path / f"{number}{'.ko' if refusal else '.ok'}")  # noqa: PTH105 - said as the contract


def _describe(read: ReadManifest, content: bytes) -> Handed:
    document, mail = read.fields["document"], read.fields.get("courriel", {})
    return Handed(
        handed=read.number,
        door=FOLDER,
        action=read.action,
        unique_id=read.unique_id,
        replaces=read.replaces,
        ipp=read.ipp,
        ins=str(read.fields.get("patient", {}).get("ins", {}).get("matricule", "")),
        type_code=str(document.get("type", {}).get("code", "")),
        type_label=str(document.get("type", {}).get("libelle", "")),
        title=str(document.get("titre", "")),
        content_type=str(document.get("fichier", {}).get("media_type", "")),
        content=content,
        sender=str(mail.get("expediteur", "")),
        recipient=str(mail.get("destinataire", "")),
        subject=str(mail.get("objet", "")),
        mail_id=str(mail.get("identifiant", "")),
    )
