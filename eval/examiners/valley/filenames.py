"""Names of files as scanners, secretaries and patients give them."""

import random

from .case import Case
from .names import plain
from .people import Person

TITLES = {
    "lab": "Résultats labo",
    "radio": "CR radio",
    "script": "ordonnance",
    "order": "prescription",
    "letter": "courrier",
    "cert": "certificat",
    "transport": "bon transport",
    "dialysis": "dialyse",
    "discharge": "lettre de sortie",
    "emergency": "CR urgences",
    "ambulance": "fiche ambulance",
    "newborn": "bébé",
    "scan": "scanner",
    "nurse": "IDE",
}


def file_name(rng: random.Random, case: Case, layout: str, people: list[Person], taken: set[str]) -> str:
    """Return a new stem; a misleading one bears the name of somebody else."""
    day = case.written
    who = case.who
    stamp = f"{day:%Y%m%d}{rng.randrange(70000, 190000):06d}"
    number = rng.randrange(1, 9999)
    title = next(
        (text for key, text in TITLES.items() if key in layout), rng.choice(["courrier", "document", "CR", "doc"])
    )
    plain_names = [
        f"SCAN_{stamp}",
        f"img-{stamp}-0001",
        f"doc ({rng.randrange(1, 60)})",
        f"Numérisation_{number:05d}",
        f"FAX{number:04d}",
        f"{day:%Y%m%d}_{plain(title).lower().replace(' ', '_')}",
        f"Document{rng.randrange(2, 80)}",
        f"IMG_{number:04d}",
        f"SKM_C{rng.randrange(250, 558)}i{stamp[2:12]}",
        f"{title} {day:%d-%m-%y}",
        f"copieur_{stamp}",
        f"{title}",
        f"HP{number:05d}",
        f"Courrier Dr {case.author.family_low}",
        f"PJ-{number}",
        f"{stamp}",
        "sans titre",
        "A CLASSER",
    ]
    if case.plan.trap == "file_name":
        other = rng.choice(people)
        stem = rng.choice(
            [
                f"{plain(other.birth_name)} {plain(other.first_names[0])}",
                f"{title} {other.birth_name.title()}",
                f"{plain(other.birth_name)}_{other.birth_date:%d%m%Y}_{plain(title).lower()}",
            ]
        )
    elif rng.random() < 0.2 and case.plan.trap is None:
        name = who.used_name or who.birth_name
        stem = rng.choice([f"{title} {name}", f"{name} {who.first_names[0]}", f"{plain(name)}_{plain(title).lower()}"])
    else:
        stem = rng.choice(plain_names)
    stem = stem.replace("/", "-").replace("'", "_")
    base, rank = stem, 2
    while stem.lower() in taken:
        stem = f"{base} ({rank})"
        rank += 1
    taken.add(stem.lower())
    return stem
