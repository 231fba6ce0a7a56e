"""Boxes of an identity in narrow columns: labels that two lines cut, lists that go on, other columns beside them."""

import dataclasses

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import lay_cells, make_page

Cells = tuple[tuple[float, float, str], ...]
_HEAD: Cells = ((0.3, 0.04, "CLINIQUE DES ORMES"), (0.3, 0.06, "Unité de soins de jour"))


def _read(cells: Cells, engine: Engine = Engine.TEXT_LAYER) -> dict[str, str]:
    page = dataclasses.replace(make_page("a", engine=engine), words=lay_cells((*_HEAD, *cells), engine=engine))
    fields = extract_fields((page,), received_on="2026-06-01").fields
    return {name.value: value.chosen.value for name, value in fields.items()}


def _has(read: dict[str, str], **wanted: str | None) -> None:
    assert {name: read.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("engine", [Engine.TEXT_LAYER, Engine.TESSERACT])
@pytest.mark.parametrize(
    ("family", "given"),
    [
        (("Nom de", "naissance"), ("Prénom(s) de", "naissance")),
        (("Nom de famille (de", "naissance)"), ("Prénoms (état", "civil)")),
        (("NOM DE", "FAMILLE :"), ("PRÉNOMS DE", "NAISSANCE :")),
        (("Nom de famille", "(de naissance)"), ("Prénoms", "(état civil)")),
        (("Nom (de", "naissance) :"), ("Prénoms de", "l'état civil")),
    ],
)
def test_a_list_of_first_names_goes_on_beside_the_second_line_of_its_label(
    family: tuple[str, str], given: tuple[str, str], engine: Engine
) -> None:
    cells = (
        (0.08, 0.14, family[0]), (0.28, 0.14, "GARNIER"), (0.08, 0.156, family[1]),
        (0.08, 0.18, given[0]), (0.28, 0.18, "Thomas Jean-Paul"), (0.08, 0.196, given[1]), (0.28, 0.196, "Henri"),
        (0.08, 0.22, "Né(e) le"), (0.28, 0.22, "14/09/1971"),
    )  # fmt: skip
    read = _read(cells, engine)
    _has(read, birth_name="GARNIER", first_name="THOMAS", birth_date="1971-09-14")
    _has(read, first_names="THOMAS JEAN-PAUL HENRI")


@pytest.mark.parametrize("beside", ["Acte : pose de drain", "Paul Mercier, externe", "Consentement signé"])
@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (("Nom de GARNIER", "naissance :", "Premier Thomas", "prénom :"), "THOMAS"),
        (("Nom de GARNIER", "famille :", "1er Thomas", "prénom :"), "THOMAS"),
    ],
)
def test_a_value_stands_in_the_line_that_opens_its_label(lines: tuple[str, ...], first: str, beside: str) -> None:
    cells = (
        (0.08, 0.14, lines[0]), (0.5, 0.14, "Prescripteur : Dr Anne LEROY"),
        (0.08, 0.156, lines[1]), (0.5, 0.156, beside),
        (0.08, 0.18, lines[2]), (0.08, 0.196, lines[3]), (0.08, 0.22, "Né(e) 14/09/1971"), (0.08, 0.236, "le :"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name=first, birth_date="1971-09-14")


@pytest.mark.parametrize(("over", "under"), [("Prénom", "Naissance"), ("Prénom", "Lieu")])
def test_two_labels_one_over_the_other_keep_each_its_value(over: str, under: str) -> None:
    cells = (
        (0.08, 0.14, "Nom"), (0.28, 0.14, "GARNIER"), (0.08, 0.158, over), (0.28, 0.158, "Thomas"),
        (0.08, 0.176, under), (0.28, 0.176, "14/09/1971"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name="THOMAS", first_names="THOMAS")


@pytest.mark.parametrize(
    "beside",
    ["CHU des Ormes - Service demandeur :", "Médecin prescripteur :", "À l'attention du secrétariat demandeur :"],
)
@pytest.mark.parametrize("family", ["NOM", "Patient (nom)", "Nom de naissance"])
def test_boxes_that_hold_a_birth_date_are_of_no_professional(family: str, beside: str) -> None:
    cells = (
        (0.08, 0.14, beside), (0.55, 0.14, family), (0.72, 0.14, "GARNIER"), (0.08, 0.156, "Urgences"),
        (0.55, 0.164, "Prénom"), (0.72, 0.164, "Thomas"), (0.55, 0.188, "DDN"), (0.72, 0.188, "14/09/1971"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name="THOMAS", birth_date="1971-09-14")


def test_boxes_without_a_birth_date_beside_a_prescriber_stay_the_prescribers() -> None:
    cells = (
        (0.08, 0.14, "Patient : Mme GARNIER Anne, née le 14/09/1971"),
        (0.08, 0.2, "Médecin prescripteur :"), (0.45, 0.2, "Nom : LEFORT"), (0.45, 0.22, "Prénom : Paul"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name="ANNE")


@pytest.mark.parametrize("heading", ["IDENTITÉ", "PATIENT", "IDENTITÉ DU PATIENT"])
@pytest.mark.parametrize("beside", ["PROVENANCE / DEVENIR", "SÉJOUR EN COURS", "LIAISON VILLE"])
def test_the_heading_of_another_column_names_nobody(heading: str, beside: str) -> None:
    cells = (
        (0.08, 0.14, heading), (0.52, 0.14, beside),
        (0.09, 0.16, "Nom : GARNIER"), (0.52, 0.16, "Unité : médecine"), (0.09, 0.18, "Prénom : Thomas"),
        (0.09, 0.2, "Né(e) le : 14/09/1971"), (0.52, 0.2, "Entrée le 02/05/2026"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name="THOMAS", birth_date="1971-09-14", used_name=None)


@pytest.mark.parametrize("drop", [0.002, 0.004, 0.006])
def test_a_value_a_little_lower_than_its_label_is_its_value_beside_another_column(drop: float) -> None:
    cells = (
        (0.08, 0.14, "Nom de famille :"), (0.26, 0.14 + drop, "GARNIER"), (0.52, 0.138, "Unité : médecine"),
        (0.08, 0.16, "Prénom :"), (0.26, 0.16 + drop, "Thomas"), (0.52, 0.154, "Vers : domicile"),
        (0.08, 0.18, "Né(e) le :"), (0.26, 0.18 + drop, "14/09/1971"), (0.52, 0.17, "Entrée le 02/05/2026"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name="THOMAS", birth_date="1971-09-14")


@pytest.mark.parametrize(
    "letter",
    [
        "Reprise du travail à prévoir dans le mois.",
        "M. GARNIER a quitté le service",
        "Chère consœur,",
        "Soins à poursuivre.",
    ],
)
def test_the_line_of_a_letter_beside_a_box_is_not_its_value(letter: str) -> None:
    cells = (
        (0.08, 0.14, "Nom de famille"), (0.08, 0.156, "GARNIER"), (0.36, 0.18, letter), (0.08, 0.18, "Prénom"),
        (0.08, 0.196, "THOMAS"), (0.08, 0.22, "Date de naissance"), (0.08, 0.236, "14/09/1971"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name="THOMAS", birth_date="1971-09-14")


def test_the_small_l_of_a_first_name_alone_in_its_box_is_a_capital() -> None:
    cells = (
        (0.08, 0.14, "Nom de naissance"), (0.08, 0.156, "GARNIER"), (0.08, 0.18, "Prénom"), (0.08, 0.196, "lsabelle"),
        (0.08, 0.22, "Date de naissance"), (0.08, 0.236, "14/09/1971"),
    )  # fmt: skip
    _has(_read(cells, Engine.TESSERACT), first_name="ISABELLE")


@pytest.mark.parametrize("heading", ["REPRÉSENTANT / CONTACT", "PERSONNE DE CONFIANCE / CONTACT"])
@pytest.mark.parametrize(
    "line", ["Nom : LEFORT Prénom : Anne — lien : fille", "Nom : Lefort Prénom : Anne - 01 02 03 04 05"]
)
def test_a_heading_that_tells_one_role_in_two_words_rules_the_boxes_under_it(heading: str, line: str) -> None:
    cells = (
        (0.08, 0.14, "Nom de naissance"), (0.28, 0.14, "GARNIER"), (0.08, 0.16, "Prénom"), (0.28, 0.16, "Thomas"),
        (0.08, 0.18, "Né(e) le"), (0.28, 0.18, "14/09/1971"), (0.08, 0.23, heading), (0.08, 0.25, line),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name="THOMAS", birth_date="1971-09-14", used_name=None)


@pytest.mark.parametrize("hours", ["S M M S", "M S M M/S M", "M M/S S S M", "M M M/S M"])
def test_the_hours_of_a_plan_of_care_tell_no_sex(hours: str) -> None:
    cells = (
        (0.08, 0.12, "Mme GARNIER Anne née LEFORT"), (0.08, 0.14, "née le 14/09/1971"),
        (0.08, 0.2, "Soin L M M J V S D"), (0.08, 0.22, f"Lever et coucher {hours} 20 min"),
    )  # fmt: skip
    page = dataclasses.replace(make_page("a"), words=lay_cells((*_HEAD, *cells)))
    read = extract_fields((page,), received_on="2026-06-01").fields
    assert {one.value for name, field in read.items() if name.value == "sex" for one in field.candidates} == {"F"}


@pytest.mark.parametrize("engine", [Engine.TEXT_LAYER, Engine.TESSERACT])
@pytest.mark.parametrize(
    ("family", "given", "birth"),
    [
        (("Nom de jeune", "fille :"), ("Liste des", "prénoms :"), ("Date de naissance du", "patient :")),
        (("Nom à la", "naissance"), ("Liste", "des prénoms"), ("Date de", "naiss.")),
        (("Nom", "de famille (de naissance) :"), ("Prénoms de", "naissance :"), ("Naissance :",)),
        (("Patient", "(nom)"), ("Prénoms", "(état civil)"), ("Date de naissance", "(JJ/MM/AAAA)")),
        (("Nom", "patient :"), ("Liste des", "prénoms :"), ("Date naiss. :",)),
    ],
)
def test_a_label_is_cut_anywhere(
    family: tuple[str, ...], given: tuple[str, ...], birth: tuple[str, ...], engine: Engine
) -> None:
    cells: list[tuple[float, float, str]] = []
    top = 0.14
    for label, value in ((family, "GARNIER"), (given, "Sylvie Anne"), (birth, "14/09/1971")):
        cells += [(0.08, top + 0.016 * at, part) for at, part in enumerate(label)] + [(0.38, top, value)]
        top += 0.016 * len(label) + 0.006
    beside = (
        (0.62, 0.141, "Chambre : 212"),
        (0.62, 0.159, "Prescripteur : Dr LEROY"),
        (0.62, 0.177, "Vers : domicile"),
    )
    read = _read((*cells, *beside), engine)
    _has(read, birth_name="GARNIER", first_name="SYLVIE", first_names="SYLVIE ANNE", birth_date="1971-09-14")


def test_one_label_of_two_lines_over_another_of_one_keeps_its_end_to_itself() -> None:
    cells = (
        (0.08, 0.14, "Nom"), (0.25, 0.148, "GARNIER"), (0.08, 0.156, "(naissance)"), (0.08, 0.178, "1er"),
        (0.25, 0.178, "Sylvie"), (0.08, 0.194, "prénom"), (0.08, 0.216, "Naissance"), (0.25, 0.216, "14.09.1971"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", first_name="SYLVIE", birth_date="1971-09-14")


@pytest.mark.parametrize("label", ["Frénom(s)", "Prénom( s)", "Prénom(s )"])
def test_a_label_of_first_names_of_which_a_sign_was_misread(label: str) -> None:
    cells = (
        (0.08, 0.14, "Nom de naissance"), (0.3, 0.14, "GARNIER"), (0.08, 0.16, label), (0.3, 0.16, "Sylvie Anne"),
        (0.08, 0.18, "Né(e) le"), (0.3, 0.18, "14/09/1971"),
    )  # fmt: skip
    _has(_read(cells, Engine.TESSERACT), birth_name="GARNIER", first_name="SYLVIE", birth_date="1971-09-14")


@pytest.mark.parametrize(
    ("line", "under", "wanted"),
    [
        (
            "Compte rendu de la consultation du 23/04/2026 de Madame GARNIER Sylvie (nom",
            "utilisé : LEFORT) (née le 14/09/1971), suivie dans le service.",
            {"birth_name": "GARNIER", "used_name": "LEFORT", "first_name": "SYLVIE", "birth_date": "1971-09-14"},
        ),
        (
            "Je soussigné certifie avoir examiné ce jour Madame Sylvie Lefort née Garnier, Naissance :",
            "14.09.1971, et atteste de son état de santé stable à ce jour.",
            {"birth_name": "GARNIER", "used_name": "LEFORT", "first_name": "SYLVIE", "birth_date": "1971-09-14"},
        ),
        (
            "Madame Sylvie LEFORT née GARNIER",
            "Naissance (54 ans) : 14/09/1971",
            {"birth_name": "GARNIER", "used_name": "LEFORT", "first_name": "SYLVIE", "birth_date": "1971-09-14"},
        ),
    ],
)
def test_an_identity_goes_on_over_the_end_of_its_line(line: str, under: str, wanted: dict[str, str]) -> None:
    words = lay_cells((*_HEAD, (0.08, 0.2, line), (0.08, 0.217, under)), char=0.0095)
    low = tuple(
        dataclasses.replace(one, box=dataclasses.replace(one.box, y0=one.box.y0 + 0.004, y1=one.box.y0 + 0.009))
        if one.text == ":"
        else one
        for one in words
    )
    for laid in (words, low):
        page = dataclasses.replace(make_page("a"), words=laid)
        fields = extract_fields((page,), received_on="2026-06-01").fields
        _has({name.value: value.chosen.value for name, value in fields.items()}, **wanted)


@pytest.mark.parametrize("label", ["Nom, prénom", "Nom et prénom", "Nom - Prénom"])
@pytest.mark.parametrize("name", ["Mme LEFORT-DUBOIS (née LEFORT)", "LEFORT-DUBOIS (née LEFORT)"])
def test_a_first_name_that_a_box_was_too_narrow_for_stands_under_its_family_name(label: str, name: str) -> None:
    cells = (
        (0.08, 0.14, label), (0.22, 0.14, name), (0.6, 0.14, "Opérée le 12/05/2026"), (0.22, 0.156, "Sylvie"),
        (0.08, 0.18, "Née le"), (0.22, 0.18, "14/09/1971"),
    )  # fmt: skip
    _has(_read(cells), birth_name="LEFORT", used_name="LEFORT-DUBOIS", first_name="SYLVIE", birth_date="1971-09-14")


@pytest.mark.parametrize("label", ["Nom marital / d'usage", "Nom d'usage / marital"])
def test_the_head_of_a_column_that_tells_the_used_name_twice(label: str) -> None:
    cells = (
        (0.08, 0.14, "Nom de naiss."), (0.24, 0.14, label), (0.48, 0.14, "Prénom"), (0.64, 0.14, "Né(e) le"),
        (0.08, 0.156, "GARNIER"), (0.24, 0.156, "LEFORT"), (0.48, 0.156, "Sylvie"), (0.64, 0.156, "14/09/1971"),
    )  # fmt: skip
    _has(_read(cells), birth_name="GARNIER", used_name="LEFORT", first_name="SYLVIE", birth_date="1971-09-14")
