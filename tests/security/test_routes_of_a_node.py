"""Nothing that a node mounts is missed by the walk of the routes: a node beside a sandbox, as it is really made."""

from pathlib import Path

import pytest

from liane.cli.node import Node
from liane.wiring.sandbox_process import SandboxProcess, make_sandbox_settings
from tests.security.route_kit import list_routes

pytestmark = pytest.mark.anyio
TABLE = Path(__file__).with_name("routes.txt")


@pytest.mark.timeout(180)
async def test_the_table_holds_every_route_of_a_node(store_dsn: str, tmp_path: Path) -> None:
    async with SandboxProcess(tmp_path / "sandbox") as box:
        settings = make_sandbox_settings(box.description, data=tmp_path / "liane", mllp_port=0, database_url=store_dsn)
        async with Node(settings) as node:
            assert node.app is not None
            served = {f"{method} {path}" for method, path in list_routes(node.app.routes)}
    walked = {line.partition(" : ")[0] for line in TABLE.read_text(encoding="utf-8").splitlines()}
    assert len(served) > 200
    assert sorted(served ^ walked) == []
