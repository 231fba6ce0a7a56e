"""How fast a reader opens a DMP of 200 documents and sees its list, alone and among fifty, against the simulated DMP.

``python -m bench bench_dmp``; `run` gives the figures as (label, value, unit). The simulated DMP is a process of its
own; measured: Liane's service with its workers, its store (fsync on) and mutual TLS, the time of the DMP included.
"""

import asyncio
import multiprocessing
import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import uvloop

from bench.processors import read_tree_s
from liane.codecs.xds.from_header import build_submission, build_submission_set, find_content_type
from liane.domain.actors.actor import Structure
from liane.domain.actors.operator import Operator, Role
from liane.domain.actors.professional import Situation
from liane.domain.dmp.opening import OpeningRules
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Consents, ConsultationStance, INSSource, Person, RegistryINS
from liane.pipeline.dmp_consultation.calls import ConsultationRules
from liane.pipeline.dmp_consultation.identity import ReaderSettings
from liane.pipeline.dmp_consultation.service import ConsultationParts, DMPConsultation
from liane.store.embedded import EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.wiring.dmp_consultation import ReadingLink
from liane.wiring.dmp_orders import make_dmp_orders
from liane.wiring.dmp_settings import ReaderOptions
from liane.wiring.settings import DMPSettings, Environment, TLSFiles
from liane.wiring.workers import WorkerPool
from liane_sandbox.dmp import server as simulated
from liane_sandbox.dmp.dossier import describe_entry
from liane_sandbox.dmp.dossier_documents import load_lines, make_document
from liane_sandbox.dmp.registry import Submitter, plan_submission
from liane_sandbox.dmp.state import DMPState
from liane_sandbox.establishment import STRUCTURE_ID, STRUCTURE_NAME
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.patients import PATIENTS
from liane_sandbox.pki.folder import PKI, make_pki

DOCUMENTS, READERS, ROUNDS = 200, 50, 20
PATIENT = PATIENTS[0]
Figure = tuple[str, float, str]


def fill(path: Path) -> None:
    """Put the documents of the dossiers again and again, each time under other numbers, in the DMP of one patient."""
    state, lines = DMPState(path), [line for line in load_lines() if not line.visibility]
    bodies = [make_document(line) for line in lines]
    for number in range(DOCUMENTS):
        line, body = lines[number % len(lines)], bodies[number % len(lines)]
        entry = replace(describe_entry(replace(line, ipp=PATIENT.ipp), body), unique_id=f"1.2.250.1.999.7.{number}")
        lot = build_submission_set(
            unique_id=f"1.2.250.1.999.8.{number}",
            source_id="1.2.250.1.999.9",
            patient_id=PATIENT.ins,
            author=entry.authors[0],
            submission_time=f"{line.day}103500",
            content_type=find_content_type("N"),
        )
        submitter = Submitter(ins=PATIENT.ins.matricule, ins_oid=PATIENT.ins.oid, structure="", at="2026-01-01")
        state.apply(plan_submission(build_submission(lot, (entry,)), {entry.symbolic_id: body}, submitter, state))
    state.close()


def serve(path: Path, pki: PKI, answers: "multiprocessing.Queue[str]") -> None:
    """The process of the simulated DMP."""

    async def work() -> None:
        server = await simulated.start(path=path, pki=pki, faults=FaultSwitchboard())
        answers.put(server.base_url)
        await asyncio.Event().wait()

    uvloop.run(work())


def make_reader(number: int) -> Operator:
    """One of the readers, each with a session of their own."""
    return Operator(
        name=f"TESTLECTEUR {number}",
        roles=frozenset({Role.CLINICIEN}),
        identifier=f"8999{number:08d}",
        situation=Situation(
            profession="10",
            specialty="SM04",
            sector="SA01",
            structure=Structure(identifier=STRUCTURE_ID, name=STRUCTURE_NAME),
        ),
        session=str(number),
    )


async def read(service: DMPConsultation, person: Person, number: int) -> float:
    """Open and list as a page does; gives the milliseconds."""
    started = time.perf_counter()
    folder = await service.open(person, make_reader(number))
    listing = await service.list(folder)
    assert len(listing.documents) == DOCUMENTS
    return (time.perf_counter() - started) * 1000


async def measure(service: DMPConsultation, person: Person, far: int) -> list[Figure]:
    """The figures, on a service that runs. far: process of the simulated DMP."""
    await asyncio.gather(*(read(service, person, 10_000 + number) for number in range(4)))
    folder = await service.open(person, make_reader(1))
    fresh, kept = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await service.list(folder, is_fresh=True)
        fresh.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        await service.list(folder)
        kept.append((time.perf_counter() - started) * 1000)
    used, used_far = time.process_time(), read_tree_s(far)
    for _ in range(ROUNDS):
        await service.list(folder, is_fresh=True)
    used, used_far = time.process_time() - used, read_tree_s(far) - used_far
    alone = [await read(service, person, 100 + number) for number in range(ROUNDS)]
    started = time.perf_counter()
    together = sorted(await asyncio.gather(*(read(service, person, 1000 + number) for number in range(READERS))))
    spent = time.perf_counter() - started
    return [
        (f"list of {DOCUMENTS} documents, asked of the DMP, median", median(fresh), "ms"),
        (f"list of {DOCUMENTS} documents, kept, median", median(kept), "ms"),
        (f"list of {DOCUMENTS} documents, processor of Liane", used / ROUNDS * 1000, "ms"),
        (f"list of {DOCUMENTS} documents, processor of the simulated DMP", used_far / ROUNDS * 1000, "ms"),
        ("open (TD0.2, TD0.3) then list, median", median(alone), "ms"),
        (f"the same by {READERS} readers at once, p95", together[int(READERS * 0.95)], "ms"),
        (f"the same by {READERS} readers at once", READERS / spent, "/s"),
    ]


async def bench_all(folder: Path) -> list[Figure]:
    """Everything, in a folder of its own."""
    pki = make_pki(folder / "pki", datetime.now(UTC))
    fill(folder / "dmp.sqlite")
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[str] = context.Queue()
    far = context.Process(target=serve, args=(folder / "dmp.sqlite", pki, answers), daemon=True)
    far.start()
    dmp = DMPSettings(
        base_url=await asyncio.to_thread(answers.get, True, 60),
        tls=TLSFiles(certificate=pki.org_auth_cli.certificate, key=pki.org_auth_cli.key, authorities=pki.authorities),
        signature_certificate=pki.org_sign.certificate,
        signature_key=pki.org_sign.key,
        source_id="1.2.250.1.999.1.8121",
        reading=ReaderOptions(timeout_s=120),
    )
    dmp = dmp.model_copy(update={"homologation_file": _write(folder / "homologation.txt")})
    server = EmbeddedPostgres.throwaway(fsync=True)
    pool, link = WorkerPool(2), ReadingLink(dmp)
    try:
        async with PostgresStore(await server.start_async()) as store:
            rules = ConsultationRules(
                opening=OpeningRules(ins_oids=frozenset({PATIENT.ins.oid})),
                reader=ReaderSettings(orders=make_dmp_orders(dmp, Environment.SANDBOX)),
            )
            parts = ConsultationParts(
                link=link,
                trail=store.accesses,
                store=store.dmp,
                rules=rules,
                run=pool.run,
                now=lambda: datetime.now(UTC),
            )
            assert far.pid is not None
            return await measure(DMPConsultation(parts), make_person(), far.pid)
    finally:
        await link.close()
        await pool.close()
        await server.stop_async()
        far.terminate()
        far.join()


def _write(path: Path) -> Path:
    path.write_text("SIM-000000-0000", encoding="utf-8")
    return path


def make_person() -> Person:
    """The patient of the bench."""
    return Person(
        id=1,
        status=IdentityStatus.QUALIFIEE,
        traits=PATIENT.traits,
        ins=RegistryINS(ins=PATIENT.ins, source=INSSource.INSI_TRAITS, retrieved_at=datetime.now(UTC)),
        consents=Consents(consultation=ConsultationStance.CONSENTED),
    )


def run() -> list[Figure]:
    """Measure; about half a minute."""
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(bench_all(Path(folder)))


if __name__ == "__main__":
    for label, value, unit in run():
        sys.stdout.write(f"{label:60} {value:12.1f} {unit}{os.linesep}")
