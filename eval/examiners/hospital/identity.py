"""How a document names its patient: running text or labelled pairs."""

from eval.examiners.hospital.dates import fdate
from eval.examiners.hospital.people import titled


class Identity:
    """The patient's identity as one document prints it; the truth is written down at the same time."""

    def fam(self, s, up=None):
        return s.upper() if up else titled(s)

    def ins_text(self):
        v = self.ins_val
        self.f["ins"] = v
        self.done.add("ins")
        k = self.r.randrange(5)
        oid = "1.2.250.1.213.1.4.8"
        sp = f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} {v[7:10]} {v[10:13]} {v[13:]}"
        return [sp, v, f"{v[:13]} {v[13:]}", sp + "  (OID " + oid + ")", v + " - OID : " + oid][k]

    def ins_label(self):
        return self.pick(
            "INS", "Matricule INS", "N° INS", "INS (NIR)", "Identité nationale de santé", "Matricule INS-NIR"
        )

    def birth_text(self, k=None):
        self.f["birth_date"] = self.birth.isoformat()
        self.done.add("dob")
        return fdate(self.birth, k or self.bk)

    @property
    def has_dob(self):
        return self.trap != "no_birth_date"

    def inline(self, born=True, up=None, extra=True):
        """'Mme Sylvie DURAND née MARTIN, née le 12/03/1956': running name of the patient."""
        p, r = self.p, self.r
        civ = self.civ
        up = r.random() < 0.8 if up is None else up
        birth_name, first = self.fam(p.birth_name, up), p.first
        fem = p.sex == "F"
        self.f["first_name"] = first
        self.drop("first_names") if len(p.firsts) > 1 else None
        if civ:
            self.f["sex"] = p.sex
        else:
            self.drop("sex")
        if p.used_name and self.trap == "used_name_only":
            self.f["used_name"] = p.used_name
            used = self.fam(p.used_name, up)
            # single unlabelled name of a person who has two: not scored
            self.drop("used_name", "birth_name")
            s = f"{civ} {used} {first}" if up and r.random() < 0.5 else f"{civ} {first} {used}"
        elif p.used_name:
            used = self.fam(p.used_name, up)
            self.set(birth_name=p.birth_name, used_name=p.used_name)
            ep = r.choice(["épouse", "ép."]) if fem else "nom d'usage"
            opts = ["{} {} {} {} {}".format(civ, first, used, "née" if fem else "né", birth_name)]
            if up:
                opts += [
                    "{} {} {} {} {}".format(civ, used, first, "née" if fem else "né", birth_name),
                    "{} {} {} {} {}".format(civ, used, "née" if fem else "né", birth_name, first),
                ]
                if fem:
                    opts += [f"{civ} {birth_name} {ep} {used} {first}", f"{civ} {birth_name} {first}, {ep} {used}"]
            s = r.choice(opts)
        else:
            self.f["birth_name"] = p.birth_name
            s = f"{civ} {birth_name} {first}" if up and r.random() < 0.5 else f"{civ} {first} {birth_name}"
        s = s.strip()
        if not civ and r.random() < 0.5 and extra:
            s = r.choice(["L'enfant ", "l'enfant "]) + s if extra is True else s
        if born and self.has_dob:
            n = "née" if fem else "né"
            s += r.choice([", %s le %s", " - %s le %s", " (%s le %s)", " %s le %s"]) % (n, self.birth_text())
            if r.random() < 0.3:
                s += r.choice([f" à {p.city}", f", {self.age} ans"]) if self.age > 2 else ""
        return s

    def pairs(self, addr=False, episode=None, force_sex=False, ipp=None):
        """Labelled identity as (label, value) pairs, in a natural order."""
        up = self.r.random() < 0.85
        out = self._name_pairs(up)
        if self.has_dob:
            out.append(self._birth_pair())
        self._add_sex(out, force_sex)
        return out + self._tail(addr, episode, ipp)

    def _first_pair(self, up, multi):
        """The pair of the first name, or of all of them."""
        p, r = self.p, self.r
        self.f["first_name"] = p.first
        if multi:
            value = (r.choice([", ", " ", ", "]) if not any("-" in f for f in p.firsts) else ", ").join(p.firsts)
            self.f["first_names"] = list(p.firsts)
            label = r.choice(["Prénoms", "Prénom(s) de naissance", "Prénom(s)", "Prénoms de naissance"])
        else:
            value = p.first
            label = r.choice(["Prénom", "Prénom", "Prénom(s)", "1er prénom de naissance"])
            self.drop("first_names")
        return label, value.upper() if up and r.random() < 0.3 else value

    def _name_pairs(self, up):
        p, r = self.p, self.r
        birth_name = self.fam(p.birth_name, up)
        multi = len(p.firsts) > 1 and r.random() < 0.35
        first = self._first_pair(up, multi)
        if self.trap == "used_name_only" and p.used_name:
            self.f["used_name"] = p.used_name
            return [(r.choice(["Nom d'usage", "Nom utilisé", "Nom marital"]), self.fam(p.used_name, up)), first]
        if p.used_name:
            return self._two_names(birth_name, self.fam(p.used_name, up), first)
        return self._one_name(birth_name, first, multi)

    def _two_names(self, birth_name, used, first):
        p, r = self.p, self.r
        woman = p.sex == "F"
        self.set(birth_name=p.birth_name, used_name=p.used_name)
        k = r.randrange(5)
        birth_label = r.choice(["Nom de naissance", "Nom de naissance", "Nom de famille (naissance)", "Nom naiss."])
        used_label = r.choice(
            [
                "Nom d'usage",
                "Nom utilisé",
                "Nom usuel",
                "Nom marital" if woman else "Nom d'usage",
                "Nom d'épouse" if woman else "Nom utilisé",
            ]
        )
        if k <= 2:
            two = [(birth_label, birth_name), (used_label, used)]
            if k == 2:
                two.reverse()
            return [*two, first] if r.random() < 0.75 else [two[0], first, two[1]]
        if k == 3:
            return [(r.choice(["Nom", "NOM", "Patient(e)"]), f"{used} {'née' if woman else 'né'} {birth_name}"), first]
        return [
            ("Nom", used),
            (r.choice(["Née", "Nom de jeune fille"]) if woman else "Nom de naissance", birth_name),
            first,
        ]

    def _one_name(self, birth_name, first, multi):
        p, r = self.p, self.r
        self.f["birth_name"] = p.birth_name
        if r.random() < 0.3:
            return [("Nom de naissance", birth_name), first]
        if r.random() < 0.3 and not multi:
            civ = self.civ
            if civ:
                self.f["sex"] = p.sex
            else:
                self.drop("sex")
            return [
                (
                    r.choice(["Patient", "Nom - Prénom", "Nom et prénom", "Identité"]),
                    f"{civ} {birth_name.upper()} {p.first}".strip(),
                )
            ]
        return [(r.choice(["Nom", "NOM", "Nom de famille"]), birth_name), first]

    def _birth_pair(self):
        r = self.r
        label = r.choice(
            [
                "Date de naissance",
                "Né(e) le",
                "Naissance",
                "DDN",
                "Date naiss.",
                "Né le" if self.p.sex == "M" else "Née le",
            ]
        )
        value = self.birth_text()
        if r.random() < 0.2 and self.age > 1:
            value += r.choice([f" ({self.age} ans)", f" - {self.age} ans", f"   Âge : {self.age} ans"])
        return label, value

    def _add_sex(self, out, force):
        p, r = self.p, self.r
        if r.random() < 0.6 or force:
            self.f["sex"] = p.sex
            out.append(
                (
                    r.choice(["Sexe", "Sexe", "Genre"]),
                    r.choice([p.sex, "Féminin" if p.sex == "F" else "Masculin", "F" if p.sex == "F" else "M"]),
                )
            )
        elif self.f.get("sex") is None and any(v in ("Né le", "Née le", "Née", "Nom de jeune fille") for v, _ in out):
            self.drop("sex")

    def _tail(self, addr, episode, ipp):
        tail = []
        if self.show_ins:
            tail.append((self.ins_label(), self.ins_text()))
        if self.f.get("ins") and self.f.get("sex", 0) is None:
            self.drop("sex")
        if (self.show_ipp if ipp is None else ipp) or self.trap in ("near_namesake", "namesake_same_day", "twin"):
            tail.append((self.r.choice(["IPP", "N° IPP", "Identifiant patient", "N° patient", "NIP"]), self.p.ipp))
            self.done.add("ipp")
        if self.show_ep if episode is None else episode:
            tail.append(self.episode())
        if addr:
            tail.append(("Adresse", f"{self.p.street}, {self.p.home[1]}000 {self.p.home[0]}"))
        self.r.shuffle(tail)
        return tail
