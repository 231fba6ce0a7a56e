"""How far the reading of what comes in is, in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from liane.store.intake_readings import Progress, ReadingState
from liane.web.french import format_count
from liane.web.views.intake_list import ItemRow
from liane.web.views.states import Shape, State

READING = State(shape=Shape.PROGRESS, word="en lecture", meaning="Liane lit ce fichier ; ce qu’elle propose va venir.")
QUEUED = State(shape=Shape.PROGRESS, word="à lire", meaning="Ce fichier attend d’être lu par Liane.")


def describe_progress(progress: Progress) -> State:
    """Say where a reading is, as a state."""
    return READING if progress.is_running or progress.state is ReadingState.FILING else QUEUED


def tell_progress(progress: Progress) -> str:
    """Say in one sentence how far a reading is."""
    if progress.state is ReadingState.FILING:
        return "Lu : le document est en cours d’intégration."
    if not progress.is_running:
        return "Ce fichier attend d’être lu ; ce que Liane propose va venir."
    if not progress.pages_total:
        return "Lecture en cours."
    done = min(progress.pages_done + 1, progress.pages_total)
    return f"Lecture en cours : page {format_count(done)} sur {format_count(progress.pages_total)}."


def mark_reading(rows: Sequence[ItemRow], progress: Mapping[int, Progress]) -> list[ItemRow]:
    """Say of each row still being read that it is."""
    return [replace(row, state=describe_progress(progress[row.id])) if row.id in progress else row for row in rows]
