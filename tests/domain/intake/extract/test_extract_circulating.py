"""Manners that circulate: names all in capitals, words of the language as names, lists of copies, cut structures."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"

MANNERS: dict[str, tuple[str, dict[str, str | list[str] | None]]] = {
    "caps unknown family": (
        "Patient   TESTCEDRE MARCEL JEAN, né(e) le 11/03/1970",
        {"birth_name": "TESTCEDRE", "first_name": "MARCEL", "first_names": "MARCEL JEAN"},
    ),
    "nom utilisé with given": (
        "Patient   TESTOMBELLE CAMILLE ROSE, nom utilisé TESTLISERON CAMILLE, né(e) le 14/02/1990",
        {"birth_name": "TESTOMBELLE", "used_name": "TESTLISERON", "first_name": "CAMILLE"},
    ),
    "abbr nee": (
        "Mme DURAND née MARTIN Julie - Née le 12.03.51",
        {"birth_name": "MARTIN", "used_name": "DURAND", "first_name": "JULIE", "birth_date": "1951-03-12"},
    ),
    "ddn short": (
        "Mme DURAND Julie   DDN : 12.03.51",
        {"birth_name": "DURAND", "first_name": "JULIE", "birth_date": "1951-03-12"},
    ),
    "ddn words": (
        "Mme DURAND Julie\nDDN : 12 mars 1951 (74 ans)",
        {"birth_date": "1951-03-12"},
    ),
    "month words abbr": (
        "Monsieur Paul BERNARD\nné le 3 sept. 1984",
        {"birth_date": "1984-09-03"},
    ),
    "Né(e) le with age": (
        "Nom : BERNARD   Prénom : Paul   Né(e) le : 03/09/1984   Âge : 41 ans   Sexe : M",
        {"birth_name": "BERNARD", "first_name": "PAUL", "birth_date": "1984-09-03", "sex": "M"},
    ),
    "H/F age": (
        "BERNARD Paul, 41 ans (03/09/1984), H",
        {"birth_name": "BERNARD", "first_name": "PAUL", "birth_date": "1984-09-03"},
    ),
    "nee under": (
        "Madame Julie DURAND\n(née MARTIN)\nNée le 12/03/1951",
        {"birth_name": "MARTIN", "used_name": "DURAND", "first_name": "JULIE", "birth_date": "1951-03-12"},
    ),
    "birth broken with point": (
        (
            "Veuillez trouver ci-dessous les éléments concernant Monsieur David DELAY, dont la date de "
            "naissance est le 28\n"
            "juin 2002."
        ),
        {"birth_date": "2002-06-28"},
    ),
    "nom du patient epouse": (
        "Nom du patient : Mme ZIANE épouse CABARET Jade (6 mai 1990)",
        {"birth_name": "ZIANE", "used_name": "CABARET", "first_name": "JADE", "birth_date": "1990-05-06"},
    ),
    "paren given name": (
        "Concerne : Mme MENET (KIM) Ambre - DDN 07.09.1996 - Sexe F",
        {"birth_name": "KIM", "used_name": "MENET", "first_name": "AMBRE"},
    ),
    "paren given name 2": (
        "Patient(e) : Madame PATRY (PAUL) Marguerite - Née le : 11/1/1950",
        {"birth_name": "PAUL", "used_name": "PATRY", "first_name": "MARGUERITE"},
    ),
    "stop word family": (
        "Madame PAGE Lena\nNée le 07-06-2018",
        {"birth_name": "PAGE", "first_name": "LENA", "birth_date": "2018-06-07"},
    ),
    "stop word family 2": (
        "Patient : PLACE Henri né le 07/06/1948",
        {"birth_name": "PLACE", "first_name": "HENRI"},
    ),
    "venue bare": (
        "Monsieur BERNARD Paul né le 03/09/1984\nVenue 268967123",
        {"episode": "268967123"},
    ),
    "séjour bare": (
        "Monsieur BERNARD Paul né le 03/09/1984\nSéjour 227912809   IPP 91776008",
        {"episode": "227912809", "birth_date": "1984-09-03"},
    ),
    "NDA": (
        "BERNARD Paul   Né le 03/09/1984   NDA 227912809",
        {"episode": "227912809"},
    ),
    "structure wrap": (
        "Centre hospitalier de\nVernay-le-Haut\nMonsieur BERNARD Paul né le 03/09/1984",
        {"structure_name": "Centre hospitalier de Vernay-le-Haut"},
    ),
    "structure long": (
        (
            "Hôpital privé de Rochebrune-le-Vieux - 37 avenue de la Gare, 99685 Rochebrune-le-Vieux\n"
            "Monsieur BERNARD Paul né le 03/09/1984"
        ),
        {"structure_name": "Hôpital privé de Rochebrune-le-Vieux"},
    ),
    "recip list": (
        "Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\nCopie : Dr DURAND, Dr MARTIN-LEROY",
        {"recipients": ["DURAND", "MARTIN-LEROY"]},
    ),
    "recip 2": (
        (
            "Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\n"
            "Copies à : Dr Paul DURAND (médecin traitant), Dr Anne LEROY (cardiologue)"
        ),
        {"recipients": ["DURAND", "LEROY"]},
    ),
    "recip corr": (
        ("Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\nCorrespondants : Dr TISSOT Hugo ; Dr LACROIX Mohamed"),
        {"recipients": ["TISSOT", "LACROIX"]},
    ),
    "recip lines": (
        (
            "Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\nDestinataires :\n"
            "- Dr TISSOT Hugo, médecin généraliste\n- Dr LACROIX Mohamed, cardiologue\n- Dr PETIT Anne"
        ),
        {"recipients": ["TISSOT", "LACROIX", "PETIT"]},
    ),
    "recip cc": (
        "Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\nCc. Dr TISSOT, Dr LACROIX et Dr PETIT",
        {"recipients": ["TISSOT", "LACROIX", "PETIT"]},
    ),
    "recip drs": (
        "Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\nCopie aux Drs TISSOT et LACROIX",
        {"recipients": ["TISSOT", "LACROIX"]},
    ),
    "recip docteurs": (
        ("Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\nDouble adressé aux Docteurs TISSOT Hugo et LACROIX Jean"),
        {"recipients": ["TISSOT", "LACROIX"]},
    ),
    "recip med trait": (
        ("Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\nCopie à : médecin traitant - Dr TISSOT Hugo"),
        {"recipients": ["TISSOT"]},
    ),
    "recip pr": (
        "Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\nEn copie : Pr H. TISSOT - Dr LACROIX",
        {"recipients": ["TISSOT", "LACROIX"]},
    ),
    "recip block": (
        (
            "CHU de Testville                                   Docteur Hugo TISSOT\n"
            "Service de cardiologie                             12 rue des Lilas\n"
            "                                                   99120 TESTVILLE\n\n"
            "                                        Testville, le 12/03/2026\n\nCher Confrère,\n"
            "J'ai vu Monsieur BERNARD Paul né le 03/09/1984"
        ),
        {"recipients": ["TISSOT"]},
    ),
    "recip dear": (
        (
            "CHU de Testville\nService de cardiologie\n\n\n\nTestville, le 12/03/2026\n\n"
            "Madame le Docteur Anne LEROY\n4 rue du Lac\n99120 Testville\n\nChère consoeur,\n"
            "J'ai vu Monsieur BERNARD Paul né le 03/09/1984\n\nDr Hugo TISSOT"
        ),
        {"recipients": ["LEROY"], "author_family": "TISSOT"},
    ),
    "recip diffusion table": (
        (
            "Monsieur BERNARD Paul né le 03/09/1984\n\ntexte\n\n"
            "Diffusion   Dr TISSOT Hugo   Médecin traitant\n            Dr LEROY Anne    Cardiologue"
        ),
        {"recipients": ["TISSOT", "LEROY"]},
    ),
    "sidebar": (
        (
            "NOM                  Compte rendu de consultation\nBERNARD\n"
            "PRENOM               Cher confrère,\nPaul\n"
            "NE LE                Texte long de la lettre ici\n03/09/1984"
        ),
        {"birth_name": "BERNARD", "first_name": "PAUL", "birth_date": "1984-09-03"},
    ),
    "usage": (
        "Nom d'usage : DURAND   Nom de naissance : MARTIN   Prénoms : Julie, Anne   Née le : 12/03/1951",
        {"birth_name": "MARTIN", "used_name": "DURAND", "first_name": "JULIE"},
    ),
    "patient line slash": (
        "Patient : DURAND / MARTIN Julie - F - 12/03/1951 - IPP 123456",
        {"first_name": "JULIE", "birth_date": "1951-03-12"},
    ),
    "epse": (
        "Mme MARTIN épse DURAND Julie, née le 12/03/1951 à Testville (99)",
        {"birth_name": "MARTIN", "used_name": "DURAND", "first_name": "JULIE", "birth_date": "1951-03-12"},
    ),
    "sentence": (
        "Je vois ce jour en consultation Mme Julie DURAND, 74 ans, née le 12 mars 1951, pour une toux.",
        {"birth_name": "DURAND", "first_name": "JULIE", "birth_date": "1951-03-12"},
    ),
    "enfant": (
        "Concerne : l'enfant LEROY Tom, né le 02/05/2019",
        {"birth_name": "LEROY", "first_name": "TOM", "birth_date": "2019-05-02"},
    ),
    "date iso": (
        "Identité : LEROY TOM (M) 2019-05-02",
        {"birth_name": "LEROY", "first_name": "TOM", "birth_date": "2019-05-02"},
    ),
    "NÉE le no space": (
        "Mme DURAND Julie, née le12/03/1951",
        {"birth_date": "1951-03-12"},
    ),
    "born on jj-mmm": (
        "Patient: DURAND Julie | 12-MAR-1951 | F",
        {"birth_date": "1951-03-12"},
    ),
    "compound": (
        "M. LE GOFF Jean-Marie né le 01/02/1950",
        {"birth_name": "LE GOFF", "first_name": "JEAN-MARIE"},
    ),
    "birth date day name": (
        "Mme DURAND Julie, née le lundi 12 mars 1951",
        {"birth_date": "1951-03-12"},
    ),
    "sign": (
        ("Monsieur BERNARD Paul né le 03/09/1984\ntexte\n\n\nDr Anne LEROY\nCardiologue\nRPPS : 10100000009"),
        {"author_family": "LEROY"},
    ),
}


@pytest.mark.parametrize("name", MANNERS)
def test_circulating_manner(name: str) -> None:
    text, wanted = MANNERS[name]
    fields = extract_fields([make_page(text)], received_on=RECEIVED).fields
    for field, value in wanted.items():
        found = fields.get(FieldName(field))
        if isinstance(value, list):
            read = [one.value.upper() for one in (found.values if found else ())]
            assert len(read) == len(value), read
            assert all(any(family in one for one in read) for family in value), read
        else:
            assert (found.chosen.value if found else None) == value, field
