"""Fictitious professionals and structures. No patient: see people."""

import re
from dataclasses import dataclass

from eval.examiners.common.numbers import luhn_digit
from eval.examiners.records.names import STREETS, TOWNS, capital, given_pool, pick_family, strip_accents


def make_rpps(rng):
    body = "10" + f"{rng.randint(0, 99999999):08d}"
    return body + luhn_digit(body)


def make_finess(rng, dep):
    body = f"{dep}{rng.choice(['0', '0', '1'])}{rng.randint(0, 99999):05d}"
    body = body.replace("2A", "20")
    return body + luhn_digit(body)


@dataclass
class Pro:
    family: str
    given: str
    sex: str
    spec: str
    title: str
    rpps: str


def make_pro(rng, spec="médecine générale", title=None):
    sex = rng.choice("FM")
    family = pick_family(rng)
    era = rng.choice([1960, 1975, 1984, 1990])
    return Pro(
        family, rng.choice(given_pool(sex, era)), sex, spec, title if title is not None else "Dr", make_rpps(rng)
    )


SAINTS = [
    "Saint-Martial",
    "Sainte-Valérie",
    "Saint-Éloi",
    "Saint-Alpinien",
    "Notre-Dame",
    "Saint-Vincent",
    "Sainte-Anne",
    "Saint-Roch",
]


TREES = [
    "des Tilleuls",
    "du Grand Chêne",
    "des Glycines",
    "du Lac",
    "de la Vienne",
    "des Coteaux",
    "du Parc",
    "des Quatre Vents",
    "de l'Étang",
    "de la Roseraie",
]


@dataclass
class Org:
    name: str
    kind: str
    street: str
    postcode: str
    town: str
    phone: str
    fax: str
    mail: str
    finess: str


def phone(rng, prefix="05"):
    return f"{prefix} " + " ".join(f"{rng.randint(10, 99)}" for _ in range(4))


def make_org(rng, kind, pro=None):
    town, postcode, dep = rng.choice(TOWNS[:16])
    t = town
    last = capital(pro.family) if pro else capital(pick_family(rng))
    names = {
        "ch": [
            f"Centre Hospitalier de {t}",
            f"CH {t} – {rng.choice(SAINTS)}",
            f"Groupe Hospitalier {rng.choice(['du Haut-Limousin', 'Sud Corrèze', 'des Monts et Barrages', 'Charente-Vienne'])}",
            f"Hôpital {rng.choice(SAINTS)}",
            f"Centre Hospitalier {rng.choice(['Jacques-Boutard', 'Esquirol-Delage', 'Roland-Mazoin', 'Pierre-Doumer'])}",
        ],
        "chu": [f"Centre Hospitalier Universitaire de {t}", f"CHU {t}"],
        "clinic": [
            f"Clinique {rng.choice(SAINTS)}",
            f"Polyclinique {rng.choice(TREES)[3:].strip().capitalize()}",
            f"Clinique {rng.choice(['du Colombier', 'Chénieux-Vallade', 'des Émailleurs', 'de la Source'])}",
        ],
        "lab": [
            f"Laboratoire {rng.choice(['Bio-Vienne', 'Cerballiance Ouest', 'Biolab 87', 'Axbio Limousin', 'Médilys', 'Novabio Centre'])}",
            f"SELAS {rng.choice(['Biomédoc', 'Analys-Bio', 'Lab des Arènes', 'Synergie Bio'])}",
            f"Laboratoire de biologie médicale {last}",
        ],
        "imaging": [
            f"Centre d'imagerie médicale {rng.choice(TREES)}",
            f"Cabinet de radiologie {last}",
            f"IRM {t} Nord",
            f"SELARL Imagerie {rng.choice(SAINTS)}",
        ],
        "patho": [
            f"Laboratoire d'anatomie pathologique {last}",
            "Cabinet de Pathologie des Arènes",
            f"Centre de Pathologie {rng.choice(TREES)}",
        ],
        "gp": [
            f"Cabinet médical {rng.choice(TREES)}",
            f"Maison de Santé Pluriprofessionnelle {rng.choice(TREES)}",
            f"Cabinet du Docteur {last}",
            f"Centre de santé municipal {rng.choice(TREES)}",
        ],
        "spec": [
            f"Cabinet de {{}} {rng.choice(TREES)}",
            f"Centre médical {rng.choice(SAINTS)}",
            f"Pôle de consultations {rng.choice(TREES)}",
        ],
        "ehpad": [
            f"EHPAD Résidence {rng.choice(TREES)[3:].strip().capitalize()}",
            f"EHPAD {rng.choice(SAINTS)}",
            f"Résidence {rng.choice(['Les Cinq Sens', 'Le Mas Rome', 'Puy Martin', 'Les Jardins de Landouge'])}",
        ],
        "pharmacy": [f"Pharmacie {rng.choice(TREES)}", f"Pharmacie {last}", "Grande Pharmacie de la Gare"],
        "ssr": [f"Centre de Soins de Suite et de Réadaptation {rng.choice(TREES)}", f"SMR {rng.choice(SAINTS)}"],
        "cmp": [f"CMP {rng.choice(TREES)}", "Centre médico-psychologique Paul-Gauguin"],
        "dental": [f"Cabinet dentaire {rng.choice(TREES)}", f"Centre dentaire mutualiste de {t}"],
        "kine": [f"Cabinet de masso-kinésithérapie {rng.choice(TREES)}", f"Espace Kiné {t}"],
        "dept": ["Conseil départemental – Direction de l'autonomie", f"Maison de l'Autonomie de {t}"],
        "mdph": ["Maison départementale des personnes handicapées"],
        "cpam": [f"Caisse primaire d'assurance maladie – {t}"],
        "had": [f"HAD {rng.choice(['Relience', 'Santé Service Limousin', 'Les Portes du Sud'])}"],
    }
    name = rng.choice(names[kind])
    if "{}" in name:
        name = name.format(pro.spec if pro else "cardiologie")
    slug = re.sub(r"[^a-z]+", "-", strip_accents(name).lower()).strip("-")[:22].strip("-")
    return Org(
        name,
        kind,
        f"{rng.randint(1, 90)} {rng.choice(STREETS)}",
        postcode,
        town,
        phone(rng),
        phone(rng),
        f"secretariat@{slug}.example",
        make_finess(rng, dep),
    )
