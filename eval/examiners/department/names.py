"""Names of persons, towns and streets. Neither patients nor professionals: see people and sheet."""

import unicodedata
from collections.abc import Iterator
from itertools import islice
from random import Random

from eval.examiners.common.frequencies import FAMILY, MEN, WOMEN, frequencies
from eval.examiners.common.words import words

# fmt: off
REGIONAL = [
    "ETCHEVERRY", "LAFITTE", "DUCASSE", "CAZENAVE", "DARRIEUTORT", "LABORDE-LAGRAVE", "DE LA TORRE", "D'ARTIGUES",
    "LE GOFF", "DU BOURG", "DE MONTBRUN", "N'DIAYE", "BENALI", "EL AMRANI", "OUEDRAOGO", "NGUYEN VAN", "DOS SANTOS",
    "DA COSTA", "GARCIA-LOPEZ", "IRIGOYEN", "HARISPE", "LASSERRE", "PEYRELONGUE", "CASTAGNET", "SAINT-MARTIN",
    "SAINT-GERMAIN", "DULUC", "CAPDEVILLE", "LARROQUE", "BARTHÉLÉMY", "QUÉMÉNEUR", "LEFÈVRE", "BÉRANGER", "GÉLIN",
    "KOWALCZYK", "VAN DEN BERGHE", "MBAYE", "O'CONNOR", "ZUBIETA",
]
OLD_WOMEN = words("""
Marie Jeanne Simone Denise Yvette Odette Raymonde Paulette Lucienne Ginette Monique Jacqueline Suzanne Andrée Huguette
Josette Colette Nicole Michèle Françoise Bernadette Claudine Arlette Mireille Danielle Christiane Éliane Régine Thérèse
Henriette Marie-Thérèse Marie-Claude Anne-Marie Marie-France Marie-Louise Rose-Marie Geneviève Solange Pierrette Gisèle
Maryse
""")
OLD_MEN = words("""
Jean Pierre Michel André Robert René Roger Claude Jacques Bernard Marcel Raymond Gérard Guy Henri Maurice Georges Louis
Lucien Fernand Gilbert Roland Serge Yves Jean-Claude Jean-Pierre Jean-Louis Jean-Marie Jean-Jacques Francis Christian
Étienne Élie Firmin Aimé Edmond Gaston Joseph Noël Rémi Alain Daniel Didier
""")
MIDDLE_WOMEN = words("""
Nathalie Isabelle Sylvie Catherine Valérie Sandrine Stéphanie Céline Virginie Aurélie Émilie Élodie Laetitia Karine
Corinne Véronique Patricia Florence Delphine Séverine Anne-Sophie Marie-Laure Caroline Fatima Amina Ana-Maria Hélène
Cécile Agnès Mélanie Julie Claire Audrey Laura Marion Pauline Noémie Maïté Nadège Sabrina Khadija Oumou Thi-Hoa
Ludivine
""")
MIDDLE_MEN = words("""
Philippe Laurent Christophe Stéphane Frédéric Thierry Olivier Pascal Éric Bruno Nicolas Sébastien David Julien Guillaume
Mathieu Thomas Alexandre Benoît Jérôme Fabrice Cédric Jean-François Jean-Marc Jean-Luc Pierre-Yves Karim Mohamed Mamadou
José Antonio Xabi Arnaud Rémy Loïc Grégory Vincent Franck Gaël Xavier Hervé Marc-Antoine
""")
TWINS = [
    ("Louis", "Louise"), ("Jean", "Jeanne"), ("Martin", "Martine"), ("Simon", "Simone"), ("Julie", "Julia"),
    ("Marina", "Marine"), ("Lucien", "Julien"), ("Paul", "Paule"), ("Anna", "Anne"), ("Daniel", "Danielle"),
    ("Noa", "Noah"), ("Lina", "Lisa"),
]
TWIN_SISTERS = set(words(
    "Louise Jeanne Martine Simone Julie Julia Marina Marine Paule Anna Anne Danielle Lina Lisa"
))
TOWNS = [
    ("32000", "Auch", "32"), ("32100", "Condom", "32"), ("32110", "Nogaro", "32"), ("32800", "Eauze", "32"),
    ("32300", "Mirande", "32"), ("40800", "Aire-sur-l'Adour", "40"), ("40000", "Mont-de-Marsan", "40"),
    ("40190", "Villeneuve-de-Marsan", "40"), ("47600", "Nérac", "47"), ("47170", "Mézin", "47"),
    ("47200", "Marmande", "47"), ("64330", "Garlin", "64"), ("65140", "Rabastens-de-Bigorre", "65"),
    ("33430", "Bazas", "33"), ("40120", "Roquefort", "40"), ("40240", "Labastide-d'Armagnac", "40"),
    ("32190", "Vic-Fezensac", "32"),
]
"""Postal code, name and department."""
STREETS = [
    "rue des Tanneurs", "avenue d'Aquitaine", "chemin de Pébéré", "route de Bordeaux", "rue du Foirail",
    "impasse des Lavandières", "allée des Platanes", "place de la Halle", "rue Lafayette", "boulevard de la Gare",
    "lieu-dit Lasserre", "chemin du Moulin neuf", "rue Paul-Bert", "rue de la Fontaine chaude", "cité Bellevue",
    "avenue de la Douze",
]
# fmt: on


def _long_enough(name: str) -> Iterator[str]:
    return (one for one, _ in frequencies(name) if len(one) > 2)


def _with_capitals(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


LAST = [*islice(_long_enough(FAMILY), 2600), *REGIONAL]
YOUNG_WOMEN = [_with_capitals(name) for name in islice(_long_enough(WOMEN), 300)]
YOUNG_MEN = [_with_capitals(name) for name in islice(_long_enough(MEN), 300)]


def fold(text: str) -> str:
    """Capitals without accents."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).upper()


def family(r: Random) -> str:
    """A family name: mostly a frequent one, seldom a double one."""
    name = r.choice(LAST[:1200]) if r.random() < 0.7 else r.choice(LAST)
    if r.random() < 0.035 and "-" not in name and " " not in name:
        other = r.choice(LAST[:500])
        if other != name:
            name += "-" + other
    return name


def _pool(sex: str, year: int) -> list[str]:
    is_woman = sex == "F"
    if year < 1958:
        return OLD_WOMEN if is_woman else OLD_MEN
    if year < 1995:
        return MIDDLE_WOMEN if is_woman else MIDDLE_MEN
    return YOUNG_WOMEN if is_woman else YOUNG_MEN


def firsts(r: Random, sex: str, year: int) -> list[str]:
    """One to three first names of a time, seldom of another."""
    pool = _pool(sex, year)
    if r.random() < 0.12:
        pool = YOUNG_WOMEN + MIDDLE_WOMEN if sex == "F" else YOUNG_MEN + MIDDLE_MEN
    count = r.choice([1, 1, 2, 2, 3])
    out: list[str] = []
    while len(out) < count:
        name = r.choice(pool)
        if name not in out and len(name) > 2:
            out.append(name)
    return out
