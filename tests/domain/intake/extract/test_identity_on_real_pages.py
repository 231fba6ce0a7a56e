"""Identities as circulating pages print them: stickers, signs of the sex, labels in two languages, ticks."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
Wanted = dict[str, str | None]
MARRIED: Wanted = {
    "birth_name": "MARTIN",
    "used_name": "DUPONT",
    "first_name": "MARIE",
    "first_names": "MARIE",
    "birth_date": "1960-03-12",
}
WOMAN: Wanted = {**MARRIED, "sex": "F"}
MAN: Wanted = {"birth_name": "DURAND", "first_name": "LUC", "birth_date": "1971-05-31", "sex": "M"}
HEAD = "CENTRE HOSPITALIER DE TESTVILLE                              "
BLANK = " " * len(HEAD)

PRINTED: dict[str, tuple[str, Wanted]] = {
    "sex before the date, under the name": (
        "Clinique de Testville\nCompte rendu\nDUPONT Marie (nom de naissance : MARTIN)\nF – 12/03/1960 – 66 ans\n",
        WOMAN,
    ),
    "sex after the date, under the name": (
        f"{HEAD}DURAND Luc\n{BLANK}31/05/1971 M\n{BLANK}Dossier 4410\n\nCompte rendu du 02/05/2026",
        MAN,
    ),
    "sex, date and age under two lines": (
        f"{HEAD}DUPONT (MARTIN)\n{BLANK}Marie\n{BLANK}F 12/03/1960 66 ans\n\nCompte rendu du 02/05/2026",
        WOMAN,
    ),
    "first letter for the birth name, age in one letter": (
        f"{HEAD}DUPONT MARIE\n{BLANK}N: MARTIN\n{BLANK}12/03/1960 F 66A\n\nCompte rendu du 02/05/2026",
        WOMAN,
    ),
    "naissance : name, date": (
        f"{HEAD}DUPONT Marie — F\n{BLANK}Naissance : MARTIN, 12/03/1960\n\nCompte rendu du 02/05/2026",
        WOMAN,
    ),
    "naissance : name, date, beside a line of the sender": (
        "HAD DE TESTVILLE                        DUPONT Marie — F\n"
        "Antenne nord – astreinte                Naissance : MARTIN, 12/03/1960\n\nSynthèse du 02/05/2026",
        WOMAN,
    ),
    "unknown compound": (
        f"{HEAD}DUPONT CLAIRE-AFI\n{BLANK}12/03/1960 F 66A\n\nCompte rendu du 02/05/2026",
        {"first_name": "CLAIRE-AFI", "first_names": "CLAIRE-AFI", "birth_date": "1960-03-12", "sex": "F"},
    ),
    "signature with an initial": (
        "protocole\nnom et prénom : DURAND LUC\ndate de naissance : 31/05/1971\nsignature du patient : D. Durand\n",
        {"birth_name": "DURAND"},
    ),
    "signs of sex": (
        "Clinique de Testville\nCOMPTE RENDU OPÉRATOIRE\nDURAND Luc — ♂ sexe masculin — né le 31/05/1971\nIncision.",
        MAN,
    ),
    "signs of sex, first names parted by a comma": (
        "Clinique de Testville\nDURAND Luc, Paul — ♂ — né le 31/05/1971\nIncision.",
        {**MAN, "first_names": "LUC PAUL"},
    ),
    "née name le date, after « pour »": (
        "Plan de prévention\nPour : Marie DUPONT, née MARTIN le 12/03/1960 (femme, 66 ans)\nEntretien du 02/05/2026",
        WOMAN,
    ),
    "née name le date, alone": (
        "Plan de soins\nMarie DUPONT, née MARTIN le 12/03/1960\nEntretien du 02/05/2026",
        MARRIED,
    ),
    "parents of an elided child": (
        "Clinique de Testville\nMadame, Monsieur, parents d'Éloïse DURAND (14/01/2012, fille),\nVoici le bilan.",
        {"birth_name": "DURAND", "first_name": "ÉLOÏSE", "birth_date": "2012-01-14", "sex": "F"},
    ),
    "two languages": (
        "NOM / Surname\nMARTIN\nNom d'usage / Alternate name\nép. DUPONT\nPrénoms / Given names\nMarie\n"
        "SEXE / Sex          DATE DE NAISSANCE / Date of birth\nF                   12 03 1960\n",
        WOMAN,
    ),
    "numbered notes of two languages": (
        "Nom (1)/Surname\nMARTIN\nNom d'usage (1)\nDUPONT\nPrénoms (2)/Given names\nMarie, Anne\n"
        "Nationalité (3)         Date de naissance (4)/Date of birth     Sexe (5)/Sex\n"
        "Fictive                 12.03.1960                              F\n",
        {**WOMAN, "first_names": "MARIE ANNE"},
    ),
    "civility ticked": (
        "Clinique de Testville\n☒ M. ☐ Mme Nom : DURAND Prénom : Luc\nDate de naissance : 31 / 5 / 1971\n",
        MAN,
    ),
    "civility ticked, second box": (
        "Clinique de Testville\n☐ M. ☒ Mme   Nom : DURAND   Prénom : Camille\nDate de naissance : 31/05/1971\n",
        {"birth_name": "DURAND", "first_name": "CAMILLE", "sex": "F"},
    ),
    "listing in capitals, cells far apart": (
        "CLINIQUE DE TESTVILLE   BLOC\nDUPONT MARIE    NEE MARTIN   F   12.03.1960\nSEJOUR 260051120\n",
        WOMAN,
    ),
    "listing in capitals, civility and « née » apart": (
        "LE DIRECTEUR CERTIFIE QUE :\nMME DUPONT   NEE MARTIN\nPRENOMS     MARIE ANNE\n"
        "NEE LE      12/03/1960         SEXE       F\n",
        {**WOMAN, "first_names": "MARIE ANNE"},
    ),
    "numbered boxes": (
        "AVIS MÉDICAL\n1 – Nom de naissance          MARTIN\n2 – Nom d'usage               DUPONT\n"
        "3 – Prénoms                   Marie\n4 – Né(e) le                  12 03 1960\n"
        "5 – Sexe                      ☒F☐M\n",
        WOMAN,
    ),
    "birth name told in brackets after a comma": (
        "CARTE D'IMPLANT\nDUPONT (MARTIN, nom de naissance) Marie\nDate de naissance 12/03/1960\n",
        MARRIED,
    ),
    "headings of two lines": (
        "TITRE DE TESTVILLE\nNOM Prénom\nDURAND\nLuc Paul\n"
        "SEXE               DATE DE NAISSANCE\nM                  31 05 1971\n",
        {**MAN, "first_names": "LUC PAUL"},
    ),
    "labels in small letters": (
        "demande de soins\npersonne recevant les soins\nnom et prénom : DURAND LUC\n"
        "n° d'immatriculation : 1 71 05 99 999 999 99 — date de naissance : 31/05/1971\n",
        {"birth_name": "DURAND", "first_name": "LUC", "first_names": "LUC", "birth_date": "1971-05-31"},
    ),
}


@pytest.mark.parametrize("case", PRINTED)
def test_identity_as_printed(case: str) -> None:
    text, wanted = PRINTED[case]
    read = extract_fields([make_page(text)], received_on=RECEIVED)
    got = {name: field.chosen.value if (field := read.fields.get(FieldName(name))) else None for name in wanted}
    assert got == wanted
