"""Phrases that tell somebody beside the patient: a place, a link of kin, a birth date, and nothing more said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.decide.contact_words import CHARS_MAX, PHRASES_MAX, Place, find_told

CONTACT, BESIDE, KIN = Place.CONTACT, Place.BESIDE, Place.KIN


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("Personne de confiance : DURAND Paul (conjoint), né le 02/03/1949", CONTACT, "DURAND Paul"),
        ("Entourage : frère, DURAND Paul, né le\n02/03/1949", CONTACT, "DURAND Paul"),
        ("Contact familial DURAND Paul (frère), né le 2 mars 1949.", CONTACT, "DURAND Paul"),
        ("À prévenir : Paul DURAND [frère] - 02/03/1949 - 06 99 20 20 11", CONTACT, "Paul DURAND"),
        ("Tiers de confiance : DURAND Paul, né le 02/03/1949 (frère)", CONTACT, "DURAND Paul"),
        ("Il dort bien. Famille : DURAND Paul, frère, né le 02.03.1949 La nuit est calme.", CONTACT, "DURAND Paul"),
        (
            "Personne à prévenir\nNom : DURAND   Prénom : Paul   Lien : frère   Né(e) le : 02/03/1949",
            CONTACT,
            "DURAND Paul",
        ),
        ("Accompagné par M. DURAND Paul, frère, né le 02/03/1949.", BESIDE, "DURAND Paul"),
        ("En présence de DURAND Paul (frère), né le 02/03/1949.", BESIDE, "DURAND Paul"),
        ("DURAND Paul (frère), né le 02/03/1949 accompagne le patient.", BESIDE, "DURAND Paul"),
        ("Accompagnant(e) : Paul DURAND [frère] - 02/03/1949 - 06 99 20 20 11", BESIDE, "Paul DURAND"),
        ("Accompagnante : DURAND Anne (lien : soeur), née le 02/03/1949", BESIDE, "DURAND Anne"),
        ("Proche à joindre : DURAND Paul / frère / 02/03/1949", CONTACT, "DURAND Paul"),
        ("Personne à aviser : DURAND Paul (frère du patient) 02/03/1949", CONTACT, "DURAND Paul"),
        ("Accompagné(e) à la sortie par DURAND Paul (frère), naissance :\n02/03/1949.", BESIDE, "DURAND Paul"),
        ("Accompagnant : DURAND Paul (cousin), né(e) : 02/03/1949", BESIDE, "DURAND Paul"),
        ("Contact du patient : DURAND Anne (soeur) - 02/03/1949", CONTACT, "DURAND Anne"),
        ("Contact pour le transport : DURAND Anne (soeur, 02/03/1949)", CONTACT, "DURAND Anne"),
        ("Antécédents relevés : soeur (DURAND Anne, 02/03/1949).", KIN, "DURAND Anne"),
        ("Consignes remises à DURAND Anne, soeur (naissance : 02/03/1949).", KIN, "DURAND Anne"),
        ("Frère : DURAND Paul, né le 02/03/1949", KIN, "DURAND Paul"),
        ("Aidante : Mme Anne DURAND née LEROY (soeur), née le 02/03/1949", CONTACT, "Anne DURAND née LEROY"),
        ("DURAND Paul (cousin), né le 02/03/1949, tél. 06 99 20 20 11", KIN, "DURAND Paul"),
        ("Présenté par DURAND Paul (frère), né le 02/03/1949", KIN, "DURAND Paul"),
        ("Double des clés confié à DURAND Anne (nièce), 02/03/1949.", KIN, "DURAND Anne"),
        ("Accompagné(e) de DURAND Anne (mère), 02/03/1949.", BESIDE, "DURAND Anne"),
        ("Accompagnante : soeur, DURAND Anne (02/03/1949)", BESIDE, "DURAND Anne"),
        ("Proche qui répond : fils, DURAND Paul, né le 02/03/1949", CONTACT, "DURAND Paul"),
        ("Histoire familiale relevée : tante, DURAND Anne, naissance 02/03/1949.", KIN, "DURAND Anne"),
        ("Répond au téléphone : DURAND Paul (neveu), 02/03/1949", KIN, "DURAND Paul"),
        ("Clés confiées à la gardienne par DURAND Paul (voisin,\n02/03/1949)", KIN, "DURAND Paul"),
        ("Anamnèse recueillie auprès de Mme DURAND Anne (soeur, née le 02/03/1949).", KIN, "DURAND Anne"),
        ("Elle est venue avec M.\nDURAND Paul (frère), né le 02/03/1949.", BESIDE, "DURAND Paul"),
        (
            "Amenée ce matin par Paul DURAND (fils, né(e) le 02/03/1949), joignable au 06 99 20 20 11",
            BESIDE,
            "Paul DURAND",
        ),
        ("Présente au rendez-vous : DURAND Anne (mère), 02/03/1949", BESIDE, "DURAND Anne"),
        (
            "Personne à prévenir en cas d'hospitalité : DURAND Paul, fils, naissance : 02/03/1949",
            CONTACT,
            "DURAND Paul",
        ),
        ("Proche qui a les clés : DURAND Anne (fille, née le 02/03/1949)", CONTACT, "DURAND Anne"),
    ],
)
def test_somebody_is_told_beside_the_patient(text: str, place: Place, name: str) -> None:
    told = list(find_told(" ".join(text.split(" ")).replace("   ", " ")))
    assert [(one.place, " ".join(one.name.split()), one.date) for one in told] == [(place, name, "19490302")]


@pytest.mark.parametrize(
    "text",
    [
        "Personne de confiance : DURAND Paul, né le 02/03/1949",
        "Histoire familiale : fils, DURAND Paul, né le 02/03/1949",
        "Histoire familiale : tante, DURAND Anne, née le 02/03/1949, opérée en 1990",
        "Dépistage de : soeur, DURAND Anne, née le 02/03/1949",
        "Dose administrée à DURAND Anne (soeur), 02/03/1949",
        "Dose remise à DURAND Anne, soeur (02/03/1949)",
        "Analyses faites : soeur (DURAND Anne, 02/03/1949)",
        "Contact du second patient vu : DURAND Anne (soeur) - 02/03/1949",
        "Cas déclarés : soeur (DURAND Anne, 02/03/1949)",
        "Conjoint : DURAND Paul, né le 02/03/1949",
        "DURAND Paul (conjoint), né le 02/03/1949",
        "Mère : DURAND Anne, née le 02/03/1949",
        "Donneur : DURAND Paul (frère), né le 02/03/1949",
        "Patient : DURAND Paul (frère), né le 02/03/1949",
        "Personne de confiance : DURAND Paul (frère), né le 02/03/1949, hospitalisé ce jour",
        "Personne de confiance : DURAND Paul (frère), né le 02/03/1949 opéré\nle même jour",
        "Accompagné par DURAND Paul, frère, né le 02/03/1949, vu également.",
        "Accompagné par DURAND Paul, frère, né le 02/03/1949\net examiné ce jour",
        "En présence de DURAND Paul (frère), né le 02/03/1949, dont l'examen est normal.",
        "Frère : DURAND Paul, né le 02/03/1949, porteur du variant",
        "J'ai vu ce jour avec M. DURAND Paul, frère, né le 02/03/1949.",
        "J'ai vu ce jour ainsi que\nDURAND Paul, frère, né le 02/03/1949.",
        "Porteuse du variant : DURAND Anne (soeur), née le 02/03/1949",
        "Prélèvement de DURAND Paul (frère), né le 02/03/1949",
        "Résultats remis de : DURAND Paul (frère), 02/03/1949",
        "Vu avec DURAND Paul (frère), né le 02/03/1949",
        "Présents également : DURAND Paul (frère), né le 02/03/1949",
        "Chambre partagée avec DURAND Paul (cousin), né le 02/03/1949",
        "Médicaments remis par : DURAND Anne (mère, 02/03/1949)",
        "Bénéficiaire : DURAND Paul (frère, né le 02/03/1949)",
        "Exposition au travail avec DURAND Paul (cousin, 02/03/1949)",
        "Avec la personne de confiance : DURAND Paul (frère), né le 02/03/1949",
    ],
)
def test_less_or_more_is_no_such_phrase(text: str) -> None:
    assert list(find_told(text)) == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for one in find_told(text):
        assert 0 <= one.start < one.end <= len(text)


def test_a_long_page_is_read_to_a_limit() -> None:
    line = "Contact : DURAND Paul (frère), né le 02/03/1949\n"
    assert len(list(find_told(line * (PHRASES_MAX + 10)))) == PHRASES_MAX
    assert list(find_told("." * CHARS_MAX + "\n" + line)) == []


def test_a_full_stop_misread_for_a_comma_ends_nothing() -> None:
    assert list(find_told("Lunettes rapportées par DURAND Paul (frère), 02/03/1949. dont l'examen est joint.")) == []
