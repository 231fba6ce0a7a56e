"""An identity told in a sentence that the end of a line cuts, wherever it does."""

from random import Random
from textwrap import wrap

import pytest

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.sheet import make_sheet
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
HEAD = "CENTRE HOSPITALIER DE TESTVILLE\nService de cardiologie\n12 rue des Lilas - 75000 TESTVILLE\n\n"
LEADS = (
    "J'ai reçu ce jour en consultation de suivi ",
    "Je certifie avoir examiné ce jour à mon cabinet ",
    "Nous avons pris en charge dans le service ",
    "Je vous remercie de bien vouloir recevoir ",
    "Veuillez trouver ci-joint le compte rendu concernant ",
)
NAMES = (
    "Mme {used} née {birth} {given}",
    "Madame {used} {given} (née {birth})",
    "Mme {given} {used}, née {birth}",
    "Mme {birth} épouse {used} {given}",
    "Madame {used} {given} (nom de naissance : {birth})",
)
BIRTHS = (", née le {day}", " (née le {day})", " - DDN {day}", ", 66 ans, née le {day}", " ({day})")
DAYS = ("12/03/1960", "12 mars 1960", "12-03-1960", "1960-03-12", "12 / 03 / 1960")
PERSONS = (("MARTIN", "DUPONT", "Marie"), ("EL AMRANI", "BENALI", "Fatima"), ("LE GOFF", "DUVAL", "Anne-Marie"))
TAILS = (
    " pour une lombalgie persistante évoluant depuis trois mois, sans signe de gravité.",
    " qui présente une hypertension artérielle traitée depuis trois ans par bithérapie.",
)


@pytest.mark.parametrize("width", [44, 52, 58, 63, 69, 76, 84, 90])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lead", LEADS)
def test_wherever_the_line_ends_it_is_read_whole(lead: str, name: str, width: int) -> None:
    dice = Random(f"{lead}{name}{width}")
    birth, used, given = dice.choice(PERSONS)
    day = dice.choice(BIRTHS).format(day=dice.choice(DAYS))
    said = f"{lead}{name.format(birth=birth, used=used, given=given)}{day}{dice.choice(TAILS)}"
    text = HEAD + "\n".join(wrap(said, width, break_on_hyphens=False)) + "\nLe bilan est normal.\n"
    read = extract_fields([make_page(text)], received_on=RECEIVED).fields
    names = ("birth_name", "used_name", "first_name", "birth_date")
    told = [one.chosen.value if (one := read.get(FieldName(field))) else "" for field in names]
    assert [fold_name(one) for one in told[:3]] == [fold_name(birth), fold_name(used), fold_name(given)], text
    assert told[3] == "1960-03-12", text


@pytest.mark.parametrize(
    "text",
    [
        "Madame DUPONT Marie\n12 rue des Lilas\n75000 TESTVILLE\n",
        "Ce courrier est adressé par le service à Mme DUPONT.\nMARTIN Paul est son médecin traitant depuis dix ans.\n",
        "J'ai revu ce jour en consultation Mme DUPONT\nElle se plaint de lombalgies depuis le 12 mars 2026.\n",
        "Vu ce jour Mme DUPONT Marie\n\n\n\nMARTIN Paul, né le 12/03/1960, est venu lui aussi ce jour-là\n",
        "Monsieur BERNARD Paul né le 03/09/1984\nVenue 268967123\n",
        "Monsieur BERNARD Paul né le 03/09/1984, 41 ans\nAdressé par : Docteur Corinne PRAT\n",
        "Consultation de Monsieur BERNARD Paul, 41 ans\nAdressé par le docteur Corinne PRAT\n",
        "Madame DUPONT Marie          Monsieur MARTIN\nTESTVILLE                    Paul Durand\n",
    ],
)
def test_lines_that_end_otherwise_stay_as_they_are(text: str) -> None:
    sheet = make_sheet(make_page(text))
    laid = [" ".join(line.split()) for line in text.strip("\n").split("\n") if line]
    assert [row.text.replace("\t", " ") for row in sheet.rows] == laid


def test_the_words_brought_keep_their_own_boxes() -> None:
    text = (
        "J'ai reçu ce jour en consultation de suivi Madame DUPONT née\nMARTIN Marie, née le 12/03/1960 pour un suivi.\n"
    )
    read = extract_fields([make_page(text)], received_on=RECEIVED).fields[FieldName.BIRTH_NAME].chosen
    second = make_page(text).words[11]
    assert second.text == "MARTIN"
    assert [box.y0 for box in read.boxes] == [second.box.y0]
