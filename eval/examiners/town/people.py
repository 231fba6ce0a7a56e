"""Fictitious persons of a town and the patient index."""

import datetime as dt
import unicodedata
from itertools import islice

from eval.examiners.common.frequencies import FAMILY, MEN, WOMEN, frequencies
from eval.examiners.common.numbers import ins_key, luhn_digit
from eval.examiners.common.words import words

OLD_F = words("""Jeanne Marie Simone Yvonne Germaine Madeleine Suzanne Denise Paulette Odette Lucienne Raymonde Renée Huguette
Jacqueline Monique Ginette Thérèse Micheline Colette Françoise Geneviève Yvette Marguerite Solange Gisèle Josette Mauricette
Arlette Claudine Bernadette Nicole Éliane Annie Christiane Michèle Marie-Thérèse Marie-Claude Danielle Andrée Hélène Lucette
Jeannine Henriette Georgette Berthe Rolande Fernande Marie-Louise Anne-Marie Rose Louisette Viviane Liliane Maryse Marie-France
Josiane Chantal Évelyne Mireille Rose-Marie Pierrette Léone Edmonde Antoinette Reine""")
OLD_M = words("""Jean Pierre André Michel René Roger Marcel Robert Raymond Georges Maurice Henri Lucien Jacques Claude Louis Gérard
Bernard Guy Paul Roland Serge Fernand Albert Émile Gilbert Léon Eugène Edmond Yves Daniel Joseph Jean-Claude Jean-Pierre
Jean-Marie Jean-Paul Jean-Louis Christian Alain Gilles Armand Gaston Edgar Rémy Désiré Aimé Clément Théodore Auguste Victor
Marius Ernest Hubert Norbert Gabriel Abel Félix Ferdinand Lionel Guy-Noël""")
MID_F = words("""Catherine Sylvie Isabelle Martine Véronique Christine Brigitte Patricia Nathalie Corinne Dominique Florence Valérie
Sandrine Stéphanie Céline Sophie Laurence Karine Virginie Delphine Séverine Cécile Anne Agnès Béatrice Pascale Marie-Laure
Anne-Sophie Marie-Christine Muriel Carole Fabienne Nadine Joëlle Élisabeth Estelle Magali Aurélie Émilie Laetitia Hélène Sabrina
Fatima Nadia Samira Malika Fatoumata Aïcha Rachida Ludivine Mélanie Audrey Anaïs Mathilde Claire Marion Élodie Julie Ingrid
Marie-Ange Gwenaëlle Maïté Solène Rozenn Ana-Maria Thi-Lan Ewa Olga""")
MID_M = words("""Philippe Thierry Patrick Pascal Éric Laurent Christophe Stéphane Frédéric Olivier Bruno Didier Marc Denis François
Vincent Hervé Franck Fabrice Jean-Luc Jean-Michel Jean-François Jean-Marc Sébastien David Nicolas Julien Jérôme Cédric Guillaume
Xavier Arnaud Emmanuel Benoît Grégory Ludovic Mickaël Mathieu Sylvain Yannick Loïc Gaël Erwan Mohamed Karim Rachid Mustapha
Mamadou Ousmane Abdelkader José Antonio Manuel Paulo Jean-Baptiste Pierre-Yves Marc-Antoine Régis Thibault Aurélien Romuald
Jean-Sébastien Tanguy Ronan Piotr Minh""")
SPECIAL_FAMILY = """LE GOFF|QUÉMÉNEUR|LE BIHAN|DE LA FONTAINE|DE KERSAUSON|D'ARGENTRÉ|DU PLESSIS|DE BROISSIA|DELLA ROCCA|VAN DEN BERGHE
VAN HOVE|VON STRASSER|EL AMRANI|EL HADDAD|BEN SALAH|BEN YOUSSEF|N'GUESSAN|N'DIAYE|DIALLO|TRAORÉ|COULIBALY|KEÏTA|SISSOKO|NGUYEN
TRAN|PHAM|HOANG|KOWALCZYK|WIŚNIEWSKI|NOWAK|DA SILVA|DOS SANTOS|PEREIRA|FERREIRA|GONÇALVES|RODRÍGUEZ|IBÁÑEZ|YILMAZ|ÖZTÜRK|IVANOV
POPESCU|ABDELLAOUI|BOUZIANE|CHERKAOUI|HAMIDOU|RAKOTOMALALA|RANDRIANARISOA|SAINT-JUST|SAINT-MARTIN|DUPONT-AIGNEL|MARTIN-LAVAL
PETIT-JEAN|GRAND-DUFAY|LEROY-BEAULIEU|ROUX-FOUILLET|FABRE D'OLIVET|LE CLÉZIO|LE TALLEC|KERVELLA|ABGRALL|GUÉGUEN|CASTÉRA|PÉRÈS
MUÑOZ|CÔTÉ|BŒUF|LECŒUR|FRANÇOIS|BENOÎT|ANDRÉ|GÉRARD|LÉGER|PRÉVOST|BÉNARD|HÉBERT|CHRÉTIEN|LEFÈVRE|BARRÉ|ALLÈGRE|DE OLIVEIRA
LE BRAS|L'HÉNORET|O'CONNOR|MC DERMOTT|SCHNEIDER-KUHN|MÜLLER|D'HAUTERIVE|DES ROSIERS|DE SAINT-AUBIN""".replace(
    "\n", "|"
).split("|")


def _load(name, limit):
    return list(islice((word for word, _ in frequencies(name) if len(word) > 2), limit))


FAMILIES = _load(FAMILY, 4000)
YOUNG_F = [w.title() for w in _load(WOMEN, 260)]
YOUNG_M = [w.title() for w in _load(MEN, 260)]


def fold(text):
    text = text.replace("Œ", "OE").replace("œ", "oe").replace("’", "'")
    text = unicodedata.normalize("NFD", text)
    return "".join(c for c in text if not unicodedata.combining(c))


def strict(text):
    """Strict trait as an INS carries it: upper case without diacritics."""
    return fold(text).upper()


def luhn_complete(body):
    """A number with the digit that makes it right."""
    return body + luhn_digit(body)


def digits_apart(a, b):
    return sum(x != y for x, y in zip(a, b, strict=True))


def edits(a, b, cap=3):
    """Edit distance with adjacent swaps, cut short above cap."""
    if abs(len(a) - len(b)) > cap:
        return cap + 1
    prev2, prev = None, list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        cur = [i]
        for j, cb in enumerate(b, 1):
            v = min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (ca != cb))
            if prev2 and j > 1 and i > 1 and ca == b[j - 2] and a[i - 2] == cb:
                v = min(v, prev2[j - 2] + 1)
            cur.append(v)
        prev2, prev = prev, cur
    return prev[-1]


class People:
    """The persons of a drawing, those of the index apart."""

    """Makes persons and keeps the index."""

    def __init__(self, rng, today):
        self.rng, self.today = rng, today
        self.index, self._n = [], 10000

    def family(self):
        r = self.rng
        x = r.random()
        if x < 0.14:
            return r.choice(SPECIAL_FAMILY)
        if x < 0.19:
            return r.choice(FAMILIES[:900]) + "-" + r.choice(FAMILIES[:900])
        # half of the draws among the commonest names
        return r.choice(FAMILIES[:500] if r.random() < 0.4 else FAMILIES)

    def given(self, sex, year):
        r = self.rng
        if year < 1952:
            pool = OLD_F if sex == "F" else OLD_M
        elif year < 1992:
            pool = MID_F if sex == "F" else MID_M
        else:
            pool = YOUNG_F if sex == "F" else YOUNG_M
        return r.choice(pool)

    def birth_date(self, lo, hi):
        age = self.rng.uniform(lo, hi)
        return self.today - dt.timedelta(days=int(age * 365.25) + self.rng.randint(1, 200))

    def ins_for(self, p, serial=None):
        d = dt.date.fromisoformat(p["birth_date"])
        place = p["birth_place"]
        n13 = f"{'1' if p['sex'] == 'M' else '2'}{d.year % 100:02d}{d.month:02d}{place}{serial or self.rng.randint(1, 998):03d}"
        return n13 + ins_key(n13)

    def make(self, sex=None, age=(18, 95), family=None, first=None, birth=None, used=None, register=True):
        r = self.rng
        sex = sex or r.choice("FFM" if age[0] > 60 else "FM")
        birth = birth or self.birth_date(*age)
        fam = family or self.family()
        first = first or self.given(sex, birth.year)
        names = [first]
        for _ in range(r.choice([0, 0, 1, 1, 2, 2])):
            n = self.given(sex, birth.year)
            if n not in names and "-" not in n:
                names.append(n)
        years = (self.today - birth).days / 365.25
        used_name = used
        if used is None and sex == "F" and years > 26 and r.random() < 0.55:
            used_name = self.family()
            if r.random() < 0.12:
                used_name = fam.split("-")[0] + "-" + r.choice(FAMILIES[:600])
        elif used is None and sex == "M" and years > 26 and r.random() < 0.02:
            used_name = fam.split("-")[0] + "-" + r.choice(FAMILIES[:600])
        if used_name == fam:
            used_name = None
        if r.random() < 0.1:
            place = "99" + f"{r.choice([990, 991, 992, 993, 994, 995, 996, 997, 998]):03d}"
        else:
            place = f"{r.choice([c for c in range(1, 96) if c != 20]):02d}" + f"{r.randint(990, 999):03d}"
        self._n += r.randint(1, 7)
        p = {
            "record_id": f"P{self._n}",
            "ipp": str(8000000 + self._n * 37 % 1999993),
            "birth_name": fam,
            "used_name": used_name,
            "first_name": first,
            "first_names": names,
            "birth_date": birth.isoformat(),
            "sex": sex,
            "birth_place": place,
            "ins_oid": "1.2.250.1.213.1.4.8",
        }
        p["ins"] = self.ins_for(p)
        if register:
            self.index.append(p)
        return p

    def neighbours(self, p):
        """Index records, other than p, within one edit per name and one digit of the birth date."""
        out = []
        bn, fn = strict(p["birth_name"]), strict(p["first_name"])
        for q in self.index:
            if q["record_id"] == p["record_id"]:
                continue
            if digits_apart(p["birth_date"], q["birth_date"]) > 1:
                continue
            if edits(bn, strict(q["birth_name"])) <= 1 and edits(fn, strict(q["first_name"])) <= 1:
                out.append(q)
        return out

    def fill(self, total):
        r = self.rng
        while len(self.index) < total:
            if self.index and r.random() < 0.12:
                # family or namesake of somebody
                q = r.choice(self.index)
                kind = r.random()
                if kind < 0.5:
                    self.make(family=q["birth_name"])
                elif kind < 0.8:
                    self.make(sex=q["sex"], birth=dt.date.fromisoformat(q["birth_date"]))
                else:
                    self.make(family=q["birth_name"], sex=q["sex"], age=(1, 98), first=q["first_name"])
            else:
                self.make(age=r.choice([(0.1, 18), (18, 60), (40, 80), (60, 99)]))

    def export(self):
        out = []
        for p in self.index:
            q = dict(p)
            q["birth_name"] = strict(p["birth_name"])
            q["used_name"] = strict(p["used_name"]) if p["used_name"] else None
            q["first_name"] = strict(p["first_name"])
            q["first_names"] = [strict(x) for x in p["first_names"]]
            out.append(q)
        self.rng.shuffle(out)
        return out
