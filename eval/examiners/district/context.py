"""What a layout writes with: every printing helper also notes the truth of what it prints."""

import base64
import datetime as dt
import html

from ppf.datamatrix import DataMatrix

from eval.examiners.common.vocabulary import FIELDS, MONTHS
from eval.examiners.district.people import Pro, fold

SANS = ["Carlito", "Liberation Sans", "DejaVu Sans Condensed", "Lato", "Cantarell", "Noto Sans"]
SERIF = ["Liberation Serif", "Caladea", "EB Garamond 12", "DejaVu Serif Condensed"]
MONO = ["Liberation Mono", "Courier Prime", "DejaVu Sans Mono"]


def fmt(day, style="slash"):
    """A date in one of the French ways of writing it."""
    if style == "long":
        return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
    if style == "upper":
        return f"{day.day:02d}-{MONTHS[day.month - 1].upper()}-{day.year}"
    if style == "caps":
        return f"{day.day:02d} {MONTHS[day.month - 1].upper()} {day.year}"
    return day.strftime(
        {
            "slash": "%d/%m/%Y",
            "dot": "%d.%m.%Y",
            "dash": "%d-%m-%Y",
            "iso": "%Y-%m-%d",
            "short": "%d/%m/%y",
            "space": "%d %m %Y",
        }[style]
    )


class Ctx:
    """One document being written."""

    def __init__(self, rng, person, base, trap=None, wrong_ins=None, force_ins=False):
        self.rng, self.p, self.base, self.trap = rng, person, base, trap
        self.t = dict.fromkeys(FIELDS)
        self.t["recipients"] = []
        self.left_out = set()
        self.wrong_ins, self.force_ins = wrong_ins, force_ins
        self.style = rng.choice(["slash"] * 6 + ["dot", "dash", "long"])
        self.extra = ""
        self.end = ""
        self.birth_printed = False

    def pick(self, *options):
        return self.rng.choice(options)

    def chance(self, p):
        return self.rng.random() < p

    def day(self, delta):
        return self.base + dt.timedelta(days=delta)

    def f(self, day, style=None):
        return fmt(day, style or self.style)

    def bn(self, upper=True):
        self.t["birth_name"] = self.p.birth_name
        return html.escape(self.p.birth_name.upper() if upper else self.p.birth_name)

    def un(self, upper=True, fallback=""):
        if not self.p.used_name:
            return fallback
        self.t["used_name"] = self.p.used_name
        return html.escape(self.p.used_name.upper() if upper else self.p.used_name)

    def fn(self, upper=False):
        self.t["first_name"] = self.p.first
        return self.p.first.upper() if upper else self.p.first

    def fns(self, sep=" ", upper=False):
        self.t["first_names"] = list(self.p.firsts)
        self.t["first_name"] = self.p.first
        text = sep.join(self.p.firsts)
        return text.upper() if upper else text

    def civ(self, long=False):
        if self.trap == "child" or self.p.age(self.base) < 15:
            return self.pick("l'enfant", "Enfant")
        self.t["sex"] = self.p.sex
        if long:
            return "Monsieur" if self.p.sex == "M" else "Madame"
        return "M." if self.p.sex == "M" else self.pick("Mme", "Madame")

    def alone(self, upper=True, first_after=True):
        """One unlabelled family name with the first name."""
        name = self.p.used_name or self.p.birth_name
        if self.trap == "used_only":
            self.t["used_name"] = self.p.used_name
            self.left_out |= {"birth_name", "used_name"}
        elif self.p.used_name:
            self.left_out |= {"birth_name", "used_name"}
        else:
            self.t["birth_name"] = self.p.birth_name
        name = html.escape(name.upper() if upper else name)
        return f"{name} {self.fn()}" if first_after else f"{self.fn()} {name}"

    def full(self, upper=True):
        """Both names with née / épouse, or the only one."""
        if not self.p.used_name or self.trap == "used_only":
            return self.alone(upper, self.chance(0.5))
        nee = "née" if self.p.sex == "F" else "né"
        forms = [
            lambda: f"{self.un(upper)} {nee} {self.bn(upper)} {self.fn()}",
            lambda: f"{self.fn()} {self.un(upper)} {nee} {self.bn(upper)}",
            lambda: f"{self.un(upper)} {self.fn()}, {nee} {self.bn(upper)}",
            lambda: f"{self.bn(upper)} épouse {self.un(upper)} {self.fn()}",
            lambda: f"{self.un(upper)} {self.fn()} ({nee} {self.bn(upper)})",
        ]
        return self.rng.choice(forms)()

    def dob(self, style=None):
        if self.trap == "no_dob":
            return ""
        self.t["birth_date"] = self.p.birth.isoformat()
        return fmt(self.p.birth, style or self.rng.choice(["slash"] * 6 + ["dot", "dash", "long"]))

    def born(self, style=None):
        """'né(e) le …' or nothing when the page holds no birth date."""
        if self.trap == "no_dob":
            return ""
        word = self.pick(
            "né(e) le", "née le" if self.p.sex == "F" else "né le", "née le" if self.p.sex == "F" else "né le"
        )
        return f"{word} {self.dob(style)}"

    def lab(self, label, value, cls=""):
        """A label and its value, nothing when the value is empty."""
        return f"<span class='lb'>{label}</span> <span class='v {cls}'>{value}</span>" if value else ""

    def sex(self, style=None):
        self.t["sex"] = self.p.sex
        style = style or self.pick("MF", "word", "MF")
        return self.p.sex if style == "MF" else ("Masculin" if self.p.sex == "M" else "Féminin")

    def ins(self, label=None, p=0.4):
        """The national number, or nothing."""
        if self.trap == "no_ins" or (not self.force_ins and (self.wrong_ins is None) and not self.chance(p)):
            return ""
        number = self.wrong_ins or self.p.ins
        self.t["ins"] = number
        if self.wrong_ins and self.trap == "ins_bad_key":
            self.left_out.add("ins")
        if self.chance(0.5):
            number = (
                f"{number[0]} {number[1:3]} {number[3:5]} {number[5:7]} {number[7:10]} {number[10:13]} {number[13:]}"
            )
        oid = self.pick("", "", " (INS-NIR)", " – OID 1.2.250.1.213.1.4.8")
        return f"{label or self.pick('INS :', 'Matricule INS :', 'N° INS :', 'INS-NIR :')} {number}{oid}"

    def ipp(self):
        return f"{self.pick('IPP', 'N° patient', 'IPP :', 'NIP')} {self.p.ipp}"

    def episode(self):
        number = self.t["episode"] or f"{self.rng.choice([2600, 2500, 26])}{self.rng.randint(10000, 999999)}"
        self.t["episode"] = number
        return number

    def pro(self, spec):
        return Pro(self.rng, spec)

    def dr(self, pro, upper=True, title=None):
        name = pro.family.upper() if upper else pro.family
        return f"{title if title is not None else self.pick('Dr', 'Docteur', 'Dr')} {pro.given} {html.escape(name)}"

    def author(self, pro, upper=True, title=None):
        self.t["author_family"], self.t["author_given"] = pro.family, pro.given
        return self.dr(pro, upper, title)

    def rpps(self, pro, p=0.75, label=None):
        if not self.chance(p):
            return ""
        self.t["author_rpps"] = pro.rpps
        return f"{label or self.pick('RPPS', 'N° RPPS :', 'RPPS :')} {pro.rpps}"

    def to(self, pro, upper=True, title=None):
        self.t["recipients"].append(pro.family)
        return self.dr(pro, upper, title)

    def house(self, s, upper=None):
        self.t["structure_name"] = s.name
        return html.escape(s.name.upper() if (self.chance(0.25) if upper is None else upper) else s.name)

    def finess(self, s, p=0.5):
        if not self.chance(p):
            return ""
        self.t["structure_finess"] = s.finess
        return f"{self.pick('FINESS', 'N° FINESS :', 'Finess ET :')} {s.finess}"

    def dated(self, day, style=None):
        self.t["doc_date"] = day.isoformat()
        return self.f(day, style)

    def act(self, day, style=None):
        self.t["act_date"] = day.isoformat()
        return self.f(day, style)

    def kind(self, *codes):
        self.t["doc_type"] = list(codes) if len(codes) > 1 else codes[0]

    def logo(self, size=46):
        a, b = self.pick(
            ("#1b6ca8", "#7cc0e8"),
            ("#2e7d4f", "#a5d6a7"),
            ("#a3243b", "#f0b8c0"),
            ("#444", "#aaa"),
            ("#6a3d9a", "#c9b3e0"),
            ("#00838f", "#b2ebf2"),
        )
        shape = self.pick(
            f"<circle cx='25' cy='25' r='23' fill='{a}'/><path d='M21 8h8v13h13v8H29v13h-8V29H8v-8h13z' fill='white'/>",
            f"<rect width='50' height='50' rx='9' fill='{b}'/><path d='M5 40 L20 12 L30 30 L37 18 L46 40z' fill='{a}'/>",
            f"<circle cx='18' cy='25' r='17' fill='{a}' fill-opacity='.75'/><circle cx='33' cy='25' r='16' fill='{b}'/>",
            f"<path d='M3 28 Q25 -12 47 28 Q25 60 3 28z' fill='{b}'/><circle cx='25' cy='27' r='10' fill='{a}'/>",
        )
        svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 50 50'>{shape}</svg>"
        return f"<img class='logo' style='width:{size}px;height:{size}px' src='data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}'>"

    def datamatrix(self):
        """The INS code of the patient as a picture (only where the number is printed and right)."""
        if not self.t["ins"] or self.wrong_ins:
            return ""
        p = self.p
        gs = "\x1d"
        text = (
            f"IS01{'0' * 22}S1{p.ins}S21.2.250.1.213.1.4.8{gs}S3{fold(' '.join(p.firsts))}{gs}S4{fold(p.birth_name)}{gs}"
            f"S5{p.sex}S6{p.birth.strftime('%d-%m-%Y')}"
        )
        try:
            svg = DataMatrix(text).svg()
        except Exception:  # a text the encoder cannot hold: no code
            return ""
        return f"<img style='width:19mm;height:19mm;padding:2mm' src='data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}'>"

    def sign(self, text, font=None):
        return f"<div class='sig' style=\"font-family:'{font or self.pick('Dancing Script', 'Kristi')}';font-size:20pt;color:#234\">{html.escape(text)}</div>"

    def page(self, body, css="", font=None, size=10, margin="15mm 16mm 18mm", foot="", head=""):
        font = font or self.rng.choice(SANS)
        boxes = ""
        if head:
            boxes += f"@top-left{{content:\"{head}\";font-size:7.5pt;white-space:pre;font-family:'{font}'}}"
        if foot:
            boxes += (
                f"@bottom-center{{content:\"{foot}\";font-size:7pt;white-space:pre;font-family:'{font}';color:#333}}"
            )
        if self.chance(0.5):
            boxes += '@bottom-right{content:"Page " counter(page) "/" counter(pages);font-size:7pt}'
        return f"""<html lang=fr><style>@page{{size:A4;margin:{margin};{boxes}}}
body{{font-family:'{font}','DejaVu Sans';font-size:{size}pt;line-height:1.28;margin:0}} p{{margin:.45em 0}} h1,h2,h3{{margin:.4em 0}}
table{{border-collapse:collapse;width:100%}} td,th{{vertical-align:top;padding:2px 5px;text-align:left}} .r{{text-align:right}} .c{{text-align:center}}
.s{{font-size:{size * 0.82:.1f}pt}} .b{{font-weight:bold}} .box{{border:1px solid #333;padding:6px 9px;margin:5px 0}} .row{{display:flex;justify-content:space-between}}
.logo{{vertical-align:middle;margin-right:8px}} .bt td,.bt th{{border:1px solid #666}} .just{{text-align:justify}} {css}</style><body>{body}{self.extra}{self.end}</body></html>"""
