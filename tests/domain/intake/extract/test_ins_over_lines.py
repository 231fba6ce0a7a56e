"""An INS that the end of a line of prose cuts: its rest begins the next line, and the key proves it."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, ReadDocument
from tests.domain.intake.match_kit import page_of

INS = "254129999301285"


def read(text: str) -> ReadDocument:
    return extract_fields([page_of(text)], received_on="2026-11-22")


@pytest.mark.parametrize(
    "lines",
    [
        "certifie que Mme DUPONT Jeanne née le 12/12/1954 (INS : 2 54\n12 99 993 012 85) a été vue ce jour.",
        "Madame Jeanne DUPONT, née le 12/12/1954, matricule INS 2\n54 12 99 993 012 85, demeurant à Villefictive",
        "DUPONT Jeanne née le 12/12/1954 INS n° 2541299993012 clé\n85",
        "Mme DUPONT Jeanne née le 12/12/1954, INS : 2 54 12 99 993 012\n85 a été vue en consultation ce jour.",
    ],
)
def test_the_rest_of_the_number_is_found_at_the_start_of_the_next_line(lines: str) -> None:
    found = read(f"Certificat médical\n{lines}\nFait le 04/11/2026").fields[FieldName.INS].chosen
    assert found.value == INS
    assert found.is_checked
    assert len(found.boxes) > 1


@pytest.mark.parametrize(
    "lines",
    [
        "Mme DUPONT Jeanne née le 12/12/1954 (INS : 2 54\n12 99 993 012 86) a été vue ce jour.",
        "Mme DUPONT Jeanne née le 12/12/1954 (INS : 2 54\n12 comprimés à prendre, 99 993 012 85 au téléphone",
        "Mme DUPONT Jeanne née le 12/12/1954 (INS : 2 54\n12 99 993 012 857 boîtes",
    ],
)
def test_figures_that_the_key_does_not_prove_are_no_rest(lines: str) -> None:
    field = read(f"Certificat médical\n{lines}\nFait le 04/11/2026").fields.get(FieldName.INS)
    assert field is None or not field.chosen.is_checked
