"""What phrases right before a date tell, wherever a paper says them; what the head of a paper says it is about."""

import pytest

from liane.domain.intake.extract.dating.date_roles import DateRole, give_roles
from liane.domain.intake.extract.dating.told_dates import _phrases
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.labels import read_rows
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.extract.surface.sheet import fold
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-11-20"
BODY = "\n".join(("Texte de la page qui ne dit rien de particulier.",) * 12)
WRITTEN = {DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED}
ACTS = {DateRole.VISIT, DateRole.EXAM, DateRole.SAMPLE, DateRole.OPERATION, DateRole.DISCHARGE}
ROLES = {
    "coming": {DateRole.NEXT},
    "past": {DateRole.EARLIER},
    "course": {DateRole.TREATMENT},
    "form": {DateRole.FORM},
    "seen": ACTS,
    "operated": ACTS,
    "sampled": ACTS,
    "explored": ACTS,
    "examined": ACTS,
    "visit": ACTS,
    "leaves": {DateRole.DISCHARGE},
    "day-stay": {DateRole.DISCHARGE},
    "lives": {DateRole.ADMISSION},
    "stay": {DateRole.ADMISSION},
    "asked": {DateRole.EARLIER},
    "dated": WRITTEN,
    "written": WRITTEN,
    "signing": WRITTEN,
}
EXAMPLES = [(kind, example) for kind, _, example in read_rows("date_phrases.tsv")]
OTHERS = {
    "plain consultation": ("Vu en consultation le 12/03/2026", ACTS),
    "again with pleasure": ("J'ai eu le plaisir de revoir Madame MARTIN le 12/03/2026.", ACTS),
    "a letter that is received": ("J'ai bien reçu votre courrier le 12/03/2026.", {DateRole.OTHER, DateRole.RECEIVED}),
    "an enquiry begun": ("Enregistrement débuté le 12/03/2026", {DateRole.OTHER, *ACTS}),
    "a paper and who wrote it": ("Le 12/03/2026, Dr Paul MARTIN - RPPS 10003456789", WRITTEN),
    "who was seen then": ("Le 12/03/2026, Mme MARTIN a été admise dans le service", {DateRole.OTHER}),
    "who signs": ("Dr Paul MARTIN, le 12/03/2026", WRITTEN),
    "an exam of before": ("L'IRM du 12/03/2026 montrait une lésion.", {DateRole.EARLIER}),
    "a code of forms": ("Grille FO-123 validée le 12/03/2026", WRITTEN),
    "what cannot be": ("Le patient ne peut se rendre à la convocation du 12/03/2026", {DateRole.OTHER, DateRole.NEXT}),
    "proofread": ("Relu le 12/03/2026", WRITTEN),
}


def _role(text: str) -> DateRole:
    page = f"Lettre du Centre d'Essai\n{BODY}\n{BODY}\n{BODY}\n{text}\n{BODY}"
    (reading,) = read_all([make_page(page)], RECEIVED)
    return next(one.role for one in give_roles(reading) if one.date.iso == "2026-03-12")


def _days(text: str) -> tuple[str | None, str | None]:
    read = extract_fields((make_page(text),), received_on=RECEIVED)
    found = (read.fields.get(name) for name in (FieldName.DOC_DATE, FieldName.ACT_DATE))
    document, act = (one.chosen.value if one is not None else None for one in found)
    return document, act


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_every_phrase_matches_its_example(kind: str, example: str) -> None:
    before = fold(example).split("12/03/2026")[0].replace("(E)", "E")
    assert _phrases()[kind].search(before)


@pytest.mark.parametrize(("kind", "example"), [one for one in EXAMPLES if one[0] in ROLES])
def test_the_role_that_a_phrase_tells(kind: str, example: str) -> None:
    assert _role(example) in ROLES[kind]


@pytest.mark.parametrize(("text", "expected"), OTHERS.values(), ids=OTHERS)
def test_words_near_those_of_a_phrase(text: str, expected: set[DateRole]) -> None:
    assert _role(text) in expected


HEAD = "CENTRE HOSPITALIER D'ESSAI\nService d'essai\n"
PATIENT = "Mme MARTIN Anne     née le 03/02/1981\n"


def test_a_delivery_is_dated_by_the_birth_of_the_child() -> None:
    text = (
        f"{HEAD}COMPTE RENDU D'ACCOUCHEMENT\n{PATIENT}Une consultation aux urgences le 20/09/2026 pour contractions.\n"
        "Le 08/10/2026 à 14 h 12, naissance d'une fille de 3200 g.\nÉchographie du 02/08/2026 normale.\n"
        "Rédigé le 09/10/2026"
    )
    assert _days(text) == ("2026-10-09", "2026-10-08")


def test_the_last_of_a_list_of_vaccines_is_the_act() -> None:
    rows = "04/05/2019     Grippe     lot A1     Dr B\n02/10/2026     Tétanos     lot C2     Dr D\n"
    text = f"{HEAD}CARNET DE VACCINATION\n{PATIENT}Date     Vaccin     Lot     Par\n{rows}\n{BODY}\nÉdité le 02/10/2026"
    assert _days(text)[1] == "2026-10-02"


def test_an_act_under_its_own_label_before_what_sentences_tell() -> None:
    text = (
        f"{HEAD}RÉUNION DE CONCERTATION\n{PATIENT}Date de la réunion : 05/10/2026\n{BODY}\n"
        "Son dossier a déjà été présenté en réunion de concertation le 04/08/2026 devant les mêmes médecins.\n"
        "Validation : 06/10/2026 - Dr Paul ESSAI"
    )
    assert _days(text) == ("2026-10-06", "2026-10-05")


def test_a_day_of_long_ago_is_no_act_where_the_patient_is_seen_today() -> None:
    text = (
        f"{HEAD}Lyon, le 12 octobre 2026\nCERTIFICAT MÉDICAL\n{PATIENT}Je certifie avoir reçu ce jour en consultation "
        "cette patiente.\nUne IRM a été réalisée le 12/01/2024, sans anomalie.\nDr Paul ESSAI"
    )
    assert _days(text) == ("2026-10-12", "2026-10-12")


def test_the_prescription_that_an_answer_names_is_not_its_own() -> None:
    text = (
        f"{HEAD}COMPTE RENDU DE BILAN\n{PATIENT}Bilan effectué le 02/10/2026, sur prescription du Dr ESSAI "
        f"en date du 01/09/2026.\n{BODY}\nLyon, le 06/10/2026"
    )
    assert _days(text) == ("2026-10-06", "2026-10-02")


def test_the_act_lends_its_day_unsurely_where_an_unknown_day_comes_after() -> None:
    page = f"{HEAD}COMPTE RENDU\n{PATIENT}Vu en consultation le 02/10/2026.\n{BODY}\n"
    alone = extract_fields((make_page(page),), received_on=RECEIVED).fields[FieldName.DOC_DATE].chosen
    later = extract_fields((make_page(f"{page}Aulhentiiié : 05/10/2026"),), received_on=RECEIVED).fields
    assert alone.value == "2026-10-02"
    found = later.get(FieldName.DOC_DATE)
    assert found is None or found.chosen.value == "2026-10-05" or found.chosen.confidence < alone.confidence
