"""Patients of documents, and what a trap does to them. How a document looks stands in the layouts; files in drawing."""

import datetime as dt
import random
import re
from dataclasses import replace

from eval.examiners.records import people
from eval.examiners.records.context import Ctx
from eval.examiners.records.layouts import LAYOUTS
from eval.examiners.records.names import edit, norm, pick_given

# fmt: off
TRAPS = {
    "absent_near_namesake": 3, "absent": 1, "birth_date_one_digit": 3, "twins_no_ins": 2, "twins_with_ins": 1,
    "namesake_with_ins": 1, "namesake_no_ins": 2, "father_son": 2, "ins_wrong_key": 2, "ins_of_another": 2,
    "no_birth_date": 2, "used_name_only": 2, "two_patients_one_page": 2, "relative_in_full": 2,
    "file_name_of_another": 2, "sticker_of_another": 2,
}
NEVER = {
    "absent_near_namesake", "absent", "birth_date_one_digit", "twins_no_ins", "namesake_no_ins", "ins_wrong_key",
    "ins_of_another", "no_birth_date", "used_name_only", "two_patients_one_page", "file_name_of_another",
    "sticker_of_another", "newborn",
}
PAIRED = {
    "twins_no_ins": "twins", "twins_with_ins": "twins", "namesake_with_ins": "namesakes",
    "namesake_no_ins": "namesakes", "father_son": "father_son",
}
# fmt: on
NEED_INS = {"twins_with_ins", "namesake_with_ins", "ins_wrong_key", "ins_of_another"}
HIDE_INS = {"twins_no_ins", "namesake_no_ins", "birth_date_one_digit", "no_birth_date", "used_name_only"}
IN_SLOT = {"two_patients_one_page": "second", "sticker_of_another": "sticker", "relative_in_full": "relative"}
PRINTS_NIR = {"arret_travail_form", "protocole_ald"}
"""The social number stands on these forms."""
DIRECTIVES = "directives_anticipees"
DELIVERY = "accouchement"
NO_SLOT = {"fiche_nouveau_ne", DELIVERY, "personne_confiance", "bulletin_situation"}
SPECIAL = {"fiche_nouveau_ne", DELIVERY}
ATTEMPTS = 60


def day_in(rng, first, last):
    """A day between two, never a Sunday."""
    d = first + dt.timedelta(days=rng.randint(0, (last - first).days))
    while d.weekday() == 6:
        d -= dt.timedelta(days=1)
    return d


def _age(person):
    return 2025 - person.birth_date.year


def _fits(lay, person):
    """Whether a layout may be about a person."""
    return lay.ages[0] <= _age(person) <= lay.ages[1] and lay.sex in (None, person.sex)


def _near_namesake(world, rng, patient, printed, plan):
    if rng.random() < 0.75:
        while people.digits_apart(printed.birth_date, patient.birth_date) < 3:
            first = patient.birth_date - dt.timedelta(days=4500)
            last = min(dt.date(2022, 1, 1), patient.birth_date + dt.timedelta(days=4500))
            printed.birth_date = day_in(rng, first, last)
    else:
        while edit(norm(printed.first), norm(patient.first)) < 4:
            printed.first_names = pick_given(rng, patient.sex, patient.birth_date.year)
    printed.ins = people.make_ins(rng, printed.sex, printed.birth_date, printed.birth_place)
    return printed


def _absent(world, rng, patient, printed, plan):
    birth = patient.birth_date + dt.timedelta(days=rng.randint(30, 300))
    return people.make_person(rng, None, sex=patient.sex, birth_date=birth)


def _one_digit(world, rng, patient, printed, plan):
    text = patient.birth_date.strftime("%d%m%Y")
    for _ in range(500):
        i = rng.choice([0, 1, 1, 3, 6, 7, 7])
        new = text[:i] + rng.choice("0123456789") + text[i + 1 :]
        try:
            d = dt.date(int(new[4:]), int(new[2:4]), int(new[:2]))
        except ValueError:
            continue
        if new != text and d < dt.date(2022, 1, 1):
            printed.birth_date = d
            return printed
    raise LookupError("no near date")


def _wrong_key(world, rng, patient, printed, plan):
    i = rng.choice([10, 11, 12, 14, 13])
    digit = rng.choice([x for x in "0123456789" if x != patient.ins[i]])
    printed.ins = patient.ins[:i] + digit + patient.ins[i + 1 :]
    plan["ins_bad"] = True
    return printed


def _ins_of_another(world, rng, patient, printed, plan):
    printed.ins = world.other_adult(rng, patient, patient.sex).ins
    plan["ins_other"] = True
    return printed


def _no_birth_date(world, rng, patient, printed, plan):
    plan["show_dob"] = False
    return printed


def _used_name_only(world, rng, patient, printed, plan):
    plan["name_mode"] = "used_only"
    plan["used_labelled"] = rng.random() < 0.5
    return printed


def _other_on_page(world, rng, patient, printed, plan):
    plan["other"] = world.other_adult(rng, patient)
    return printed


CHANGES = {
    "absent_near_namesake": _near_namesake,
    "absent": _absent,
    "birth_date_one_digit": _one_digit,
    "ins_wrong_key": _wrong_key,
    "ins_of_another": _ins_of_another,
    "no_birth_date": _no_birth_date,
    "used_name_only": _used_name_only,
    "two_patients_one_page": _other_on_page,
    "sticker_of_another": _other_on_page,
}
"""What a trap does to the person printed and to the plan; each gives the person printed."""
UNLISTED = {"absent", "absent_near_namesake"}


class World:
    """The index of persons, and the documents drawn of them."""

    def __init__(self, seed):
        rng = random.Random(f"index-{seed}")
        self.index, groups, self.ids = people.build_index(rng)
        self.by_id = {p.record_id: p for p in self.index}
        self.used = set()
        self.kept = {}
        self.pairs = {k: iter(rng.sample(v, len(v))) for k, v in groups.items()}

    def document(self, rng, trap=None, patient=None):
        """A document: of a patient, or of one who suits the trap and the layout."""
        for _ in range(ATTEMPTS):
            try:
                out = self._tried(rng, trap, patient)
            except LookupError:
                out = None
            if out:
                return out
        raise RuntimeError(f"cannot make {trap}")

    def other_adult(self, rng, avoid, sex=None):
        """An adult of the index who is not this one, nor of the same name."""
        while True:
            q = rng.choice(self.index)
            if q.birth_date.year >= 2000 or q is avoid or q.link or not q.ins:
                continue
            if sex in (None, q.sex) and norm(q.birth_name) != norm(avoid.birth_name):
                return q

    def _is_clean(self, person):
        """Whether nobody else in the index is anywhere near."""
        return not any(q is not person and people.near(person, q, 2, 2, 3) for q in self.index)

    def _has_name_alone(self, person):
        mine = {norm(n) for n in (person.birth_name, person.used_name) if n}
        for q in self.index:
            if q is person or edit(norm(q.first), norm(person.first)) > 1:
                continue
            if any(edit(m, norm(n)) <= 1 for m in mine for n in (q.birth_name, q.used_name) if n):
                return False
        return True

    def _suits(self, p, lay, trap):
        if p.link or p.record_id in self.used or not _fits(lay, p):
            return False
        if p.birth_date.year >= 2024 and lay.ages[1] > 0:
            return False
        if trap == "used_name_only" and not p.used_name:
            return False
        if trap == "no_birth_date" and not self._has_name_alone(p):
            return False
        if trap in ("ins_wrong_key", "ins_of_another") and not p.ins:
            return False
        return self._is_clean(p)

    def _pick(self, rng, lay, trap):
        for _ in range(20000):
            p = rng.choice(self.index)
            if self._suits(p, lay, trap):
                self.used.add(p.record_id)
                return p
        raise LookupError("no patient fits")

    def _pick_of_pair(self, rng, lay, kind):
        """One of the next pair; None, and the pair kept for later, when the layout does not suit."""
        pair = self.kept.pop(kind, None) or next(self.pairs[kind])
        patient = rng.choice(pair)
        if _fits(lay, patient):
            return patient
        self.kept[kind] = pair
        return None

    def _pick_layout(self, rng, trap, patient):
        names = [n for n in LAYOUTS if not (trap and (LAYOUTS[n].ages[1] == 0 or n in SPECIAL))]
        if trap in IN_SLOT:
            names = [n for n in names if n not in NO_SLOT]
        if trap in HIDE_INS | NEED_INS | UNLISTED:
            names = [n for n in names if n not in PRINTS_NIR and n != DIRECTIVES]
        if patient:
            names = [n for n in names if _fits(LAYOUTS[n], patient) and n != DELIVERY]
        return LAYOUTS[rng.choices(names, [LAYOUTS[n].weight for n in names])[0]]

    def _printed(self, rng, trap, patient, plan):
        """The person as the document tells it."""
        printed = replace(patient, first_names=list(patient.first_names))
        if trap in NEED_INS:
            plan["show_ins"] = True
        if trap in HIDE_INS:
            plan["show_ins"] = False
        if trap in ("namesake_with_ins", "namesake_no_ins"):
            plan["all_given"] = True
        if trap in IN_SLOT:
            plan["slot"] = IN_SLOT[trap]
        return CHANGES[trap](self, rng, patient, printed, plan) if trap in CHANGES else printed

    def _tried(self, rng, trap, given):
        """A document, or None when what was drawn does not hold together. given: its patient when there is one."""
        lay = self._pick_layout(rng, trap, given)
        plan = {"show_ins": rng.random() < 0.5}
        if given is None and lay.ages[1] == 0:
            return self._newborn(rng, lay)
        patient = given
        if patient is None:
            patient = self._pick_of_pair(rng, lay, PAIRED[trap]) if trap in PAIRED else self._pick(rng, lay, trap)
        if patient is None:
            return None
        printed = self._printed(rng, trap, patient, plan)
        is_listed = trap not in UNLISTED
        if not is_listed and any(people.near(printed, q, 2, 2, 3) for q in self.index):
            self._give_back(patient, given)
            return None
        if printed.used_name and "name_mode" not in plan:
            plan["name_mode"] = rng.choices(["both", "birth_single", "birth_label"], [85, 8, 7])[0]
        if trap == "birth_date_one_digit" and any(
            q is not patient and people.near(printed, q, 2, 2, 2) for q in self.index
        ):
            return None
        c, html = self._built(rng, lay, printed, plan)
        if trap in NEED_INS and not c.f["ins"]:
            self._give_back_without_ins(trap, patient, given)
            return None
        if not _is_whole(trap, plan, c, html):
            return None
        return self._told(lay, trap, patient, is_listed, c, html)

    def _built(self, rng, lay, printed, plan):
        low = max(dt.date(2023, 1, 9), printed.birth_date + dt.timedelta(days=420))
        doc_date = day_in(rng, low, dt.date(2026, 10, 20))
        act = doc_date - dt.timedelta(days=rng.randint(*lay.gap)) if lay.gap is not None else None
        c = Ctx(rng, printed, plan, doc_date, act)
        return c, lay.build(c)

    def _told(self, lay, trap, patient, is_listed, c, html):
        """A document with its truth."""
        fields = c.fields()
        if lay.name in PRINTS_NIR:
            fields.pop("ins", None)
        may = is_listed and trap not in NEVER and fields.get("birth_date") is not None
        if lay.name == DELIVERY:
            may, trap = False, "newborn"
            self._add_baby(patient, c, html)
        return {
            "layout": lay.name,
            "html": html,
            "record": patient.record_id if is_listed else None,
            "may": may,
            "trap": trap,
            "fields": fields,
            "printed": c.p,
            "patient": patient,
            "date": c.doc_date,
        }

    def _give_back(self, patient, given):
        if given is None:
            self.used.discard(patient.record_id)

    def _give_back_without_ins(self, trap, patient, given):
        if trap.startswith("ins"):
            self._give_back(patient, given)
        elif given is None and patient.link:
            kind = {"twin": "twins", "namesake": "namesakes"}[patient.link]
            self.kept[kind] = [patient] + [self.by_id[i] for i in patient.link_ids]

    def _child(self, mother, given, birth, sex):
        """A child put in the index beside its mother."""
        family = mother.used_name or mother.birth_name
        place = (mother.birth_place, mother.birth_town)
        home = (mother.street, mother.postcode, mother.town)
        baby = people.Person(next(self.ids), family, None, given, birth, sex, *place, None, *home, link="baby")
        self.index.append(baby)
        return baby

    def _add_baby(self, mother, c, html):
        """Put the child of a delivery report in the index."""
        after = html.split("Péridurale")[1] if "Péridurale" in html else html
        found = re.search(r"</legend>([^<]+), sexe (\S+), n", after)
        sex = "F" if found.group(2) in ("féminin", "fille") else "M"
        family = mother.used_name or mother.birth_name
        self._child(mother, [found.group(1)[len(family) :].strip()], c.act, sex)

    def _newborn(self, rng, lay):
        mother = None
        while not mother:
            q = rng.choice(self.index)
            if q.sex == "F" and 20 <= _age(q) <= 42 and not q.link and q.record_id not in self.used:
                mother = q
        self.used.add(mother.record_id)
        birth = day_in(rng, dt.date(2024, 1, 10), dt.date(2026, 10, 1))
        sex = rng.choice("FM")
        baby = self._child(mother, pick_given(rng, sex, 2024), birth, sex)
        doc_date = birth + dt.timedelta(days=rng.randint(*lay.gap))
        c = Ctx(rng, baby, {"mother": mother}, doc_date, birth)
        html = lay.build(c)
        return self._told(lay, "newborn", baby, True, c, html)


def _is_whole(trap, plan, c, html):
    """Whether the page holds what the trap needs, and nothing that undoes it."""
    if trap == "no_birth_date":
        text = re.sub(r"<[^>]+>", " ", html)
        if c.f["birth_date"] or c.p.birth_date.strftime("%d/%m/%Y") in text:
            return False
    return not plan.get("slot") or 'class="slot"' in html
