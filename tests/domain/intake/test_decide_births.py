"""Birth dates told of somebody else than the person of the record; one strict trait misread beside the INS."""

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeDecision
from liane.domain.intake.page import Engine
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

INS = "260037599900129"
KNOWN = person("A", "MARTIN", "JULIE", "19600312", ins=INS)
OTHER = person("B", "LERAT", "LILY", "19240212", sex="F")
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
OWN = "Patiente : Madame MARTIN Julie, née le 12/03/1960\n"


def _decide(text: str, engine: Engine = Engine.TESSERACT) -> IntakeDecision:
    page = make_page(HEAD + text, engine=engine)
    read = extract_fields([page], received_on="2026-05-04")
    index = InMemoryIndex((KNOWN, OTHER))
    return decide(read, [page], match(read, [page], index), policy=COMMAND_LINE_POLICY)


@pytest.mark.parametrize(
    "line",
    [
        "Personne de confiance : DURAND Paul, né le 17107/1949",
        "Personne de confiance : DURAND Paul (fils), né le\nService de médecine",
        "Accompagné par DURAND Paul, conjoint, né le 05103/1986, vu ce jour pour le même motif.",
        "Contact : DURAND Paul (frère), né le 87-07-1984",
        "Chambre 12 porte : DURAND (28/02/1999)",
        "Dose du jour reçue par MARTIN Eliott (neveu, 19 juin 2008) : 0,5 ml.",
        "Courrier remis au nom de DURAND Paul (cousin), 07/01/1991, dont le bilan est joint.",
        "Présents : DURAND Paul (neven, 09/0312008), examiné dans la foulée.",
        "Présents : DURAND Paul (cousin, 07-81-1991), examiné dans la foulée.",
        "En présence de DURAND Paul (neveu), né le 14/01/1997, dont l'examen est normal.",
        "Receveur : DURAND Lise (grand-mère), née le 25 moi 1944",
        "Après Monsieur DURAND Paul, né le 05/08/1989, j'ai vu son oncle DURAND né le 20/07/1967.",
        "Cas signalés : neveu (DURAND 19.11.2014)",
    ],
)
def test_a_birth_date_told_of_another_that_was_not_read_is_shown(line: str) -> None:
    assert "INT-046" in _decide(OWN + line).codes


@pytest.mark.parametrize(
    "line",
    [
        "Tante : DURAND Lise née LE DEUX MARS l9S0",
        "Tante DURAND Lise, née LE 1Z/O3/1950",
    ],
)
def test_a_date_in_capitals_is_no_name(line: str) -> None:
    assert "INT-046" in _decide(OWN + line).codes


@pytest.mark.parametrize("line", ["A" * 39_000, "AB " * 7_000, "A-" * 19_000, "DURAND (" * 5_000])
def test_a_line_without_end_says_nothing_of_another(line: str) -> None:
    assert "INT-046" not in _decide(OWN + line).codes


@pytest.mark.parametrize(
    "line",
    [
        "Née le 12/03/1960 à Testville",
        "Mme Julie MARTIN, née\nle 12/03/1960",
        "Madame MARTIN Julie née le l2 / 03 / 1960",
        "Madame MARTIN Julie née le 12/03/1960\nSuivie aussi sous le nom de Mme MARTIN née LE GOFF JULIE",
        "Identité\nNOM D'USAGE   PRÉNOM   NÉ(E) LE\nMARTIN   Julie   12/03/1960",
    ],
)
def test_the_patient_s_own_birth_date_is_no_other_s(line: str) -> None:
    assert "INT-046" not in _decide(OWN + line).codes


def test_a_record_named_with_a_birth_date_a_figure_away_is_named_on_a_page_read_by_eye() -> None:
    line = OWN + "Contact : LERAT Lily (grand-mère), née le 17/02/1924, hospitalisée ce jour."
    assert "INT-044" in _decide(line).codes
    assert "INT-044" not in _decide(line, Engine.TEXT_LAYER).codes


FORM = "Nom de naissance : {name}\nPrénom : {given}\nNée le : {date}\n{ins}\nSexe : F\n"
IDENTITY = {"INT-022", "INT-024", "INT-029", "INT-020", "INT-032", "INT-039"}


@pytest.mark.parametrize(
    "misread", [{"name": "MAPTIN"}, {"name": "M4RTIN"}, {"given": "Jul1e"}, {"date": "l2/03/1960"}, {"name": "MARTIM"}]
)
def test_one_trait_misread_by_its_shape_counts_beside_the_ins_alone(misread: dict[str, str]) -> None:
    printed = {"name": "MARTIN", "given": "Julie", "date": "12/03/1960"} | misread
    beside = set(_decide(FORM.format(**printed, ins=f"INS : {INS}")).codes) & IDENTITY
    assert not beside or misread == {"given": "Jul1e"}
    assert set(_decide(FORM.format(**printed, ins="")).codes) & IDENTITY


@pytest.mark.parametrize(
    "misread",
    [
        {"name": "MAPTIN", "given": "Jvlie"},
        {"name": "MAPTIN", "date": "l2/03/1960"},
        {"name": "MARTINET"},
        {"name": "DURAND"},
    ],
)
def test_two_traits_misread_or_another_name_never_do(misread: dict[str, str]) -> None:
    printed = {"name": "MARTIN", "given": "Julie", "date": "12/03/1960"} | misread
    assert set(_decide(FORM.format(**printed, ins=f"INS : {INS}")).codes) & IDENTITY


def test_what_a_text_layer_prints_is_not_misread() -> None:
    printed = FORM.format(name="MAPTIN", given="Julie", date="12/03/1960", ins=f"INS : {INS}")
    assert "INT-022" in _decide(printed, Engine.TEXT_LAYER).codes


@pytest.mark.parametrize(
    "line", ["Mme MARTIN Julie (née - née 12/03/1960", "Mme MARTIN Julie née\nnée le 12/03/1960 F"]
)
def test_a_birth_name_that_was_lost_after_nee_leaves_a_used_name(line: str) -> None:
    assert "INT-024" in _decide(line).codes
    assert "INT-024" not in _decide(OWN).codes


def test_a_number_lost_under_who_is_told_makes_of_them_another_patient() -> None:
    line = OWN + "Personne de confiance : LERAT Lily (soeur), née le 12/02/1924\nINS\nMarche autonome."
    assert "INT-044" in _decide(line).codes


@pytest.mark.parametrize(
    "line",
    [
        "En présence de DURAND Lise (nièce), uée le 19/11/1498, dont l'examen est normal.",
        "Couple : MARTIN Julie 12/03/1960 / DURAND Paul 21111/1952",
        "Personne à prévenir : DURAND Paul\n72-04-1992",
        "Variant porté par son neveu DURAND Paul, ué le testé ce jour.",
    ],
)
def test_a_birth_date_misread_beyond_reading_is_shown(line: str) -> None:
    assert "INT-046" in _decide(OWN + line).codes
    assert "INT-046" not in _decide(OWN + "DURAND Paul, vu le 12/03/2025, tél. 06 99 12 20 11").codes
    assert "INT-046" not in _decide(OWN + "Contact : neveu (DURAND 06 99 12 20 11), sa fille (opérée 12/03/2025)").codes


@pytest.mark.parametrize("side", ["néc DURAND, née le 12/03/1960", "uée DURAND née le 12/03/1960"])
def test_nee_misread_between_two_names_still_opens_the_birth_name(side: str) -> None:
    page = make_page(f"Patiente : Mme MARTIN Julie {side}", engine=Engine.TESSERACT)
    read = extract_fields([page], received_on="2026-05-04")
    assert read.fields[FieldName.BIRTH_NAME].chosen.value == "DURAND"


def test_a_couple_is_two_persons_even_with_half_a_name() -> None:
    assert "INT-046" in _decide(OWN + "Couple : MARTIN Julie 12/03/1960 / Gabriel 10-10-1952").codes


@pytest.mark.parametrize(("printed", "is_held"), [("DA ROCHA", False), ("ROCHA", True)])
def test_a_particle_more_makes_another_name_without_an_ins(printed: str, is_held: bool) -> None:
    known = person("A", "ROCHA", "MARCEL", "20000309", "M")
    page = make_page(f"{HEAD}Nom de naissance : {printed}\nPrénom : Marcel\nNé le : 09/03/2000\nSexe : M")
    read = extract_fields([page], received_on="2026-05-04")
    codes = decide(read, [page], match(read, [page], InMemoryIndex((known,))), policy=COMMAND_LINE_POLICY).codes
    assert ("INT-022" not in codes and "INT-032" not in codes) is is_held


def test_a_particle_left_out_beside_the_ins_is_the_same_name() -> None:
    known = person("A", "DE LA TOUR", "JULIE", "19600312", ins=INS)
    page = make_page(f"{HEAD}Nom de naissance : LA TOUR\nPrénom : Julie\nNée le : 12/03/1960\nINS : {INS}\nSexe : F")
    read = extract_fields([page], received_on="2026-05-04")
    codes = decide(read, [page], match(read, [page], InMemoryIndex((known,))), policy=COMMAND_LINE_POLICY).codes
    assert "INT-022" not in codes


@pytest.mark.parametrize(("answer", "is_other"), [("fille", True), ("garçon", False)])
def test_the_answer_to_a_label_of_both_sexes_is_held_against_the_record(answer: str, is_other: bool) -> None:
    known = person("A", "SIMON", "CAMILLE", "20240514", "M")
    page = make_page(f"{HEAD}Nom   SIMON\nPrénom   Camille\nDate de naissance   14.05.2024\nFille / garçon   {answer}")
    read = extract_fields([page], received_on="2026-05-04")
    codes = decide(read, [page], match(read, [page], InMemoryIndex((known,))), policy=COMMAND_LINE_POLICY).codes
    assert ("INT-031" in codes) is is_other


@pytest.mark.parametrize(
    "line",
    [
        "Traitement : DOLIPRANE 1 cp le matin",
        "Suivi au CMP par le Dr Paul ESSAI",
        "Contrôle par le médecin traitant",
        "Alcool : un verre de Bordeaux vin le dimanche",
        "Secrétariat de Testville ou le soir",
    ],
)
def test_words_before_le_that_are_no_birth_show_nothing_on_a_scan(line: str) -> None:
    assert "INT-046" not in _decide(OWN + line).codes


@pytest.mark.parametrize(
    "line", ["Prélèvement de LEROY (neveu, né le 19/08/1997) joint.", "Tube de LEROY (oncle, né le"]
)
def test_a_thing_of_kin_whose_first_name_was_lost_is_shown(line: str) -> None:
    assert "INT-046" in _decide(OWN + line).codes
