"""The context handed to each layout, and the registry of layouts."""

import datetime as dt
from dataclasses import dataclass

from eval.examiners.practice import content
from eval.examiners.practice.dates import fdate
from eval.examiners.practice.houses import make_doctor, make_structure
from eval.examiners.practice.identity import Ident
from eval.examiners.practice.page import MONO, SANS, SERIF, page

LAYOUTS = {}
# fmt: off
HOUSES = {
    "chu": 2, "ch": 3, "clinique": 5, "labo": 5, "radio": 4, "path": 3, "cabinet": 6, "msp": 1, "ehpad": 4, "had": 3, "pharma": 4,
    "smr": 2, "dialyse": 1,
}
# fmt: on
"""How many establishments of each kind write."""


def layout(name, who="adult", weight=1.0, ins=True):
    """Register a layout: whom it may speak of, how often, whether it prints the number."""

    def wrap(fn):
        LAYOUTS[name] = (fn, who, weight, ins)
        return fn

    return wrap


@dataclass
class Doc:
    """A page and the truth of what it says."""

    html: str
    fields: dict
    layout: str = ""


class Pool:
    """Senders of the month: structures by kind, their doctors, and the town doctors who receive."""

    def __init__(self, rng):
        self.rng = rng
        self.st = {k: [make_structure(rng, k) for _ in range(n)] for k, n in HOUSES.items()}
        self.msp = self.st["msp"][0]
        self.gps = [make_doctor(rng, "Médecine générale", dep=self.msp.dep) for _ in range(7)]
        self.docs = {}

    def doctor(self, st, spec):
        """One of the doctors of a speciality of an establishment."""
        key = (st.name, spec)
        if key not in self.docs:
            self.docs[key] = [
                make_doctor(self.rng, spec, "Pr" if st.kind == "chu" and i == 0 else "Dr", st.dep) for i in range(3)
            ]
        return self.rng.choice(self.docs[key])


class Ctx:
    """What a layout asks for: who, when, from whom, and the pieces that many pages share."""

    def __init__(self, rng, pool, p, lname, opts=None, want_ins=True):
        self.rng, self.pool, self.p, self.opts = rng, pool, p, opts or {}
        o = self.opts
        self.idn = Ident(
            rng,
            p,
            ins=o.get("ins"),
            mode=o.get("mode"),
            no_dob=o.get("no_dob", False),
            ins_text=o.get("ins_text"),
            birth=o.get("birth"),
            want_ins=want_ins,
        )
        self.date = dt.date(2026, 10, 5) + dt.timedelta(days=rng.randint(0, 46))
        self.act = self.date - dt.timedelta(days=rng.choice([1, 1, 2, 3, 4, 5, 7, 9]))
        self.dst = rng.choice(["slash", "slash", "slash", "long", "long", "dash", "dot"])
        self.gp = rng.choice(pool.gps)
        self.name = lname
        self.rp = None
        self.fin = None
        self.sans, self.serif, self.mono = rng.choice(SANS), rng.choice(SERIF), rng.choice(MONO)
        self.rel_done = False

    # --- small helpers --------------------------------------------------
    def pick(self, *items):
        """One of several."""
        return self.rng.choice(items)

    def chance(self, x):
        """True now and then."""
        return self.rng.random() < x

    def dd(self, d, style=None):
        """A date as this page writes it."""
        return fdate(d, style or self.dst)

    def time(self):
        """A time of the day."""
        return self.pick("{:02d}:{:02d}", "{:02d}h{:02d}", "{:02d} h {:02d}").format(
            self.rng.randint(7, 19), self.rng.randint(0, 59)
        )

    def st(self, *kinds):
        """An establishment of one of the kinds."""
        return self.rng.choice(self.pool.st[self.rng.choice(kinds)])

    def doctor(self, st, spec):
        """One of the doctors of a speciality of an establishment."""
        return self.pool.doctor(st, spec)

    def rpps(self, d, chance=0.55, lead=None):
        """The RPPS of the author, perhaps printed."""
        if not self.chance(chance):
            return ""
        self.rp = d.rpps
        return (lead or self.pick("RPPS : ", "N° RPPS ", "RPPS ", "RPPS n° ")) + d.rpps

    def finess(self, st, chance=0.5):
        """The establishment's number, perhaps printed."""
        if not self.chance(chance):
            return ""
        self.fin = st.finess
        return self.pick("FINESS : ", "N° FINESS ", "FINESS ET ", "N° Finess : ") + st.finess

    def addr(self, st, sep="<br>"):
        """An address."""
        return f"{st.addr[0]}{sep}{st.addr[1]} {st.addr[2]}"

    def tel(self, st):
        """Telephone and fax."""
        return self.pick(
            f"Tél. {st.tel} – Fax {st.fax}",
            f"Tél : {st.tel}",
            f"☎ {st.tel}",
            f"Téléphone {st.tel} / Télécopie {st.fax}",
        )

    def earlier(self):
        """A day before the act."""
        return self.act - dt.timedelta(days=self.rng.randint(30, 700))

    def later(self):
        """A day after the document."""
        return self.date + dt.timedelta(days=self.rng.randint(14, 180))

    def other(self, spec="autre"):
        """Another doctor."""
        return self.rng.choice(self.pool.gps) if self.chance(0.2) else make_doctor(self.rng, spec)

    def fill(self, text):
        """A text with its slots filled in."""
        p, f = self.p, self.p.sex == "F"
        sty = self.pick("slash", "long", self.dst)
        return text.format(
            P=self.idn.short() if "{P}" in text else "",
            pt="patiente" if f else "patient",
            du_pt="de la patiente" if f else "du patient",
            il="elle" if f else "il",
            e="e" if f else "",
            e2="ne" if f else "",
            age=max(1, p.age(self.act)),
            d1=fdate(self.earlier(), sty),
            d2=fdate(self.earlier(), sty),
            dn=fdate(self.later(), sty),
            DR=self.other().full(self.rng),
            reverrons="la reverrons" if f else "le reverrons",
        )

    def case(self, *specs):
        """Motive, story, examination and conclusion of a case that suits the patient."""
        spec = self.rng.choice(specs) if specs else self.rng.choice(sorted(content.CASES))
        age = self.p.age(self.act)
        if spec == "gériatrie" and age < 68:
            spec = "neurologie"
        cases = content.CASES[spec]
        if spec == "urologie" and self.p.sex == "F":
            cases = cases[:1]
        if spec == "oncologie":
            cases = cases[:1] if self.p.sex == "F" else cases[1:]
        if spec == "ophtalmologie" and age < 50:
            cases = cases[1:]
        c = self.rng.choice(cases)
        return [self.fill(x) for x in c]

    def ants(self, k=3):
        """Antecedents."""
        return self.rng.sample(content.ANT, k)

    def meds(self, k=None):
        """Drugs."""
        return self.rng.sample(content.MEDS, k or self.rng.randint(2, 5))

    def copies(self, chance=0.4):
        """Copies to other doctors: html and family names."""
        if not self.chance(chance):
            return "", []
        ds = [self.other() for _ in range(self.rng.randint(1, 2))]
        lead = self.pick("Copie :", "Copies à :", "Double :", "c.c. :", "Copie adressée à")
        return f"<p class=s>{lead} " + ", ".join(d.full(self.rng) for d in ds) + "</p>", [d.family for d in ds]

    def to_gp(self):
        """The family doctor as addressee."""
        g = self.gp
        return self.pick(
            f"Docteur {g.given} {g.family}",
            f"Dr {g.family} {g.given}",
            f"Monsieur le Docteur {g.given} {g.family}" if g.sex == "M" else f"Madame le Docteur {g.given} {g.family}",
        )

    def relative(self):
        """A relative in full, when the trap asks for it."""
        r = self.opts.get("relative")
        if not r or self.rel_done:
            return ""
        self.rel_done = True
        rel, lead = r
        nm = f"{rel.used_name or rel.birth_name} {rel.first_names[0]}"
        return f"<p>{lead} : {nm}, né{'e' if rel.sex == 'F' else ''} le {rel.birth:%d/%m/%Y}, tél. 06 {self.rng.randint(10, 99)} {self.rng.randint(10, 99)} {self.rng.randint(10, 99)} {self.rng.randint(10, 99)}</p>"

    def sticker(self):
        """The identity label of somebody else, when the trap asks for it."""
        o = self.opts.get("sticker")
        if not o:
            return ""
        return (
            f'<div style="position:absolute;top:{self.pick(226, 232, 238)}mm;right:{self.pick(0, 4)}mm;width:62mm;background:#fff;border:1px solid #888;font:9pt Liberation Sans Narrow;padding:2mm;transform:rotate({self.pick(-2, 1, 2)}deg)">'
            f"<b>{o.used_name or o.birth_name} {o.first_names[0]}</b><br>{'Née' if o.sex == 'F' else 'Né'} le {o.birth:%d/%m/%Y} &nbsp; {o.sex}<br>IPP {self.rng.randint(10**6, 10**7)}</div>"
        )

    def more(self):
        """One or two further paragraphs, as letters often have."""
        pool = [
            f"Sur le plan biologique, le bilan du {self.dd(self.earlier())} montrait une hémoglobine à {self.rng.randint(11, 15)},{self.rng.randint(0, 9)} g/dL, une créatinine à {self.rng.randint(55, 110)} µmol/L et une CRP à {self.rng.randint(1, 9)} mg/L.",
            f"Dans les antécédents, on note : {', '.join(self.ants(3)).lower()}.",
            f"Le traitement actuel comporte {', '.join(x[0] for x in self.meds(3))}.",
            f"Un avis avait été demandé au {self.other().full(self.rng)} le {self.dd(self.earlier())}, sans élément nouveau.",
            "Le mode de vie est sédentaire, sans intoxication déclarée ; l'appétit et le sommeil sont conservés, le poids est stable sur six mois.",
            "Les risques et les bénéfices du traitement proposé ont été expliqués, une documentation a été remise et un délai de réflexion laissé.",
            f"Je laisse le soin à {self.other('infirmier').full(self.rng)} d'assurer le relais si besoin, le secrétariat reste joignable aux heures habituelles.",
            f"L'imagerie réalisée le {self.dd(self.earlier())} a été relue ce jour avec le radiologue, sans anomalie surajoutée.",
        ]
        return "".join(f"<p>{t}</p>" for t in self.rng.sample(pool, self.rng.randint(1, 3)))

    def small_print(self, iso):
        """Footers and mentions that every office adds."""
        if self.rng.random() < 0.5:
            return ""
        d = dt.date.fromisoformat(iso) if iso else self.date
        items = [
            f"Imprimé le {d + dt.timedelta(days=self.rng.randint(1, 5)):%d/%m/%Y} – page 1",
            "Conformément au RGPD, vous disposez d'un droit d'accès et de rectification auprès du délégué à la protection des données.",
            f"Dicté le {d - dt.timedelta(days=self.rng.randint(0, 2)):%d/%m/%Y} – frappe {self.pick('NM', 'CLB', 'SR')}"
            if iso and "lettre" in self.name
            else "Document confidentiel couvert par le secret médical.",
            "Membre d'une association de gestion agréée. Le règlement par carte bancaire est accepté.",
            f"Réf. interne {self.rng.randint(10**6, 10**7)} / {self.pick('A', 'B', 'C')}{self.rng.randint(10, 99)}",
            f"Modèle {self.pick('DQ', 'ENR', 'FOR')}-{self.rng.randint(100, 999)} version {self.rng.randint(1, 9)} du {self.rng.randint(1, 28):02d}/0{self.rng.randint(1, 9)}/20{self.rng.randint(19, 24)}",
        ]
        return (
            "<p class=s style='margin-top:8mm;color:#555'>"
            + " – ".join(self.rng.sample(items, self.rng.randint(1, 2)))
            + "</p>"
        )

    # --- the end ---------------------------------------------------------
    def out(
        self,
        body,
        doc_type,
        author=None,
        st=None,
        recipients=None,
        act=None,
        date=None,
        drop=(),
        given=True,
        style=None,
        **kw,
    ):
        """Wrap the body in a page and gather the truth."""
        f = self.idn.fields()
        f["doc_type"] = doc_type
        f["doc_date"] = (date or self.date).isoformat()
        f["act_date"] = act.isoformat() if act else None
        f["author_family"] = author.family if author else None
        if given:
            f["author_given"] = author.given if author else None
        f["author_rpps"] = self.rp
        f["structure_name"] = st.name if st else None
        f["structure_finess"] = self.fin
        f["recipients"] = recipients or None
        for k in drop:
            f.pop(k, None)
        body += self.small_print(f.get("doc_date"))
        html = page(body + self.relative() + self.sticker(), **kw)
        return Doc(html, f, self.name)
