"""A whole node beside a whole sandbox: a patient of the demonstration is qualified through INSi."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Person, ProofDocument
from liane.store.registry_records import RegistryWrite
from liane.wiring.sandbox_process import make_sandbox_settings
from liane.wiring.services import Liane
from liane_sandbox.description import describe
from liane_sandbox.patients import PATIENTS
from liane_sandbox.running import SandboxOptions, start_sandbox
from tests.pki_kit import make_cheap_pki
from tests.postgres import anyio_backend, postgres_dsn, postgres_server, store_dsn

__all__ = ["anyio_backend", "postgres_dsn", "postgres_server", "store_dsn"]
pytestmark = pytest.mark.anyio
CLERK = Operator(name="user:accueil", roles=frozenset({Role.ACCUEIL}))


async def test_a_patient_of_the_demonstration_is_qualified(store_dsn: str, tmp_path: Path) -> None:
    make_cheap_pki(tmp_path / "sandbox" / "pki")
    sandbox = await start_sandbox(SandboxOptions(folder=tmp_path / "sandbox", platform_port=9))
    try:
        settings = make_sandbox_settings(
            describe(sandbox, "http://127.0.0.1:1"), data=tmp_path / "data", mllp_port=0, database_url=store_dsn
        )
        async with Liane(settings, roles=("receive",)) as node:
            assert node.insi is not None
            now = datetime.now(UTC)
            for patient in PATIENTS:
                person = Person(traits=patient.traits, origin="test", created_at=now, updated_at=now)
                written = await node.store.registry.write_registry(RegistryWrite(persons=(person,)))
                (person_id,) = written.person_ids
                found = await node.insi.desk.search_by_traits(person_id, operator=CLERK)
                accepted = await node.insi.desk.accept(person_id, 1, found.call_id, operator=CLERK)
                qualified = await node.registry.record_proof(
                    person_id, accepted.version, ProofDocument.CN, operator=CLERK
                )
                assert qualified.status is IdentityStatus.QUALIFIEE
                assert qualified.ins is not None
                assert qualified.ins.ins == patient.ins
            verified = await node.insi.desk.verify(person_id, operator=CLERK)
            assert verified.verdict == "OK"
        asked = {call.certificate for call in sandbox.insi.state.find_calls()}
        assert asked == {"INSI-MANU"}
    finally:
        await sandbox.stop()
