"""The command ``liane-sandbox``: starts, describes itself, keeps its folder to itself, stops cleanly."""

import json
import select
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from liane_sandbox.main import build_options, read_arguments
from liane_sandbox.running import SandboxPorts

START_S = 60


def launch(folder: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "liane_sandbox", "--folder", str(folder), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], START_S)
    assert ready, "the sandbox did not start"
    return process.stdout.readline()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = launch(tmp_path / "sandbox", "--port-file", str(tmp_path / "ports.json"))
    try:
        assert wait_ready(process).startswith("SIMULATION : bac à sable prêt, http://127.0.0.1:")
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_process_says_where_it_is_and_stops_on_sigterm(running: subprocess.Popen[str], tmp_path: Path) -> None:
    described = json.loads((tmp_path / "ports.json").read_text(encoding="utf-8"))
    assert described["simulation"] is True
    assert described["dmp"]["base_url"].endswith("/si-dmp-server/v2/services")
    assert described["mssante"]["smtp_port"] != described["mssante"]["imap_port"]
    assert described["emitter"]["zam_port"] > 0
    assert "pfi@ch-tilleuls.simulation.mssante.fr" in {one["address"] for one in described["mssante"]["mailboxes"]}
    for name in ("org_auth_cli", "org_sign", "bal_app"):
        assert Path(described["certificates"][name]["key"]).is_file()
    with urllib.request.urlopen(f"{described['pages']['url']}/api/health", timeout=10) as answer:
        assert json.load(answer)["status"] == "ok"
    second = launch(tmp_path / "sandbox")
    _, error = second.communicate(timeout=START_S)
    assert second.returncode == 2
    assert "Un autre bac à sable" in error
    running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=START_S) == 0
    assert not (tmp_path / "ports.json").exists()


def test_ports_may_follow_one_another(tmp_path: Path) -> None:
    options = build_options(read_arguments(["--folder", str(tmp_path), "--ports", "20000", "--signature", "warn"]))
    assert options.ports == SandboxPorts.from_base(20000)
    assert (options.ports.pages, options.ports.dpi) == (20000, 20006)
    assert options.contents.signature.value == "warn"


@pytest.mark.parametrize("arguments", [[], ["--folder", "x", "--signature", "maybe"]])
def test_a_wrong_command_line_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        read_arguments(arguments)
    assert stopped.value.code == 2
    assert "liane-sandbox" in capsys.readouterr().err
