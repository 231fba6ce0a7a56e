"""The node that a measure drives: the product's own services, started from a plan given as JSON."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import uvloop

from liane.wiring.logs import configure_logs
from liane.wiring.memory import settle_memory
from liane.wiring.sandbox_process import make_sandbox_settings
from liane.wiring.services import Liane
from liane.wiring.settings import MLLPSettings, Settings


def make_settings(plan: dict[str, Any]) -> Settings:
    """Settings against a sandbox, or of a node that only receives."""
    data = Path(plan["folder"]) / "liane"
    if plan["sandbox"] is not None:
        return make_sandbox_settings(plan["sandbox"], data=data, mllp_port=0, database_url=plan["dsn"])
    return Settings(data=data, database_url=plan["dsn"], mllp=MLLPSettings(port=0))


async def run(plan: dict[str, Any]) -> None:
    """Run until SIGTERM."""
    async with Liane(make_settings(plan), roles=plan["roles"]) as node:
        settle_memory()
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        Path(plan["ready"]).write_text(str(node.mllp_port), encoding="utf-8")
        await stopped.wait()


def main() -> None:
    """Read the plan and run."""
    configure_logs(is_quiet=True)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(json.loads(sys.argv[1])))


if __name__ == "__main__":
    main()
