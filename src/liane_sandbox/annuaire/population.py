"""The fictitious professionals and structures of the simulated directory, as FHIR resources. Nothing is real.

Those who sign in, sign documents or hold a mailbox elsewhere in the sandbox are here with the same numbers.
Rule: annuaire.md §8.2-2, §8.2-6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from liane.codecs.annuaire import fhir_names as names
from liane.domain.intake.extract.surface.numbers import luhn_is_right
from liane_sandbox.establishment import (
    ANNEX_FINESS,
    ANNEX_NAME,
    CARDIOLOGY_MAILBOX,
    FINESS,
    PFI_MAILBOX,
    STRUCTURE_NAME,
)
from liane_sandbox.psc.people import PEOPLE, Place, Signatory

Resource = dict[str, Any]
DRAWN = 230
PRACTICES = 40
PHARMACIES = 16
UPDATED = "2026-11-02T02:10:00.000+01:00"
DOCTOR_MAILBOX = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
CLOSED_MAILBOX = "cabinet.ferme@cabinet-exemple.simulation.mssante.fr"
FULL_MAILBOX = "boite.pleine@cabinet-exemple.simulation.mssante.fr"
PROMPT_MAILBOX = "lecture.immediate@cabinet-exemple.simulation.mssante.fr"
PHARMACY_MAILBOX = "pharmacie.du.test@officine.simulation.mssante.fr"
DRAWN_DOMAIN = "test-exemple.mssante.fr"
FAMILIES = (
    *("TESTACACIA", "TESTBOULEAU", "TESTCHARME", "TESTERABLE", "TESTFUSAIN", "TESTGENEVRIER", "TESTHETRE", "TESTIF"),
    *("TESTLAURIER", "TESTMICOCOULIER", "TESTNOYER", "TESTORME", "TESTPEUPLIER", "TESTSORBIER", "TESTTREMBLE"),
    *("TESTVIORNE", "TEST LE HOUX", "TEST-D'ARGOUSIER", "TESTÉGLANTIER"),
)
GIVENS = ("ANNE", "BASILE", "CHLOÉ", "DENIS", "ÉLISE", "FLORENT", "GAËLLE", "HUGO", "INÈS", "JEAN-MARC", "LÉA", "MALO")
PROFESSIONS = (
    *(("10", "SM26"), ("10", "SM04"), ("60", ""), ("21", ""), ("50", ""), ("70", ""), ("40", "SCD01"), ("10", "SM44")),
    *(("26", ""), ("28", ""), ("10", "SM20"), ("91", "")),
)
TOWNS = (("75011", "PARIS"), ("29200", "BREST"), ("69003", "LYON"), ("13005", "MARSEILLE"), ("2A004", "AJACCIO"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A mailbox as it is published. is_plain: without the extension that tells its kind."""

    address: str
    kind: str
    rank: int = 1
    is_unlisted: bool = False
    is_plain: bool = False
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A structure as it is published. town: (postal code, name). technical: number of a practice, without FINESS."""

    key: str
    name: str
    sector: str
    finess: str = ""
    town: tuple[str, str] | None = None
    mailboxes: tuple[Box, ...] = ()
    part_of: str = ""
    technical: str = ""
    is_legal: bool = False


def make_population() -> dict[str, list[Resource]]:
    """Make every resource, by type, in a stable order."""
    return {
        "Organization": [*_own_structures(), *_drawn_structures()],
        "Practitioner": [*map(_own_person, PEOPLE), *_special_people(), *map(_drawn_person, range(DRAWN))],
        "PractitionerRole": [*_own_roles(), *_special_roles(), *_drawn_roles()],
    }


def key_number(stem: str) -> str:
    """A number with its Luhn key."""
    return next(stem + digit for digit in "0123456789" if luhn_is_right(stem + digit))


def drawn_rpps(place: int) -> str:
    """The RPPS of a drawn professional."""
    return key_number(f"99900{1000 + place:05d}")


def drawn_finess(place: int) -> str:
    """The FINESS of a drawn structure."""
    return key_number(f"99{100000 + place:06d}")


# Structures.


LEGAL_KEY = "001-legal"
OWN_HOUSES = (
    House(
        key=LEGAL_KEY,
        name="CENTRE HOSPITALIER SIMULATION (ENTITÉ JURIDIQUE)",
        sector="SA01",
        town=TOWNS[0],
        is_legal=True,
    ),
    House(
        key="001-tilleuls",
        name=STRUCTURE_NAME,
        sector="SA01",
        finess=FINESS,
        town=TOWNS[0],
        mailboxes=(
            Box(address=CARDIOLOGY_MAILBOX, kind="ORG", service="Cardiologie"),
            Box(address=PFI_MAILBOX, kind="APP"),
        ),
        part_of=LEGAL_KEY,
    ),
    House(key="001-annexe", name=ANNEX_NAME, sector="SA17", finess=ANNEX_FINESS, town=TOWNS[1], part_of=LEGAL_KEY),
    House(
        key="001-officine",
        name="PHARMACIE DU TEST (SIMULATION)",
        sector="SA33",
        finess=key_number("99100900"),
        town=TOWNS[0],
        mailboxes=(Box(address=PHARMACY_MAILBOX, kind="ORG"),),
    ),
    House(key="001-sans-adresse", name="LABORATOIRE SIMULATION SANS ADRESSE", sector="SA25", finess="0B0152872"),
)


def _own_structures() -> Iterable[Resource]:
    """The structures of the sandbox, then the practices of those who sign in."""
    yield from map(_structure, OWN_HOUSES)
    for person in PEOPLE:
        for place in person.places:
            if not place.finess:
                key = _place_key(place)
                yield _structure(
                    House(key=key, name=place.name, sector=place.sector, town=TOWNS[0], technical=place.technical)
                )


def _drawn_structures() -> Iterable[Resource]:
    for place in range(PRACTICES):
        town = TOWNS[place % len(TOWNS)]
        box = Box(address=f"cabinet{place}@{DRAWN_DOMAIN}", kind="ORG")
        name = f"CABINET SIMULATION {FAMILIES[place % len(FAMILIES)]} {place}"
        boxes = (box,) if place % 3 == 0 else ()
        yield _structure(
            House(
                key=f"001-cab-{place}",
                name=name,
                sector="SA07",
                finess="",
                town=town,
                mailboxes=boxes,
                technical=f"4999{place:011d}",
            )
        )
    for place in range(PHARMACIES):
        town = TOWNS[place % len(TOWNS)]
        boxes = () if place == 3 else (Box(address=f"pharmacie{place}@{DRAWN_DOMAIN}", kind="ORG"),)
        name = f"PHARMACIE SIMULATION {FAMILIES[place % len(FAMILIES)]}"
        yield _structure(
            House(
                key=f"001-pha-{place}", name=name, sector="SA33", finess=drawn_finess(place), town=town, mailboxes=boxes
            )
        )
    for place, sector in enumerate(("SA02", "SA03", "SA04", "SA05", "SA08", "SA25", "SA29", "SA34", "SA36", "SA43")):
        finess = drawn_finess(200 + place)
        yield _structure(
            House(
                key=f"001-str-{place}",
                name=f"STRUCTURE SIMULATION {sector}",
                sector=sector,
                finess=finess,
                town=TOWNS[place % len(TOWNS)],
            )
        )


def _structure(house: House) -> Resource:
    identifiers = []
    if house.finess:
        kind = "FINEJ" if house.is_legal else "FINEG"
        identifiers = [
            _identifier(names.IDNST, f"1{house.finess}", "IDNST"),
            _identifier(names.FINESS, house.finess, kind),
        ]
    elif house.technical:
        identifiers = [_identifier(names.IDNST, house.technical, "IDNST")]
    address = (
        {"line": ["1 RUE DE LA SIMULATION"], "postalCode": house.town[0], "city": house.town[1]} if house.town else None
    )
    entity = {"system": names.ORGANIZATION_KIND, "code": names.LEGAL if house.is_legal else "GEOGRAPHICAL-ENTITY"}
    return _clean(
        {
            "resourceType": "Organization",
            "id": house.key,
            "meta": {"lastUpdated": UPDATED},
            "active": True,
            "identifier": identifiers,
            "type": [{"coding": [entity]}, {"coding": [_coding(names.SECTOR, house.sector)]}],
            "name": house.name,
            "telecom": [*map(_telecom, house.mailboxes), {"system": "phone", "value": "0199001122"}],
            "address": [address] if address else [],
            "partOf": {"reference": f"Organization/{house.part_of}"} if house.part_of else None,
        }
    )


# Professionals.


def _own_person(person: Signatory) -> Resource:
    return _person(person.identifier, person.family, person.given, person.profession, person.skill)


def _special_people() -> Iterable[Resource]:
    """Homonyms, one retired, one unlisted, one whose mailbox tells no kind, and the holders of the mailboxes."""
    numbers = [f"8{key_number(f'9990000{place:03d}')}" for place in range(500, 510)]
    closed, full, prompt = (Box(address=one, kind="PER") for one in (CLOSED_MAILBOX, FULL_MAILBOX, PROMPT_MAILBOX))
    yield _person(numbers[0], "BOITECLOSE", "SACHA", "10", "SM26", boxes=(closed,))
    doctor = Box(address=DOCTOR_MAILBOX, kind="PER")
    yield _person(numbers[8], "DESCHAMPS", "CAMILLE", "10", "SM26", boxes=(doctor,))
    yield _person(numbers[1], "BOITEPLEINE", "NOA", "10", "SM26", boxes=(full,))
    yield _person(numbers[2], "LITTOUT", "LOU", "10", "SM04", boxes=(prompt,))
    yield _person(numbers[3], "TESTHOMONYME", "ALIX", "10", "SM26")
    yield _person(numbers[4], "TESTHOMONYME", "ALIX", "60", "")
    yield _person(numbers[5], "TESTRETRAITE", "PAUL", "10", "SM26", is_active=False)
    hidden = Box(address=f"liste.rouge@{DRAWN_DOMAIN}", kind="PER", is_unlisted=True)
    yield _person(numbers[6], "TESTROUGE", "LUCE", "10", "SM26", boxes=(hidden,))
    plain = Box(address=f"sans.type@{DRAWN_DOMAIN}", kind="PER", is_plain=True)
    yield _person(numbers[7], "TESTSANSTYPE", "MARC", "10", "SM26", boxes=(plain,))
    yield _person("0999999999", "TESTADELI", "ANNICK", "91", "")


def _drawn_person(place: int) -> Resource:
    profession, skill = PROFESSIONS[place % len(PROFESSIONS)]
    rpps = drawn_rpps(place)
    box = Box(address=f"{rpps}@{DRAWN_DOMAIN}", kind="PER")
    boxes = (box,) if place % 2 == 0 else ()
    family, given = FAMILIES[place % len(FAMILIES)], GIVENS[place % len(GIVENS)]
    return _person(f"8{rpps}", family, given, profession, skill, boxes=boxes)


def _person(
    idnps: str,
    family: str,
    given: str,
    profession: str,
    skill: str,
    *,
    boxes: tuple[Box, ...] = (),
    is_active: bool = True,
) -> Resource:
    codings = [_coding(names.PROFESSION, profession), _coding(names.CATEGORY, "C")]
    skills = [{"code": {"coding": [_coding("TRE_R38-SpecialiteOrdinale", skill)]}}] if skill else []
    identifiers = [_identifier(names.IDNPS, idnps, "IDNPS")]
    if idnps.startswith("8"):
        identifiers.append(_identifier(names.RPPS, idnps[1:], "RPPS"))
    return _clean(
        {
            "resourceType": "Practitioner",
            "id": f"003-{idnps}",
            "meta": {"lastUpdated": UPDATED},
            "language": "fr",
            "active": is_active,
            "identifier": identifiers,
            "name": [
                {"use": "usual", "prefix": ["DR"] if profession == "10" else [], "family": family, "given": [given]}
            ],
            "telecom": [*map(_telecom, boxes)],
            "qualification": [{"code": {"coding": codings}}, *skills],
        }
    )


# Situations.


def _own_roles() -> Iterable[Resource]:
    keys = {FINESS: "001-tilleuls", ANNEX_FINESS: "001-annexe"}
    for person in PEOPLE:
        for rank, place in enumerate(person.places):
            where = keys.get(place.finess) or _place_key(place)
            yield _role(f"005-{person.identifier}-{rank}", f"003-{person.identifier}", where, place.mode)


def _special_roles() -> Iterable[Resource]:
    """One doctor in three places, with an address of their own at one of them."""
    person = f"003-8{drawn_rpps(0)}"
    box = Box(address=f"{drawn_rpps(0)}.hopital@{DRAWN_DOMAIN}", kind="PER", rank=2)
    yield _role("005-trois-0", person, "001-tilleuls", "S", boxes=(box,))
    yield _role("005-trois-1", person, "001-cab-1", "L")


def _drawn_roles() -> Iterable[Resource]:
    places = cycle(range(PRACTICES))
    for place, where in zip(range(DRAWN), places, strict=False):
        yield _role(f"005-{place}", f"003-8{drawn_rpps(place)}", f"001-cab-{where}", "L" if place % 3 else "S")


def _role(key: str, person: str, structure: str, mode: str, *, boxes: tuple[Box, ...] = ()) -> Resource:
    return _clean(
        {
            "resourceType": "PractitionerRole",
            "id": key,
            "meta": {"lastUpdated": UPDATED},
            "active": True,
            "identifier": [_identifier(names.RPPS, key.removeprefix("005-"), "")],
            "practitioner": {"reference": f"Practitioner/{person}"},
            "organization": {"reference": f"Organization/{structure}"},
            "code": [{"coding": [_coding(names.ACTIVITY, "GENR01")]}, {"coding": [_coding(names.MODE, mode)]}],
            "telecom": [*map(_telecom, boxes)],
        }
    )


# Parts.


def _place_key(place: Place) -> str:
    return f"001-{place.technical}"


def _identifier(system: str, value: str, kind: str) -> Resource:
    kinds = {"coding": [{"system": names.IDENTIFIER_TYPES, "code": kind}]} if kind else None
    return _clean({"use": "official", "system": system, "value": value, "type": kinds})


def _coding(table: str, code: str) -> Resource:
    return {"system": names.table_url(table), "code": code}


def _telecom(box: Box) -> Resource:
    kind = {"coding": [_coding(names.MAILBOX_TYPES, box.kind)]}
    facts: list[Resource] = [
        {"url": "type", "valueCodeableConcept": kind},
        {"url": "listeRouge", "valueBoolean": box.is_unlisted},
    ]
    if box.service:
        facts.append({"url": "service", "valueString": box.service})
    extensions: list[Resource] = [{"url": names.EMAIL_TYPE, "valueCoding": _coding(names.EMAIL_TYPES, "MSSANTE")}]
    if not box.is_plain:
        extensions.append({"url": names.MAILBOX, "extension": facts})
    return {"system": "email", "value": box.address, "rank": box.rank, "extension": extensions}


def _clean(resource: Resource) -> Resource:
    return {name: value for name, value in resource.items() if value not in (None, [], "")}
