"""Who wrote a page and to whom it goes, by the trained rankers; the model and its features are held together."""

import pytest

from liane.domain.intake.extract.document import extract_fields, persons_of
from liane.domain.intake.extract.people.person_features import FAMILIES, describe_mentions
from liane.domain.intake.extract.people.professionals import MENTIONS_MAX, family_key, find_mentions
from liane.domain.intake.extract.people.rank_persons import (
    AUTHOR_MODEL,
    RECIPIENT_MODEL,
    group_mentions,
    settle_ranked,
    weigh_mentions,
)
from liane.domain.intake.extract.surface.ranking import family_of, fingerprint, load_ranker
from liane.domain.intake.fields import FieldName, ReadDocument, Role, Source
from liane.domain.intake.page import Box, PageSymbol, SymbolKind
from tests.domain.intake.extract.word_pages import make_page

RECEIVED_ON = "2026-11-01"
TEAM = """CENTRE HOSPITALIER DE TESTVILLE          Dr Paul TESTMED
Dr Anne TESTAUTEUR                       Dr Luc TESTDEUX
"""


def read(text: str) -> ReadDocument:
    return extract_fields((make_page(text),), received_on=RECEIVED_ON)


def value(document: ReadDocument, name: FieldName) -> str | None:
    found = document.fields.get(name)
    return found.chosen.value if found is not None else None


def mentions_of(text: str) -> list[str]:
    readings, persons = persons_of((make_page(text),), received_on=RECEIVED_ON)
    return [family_key(one) for one in find_mentions(readings, persons)]


@pytest.mark.parametrize("model", [AUTHOR_MODEL, RECIPIENT_MODEL])
def test_a_model_was_trained_on_the_features_of_today(model: str) -> None:
    assert load_ranker(model).card["families"] == fingerprint(FAMILIES)


@pytest.mark.parametrize("model", [AUTHOR_MODEL, RECIPIENT_MODEL])
def test_a_model_tells_what_it_is_worth_on_layouts_left_out(model: str) -> None:
    card = load_ranker(model).card
    left_out = card["left_out_one" if model == AUTHOR_MODEL else "left_out"]
    assert isinstance(left_out, dict)
    assert left_out["right"] > (0.88 if model == AUTHOR_MODEL else 0.93)
    assert left_out["wrong"] < 0.05
    assert left_out["invented"] < 0.25


def test_every_feature_is_of_a_declared_family() -> None:
    named = "Patient : TESTPATIENT Marie\n\nOpérateur : Dr Luc MARTIN"
    text = f"{TEAM}\n{named}\n\nBien cordialement\nAnne DURAND\nInterne"
    readings, persons = persons_of((make_page(text),), received_on=RECEIVED_ON)
    rows = describe_mentions(readings, find_mentions(readings, persons))
    assert rows
    assert {family_of(name) for row in rows for name in row} <= FAMILIES


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Le biologiste, Ethan PINAUD", ["PINAUD"]),
        ("Eloïse BEAU, chirurgien orthopédiste – RPPS 10000000009", ["BEAU"]),
        ("Copies : Robert MAMAN ; Adèle TOURNIER / Ava FABRE", ["MAMAN", "TOURNIER", "FABRE"]),
        ("E. PINAUD", ["PINAUD"]),
        ("Copie à : Docteur Kenzo BOURHIS ; Archives", ["BOURHIS"]),
        ("Service de CARDIOLOGIE", []),
        ("LE GOFF Anne, médecin", ["LE GOFF"]),
        ("Drs DURAND F. – PETIT G. – MARTIN H.", ["DURAND", "PETIT", "MARTIN"]),
        ("HEPATITE B. négative", []),
        ("A. Martin", ["MARTIN"]),
        ("B. Traitement", []),
        ("C. Conclusion", []),
        ("DURAND Anne — nom de naissance PETIT", []),
        ("Dr A.", []),
        ("Fracture de Pouteau-Colles", []),
    ],
)
def test_names_without_civility_are_weighed(text: str, families: list[str]) -> None:
    assert mentions_of(text) == families


def test_the_patient_and_relatives_are_never_weighed() -> None:
    text = (
        "Nom : TESTPATIENT\nPrénom : Marie\nPersonne de confiance : TESTPROCHE Julie (soeur)\n\n"
        "Marie TESTPATIENT\nDr Paul TESTMED"
    )
    assert mentions_of(text) == ["TESTMED"]


def test_the_patient_s_name_with_an_initial_in_a_running_foot_is_no_professional() -> None:
    text = "Nom : TESTPATIENT\nPrénom : Marie\n\nBilan\n\nDr Paul TESTMED\n\nM. TESTPATIENT — bilan — page 1"
    assert mentions_of(text) == ["TESTMED"]


def test_mentions_are_bounded() -> None:
    text = "\n".join(f"Dr Paul MARTIN{chr(65 + at % 26)}{chr(65 + at // 26)}" for at in range(100))
    assert len(mentions_of(text)) == MENTIONS_MAX


@pytest.mark.parametrize(
    ("end", "author"),
    [
        ("Compte rendu validé par : Ethan PINAUD", "PINAUD"),
        ("Signé électroniquement le 03/04/2026 par Ethan PINAUD", "PINAUD"),
        ("Opérateur : Dr Ethan PINAUD\nAide opératoire : Dr Luc MARTIN\nAnesthésiste : Dr Jean PETIT", "PINAUD"),
        ("Bien confraternellement,\n\nEthan PINAUD\nPraticien hospitalier", "PINAUD"),
        ("Radiologue : Dr Ethan PINAUD\nSecond lecteur : Dr Luc MARTIN", "PINAUD"),
        ("Dicté par Dr Ethan PINAUD, frappé par Julie MARTIN", "PINAUD"),
    ],
)
def test_who_signs_is_the_author(end: str, author: str) -> None:
    text = f"CH de Testville\n\nCompte rendu\n\nNom : TESTPATIENT\n\nExamen sans particularité ce jour.\n\n{end}"
    assert value(read(text), FieldName.AUTHOR_FAMILY) == author


def test_a_page_that_only_names_whom_it_goes_to_has_no_author() -> None:
    names = "Copie à : Dr Paul TESTMED\nMédecin traitant : Dr Luc PETIT"
    document = read(f"Patient : TESTPATIENT Marie\n\nLe bilan est normal.\n\n{names}")
    assert value(document, FieldName.AUTHOR_FAMILY) is None
    assert [one.value for one in document.fields[FieldName.RECIPIENTS].values] == ["Dr Paul TESTMED"]


def test_who_is_told_as_the_addressee_on_the_last_line_is_no_author() -> None:
    text = (
        "Centre de cardiologie des Essais\n\nDemandé par : Dr Luc MARTIN\nRéalisé par : Dr Anne TESTAUTEUR\n\n"
        "Épreuve d'effort\n\nNom : TESTPATIENT\n\nExamen sans particularité ce jour.\n\n"
        "Rapport validé le 14/09/2026 – destinataire Dr Luc MARTIN"
    )
    assert value(read(text), FieldName.AUTHOR_FAMILY) != "MARTIN"


def test_who_shares_the_line_of_the_author_is_no_addressee() -> None:
    text = (
        "Docteurs Anne TESTAUTEUR et Julie PINAUD – dentistes\n12 rue du Lac\n\nTestville, le 03/04/2026\n\n"
        "Dr MARTIN, rhumatologue\n\nPatient : TESTPATIENT Marie\n\nChère consoeur,\n\nExamen sans particularité.\n\n"
        "Bien à vous,\n\nDr Anne TESTAUTEUR"
    )
    document = read(text)
    assert value(document, FieldName.AUTHOR_FAMILY) == "TESTAUTEUR"
    assert [one.value for one in document.fields[FieldName.RECIPIENTS].values] == ["Dr MARTIN"]


def test_the_number_of_another_doctor_is_not_the_author_s() -> None:
    text = (
        "Dr Paul TESTMED          Dr Anne TESTAUTEUR\nMédecine générale        Médecine générale\n"
        "RPPS : 10000000017       RPPS : 10000000009\n\nCher confrère,\n\nBien cordialement,\n\nDr Anne TESTAUTEUR"
    )
    document = read(text)
    assert value(document, FieldName.AUTHOR_FAMILY) == "TESTAUTEUR"
    assert value(document, FieldName.AUTHOR_RPPS) == "10000000009"


def test_the_whole_first_name_is_kept_when_the_signature_has_an_initial() -> None:
    head = "Docteur Adam BOYER\nUrologie\n\nPour le Dr Marie FERREIRA"
    text = f"{head}\n\nMon cher confrère,\nLe PSA est stable.\n\nAmicalement,\n\nDr A. BOYER"
    assert value(read(text), FieldName.AUTHOR_GIVEN) == "ADAM"


def test_bare_digits_with_a_right_key_beside_nobody_are_no_number_of_the_author() -> None:
    document = read("Compte rendu\n\nRéférence 89979816710\n\n\n\n\n\n\nBien cordialement,\n\nDr Anne TESTAUTEUR")
    assert value(document, FieldName.AUTHOR_RPPS) is None


def test_rankers_change_no_patient_and_no_relative() -> None:
    named = "Mme Marie TESTPATIENT, née le 03/02/1960\nMère : TESTPROCHE Julie"
    text = f"{TEAM}\n{named}\n\nCordialement\nDr Anne TESTAUTEUR"
    readings, persons = persons_of((make_page(text),), received_on=RECEIVED_ON)
    kept = [(one.key, one.role) for one in persons if one.role in (Role.PATIENT, Role.RELATIVE)]
    settle_ranked(readings, persons)
    assert kept
    assert [(one.key, one.role) for one in persons if one.role in (Role.PATIENT, Role.RELATIVE)] == kept


def test_authors_share_one_certainty() -> None:
    text = TEAM + "\nTexte.\n\nCordialement\n\nDr Paul TESTMED\n\nDr Luc TESTDEUX"
    readings, persons = persons_of((make_page(text),), received_on=RECEIVED_ON)
    weighed = weigh_mentions(readings, persons)
    assert sum(one.author > 0 for one in {family_key(one.person): one for one in weighed}.values()) <= 1


def test_what_a_page_without_names_says() -> None:
    document = read("Compte rendu\n\nExamen normal.")
    assert value(document, FieldName.AUTHOR_FAMILY) is None
    assert FieldName.RECIPIENTS not in document.fields


@pytest.mark.parametrize(
    ("foot", "number"),
    [
        ("Dr Anne TESTAUTEUR\nInterne : Marie BEAUJARD\nRPPS 10000000009", "10000000009"),
        ("Dr Anne TESTAUTEUR\nDr Luc TESTDEUX\nRPPS 10000000009\nRPPS 10000000017", "10000000009"),
        ("Dr Anne TESTAUTEUR\nPraticien hospitalier\n89979816710", "89979816710"),
        ("Dr Anne TESTAUTEUR\n\n\n\n\n\n\n\n\nN° RPPS : 10000000009", "10000000009"),
        ("Dr Anne TESTAUTEUR\n\nCopie : Dr Paul TESTMED, RPPS 10000000017", None),
        ("Dr Anne TESTAUTEUR\n10000000008 (RPPS)", "10000000008"),
        ("Dr Anne TESTAUTEUR – 10000000009 RPPS", "10000000009"),
    ],
)
def test_whose_number_it_is(foot: str, number: str | None) -> None:
    text = f"Compte rendu de consultation\n\nExamen sans particularité.\n\nBien confraternellement,\n\n{foot}"
    assert value(read(text), FieldName.AUTHOR_RPPS) == number


def test_mentions_of_one_person_lend_each_other_their_shares() -> None:
    once = "Compte rendu d'examens\n\nValidé par : Dr Anne TESTAUTEUR\n\nValidé par : Dr Luc TESTDEUX\n"
    twice = f"{once}\nAuteur : Dr Anne TESTAUTEUR\n"
    shares = []
    for text in (once, twice):
        readings, persons = persons_of((make_page(text),), received_on=RECEIVED_ON)
        weighed = weigh_mentions(readings, persons)
        shares.append(max(one.author for one in weighed if family_key(one.person) == "TESTAUTEUR"))
    assert shares[1] > shares[0]
    assert value(read(twice), FieldName.AUTHOR_FAMILY) == "TESTAUTEUR"


def test_mentions_are_of_one_person_by_family_and_first_name() -> None:
    text = "Dr Anne TESTAUTEUR\n\nDr A. TESTAUTEUR\n\nDr Luc TESTAUTEUR\n\nDr TESTDEUX\n"
    readings, persons = persons_of((make_page(text),), received_on=RECEIVED_ON)
    assert group_mentions(find_mentions(readings, persons)) == [0, 0, 1, 2]


@pytest.mark.parametrize(
    "foot",
    [
        "Ingénieur : Mme Claire TESTINGE\nValidé par : Dr Anne TESTAUTEUR\nChef de service : Pr Luc TESTCHEF",
        "Chef de laboratoire : Pr Luc TESTCHEF\nBiologiste responsable : Anne TESTAUTEUR\nCadre : Mme Claire TESTINGE",
        "Dossier validé par Dr Anne TESTAUTEUR\nTechnicien : Paul TESTTECH",
    ],
)
def test_a_biologist_who_validates_is_the_author_beside_an_engineer_and_a_head(foot: str) -> None:
    text = f"Laboratoire de biologie médicale\n\nPatient : TESTPATIENT Marie\n\nRésultats normaux.\n\n{foot}\n"
    assert value(read(text), FieldName.AUTHOR_FAMILY) == "TESTAUTEUR"


def test_the_second_first_names_of_the_patient_are_no_professional() -> None:
    text = (
        "Nom : TESTPATIENT\nPrénoms : DOMINIQUE MARIE LOUISE\nNé(e) le : 28/03/1979\n\n\n"
        "Compte rendu d'examens      Nom / Prénom : TESTPATIENT DOMINIQUE\n\nMARIE-LOUISE DOMINIQUE\n\n"
        "Auteur : Dr Anne TESTAUTEUR\n"
    )
    assert "MARIE LOUISE" not in mentions_of(text)


def _with_bars(text: str, payload: bytes, y: float, kind: SymbolKind = SymbolKind.CODE_1D) -> ReadDocument:
    bars = PageSymbol(kind=kind, format="Code128", payload=payload, box=Box(x0=0.06, y0=y, x1=0.3, y1=y + 0.02))
    return extract_fields((make_page(text, symbols=(bars,)),), received_on=RECEIVED_ON)


BARRED = (
    "Docteur Anne TESTAUTEUR\nMédecin généraliste\n\n\n\n\n\nPatient : TESTPATIENT Marie\n\n\n\n"
    "Pour le Dr Luc TESTDEUX\n"
)


@pytest.mark.parametrize("payload", [b"10000000009", b"810000000009", b"*10000000009*"])
def test_an_rpps_in_bars_under_the_author_is_theirs(payload: bytes) -> None:
    found = _with_bars(BARRED, payload, 0.075).fields[FieldName.AUTHOR_RPPS].chosen
    assert found.value == "10000000009"
    assert found.source is Source.BARCODE
    assert found.is_checked
    assert found.boxes


@pytest.mark.parametrize(
    ("payload", "y", "kind"),
    [
        (b"10000000008", 0.075, SymbolKind.CODE_1D),
        (b"20000000008", 0.075, SymbolKind.CODE_1D),
        (b"10000000009", 0.23, SymbolKind.CODE_1D),
        (b"10000000009", 0.8, SymbolKind.CODE_1D),
        (b"10000000009", 0.075, SymbolKind.QR),
    ],
)
def test_other_bars_are_no_rpps_of_the_author(payload: bytes, y: float, kind: SymbolKind) -> None:
    assert FieldName.AUTHOR_RPPS not in _with_bars(BARRED, payload, y, kind).fields


def test_who_is_addressed_is_no_author_where_nobody_signs() -> None:
    document = read(
        "M. TESTPATIENT Paul né le 03/09/1984\n\ntexte\n\nCorrespondants : Dr TESTUN Hugo ; Dr TESTDEUX Mohamed"
    )
    assert FieldName.AUTHOR_FAMILY not in document.fields


def test_the_doctor_of_a_team_where_nobody_signs_is_the_author() -> None:
    text = (
        "Psychiatre : Dr Anne TESTAUTEUR\nPsychologue : Mme Claire TESTPSY\nInfirmier : Paul TESTIDE\n\n"
        "SYNTHÈSE\nPatient : TESTPATIENT Marie\n\nHumeur stable.\nSynthèse faite le 11/06/2024\n"
    )
    assert value(read(text), FieldName.AUTHOR_FAMILY) == "TESTAUTEUR"


def test_who_signs_beside_the_author_is_no_addressee() -> None:
    text = (
        "LABORATOIRE D'ANATOMIE PATHOLOGIQUE\nDr Anne TESTUN   Dr Paul TESTDEUX\nMédecins pathologistes\n\n"
        "Prescripteur : Dr Claire TESTTROIS\nPatient : TESTPATIENT Marie née le 03/09/1984\n\n"
        "COMPTE RENDU\n\nPas de signe de malignité.\n\nDr Anne TESTUN   Dr Paul TESTDEUX\n"
    )
    document = read(text)
    assert value(document, FieldName.AUTHOR_FAMILY) in ("TESTUN", "TESTDEUX")
    recipients = " ".join(one.chosen.value for name, one in document.fields.items() if name is FieldName.RECIPIENTS)
    assert "TESTUN" not in recipients
    assert "TESTDEUX" not in recipients
