"""Fictitious persons, professionals and houses. Their names stand in names."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from eval.examiners.common.numbers import ins_key, luhn_digit
from eval.examiners.university.names import LAST, OLD, SAINTS, SPECIAL, STREETS, TOWNS, YOUNG, fold, nice

OID = "1.2.250.1.213.1.4.10"
"""Of numbers for tests."""
TODAY = dt.date(2026, 6, 1)
"""Ages are counted from here."""


@dataclass
class Person:
    """Somebody who may be a patient or a relative. ipp: the number of a patient in a house; kin: of a relative."""

    birth_name: str
    used_name: str | None
    first_names: list[str]
    birth_date: dt.date
    sex: str
    department: str
    town: str
    ins: str
    address: str
    record_id: str | None = None
    ipp: str = ""
    kin: str = ""

    @property
    def first(self) -> str:
        """The first of the first names."""
        return self.first_names[0]

    def record(self) -> dict[str, Any]:
        """As the index of persons has it."""
        return {
            "record_id": self.record_id,
            "birth_name": fold(self.birth_name),
            "used_name": fold(self.used_name) if self.used_name else None,
            "first_names": [fold(name) for name in self.first_names],
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex,
            "birth_place": self.department + self.ins[7:10],
            "ins": self.ins,
            "oid": OID,
            "ins_status": "qualifiee",
            "address": self.address,
        }


@dataclass
class Doctor:
    """A professional. am: the number of the health insurance."""

    family: str
    given: str
    sex: str
    rpps: str
    am: str
    title: str = "Dr"


@dataclass
class Structure:
    """A house that writes. group: the territorial group it says to belong to."""

    name: str
    town: str
    department: str
    finess: str
    tel: str
    address: str
    group: str


def make_ins(r: Random, sex: str, born: dt.date, department: str) -> str:
    """A national health number with its key, of a place of birth that does not exist."""
    body = (
        f"{1 if sex == 'M' else 2}{born.year % 100:02d}{born.month:02d}{department}"
        f"{r.randint(990, 999)}{r.randint(1, 899):03d}"
    )
    return body + ins_key(body)


def renew_ins(r: Random, one: Person) -> Person:
    """The same person with a number of their own."""
    one.ins = make_ins(r, one.sex, one.birth_date, one.department)
    return one


def last_name(r: Random) -> str:
    """A family name."""
    x = r.random()
    if x < 0.1:
        return r.choice(SPECIAL)
    if x < 0.15:
        return r.choice(LAST[:400]) + "-" + r.choice(LAST[:900])
    return r.choice(LAST)


def first_name(r: Random, sex: str, year: int) -> str:
    """A given name of a year of birth."""
    return nice(r.choice(YOUNG[sex])) if year >= 1994 else r.choice(OLD[sex])


def street(r: Random) -> str:
    """A number in a street."""
    return f"{r.randint(1, 140)} {r.choice(STREETS)}"


def person(r: Random, sex: str | None = None, ages: tuple[float, float] = (19, 94)) -> Person:
    """Somebody. ages: bounds in years."""
    sex = sex or r.choice("FM")
    days = r.randint(int(ages[0] * 365.25), int(ages[1] * 365.25 + 200))
    born = TODAY - dt.timedelta(days=days)
    firsts: list[str] = []
    for _ in range(r.choice([1, 2, 2, 3])):
        first = first_name(r, sex, born.year)
        if first not in firsts:
            firsts.append(first)
    birth_name = last_name(r)
    used_name = None
    if days > 24 * 365 and r.random() < (0.62 if sex == "F" else 0.04):
        used_name = last_name(r)
        if r.random() < 0.15 and "-" not in birth_name and "-" not in used_name:
            used_name = birth_name + "-" + used_name
    town, department = r.choice(TOWNS)
    lives_in, lives_at = r.choice(TOWNS)
    ins = make_ins(r, sex, born, department)
    address = f"{street(r)}, {lives_at}{r.choice(['000', '100', '240', '310', '530'])} {lives_in}"
    ipp = str(r.randint(700000, 9899999))
    return Person(birth_name, used_name, firsts, born, sex, department, town, ins, address, ipp=ipp)


def doctor(r: Random, title: str | None = None) -> Doctor:
    """A professional."""
    sex = r.choice("FM")
    body = "10" + f"{r.randint(0, 10**8 - 1):08d}"
    family = last_name(r)
    given = r.choice(OLD[sex]) if r.random() < 0.7 else nice(r.choice(YOUNG[sex][:120]))
    department = r.choice(TOWNS)[1]
    am = f"{department}1{r.randint(100000, 999999)}"
    return Doctor(family, given, sex, body + luhn_digit(body), am, title or r.choice(["Dr"] * 7 + ["Pr"]))


def finess(r: Random, department: str) -> str:
    """The number of an establishment with its key."""
    body = department + "0" + f"{r.randint(0, 99999):05d}"
    return body + luhn_digit(body)


def phone(r: Random) -> str:
    """A number of telephone."""
    return " ".join(["0" + r.choice("12345")] + [f"{r.randint(0, 99):02d}" for _ in range(4)])


def _hospital(_r: Random, s: str, town: str, of: str) -> list[str]:
    return [
        f"Centre hospitalier {of}{town}",
        f"CHU {of}{town}",
        f"Hôpital {s}",
        f"Centre Hospitalier Universitaire {s}",
        f"Groupe hospitalier {s}",
        f"CH {s} – {town}",
    ]


def _laboratory(r: Random, s: str, town: str, of: str) -> list[str]:
    return [
        f"Laboratoire Bio{r.choice(['Sud', 'Rive', 'Alliance', 'Vallée', 'Littoral'])}",
        f"LBM {s}",
        f"Laboratoire {of}{town}",
        f"SELAS Labo{r.choice(['Plus', 'Est', 'Centre'])} {town}",
    ]


_HOUSES: dict[str, Callable[[Random, str, str, str], list[str]]] = {
    "hopital": _hospital,
    "clinique": lambda _r, s, town, of: [f"Clinique {s}", f"Polyclinique {s}", f"Clinique {of}{town}"],
    "labo": _laboratory,
    "imagerie": lambda _r, s, town, of: [
        f"Imagerie médicale {s}",
        f"Centre d'imagerie {of}{town}",
        f"SCM Scanner-IRM {town}",
        f"Groupe Radiologique {s}",
    ],
    "ssr": lambda _r, s, town, of: [
        f"Centre de rééducation {s}",
        f"SMR {s}",
        f"Établissement de soins de réadaptation {of}{town}",
    ],
    "psy": lambda _r, s, town, of: [
        f"EPSM {of}{town}",
        f"Centre hospitalier spécialisé {s}",
        f"Établissement public de santé mentale {s}",
    ],
    "had": lambda _r, s, town, _of: [f"HAD {town}", f"Hospitalisation à domicile {s}", f"Santé à domicile {town}"],
    "cabinet": lambda _r, s, town, of: [
        f"Cabinet médical {s}",
        f"Maison de santé {of}{town}",
        f"Centre médical {s}",
        f"Cabinet médical {of}{town}",
    ],
    "reseau": lambda _r, s, town, _of: [
        f"Réseau Périnat {town}",
        f"Réseau régional {s}",
        f"Dispositif d'appui {town}",
        f"Onco-{town}",
        f"Réseau Diabète-{town}",
    ],
}


def structure(r: Random, kind: str) -> Structure:
    """A house of a kind."""
    town, department = r.choice(TOWNS)
    saint = r.choice(SAINTS)
    of = "d'" if town[0] in "AEÉIOU" else "de "
    name = r.choice(_HOUSES[kind](r, saint, town, of))
    number, tel = finess(r, department), phone(r)
    address = f"{r.randint(1, 120)}, {r.choice(STREETS)} – {department}{r.choice(['000', '100', '400', '320'])} {town}"
    group = r.choice([f"GHT {of}{town}", "GHT Rives et Vallées", "GHT Cœur de Bocage", "GHT Plaine-Littoral", ""])
    return Structure(name, town, department, number, tel, address, group)
