"""What a layout may ask about the world around its document: senders, relatives, the newborn."""

import datetime as dt

from eval.examiners.correspondents.names import esc, fold


class Context:
    """What a layout may ask about the world around its document."""

    def __init__(self, rng, pop, senders, received):
        self.rng, self.pop, self.senders, self.received, self.today = rng, pop, senders, received, received
        self.notes = {}
        self.fold = fold

    def relative(self, d, raw=False):
        """The person to call. With the trap 'relative_in_full' the birth date is told too."""
        r, p = self.rng, d.p
        woman = r.random() < 0.55
        rel, year, woman = self._kin(p, woman)
        fam = p.used_name or p.birth_name
        sex = "F" if woman else "M"
        q = self.pop.new(
            sex, dt.date(min(year, 2004), r.randint(1, 12), r.randint(1, 28)), fam, used="", in_index=False
        )
        q.used_name = None
        name = (
            f"{d.fam(q.birth_name)} {esc(q.first_names[0])}"
            if r.random() < 0.6
            else f"{esc(q.first_names[0])} {d.fam(q.birth_name)}"
        )
        if "relative_in_full" in d.traps:
            self.notes["relative"] = "absent"
            if r.random() < 0.5:
                self.pop.add(q)
                self.notes["relative"] = "index"
            name += f", né{'e' if woman else ''} le {q.birth_date.strftime('%d/%m/%Y')}"
        if raw:
            return name, rel
        return r.choice(
            ["Personne à prévenir", "Personne de confiance", "Référent familial", "Aidant principal"]
        ) + f" : {'Mme' if woman else 'M.'} {name} ({rel}), {q.phone}", rel

    def _kin(self, p, woman):
        """What the relative is to the patient, the year of birth, and whether it is a woman."""
        r = self.rng
        if r.random() < 0.35:
            return ("épouse" if p.sex == "M" else "époux"), p.birth_date.year + r.randint(-6, 6), p.sex == "M"
        return ("fille" if woman else "fils"), p.birth_date.year + r.randint(21, 36), woman

    def newborn(self, d, birth):
        """The child of a mother, now and then in the index."""
        r = self.rng
        fam = r.choice([d.p.used_name or d.p.birth_name, d.p.birth_name, self.senders.names.family(r)])
        q = self.pop.new(None, birth, fam, used="", in_index=False)
        q.used_name = None
        q.address, q.town = d.p.address, d.p.town
        self.notes["newborn"] = "absent"
        if r.random() < 0.6 or "newborn_mother" in d.traps:
            q.ins, q.ins_status = None, "PROVISOIRE"
            self.pop.add(q)
            self.notes["newborn"] = "index"
        return q
