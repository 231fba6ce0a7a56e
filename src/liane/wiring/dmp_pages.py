"""What the pages of DMPs stand on: the calls in context, and how long a part of a page waits for the DMP."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from liane.pipeline.contexts.calls import ContextCalls, ContextRules
from liane.pipeline.contexts.frames import NUMBER_DIGITS, ContextFrames
from liane.store.context_frames import PostgresContextFrames
from liane.store.contexts import PostgresContexts
from liane.store.postgres_store import PostgresStore
from liane.wiring.context_settings import ContextSettings
from liane.wiring.settings import DMPSettings

WORD_BYTES = 32
PATIENCE_S = 5.0
"""How much longer than one call to the DMP a part of a page waits: most ask the DMP more than once."""


def make_contexts(store: PostgresStore, settings: ContextSettings, now: Callable[[], datetime]) -> ContextCalls:
    """Put the calls in context together; each word has 256 bits of the system's own chance."""
    return ContextCalls(
        PostgresContexts(store),
        store.registry,
        store.accesses,
        now=now,
        new_word=lambda: secrets.token_urlsafe(WORD_BYTES),
        rules=ContextRules(
            ticket_for=timedelta(seconds=settings.ticket_s),
            context_for=timedelta(minutes=settings.kept_min),
            waiting_max=settings.waiting_max,
        ),
    )


def make_frames(store: PostgresStore, calls: ContextCalls, now: Callable[[], datetime]) -> ContextFrames:
    """Put the frames of contexts together: record systems of another site show a patient inside their own pages."""
    return ContextFrames(
        PostgresContextFrames(store),
        calls,
        now=now,
        new_word=lambda: secrets.token_urlsafe(WORD_BYTES),
        new_number=lambda: f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}",
    )


def find_patience(dmp: DMPSettings) -> float:
    """Give the seconds that a part of a page waits for the DMP before it says so."""
    return dmp.reading.timeout_s + PATIENCE_S
