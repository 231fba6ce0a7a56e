"""The traps of intake.md §3-§5: what is changed on the page or in the index, and what may then not be filed alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from eval.case import Case, Filing, Relative
from eval.people import Person, draw_family, draw_name, draw_person, draw_twin, make_ins, one_edit, shift_date

Trap = Callable[[Case, Random], None]


def _forbid(case: Case, reason: str) -> None:
    case.filing, case.reason = Filing.FORBIDDEN, reason


def _other(case: Case, suffix: str) -> str:
    return f"{case.patient.record_id}{suffix}"


def nothing(case: Case, rng: Random) -> None:
    """No trap."""


def used_name_only(case: Case, rng: Random) -> None:
    """Only the used name is printed."""
    while case.patient.used_name in ("", case.patient.birth_name):
        case.patient = replace(case.patient, used_name=draw_family(rng))
    case.shown.birth_name, case.shown.used_name = None, case.patient.used_name
    case.shown.ins = None
    case.datamatrix = None
    case.shown.used_name_is_labelled = rng.random() < 0.6
    _forbid(case, "nom utilisé seul")


def twins_apart(case: Case, rng: Random) -> None:
    """A twin with quite another first name is in the index."""
    case.index.append(draw_twin(case.patient, rng, _other(case, "-J"), is_alike=False))


def twins_alike(case: Case, rng: Random) -> None:
    """A twin with nearly the same first name is in the index, and no INS is printed."""
    case.index.append(draw_twin(case.patient, rng, _other(case, "-J"), is_alike=True))
    case.shown.ins, case.datamatrix = None, None
    _forbid(case, "jumeaux au prénom voisin, sans INS")


def twin_unknown(case: Case, rng: Random) -> None:
    """The index only holds the twin of the patient."""
    twin = draw_twin(case.patient, rng, _other(case, "-J"), is_alike=rng.random() < 0.5)
    case.index.append(twin)
    _not_here(case)
    _forbid(case, "jumeau inconnu de l'index")


def namesake(case: Case, rng: Random) -> None:
    """Two records with the same names, sex and birth date, born elsewhere; no INS printed."""
    place = f"{case.patient.birth_place[:2]}{(int(case.patient.birth_place[2:]) - 990 + 1) % 10 + 990}"
    other = replace(
        case.patient,
        record_id=_other(case, "-H"),
        birth_place=place,
        ins=make_ins(case.patient.sex, case.patient.birth_date, place, rng),
    )
    case.index.append(other)
    case.shown.ins, case.datamatrix = None, None
    _forbid(case, "homonymes nés le même jour, sans INS")


def father_and_son(case: Case, rng: Random) -> None:
    """A record with the same names, one generation away."""
    year = case.patient.birth_date.year + (28 if case.patient.birth_date.year < 1990 else -28)
    born = date(year, rng.randrange(1, 13), rng.randrange(1, 29))
    case.index.append(
        replace(
            case.patient,
            record_id=_other(case, "-P"),
            birth_date=born,
            used_name="",
            ins=make_ins(case.patient.sex, born, case.patient.birth_place, rng),
        )
    )


def siblings(case: Case, rng: Random) -> None:
    """A record of the same name born one digit away with another first name."""
    born = shift_date(case.patient.birth_date, rng)
    case.index.append(
        replace(
            case.patient,
            record_id=_other(case, "-F"),
            birth_date=born,
            first_names=(draw_name(rng, case.patient.sex.lower()),),
            ins=make_ins(case.patient.sex, born, case.patient.birth_place, rng),
        )
    )
    case.filing = Filing.EITHER


def one_digit(case: Case, rng: Random) -> None:
    """The index has another birth date, one digit away; no INS printed."""
    born = shift_date(case.patient.birth_date, rng)
    case.index.append(replace(case.patient, birth_date=born, record_id=_other(case, "-D")))
    _not_here(case, keep_ins=False)
    _forbid(case, "date de naissance à un chiffre près")


def unknown(case: Case, rng: Random) -> None:
    """The patient has no record; somebody of the same family name has."""
    other = draw_person(rng, _other(case, "-X"))
    case.index.append(replace(other, birth_name=case.patient.birth_name))
    _not_here(case)
    _forbid(case, "patient inconnu")


def unknown_near(case: Case, rng: Random) -> None:
    """The patient has no record; somebody of nearly the same names born the same day has."""
    case.index.append(
        replace(
            case.patient,
            record_id=_other(case, "-X"),
            birth_name=one_edit(case.patient.birth_name, rng),
            used_name="",
            ins=make_ins(case.patient.sex, case.patient.birth_date, case.patient.birth_place, rng),
        )
    )
    _not_here(case)
    _forbid(case, "patient inconnu, presque homonyme né le même jour")


def wrong_key(case: Case, rng: Random) -> None:
    """The INS printed fails its key."""
    number = case.patient.ins
    case.shown.ins = number[:13] + f"{(int(number[13:]) + rng.randrange(1, 90)) % 97 + 1:02d}"
    if case.shown.ins == number:
        case.shown.ins = number[:13] + f"{int(number[13:]) % 97 + 1:02d}"
    case.datamatrix = None
    case.notes.append("ins_invalid")
    _forbid(case, "clé de l'INS fausse")


def other_ins(case: Case, rng: Random) -> None:
    """The INS printed is right by its key but is another person's."""
    other = draw_person(rng, _other(case, "-I"))
    case.index.append(other)
    case.shown.ins = other.ins
    case.datamatrix = None
    case.notes.append("ins_other")
    _forbid(case, "INS d'une autre personne")


def other_sticker(case: Case, rng: Random) -> None:
    """The datamatrix is that of another person of the index."""
    other = draw_person(rng, _other(case, "-E"))
    case.index.append(other)
    case.datamatrix, case.shown.ins = other, None
    _forbid(case, "étiquette d'une autre personne")


def no_birth_date(case: Case, rng: Random) -> None:
    """No birth date and no INS."""
    case.shown.birth_date, case.shown.ins, case.datamatrix = None, None, None
    _forbid(case, "pas de date de naissance")


def relatives(case: Case, rng: Random) -> None:
    """Relatives with names and birth dates, one of them in the index."""
    patient = case.patient
    near = draw_person(rng, _other(case, "-R"), sex=rng.choice("FM"), age=(20, 90))
    near = replace(near, birth_name=patient.birth_name)
    case.index.append(near)
    case.relatives = [
        Relative(
            link=rng.choice(("frère", "soeur", "cousin")) if near.sex == "M" else "soeur",
            family=near.birth_name,
            given=near.first_name,
            birth_date=near.birth_date,
        ),
        Relative(link="voisine", family=draw_family(rng), given=draw_name(rng, "f"), birth_date=None),
    ]


def other_sex(case: Case, rng: Random) -> None:
    """The sex printed contradicts the record."""
    other = "M" if case.patient.sex == "F" else "F"
    case.index.append(
        replace(
            case.patient,
            record_id=_other(case, "-S"),
            sex=other,
            ins=make_ins(other, case.patient.birth_date, case.patient.birth_place, rng),
        )
    )
    _not_here(case)
    _forbid(case, "sexe contradictoire")


def file_name(case: Case, rng: Random) -> None:
    """The name of the file names another person of the index."""
    other = draw_person(rng, _other(case, "-N"))
    case.index.append(other)
    case.file_name = f"{other.birth_name}_{other.first_name}_{other.birth_date:%d%m%Y}.pdf"
    _forbid(case, "nom de fichier d'une autre personne")


def duplicate(case: Case, rng: Random) -> None:
    """The index holds the person twice (a record to be merged), one without INS."""
    case.index.append(replace(case.patient, record_id=_other(case, "-2"), ins="", ipp=""))
    case.shown.ins, case.datamatrix = None, None
    _forbid(case, "deux dossiers de la même personne")


def two_patients(case: Case, rng: Random) -> None:
    """One page names two patients alike (a list, two stickers): nobody can tell whose page it is."""
    other = draw_person(rng, _other(case, "-B"))
    case.index.append(other)
    case.second_identity = other
    case.notes.append("no_identity_score")
    _forbid(case, "deux patients sur la page")


def swapped_date(case: Case, rng: Random) -> None:
    """The index has day and month swapped."""
    if case.patient.birth_date.day > 12 or case.patient.birth_date.day == case.patient.birth_date.month:
        day = case.patient.birth_date.month % 12 + 1
        born = case.patient.birth_date.replace(day=day if day != case.patient.birth_date.month else day % 12 + 1)
        case.patient = replace(
            case.patient,
            birth_date=born,
            ins=make_ins(case.patient.sex, born, case.patient.birth_place, rng),
        )
        case.shown.birth_date = born
    born = case.patient.birth_date
    case.index.append(
        replace(case.patient, record_id=_other(case, "-D"), birth_date=date(born.year, born.day, born.month), ins="")
    )
    _not_here(case, keep_ins=False)
    _forbid(case, "jour et mois inversés")


def newborn(case: Case, rng: Random) -> None:
    """The mother's document names her newborn, who has a record."""
    if case.patient.sex != "F" or not 16 < 2026 - case.patient.birth_date.year < 50:
        return
    born = case.doc_date - timedelta(days=rng.randrange(1, 9))
    child = draw_person(rng, _other(case, "-N"))
    child = replace(child, birth_name=draw_family(rng), birth_date=born)
    case.index.append(child)
    case.relatives = [Relative(link="nouveau-né", family=child.birth_name, given=child.first_name, birth_date=born)]


def _not_here(case: Case, *, keep_ins: bool = True) -> None:
    case.notes.append("not_in_index")
    if not keep_ins:
        case.shown.ins, case.datamatrix = None, None


TRAPS: tuple[tuple[Trap, int], ...] = (
    (nothing, 30), (used_name_only, 5), (twins_apart, 4), (twins_alike, 4), (twin_unknown, 4), (namesake, 3),
    (father_and_son, 4), (siblings, 3), (one_digit, 4), (unknown, 4), (unknown_near, 4), (wrong_key, 4),
    (other_ins, 3), (other_sticker, 4), (no_birth_date, 3), (relatives, 6), (other_sex, 2), (file_name, 2),
    (duplicate, 2), (two_patients, 2), (swapped_date, 2), (newborn, 2),
)  # fmt: skip


def _absent(case: Case, reason: str, other: Person) -> None:
    """The patient has no record and no INS is printed; somebody near has one."""
    case.index.append(other)
    _not_here(case, keep_ins=False)
    _forbid(case, reason)


def _near(case: Case, suffix: str, rng: Random, **changes: object) -> Person:
    """Another record, its INS its own."""
    other = replace(case.patient, record_id=_other(case, suffix), **changes)  # type: ignore[arg-type]
    return replace(other, ins=make_ins(other.sex, other.birth_date, other.birth_place, rng), ipp="")


def same_month(case: Case, rng: Random) -> None:
    """A namesake was born the same month; the patient has no record."""
    day = rng.choice([one for one in range(1, 29) if one != case.patient.birth_date.day])
    _absent(
        case, "homonyme né le même mois", _near(case, "-M", rng, birth_date=case.patient.birth_date.replace(day=day))
    )


def crossed_names(case: Case, rng: Random) -> None:
    """A record born the same day has the family name for first name, and the first name for family name."""
    patient = case.patient
    other = _near(case, "-C", rng, birth_name=patient.first_name, first_names=(patient.birth_name,), used_name="")
    _absent(case, "nom et prénom échangés dans l'index", other)


def used_is_birth(case: Case, rng: Random) -> None:
    """A record of the same first name and day has for birth name what the patient uses."""
    while case.patient.used_name in ("", case.patient.birth_name):
        case.patient = replace(case.patient, used_name=draw_family(rng))
    case.shown.used_name = case.patient.used_name
    other = _near(case, "-U", rng, birth_name=case.patient.used_name, used_name="")
    _absent(case, "nom utilisé de l'un, nom de naissance de l'autre", other)


def mother_ins(case: Case, rng: Random) -> None:
    """A child's page bears the INS of its mother, who has a record; the child has one without INS, or none."""
    born = case.patient.birth_date.replace(year=max(1920, case.patient.birth_date.year - 30), day=11)
    mother = _near(case, "-V", rng, birth_date=born, sex="F", first_names=(draw_name(rng, "f"),), used_name="")
    case.index.append(mother)
    case.shown.ins, case.datamatrix = mother.ins, None
    case.patient = replace(case.patient, ins="")
    case.notes.append("ins_other")
    if rng.random() < 0.5:
        _not_here(case)
    _forbid(case, "INS de la mère sur la page de l'enfant")


def typing_error(case: Case, rng: Random) -> None:
    """The patient has two records, one with an error in its family name and no INS; no INS printed."""
    twice = replace(
        case.patient,
        record_id=_other(case, "-T"),
        birth_name=one_edit(case.patient.birth_name, rng),
        used_name="",
        ins="",
        ipp="",
    )
    case.index.append(twice)
    case.shown.ins, case.datamatrix = None, None
    _forbid(case, "doublon à une lettre près")


def second_name_twin(case: Case, rng: Random) -> None:
    """Only a twin has a record, whose first name is the second one of the patient."""
    second = draw_name(rng, case.patient.sex.lower())
    case.patient = replace(case.patient, first_names=(case.patient.first_name, second))
    case.shown.first_names = case.patient.first_names
    _absent(case, "jumeau qui porte le deuxième prénom", _near(case, "-W", rng, first_names=(second,)))


def compound_part(case: Case, rng: Random) -> None:
    """The patient's birth name is compound; a record born the same day has a part of it."""
    part = case.patient.birth_name.split("-")[0]
    case.patient = replace(case.patient, birth_name=f"{part}-{draw_family(rng)}", used_name="")
    case.shown.birth_name, case.shown.used_name = case.patient.birth_name, None
    _absent(case, "une partie du nom composé", _near(case, "-K", rng, birth_name=part))


def given_part(case: Case, rng: Random) -> None:
    """The patient's first name is compound; a record of the same name and day has its first half."""
    head = case.patient.first_name.split("-")[0]
    case.patient = replace(case.patient, first_names=(f"{head}-{draw_name(rng, case.patient.sex.lower())}",))
    case.shown.first_names = case.patient.first_names
    _absent(case, "une partie du prénom composé", _near(case, "-G", rng, first_names=(head,)))


def near_given(case: Case, rng: Random) -> None:
    """A record of the same name and day has a first name one letter away; the patient has none."""
    _absent(
        case, "prénom à une lettre près", _near(case, "-L", rng, first_names=(one_edit(case.patient.first_name, rng),))
    )


NASTY: tuple[Trap, ...] = (
    same_month, crossed_names, used_is_birth, mother_ins, typing_error, second_name_twin, compound_part, given_part,
    near_given,
)  # fmt: skip
"""Traps set only by their name: what they count is how matching holds where records were made to be taken for another."""


def apply_trap(case: Case, rng: Random, name: str = "") -> None:
    """Set one trap, drawn when no name is given; the patient's own record joins the index unless it must be absent."""
    if name:
        trap = next(one for one in (*(one for one, _ in TRAPS), *NASTY) if one.__name__ == name)
    else:
        trap = rng.choices([one for one, _ in TRAPS], [weight for _, weight in TRAPS])[0]
    trap(case, rng)
    case.trap = trap.__name__
    if "not_in_index" not in case.notes:
        case.index.append(case.patient)
    elif case.datamatrix is case.patient:
        case.datamatrix = None


def record_of(person: Person) -> str:
    """Identifier of a person's record."""
    return person.record_id
