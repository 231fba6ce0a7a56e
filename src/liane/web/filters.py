"""Filters of the lists: read from an address, given back to forms and links, handed to the store. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.timestamp import PARIS
from liane.store.page_records import DeliveryFilter, DocumentFilter, MessageFilter
from liane.web.views.states import DELIVERY_WORDS, DESTINATION_WORDS

TEXT_CHARS_MAX = 200
STATE_CHOICES = tuple((state.value, words.word) for state, words in DELIVERY_WORDS.items())
DESTINATION_CHOICES = tuple(
    (destination.value, word) for destination, word in DESTINATION_WORDS.items() if destination is not Destination.WATCH
)
OUTCOME_CHOICES = (("AE", "refusé (AE)"), ("AR", "rejeté (AR)"), ("none", "illisible"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The values of a form of filters, as typed; unknown choices and wrong dates count as absent."""

    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Value of one filter, empty when absent."""
        return self.values.get(name, "")

    @property
    def is_empty(self) -> bool:
        """True when nothing is filtered."""
        return not any(self.values.values())

    @property
    def query(self) -> str:
        """The filters as the query of an address, without the empty ones."""
        return urlencode({name: value for name, value in self.values.items() if value})

    def address(self, path: str, **more: str) -> str:
        """The address of a list with these filters."""
        query = urlencode({name: value for name, value in (self.values | more).items() if value})  # type: ignore[operator]
        return f"{path}?{query}" if query else path


def read_filters(query: Mapping[str, str], *names: str) -> Filters:
    """Read the named filters of a query."""
    return Filters(values={name: " ".join(query.get(name, "").split())[:TEXT_CHARS_MAX] for name in names})


def read_state(value: str) -> DeliveryState | None:
    """Read a state; None for anything else."""
    return DeliveryState(value) if value in {state.value for state in DeliveryState} else None


def read_destination(value: str) -> Destination | None:
    """Read a destination; None for anything else."""
    return Destination(value) if value in {destination.value for destination in Destination} else None


def read_day(value: str) -> datetime | None:
    """Read a day (``yyyy-mm-dd``) as its first instant in Paris; None for anything else."""
    try:
        return datetime.combine(date.fromisoformat(value), time(), tzinfo=PARIS)
    except ValueError:
        return None


def _day_after(value: str) -> datetime | None:
    day = read_day(value)
    if day is None or day.date() >= date.max - timedelta(days=1):
        return None
    return datetime.combine(day.date() + timedelta(days=1), time(), tzinfo=PARIS)


def document_filter(filters: Filters) -> DocumentFilter:
    """What the list of documents asks of the store."""
    return DocumentFilter(
        text=filters["q"],
        state=read_state(filters["etat"]),
        type_code=filters["type"],
        sender=filters["emetteur"],
        recipient=filters["destinataire"],
        received_from=read_day(filters["du"]),
        received_before=_day_after(filters["au"]),
    )


def delivery_filter(filters: Filters) -> DeliveryFilter:
    """What the list of deliveries asks of the store."""
    return DeliveryFilter(
        state=read_state(filters["etat"]),
        destination=read_destination(filters["destination"]),
        cause_code=filters["cause"],
        recipient=filters["destinataire"],
    )


def message_filter(filters: Filters) -> MessageFilter:
    """What the list of refused messages asks of the store."""
    return MessageFilter(
        text=filters["q"], outcome=filters["reponse"] if filters["reponse"] in dict(OUTCOME_CHOICES) else ""
    )
