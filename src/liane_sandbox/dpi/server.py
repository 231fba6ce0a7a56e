"""The simulated DPI as a whole: its doors (HL7 v2, FHIR, a folder) and its memory."""

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from liane_sandbox.dpi.fhir_door import FHIRDoor
from liane_sandbox.dpi.folder_reader import FolderReader
from liane_sandbox.dpi.listener import DPIListener
from liane_sandbox.dpi.state import DPIState
from liane_sandbox.faults import FaultSwitchboard

HOST = "127.0.0.1"
APPLICATION = "DPI-SIMULATION"


class DPI:
    """A running DPI."""

    def __init__(self, state: DPIState, listener: DPIListener, fhir: FHIRDoor, folder: FolderReader) -> None:
        self.state = state
        self.host = HOST
        self._listener = listener
        self._fhir = fhir
        self.reader = folder

    @property
    def port(self) -> int:
        """The MLLP port listened to."""
        return self._listener.port

    @property
    def fhir_url(self) -> str:
        """Base of the FHIR address."""
        return self._fhir.url

    @property
    def folder(self) -> Path:
        """The folder that is read."""
        return self.reader.path

    async def stop(self) -> None:
        """Close the doors, then the memory."""
        await self.reader.stop()
        await self._fhir.stop()
        await self._listener.close()
        self.state.close()


async def start(
    *, path: Path, faults: FaultSwitchboard, port: int, clock: Callable[[], datetime], fhir_port: int = 0
) -> DPI:
    """Listen on loopback, for HL7 v2 and FHIR, and read a folder beside. Raises OSError when a port is taken."""
    state = DPIState(path)
    listener = DPIListener(state, faults, now=clock, new_id=lambda: f"DPI-{uuid.uuid4().hex[:12].upper()}")
    fhir = FHIRDoor(state, faults, now=clock, port=fhir_port)
    reader = FolderReader(path.with_name("dpi-remise"), state, faults, now=clock)
    try:
        await listener.listen(HOST, port)
        await fhir.start()
    except OSError:
        await listener.close()
        state.close()
        raise
    reader.start()
    return DPI(state, listener, fhir, reader)
