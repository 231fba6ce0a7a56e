"""The stays of a person with the documents of each, and the stay of one document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.documents.episode import Episode, EpisodeProof, find_episode
from liane.domain.identity.stays import Stay
from liane.store.registry_documents import TiedDocument
from liane.web.views.identities_sheet import StayRow, describe_stays, tell_hl7


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeDocument:
    """One document of a stay. proof: what ties it there; empty for one that belongs to no stay."""

    address: str
    title: str
    received_at: datetime
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRow:
    """One stay and its documents, newest first."""

    stay: StayRow
    documents: tuple[EpisodeDocument, ...]


def describe_episodes(
    stays: Sequence[Stay], documents: Iterable[TiedDocument]
) -> tuple[tuple[EpisodeRow, ...], tuple[EpisodeDocument, ...]]:
    """Give the stays with their documents, then the documents that belong to no stay known here."""
    by_stay: dict[int, list[EpisodeDocument]] = {stay.id: [] for stay in stays}
    loose = []
    for document in documents:
        episode = find_episode(document.stay, stays)
        if episode is None:
            loose.append(_describe(document))
        else:
            by_stay[episode.stay.id].append(_describe(document, episode.proof))
    rows = zip(stays, describe_stays(stays), strict=True)
    return tuple(EpisodeRow(stay=row, documents=tuple(by_stay[stay.id])) for stay, row in rows), tuple(loose)


def _describe(document: TiedDocument, proof: EpisodeProof | None = None) -> EpisodeDocument:
    return EpisodeDocument(
        address=f"/documents/{document.id}",
        title=document.title or document.type_label or "Document sans titre",
        received_at=document.received_at,
        proof=proof.value if proof is not None else "",
    )


def tell_episode(episode: Episode) -> str:
    """Say which stay a document belongs to: number, state, dates, and what says so."""
    facts = episode.stay.facts
    dates = [f"entrée le {tell_hl7(facts.admitted)}" if facts.admitted else ""]
    dates.append(f"sortie le {tell_hl7(facts.discharged)}" if facts.discharged else "")
    told = ", ".join(part for part in (f"venue {facts.visit_number}", episode.stay.state.value, *dates) if part)
    return f"{told} (rattaché par : {episode.proof.value})"
