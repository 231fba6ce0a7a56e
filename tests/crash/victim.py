"""A Liane that dies on command: the product as it is, killed with SIGKILL at a chosen milestone. Run by the harness."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import uvloop

from liane.pipeline.milestones import Milestone, listen
from liane.wiring.logs import configure_logs
from liane.wiring.sandbox_process import make_sandbox_settings
from liane.wiring.services import Liane
from liane.wiring.settings import ApplicationSettings

RESEND_S = 45.0
"""How long a mail of unknown outcome waits for its receipt: longer than a restart takes on a machine that others share.

A mail is sent again only when no receipt came in that time (mssante.md §12); the few seconds of the sandbox would show
a slow machine as a mail sent twice.
"""


def die_at(milestone: Milestone, occurrence: int) -> None:
    """Kill this process, as a power cut would, when it passes a milestone for the nth time."""
    left = occurrence

    def count(reached: Milestone) -> None:
        nonlocal left
        if reached is milestone:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    listen(count)


def make_door(description: dict[str, Any], door: str) -> ApplicationSettings:
    """The simulated record system, by another door than HL7 v2."""
    dpi = description["dpi"]
    address = {"folder": dpi["folder"]} if door == "folder" else {"fhir": dpi["fhir_url"]}
    return ApplicationSettings(application=dpi["application"], facility=dpi["facility"], **address)


async def run(plan: dict[str, object]) -> None:
    """Run until killed."""
    description = json.loads(Path(str(plan["sandbox"])).read_text(encoding="utf-8"))
    settings = make_sandbox_settings(
        description,
        data=Path(str(plan["data"])),
        mllp_port=int(str(plan["port"])),
        database_url=plan["dsn"],
    )
    if plan.get("door"):
        settings = settings.model_copy(update={"applications": (make_door(description, str(plan["door"])),)})
    mssante = settings.mssante
    assert mssante is not None
    settings = settings.model_copy(update={"mssante": mssante.model_copy(update={"resend_wait_s": RESEND_S})})
    async with Liane(settings, roles=("receive", "deliver")) as node:
        Path(str(plan["ready"])).write_text(str(node.mllp_port), encoding="utf-8")
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        await stopped.wait()


def main() -> None:
    """Read the plan and run."""
    plan = json.loads(sys.argv[1])
    configure_logs(is_quiet=True)
    if plan.get("die_at"):
        die_at(Milestone(plan["die_at"]), int(plan["occurrence"]))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(plan))


if __name__ == "__main__":
    main()
