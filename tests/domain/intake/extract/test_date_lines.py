"""Dates told on lines of several dates, after who wrote or sent, at the end of a title, in boxes: their roles."""

import pytest

from liane.domain.intake.extract.dating.date_roles import DateRole, give_roles
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-11-20"
ROLES = {
    "edited, last of a run": (
        "Prélevé le 03/10/2026 à 06h10   Reçu le 03/10/2026 à 06h52   Édité le 04/10/2026 à 11h20",
        DateRole.ISSUED,
    ),
    "edition without a colon": ("Reçu labo 22/10/2026 00:06   Edition 22/10/2026 08:31", DateRole.ISSUED),
    "written by a nurse": ("Rédigé par IDE Mme TESTMED le 14/10/2026 – visa", DateRole.DOCUMENT),
    "filled in by somebody": ("Volet complété par M. TESTMED, cadre de santé, le 14/10/2026", DateRole.DOCUMENT),
    "sent to a doctor": ("Compte rendu adressé au Dr TESTMED le 08/10/2026.", DateRole.ISSUED),
    "mail sent": ("Courrier transmis par messagerie sécurisée au médecin le 08/10/2026", DateRole.ISSUED),
    "title that does not begin its line": (
        "SSIAD du Modèle — fiche de transmission au médecin traitant — 28/10/2026",
        DateRole.DOCUMENT,
    ),
    "examination shortened": ("Cardiologie du Modèle   ETT du 14/10/2026", DateRole.EXAM),
    "boxes of a form": ("date 12 10 2026   signature", DateRole.DOCUMENT),
}


@pytest.mark.parametrize(("text", "expected"), ROLES.values(), ids=ROLES)
def test_role_of_the_last_date_of_a_line(text: str, expected: DateRole) -> None:
    (reading,) = read_all([make_page(text)], RECEIVED)
    assert give_roles(reading)[-1].role is expected


@pytest.mark.parametrize(
    "text",
    [
        "Mme TESTOMBELLE Anne – 12 10 1956",
        "TESTOMBELLE Anne 12 10 1956",
        "Médicaments remis à la patiente le 08/10/2026",
    ],
)
def test_other_dates_are_not_the_documents(text: str) -> None:
    (reading,) = read_all([make_page(text)], RECEIVED)
    told = {one.role for one in give_roles(reading)}
    assert not told & {DateRole.DOCUMENT, DateRole.ISSUED, DateRole.SIGNED}


def test_boxes_of_a_form_give_the_date_of_the_document() -> None:
    page = make_page("PRESCRIPTION MEDICALE DE TRANSPORT\nM. TESTOMBELLE Paul né le 10/10/1960\n\n\ndate 12 10 2026")
    found = extract_fields([page], received_on=RECEIVED).fields
    assert found[FieldName.DOC_DATE].chosen.value == "2026-10-12"


@pytest.mark.parametrize("line", ["COMPLETE PAR " * 3_000, "COMPTE RENDU ADRESSE " * 1_900, "FICHE - " * 5_000])
def test_roles_of_a_very_long_line(line: str) -> None:
    (reading,) = read_all([make_page(line + " le 12/10/2026")], RECEIVED)
    assert len(give_roles(reading)) <= 1


PAPERS = {
    "update of a summary": ("Dossier de liaison d'urgence – dernière mise à jour : 12/10/2026", DateRole.DOCUMENT),
    "plan brought up to date": ("PLAN PERSONNALISE DE SOINS actualisé le 12/10/2026", DateRole.ISSUED),
    "date of an opinion": ("Date de l'avis 12/10/2026   Cachet", DateRole.DOCUMENT),
    "date of sending": ("Date de l'envoi 12/10/2026", DateRole.DOCUMENT),
    "printed again": ("Réimpression du 22/01/2025 15h52", DateRole.PRINTED),
    "home again": ("Observation   RAD le 06/03/2026.", DateRole.DISCHARGE),
    "stay closed": ("Séjour clos le 28/01/2025", DateRole.DISCHARGE),
    "to be done again": ("Bilan à refaire avant le 27/04/2026.", DateRole.NEXT),
    "to be sampled": ("Bilan mensuel à prélever le 26/04/2026.", DateRole.NEXT),
    "called again": ("Reconvocation le 06/07/2026.", DateRole.NEXT),
    "made in a town that ends like a verb": ("Fait à Montpellier, le 06/07/2026", DateRole.DOCUMENT),
    "in capitals": ("FAIT A NANTERRE LE 06/07/2026", DateRole.DOCUMENT),
    "seen at the hospital": ("Vu à l'hôpital le 06/07/2026.", DateRole.OTHER),
    "model of a form": ("Modèle 12 mise à jour 12/10/2025", DateRole.FORM),
    "version of a form": ("Version 3, mise à jour : 12/10/2025", DateRole.FORM),
}


@pytest.mark.parametrize(("text", "expected"), PAPERS.values(), ids=PAPERS)
def test_what_is_brought_up_to_date(text: str, expected: DateRole) -> None:
    (reading,) = read_all([make_page(text)], RECEIVED)
    assert give_roles(reading)[-1].role is expected
