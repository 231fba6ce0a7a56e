"""The card of a person of the registry: the same on every page, the status visible without a click."""

from dataclasses import dataclass

from liane.domain.identity.birth_date import show
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.identity.person import Person
from liane.web.views.identities_words import ATTRIBUTE_WORDS, DECEASED, MERGED, SEX_WORDS, STATUS_WORDS
from liane.web.views.identity import describe_authority, format_ins
from liane.web.views.states import Shape, State

UNKNOWN_PLACE = "99999"
CIRCULATES = State(shape=Shape.DONE, word="circule", meaning="Le matricule et son OID sortent avec les documents.")
STAYS_INSIDE = State(
    shape=Shape.IDLE, word="ne circule pas", meaning="Le matricule et son OID ne sortent que d’une identité qualifiée."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """What the card shows. family, givens: of birth. used: used name, when it is another. ipps: value and domain."""

    id: int
    address: str
    family: str
    givens: str
    used: str
    born: str
    sex: str
    birth_place: str
    status: State
    attributes: tuple[State, ...]
    ins: str
    ins_label: str
    ins_state: State | None
    ipps: tuple[tuple[str, str], ...]
    deceased: str
    merged_into: int | None
    is_test: bool

    @property
    def name(self) -> str:
        """NOM prénoms, for a sentence or a title."""
        return f"{self.family} {self.givens}".strip()


def describe_person(person: Person) -> PersonCard:
    """Make the card of a person. Rule: RNIV 1 (traits stricts shown together, status and attributes always visible)."""
    traits, held = person.traits, person.ins
    is_merged = person.merged_into is not None
    ordered = sorted(person.attributes, key=lambda one: list(ATTRIBUTE_WORDS).index(one), reverse=True)
    return PersonCard(
        id=person.id,
        address=f"/identites/{person.id}",
        family=traits.birth_family or "nom inconnu",
        givens=traits.birth_givens or traits.birth_given,
        used=tell_used_name(traits),
        born=tell_birth(traits, is_uncertain=person.birth_date_uncertain),
        sex=SEX_WORDS.get(traits.sex, traits.sex),
        birth_place=tell_place(traits.birth_place),
        status=MERGED if is_merged else STATUS_WORDS[person.status],
        attributes=tuple(ATTRIBUTE_WORDS[attribute] for attribute in ordered),
        ins=format_ins(held.ins.matricule) if held else "",
        ins_label=describe_authority(held.ins if held else None),
        ins_state=(CIRCULATES if person.may_circulate else STAYS_INSIDE) if held else None,
        ipps=tuple((one.value, one.oid) for one in find_ipps(person.identifiers)),
        deceased=f"{DECEASED} le {show(person.deceased_on)}" if person.deceased_on else "",
        merged_into=person.merged_into,
        is_test=bool(held and held.ins.authority and not held.ins.authority.is_real),
    )


def find_ipps(identifiers: tuple[PatientIdentifier, ...]) -> tuple[PatientIdentifier, ...]:
    """Keep the IPP (type PI), or every identifier when none says its type."""
    return tuple(one for one in identifiers if one.type_code == "PI") or identifiers


def tell_used_name(traits: PatientTraits) -> str:
    """Say the used name when it is another than that of birth; empty otherwise."""
    used = " ".join(part for part in (traits.used_family, traits.used_given) if part)
    births = {f"{traits.birth_family} {given}" for given in (traits.birth_given, traits.birth_givens)}
    return "" if not traits.used_family or used in births | {traits.birth_family} else used


def tell_birth(traits: PatientTraits, *, is_uncertain: bool = False) -> str:
    """Say the birth: « née le 15/11/1962 », « né en 1962 (jour et mois inconnus) »."""
    if not traits.birth_date:
        return "date de naissance absente"
    word = {"F": "née", "M": "né"}.get(traits.sex, "né(e)")
    shown = show(traits.birth_date)
    joint = "le" if len(shown) == 10 else ":"
    return f"{word} {joint} {shown}{' (date incertaine)' if is_uncertain else ''}"


def tell_place(place: str) -> str:
    """Say the place of birth: code of the commune, or of the country for a birth abroad."""
    if not place:
        return "lieu de naissance absent"
    if place == UNKNOWN_PLACE:
        return "lieu de naissance inconnu (99999)"
    return f"lieu de naissance {place}{' (hors de France)' if place.startswith('99') else ''}"
