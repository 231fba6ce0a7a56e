"""One document being written: what it shows, and what it has said so far."""

import itertools
import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

from .days import STYLES, written
from .marks import bars, datamatrix_svg, ins_message
from .names import plain, titled
from .people import Index, Person, phone
from .staff import Carer, House, Staff
from .texts import CHILD_DRUGS, CHILD_PAST, DRUGS, PAST, YOUNG_DRUGS, YOUNG_PAST

KEYS = [
    "birth_name",
    "used_name",
    "first_name",
    "first_names",
    "birth_date",
    "ins",
    "doc_type",
    "doc_date",
    "act_date",
    "author_family",
    "author_given",
    "author_rpps",
    "structure_name",
    "structure_finess",
    "recipients",
    "episode",
]
HANDS = ["DkgHandwriting", "Rufscript", "Dancing Script", "Kaushan Script"]


@dataclass
class Plan:
    """What the page is to show or hide, and its trap."""

    trap: str | None = None
    ins: float = 0.5
    birth: bool = True
    birth_name: bool = True
    first: str = "full"
    other: Person | None = None
    grade: str = "digital"


class Case:
    """The pen of a layout: each method returns text and remembers what the page says."""

    def __init__(self, rng: random.Random, real: Person, who: Person, plan: Plan, staff: Staff) -> None:
        self.rng, self.real, self.who, self.plan, self.staff = rng, real, who, plan, staff
        self.fields: dict[str, object] = dict.fromkeys(KEYS)
        self.argued: set[str] = set()
        self.datamatrix = False
        self.sticker_shown = False
        low = max(date(2023, 1, 9), who.birth_date + timedelta(days=2))
        if who.kind == "newborn":
            self.acted = who.birth_date + timedelta(days=rng.randrange(3, 20))
        else:
            self.acted = low + timedelta(days=rng.randrange(max(1, (date(2025, 11, 20) - low).days)))
        self.written = self.acted + timedelta(days=rng.choice([0, 0, 1, 2, 3, 6]))
        self.birth_style = rng.choice(STYLES)
        self.date_style = rng.choice(("dmy", "dmy", "dots", "long", "dash"))
        self.upper_first = rng.random() < 0.3
        self.show_ins = rng.random() < plan.ins
        self.hand_font = rng.choice(HANDS)
        self.author = staff.carer(rng, "Médecin généraliste")
        self.head = staff.house(rng, "hospital")
        self.stay = f"{rng.choice(['', '', '2', 'U', 'H'])}{rng.randrange(10**7, 10**8)}"
        self.index: Index | None = None

    # ---- wording
    @property
    def woman(self) -> bool:
        """Tell whether the page speaks of a woman."""
        return self.who.sex == "F"

    def t(self, text: str) -> str:
        """Fill the marks of gender: {e}, {Il}, {il}, {Le}, {le}, {son}."""
        f = self.woman
        marks = {
            "e": "e" if f else "",
            "Il": "Elle" if f else "Il",
            "il": "elle" if f else "il",
            "Le": "La" if f else "Le",
            "le": "la" if f else "le",
            "lui": "elle" if f else "lui",
            "eur": "rice" if f else "eur",
            "age": self.age(),
            "x": "se" if f else "x",
            "patient": "patiente" if f else "patient",
            "ce": "cette" if f else "ce",
            "du": "de la" if f else "du",
            "f": "ve" if f else "f",
            "au": "à la" if f else "au",
        }
        for key, value in marks.items():
            text = text.replace("{" + key + "}", value)
        return text

    def some(self, items: list[str], low: int, high: int) -> list[str]:
        """Draw some of the items, kept in order, with their genders."""
        count = min(len(items), self.rng.randint(low, high))
        return [self.t(items[spot]) for spot in sorted(self.rng.sample(range(len(items)), count))]

    def past(self, low: int, high: int) -> list[str]:
        """Draw past illnesses fit for the age."""
        pool = CHILD_PAST if self.years() < 16 else YOUNG_PAST if self.years() < 45 else PAST
        return self.some(pool, low, high)

    def drugs(self, low: int, high: int) -> list[str]:
        """Draw lines of treatment fit for the age."""
        pool = CHILD_DRUGS if self.years() < 16 else YOUNG_DRUGS if self.years() < 40 else DRUGS
        return self.some(pool, low, high)

    def one(self, *items: str) -> str:
        """Draw one of the texts."""
        return self.t(self.rng.choice(items))

    def maybe(self, text: str, chance: float = 0.5) -> str:
        """Return the text or nothing."""
        return self.t(text) if self.rng.random() < chance else ""

    def years(self) -> int:
        """Return the age in years on the day of the act."""
        born = self.who.birth_date
        return self.acted.year - born.year - ((self.acted.month, self.acted.day) < (born.month, born.day))

    def age(self) -> str:
        """Return the age as a page writes it."""
        years = self.years()
        if years >= 2:
            return f"{years} ans"
        days = (self.acted - self.who.birth_date).days
        return f"{days} jours" if days < 60 else f"{days // 30} mois"

    # ---- dates
    def day(self, value: date, style: str = "") -> str:
        """Write a date that is no field of the truth."""
        return written(value, style or self.date_style)

    def ago(self, low: int, high: int, style: str = "") -> str:
        """Write a date so many days before the act."""
        return self.day(self.acted - timedelta(days=self.rng.randint(low, high)), style)

    def later(self, low: int, high: int, style: str = "") -> str:
        """Write a date so many days after the writing."""
        return self.day(self.written + timedelta(days=self.rng.randint(low, high)), style)

    def doc(self, style: str = "") -> str:
        """Write the day of the document."""
        self.fields["doc_date"] = self.written.isoformat()
        return self.day(self.written, style)

    def act(self, style: str = "") -> str:
        """Write the day of the act."""
        self.fields["act_date"] = self.acted.isoformat()
        return self.day(self.acted, style)

    def clock(self) -> str:
        """Write an hour."""
        return f"{self.rng.randrange(7, 21):02d}{self.rng.choice('hhh:')}{self.rng.randrange(0, 60):02d}"

    # ---- identity
    def birth_date(self, style: str = "") -> str:
        """Write the birth date, or nothing when the page hides it."""
        if not self.plan.birth:
            return ""
        self.fields["birth_date"] = self.who.birth_date.isoformat()
        return written(self.who.birth_date, style or self.birth_style)

    def born(self, before: str = "né{e} le ", after: str = "", style: str = "") -> str:
        """Write « born on … », or nothing when the page hides it."""
        text = self.birth_date(style)
        return self.t(before) + text + after if text else ""

    def family_case(self, name: str, upper: bool) -> str:
        """Write a family name in capitals or not."""
        return name.upper() if upper else titled(name)

    def birth_name(self, upper: bool = True) -> str:
        """Write the birth name (a labelled value)."""
        if not self.plan.birth_name:
            return ""
        text = self.family_case(self.who.birth_name, upper)
        self.fields["birth_name"] = text
        return text

    def used_name(self, upper: bool = True) -> str:
        """Write the used name, if any (a labelled value)."""
        if not self.who.used_name:
            return ""
        text = self.family_case(self.who.used_name, upper)
        self.fields["used_name"] = text
        return text

    def first(self, upper: bool | None = None) -> str:
        """Write the first name, or its initial."""
        name = self.who.first_names[0]
        if self.plan.first == "initial":
            self.argued.add("first_name")
            return name[0].upper() + "."
        if self.plan.first == "none":
            return ""
        text = name.upper() if (self.upper_first if upper is None else upper) else name
        self.fields["first_name"] = text
        return text

    def firsts(self, glue: str = ", ", upper: bool | None = None) -> str:
        """Write all the first names."""
        head = self.first(upper)
        if self.plan.first != "full" or len(self.who.first_names) == 1:
            return head
        loud = self.upper_first if upper is None else upper
        names = [name.upper() if loud else name for name in self.who.first_names]
        self.fields["first_names"] = names
        return glue.join(names)

    def civ(self, short: bool = False) -> str:
        """Write the title of the person."""
        if self.years() < 14:
            return self.rng.choice(["L'enfant", "Enfant", "Le jeune" if not self.woman else "La jeune"])
        self.fields["sex"] = self.who.sex
        if self.woman:
            return "Mme" if short else "Madame"
        return "M." if short else "Monsieur"

    def sex(self, style: str = "letter") -> str:
        """Write the sex as a labelled value."""
        self.fields["sex"] = self.who.sex
        words = {"letter": ("F", "M"), "word": ("Féminin", "Masculin"), "short": ("Fém.", "Masc."), "H": ("F", "H")}
        return words[style][0 if self.woman else 1]

    def main_name(self, upper: bool = True) -> str:
        """Write the name one calls the person by: the used name if any."""
        if self.who.used_name:
            if not self.plan.birth_name:
                self.argued |= {"used_name", "birth_name"}
                return self.family_case(self.who.used_name, upper)
            return self.used_name(upper)
        return self.birth_name(upper)

    def nee(self, before: str = " né{e} ", after: str = "", upper: bool = True) -> str:
        """Write « née X » when the person has a used name and the page tells it."""
        if not self.who.used_name or not self.plan.birth_name:
            return ""
        return self.t(before) + self.birth_name(upper) + after

    def full(self, style: str = "") -> str:
        """Write the whole name in one of many ways."""
        style = style or self.rng.choice(["A", "A", "B", "B", "C", "E"])
        if style == "A":
            return f"{self.civ()} {self.main_name()} {self.first()}{self.nee()}"
        if style == "B":
            return f"{self.civ()} {self.first(False)} {self.main_name()}{self.nee(' (né{e} ', ')')}"
        if style == "C":
            return f"{self.main_name()} {self.first()}{self.nee(', né{e} ')}"
        if style == "D":
            if not self.who.used_name or not self.plan.birth_name:
                return f"{self.main_name()} {self.first()}"
            mark = "ép." if self.woman else "usage"
            return f"{self.birth_name()} {mark} {self.used_name()} {self.first()}"
        if style == "F":
            return f"{self.civ(True)} {self.first(False)} {self.main_name(False)}{self.nee(', né{e} ', '', False)}"
        nee = self.nee(" NEE " if self.woman else " NE ")
        return f"{self.civ(True).upper()} {self.main_name()} {self.first(True)}{nee}"

    def again(self) -> str:
        """Name the person once more without a new field (running text)."""
        name = self.who.used_name or self.who.birth_name
        if self.years() < 14:
            return self.who.first_names[0] if self.plan.first == "full" else "l'enfant"
        self.fields["sex"] = self.who.sex
        return f"{'Mme' if self.woman else 'M.'} {name.upper()}"

    def place(self) -> str:
        """Write the birth place."""
        name, code = self.who.place_name, self.who.birth_place
        return self.rng.choice([name, code, f"{name} ({code})"])

    def ins_number(self, label: str = "INS : ", after: str = "", force: bool = False) -> str:
        """Write the INS with its label, or nothing when the page has none."""
        if not (self.show_ins or force):
            return ""
        self.show_ins = True
        number = self.who.number
        self.fields["ins"] = number
        cuts = (0, 1, 3, 5, 7, 10, 13, 15)
        shapes = [
            number,
            f"{number[:13]} {number[13:]}",
            f"{number[:13]}  clé {number[13:]}",
            " ".join(number[start:end] for start, end in itertools.pairwise(cuts)),
        ]
        return f"{label}{self.rng.choice(shapes)}{after}"

    def oid(self) -> str:
        """Write the OID of the INS, or nothing."""
        return self.one("(NIR)", "[1.2.250.1.213.1.4.8]", "OID 1.2.250.1.213.1.4.8", "") if self.show_ins else ""

    def matrix(self, size: float = 18) -> str:
        """Draw the datamatrix of the INS, when the page has one; the number itself may be elsewhere."""
        if not (self.show_ins and self.plan.birth and self.plan.birth_name and self.plan.first == "full"):
            return ""
        self.datamatrix = True
        if self.fields["ins"] is None:
            self.argued |= {"ins"}
        self.argued |= {"first_names"} if self.fields["first_names"] is None else set()
        return datamatrix_svg(ins_message(self.who), max(size, 20))

    # ---- people who write and are written to
    def carer(self, *jobs: str) -> Carer:
        """Draw somebody of one of these jobs."""
        return self.staff.carer(self.rng, *jobs)

    def man(self) -> str:
        """Name a father or a husband who is no field of the truth."""
        men = [carer for carer in self.staff.carers["Agent"] if carer.sex == "M"] or self.staff.carers["Agent"]
        one = self.rng.choice(men)
        return f"{one.given} {one.family}"

    def dr(self, carer: Carer | None = None, style: str = "") -> str:
        """Name a doctor who is no field of the truth."""
        carer = carer or self.carer("Médecin généraliste", "Cardiologue", "Médecin polyvalent", "Chirurgien viscéral")
        style = style or self.rng.choice(["Dr F", "Dr G F", "Docteur F"])
        out = style.replace("G", "\x03").replace("F", "\x05")
        return out.replace("\x03", carer.given).replace("\x05", carer.family)

    def sign(self, style: str = "", carer: Carer | None = None) -> str:
        """Name the author: D = title, G = given name, g = initial, F = family name."""
        carer = carer or self.author
        style = style or self.rng.choice(["D G F", "Dr G F", "Dr F G", "Docteur G F", "G F"])
        old = self.fields["author_family"]
        if old is None or old == carer.family:
            self.fields["author_family"] = carer.family
            if "G" in style:
                self.fields["author_given"] = carer.given
            elif "g" in style and self.fields["author_given"] is None:
                self.argued.add("author_given")
        else:
            self.fields["author_family"] = [*(old if isinstance(old, list) else [old]), carer.family]
            self.argued |= {"author_given", "author_rpps"}
        out = style.replace("Docteur", "\x01").replace("Dr", "\x02").replace("D", "\x02")
        out = out.replace("G", "\x03").replace("g", "\x04").replace("F", "\x05")
        texts = ("Docteur", "Dr", carer.given, carer.given[0] + ".", carer.family)
        for mark, text in zip("\x01\x02\x03\x04\x05", texts, strict=True):
            out = out.replace(mark, text)
        return out

    def rpps(self, label: str = "RPPS ", after: str = "", chance: float = 1.0) -> str:
        """Write the author's RPPS, always or by chance."""
        if self.rng.random() >= chance:
            return ""
        self.fields["author_rpps"] = self.author.rpps
        return f"{label}{self.author.rpps}{after}"

    def to(self, carer: Carer, style: str = "Docteur G F") -> str:
        """Name a doctor the page is addressed to."""
        listed = self.fields["recipients"] or []
        self.fields["recipients"] = [*listed, carer.family]  # type: ignore[misc]
        out = style.replace("G", "\x03").replace("F", "\x05")
        return out.replace("\x03", carer.given).replace("\x05", carer.family)

    def house(self, *kinds: str) -> House:
        """Choose the sender's establishment."""
        self.head = self.staff.house(self.rng, *kinds)
        return self.head

    def structure(self, upper: bool = False) -> str:
        """Write the name of the sender's establishment."""
        text = self.head.name.upper() if upper else self.head.name
        self.fields["structure_name"] = text
        return text

    def finess(self, label: str = "FINESS ", after: str = "", chance: float = 1.0) -> str:
        """Write the FINESS of the sender's establishment, always or by chance."""
        if self.rng.random() >= chance:
            return ""
        self.fields["structure_finess"] = self.head.finess
        return f"{label}{self.head.finess}{after}"

    def episode(self, label: str = "N° de séjour : ") -> str:
        """Write the number of the stay."""
        self.fields["episode"] = self.stay
        return f"{label}{self.stay}"

    def phone(self) -> str:
        """Write some telephone number."""
        return phone(self.rng)

    def type(self, *codes: str) -> None:
        """Tell the types a fair person would accept."""
        self.fields["doc_type"] = codes[0] if len(codes) == 1 else list(codes)

    def argue(self, *keys: str) -> None:
        """Leave these keys out of the truth."""
        self.argued |= set(keys)

    # ---- looks
    def hand(self, text: str, size: float = 13, color: str = "") -> str:
        """Write by hand (typed when the file is born digital)."""
        if self.plan.grade == "digital":
            return f"<span style=\"font-family:'Carlito';font-size:{size * 0.8:.1f}pt\">{text}</span>"
        ink = color or self.rng.choice(["#15257a", "#111", "#1d3f8f"])
        return f"<span style=\"font-family:'{self.hand_font}';font-size:{size}pt;color:{ink}\">{text}</span>"

    def scribble(self, width: int = 120, height: int = 46) -> str:
        """Draw a signature."""
        x, y = 6.0, height * 0.6
        path = [f"M{x:.0f},{y:.0f}"]
        for _ in range(self.rng.randint(5, 9)):
            x2 = x + self.rng.uniform(8, width / 7)
            tops = [self.rng.uniform(2, height - 4) for _ in range(3)]
            path.append(f"C{x + 5:.0f},{tops[0]:.0f} {x2 - 12:.0f},{tops[1]:.0f} {x2:.0f},{tops[2]:.0f}")
            x = x2
        color = self.rng.choice(["#15257a", "#111", "#333"])
        return (
            f"<svg width='{width}' height='{height}' viewBox='0 0 {width} {height}'><path d='{' '.join(path)}' "
            f"fill='none' stroke='{color}' stroke-width='1.4'/></svg>"
        )

    def sticker(self, css: str, chance: float = 0.35) -> str:
        """Paste a hospital label: the person's own, or another person's when that is the trap."""
        other = self.plan.other
        if other is None and (self.rng.random() > chance or self.plan.trap in ("other_sex", "twins", "namesake")):
            return ""
        self.sticker_shown = True
        if other is None:
            ins = self.ins_number("INS ", "<br>")
            inside = (
                f"<b>{self.main_name()} {self.first(True)}</b><br>{self.nee('Né{e} ', '<br>')}"
                f"{self.born('Né{e} le ', '', 'dmy')} &nbsp; {self.sex()}<br>{ins}"
                f"IPP {self.rng.randrange(10**6, 10**7)} &nbsp; {self.episode('Séjour ')}"
            )
        else:
            nee = f"NÉ{'E' if other.sex == 'F' else ''} {other.birth_name}<br>" if other.used_name else ""
            name = other.used_name or other.birth_name
            inside = (
                f"<b>{name} {plain(other.first_names[0])}</b><br>{nee}"
                f"Né{'e' if other.sex == 'F' else ''} le {written(other.birth_date, 'dmy')}"
                f" &nbsp; {other.sex}<br>"
                f"IPP {self.rng.randrange(10**6, 10**7)} &nbsp; Séjour {self.rng.randrange(10**7, 10**8)}"
            )
            self.argue(*KEYS[:6], "sex", "episode")
        tilt = 0 if self.plan.grade == "digital" else self.rng.uniform(-3, 3)
        look = (
            "width:62mm;padding:1.5mm 2mm;background:#fff;border:0.3mm solid #999;border-radius:1.5mm;"
            "font:8pt/1.25 'Liberation Sans'"
        )
        return (
            f'<div style="position:absolute;{css};{look};transform:rotate({tilt:.1f}deg)">{inside}<br>'
            f"{bars(self.rng, 44, 5)}</div>"
        )

    def annex(self, chance: float) -> str:
        """Return, by chance, one more page: results or notes joined to the document, mostly without identity."""
        if self.rng.random() >= chance:
            return ""
        kind = self.rng.randrange(3)
        head = self.one("Annexe", "Pièce jointe", "Suite", "Documents joints", "Page 2")
        again = self.maybe(f"<p style='font-size:8.5pt'>Patient : {self.again()}</p>", 0.5)
        if kind == 0:
            names = (
                "Hémoglobine",
                "Leucocytes",
                "Plaquettes",
                "Créatinine",
                "Potassium",
                "CRP",
                "Albumine",
                "Ferritine",
            )
            lines = "".join(
                f"<tr><td>{name}</td><td>{self.rng.randint(3, 190)}</td><td>{self.rng.randint(3, 190)}</td></tr>"
                for name in names
            )
            inside = (
                f"<table border=1 cellpadding=4><tr><th>Biologie</th><th>{self.ago(9, 20, 'short')}</th>"
                f"<th>{self.ago(1, 8, 'short')}</th></tr>{lines}</table>"
            )
        elif kind == 1:
            notes = [
                "Prévenir la famille du retour.",
                "Pansement à refaire le surlendemain.",
                "Repas mixé, eau gélifiée.",
                "Lever au fauteuil deux fois par jour.",
                "Contrôle de la glycémie avant les repas.",
                "Lunettes et dentier dans la trousse.",
                "Clés remises au fils.",
            ]
            inside = "".join(
                f"<p>{self.ago(0, 6, 'short')} {self.clock()} – {note}</p>" for note in self.some(notes, 3, 6)
            )
        else:
            inside = f"<p>Ordonnance du {self.ago(20, 90)} ({self.dr()}) :</p>" + "".join(
                f"<p>– {drug}</p>" for drug in self.drugs(3, 7)
            )
        return f"<div style='page-break-before:always'></div><h3>{head}</h3>{again}{inside}"

    def html(
        self,
        body: str,
        css: str = "",
        size: str = "A4",
        margin: str = "18mm 16mm",
        font: str = "Liberation Sans",
        pt: float = 10.5,
        strip: str = "",
    ) -> str:
        """Return the page; strip is the text of the foot of every page."""
        foot = f"@bottom-center{{content:'{strip}';font:7.5pt '{font}';white-space:pre}}" if strip else ""
        body = re.sub(r"\s+([,.])(?=[\s<])", r"\1", body)
        return (
            f"<html lang='fr'><head><style>@page{{size:{size};margin:{margin};{foot}}}"
            f"body{{font-family:'{font}';font-size:{pt}pt;line-height:1.32;margin:0}}"
            f"p{{margin:0 0 2.2mm}}table{{border-collapse:collapse}}h1,h2,h3{{margin:0 0 2mm}}"
            f"{css}</style></head><body>{body}</body></html>"
        )
