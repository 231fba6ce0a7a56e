"""What the pages are given: the settings of the console and the objects of the running system, in one value."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from liane.domain.steering.status import SystemStatus
from liane.store.postgres_store import PostgresStore
from liane.web.audit_room import AuditRoom
from liane.web.desk import Desk
from liane.web.directory_room import DirectoryRoom
from liane.web.dmp_room import DMPRoom
from liane.web.limits import DEFAULT_LIMITS, HTTPLimits
from liane.web.pulse import Pulse
from liane.web.reception import ReceptionRoom
from liane.web.rights_room import RightsRoom
from liane.web.security import Credential
from liane.web.sign_in_room import SignInRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleSettings:
    """Settings of the pages.

    is_simulation: every page and print is striped and named « SIMULATION ». operator_name: who acts when nobody signed
    in. operator_token: when not empty, every request must carry it (HTTP Basic password or Bearer), or the secret of
    one of ``credentials``, the named operators. allowed_hosts: names by which this server may be called, without port.
    audit: the trail and what proves it; None: the trail of the store alone. limits: of requests.
    is_development: serves /style. sign_in: how people sign in; None leaves the secrets alone. rights: those of the
    patients (announcements, collecting, access log); None hides their pages. dmp: the DMP of patients,
    for professionals signed in; None hides its pages. directory: the local copy of the Annuaire Santé; None hides it.
    """

    establishment: str = "Établissement"
    environment: str = "bac à sable"
    is_simulation: bool = True
    operator_name: str = "opérateur local"
    operator_token: str = field(default="", repr=False)
    credentials: tuple[Credential, ...] = ()
    sign_in: SignInRoom | None = None
    dmp: DMPRoom | None = None
    rights: RightsRoom | None = None
    directory: DirectoryRoom | None = None
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    is_development: bool = False
    audit: AuditRoom | None = None
    limits: HTTPLimits = DEFAULT_LIMITS
    page_size: int = 50
    refresh_s: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Everything a page needs. status: measures the system. now: the clock. pulse: what changed.

    desk: the registry of identities and its acts; None hides the room « Identités ». reception: what comes in; None
    hides the room « Réception ».
    """

    store: PostgresStore
    status: Callable[[], Awaitable[SystemStatus]]
    now: Callable[[], datetime]
    settings: ConsoleSettings
    pulse: Pulse
    desk: Desk | None = None
    reception: ReceptionRoom | None = None
