"""What a layout uses beside the patient: professionals, houses, prose."""

from html import escape

from eval.examiners.city import prose_offices, prose_wards
from eval.examiners.city.dates import fmt
from eval.examiners.city.identity import Identity
from eval.examiners.city.people import Pro, Site
from eval.examiners.city.prose_offices import REL

POOLS = {**prose_wards.POOLS, **prose_offices.POOLS}


class Ctx(Identity):
    """A document being written, and its truth as it is printed."""

    a: Pro

    def author(self, pro: Pro, rpps: bool = True, title: bool | str = True) -> str:
        """Who writes, for the truth."""
        self.a = pro
        self.put("author_family", pro.family)
        self.put("author_given", pro.given)
        return self.who(pro, title)

    def who(self, pro: Pro, title: bool | str = "Dr") -> str:
        """A professional as they are named."""
        drawn = self.c("Dr", "Docteur", "Dr")
        t = title if isinstance(title, str) else drawn if title else ""
        return f"{t} {escape(pro.given)} {self.up(pro.family)}".strip()

    def rpps(self, pro: Pro | None = None, tpl: str | None = None) -> str:
        """An RPPS number, for the truth when it is the author's."""
        pro = pro or self.a
        if pro is self.a:
            self.put("author_rpps", pro.rpps)
        r = pro.rpps
        return (tpl or self.c("RPPS {}", "RPPS : {}", "N° RPPS : {}", "RPPS n° {}")).format(
            self.c(r, r, f"{r[:2]} {r[2:5]} {r[5:8]} {r[8:]}")
        )

    def struct(self, site: Site, upper: bool | None = None) -> str:
        """The house that writes, for the truth."""
        self.put("structure_name", site.name)
        n = site.name.upper() if (upper if upper is not None else self.k(0.3)) else site.name
        return escape(n)

    def finess(self, site: Site, tpl: str | None = None) -> str:
        """Its number, for the truth."""
        self.put("structure_finess", site.finess)
        f = site.finess
        return (tpl or self.c("FINESS {}", "N° FINESS : {}", "FINESS : {}", "Finess ET {}")).format(
            self.c(f, f, f"{f[:2]} {f[2:5]} {f[5:8]} {f[8:]}")
        )

    def to(self, pro: Pro) -> Pro:
        """A recipient, for the truth."""
        r = self.t["recipients"] or []
        r.append(pro.family)
        self.put("recipients", r)
        return pro

    def pro(self, spec: str = "") -> Pro:
        """A professional drawn."""
        return self.w.pro(spec)

    def episode(self, tpl: str = "{}") -> str:
        """The number of a stay, for the truth."""
        n = self.c(
            str(self.rng.randint(20000000, 26999999)),
            f"{self.rng.randint(24, 26)}{self.rng.randint(1000000, 9999999)}",
            f"S{self.rng.randint(100000, 999999)}",
            f"{self.rng.randint(100, 999)}-{self.rng.randint(10000, 99999)}",
        )
        self.put("episode", n)
        return tpl.format(n)

    def slots(self, family: str) -> list[str]:
        """Sentences of a family of prose."""
        r = self.rng
        e = "e" if self.fem else ""
        sub = {
            "e": e,
            "il": "elle" if self.fem else "il",
            "Il": "Elle" if self.fem else "Il",
            "le": "la" if self.fem else "le",
            "la": "le" if self.fem else "la",
            "ce pat": self.c("cette patiente", "ma patiente", "cette patiente de " + str(self.age()) + " ans")
            if self.fem
            else self.c("ce patient", "mon patient", "ce patient de " + str(self.age()) + " ans"),
            "rel": r.choice(REL),
        }
        out = []
        for pool in POOLS[family]:
            s = r.choice([v for v in pool if ("prostat" if self.fem else "sein gauche") not in v])
            sub.update(
                {
                    "d1": self.past(90, 1500),
                    "d2": self.past(10, 80),
                    "n1": self.future(),
                    "dr": "Dr " + self.w.family(),
                    "dr2": "Dr " + self.w.family(),
                    "fam": self.w.family(),
                    "a": str(r.randint(2, 8)),
                    "b": str(r.randint(21, 78)),
                    "y": str(self.act_day.year - r.randint(2, 18)),
                }
            )
            s = s.replace("docteur {dr}", "{dr}")
            for key, v in sub.items():
                s = s.replace("{" + key + "}", v)
            out.append(escape(s))
        return out

    def prose(self, family: str, tag: str = "p") -> str:
        """Paragraphs of a family of prose."""
        return "".join(f"<{tag}>{s}</{tag}>" for s in self.slots(family))

    def note(self) -> str:
        """Place where a foreign element is inserted."""
        self.noted = True
        if not self.other:
            return ""
        o = self.other
        n = f"{self.up(o.used or o.birth)} {escape(o.firsts[0])}"
        d = fmt(o.dob, self.bstyle if self.bstyle != "long" else "/")
        fem = o.sex == "F"
        if self.trap == "sticker_other":
            return (
                f"<div style='width:62mm;border:1px solid #333;border-radius:2mm;padding:1.5mm 2.5mm;margin:3mm 0 3mm 50%;font:9pt Liberation Sans Narrow;background:#fff;color:#000'>"
                f"<b>{n}</b><br>Né{'e' if fem else ''} le {d} – Sexe {o.sex}<br>IPP {self.rng.randint(100000, 999999)} – Venue {self.rng.randint(1000000, 9999999)}</div>"
            )
        if self.trap == "relative_full":
            return (
                "<p>"
                + self.c(
                    f"Personne à prévenir : {n}, né{'e' if fem else ''} le {d}, {'épouse' if fem else 'époux'}, joignable au 06 {self.rng.randint(10, 99)} {self.rng.randint(10, 99)} 44 17.",
                    f"Personne de confiance désignée : {n} ({'sœur' if fem else 'frère'}, né{'e' if fem else ''} le {d}).",
                    f"L'aidant principal est {'sa cousine' if fem else 'son cousin'}, {'Mme' if fem else 'M.'} {n}, né{'e' if fem else ''} le {d}.",
                )
                + "</p>"
            )
        if self.trap == "two_patients":
            return (
                "<p>"
                + self.c(
                    f"Mêmes dispositions pour l'autre patient{'e' if fem else ''} vu{'e' if fem else ''} ce jour : {'Mme' if fem else 'M.'} {n}, né{'e' if fem else ''} le {d}.",
                    f"Document commun établi aussi pour : {n}, né{'e' if fem else ''} le {d} (second patient).",
                )
                + "</p>"
            )
        return ""
