"""One document being written: who signs and receives it, its text, its drawings, and the truth of what is printed."""

import datetime as dt
import html
import math
import re

from eval.examiners.clinic.content import BIO, FILLERS, PROCHES
from eval.examiners.clinic.identity import Identity
from eval.examiners.clinic.page import HAND, code39, date, img
from eval.examiners.clinic.people import title


class Ctx(Identity):
    """One document being written."""

    # --- dates of the document -----------------------------------------
    def dates(self, doc="x", act="x"):
        """Records the two scored dates (None: not printed)."""
        doc = self.docd if doc == "x" else doc
        act = self.act if act == "x" else act
        self.put(doc_date=doc.isoformat() if doc else None, act_date=act.isoformat() if act else None)

    def stayed(self, lo=3, hi=40):
        """Entry and exit of a stay; the act is the exit."""
        entry = self.act - dt.timedelta(days=self.r.randint(lo, hi))
        return entry, self.act

    # --- people and places ----------------------------------------------
    def author(self, spec=None, title_="Docteur", sex=None):
        if title_ in ("M.", "Mme"):
            sex = "M" if title_ == "M." else "F"
        d = self.w.doctor(spec or self.case["spec"], title_, sex)
        self.put(author_family=d.family, author_given=d.given)
        self.sig = d
        return d

    def rpps(self, d, label=None, sign=True):
        if sign and d is getattr(self, "sig", None):
            self.f["author_rpps"] = d.rpps
        n = d.rpps
        return (label if label is not None else self.pick("RPPS : ", "N° RPPS ", "RPPS ", "N° RPPS : ")) + self.pick(
            n, n, f"{n[:2]} {n[2:5]} {n[5:8]} {n[8:]}"
        )

    def to(self, *doctors):
        have = self.f["recipients"] or []
        self.f["recipients"] = have + [d.family for d in doctors if d.family not in have]
        return doctors[0] if len(doctors) == 1 else doctors

    def dr(self, d, short=None, given=True):
        t = "Dr" if (short or (short is None and self.maybe(0.4))) and d.title == "Docteur" else d.title
        fam = d.family if self.caps else title(d.family)
        return f"{t} {d.given + ' ' if given else ''}{fam}".strip()

    def place(self, kind, shown=True):
        s = self.w.place(kind)
        if shown:
            self.f["structure_name"] = s.name
            self.struct = s
        return s

    def finess(self, s, label=None):
        if s is self.struct:
            self.f["structure_finess"] = s.finess
        return (
            label if label is not None else self.pick("FINESS : ", "N° FINESS ", "FINESS ", "N° FINESS géographique : ")
        ) + s.finess

    def addr(self, s, sep=" - "):
        return f"{s.street}{sep}{s.town[1]} {s.town[0].upper()}"

    def tel(self, s, fax=True):
        return f"Tél. {s.phone}" + (f" - Fax {s.fax}" if fax else "")

    @staticmethod
    def up(text):
        return text[0].upper() + text[1:]

    @staticmethod
    def low(text):
        return text[0].lower() + text[1:]

    # --- text ------------------------------------------------------------
    def say(self, text):
        """Fills the marks of a clinical text."""
        other = title(self.w.family())
        if text is self.case["hist"]:
            text += "".join(
                " " + x.replace("{n}", title(self.w.family())) for x in self.r.sample(FILLERS, self.r.randint(0, 4))
            )
        out = text.format(
            nom=self.name_now() if "{nom}" in text else "",
            e=self.e,
            il="elle" if self.p.sex == "F" else "il",
            Il="Elle" if self.p.sex == "F" else "Il",
            d1=self.day(self.d1, "num" if self.dstyle != "long" else "long"),
            d2=self.day(self.d2, "num" if self.dstyle != "long" else "long"),
            x1=self.dr(self.x1, given=False),
            x2=self.dr(self.x2, given=False),
            age=self.age() or "",
            n=other,
            f="ve" if self.p.sex == "F" else "f",
            num=self.r.randint(1000, 99999),
            d1b=self.day(self.d1 + dt.timedelta(days=9), "num"),
            proche=self.r.choice(PROCHES).format(n=other),
        )
        return re.sub(r"(?<=\. )[a-zà-ÿ]", lambda m: m.group().upper(), out) if len(out) > 60 else out

    def paras(self, *keys):
        return "".join(f"<p>{self.say(self.case[k])}</p>" for k in keys)

    def bullets(self, items, css=""):
        return f'<ul style="{css}">' + "".join(f"<li>{self.say(x)}</li>" for x in items) + "</ul>"

    def bio(self, n):
        out = []
        for name, unit, lo, hi, dec, norm in self.r.sample(BIO, n):
            v = f"{self.r.uniform(lo, hi):.{dec}f}".replace(".", ",")
            old = f"{self.r.uniform(lo, hi):.{dec}f}".replace(".", ",")
            out.append((name, v, html.escape(unit), html.escape(norm), old))
        return out

    def extra(self):
        """Lines some senders add: a relative in full, or what tells two namesakes apart."""
        out = ""
        if self.o.get("distinguish") and not self.said_extra:
            out += f"<div>{self.pick('État civil complet', 'Prénoms de naissance')} : {self.firsts(', ')} &nbsp; {self.pick('Domicile', 'Adresse')} : {self.address()}</div>"
            self.said_extra = True
        q = self.o.get("relative")
        if q:
            link = self.pick("fille", "sœur", "belle-fille") if q.sex == "F" else self.pick("fils", "frère", "gendre")
            role = self.pick("Personne à prévenir", "Personne de confiance", "Aidant principal", "Contact familial")
            out += (
                f"<div>{role} : {'Mme' if q.sex == 'F' else 'M.'} {q.birth_name} {q.first} ({link}), né{'e' if q.sex == 'F' else ''} le "
                f"{date(q.birth_date, 'num')}, tél. 06 {self.r.randint(10, 99)} {self.r.randint(10, 99)} {self.r.randint(10, 99)} {self.r.randint(10, 99)}</div>"
            )
        return f'<div class="extra">{out}</div>' if out else ""

    # --- drawn things ------------------------------------------------------
    def color(self):
        return self.pick("#1a4f7a", "#2b6e4f", "#7a1f3d", "#3d3d3d", "#0c6b74", "#5b3f8c", "#a14a12", "#000")

    def logo(self, size=16):
        c1, c2, kind = self.color(), self.color(), self.r.randint(0, 4)
        shapes = [
            f'<circle cx="50" cy="50" r="44" fill="none" stroke="{c1}" stroke-width="9"/><path d="M50 22v56M22 50h56" stroke="{c2}" stroke-width="13"/>',
            f'<path d="M8 70Q30 20 50 60T92 34" fill="none" stroke="{c1}" stroke-width="10"/><path d="M8 88Q30 40 50 80T92 54" fill="none" stroke="{c2}" stroke-width="7"/>',
            f'<polygon points="50,6 94,36 78,92 22,92 6,36" fill="{c1}"/><circle cx="50" cy="54" r="18" fill="#fff"/>',
            f'<rect x="8" y="8" width="38" height="38" fill="{c1}"/><rect x="54" y="8" width="38" height="38" fill="{c2}"/><rect x="8" y="54" width="38" height="38" fill="{c2}"/><circle cx="73" cy="73" r="19" fill="{c1}"/>',
            f'<path d="M50 88C-8 46 22 6 50 32C78 6 108 46 50 88Z" fill="{c1}"/><path d="M14 52h22l8-18 12 34 8-16h22" fill="none" stroke="#fff" stroke-width="5"/>',
        ]
        return img(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">{shapes[kind]}</svg>',
            f"width:{size}mm;height:{size}mm",
        )

    def scribble(self, width=38):
        """A signature that is only a pen stroke."""
        x, pts = 4, []
        while x < 150:
            pts.append(f"{x:.0f} {30 + 22 * math.sin(x * self.r.uniform(0.08, 0.25)) + self.r.uniform(-9, 9):.0f}")
            x += self.r.uniform(6, 15)
        ink = self.pick("#1c2f8a", "#111", "#20306e")
        path = f"M{pts[0]} " + " ".join(f"S{pts[i]} {pts[i + 1]}" for i in range(1, len(pts) - 1, 2))
        return img(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 64" width="160" height="64"><path d="{path}" fill="none" stroke="{ink}" stroke-width="1.7"/></svg>',
            f"width:{width}mm",
        )

    def stamp(self, lines):
        ink = self.pick("#2a3a8c", "#8a2232", "#333")
        return (
            f'<div style="display:inline-block;border:1.2pt solid {ink};color:{ink};padding:1.5mm 3mm;font-size:8pt;text-align:center;'
            f'transform:rotate({self.r.uniform(-5, 4):.1f}deg);font-family:Liberation Sans">'
            + "<br>".join(lines)
            + "</div>"
        )

    def hand(self, text, size=14):
        ink = self.o.setdefault("ink", self.pick("#1b2a7a", "#111", "#22305f"))
        font = self.o.setdefault("hand", self.r.choice(HAND))
        scale = {
            "Dancing Script": 1.05,
            "Humor Sans": 0.85,
            "Tomson Talks": 1.1,
            "Kaushan Script": 0.95,
            "Comic Neue": 0.95,
            "DkgHandwriting": 0.92,
        }[font]
        return f"<span style=\"font-family:'{font}';font-style:{'italic' if font == 'Comic Neue' else 'normal'};font-size:{size * scale:.1f}pt;color:{ink}\">{text}</span>"

    def page(self, body, css="", margin="16mm 17mm 18mm 17mm", size="A4", foot="", head=""):
        """The full HTML page with the common rules."""
        q = self.o.get("sticker")
        top = ""
        if q:
            top = (
                f'<div class="sticker">{q.used_name or q.birth_name} {q.first}<br>'
                + (f"née {q.birth_name}<br>" if q.used_name else "")
                + f"{'Née' if q.sex == 'F' else 'Né'} le {date(q.birth_date, 'num')} ({q.sex})<br>{code39(str(self.r.randint(2500000, 2699999)), '6mm', '36mm')}</div>"
            )
        if (not self.said_extra and self.o.get("distinguish")) or (
            self.o.get("relative") and 'class="extra"' not in body
        ):
            body += self.extra()

        def esc(t):
            return t.replace("\\", "").replace('"', "'")

        body = body.replace(" ()", "").replace(", ,", ",").replace(", pour ", ", pour ").replace(",</p>", ",</p>")
        if self.maybe(0.13):
            when = self.later(1, 12)
            note = self.pick(
                f"vu le {when:%d/%m/%Y}",
                "copie dossier",
                "à classer",
                "URGENT",
                "Dr " + title(self.w.family()) + " pour info",
                "à scanner",
                "double",
                f"appelé le {when:%d/%m}",
                "OK " + self.r.choice("ABCDJLM") + self.r.choice("BDLMPR"),
            )
            top += f'<div style="text-align:{self.pick("right", "center", "left")};margin:-4mm 0 1mm;transform:rotate({self.r.uniform(-2, 3):.1f}deg)">{self.hand(note, 14)}</div>'
        lead = self.leading
        gap = self.gap
        runs = (
            f'@top-center{{content:"{esc(head)}";font-family:{self.font};font-size:8pt;white-space:pre}}'
            if head
            else ""
        )
        runs += (
            f'@bottom-center{{content:"{esc(foot)}" ;font-size:7.5pt;font-family:{self.font};color:#333;white-space:pre;text-align:center}}'
            if foot
            else ""
        )
        return f"""<html lang="fr"><head><meta charset="utf-8"><style>
@page{{size:{size};margin:{margin};{runs}}}
body{{font-family:'{self.font}';font-size:{self.fsize}pt;line-height:{lead};margin:{gap}mm 0 0;color:#111;font-variant-numeric:lining-nums}}
p{{margin:{round(1.0 + gap / 9, 2)}mm 0}} h1{{font-size:1.45em;margin:3mm 0}} h2{{font-size:1.12em;margin:3mm 0 1mm}} h3{{font-size:1em;margin:2mm 0 .5mm}}
ul{{margin:1mm 0;padding-left:6mm}} table{{border-collapse:collapse}} .kv td{{padding:.6mm 2.5mm .6mm 0;vertical-align:top}} .kv .v{{font-weight:bold}}
.row{{display:flex;justify-content:space-between;gap:6mm}} .c{{text-align:center}} .r{{text-align:right}} .s{{font-size:.83em}} .box{{border:.7pt solid #333;padding:2mm 3mm}}
.label{{border:.5pt solid #888;width:66mm;padding:1.5mm 2mm;font-family:'Liberation Sans';font-size:8.6pt;line-height:1.25}}
.sticker{{float:right;border:.5pt solid #777;background:#fff;padding:1.5mm 2.5mm;font:8.6pt 'Liberation Sans';transform:rotate({self.r.uniform(-4, 4):.1f}deg);margin:0 0 3mm 6mm}}
.grid td,.grid th{{border:.6pt solid #444;padding:1mm 1.8mm;vertical-align:top}} .extra{{margin:2mm 0}} .dm{{display:inline-block;text-align:center}} .lines td{{border-bottom:.4pt solid #999;padding:.8mm 2mm}}
{css}</style></head><body>{top}{body}</body></html>"""
