"""Names of persons, towns and streets. Neither patients nor professionals: see people."""

import unicodedata
from itertools import islice

from eval.examiners.common.frequencies import FAMILY as FAMILIES
from eval.examiners.common.frequencies import MEN, WOMEN, frequencies


def _load(name, limit):
    return [one for one, _ in islice(frequencies(name), limit)]


# fmt: off
FAMILY = [name for name in _load(FAMILIES, 5200) if len(name) > 2]
SPECIAL_FAMILY = """LE GOFF;LE BRIS;LE GUEN;DE LA FUENTE;DE OLIVEIRA;DA SILVA;DOS SANTOS;D'HONDT;D'ALMEIDA;N'DIAYE;N'GUYEN VAN;VAN DEN BERGHE;VAN DE WALLE;
DE VILLENEUVE;DU BOISROUVRAY;DE SAINT-AUBIN;DE KERGARIOU;L'HOSTIS;L'HELGOUALC'H;QUÉMÉNEUR;KERVÉGANT;BEN AMMAR;BEN YOUSSEF;EL KHATTABI;AÏT OUARAB;OULD BRAHAM;
MBAPPÉ-KOUAMÉ;TRAORÉ;COULIBALY;DIARRA;KONATÉ;RAKOTOMALALA;ANDRIANARISOA;TEHEIURA;TERIITEHAU;HOARAU;PAYET;GRONDIN;FONTAINE-HOARAU;MAILLOT;KIMITETE;TUHEIAVA;
NGUYEN;TRAN;PHAM;LY;KOWALSKI;NOWAK;WISNIEWSKI;SZYMAŃSKI;FERREIRA-LOPES;GARCIA-MORENO;MARTIN-LAVAL;PETIT-JEAN;BLANC-GONNET;ROUX-CHAMPION;DUPONT-MÉRIC;LEGRAND-DUVAL;
GÉRARDIN;BÉNARD;FRÉCHET;LEFÈVRE;CHÂTELAIN;BOËDEC;NOËL;GUÉRIN-LASSALLE;SCHNEIDER;MÜLLER;WEBER;KLEIN-HOFFMANN;ZIMMERMANN;DELLA ROSA;DI GIOVANNI;ROSSI;ESPOSITO;
SANTINI;PAOLI;CASANOVA-LECA;YILDIZ;ÖZTÜRK;DEMIR;KAYA;BOUAZIZ;HADDAD;CHERIF;MEZIANE;SAÏDI;BELKACEM;ZEROUAL;JEAN-LOUIS;PIERRE-CHARLES;MARIE-SAINTE;SAINTE-ROSE;ELOI-BLÉZÈS""".replace("\n", "").split(";")

MALE_OLD = """Jean,Michel,Pierre,André,Jacques,Bernard,Claude,René,Gérard,Alain,Roger,Daniel,Guy,Robert,Marcel,Christian,Georges,Raymond,Serge,Maurice,Yves,Louis,Gilbert,Henri,Roland,Lucien,
Francis,Jean-Claude,Jean-Pierre,Jean-Louis,Jean-Paul,Jean-Marie,Jean-Jacques,Patrick,Dominique,Joël,Hubert,Fernand,Émile,Léon,Edmond,Étienne,Marc,Noël,Gaston,Alphonse,Rémi,Firmin,Armand,Eugène,Mohamed,Ahmed,Ali,Antonio,Manuel,José,Giuseppe,Mamadou,Stanislas""".replace("\n", "").split(",")
FEMALE_OLD = """Marie,Jeanne,Françoise,Monique,Nicole,Jacqueline,Denise,Yvette,Simone,Yvonne,Paulette,Madeleine,Suzanne,Odette,Ginette,Christiane,Micheline,Thérèse,Marie-Thérèse,Michèle,Annie,Colette,
Danielle,Josette,Renée,Germaine,Marie-Claude,Marie-Louise,Anne-Marie,Marguerite,Lucette,Huguette,Geneviève,Raymonde,Éliane,Bernadette,Chantal,Évelyne,Liliane,Solange,Arlette,Henriette,Mauricette,Andrée,Gisèle,Marcelle,Fatima,Zohra,Aïcha,Maria,Rosa,Carmela,Fatoumata,Léontine,Agnès""".replace("\n", "").split(",")
MALE_MID = """Philippe,Thierry,Pascal,Éric,Laurent,Stéphane,Frédéric,Christophe,David,Sébastien,Nicolas,Olivier,Bruno,Didier,Franck,Jérôme,Cédric,Vincent,Julien,Guillaume,Arnaud,Fabrice,Gilles,François,Xavier,Benoît,Emmanuel,Karim,
Rachid,Yann,Mickaël,Ludovic,Grégory,Alexandre,Thomas,Anthony,Kévin,Romain,Florian,Mathieu,Aurélien,Jean-François,Jean-Michel,Jean-Luc,Jean-Christophe,Pierre-Yves,Loïc,Hervé,Régis,Cyril,Samir,Paulo,Moussa,Teva,Damien,Maxime,Quentin,Bastien""".replace("\n", "").split(",")
FEMALE_MID = """Nathalie,Isabelle,Sylvie,Catherine,Martine,Véronique,Corinne,Sandrine,Stéphanie,Céline,Valérie,Christelle,Karine,Sophie,Virginie,Aurélie,Émilie,Julie,Laetitia,Élodie,Anne-Sophie,Marie-Laure,Marie-Hélène,
Florence,Patricia,Brigitte,Laurence,Hélène,Delphine,Béatrice,Agathe,Magali,Caroline,Audrey,Mélanie,Jennifer,Vanessa,Sabrina,Nadia,Samira,Leïla,Hanane,Amandine,Marion,Claire,Pauline,Charlène,Justine,Anaïs,Marine,Maud,Gaëlle,Aïssatou,Maeva,Vaitiare,Ana-Maria,Joëlle,Estelle,Ingrid""".replace("\n", "").split(",")
MALE_NEW = [name.title() for name in _load(MEN, 260)]
FEMALE_NEW = [name.title() for name in _load(WOMEN, 260)]

PLACES = [("Rouen", "76"), ("Le Havre", "76"), ("Amiens", "80"), ("Lille", "59"), ("Roubaix", "59"), ("Arras", "62"), ("Reims", "51"), ("Nancy", "54"), ("Metz", "57"), ("Strasbourg", "67"),
          ("Colmar", "68"), ("Besançon", "25"), ("Dijon", "21"), ("Nevers", "58"), ("Orléans", "45"), ("Tours", "37"), ("Angers", "49"), ("Nantes", "44"), ("Rennes", "35"), ("Brest", "29"),
          ("Quimper", "29"), ("Lorient", "56"), ("Caen", "14"), ("Limoges", "87"), ("Poitiers", "86"), ("Bordeaux", "33"), ("Pau", "64"), ("Toulouse", "31"), ("Albi", "81"), ("Perpignan", "66"),
          ("Montpellier", "34"), ("Nîmes", "30"), ("Avignon", "84"), ("Marseille", "13"), ("Toulon", "83"), ("Nice", "06"), ("Grenoble", "38"), ("Lyon", "69"), ("Saint-Étienne", "42"),
          ("Clermont-Ferrand", "63"), ("Aurillac", "15"), ("Paris", "75"), ("Créteil", "94"), ("Saint-Denis", "93"), ("Pontoise", "95"), ("Évry", "91"), ("Troyes", "10"), ("Auxerre", "89")]
STREETS = ["rue des Lilas", "avenue Jean-Jaurès", "rue du Moulin", "impasse des Tilleuls", "boulevard de la République", "chemin des Vignes", "rue Pasteur", "rue de l'Église", "allée des Acacias", "rue du 8-Mai-1945", "place du Marché", "rue Victor-Hugo", "route de la Forêt", "rue Gambetta", "résidence Les Peupliers, rue Basse", "quai des Mariniers", "rue Ambroise-Croizat", "lotissement Bel-Air", "rue Louise-Michel", "sente aux Moines"]
# fmt: on


def fold(s):
    """Capitals without accents."""
    s = s.replace("œ", "oe").replace("Œ", "OE").replace("’", "'")
    return "".join(ch for ch in unicodedata.normalize("NFD", s) if not unicodedata.combining(ch)).upper()


FIRST_FOLDED = {fold(name) for name in (*MALE_OLD, *FEMALE_OLD, *MALE_MID, *FEMALE_MID, *MALE_NEW, *FEMALE_NEW)}


def title_name(s):
    """A family name with capitals at the head of its parts."""
    out = []
    for w in s.lower().split(" "):
        if w in ("de", "la", "du", "des", "van", "den"):
            out.append(w)
        else:
            out.append("-".join("'".join(x[:1].upper() + x[1:] for x in y.split("'")) for y in w.split("-")))
    return " ".join(out)
