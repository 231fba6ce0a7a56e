"""Sending messages to an MLLP door, as an emitter would: for the command line and the tools."""

from collections.abc import Iterable
from pathlib import Path

from liane.connectors.mllp.client import MLLPClient
from liane.wiring.gates import client_tls
from liane.wiring.rehearsal import unwrap
from liane.wiring.settings import TLSFiles


async def send_files(
    files: Iterable[Path], *, host: str, port: int, tls: TLSFiles | None = None
) -> list[tuple[Path, bytes]]:
    """Send each file on one connection and return the answers, in order.

    Raises RemoteUnavailable or RemoteOutcomeUnknown at the first that has none.
    """
    context = client_tls(tls) if tls else None
    client = MLLPClient(host, port, remote="lps", tls=context, server_hostname=host if tls else None)
    answers = []
    try:
        for path in files:
            answers.append((path, await client.send(unwrap(path.read_bytes()))))
    finally:
        await client.close()
    return answers
