"""Days that whoever handled a paper left on it are neither the act's nor the document's."""

import pytest

from liane.domain.intake.extract.dating.date_roles import DateRole, give_roles
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-11-20"
BODY = "\n".join(("Texte de la page qui ne dit rien de particulier.",) * 12)
HEAD = "Centre d'Essai\nService de médecine\nPatient : TESTPATIENT Rose, née le 03/02/1951\n"


def _roles(text: str) -> list[DateRole]:
    return [one.role for one in give_roles(read_all([make_page(text)], RECEIVED)[0])]


def _days(text: str) -> tuple[str | None, str | None]:
    fields = extract_fields([make_page(text)], received_on=RECEIVED).fields
    told = (fields.get(name) for name in (FieldName.DOC_DATE, FieldName.ACT_DATE))
    document, act = (one.chosen.value if one is not None else None for one in told)
    return document, act


@pytest.mark.parametrize(
    "line",
    [
        "De: Centre d'Essai     14-10-26 09h12     Page 1 sur 2",
        "0e: Centre d'Essai     14/10/2026 09:12     Page 2/3",
        "14/10/2026 09:12     DE : 0200000000     A : 0300000000     P. 01/01",
        "14/10/2026 69:12     6200000000     ACCUEIL     PAGE 61/61",
    ],
)
def test_the_line_that_a_fax_prints_is_none_of_the_paper(line: str) -> None:
    assert _roles(f"{line}\n{HEAD}{BODY}\n{BODY}\n{BODY}\n{BODY}")[0] is DateRole.FAX


def test_the_foot_of_an_edition_is_no_fax() -> None:
    text = f"{HEAD}{BODY}\n{BODY}\n{BODY}\n{BODY}\nCR : édité le 14/10/2026 09:12   Page 1 sur 2"
    assert _roles(text)[-1] is not DateRole.FAX


def test_a_stamp_of_arrival_dates_nothing() -> None:
    document, _ = _days(f"{HEAD}COMPTE RENDU DE CONSULTATION\nDate : 02/10/2026\n{BODY}\n{BODY}\nARRIVÉ LE\n14/10/2026")
    assert document == "2026-10-02"


def test_the_date_of_a_request_is_its_own_and_that_of_an_answer_is_not() -> None:
    asked = f"{HEAD}DEMANDE D'EXAMEN D'IMAGERIE\nExamen demandé : scanner\n{BODY}\nDate de la demande : 02/10/2026"
    answered = (
        f"{HEAD}COMPTE RENDU DE SCANNER\nDate de la demande : 02/10/2026\nDate de l'examen : 09/10/2026\n{BODY}\n{BODY}"
    )
    assert _days(asked)[0] == "2026-10-02"
    assert _days(answered) == ("2026-10-09", "2026-10-09")


@pytest.mark.parametrize(
    "sentence",
    [
        "L'arthroscanner du 01/06/2026, demandé par le Dr TESTMED, montre une rupture peu rétractée.",
        "La rééducation a rendu la mobilité. Nous avons discuté le 01/06/2026 avec le Dr TESTMED, gériatre.",
        "La lettre du service de gériatrie (Dr TESTMED) datée du 01/06/2026 figure au dossier.",
    ],
)
def test_a_day_told_in_a_sentence_dates_no_paper_whose_act_is_told(sentence: str) -> None:
    text = f"{HEAD}Dossier de passage aux urgences\nArrivée le 02/10/2026 à 13:51\n{BODY}\n{sentence}\n{BODY}\n"
    assert _days(f"{text}Sortie le 02/10/2026 à 17:05") == ("2026-10-02", "2026-10-02")


def test_the_day_beside_the_operator_is_the_operations() -> None:
    text = f"{HEAD}CONSULTATION D'ANESTHÉSIE\nDate : 02/10/2026\nOpérateur / date     Dr Jean TESTMED, le 01/11/2026\n"
    assert _roles(f"{text}{BODY}\n{BODY}")[-1] is DateRole.OPERATION
    assert _days(f"{text}{BODY}\n{BODY}")[0] == "2026-10-02"


@pytest.mark.parametrize(
    "line",
    [
        "De : 02 99 11 22 33     14/10/2026     16:29     Page :     1",
        ": 62 99 11 22 33  14/10/2026 16:29  Page : 1",
        "02.99.11.22.33   14-10-26  9h05  P 2",
    ],
)
def test_a_number_a_day_an_hour_and_a_page_are_the_line_of_a_fax(line: str) -> None:
    assert _roles(f"{line}\n{HEAD}{BODY}\n{BODY}\n{BODY}\n{BODY}")[0] is DateRole.FAX


@pytest.mark.parametrize(
    "line",
    [
        "Administré le 14/10/2026 par Anne DURAND, pharmacien.",
        "Vaccinée le 14 octobre 2026 à l'officine.",
        "Entretien réalisé à l'officine le 14/10/2026.",
        "Bilan effectué en présence de l'épouse le 14.10.2026",
    ],
)
def test_what_was_done_on_a_day_is_the_act(line: str) -> None:
    assert _days(f"{HEAD}SYNTHÈSE\nÉdité le 14/10/2026\n{line}\nConclusion sans particularité.")[1] == "2026-10-14"


@pytest.mark.parametrize(
    "inside",
    [
        "Avis du Dr Luc RIVET le 05/10/2026 : pas de modification du traitement.",
        "Produits sanguins : deux culots le 06/10/2026.",
        "Biologie     03/10/2026     05/10/2026     07/10/2026",
    ],
)
def test_the_day_after_the_town_in_the_head_is_that_of_the_letter(inside: str) -> None:
    text = f"{HEAD}Testville, le 12/10/2026\n\nCher confrère,\n\nSéjour du 02/10/2026 au 08/10/2026.\n{inside}\n{BODY}"
    assert _days(text)[0] == "2026-10-12"


def test_a_mail_is_of_the_day_it_was_sent_on_and_not_of_its_print() -> None:
    head = "Messagerie de santé     21/10/2026 18:30\nDe : anne.durand@test.example\nÀ : luc.rivet@test.example\n"
    text = f"{head}Envoyé : lundi 19 octobre 2026 17:41\nObjet : avis - Mme TESTPATIENT Rose, née le 03/02/1951\n{BODY}"
    assert _days(text)[0] == "2026-10-19"
