"""The phonetic key of French names: what sounds alike, what does not, and any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.identity.phonetics import phonetic_key, phonetic_words

ALIKE = [
    "DUPOND DUPONT",
    "THIBAULT THIBAUT THIBAUD TIBO",
    "PHILIPPE FILIPE PHILIPE FILIP",
    "LEFEVRE LEFEBVRE",
    "MEYER MEIER MAYER MAIER",
    "GAUTHIER GAUTIER GOTIER",
    "CATHERINE KATERINE CATERINE",
    "SOPHIE SOFI SOPHI",
    "MATHIEU MATTHIEU MATIEU",
    "RENAULT RENAUD RENAUT RENO",
    "HENRI HENRY ENRI",
    "CHRISTOPHE KRISTOF CRISTOPHE",
    "SYLVIE SILVI",
    "CECILE SESIL",
    "DENIS DENYS",
    "ERIC ERICK ERIK",
    "MICKAEL MICHAEL MIKAEL",
    "LEROY LEROI",
    "FONTAINE FONTENE",
    "MOREAU MORO MORAUD",
    "ROUSSEAU ROUSSO ROUSSEAUX",
    "BERTHELOT BERTELO",
    "LAMBERT LAMBER",
    "JACQUES JACK JAK",
    "LAURENT LORAN LAURAN",
    "ELISABETH ELIZABETH",
    "YVES IVES YVE",
    "DOMINIQUE DOMINIC DOMINIK",
    "CAMILLE CAMIL KAMIL",
    "GILLES JILLE GIL",
    "SCHMITT SCHMIDT CHMIT",
    "GEOFFROY JOFFROI",
    "JEAN JAN",
    "LECLERC LECLERCQ",
    "DELATOUR De-La-Tour",
    "NDIAYE N'DIAYE",
    "Éloïse ELOISE",
    "WAGNER VAGNER",
    "YOUSSEF YOUCEF",
    "CLAIRE CLERE",
]
UNLIKE = [
    ("MICHEL", "MICHAEL"),
    ("JEAN", "JEANNE"),
    ("AGNES", "ANNE"),
    ("LOUIS", "LOUISE"),
    ("MARTIN", "MARTINE"),
    ("MARIE", "MARIA"),
    ("PAUL", "PAULA"),
    ("ROBERT", "HUBERT"),
    ("SIMON", "SIMONE"),
    ("AHMED", "AMI"),
    ("DUBOIS", "DUBUS"),
    ("BERNARD", "BERTRAND"),
    ("PETIT", "PETITJEAN"),
    ("LEA", "LEO"),
]


@pytest.mark.parametrize("names", ALIKE)
def test_alike(names: str) -> None:
    assert len({phonetic_key(name) for name in names.split()}) == 1


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_unlike(one: str, other: str) -> None:
    assert phonetic_key(one) != phonetic_key(other)


def test_the_words_of_a_compound_name() -> None:
    assert phonetic_words("LECLERCQ-DUBUS") == (phonetic_key("LECLERC"), phonetic_key("DUBU"))


@given(st.text(max_size=60))
def test_any_text_gives_a_key_of_its_alphabet(text: str) -> None:
    assert set(phonetic_key(text)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ123")


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=20))
def test_case_and_signs_count_for_nothing(name: str) -> None:
    assert phonetic_key(name) == phonetic_key(name.lower()) == phonetic_key("-".join(name)) != ""
