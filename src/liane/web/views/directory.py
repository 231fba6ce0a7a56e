"""The directory in words: who, where, at which addresses, and how old what is shown is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liane.domain.directory.entries import KIND_WORDS, DirectoryMailbox, DirectoryPractitioner, DirectoryStructure
from liane.domain.documents.timestamp import PARIS
from liane.domain.terminology.value_sets import get_value_set
from liane.pipeline.directory.addresses import AddressAnswer, AddressVerdict
from liane.store.directory_records import Freshness, PersonEntry
from liane.web.french import count_of, format_time
from liane.web.views.states import Shape, State

PROFESSIONS = get_value_set("TRE_G15")
SECTORS = get_value_set("TRE_R02")
SPECIALTIES = get_value_set("JDV_J01")
MODE_WORDS = {"L": "libéral", "S": "salarié", "B": "bénévole"}
VERDICT_STATES = {
    AddressVerdict.KNOWN: State(shape=Shape.DONE, word="connue", meaning="L’annuaire la publie."),
    AddressVerdict.WITHDRAWN: State(shape=Shape.TODO, word="retirée", meaning="L’annuaire ne la publie plus."),
    AddressVerdict.UNKNOWN: State(
        shape=Shape.TODO, word="inconnue", meaning="L’annuaire ne la publie pas ; elle peut être en liste rouge."
    ),
    AddressVerdict.UNCHECKED: State(shape=Shape.IDLE, word="non vérifiée", meaning="L’annuaire ne répond pas."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRow:
    """One address with its kind in words."""

    address: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """Where a professional acts."""

    name: str
    address: str
    sector: str
    mode: str
    where: str
    mailboxes: tuple[MailboxRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One professional."""

    address: str
    name: str
    given: str
    profession: str
    number: str
    is_active: bool
    mailboxes: tuple[MailboxRow, ...]
    places: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRow:
    """One structure."""

    address: str
    name: str
    sector: str
    number: str
    where: str
    phone: str
    is_active: bool
    mailboxes: tuple[MailboxRow, ...]


def describe_person(entry: PersonEntry) -> PersonRow:
    """Describe a professional with their places."""
    person = entry.practitioner
    return PersonRow(
        address=f"/annuaire/professionnels/{person.key}",
        name=person.family,
        given=" ".join(part for part in (person.civility, person.given) if part),
        profession=tell_profession(person),
        number=person.rpps or person.idnps,
        is_active=person.is_active,
        mailboxes=tuple(map(describe_mailbox, person.mailboxes)),
        places=tuple(
            PlaceRow(
                name=one.structure.name if one.structure else "structure inconnue de la copie",
                address=f"/annuaire/structures/{one.structure.key}" if one.structure else "",
                sector=SECTORS.label(one.structure.sector) if one.structure else "",
                mode=MODE_WORDS.get(one.situation.mode, one.situation.mode),
                where=tell_place(one.structure) if one.structure else "",
                mailboxes=tuple(
                    map(
                        describe_mailbox,
                        (*one.situation.mailboxes, *(one.structure.mailboxes if one.structure else ())),
                    )
                ),
            )
            for one in entry.situations
        ),
    )


def tell_profession(person: DirectoryPractitioner) -> str:
    """Name a profession and its specialties, codes where no label is known."""
    profession = PROFESSIONS.label(person.profession) or person.profession
    named = [SPECIALTIES.label(f"G15_{person.profession}/{code}") or code for code in person.specialties]
    return ", ".join(part for part in (profession, *named) if part)


def describe_structure(place: DirectoryStructure) -> StructureRow:
    """Describe a structure."""
    return StructureRow(
        address=f"/annuaire/structures/{place.key}",
        name=place.name,
        sector=SECTORS.label(place.sector) or place.sector,
        number=place.finess or place.siret or place.idnst,
        where=tell_place(place),
        phone=place.phone,
        is_active=place.is_active,
        mailboxes=tuple(map(describe_mailbox, place.mailboxes)),
    )


def tell_place(place: DirectoryStructure) -> str:
    """Write where a structure is."""
    town = " ".join(part for part in (place.postal_code, place.city) if part)
    return ", ".join(part for part in (place.line, town) if part)


def describe_mailbox(box: DirectoryMailbox) -> MailboxRow:
    """Describe an address."""
    kind = KIND_WORDS[box.kind] if box.kind is not None else "de nature non précisée"
    detail = ", ".join(part for part in (box.service, box.description) if part)
    return MailboxRow(address=box.address, kind=kind, detail=detail)


def tell_instant(at: datetime) -> str:
    """Write a day and an hour: « 22/11/2026 à 2 h 30 »."""
    return f"{at.astimezone(PARIS):%d/%m/%Y} à {format_time(at)}"


def tell_freshness(freshness: Freshness, now: datetime, stale_after: timedelta) -> tuple[str, bool]:
    """Say how old the copy is, and whether that is too old."""
    if freshness.as_of is None:
        return "L’annuaire n’a encore jamais été chargé ici : rien ne peut y être cherché.", True
    size = (
        f"{count_of(freshness.practitioners, 'professionnel')}, {count_of(freshness.structures, 'structure')} et "
        f"{count_of(freshness.mailboxes, 'adresse MSSanté', 'adresses MSSanté')}"
    )
    if freshness.is_stale(now, stale_after):
        return f"La copie de l’annuaire est ancienne (du {tell_instant(freshness.as_of)}) : {size}.", True
    return f"{size}, selon l’annuaire du {tell_instant(freshness.as_of)}.", False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """What the directory says of an address."""

    address: str
    state: State
    owners: tuple[tuple[str, str], ...]
    when: str


def describe_answer(address: str, answer: AddressAnswer) -> AddressRow:
    """Describe the answer on an address: (name, page) of each who holds it."""
    owners: list[tuple[str, str]] = []
    for owner in answer.owners:
        if owner.practitioner is not None:
            person = owner.practitioner
            owners.append((f"{person.family} {person.given}", f"/annuaire/professionnels/{person.key}"))
        elif owner.structure is not None:
            owners.append((owner.structure.name, f"/annuaire/structures/{owner.structure.key}"))
    when = f"selon la copie du {tell_instant(answer.as_of)}" if answer.as_of else "demandé à l’annuaire à l’instant"
    if answer.verdict is AddressVerdict.UNCHECKED:
        when = "l’annuaire ne répond pas et la copie locale est ancienne"
    return AddressRow(address=address, state=VERDICT_STATES[answer.verdict], owners=tuple(owners), when=when)


def list_professions() -> tuple[tuple[str, str], ...]:
    """The professions to choose from, by their label."""
    return tuple(sorted(((one.code, one.label) for one in PROFESSIONS.codes), key=lambda pair: pair[1]))


def list_sectors() -> tuple[tuple[str, str], ...]:
    """The sectors to choose from, by their label."""
    return tuple(sorted(((one.code, one.label) for one in SECTORS.codes), key=lambda pair: pair[1]))
