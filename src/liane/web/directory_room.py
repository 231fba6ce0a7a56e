"""What the pages of the directory are given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from liane.pipeline.directory.addresses import AddressBook
from liane.store.directory import DirectoryStore


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryRoom:
    """copy: the local copy. book: answers on addresses. ask_load: None where no API is set."""

    copy: DirectoryStore
    book: AddressBook
    stale_after: timedelta
    ask_load: Callable[[], None] | None = None
