"""Fictitious people, professionals and establishments, all drawn from a seeded random source."""

import copy
import datetime as dt
import unicodedata
from itertools import islice

from eval.examiners.common.frequencies import FAMILY as FAMILY_LIST
from eval.examiners.common.frequencies import frequencies
from eval.examiners.common.numbers import ins_key, luhn_digit
from eval.examiners.common.words import words

EXTRA_FAMILY = words("""Lefèvre Lemaître Béranger Gaëtan-Roy Le_Goff Le_Bihan Quéméneur Kerbrat de_La_Tour du_Plessis d'Arvor de_Villepreux
N'Diaye Ben_Salah El_Khoury Nguyen Trần-Lévy Öztürk Kowalczyk Wiśniewska Da_Silva Dos_Santos Fernandes_Pinto García-Lopez Diallo Traoré
Konaté Sissoko Benchérif Haddad Bouzid Amrani Ziani Rakotomalala Andrianarivo Hoarau Payet Grondin Zandronis Schoenenberger Muller Wœrth Hübsch
Etcheverry Etchegaray Irigoyen Susini Colonna_d'Istria Santoni Vandenbroucke Vanhoutte Deconinck Desmedt Hermitte Peyronnet Bœuf Lœuillet
Saint-Martin Martin-Dupré Roux-Berthelot Petit-Jean Lopez-Garnier Blanc-Mercier Faure-Morin Le_Gall-Simon Castex Cazenave Barthélémy Hénaff
Guézennec Plouzennec Cléac'h L'Hostis d'Hauteville de_Kermadec Guérin Hébert Fréchet Légier Mével Rivoallan Tanguy Ollivier Riou""")
MALE = words("""Jean Pierre Michel André Philippe René Louis Alain Jacques Bernard Marcel Daniel Roger Robert Claude Christian Henri Georges Gérard
Patrick Nicolas Christophe François Laurent Éric Frédéric Stéphane Pascal Thierry Julien Sébastien Olivier David Thomas Alexandre Maxime Antoine
Kévin Jérôme Guillaume Bruno Vincent Romain Benoît Clément Hugo Lucas Théo Nathan Enzo Léo Gabriel Raphaël Arthur Jules Adam Noé Ethan Mathis
Tom Sacha Rayan Mohamed Karim Youssef Mehdi Ibrahima Moussa Sékou João Antonio Giuseppe Tomasz Piotr Minh Hoang Ousmane Jean-Pierre Jean-Luc
Jean-Marc Jean-Baptiste Pierre-Yves Marc-Antoine Paul-Henri Jean-Noël Gaël Loïc Yann Erwan Ronan Tanguy Corentin Maël Titouan Étienne Cédric
Grégory Ludovic Fabrice Didier Hervé Gilles Joël Lionel Yves Roland Fernand Lucien Raymond Émile Gaston Aimé Achille Octave Basile Côme Félix""")
FEMALE = words("""Marie Jeanne Françoise Monique Catherine Nathalie Isabelle Jacqueline Sylvie Anne Martine Nicole Christine Madeleine Suzanne Valérie
Hélène Simone Sophie Céline Sandrine Véronique Denise Christiane Stéphanie Élodie Émilie Julie Camille Laura Aurélie Virginie Léa Manon Chloé
Emma Inès Jade Louise Alice Lola Zoé Clémence Margaux Océane Anaïs Noémie Maëlle Maéva Élise Éléonore Agathe Apolline Romane Juliette Capucine
Fatima Khadija Aïcha Fatou Aminata Mariam Samira Leïla Yasmine Maria Rosa Giulia Agnieszka Thi-Lan Linh Marie-Claude Marie-Thérèse Marie-Hélène
Anne-Marie Anne-Sophie Marie-Laure Rose-Marie Annick Yvette Ginette Colette Odette Paulette Raymonde Huguette Josiane Brigitte Chantal Danielle
Ghislaine Mireille Michèle Régine Solange Thérèse Germaine Andrée Bernadette Cécile Claire Coralie Delphine Estelle Fabienne Gwenaëlle Soizic
Morgane Nolwenn Rozenn Enora Lucie Pauline Mathilde Justine Marion Morgane Amandine Élisabeth Geneviève Odile Bénédicte Faïza Rachida Zohra""")
TOWNS = [
    ("Valcourt-sur-Seille", "57210"),
    ("Saint-Aubin-les-Prés", "44360"),
    ("Montclar", "31220"),
    ("Belleroche", "69340"),
    ("Kerlann", "29440"),
    ("Villeneuve-la-Garde", "13680"),
    ("Aubry-le-Château", "59115"),
    ("Pontigny-sur-Orne", "14260"),
    ("Rochebrune", "26410"),
    ("Les Essarts-du-Lac", "74230"),
    ("Marsac-en-Brenne", "36190"),
    ("Sainte-Foy-d'Albret", "47150"),
]
STREETS = [
    "rue des Tilleuls",
    "avenue Jean-Jaurès",
    "rue du Moulin",
    "impasse des Acacias",
    "place de la République",
    "chemin du Lavoir",
    "boulevard Pasteur",
    "rue Victor-Hugo",
    "allée des Cerisiers",
    "route de la Gare",
    "rue Marie-Curie",
    "quai des Mariniers",
]
DEPS = [
    "01",
    "13",
    "14",
    "26",
    "29",
    "31",
    "33",
    "35",
    "44",
    "57",
    "59",
    "62",
    "67",
    "69",
    "75",
    "76",
    "83",
    "92",
    "93",
    "2A",
    "2B",
]


def _frequent(name, count):
    """The single words that begin the most frequent names."""
    first = [one.split()[0] for one, _ in islice(frequencies(name), count)]
    return [word.title() for word in first if word.isalpha() and len(word) > 2]


FAMILY = sorted(set(_frequent(FAMILY_LIST, 1500))) + [w.replace("_", " ") for w in EXTRA_FAMILY]


def fold(text):
    text = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(ch for ch in text if not unicodedata.combining(ch)).upper().replace("-", " ").replace("'", " ")


def luhn(body):
    """A number with its last digit."""
    return body + luhn_digit(body)


def ins_number(rng, sex, birth):
    dep = rng.choice(DEPS)
    body = f"{1 if sex == 'M' else 2}{birth.year % 100:02d}{birth.month:02d}{dep}{rng.randint(990, 999)}{rng.randint(1, 899):03d}"
    return body + ins_key(body)


class Person:
    """One patient or relative."""

    def __init__(self, rng, sex=None, birth=None, family=None, first=None, child=False):
        self.sex = sex or rng.choice("MF")
        if birth is None:
            year = rng.randint(2012, 2025) if child else int(min(2007, max(1926, rng.gauss(1958, 19))))
            birth = dt.date(year, rng.randint(1, 12), rng.randint(1, 28))
        self.birth = birth
        self.birth_name = family or rng.choice(FAMILY)
        pool = MALE if self.sex == "M" else FEMALE
        self.first = first or rng.choice(pool)
        extra = rng.sample([f for f in pool if f != self.first and "-" not in f], rng.choice([0, 1, 2, 2]))
        self.firsts = [self.first, *extra]
        self.used_name = None
        if self.sex == "F" and birth.year < 1998 and rng.random() < 0.62:
            other = rng.choice(FAMILY)
            self.used_name = (
                other
                if rng.random() < 0.85 or "-" in other + self.birth_name or " " in other + self.birth_name
                else f"{self.birth_name}-{other}"
            )
            if fold(self.used_name) == fold(self.birth_name):
                self.used_name = None
        self.ins = ins_number(rng, self.sex, self.birth)
        self.ipp = f"{rng.randint(10**7, 10**8 - 1)}"
        town, code = rng.choice(TOWNS)
        self.town, self.zip = town, code
        self.street = f"{rng.randint(1, 140)} {rng.choice(STREETS)}"
        self.phone = f"0{rng.choice('67')} " + " ".join(f"{rng.randint(0, 99):02d}" for _ in range(4))
        self.record_id = None

    def clone(self):
        return copy.deepcopy(self)

    def age(self, day):
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))

    def record(self):
        return {
            "record_id": self.record_id,
            "birth_name": self.birth_name,
            "used_name": self.used_name,
            "first_name": self.first,
            "first_names": " ".join(self.firsts),
            "birth_date": self.birth.isoformat(),
            "sex": self.sex,
            "ins": self.ins,
            "ipp": self.ipp,
        }


class Pro:
    """A health professional."""

    def __init__(self, rng, spec):
        self.sex = rng.choice("MF")
        self.given = rng.choice(MALE if self.sex == "M" else FEMALE)
        self.family = rng.choice(FAMILY)
        self.spec = spec
        self.rpps = luhn("1010" + f"{rng.randint(0, 999999):06d}")
        self.am = (
            f"{rng.choice(['59', '31', '44', '69'])}{rng.randint(1, 9)}{rng.randint(10000, 99999)}{rng.randint(0, 9)}"
        )


HOSP = [
    "Centre Hospitalier de {t}",
    "Hôpital Intercommunal de {t}",
    "CH Simone-Veil de {t}",
    "Groupe Hospitalier {t}",
    "Centre Hospitalier Général Louis-Pasteur",
]
CLIN = [
    "Clinique des Trois-Rivières",
    "Polyclinique Sainte-Odile",
    "Clinique du Parc Boisé",
    "Hôpital privé des Coteaux",
    "Clinique Saint-Éloi",
]
LABS = [
    "Laboratoire BIOVAL",
    "LBM Les Tanneurs",
    "SELAS Biolittoral",
    "Laboratoire Analysia",
    "Laboratoire de la Halle aux Grains",
    "LBM Cap Bio Ouest",
]
IMAG = [
    "Centre d'Imagerie du Mail",
    "SCM Radiologie des Arcades",
    "Imagerie Médicale Pasteur",
    "IRM & Scanner du Grand Large",
    "Cabinet de Radiologie Bellevue",
]
CABS = [
    "Maison de Santé Pluriprofessionnelle du Lavoir",
    "Cabinet médical des Halles",
    "Pôle Santé de la Gare",
    "Centre de Santé Jeanne-Barret",
    "Cabinet médical du Vieux Pont",
]
PATH = ["Cabinet de Pathologie Diagnostia", "Centre de Pathologie des Hauts-Murs", "SELARL Anapath Sud-Loire"]


class Structure:
    """A hospital, laboratory or practice with an address."""

    def __init__(self, rng, kinds):
        self.town, self.zip = rng.choice(TOWNS)
        self.name = rng.choice(kinds).format(t=self.town)
        self.street = f"{rng.randint(1, 90)} {rng.choice(STREETS)}"
        self.finess = luhn(self.zip[:2] + "0" + f"{rng.randint(0, 99999):05d}")
        self.tel = f"0{rng.randint(1, 5)} " + " ".join(f"{rng.randint(10, 99)}" for _ in range(4))
        self.fax = self.tel[:-2] + f"{rng.randint(10, 99)}"


def edit(a, b):
    """Levenshtein distance on folded strings."""
    a, b = fold(a), fold(b)
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        new = [i]
        for j, cb in enumerate(b, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (ca != cb)))
        row = new
    return row[-1]


def near(a, b):
    """Two records so near that traits alone cannot tell them apart."""
    da, db = a.birth.strftime("%d%m%Y"), b.birth.strftime("%d%m%Y")
    if sum(x != y for x, y in zip(da, db, strict=True)) > 1:
        return False
    names_a = [n for n in (a.birth_name, a.used_name) if n]
    names_b = [n for n in (b.birth_name, b.used_name) if n]
    return edit(a.first, b.first) <= 1 and any(edit(x, y) <= 1 for x in names_a for y in names_b)
