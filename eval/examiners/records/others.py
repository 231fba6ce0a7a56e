"""Persons on a page who are not its patient, and the patient's sticker. Not who signs: see staffing."""

import datetime as dt

from eval.examiners.records.names import given_pool, norm, pick_family


class Others:
    """Relatives, a second patient, stickers."""

    def sticker(self):
        """Hospital label of the patient."""
        self.f["sex"] = self.p.sex
        dob = self.dob("dmy/")
        bars, x = "", 0
        for _ in range(48):
            w = self.rng.choice([0.8, 0.8, 1.6, 2.4])
            bars += f'<rect x="{x:.1f}" y="0" width="{w}" height="22"/>'
            x += w + self.rng.choice([0.9, 1.7])
        ins = self.ins_line("<br>")
        return (
            f"<div style=\"border:0.25mm solid #999;border-radius:1.5mm;width:72mm;padding:1.5mm 2.5mm;font:9pt 'Liberation Sans';background:#fff;color:#000\"><b>{self.name_line(civ=False)}</b><br>"
            f'{"Né(e) le " + dob + " &nbsp; " if dob else ""}Sexe {self.p.sex}{ins}<br>IPP {self.ipp}{" &nbsp; Séj. " + self.episode() if self.maybe(0.5) else ""}<br><svg width="{x:.0f}" height="22">{bars}</svg></div>'
        )

    def relative(self, dob=True):
        r = self.rng
        sex = r.choice("FM")
        gap = r.choice(
            [0, 25, 28, -27, -30]
            if 1962 < self.p.birth_date.year < 1985
            else [-27, -30]
            if self.p.birth_date.year >= 1985
            else [0, 25, 28]
        )
        year = max(1930, min(2015, self.p.birth_date.year + gap))
        fam = self.p.used_name or self.p.birth_name if r.random() < 0.5 else pick_family(r)
        name = f"{fam} {r.choice([n for n in given_pool(sex, year) if norm(n) != norm(self.p.first)])}"
        d = dt.date(year, r.randint(1, 12), r.randint(1, 28))
        link = {
            0: "conjoint" if sex == "M" else "conjointe",
            25: "fils" if sex == "M" else "fille",
            28: "petit-fils" if sex == "M" else "nièce",
        }.get(gap, "père" if sex == "M" else "mère")
        if year >= 2008 or (self.child and gap >= 0):
            link = "frère" if sex == "M" else "sœur"
        return name, d, link, sex

    def slot(self):
        """A place for a relative, a second patient or a foreign sticker, as the plan asks."""
        if self.slot_used:
            return ""
        self.slot_used = True
        kind = self.plan.get("slot")
        other = self.plan.get("other")
        if kind == "relative":
            name, d, link, sex = self.relative()
            e = "e" if sex == "F" else ""
            text = self.one(
                f"Personne de confiance : {name}, né{e} le {self.day(d)}, {link} – tél. {self.phone()}",
                f"Personne à prévenir : {name} ({link}), date de naissance {self.day(d)}, {self.phone()}",
                f"Accompagnant : {link}, {'Mme' if sex == 'F' else 'M.'} {name}, né{e} le {self.day(d)}.",
            )
            return f'<p class="slot" style="margin:2mm 0">{text}</p>'
        if kind == "second":
            e = "e" if other.sex == "F" else ""
            c = "Mme" if other.sex == "F" else "M."
            text = self.one(
                f"Nous avons également reçu {c} {other.used_name or other.birth_name} {other.first}, né{e} le {self.day(other.birth_date)}, pour le même motif : examen normal, même conduite à tenir.",
                f"Concerne aussi : {other.birth_name} {other.first}, né{e} le {self.day(other.birth_date)} – traitement identique, contrôle à la même date.",
            )
            return f'<p class="slot" style="margin:2mm 0">{text}</p>'
        if kind == "sticker":
            return (
                f'<div class="slot" style="border:0.3mm solid #777;border-radius:1.5mm;width:62mm;padding:1.5mm 2mm;font:8pt \'Liberation Sans\';margin:2mm 0;background:#fff;color:#000">'
                f"<b>{norm(other.used_name or other.birth_name)} {norm(other.first)}</b>{'<br>Née ' + norm(other.birth_name) if other.used_name else ''}<br>{other.birth_date:%d/%m/%Y} &nbsp; {other.sex}<br>IPP {self.rng.randint(10**7, 10**8 - 1)}</div>"
            )
        if self.maybe(0.12):
            name, _, link, _ = self.relative()
            return f'<p class="slot" style="margin:2mm 0">{self.one("Personne à prévenir", "Contact", "Aidant principal")} : {name} ({link}), {self.phone()}</p>'
        return ""
