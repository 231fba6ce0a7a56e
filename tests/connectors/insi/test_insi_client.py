"""The client of INSi against the simulated téléservice: certificates, codes, faults, outages, quota."""

from pathlib import Path

import pytest

from liane_sandbox.pki.folder import PKI
from tests.insi_kit import answer_of, get_named, running_insi

pytestmark = pytest.mark.anyio


async def test_a_person_is_found_by_their_traits(pki: PKI, tmp_path: Path) -> None:
    person = get_named("TESTABRICOT-CERISE")
    async with running_insi(pki, tmp_path / "insi.sqlite3") as wire:
        answer = answer_of(await wire.search(person))
    assert (answer.code, answer.label) == ("00", "OK")
    assert answer.ins is not None
    assert (answer.ins.matricule, answer.ins.oid) == (person.number.matricule, "1.2.250.1.213.1.4.10")
    assert answer.traits is not None
    assert (answer.traits.birth_family, answer.traits.birth_givens) == ("TESTABRICOT-CERISE", "MARTINE ODILE")
