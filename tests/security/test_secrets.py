"""Secrets stay in their files: out of the settings, of the database, of the logs and of what an object shows."""

import ast
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from liane.domain.actors.operator import Role
from liane.store.postgres_store import PostgresStore
from liane.wiring.settings import Settings
from tests.conftest import ROOT
from tests.security.house_kit import CREDENTIALS, SECRETS, open_house

SECRET_NAMES = re.compile(
    r"(^|_)(secret|password|passphrase|token|refresh|private_key|key_pem|totp)(_|$)", re.IGNORECASE
)
NOT_SECRET = re.compile(r"(_file|_path|_url|_endpoint|_sha256|_digest|_hash|_type|_s|_at|_max|_min|_audience|_name)$")
REVIEWED = frozenset(
    {"ClaimedDelivery.token", "ClaimedNotice.token", "ClaimedReading.token", "SignInRoom.read_logout_token"}
)
"""Fields that look like secrets and are none: the fences of leases, which open nothing; what reads a token."""


def find_fields(path: Path) -> list[tuple[str, str, bool]]:
    """Fields of the dataclasses of a file that look like secrets: (class.field, annotation, whether repr hides it)."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef) or not any(
            "dataclass" in ast.unparse(one) for one in node.decorator_list
        ):
            continue
        hides_all = any(isinstance(one, ast.FunctionDef) and one.name == "__repr__" for one in node.body)
        hides_all |= any("repr=False" in ast.unparse(one) for one in node.decorator_list)
        for field in node.body:
            if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
                continue
            name, kind = field.target.id, ast.unparse(field.annotation)
            if SECRET_NAMES.search(name) and not NOT_SECRET.search(name) and re.search(r"\b(str|bytes)\b", kind):
                is_hidden = hides_all or (field.value is not None and "repr=False" in ast.unparse(field.value))
                found.append((f"{node.name}.{name}", kind, is_hidden))
    return found


def test_what_holds_a_secret_never_shows_it() -> None:
    shown = {
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for path in sorted((ROOT / "src" / "liane").rglob("*.py"))
        for name, _, is_hidden in find_fields(path)
        if not is_hidden and name not in REVIEWED
    }
    assert shown == set()


def _walk(section: type[BaseModel], prefix: str = "") -> list[tuple[str, Any]]:
    fields = []
    for name, field in section.model_fields.items():
        annotation = field.annotation
        kinds = [annotation, *get_args(annotation)]
        below = next((one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if below is not None:
            fields += _walk(below, f"{prefix}{name}.")
        else:
            fields.append((f"{prefix}{name}", annotation))
    return fields


def test_a_setting_names_the_file_of_a_secret_and_never_holds_it() -> None:
    fields = _walk(Settings)
    assert len(fields) > 50
    held = {
        name
        for name, annotation in fields
        if SECRET_NAMES.search(name.rpartition(".")[2])
        and not NOT_SECRET.search(name)
        and any(one in (str, bytes) for one in (annotation, *get_args(annotation)))
    }
    assert held == set()


def test_credentials_do_not_say_their_secret() -> None:
    for credential in CREDENTIALS:
        assert credential.secret not in repr(credential)


@pytest.mark.anyio
async def test_neither_the_database_nor_the_logs_hold_a_secret(
    filled: PostgresStore, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "un-secret-essaye-au-hasard"
    async with open_house(filled) as house:
        for role in (Role.ACCUEIL, Role.AUDIT, Role.SECRETARIAT):
            await house.get("/identites?q=test", role)
            await house.get("/audit", role)
        await house.get("/identites", headers={"Authorization": f"Bearer {wrong}"})
        await house.ask("POST", "/audit/chaine", Role.AUDIT)
    written = capsys.readouterr()
    async with filled.reading() as connection:
        tables = await connection.fetch(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'liane' AND c.relkind = 'r'"
        )
        assert len(tables) > 20
        for secret in (*SECRETS.values(), wrong):
            assert secret not in written.out + written.err
            for table in tables:
                found = await connection.fetchval(
                    f"SELECT count(*) FROM liane.{table['relname']} AS t WHERE t::text LIKE '%' || $1 || '%'",
                    secret,
                )
                assert found == 0, table["relname"]
