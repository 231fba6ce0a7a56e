"""The room « Dossier partagé » of a node: the parts of the wiring made into what the pages are given."""

from liane.domain.errors import ConfigurationError
from liane.pipeline.contexts.calls import ContextCalls
from liane.pipeline.contexts.frames import ContextFrames
from liane.web.dmp_room import DMPPageRules, DMPRoom, check_origins
from liane.web.page_sight import PageSight
from liane.wiring.clock import utc_now
from liane.wiring.dmp_pages import find_patience, make_contexts, make_frames
from liane.wiring.services import Liane
from liane.wiring.settings import Settings


def make_calls(liane: Liane, settings: Settings) -> ContextCalls | None:
    """Give the calls in context; None where no DMP is read, or nobody signs in nationally."""
    if liane.consultation is None or settings.signin is None:
        return None
    return make_contexts(liane.store, settings.contexts, utc_now)


def find_frames(liane: Liane, settings: Settings, calls: ContextCalls | None) -> ContextFrames | None:
    """Give the frames of contexts; None where no record system may frame a page."""
    if calls is None or not settings.contexts.frame_origins:
        return None
    return make_frames(liane.store, calls, utc_now)


def make_dmp_room(liane: Liane, settings: Settings, calls: ContextCalls | None) -> DMPRoom | None:
    """Give the pages the DMP of patients; None where no DMP is set. Raises ConfigurationError."""
    origins = check_origins(settings.contexts.frame_origins)
    if origins and calls is None:
        raise ConfigurationError("contexts.frame_origins : demande les réglages dmp et signin")
    if liane.consultation is None or settings.dmp is None:
        return None
    return DMPRoom(
        consultation=liane.consultation.service,
        persons=liane.store.registry,
        registry=liane.registry,
        sight=PageSight(reader=liane.page_reader),
        contexts=calls,
        rules=DMPPageRules(call_s_max=find_patience(settings.dmp), frame_origins=origins),
    )
