"""Professionals under a civility are no second patient, where every line that names them says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.decide.staff import find_others
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import Candidate, PersonMention, Role
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeDecision
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

KNOWN = person("A", "MARTIN", "CORINNE", "19600312")
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
OWN = "Patiente : Madame MARTIN Corinne, née le 12/03/1960\n"


def mention(family: str, given: str = "", date: str = "") -> PersonMention:
    """Somebody whom the reading takes for the patient."""
    return PersonMention(
        role=Role.PATIENT,
        family=Candidate(value=family, raw=family, confidence=0.8, page=1),
        given=Candidate(value=given, raw=given, confidence=0.8, page=1) if given else None,
        birth_date=Candidate(value=date, raw=date, confidence=0.8, page=1) if date else None,
    )


def _decide(text: str) -> IntakeDecision:
    page = make_page(HEAD + OWN + text)
    read = extract_fields([page], received_on="2026-05-04")
    found = match(read, [page], InMemoryIndex((KNOWN,)))
    return decide(read, [page], found, policy=COMMAND_LINE_POLICY)


@pytest.mark.parametrize(
    "text",
    [
        "Mesures : M. LEROY, orthoptiste",
        "Pour la compagnie M. LEROY Emy, inspecteur",
        "Mme LEROY, responsable de l'unité",
        "PHARMACIE DU PONT - Mme Delphine LEROY, pharmacien titulaire\nÉtabli par D. LEROY.",
        "IDEC : Mme V. LEROY",
        "École du Bourg, CP - classe de Mme LEROY",
        "Classe : CE2 (Mme LEROY)",
        "Relevé effectué ce matin par Mme LEROY",
        "Mathis LEROY, psychologue\nTexte\nM. LEROY",
        "Maïté LEROY - masseur-kinésithérapeute D.E.\nTexte\nM. LEROY",
        "Sidonie LEROY\nAssistante de service social",
        "Enseignante : Mme LEROY",
        "Aide M. LEROY",
        "Opér. : M. LEROY",
        "Mme LEROY, gériatre",
        "Bilan fait avec Mme LEROY, hépato-gastro-entérologue",
        "Julie LEROY\nOrthoprothésiste",
        "Secr. : Mme LEROY",
        "Merci de vous présenter à jeun.\nLe secrétariat\nMme LEROY",
        "Le service des admissions\nMme LEROY",
        "Vaccin fait par l'infirmière libérale,\nMme Leroy. Sans réaction.",
        "Elle est veuve, a trois enfants dont l'aîné, M. Leroy, habite la commune voisine",
        "Difficultés signalées par l'enseignante Mme LEROY. On note une fatigue.",
        "En présence de : l'aide à domicile Mme LEROY. Demande reçue ce jour.",
        "N° 750000001 Infirmière de parcours : Mme LEROY",
        "Demande préparée avec l'assistante sociale, Mme\nLEROY.",
        "La rééducation avec M. LEROY,\nkinésithérapeute, a été bien suivie.",
        "IOA 08:12 - Mme LEROY, tri 3",
        "I0A 08:12 - Mme LEROY",
        "Pour le directeur, l'agent des admissions\nMme LEROY",
        "L'adjointe administrative,\nMme Julie LEROY",
        "Pour le chef de service,\nMme LEROY Julie\nassistante médico-administrative",
        "Testville, le 4 juin 2025\nMme Julie LEROY\nAssistante de service social",
        "Mme Julie LEROY\nPharmacien\nPharmacie du Pont\nRPPS : 10000000000",
    ],
)
def test_whom_every_line_tells_as_a_professional_is_no_patient(text: str) -> None:
    assert find_others([mention("LEROY")], [make_page(text)]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Service de cardiologie\nMme LEROY",
        "Le service des urgences\nMme LEROY",
        "Deux enfants dont l'un, M. LEROY, consulte ce jour",
        "M. LEROY",
        "Monsieur LEROY\nMédecin traitant : Dr Paul ESSAI",
        "Je vois ce jour M. LEROY",
        "Mme LEROY, infirmière, est vue ce jour",
        "Mme LEROY, infirmière retraitée",
        "Médecin traitant de M. LEROY : Dr ESSAI",
        "Synthèse infirmière : Mme LEROY",
        "Bilan psychologue - M. LEROY",
        "Infirmière du patient : M. LEROY",
        "Cadre de vie : Mme LEROY",
        "Aide M. LEROY à marcher",
        "Responsable légal : M. LEROY",
        "Dr ESSAI Mme LEROY Julie",
        "Chef de famille : M. LEROY",
        "Mathis LEROY, psychologue\nJe vois M. LEROY",
        "Maison LEROY - pharmacien\nMme LEROY",
        "Docteur, je vous adresse M. LEROY",
        "Rien de ce nom",
        "Consultation ORL : M. LEROY",
        "Cardiologie : M. LEROY",
        "M. LEROY, de garde",
        "Le médecin du patient M. LEROY",
        "La secrétaire a vu M. LEROY",
        "L'infirmière de M. LEROY",
        "Appel de l'infirmière pour M. LEROY",
        "Directives de la patiente :\nMme LEROY",
        "Responsable légal de l'enfant\nMme LEROY",
        "Mme Julie LEROY\nInfirmière à l'hôpital de Testville",
        "Pharmacien du patient Mme LEROY",
        "Entretien avec M. LEROY, kinésithérapeute, a été marqué par des pleurs",
        "Testville, le 4 juin 2025\nMme Julie LEROY",
    ],
)
def test_whoever_may_be_anybody_is_kept(text: str) -> None:
    assert len(find_others([mention("LEROY")], [make_page(text)])) == 1


SIGNS = ("LEROY", "MARION")


@pytest.mark.parametrize(
    "text",
    [
        "Marion LEROY\nOrthophoniste - N° ADELI 000000000\nTexte\nMme Marion LEROY",
        "Mme Marion LEROY – Masseur-kinésithérapeute D.E.\nTexte\nMme Marion LEROY",
        "Mme Marion LEROY\nPharmacie du Pont pharmacien titulaire\nTexte\nMme Marion LEROY\nAgrément n° 1",
        "Mme Marion LEROY\nRPPS 10000000000",
        "Mme Marion LEROY, infirmière D.E.\nTexte\nFait le 03/02/2026, Mme Marion LEROY",
    ],
)
def test_whoever_surely_signs_under_a_trade_is_no_patient(text: str) -> None:
    mine = mention("LEROY", "MARION")
    assert find_others([mine], [make_page(text)], author=SIGNS) == ()
    assert find_others([mine], [make_page(text)], author=("LEROY", "JULIE"))


@pytest.mark.parametrize(
    "text",
    [
        "Texte\nMme Marion LEROY",
        "Mme Marion LEROY, infirmière D.E.\nJe vois Mme Marion LEROY ce jour",
        "Mme Marion LEROY\nInfirmière retraitée",
        "Mme Marion LEROY\nPatiente de l'infirmière du secteur",
    ],
)
def test_who_signs_may_be_the_patient_where_no_line_or_not_every_line_tells_a_trade(text: str) -> None:
    mine = mention("LEROY", "MARION")
    assert len(find_others([mine], [make_page(text)], author=SIGNS)) == 1


def test_a_line_of_first_names_of_the_record_goes_on_from_the_one_above() -> None:
    names, page = frozenset({"LISA", "DENISE", "ROSA"}), make_page("Prénoms : LISA,\nDENISE, ROSA")
    assert find_others([mention("ROSA", "DENISE")], [page], names=names) == ()
    assert len(find_others([mention("ROSA", "ANNE")], [page], names=names)) == 1
    assert len(find_others([mention("ROSA")], [page], names=names)) == 1


def test_nobody_with_a_birth_date_is_a_professional() -> None:
    assert len(find_others([mention("LEROY", date="1970-01-02")], [make_page("M. LEROY, orthoptiste")])) == 1
    assert find_others([], []) == ()


def test_a_document_is_filed_beside_a_psychologist_who_signs_with_an_initial() -> None:
    assert not {"INT-003", "INT-030"} & set(_decide("Mathis LEROY, psychologue\nTexte libre\nM. LEROY").codes)
    assert {"INT-003", "INT-030"} & set(_decide("Je vois ce jour M. LEROY").codes)


def test_the_initial_of_who_signs_is_that_of_the_patient() -> None:
    text = "Signature du médecin : P. ESSAI   Signature de la patiente : {}. MARTIN"
    assert not {"INT-003", "INT-030"} & set(_decide(text.format("C")).codes)


@pytest.mark.parametrize(
    "line", ["LEROY " * 6_000, "MME LEROY, " * 3_000, "A" * 39_000, "INFIRMIERE " * 3_500 + ": LEROY"]
)
def test_a_line_without_end_tells_nothing(line: str) -> None:
    assert len(find_others([mention("LEROY")], [make_page(line)])) == 1


@given(st.text(max_size=120))
def test_any_text_gives_an_answer(text: str) -> None:
    assert len(find_others([mention("LEROY"), mention(text[:20])], [make_page(text)])) <= 2


def test_a_mention_that_holds_only_words_of_the_record_is_of_the_same_person() -> None:
    page, names = make_page("Concerne : M. Van Tran"), frozenset({"TRAN", "VAN", "GREGORY"})
    assert find_others([mention("VAN", "TRAN")], [page], names=names) == ()
    assert len(find_others([mention("VAN", "LOUIS")], [page], names=names)) == 1


def test_who_surely_signs_may_be_named_family_name_first_under_the_text() -> None:
    page = make_page("Mme Marion LEROY, masseur-kinésithérapeute D.E.\nTexte libre\nMme LEROY Marion")
    assert find_others([mention("LEROY", "MARION")], [page], author=SIGNS) == ()
    assert len(find_others([mention("LEROY", "MARION")], [page])) == 1


@pytest.mark.parametrize("line", ["SMR SAINTE-ANNE", "LABM RENÉ LERICHE", "SSR SAINT-MARTIAL"])
def test_a_house_told_by_its_kind_is_nobody(line: str) -> None:
    assert not {"INT-003", "INT-030"} & set(_decide(line).codes)
