"""The index of persons: families, twins, namesakes, near-identical names."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .keys import ins_number
from .names import FAR_PLACES, PLACE_NAMES, VILLAGES, address, first_name, last_name, plain

OID = "1.2.250.1.213.1.4.8"


@dataclass(frozen=True)
class Person:
    """Somebody, with the forms that pages print (accents) and those of the index (none)."""

    record_id: str | None
    birth_name: str
    used_name: str | None
    first_names: tuple[str, ...]
    birth_date: date
    sex: str
    birth_place: str
    number: str
    status: str
    address: str
    kind: str = ""
    kin: str = ""
    phone: str = ""

    @property
    def qualified(self) -> bool:
        """Tell whether the record holds an INS."""
        return self.status == "qualifiee"

    @property
    def place_name(self) -> str:
        """Return the name of the birth place."""
        return PLACE_NAMES.get(self.birth_place, self.birth_place)

    def record(self) -> dict[str, object]:
        """Return the entry of persons.json."""
        return {
            "record_id": self.record_id,
            "birth_name": plain(self.birth_name),
            "used_name": plain(self.used_name) if self.used_name else None,
            "first_names": [plain(name) for name in self.first_names],
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex,
            "birth_place": self.birth_place,
            "ins": self.number if self.qualified else None,
            "oid": OID if self.qualified else None,
            "ins_status": self.status,
            "address": plain(self.address),
        }


def phone(rng: random.Random) -> str:
    """Draw a telephone number of the ranges kept for fiction."""
    head = rng.choice(["04 65 71", "06 39 98", "06 39 98", "01 99 00"])
    return f"{head} {rng.randrange(100):02d} {rng.randrange(100):02d}"


class Maker:
    """Makes the persons one after the other."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.people: list[Person] = []
        self.numbers: set[str] = set()

    def number(self, sex: str, born: date, place: str) -> str:
        """Draw an INS that nobody else has."""
        while True:
            value = ins_number(sex, born.year, born.month, place, self.rng.randrange(1, 600))
            if value not in self.numbers:
                self.numbers.add(value)
                return value

    def born(self, low: int, high: int) -> date:
        """Draw a birth date between two years."""
        return date(self.rng.randint(low, high), 1, 1) + timedelta(days=self.rng.randrange(365))

    def place(self) -> str:
        """Draw a birth place."""
        pool = VILLAGES if self.rng.random() < 0.7 else FAR_PLACES
        return self.rng.choice(pool)[0]

    def firsts(self, sex: str, year: int) -> tuple[str, ...]:
        """Draw one to three first names."""
        names: list[str] = []
        for _ in range(self.rng.choice([1, 1, 2, 2, 3, 3])):
            name = first_name(self.rng, sex, year)
            if name not in names:
                names.append(name)
        return tuple(names)

    def used(self, sex: str, year: int, birth: str) -> str | None:
        """Draw a used name, for a third of women and few men."""
        chance = 0.0 if year > 2003 else 0.68 if sex == "F" and year < 1985 else 0.35 if sex == "F" else 0.02
        if self.rng.random() >= chance:
            return None
        other = last_name(self.rng)
        if self.rng.random() < 0.12 and " " not in birth and "-" not in birth:
            return f"{birth}-{other}"
        return None if other == birth else other

    def new(self, low: int, high: int, sex: str = "", **over: object) -> Person:
        """Make a person without adding it to the index; some parts may be given."""
        sex = sex or self.rng.choice("FM")
        given = over.pop("birth_date", None)
        born = given if isinstance(given, date) else self.born(low, high)
        place = str(over.pop("birth_place", "") or self.place())
        birth = str(over.pop("birth_name", "") or last_name(self.rng))
        status = self.rng.choices(["qualifiee", "provisoire", "validee", "recuperee"], weights=[60, 20, 12, 8])[0]
        values: dict[str, object] = {
            "record_id": None,
            "birth_name": birth,
            "used_name": self.used(sex, born.year, birth),
            "first_names": self.firsts(sex, born.year),
            "birth_date": born,
            "sex": sex,
            "birth_place": place,
            "number": self.number(sex, born, place),
            "status": status,
            "address": address(self.rng),
            "phone": phone(self.rng),
        }
        values.update(over)
        return Person(**values)  # type: ignore[arg-type]

    def add(self, person: Person) -> Person:
        """Give the person a record of the index."""
        placed = replace(person, record_id=f"P{len(self.people) + 1:04d}")
        self.people.append(placed)
        return placed


def typo(name: str, rng: random.Random) -> str:
    """Return the name with one letter doubled, dropped or changed."""
    if len(name) < 4:
        return name + rng.choice("STEX")
    spot = rng.randrange(1, len(name) - 1)
    while not name[spot].isalpha():
        spot = rng.randrange(1, len(name) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return name[:spot] + name[spot] + name[spot:]
    if kind == 1 and name[spot - 1] != name[spot] and len(name) > 4:
        return name[:spot] + name[spot + 1 :]
    letters = "AEIOU" if name[spot] in "AEIOUÉÈÊ" else "BDLMNRST"
    return name[:spot] + rng.choice([char for char in letters if char != name[spot]]) + name[spot + 1 :]


def digit_off(day: date, rng: random.Random) -> date:
    """Return a date one printed digit away."""
    while True:
        text = day.strftime("%d%m%Y")
        spot = rng.choice([0, 1, 1, 2, 3, 6, 7, 7])
        text = text[:spot] + rng.choice([char for char in "0123456789" if char != text[spot]]) + text[spot + 1 :]
        try:
            other = date(int(text[4:]), int(text[2:4]), int(text[:2]))
        except ValueError:
            continue
        if date(1920, 1, 1) < other < date(2026, 1, 1) and other != day:
            return other


def families(maker: Maker) -> None:
    """Add households: parents, children, newborns."""
    rng = maker.rng
    for _ in range(260):
        mother = maker.add(maker.new(1984, 2003, "F", kind="mother"))
        home, name = mother.address, last_name(rng)
        father = maker.add(maker.new(1980, 2001, "M", birth_name=name, used_name=None, address=home))
        kind = "newborn"
        for _ in range(rng.choice([1, 1, 2, 3])):
            low, high = (2023, 2025) if kind == "newborn" else (max(2008, mother.birth_date.year + 18), 2021)
            if low > high:
                continue
            child = maker.new(
                low,
                high,
                birth_name=name,
                used_name=None,
                address=home,
                kind=kind,
                kin=mother.record_id or "",
                phone=father.phone,
            )
            maker.add(child)
            kind = "child"


def look_alikes(maker: Maker) -> None:
    """Add twins, namesakes, sons with their father's name, near names, duplicates."""
    rng = maker.rng
    for _ in range(45):
        one = maker.add(maker.new(1960, 2024, used_name=None, kind="twin"))
        other = maker.new(
            0,
            0,
            one.sex,
            birth_date=one.birth_date,
            birth_name=one.birth_name,
            used_name=None,
            birth_place=one.birth_place,
            address=one.address,
            kind="twin",
            kin=one.record_id or "",
        )
        first = first_name(rng, one.sex, one.birth_date.year)
        while first == one.first_names[0] or (rng.random() < 0.8 and first[0] != one.first_names[0][0]):
            first = first_name(rng, one.sex, one.birth_date.year)
        maker.add(replace(other, first_names=(first,)))
    for _ in range(45):
        one = maker.add(maker.new(1935, 2000, kind="namesake"))
        maker.add(
            maker.new(
                0,
                0,
                one.sex,
                birth_date=one.birth_date,
                birth_name=one.birth_name,
                first_names=one.first_names,
                used_name=one.used_name,
                kind="namesake",
                kin=one.record_id or "",
            )
        )
    for _ in range(45):
        one = maker.add(maker.new(1935, 1968, kind="parent", used_name=None))
        maker.add(
            maker.new(
                one.birth_date.year + 22,
                one.birth_date.year + 34,
                one.sex,
                birth_name=one.birth_name,
                first_names=one.first_names,
                used_name=None,
                address=one.address,
                kind="son",
                kin=one.record_id or "",
            )
        )
    for _ in range(60):
        one = maker.add(maker.new(1930, 2015, kind="near"))
        maker.add(
            maker.new(
                0,
                0,
                one.sex,
                birth_date=digit_off(one.birth_date, rng),
                birth_name=typo(one.birth_name, rng),
                first_names=one.first_names,
                kind="near",
                kin=one.record_id or "",
            )
        )
    for _ in range(40):
        one = maker.add(maker.new(1930, 2015, kind="nextday"))
        maker.add(
            maker.new(
                0,
                0,
                one.sex,
                birth_date=one.birth_date + timedelta(days=1),
                birth_name=one.birth_name,
                first_names=one.first_names,
                kind="nextday",
                kin=one.record_id or "",
            )
        )
    for _ in range(40):
        one = maker.add(replace(maker.new(1930, 2010, kind="double"), status="qualifiee"))
        maker.add(
            replace(
                one,
                record_id=None,
                status="provisoire",
                kin=one.record_id or "",
                first_names=one.first_names[:1],
                used_name=rng.choice([one.used_name, None]),
            )
        )


def make_index(rng: random.Random) -> list[Person]:
    """Make about 3,000 persons."""
    maker = Maker(rng)
    families(maker)
    look_alikes(maker)
    while len(maker.people) < 3000:
        roll = rng.random()
        low, high = (1927, 1950) if roll < 0.4 else (1950, 1985) if roll < 0.78 else (1985, 2021)
        one = maker.add(maker.new(low, high))
        if rng.random() < 0.1:
            low_mate = max(1927, one.birth_date.year - 5)
            maker.add(
                maker.new(
                    low_mate,
                    low_mate + 9,
                    "M" if one.sex == "F" else "F",
                    address=one.address,
                    used_name=None,
                    birth_name=one.used_name or last_name(rng),
                )
            )
    return maker.people


def edits(one: str, other: str, most: int = 2) -> int:
    """Return the edit distance, or more than most when it is greater."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for rank, char in enumerate(one, 1):
        last, row[0] = row[0], rank
        for spot, against in enumerate(other, 1):
            last, row[spot] = row[spot], min(row[spot] + 1, row[spot - 1] + 1, last + (char != against))
    return row[-1]


class Index:
    """The persons, with the question whether somebody else is too near."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.by_id = {person.record_id: person for person in people}
        self.flat = [
            (
                person,
                person.birth_date.strftime("%d%m%Y"),
                plain(person.birth_name),
                plain(person.used_name or ""),
                [plain(name) for name in person.first_names],
            )
            for person in people
        ]

    def near(self, who: Person) -> list[Person]:
        """Return the other records whose identity is within an edit in the names and a digit in the date."""
        day, birth, first = who.birth_date.strftime("%d%m%Y"), plain(who.birth_name), plain(who.first_names[0])
        found = []
        for person, other_day, other_birth, other_used, firsts in self.flat:
            if person.record_id == who.record_id or sum(a != b for a, b in zip(day, other_day, strict=True)) > 2:
                continue
            if edits(birth, other_birth, 1) > 1 and edits(birth, other_used, 1) > 1:
                continue
            if any(edits(first, name, 1) <= 1 for name in firsts):
                found.append(person)
        return found

    def clear(self, who: Person) -> bool:
        """Tell whether nobody of the same family name is born within a digit, whatever the first name."""
        return not self.near(who)
