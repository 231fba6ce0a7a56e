"""What the room « Dossier partagé » is given: the DMP of patients, their identities, pages of files, contexts."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from liane.domain.errors import ConfigurationError
from liane.pipeline.contexts.calls import ContextCalls
from liane.pipeline.dmp_consultation.service import DMPConsultation
from liane.pipeline.identity.registry import Registry
from liane.store.registry import PostgresRegistry
from liane.web.page_sight import PageSight
from liane.web.security import LOOPBACK

CALL_S_MAX = 20.0
REPORTS_MAX = 24
ORIGINS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPPageRules:
    """How the pages behave.

    call_s_max: how long a part of a page waits for the DMP before it says so. reports_max: biology reports read for the
    tables, the newest ones. frame_origins: record systems that may show the pages of a context inside their own.
    """

    call_s_max: float = CALL_S_MAX
    reports_max: int = REPORTS_MAX
    frame_origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPRoom:
    """The DMP behind the pages. contexts: None where no record system calls."""

    consultation: DMPConsultation
    persons: PostgresRegistry
    registry: Registry
    sight: PageSight
    contexts: ContextCalls | None = None
    rules: DMPPageRules = DMPPageRules()


def check_origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    """Check the record systems that may frame our pages: ``https://host[:port]``, and http on this machine alone.

    Raises ConfigurationError naming the setting.
    """
    if len(origins) > ORIGINS_MAX:
        raise ConfigurationError(f"contexts.frame_origins : {ORIGINS_MAX} adresses au plus")
    for origin in origins:
        split = urlsplit(origin)
        is_safe = split.scheme == "https" or (split.scheme == "http" and split.hostname in LOOPBACK)
        is_bare = bool(split.hostname) and origin == f"{split.scheme}://{split.netloc}" and "@" not in split.netloc
        if not (is_safe and is_bare) or any(sign in origin for sign in "*;, '\""):
            raise ConfigurationError(
                f"contexts.frame_origins : « {origin[:100]} » n'est pas une origine (https://nom[:port], sans chemin)"
            )
    return origins
