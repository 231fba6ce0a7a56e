"""Whole documents: several pages, several patients, codes, a second reader, directories, order, places."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.reading import References
from liane.domain.intake.fields import FieldName, ReadDocument, Role, Source
from liane.domain.intake.page import Box, Engine, PageSymbol, SymbolKind
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
INS = "290029999900129"
OTHER_INS = "185062A99904975"
ZONE = Box(x0=0.7, y0=0.05, x1=0.8, y1=0.12)
HEAD = "IS01" + "0" * 22
PAYLOAD = f"{HEAD}S1{INS}S21.2.250.1.213.1.4.10S3CAMILLE ROSE\x1dS4TESTOMBELLE\x1dS5FS614-02-1990S799999"

LETTER = """CENTRE HOSPITALIER DE TESTVILLE
Service de cardiologie                                           Docteur Paul TESTMED
Dr Anne TESTAUTEUR                                               12 rue du Modèle
RPPS 10000000009                                                 99000 VILLE-TEST
Tél : 01 40 00 00 00
                                                    Testville, le 12 mars 2026

Objet : Mme TESTLISERON Camille née TESTOMBELLE le 14/02/1990

Cher confrère,

J'ai vu en consultation le 10/03/2026 Madame Camille TESTLISERON, accompagnée de sa fille Mme Sophie TESTFILLE.
Par rapport à l'examen du 12/01/2025, l'état est stable. Prochain rendez-vous le 15/09/2026.
Personne de confiance : M. TESTLISERON Jean, né le 01/02/1958

Bien confraternellement,

                                        Dr Anne TESTAUTEUR
                                        Cardiologue
Imprimé le 13/03/2026
"""


def read(*texts: str, **more: object) -> ReadDocument:
    pages = [make_page(text, number=place + 1) for place, text in enumerate(texts)]
    return extract_fields(pages, received_on=RECEIVED, **more)  # type: ignore[arg-type]


def values(document: ReadDocument) -> dict[str, str]:
    return {name.value: field.chosen.value for name, field in document.fields.items()}


def symbol(payload: str | bytes, kind: SymbolKind = SymbolKind.DATAMATRIX) -> PageSymbol:
    raw = payload if isinstance(payload, bytes) else payload.encode("latin-1")
    return PageSymbol(kind=kind, format="DataMatrix", payload=raw, box=ZONE)


def test_a_letter_is_read_whole() -> None:
    document = read(LETTER)
    assert values(document) == {
        "birth_name": "TESTOMBELLE",
        "used_name": "TESTLISERON",
        "first_name": "CAMILLE",
        "first_names": "CAMILLE",
        "birth_date": "1990-02-14",
        "sex": "F",
        "doc_date": "2026-03-12",
        "act_date": "2026-03-10",
        "author_family": "TESTAUTEUR",
        "author_given": "ANNE",
        "author_rpps": "10000000009",
        "author_speciality": "Cardiologue",
        "structure_name": "CENTRE HOSPITALIER DE TESTVILLE",
        "recipients": "Docteur Paul TESTMED",
    }
    roles = {(mention.role, mention.given.value if mention.given else "") for mention in document.mentions}
    assert (Role.RELATIVE, "SOPHIE") in roles
    assert (Role.RELATIVE, "JEAN") in roles
    assert (Role.RECIPIENT, "PAUL") in roles
    assert (Role.PATIENT, "CAMILLE") in roles


def test_the_same_pages_give_the_same_answer() -> None:
    assert read(LETTER) == read(LETTER)


def test_a_candidate_says_where_and_why() -> None:
    chosen = read(LETTER).fields[FieldName.BIRTH_NAME].chosen
    assert (chosen.page, chosen.raw, len(chosen.boxes)) == (1, "TESTOMBELLE", 1)
    assert "tournure (née, épouse)" in chosen.why
    assert dict(chosen.features)["grammar"] == 1.0
    assert 0.9 < chosen.confidence < 1.0


def test_a_header_repeated_on_each_page_is_surer() -> None:
    one = "Nom de naissance : TESTOMBELLE   Prénom : Camille   Né(e) le : 14/02/1990"
    single, double = read(one), read(one, one)
    name = FieldName.BIRTH_NAME
    assert double.fields[name].chosen.confidence > single.fields[name].chosen.confidence
    assert not double.several_patients
    assert double.pages == (1, 2)


def test_two_patients_on_two_pages_are_told() -> None:
    document = read(
        "Objet : Mme TESTOMBELLE Camille née le 14/02/1990", "Objet : M. TESTIBULE Antoine né le 03/04/1955"
    )
    assert document.several_patients
    assert "pages 1, 2" in document.several_why[0]
    assert "TEST" not in document.several_why[0]


def test_father_and_son_of_one_name_are_two() -> None:
    document = read(
        "Nom de naissance : TESTOMBELLE   Prénom : Jean   Né(e) le : 14/02/1990",
        "Nom de naissance : TESTOMBELLE   Prénom : Jean   Né(e) le : 03/11/1961",
    )
    assert document.several_patients


def test_twins_are_two() -> None:
    document = read(
        "Nom de naissance : TESTOMBELLE   Prénom : Lucas   Né(e) le : 14/02/1990",
        "Nom de naissance : TESTOMBELLE   Prénom : Hugo   Né(e) le : 14/02/1990",
    )
    assert document.several_patients


def test_a_digit_misread_on_one_page_is_not_another_patient() -> None:
    document = read(
        "Nom de naissance : TESTOMBELLE   Prénom : Jean   Né(e) le : 14/02/1990",
        "Nom de naissance : TESTOMBELLE   Prénom : Jean   Né(e) le : 14/02/1996",
    )
    assert not document.several_patients


def test_two_valid_ins_are_two_patients() -> None:
    document = read(f"Matricule INS : {INS}", f"Matricule INS : {OTHER_INS}")
    assert document.several_patients
    assert document.several_why == ("2 matricules INS différents, de clé juste (pages 1, 2).",)


def test_relatives_are_no_second_patient() -> None:
    assert not read(LETTER).several_patients


def test_a_datamatrix_is_read_and_compared() -> None:
    page = make_page("Nom de naissance : TESTOMBELLE\nNé(e) le : 14/02/1990", symbols=(symbol(PAYLOAD),))
    document = extract_fields([page], received_on=RECEIVED)
    found = values(document)
    assert (found["ins"], found["birth_place"], found["first_names"]) == (INS, "99999", "CAMILLE ROSE")
    ins = document.fields[FieldName.INS].chosen
    assert (ins.source, ins.boxes, ins.is_checked) == (Source.DATAMATRIX, (ZONE,), True)
    assert "accord avec le datamatrix" in document.fields[FieldName.BIRTH_DATE].chosen.why


def test_a_stray_sticker_does_not_speak_for_the_page() -> None:
    text = "Nom de naissance : TESTIBULE\nPrénom : Antoine\nNé(e) le : 03/04/1955\nSexe : M"
    stuck = extract_fields([make_page(text, symbols=(symbol(PAYLOAD),))], received_on=RECEIVED)
    found = values(stuck)
    assert (found["birth_name"], found["birth_date"], found["sex"]) == ("TESTIBULE", "1955-04-03", "M")
    assert "ins" not in found
    assert stuck.candidates[FieldName.INS][0].value == INS
    assert "en désaccord avec ce qui est imprimé" in stuck.candidates[FieldName.INS][0].why
    assert "désaccord avec le datamatrix" in stuck.fields[FieldName.BIRTH_DATE].chosen.why


def test_bars_of_the_shape_of_the_establishment_are_a_stay() -> None:
    page = make_page("Bonjour", symbols=(symbol("260012345", SymbolKind.CODE_1D),))
    known = References(episode_pattern=r"26\d{7}")
    found = extract_fields([page], received_on=RECEIVED, reference=known).fields[FieldName.EPISODE].chosen
    assert (found.value, found.source) == ("260012345", Source.BARCODE)
    assert FieldName.EPISODE not in extract_fields([page], received_on=RECEIVED).fields


def test_bars_that_repeat_a_printed_number_confirm_it() -> None:
    text = "N° de séjour : 260012345"
    alone = extract_fields([make_page(text)], received_on=RECEIVED)
    page = make_page(text, symbols=(symbol("260012345", SymbolKind.CODE_1D),))
    both = extract_fields([page], received_on=RECEIVED)
    assert len(both.candidates[FieldName.EPISODE]) == len(alone.candidates[FieldName.EPISODE]) + 1


def test_a_second_reader_that_agrees_confirms() -> None:
    text = "Nom de naissance : TESTOMBELLE\nNé(e) le : 14/02/1990"
    other = text.replace("1990", "1996")
    plain, same, differing = (
        extract_fields(
            [make_page(text, engine=Engine.TESSERACT, confidence=0.8, second=second)], received_on=RECEIVED
        ).fields[FieldName.BIRTH_DATE]
        for second in ("", text, other)
    )
    assert differing.chosen.confidence < plain.chosen.confidence < same.chosen.confidence
    assert (plain.chosen.is_checked, same.chosen.is_checked, differing.chosen.is_checked) == (False, True, False)


def test_the_directory_confirms_an_author() -> None:
    known = References(professionals={"10000000009": "TESTAUTEUR Anne"})
    strange = References(professionals={"10000000009": "TESTAUTRE Luc"})
    name = FieldName.AUTHOR_FAMILY
    plain, sure, unsure = (
        read(LETTER, reference=reference).candidates[name][0] for reference in (None, known, strange)
    )
    assert sure.is_checked
    assert not plain.is_checked
    assert sure.confidence > plain.confidence >= unsure.confidence


def test_the_directory_confirms_a_structure() -> None:
    known = References(structures={"990780009": "CH DE TESTVILLE"})
    text = "CENTRE HOSPITALIER DE TESTVILLE\nFINESS : 990780009"
    assert read(text, reference=known).fields[FieldName.STRUCTURE_NAME].chosen.is_checked
    assert read(text).fields[FieldName.STRUCTURE_FINESS].chosen.is_checked


def test_a_plain_name_is_less_sure_than_a_birth_name() -> None:
    plain = read("Nom : TESTOMBELLE   Prénom : Camille").fields[FieldName.BIRTH_NAME].chosen
    stated = read("Nom de naissance : TESTOMBELLE   Prénom : Camille").fields[FieldName.BIRTH_NAME].chosen
    assert plain.confidence < stated.confidence
    assert "nom sans précision (naissance ou usage)" in plain.why


def test_ins_against_the_traits() -> None:
    agreeing = read(f"INS : {INS}\nNé(e) le : 14/02/1990   Sexe : F")
    differing = read(f"INS : {INS}\nNé(e) le : 14/03/1961   Sexe : M")
    for name in (FieldName.BIRTH_DATE, FieldName.SEX):
        assert differing.fields[name].chosen.confidence < agreeing.fields[name].chosen.confidence
        assert "désaccord avec le matricule INS" in differing.fields[name].chosen.why


def test_a_wrong_key_stays_a_doubt() -> None:
    document = read("Matricule INS : 290029999900128")
    assert FieldName.INS not in document.fields
    candidate = document.candidates[FieldName.INS][0]
    assert (candidate.is_checked, "clé fausse" in candidate.why) == (False, True)


def test_a_mended_ins_is_marked() -> None:
    chosen = read("Matricule INS : 29OO29999900I29").fields[FieldName.INS].chosen
    assert (chosen.value, chosen.raw, chosen.is_repaired, chosen.is_checked) == (INS, "29OO29999900I29", True, True)


def test_several_addressees() -> None:
    document = read("Dr Anne TESTAUTEUR\n\nCopies à : Dr Paul TESTMED, Dr Luc TESTDEUX")
    assert [one.value for one in document.fields[FieldName.RECIPIENTS].values] == ["Dr Paul TESTMED", "Dr Luc TESTDEUX"]


def test_no_pages_no_fields() -> None:
    assert extract_fields([], received_on=RECEIVED) == ReadDocument(pages=())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("HAD – CHU DE TESTVILLE", "CHU DE TESTVILLE"),
        ("Clinique de Testville – Pôle Locomoteur", "Clinique de Testville"),
        ("Polyclinique du Val - Unité 4B", "Polyclinique du Val"),
        ("Clinique du Val 12 allée des Cèdres, 99100 Testville", "Clinique du Val"),
        ("médecin généraliste · Maison de santé du Lac · 3 quai Neuf, 99100 Testville", "Maison de santé du Lac"),
        ("Chirurgien - Clinique du Lac - 3 quai Neuf", "Clinique du Lac"),
        ("SSIAD de Testville", "SSIAD de Testville"),
        ("Maison de retraite du Lac", "Maison de retraite du Lac"),
        ("CAMSP de Testville", "CAMSP de Testville"),
        ("Laboratoire des Essais - Testville", "Laboratoire des Essais - Testville"),
        ("CHU de Testville, le 09/11/2026", "CHU de Testville"),
        ("+ Pharmacie du Lac", "Pharmacie du Lac"),
        ("Laboratoire du Lac - Testville / Biologie", "Laboratoire du Lac - Testville"),
        ("LBM Testville - Immuno-hématologie", "LBM Testville"),
        ("HAD Testville\nFiche de suivi\nCentre hospitalier de Testville", "Centre hospitalier de Testville"),
        ("HAD Testville", "HAD Testville"),
        ("Centre ophtalmologique des Lacs", "Centre ophtalmologique des Lacs"),
        ("Anatomie pathologique – CHU du Lac", "CHU du Lac"),
        ("RESIDENCE DU LAC 2e etage ch 217", "RESIDENCE DU LAC"),
        ("Imagerie des Deux-Lacs", "Imagerie des Deux-Lacs"),
        ("Cardiologie Saint-Test\nDocteur Anne TESTAUTEUR", "Cardiologie Saint-Test"),
        ("Unité de dialyse de Testville", "Unité de dialyse de Testville"),
        ("Clinique du Lac\nÉtablissement : Samuel DURAND, travailleur social", "Clinique du Lac"),
        ("Maternité du Lac – Lettre de sortie", "Maternité du Lac"),
        ("BIOLOGIE DU LAC\nLaboratoire de biologie médicale", "BIOLOGIE DU LAC"),
        ("Clinique du Lac\nMonsieur le Directeur\nMDPH de Testville", "Clinique du Lac"),
    ],
)
def test_a_house_is_named_without_its_units_its_people_nor_its_address(line: str, name: str) -> None:
    found = read(f"{line}\n\nPatient : TESTPATIENT Marie").fields[FieldName.STRUCTURE_NAME]
    assert found.chosen.value == name
