"""Fictitious persons, professionals and addresses."""

import datetime as dt
import unicodedata
from itertools import islice

from eval.examiners.common.frequencies import FAMILY, MEN, WOMEN, frequencies
from eval.examiners.common.numbers import ins_key, luhn_digit
from eval.examiners.common.words import words

ACCENTED = words("""Lefèvre Bérenger Désiré Gérard Grégoire Hervé Béranger Évrard Énault Lemaître Legué Prévôt Mahé Noël Quéméneur Le_Goff Le_Gall Le_Bihan
Le_Floc'h L'Hostis D'Hondt De_La_Cruz Da_Silva Dos_Santos De_Oliveira Ben_Amar El_Mansouri Aït_Hamou Van_Den_Broeck Van_Hove De_Villeneuve
D'Aubigny De_Kerangal Du_Plessis Nguyen Tran Phan Diallo N'Diaye N'Guessan Traoré Coulibaly Keïta Öztürk Yılmaz Kowalski Wojcik Nowak Ivanov
Müller Schröder Garcia Martínez Rodriguez Ferreira Pereira Benali Bouzid Chérif Haddad Mansour Rakotomalala Andriamanana Ramanantsoa
Martin-Dubois Petit-Jean Saint-Martin Roche-Picard Leroy-Beaulieu Marie-Rose Jean-Baptiste Castel-Brunet Lopez-Ruiz Péron Ménard Hébert Bénard
Guérin Séguin Théry Lévêque Frémont Cléry Bécu Pécheur Trébaol Kervella Cariou Guivarc'h Tanguy Abgrall Élie Fénelon Tétard Çelik""")
COMPOUND_M = words(
    """Jean-Pierre Jean-Claude Jean-Marie Jean-Luc Pierre-Yves Marc-Antoine Jean-François Paul-Henri Charles-Édouard Loïc Gaël Rémi Léo Théo
Mathéo Noé Raphaël Gaëtan Frédéric Cédric Jérôme Sébastien Stéphane Hervé Rémy Mamadou Moussa Ousmane Mehdi Karim Youssef Mohamed Bilal Enzo Kylian
Piotr Andrzej Antonio Joaquim João Nguyễn Minh Anh Duc Sékou Ibrahima Yacine Gérard André Noël Régis Joël Aurélien Timothée Éloi""".replace(
        "Nguyễn ", ""
    )
)
COMPOUND_F = words(
    """Marie-Christine Anne-Marie Marie-Claude Marie-Thérèse Marie-Laure Anne-Sophie Marie-France Lou-Anne Éléonore Hélène Zoé Chloé Léa Inès
Noémie Mélanie Joëlle Michèle Geneviève Thérèse Renée Andrée Valérie Stéphanie Émilie Cécile Agnès Béatrice Maëlys Maëva Gwenaëlle Fatima Aïcha Aminata
Fatoumata Khadija Samira Nadia Thi Linh Mariama Agnieszka Małgorzata Conceição Maria Ana Lúcia Rosa Éloïse Océane Solène Orléane Édith""".replace(
        "Małgorzata ", ""
    ).replace("Thi ", "")
)


def _load(name, limit):
    titled = (n.title() for n, _ in frequencies(name))
    return list(
        islice(
            (n for n in titled if n.replace("-", "").replace(" ", "").replace("'", "").isalpha() and len(n) > 2), limit
        )
    )


OLD_M = words("""Michel Alain Bernard Daniel Christian Philippe Patrick Roger Marcel Lucien Yves Claude Serge Guy Didier Laurent Thierry Pascal Bruno Olivier Christophe
Eugène Fernand Albert Raymond Georges Henri Maurice Robert Roland Francis Dominique Franck Éric Denis Gilles Nicolas Guillaume Julien Benoît Damien Fabrice""")
OLD_F = words("""Monique Jacqueline Françoise Nicole Danielle Martine Chantal Sylvie Brigitte Catherine Isabelle Nathalie Christine Véronique Sandrine Corinne Laurence
Yvonne Suzanne Simone Paulette Denise Odette Ginette Huguette Colette Lucienne Germaine Claudine Dominique Claude Pascale Patricia Florence Virginie Aurélie Delphine""")
LAST = _load(FAMILY, 1800) + [n.replace("_", " ") for n in ACCENTED] * 3
MALE = _load(MEN, 260) + COMPOUND_M * 2 + OLD_M * 4
FEMALE = _load(WOMEN, 260) + COMPOUND_F * 2 + OLD_F * 4


def strip(s):
    s = s.replace("ı", "i").replace("œ", "oe").replace("ł", "l")
    return "".join(ch for ch in unicodedata.normalize("NFD", s) if not unicodedata.combining(ch))


def strict(s):
    """Capitals without accents, as an index holds them."""
    return strip(s).upper()


def rpps(rng):
    d = "10" + "".join(rng.choice("0123456789") for _ in range(8))
    return d + luhn_digit(d)


def finess(rng, dep):
    d = dep + "0" + rng.choice("0789") + "".join(rng.choice("0123456789") for _ in range(4))
    return d + luhn_digit(d)


DEPS = [
    "29",
    "35",
    "44",
    "56",
    "22",
    "75",
    "59",
    "62",
    "69",
    "33",
    "31",
    "13",
    "67",
    "76",
    "37",
    "45",
    "21",
    "63",
    "87",
    "49",
]


class Person:
    """A fictitious person; what is not given is drawn."""

    def __init__(self, rng, rid, sex=None, birth=None, first=None, dob=None, used="auto", age=None):
        self.rid = rid
        self.sex = sex or rng.choice("MF")
        self.birth = birth or rng.choice(LAST)
        pool = MALE if self.sex == "M" else FEMALE
        self.first = first or rng.choice(pool)
        self.firsts = [self.first, *rng.sample([x for x in pool if x != self.first], rng.choice([0, 1, 1, 2, 2]))]
        if dob is None:
            if age is None:
                age = rng.choice(
                    [
                        rng.randint(1, 17),
                        rng.randint(18, 45),
                        rng.randint(40, 75),
                        rng.randint(60, 95),
                        rng.randint(60, 90),
                    ]
                )
            dob = dt.date(2026, 9, 30) - dt.timedelta(days=int(age * 365.25) + rng.randint(0, 364))
        self.dob = dob
        self.used = None
        if used == "auto":
            if (self.sex == "F" and self.age() > 22 and rng.random() < 0.5) or (
                self.age() > 25 and rng.random() < 0.02
            ):
                u = rng.choice(LAST)
                if u != self.birth:
                    self.used = u
                    if rng.random() < 0.08 and "-" not in u + self.birth and " " not in u + self.birth:
                        self.used = self.birth + "-" + u
        else:
            self.used = used
        dep = rng.choice(DEPS)
        self.place = dep + str(rng.randint(990, 999))
        self.ins = self.make_ins(rng)
        self.ipp = str(rng.randint(10**7, 10**8 - 1))
        self.phone = "0" + rng.choice("67") + "".join(f" {rng.randint(0, 99):02d}" for _ in range(4))

    def age(self):
        return (dt.date(2026, 11, 1) - self.dob).days // 365

    def make_ins(self, rng):
        n = f"{'1' if self.sex == 'M' else '2'}{self.dob.year % 100:02d}{self.dob.month:02d}{self.place}{rng.randint(1, 890):03d}"
        return n + ins_key(n)

    def record(self):
        return {
            "record_id": self.rid,
            "ipp": self.ipp,
            "birth_name": strip(self.birth).upper(),
            "used_name": strip(self.used).upper() if self.used else None,
            "first_name": strip(self.first).upper(),
            "first_names": [strip(x).upper() for x in self.firsts],
            "birth_date": self.dob.isoformat(),
            "sex": self.sex,
            "birth_place": self.place,
            "ins": self.ins,
            "ins_oid": "1.2.250.1.213.1.4.8",
        }


class Doctor:
    """A doctor with the numbers that prescriptions print."""

    def __init__(self, rng, spec=None):
        self.sex = rng.choice("MF")
        self.family = rng.choice(LAST)
        self.given = rng.choice(MALE if self.sex == "M" else FEMALE)
        self.rpps = rpps(rng)
        self.am = rng.choice(DEPS) + "1" + "".join(rng.choice("0123456789") for _ in range(6))
        self.spec = spec


TOWNS = [
    ("Quimper", "29000"),
    ("Morlaix", "29600"),
    ("Saint-Brieuc", "22000"),
    ("Lorient", "56100"),
    ("Vannes", "56000"),
    ("Rennes", "35000"),
    ("Redon", "35600"),
    ("Nantes", "44000"),
    ("Angers", "49000"),
    ("Laval", "53000"),
    ("Le Mans", "72000"),
    ("Tours", "37000"),
    ("Orléans", "45000"),
    ("Rouen", "76000"),
    ("Caen", "14000"),
    ("Amiens", "80000"),
    ("Valenciennes", "59300"),
    ("Arras", "62000"),
    ("Metz", "57000"),
    ("Colmar", "68000"),
    ("Dijon", "21000"),
    ("Roanne", "42300"),
    ("Bourg-en-Bresse", "01000"),
    ("Annecy", "74000"),
    ("Valence", "26000"),
    ("Montauban", "82000"),
    ("Pau", "64000"),
    ("Limoges", "87000"),
]
STREETS = [
    "rue des Lilas",
    "avenue de la Libération",
    "rue Pasteur",
    "boulevard Clemenceau",
    "rue du Général Leclerc",
    "place de la République",
    "chemin des Vignes",
    "rue Jean Jaurès",
    "allée des Tilleuls",
    "impasse du Moulin",
    "rue de la Gare",
    "route de la Mer",
    "rue Victor Hugo",
    "quai de la Fontaine",
    "rue du 11 Novembre",
]


def address(rng):
    t = rng.choice(TOWNS)
    return (
        f"{rng.randint(1, 140)}{rng.choice(['', '', ' bis'])} {rng.choice(STREETS)}",
        f"{t[1]} {t[0].upper() if rng.random() < 0.6 else t[0]}",
        t,
    )


def phone(rng):
    return f"0{rng.randint(1, 5)}" + "".join(f" {rng.randint(10, 99):02d}" for _ in range(4))
