"""The simulated DPI as a whole: its port and its memory."""

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from liane_sandbox.dpi.listener import DPIListener
from liane_sandbox.dpi.state import DPIState
from liane_sandbox.faults import FaultSwitchboard

HOST = "127.0.0.1"
APPLICATION = "DPI-SIMULATION"


class DPI:
    """A running DPI."""

    def __init__(self, state: DPIState, listener: DPIListener) -> None:
        self.state = state
        self.host = HOST
        self._listener = listener

    @property
    def port(self) -> int:
        """The MLLP port listened to."""
        return self._listener.port

    async def stop(self) -> None:
        """Close the port, then the memory."""
        await self._listener.close()
        self.state.close()


async def start(*, path: Path, faults: FaultSwitchboard, port: int, clock: Callable[[], datetime]) -> DPI:
    """Listen on loopback. Raises OSError when the port is taken."""
    state = DPIState(path)
    listener = DPIListener(state, faults, now=clock, new_id=lambda: f"DPI-{uuid.uuid4().hex[:12].upper()}")
    try:
        await listener.listen(HOST, port)
    except OSError:
        state.close()
        raise
    return DPI(state, listener)
