"""Names of persons, towns, streets and houses. Neither patients nor professionals: see people."""

import unicodedata
from itertools import islice

from eval.examiners.common.frequencies import FAMILY, MEN, WOMEN, frequencies
from eval.examiners.common.words import words


def _load(name: str, limit: int) -> list[str]:
    return [one for one, _ in islice(frequencies(name), limit)]


LAST = [name for name in _load(FAMILY, 2600) if len(name) > 3]
YOUNG = {"F": _load(WOMEN, 330), "M": _load(MEN, 330)}
# fmt: off
OLD = {
    "M": words("""\
Jean Michel Pierre André Philippe Alain Jacques Bernard Marcel Daniel Roger Robert Claude Christian Gérard René
Louis Patrick Georges Maurice Serge Raymond Henri Guy Dominique Gilbert Yves Lucien Roland Joseph Paul Francis
Thierry Pascal Didier Éric Laurent Frédéric Stéphane Christophe Sébastien Nicolas Olivier Franck Hervé Bruno Marc
Gilles Denis Jérôme Fabrice Vincent Emmanuel Cédric Ludovic Arnaud Régis Fernand Albert Émile Eugène Gaston Léon
Edmond Édouard Norbert Xavier Benoît Fabien Rémi Joël Noël Loïc Yann Gwenaël Mickaël Grégory Damien Jean-Pierre
Jean-Claude Jean-Luc Jean-Marc Jean-François Jean-Paul Jean-Yves Jean-Baptiste Pierre-Yves Marc-Antoine Mohamed
Ahmed Ali Karim Rachid Mustapha Abdelkader Saïd Youssef Mamadou Ousmane Ibrahima Moussa Antonio Manuel José Carlos
Giovanni Salvatore Stanislas Zbigniew Minh Duc Tuan Mehmet Dragan Goran Ioan Florin Cyrille Tanguy Aurélien Gaëtan
Yohann Germain Achille Sylvain Tony Hugues Ghislain"""),
    "F": words("""\
Marie Jeanne Françoise Monique Catherine Nathalie Isabelle Jacqueline Sylvie Anne Martine Nicole Christine
Madeleine Valérie Denise Christiane Brigitte Suzanne Danielle Chantal Sophie Véronique Odette Simone Patricia
Paulette Yvonne Germaine Céline Stéphanie Sandrine Thérèse Évelyne Raymonde Annie Hélène Virginie Florence Corinne
Michèle Élisabeth Geneviève Ginette Josiane Laurence Renée Lucienne Agnès Béatrice Claire Delphine Élodie Émilie
Audrey Aurélie Karine Séverine Ghislaine Colette Micheline Huguette Andrée Arlette Solange Bernadette Gisèle
Liliane Mireille Noëlle Joëlle Pascale Régine Édith Cécile Blandine Bérengère Gaëlle Maëlle Anaïs Noémie Mélanie
Fabienne Muriel Murielle Sabine Marie-Thérèse Marie-Claude Marie-France Marie-Christine Anne-Marie Marie-Hélène
Anne-Sophie Marie-Ange Rose-Marie Marie-Noëlle Fatima Khadija Aïcha Yamina Zohra Malika Naïma Samira Aminata
Fatoumata Mariam Awa Maria Ana Carmen Giuseppina Rosa Teresa Danuta Svetlana Thi-Lan Linh Ayse Nadia Leïla Soizic
Annick Nolwenn Rozenn Clothilde Hortense Perrine Ludivine Estelle Myriam Armelle Clémence Honorine Victorine"""),
}
"""Given names of who was born before 1994."""
SPECIAL = """\
LEFÈVRE|BÉRANGER|QUÉMÉNEUR|GUÉRIN|MÉTAYER|CRÉTÉ|PÉRON|GAËTANI|MOÏSE|MAÎTRE|CHÂTELAIN|FRÈREJEAN|DE LA TOUR|LE GOFF|
LE BRAS|DU BOISROUVRAY|D'HAUTEVILLE|DE KERGARIOU|DES LANDES|L'HOSTIS|N'GUESSAN|N'DIAYE|VAN DEN BROECK|VON ARX|
BEN SALAH|EL AMRANI|AIT OUFKIR|DA SILVA|DOS SANTOS|LE COZ|MARTIN-DUVAL|ROUX-PERRET|GARNIER-BLANC|LECLERC-MOREL|
FAURE-RIVOIRE|TRAORÉ|DIALLO|KONATÉ|NGUYEN|TRAN VAN|KOWALCZYK|WOJCIECHOWSKI|YILMAZ|HADJ-SAÏD|BOUCHAÏB|ÉTIENNE|ÉVRARD|
ÉLUARD|ANDRÉ|THÉVENET|RÉMOND|BRIÈRE|GRÉGOIRE|LAPEYRÈRE|COËTMEUR|KERSAUZON|GOURVENNEC|PLOUZENNEC|SAINT-MARTIN|
SAINT-CYR|CASTAÑO|MÜLLER|SCHÄFFER|IBRAHIMOVIC|POPESCU|RAKOTOMALALA|RANDRIANARISOA|HOARAU|PAYET|GRONDIN|ZINSOU|
O'BRIEN|MAC DONALD|DI MATTEO|DELLA ROCCA""".replace("\n", "").split("|")
"""Family names that are easily misread."""
TOWNS = [
    ("Valmont", "21"), ("Saint-Aubin-sur-Orge", "91"), ("Montfleury", "38"), ("Kerlaz-Océan", "29"),
    ("Brèves-la-Forêt", "58"), ("Aubeterre", "16"), ("Roquefeuil", "11"), ("Champigneulles", "54"), ("Lanvéoc", "29"),
    ("Beaucourt", "90"), ("Tournemire", "12"), ("Port-Marly", "78"), ("Épinoy", "62"), ("Villers-Bretonneux", "80"),
    ("Sainte-Foy-l'Argentière", "69"), ("Castelnau-Rive", "34"), ("Theillay", "61"), ("Mirebeau", "86"),
    ("Gannat", "03"), ("Arcis-sur-Aube", "10"), ("Bellegarde", "30"), ("Cluses", "74"), ("Dol-de-Bretagne", "35"),
    ("Elne", "66"), ("Fécamp", "76"), ("Givet", "08"),
]
STREETS = [
    "rue des Tanneurs", "avenue du Général-Leclerc", "rue Pasteur", "boulevard Gambetta", "chemin des Vignes",
    "rue de la République", "allée des Tilleuls", "impasse du Lavoir", "place de l'Église", "rue Jules-Ferry",
    "route de la Gare", "rue du Moulin", "quai Nord", "rue Ambroise-Paré", "cours Victor-Hugo",
]
SAINTS = [
    "Ambroise-Croizat", "Saint-Éloi", "Nord-Vallée", "Jeanne-Barret", "des Trois-Rivières", "Marguerite-Bottard",
    "Sainte-Odile", "Louis-Mourier-Est", "du Val-Fleuri", "Hôtel-Dieu", "Laennec-Rive", "de la Source", "Claude-Besson",
    "des Franciscaines", "Saint-Roch", "Rosa-Bonheur",
]
"""What houses are called after."""
# fmt: on


def fold(text: str) -> str:
    """Capitals without accents."""
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'")
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)).upper()


def nice(text: str) -> str:
    """A name with a capital at the head of each of its parts."""
    out, is_head = "", True
    for sign in text.lower():
        out += sign.upper() if is_head else sign
        is_head = sign in " -'"
    return out
