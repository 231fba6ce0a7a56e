"""Who signs, sends and receives, and the record of it. Not the patient: see identity."""

from eval.examiners.records.houses import make_org, make_pro
from eval.examiners.records.names import GIVEN_SET, STREETS, TOWNS, capital, norm


class House:
    """Author, structure and recipients as printed; each writes what it printed in the truth."""

    def doctor(self, pro=None, spec="médecine générale"):
        pro = pro or make_pro(self.rng, spec)
        while (
            norm(pro.family) in (norm(self.author.family), norm(self.p.birth_name), norm(self.p.used_name or ""))
            and pro is not self.author
        ):
            pro = make_pro(self.rng, spec)
        return pro

    def dr(self, pro=None, initial=False, upper=True):
        pro = pro or self.doctor()
        fam = pro.family if upper else capital(pro.family)
        given = pro.given[0] + "." if initial else pro.given
        return f"{pro.title} {given} {fam}".strip()

    def set_author(self, spec, title=None):
        self.author = make_pro(self.rng, spec, title)
        while norm(self.author.family) in (norm(self.p.birth_name), norm(self.p.used_name or "")):
            self.author = make_pro(self.rng, spec, title)
        return self.author

    def rpps(self, label=None):
        self.f["author_rpps"] = self.author.rpps
        r = self.author.rpps
        label = label or self.one("RPPS", "N° RPPS", "RPPS :", "N° RPPS :")
        return f"{label} {r}"

    def author_name(self, upper=None):
        a = self.author
        self.f["author_family"], self.f["author_given"] = a.family, a.given
        upper = self.maybe(0.7) if upper is None else upper
        fam = a.family if upper or norm(a.family) in GIVEN_SET else capital(a.family)
        title = self.one("Dr", "Docteur", "Dr") if a.title == "Dr" else a.title
        return f"{title} {a.given} {fam}".strip()

    def scribble(self, width=110, height=42):
        r = self.rng
        pts, x, y = [], 6, height * 0.6
        for _ in range(r.randint(7, 13)):
            x += r.uniform(4, width / 9)
            pts.append((min(x, width - 4), height / 2 + r.uniform(-0.45, 0.45) * height))
        path = f"M{6},{y:.0f} " + " ".join(
            f"Q{a - r.uniform(2, 9):.0f},{b + r.uniform(-14, 14):.0f} {a:.0f},{b:.0f}" for a, b in pts
        )
        return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}"><path d="{path}" fill="none" stroke="{self.ink}" stroke-width="{r.uniform(1, 1.8):.1f}"/></svg>'

    def sign(self, align="right", rpps=None, spec=True, mark=None):
        """Signature block of the author."""
        rpps = self.maybe(0.4) if rpps is None else rpps
        mark = self.maybe(0.7) if mark is None else mark
        lines = [self.author_name()]
        if spec and self.maybe(0.6) and self.author.spec:
            lines.append(self.author.spec.capitalize())
        if rpps:
            lines.append(self.rpps())
        pic = self.scribble() if mark else ""
        body = "<br>".join(lines)
        if self.org and self.maybe(0.22):
            lines += [f"{self.org.postcode} {self.org.town}"]
            stamp = f'<span style="display:inline-block;border:0.3mm solid {self.ink};color:{self.ink};padding:1.5mm 3mm;transform:rotate({self.rng.uniform(-5, 4):.1f}deg);font-family:Liberation Sans Narrow;text-align:center">{"<br>".join(lines)}</span>'
            over = f'<span style="display:inline-block;margin-left:-14mm;opacity:.8">{pic}</span>' if pic else ""
            return f'<div style="text-align:{align};margin-top:6mm;break-inside:avoid">{stamp}{over}</div>'
        return f'<div style="text-align:{align};margin-top:5mm;break-inside:avoid">{self.one(body + "<br>" + pic, pic + "<br>" + body, body + "<br>" + pic)}</div>'

    def set_org(self, kind, pro=None):
        self.org = make_org(self.rng, kind, pro)
        return self.org

    def org_name(self, upper=None):
        upper = self.maybe(0.3) if upper is None else upper
        self.f["structure_name"] = self.org.name
        return self.org.name.upper() if upper else self.org.name

    def finess(self):
        self.f["structure_finess"] = self.org.finess
        v = self.org.finess
        return self.one(
            f"FINESS {v}", f"N° FINESS : {v}", f"FINESS géographique {v}", f"N° FINESS {v[:2]} {v[2:8]} {v[8]}"
        )

    def org_lines(self):
        o = self.org
        lines = [
            f"{o.street}",
            f"{o.postcode} {o.town}",
            f"Tél. {o.phone}" + (f" – Fax {o.fax}" if self.maybe() else ""),
        ]
        if self.maybe(0.4):
            lines.append(o.mail)
        return lines

    def recip(self, pro=None, spec="médecine générale"):
        pro = pro or self.doctor(spec=spec)
        self.f["recipients"] = (self.f["recipients"] or []) + [pro.family]
        return pro

    def addressee(self, pro=None, spec="médecine générale"):
        """Address block of the main addressee."""
        pro = self.recip(pro, spec)
        town = self.rng.choice(TOWNS[:16])
        head = self.one(
            f"{self.one('Docteur', 'Dr', 'Monsieur le Docteur' if pro.sex == 'M' else 'Madame le Docteur')} {pro.given} {pro.family}",
            f"Dr {pro.family} {pro.given}",
        )
        return f"{head}<br>{self.rng.randint(1, 80)} {self.rng.choice(STREETS)}<br>{town[1]} {town[0]}"

    def copies(self, low=0, high=3):
        n = self.rng.randint(low, high)
        if not n:
            return ""
        names = []
        for _ in range(n):
            pro = self.recip(spec=self.one("cardiologie", "médecine générale", "chirurgie"))
            names.append(self.one(f"Dr {pro.family}", f"Dr {pro.given} {pro.family}"))
        return self.one("Copie à : ", "Copies : ", "Double adressé à : ", "c.c. ") + ", ".join(names)
