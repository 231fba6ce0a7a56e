"""A hospital's morning: what is sent, what goes wrong on purpose, what must be found afterwards at each place.

Values only: the steps that the demonstration plays and the checks it makes. Every patient is one of the sandbox's.
"""

from dataclasses import dataclass, field
from typing import Any

DMP_ONLY = ("dest_dmp", "ack_reception")
EVERYWHERE = ("dest_dmp", "dest_mssante_ps", "dest_mssante_patient", "ack_reception", "ack_lecture")
PROFESSIONAL = ("dest_mssante_ps", "ack_reception")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be found. ack: MSA-1. dmp: status of the fiche, None when no fiche. mails: how many mails carry it.

    zams: the (event, positive) pairs expected, in any order, each once. seen_by_patient: in Mon espace santé.
    """

    ack: str = "AA"
    dmp: str | None = None
    mails: int = 0
    zams: tuple[tuple[str, bool], ...] = ()
    seen_by_patient: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message of the morning. patient: role in the morning's cast. faults: switched on just before it.

    unplugged_s: the faults last that long after the sending; 0, until everything is quiet again.
    """

    title: str
    kind: str
    serial: int
    patient: str
    expected: Expectation
    flags: tuple[str, ...] = EVERYWHERE
    version: int = 1
    action: str = "create"
    mistake: str = ""
    faults: tuple[dict[str, Any], ...] = field(default=())
    unplugged_s: float = 0.0

    def order(self, cast: dict[str, str], base: int) -> dict[str, Any]:
        """Say it in the words of the sandbox's emitter."""
        values: dict[str, Any] = {
            "kind": self.kind,
            "ins": cast[self.patient],
            "serial": base + self.serial,
            "version": self.version,
            "action": self.action,
            "flags": list(self.flags),
        }
        return values | ({"mistake": self.mistake} if self.mistake else {})


def choose_cast(patients: list[dict[str, Any]]) -> dict[str, str]:
    """Choose who plays: an adult followed everywhere, one with a closed DMP, one with a closed mailbox, a minor."""
    adults = [one for one in patients if not one["is_minor"]]
    open_dmp = [one for one in adults if one["dmp"] == "active"]

    def first(candidates: list[dict[str, Any]]) -> str:
        return str(candidates[0]["ins"])

    return {
        "adult": first([one for one in open_dmp if one["mes"] == "open"]),
        "closed_dmp": first([one for one in adults if one["dmp"] == "closed"]),
        "closed_mes": first([one for one in adults if one["mes"] == "closed"]),
        "minor": first([one for one in patients if one["is_minor"] and one["dmp"] == "active"]),
    }


_BOTH_MAILS = (("Z02", True), ("Z02", True))
STEPS: tuple[Step, ...] = (
    Step(
        title="Laboratoire : compte rendu de biologie, vers le DMP, le médecin et le patient",
        kind="cr_bio",
        serial=1,
        patient="adult",
        expected=Expectation(
            dmp="Approved", mails=2, zams=(("Z01", True), *_BOTH_MAILS, ("Z03", True)), seen_by_patient=True
        ),
    ),
    Step(
        title="Radiologie : compte rendu d'imagerie",
        kind="cr_img",
        serial=2,
        patient="adult",
        flags=("dest_dmp", "dest_mssante_ps", "ack_reception"),
        expected=Expectation(dmp="Deprecated", mails=1, zams=(("Z01", True), ("Z02", True)), seen_by_patient=False),
    ),
    Step(
        title="Radiologie : remplacement (T10)",
        kind="cr_img",
        serial=2,
        patient="adult",
        version=2,
        action="replace",
        flags=("dest_dmp", "dest_mssante_ps", "ack_reception"),
        expected=Expectation(dmp="Deleted", mails=1, zams=(("Z01", True), ("Z02", True)), seen_by_patient=False),
    ),
    Step(
        title="Radiologie : suppression (T04)",
        kind="cr_img",
        serial=2,
        patient="adult",
        version=2,
        action="delete",
        flags=("dest_dmp", "dest_mssante_ps", "ack_reception"),
        expected=Expectation(dmp="Deleted", mails=1, zams=(("Z01", True), ("Z02", True)), seen_by_patient=False),
    ),
    Step(
        title="Service : lettre de liaison, pas encore visible du patient",
        kind="lettre_liaison",
        serial=3,
        patient="adult",
        flags=("dest_dmp", "dest_mssante_ps", "invisible_patient", "ack_reception"),
        expected=Expectation(dmp="Approved", mails=1, zams=(("Z01", True), ("Z02", True)), seen_by_patient=False),
    ),
    Step(
        title="Laboratoire : résultat masqué aux professionnels",
        kind="cr_bio",
        serial=4,
        patient="adult",
        flags=("dest_dmp", "masque_ps", "ack_reception"),
        expected=Expectation(dmp="Approved", zams=(("Z01", True),), seen_by_patient=True),
    ),
    Step(
        title="Pédiatrie : document invisible aux représentants légaux",
        kind="lettre_liaison",
        serial=5,
        patient="minor",
        flags=("dest_dmp", "invisible_rep_legaux", "ack_reception"),
        expected=Expectation(dmp="Approved", zams=(("Z01", True),), seen_by_patient=False),
    ),
    Step(
        title="Patient dont le DMP est fermé",
        kind="cr_bio",
        serial=6,
        patient="closed_dmp",
        flags=DMP_ONLY,
        expected=Expectation(zams=(("Z01", False),)),
    ),
    Step(
        title="Patient qui a fermé sa messagerie",
        kind="cr_bio",
        serial=7,
        patient="closed_mes",
        flags=("dest_mssante_patient", "ack_reception"),
        expected=Expectation(zams=(("Z02", False),)),
    ),
    Step(
        title="Médecin dont la boîte n'existe pas",
        kind="cr_bio",
        serial=8,
        patient="adult",
        flags=PROFESSIONAL,
        mistake="unknown_mailbox",
        expected=Expectation(zams=(("Z02", False),)),
    ),
    Step(
        title="Erreur voulue : clé INS fausse",
        kind="cr_bio",
        serial=9,
        patient="adult",
        mistake="bad_ins_key",
        expected=Expectation(ack="AE"),
    ),
    Step(
        title="Erreur voulue : document d'un autre patient",
        kind="cr_bio",
        serial=10,
        patient="adult",
        mistake="other_patient",
        expected=Expectation(ack="AE"),
    ),
    Step(
        title="Erreur voulue : identité non qualifiée",
        kind="lettre_liaison",
        serial=11,
        patient="adult",
        mistake="not_qualified",
        expected=Expectation(ack="AE"),
    ),
    Step(
        title="Erreur voulue : demande incohérente (ORC-1, OBX-11)",
        kind="cr_img",
        serial=12,
        patient="adult",
        mistake="incoherent_action",
        expected=Expectation(ack="AE"),
    ),
    Step(
        title="Erreur voulue : DMP sans expéditeur",
        kind="cr_img",
        serial=13,
        patient="adult",
        mistake="no_sender",
        expected=Expectation(ack="AE"),
    ),
    Step(
        title="Erreur voulue : le document n'est pas un CDA",
        kind="cr_img",
        serial=14,
        patient="adult",
        mistake="broken_document",
        expected=Expectation(ack="AE"),
    ),
    Step(
        title="Panne : le DMP raccroche après avoir pris le document",
        kind="cr_bio",
        serial=15,
        patient="adult",
        flags=DMP_ONLY,
        faults=({"service": "dmp.repository", "kind": "hang-up-after-storing", "remaining": 1},),
        expected=Expectation(dmp="Approved", zams=(("Z01", True),), seen_by_patient=True),
    ),
    Step(
        title="Panne : le DMP est occupé, trois fois",
        kind="cr_bio",
        serial=16,
        patient="adult",
        flags=DMP_ONLY,
        faults=({"service": "dmp.repository", "kind": "busy", "remaining": 3},),
        expected=Expectation(dmp="Approved", zams=(("Z01", True),), seen_by_patient=True),
    ),
    Step(
        title="Panne : l'opérateur raccroche après avoir pris le courriel",
        kind="cr_bio",
        serial=17,
        patient="adult",
        flags=PROFESSIONAL,
        faults=({"service": "mssante.smtp", "kind": "hang-up-after-storing", "remaining": 1},),
        expected=Expectation(mails=1, zams=(("Z02", True),)),
    ),
    Step(
        title="Panne : l'application émettrice refuse deux fois son accusé",
        kind="lettre_liaison",
        serial=18,
        patient="adult",
        flags=DMP_ONLY,
        faults=({"service": "emitter.zam", "kind": "busy", "remaining": 2},),
        expected=Expectation(dmp="Approved", zams=(("Z01", True),), seen_by_patient=True),
    ),
    Step(
        title="Panne : le DMP est débranché pendant l'envoi, puis rebranché",
        kind="cr_bio",
        serial=19,
        patient="adult",
        flags=("dest_dmp", "dest_mssante_ps", "ack_reception"),
        faults=({"service": "dmp", "kind": "down"},),
        unplugged_s=4.0,
        expected=Expectation(dmp="Approved", mails=1, zams=(("Z01", True), ("Z02", True)), seen_by_patient=True),
    ),
)
