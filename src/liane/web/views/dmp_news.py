"""What became of the documents of a DMP that were integrated: replaced, changed, deleted since. Rule: CDA/DD.05."""

from collections.abc import Iterable
from dataclasses import dataclass

from liane.store.dmp_records import Integration, IntegrationNews, NewsKind
from liane.web.views.states import Shape, State

_STATES = {
    NewsKind.REPLACED: State(
        shape=Shape.TODO,
        word="remplacé",
        meaning="Une version plus récente est dans le DMP : l’intégrer garde l’ancienne.",
    ),
    NewsKind.CHANGED: State(
        shape=Shape.PROGRESS, word="fiche modifiée", meaning="Sa visibilité ou son état a changé dans le DMP."
    ),
    NewsKind.DELETED: State(
        shape=Shape.REFUSED,
        word="supprimé ou plus accessible",
        meaning="Il n’est plus dans le DMP, ou vous n’y avez plus accès.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsRow:
    """One integrated document that is no longer as it was. newer: what replaces it in the DMP, empty for nothing."""

    unique_id: str
    state: State
    newer: str
    item_id: int


def describe_news(news: Iterable[IntegrationNews], integrations: Iterable[Integration]) -> tuple[NewsRow, ...]:
    """Describe what changed, in the order told."""
    items = {one.unique_id: one.item_id for one in integrations}
    return tuple(
        NewsRow(
            unique_id=one.unique_id,
            state=_STATES[one.kind],
            newer=one.by_unique_id,
            item_id=items.get(one.unique_id, 0),
        )
        for one in news
    )
