"""Rescue accounts: open when they should, both secrets needed, locked out over every node, traced apart."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from liane.domain.actors.operator import CLINICAL, Right, Role, SignInMeans
from liane.domain.errors import ConfigurationError
from liane.pipeline.signin.rescue import RescueWhen, find_step, hash_password, read_code_secret
from liane.pipeline.signin.visits import Purpose, SignedIn, SignInRefused
from liane.store.postgres_store import PostgresStore
from liane.wiring.signin import load_accounts
from liane_sandbox.pki.folder import PKI
from tests.signin_kit import SignInBench, make_visitor, running_bench

NAME, PASSWORD = "Secours DSI", "Girafe-violette-42"
SECRET = base64.b32encode(b"12345678901234567890").decode()


def write_accounts(folder: Path, text: str = "") -> Path:
    path = folder / "secours.toml"
    path.write_text(
        text
        or f'[[account]]\nname = "{NAME}"\npassword_hash = "{hash_password(PASSWORD)}"\ncode_secret = "{SECRET}"\n'
        'roles = ["administration", "clinicien"]\n',
        encoding="utf-8",
    )
    path.chmod(0o600)
    return path


def make_code(now: datetime) -> str:
    return TOTP(read_code_secret(SECRET), 6, SHA1(), 30).generate(int(now.timestamp())).decode()


@pytest.fixture
async def rescue(store: PostgresStore, psc_pki: PKI, tmp_path: Path) -> AsyncIterator[SignInBench]:
    """Sign-in with one rescue account, open while the provider is away."""
    path = write_accounts(tmp_path)
    async with running_bench(store, psc_pki, tmp_path, rescue_when=RescueWhen.PSC_DOWN, rescue_file=path) as running:
        yield running


async def enter(bench: SignInBench, name: str = NAME, password: str = PASSWORD, code: str = "") -> SignedIn:
    code = code or make_code(bench.clock.now())
    return await bench.parts.rescue.sign_in(bench.visitor, name, password, code, Purpose())


@pytest.mark.anyio
async def test_it_opens_only_while_the_provider_is_away(rescue: SignInBench) -> None:
    assert not await rescue.parts.rescue.is_open()
    with pytest.raises(SignInRefused, match="ferme"):
        await enter(rescue)
    await rescue.take_down()
    signed = await enter(rescue)
    assert signed.operator.means is SignInMeans.BREAK_GLASS_ACCOUNT
    assert signed.operator.roles == {Role.ADMINISTRATION, Role.CLINICIEN}
    assert signed.operator.may(Right.ADMINISTER)
    assert not signed.operator.rights & CLINICAL
    assert (await rescue.parts.sessions.read(signed.secret)).operator == signed.operator
    assert await rescue.trail.list() == [
        ("connexion", "refusé", "ferme"),
        ("connexion", "fait", ""),
        ("usage d’un compte de secours", "fait", ""),
    ]


@pytest.mark.anyio
async def test_a_wrong_part_is_never_told(rescue: SignInBench) -> None:
    await rescue.take_down()
    wrong = [
        (NAME, "Autre-phrase-longue-9", ""),
        ("Personne", PASSWORD, ""),
        (NAME, PASSWORD, "000000"),
        (NAME, "", "12"),
    ]
    for name, password, code in wrong:
        with pytest.raises(SignInRefused) as refused:
            await enter(rescue, name, password, code)
        assert (refused.value.kind, refused.value.codes) == ("secours", ())


@pytest.mark.anyio
async def test_a_code_serves_once(rescue: SignInBench) -> None:
    await rescue.take_down()
    code = make_code(rescue.clock.now())
    await enter(rescue, code=code)
    with pytest.raises(SignInRefused, match="secours"):
        await enter(rescue, code=code)
    rescue.clock.advance(seconds=60)
    await enter(rescue)


@pytest.mark.anyio
async def test_too_many_tries_close_the_account_whatever_comes_next(rescue: SignInBench) -> None:
    await rescue.take_down()
    for rank in range(5):
        with pytest.raises(SignInRefused, match="secours"):
            await rescue.parts.rescue.sign_in(make_visitor(address=f"10.0.1.{rank}"), NAME, "faux", "000000", Purpose())
    with pytest.raises(SignInRefused, match="attendre"):
        await enter(rescue)
    assert (await rescue.trail.list())[-1][0] == "blocage d’un compte"
    rescue.clock.advance(minutes=16)
    await enter(rescue)


@pytest.mark.anyio
async def test_tries_at_once_are_all_counted(rescue: SignInBench) -> None:
    await rescue.take_down()
    tries = (enter(rescue, password="faux", code="000000") for _ in range(10))
    found = await asyncio.gather(*tries, return_exceptions=True)
    kinds = [one.kind for one in found if isinstance(one, SignInRefused)]
    assert (kinds.count("secours"), kinds.count("attendre")) == (5, 5)


def test_codes_are_those_of_the_rfc() -> None:
    at = datetime.fromtimestamp(1111111109).astimezone()
    assert find_step(SECRET, "081804", at) == 1111111109 // 30  # RFC 6238, appendix B, six last digits
    assert find_step(SECRET, "0818 04", at) == 1111111109 // 30
    assert find_step(SECRET, "081805", at) is None
    assert find_step(SECRET, "٠٨١٨٠٤", at) is None
    for text in ("pas du base32 !", "ABCD"):
        with pytest.raises(ValueError, match=r"base32|short"):
            read_code_secret(text)


GOOD_HASH = "$argon2id$v=19$m=65536,t=3,p=4$x$y"


@pytest.mark.parametrize(
    "text",
    [
        "[[account",
        'account = "x"',
        '[[account]]\nname = "a"\n',
        f'[[account]]\nname = "a"\npassword_hash = "clair"\ncode_secret = "{SECRET}"\nroles = ["audit"]\n',
        f'[[account]]\nname = "a"\npassword_hash = "{GOOD_HASH}"\ncode_secret = "{SECRET}"\nroles = ["chef"]\n',
        f'[[account]]\nname = "a"\npassword_hash = "{GOOD_HASH}"\ncode_secret = "court"\nroles = ["audit"]\n',
        f'[[account]]\nname = "a"\npassword_hash = "{GOOD_HASH}"\ncode_secret = "{SECRET}"\nroles = ["audit"]\n' * 2,
    ],
)
def test_a_wrong_file_stops_the_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"signin\.rescue_file"):
        load_accounts(write_accounts(tmp_path, text))


def test_a_file_that_others_can_read_stops_the_start(tmp_path: Path) -> None:
    path = write_accounts(tmp_path)
    path.chmod(0o640)
    with pytest.raises(ConfigurationError, match="propriétaire"):
        load_accounts(path)
