"""The prose of one document: a topic that suits its patient, with the slots filled in. The texts stand in content."""

from eval.examiners.correspondents.content import TOPICS

REL = [
    "son fils",
    "sa fille",
    "sa nièce",
    "son voisin",
    "sa belle-fille",
    "son frère",
    "l'auxiliaire de vie",
    "sa sœur",
]


def _suits(who, age, sex):
    """Is a topic for such persons one for this age and sex?"""
    return {
        "baby": age < 2,
        "child": 3 <= age < 16,
        "woman": sex == "F" and 19 <= age <= 43,
        "adult": age >= 18,
        "senior": age >= 58,
        "old": age >= 74,
    }.get(who, False)


def topic_for(rng, age, sex, allow=None):
    """A topic that suits the person's age and sex."""
    ok = []
    for k, t in TOPICS.items():
        if allow and k not in allow:
            continue
        if _suits(t["who"], age, sex):
            ok.append(k)
    if not ok:
        ok = ["pneumo"] if age >= 16 else ["asthme"]
    return rng.choice(ok)


class Body:
    """The texts of one topic with its slots filled in for one document."""

    def __init__(self, d, on, key=None, allow=None):
        self.d, self.rng, self.on = d, d.rng, on
        self.key = key or topic_for(d.rng, d.p.age(d.ctx.today), d.p.sex, allow)
        self.t = TOPICS[self.key]

    def fill(self, s):
        """The text s with its slots filled in, in an order that belongs to a seed."""
        d, r, on = self.d, self.rng, self.on
        if "{P}" in s or "{Ce}" in s or "{e}" in s or "{il}" in s or "{Il}" in s:
            d.gendered = True
        f = d.p.sex == "F"
        out = s
        vals = {
            "{P}": lambda: d.mention() if not d.child() else d.short(),
            "{Ce}": lambda: "Cette patiente" if f else "Ce patient",
            "{il}": lambda: "elle" if f else "il",
            "{Il}": lambda: "Elle" if f else "Il",
            "{e}": lambda: "e" if f else "",
            "{age}": lambda: d.age_txt(on),
            "{dr}": lambda: d.name_of(d.ctx.senders.doctor(r), given="none"),
            "{dr2}": lambda: d.name_of(d.ctx.senders.doctor(r), given="initial"),
            "{d1}": lambda: d.d(self._back(9, 40)),
            "{d2}": lambda: d.d(self._back(200, 900)),
            "{dn}": lambda: d.d(d.after(d.ctx.received, 8, 90)),
            "{an}": self._year,
            "{rel}": lambda: r.choice(REL),
        }
        for k, fn in vals.items():
            while k in out:
                v = fn()
                i = out.index(k)
                if i == 0 or out[:i].endswith(". "):
                    v = v[:1].upper() + v[1:]
                out = out[:i] + v + out[i + len(k) :]
        return out

    def _year(self):
        on, born = self.on, self.d.p.birth_date
        return str(max(on.year - self.rng.randint(2, 15), min(born.year + 3, on.year - 1)))

    def _back(self, a, b):
        days = (self.on - self.d.p.birth_date).days
        return self.d.before(self.on, min(a, max(1, days // 3)), min(b, max(2, days // 2)))

    def __getitem__(self, k):
        v = self.t[k]
        if k == "hist":
            return self.fill(self.rng.choice(v))
        if isinstance(v, list):
            return [self.fill(x) for x in self.rng.sample(v, max(1, min(len(v), self.rng.randint(2, 6))))]
        return self.fill(v)
