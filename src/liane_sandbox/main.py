"""The command ``liane-sandbox``: one process that runs every simulated service and its pages until told to stop."""

import argparse
import asyncio
import contextlib
import fcntl
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvicorn
import uvloop

from liane_sandbox.description import describe, write_description
from liane_sandbox.dmp.content_checks import ContentRules, Strictness
from liane_sandbox.guests import Guests, load_guests
from liane_sandbox.running import PLATFORM_PORT, SandboxOptions, SandboxPorts, start_sandbox
from liane_sandbox.web.app import create_app

LOOPBACK = "127.0.0.1"
STOP_WAIT_S = 5


class _Pages(uvicorn.Server):
    """The HTTP server of the pages; signals are the process's business, not its own."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="liane-sandbox",
        description="SIMULATION : DMP, MSSanté, Mon espace santé, INSi, Pro Santé Connect, émetteur ; local seulement.",
    )
    parser.add_argument("--folder", type=Path, required=True, help="dossier de l'état, gardé d'une fois sur l'autre")
    parser.add_argument(
        "--ports", type=int, metavar="BASE", help="premier de neuf ports qui se suivent (par défaut : des ports libres)"
    )
    parser.add_argument("--port-file", type=Path, help="fichier JSON à écrire (par défaut : DOSSIER/sandbox.json)")
    parser.add_argument(
        "--platform-port", type=int, default=PLATFORM_PORT, help="port MLLP de la plateforme à qui envoyer"
    )
    parser.add_argument("--guests", type=Path, help="fichier JSON des patients, structures et domaines invités")
    levels = [level.value for level in Strictness]
    parser.add_argument("--signature", choices=levels, default="enforce", help="contrôle de la signature du lot")
    parser.add_argument(
        "--cda", choices=levels, default="enforce", help="contrôle de la cohérence du CDA et de sa fiche"
    )
    parser.add_argument("--dossiers", action="store_true", help="DMP déjà remplis de documents fictifs")
    return parser.parse_args(arguments)


def build_options(arguments: argparse.Namespace) -> SandboxOptions:
    """Turn the command line into options."""
    return SandboxOptions(
        folder=arguments.folder.absolute(),
        ports=SandboxPorts.from_base(arguments.ports) if arguments.ports else SandboxPorts(),
        contents=ContentRules(signature=Strictness(arguments.signature), cda=Strictness(arguments.cda)),
        platform_port=arguments.platform_port,
        has_dossiers=arguments.dossiers,
        guests=load_guests(arguments.guests) if arguments.guests else Guests(),
    )


@contextlib.contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Keep the folder for this process. Raises BlockingIOError when another sandbox holds it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


async def run(options: SandboxOptions, port_file: Path, stop: asyncio.Event) -> None:
    """Run the sandbox until `stop` is set. Raises OSError when a port is taken."""
    sandbox = await start_sandbox(options)
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, options.ports.pages))
        url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        sandbox.psc.service.wallet_url = url
        config = uvicorn.Config(
            create_app(sandbox),
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=STOP_WAIT_S,
            server_header=False,
        )
        server = _Pages(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        ready = asyncio.create_task(server.ready.wait())
        await asyncio.wait({ready, serving}, return_when=asyncio.FIRST_COMPLETED)
        write_description(port_file, describe(sandbox, url))
        print(f"SIMULATION : bac à sable prêt, {url} (adresses et certificats : {port_file})", flush=True)
        waiting = asyncio.create_task(stop.wait())
        await asyncio.wait({waiting, serving}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ready, waiting):
            task.cancel()
        server.should_exit = True
        await serving
    finally:
        listener.close()
        port_file.unlink(missing_ok=True)
        await sandbox.stop()


async def _run_until_signal(options: SandboxOptions, port_file: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run(options, port_file, stop)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the command; exit code 2 when the folder is held or a port is taken."""
    read = read_arguments(sys.argv[1:] if arguments is None else arguments)
    options = build_options(read)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    os.umask(0o077)
    try:
        with hold_folder(options.folder):
            port_file = (read.port_file or options.folder / "sandbox.json").absolute()
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(_run_until_signal(options, port_file))
    except BlockingIOError:
        print(f"Un autre bac à sable utilise déjà le dossier {options.folder}.", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        print(f"Le bac à sable ne peut pas démarrer : {error.strerror or error}.", file=sys.stderr)
        sys.exit(2)
