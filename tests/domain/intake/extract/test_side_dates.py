"""Days beside the subject of a document: looked at on a screen, before, to come; and the act that lends its day."""

import pytest

from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.dating.date_roles import DateRole, give_roles
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.fields import FieldName
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-11-20"
BODY = "\n".join(("Texte de la page qui ne dit rien de particulier.",) * 12)
SIDES = {
    "looked at on a portal": ("Consulté le 12/10/2026 à 10:12 sur le portail patient", DateRole.PRINTED),
    "document looked at": ("Document consulté par le secrétariat le 12/10/2026", DateRole.PRINTED),
    "printed from a portal": ("Imprimé depuis l'espace patient le 12/10/2026", DateRole.PRINTED),
    "downloaded": ("Fichier téléchargé le 12/10/2026", DateRole.PRINTED),
    "diagnosis": ("Date du diagnostic : 28/05/2023", DateRole.EARLIER),
    "first signs": ("Date de début des symptômes : 28/05/2023", DateRole.EARLIER),
    "accident": ("Accident du travail survenu le 28/05/2023", DateRole.EARLIER),
    "fall": ("Chute le 28/05/2023", DateRole.EARLIER),
    "last dose": ("Dernière dose : 28/05/2023", DateRole.EARLIER),
    "next dose": ("Prochaine injection : 12/10/2026", DateRole.NEXT),
    "sport forbidden": ("Dispense de sport jusqu'au 12/10/2026", DateRole.NEXT),
    "consent": ("Consentement signé le 28/05/2023", DateRole.EARLIER),
    "approval": ("Agrément n° 5 délivré par l'ARS le 28/05/2023.", DateRole.EARLIER),
    "another paper": ("au vu d'un certificat du Dr TESTMED, daté du 28/05/2023.", DateRole.EARLIER),
    "mail received": ("COURRIER REÇU LE\n12/10/2026", DateRole.RECEIVED),
    "archives": ("ARCHIVES MÉDICALES\n12 OCT. 2026", DateRole.RECEIVED),
    "mail received, misread": ("COURRIER RRIVÉ LE\n12/10/2026", DateRole.RECEIVED),
    "done again": ("Pansement refait le 12/10/2026 par l'infirmière", DateRole.EARLIER),
    "appointment under its offer": (
        "Nous avons le plaisir de vous confirmer votre rendez-vous :\nlundi 12 octobre 2026 à 10h15",
        DateRole.NEXT,
    ),
    "announced after a meeting": ("RCP d'urologie : consultation d'annonce le 12/10/2026.", DateRole.NEXT),
    "planned": ("Date prévue : 12/10/2026", DateRole.NEXT),
    "vaccine": ("Pas de fièvre, VAT fait le 12/10/2026", DateRole.EXAM),
    "operation planned": ("Intervention prévue : hernie     Date opératoire 12/10/2026", DateRole.NEXT),
}
OTHERS = {
    "letter under an offer": ("Votre rendez-vous est reporté.\nTestville, le 12 octobre 2026", DateRole.DOCUMENT),
    "mail service": ("Rédigé au service du courrier\nTestville, le 12/10/2026", DateRole.DOCUMENT),
    "patient seen": ("Consulté le 12/10/2026", DateRole.VISIT),
    "stay": ("Hospitalisé dans le service jusqu'au 12/10/2026", DateRole.DISCHARGE),
    "last update": ("Dernière mise à jour : 12/10/2026", DateRole.DOCUMENT),
    "town like a stamp": ("Arrou, le 12/10/2026", DateRole.DOCUMENT),
    "paper of its own": ("Certificat établi à Testville, daté du 12/10/2026", DateRole.DOCUMENT),
    "operation": ("Date opératoire 12/10/2026", DateRole.OPERATION),
}


def _role(text: str) -> DateRole:
    (reading,) = read_all([make_page(f"Lettre du Centre d'Essai\n{BODY}\n{text}\n{BODY}")], RECEIVED)
    return give_roles(reading)[-1].role


@pytest.mark.parametrize(("text", "expected"), SIDES.values(), ids=SIDES)
def test_days_beside_the_subject(text: str, expected: DateRole) -> None:
    assert _role(text) is expected


@pytest.mark.parametrize(("text", "expected"), OTHERS.values(), ids=OTHERS)
def test_days_of_the_subject_keep_their_role(text: str, expected: DateRole) -> None:
    assert _role(text) is expected


def test_prescription_of_a_day_at_the_head_of_a_prescription_is_its_own() -> None:
    page = make_page("Dr TESTMED Louis\nPrescription du 12/10/2026\nParacétamol 1 g")
    (reading,) = read_all([page], RECEIVED)
    assert give_roles(reading)[0].role is DateRole.DOCUMENT


def test_the_end_of_a_sentence_is_no_date_of_a_letter() -> None:
    page = make_page(f"{BODY}\nNous proposons de le revoir pour un contrôle de ses lésions\nle 31 août 2026.\n{BODY}")
    (reading,) = read_all([page], RECEIVED)
    assert give_roles(reading)[0].role is not DateRole.DOCUMENT


def test_the_head_that_a_browser_prints_is_the_day_of_the_print() -> None:
    lines = ["12/11/2026 10:22      Mon espace : compte rendu", *[""] * 3, "Consultation du 12/10/2026", *[""] * 50]
    (reading,) = read_all([make_page("\n".join([*lines, "https://espace.example/doc   1/1"]))], RECEIVED)
    assert [one.role for one in give_roles(reading)] == [DateRole.PRINTED, DateRole.VISIT]


def test_an_hour_at_the_head_of_a_letter_without_an_address_is_no_print() -> None:
    (reading,) = read_all(
        [make_page("12/11/2026 10:22      Clinique d'Essai\n\n\nConsultation du 12/10/2026")], RECEIVED
    )
    assert give_roles(reading)[0].role is not DateRole.PRINTED


def _day(text: str, name: FieldName) -> str | None:
    found = extract_fields([make_page(text)], received_on=RECEIVED).fields.get(name)
    return found.chosen.value if found is not None else None


SHEET = """CLINIQUE D'ESSAI
CONSULTATION PRÉ-ANESTHÉSIQUE
Nom : TESTOMBELLE     Prénom : Paul     Né le 10/10/1960
Vu(e) le 12/10/2026     Intervention prévue Canal carpien     Date opératoire 02/11/2026
Technique proposée : bloc plexique
Anesthésiste : Dr TESTMED Louis"""


def test_the_act_lends_its_day_to_a_sheet_that_nobody_dated() -> None:
    assert _day(SHEET, FieldName.ACT_DATE) == "2026-10-12"
    assert _day(SHEET, FieldName.DOC_DATE) == "2026-10-12"


def test_a_day_of_its_own_is_preferred() -> None:
    dated = f"{SHEET}\nFait à Essai, le 14/10/2026"
    assert _day(dated, FieldName.ACT_DATE) == "2026-10-12"
    assert _day(dated, FieldName.DOC_DATE) == "2026-10-14"


@pytest.mark.parametrize("line", ["CONSULTE " * 4_000, "DERNIERE " * 4_000, "PROCHAINE A " * 3_000, "DATE DU " * 5_000])
def test_a_very_long_line_is_read(line: str) -> None:
    (reading,) = read_all([make_page(line + " le 12/10/2026")], RECEIVED)
    assert len(give_roles(reading)) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Note saisie le 12/10/2026 à 09:14 par Dr TESTMED Louis", "2026-10-12"),
        ("Vu le 09/10/2026 – courrier tapé le 12/10/2026", "2026-10-12"),
        ("Courrier tapé le 14/10/2026\nTestville, le 12/10/2026", "2026-10-12"),
        ("Courrier dicté le 14/10/2026, secrétariat", None),
    ],
)
def test_what_was_typed_dates_a_paper_without_another_day(text: str, expected: str | None) -> None:
    """The day of dictation is none of it, and one told the document's goes first."""
    found = extract_fields([make_page(f"Centre d'Essai\n{BODY}\n{text}")], received_on=RECEIVED).fields
    told = found.get(FieldName.DOC_DATE)
    assert (told.chosen.value if told is not None else None) == expected


def test_the_first_row_of_a_list_is_no_date_of_the_document() -> None:
    """« Date » over several days heads a column of other papers."""
    table = "Date          Type          Auteur\n12/10/2026          Biologie          Dr TESTMED\n"
    table += "02/09/2026          Imagerie          Dr TESTDOC"
    (reading,) = read_all([make_page(f"Autres documents\n{BODY}\n{table}")], RECEIVED)
    assert {one.role for one in give_roles(reading)} == {DateRole.OTHER}


def test_the_line_of_a_fax_without_the_number_of_pages_is_none_of_the_document() -> None:
    """Rule: intake.md §3 (« Same for dates »)."""
    (reading,) = read_all([make_page(f"12/10/2026 18:46          DE : 0199000000          P. 001\n{BODY}")], RECEIVED)
    assert give_roles(reading)[0].role is DateRole.FAX


@pytest.mark.parametrize(
    ("more", "is_sure"),
    [("", True), ("\nFiche établie le          à Essai", False), ("\nContrôle biologique du 02/09/2026 normal.", True)],
)
def test_a_day_lent_by_an_act_told_by_words_is_sure_but_where_one_may_be_lost(more: str, is_sure: bool) -> None:
    """« établie le » without a day, on a page read by eye: the reader may have lost the document's own."""
    page = make_page(SHEET + more, engine=Engine.TESSERACT, confidence=0.96)
    found = extract_fields([page], received_on=RECEIVED).fields[FieldName.DOC_DATE].chosen
    assert found.value == "2026-10-12"
    assert (found.confidence > 0.65) is is_sure
    assert (COMMAND_LINE_POLICY.calibrate("doc_date", found.confidence) >= COMMAND_LINE_POLICY.date_min) is is_sure


@pytest.mark.parametrize(
    "body",
    [
        "• Ferritine 80 µg/L le 19/10/2026\n• Urée 6 mmol/L le 18/10/2026",
        "Antécédents : prothèse de hanche (19/10/2026).",
        "Le résultat de cette épreuve d'effort sera rediscuté avec toute l'équipe le\n19/10/2026.",
    ],
)
def test_a_day_inside_a_sentence_is_none_of_a_paper_that_states_its_own(body: str) -> None:
    """Whichever of them is the later."""
    page = make_page(f"Cabinet d'Essai\nRésumé du dossier\n{BODY}\n{body}\n{BODY}\nTestville, le 12/10/2026")
    found = extract_fields([page], received_on=RECEIVED).fields[FieldName.DOC_DATE].chosen
    assert found.value == "2026-10-12"


def test_a_day_inside_a_sentence_before_the_act_told_is_none_of_the_document() -> None:
    """Nobody writes of a passage before it: the act lends its day."""
    page = make_page(
        f"Urgences d'Essai\nArrivée le 12/10/2026 à 14:10\n{BODY}\nElle a vu la gériatre le 19/08/2026, qui propose un "
        f"relais au domicile.\n{BODY}\nSortie le 12/10/2026 à 18:30"
    )
    found = extract_fields([page], received_on=RECEIVED).fields[FieldName.DOC_DATE].chosen
    assert found.value == "2026-10-12"
