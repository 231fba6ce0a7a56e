"""What one document knows while it is drawn: who, when, which labels; the truth is written down as it is printed."""

import datetime as dt
import random
from xml.sax.saxutils import escape as esc

from eval.examiners.common.vocabulary import FIELDS
from eval.examiners.hospital.dates import fdate
from eval.examiners.hospital.identity import Identity
from eval.examiners.hospital.people import strict, titled
from eval.examiners.hospital.staff import SPECS, Doctor, Structure


class Ctx(Identity):
    """One document being drawn. seed: the drawing is replayed from it. kind: structure kind. spec: author speciality."""

    def __init__(self, seed, person, trap, kind, spec, kit):
        self.seed, self.p, self.trap, self.kind, self.spec = seed, person, trap, kind, spec
        self.kit = kit
        self.total = 1
        self.reset()

    def reset(self):
        r = self.r = random.Random(self.seed)
        self.f = dict.fromkeys(FIELDS)
        self.done = set()  # what was really printed (for the traps)
        self.s = Structure(r, self.kind)
        self.author = Doctor(r, self.spec)
        self.to = [Doctor(r, "gen") for _ in range(2)]
        self.team = [Doctor(r, self.spec) for _ in range(6)]
        base = dt.date(2018, 1, 5) + dt.timedelta(days=int(3230 * r.random() ** 0.6))
        lo = self.p.birth + dt.timedelta(days=3)
        if base < lo:
            base = min(lo + dt.timedelta(days=r.randint(1, 400)), dt.date(2026, 11, 20))
        self.act = base
        self.doc = min(base + dt.timedelta(days=r.choice([0, 0, 1, 2, 3, 6])), dt.date(2026, 11, 22))
        self.dk = r.choice(["slash", "slash", "slash", "long", "dot", "dash", "iso" if r.random() < 0.3 else "slash"])
        self.bk = r.choice(
            [self.dk, "slash", "slash", "slash", "long", "dot", "dash", "upper" if r.random() < 0.5 else "slash"]
        )
        if self.p.birth.year > 1931 and self.p.birth.year < 1999 and r.random() < 0.05:
            self.bk = "dot2"
        self.birth = self.p.birth
        self.ins_val = self.p.ins if self.p.has_ins else None
        self.show_ins = self.p.has_ins and r.random() < 0.42
        self.show_ipp = r.random() < 0.45
        self.show_ep = r.random() < 0.5
        self.show_rpps = r.random() < 0.45
        self.show_fin = r.random() < 0.4
        self.ep = r.choice(
            [
                f"{r.randrange(10**9):09d}",
                f"{self.act.year % 100}{r.randrange(10**7):07d}",
                f"{r.choice('SHEA')}{r.randrange(10**6):06d}",
            ]
        )
        self.ink = r.choice(
            [
                "#1a4e8a",
                "#0b6e4f",
                "#7a1f3d",
                "#333333",
                "#005f73",
                "#5a3e8f",
                "#9c4a00",
                "#000000",
                "#2f5d50",
                "#b01e2e",
            ]
        )
        t = self.trap
        self.other = self.kit.get("other")
        if t == "dob_one_digit":
            self.birth = self.kit["birth"]
            self.show_ins = False
        elif t in ("near_namesake", "namesake_same_day", "twin"):
            self.show_ins = self.p.has_ins and r.random() < 0.3
            self.show_ipp = True
        elif t == "ins_wrong_key":
            self.show_ins = True
            v = self.p.ins
            self.ins_val = v[:13] + f"{(int(v[13:]) + r.randint(3, 80)) % 97 or 41:02d}"
        elif t == "ins_of_other":
            self.show_ins, self.ins_val = True, self.other.ins
        elif t in ("no_birth_date", "used_name_only", "unknown_patient"):
            self.show_ins = False

    # -- small helpers -------------------------------------------------
    def pick(self, *a):
        return self.r.choice(a)

    def d(self, date, k=None):
        return fdate(date, k or self.dk)

    def past(self, lo, hi):
        return self.doc - dt.timedelta(days=self.r.randint(lo, hi))

    def next(self, lo, hi):
        return self.doc + dt.timedelta(days=self.r.randint(lo, hi))

    def set(self, **kw):
        self.f.update(kw)

    def drop(self, *names):
        for n in names:
            self.f.pop(n, None)

    @property
    def age(self):
        return (
            self.act.year
            - self.p.birth.year
            - ((self.act.month, self.act.day) < (self.p.birth.month, self.p.birth.day))
        )

    @property
    def civ(self):
        if self.age < 16:
            return ""
        return self.pick("Madame", "Mme", "Mme") if self.p.sex == "F" else self.pick("Monsieur", "M.", "Monsieur", "Mr")

    # -- dates, author, structure --------------------------------------
    def use_doc(self, k=None):
        self.f["doc_date"] = self.doc.isoformat()
        return self.d(self.doc, k)

    def use_act(self, k=None):
        self.f["act_date"] = self.act.isoformat()
        return self.d(self.act, k)

    def use_discharge(self, day):
        """The act of a stay given by its entry and its exit is the exit; the entry is printed besides."""
        self.f["act_date"] = day.isoformat()
        return self.d(day)

    def use_author(self, style=0, rpps=False):
        a = self.author
        self.set(author_family=a.family, author_given=a.given)
        return a.full(style)

    def rpps(self, force=None):
        if self.show_rpps if force is None else force:
            self.f["author_rpps"] = self.author.rpps
            r = self.author.rpps
            return self.pick("RPPS : ", "N° RPPS ", "RPPS ", "RPPS n° ") + r
        return ""

    def sname(self, up=False):
        self.f["structure_name"] = self.s.name
        return self.s.name.upper() if up else self.s.name

    def finess(self, force=None):
        if self.show_fin if force is None else force:
            self.f["structure_finess"] = self.s.finess
            f = self.s.finess
            return self.pick("FINESS : ", "N° FINESS ", "FINESS ET ", "Finess géographique : ") + self.pick(
                f, f, f"{f[:2]} {f[2:5]} {f[5:8]} {f[8]}"
            )
        return ""

    def addressees(self, n):
        self.f["recipients"] = [d.family for d in self.to[:n]]
        return self.to[:n]

    def episode(self, label=None):
        self.f["episode"] = self.ep
        return (
            label or self.pick("N° de séjour", "Séjour n°", "N° dossier séjour", "Venue n°", "Numéro de venue", "IEP")
        ), self.ep

    def vocab(self):
        f = self.p.sex == "F"
        nm = titled(self.p.used_name or self.p.birth_name)
        return {
            "e": "e" if f else "",
            "il": "elle" if f else "il",
            "Il": "Elle" if f else "Il",
            "pt": "la patiente" if f else "le patient",
            "Pt": "La patiente" if f else "Le patient",
            "M": ("Madame " if f else "Monsieur ") + (nm if self.r.random() < 0.5 else nm.upper()),
            "eux": "euse" if f else "eux",
            "son": "sa" if f else "son",
            "conj": "époux" if f else "épouse",
            "age": self.age,
        }

    def distract(self):
        """A sentence with somebody else or another date in it."""
        r = self.r
        o = Doctor(r, r.choice(list(SPECS)))
        q = self.past(60, 1500)
        return r.choice(
            [
                f"Dernière consultation auprès du Dr {o.family} le {self.d(q)}.",
                "Le bilan du {} ({}) était sans particularité.".format(self.d(q), Structure(r, "lab").name),
                f"Avis pris par téléphone auprès du Pr {o.given} {o.family} ({SPECS[o.spec]}).",
                f"Hospitalisation antérieure du {self.d(q)} au {self.d(q + dt.timedelta(days=r.randint(2, 9)))}.",
                f"Prochain rendez-vous prévu le {self.d(self.next(20, 200))} à {r.randint(8, 17)}h{r.choice([0, 15, 30, 45]):02d}.",
                f"Vaccination antigrippale réalisée le {self.d(q)}.",
                f"Chirurgie antérieure en {q.year - r.randint(0, 9)} par le Dr {o.family}.",
                f"Courrier dicté le {self.d(self.act)}, non relu."
                if r.random() < 0.3
                else f"Scanner du {self.d(q)} disponible sur le PACS.",
            ]
        )

    def relative(self):
        """Sentence naming a relative in full (name and birth date)."""
        q = self.other
        self.done.add("relative")
        civ = "Mme" if q.sex == "F" else "M."
        who = self.r.choice(["Personne de confiance", "Personne à prévenir", "Aidant principal", "Contact familial"])
        link = self.r.choice(
            ["conjointe", "sœur", "fille", "belle-sœur"]
            if q.sex == "F"
            else ["conjoint", "frère", "fils", "beau-frère"]
        )
        if self.age < 16:
            link = "mère" if q.sex == "F" else "père"
        s = f"{q.first} {(q.used_name or q.birth_name).upper()}"
        if q.used_name:
            s += f" née {q.birth_name.upper()}" if q.sex == "F" else ""
        born = "née" if q.sex == "F" else "né"
        day = self.d(q.birth, self.bk if self.bk != "dot2" else "slash")
        phone = " ".join(f"{self.r.randrange(10, 99):02d}" for _ in range(4))
        return f"{who} : {civ} {s} ({link}), {born} le {day}, tél. 06 {phone}."

    def extras(self, d):
        """Bottom-of-document material asked for by a trap; layouts call it before the signature."""
        if "ins" in self.done and self.trap is None and self.r.random() < 0.3 and d.y + 80 < d.H - d.bottom:
            p, gs, up = self.p, chr(29), strict
            msg = (
                "IS01"
                + "0" * 22
                + "S1"
                + p.ins
                + "S21.2.250.1.213.1.4.8"
                + gs
                + "S3"
                + " ".join(up(f) for f in p.firsts)
                + gs
                + "S4"
                + up(p.birth_name)
                + gs
                + "S5"
                + p.sex
                + "S6"
                + p.birth.strftime("%d-%m-%Y")
            )
            if self.r.random() < 0.8:
                msg += "S7" + p.place
            x = d.x + d.w - 62
            d.datamatrix(msg, x, d.y + 2, 56)
            d.t(x - 6, d.y + 26, "INS à scanner", 7, align="r")
            d.y += 66
        if self.trap == "relative_in_full":
            d.p(esc(self.relative()), after=6)
        elif self.trap == "two_patients":
            q = self.other
            self.done.add("second")
            civ = "Mme" if q.sex == "F" else "M."
            nm = q.birth_name.upper()
            d.p(
                esc(
                    self.r.choice(
                        [
                            "<<Vu(e) également ce jour :>> %s %s %s, %s le %s : état stable, traitement inchangé, ordonnance renouvelée.",
                            "<<Deuxième patient(e) du même rendez-vous :>> %s %s %s, %s le %s. Examen normal, contrôle dans un an.",
                            "<<Dossier joint :>> %s %s %s, %s le %s - mêmes prélèvements, résultats à suivre.",
                        ]
                    )
                    % (civ, nm, q.first, "née" if q.sex == "F" else "né", self.d(q.birth, "slash"))
                )
                .replace("&lt;&lt;", "<b>")
                .replace("&gt;&gt;", "</b>"),
                after=6,
            )
        elif self.trap == "sticker_of_other":
            q = self.other
            if d.y + 100 > d.H - d.bottom:
                return
            self.done.add("sticker")
            w, h = 200, 62
            x = d.x + self.r.choice([0, d.w - w])
            y = d.y + 6
            d.box(x, y, w, h, fill="#ffffff", stroke="#999999", r=5)
            d.t(x + 8, y + 5, q.birth_name.upper() + "  " + q.first.upper(), 9, b=True)
            if q.used_name:
                d.t(x + 8, y + 17, "Nom utilisé : " + q.used_name.upper(), 8)
            d.t(
                x + 8,
                y + 28,
                "{} le {}    Sexe : {}".format("Née" if q.sex == "F" else "Né", self.d(q.birth, "slash"), q.sex),
                8,
            )
            d.t(x + 8, y + 39, "IPP " + q.ipp, 8)
            d.bars(q.ipp, x + 75, y + 40, h=16, w=0.8)
            d.y = y + h + 10
