"""Names of persons, towns and streets. Neither patients nor professionals: see people, houses."""

import unicodedata

from eval.examiners.common.frequencies import FAMILY, frequencies

# fmt: off
ERA_F = {
    1945: "Jeanne Marcelle Yvonne Simone Odette Paulette Lucienne Denise Madeleine Ginette Raymonde Huguette Jacqueline Suzanne Andrée Georgette Josette Marie-Louise Antoinette Mireille Arlette Colette Fernande Renée Germaine Gisèle",
    1965: "Monique Nicole Françoise Danielle Martine Chantal Michèle Brigitte Catherine Christiane Jocelyne Évelyne Dominique Annie Marie-Claude Marie-Thérèse Josiane Bernadette Sylviane Maryse Anne-Marie Ghislaine Véronique Marie-Christine Régine Fatima Khadija Maria Concetta Pilar",
    1985: "Nathalie Isabelle Sylvie Sandrine Stéphanie Céline Valérie Karine Virginie Séverine Laetitia Aurélie Delphine Émilie Magali Cécile Anne-Laure Marie-Laure Samira Nadia Rachida Carole Estelle Sabrina Élodie Maud",
    2005: "Laura Marine Camille Manon Pauline Mélanie Marion Anaïs Julie Charlotte Mathilde Océane Justine Inès Sarah Morgane Clara Lucie Maëva Yasmine Anne-Sophie Léa Chloé Margaux Amandine Solène",
    2030: "Louise Jade Emma Alice Lina Rose Mia Anna Mila Léna Romane Juliette Zoé Lou Agathe Éléna Nour Iris Victoire Capucine Léonie Maëlys Aya Giulia Lya Célestine"}
ERA_M = {
    1945: "Marcel René Roger Raymond Lucien Georges Fernand Maurice Émile Gaston Henri André Robert Louis Antonin Félix Marius Jules Honoré Joseph Augustin Edmond Ange Baptistin Célestin Léopold",
    1965: "Michel Jean-Pierre Bernard Gérard Daniel Alain Jean-Claude Christian Jacques Serge Yves Guy Francis Jean-Marie Jean-Louis Patrick Gilbert Robert Antoine Mohamed Ahmed Manuel Giovanni Claude Dominique Lucien",
    1985: "Philippe Thierry Pascal Éric Laurent Frédéric Stéphane Christophe Olivier Bruno Franck Sébastien David Jérôme Cédric Fabrice Karim Rachid Jean-François Jean-Christophe Ludovic Arnaud Grégory Hervé Gaëtan Rémy",
    2005: "Nicolas Julien Kévin Alexandre Maxime Thomas Romain Anthony Mathieu Florian Quentin Valentin Jordan Dylan Bastien Yanis Mehdi Pierre-Louis Rémi Loïc Benoît Corentin Jérémy Théo Enzo Clément",
    2030: "Léo Gabriel Raphaël Arthur Louis Jules Adam Maël Lucas Hugo Noah Liam Éden Sacha Gaspard Naël Côme Malo Aaron Ismaël Marceau Isaac Timéo Noé Ayden Elio"}
EXTRA_LAST = """ESCOFFIER GIRAUD-BONNET ROUMANILLE MISTRAL AUBANEL CASTELLANI SANTUCCI FERRACCI POGGIOLI COLONNA-D'ISTRIA D'ANGELO D'ORNANO DE BARBENTANE DE LA FARE DE ROUX DELLA ROSA DI MEO DI STEFANO LE GUENNEC
EL MANSOURI BEN YOUSSEF BENHADDOU BOUZIDI CHERKAOUI HAMMOUDI OUALI N'GUYEN TRAN-VAN PHAM KOUASSI DIALLO TRAORÉ N'DOYE ZOUAOUI SALVAYRE PUECH CAZALÈS FABRÈGUES BOUSQUET CASSAGNE SOULIÉ ROQUEFEUIL VIDAL-MÉJEAN FÉRAUD
GASSIN MAUREL-PONS REYNAUD-ARNOUX BLANC-GONNET SAINT-PAUL SAINT-MARTIN ANDRÉO ESPÓSITO MUÑOZ FERNÁNDEZ GÓMEZ KOWALCZYK WOŹNIAK NOWICKI SCHMITT-MULLER HAKOBYAN TERZIAN KAZANDJIAN BOGHOSSIAN PETROSSIAN AILLAUD ARMAND-COLIN
BARTHÉLÉMY-ROUX BRÉMOND CHAUVET-FAURE GRÉGOIRE DE MONTGRAND DE CASTELNAU LA ROCCA LO PRESTI VAN DEN BERGHE VON ALLMEN MAC CARTHY ÉTIENNE MÉJEAN CHABÈRT BARRÈS JAUFFRET LAUGIER SIGNORET TROTABAS OLLIVIER PEYRON QUEIRAS RAYBAUD SÉNÈS TARDIEU UGHETTO VERNÈDE YVARS ZUNINO"""
MULTI = ["DE BARBENTANE", "DE LA FARE", "DE ROUX", "DELLA ROSA", "DI MEO", "DI STEFANO", "LE GUENNEC", "EL MANSOURI", "BEN YOUSSEF",
          "DE MONTGRAND", "DE CASTELNAU", "LA ROCCA", "LO PRESTI", "VAN DEN BERGHE", "VON ALLMEN", "MAC CARTHY"]
TOWNS = [("Draguignan", "83300", "83050"), ("Brignoles", "83170", "83023"), ("Hyères", "83400", "83069"), ("Toulon", "83000", "83137"), ("Fréjus", "83600", "83061"),
         ("Aubagne", "13400", "13005"), ("Marseille", "13008", "13208"), ("Aix-en-Provence", "13100", "13001"), ("Salon-de-Provence", "13300", "13103"), ("Arles", "13200", "13004"),
         ("Avignon", "84000", "84007"), ("Carpentras", "84200", "84031"), ("Apt", "84400", "84003"), ("Nîmes", "30000", "30189"), ("Alès", "30100", "30007"), ("Uzès", "30700", "30334"),
         ("Montpellier", "34090", "34172"), ("Béziers", "34500", "34032"), ("Sète", "34200", "34301"), ("Lunel", "34400", "34145"), ("Narbonne", "11100", "11262"), ("Perpignan", "66000", "66136"),
         ("Manosque", "04100", "04112"), ("Digne-les-Bains", "04000", "04070"), ("Gap", "05000", "05061"), ("Nice", "06200", "06088"), ("Grasse", "06130", "06069"), ("Antibes", "06600", "06004")]
STREETS = ["rue de la République", "avenue Frédéric-Mistral", "chemin des Oliviers", "boulevard Gambetta", "impasse des Cigales", "traverse du Moulin", "rue des Micocouliers", "place aux Herbes",
           "avenue Jean-Jaurès", "chemin de la Bastide-Neuve", "rue du Four", "cours Pourtoules", "montée des Aires", "rue Pasteur", "allée des Tamaris", "lotissement Le Clos-Vert", "quartier Saint-Roch"]
# fmt: on
LAST = [name for name, _ in frequencies(FAMILY) if len(name) > 2][:4500]


def _extra():
    """The rarer family names; those of several words first."""
    names = list(MULTI)
    for text in EXTRA_LAST.splitlines():
        line = text
        for one in MULTI:
            line = line.replace(one, "")
        names += line.split()
    return names


EXTRA = _extra()


def fold(text):
    """Capitals without accents."""
    text = unicodedata.normalize("NFD", text)
    return "".join(c for c in text if unicodedata.category(c) != "Mn").upper()


def address(rng, town=None):
    """Street, post code and town."""
    town = town or rng.choice(TOWNS)
    return f"{rng.randint(1, 240)} {rng.choice(STREETS)}", town[1], town[0]


def last_name(rng):
    """A family name."""
    r = rng.random()
    if r < 0.07:
        return rng.choice(EXTRA)
    if r < 0.12:
        return rng.choice(LAST[:900]) + "-" + rng.choice(LAST[:900])
    return rng.choice(LAST[: int(200 + 4300 * rng.random() ** 1.4)])


def first_name(rng, sex, year):
    """A first name of a time."""
    table = ERA_F if sex == "F" else ERA_M
    for limit in sorted(table):
        if year < limit:
            return rng.choice(table[limit].split())
    return "Camille"
