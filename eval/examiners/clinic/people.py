"""Fictitious persons, professionals and establishments. What a page prints of them is decided elsewhere."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from itertools import islice

from eval.examiners.common.frequencies import FAMILY, frequencies
from eval.examiners.common.numbers import ins_key, luhn_digit
from eval.examiners.common.words import words

TEST_OID = "1.2.250.1.213.1.4.10"
# fmt: off
WOMEN = words("""Jeanne Marie Marcelle Germaine Simone Yvonne Denise Madeleine Paulette Suzanne Odette Ginette Jacqueline Monique
Thérèse Colette Yvette Geneviève Huguette Raymonde Micheline Solange Josette Gisèle Arlette Éliane Liliane Nicole Françoise
Annie Danielle Michèle Bernadette Chantal Jocelyne Évelyne Christiane Martine Brigitte Mireille Catherine Dominique Sylvie
Véronique Patricia Christine Isabelle Nathalie Corinne Pascale Laurence Florence Valérie Sandrine Stéphanie Céline Karine
Sophie Virginie Delphine Aurélie Émilie Élodie Laetitia Caroline Audrey Julie Mélanie Vanessa Jennifer Marion Pauline Camille
Charlotte Mathilde Justine Lucie Manon Claire Anaïs Morgane Léa Chloé Océane Inès Sarah Fatima Khadija Aïcha Samira Nadia
Malika Leïla Yasmina Mariama Aminata Fatoumata Rosa Maria Carmen Dolores Lucia Giulia Ana Teresa Ingrid Katarzyna Agnieszka
Thi-Hoa Mei Linh Soizic Gwenaëlle Nolwenn Maïwenn Rozenn Annick Armelle Yolande Régine Viviane Maryvonne Maryse Josiane
Ghislaine Marie-Claude Marie-Thérèse Marie-Louise Marie-France Marie-Christine Anne-Marie Marie-Hélène Anne-Sophie
Marie-Odile Anne-Laure Marie-Pierre Rose-Marie Marie-Josèphe Élisabeth Hélène Agnès Béatrice Odile Édith Aline Lydie Fabienne
Muriel Séverine Carole Estelle Noémie Clémence Apolline Victoire Éloïse Cécile Blandine Bénédicte Adèle Gaëlle Solène
Marthe Lucienne Fernande Georgette Berthe Andrée Renée Louise Rolande Pierrette Augustine Henriette Irène Olga Eugénie
Joséphine Émilienne Rachel Judith Myriam Salomé Ophélie Perrine Coralie Amandine Sabrina Linda Sonia Nora Hanane""")

MEN = words("""Jean Pierre Louis André Marcel René Roger Robert Maurice Georges Raymond Henri Lucien Albert Émile Fernand Roland
Claude Michel Jacques Bernard Gérard Guy Gilbert Yves Serge Christian Daniel Alain Philippe Patrick Jean-Pierre Jean-Claude
Jean-Paul Jean-Luc Jean-Marc Jean-Michel Jean-Louis Jean-François Jean-Jacques Jean-Yves Jean-Marie Pierre-Yves Marc-Antoine
Dominique Didier Gilles Bruno Éric Thierry Pascal Denis Joël Hervé Franck Olivier Laurent Frédéric Christophe Stéphane David
Sébastien Nicolas Julien Guillaume Jérôme Cédric Ludovic Fabrice Arnaud Mickaël Anthony Romain Maxime Thomas Alexandre
Kévin Florian Quentin Valentin Clément Antoine Benjamin Adrien Matthieu Vincent Damien Grégory Rémi Baptiste Hugo Lucas
Théo Nathan Enzo Mohamed Ahmed Karim Rachid Mustapha Abdelkader Youssef Brahim Mamadou Ousmane Ibrahima Moussa Antonio
Manuel José Joaquim Giovanni Salvatore Luigi Carlos Stanislas Kazimierz Piotr Van-Minh Duc Yann Erwan Loïc Gwénaël Ronan
Tanguy Maël Corentin Alban Aurélien Bastien Benoît Bertrand Boris Charles Edmond Édouard Étienne Eugène Fabien Félix
Gaston Gaëtan Gabriel Germain Grégoire Gustave Hubert Jocelyn Jules Léon Léonard Lionel Marius Martial Maximilien Norbert
Octave Paul Raphaël Régis Richard Rodolphe Samuel Simon Sylvain Tristan Victor Xavier Yannick Yvon Armand Achille Ange
Anselme Barthélemy Célestin Désiré Élie Firmin Francis François Frank Gaël Ismaël Joseph Lambert Lazare Omer Prosper
Roméo Ulysse Urbain Wilfried Aristide Auguste Blaise Camille Clovis Emmanuel Gauthier Hippolyte""")

PARTICLE = ["LE GOFF", "LE GALL", "LE BRIS", "LE ROUX", "DE LA CROIX", "DE BEAUMONT", "DU PONTAVICE", "DE KERMADEC", "D'ARÇON",
            "VAN DEN BROECK", "VAN DER MEER", "DE OLIVEIRA", "DA SILVA", "DOS SANTOS", "EL KHATTABI", "BEN SALEM", "BEN AMOR",
            "N'DIAYE", "N'GUESSAN", "O'CONNOR", "DELL'ORTO", "DI MARCO", "LA ROSA", "DE SOUSA", "L'HELGOUAC'H", "L'HOSTIS",
            "VON ARX", "AÏT ALI", "EL AMRANI", "LE FLOC'H", "D'HALLUIN", "DE LA FUENTE", "SAINT-MARTIN", "SAINT-JEAN"]
ACCENTED = ["LEFÈVRE", "BÉRANGER", "GÉRARD", "MÉNARD", "PRÉVOST", "RÉMY", "ANDRÉ", "TRÉGUIER", "QUÉMÉNEUR", "HÉBERT", "LÉVÊQUE",
            "BOËDEC", "GUÉRIN", "BÉNARD", "FRÉMONT", "PÉRÈS", "BARRÈRE", "MÉTAYER", "CORBIÈRE", "LEMAÎTRE", "NOËL", "VÉRON"]
ABROAD = ["NGUYEN", "TRAN", "KOWALSKI", "NOWAK", "FERREIRA", "PEREIRA", "GARCIA", "LOPEZ", "ROSSI", "ESPOSITO", "DIALLO", "TRAORE",
          "COULIBALY", "KONATE", "BENALI", "HADDAD", "MANSOURI", "YILMAZ", "KAYA", "POPESCU", "IVANOV", "SCHNEIDER", "MULLER", "ZHANG",
          "CHEN", "RAKOTONIRINA", "ANDRIAMANANA", "RAMASSAMY", "PAYET", "HOARAU", "TCHOUMI", "MBEMBA", "BOUAZIZ", "CHERKAOUI"]

TOWNS = [("Morlaix", "29600", "29"), ("Quimper", "29000", "29"), ("Landerneau", "29800", "29"), ("Guingamp", "22200", "22"),
         ("Saint-Brieuc", "22000", "22"), ("Lannion", "22300", "22"), ("Vannes", "56000", "56"), ("Lorient", "56100", "56"),
         ("Pontivy", "56300", "56"), ("Rennes", "35000", "35"), ("Fougères", "35300", "35"), ("Vitré", "35500", "35"),
         ("Laval", "53000", "53"), ("Angers", "49000", "49"), ("Cholet", "49300", "49"), ("Nantes", "44000", "44"),
         ("Châteaubriant", "44110", "44"), ("Le Mans", "72000", "72"), ("Tours", "37000", "37"), ("La Flèche", "72200", "72"),
         ("Niort", "79000", "79"), ("Bressuire", "79300", "79"), ("Challans", "85300", "85"), ("Fontenay-le-Comte", "85200", "85")]
STREETS = ["rue de la Gare", "rue Pasteur", "avenue du Général-Leclerc", "place de l'Église", "impasse des Lilas", "rue des Écoles",
           "chemin du Moulin", "boulevard Clemenceau", "allée des Tilleuls", "rue Victor-Hugo", "route de Brest", "rue du Stade",
           "Kergoat", "La Basse Lande", "Le Bourg", "rue Anatole-France", "quai de la Fontaine", "venelle du Four", "rue des Hortensias",
           "lotissement des Genêts", "rue Jean-Moulin", "rue du Calvaire", "square de Verdun", "cité des Ajoncs"]
# fmt: on
FAMILIES = list(islice((name for name, _ in frequencies(FAMILY) if 3 <= len(name) <= 12 and name.isalpha()), 2600))


def fold(text):
    """Upper case without accents, as a national identity is stored."""
    text = text.replace("œ", "oe").replace("Œ", "OE")
    flat = unicodedata.normalize("NFD", text)
    return "".join(ch for ch in flat if not unicodedata.combining(ch)).upper()


def title(name):
    """LE GOFF -> Le Goff, D'ARÇON -> D'Arçon, DE LA CROIX -> de la Croix."""
    out, low = [], {"DE", "DU", "LA", "DES"}
    parts = name.split(" ")
    for i, word in enumerate(parts):
        if word in low and i + 1 < len(parts):
            out.append(word.lower() if word != "LA" or i else "La")
        else:
            out.append("-".join("'".join(p.capitalize() for p in part.split("'")) for part in word.split("-")))
    return " ".join(out)


def luhn(body):
    """A number with its last digit."""
    return body + luhn_digit(body)


@dataclass
class Person:
    """A record of the index, or a stranger to it."""

    record_id: str
    birth_name: str
    used_name: str
    first_names: list
    birth_date: dt.date
    sex: str
    birth_place: str
    ins: str
    street: str
    town: tuple
    birth_town: str = ""
    status: str = "qualifiee"

    @property
    def first(self):
        """The first of the given names."""
        return self.first_names[0]

    def record(self):
        """What the index holds."""
        return {
            "record_id": self.record_id,
            "birth_name": fold(self.birth_name),
            "used_name": fold(self.used_name) if self.used_name else None,
            "first_names": [fold(x) for x in self.first_names],
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex,
            "birth_place": self.birth_place,
            "ins": self.ins,
            "oid": TEST_OID if self.ins else None,
            "ins_status": self.status if self.ins else "provisoire",
            "address": f"{self.street}, {self.town[1]} {self.town[0]}",
        }


@dataclass
class Doctor:
    """A professional."""

    title: str
    given: str
    family: str
    speciality: str
    rpps: str
    sex: str
    am: str = ""


@dataclass
class Place:
    """An establishment or a practice."""

    name: str
    street: str
    town: tuple
    finess: str
    phone: str
    fax: str
    email: str


class World:
    """Draws persons with one random source; remembers every record."""

    def __init__(self, rng):
        self.rng = rng
        self.people = []
        self.counter = 0
        self.used_docs = set()

    def family(self):
        """A family name, now and then with particles, accents or from abroad."""
        r = self.rng.random()
        if r < 0.06:
            return self.rng.choice(PARTICLE)
        if r < 0.11:
            return self.rng.choice(ACCENTED)
        if r < 0.17:
            return self.rng.choice(ABROAD)
        name = FAMILIES[int(len(FAMILIES) * self.rng.random() ** 1.6)]
        if r < 0.20:
            return name + "-" + self.rng.choice(FAMILIES[:900])
        return name

    def given(self, sex):
        """A given name."""
        return self.rng.choice(WOMEN if sex == "F" else MEN)

    def matricule(self, sex, born, dep):
        """An INS with its key; its commune is of no real place."""
        body = (
            "2" if sex == "F" else "1"
        ) + f"{born.year % 100:02d}{born.month:02d}{dep}{self.rng.randint(990, 999)}{self.rng.randint(1, 899):03d}"
        return f"{body}{ins_key(body)}"

    def next_id(self):
        """The number of the next record."""
        self.counter += 1
        return f"P{100000 + self.counter * 7919 % 900000}"

    def person(self, sex=None, ages=(19, 97), keep=True, **forced):
        """A person, in the index unless told otherwise; what is forced is not drawn."""
        rng = self.rng
        sex = sex or rng.choice("FFFMM")
        age = int(rng.triangular(ages[0], ages[1], min(ages[1], max(ages[0], 71))))
        born = forced.get("birth_date") or dt.date(2026 - age - 1, 1, 1) + dt.timedelta(days=rng.randint(0, 364))
        town = rng.choice(TOWNS)
        birth_town = rng.choice(TOWNS)
        dep = "99" if rng.random() < 0.06 else birth_town[2]
        birth_name = forced.get("birth_name") or self.family()
        used = forced["used_name"] if "used_name" in forced else self._used_name(sex, age, birth_name)
        firsts = forced.get("first_names") or self._given_names(sex)
        ins = self.matricule(sex, born, dep)
        who = Person(
            self.next_id(),
            birth_name,
            used,
            firsts,
            born,
            sex,
            ins[5:10],
            ins,
            f"{rng.randint(1, 94)} {rng.choice(STREETS)}",
            town,
            birth_town[0] if dep != "99" else rng.choice(["Porto", "Oran", "Dakar", "Varsovie", "Hué", "Naples"]),
            rng.choice(["qualifiee"] * 8 + ["validee"]),
        )
        if rng.random() < 0.07 and not forced.get("with_ins"):
            who.ins = None
        if keep:
            self.people.append(who)
        return who

    def _used_name(self, sex, age, birth_name):
        rng = self.rng
        if sex != "F" or age <= 22 or rng.random() >= 0.58:
            return None
        used = self.family()
        if rng.random() < 0.10:
            used = birth_name.split("-")[0] + "-" + used.split("-")[0]
        return None if used == birth_name else used

    def _given_names(self, sex):
        firsts = [self.given(sex)]
        while len(firsts) < self.rng.choice([1, 2, 2, 3, 3]):
            extra = self.given(sex)
            if extra not in firsts:
                firsts.append(extra)
        return firsts

    def doctor(self, speciality="Médecine générale", title_="Docteur", sex=None):
        """A professional; no two share a family name in one run."""
        rng = self.rng
        sex = sex or rng.choice("FM")
        while True:
            family = self.family()
            if family not in self.used_docs:
                break
        self.used_docs.add(family)
        am = (
            self.rng.choice(["22", "29", "35", "44", "49", "56", "72"])
            + str(rng.randint(1, 6))
            + f"{rng.randint(10000, 99999)}"
        )
        return Doctor(
            title_, self.given(sex), family, speciality, luhn("10" + f"{rng.randint(0, 99999999):08d}"), sex, luhn(am)
        )

    def place(self, kind):
        """An establishment of a kind."""
        rng = self.rng
        town = rng.choice(TOWNS)
        saint = rng.choice(
            [
                "Saint-Yves",
                "Saint-Roch",
                "Sainte-Anne",
                "Saint-Vincent",
                "Saint-Luc",
                "Sainte-Marguerite",
                "Saint-Jacques",
            ]
        )
        nice = rng.choice(
            [
                "des Ormes",
                "du Val de Vie",
                "de la Baie",
                "Kerfeunteun",
                "des Trois Rivières",
                "de l'Estuaire",
                "Beau Rivage",
                "du Grand Large",
                "du Bois Joli",
                "Bel Air",
                "des Embruns",
                "de la Roseraie",
                "du Parc",
                "de l'Atlantique",
            ]
        )
        names = {
            "clinic": [f"Clinique {saint}", f"Polyclinique {nice}", f"Hôpital privé {nice}", f"Clinique {nice}"],
            "rehab": [
                f"Centre de rééducation {nice}",
                f"Centre de médecine physique et de réadaptation {nice}",
                f"SMR {nice}",
                f"Centre de soins de suite {saint}",
                f"Pôle de réadaptation {nice}",
            ],
            "hospital": [
                f"Centre hospitalier de {town[0]}",
                f"CHU de {town[0]}",
                f"Hôpital {saint}",
                f"Groupe hospitalier {nice}",
            ],
            "lab": [
                f"Laboratoire {saint}",
                f"Bio{rng.choice(['Ouest', 'Armor', 'Maine', 'Vilaine', 'Loire'])} Laboratoires",
                f"Laboratoire de biologie médicale {nice}",
            ],
            "imaging": [
                f"Centre d'imagerie {nice}",
                f"Scanner-IRM {saint}",
                f"Cabinet de radiologie {nice}",
                f"SELARL Imagerie {nice}",
            ],
            "path": [
                f"Cabinet d'anatomie pathologique {nice}",
                f"Institut de pathologie {saint}",
                "Ouest Pathologie " + town[0],
            ],
            "ehpad": [f"EHPAD {saint}", f"Résidence {nice}", f"EHPAD {nice}", f"Maison de retraite {saint}"],
            "practice": [
                f"Cabinet médical {nice}",
                f"Maison de santé {nice}",
                f"Maison de santé pluriprofessionnelle {saint}",
                f"Centre de santé {nice}",
            ],
            "pharmacy": [f"Pharmacie {nice}", "Pharmacie de la Place", "Pharmacie du Marché", f"Pharmacie {saint}"],
            "cpam": [f"Caisse primaire d'assurance maladie de {town[0]}", f"CPAM {town[0]}"],
        }[kind]
        name = rng.choice(names)
        tel = "02 " + " ".join(f"{rng.randint(0, 99):02d}" for _ in range(4))
        fax = tel[:-2] + f"{rng.randint(0, 99):02d}"
        slug = fold(name).lower().replace("'", "").split()[-1].replace(" ", "-")
        finess = luhn(town[2] + "0" + f"{rng.randint(0, 99999):05d}")
        return Place(
            name,
            f"{rng.randint(1, 120)} {rng.choice(STREETS[:12])}",
            town,
            finess,
            tel,
            fax,
            f"secretariat@{slug}.example.fr",
        )
