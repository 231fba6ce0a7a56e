"""Sign-in put together: the key that seals, the provider, the rules of the site, the loops that renew and sweep."""

import asyncio
import os
import secrets
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from liane.codecs.oidc.logout import LogoutNotice
from liane.connectors.psc.client import PSCClient
from liane.connectors.psc.settings import ClientCertificate, PSCConnection
from liane.domain.access.habilitation import Habilitation, HabilitationRules
from liane.domain.access.session_rules import SessionRules
from liane.domain.actors.actor import Structure
from liane.domain.actors.operator import CLINICAL, RIGHTS, Role
from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.pipeline.signin.admission import Admission
from liane.pipeline.signin.api_proofs import ApiProofs
from liane.pipeline.signin.api_tokens import ApiTokenPolicy, ApiTokens
from liane.pipeline.signin.forms import KeptForms
from liane.pipeline.signin.limits import AttemptGate
from liane.pipeline.signin.office import Office
from liane.pipeline.signin.phone import PhoneSignIn
from liane.pipeline.signin.redirect import REQUEST_LIFE, RedirectSignIn
from liane.pipeline.signin.rescue import ACCOUNTS_MAX, RescueAccount, RescueSignIn, read_code_secret
from liane.pipeline.signin.sessions import SessionKeeper, SessionPolicy
from liane.pipeline.signin.tokens import TokenKeeper
from liane.pipeline.signin.vault import KEY_BYTES, Vault
from liane.pipeline.signin.visits import Trace
from liane.store.api_proofs import PostgresApiProofs
from liane.store.postgres_store import PostgresStore
from liane.store.session_records import StoredSession
from liane.store.sessions import PostgresSessions
from liane.store.sign_ins import PostgresSignIns
from liane.wiring.settings import Environment, Settings
from liane.wiring.signin_settings import PSCSettings, SignInSettings

log = structlog.get_logger(__name__)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
RENEW_EVERY_S = 3.0
SWEEP_EVERY_S = 60.0
KEY_NAME = "signin.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInParts:
    """The running flows. provider, redirect, phone, tokens, api: None when Pro Santé Connect is not configured."""

    settings: SignInSettings
    sessions: SessionKeeper
    forms: KeptForms
    office: Office
    rescue: RescueSignIn
    provider: PSCClient | None
    redirect: RedirectSignIn | None
    phone: PhoneSignIn | None
    tokens: TokenKeeper | None
    api: ApiTokens | None
    proofs: ApiProofs | None = None

    async def make_logout_url(self, session: StoredSession, state: str, return_to: str) -> str:
        """Build the provider's sign-out of a session; empty without. Raises RemoteFailure, InvalidInput."""
        if self.provider is None or self.tokens is None:
            return ""
        id_token = await self.tokens.get_id_token(session)
        return await self.provider.make_logout_url(id_token=id_token, state=state, return_to=return_to)

    @property
    def read_logout_token(self) -> Callable[[str], Awaitable[LogoutNotice]] | None:
        """What checks the notices that the provider's server sends; None where the settings take none."""
        psc = self.settings.psc
        is_taken = psc is not None and psc.backchannel_logout and self.provider is not None
        return self.provider.read_logout_token if is_taken and self.provider is not None else None

    async def run(self) -> None:
        """Renew tokens and end sessions, for as long as the node runs; an outage is waited for."""
        since_sweep_s = SWEEP_EVERY_S
        while True:
            try:
                if self.tokens is not None:
                    await self.tokens.renew_due()
                if since_sweep_s >= SWEEP_EVERY_S:
                    since_sweep_s = 0.0
                    await self.sessions.sweep()
                    now = self.office.now()
                    await self.office.store.purge(now, requests_before=now - REQUEST_LIFE)
            except StorageUnavailable:
                log.warning("session.upkeep_waits")
            except Exception:
                log.exception("session.upkeep_failed")
            await asyncio.sleep(RENEW_EVERY_S)
            since_sweep_s += RENEW_EVERY_S

    async def close(self) -> None:
        """Close the connections."""
        if self.provider is not None:
            await self.provider.close()


def start_sign_in(settings: Settings, store: PostgresStore, now: Callable[[], datetime]) -> SignInParts | None:
    """Put sign-in together; None when the settings have no such section. Raises ConfigurationError."""
    signin = settings.signin
    if signin is None:
        return None
    check_place(settings, signin)
    accounts = load_accounts(signin.rescue_file) if signin.rescue_file is not None else ()
    trace = Trace(store.accesses)
    policy = SessionPolicy(
        rules=SessionRules(
            lasts=timedelta(hours=signin.lasts_h),
            idle=timedelta(minutes=signin.idle_min),
            renewal_idle=timedelta(minutes=signin.renewal_idle_min),
            open_max=signin.sessions_max,
        ),
        habilitations=make_rules(signin, settings.establishment),
        rescue={one.name: one.roles for one in accounts},
    )
    vault = make_vault(signin, settings.data)
    kept, sign_ins = PostgresSessions(store), PostgresSignIns(store)
    sessions = SessionKeeper(kept, trace, policy, now=now, on_end=store.dmp.drop_session)
    office = Office(store=sign_ins, gate=AttemptGate(sign_ins, now=now), vault=vault, trace=trace, now=now)
    provider = make_provider(signin.psc, now) if signin.psc is not None else None
    redirect = phone = tokens = api = proofs = None
    if provider is not None and signin.psc is not None:
        admission = Admission(provider, sessions, vault, trace, now=now)
        redirect = RedirectSignIn(office, provider, admission, idp_hint=signin.psc.idp_hint)
        phone = PhoneSignIn(office, provider, admission) if signin.psc.phone else None
        tokens = TokenKeeper(kept, sessions, provider, vault, now=now)
        api = _make_api(signin, provider, trace, policy.habilitations, now)
        proofs = ApiProofs(office, provider, PostgresApiProofs(store), has_phone=signin.psc.phone)
    return SignInParts(
        settings=signin,
        sessions=sessions,
        forms=KeptForms(sign_ins, vault, now=now),
        office=office,
        rescue=RescueSignIn(office, sessions, accounts, when=signin.rescue_when, provider=provider),
        provider=provider,
        redirect=redirect,
        phone=phone,
        tokens=tokens,
        api=api,
        proofs=proofs,
    )


def check_place(settings: Settings, signin: SignInSettings) -> None:
    """Refuse what would open Liane to the network without anybody signed in. Raises ConfigurationError."""
    is_loopback = settings.http.host.strip("[]") in LOOPBACK
    if not is_loopback and not signin.public_url.startswith("https:"):
        raise ConfigurationError("signin.public_url : une adresse https est obligatoire hors de la machine elle-même")
    if signin.local_operator and (not is_loopback or settings.environment is not Environment.SANDBOX):
        raise ConfigurationError("signin.local_operator : seulement au bac à sable, sur la machine elle-même")
    if signin.local_operator and signin.public_url.startswith("https:"):
        raise ConfigurationError("signin.local_operator : jamais derrière un mandataire (signin.public_url)")


def make_rules(signin: SignInSettings, establishment: str) -> HabilitationRules:
    """Say who may enter."""
    main = next((one for one in signin.structures if one != "*"), "")
    return HabilitationRules(
        people={
            one.identifier: Habilitation(
                roles=frozenset(one.roles), unit=one.unit, profession=one.profession, specialty=one.specialty
            )
            for one in signin.people
        },
        professions={code: frozenset(roles) for code, roles in signin.professions.items()},
        structures=frozenset(signin.structures),
        declared=Structure(identifier=main, name=establishment) if main else None,
        sector=signin.sector,
    )


def make_provider(psc: PSCSettings, now: Callable[[], datetime]) -> PSCClient:
    """Make the client of Pro Santé Connect. Raises ConfigurationError."""
    certificate = None
    if psc.certificate is not None and psc.key is not None:
        certificate = ClientCertificate(certificate=psc.certificate, key=psc.key)
    connection = PSCConnection(
        discovery_url=psc.discovery_url,
        client_id=psc.client_id,
        client_secret=_read_secret(psc.client_secret_file) if psc.client_secret_file else "",
        client_certificate=certificate,
        authorities=psc.authorities,
        issuer=psc.issuer,
        hosts=psc.hosts,
        endpoints=dict(psc.endpoints),
        timeout_s=psc.timeout_s,
    )
    return PSCClient(connection, now=now)


def _make_api(
    signin: SignInSettings,
    provider: PSCClient,
    trace: Trace,
    rules: HabilitationRules,
    now: Callable[[], datetime],
) -> ApiTokens | None:
    if not signin.api_audiences:
        return None
    policy = ApiTokenPolicy(
        audiences=frozenset(signin.api_audiences),
        scopes=frozenset(signin.api_scopes),
        must_be_bound=signin.api_bound,
        accepts_hexadecimal=signin.cnf_hexadecimal,
    )
    return ApiTokens(provider, trace, policy, rules, now=now)


def make_vault(signin: SignInSettings, data: Path) -> Vault:
    """Read the key that seals, made at the first start when the settings name no file. Raises ConfigurationError."""
    path = signin.key_file
    if path is None:
        path = data / KEY_NAME
        if not path.exists():
            _write_key(path)
    return Vault(_read_key(path), tuple(_read_key(one) for one in signin.former_key_files))


def _write_key(path: Path) -> None:
    """Write a fresh key, whole or not at all, for us alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process made it first: its key is the key
    finally:
        draft.unlink()


def _read_key(path: Path) -> bytes:
    try:
        key = bytes.fromhex(_read_secret(path))
    except ValueError as error:
        raise ConfigurationError(
            f"signin.key_file : {path} n'est pas une clé de {KEY_BYTES} octets en hexadécimal"
        ) from error
    if len(key) != KEY_BYTES:
        raise ConfigurationError(f"signin.key_file : {path} doit porter {KEY_BYTES} octets en hexadécimal")
    return key


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"signin : fichier illisible {path}") from error


def load_accounts(path: Path) -> tuple[RescueAccount, ...]:
    """Read the rescue accounts: a TOML file of ``[[account]]``, for its owner alone. Raises ConfigurationError."""
    try:
        if path.stat().st_mode & 0o077:
            raise ConfigurationError(f"signin.rescue_file : {path} ne doit être lisible que de son propriétaire")
        values = tomllib.loads(path.read_text(encoding="utf-8")).get("account", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"signin.rescue_file : {path} illisible ou mal formé") from error
    if not isinstance(values, list) or len(values) > ACCOUNTS_MAX:
        raise ConfigurationError(f"signin.rescue_file : {ACCOUNTS_MAX} comptes au plus, chacun sous [[account]]")
    accounts = tuple(_read_account(one) for one in values)
    names = {one.name.casefold() for one in accounts}
    if len(names) < len(accounts):
        raise ConfigurationError("signin.rescue_file : deux comptes portent le même nom")
    return accounts


def _read_account(values: object) -> RescueAccount:
    try:
        assert isinstance(values, dict)
        roles = frozenset(Role(one) for one in values["roles"])
        account = RescueAccount(
            name=str(values["name"]).strip(),
            password_hash=str(values["password_hash"]),
            code_secret=str(values["code_secret"]),
            roles=roles,
        )
        read_code_secret(account.code_secret)
    except (AssertionError, KeyError, ValueError, TypeError) as error:
        raise ConfigurationError(
            "signin.rescue_file : chaque compte a name, password_hash, code_secret et roles connus"
        ) from error
    if not account.name or not account.password_hash.startswith("$argon2id$") or not roles:
        raise ConfigurationError("signin.rescue_file : name, password_hash (argon2id) et roles sont obligatoires")
    if all(RIGHTS[role] <= CLINICAL for role in roles):
        raise ConfigurationError("signin.rescue_file : un compte de secours n'a pas de rôle seulement clinique")
    return account
