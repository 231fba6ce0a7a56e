"""Guests: the patients, structures and mail domains of somebody's own test messages, let into the sandbox.

An editor rehearses with its own fictitious patients; the stand-ins then open a DMP and a mailbox for each, and know its
structures. Only test INS enter. What lives here: the value and its file; each stand-in decides what a guest may do.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits
from liane_sandbox.patients import DMPState, MESState, SandboxPatient

GUESTS_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """structures: Struct_IdNat. domains: of mailboxes that appear when first addressed."""

    patients: tuple[SandboxPatient, ...] = ()
    structures: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


def load_guests(path: Path) -> Guests:
    """Read a guests file (JSON: patients, structures, domains). Raises ValueError when it is no such file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    patients = data.get("patients", [])[:GUESTS_MAX]
    return Guests(
        patients=tuple(_read_patient(one) for one in patients),
        structures=tuple(str(one) for one in data.get("structures", [])[:GUESTS_MAX]),
        domains=tuple(str(one).lower() for one in data.get("domains", [])[:GUESTS_MAX]),
    )


def _read_patient(one: dict[str, Any]) -> SandboxPatient:
    return SandboxPatient(
        traits=PatientTraits(
            birth_family=one.get("birth_family", ""),
            birth_given=one.get("birth_given", ""),
            birth_givens=one.get("birth_givens", ""),
            birth_date=one.get("birth_date", ""),
            sex=one.get("sex", ""),
            birth_place=one.get("birth_place", ""),
        ),
        ins=INS(matricule=str(one["ins"]).upper(), oid=str(one["oid"])),
        ipp=str(one.get("ipp", "")),
        dmp_state=DMPState.ACTIVE,
        mes_state=MESState.OPEN,
        is_minor=bool(one.get("is_minor", False)),
    )
