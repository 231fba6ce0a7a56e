"""One document that came in, for its screen: fields with their places, records proposed, what agrees or differs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from liane.domain.identity.comparison import Trait, compare_traits
from liane.domain.identity.lexis import fold_name
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person
from liane.domain.intake.page import Box
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.identities_compare import ComparedRow, compare_texts, describe_comparison
from liane.web.views.identity import format_ins
from liane.web.views.intake_reading import ReadEvidence, Reading
from liane.web.views.intake_words import (
    AGREEMENT_WORDS,
    MARGIN_SURE_FROM,
    NOT_FOUND,
    SURE,
    SURE_FROM,
    TO_CHECK,
    tell_sureness,
)
from liane.web.views.states import Shape, State

IDENTITY_FIELDS = (
    ("birth_name", "Nom de naissance"),
    ("first_names", "Prénom(s) de naissance"),
    ("used_name", "Nom utilisé"),
    ("birth_date", "Date de naissance"),
    ("sex", "Sexe"),
    ("ins", "INS"),
)
DOCUMENT_FIELDS = (
    ("title", "Titre"),
    ("doc_date", "Date du document"),
    ("act_date", "Date de l’acte"),
    ("author_family", "Auteur : nom"),
    ("author_given", "Auteur : prénom"),
    ("author_rpps", "Auteur : RPPS"),
    ("structure_name", "Structure"),
    ("structure_finess", "FINESS de la structure"),
    ("recipients", "Destinataires"),
    ("episode", "N° de venue"),
    ("prescription_number", "N° d’ordonnance numérique"),
)
ONLY_READ = frozenset({"prescription_number"})
"""Fields that few documents have: shown where they were read."""
FIELD_LABELS = dict((*IDENTITY_FIELDS, *DOCUMENT_FIELDS, ("doc_type", "Type de document")))
DATES = frozenset({"birth_date", "doc_date", "act_date"})
TYPES_FIRST_MAX = 5
GAP_MAX = 0.03
"""Widest blank between two words drawn as one, of the width of the page."""
COMPARED = frozenset({Trait.BIRTH_FAMILY, Trait.BIRTH_GIVENS, Trait.BIRTH_DATE, Trait.SEX})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field of the form. place: ``page:x0,y0,x1,y1;…``, empty when it is nowhere on the pages."""

    name: str
    label: str
    value: str
    state: State
    percent: str
    page: int
    place: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """One rectangle over a page, in thousandths of its sides, of the field that was read there."""

    name: str
    label: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """What one trait says of a record, in words; weight in figures, on demand."""

    text: str
    state: State
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    """One record that may be chosen. rows: its traits beside those of the page; differing: those
    that contradict it. is_found: by a search of a person."""

    card: PersonCard
    rows: tuple[ComparedRow, ...]
    evidence: tuple[EvidenceView, ...]
    score: str
    is_chosen: bool
    is_found: bool
    differing: tuple[str, ...]


def show_iso_date(value: str) -> str:
    """Write an ISO date as a person does; anything else as it is."""
    year, _, rest = value.partition("-")
    month, _, day = rest.partition("-")
    return f"{day}/{month}/{year}" if len(value) == 10 and value.replace("-", "").isdigit() else value


def describe_fields(reading: Reading, names: Iterable[tuple[str, str]]) -> tuple[FieldView, ...]:
    """Describe fields in their order, found or not; those of ONLY_READ when found."""
    shown = ((name, label) for name, label in names if name not in ONLY_READ or name in reading.fields)
    return tuple(_field(reading, name, label) for name, label in shown)


def _field(reading: Reading, name: str, label: str) -> FieldView:
    found = reading.fields.get(name)
    if found is None and name == "first_names":
        found = reading.fields.get("first_name")
    if found is None:
        return FieldView(name=name, label=label, value="", state=NOT_FOUND, percent="", page=0, place="", source="")
    place = ";".join(f"{found.page}:{box.x0:.4f},{box.y0:.4f},{box.x1:.4f},{box.y1:.4f}" for box in found.boxes)
    return FieldView(
        name=name,
        label=label,
        value=show_iso_date(found.value) if name in DATES else found.value,
        state=tell_sureness(found.confidence, is_checked=found.is_checked, has_value=bool(found.value)),
        percent=f"{found.confidence * 100:.0f} %",
        page=found.page,
        place=place if found.page else "",
        source=found.source,
    )


def describe_places(reading: Reading, page: int, quarter: int) -> tuple[PlaceView, ...]:
    """Give the rectangles of the fields read on a page. quarter: degrees by which a person turned the page."""
    return tuple(
        _place(name, turn_box(box, quarter))
        for name, found in reading.fields.items()
        if found.page == page and name in FIELD_LABELS
        for box in _join_lines(found.boxes)
    )


def _join_lines(boxes: Sequence[Box]) -> list[Box]:
    """Join the words of a field that follow each other on a line: one rectangle is drawn around them."""
    joined: list[Box] = []
    for box in boxes:
        last = joined[-1] if joined else None
        if last is not None and _follows(last, box):
            top, bottom = min(last.y0, box.y0), max(last.y1, box.y1)
            joined[-1] = Box(x0=last.x0, y0=top, x1=max(last.x1, box.x1), y1=bottom)
        else:
            joined.append(box)
    return joined


def _follows(last: Box, box: Box) -> bool:
    height = min(last.y1 - last.y0, box.y1 - box.y0)
    overlap = min(last.y1, box.y1) - max(last.y0, box.y0)
    return overlap > height / 2 and box.x0 - last.x0 >= 0 and box.x0 - last.x1 < GAP_MAX


def describe_shades(reading: Reading, page: int, quarter: int) -> tuple[PlaceView, ...]:
    """Give the rectangles of a page that lie beside the paper in hand. quarter: degrees by which it was turned."""
    if reading.region is None or page != reading.pages[0]:
        return ()
    own = turn_box(reading.region, quarter)
    beside = (
        Box(x0=0.0, y0=0.0, x1=1.0, y1=own.y0),
        Box(x0=0.0, y0=own.y1, x1=1.0, y1=1.0),
        Box(x0=0.0, y0=own.y0, x1=own.x0, y1=own.y1),
        Box(x0=own.x1, y0=own.y0, x1=1.0, y1=own.y1),
    )
    shown = [box for box in beside if box.x1 > box.x0 and box.y1 > box.y0]
    return tuple(_place_exactly("", "", box) for box in shown)


def _place(name: str, box: Box) -> PlaceView:
    margin = 0.003
    x0, y0 = max(0.0, box.x0 - margin), max(0.0, box.y0 - margin)
    around = Box(x0=x0, y0=y0, x1=min(1.0, box.x1 + margin), y1=min(1.0, box.y1 + margin))
    return _place_exactly(name, FIELD_LABELS[name], around)


def _place_exactly(name: str, label: str, box: Box) -> PlaceView:
    return PlaceView(
        name=name,
        label=label,
        x=f"{box.x0 * 1000:.1f}",
        y=f"{box.y0 * 1000:.1f}",
        width=f"{(box.x1 - box.x0) * 1000:.1f}",
        height=f"{box.height * 1000:.1f}",
    )


def turn_box(box: Box, quarter: int) -> Box:
    """Turn a rectangle with its page. quarter: degrees clockwise, by 90."""
    x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
    turned = {0: (x0, y0, x1, y1), 90: (1 - y1, x0, 1 - y0, x1), 180: (1 - x1, 1 - y1, 1 - x0, 1 - y0)}
    a, b, c, d = turned.get(quarter % 360, (y0, 1 - x1, y1, 1 - x0))
    return Box(x0=a, y0=b, x1=c, y1=d)


def traits_of(reading: Reading) -> PatientTraits:
    """The traits that the pages show, as traits to compare."""
    givens = reading.value("first_names") or reading.value("first_name")
    return PatientTraits(
        birth_family=reading.value("birth_name"),
        birth_given=reading.value("first_name") or (givens.split() or [""])[0],
        birth_givens=givens,
        birth_date=reading.value("birth_date").replace("-", ""),
        sex=reading.value("sex"),
        used_family=reading.value("used_name"),
    )


def describe_candidates(
    reading: Reading, persons: Mapping[int, Person], order: Sequence[int], *, chosen: int | None, found: frozenset[int]
) -> tuple[CandidateView, ...]:
    """Describe the records that may be chosen. order: their numbers; found: those that a search gave."""
    evidence = {one.record_id: one for one in reading.candidates}
    views = []
    for number in order:
        person = persons.get(number)
        if person is None:
            continue
        rows = compare_with(reading, person)
        known = evidence.get(number)
        views.append(
            CandidateView(
                card=describe_person(person),
                rows=rows,
                evidence=tuple(_evidence(one) for one in known.evidence) if known else (),
                score=f"{known.score:.2f}".replace(".", ",") if known else "",
                is_chosen=number == chosen,
                is_found=number in found,
                differing=tuple(row.label for row in rows if row.state.shape is Shape.REFUSED),
            )
        )
    return tuple(views)


def compare_with(reading: Reading, person: Person) -> tuple[ComparedRow, ...]:
    """Put the traits of the pages beside those of a record: strict traits, then used name and INS.

    Rule: intake.md §6 (traits side by side, differences not only in colour); RNIV 1.
    """
    rows = [
        *describe_comparison(one for one in compare_traits(traits_of(reading), person.traits) if one.trait in COMPARED)
    ]
    held = person.ins.ins.matricule if person.ins else ""
    for label, ours, theirs in (
        ("nom utilisé", reading.value("used_name"), _used_as_printed(reading.value("used_name"), person.traits)),
        ("INS", _in_groups(reading.value("ins")), _in_groups(held)),
    ):
        if ours or theirs:
            rows.append(compare_texts(label, ours, theirs))
    return tuple(rows)


def _in_groups(matricule: str) -> str:
    """A matricule that a narrow column may break between its groups."""
    return format_ins(matricule).replace("\u00a0", " ")


def _used_as_printed(printed: str, traits: PatientTraits) -> str:
    """The used name of a record, with its used first name where the page prints both as one."""
    whole = f"{traits.used_family} {traits.used_given}".strip()
    return whole if fold_name(printed) == fold_name(whole) else traits.used_family


def _evidence(one: ReadEvidence) -> EvidenceView:
    state = AGREEMENT_WORDS.get(one.agreement, State(shape=Shape.IDLE, word=""))
    return EvidenceView(
        text=one.text, state=state, weight=f"{one.weight:+.1f}".replace(".", ",") if one.weight is not None else ""
    )


def tell_match(reading: Reading, candidates: Sequence[CandidateView]) -> State:
    """Say in words how sure the record proposed is: margin to the second, and how likely the first."""
    proposed = [one for one in candidates if not one.is_found]
    chosen = next((one for one in proposed if one.is_chosen), None)
    if chosen is None:
        return TO_CHECK if proposed else NOT_FOUND
    is_alone = reading.margin is None or reading.margin >= MARGIN_SURE_FROM
    return SURE if reading.record_confidence >= SURE_FROM and is_alone and not chosen.differing else TO_CHECK


def choose_first(reading: Reading, person_id: int | None) -> int | None:
    """Give the record to propose ticked: that of the reading when it stands apart, else that which the item names."""
    first = reading.record_id
    if first is not None and (
        reading.margin is None or reading.margin >= MARGIN_SURE_FROM or len(reading.candidates) < 2
    ):
        return first
    return person_id if first is None or person_id == first else None
