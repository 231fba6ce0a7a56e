"""Refusals in words: every cause has its own sentence and remedy, for a professional and for the patient."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.mssante_mail.delivery_status import NonDeliveryCause, classify_cause
from liane.domain.errors import RemoteRefusal
from liane.pipeline.mail_refusals import explain_cause, explain_refusal, quote_operator


def test_every_cause_has_its_sentence_and_its_remedy() -> None:
    told = [explain_cause(cause, is_patient=False) for cause in NonDeliveryCause]
    assert len(set(told)) == len(NonDeliveryCause)
    assert all(sentence.endswith(".") and remedy.endswith(".") for sentence, remedy in told)


@pytest.mark.parametrize(
    ("context", "sentence", "remedy"),
    [
        ("5.2.1 boîte fermée", "s'y oppose", "Ne plus lui écrire"),
        ("5.1.1 user unknown", "Aucune messagerie", "INS"),
        ("5.2.1 compte non activé", "pas activé", "activé"),
        ("5.1.3 syntax", "matricule INS", "INS"),
        ("5.2.2 full", "pleine", "vide"),
    ],
)
def test_a_patient_is_spoken_of_as_a_patient(context: str, sentence: str, remedy: str) -> None:
    told = explain_refusal(RemoteRefusal("mssante", "550", context), is_patient=True)
    assert sentence in told[0]
    assert remedy in told[1]


def test_an_address_is_never_quoted() -> None:
    quoted = quote_operator("550 5.1.1 <285059999900131@patient.mssante.fr>: boîte inconnue")
    assert quoted == "550 5.1.1 <adresse>: boîte inconnue"


@given(st.text(max_size=300), st.text(max_size=12))
def test_any_words_have_a_cause(text: str, status: str) -> None:
    sentence, remedy = explain_cause(classify_cause(text, status), is_patient=False)
    assert sentence
    assert remedy
    assert len(quote_operator(text)) <= 200
