"""Fictitious persons: patients with test INS on commune numbers that exist nowhere, professionals, structures.

Drawn from name frequencies; nobody here is real. Rule: intake.md §10 (name lists, INS on 990-999 with right keys).
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from liane.domain.identity.ins import compute_ins_key

DATA = Path(__file__).parent / "data"
TEST_OID = "1.2.250.1.213.1.4.10"
TOWNS = ("Lianeville", "Valmorel-les-Pins", "Saint-Aubry", "Brocelande", "Montfleury-sur-Orne", "Kerlaz-la-Forêt",
         "Aigueperle", "Rochebrune-le-Vieux", "Port-Serein", "Les Essarts-d'Arvor", "Belcombe", "Vernay-le-Haut")  # fmt: skip
STREETS = ("rue des Lilas", "avenue de la Gare", "place du Marché", "chemin du Moulin", "rue Victor-Bellac",
           "boulevard des Tilleuls", "allée des Cèdres", "impasse du Lavoir")  # fmt: skip


def fold(text: str) -> str:
    """Capitals without accents; hyphens and apostrophes as blanks: how names and titles are compared."""
    plain = unicodedata.normalize("NFD", text.upper().replace("Œ", "OE").replace("’", "'"))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One patient as the records know them. ins: 15 characters, or empty; names in capitals with their accents."""

    record_id: str
    birth_name: str
    first_names: tuple[str, ...]
    birth_date: date
    sex: str
    birth_place: str
    ins: str
    used_name: str = ""
    ipp: str = ""
    address: str = ""

    @property
    def first_name(self) -> str:
        """First of the first names."""
        return self.first_names[0]

    @property
    def title(self) -> str:
        """Civility."""
        return "Madame" if self.sex == "F" else "Monsieur"

    def as_record(self) -> dict[str, str]:
        """The person as ``persons.json`` of ``liane intake read`` describes them."""
        return {
            "record_id": self.record_id,
            "birth_name": fold(self.birth_name),
            "used_name": fold(self.used_name),
            "first_names": " ".join(fold(name).replace(" ", "-") for name in self.first_names),
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex,
            "birth_place": self.birth_place,
            "ins": self.ins,
            "oid": TEST_OID if self.ins else "",
            "ins_status": "qualifiée" if self.ins else "",
            "address": self.address,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor:
    """One professional. rpps: 11 digits with its Luhn key, in the range of tests."""

    family: str
    given: str
    rpps: str
    speciality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """One establishment or practice of no real place."""

    name: str
    finess: str
    town: str
    address: str
    phone: str


def luhn(digits: str) -> str:
    """Append the Luhn key."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


@cache
def _names() -> dict[str, tuple[tuple[str, ...], tuple[int, ...]]]:
    rows: dict[str, list[tuple[str, int]]] = {"f": [], "m": [], "l": []}
    for line in (DATA / "names.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "kind")):
            kind, name, weight = line.split("\t")
            rows[kind].append((name, int(weight)))
    return {kind: (tuple(n for n, _ in some), tuple(w for _, w in some)) for kind, some in rows.items()}


def draw_name(rng: Random, kind: str) -> str:
    """Draw a name: l (family), f, m."""
    names, weights = _names()[kind]
    return rng.choices(names, weights)[0]


def draw_family(rng: Random) -> str:
    """Draw a family name, sometimes double."""
    name = draw_name(rng, "l")
    if rng.random() < 0.06:
        other = draw_name(rng, "l")
        return f"{name}-{other}" if " " not in name + other else name
    return name


def make_ins(sex: str, birth_date: date, place: str, rng: Random) -> str:
    """Make an INS that agrees with the traits; the order number is drawn."""
    number = f"{'2' if sex == 'F' else '1'}{birth_date:%y%m}{place}{rng.randrange(1, 999):03d}"
    return number + compute_ins_key(number)


def draw_person(
    rng: Random, record_id: str, *, sex: str = "", age: tuple[int, int] = (1, 97), within: tuple[int, int] | None = None
) -> Person:
    """Draw a patient. within: ages that the drawn one is brought into in proportion, whatever else is drawn unchanged."""
    sex = sex or rng.choice("FM")
    drawn = rng.randrange(age[0] * 365, age[1] * 365)
    born = date(2026, 1, 1) - timedelta(days=_bring_into(drawn, age, within or age))
    givens = tuple(dict.fromkeys(draw_name(rng, sex.lower()) for _ in range(rng.choice((1, 2, 2, 3)))))
    place = f"{rng.choice((29, 35, 44, 59, 69, 75, 13, 31, 33, 67)):02d}{rng.randrange(990, 1000)}"
    drawn_year = (date(2026, 1, 1) - timedelta(days=drawn)).year
    is_wed = sex == "F" and (2026 - drawn_year) > 24 and rng.random() < 0.55
    return Person(
        record_id=record_id,
        birth_name=draw_family(rng),
        first_names=givens,
        birth_date=born,
        sex=sex,
        birth_place=place,
        ins=make_ins(sex, born, place, rng),
        used_name=draw_family(rng) if is_wed else "",
        ipp=f"{rng.randrange(10**7, 10**8)}",
        address=f"{rng.randrange(1, 99)} {rng.choice(STREETS)}, 99{rng.randrange(100, 999)} {rng.choice(TOWNS)}",
    )


def _bring_into(days: int, age: tuple[int, int], within: tuple[int, int]) -> int:
    """Days of an age drawn between some years, moved in proportion between others."""
    first, span = 365 * age[0], age[1] - age[0]
    return 365 * within[0] + (days - first) * (within[1] - within[0]) // span


def draw_twin(person: Person, rng: Random, record_id: str, *, is_alike: bool) -> Person:
    """Draw the twin of a person; alike: first names one edit apart (LUCAS, LUCAIS), which nobody tells apart alone."""
    if is_alike:
        given = one_edit(person.first_name, rng)
        sex = person.sex
    else:
        sex = rng.choice("FM")
        given = draw_name(rng, sex.lower())
        while fold(given) == fold(person.first_name):
            given = draw_name(rng, sex.lower())
    return replace(
        person,
        record_id=record_id,
        first_names=(given, *person.first_names[1:]),
        sex=sex,
        ins=make_ins(sex, person.birth_date, person.birth_place, rng),
        used_name="",
        ipp=f"{rng.randrange(10**7, 10**8)}",
    )


def one_edit(name: str, rng: Random) -> str:
    """The same name with one letter added, dropped or changed."""
    place = rng.randrange(1, max(2, len(name) - 1))
    letter = rng.choice("AEILNRST")
    kind = rng.choice("adc")
    if kind == "a" or len(name) < 4:
        made = name[:place] + letter + name[place:]
    elif kind == "d":
        made = name[:place] + name[place + 1 :]
    else:
        made = name[:place] + letter + name[place + 1 :]
    is_other = fold(made).replace(" ", "") != fold(name).replace(" ", "")
    return made if is_other else name + "E"


def shift_date(born: date, rng: Random) -> date:
    """A date that differs from this one by one digit."""
    for _ in range(50):
        text = list(born.isoformat())
        place = rng.choice((2, 3, 6, 9, 8))
        text[place] = rng.choice("0123456789")
        try:
            made = date.fromisoformat("".join(text))
        except ValueError:
            continue
        if made != born and made < date(2026, 1, 1):
            return made
    return born + timedelta(days=1)


def draw_doctor(rng: Random, speciality: str = "") -> Doctor:
    """Draw a professional."""
    sex = rng.choice("fm")
    return Doctor(
        family=draw_family(rng),
        given=draw_name(rng, sex),
        rpps=luhn(f"8997{rng.randrange(10**6):06d}"),
        speciality=speciality,
    )


def draw_structure(rng: Random, kind: str = "") -> Structure:
    """Draw a structure. kind: ``lab``, ``practice``, ``imaging``, ``insurance``, else a hospital."""
    town = rng.choice(TOWNS)
    patterns = {
        "lab": ("Laboratoire de biologie médicale de {}", "LBM {}", "Laboratoire des Tilleuls - {}"),
        "practice": ("Cabinet médical de {}", "Maison de santé de {}", "Centre de santé de {}"),
        "imaging": ("Centre d'imagerie médicale de {}", "Cabinet de radiologie de {}"),
        "insurance": ("Caisse primaire de {}", "Mutuelle de {}"),
    }.get(
        kind,
        ("Centre hospitalier de {}", "Clinique de {}", "CHU de {}", "Hôpital privé de {}", "Polyclinique de {}"),
    )
    return Structure(
        name=rng.choice(patterns).format(town).replace("de Les ", "des ").replace("de A", "d'A"),
        finess=luhn(f"99{rng.randrange(10**6):06d}"),
        town=town,
        address=f"{rng.randrange(1, 200)} {rng.choice(STREETS)}, 99{rng.randrange(100, 999)} {town}",
        phone=f"0{rng.randrange(1, 6)} 99 {rng.randrange(100):02d} {rng.randrange(100):02d} {rng.randrange(100):02d}",
    )
