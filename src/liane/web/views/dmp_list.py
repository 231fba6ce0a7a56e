"""The documents of a DMP as a list and as a timeline, and the sentence that says where things stand."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.dmp.document import DMPDocument, DocumentAuthor
from liane.domain.dmp.folder import AccessMode
from liane.domain.documents.timestamp import PARIS
from liane.pipeline.dmp_consultation.ports import Folder, Listing
from liane.store.dmp_records import Integration
from liane.web.french import count_of, format_instant
from liane.web.views.dmp_words import ACCESS_WORDS, SIGNS, Sign, describe_states, name_groups
from liane.web.views.states import Shape, State

NEW = State(shape=Shape.TODO, word="nouveau", meaning="Déposé par un autre depuis votre dernière visite.")
CHANGED = State(shape=Shape.PROGRESS, word="modifié", meaning="Sa fiche a changé depuis votre dernière visite.")
INTEGRATED = State(
    shape=Shape.DONE, word="intégré", meaning="Ce document a déjà été donné au dossier de l’établissement."
)
ROWS_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document of the list. when: day of its act. hour: exact words of its instant. kind: what its body is."""

    unique_id: str
    anchor: str
    title: str
    type_label: str
    type_code: str
    at: datetime | None
    when: str
    author: str
    specialty: str
    structure: str
    setting: str
    states: tuple[State, ...]
    is_new: bool
    is_by_patient: bool
    is_mine: bool
    is_integrated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of the timeline, newest first."""

    title: str
    rows: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """What the fragment of the list shows. by_patient: documents of the patient, apart. hidden: rows past ROWS_MAX."""

    sentence: str
    sign: Sign
    rows: tuple[DocumentRow, ...]
    by_patient: tuple[DocumentRow, ...]
    months: tuple[Month, ...]
    news: tuple[tuple[str, str, int], ...]
    hidden: int
    is_partial: bool
    is_cached: bool
    read_at: datetime
    until: datetime


def describe_row(document: DMPDocument, integrated: frozenset[str] = frozenset()) -> DocumentRow:
    """Describe one document. Local time is shown. Rule: [EX_3.1-1070], [EX_3.1-1080]; CDA/INT.08."""
    author = document.authors[0] if document.authors else DocumentAuthor(name="")
    marks = [NEW] if document.is_new else [CHANGED] if document.is_changed else []
    is_integrated = document.unique_id in integrated
    if is_integrated:
        marks.append(INTEGRATED)
    return DocumentRow(
        unique_id=document.unique_id,
        anchor="doc-" + "".join(sign if sign.isalnum() else "-" for sign in document.entry_uuid or document.unique_id),
        title=document.title or document.type.label or document.type.code,
        type_label=document.type.label or document.type.code,
        type_code=document.type.code,
        at=document.date,
        when=f"{document.date.astimezone(PARIS):%d/%m/%Y}" if document.date else "sans date",
        author=author.name,
        specialty=shorten_specialty(author.specialty),
        structure=author.structure,
        setting=document.practice_setting.label,
        states=(*marks, *describe_states(document)),
        is_new=document.is_new,
        is_by_patient=document.is_by_patient,
        is_mine=document.is_mine,
        is_integrated=is_integrated,
    )


def shorten_specialty(label: str) -> str:
    """Say a specialty without what every label repeats: ``Médecin - Radio-diagnostic (SM)``."""
    return label.removeprefix("Médecin - ").removesuffix(" (SM)")


def sort_rows(rows: Iterable[DocumentRow], sort: str) -> tuple[DocumentRow, ...]:
    """Sort by date, newest first; by type then date; by author then date. Rule: CDA/INT.04."""
    newest = sorted(rows, key=lambda row: row.at.timestamp() if row.at else float("-inf"), reverse=True)
    if sort == "type":
        newest.sort(key=lambda row: (fold(row.type_label), row.type_code))
    if sort == "auteur":
        newest.sort(key=lambda row: (fold(row.author), fold(row.structure)))
    return tuple(newest)


def fold(text: str) -> str:
    """Letters without accents or case, for a French order."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def group_by_month(rows: Sequence[DocumentRow], today: datetime) -> tuple[Month, ...]:
    """Put rows under their month, in their order."""
    months: dict[str, list[DocumentRow]] = {}
    for row in rows:
        months.setdefault(_name_month(row.at, today), []).append(row)
    return tuple(Month(title=title, rows=tuple(found)) for title, found in months.items())


_MONTHS = (
    *("Janvier", "Février", "Mars", "Avril", "Mai", "Juin"),
    *("Juillet", "Août", "Septembre", "Octobre", "Novembre", "Décembre"),
)


def _name_month(at: datetime | None, today: datetime) -> str:
    if at is None:
        return "Sans date"
    local = at.astimezone(PARIS)
    is_now = (local.year, local.month) == (today.astimezone(PARIS).year, today.astimezone(PARIS).month)
    return "Ce mois-ci" if is_now else f"{_MONTHS[local.month - 1]} {local.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of a list: sort and whether only the new ones, the period in words, the words of the groups."""

    sort: str = ""
    only_new: bool = False
    period: str = ""
    labels: Mapping[str, str]
    now: datetime


def describe_list(folder: Folder, listing: Listing, integrations: Iterable[Integration], asked: Asked) -> ListView:
    """Describe a list. Rule: DMP/UX.14, DMP/UX.15; [EX_3.1-1040] (documents of the patient apart)."""
    integrated = frozenset(one.unique_id for one in integrations)
    documents = [one for one in listing.documents if one.is_new or not asked.only_new]
    rows = sort_rows((describe_row(one, integrated) for one in documents[:ROWS_MAX]), asked.sort)
    others = tuple(row for row in rows if not row.is_by_patient)
    return ListView(
        sentence=tell_folder(folder, listing, asked),
        sign=SIGNS[folder.facts.sign],
        rows=others,
        by_patient=tuple(row for row in rows if row.is_by_patient),
        months=group_by_month(sort_rows(others, ""), asked.now),
        news=name_groups(listing.new_counts, asked.labels),
        hidden=max(len(documents) - ROWS_MAX, 0),
        is_partial=listing.is_partial,
        is_cached=listing.is_cached,
        read_at=listing.read_at,
        until=folder.until,
    )


def tell_folder(folder: Folder, listing: Listing, asked: Asked) -> str:
    """Say in one sentence how the DMP stands for who reads, and what is new for them. Rule: screens.md §1."""
    number, new = len(listing.documents), sum(listing.new_counts.values())
    modes = []
    if folder.access is not AccessMode.NORMAL:
        modes.append(f"ouvert en {ACCESS_WORDS[folder.access]}")
    if folder.is_secret:
        modes.append("connexion secrète")
    start = f"{', '.join(modes)} : " if modes else ""
    period = f" {asked.period}" if asked.period else ""
    found = f"{count_of(number, 'document')}{period}" if number else f"aucun document{period}"
    if listing.new_since is None:
        return _capitalise(f"{start}{found}. C’est votre première visite de ce DMP.")
    since = format_instant(listing.new_since, asked.now)
    if not new:
        return _capitalise(f"{start}{found}, aucun nouveau depuis votre visite ({since}).")
    joint = "nouveau" if new < 2 else "nouveaux"
    return _capitalise(f"{start}{found}, {new} {joint} depuis votre visite ({since}).")


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
