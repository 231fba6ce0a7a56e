"""Turns of phrase and of layout in which any sender may tell an identity, and what an optical reader leaves of them.

They were written as a small grammar (label × form of the names × sign × form of the date) before the rules that read
them were mended.
"""

import unicodedata

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import ReadDocument, Role
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

HEAD = "Centre hospitalier de Testville\nService de cardiologie\n12 rue des Lilas - 75000 Testville\n"
BODY = "\nLe bilan est normal. Poursuite du traitement habituel.\nTestville, le 04/05/2026\nDr Paul ESSAI\n"
NAMES = ("birth_name", "used_name", "first_name", "birth_date", "sex")


def _read(text: str) -> ReadDocument:
    page = make_page(HEAD + text + BODY, engine=Engine.TESSERACT, confidence=0.94)
    return extract_fields((page,), received_on="2026-06-01")


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _values(text: str) -> dict[str, str]:
    return {name.value: _plain(value.chosen.value) for name, value in _read(text).fields.items() if name.value in NAMES}


def _columns(*rows: tuple[str, ...]) -> str:
    return "\n".join("".join(cell.ljust(22) for cell in row) for row in rows)


@pytest.mark.parametrize(
    ("end", "begin"),
    [
        ("21-", "OCTOBRE-1964"), ("21-OCTOBRE-", "1964"), ("21.10.", "1964"),
        ("21-10-", "1964"), ("21-", "10-1964"), ("21.", "10.1964"), ("21/10/", "1964"),
        ("21 / 10 /", "1964"), ("21-OCT.", "1964"),
        ("21 octobre", "1964"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lead", ["Merci de m'avoir adressé en consultation ce patient", "J'ai reçu ce jour Monsieur"])
def test_a_birth_date_that_the_end_of_its_line_cuts(lead: str, end: str, begin: str) -> None:
    read = _values(f"{lead} Alban PERRET, né le {end}\n{begin}, pour une dyspnée d'effort.\n")
    assert (read["birth_name"], read["first_name"], read["birth_date"]) == ("PERRET", "ALBAN", "1964-10-21")


@pytest.mark.parametrize("sign", ["12 - ", "le 12/03, puis 4."])
def test_figures_before_the_end_of_a_line_are_no_birth_date(sign: str) -> None:
    assert "birth_date" not in _values(f"M. Alban PERRET a pris {sign}\n2019 fut une bonne année.\n")


@pytest.mark.parametrize(
    "lead", ["J'ai revu ce jour votre patient, ", "Votre patiente ", "Merci de recevoir ", "Examen de : "]
)
@pytest.mark.parametrize("name", ["TIXIER, Denise", "Tixier, Denise", "Tixier Denise", "Denise Tixier"])
@pytest.mark.parametrize("born", [", née le 18/06/1938", ", née le 1938-06-18 (84 ans)", " née le 18 juin 1938"])
def test_a_whole_name_in_small_letters_after_words_of_care(lead: str, name: str, born: str) -> None:
    read = _values(f"{lead}{name}{born}, pour avis.\n")
    assert (read["birth_name"], read["first_name"], read["birth_date"]) == ("TIXIER", "DENISE", "1938-06-18")


def test_no_relative_becomes_the_patient_in_small_letters() -> None:
    read = _read(
        "Votre patiente Denise Tixier, née le 18/06/1938, est venue avec son fils Hugo Tixier, né le 02/03/1970.\n"
    )
    assert all(one.role is not Role.PATIENT for one in read.mentions if one.given and one.given.value == "HUGO")


@pytest.mark.parametrize(
    "line",
    [
        "Prénom   Solène Naissance   28/09/1990",
        "Prénom   Solène Né(e) le   28/09/1990",
        "Prénom Solène Naissance   28/09/1990",
    ],
)
def test_the_label_of_a_birth_date_at_the_end_of_another_box(line: str) -> None:
    read = _values(f"Nom de naissance   PERRET   Nom utilisé   TIXIER\n{line}\nSexe   F   Adresse   13 rue Haute\n")
    assert read == {
        "birth_name": "PERRET", "used_name": "TIXIER", "first_name": "SOLENE", "birth_date": "1990-09-28", "sex": "F"
    }  # fmt: skip


@pytest.mark.parametrize("date", ["1975- 08-21", "1975 -08-21", "1975 - 08 - 21", "1975/08/21", "1975.08.21"])
def test_iso_dates_that_blanks_or_other_signs_part(date: str) -> None:
    assert _values(f"Nom : PERRET\nPrénom : Urbain\nNaissance : {date}\n")["birth_date"] == "1975-08-21"


@pytest.mark.parametrize("date", ["2411211969", "44112/1969", "24113/1969"])
def test_what_no_calendar_has_stays_unread(date: str) -> None:
    assert "birth_date" not in _values(f"Nom de naissance   PERRET\nPrénom   Solène\nNé(e) le   {date}\n")


@pytest.mark.parametrize(
    ("name", "birth", "used", "given"),
    [
        ("Madame Grelier née Olivier SANDRINE", "OLIVIER", "GRELIER", "SANDRINE"),
        ("Madame Grelier née OLIVIER Sandrine", "OLIVIER", "GRELIER", "SANDRINE"),
        ("Mme GRELIER née OLIVIER Sandrine", "OLIVIER", "GRELIER", "SANDRINE"),
    ],
)
@pytest.mark.parametrize("tail", ["\nnée le 12/03/1960", ", née le 12/03/1960"])
def test_the_name_set_as_the_one_before_it_is_the_family_name(
    name: str, birth: str, used: str, given: str, tail: str
) -> None:
    read = _values(f"{name}{tail}\n")
    assert (read["birth_name"], read["used_name"], read["first_name"]) == (birth, used, given)


@pytest.mark.parametrize(
    ("name", "birth", "given"),
    [
        ("M. DENIS VINCENT", "DENIS", "VINCENT"),
        ("M. DENIS VINCENT", "VINCENT", "DENIS"),
        ("Monsieur Vincent DENIS", "DENIS", "VINCENT"),
    ],
)
def test_the_order_of_two_first_names_is_settled_elsewhere(name: str, birth: str, given: str) -> None:
    read = _values(f"Bilan de {name}, né le 12/03/1960\nPlainte. Monsieur {birth} décrit une gêne à l'effort.\n")
    assert (read["birth_name"], read["first_name"]) == (birth, given)


@pytest.mark.parametrize(
    "heads",
    [
        ("Nom", "1er prénom", "NUM Date de naissance", "Sexe"),
        ("Nom de naissance", "Prénom", "XI Né(e) le", "Sexe"),
    ],
)
def test_a_stray_word_among_the_heads_of_columns_is_no_value(heads: tuple[str, ...]) -> None:
    read = _values(_columns(heads, ("PERRET", "Mamadou", "10/02/1982", "")) + "\n")
    assert (read["birth_name"], read["first_name"], read["birth_date"]) == ("PERRET", "MAMADOU", "1982-02-10")


def test_born_over_a_name_beside_the_birth_date_heads_the_birth_name() -> None:
    rows = (("Né(e)", "Nom", "Prénoms", "Né(e) le", "Sexe"), ("PERRET", "TIXIER", "Solène", "07/03/1950", "F"))
    assert _values(_columns(*rows) + "\n") == {
        "birth_name": "PERRET", "used_name": "TIXIER", "first_name": "SOLENE", "birth_date": "1950-03-07", "sex": "F"
    }  # fmt: skip


@pytest.mark.parametrize(
    "label",
    [
        "Nom de",
        "|Nom de",
        "om de naissance",
        "Nom de farnille :",
        "Nom de farnile :",
        "Nom patronyrnique :",
        "NN :",
        "NN:",
    ],
)
def test_labels_of_which_a_reader_left_a_part(label: str) -> None:
    read = _values(f"Fiche de synthèse\n{label}   PERRET\nNom utilisé   TIXIER\nPrénom   Solène\nDDN   28/03/1971\n")
    assert (read["birth_name"], read["used_name"], read["first_name"]) == ("PERRET", "TIXIER", "SOLENE")


@pytest.mark.parametrize(
    "line", ["NN : PERRET NU : TIXIER", "NU : TIXIER NN : PERRET", "N.N. : PERRET   N.U. : TIXIER"]
)
def test_both_names_under_two_letters(line: str) -> None:
    read = _values(f"{line}\nPrénom : Solène\nNé(e) le 24/05/1944 Sexe : F\n")
    assert (read["birth_name"], read["used_name"]) == ("PERRET", "TIXIER")


def test_bare_feet_are_no_used_name() -> None:
    assert "used_name" not in _values("Nom : PERRET   Prénom : Solène\nDDN : 24/05/1944\nMarche pieds nus sur 10 m.\n")


@pytest.mark.parametrize(
    "line", ["NOM   BAUDRY- PERRET   Prénom usuel   Alban", "Nom de naissance : Baudry- Perret\nPrénom : Alban"]
)
def test_the_hyphen_of_a_double_name_with_a_blank(line: str) -> None:
    read = _values(f"{line}\nNaissance : 05/12/1974\n")
    assert (read["birth_name"], read["first_name"]) == ("BAUDRY-PERRET", "ALBAN")


@pytest.mark.parametrize(
    "under",
    [
        "Adresse   41 rue Haute, 75000 Testville   Date de naissance   07.10.1974",
        "Sexe   M   Date de naissance   07.10.1974",
    ],
)
def test_the_lone_birth_date_of_a_form_under_the_box_of_a_contact(under: str) -> None:
    boxes = "Médecin traitant   Dr Franck ESSAI   Personne de confiance   Audrey TIXIER"
    read = _values(f"Demande d'admission\nPatient\nNom   PERRET   Prénom   Romain\n{boxes}\n{under}\n")
    assert (read["first_name"], read["birth_date"]) == ("ROMAIN", "1974-10-07")


def test_the_birth_date_of_a_contact_is_theirs_beside_that_of_the_patient() -> None:
    boxes = "Patient\nNom   PERRET   Prénom   Romain\nDate de naissance   01.02.1950   Sexe   M\n"
    contact = "Médecin traitant   Dr Franck ESSAI   Personne de confiance   Audrey TIXIER\n"
    read = _values(f"Demande d'admission\n{boxes}{contact}Lien   épouse   Né(e) le   07.10.1974\n")
    assert read["birth_date"] == "1950-02-01"


@pytest.mark.parametrize(
    "line",
    [
        "Enfant : fille, prénom Zoé, poids 3308 g",
        "Enfant : sexe féminin, prénom Zoé, Apgar 10",
        "Nouveau-né : prénom : Zoé",
    ],
)
def test_the_first_name_of_the_child_in_the_report_of_a_delivery(line: str) -> None:
    mother = "Nom : PERRET\nPrénom usuel : Solène\nGenre : Femme\nNaissance : 22/07/1993\n"
    read = _values(f"Compte-rendu d'accouchement\n{mother}Accouchement le 10/09/2025 à 10h25.\n{line}\n")
    assert (read["birth_name"], read["first_name"]) == ("PERRET", "SOLENE")


def test_hours_of_a_plan_of_care_tell_no_sex() -> None:
    boxes = "Nom de naissance : PERRET   Sexe : F\nPrénom : Solène\nNé(e) le : 22/04/1972\n"
    plan = "Soin du matin   M-S   M   M-S   X\nAide à la toilette   M-S   M   S   M\n"
    field = next(value for name, value in _read(boxes + plan).fields.items() if name.value == "sex")
    assert {one.value for one in field.candidates} == {"F"}


@pytest.mark.parametrize(
    "who",
    [
        "la cadre de santé",
        "l'assistante sociale",
        "l'ergothérapeute",
        "l'infirmière coordinatrice",
        "l'éducatrice spécialisée",
    ],
)
@pytest.mark.parametrize("cut", [" ", "\n"])
def test_staff_named_after_their_trade_over_the_end_of_a_line(who: str, cut: str) -> None:
    told = (
        f"Le projet a été présenté à la famille lors de l'entretien du 14/03/2026 en présence de {who}{cut}Mme TIXIER."
    )
    read = _read(f"Nom : PERRET   Prénom : Alban\nDDN : 12/03/1960\n{told}\n")
    assert all(one.role is not Role.PATIENT for one in read.mentions if one.family and one.family.value == "TIXIER")


@pytest.mark.parametrize("trade", ["Cadre de santé", "Infirmière coordinatrice", "Psychologue"])
def test_who_stands_over_a_trade_is_staff(trade: str) -> None:
    read = _read(f"Mme Vanina TIXIER\n{trade}\nIdentité : M. PERRET Alban, né le 18/09/1939\n")
    assert all(one.role is not Role.PATIENT for one in read.mentions if one.family and one.family.value == "TIXIER")


@pytest.mark.parametrize("line", ["ce jour Omar PERRET, DDN : 12/03/1960", "le jeune Omar PERRET - DDN 12/03/1960"])
def test_the_short_label_of_a_birth_date_is_no_name(line: str) -> None:
    read = _values(f"Je soussigné certifie avoir examiné {line}\net constate une perte d'autonomie.\n")
    assert (read["birth_name"], read["first_name"], read["birth_date"]) == ("PERRET", "OMAR", "1960-03-12")


def test_words_left_of_a_label_before_its_colon_are_no_value() -> None:
    read = _values("Nom : PERRET\nPrénoms de naissance :   aissance   : Rachid Olivier\nNé(e) le : 17/12/1965\n")
    assert read["first_name"] == "RACHID"
