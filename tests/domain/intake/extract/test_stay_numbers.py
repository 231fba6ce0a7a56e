"""Numbers of stays in many words and shapes, and what only looks like one."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.identifiers.stay_numbers import stay_fields
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-11-20"
HEAD = "CENTRE HOSPITALIER DU LAC D'ESSAI\nService de médecine, le 12/10/2026\n"

STAYS = {
    "coming and a letter inside": ("Mme TESTOMBELLE Anne   Sexe F   Venue 26M04471", "26M04471"),
    "letters first": ("séjour HDJ26-00417", "HDJ26-00417"),
    "emergency": ("TESTOMBELLE Paul né le 02/09/1958   dossier U26104477", "U26104477"),
    "before the stay": ("Réf. : TESTOMBELLE, 18/07/1956, préadmission 7260019983", "7260019983"),
    "hyphen": ("Pré-admission n° 26-118842", "26-118842"),
    "what is meant in brackets": ("Né le 03/08/1955   Dossier (venue)   26C011908", "26C011908"),
    "after, in brackets": ("Dossier n° 41-26-3302 (séjour)", "41-26-3302"),
    "after, with a number sign": ("M. TESTOMBELLE – 260551208 (N° de venue)", "260551208"),
    "shortened": ("Dr TESTMED   SEJ 260887001", "260887001"),
    "shortened with a stop": ("Hosp. n° 26H00412", "26H00412"),
    "admission shortened": ("Adm. : 26-H-00412", "26-H-00412"),
    "file of the stay": ("Dossier de séjour 2610-33871 – Date de naissance 02/03/1980", "2610-33871"),
    "movement": ("Mouvement n° 260118842", "260118842"),
    "visit of a machine": ("Visite : 260118842", "260118842"),
    "episode": ("Épisode de soins 260118842", "260118842"),
    "stay of a kind": ("Séjour SMR 204445152", "204445152"),
    "kind in a cell": ("N° de séjour HAD   254022018", "254022018"),
    "groups": ("N° IEP : 26 331 870", "26331870"),
    "slash": ("Venue n° 2026/118842", "2026/118842"),
    "end of a line": (
        "TESTOMBELLE Brigitte · nom de naissance TESTLISERON · F · 26/03/1961 · chirurgie digestive, lit 12 · séjour\n"
        "26HDJ55012",
        "26HDJ55012",
    ),
    "column": ("N° SEJ          UF          LIT\n26H004129       4120        09P", "26H004129"),
    "bracket": ("Séjour (260118842)", "260118842"),
    "encounter": ("N° de rencontre : 260118842", "260118842"),
    "visit": ("Visit n° V260118842", "V260118842"),
    "passage": ("Urgences   N° passage 026118877   Arrivée 07/10/2026", "026118877"),
}
OTHERS = {
    "telephone": "Hospitalisation : 05 99 31 40 00",
    "telephone, stops": "Admissions 05.99.31.40.00",
    "telephone, no space": "Hospitalisation 0599314000",
    "day": "Hospitalisation 12/10/2026",
    "day with spaces": "Entrée 12 10 2026",
    "days": "Séjour du 12/10/2026 au 15/10/2026",
    "years": "Séjour 2024-2026",
    "nights": "Séjour 12 nuits",
    "hours": "Hospitalisation 24h/24",
    "rate of an insurance": "HOSPITALISATION 100/100",
    "number of somebody else": "Séjour USLD, tél. 05 99 31 40 00",
    "postal code": "12 passage 75011 PARIS",
    "door": "Entrée 12",
    "request of a laboratory": "Demande n° 2610120448",
    "accession": "N° d'examen 2610120448",
    "sample": "Tube 2610120448",
    "patient": "IPP 2610120448",
    "file of a laboratory": "LABORATOIRE DU LAC\nDOSSIER 2610120448",
    "file of a practice": "CABINET MEDICAL DU LAC\nDossier 26101204",
    "file that begins with no year": HEAD + "dossier X99104477",
}


def _stay_of(text: str) -> str | None:
    found = extract_fields([make_page(text)], received_on=RECEIVED).fields.get(FieldName.EPISODE)
    return found.chosen.value if found is not None else None


@pytest.mark.parametrize(("text", "expected"), STAYS.values(), ids=STAYS)
def test_number_of_a_stay(text: str, expected: str) -> None:
    assert _stay_of(HEAD + text) == expected


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_what_is_no_number_of_a_stay(text: str) -> None:
    assert _stay_of(text) is None


def test_one_number_is_told_once_though_two_rules_see_it() -> None:
    found = extract_fields([make_page(HEAD + "N° de séjour : 260012345")], received_on=RECEIVED)
    assert len(found.candidates[FieldName.EPISODE]) == 1


@pytest.mark.parametrize("line", ["SEJOUR " * 6_000, "A" * 40_000, "1-" * 20_000, "VENUE 1 1 " * 4_000])
def test_a_very_long_line_is_read(line: str) -> None:
    (reading,) = read_all([make_page(line)], RECEIVED)
    assert not list(stay_fields(reading))


def test_the_file_of_the_mother_is_no_stay_of_the_newborn() -> None:
    head = (
        HEAD
        + "MERE                                   ENFANT\nNom : TESTLISERON                      Nom : TESTOMBELLE\n"
    )
    assert _stay_of(head + "N° de dossier : 26497288               Sexe : M") is None


@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("IPP / séjour : 4561297 / 26728595", "26728595"),
        ("Séjour du 3 mars 2026 au 9 mars 2026, n° 26531644. Retour à domicile.", "26531644"),
        ("N° dossier patient : 8396270\nN° de séjour : 26363219", "26363219"),
    ],
)
def test_the_number_of_the_stay_is_told_from_that_of_the_patient(text: str, stay: str) -> None:
    head = "CENTRE HOSPITALIER DE TESTVILLE\n\nPatiente : Mme TESTPATIENT Marie, née le 12/03/1960\n"
    found = extract_fields((make_page(f"{head}\n{text}\n"),), received_on="2026-11-01").fields[FieldName.EPISODE]
    assert found.chosen.value == stay


@pytest.mark.parametrize("label", ["N° de dossier patient", "N° dossier patient", "Numéro de dossier patient"])
def test_the_file_of_a_patient_is_no_stay_without_a_year(label: str) -> None:
    head = "CENTRE HOSPITALIER DE TESTVILLE\n\nPatiente : Mme TESTPATIENT Marie, née le 12/03/1960\n"
    read = extract_fields((make_page(f"{head}\n{label} : 80417523\nVue le 03/03/2026\n"),), received_on="2026-11-01")
    assert FieldName.EPISODE not in read.fields


def test_the_stay_on_a_sticker_of_somebody_else_is_nobodys() -> None:
    head = (
        "CENTRE HOSPITALIER DE TESTVILLE\n\nPatiente : Mme TESTPATIENT Marie, née le 12/03/1960\n\nLettre de sortie\n"
    )
    sticker = "TESTAUTRE LUC\nDDN 14/01/1970 M\nIPP 5692602 Séjour 523842997"
    read = extract_fields((make_page(f"{head}\n\n{sticker}\n"),), received_on="2026-11-01")
    assert FieldName.EPISODE not in read.fields
    own = sticker.replace("14/01/1970", "12/03/1960")
    read = extract_fields((make_page(f"{head}\n\n{own}\n"),), received_on="2026-11-01")
    assert read.fields[FieldName.EPISODE].chosen.value == "523842997"
