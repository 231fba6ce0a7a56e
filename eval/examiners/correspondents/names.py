"""Names of persons, towns and streets, and how they are written. Neither patients nor professionals: see people, senders."""

import html
import unicodedata

from eval.examiners.common.frequencies import FAMILY, MEN, WOMEN, frequencies
from eval.examiners.common.words import words

# fmt: off
OLD_F = words("""Jeanne Marie Simone Germaine Yvonne Denise Madeleine Suzanne Marcelle Paulette Lucienne Andrée Raymonde Odette Ginette
Huguette Jacqueline Monique Thérèse Renée Georgette Henriette Bernadette Solange Colette Gisèle Yvette Josette Arlette Mauricette
Micheline Ghislaine Nicole Françoise Geneviève Claudine Liliane Éliane Christiane Marie-Thérèse Marie-Louise Marie-Claude
Marie-Françoise Anne-Marie Rolande Fernande Lucette Pierrette Reine Hélène Cécile Marthe Rose Antoinette Angèle Léone Édith
Raymonde Noëlle Janine Jeannine Rosa Léontine Irène Marguerite Claudette Bernadette Danielle Michèle Evelyne Josiane""")
OLD_M = words("""Jean Pierre André Marcel Roger René Robert Louis Georges Maurice Henri Raymond Lucien Fernand Paul Jacques Gilbert Guy Claude
Bernard Michel Gérard Roland Serge Yves Émile Albert Camille Edmond Gaston Léon Marius Abel Aimé Armand Auguste Élie Firmin
Jean-Pierre Jean-Claude Jean-Louis Jean-Marie Jean-Paul Noël Joseph Francis Daniel Christian Alain Hubert Gilles Norbert Désiré
Robert Ernest Eugène Félix Germain Hippolyte Lionel Max Victor Ambroise Jean-Baptiste Rémi Étienne""")
MID_F = words("""Catherine Martine Christine Brigitte Sylvie Véronique Isabelle Nathalie Corinne Valérie Sandrine Stéphanie Céline Laurence
Pascale Florence Patricia Dominique Agnès Béatrice Carole Delphine Karine Séverine Virginie Aurélie Émilie Élodie Audrey Laetitia
Mélanie Magali Sabrina Fabienne Annick Chantal Murielle Nadine Odile Marie-Christine Marie-Hélène Anne-Laure Anne-Sophie Marie-Laure
Fatima Nadia Samira Leïla Malika Khadija Yamina Maria-José Graça Svetlana Agnieszka Thi-Hoa Aminata Fatoumata Bénédicte Clotilde
Hélène Gaëlle Solenn Maëlle Rozenn Ingrid Vanessa Jennifer Angélique Coralie Charlène""")
MID_M = words("""Philippe Patrick Thierry Pascal Éric Laurent Christophe Stéphane Frédéric Olivier Nicolas Sébastien David Julien Jérôme Cédric
Ludovic Fabrice Franck Didier Denis Bruno Hervé François Xavier Vincent Arnaud Emmanuel Mickaël Grégory Cyril Benoît Guillaume
Jean-François Jean-Luc Jean-Marc Jean-Michel Jean-Christophe Pierre-Yves Marc-Antoine Mohamed Ahmed Karim Rachid Youssef Abdelkader
Mamadou Ousmane Antonio Manuel Joaquim Piotr Tomasz Mehmet Van-Minh Gaël Loïc Yannick Tanguy Régis Joël Gilles Dominique Johann
Anthony Jonathan Kévin Jérémy Damien Ghislain""")

ACCENTED = words("""LEFÈVRE GUÉRIN BÉNARD GONÇALVES PÉREZ BESANÇON CRÉTÉ DUPRÉ FOUCHÉ PRÉVOST ANDRÉ BARRÉ HERVÉ ALLÈGRE GUÉGAN MÉNARD
GRÉGOIRE DÉSIRÉ BÉRARD CHÂTELAIN BLÉRIOT FRANÇOIS RENÉ CLÉMENT NOËL GIBÉ LHÔTE THÉVENET MAÎTRE MÉTAYER""")
PARTICLES = """LE GOFF|LE ROUX|DE LA TOUR|DU PLESSIS|D'ARTOIS|DE SOUSA|DA SILVA|DOS SANTOS|VAN DEN BERGHE|BEN AMMAR|EL HADDAD|N'DIAYE|
AÏT OUALI|DE BEAUREGARD|LE BIHAN|LA ROSA|DI MARCO|VON ARX|O'BRIEN|DE OLIVEIRA|BEN SALAH|D'HÉROUVILLE|L'HERMITTE|LE FLOCH|DEL CASTILLO|
TRAN VAN|DE WAELE|VAN HOUTTE|EL MANSOURI|AL KHATIB""".replace("\n", "").split("|")
FOREIGN = words("""KOWALSKI NOWAK YILMAZ DEMIR NGUYEN PHAM TRAORE DIALLO COULIBALY KEITA CISSE BENALI BOUZID CHERIF HAMIDI MANSOURI FERREIRA
PEREIRA RODRIGUES TEIXEIRA POPESCU IONESCU PETROVIC KOVAC ROSSI ESPOSITO GARCIA-LOPEZ RAKOTOMALALA RASOLOFO MBEMBA OKONKWO HADJ
ZERROUKI BELKACEM SAHRAOUI WOZNIAK SZYMANSKI STANKOVIC MULLER SCHNEIDER""")

TOWNS = [("18000", "Bourges"), ("18100", "Vierzon"), ("18200", "Saint-Amand-Montrond"), ("18700", "Aubigny-sur-Nère"), ("18300", "Sancerre"),
         ("18500", "Mehun-sur-Yèvre"), ("18400", "Saint-Florent-sur-Cher"), ("18130", "Dun-sur-Auron"), ("18270", "Culan"), ("18370", "Châteaumeillant"),
         ("36000", "Châteauroux"), ("36100", "Issoudun"), ("36400", "La Châtre"), ("36200", "Argenton-sur-Creuse"), ("36300", "Le Blanc"),
         ("41200", "Romorantin-Lanthenay"), ("41300", "Salbris"), ("45000", "Orléans"), ("45500", "Gien"), ("58000", "Nevers"), ("58400", "La Charité-sur-Loire"),
         ("03100", "Montluçon"), ("03000", "Moulins"), ("37000", "Tours"), ("23000", "Guéret"), ("18110", "Saint-Martin-d'Auxigny"), ("18390", "Saint-Germain-du-Puy"),
         ("18570", "La Chapelle-Saint-Ursin"), ("18340", "Levet"), ("18150", "La Guerche-sur-l'Aubois"), ("36500", "Buzançais"), ("36150", "Vatan")]
STREETS = """rue des Lilas|rue du Puits Neuf|avenue de la Gare|impasse des Tanneurs|route de Bourges|place de l'Église|rue Jean Jaurès|chemin des Vignes|
rue du 8 Mai 1945|allée des Acacias|boulevard Gambetta|rue George Sand|rue du Moulin|lieu-dit Les Varennes|rue de la République|cours Manuel|rue Pasteur|
avenue du Général de Gaulle|rue des Écoles|clos des Noyers|rue Alain-Fournier|rue Jacques Cœur|rue du Bois Chevreuil|résidence Les Bruyères, bât. C|
rue Victor Hugo|venelle du Lavoir|rue de la Fontaine|quai du Canal|rue Louis Pasteur|route de Lignières""".replace("\n", "").split("|")
# fmt: on


def esc(s):
    """Text as HTML, quotes left."""
    return html.escape(s, quote=False)


def fold(text):
    """Upper case without diacritics (the lexical rule of birth names)."""
    text = text.replace("Œ", "OE").replace("œ", "oe").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).upper()


def title_name(name):
    """Family name in title case, particles kept small where French does so."""
    out = []
    for word in name.split(" "):
        low = word.lower()
        if (
            low in ("de", "du", "la", "van", "den", "von", "di", "dos", "da")
            and out == []
            and low in ("de", "du", "von")
        ):
            out.append(low)
        elif low[:2] in ("d'", "l'", "n'", "o'"):
            out.append((low[:2] if low[0] == "d" else low[:2].upper()) + low[2:].capitalize())
        else:
            out.append("-".join(p.capitalize() for p in low.split("-")))
    return " ".join(out)


def _load(name):
    return [(one, share) for one, share in frequencies(name) if len(one) > 2]


class Names:
    """Family and given names, the rarer ones too, by sex and year of birth."""

    def __init__(self):
        last = _load(FAMILY)[:4000]
        self.last, self.last_w = [x for x, _ in last], [w**0.8 for _, w in last]
        self.young = {}
        for sex, f in (("F", WOMEN), ("M", MEN)):
            rows = [(n, w) for n, w in _load(f) if "(" not in n][:450]
            self.young[sex] = ([title_name(n) for n, _ in rows], [w for _, w in rows])

    def family(self, rng):
        """A family name."""
        r = rng.random()
        if r < 0.72:
            return rng.choices(self.last, self.last_w)[0]
        if r < 0.79:
            return rng.choice(ACCENTED)
        if r < 0.86:
            return rng.choice(PARTICLES)
        if r < 0.94:
            return rng.choice(FOREIGN)
        return rng.choices(self.last, self.last_w)[0] + "-" + rng.choices(self.last, self.last_w)[0]

    def first(self, rng, sex, year):
        """A first name of a time."""
        if year < 1957:
            return rng.choice(OLD_F if sex == "F" else OLD_M)
        if year < 1992:
            return rng.choice(MID_F if sex == "F" else MID_M)
        return rng.choices(*self.young[sex])[0]

    def firsts(self, rng, sex, year):
        """One to three first names."""
        n = rng.choices([1, 2, 3], [5, 4, 5])[0]
        out = []
        while len(out) < n:
            x = self.first(rng, sex, year if not out else year - rng.choice([0, 25, 45]))
            if x not in out:
                out.append(x)
        return out
