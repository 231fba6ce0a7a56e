"""First names printed apart: before the label of the birth name, in a list, alone between two labels."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

NAMES = (FieldName.BIRTH_NAME, FieldName.FIRST_NAME)


def _read(text: str) -> tuple[str, ...]:
    page = make_page(f"CHU de Testville\nCompte rendu de consultation\n{text}\nMotif : suivi")
    found = extract_fields([page], received_on="2026-11-01").fields
    return tuple(found[name].chosen.value if name in found else "" for name in NAMES)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mme Fabienne (nom de naissance : LEFAUCHEUX), née le 1975-10-30", ("LEFAUCHEUX", "FABIENNE")),
        ("Madame Solène (nom de naissance : Mauduit), née le 20-03-1946", ("MAUDUIT", "SOLÈNE")),
        ("Mme Thomas (née LEFAUCHEUX), née le 1975-10-30", ("LEFAUCHEUX", "")),
        ("Mme THOMAS (nom de naissance : LEFAUCHEUX), née le 1975-10-30", ("LEFAUCHEUX", "")),
        ("Je vous adresse Mr LEFAUCHEUX DAVID, FRANCIS, né le 1974-10-07, pour avis.", ("LEFAUCHEUX", "DAVID")),
        ("Nom : Lefaucheux\nChantal\nDate naiss. : 15/12/1949", ("LEFAUCHEUX", "CHANTAL")),
        ("Nom : Lefaucheux\nChantal\nMotif : douleurs\nDate naiss. : 15/12/1949", ("LEFAUCHEUX", "")),
        ("Mme LEFAUCHEUX (nom de naissance : MAUDUIT) Solène, née le 20-03-1946", ("MAUDUIT", "SOLÈNE")),
    ],
)
def test_first_names_apart_from_the_family_name_are_read(text: str, names: tuple[str, str]) -> None:
    assert _read(text) == names
