"""The services of the trail on a node: certificates told, months dropped, the chain proved when due, works that run."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from liane.domain.actors.operator import Role
from liane.domain.audit.access import AccessAct
from liane.domain.errors import ConfigurationError
from liane.store.accesses_records import AccessQuery
from liane.store.postgres_store import PostgresStore
from liane.wiring.audit import AuditServices
from liane.wiring.audit_settings import AuditSettings, SyslogSettings
from liane.wiring.settings import MLLPSettings, Settings, TLSFiles, load_settings
from tests.pipeline.flow_kit import Clock
from tests.pki_kit import make_cheap_pki
from tests.store.test_accesses import NOW, access, tamper

pytestmark = pytest.mark.anyio


async def test_a_look_proves_the_chain_when_it_is_due(store: PostgresStore) -> None:
    clock = Clock(NOW)
    services = AuditServices(Settings(), store, now=clock)
    await store.accesses.record(access())
    await services.watch_once()
    clock.advance(hours=1)
    await services.watch_once()
    assert len(await store.accesses.find_proofs()) == 1, "not due yet"
    clock.advance(hours=24)
    await tamper(store, "UPDATE accesses SET operator = 'Autre' WHERE seq = 1")
    await services.watch_once()
    (incident,) = await store.find_incidents(only_open=True)
    assert (incident.remote, incident.code) == ("piste", "CHAINE")
    await tamper(store, f"UPDATE accesses SET operator = '{access().operator.name}' WHERE seq = 1")
    await services.prove("A. Auditeur")
    assert await store.find_incidents(only_open=True) == []
    assert [proof.asked_by for proof in await store.accesses.find_proofs()] == ["A. Auditeur", "Liane", "Liane"]


async def test_what_was_kept_long_enough_leaves(store: PostgresStore) -> None:
    await store.accesses.record(access(at=NOW - timedelta(days=300)))
    await store.accesses.record(access())
    settings = Settings(audit=AuditSettings(kept_days=180))
    await AuditServices(settings, store, now=Clock(NOW)).watch_once()
    assert [line.seq for line in (await store.accesses.search(AccessQuery())).lines] == [2]
    assert (await store.accesses.find_proofs())[0].is_whole


async def test_a_certificate_near_its_end_is_told_and_no_longer_once_renewed(
    store: PostgresStore, tmp_path: Path
) -> None:
    pki = make_cheap_pki(tmp_path, NOW)
    files = TLSFiles(certificate=pki.org_auth_cli.certificate, key=pki.org_auth_cli.key, authorities=pki.authorities)
    settings = Settings(mllp=MLLPSettings(tls=files))
    (own, *_) = AuditServices(settings, store, now=Clock(NOW)).read_certificates()
    assert isinstance(own.ends_at, datetime)
    late = AuditServices(settings, store, now=Clock(own.ends_at - timedelta(days=20)))
    await late.watch_once()
    opened = [one for one in await store.find_incidents(only_open=True) if "mllp.tls.certificate " in one.remote]
    assert [one.code for one in opened] == ["EXPIRE_BIENTOT"]
    await AuditServices(settings, store, now=Clock(NOW)).watch_once()
    assert await store.find_incidents(only_open=True) == []


async def test_the_works_run_until_cancelled(store: PostgresStore) -> None:
    settings = Settings(audit=AuditSettings(poll_s=0.01))
    services = AuditServices(settings, store, now=Clock(NOW))
    await store.accesses.record(access(act=AccessAct.BREAK_GLASS))
    tasks = [asyncio.ensure_future(work) for work in services.works()]
    for _ in range(500):
        if await store.accesses.anomalies.count_open() and await store.accesses.find_proofs():
            break
        await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await store.accesses.anomalies.count_open() == 1
    assert len(tasks) == 2


def test_settings_are_read_and_refused(tmp_path: Path) -> None:
    path = tmp_path / "liane.toml"
    path.write_text(
        '[audit]\nkept_days = 400\n[audit.syslog]\nhost = "traces.example"\n[audit.anomalies]\nday_begins = "08:30"\n'
        'always_on = ["clinicien"]\n'
    )
    audit = load_settings(path).audit
    assert audit.syslog == SyslogSettings(host="traces.example")
    assert audit.anomalies.thresholds.day_begins.hour == 8
    assert audit.anomalies.thresholds.always_on == {Role.CLINICIEN}
    for wrong in ("kept_days = 10", '[audit.anomalies]\nday_begins = "25:00"', '[audit.syslog]\nhost = "a"\nkey = "k"'):
        path.write_text(f"[audit]\n{wrong}\n")
        with pytest.raises(ConfigurationError, match="audit"):
            load_settings(path)
