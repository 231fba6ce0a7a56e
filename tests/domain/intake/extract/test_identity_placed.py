"""Manners of placing and labelling an identity: margins without labels, headings told together, lines cut in two."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
Wanted = dict[str, str | None]

PLACED: dict[str, tuple[str, Wanted]] = {
    "right margin no labels": (
        "CENTRE HOSPITALIER DE TESTVILLE                              MARTIN Marie\n"
        "Service de cardiologie                                       12/03/1960 (66 ans)\n"
        "12 rue des Lilas                                             Sexe : F\n"
        "75000 TESTVILLE\n"
        "\n"
        "Testville, le 04/05/2026\n"
        "Cher confrère,",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "right margin née apart": (
        "CENTRE HOSPITALIER DE TESTVILLE                              Mme DUPONT Marie\n"
        "Service de cardiologie                                       née MARTIN\n"
        "12 rue des Lilas                                             le 12/03/1960\n"
        "75000 TESTVILLE\n"
        "",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "right margin née X, née le": (
        "CENTRE HOSPITALIER DE TESTVILLE                              DUPONT Marie\n"
        "Service de cardiologie                                       née MARTIN\n"
        "12 rue des Lilas                                             née le 12/03/1960\n"
        "75000 TESTVILLE\n"
        "",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "née under a name that a heading of staff rules": (
        "CENTRE D'IMAGERIE DE TESTVILLE\nService : radiologie\nPraticiens\nTestville, le 02/05/2026\n"
        "Madame DUPONT Marie\nnée MARTIN\nNée le 12/03/1960\n",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "a salutation over a sentence": (
        "Clinique de Testville\nPatient : DUPONT Marie, née le 12/03/1960\n\nMadame,\nLe dossier a été revu.\n",
        {"birth_name": "DUPONT", "used_name": None, "first_name": "MARIE"},
    ),
    "an age, then the date that it explains": (
        "Clinique de Testville\n\nPour Mme DUPONT Marie (nom de naissance : MARTIN), 66 ans (12/03/1960).\n",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "an age, then a date that it does not explain": (
        "Clinique de Testville\n\nMerci de recevoir Mme DUPONT Marie, 66 ans (02/04/2026).\n",
        {"birth_date": None},
    ),
    "label capitals over value": (
        "NOM DE NAISSANCE          PRENOM              DATE DE NAISSANCE        SEXE\n"
        "MARTIN                    Marie               12/03/1960               F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "stacked label over value": (
        "NOM\nMARTIN\nPRENOM\nMarie\nDDN\n12/03/1960\nSEXE\nF",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "headings NOM / Prénom / DDN": (
        "NOM / Prénom / DDN\nMARTIN / Marie / 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "headings colon": (
        "Nom / Prénom / Date de naissance : MARTIN / Marie / 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "headings comma": (
        "Nom, prénom, date de naissance : MARTIN Marie 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "headings dash": (
        "Nom - Prénom - DDN : MARTIN - Marie - 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "nom prénom ddn: one": (
        "NOM, Prénom, DDN : MARTIN Marie, 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "nom prénom et ddn": (
        "Nom, prénom et date de naissance du patient : MARTIN Marie 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "far label column": (
        "Nom de naissance                                                         MARTIN\n"
        "Prénom                                                                   Marie\n"
        "Date de naissance                                                        12/03/1960\n"
        "Sexe                                                                     F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "value over two lines": (
        "Nom de naissance : MARTIN\nPrénoms : Marie Anne\n          Louise\nNée le : 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "first_names": "MARIE ANNE LOUISE"},
    ),
    "name hyphen cut": (
        "Patiente : Madame MARTIN-\nDUBOIS Marie, née le 12/03/1960",
        {"birth_name": "MARTIN-DUBOIS", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "née X line apart": (
        "Madame DUPONT Marie\nnée MARTIN\nle 12 mars 1960 à Testville",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "née X le date": (
        "Madame DUPONT Marie née MARTIN le 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "née X, née le": (
        "Madame Marie DUPONT, née MARTIN, née le 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "sex 2nd line": (
        "Nom : MARTIN   Prénom : Marie   Né(e) le : 12/03/1960   Sexe :\nF",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "letter spaced label": (
        "N O M : MARTIN\nP R E N O M : Marie\nNée le 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "letter spaced both": (
        "NOM DE NAISSANCE : M A R T I N\nPRENOM : M A R I E\nDATE DE NAISSANCE : 1 2 / 0 3 / 1 9 6 0",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "civility alone": (
        "Madame\nMARTIN Marie\nnée le 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "civility alone then given": (
        "Madame\nMarie MARTIN\n12 rue des Lilas\n75000 TESTVILLE\n\nNée le 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "glued": (
        "Nom:MARTIN\nPrénom:Marie\nNé(e)le:12/03/1960\nSexe:F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "glued 2": (
        "NOM:MARTIN Prénom:Marie DDN:12/03/1960 Sexe:F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "blanks before colon": (
        "Nom de naissance      : MARTIN\n"
        "Prénom                : Marie\n"
        "Date de naissance     : 12/03/1960\n"
        "Sexe                  : F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "dots": (
        "Nom de naissance ........ MARTIN\n"
        "Prénom ........ Marie\n"
        "Date de naissance ........ 12/03/1960\n"
        "Sexe ........ F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "Nom naiss.": (
        "Nom naiss. MARTIN\nNom usuel DUPONT\nPrénom Marie\nDDN 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "in parens patronyme": (
        "Patient : DUPONT (MARTIN) Marie - F - 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "dash line": (
        "MARTIN Marie - née le 12/03/1960 - F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "pipe line": (
        "MARTIN Marie | F | 12/03/1960 | 66 ans",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "slash line": (
        "DUPONT Marie / née MARTIN / 12.03.1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "sentence": (
        "Je vois ce jour en consultation Madame Marie DUPONT, née MARTIN le 12 mars 1960, pour une douleur.",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "soussigné": (
        "Je soussigné, Docteur Paul BERNARD, certifie avoir examiné ce jour Madame MARTIN Marie, née le\n"
        "12 mars 1960, et certifie",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "age date": (
        "Mme MARTIN Marie, 66 ans (12/03/1960)",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "pat abbreviations": (
        "Pat. : MARTIN Marie   N. le : 12/03/1960   S : F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "two digit year": (
        "Mme MARTIN Marie, née le 12.03.60",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "usage labelled tail": (
        "Nom d'usage : DUPONT    Nom de naissance : MARTIN\nPrénoms : Marie, Anne     Née le : 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "Nom (naissance)": (
        "Nom (naissance) : MARTIN    Nom (usage) : DUPONT\nPrénom(s) : Marie\nNé(e) le : 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "Nom usage/naissance slash": (
        "Nom d'usage / Nom de naissance : DUPONT / MARTIN\nPrénom : Marie\nNée le 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "Nom de famille": (
        "Nom de famille : MARTIN\nPrénom usuel : Marie\nNé(e) le 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "Identité :": (
        "Identité : MARTIN Marie, née le 12/03/1960 (66 ans), sexe féminin",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "Identité patient": (
        "Identité du patient : MARTIN MARIE\nDate de naissance : 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "all caps": (
        "Mme MARTIN MARIE NEE LE 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "all caps née": (
        "MME DUPONT MARIE NEE MARTIN LE 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "épouse": (
        "Mme MARTIN ép. DUPONT Marie, 12/03/1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "epse after": (
        "MARTIN Marie épouse DUPONT, née le 12 mars 1960",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "concerne": (
        "Concerne : Mme MARTIN Marie (née le 12/03/1960)",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "Re": (
        "Re : MARTIN, Marie — 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "grid sex letter": (
        "Nom      MARTIN       Prénom     Marie\nNé(e)    12/03/1960   Sexe       F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "sexe box": (
        "Nom : MARTIN  Prénom : Marie\nNé(e) le : 12/03/1960   Sexe : ☐ M  ☒ F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "M/F heading": (
        "Nom    Prénom    Né(e) le    M/F\nMARTIN    Marie    12/03/1960    F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "Date naiss colon in-cell": (
        "Patient    MARTIN Marie\nNaissance  12/03/1960\nSexe       Féminin",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "header repeated": (
        "MARTIN Marie 12/03/1960 IPP 123456                     Page 2/3",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "nom patient en capitales plus bas": (
        "Nom du patient\n   MARTIN\nPrénom du patient\n   Marie\nDate de naissance\n   12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "demande": (
        "Demande n° 2605041234   Prélevé le 04/05/2026\nMme MARTIN Marie née le 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "episode": None},
    ),
    "séjour": (
        "CENTRE HOSPITALIER\nN° de séjour : 260504123\nPatient : MARTIN Marie\nNée le 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "episode": "260504123"},
    ),
    "facture": (
        "Facture n° 260504123\nPatient : MARTIN Marie\nNée le 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "episode": None},
    ),
    "words for the patient after a label": (
        "Nom de l'usager : MARTIN\nPrénom du résident : Marie\nDate nce : 12/03/1960\nSexe de l'état civil : F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "how to fill a box, and dashes for colons": (
        "Nom du malade - MARTIN\nPremier prénom - Marie\n"
        "Date de naissance (JJ/MM/AAAA) - 12.03.1960\nSexe (M/F)   Féminin",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "the insured person alone named": (
        "Nom de l'assuré : MARTIN\nPrénom : Marie\nNaiss. 12/03/1960",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "a first name over its family name": (
        "Madame Marie\nDUPONT née MARTIN\n(12.03.1960)\n12 rue des Lilas",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "the age before the date": (
        "Madame DUPONT Marie\nnée MARTIN\n66 ans (12 mars 1960)\nN° de séjour : 260504123",
        {"birth_name": "MARTIN", "birth_date": "1960-03-12", "episode": "260504123"},
    ),
    "le and a date after a name": (
        "Je vous adresse Madame MARTIN Marie, le 12/03/1960.\nVue le 03/05/2026.",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "a relative born too": (
        "DDN   12/03/1960\nMme MARTIN Marie\n\n\n\n- DURAND Jeanne (fille), née le 15/11/1988 accompagne la patiente.",
        {"birth_date": "1960-03-12"},
    ),
    "a heading over its value beside an address": (
        "Nom naissance                                     Mme DUPONT Marie\n"
        "MARTIN                                            59 rue des Lilas\n"
        "Né(e) le                                          99743 BROCELANDE\n12/03/1960",
        {"birth_name": "MARTIN", "birth_date": "1960-03-12"},
    ),
    "the number of a file in a laboratory": (
        "LABORATOIRE DE BIOLOGIE MÉDICALE\nNuméro de dossier : 260504123\nMme MARTIN Marie, née le 12/03/1960",
        {"episode": None},
    ),
    "the number of a file in a hospital": (
        "CENTRE HOSPITALIER DE TESTVILLE\nNuméro de dossier : 260504123\n"
        "Mme MARTIN Marie, née le 12/03/1960\nVue le 03/05/2026",
        {"episode": "260504123"},
    ),
    "a status of the identity is no name": (
        "Nom de naissance ....... MARTIN\nPremier prénom ....... Marie\n"
        "Née le ....... 12/03/1960\nIdentité ....... Provisoire",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "the sex after the birth date": (
        "MARTIN Marie\nNée le 8 février 1958 (68 ans) F",
        {"birth_name": "MARTIN", "birth_date": "1958-02-08", "sex": "F"},
    ),
    "initials of a label": (
        "N. de naissance : MARTIN\nPrénom : Marie\nD. naissance 12/03/1960\nS : F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "an examination is nobody": (
        "SUJET: ECG D'EFFORT le 9 septembre 2024\nM. MARTIN Paul, né le 12/03/1960",
        {"birth_name": "MARTIN", "birth_date": "1960-03-12"},
    ),
    "an INS that a line cuts": (
        "Mme MARTIN Marie, née le 12/03/1960\nIdentité nationale de santé : 2 90 02\n9 999 900 129",
        {"ins": "290029999900129"},
    ),
    "an INS that a line cuts at once": (
        "Mme MARTIN Marie, née le 12/03/1960\nIdentité nationale de santé ..... 2 90\n02 99 999 001 29",
        {"ins": "290029999900129"},
    ),
    "an INS that a line cuts, its key wrong": (
        "Mme MARTIN Marie, née le 12/03/1960\nIdentité nationale de santé : 2 90 02\n9 999 900 128",
        {"ins": None},
    ),
}


@pytest.mark.parametrize("name", PLACED)
def test_identity(name: str) -> None:
    text, wanted = PLACED[name]
    fields = extract_fields([make_page(text)], received_on=RECEIVED).fields
    got = {field: fields[FieldName(field)].chosen.value if FieldName(field) in fields else None for field in wanted}
    assert got == wanted
