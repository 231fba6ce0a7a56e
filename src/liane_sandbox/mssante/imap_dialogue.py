"""What the server says on one IMAP connection, and the faults that it was told to have. No command is known here."""

import asyncio

from liane_sandbox.faults import FaultKind, FaultSwitchboard
from liane_sandbox.mssante.wire import ConnectionClosed, Wire

SERVICE = "mssante.imap"


class Dialogue:
    """The writing side of a connection."""

    def __init__(self, wire: Wire, faults: FaultSwitchboard) -> None:
        self._wire = wire
        self._faults = faults

    def write(self, *lines: bytes) -> None:
        """Write whole lines."""
        self._wire.write(b"".join(line + b"\r\n" for line in lines))

    def answer(self, tag: str, text: str) -> None:
        """End a command."""
        self.write(f"{tag} {text}".encode())

    async def drain(self) -> None:
        """Wait until the client has taken enough."""
        await self._wire.drain()

    async def meet_fault(self, tag: str, mailbox: str) -> bool:
        """Act on a fault of this service; True when the command is answered."""
        fault = self._faults.get(SERVICE, mailbox)
        if fault is None:
            return False
        if fault.kind in (FaultKind.REFUSE, FaultKind.BUSY):
            self.answer(tag, f"NO [{'UNAVAILABLE' if fault.kind is FaultKind.BUSY else 'CANNOT'}] {fault.message}")
            return True
        if fault.kind is FaultKind.FAULT:
            self.write(b"* BYE simulated failure")
            raise ConnectionClosed
        if fault.kind in (FaultKind.SLOW, FaultKind.LATE):
            await asyncio.sleep(fault.delay_s)
            return False
        if fault.kind in (FaultKind.SILENT, FaultKind.SILENT_AFTER):
            while True:
                await self._wire.read_line()
        self._wire.abort()
        raise ConnectionClosed
