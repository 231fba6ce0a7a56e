"""What the reception learnt, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.intake.learn.lessons import FORGOTTEN_AFTER, LEARNT_AFTER, LessonKind, LessonState
from liane.store.intake_learning import KeptLesson
from liane.store.intake_models import KeptModel, ModelState
from liane.web.french import count_of
from liane.web.views.intake_item import FIELD_LABELS
from liane.web.views.states import Shape, State

LESSON_STATES = {
    LessonState.LEARNT: State(shape=Shape.DONE, word="apprise", meaning="Elle change ce qui est proposé."),
    LessonState.OBSERVED: State(shape=Shape.PROGRESS, word="observée", meaning="Pas encore assez de corrections."),
    LessonState.FORGOTTEN: State(shape=Shape.IDLE, word="oubliée", meaning="Contredite deux fois de suite."),
    LessonState.REFUSED: State(shape=Shape.REFUSED, word="écartée", meaning="Une personne l’a écartée."),
}
SENDER_WORDS = {"finess": "FINESS", "rpps": "RPPS"}
MODEL_STATES = {
    ModelState.SHADOW: State(shape=Shape.PROGRESS, word="à l’essai", meaning="Mesuré, sans effet."),
    ModelState.IN_FORCE: State(shape=Shape.DONE, word="en service", meaning="Il change ce qui est proposé."),
    ModelState.RETIRED: State(shape=Shape.IDLE, word="retiré", meaning="Sans effet."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRow:
    """One lesson. can_refuse, can_restore: which act its state allows."""

    id: int
    sender: str
    what: str
    state: State
    evidence: str
    used: int
    changed_at: datetime
    changed_by: str
    reason: str
    can_refuse: bool
    can_restore: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """One adaptation, of the types or of the order of the records."""

    id: int
    made_at: datetime
    state: State
    figures: str
    shadow: str
    changed_at: datetime
    changed_by: str
    reason: str
    can_promote: bool
    can_retire: bool


def describe_lessons(lessons: Sequence[KeptLesson], labels: dict[str, str]) -> tuple[LessonRow, ...]:
    """Describe lessons. labels: of the types."""
    return tuple(_describe_lesson(one, labels) for one in lessons)


def _describe_lesson(kept: KeptLesson, labels: dict[str, str]) -> LessonRow:
    lesson = kept.lesson
    return LessonRow(
        id=lesson.id,
        sender=tell_sender(lesson.sender),
        what=_tell_what(kept, labels),
        state=LESSON_STATES[lesson.state],
        evidence=_tell_evidence(kept),
        used=kept.used,
        changed_at=kept.changed_at,
        changed_by=kept.changed_by,
        reason=kept.reason,
        can_refuse=lesson.state in (LessonState.LEARNT, LessonState.OBSERVED),
        can_restore=lesson.state is LessonState.REFUSED,
    )


def tell_sender(sender: str) -> str:
    """Name a sender: an address, or a national number."""
    prefix, colon, number = sender.partition(":")
    return f"{SENDER_WORDS.get(prefix, prefix)} {number}" if colon and prefix in SENDER_WORDS else sender


def _tell_what(kept: KeptLesson, labels: dict[str, str]) -> str:
    lesson = kept.lesson
    if lesson.kind is LessonKind.TYPE:
        given, chosen = (labels.get(code, code) for code in (lesson.given, lesson.chosen))
        return f"« {given} » est en fait « {chosen} »"
    label = FIELD_LABELS.get(lesson.field.value, lesson.field.value)
    where = _tell_place(kept)
    return f"« {label} » se lit {where}"


def _tell_place(kept: KeptLesson) -> str:
    place = kept.lesson.place
    if place is None:
        return "ailleurs"
    across, down = place.box.middle
    vertical = "en haut" if down < 1 / 3 else "au milieu" if down < 2 / 3 else "en bas"
    horizontal = "à gauche" if across < 1 / 3 else "au centre" if across < 2 / 3 else "à droite"
    return f"{vertical} {horizontal} de la page {place.page}"


def _tell_evidence(kept: KeptLesson) -> str:
    lesson = kept.lesson
    told = count_of(lesson.agreeing, "document concordant", "documents concordants")
    if lesson.state is LessonState.OBSERVED:
        told += f" sur {LEARNT_AFTER}"
    if lesson.contradicting:
        told += f", {count_of(lesson.contradicting, 'contraire')} sur {FORGOTTEN_AFTER}"
    return told


def describe_models(models: Sequence[KeptModel[Any]], *, shadow_min: int) -> tuple[ModelRow, ...]:
    """Describe adaptations of the types, newest first. shadow_min: documents seen before one may be put in force."""
    return tuple(_describe_model(one, shadow_min, TYPES) for one in models)


def describe_orders(models: Sequence[KeptModel[Any]], *, shadow_min: int) -> tuple[ModelRow, ...]:
    """Describe adaptations of the order of the records, newest first: wrong patients are told with the right ones."""
    return tuple(_describe_model(one, shadow_min, RECORDS) for one in models)


def _describe_model(kept: KeptModel[Any], shadow_min: int, subject: "_Subject") -> ModelRow:
    card = kept.card
    figures = ""
    if "after" in card:
        documents = count_of(int(card.get("frozen", 0)), "document réservé", "documents réservés")
        figures = (
            f"{_percent(card['before'])} puis {_percent(card['after'])} {subject.right} sur {documents} à la mesure"
        )
        if "wrong_after" in card:
            figures += (
                f" ; mauvais patient\N{NO-BREAK SPACE}: {card['wrong_before']:.0f} puis {card['wrong_after']:.0f}"
            )
    shadow = "aucun document vu à l’essai"
    if kept.seen:
        seen = count_of(kept.seen, "document")
        shadow = f"{kept.right_now} puis {kept.right_then} {subject.right} sur {seen} à l’essai"
        if subject.tells_wrong:
            shadow += _tell_wrong(kept.wrong_now, kept.wrong_then)
    return ModelRow(
        id=kept.id,
        made_at=kept.made_at,
        state=MODEL_STATES[kept.state],
        figures=figures,
        shadow=shadow,
        changed_at=kept.changed_at,
        changed_by=kept.changed_by,
        reason=kept.reason,
        can_promote=kept.state is ModelState.SHADOW and is_proven(kept, shadow_min),
        can_retire=kept.state is not ModelState.RETIRED,
    )


def describe_thresholds(models: Sequence[KeptModel[Any]]) -> tuple[ModelRow, ...]:
    """Describe certainties measured on site, newest first: what they were made of, what they change."""
    return tuple(
        ModelRow(
            id=kept.id,
            made_at=kept.made_at,
            state=MODEL_STATES[kept.state],
            figures=" ; ".join(
                told for name, word in CERTAINTIES.items() if (told := _tell_certainty(kept.card, name, word))
            ),
            shadow="",
            changed_at=kept.changed_at,
            changed_by=kept.changed_by,
            reason=kept.reason,
            can_promote=kept.state is ModelState.SHADOW,
            can_retire=kept.state is not ModelState.RETIRED,
        )
        for kept in models
    )


def _tell_certainty(card: dict[str, Any], name: str, word: str) -> str:
    if f"{name}.documents" not in card:
        return ""
    documents = count_of(int(card[f"{name}.documents"]), "document")
    return (
        f"{word}\N{NO-BREAK SPACE}: {_percent(card[f'{name}.right'])} de justes sur {documents}, écart de certitude "
        f"{_percent(card[f'{name}.error_before'])} puis {_percent(card[f'{name}.error_after'])}, assez sûr pour "
        f"{_percent(card[f'{name}.sure'])} d’entre eux"
    )


def _tell_wrong(before: float, after: float) -> str:
    return f" ; mauvais patient\N{NO-BREAK SPACE}: {before:.0f} puis {after:.0f}"


def is_proven(kept: KeptModel[Any], shadow_min: int) -> bool:
    """Tell whether a model did better in shadow, and named a wrong patient no more often. Rule: intake.md §8."""
    return kept.seen >= shadow_min and kept.right_then > kept.right_now and kept.wrong_then <= kept.wrong_now


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    right: str
    tells_wrong: bool = False


CERTAINTIES = {"doc_type": "type", "doc_date": "date du document"}
TYPES = _Subject(right="de types justes")
RECORDS = _Subject(right="de bons dossiers en premier", tells_wrong=True)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def tell_learning(rows: Sequence[LessonRow], models: Sequence[ModelRow], orders: Sequence[ModelRow]) -> str:
    """Say what is learnt now."""
    learnt = sum(row.state.word == "apprise" for row in rows)
    told = (
        f"{count_of(learnt, 'habitude d’expéditeur apprise', 'habitudes d’expéditeur apprises')} ; "
        if learnt
        else "Aucune habitude d’expéditeur apprise pour l’instant ; "
    )
    told += (
        "les types sont pesés par un modèle adapté ici" if _is_used(models) else "les types sont ceux du modèle fourni"
    )
    return f"{told}, les dossiers sont rangés par un modèle adapté ici." if _is_used(orders) else f"{told}."


def _is_used(models: Sequence[ModelRow]) -> bool:
    return any(row.state.word == "en service" for row in models)
