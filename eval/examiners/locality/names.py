"""Names of persons, towns and streets. Neither patients nor professionals: see people and professionals."""

import unicodedata
from itertools import islice
from random import Random

from eval.examiners.common.frequencies import FAMILY as FAMILIES
from eval.examiners.common.frequencies import MEN, WOMEN, frequencies
from eval.examiners.common.words import words

# fmt: off
OLD_M = words("""
Jean Pierre Michel André René Jacques Claude Roger Marcel Robert Henri Louis Georges Lucien Maurice Raymond Paul
Gérard Bernard Guy Daniel Alain Christian Serge Yves Gilbert Fernand Émile Albert Joseph Léon Raoul Gaston Edmond
Armand Eugène Marius Clément Félix Noël Jean-Pierre Jean-Claude Jean-Paul Jean-Marie Jean-Louis Jean-Jacques
Pierre-Yves Jean-François Manuel António José Francesco Mohamed Ahmed Abdelkader Salah Ali Roland Rémi Désiré Lazare
Hippolyte Théophile Aimé Ange Firmin Baptiste Étienne
""")
OLD_F = words("""
Marie Jeanne Simone Yvonne Paulette Denise Ginette Odette Lucienne Suzanne Germaine Marcelle Andrée Madeleine Renée
Yvette Jacqueline Monique Huguette Thérèse Raymonde Georgette Colette Josette Arlette Nicole Micheline Bernadette
Solange Gilberte Fernande Henriette Léontine Berthe Alice Marthe Lucette Mauricette Rolande Pierrette Claudine
Éliane Marie-Thérèse Marie-Louise Marie-Madeleine Marie-Rose Anne-Marie Marie-Jeanne Fatima Khadija Zohra Maria Rosa
Conceição Carmen Irène Hélène Édith Noëlle Gisèle Geneviève Léone Honorine Augustine
""")
MID_M = words("""
Philippe Patrick Alain Michel Thierry Pascal Christophe Laurent Frédéric Stéphane Éric Olivier David Nicolas
Sébastien Bruno Dominique François Franck Didier Gilles Hervé Marc Vincent Xavier Fabrice Jérôme Ludovic Cédric
Arnaud Benoît Emmanuel Guillaume Yannick Mickaël Grégory Jean-Luc Jean-Michel Jean-Marc Jean-Christophe Loïc Gaël
Erwan Régis Joël Karim Rachid Mourad Mehmet Ibrahima Mamadou Carlos Paulo Miguel Krzysztof Ngoc-Minh Yann Ronan
Raphaël Mathieu Sylvain Denis Lionel Fabien Romain
""")
MID_F = words("""
Nathalie Isabelle Sylvie Catherine Martine Véronique Valérie Sandrine Stéphanie Céline Sophie Christine Françoise
Brigitte Corinne Florence Patricia Pascale Laurence Karine Virginie Séverine Delphine Aurélie Émilie Hélène Anne
Annick Maryse Chantal Dominique Agnès Béatrice Cécile Claire Élisabeth Frédérique Ghislaine Joëlle Laëtitia
Marie-Christine Marie-Claude Marie-Pierre Anne-Sophie Marie-Laure Nadia Samira Malika Fatoumata Aïcha Aminata
Mei-Lin Ewa Danuta Graça Teresa Myriam Peggy Odile Muriel Rozenn Gwenaëlle Maïwenn Solène
""")
PARTICLE = [
    "DE LA TOUR", "DU PLESSIS", "LE GOFF", "LE BIHAN", "DE OLIVEIRA", "D'HAUTEVILLE", "DE SOUSA", "VAN DEN BERGHE",
    "EL AMRANI", "BEN SAÏD", "N'DIAYE", "D'ANGELO", "LE QUÉMÉNEUR", "DI ROCCO", "DE BEAUREGARD", "DA COSTA", "O'CONNOR",
    "LA FONTAINE", "DES COURTIS", "VAN DER MEULEN", "LE MOIGNE", "AÏT AHMED", "DE VILLENEUVE", "DOS SANTOS"
]
FOREIGN = [
    "NGUYEN VAN", "TRAORÉ", "DIALLO", "KOWALSKI", "YILMAZ", "ÖZTÜRK", "HERNÁNDEZ", "BOUAZZA", "RAKOTOMALALA",
    "FERREIRA", "KONATÉ", "SCHÄFER", "IVANOVA", "POPESCU", "TCHANG", "BENALI", "ABDOULAYE", "MÜLLER", "COULIBALY",
    "HADDAD"
]

TOWNS = [
    ("Saint-Aubin-les-Forges", "58"), ("Vernoux-sur-Loire", "42"), ("Montreval", "01"), ("Pont-l'Abbaye", "29"),
    ("Castelmoron", "47"), ("Bellerive-en-Argonne", "55"), ("La Roche-Chalais", "24"), ("Chauvigny-le-Haut", "86"),
    ("Villefranche-d'Orb", "34"), ("Kermorvan", "56"), ("Beaumont-la-Rivière", "72"), ("Saint-Martin-d'Aubigny", "18"),
    ("Lussac-les-Prés", "87"), ("Orcival", "63")
]
STREETS = [
    "rue de la République", "avenue du Général-Leclerc", "place du Marché", "rue des Lavandières", "chemin des Vignes",
    "boulevard Pasteur", "rue Jules-Ferry", "allée des Tilleuls", "rue du Faubourg", "impasse des Acacias",
    "rue de l'Hôtel-Dieu", "quai des Tanneurs"
]
# fmt: on


def _load(name: str, limit: int) -> list[str]:
    """The most frequent names of a list but the shortest ones."""
    return [one for one, _ in islice(frequencies(name), limit) if len(one) > 2]


def _with_capitals(name: str) -> str:
    return "-".join(" ".join(word.capitalize() for word in part.split(" ")) for part in name.split("-"))


NEW_M = [_with_capitals(name) for name in _load(MEN, 450)]
NEW_F = [_with_capitals(name) for name in _load(WOMEN, 500)]
LAST = _load(FAMILIES, 6500)
COMMON, RARE = LAST[:1500], LAST[1500:]


def fold(text: str) -> str:
    """Capitals without accents."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).upper().replace("’", "'")


def family(r: Random) -> str:
    """A family name: frequent, rare, with a particle, from abroad or double."""
    x = r.random()
    if x < 0.55:
        return r.choice(COMMON)
    if x < 0.83:
        return r.choice(RARE)
    if x < 0.90:
        return r.choice(PARTICLE)
    if x < 0.95:
        return r.choice(FOREIGN)
    return r.choice(COMMON) + "-" + r.choice(COMMON)


def given(r: Random, sex: str, year: int) -> str:
    """A first name of a time."""
    if year < 1952:
        pool = OLD_M if sex == "M" else OLD_F
    elif year < 1992:
        pool = MID_M if sex == "M" else MID_F
    else:
        pool = NEW_M if sex == "M" else NEW_F
    return r.choice(pool)
