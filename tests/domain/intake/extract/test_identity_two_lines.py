"""Boxes of an identity whose label takes two lines, says no « nom », or is half a line off; first names in capitals."""

import dataclasses

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.page import Box, Engine, Word
from tests.domain.intake.extract.word_pages import make_page

_WIDE, _HIGH = 0.0085, 0.012
_HEAD = ((0.08, 0.05, "CENTRE HOSPITALIER DE TESTVILLE"), (0.08, 0.07, "Service de pneumologie"))
Cells = tuple[tuple[float, float, str], ...]


def _words(cells: Cells, engine: Engine) -> tuple[Word, ...]:
    """Words of texts laid at a place each: x, y, text."""
    words: list[Word] = []
    for line, (left, top, text) in enumerate(cells):
        at = left
        for word in text.split(" "):
            box = Box(x0=at, y0=top, x1=at + _WIDE * len(word), y1=top + _HIGH)
            words.append(Word(text=word, box=box, confidence=0.95, engine=engine, line=line, block=0))
            at += _WIDE * (len(word) + 1)
    return tuple(words)


def _read(cells: Cells, engine: Engine = Engine.TEXT_LAYER) -> dict[str, str]:
    page = dataclasses.replace(make_page("a", engine=engine), words=_words((*_HEAD, *cells), engine))
    fields = extract_fields((page,), received_on="2026-06-01").fields
    return {name.value: value.chosen.value for name, value in fields.items()}


def _has(read: dict[str, str], **wanted: str | None) -> None:
    assert {name: read.get(name) for name in wanted} == wanted


BESIDE: Cells = (
    (0.55, 0.16, "Anesthésiste : Docteur Paul ESSAI"),
    (0.55, 0.205, "N° RPPS 10003456789"),
    (0.55, 0.25, "Date prévue : 8 décembre 2026"),
)


@pytest.mark.parametrize("beside", [(), BESIDE])
@pytest.mark.parametrize("drop", [0.0, 0.007, 0.014])
@pytest.mark.parametrize(
    ("family", "given", "birth"),
    [
        (("Nom", "de famille"), ("1er", "prénom"), ("Date", "de naissance")),
        (("Nom de", "naissance :"), ("Premier", "prénom :"), ("Date de", "naissance :")),
        (("NOM", "PATRONYMIQUE :"), ("PRENOM", "DE NAISSANCE :"), ("NÉ(E)", "LE :")),
        (("Nom", "de naissance"), ("Prénom", "(s)"), ("Né(e)", "le")),
        (("Nom", "de jeune fille :"), ("Prénom", "usuel :"), ("Date", "naiss. :")),
    ],
)
def test_a_label_of_two_lines_has_its_value_at_either_height(
    family: tuple[str, str], given: tuple[str, str], birth: tuple[str, str], drop: float, beside: Cells
) -> None:
    cells: list[tuple[float, float, str]] = []
    for place, (label, value) in enumerate(((family, "PAVOT"), (given, "Odette"), (birth, "12/03/1960"))):
        top = 0.16 + 0.045 * place
        cells += [(0.08, top, label[0]), (0.08, top + 0.014, label[1]), (0.24, top + drop, value)]
    _has(_read((*cells, *beside)), birth_name="PAVOT", first_name="ODETTE", birth_date="1960-03-12")


def test_two_labels_over_one_another_with_a_value_each_stay_two() -> None:
    cells: Cells = (
        (0.08, 0.16, "Prénom"), (0.24, 0.16, "Odette"),
        (0.08, 0.175, "Naissance"), (0.24, 0.175, "12/03/1960"),
        (0.08, 0.19, "Nom"), (0.24, 0.19, "PAVOT"),
    )  # fmt: skip
    _has(_read(cells), birth_name="PAVOT", first_name="ODETTE", birth_date="1960-03-12")


@pytest.mark.parametrize("label", ["Née", "NÉE", "Né(e)", "Née :", "Né(e) :"])
@pytest.mark.parametrize("name", ["Marjolaine", "MARJOLAINE", "Le Bihan", "Vidal-Brunet"])
@pytest.mark.parametrize("gap", [1, 12])
def test_the_birth_name_after_nee_in_a_box_under_the_name(label: str, name: str, gap: int) -> None:
    left = 0.08 + _WIDE * (len(label) + gap)
    cells: Cells = (
        (0.08, 0.16, "Nom : Pavot"),
        (0.08, 0.18, label), (left, 0.18, name),
        (0.08, 0.20, "Prénom : Odette"), (0.08, 0.22, "DDN : 12/03/1960"),
    )  # fmt: skip
    _has(_read(cells), birth_name=name.upper(), used_name="PAVOT", first_name="ODETTE", birth_date="1960-03-12")


def test_a_heading_that_begins_with_ne_is_no_box_of_a_birth_name() -> None:
    cells: Cells = (
        (0.08, 0.16, "UNITÉ DE"), (0.08, 0.18, "NÉPHROLOGIE"), (0.08, 0.20, "NÉONATOLOGIE"),
        (0.4, 0.24, "Réf. : M. PAVOT Odet, né le 12/03/1960"),
    )  # fmt: skip
    _has(_read(cells), birth_name="PAVOT", used_name=None, first_name="ODET")


def test_a_value_under_another_label_is_not_that_of_a_label_of_two_lines() -> None:
    cells: Cells = (
        (0.08, 0.16, "Nom de famille :"), (0.35, 0.16, "Nom"), (0.50, 0.16, "Prénom :"), (0.7, 0.16, "Né(e) le :"),
        (0.08, 0.174, "PAVOT"), (0.35, 0.174, "utilisé :"), (0.50, 0.174, "Odette"), (0.7, 0.174, "12/03/1960"),
    )  # fmt: skip
    _has(_read(cells), birth_name="PAVOT", used_name=None, first_name="ODETTE", birth_date="1960-03-12")


@pytest.mark.parametrize(("first", "rest"), [("Né(e)", "le :"), ("Date", "de naissance :"), ("Date de", "naissance")])
def test_a_wide_blank_inside_the_label_of_a_birth_date(first: str, rest: str) -> None:
    cells: Cells = (
        (0.08, 0.16, "Nom de naissance :"), (0.32, 0.16, "PAVOT"), (0.08, 0.18, "Prénom(s) :"), (0.32, 0.18, "Odette"),
        (0.08, 0.20, first), (0.17, 0.20, rest), (0.32, 0.20, "12/03/1960 108/"),
    )  # fmt: skip
    _has(_read(cells, Engine.TESSERACT), birth_name="PAVOT", first_name="ODETTE", birth_date="1960-03-12")


@pytest.mark.parametrize(("woman", "child"), [("PARTURIENTE", "ENFANT"), ("Patiente", "Bébé"), ("ACCOUCHÉE", "Enfant")])
def test_the_columns_of_a_mother_and_of_her_child(woman: str, child: str) -> None:
    cells: Cells = (
        (0.3, 0.12, "SUITES DE COUCHES"), (0.08, 0.16, woman), (0.5, 0.16, child),
        (0.08, 0.18, "Nom : PAVOT"), (0.5, 0.18, "Nom : PAVOT"),
        (0.08, 0.20, "Prénom : Odette"), (0.5, 0.20, "Prénom : Abel"),
        (0.08, 0.22, "DDN : 12/03/1990"), (0.5, 0.22, "Né le 02/05/2026 - garçon"),
    )  # fmt: skip
    _has(_read(cells), birth_name="PAVOT", first_name="ODETTE", birth_date="1990-03-12")


@pytest.mark.parametrize("told", ["ENFANT : prénom Abel, sexe masculin,", "Nouveau-né de sexe masculin, prénom Abel,"])
def test_the_sex_of_a_mother_is_not_that_of_her_child(told: str) -> None:
    cells: Cells = (
        (0.3, 0.12, "Compte-rendu d'accouchement"), (0.08, 0.16, "MÈRE"),
        (0.08, 0.18, "Nom de naissance"), (0.3, 0.18, "PAVOT"), (0.08, 0.20, "Prénom"), (0.3, 0.20, "Odette"),
        (0.08, 0.22, "Naissance"), (0.3, 0.22, "12/03/1990"), (0.08, 0.24, "Sexe"), (0.3, 0.24, "F"),
        (0.08, 0.30, f"{told} né le 02/05/2026, poids 3500 g."),
    )  # fmt: skip
    _has(_read(cells), birth_name="PAVOT", first_name="ODETTE", birth_date="1990-03-12", sex="F")


@pytest.mark.parametrize("head", ["Chef de service", "Praticiens", "Secrétariat"])
def test_a_heading_of_a_margin_rules_no_box_of_a_birth_name_of_its_line(head: str) -> None:
    cells: Cells = (
        (0.08, 0.16, head), (0.4, 0.16, "Nom de naissance :"), (0.62, 0.16, "PAVOT"), (0.08, 0.18, "Dr Paul ESSAI"),
        (0.4, 0.18, "Prénom :"), (0.62, 0.18, "Odette"), (0.4, 0.20, "Née le :"), (0.62, 0.20, "12/03/1960"),
    )  # fmt: skip
    _has(_read(cells), birth_name="PAVOT", first_name="ODETTE", birth_date="1960-03-12")


def test_nee_before_a_place_or_a_date_tells_no_birth_name() -> None:
    cells: Cells = (
        (0.08, 0.16, "Nom : Pavot"), (0.08, 0.18, "Prénom : Odette"),
        (0.08, 0.20, "Née"), (0.2, 0.20, "le 12 mars 1960"),
        (0.08, 0.22, "Née à Testville"),
    )  # fmt: skip
    _has(_read(cells), birth_name="PAVOT", used_name=None, first_name="ODETTE", birth_date="1960-03-12")


@pytest.mark.parametrize("patient", ["Patient PAVOT", "PATIENTE Pavot", "Résident : PAVOT", "Patiente"])
def test_patient_over_the_box_of_the_first_name_tells_the_family_name(patient: str) -> None:
    cells: Cells = ((0.08, 0.16, patient), (0.08, 0.18, "Prénom Odette"), (0.08, 0.20, "DDN 12/03/1960"))
    apart: Cells = ((0.3, 0.16, "PAVOT"),) if patient == "Patiente" else ()
    _has(_read((*cells, *apart)), birth_name="PAVOT", first_name="ODETTE", birth_date="1960-03-12")


@pytest.mark.parametrize("shift", [0.004, 0.006, -0.005])
def test_a_value_a_little_off_its_line_before_another_column(shift: float) -> None:
    cells: Cells = (
        (0.08, 0.16, "NOM :"), (0.2, 0.16, "Pavot"), (0.55, 0.16, "Reçu le 20/05/2026"),
        (0.08, 0.18, "Prénom : Odette"),
        (0.08, 0.20, "Date naiss. :"), (0.22, 0.20 + shift, "12/03/1960"), (0.55, 0.20, "Préleveur : Dr Paul ESSAI"),
    )  # fmt: skip
    _has(_read(cells, Engine.TESSERACT), birth_name="PAVOT", first_name="ODETTE", birth_date="1960-03-12")


@pytest.mark.parametrize(("family", "given"), [("CAUSSE", "Khadija"), ("PAVOT", "Régine"), ("TRAITEUR", "Odette")])
def test_a_name_one_letter_away_from_a_heading_is_a_name(family: str, given: str) -> None:
    cells: Cells = (
        (0.08, 0.16, "Nom"), (0.2, 0.16, family), (0.08, 0.18, "Prénom"), (0.2, 0.18, given),
        (0.08, 0.20, "Né(e) le"), (0.2, 0.20, "12/03/1960"),
    )  # fmt: skip
    wanted = {"CAUSSE": "KHADIJA", "PAVOT": "RÉGINE", "TRAITEUR": "ODETTE"}[family]
    _has(_read(cells, Engine.TESSERACT), birth_name=family, first_name=wanted, birth_date="1960-03-12")


def test_the_label_of_the_first_name_ends_its_cell_and_the_first_name_begins_the_next_one() -> None:
    cells: Cells = ((0.08, 0.16, "Nom de famille MAC PAVOT Prénom"), (0.45, 0.16, "Odette Date naiss. 12/03/1960"))
    _has(_read(cells, Engine.TESSERACT), birth_name="MAC PAVOT", first_name="ODETTE", birth_date="1960-03-12")


@pytest.mark.parametrize(
    ("printed", "family", "given"),
    [
        ("Mme Retailleau SYLVIANE", "RETAILLEAU", "SYLVIANE"),
        ("Mme SYLVIANE Retailleau", "RETAILLEAU", "SYLVIANE"),
        ("M. Lacour-Bonneau GUY", "LACOUR-BONNEAU", "GUY"),
        ("M. Diallo MAMADOU", "DIALLO", "MAMADOU"),
        ("M. Wei MARTIN", "MARTIN", "WEI"),
        ("Mme Aurore THOMAS", "THOMAS", "AURORE"),
        ("M. Yuki MICHEL", "MICHEL", "YUKI"),
        ("Mme Rose MARIE", "MARIE", "ROSE"),
        ("M. NICOLAS Thi", "NICOLAS", "THI"),
    ],
)
def test_first_names_in_capitals_beside_a_family_name_that_is_not(printed: str, family: str, given: str) -> None:
    page = make_page(f"CENTRE HOSPITALIER DE TESTVILLE\nObjet : {printed}, né(e) le 12/03/1960\n")
    fields = extract_fields((page,), received_on="2026-06-01").fields
    read = {name.value: value.chosen.value for name, value in fields.items()}
    _has(read, birth_name=family, first_name=given, birth_date="1960-03-12")
