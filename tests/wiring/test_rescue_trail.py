"""``liane rescue`` leaves a line in the trail of accesses when the database is there, and says so when it is not."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from liane.cli.main import app
from liane.store.postgres_store import PostgresStore

pytestmark = pytest.mark.anyio
PASSWORD = "Douze-Saules-Au-Bord-97"


def make_account(folder: Path, *, database_url: str = "") -> str:
    """Run the command as a person does; gives what it printed."""
    accounts = folder / "secours.toml"
    lines = [f'data = "{folder}"', f'database_url = "{database_url}"' if database_url else ""]
    lines += ["[signin]", 'rescue_when = "always"' if accounts.exists() else "", f'rescue_file = "{accounts}"']
    config = folder / "liane.toml"
    config.write_text("\n".join(lines), encoding="utf-8")
    arguments = ["rescue", "Astreinte", "--role", "integration", "--config", str(config)]
    result = CliRunner().invoke(app, arguments, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    return result.output


async def test_a_new_account_and_a_change_of_password_are_traced(
    store: PostgresStore, store_dsn: str, tmp_path: Path
) -> None:
    """Rule: REM SSI/IAM.91."""
    printed = await asyncio.to_thread(make_account, tmp_path, database_url=store_dsn)
    block = printed[printed.index("[[account]]") : printed.index("À donner")]
    accounts = tmp_path / "secours.toml"
    accounts.write_text(block, encoding="utf-8")
    accounts.chmod(0o600)
    await asyncio.to_thread(make_account, tmp_path, database_url=store_dsn)
    lines = [one.event for one in await store.accesses.following(0, limit=10)]
    assert [one.reason for one in lines] == [
        "compte de secours créé",
        "mot de passe du compte de secours changé",
    ]
    assert {one.target for one in lines} == {"Astreinte"}
    assert all(one.operator.name for one in lines)
    assert PASSWORD not in repr(lines)


def test_without_a_database_the_command_says_that_nothing_is_traced(tmp_path: Path) -> None:
    assert "pas tracé" in make_account(tmp_path)
    assert not (tmp_path / "postgres").exists(), "no cluster is made for it"
