"""A document being written: tables of its patient, who signs and who receives it, and its truth."""

from eval.examiners.correspondents.identity import Identity
from eval.examiners.correspondents.names import esc


class Doc(Identity):
    """A whole document."""

    def rows(self, keys, labels=None):
        """Label and value pairs for a table; what is not shown is skipped."""
        named = self._labels()
        out = []
        for k in keys:
            label = (labels or {}).get(k) or self.rng.choice(named.get(k, [k]))
            out += getattr(self, f"_row_{k}")(label, labels or {})
        return out

    def _labels(self):
        woman = self.p.sex == "F"
        return {
            "birth": [
                "Nom de naissance",
                "Nom de naissance",
                "Nom de famille",
                "Nom (naissance)",
                "Nom patronymique",
                "Nom de naiss.",
            ],
            "used": [
                "Nom d'usage",
                "Nom utilisé",
                "Nom marital",
                "Nom d'épouse" if woman else "Nom d'usage",
                "Nom usuel",
            ],
            "first": ["Prénom", "Prénom", "Prénom usuel", "1er prénom"],
            "firsts": ["Prénoms", "Prénom(s)", "Prénoms de naissance", "Prénom(s) état civil"],
            "dob": ["Date de naissance", "Né(e) le", "Naissance", "DDN", "Date naiss."],
            "sex": ["Sexe", "Sexe", "Genre", "S."],
            "ins": [self.ins_label()],
            "ipp": ["IPP", "N° patient", "Code patient", "N° dossier"],
            "addr": ["Adresse", "Domicile", "Demeurant"],
            "tel": ["Tél.", "Téléphone", "Portable"],
        }

    def _row_birth(self, label, labels):
        if self.used_only and self.p.used_name:
            row = (labels.get("one") or self.rng.choice(["Nom", "Nom du patient", "NOM"]), self.single_name())
            self.left_out |= {"birth_name", "used_name"}
            return [row]
        if self.p.used_name:
            return [(label, self.bn())]
        return [(label if self.rng.random() < 0.6 else "Nom", self.bn())]

    def _row_used(self, label, _labels):
        return [(label, self.un())] if self.p.used_name and not self.used_only else []

    def _row_first(self, label, _labels):
        return [(label, self.fn(self.rng.choice(["title", "title", "upper"])))]

    def _row_firsts(self, label, _labels):
        if len(self.p.first_names) > 1:
            return [(label, self.fns(self.rng.choice(["title", "upper"])))]
        return [("Prénom", self.fn())]

    def _row_dob(self, label, _labels):
        if self.no_dob():
            return [("Âge", self.age_txt())]
        v = self.dob()
        return [(label, v + (f" ({self.age_txt()})" if self.rng.random() < 0.25 else ""))]

    def _row_sex(self, label, _labels):
        return [(label, self.sexword())]

    def _row_ins(self, label, _labels):
        t = self.ins_txt()
        return [(label, f"<span class=nb>{t}</span>")] if t else []

    def _row_ipp(self, label, _labels):
        return [(label, str(self.rng.randint(100000, 9999999)))]

    def _row_addr(self, label, _labels):
        return [(label, esc(self.p.address))]

    def _row_tel(self, label, _labels):
        return [(label, self.p.phone)]

    def author(self, doc, rpps=None, given=None, inverted=None, title=True):
        """Print the author's name and note it; given: 'full', 'initial' or 'none'."""
        r = self.rng
        self.f["author_family"] = self.plain(doc.family)
        given = given or r.choices(["full", "initial"], [88, 12])[0]
        fam = self.fam(doc.family)
        if given == "full":
            self.f["author_given"] = doc.given
            g = esc(doc.given)
        else:
            g = doc.given[0] + "."
            self.left_out.add("author_given")
        t = (doc.title if doc.title == "Pr" else r.choice(["Dr", "Docteur", "Dr"])) + " " if title else ""
        inv = inverted if inverted is not None else r.random() < 0.15
        return f"{t}{fam} {g}" if inv else f"{t}{g} {fam}"

    def author_rpps(self, doc):
        """The author's number."""
        self.f["author_rpps"] = doc.rpps
        n = doc.rpps
        return self.rng.choice([n, n, n, f"{n[:5]} {n[5:]}", f"{n[:2]} {n[2:5]} {n[5:8]} {n[8:]}"])

    def name_of(self, doc, title=True, given="full"):
        """A professional named without being the author."""
        t = doc.title + " " if title else ""
        return (
            t
            + (esc(doc.given) + " " if given == "full" else doc.given[0] + ". " if given == "initial" else "")
            + self.fam(doc.family)
        )

    def recipient(self, doc, given=None):
        """Somebody to whom the document goes."""
        self.f["recipients"] = (self.f["recipients"] or []) + [self.plain(doc.family)]
        return (
            self.rng.choice(["Dr", "Docteur", "Dr"]).replace("Dr", doc.title if doc.title == "Pr" else "Dr")
            + " "
            + (esc(doc.given) + " " if (given if given is not None else self.rng.random() < 0.8) else "")
            + self.fam(doc.family)
        )

    def structure(self, s, shown=None):
        """The establishment that writes."""
        self.f["structure_name"] = s.name
        return esc(shown or s.name)

    def finess(self, s):
        """Its number."""
        self.f["structure_finess"] = s.finess
        n = s.finess
        return self.rng.choice([n, n, f"{n[:2]} {n[2:8]} {n[8]}", f"{n[:3]} {n[3:6]} {n[6:]}"])

    def type(self, *codes):
        """Types that a reader may give."""
        self.f["doc_type"] = codes[0] if len(codes) == 1 else list(codes)

    def skip(self, *names):
        """Fields that a fair reader could argue about."""
        self.left_out |= set(names)

    def truth(self):
        """What the page says, without what is left out."""
        f = dict(self.f)
        if self.gendered and not self.sexed and f["sex"] is None:
            self.left_out.add("sex")
        if f["sex"] is None:
            self.left_out.add("sex")
        if f["first_names"] is None:
            self.left_out.add("first_names")
        if f["birth_name"] is None:
            self.left_out.add("birth_name")
        return {k: v for k, v in f.items() if k not in self.left_out}
