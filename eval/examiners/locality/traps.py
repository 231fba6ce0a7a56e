"""Traps: what a document tries, and the look-alikes that it puts into the index."""

import datetime as dt
from random import Random
from typing import Any

from eval.examiners.locality.context import Ctx
from eval.examiners.locality.people import People, Person, make_ins
from eval.examiners.locality.registry import Layout

# fmt: off
TRAPS = [
    "absent_namesake", "dob_digit", "same_day_namesake", "close_twin", "father_son", "ins_bad_key", "ins_other",
    "no_dob", "used_only", "relative_full", "filename_other", "sticker_other", "two_patients"
]
SHOWN = {
    "absent_namesake", "dob_digit", "ins_bad_key", "ins_other", "no_dob", "used_only", "sticker_other",
    "filename_other", "two_patients"
}
"""Traps that a document may never be filed with, without a click."""
TWINS = {"F": [("Léa", "Léna"), ("Lina", "Lisa"), ("Emma", "Emmy"), ("Maria", "Marie"), ("Anne", "Anna"), ("Line", "Lise")],
         "M": [("Enzo", "Enno"), ("Marc", "Marco"), ("Noah", "Noa"), ("Alain", "Alban"), ("Rémi", "Rémy"), ("Loïc", "Loïs")]}
# fmt: on
THIS_YEAR = 2025


def suitable(r: Random, people: People, layout: Layout, trap: str | None) -> Person:
    """A person whom a layout may tell of, with a used name when the trap needs one."""
    low, high = layout.ages
    age = min(high, max(low, int(r.triangular(low, high, low + (high - low) * 0.7))))
    sex = layout.sex or r.choice("MF")
    if trap == "used_only":
        sex = "F"
    for _ in range(200):
        p = people.draw(sex, age)
        if trap != "used_only" or (p["used"] and p["birth"] not in p["used"]):
            break
        age = max(age, 30) if high >= 30 else age
    if trap == "used_only" and not p["used"]:
        p["used"] = people.draw("F", 60)["birth"]
    p["show_ins"] = r.random() < 0.33
    return p


def prepare(r: Random, people: People, layout: Layout, trap: str | None) -> Person:
    """Draw a patient, put them and their look-alikes into the index."""
    p = suitable(r, people, layout, trap)
    if trap == "absent_namesake":
        _absent(r, people, p)
    elif trap == "dob_digit":
        _other_digit(r, people, p)
    elif trap in ("close_twin", "same_day_namesake", "father_son"):
        {"close_twin": _twin, "same_day_namesake": _same_day, "father_son": _father}[trap](r, people, p)
    elif trap in ("ins_bad_key", "ins_other"):
        p["need_ins"] = p["show_ins"] = True
        people.add(p)
        (_bad_key if trap == "ins_bad_key" else _number_of_another)(r, people, p)
    else:
        people.add(p)
        if trap is None and r.random() < 0.10:
            people.add(people.variant(p, dob=people.digit_off(p["dob"])))
    return p


def _twin(r: Random, people: People, p: Person) -> None:
    one, other = r.choice(TWINS[p["sex"]])
    p["firsts"] = [one, *p["firsts"][1:]]
    p["ins"] = make_ins(r, p["sex"], p["dob"], p["place"])
    p["show_ins"] = False
    people.add(p)
    people.add(people.variant(p, firsts=[other, *p["firsts"][1:]], address=p["address"]))


def _absent(r: Random, people: People, p: Person) -> None:
    """A namesake alone has a record."""
    if r.random() < 0.5:
        dob = people.digit_off(p["dob"])
    else:
        dob = people.draw(p["sex"], max(1, THIS_YEAR - p["dob"].year))["dob"]
    people.add(people.variant(p, dob=dob))


def _other_digit(r: Random, people: People, p: Person) -> None:
    """The record has another date of birth."""
    p["show_ins"] = False
    q = dict(p, dob=people.digit_off(p["dob"]))
    q["ins"] = make_ins(r, p["sex"], q["dob"], p["place"])
    people.add(q)
    p["rid"] = q["rid"]


def _same_day(r: Random, people: People, p: Person) -> None:
    p["show_ins"] = False
    people.add(p)
    place = f"{r.choice(['13', '59', '67'])}99{r.randint(0, 9)}"
    people.add(people.variant(p, used=None, firsts=[p["firsts"][0]], place=place))


def _father(r: Random, people: People, p: Person) -> None:
    people.add(p)
    years, born = r.randint(23, 36), p["dob"]
    dob = dt.date(born.year + (-years if born.year > 1960 else years), r.randint(1, 12), r.randint(1, 28))
    q = people.variant(p, used=None, dob=dob)
    if dob > dt.date(2025, 11, 1):
        q["dob"] = dt.date(born.year - years, 3, 14)
        q["ins"] = make_ins(r, q["sex"], q["dob"], q["place"])
    people.add(q)


def _bad_key(r: Random, _people: People, p: Person) -> None:
    body, key = p["ins"][:13], int(p["ins"][13:])
    printed = f"{(key + r.randint(1, 60)) % 97 + 1:02d}"
    p["printed_ins"] = body + (f"{key % 97 + 1:02d}" if body + printed == p["ins"] else printed)
    p["printed_ins_bad"] = True


def _number_of_another(_r: Random, people: People, p: Person) -> None:
    other = people.draw(p["sex"], max(2, THIS_YEAR - p["dob"].year))
    other["need_ins"] = True
    people.add(other)
    p["printed_ins"] = other["ins"]


def somebody_else(c: Ctx, is_patient: bool) -> tuple[str, bool]:
    """A sentence about somebody else, and whether that one has a record. is_patient: as of a second patient."""
    p, r, people = c.p, c.r, c.w.people
    q = people.draw(None, max(1, c.age + r.choice([-28, -2, 3, 27])) if c.age > 30 else c.age + 28)
    q["birth"] = p["used"] or p["birth"] if r.random() < 0.7 else q["birth"]
    q["used"] = None
    has_record = is_patient or r.random() < 0.5
    if has_record:
        people.add(q)
    return _sentence(c, q, is_patient), has_record


def _sentence(c: Ctx, q: Person, is_patient: bool) -> str:
    is_woman = q["sex"] == "F"
    e, title = ("e", "Mme") if is_woman else ("", "M.")
    said = f"{q['firsts'][0]} {q['birth']}"
    born = f"né{e} le {c.d(q['dob'])}"
    if is_patient:
        choices: list[Any] = [
            f"<p>Document établi également pour {title} {said}, {born}, vu{e} le même jour pour le même motif ; les constatations sont identiques.</p>",
            f"<p><b>Second patient : {said}, {born}.</b> Mêmes consignes, même traitement.</p>",
        ]
    else:
        kin = "sa parente" if is_woman else "son parent"
        choices = [
            f"<p>Personne à prévenir : {said}, {born}, {c.w.pros.tel()}.</p>",
            f"<p>Antécédent familial : {kin} {said} ({born}) suivi{e} pour la même affection.</p>",
            f"<p>Aidant principal : {title} {said}, {born}.</p>",
        ]
    return str(c.r.choice(choices))
