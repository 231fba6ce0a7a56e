"""What a layout draws with: the hand of the page, its days and its prose. Names and signatures stand in identity and staffing."""

import datetime as dt
import re

from eval.examiners.common.vocabulary import FIELDS
from eval.examiners.records import content
from eval.examiners.records.dates import DATE_STYLES, fmt_date
from eval.examiners.records.houses import make_pro, phone
from eval.examiners.records.identity import Identity
from eval.examiners.records.names import GIVEN_SET, capital, norm, pick_family
from eval.examiners.records.others import Others
from eval.examiners.records.staffing import House

SANS = [
    "Liberation Sans",
    "DejaVu Sans",
    "Carlito",
    "Lato",
    "Open Sans",
    "Roboto",
    "FreeSans",
    "Cantarell",
    "Roboto Condensed",
    "Noto Sans",
    "Liberation Sans Narrow",
]
SERIF = ["Liberation Serif", "DejaVu Serif", "Caladea", "EB Garamond", "FreeSerif", "Vollkorn", "Noto Serif"]
MONO = ["Liberation Mono", "DejaVu Sans Mono", "Courier Prime", "FreeMono", "Courier Prime Sans"]
HAND = ["Dancing Script", "Breip", "Kaushan Script", "Comic Neue", "Breip"]
INKS = ["#1a2f8a", "#14213d", "#222", "#0b3d91"]
HUES = ["#0b4f8a", "#006d5b", "#8a1538", "#5b2a86", "#00617f", "#3d5a1f", "#a14a00", "#333", "#1f6f8b", "#7a1f1f"]
FEMALE_ONLY = re.compile(
    r"ammograph|ammaire|\bsein\b|cervico-ut|endom|Sénologie|Gynécologie|périnéale|césarienne", re.I
)
MALE_ONLY = re.compile(r"prostat|PSA\b|IPSS|Tamsulosine", re.I)


class Ctx(Identity, House, Others):
    """One document: what may be printed, and the record of what was printed."""

    def __init__(self, rng, person, plan, doc_date, act_date=None):
        self.rng, self.p, self.plan = rng, person, plan
        self.doc_date = doc_date
        self.act = act_date
        self.f = dict.fromkeys(FIELDS)
        self.skip = set()
        self.dstyle = rng.choice(DATE_STYLES)
        self.bstyle = self.dstyle if rng.random() < 0.6 else rng.choice(DATE_STYLES)
        self.hue = rng.choice(HUES)
        self.sans, self.serif, self.mono, self.hand = (
            rng.choice(SANS),
            rng.choice(SERIF),
            rng.choice(MONO),
            rng.choice(HAND),
        )
        self.font = rng.choice([self.sans, self.sans, self.serif])
        self.ink = rng.choice(INKS)
        self.size = rng.choice([9.5, 10, 10.5, 11, 11.5, 12])
        self.family = "upper" if rng.random() < 0.75 else "title"
        if norm(person.birth_name) in GIVEN_SET or (person.used_name and norm(person.used_name) in GIVEN_SET):
            self.family = "upper"
        self.given_upper = self.family == "upper" and rng.random() < 0.25
        self.accents = rng.random() < 0.8
        self.author = make_pro(rng)
        self.org = None
        self.child = self.age < 16
        self.slot_used = False
        self.show_ins = plan.get("show_ins", False)
        self.show_dob = plan.get("show_dob", True)
        self.ipp = f"{rng.randint(1000000, 99999999):08d}"
        self.name_shown = False

    def fit(self, options):
        """Keep what may be said of a person of this sex."""
        wrong = FEMALE_ONLY if self.p.sex == "M" else MALE_ONLY
        kept = [o for o in options if not wrong.search(str(o))]
        return kept or list(options)

    def one(self, *options):
        return self.rng.choice(self.fit(options))

    def many(self, pool, low, high):
        pool = self.fit(pool)
        return self.rng.sample(pool, min(len(pool), self.rng.randint(low, high)))

    def maybe(self, share=0.5):
        return self.rng.random() < share

    def phone(self):
        return phone(self.rng, self.one("05", "06", "07"))

    @property
    def age(self):
        b, d = self.p.birth_date, self.doc_date
        return d.year - b.year - ((d.month, d.day) < (b.month, b.day))

    def age_text(self):
        return f"{self.age} ans" if self.age > 1 else f"{max(1, (self.doc_date - self.p.birth_date).days // 30)} mois"

    def drop(self, *keys):
        self.skip.update(keys)

    def day(self, d, style=None):
        return fmt_date(d, style or self.dstyle)

    def dd(self, style=None):
        """The document's date."""
        self.f["doc_date"] = self.doc_date.isoformat()
        return fmt_date(self.doc_date, style or self.dstyle)

    def ad(self, style=None):
        """The act's date."""
        d = self.act or self.doc_date
        self.f["act_date"] = d.isoformat()
        return fmt_date(d, style or self.dstyle)

    def past(self, days, style=None):
        base = self.act or self.doc_date
        jitter = 0 if days <= 15 else self.rng.randint(-days // 8, days // 8)
        return self.day(base - dt.timedelta(days=days + jitter), style)

    def soon(self, days, style=None):
        base = self.doc_date
        return self.day(base + dt.timedelta(days=days), style)

    def hour(self):
        return f"{self.rng.randint(8, 18):02d}{self.one('h', ':')}{self.rng.randint(0, 59):02d}"

    def t(self, text):
        fem = self.p.sex == "F"
        table = {
            "il": "elle" if fem else "il",
            "Il": "Elle" if fem else "Il",
            "e": "e" if fem else "",
            "pat": "la patiente" if fem else "le patient",
            "Pat": "La patiente" if fem else "Le patient",
        }

        def sub(match):
            key = match.group(1)
            if key in table:
                return table[key]
            if key == "Nom":
                return self.short()
            if key == "dr":
                pro = self.doctor(spec="chirurgie")
                return self.one(f"Dr {capital(pro.family)}", f"Dr {pro.family}", f"Docteur {pro.given} {pro.family}")
            if key == "fam":
                return pick_family(self.rng)
            if key == "tel":
                return self.phone()
            if key[0] == "p" and key[1:].isdigit():
                return self.past(int(key[1:]))
            if key[0] == "n" and key[1:].isdigit():
                return self.soon(int(key[1:]))
            return match.group(0)

        return re.sub(r"\{(\w+)\}", sub, text)

    def some(self, pool, low, high):
        return " ".join(self.t(s) for s in self.many(pool, low, high))

    def extra(self, low=1, high=3):
        """Running text with other people, other dates and other numbers."""
        return "".join(f"<p>{self.t(x)}</p>" for x in self.many(content.EXTRA, low, high))

    def fields(self):
        """Truth of this document: printed values, null when absent, nothing when arguable."""
        out = dict(self.f)
        if out["sex"] is None:
            out.pop("sex")
        for key in self.skip:
            out.pop(key, None)
        return out
