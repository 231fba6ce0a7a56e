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
    "née label name": (
        "PATIENT HERRMANN Julia   NÉ(E) GEORGES   DDN 22 février 1932   NDA 233663156",
        {
            "birth_name": "GEORGES",
            "used_name": "HERRMANN",
            "first_name": "JULIA",
            "birth_date": "1932-02-22",
            "episode": "233663156",
        },
    ),
    "née label name 2": (
        "HERRMANN Julia   NÉE GEORGES   Née le 22/02/1932",
        {"birth_name": "GEORGES", "used_name": "HERRMANN", "first_name": "JULIA", "birth_date": "1932-02-22"},
    ),
    "ablation": (
        (
            "Monsieur BERNARD Paul né le 03/09/1984\n\n"
            "Conduite : lavage, exploration sous anesthésie locale, quatre points de fil, pansement. "
            "Ablation des fils le\n"
            "29/09/2023.\n\nÉdité le 01/10/2023"
        ),
        {"doc_date": "2023-10-01"},
    ),
    "comparatif": (
        (
            "Testville, le 27/11/2023\nPatient : Monsieur Raymond LAURENT – né le 08/01/1975\n"
            "ÉCHOGRAPHIE ABDOMINO-PELVIENNE DU 15/11/2023\n"
            "Indication. Douleurs. Comparatif : examen du 11/10/2022.\nDocteur Solange GRESSIER"
        ),
        {"act_date": "2023-11-15", "doc_date": "2023-11-27"},
    ),
    "title dash date": (
        (
            "PATIENT TAN Muhammad   DDN 22 février 1932\nCOLOSCOPIE – 26 janvier 2024\n"
            "Conclusion : rien\nDocument du 31 janvier 2024 validé électroniquement"
        ),
        {"act_date": "2024-01-26", "doc_date": "2024-01-31"},
    ),
    "stay of": (
        (
            "Mme MARTINEZ Camille\nDate de naissance : 03/11/1938 – 86 ans\n"
            "Séjour n° 237827393 du 27/12/2024 au 02/01/2025"
        ),
        {"act_date": "2025-01-02", "episode": "237827393"},
    ),
    "certify": (
        (
            "Certificat médical\n"
            "Je soussigné, Docteur Pio BOULET, certifie avoir examiné ce jour, 3 janvier 2024,\n"
            "Madame Monique BAILLEUX\nnée le 24 avril 2020\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nDr Pio BOULET\n"
            "Médecine générale\n89972722378"
        ),
        {"doc_date": "2024-01-03", "author_rpps": "89972722378", "author_family": "BOULET"},
    ),
    "certify cut": (
        (
            "Certificat médical\nJe soussigné, Docteur Pio BOULET, certifie avoir examiné ce jour, 31\n"
            "mars 2026, Madame Monique BAILLEUX née le 24 avril 2020"
        ),
        {"doc_date": "2026-03-31"},
    ),
    "filled by": (
        (
            "DOSSIER DE LIAISON D’URGENCE\n"
            "Document rempli le 7 avril 2025 par le Docteur Elyna PORET, médecin coordonnateur – 01 99 07 19 41\n"
            "Nom de naissance   FERRERO   Transféré le 6 avril 2025\nPrénoms   Esteban\n"
            "Né(e) le   16 novembre 1934\nMédecin traitant   Dr Bernard BERENGER, 04 99 83 11 20\n"
            "Pharmacie   Pharmacie du Lavoir"
        ),
        {"doc_date": "2025-04-07", "author_family": "PORET", "author_given": "ELYNA", "structure_name": None},
    ),
    "operator": (
        (
            "PATIENT TAN Muhammad   DDN 22 février 1932\nCOLOSCOPIE – 26 janvier 2024\n"
            "Opérateur : Dr Françoise PION – Anesthésiste : Dr AMOROS – IDE : Nour\n"
            "Indication : dépistage\nEnvoyé à : Dr PASQUET Juliette / Dr MARCHAND Guy"
        ),
        {"author_family": "PION", "recipients": ["PASQUET", "MARCHAND"]},
    ),
    "biologist": (
        (
            "Laboratoire des Tilleuls\nCHESNAIS Lucie\nDDN 6 mai 1989   Sexe F\n"
            "Prescripteur : Dr GARDE Françoise\nRÉSULTATS DE BIOLOGIE MÉDICALE\n"
            "Sodium   141 mmol/L   136 – 145\nBiologiste responsable : Dr Agathe OLIVIER"
        ),
        {"author_family": "OLIVIER", "author_given": "AGATHE"},
    ),
    "doctor label": (
        (
            "Monsieur BERNARD Paul né le 03/09/1984\nMotif de recours : plaie.\n"
            "Interne : Auguste BARBEAU\nMédecin : Dr Paulette DAUPHIN\nÉdité le 14/11/2024"
        ),
        {"author_family": "DAUPHIN", "author_given": "PAULETTE", "doc_date": "2024-11-14"},
    ),
    "bracket birth name colon": (
        "Mme CLOUET Romane (nom de naissance : BOIS)\nDate de naissance : 03/11/1938 – 86 ans",
        {"birth_name": "BOIS", "used_name": "CLOUET", "first_name": "ROMANE"},
    ),
    "grid": (
        (
            "NOM DE NAISSANCE   PRÉNOM   DATE DE NAISSANCE   SEXE\n"
            "MIGNOT   Christiane   30/06/1988 (36 ans)   Féminin\n"
            "N° PASSAGE   ARRIVÉE   SORTIE   MÉDECIN TRAITANT\n"
            "266552863   02/11/2024 18:12   02/11/2024 22:46   Dr GUILLON"
        ),
        {"episode": "266552863", "sex": "F", "birth_name": "MIGNOT"},
    ),
    "grid aligned": (
        (
            "NOM DE NAISSANCE     PRÉNOM        DATE DE NAISSANCE     SEXE\n"
            "MIGNOT               Christiane    30/06/1988 (36 ans)   Féminin\n"
            "N° PASSAGE           ARRIVÉE            SORTIE             MÉDECIN TRAITANT\n"
            "266552863            02/11/2024 18:12   02/11/2024 22:46   Dr GUILLON"
        ),
        {"episode": "266552863", "sex": "F"},
    ),
    "addressee alone": (
        (
            "Centre d'imagerie de Testville\nDr Daniel CARDON   Dr Olivier BOLLE   Dr Solange GRESSIER\n"
            "Dr Robin RIVIERE   Dr Suzanne GERARD   02 99 84 02 40\n\nTestville, le 21 novembre 2024\n\n"
            "Dr Naïl BROUTIN\n\nPatient : Monsieur Yanis LETESSIER – né le 12 décembre 1954\n"
            "ÉCHOGRAPHIE DU 20 novembre 2024\nRésultat. Foie normal.\n\n\n\n\n\n\nDocteur Suzanne GERARD\n"
            "cc : Dr PLAT"
        ),
        {"recipients": ["BROUTIN", "PLAT"], "author_family": "GERARD"},
    ),
    "styled": (
        (
            "Docteur Ambre FONTAINE                                Belcombe, le 22 mai 2026\n"
            "Cardiologue\n"
            "                                                      Madame, Monsieur le Docteur\n"
            "RPPS 89976199680                                      Adèle BERSON\n"
            "                                                      3, place du Marché\n"
            "01 99 24 39 02                                        99310 BELCOMBE\n\nCher ami,\n"
            "J’ai revu en consultation Monsieur Michel Canu, né le 19 juillet 1998.\n\n"
            "Amicalement à toi,\n\nAmbre FONTAINE"
        ),
        {"recipients": ["BERSON"], "author_family": "FONTAINE", "author_rpps": "89976199680"},
    ),
    "aidant date": (
        (
            "Nom de naissance   FERRERO\nPrénoms   Esteban\nNé(e) le   16 novembre 1934\n"
            "Aidant : Michel BAILLEUX (fils), né(e) le 20-09-1971, 06 99 00 83 30."
        ),
        {"birth_date": "1934-11-16", "birth_name": "FERRERO"},
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
