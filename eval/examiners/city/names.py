"""Names of persons, towns, streets and houses."""

import unicodedata

from eval.examiners.common.frequencies import FAMILY as FAMILIES
from eval.examiners.common.frequencies import MEN, WOMEN, frequencies

# fmt: off
EXTRA_LAST = """Le Goff|Le Gall|Le Roux|Le Bihan|De Oliveira|Da Silva|Dos Santos|De La Rue|D'Almeida|N'Guyen|N'Diaye|O'Connor|Ben Salah|Ben Youssef|El Amrani
|El Khoury|Aït Ouali|Aït Hamouda|Benmoussa|Bouchareb|Cheikh Ali|Diallo|Traoré|Coulibaly|Camara|Sissoko|Koné|Ouattara|Nguyen|Tran|Pham|Lê Van|Yıldız|Kaya|Özdemir|Demirci
|Kowalczyk|Wiśniewski|Nowak|Popescu|Ionescu|Petrović|Ivanov|Quéméneur|Guégan|Kerbrat|Prigent|L'Hostis|Du Plessis|De Saint-Léger|Saint-Martin|Saint-Germain|Petit-Jean|Grand-Pierre
|Martin-Lacombe|Roy-Delmas|Lopez-Garcia|Fernandez|Rodrigues|Ferreira|Pereira|Vandenbroucke|Vanderstraeten|De Smet|Schmitt|Schweitzer|Zimmermann|Hoffmann|Müller|Etchegaray|Etcheverry|Harispe
|Andriamanana|Rakotomalala|Randrianarisoa|Mohamed|Saïd|Hélière|Lévêque|Bézier|Crépin|Mérieau|Péron|Thévenet|Chèze|Ménager|Fouché|Guérin-Blot|Hernández|Bélanger|Sébire|Gérôme|Noël|Brûlé|Lemaître""".replace("\n", "").split("|")
COMMON_LAST = ["Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon", "Michel", "Lefebvre", "Leroy", "Roux", "David", "Bertrand", "Morel", "Fournier", "Girard", "Bonnet", "Dupont", "Lambert", "Fontaine", "Rousseau", "Vincent", "Muller", "Lefèvre", "Faure", "André", "Mercier", "Blanc", "Guérin", "Boyer", "Garnier", "Chevalier", "François", "Legrand", "Gauthier", "Garcia", "Perrin", "Robin", "Clément", "Morin", "Nicolas", "Henry", "Roussel", "Mathieu", "Gautier", "Masson", "Marchand", "Duval", "Denis", "Dumont", "Marie", "Lemaire", "Noël", "Meyer", "Dufour", "Meunier", "Brun", "Blanchard", "Giraud", "Joly", "Rivière", "Lucas", "Brunet", "Gaillard", "Barbier", "Arnaud", "Martinez", "Gérard", "Roche", "Renard", "Schmitt", "Roy", "Leroux", "Colin", "Vidal", "Caron", "Picard", "Roger", "Fabre", "Aubert", "Lemoine", "Renaud", "Dumas", "Lacroix", "Olivier", "Philippe", "Bourgeois", "Pierre", "Benoît", "Rey", "Leclerc", "Payet", "Rolland", "Leclercq", "Guillaume", "Lecomte", "Lopez", "Jean", "Dupuy", "Guillot", "Hubert", "Berger", "Carpentier", "Sanchez", "Dupuis", "Moulin", "Louis", "Deschamps", "Huet", "Vasseur", "Perez", "Boucher", "Fleury", "Royer", "Klein", "Jacquet", "Adam", "Paris", "Poirier", "Marty", "Aubry", "Guyot", "Carré", "Charles", "Renault", "Charpentier", "Ménard", "Maillard", "Baron", "Bertin", "Bailly", "Hervé", "Schneider", "Fernandez", "Collet", "Léger", "Bouvier", "Julien", "Prévost", "Millet", "Perrot", "Daniel", "Cousin", "Germain", "Breton", "Besson", "Langlois", "Rémy", "Besnard"]
OLD_F = ["Marie", "Jeanne", "Françoise", "Monique", "Catherine", "Nathalie", "Isabelle", "Jacqueline", "Anne", "Sylvie", "Martine", "Madeleine", "Nicole", "Suzanne", "Hélène", "Christine", "Marguerite", "Denise", "Louise", "Christiane", "Yvonne", "Valérie", "Sandrine", "Stéphanie", "Véronique", "Sophie", "Chantal", "Geneviève", "Annie", "Brigitte", "Simone", "Thérèse", "Céline", "Élisabeth", "Michèle", "Danielle", "Paulette", "Marie-Thérèse", "Marie-Claude", "Anne-Marie", "Marie-France", "Yvette", "Josiane", "Colette", "Odette", "Ginette", "Raymonde", "Bernadette", "Éliane", "Arlette", "Solange", "Huguette", "Mireille", "Zohra", "Fatima", "Khadija", "Aïcha", "Maria", "Rosa", "Fatoumata", "Aminata"]
NEW_F = ["Camille", "Léa", "Manon", "Chloé", "Emma", "Inès", "Sarah", "Julie", "Laura", "Marion", "Pauline", "Océane", "Mathilde", "Lucie", "Aurélie", "Émilie", "Élodie", "Mélanie", "Audrey", "Laëtitia", "Anaïs", "Charlotte", "Zoé", "Jade", "Louna", "Lina", "Alice", "Ambre", "Rose", "Anna", "Mila", "Nour", "Yasmine", "Maëlys", "Éva", "Clémence", "Anne-Sophie", "Marie-Lou", "Assia", "Kenza", "Mariam", "Noémie", "Héloïse", "Apolline"]
OLD_M = ["Jean", "Pierre", "Michel", "André", "Philippe", "René", "Louis", "Alain", "Jacques", "Bernard", "Marcel", "Daniel", "Roger", "Robert", "Claude", "Paul", "Christian", "Henri", "Georges", "Nicolas", "François", "Patrick", "Gérard", "Christophe", "Joseph", "Éric", "Stéphane", "Laurent", "Maurice", "Dominique", "Frédéric", "Thierry", "Pascal", "Jean-Claude", "Jean-Pierre", "Jean-Luc", "Jean-François", "Jean-Marie", "Raymond", "Guy", "Gilbert", "Lucien", "Serge", "Yves", "Francis", "Didier", "Bruno", "Marc", "Gilles", "Émile", "Fernand", "Ahmed", "Mohamed", "Rachid", "Mamadou", "Antonio", "Manuel", "Nordine", "Étienne", "Hervé", "Joël"]
NEW_M = ["Lucas", "Hugo", "Enzo", "Théo", "Thomas", "Antoine", "Alexandre", "Maxime", "Julien", "Kévin", "Romain", "Clément", "Quentin", "Florian", "Valentin", "Nathan", "Léo", "Gabriel", "Raphaël", "Arthur", "Jules", "Adam", "Noah", "Ethan", "Sacha", "Yanis", "Rayan", "Mathis", "Baptiste", "Loïc", "Jérémy", "Mickaël", "Benoît", "Cédric", "Damien", "Sébastien", "Anthony", "Aurélien", "Maël", "Ibrahim", "Karim", "Mehdi", "Ousmane", "Pierre-Louis", "Jean-Baptiste", "Paul-Émile", "Côme", "Gaël"]
CITIES = [("Lyon", ["69003", "69006", "69008", "69100"]), ("Marseille", ["13005", "13008", "13012"]), ("Toulouse", ["31000", "31300", "31400"]),
          ("Bordeaux", ["33000", "33200"]), ("Lille", ["59000", "59800"]), ("Nantes", ["44000", "44100", "44300"]), ("Strasbourg", ["67000", "67200"]),
          ("Montpellier", ["34000", "34070"]), ("Rennes", ["35000", "35200"]), ("Paris", ["75011", "75015", "75019", "75013"]), ("Nice", ["06000", "06200"])]
STREETS = ["rue des Tanneurs", "avenue Jean Moulin", "boulevard de la Liberté", "rue du Docteur Calmette", "allée des Platanes", "rue Victor Hugo", "quai des Célestins", "cours Gambetta", "rue Pasteur", "place du Marché", "impasse des Lilas", "avenue du Général Leclerc", "rue de la République", "chemin des Vignes", "rue Ampère", "boulevard Carnot", "rue des Écoles", "avenue de l'Europe", "rue Montgolfier", "passage du Moulin"]
# fmt: on


def fold(s: str) -> str:
    """In capitals, without accents."""
    s = unicodedata.normalize("NFD", s.replace("ı", "i").replace("ø", "o").replace("œ", "oe"))
    return "".join(c for c in s if not unicodedata.combining(c)).upper()


def _load(name: str, n: int, skip: int = 0) -> list[str]:
    """Names of a list that are a plain word."""
    firsts = (full.split()[0] for full, _ in frequencies(name) if full)
    out = [word.title() for word in firsts if len(word) > 2 and word.isascii() and word.isalpha()]
    return out[skip : skip + n]


FAMILY = COMMON_LAST + EXTRA_LAST + _load(FAMILIES, 1500, 60)
NFR_F = _load(WOMEN, 260, 20)
NFR_M = _load(MEN, 260, 20)
FIRSTS = {fold(n) for n in NEW_F + NEW_M + OLD_F + OLD_M + NFR_F + NFR_M}
"""Given names, as they are compared."""
# fmt: off
HOUSES = {
    "clinic": ["Clinique Saint-{s}", "Polyclinique {p}", "Clinique {p}", "Hôpital privé {p}", "Centre médico-chirurgical {p}", "Clinique chirurgicale {p}"],
    "lab": ["Laboratoire Bio{x}", "{x}Bio – Laboratoire {p}", "SELAS Labo{x}", "Laboratoire de biologie médicale {p}"],
    "path": ["Cabinet de pathologie {p}", "Institut {x}Path", "Centre d'anatomie pathologique {p}"],
    "img": ["Centre d'imagerie {p}", "Imagerie médicale {p}", "IRM {p}", "Scanner {p} – Groupe {x}"],
    "pharm": ["Pharmacie {p}", "Grande Pharmacie {p}", "Pharmacie {f}"],
    "home": ["{x} Santé à Domicile", "HAD {p}", "{x} Assistance", "Domi{x}"],
    "cab": ["Cabinet médical {p}", "Maison médicale {p}", "Centre médical {p}", "Pôle santé {p}"],
    "rehab": ["Centre de réadaptation {p}", "Clinique de rééducation {p}", "SMR Saint-{s}"],
    "dial": ["Centre de dialyse {p}", "Néphro{x}", "Association {x} Dialyse"],
    "work": ["Service de prévention et de santé au travail {x}", "SPSTI {x}", "{x} Prévention Santé Travail"],
    "dent": ["Cabinet dentaire {p}", "Centre de santé dentaire {p}", "SELARL Dentaire {f}"],
    "kine": ["Cabinet de kinésithérapie {p}", "Kiné {p}", "SCM Kinés {p}"],
    "onco": ["Institut de cancérologie {p}", "Centre d'oncologie {p}", "Clinique Saint-{s} – Pôle oncologie"],
}
SAINTS = ["Roch", "Luc", "Damien", "Vincent", "Côme", "Élise", "Augustin", "Irénée", "Odilon", "Gatien"]
PLACES = ["des Peupliers", "du Parc", "de la Butte", "du Val d'Or", "des Quais", "de la Croix-Blanche", "du Grand Pré", "des Cordeliers", "de l'Arsenal", "Bellecombe", "de la Gare", "des Tilleuls", "Vauban", "du Pont-Neuf", "de l'Étoile", "Montplaisir", "des Remparts", "de la Roseraie", "Belle-Rive", "du Lac"]
BRANDS = ["Avelis", "Nexia", "Orialis", "Calyx", "Medisud", "Urbania", "Vitalys", "Sequoia", "Arcadis", "Lumen", "Rhéa", "Ombelle"]
