"""Forms that print the name of a box under what it holds."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

NAMES = ("birth_name", "used_name", "first_name", "birth_date", "sex")
HEAD = "HÔPITAL DE FAUXBOURG\nFiche d'accueil\n\n"
FOOT = "\n\nMédecin traitant : Dr Rémi CASTAN\nLa patiente va bien.\nLe 03/05/2026"


def _read(text: str) -> list[str | None]:
    fields = extract_fields([make_page(f"{HEAD}{text}{FOOT}")], received_on="2026-05-04").fields
    return [fields[FieldName(name)].chosen.value if FieldName(name) in fields else None for name in NAMES]


@pytest.mark.parametrize(
    "text",
    [
        "PASCAL              VIDAL             Odette Renée      F      30/11/1948\n"
        "Nom de naissance    Nom d'usage       Prénoms           Sexe   Né(e) le",
        "PASCAL              VIDAL\nNom de naissance    Nom d'usage\nOdette              30/11/1948       F\n"
        "Prénom              Né(e) le         Sexe",
        "PASCAL\nNom de naissance\nVIDAL\nNom d'usage\nOdette\nPrénom\n30/11/1948\nDate de naissance\nF\nSexe",
        "PASCAL\n(nom de naissance)\nVIDAL\n(nom d'usage)\nOdette\n(prénom)\n30/11/1948\n(né(e) le)\nF\n(sexe)",
    ],
)
def test_labels_under_their_values(text: str) -> None:
    assert _read(text) == ["PASCAL", "VIDAL", "ODETTE", "1948-11-30", "F"]


def test_labels_over_their_values_stay_so() -> None:
    text = (
        "Nom de naissance    Nom d'usage       Prénom            Sexe   Né(e) le\n"
        "PASCAL              VIDAL             Odette            F      30/11/1948\n"
        "Adresse             Commune           Téléphone"
    )
    assert _read(text) == ["PASCAL", "VIDAL", "ODETTE", "1948-11-30", "F"]


def test_a_date_over_a_birth_date_in_its_own_box_is_no_sign_of_labels_under() -> None:
    text = "Entrée le           Chambre\n02/05/2026          12\nDate de naissance   Nom\n30/11/1948          VIDAL"
    assert _read(text)[3] == "1948-11-30"
