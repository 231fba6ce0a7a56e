"""Traps: what a document tries, and the look-alikes that it puts into the index."""

import datetime as dt
from html import escape
from random import Random

from eval.examiners.department.document import Doc
from eval.examiners.department.names import TWIN_SISTERS, TWINS, YOUNG_MEN, YOUNG_WOMEN
from eval.examiners.department.people import Person, Population, digit_off
from eval.examiners.department.registry import Layout

# fmt: off
TRAPS = [
    "not_in_index", "birth_date_off", "namesake_same_day", "twin", "father_son", "ins_bad_key", "ins_other_person",
    "no_birth_date", "used_name_only", "relative_full", "file_name_other", "sticker_other",
]
SHOWN = {
    "not_in_index", "birth_date_off", "twin", "ins_bad_key", "ins_other_person", "no_birth_date", "used_name_only",
    "file_name_other", "sticker_other", "newborn_with_mother",
}
"""Traps that a document may never be filed with, without a click."""
NUMBER_HIDDEN = {"no_birth_date", "used_name_only", "twin", "birth_date_off", "not_in_index"}
NUMBER_SHOWN = {"ins_bad_key", "ins_other_person", "namesake_same_day"}
ONE_NAME = ("father_son", "twin", "namesake_same_day")
RELATIVES = ["Personne de confiance", "Personne à prévenir", "Conjoint", "Aidant principal", "Représentant légal"]
# fmt: on
AGES = [(1, 14), (18, 60), (40, 95), (60, 95), (65, 97)]
EARLIEST_FATHER = 1927


def suitable(r: Random, population: Population, layout: Layout, day: dt.date, trap: str | None) -> Person:
    """A person of whom a layout may tell, with a used name when the trap needs one."""
    if layout.whose == "newborn":
        born = day - dt.timedelta(days=r.randrange(0, 4))
        p = population.draw(birth_date=born.isoformat())
        p.used_name, p.first_names = None, [r.choice(YOUNG_WOMEN if p.sex == "F" else YOUNG_MEN)]
        return p
    if layout.whose == "mother":
        return population.draw(20, 42, "F", day)
    if layout.whose == "old":
        return population.draw(70, 98, day=day)
    low, high = (22, 62) if layout.whose == "adult" else r.choice(AGES)
    if low < 18 and (trap in ("used_name_only", "father_son") or layout.whose != "child"):
        low, high = 40, 90
    p = population.draw(low, high, "M" if trap == "father_son" else None, day)
    while trap == "used_name_only" and not p.used_name:
        p = population.draw(low, high, day=day)
    if trap in ONE_NAME:
        p.used_name = None
    return p


def prepare(r: Random, population: Population, layout: Layout, day: dt.date, trap: str | None) -> Person:
    """Draw a patient, put them and their look-alikes into the index."""
    p = suitable(r, population, layout, day, trap)
    p.has_ins = r.random() < 0.8 or trap is not None
    look_alike = {"twin": _twin, "namesake_same_day": _same_day, "father_son": _father}.get(trap or "")
    if look_alike:
        population.add(look_alike(r, population, p))
    population.add(_absent(r, population, p) if trap == "not_in_index" else p)
    return p


def _twin(r: Random, _population: Population, p: Person) -> Person:
    one, other = r.choice(TWINS)
    place = p.ins[5:7]
    p.first_names, p.sex = [one], "F" if one in TWIN_SISTERS else "M"
    p.number(r, place)
    q = p.copy(first_names=[other], sex="F" if other in TWIN_SISTERS else "M")
    q.number(r, place)
    return q


def _same_day(r: Random, population: Population, p: Person) -> Person:
    q = population.draw(sex=p.sex, birth_date=p.birth_date)
    q.birth_name, q.used_name = p.birth_name, None
    q.first_names = [p.first, "Noël" if p.sex == "M" else "Solange"]
    return q


def _father(_r: Random, population: Population, p: Person) -> Person:
    year, month, day = (int(part) for part in p.birth_date.split("-"))
    born = dt.date(max(EARLIEST_FATHER, year - 27), (month + 4) % 12 + 1, (day + 13) % 27 + 1)
    q = population.draw(sex="M", birth_date=born.isoformat())
    q.birth_name, q.used_name, q.first_names = p.birth_name, None, list(p.first_names)
    return q


def _absent(r: Random, population: Population, p: Person) -> Person:
    """The namesake who alone has a record."""
    q = p.copy(address=population.draw().address)
    if r.random() < 0.5:
        q.birth_date = digit_off(r, p.birth_date)
    else:
        q.first_names = [r.choice(["Marie-Noëlle", "Line"] if p.sex == "F" else ["Jean-Rémi", "Aubin"])]
    q.number(r)
    return q


def printed(r: Random, population: Population, p: Person, trap: str | None) -> Person:
    """The patient as the page tells them."""
    q = p.copy()
    if trap == "birth_date_off":
        q.birth_date = digit_off(r, p.birth_date)
    elif trap == "ins_bad_key":
        key = (int(p.ins[13:]) + r.choice([10, 20, 3, 7])) % 97 or 97
        q.ins = f"{p.ins[:13]}{key:02d}"
    elif trap == "ins_other_person":
        q.ins = r.choice([one for one in population.records if one is not p and one.has_ins]).ins
    return q


def shows_number(r: Random, p: Person, trap: str | None) -> bool:
    """Whether the page prints the national number."""
    is_drawn = p.has_ins and r.random() < 0.38
    return trap in NUMBER_SHOWN or (is_drawn and trap not in NUMBER_HIDDEN)


def mention(d: Doc, population: Population, trap: str | None) -> str:
    """What the page says of somebody else."""
    r = d.rng
    if trap == "relative_full":
        q = population.draw(25, 85, day=d.when)
        title = "M." if q.sex == "M" else "Mme"
        born = d.fd(q.birth_date, "num")
        said = f"{title} {q.first} {q.birth_name}, né(e) le {born}, {q.address}"
        return f"<p class=sm>{r.choice(RELATIVES)} : {escape(said)}</p>"
    if trap == "sticker_other":
        q = r.choice(population.records[:200])
        return (
            "<div style='border:1.2pt solid #000;width:62mm;padding:3pt;font-size:8.5pt;"
            f"margin:6pt 0 0 {r.randrange(0, 90)}mm;font-family:Liberation Sans'>"
            f"<b>{escape(q.birth_name)} {escape(q.first)}</b><br>Né(e) le {d.fd(q.birth_date, 'num')} Sexe {q.sex}<br>"
            f"IPP {r.randrange(10**7, 10**8)}<br>{d.bars(120, 16)}</div>"
        )
    return ""


def near_twins(r: Random, population: Population, persons: list[Person], count: int) -> None:
    """Somebody else in the index for a few patients: the same names, one digit of the birth apart."""
    for p in r.sample(persons, min(len(persons), count)):
        q = population.draw(sex=p.sex, birth_date=digit_off(r, p.birth_date))
        q.birth_name, q.used_name, q.first_names = p.birth_name, None, list(p.first_names)
        population.add(q)
