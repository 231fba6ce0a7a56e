"""Identity in labelled boxes, tables and frames as software prints them and as optical readers give them back."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

HEAD = "Centre hospitalier de Testville\nService de gériatrie\n\n"
FOOT = "\n\nExamen réalisé le 04/05/2026\nLe bilan est normal."


def _read(text: str, *, engine: Engine = Engine.TEXT_LAYER) -> dict[str, str]:
    page = make_page(HEAD + text + FOOT, engine=engine, confidence=0.95 if engine is Engine.TESSERACT else 1.0)
    fields = extract_fields((page,), received_on="2026-06-01").fields
    return {name.value: value.chosen.value for name, value in fields.items()}


def _has(read: dict[str, str], **wanted: str | None) -> None:
    assert {name: read.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "label",
    [
        "Nom J.F.", "Nom JF", "Nom de J.F.", "Nom de naiss.", "Nom de famille de naissance", "Patronyme",
        "NOM DE NAISSANCE", "1. Nom de naissance", "Nom de naissance*",
    ],
)  # fmt: skip
@pytest.mark.parametrize("sign", [" : ", " ", "   ", " …… "])
def test_labels_of_the_birth_name(label: str, sign: str) -> None:
    read = _read(f"{label}{sign}DURAND\nPrénom{sign}Marie\nNée le{sign}12/03/1960")
    _has(read, birth_name="DURAND", used_name=None, first_name="MARIE", birth_date="1960-03-12")


@pytest.mark.parametrize(
    "label",
    [
        "Nom d'usage ou d'épouse", "Nom d'usage (s'il y a lieu)", "Nom marital (s'il y a lieu)",
        "Nom d'usage (marital)", "Nom d'usage / marital", "Épouse", "Nom d'usage (le cas échéant)",
    ],
)  # fmt: skip
def test_labels_of_the_used_name(label: str) -> None:
    read = _read(f"Nom de naissance : DURAND\n{label} : MOREAU\nPrénom : Marie\nNée le : 12/03/1960")
    _has(read, birth_name="DURAND", used_name="MOREAU", first_name="MARIE", birth_date="1960-03-12")


@pytest.mark.parametrize(
    "contact", ["Épouse : MOREAU Jeanne 06 01 02 03 04", "Épouse : Mme MOREAU Jeanne", "Épouse : Jeanne MOREAU"]
)
def test_a_wife_told_with_her_first_name_is_a_relative(contact: str) -> None:
    read = _read(f"Prénom : Paul\nNé le : 12/03/1960\nNom de naissance : DURAND\n{contact}")
    _has(read, birth_name="DURAND", used_name=None, first_name="PAUL")


@pytest.mark.parametrize("label", ["1er prénom de l'acte de naissance", "Premier prénom de l'acte de naissance"])
def test_labels_of_the_first_name(label: str) -> None:
    _has(_read(f"Nom : DURAND\n{label} : Marie\nNée le : 12/03/1960"), birth_name="DURAND", first_name="MARIE")


@pytest.mark.parametrize(
    "box",
    [
        "Lieu de naiss. : 75112", "Lieu de naissance (code INSEE) : TESTVILLE (75112)", "Code INSEE naissance : 75112",
        "Commune de naiss. : TESTVILLE 75112", "COG naissance : 75112",
    ],
)  # fmt: skip
def test_labels_of_the_birth_place(box: str) -> None:
    read = _read(f"Nom de naissance : DURAND\nPrénom : Marie\nNée le : 12/03/1960\n{box}")
    _has(read, birth_name="DURAND", birth_place="75112")


@pytest.mark.parametrize(
    ("box", "sex"),
    [
        ("Sexe : F (féminin)", "F"), ("Sexe : (F)", "F"), ("Sexe : H      Genre : M", "M"), ("Sexe : M / F", None),
        ("Sexe : [ ] F [X] M      IPP : 8123456", "M"),
    ],
)  # fmt: skip
def test_values_of_the_sex(box: str, sex: str | None) -> None:
    _has(_read(f"Nom : DURAND\nPrénom : Camille\nDate de naissance : 12/03/1960\n{box}"), sex=sex)


def test_the_sex_of_the_next_column_is_not_the_patients() -> None:
    read = _read(
        "Patient                            Assuré\n"
        "Nom : DURAND                       Nom : MOREAU\n"
        "Prénom : Camille                   Prénom : Dominique\n"
        "DDN : 12/03/1960                   DDN : 04/05/1958\n"
        "Sexe : H                           Sexe : F☒ M☐"
    )
    _has(read, birth_name="DURAND", first_name="CAMILLE", birth_date="1960-03-12", sex="M")


_PATIENT = ["Nom de naissance : DURAND", "Prénom : Zoé", "Née le : 12/03/2010"]
_INSURED = ["Nom : MOREAU", "Nom de naissance : PETIT", "Prénom : Anne", "Née le : 04/05/1978"]


@pytest.mark.parametrize(
    ("patient", "insured"),
    [
        ("BÉNÉFICIAIRE DES SOINS", "ASSURÉ(E)"),
        ("PERSONNE RECEVANT LES SOINS", "ASSURÉ(E)"),
        ("Identification du patient", "Identification de l'assuré (si différent)"),
        ("Renseignements concernant le patient", "Renseignements concernant l'assuré(e)"),
        ("Identité du bénéficiaire", "Identité de l'assuré"),
    ],
)
@pytest.mark.parametrize("way", ["beside", "beside, last", "under", "under, last"])
def test_the_insured_person_is_not_the_patient(patient: str, insured: str, way: str) -> None:
    mine, other = [patient, *_PATIENT, ""], [insured, *_INSURED]
    first, second = (other, mine) if way.endswith("last") else (mine, other)
    if way.startswith("beside"):
        longest = max(len(first), len(second))
        lines = zip(first + [""] * (longest - len(first)), second + [""] * (longest - len(second)), strict=True)
        text = "\n".join(f"{one:<48}{two}".rstrip() for one, two in lines)
    else:
        text = "\n".join([*first, "", *second])
    _has(_read(text), birth_name="DURAND", used_name=None, first_name="ZOÉ", birth_date="2010-03-12")


def test_who_is_insured_alone_is_the_patient() -> None:
    read = _read(
        "ASSURÉ(E)\nNom : DURAND\nPrénom : Zoé\nNée le : 12/03/1980\n\nBÉNÉFICIAIRE (si différent)\nNom :\nPrénom :"
    )
    _has(read, birth_name="DURAND", first_name="ZOÉ", birth_date="1980-03-12")


@pytest.mark.parametrize("engine", [Engine.TEXT_LAYER, Engine.TESSERACT])
@pytest.mark.parametrize(
    "table",
    [
        "| Nom de naissance | Nom d'usage | Prénom | Né(e) le   | Sexe |\n"
        "| DURAND           | MOREAU      | Marie  | 12/03/1960 | F    |",
        "|Nom de naissance|Nom d'usage|Prénom|Né(e) le  |Sexe|\n|DURAND          |MOREAU     |Marie |12/03/1960|F   |",
        "│ Nom de naissance : DURAND     │\n│ Nom d'usage : MOREAU          │\n│ Prénom : Marie                │\n"
        "│ Né(e) le : 12/03/1960 Sexe : F│",
        "| Nom de naissance | DURAND     | Nom d'usage | MOREAU |\n"
        "| Prénom           | Marie      | Sexe        | F      |\n"
        "| Né(e) le         | 12/03/1960 |             |        |",
    ],
)
def test_tables_whose_rules_were_read_as_signs(table: str, engine: Engine) -> None:
    read = _read(table, engine=engine)
    _has(read, birth_name="DURAND", used_name="MOREAU", first_name="MARIE", birth_date="1960-03-12", sex="F")


def test_an_empty_box_of_a_ruled_table_stays_empty() -> None:
    read = _read(
        "| Nom de naissance | Nom d'usage | Prénom  | Né(e) le   |\n"
        "| DURAND           |             | Marie   | 12/03/1960 |"
    )
    _has(read, birth_name="DURAND", used_name=None, first_name="MARIE", birth_date="1960-03-12")


def test_a_line_parted_by_bars_is_one_line() -> None:
    _has(_read("DURAND Marie | F | 12/03/1960 | IPP 8123456"), birth_name="DURAND", birth_date="1960-03-12", sex="F")


@pytest.mark.parametrize("date", ["12/03/1960", "12/03/1960 (66 ans)", "le 12/03/1960", "12/03/1960 à Testville"])
def test_labels_under_their_values(date: str) -> None:
    read = _read(
        f"DURAND               Marie           {date}\n"
        "Nom de naissance     Prénom          Né(e) le\n\n"
        "☒ F ☐ M              75112\n"
        "Sexe                 Lieu de naissance"
    )
    _has(read, birth_name="DURAND", first_name="MARIE", birth_date="1960-03-12", sex="F", birth_place="75112")


def test_an_empty_box_over_its_label_does_not_take_the_next_one() -> None:
    read = _read("\nNom d'usage\n\nDURAND\nNom de naissance\n\nMarie\nPrénom\n\n12/03/1960\nNée le\n\nF\nSexe")
    _has(read, birth_name="DURAND", used_name=None, first_name="MARIE", birth_date="1960-03-12")


@pytest.mark.parametrize(
    "date",
    [
        "12/03,1960", "12:03:1960", "12*03*1960", "12 | 03 | 1960", "12-03-19 60", "12 mars 19 60", "12 rnars 1960",
        "12 Mars , 1960", "12. 03. 1960", "12/ 03/1960", "1 2 / 0 3 / 1 9 6 0",
    ],
)  # fmt: skip
def test_dates_whose_signs_were_misread(date: str) -> None:
    _has(_read(f"Nom : DURAND\nPrénom : Marie\nNée le : {date}", engine=Engine.TESSERACT), birth_date="1960-03-12")


@pytest.mark.parametrize("date", ["12 O3 1960", "12103/1960", "l2 03 1960"])
def test_the_year_of_a_date_that_was_not_read_is_no_date(date: str) -> None:
    _has(_read(f"Nom : DURAND\nPrénom : Marie\nNée le : {date}", engine=Engine.TESSERACT), birth_date=None)


def test_an_hour_after_a_short_year_is_no_year() -> None:
    _has(_read("Nom : DURAND\nPrénom : Marie\nNée le : 12/03/19 14h30"), birth_date="2019-03-12")


def test_a_date_between_dashes_is_no_row_of_boxes() -> None:
    _has(_read("Objet : Mme DURAND Marie - 12 / 03 / 1960 - F"), birth_date="1960-03-12", sex="F")


@pytest.mark.parametrize(
    "box",
    ["Norn de naissance : DURAND", "Noin de naissance : DURAND", "Nom denaissance : DURAND", "Nomnaiss. : DURAND",
     "Nom de naissance : | DURAND", "Nom de naissance : l DURAND", "Nom de naissance : [DURAND |"],
)  # fmt: skip
@pytest.mark.parametrize("given", ["Prénorn : Marie", "Prénoin : Marie", "Préno(s) : I Marie", "Prénom : Marie l"])
def test_labels_and_sides_of_boxes_misread_on_a_scan(box: str, given: str) -> None:
    read = _read(f"{box}\n{given}\nDatedenaiss. : 12/03/1960", engine=Engine.TESSERACT)
    _has(read, birth_name="DURAND", used_name=None, first_name="MARIE", birth_date="1960-03-12")


@pytest.mark.parametrize("head", ["Prxom", "P rénnm", "Prnnorm"])
def test_a_label_that_was_not_known_is_no_name(head: str) -> None:
    heads, values = ("Nom de naissance", head, "Née le"), ("DURAND", "Marie", "12/03/1960")
    table = "\n".join("".join(f"{word:<22}" for word in row).rstrip() for row in (heads, values))
    _has(_read(table, engine=Engine.TESSERACT), birth_name="DURAND", birth_date="1960-03-12")
    read = _read(f"Nom d'usage :\n{head} : Marie\nNom de naissance : DURAND\nNée le : 12/03/1960")
    _has(read, birth_name="DURAND", used_name=None)


@pytest.mark.parametrize("box", ["[M ☐ F ☒", "I ☐ M ☒ F", "[M ☐ F ☒]"])
def test_the_ticked_sex_is_read_past_the_side_of_its_box(box: str) -> None:
    read = _read(f"Nom : DURAND\nPrénom : Camille\nNée le : 12/03/1960\nSexe : {box}", engine=Engine.TESSERACT)
    assert read.get("sex") in ("F", None)
