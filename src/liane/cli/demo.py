"""``liane demo``: a hospital's morning against the local sandbox; ``--once`` plays, checks and ends."""

import asyncio
import socket
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from liane.cli.node import Node
from liane.cli.serve import run_loop, wait_for_signal
from liane.wiring.announcement_scene import AnnouncementScene
from liane.wiring.arrivals import Arrivals
from liane.wiring.counter import Counter
from liane.wiring.demonstration import Demonstration, Played, SandboxAPI
from liane.wiring.intake_scene import ReadingScene
from liane.wiring.logs import configure_logs
from liane.wiring.morning import STEPS, Step
from liane.wiring.pharmacy_scene import PharmacyScene
from liane.wiring.reading_scene import play_reading
from liane.wiring.sandbox_process import SandboxProcess, make_sandbox_settings
from liane.wiring.scenes import Scene

MLLP_PORT, HTTP_PORT, SANDBOX_PORT = 2575, 8080, 8090


def demo(
    once: Annotated[bool, typer.Option("--once", help="Joue, vérifie, et rend 0 ou 1.")] = False,
    folder: Annotated[Path, typer.Option(help="Dossier de la démonstration.")] = Path("var/demo"),
    any_port: Annotated[bool, typer.Option(help="Prend des ports libres au lieu des ports habituels.")] = False,
) -> None:
    """Play the morning; without ``--once``, stay until told to stop."""
    configure_logs(is_quiet=True)
    is_taken = not all(_is_free(port) for port in (MLLP_PORT, HTTP_PORT, *range(SANDBOX_PORT, SANDBOX_PORT + 8)))
    raise typer.Exit(run_loop(_demo(once=once, folder=folder.resolve(), any_port=any_port or once or is_taken)))


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


async def _demo(*, once: bool, folder: Path, any_port: bool) -> int:
    console = Console()
    if not console.is_terminal:
        console.width = 160
    started = time.monotonic()
    base_port = 0 if any_port else SANDBOX_PORT
    async with SandboxProcess(
        folder / "sandbox", platform_port=0 if any_port else MLLP_PORT, base_port=base_port, has_dossiers=True
    ) as box:
        settings = make_sandbox_settings(
            box.description,
            data=folder / "liane",
            mllp_port=0 if any_port else MLLP_PORT,
            http_port=0 if any_port else HTTP_PORT,
        )
        async with Node(settings) as node:
            api = SandboxAPI(box.pages_url)
            await api.call("POST", "/api/emitter/target", {"host": "127.0.0.1", "port": node.liane.mllp_port})
            _greet(console, node, box.pages_url, time.monotonic() - started)
            base = int(time.time()) % 100_000_000 * 8
            show = Demonstration(api, node.liane.store, box.description, base=base)
            await show.play(STEPS, lambda step, ack: _tell(console, step, ack), pace_s=0.0 if once else 1.0)
            is_quiet = await show.settle()
            played = await show.check(STEPS)
            _print_table(console, played)
            console.print("\n[bold]À l'accueil : les identités[/]")
            counter = Counter(api, node.liane, box.description["patients"], serial=base + len(STEPS) + 100)
            scenes = await counter.play(lambda scene: _tell_scene(console, scene))
            scenes.append(await play_reading(node.liane, box.description, lambda scene: _tell_scene(console, scene)))
            announcing = AnnouncementScene(api, node.liane, box.description, serial=base + len(STEPS) + 900)
            scenes.append(await announcing.play(lambda scene: _tell_scene(console, scene)))
            if not once:
                await counter.leave_work()
                await announcing.leave_work()
            console.print("\n[bold]Dans les boîtes : ce qui arrive du dehors[/]")
            serial = base + len(STEPS) + 1000
            arrivals = Arrivals(api, node.liane, mailbox=box.description["mssante"]["mailbox"], serial=serial)
            scenes += await arrivals.play(lambda scene: _tell_scene(console, scene))
            reading = ReadingScene(api, node.liane, mailbox=box.description["mssante"]["mailbox"], serial=serial + 50)
            scenes += await reading.play(lambda scene: _tell_scene(console, scene))
            pharmacy = PharmacyScene(api, node.liane, serial=serial + 80)
            scenes.append(await pharmacy.play(lambda scene: _tell_scene(console, scene)))
            await api.close()
            failed = sum(1 for one in played if one.defects) + sum(1 for one in scenes if not one.is_right)
            if not is_quiet:
                console.print("[red]Il reste du travail en cours après l'attente.[/]")
            if once:
                return 1 if failed or not is_quiet else 0
            console.print("Il vous reste un doublon à juger et un document en attente d'identité (salle Identités).")
            console.print(
                "Deux documents attendent leur annonce : connectez-vous comme médecin. "
                "Une secrétaire, une pharmacienne, une auditrice voient d'autres salles."
            )
            console.print("La démonstration reste en marche : ouvrez les pages. Ctrl-C pour arrêter.")
            await wait_for_signal()
            await asyncio.sleep(0)
    return 0


def _greet(console: Console, node: Node, sandbox_url: str, seconds: float) -> None:
    console.rule("[bold]Liane – SIMULATION[/]", align="left")
    console.print(f"Prêt en {seconds:.1f} s. Aucun service national n'est joint : tout reste sur cette machine.")
    console.print(f"  Supervision      {node.pages_url}")
    console.print(f"  Bac à sable      {sandbox_url}/")
    console.print(f"  HL7 v2 (MLLP)    127.0.0.1:{node.liane.mllp_port}")


def _tell(console: Console, step: Step, ack: str) -> None:
    colour = "green" if ack == step.expected.ack else "red"
    console.print(f"[{colour}]{ack:>4}[/]  {escape(step.title)}")


def _tell_scene(console: Console, scene: Scene) -> None:
    mark = "[green]  ●[/]" if scene.is_right else "[red]  ■[/]"
    console.print(f"{mark}  {escape(scene.title)} : {escape(scene.found)}")


def _print_table(console: Console, played: list[Played]) -> None:
    table = Table(title="Ce qui est parti, et où", title_justify="left")
    for column in ("Message", "Accusé", "DMP", "Courriels", "ZAM", "Vérifié"):
        table.add_column(column, overflow="fold")
    for one in played:
        zams = " ".join(f"{event}{'+' if positive else '−'}" for event, positive in one.zams)
        verdict = "[red]■ " + escape(" ; ".join(one.defects)) + "[/]" if one.defects else "[green]● oui[/]"
        table.add_row(escape(one.step.title), one.ack, one.dmp or "–", str(one.mails or "–"), zams or "–", verdict)
    console.print(table)
    good = sum(1 for one in played if not one.defects)
    console.print(f"{good} messages sur {len(played)} ont eu l'issue attendue.")
