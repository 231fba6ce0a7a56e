"""Writes what a document gave rise to, as files anyone can check with other tools; layout in docs/rehearse.md."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from liane.codecs.mssante_mail.receipts import parse_incoming
from liane.domain.documents.delivery import Destination
from liane.domain.errors import InvalidInput
from liane.store.postgres_store import PostgresStore
from liane.store.records import StoredDelivery, StoredEvent

NAME_CHARS_MAX = 80


def safe_name(text: str) -> str:
    """Make a file name of any text."""
    return re.sub(r"[^A-Za-z0-9._@-]+", "_", text)[:NAME_CHARS_MAX].strip("._") or "sans-nom"


class ArtefactWriter:
    """Writes below one folder and remembers what it wrote."""

    def __init__(self, folder: Path, *, root: Path) -> None:
        self._folder = folder
        self._root = root
        self.written: list[str] = []

    def write(self, name: str, data: bytes) -> None:
        """Write one file, folders made as needed."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.written.append(path.relative_to(self._root).as_posix())

    async def write_story(
        self, store: PostgresStore, deliveries: Sequence[StoredDelivery], events: Sequence[StoredEvent]
    ) -> None:
        """Write the bytes of each event, then the journal."""
        by_id = {delivery.id: delivery for delivery in deliveries}
        counts: dict[str, int] = {}
        for event in events:
            if event.body_sha256 is None:
                continue
            delivery = by_id.get(event.delivery_id) if event.delivery_id is not None else None
            data = await store.load_body(event.body_sha256)
            for name, content in _files_of(event, delivery, data, counts):
                self.write(name, content)
        journal = [
            {
                "id": event.id,
                "name": event.name,
                "at": event.at.isoformat(),
                "actor": event.actor,
                "delivery": event.delivery_id,
                "data": event.data,
                "sha256": event.body_sha256,
                "hash": event.hash,
            }
            for event in events
        ]
        self.write("journal.json", json.dumps(journal, ensure_ascii=False, indent=2).encode())


def _files_of(
    event: StoredEvent, delivery: StoredDelivery | None, data: bytes, counts: dict[str, int]
) -> Iterator[tuple[str, bytes]]:
    head, _, tail = event.name.partition(".")
    if head == "dmp":
        yield from _dmp_files(tail, data, counts)
    elif event.name == "mail.sent" and delivery is not None:
        yield from _mail_files(f"mssante/{safe_name(delivery.recipient)}", data)
    elif head == "zam" and delivery is not None:
        suffix = ".hl7" if tail == "sent" else ".ack.hl7"
        yield f"zam/{delivery.id:06d}-{delivery.action}{suffix}", data
    elif head == "receipt":
        counts["receipt"] = counts.get("receipt", 0) + 1
        yield f"receipts/{counts['receipt']:02d}-{tail}.eml", data
    elif event.name == "delivery.attempted":
        counts["attempt"] = counts.get("attempt", 0) + 1
        place = delivery.destination.value if delivery else Destination.DMP.value
        folder = "dmp" if place == Destination.DMP.value else "mssante" if place.startswith("mssante") else place
        yield f"{folder}/refused-{counts['attempt']:02d}.txt", data


def _dmp_files(tail: str, data: bytes, counts: dict[str, int]) -> Iterator[tuple[str, bytes]]:
    name, _, side = tail.partition(".")
    if side == "sent":
        counts["dmp"] = counts.get("dmp", 0) + 1
    stem = f"dmp/{counts.get('dmp', 0):02d}-{name}"
    yield {"sent": f"{stem}-request.xml", "attached": f"{stem}-signature.xml"}.get(side, f"{stem}-answer.txt"), data


def _mail_files(folder: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield f"{folder}.eml", data
    try:
        mail = parse_incoming(data)
    except InvalidInput:
        return
    for attachment in mail.attachments:
        if attachment.name.upper() == "IHE_XDM.ZIP":
            with zipfile.ZipFile(io.BytesIO(attachment.data)) as archive:
                for info in archive.infolist():
                    if not info.is_dir() and ".." not in info.filename:
                        yield f"{folder}/{info.filename}", archive.read(info)
        else:
            yield f"{folder}/{safe_name(attachment.name)}", attachment.data
