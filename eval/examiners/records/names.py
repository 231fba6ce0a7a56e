"""Names of persons, towns and streets, and how they are compared. Neither patients nor professionals: see people and houses."""

import re
import unicodedata
from itertools import islice

from eval.examiners.common.frequencies import FAMILY, frequencies

# fmt: off
GIVEN = {
    "F": {
        "old": "Marie Jeanne Jacqueline Monique Denise Paulette Simone Yvette Odette Ginette Suzanne Madeleine Germaine Lucienne "
               "Marcelle Andrée Yvonne Thérèse Huguette Renée Raymonde Solange Colette Gisèle Josette Micheline Claudette Hélène "
               "Marguerite Georgette Henriette Louise Germaine Léone Éliane Arlette Bernadette Marie-Thérèse Marie-Louise "
               "Marie-Jeanne Rolande Fernande Pierrette Lucette Nicole Françoise Mauricette Rosa Carmen Emilia Antoinette "
               "Maria-Dolorès Fatma Zohra Yamina",
        "mid": "Catherine Sylvie Isabelle Christine Nathalie Véronique Sandrine Valérie Corinne Brigitte Martine Patricia "
               "Florence Laurence Sophie Anne Céline Stéphanie Karine Delphine Virginie Aurélie Émilie Hélène Agnès Béatrice "
               "Dominique Chantal Évelyne Annie Michèle Marie-Claude Anne-Marie Marie-Christine Marie-Hélène Anne-Sophie "
               "Fabienne Muriel Pascale Cécile Séverine Magali Élodie Élise Mélanie Claire Armelle Gwenaëlle Soizic Maïté "
               "Fatima Khadija Naïma Rachida Samira Nadia Latifa Malika Maria Ana-Paula Svetlana Thi-Lan Mei Aminata Fatoumata "
               "Awa Marie-Ange Rose-Marie Marie-Laure Odile Régine Joëlle Edwige Ghislaine",
        "new": "Emma Léa Chloé Manon Camille Inès Jade Louise Alice Lola Anaïs Zoé Éléonore Juliette Clémence Margaux Agathe "
               "Apolline Capucine Romane Ambre Lina Maëlys Lilou Océane Mathilde Justine Pauline Marine Laurine Noémie Élisa "
               "Anna Rose Mila Léna Louna Jeanne Victoire Salomé Yasmine Assia Lina Sirine Aïcha Mariama Lily-Rose Anna-Lou "
               "Marie-Lou Thaïs Ninon Éva Charlie Andréa",
    },
    "M": {
        "old": "Jean Pierre Michel André Marcel Roger Robert René Louis Henri Maurice Raymond Georges Lucien Albert Gaston "
               "Fernand Émile Léon Marius Eugène Gilbert Roland Guy Claude Jacques Bernard Gérard Paul Joseph Charles Édouard "
               "Alphonse Aimé Yves Armand Noël Edmond Jean-Claude Jean-Pierre Jean-Louis Jean-Marie Jean-Baptiste Antonio "
               "Manuel José Giuseppe Mohamed Ahmed Ali Stanislas Casimir",
        "mid": "Philippe Alain Patrick Christian Daniel Didier Thierry Éric Pascal Bruno Laurent Frédéric Christophe Stéphane "
               "Olivier Nicolas David Sébastien Franck Fabrice Jérôme Hervé Gilles Dominique Marc François Serge Denis Joël "
               "Régis Sylvain Vincent Ludovic Cédric Grégory Jean-Luc Jean-Marc Jean-François Jean-Paul Jean-Michel Jean-Yves "
               "Marc-Antoine Loïc Yannick Erwan Gwenaël Benoît Rémi Aurélien Karim Rachid Abdelkader Hassan Mustapha Said "
               "Mamadou Ousmane Boubacar Carlos Paulo Joaquim Slobodan Van-Minh Tuan Wei Andrzej Xavier Arnaud Emmanuel Rodolphe",
        "new": "Lucas Hugo Léo Louis Gabriel Raphaël Arthur Jules Adam Nathan Ethan Noah Tom Théo Mathis Enzo Maxime Clément "
               "Antoine Baptiste Quentin Valentin Alexis Romain Florian Kévin Dylan Thomas Alexandre Paul Sacha Gaspard Timéo "
               "Maël Nolan Eliott Augustin Côme Léandre Anatole Malo Titouan Yanis Rayan Ilyès Amine Ibrahim Moussa "
               "Pierre-Louis Jean-Baptiste Paul-Émile Marceau Tiago Noé Élie Camille Charlie",
    },
}
EXTRA_FAMILY = """LE GOFF|LE BIHAN|LE GUEN|QUÉMÉNEUR|KERVELLA|L'HELGOUALC'H|DE LA FONTAINE|DE SAINT-MARTIN|D'ALMEIDA|DU PLESSIS|
DE OLIVEIRA|DA SILVA|DOS SANTOS|FERREIRA DA COSTA|EL MANSOURI|EL KHATTABI|BEN AMAR|BEN SAÏD|AÏT OUALI|N'GUESSAN|N'DIAYE|DIALLO|
TRAORÉ|COULIBALY|NGUYEN|TRAN|PHAM|KOWALSKI|NOWAK|WIŚNIEWSKI|MARTIN-DUVAL|LEFÈVRE-ROUX|PETIT-JEAN|DUPUIS-MARCHAND|GARCIA LOPEZ|
RODRIGUEZ|FERNANDEZ|HERNANDEZ|CARVALHO|PEREIRA|GONÇALVES|BOUAZZA|CHERIF|HADDAD|BENALI|BOUCHAREB|YILMAZ|DEMİR|SCHNEIDER|MULLER|
VANDENBROUCKE|VAN DEN BERGHE|VAN HOUTTE|D'HONDT|DE BOISSIEU|DE VILLENEUVE|LA ROCCA|DI MARCO|ROSSI|ESPOSITO|BÉRANGER|GUÉRIN|
LEMAÎTRE|BENOÎT|CRÉPIN|HÉBERT|LEFÈVRE|NOËL|MAÇON|FRANÇOIS|GENÊT|PRÉVOST|BÉNARD|THÉVENIN|RÉMOND|SÉGUIN|PÉRON|MOÏSE|ZAÏDI|RABAÏ|
SAINT-GERMAIN|SAINTE-MARIE|GRAND-CLÉMENT|BEAU DE LOMÉNIE|ROUX-BERTRAND|MICHEL-LANGLOIS|KONÉ|TOURÉ|KEÏTA|ANDRIANARISOA|RAKOTOMALALA|
RAZAFINDRAKOTO|MBAPPO|TSHIBANGU|PAPADOPOULOS|IVANOVA|POPESCU|IONESCU|KOVAČ|CHEN|WANG|ZHANG|SITHIVONG""".replace("\n", "").split("|")
EXTRA_FAMILY = [n.replace("Ś", "S").replace("İ", "I").replace("Č", "C") for n in EXTRA_FAMILY]
TOWNS = [("Limoges", "87000", "87"), ("Saint-Junien", "87200", "87"), ("Bellac", "87300", "87"), ("Guéret", "23000", "23"),
         ("Aubusson", "23200", "23"), ("Tulle", "19000", "19"), ("Brive-la-Gaillarde", "19100", "19"), ("Ussel", "19200", "19"),
         ("Périgueux", "24000", "24"), ("Bergerac", "24100", "24"), ("Angoulême", "16000", "16"), ("Cognac", "16100", "16"),
         ("Poitiers", "86000", "86"), ("Montmorillon", "86500", "86"), ("Niort", "79000", "79"), ("Châteauroux", "36000", "36"),
         ("Quimper", "29000", "29"), ("Vannes", "56000", "56"), ("Roubaix", "59100", "59"), ("Marseille", "13005", "13"),
         ("Lyon", "69003", "69"), ("Nancy", "54000", "54"), ("Ajaccio", "20000", "2A"), ("Perpignan", "66000", "66"),
         ("Dijon", "21000", "21"), ("Le Mans", "72000", "72"), ("Rouen", "76000", "76"), ("Amiens", "80000", "80")]
STREETS = ["rue des Tilleuls", "avenue Jean-Jaurès", "place du Champ de Foire", "rue Pasteur", "impasse des Lilas", "route de Limoges",
           "rue de la République", "allée des Cerisiers", "lieu-dit Le Puy Chat", "chemin du Moulin", "boulevard Gambetta",
           "rue Victor-Hugo", "résidence Les Coutures", "rue du 11 Novembre", "avenue de la Libération", "cité Bellevue",
           "rue Émile-Zola", "hameau de Chez Bourdet", "square Marcel-Pagnol", "rue du Four Banal"]
TWIN_GIVEN = {"F": [("Léa", "Léna"), ("Emma", "Erma"), ("Anna", "Hanna"), ("Lola", "Lila"), ("Mila", "Lila"), ("Élise", "Élisa"),
                    ("Marine", "Martine"), ("Julia", "Julie")],
              "M": [("Théo", "Léo"), ("Lucas", "Luca"), ("Noé", "Noa"), ("Yanis", "Yani"), ("Nathan", "Natan"), ("Enzo", "Elzo"),
                    ("Louis", "Loris"), ("Malo", "Milo")]}
# fmt: on


def strip_accents(text):
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("ø", "o")
    return "".join(ch for ch in unicodedata.normalize("NFD", text) if not unicodedata.combining(ch))


def norm(text):
    """Upper case without accents, as an index stores it."""
    return strip_accents(text).upper()


def edit(a, b):
    """Levenshtein distance."""
    if abs(len(a) - len(b)) > 3:
        return 9
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1):
            cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]


def capital(name):
    """DE LA FONTAINE -> de La Fontaine like title case, kept simple."""
    out = []
    for part in re.split(r"([ '\-])", name.lower()):
        if part in ("de", "du", "des", "la", "d", "van", "den", "da", "dos", "di") and len(out) < 4:
            out.append(part if part in ("de", "du", "d") else part.capitalize())
        else:
            out.append(part.capitalize())
    return "".join(out)


def load_families():
    """The most frequent family names of France and rarer ones, with their weights."""
    kept = list(islice((one for one in frequencies(FAMILY) if len(one[0]) >= 3), 3500))
    rare = sum(weight for _, weight in kept) / 900
    return [name for name, _ in kept] + EXTRA_FAMILY, [weight for _, weight in kept] + [rare] * len(EXTRA_FAMILY)


FAMILIES, FAMILY_WEIGHTS = load_families()


def pick_family(rng):
    name = rng.choices(FAMILIES, FAMILY_WEIGHTS)[0]
    if rng.random() < 0.02:
        other = rng.choices(FAMILIES, FAMILY_WEIGHTS)[0]
        if other != name and " " not in other + name and "-" not in other + name:
            name = f"{name}-{other}"
    return name


def given_pool(sex, year):
    era = "old" if year < 1950 else "mid" if year < 1986 else "new"
    return GIVEN[sex][era].split()


def pick_given(rng, sex, year, count=None):
    pool = given_pool(sex, year)
    count = count or rng.choices([1, 2, 3], [3, 4, 3])[0]
    first = rng.choice(pool)
    out = [first]
    others = [n for n in GIVEN[sex]["old"].split() + GIVEN[sex]["mid"].split() if "-" not in n]
    while len(out) < count:
        nxt = rng.choice(others)
        if nxt not in out:
            out.append(nxt)
    return out


GIVEN_SET = {norm(n) for s in GIVEN.values() for e in s.values() for n in e.split()}
