"""Names without labels: a patient told by an age, a doctor whose name goes on under the line, an unknown signature."""

from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.extract.document import persons_of
from liane.domain.intake.extract.people.person_features import describe_mentions
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import family_key, find_mentions
from tests.domain.intake.extract.word_pages import make_page


def mentions_of(text: str) -> list[Person]:
    readings, persons = persons_of((make_page(text),), received_on="2026-11-01")
    return find_mentions(readings, persons)


def families_of(text: str) -> set[str]:
    return {family_key(one) for one in mentions_of(text)}


def test_a_name_that_an_age_follows_is_no_professional() -> None:
    strip = "MARTIN Paul\nID : 4512\n03/02/1960 (65 ans)\nFréq. 80 bpm\nConfirmé par : DURAND Anne\n"
    assert families_of(strip) == {"DURAND"}
    assert families_of("MARTIN Paul   Sexe M   DDN 03-02-1960\n\nValidé par DURAND Anne\n") == {"DURAND"}
    assert families_of("MARTIN Paul femme 03/02/1960 65 ans\n\nDr DURAND Anne\n") == {"DURAND"}


def test_a_profession_under_a_name_keeps_it() -> None:
    page = "Paul MARTIN\nCardiologue\nPatient de 65 ans\n\nBien à vous\n"
    assert "MARTIN" in families_of(page)


def test_a_family_name_goes_on_under_the_first_name() -> None:
    (found,) = mentions_of("Consultation du 03/04/2026 par Dr Damien\nTESTAUTEUR\n\nSans particularité.\n")
    assert family_key(found) == "TESTAUTEUR"
    assert found.name.given is not None
    assert found.name.given.raw == "Damien"


def test_a_word_of_forms_under_a_first_name_is_no_family_name() -> None:
    assert "SIGNATURE" not in families_of("Vu par Dr Damien\nSIGNATURE\n\nSans particularité.\n")


def test_a_signature_that_no_list_knows_is_a_mention() -> None:
    body = "\n".join(f"Ligne {number} du texte sans particularité." for number in range(12))
    assert "PASQUERONIL" in families_of(f"Dorothée Pasqueronil · diététicienne\n{body}\n")
    assert "PASQUERONIL" in families_of(f"{body}\nD. Pasqueronil\n")
    assert "PASQUERONIL" not in families_of(f"D. Pasqueronil\n{body}\n")  # an initial alone says too little there


def test_words_that_end_a_name() -> None:
    (found,) = mentions_of("Prescripteur : Dr Anne TESTAUTEUR DECT 7731\n")
    assert family_key(found) == "TESTAUTEUR"


def ticks_of(text: str) -> dict[str, set[str]]:
    readings, persons = persons_of((make_page(text),), received_on="2026-11-01")
    mentions = find_mentions(readings, persons)
    rows = describe_mentions(readings, mentions)
    return {
        family_key(one): {name for name in row if name.startswith("tick=")}
        for one, row in zip(mentions, rows, strict=True)
    }


def test_who_is_ticked_in_a_list() -> None:
    for yes, no in (("☒ ", "☐ "), ("[x] ", "[ ] "), ("X ", ""), ("✓ ", ""), ("● ", "○ ")):
        told = ticks_of(f"{no}Dr Paul TESTMED\n{yes}Dr Anne TESTAUTEUR\n{no}Dr Luc TESTAUTRE\n\nOrdonnance\n")
        assert "tick=yes" in told["TESTAUTEUR"], yes
        assert told["TESTMED"] & {"tick=no:yes", "tick=none:yes"}, yes


def test_a_sign_after_the_name_counts_too() -> None:
    told = ticks_of("Dr Paul TESTMED [ ]\nDr Anne TESTAUTEUR [x]\n")
    assert "tick=yes:no" in told["TESTAUTEUR"]
    assert "tick=no:yes" in told["TESTMED"]


@given(
    st.lists(
        st.sampled_from(("Dr", "Paul", "MARTIN", "65", "ans", "☒", "[x]", "D.", "née", ",", "le", "\n", "A" * 300))
    )
)
def test_any_words_are_read(words: list[str]) -> None:
    for one in mentions_of(" ".join(["Page", *words])):
        assert family_key(one)
