"""What makes a document hard to file: people nearly alike, numbers that lie, somebody else on the page."""

import datetime as dt
import html
import random
from dataclasses import dataclass

from eval.examiners.district.context import fmt
from eval.examiners.district.people import FAMILY, FEMALE, MALE, Person, fold, ins_number, near

# fmt: off
ADULT = {"certificate", "stay_bulletin", "appointment", "consent", "mail_print", "nursing_sheet", "conciliation", "anesthesia", "emergency_passage", "stay_report", "discharge_letter"}
TWINS = {"M": [("Louis", "Loïs"), ("Lucas", "Luca"), ("Mathis", "Mathias"), ("Marin", "Martin")], "F": [("Emma", "Emmy"), ("Alice", "Aline"), ("Anna", "Hanna"), ("Léa", "Lia")]}
TRAPS = ["unknown_near", "dob_digit", "twin", "father_son", "ins_bad_key", "ins_other", "no_dob", "used_only", "relative", "file_name", "newborn", "sticker", "same_day", "two_patients"]
SHOWN = {"dob_digit", "twin", "ins_bad_key", "ins_other", "no_dob", "used_only", "sticker", "two_patients", "file_name", "unknown_near"}
RELATIVE = ["Personne à prévenir : {w} {n}, né(e) le {d}, tél. {t}", "Personne de confiance : {n} ({w}), née ou né le {d}", "Accompagné(e) de son {w}, {n} (date de naissance : {d}), également suivi(e) dans le service."]
# fmt: on


class World:
    """The index and everything drawn from the seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.records = [Person(self.rng, child=self.rng.random() < 0.08) for _ in range(2700)]

    def close(self):
        """Number the records."""
        self.rng.shuffle(self.records)
        for number, person in enumerate(self.records, 1):
            person.record_id = f"P{number:05d}"

    def unlike_all(self, person):
        """Whether nobody else is so near that traits cannot tell them apart."""
        return not any(near(person, other) for other in self.records if other is not person)


@dataclass
class Printed:
    """Who a page says that it is about. trap: what the context must do; wrong: the number printed when it is not theirs."""

    person: Person
    trap: str | None
    wrong: str | None = None
    force: bool = False


def near_twin(rng, person):
    """Somebody easily taken for the person, who is another."""
    other = person.clone()
    kind = rng.randint(0, 2)
    if kind == 0:
        other.birth = dt.date(person.birth.year, person.birth.month, 1 + (person.birth.day + 6) % 28)
    elif kind == 1:
        other.birth = dt.date(min(2024, person.birth.year + 1), person.birth.month, person.birth.day)
    else:
        other.first = rng.choice([x for x in (MALE if person.sex == "M" else FEMALE) if x != person.first])
        other.firsts = [other.first, *person.firsts[1:]]
    return renumbered(rng, other)


def renumbered(rng, other):
    """The same person with numbers of their own."""
    other.ins, other.ipp = ins_number(rng, other.sex, other.birth), str(rng.randint(10**7, 10**8))
    return other


def new_person(world, layout, trap, base):
    """Somebody for a layout and a trap, with those whom the trap puts in the index."""
    rng = world.rng
    child = layout not in ADULT and rng.random() < 0.08
    person = Person(rng, child=child, sex="F" if layout == "delivery" else None)
    if layout == "delivery":
        person.birth = dt.date(rng.randint(1984, 2003), person.birth.month, person.birth.day)
        person.ins = ins_number(rng, "F", person.birth)
    if person.birth > dt.date(2023, 1, 1):
        person.birth = person.birth.replace(year=rng.randint(2013, 2022))
        person.ins = ins_number(rng, person.sex, person.birth)
    if trap == "used_only":
        _make_known_by_used_name(rng, person)
    if trap == "twin":
        _add_twin(world, person)
    if layout == "newborn":
        _make_newborn(world, person, base)
    if trap == "unknown_near":
        world.records.append(near_twin(rng, person))
        return person
    world.records.append(person)
    if rng.random() < 0.3 and trap in (None, "file_name"):
        world.records.append(near_twin(rng, person))
    return person


def _make_known_by_used_name(rng, person):
    person.sex, person.first = "F", rng.choice(FEMALE)
    person.firsts = [person.first]
    person.used_name = rng.choice([f for f in FAMILY if fold(f) != fold(person.birth_name)])
    person.birth = person.birth.replace(year=rng.randint(1935, 1990))
    person.ins = ins_number(rng, person.sex, person.birth)


def _add_twin(world, person):
    rng = world.rng
    a, b = rng.choice(TWINS[person.sex])
    person.first, person.firsts = a, [a]
    other = person.clone()
    other.first, other.firsts, other.ipp = b, [b], str(rng.randint(10**7, 10**8))
    other.ins = ins_number(rng, other.sex, other.birth)
    world.records.append(other)


def _make_newborn(world, person, base):
    rng = world.rng
    birth = base - dt.timedelta(days=rng.randint(3, 5))
    mother = Person(rng, "F", dt.date(birth.year - rng.randint(22, 40), rng.randint(1, 12), rng.randint(1, 28)))
    person.birth, person.used_name, person.birth_name = birth, None, rng.choice(FAMILY)
    person.ins = ins_number(rng, person.sex, birth)
    person.mother = mother
    world.records.append(mother)


def printed_of(world, person, trap):
    """What the page prints of a person under a trap."""
    rng = world.rng
    printed = Printed(person.clone(), trap)
    if trap == "dob_digit":
        printed.person.birth, printed.trap = _misprinted(rng, person.birth), "no_ins"
    elif trap == "father_son":
        other = person.clone()
        year = person.birth.year - 31 if person.birth.year > 1960 else person.birth.year + 27
        other.birth = dt.date(year, rng.randint(1, 12), rng.randint(1, 28))
        world.records.append(renumbered(rng, other))
    elif trap == "same_day":
        world.records.append(renumbered(rng, person.clone()))
        printed.force = True
    elif trap == "twin":
        printed.trap = "no_ins"
    elif trap == "ins_bad_key":
        printed.wrong = person.ins[:-2] + f"{(int(person.ins[-2:]) + rng.randint(3, 80)) % 97 + 1:02d}"
        if printed.wrong == person.ins:
            printed.wrong = person.ins[:-2] + "97"
    elif trap == "ins_other":
        printed.wrong = rng.choice(world.records[:2000]).ins
    return printed


def _misprinted(rng, birth):
    """A birth date with one digit of another."""
    year = birth.year + rng.choice([-1, 1]) if birth.year % 10 not in (0, 9) else birth.year
    if year != birth.year:
        return birth.replace(year=year)
    return birth.replace(day=birth.day + 1 if birth.day % 10 < 9 and birth.day < 28 else birth.day - 1)


def add_somebody_else(world, c, trap):
    """Put another person on the page; gives the stem of a file that bears their name."""
    if trap not in ("relative", "sticker", "two_patients", "file_name"):
        return None
    rng = world.rng
    other = rng.choice(world.records[:2500])
    full = html.escape(f"{other.first} {other.birth_name.upper()}")
    if trap == "file_name":
        return f"{fold(other.birth_name)}_{fold(other.first)}_{other.birth:%Y%m%d}".replace(" ", "-")
    if trap == "relative":
        text = rng.choice(RELATIVE).format(
            w=rng.choice(["conjoint", "enfant", "parent"]), n=full, d=fmt(other.birth), t=other.phone
        )
        c.extra = f"<p class=s>{text}</p>"
    elif trap == "sticker":
        c.extra = (
            f"<div style='margin:8px 0 0 55%;border:1px solid #999;border-radius:5px;padding:5px;font-family:Liberation Sans Narrow;font-size:9pt;transform:rotate({rng.uniform(-3, 3):.1f}deg)'>"
            f"<b>{html.escape(other.birth_name.upper())} {other.first.upper()}</b> ({other.sex})<br>{fmt(other.birth)}<br>IPP {other.ipp} – Séj. {rng.randint(10**8, 10**9)}</div>"
        )
    else:
        c.extra = (
            f"<hr style='border-top:2px dashed #000'><p><b>{rng.choice(['Autre dossier joint', 'Second patient', 'Patient suivant'])} :</b> {'M.' if other.sex == 'M' else 'Mme'} {full}, né(e) le {fmt(other.birth)}</p>"
            f"<p>Vu(e) le même jour, examen sans particularité, à revoir dans un an.</p>"
        )
    return None
