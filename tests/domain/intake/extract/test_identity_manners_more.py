"""More manners of telling who the patient is, in one line of a letter, a screen or a form."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

HEAD = "CENTRE HOSPITALIER DE TESTVILLE\nService de médecine\nDr Anne TARNIER\n\n"
FOOT = "\n\nLe patient va bien. Traitement inchangé.\nLe 03/05/2026\nDr Anne TARNIER"
NAMES = ("birth_name", "used_name", "first_name", "birth_date", "sex")
LINES: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("MOREAU, Paul (M) — DN : 02/05/1960", ("MOREAU", None, "PAUL", "1960-05-02", "M")),
    ("Pat. : PETIT Suzanne (F) *03.04.1932", ("PETIT", None, "SUZANNE", "1932-04-03", "F")),
    ("Résident : M. MOREAU Paul Ch. 12  02/05/1960", ("MOREAU", None, "PAUL", "1960-05-02", "M")),
    ("MOREAU Paul - 02/05/1960 - IPP 12345 - Page 2/3", ("MOREAU", None, "PAUL", "1960-05-02", None)),
    (
        "Objet : RE: PETIT Maria-Alice – 03/04/1949 – née LEROY – bilan",
        ("LEROY", "PETIT", "MARIA-ALICE", "1949-04-03", "F"),
    ),
    (
        "Je vous adresse Mme PETIT Suzanne, 94 ans, née LEROY.\nDDN 03/04/1932",
        ("LEROY", "PETIT", "SUZANNE", "1932-04-03", "F"),
    ),
    ("PETIT Suzanne\nNom de naiss. LEROY\n03/04/1932", ("LEROY", "PETIT", "SUZANNE", "1932-04-03", None)),
    ("Mme D'ALMEIDA E SILVA Maria, née le 03/04/1932", ("D'ALMEIDA E SILVA", None, "MARIA", "1932-04-03", "F")),
    ("Demandeur : Mme PETIT Suzanne, née LEROY, le 03/04/1932", ("LEROY", "PETIT", "SUZANNE", "1932-04-03", "F")),
    ("M. et Mme MOREAU, parents de Lucas MOREAU, né le 12/03/2015", ("MOREAU", None, "LUCAS", "2015-03-12", "M")),
    ("Bébé de Mme LEROY Suzanne : LEROY Louis, né le 01/04/2026", ("LEROY", None, "LOUIS", "2026-04-01", "M")),
    ("Assurée : LEROY Suzanne\nBénéficiaire : PETIT Lucas 12/03/2015", ("PETIT", None, "LUCAS", "2015-03-12", None)),
    (
        "Synthèse du séjour de Madame PETIT Suzanne\n(née LEROY – 03/04/1932)",
        ("LEROY", "PETIT", "SUZANNE", "1932-04-03", "F"),
    ),
    (
        "Mme PETIT Suzanne        Dossier 123456\nVeuve LEROY              Née le 03/04/1932",
        ("PETIT", "LEROY", "SUZANNE", "1932-04-03", "F"),
    ),
    ("Patiente suivie : Suzanne PETIT née LEROY (03/04/1932)", ("LEROY", "PETIT", "SUZANNE", "1932-04-03", "F")),
    (
        "Nom de naissance : LEROY   Prénom : Suzanne   Date de naissance : 03/04/1932   Sexe : ☒ F ☐ M\n"
        "désigne comme personne de confiance, pour la durée de mon hospitalisation :\n"
        "Nom, prénom : LEROY Bruno\nDate de naissance : 03/05/1972   Lien : mon fils",
        ("LEROY", None, "SUZANNE", "1932-04-03", "F"),
    ),
    (
        "Maternité Les Glycines – Lettre de sortie du nouveau-né\nEnfant : CARON Violette Sexe : féminin\n"
        "Née le 29/04/2026 à 04h17 à 39 SA + 4 j\nMère : Mme CARON Émeline née VERGNE le 11/02/1994\n"
        "Accouchement voie basse, présentation céphalique.",
        ("CARON", None, "VIOLETTE", "2026-04-29", "F"),
    ),
    (
        "Nom : PETIT Nom naiss. :          Rue : 9 sente du          Médecin traitant\n"
        "LEROY                             Lavoir                    joignable\n"
        "Prénom : Denise Né(e) le : 18/04/1939",
        ("LEROY", "PETIT", "DENISE", "1939-04-18", None),
    ),
)


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_the_patient_of_a_line(line: str, wanted: tuple[str | None, ...]) -> None:
    fields = extract_fields([make_page(f"{HEAD}{line}{FOOT}")], received_on="2026-05-04").fields
    got = [fields[FieldName(name)].chosen.value if FieldName(name) in fields else None for name in NAMES]
    known = len(NAMES) - (wanted[4] is None)
    assert got[:known] == list(wanted[:known])


BY_EYE: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    (
        "EVRARDIN    MIREILLE    NEE BOISGONTIER    F    31.03.57",
        ("BOISGONTIER", "EVRARDIN", "MIREILLE", "1957-03-31", "F"),
    ),
    (
        "Benef.    :    PETIT NICOLLE\nNom naiss.    :    LEROY\nNe(e) le    :    30/06/1959",
        ("LEROY", None, None, "1959-06-30", None),
    ),
    (
        "Nom    :    PETIT\nPrénom    :    Nicole\nNé(e) le    :    30/06/1959",
        ("PETIT", None, "NICOLE", "1959-06-30", None),
    ),
    ("Adressé Mile PETIT Tiphaine (23 ans, DDN 17-02-2003)", ("PETIT", None, "TIPHAINE", "2003-02-17", "F")),
    ("Mr PETIT lbrahima - né le 01/01/1951 (75 a)", ("PETIT", None, "IBRAHIMA", "1951-01-01", "M")),
    (
        "Adèle    LAVANDIER, 26.04.2008, terminale, suivie depuis 2024.",
        ("LAVANDIER", None, "ADÈLE", "2008-04-26", None),
    ),
    ("Nom : PETIT   Prénom : Anne   Sexe    Fémiin\nNée le 30/06/1959", ("PETIT", None, "ANNE", "1959-06-30", "F")),
    ("Nom (1)}/Surname\nPETIT\nPrénoms (2)/Given names\nAnne", ("PETIT", None, "ANNE", None, None)),
    (
        "PETIT Camille femme 19/10/1994 31 ans n° carnet 7781\nDate          Maladies       Rang\n"
        "20/12/1995    DT P Coq Hib   1",
        ("PETIT", None, "CAMILLE", "1994-10-19", "F"),
    ),
    (
        "Nom de naissance : LEROY   Prénom : Suzanne   Née le : 03/04/1932\n"
        "désigne comme personne de confiance, pour la durée de mon hospitalisation\n"
        "Nom, prénom : LEROY Bruno\nDate de naissance : 03/05/1972",
        ("LEROY", None, "SUZANNE", "1932-04-03", None),
    ),
)


@pytest.mark.parametrize(("line", "wanted"), BY_EYE)
def test_the_patient_of_a_line_read_by_eye(line: str, wanted: tuple[str | None, ...]) -> None:
    page = make_page(f"{HEAD}{line}{FOOT}", engine=Engine.TESSERACT, confidence=0.95)
    fields = extract_fields([page], received_on="2026-05-04").fields
    got = [fields[FieldName(name)].chosen.value if FieldName(name) in fields else None for name in NAMES]
    assert [one for one, other in zip(got, wanted, strict=True) if other] == [one for one in wanted if one]
