"""People of a region: patients and their index."""

import copy
import datetime as dt
import unicodedata
from itertools import islice

from eval.examiners.common.frequencies import FAMILY, MEN, WOMEN, frequencies
from eval.examiners.common.numbers import ins_key
from eval.examiners.common.words import words

_LAST = [(n, w**0.6) for n, w in islice(frequencies(FAMILY), 6000) if len(n) > 2]
LAST_N, LAST_W = [n for n, _ in _LAST], [w for _, w in _LAST]
_NF = list(islice(frequencies(WOMEN), 260))
_NM = list(islice(frequencies(MEN), 260))
OLD_F = words("""Marie Jeanne Françoise Monique Catherine Nathalie Isabelle Jacqueline Sylvie Anne Martine Nicole Christine Christiane Chantal
Valérie Sandrine Stéphanie Véronique Denise Annie Brigitte Suzanne Marguerite Paulette Simone Yvonne Germaine Madeleine Hélène Odette
Ginette Raymonde Lucienne Andrée Renée Colette Josiane Danielle Michèle Bernadette Évelyne Dominique Corinne Patricia Pascale Laurence
Florence Agnès Béatrice Geneviève Thérèse Élisabeth Odile Solange Huguette Arlette Mireille Ghislaine Maryse Maryvonne Joëlle Francine
Laetitia Virginie Karine Séverine Céline Aurélie Émilie Élodie Delphine Sophie Carole Magali Sabrina Fatima Khadija Aïcha Samira Nadia
Rachida Malika Fatoumata Aminata Mariam Rosa Maria-Helena Conceição Svetlana Irina Thi-Lan Ingrid Astrid Bénédicte Clotilde Edwige Gisèle
Henriette Irène Liliane Lydie Marcelle Muriel Noëlle Pierrette Régine Roseline Sabine Victorine Yolande Zohra Gwenaëlle Nolwenn Soizic
Marie-Claude Marie-Thérèse Marie-Christine Marie-France Anne-Marie Marie-Noëlle Marie-Hélène Anne-Sophie Marie-Laure Rose-Marie
Claudette Éliane Viviane Jocelyne Nadine Michelle Armelle Estelle Fabienne Frédérique Gaëlle Cécile Hortense Blandine Victoire""")
OLD_M = words("""Jean Pierre Michel André Philippe René Louis Alain Jacques Bernard Marcel Daniel Roger Robert Paul Claude Christian Henri Georges
Nicolas François Patrick Gérard Christophe Joseph Julien Maurice Laurent Frédéric Éric David Stéphane Pascal Sébastien Alexandre Thierry
Olivier Antoine Raymond Guy Dominique Charles Didier Marc Vincent Yves Guillaume Bruno Serge Lucien Franck Gilles Hervé Sylvain Fabrice
Ludovic Emmanuel Arnaud Xavier Benoît Cédric Damien Mickaël Jérôme Grégory Anthony Kévin Mohamed Ahmed Karim Rachid Abdelkader Moussa
Mamadou Ousmane Ibrahima Manuel Antonio José Luis Dragan Vladimir Piotr Van-Thanh Lionel Ghislain Gaston Fernand Edmond Eugène Émile
Albert Adrien Alphonse Armand Auguste Baptiste Clément Denis Edgar Félix Firmin Gaël Gautier Hubert Jean-Baptiste Jean-Claude Jean-Pierre
Jean-Marc Jean-Luc Jean-François Jean-Michel Jean-Yves Pierre-Yves Jean-Jacques Paul-Henri Loïc Ronan Yann Erwan Maël Tanguy Régis Rémi
Romuald Roland Stanislas Tristan Valentin Victor Wilfrid Yvon Norbert Noël Léon Joël Joachim Gustave Firmin Étienne Désiré Aimé""")
PARTICLE = """DE LA TOUR;D'HAUTEFEUILLE;DE BEAUREGARD;DU PLESSIS;LE GOFF;LE BIHAN;DE SOUSA;DOS SANTOS;DA SILVA;VAN DEN BERGHE;
VAN HOUTTE;DELLA ROCCA;DI MARCO;EL AMRANI;BEN SALAH;DE VILLEPREUX;LE ROY LADURIE;DE LA FOREST;D'ANGELO;LA ROSA;DES ROTOURS;L'HERMITTE;
AIT OUARAB;ABD EL KADER;VON STEIN;N'GUESSAN;M'BODJ;O'CONNOR;SAINT-AUBIN;DE OLIVEIRA MARQUES;LE FLOC'H;DE KERMADEC""".replace(
    "\n", ""
).split(";")
ABROAD = words("""NGUYEN TRAN DIALLO TRAORE KEITA COULIBALY NDIAYE BENALI BOUZID HADDAD BELKACEM KOWALSKI NOWAK WISNIEWSKI POPESCU IONESCU PETROVIC
YILMAZ DEMIR OZTURK KAYA SINGH KUMAR CHEN WANG ZHANG FERREIRA PEREIRA GONCALVES RODRIGUES GARCIA LOPEZ MARTINEZ ROSSI RUSSO ESPOSITO
MBAYE SYLLA CISSE CAMARA BA SOW KONATE TOURE OUEDRAOGO RAKOTOMALALA ANDRIAMANANA RAZAFINDRAKOTO HAMIDOU SAID BAKHTI ZEROUAL CHERKAOUI""")
ACCENT = {
    "LEFEVRE": "Lefèvre",
    "GERARD": "Gérard",
    "ANDRE": "André",
    "HERVE": "Hervé",
    "BARTHELEMY": "Barthélemy",
    "BENARD": "Bénard",
    "FREMONT": "Frémont",
    "MENARD": "Ménard",
    "PELISSIER": "Pélissier",
    "REMY": "Rémy",
    "BERANGER": "Béranger",
    "CLEMENT": "Clément",
    "LEVEQUE": "Lévêque",
    "HEBERT": "Hébert",
    "REGNIER": "Régnier",
    "PREVOST": "Prévost",
    "FEVRE": "Fèvre",
    "GUERIN": "Guérin",
    "NOEL": "Noël",
    "JEROME": "Jérôme",
    "BOUTET": "Boutet",
    "CHENE": "Chêne",
    "BECU": "Bécu",
    "CESAR": "César",
}
CLOSE_F = [
    ("LEA", "LENA"),
    ("JULIE", "JULIA"),
    ("EMMA", "EMMY"),
    ("LINA", "LISA"),
    ("CLARA", "CLARE"),
    ("MANON", "MANOU"),
    ("ALICE", "ALICIA"),
    ("LOUISE", "LOUISA"),
    ("ELISE", "ELSE"),
    ("MARINE", "MARIE"),
]
CLOSE_M = [
    ("LUCAS", "LUCA"),
    ("MATHIS", "MATHYS"),
    ("NOE", "NOA"),
    ("THEO", "LEO"),
    ("MARTIN", "MARIN"),
    ("ROBIN", "ROBI"),
    ("ENZO", "KENZO"),
    ("ILIAN", "ILYAN"),
    ("MAEL", "MAE"),
    ("ADAM", "ADAN"),
]


def fold(s):
    s = unicodedata.normalize("NFD", s.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(ch for ch in s if not unicodedata.combining(ch)).upper()


GIVEN = {fold(name) for name in (*OLD_F, *OLD_M, *(name for name, _ in (*_NF, *_NM)))}
"""Words that are also given names: beside them the family name must be told apart by its capitals."""


def title(name):
    """Family name with ordinary capitals: LE GOFF -> Le Goff."""
    if name in ACCENT:
        return ACCENT[name]
    out, up = [], True
    for ch in name.lower():
        out.append(ch.upper() if up else ch)
        up = ch in " -'"
    s = "".join(out)
    for a in ("De ", "Du ", "Des ", "D'"):
        if s.startswith(a) and a != "Des ":
            s = a.lower() + s[len(a) :]
    return s


def edit1(a, b):
    """True when a and b are equal or one edit apart."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return a[i + 1 :] == b[i + 1 :] or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i:]


class Person:
    """bn birth name, un used name or None, fn first given name, fns all given names (both with accents)."""

    def __init__(self, **kw):
        self.__dict__.update(kw)

    def copy(self, **kw):
        q = copy.copy(self)
        q.__dict__.update(kw)
        return q

    @property
    def male(self):
        return self.sex == "M"

    @property
    def shown(self):
        return self.un or self.bn

    def age(self, at):
        return at.year - self.bd.year - ((at.month, at.day) < (self.bd.month, self.bd.day))

    def record(self):
        return {
            "record_id": self.rid,
            "ipp": self.ipp,
            "birth_name": self.bn,
            "used_name": self.un,
            "first_name": fold(self.fn),
            "first_names": [fold(x) for x in self.fns],
            "birth_date": self.bd.isoformat(),
            "sex": self.sex,
            "ins": self.ins,
            "ins_oid": "1.2.250.1.213.1.4.8" if self.ins else None,
            "birth_place": self.cog,
        }


class World:
    """The region: its persons, drawn one after the other, and the index that holds most of them."""

    def __init__(self, r):
        self.r = r
        self.people = []
        self.n = 0
        self.order = 0

    def last(self):
        r = self.r
        x = r.random()
        if x < 0.05:
            return r.choice(PARTICLE)
        if x < 0.12:
            return r.choice(ABROAD)
        n = r.choices(LAST_N, LAST_W)[0]
        if x < 0.17 and " " not in n and "-" not in n:
            m = r.choices(LAST_N, LAST_W)[0]
            if " " not in m and "-" not in m and m != n:
                n = n + r.choice(["-", "-", " "]) + m
        return n

    def first(self, sex, year):
        r = self.r
        if year > 1998 or (year > 1985 and r.random() < 0.3):
            src = _NF if sex == "F" else _NM
            n = r.choices([a for a, _ in src], [b for _, b in src])[0]
            return "-".join(p.capitalize() for p in n.split("-"))
        return r.choice(OLD_F if sex == "F" else OLD_M)

    def make_ins(self, sex, bd, cog):
        self.order += 1
        n = f"{1 if sex == 'M' else 2}{bd.year % 100:02d}{bd.month:02d}{cog}{self.order % 899 + 100:03d}"
        return n + ins_key(n)

    def cog(self):
        r = self.r
        if r.random() < 0.12:
            return f"99{r.choice([109, 127, 134, 139, 243, 326, 341, 350, 351, 352, 404])}"
        dep = r.choice([f"{d:02d}" for d in range(1, 96) if d != 20] + ["2A", "2B"])
        return f"{dep}{r.randint(990, 999)}"

    def person(self, lo=1928, hi=2025, sex=None, **kw):
        r = self.r
        sex = sex or r.choice("MF")
        y = r.randint(lo, hi)
        bd = dt.date(y, 1, 1) + dt.timedelta(days=r.randint(0, 364))
        bn = self.last()
        un = None
        if sex == "F" and y < 2002 and r.random() < (0.72 if y < 1970 else 0.45):
            un = self.last()
            if r.random() < 0.12 and " " not in un + bn and "-" not in un + bn:
                un = f"{bn}-{un}"
        elif sex == "M" and y < 2002 and r.random() < 0.02:
            un = self.last()
        if un == bn:
            un = None
        fn = self.first(sex, y)
        fns = [fn]
        for _ in range(r.choice([0, 0, 1, 1, 2, 2])):
            f = self.first(sex, y)
            if f not in fns:
                fns.append(f)
        cog = self.cog()
        p = Person(bn=bn, un=un, fn=fn, fns=fns, bd=bd, sex=sex, cog=cog, ins=None, rid=None, ipp=None)
        p.__dict__.update(kw)
        p.ins = self.make_ins(p.sex, p.bd, p.cog)
        return p

    def add(self, p):
        self.n += 1
        p.rid = f"P{self.n:05d}"
        p.ipp = f"{self.r.randint(10**7, 10**8 - 1)}"
        self.people.append(p)
        return p

    def ambiguous(self, p, printed_bd):
        """Somebody else in the index within one edit or one digit of the printed traits."""
        d0 = printed_bd.isoformat()
        for q in self.people:
            if q.rid == p.rid:
                continue
            dq = q.bd.isoformat()
            if sum(a != b for a, b in zip(d0, dq, strict=True)) > 1:
                continue
            names_p = {p.bn, p.un or p.bn}
            names_q = {q.bn, q.un or q.bn}
            if any(edit1(a, b) for a in names_p for b in names_q) and edit1(fold(p.fn), fold(q.fn)):
                return True
        return False
