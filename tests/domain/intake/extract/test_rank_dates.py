"""The rankers of dates: their models, their candidates, what they choose on pages that no rule knows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liane.domain.intake.extract.dating.date_roles import DateRole
from liane.domain.intake.extract.dating.rank_dates import ACT_MODEL, DOCUMENT_MODEL, FAMILIES
from liane.domain.intake.extract.document import dates_of, extract_fields
from liane.domain.intake.extract.surface.ranking import family_of, fingerprint, load_ranker
from liane.domain.intake.fields import FieldName
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
BODY = "\n".join(["L'examen clinique est sans particularité, la tension est mesurée à 13/8."] * 8)


def dates(text: str, *, engine: Engine = Engine.TEXT_LAYER) -> tuple[str | None, str | None]:
    """The document date and the act date of a page."""
    fields = extract_fields([make_page(text, engine=engine)], received_on=RECEIVED).fields
    found = (fields.get(name) for name in (FieldName.DOC_DATE, FieldName.ACT_DATE))
    document, act = (one.chosen.value if one is not None else None for one in found)
    return document, act


@pytest.mark.parametrize("name", [DOCUMENT_MODEL, ACT_MODEL])
def test_models_are_of_these_features(name: str) -> None:
    """A model is packaged, and was trained on the families of features that the code makes; else train again."""
    card = load_ranker(name).card
    assert card["families"] == fingerprint(FAMILIES)
    assert {"data", "date", "candidates", "groups", "hands"} <= set(card)


@pytest.mark.parametrize(("name", "right_min"), [(DOCUMENT_MODEL, 0.95), (ACT_MODEL, 0.94)])
def test_cards_tell_figures_of_hands_left_out(name: str, right_min: float) -> None:
    """Of documents that print the date, the share that a model which saw no page of that hand finds; of those that
    print none, the share that gets one.
    """
    figures = load_ranker(name).card["left_out"]
    assert isinstance(figures, dict)
    assert figures["words"]["right"] >= right_min
    assert figures["words"]["wrong"] <= 0.02
    assert figures["words"]["invented"] <= 0.2
    assert figures["moved"]["invented"] <= 0.12


def test_eight_figures_under_a_name_are_no_date_of_the_document() -> None:
    page = make_page(f"Centre d'imagerie\nMARTIN Marie\n12031960\nLieu, Date\nScanner de la tête et du cou\n{BODY}")
    read = extract_fields([page], received_on="2026-05-04")
    assert FieldName.DOC_DATE not in read.fields
    assert FieldName.ACT_DATE not in read.fields


PAGES = {
    "usual words": (
        f"Lianeville, le 14 mars 2026\nPatient : MARTIN Marie, née le 12/03/1960\nConsultation du 12 mars 2026\n{BODY}",
        ("2026-03-14", "2026-03-12"),
    ),
    "a word that no table holds": (
        f"Port-Serein, le 14/03/2026\nMARTIN Marie, née le 12/03/1960\nRendez-vous honoré le 10/03/2026\n{BODY}",
        ("2026-03-14", "2026-03-10"),
    ),
    "what comes after and what came before": (
        f"Lianeville, le 14 mars 2026\nPatient : MARTIN Marie, née le 12/03/1960\nConsultation du 12 mars 2026\n"
        f"{BODY}\nComparaison avec l'examen du 03/06/2024.\nProchain rendez-vous le 15/04/2026.\nImprimé le 16/03/2026",
        ("2026-03-14", "2026-03-12"),
    ),
    "a stay": (
        f"Lianeville, le 14 mars 2026\nCompte rendu d'hospitalisation\nMARTIN Marie, née le 12/03/1960\n"
        f"Hospitalisée du 2 mars 2026 au 9 mars 2026\n{BODY}",
        ("2026-03-14", "2026-03-09"),
    ),
    "a birth date alone": (f"Patient : MARTIN Marie, née le 12/03/1960\n{BODY}", (None, None)),
    "no date": (BODY, (None, None)),
    "two figures of the year, with full stops": (
        f"Lianeville, le 14.03.26\nPatient : MARTIN Marie, née le 12/03/1960\nConsultation du 12.03.26\n{BODY}",
        ("2026-03-14", "2026-03-12"),
    ),
    "the initial of who signs": (
        f"Patient : MARTIN Marie, née le 12/03/1960\nConsultation du 12/03/2026\n{BODY}\n"
        "Interprété et validé par Dr SERVAIS N. le 14/03/2026",
        ("2026-03-14", "2026-03-12"),
    ),
    "days of other things alone": (
        f"Patient : MARTIN Marie, née le 12/03/1960\n{BODY}\nComparaison avec l'examen du 03/06/2024.\n"
        "Prochain rendez-vous le 15/04/2026.",
        (None, None),
    ),
}


@pytest.mark.parametrize(("text", "expected"), PAGES.values(), ids=PAGES)
def test_pages(text: str, expected: tuple[str | None, str | None]) -> None:
    """The document's date and the act's."""
    assert dates(text) == expected


def test_mentions_of_one_day_agree() -> None:
    """A running head, the day of creation and the signature of one day are one answer: surer than any alone."""
    head = "Compte rendu d'examens biologiques\n14 mars 2026, 16:05"
    first = f"{head}\nMARTIN Marie, née le 12/03/1960\nPrélevé le 11/03/2026 à 07:35\n{BODY}"
    last = f"{head}\nDate de création   14 mars 2026, 16:05\nResponsable   Dr Paul DURAND, le 14 mars 2026, 16:02"

    def confidence(*texts: str) -> float:
        pages = [make_page(text, number=number) for number, text in enumerate(texts, 1)]
        chosen = extract_fields(pages, received_on=RECEIVED).fields[FieldName.DOC_DATE].chosen
        assert chosen.value == "2026-03-14"
        return chosen.confidence

    assert confidence(first, last) > max(0.9, confidence(first))


def test_a_day_to_come_is_never_chosen() -> None:
    """After the reception, no date is the document's nor the act's."""
    assert dates(f"Lianeville, le 14 mars 2027\nConsultation du 12 mars 2027\n{BODY}") == (None, None)


def test_births_and_fax_lines_are_no_candidates() -> None:
    """Nor are deaths and archives: no model can choose them."""
    text = (
        f"FAX 02/05/2026 10:22 02 99 00 45 67 P. 1/2\n{BODY}\nNée le 12/03/1960\nDécédé le 01/05/2026\n"
        "Numérisé le 03/05/2026"
    )
    candidates, _ = dates_of([make_page(text)], received_on=RECEIVED)
    assert [one.iso for one in candidates] == []


def test_a_value_keeps_its_place_and_its_reasons() -> None:
    """The screen shows where and why; the judgement of the model is among the features."""
    text = f"Lianeville, le 14 mars 2026\nConsultation du 12 mars 2026\n{BODY}"
    chosen = extract_fields([make_page(text)], received_on=RECEIVED).fields[FieldName.ACT_DATE].chosen
    assert chosen.raw == "12 mars 2026"
    assert chosen.boxes
    assert "consultation" in chosen.why
    assert "ranked" in dict(chosen.features)


def test_a_mended_date_alone_is_not_kept() -> None:
    """A figure read as a letter and mended is a candidate, not a value, unless something confirms it."""
    text = f"Lianeville, le 14 mars 2O26\nPatient : MARTIN Marie\n{BODY}"
    read = extract_fields([make_page(text, engine=Engine.TESSERACT)], received_on=RECEIVED)
    assert FieldName.DOC_DATE not in read.fields
    assert [one.is_repaired for one in read.candidates[FieldName.DOC_DATE]] == [True]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Hospitalisé du 02/03/2026 au 09/03/2026", ["2026-03-09"]),
        ("Séjour du 2 mars 2026 à 10h30 au lundi 9 mars 2026", ["2026-03-09"]),
        ("Séjour du 02/03/2026 au\n09/03/2026.", ["2026-03-09"]),
        ("Séjour : 02/03/2026 → 09/03/2026", ["2026-03-09"]),
        ("Reçu le 02/03/2026 au laboratoire, validé le 05/03/2026", ["2026-03-02", "2026-03-05"]),
        ("Du 28/04/2026 au 12/03/2026", ["2026-04-28", "2026-03-12"]),
    ],
)
def test_the_first_day_of_a_span_is_no_candidate(text: str, days: list[str]) -> None:
    """Its last day is; what only looks like a span stays."""
    candidates, _ = dates_of([make_page(text)], received_on=RECEIVED)
    assert [one.iso for one in candidates] == days


def test_the_heading_of_a_birth_date_is_no_act_s() -> None:
    """« date de la mammographie » over a day tells the act; « Date de naissance » never does, however far over it."""
    text = "Patient               Date de naissance IPP\nMme MARTIN Marie      12/03/1960        41873394"
    read = extract_fields([make_page(text)], received_on=RECEIVED)
    assert read.fields[FieldName.BIRTH_DATE].chosen.value == "1960-03-12"
    assert dates(text) == (None, None)
    (candidate,) = dates_of([make_page("date de la mammographie      12/03/2026      n° 41")], received_on=RECEIVED)[0]
    assert candidate.places[0].roled is not None
    assert candidate.places[0].roled.role is DateRole.VISIT


def test_a_town_has_its_capital() -> None:
    """« Accident survenu le » is no town: nothing says that the document is of that day."""
    towns = ["Lyon, le", "Saint-Denis-sur-Loire le", "Fait à Port-Serein le", "LIANEVILLE, le"]
    others = ["Accident survenu le", "Adressée à l'hôpital le", "Versé au dossier le"]
    roles = []
    for words in (*towns, *others):
        candidates, _ = dates_of([make_page(f"{words} 12/03/2026")], received_on=RECEIVED)
        told = [place.roled for one in candidates for place in one.places]
        roles.append(any(one is not None and one.role is DateRole.DOCUMENT for one in told))
    assert roles == [True] * len(towns) + [False] * len(others)


def test_a_mended_date_is_kept_beside_another_of_those_days() -> None:
    """What is mended falls by chance within weeks of another date of the page less than once in a hundred."""
    text = f"Lianeville, le 14 mars 2O26\nPatient : MARTIN Marie\nConsultation du 12/03/2026\n{BODY}"
    assert dates(text, engine=Engine.TESSERACT) == ("2026-03-14", "2026-03-12")


@pytest.mark.parametrize("between", ["2 mars 2026 au\n9 mars 2026", "2 mars 2026\nau 9 mars 2026"])
def test_a_stay_cut_by_the_end_of_a_line_ends_on_its_last_day(between: str) -> None:
    """The first day is never that of the act."""
    text = (
        f"Lianeville, le 14 mars 2026\nLettre de liaison\nMARTIN Marie, née le 12/03/1960\n"
        f"Votre patiente a été hospitalisée dans le service de gériatrie du {between} pour une chute.\n{BODY}"
    )
    assert dates(text) == ("2026-03-14", "2026-03-09")


BOXES = {
    "a box at the end of a form": (
        "Polyclinique de Lianeville      SERVICE DES URGENCES\nNom      Prénom      Né(e) le\n"
        f"MARTIN      Marie      12/03/1960\nArrivée      Mode      CCMU\n12/03/2026 10:39      VSAV      2\n{BODY}\n"
        "Interne      Médecin      Date / édition\nDURAND Paul      Dr PETIT Anne      14/03/2026 17h12",
        ("2026-03-14", "2026-03-12"),
    ),
    "an order": (
        f"Cabinet médical des Tilleuls\nMARTIN Marie, née le 12/03/1960\nSoins à domicile\n"
        f"Prescrit le 14/03/2026\n{BODY}\nDr Paul DURAND",
        ("2026-03-14", None),
    ),
    "a transfer": (
        "Résidence des Tilleuls\nFiche de transfert\nMARTIN Marie, née le 12/03/1960\n"
        f"Transférée aux urgences le 12/03/2026 à 17h06\n{BODY}\nFiche remplie le 14/03/2026 par Anne PETIT, IDE",
        ("2026-03-14", "2026-03-12"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), BOXES.values(), ids=BOXES)
def test_dates_of_forms(text: str, expected: tuple[str | None, str | None]) -> None:
    """Boxes with their heading over them, orders, transfers."""
    assert dates(text) == expected


def test_one_likely_date_is_sure() -> None:
    """Where nothing else may be the document's date, little doubt is left."""
    text = (
        f"Cabinet des Tilleuls\nMARTIN Marie, née le 12/03/1960\nSoins à domicile\nPrescrit le 14/03/2026\n{BODY}\n"
        "Personne de confiance : Paul MARTIN [époux] - 05/03/1959\nDr Anne PETIT"
    )
    chosen = extract_fields([make_page(text)], received_on=RECEIVED).fields[FieldName.DOC_DATE].chosen
    assert chosen.value == "2026-03-14"
    assert chosen.confidence >= 0.75


_LINE = st.lists(
    st.sampled_from(
        ["le", "12/03/2026", "3 mai 2025", "Vu", "Consultation du", "Date :", "DATE", "née le", "Dr MARTIN", "à", "12",
         "mars 2026", "     ", "01.02.2024", "2026-01-01 10:30", "Imprimé le", "Sortie", "éàü", "ß", "—"]
    ),
    max_size=7,
).map(" ".join)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(_LINE, max_size=14).map("\n".join))
def test_features_are_of_declared_families(text: str) -> None:
    """Whatever the page, each feature has a family that the fingerprint counts, and a measure of one."""
    candidates, _ = dates_of([make_page(text)], received_on=RECEIVED)
    for iso, place in ((one.iso, place) for one in candidates for place in one.places):
        assert {family_of(name) for name in place.features} <= FAMILIES
        assert set(place.features.values()) == {1.0}
        assert place.date.iso == iso <= RECEIVED


def test_same_page_same_answer() -> None:
    """Nothing is drawn."""
    page = make_page(PAGES["a stay"][0])
    first, second = (dates_of([page], received_on=RECEIVED)[0] for _ in range(2))
    assert [[place.features for place in one.places] for one in first] == [
        [place.features for place in one.places] for one in second
    ]
