"""Misbehaviour on demand: one switchboard that every simulator asks before it acts and before it answers.

A fault is switched on for a service (``dmp.repository``; ``dmp`` alone means every service of the DMP), optionally for
one key (a matricule INS, a mail address, a control id), optionally for the next N calls. What each kind means is said
here once; each simulator does it in its own protocol. No protocol and no clock lives here.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

FAULTS_MAX = 1_000
DELAY_S_MAX = 3_600.0
REMAINING_MAX = 1_000_000


class FaultKind(StrEnum):
    """What goes wrong."""

    REFUSE = "refuse"
    """Answer a definite no with `code` and `message`; nothing is kept."""
    BUSY = "busy"
    """Answer the protocol's « try again later »; nothing is kept."""
    FAULT = "fault"
    """Answer a technical failure of the protocol (SOAP Fault, SMTP 421, HL7 AR); nothing is kept."""
    SILENT = "silent"
    """Take the request, keep nothing, never answer."""
    SILENT_AFTER = "silent-after-storing"
    """Take the request, keep it, never answer."""
    HANG_UP_BEFORE = "hang-up-before-storing"
    """Cut the connection; nothing is kept."""
    HANG_UP_AFTER = "hang-up-after-storing"
    """Keep the request, then cut the connection: its outcome is unknown to the caller."""
    TWICE = "answer-twice"
    """Act once, answer twice."""
    LATE = "answer-late"
    """Act at once, answer whole after `delay_s`."""
    SLOW = "answer-slowly"
    """Act at once, answer in small pieces over `delay_s`."""
    TRUNCATED = "truncated"
    """Act, then answer only the first half of the bytes and cut the connection."""
    DOWN = "down"
    """Accept no connection at all; never consumed by calls."""


SERVICES: Mapping[str, str] = {
    "dmp": "DMP, tous les services",
    "dmp.repository": "DMP, dépôt et lecture de documents (repository)",
    "dmp.registry": "DMP, recherche et mise à jour (registry)",
    "dmp.patients": "DMP, test d'existence (patients)",
    "mssante": "MSSanté, tous les services",
    "mssante.smtp": "MSSanté, envoi (SMTP)",
    "mssante.imap": "MSSanté, lecture (IMAP)",
    "mssante.receipts": "MSSanté, avis de remise et accusés de lecture",
    "insi": "INSi, tout le téléservice",
    "insi.search": "INSi, recherches (traits, carte Vitale)",
    "insi.verification": "INSi, vérifications (substitut, contrat non public)",
    "psc": "Pro Santé Connect, tout le service",
    "psc.discovery": "Pro Santé Connect, document de découverte",
    "psc.keys": "Pro Santé Connect, clés publiques",
    "psc.token": "Pro Santé Connect, jetons",
    "psc.userinfo": "Pro Santé Connect, userInfo",
    "psc.introspection": "Pro Santé Connect, introspection",
    "psc.ciba": "Pro Santé Connect, demande sur téléphone (CIBA)",
    "psc.exchange": "Pro Santé Connect, API protégée (échange de jeton)",
    "annuaire": "Annuaire Santé (API FHIR)",
    "dpi": "DPI, tout ce qu'il reçoit",
    "dpi.identities": "DPI, réception des identités (ADT)",
    "dpi.documents": "DPI, réception des documents (MDM)",
    "dpi.fhir": "DPI, réception des documents (FHIR)",
    "dpi.folder": "DPI, lecture du dossier de remise",
    "emitter": "Application émettrice",
    "emitter.zam": "Application émettrice, réception des ZAM",
}
"""Services that may be told to misbehave, with their French name."""

FAULT_NAMES: Mapping[FaultKind, str] = {
    FaultKind.REFUSE: "refuser, avec un code",
    FaultKind.BUSY: "répondre « occupé »",
    FaultKind.FAULT: "répondre une erreur technique",
    FaultKind.SILENT: "se taire, sans rien garder",
    FaultKind.SILENT_AFTER: "se taire, après avoir gardé",
    FaultKind.HANG_UP_BEFORE: "raccrocher avant de garder",
    FaultKind.HANG_UP_AFTER: "raccrocher après avoir gardé (issue inconnue)",
    FaultKind.TWICE: "répondre deux fois",
    FaultKind.LATE: "répondre tard",
    FaultKind.SLOW: "répondre lentement",
    FaultKind.TRUNCATED: "couper la réponse au milieu",
    FaultKind.DOWN: "ne plus accepter de connexion",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault switched on.

    id: given by the switchboard. service: a key of SERVICES. key: the only key concerned, empty for every key.
    remaining: calls left, None until switched off. delay_s: for the kinds that wait.
    """

    service: str
    kind: FaultKind
    id: int = 0
    key: str = ""
    code: str = ""
    message: str = ""
    remaining: int | None = None
    delay_s: float = 5.0

    def concerns(self, service: str, key: str) -> bool:
        """Tell whether a call of this service with this key meets this fault."""
        same = service == self.service or service.startswith(f"{self.service}.")
        return same and (not self.key or self.key == key)


def read_fault(values: Mapping[str, object]) -> Fault:
    """Read a fault from decoded JSON or from a form. Raises ValueError, in French, when a value is wrong."""
    service = str(values.get("service", ""))
    if service not in SERVICES:
        raise ValueError(f"service inconnu « {service} » ; services connus : {', '.join(SERVICES)}")
    try:
        kind = FaultKind(str(values.get("kind", "")))
    except ValueError as error:
        kinds = ", ".join(FaultKind)
        raise ValueError(f"panne inconnue « {values.get('kind', '')} » ; pannes connues : {kinds}") from error
    remaining, delay = values.get("remaining"), values.get("delay_s")
    try:
        count = None if remaining in (None, "") else int(str(remaining))
        delay_s = 5.0 if delay in (None, "") else float(str(delay))
    except ValueError as error:
        raise ValueError("« remaining » et « delay_s » sont des nombres") from error
    if count is not None and not 1 <= count <= REMAINING_MAX:
        raise ValueError(f"« remaining » va de 1 à {REMAINING_MAX}")
    if not 0 <= delay_s <= DELAY_S_MAX:
        raise ValueError(f"« delay_s » va de 0 à {DELAY_S_MAX:g}")
    return Fault(
        service=service,
        kind=kind,
        key=str(values.get("key") or ""),
        code=str(values.get("code") or ""),
        message=str(values.get("message") or ""),
        remaining=count,
        delay_s=delay_s,
    )


def render_fault(fault: Fault) -> dict[str, object]:
    """Give a fault as JSON values."""
    return asdict(fault) | {"kind": fault.kind.value}


class FaultSwitchboard:
    """The faults switched on, in the order they were switched on; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._next_id = 1
        self._watchers: list[Callable[[], None]] = []

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on and give it back with its id. Raises ValueError past FAULTS_MAX."""
        with self._lock:
            if len(self._faults) >= FAULTS_MAX:
                raise ValueError(f"pas plus de {FAULTS_MAX} pannes à la fois")
            values = asdict(fault) | {"id": self._next_id}
            fault = Fault(**values)
            self._next_id += 1
            self._faults.append(fault)
        self._notify()
        return fault

    def get(self, service: str, key: str = "") -> Fault | None:
        """Give the fault that this call meets, counting one call off it; None when it meets none.

        service: exact name of the service that asks. Faults for one key come before those for all. A DOWN fault is
        never given here (see `is_down`).
        """
        with self._lock:
            found = [one for one in self._faults if one.kind is not FaultKind.DOWN and one.concerns(service, key)]
            fault = next((one for one in found if one.key), found[0] if found else None)
            if fault is not None and fault.remaining is not None:
                self._count_off(fault, fault.remaining)
            return fault

    def _count_off(self, fault: Fault, remaining: int) -> None:
        index = self._faults.index(fault)
        if remaining <= 1:
            del self._faults[index]
        else:
            self._faults[index] = Fault(**(asdict(fault) | {"remaining": remaining - 1}))

    def is_down(self, service: str) -> bool:
        """Tell whether this service, or the whole of which it is a part, is switched off."""
        with self._lock:
            return any(one.kind is FaultKind.DOWN and one.concerns(service, one.key) for one in self._faults)

    def list_faults(self) -> tuple[Fault, ...]:
        """Give every fault switched on."""
        with self._lock:
            return tuple(self._faults)

    def remove(self, fault_id: int) -> bool:
        """Switch one fault off; False when it was not on."""
        with self._lock:
            kept = [one for one in self._faults if one.id != fault_id]
            changed = len(kept) != len(self._faults)
            self._faults = kept
        if changed:
            self._notify()
        return changed

    def clear(self, service: str | None = None) -> None:
        """Switch every fault off, or those of one service and of its parts."""
        with self._lock:
            self._faults = [
                one
                for one in self._faults
                if service is not None and one.service != service and not one.service.startswith(f"{service}.")
            ]
        self._notify()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after each switching on or off, in the thread that switched; for DOWN."""
        self._watchers.append(watcher)

    def _notify(self) -> None:
        for watcher in tuple(self._watchers):
            watcher()
