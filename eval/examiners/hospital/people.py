"""People of the hospital: patients, their index, with a check of who stands too near to another."""

import datetime as dt
import functools
import unicodedata
from itertools import islice

from eval.examiners.common.frequencies import FAMILY, MEN, WOMEN, frequencies
from eval.examiners.common.numbers import ins_key
from eval.examiners.common.words import words


def _load(name, top, minlen=3):
    plain = (n for n, _ in frequencies(name) if len(n) >= minlen and n.replace("É", "E").isalpha())
    return list(islice(plain, top))


LAST = _load(FAMILY, 4200, 4)
LAST_SPECIAL = """DE LA FONTAINE;DU PLESSIS;LE GOFF;LE BRAS;LE GUEN;DE OLIVEIRA;DA SILVA;DOS SANTOS;D'ANGELO;N'DIAYE;
N'GUESSAN;O'BRIEN;VAN DEN BERGHE;VAN HOUTTE;DE WITTE;VON ARX;EL AMRANI;BEN YOUSSEF;AÏT OUARAB;BEN SALAH;DE ROQUEFEUIL;
DES ROCHES;DE SAINT-MARTIN;SAINT-JEAN;SAINT-AUBIN;DUPUY-MONTBRUN;LEROY-DUBOIS;MARTIN-CHAVE;GARCIA-LOPEZ;PEREIRA-GOMES;
QUÉMÉNEUR;KERVÉGANT;BÉNÉZET;FRÉMONT;LEFÈVRE;LÉVÊQUE;GÉRARD;HÉBERT;MÉNARD;PRÉVOST;RÉMY;BÉRARD;CLÉMENT;THÉVENOT;DELÉPINE;
PÉCOUT;MÜLLER;SCHÄFER;NUÑEZ;PEÑA;GONÇALVES;MAGALHÃES;KOWALCZYK;WIŚNIEWSKI;NOWAK;PETROVIĆ;TRAORÉ;DIABATÉ;COULIBALY;KEÏTA;
KONÉ;FOFANA;NGUYEN;TRAN;PHAM;LIU;ZHANG;YILMAZ;KAYA;DEMIR;HADDAD;KHELIFI;BENALI;BOUAZZA;CHERKAOUI;MANSOURI;ZEROUAL;
RAKOTOMALALA;RANDRIANASOLO;LY;BA;SY;DI MARCO;LO PRESTI;DELLA VALLE;HERRMANN;SCHMITT;WEISSGERBER;ETCHEVERRY;IRIGOYEN;
ETXEBERRIA;CASANOVA;SANTONI;POGGIOLI;DE BARROS;MAC DONALD;TEIXEIRA-ROCHA;BOIS-LAMBERT;CŒURDEROY;LECŒUVRE""".replace(
    "\n", ""
).split(";")
F_OLD = words("""Jeanne Marie Yvonne Madeleine Suzanne Simone Denise Paulette Ginette Germaine Odette Jacqueline Monique Colette Thérèse
Huguette Raymonde Lucienne Andrée Renée Gisèle Marcelle Georgette Solange Josette Bernadette Liliane Micheline Arlette
Éliane Claudette Yvette Geneviève Henriette Fernande Rolande Pierrette Antoinette Marguerite Hélène Cécile Léone
Marie-Thérèse Marie-Louise Marie-Claude Marie-France Anne-Marie Rose-Marie""")
F_MID = words("""Françoise Nicole Catherine Chantal Martine Christine Brigitte Sylvie Patricia Véronique Nathalie Isabelle Sandrine
Valérie Corinne Laurence Florence Stéphanie Céline Virginie Karine Sophie Delphine Béatrice Agnès Évelyne Joëlle Danielle
Maryse Annick Dominique Élisabeth Muriel Pascale Fabienne Carole Séverine Aurélie Émilie Élodie Laetitia Mélanie Magali
Fatima Nadia Samira Malika Rachida Aminata Mariam Fatou Paula Lúcia Maria Olga Svetlana Thi-Lan Aïcha Djamila Zohra
Marie-Christine Marie-Hélène Anne-Sophie Marie-Laure Noëlle Ghislaine Yolande Régine Maud Gaëlle Maïté Solenn""")
M_OLD = words("""Jean Pierre André Marcel René Roger Robert Georges Louis Henri Raymond Maurice Lucien Albert Fernand Émile Gaston
Joseph Charles Paul Jacques Michel Claude Bernard Gérard Guy Yves Roland Gilbert Edmond Léon Eugène Ernest Armand Désiré
Jean-Claude Jean-Pierre Jean-Marie Gustave Félix Auguste Clément Noël Fernando Antonio Giuseppe Mohamed Ahmed""")
M_MID = words("""Alain Philippe Patrick Daniel Christian Serge Didier Pascal Éric Thierry Laurent Bruno Frédéric Stéphane Christophe
Olivier Franck Fabrice Hervé Gilles Denis Dominique Marc Jérôme Sébastien Nicolas David Cédric Ludovic Arnaud Grégory Mickaël
Sylvain Benoît Guillaume Régis Rémi Joël Francis Lionel Emmanuel Xavier Yannick Loïc Gaël Tanguy Karim Rachid Samir Abdelkader
Youssef Mamadou Ibrahima Ousmane Seydou José Manuel Carlos João Luigi Vladimir Piotr Minh Jean-Luc Jean-François Jean-Michel
Jean-Louis Jean-Marc Jean-Paul Pierre-Yves Aurélien Damien Gérald Thibault François-Xavier Marc-Antoine Enguerrand Goulven""")
F_NEW = [w.title() for w in _load(WOMEN, 260)] + ["Lou-Ann", "Anna-Rose", "Marie-Lou", "Lily-Rose"]
M_NEW = [w.title() for w in _load(MEN, 260)] + ["Jean-Baptiste", "Pierre-Louis", "Paul-Émile", "Léo-Paul"]
CITIES = """Aubervigne 27;Montferrat-sur-Lys 59;Saint-Béron 73;Castelmaur 82;Rochebrune 07;Valençon 36;Port-Laudy 44;Kermadec 29;
Plouarzel-Bourg 29;Sarlanges 24;Villefort-le-Haut 91;Beaumesnil-les-Bains 14;Chanteloup 77;Mireval-sur-Orb 34;Puylaurac 81;
Lons-la-Forêt 39;Grandchamp 56;Sainte-Foy-du-Lac 74;Étretan 76;Auxonville 21;Bourg-Saint-Léger 52;Ribérac-Neuf 24;Estaing-Ville 12;
Cassagnac 46;Mornay-le-Château 18;Haguenheim 67;Wintzwiller 68;Arques-Marais 62;Pont-d'Ouche 42;Talmontiers 85;Brignac 30;
Vaucluset 84;Cagnosc 83;Ajaccia 20;Saint-Denis-des-Monts 97;Orvilliers 10;Tournemine 22;Bresson 38;Noirmont 70;Givry-les-Eaux 71""".replace(
    "\n", ""
).split(";")
CITIES = [(c.rsplit(" ", 1)[0], c.rsplit(" ", 1)[1]) for c in CITIES]
STREETS = """rue des Tilleuls;avenue du Général-Leclerc;rue Pasteur;boulevard Victor-Hugo;place de l'Église;rue de la République;
chemin des Vignes;allée des Peupliers;rue Jean-Jaurès;impasse du Moulin;route de la Gare;rue du Docteur-Calmette;
quai des Mariniers;avenue Ambroise-Paré;rue Claude-Bernard;cours Gambetta;rue de la Source;rue Marie-Curie""".replace(
    "\n", ""
).split(";")


def fold(s):
    s = s.replace("Œ", "OE").replace("œ", "oe").replace("Æ", "AE")
    s = unicodedata.normalize("NFD", s)
    return "".join(c for c in s if not unicodedata.combining(c))


def strict(s):
    """Upper case without accents, as an index holds it."""
    return fold(s).upper()


def lev(a, b, cap=3):
    if abs(len(a) - len(b)) > cap:
        return cap + 1
    prev = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        cur = [i]
        for j, cb in enumerate(b, 1):
            cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (ca != cb)))
        prev = cur
    return prev[-1]


def titled(name):
    """Family name in mixed case, as a typist writes it."""
    parts = []
    for w in name.split(" "):
        seg = "-".join("'".join(x.capitalize() for x in s.split("'")) for s in w.split("-"))
        parts.append(seg)
    out = " ".join(parts)
    for a, b in (("De La ", "de La "), ("Du ", "du "), ("De ", "de "), ("Des ", "des "), ("D'", "d'")):
        if out.startswith(a):
            out = b + out[len(a) :]
            break
    return out


class Person:
    """A fictitious person. rid: the record, once in the index; ref: the year that ages count from."""

    def __init__(self, rng, sex=None, amin=0, amax=96, ref=2026, last=None, birth=None):
        self.sex = sex or rng.choice("MF")
        age = rng.choice([rng.randint(amin, amax), rng.randint(max(amin, min(55, amax)), amax)])
        self.birth = birth or dt.date(ref - age, 1, 1) + dt.timedelta(days=rng.randrange(365))
        self.birth_name = last or (
            rng.choice(LAST_SPECIAL) if rng.random() < 0.16 else LAST[int(len(LAST) * rng.random() ** 1.5)]
        )
        if last is None and rng.random() < 0.03:
            self.birth_name = rng.choice(LAST) + "-" + rng.choice(LAST)
        y = self.birth.year
        pool = (
            (F_OLD if y < 1948 else F_MID if y < 1988 else F_NEW)
            if self.sex == "F"
            else (M_OLD if y < 1948 else M_MID if y < 1988 else M_NEW)
        )

        def g():
            return pool[int(len(pool) * rng.random() ** 1.4)] if pool in (F_NEW, M_NEW) else rng.choice(pool)

        self.firsts = [g()]
        for _ in range(rng.choice([0, 0, 1, 1, 2, 2])):
            f = g()
            if f not in self.firsts:
                self.firsts.append(f)
        self.used_name = None
        if y < 1999 and rng.random() < (0.58 if self.sex == "F" else 0.03):
            u = rng.choice(LAST) if rng.random() < 0.85 else rng.choice(LAST_SPECIAL)
            if rng.random() < 0.1:
                u = self.birth_name + "-" + u if "-" not in self.birth_name and " " not in self.birth_name else u
            if u != self.birth_name:
                self.used_name = u
        self.city, self.dep = rng.choice(CITIES)
        if self.dep in ("20", "97"):
            self.dep = rng.choice(["2A", "2B"]) if self.dep == "20" else "75"
        self.rid = None
        self.ipp = str(rng.randint(10**6, 10**8 - 1))
        self.order = rng.randint(1, 380)
        self.com = rng.randint(990, 999)
        self.has_ins = rng.random() < 0.93
        self.street = f"{rng.randint(1, 120)} {rng.choice(STREETS)}"
        self.home = rng.choice(CITIES)

    @property
    def first(self):
        return self.firsts[0]

    def ins13(self):
        return f"{'1' if self.sex == 'M' else '2'}{self.birth.year % 100:02d}{self.birth.month:02d}{self.dep}{self.com:03d}{self.order:03d}"

    @property
    def ins(self):
        return self.ins13() + ins_key(self.ins13())

    @property
    def place(self):
        return self.dep + f"{self.com:03d}"

    def record(self):
        up = strict
        return {
            "record_id": self.rid,
            "ipp": self.ipp,
            "birth_name": up(self.birth_name),
            "used_name": up(self.used_name) if self.used_name else None,
            "first_name": up(self.first),
            "first_names": " ".join(up(f) for f in self.firsts),
            "birth_date": self.birth.isoformat(),
            "sex": self.sex,
            "birth_place": self.place,
            "ins": self.ins if self.has_ins else None,
            "oid": "1.2.250.1.213.1.4.8" if self.has_ins else None,
        }

    def clone(self, rng, **kw):
        q = Person(rng, sex=kw.get("sex", self.sex), last=self.birth_name, birth=self.birth)
        q.used_name = self.used_name
        q.dep, q.com, q.city = self.dep, self.com, self.city
        for k, v in kw.items():
            setattr(q, k, v)
        return q


@functools.lru_cache(None)
def _dmy(d):
    return d.strftime("%d%m%Y")


def near_dates(a, b):
    x, y = _dmy(a), _dmy(b)
    if sum(c != d for c, d in zip(x, y, strict=False)) <= 1:
        return True
    return a.year == b.year and a.day == b.month and a.month == b.day


class Index:
    """The patient index, with a check for neighbours too near to be told apart."""

    def __init__(self, rng):
        self.rng, self.people, self.n = rng, [], 1000

    def add(self, p):
        self.n += self.rng.randint(1, 9)
        p.rid = f"P{self.n:05d}"
        self.people.append(p)
        return p

    def near(self, p, among=None):
        names = {strict(x) for x in (p.birth_name, p.used_name) if x}
        for q in self.people if among is None else among:
            if q is p or not near_dates(p.birth, q.birth):
                continue
            qn = {strict(x) for x in (q.birth_name, q.used_name) if x}
            if any(lev(a, b) <= 1 for a in names for b in qn) and lev(strict(p.first), strict(q.first)) <= 3:
                return q
        return None
