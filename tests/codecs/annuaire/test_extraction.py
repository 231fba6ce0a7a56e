"""The open extractions, read by the names of their columns whatever their order."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.annuaire.extraction import read_activities, read_mailboxes
from liane.domain.directory.entries import MailboxKind
from liane.domain.errors import MalformedMessage

HEAD = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|Nom d'exercice|"
    "Prénom d'exercice|Code profession|Code catégorie professionnelle|Code savoir-faire|Code mode exercice|"
    "Numéro FINESS site|Identifiant technique de la structure|Raison sociale site|Code postal (coord. structure)|"
    "Libellé commune (coord. structure)|Code secteur d'activité|Code genre activité"
)
ROW = (
    "8|99900090012|899900090012|DR|TESTÉRABLE|Élise|10|C|SM26|S|750900011|R10100001|CH TEST|75020|Paris 20e|SA01|GENR01"
)
HOME = "8|99900090020|899900090020|MME|TESTHETRE|Léa|60|C|||||||||"


def test_a_row_gives_a_professional_a_situation_and_a_structure() -> None:
    (row,) = read_activities([HEAD, ROW + "\r\n", ""])
    assert (row.practitioner.idnps, row.practitioner.rpps) == ("899900090012", "99900090012")
    assert (row.practitioner.family, row.practitioner.specialties) == ("TESTÉRABLE", ("SM26",))
    assert row.structure is not None
    assert (row.structure.key, row.structure.idnst, row.structure.sector) == ("R10100001", "1750900011", "SA01")
    assert row.situation is not None
    assert (row.situation.practitioner, row.situation.structure, row.situation.mode) == (
        "899900090012",
        "R10100001",
        "S",
    )


def test_a_professional_without_a_place_is_read_alone() -> None:
    (row,) = read_activities([HEAD, HOME])
    assert (row.practitioner.family, row.situation, row.structure) == ("TESTHETRE", None, None)


def test_the_order_of_columns_does_not_count() -> None:
    turned = ["|".join(reversed(line.split("|"))) for line in (HEAD, ROW)]
    assert list(read_activities(turned)) == list(read_activities([HEAD, ROW]))


def test_a_file_of_another_kind_is_refused_naming_the_column() -> None:
    with pytest.raises(MalformedMessage) as refused:
        list(read_activities(["a|b|c", "1|2|3"]))
    assert "identification nationale pp" in refused.value.findings[0].message


def test_mailboxes_say_their_owner_by_national_number() -> None:
    head = "Type de BAL|Adresse BAL|Identification nationale PP|Identification nationale structure|Dématérialisation"
    rows = [head, "PER|A@b.mssante.fr|899900090012||O", "ORG|c@b.mssante.fr||1750900011|N", "ORG|sans adresse||1|"]
    personal, shared = read_mailboxes(rows)
    assert (personal.mailbox.address, personal.mailbox.kind, personal.idnps) == (
        "a@b.mssante.fr",
        MailboxKind.PER,
        "899900090012",
    )
    assert (shared.structure_id, shared.mailbox.accepts_digital) == ("1750900011", False)


@given(st.lists(st.text(alphabet="|abÉé0 8", max_size=60), max_size=6))
def test_any_lines_give_rows_or_a_refusal(lines: list[str]) -> None:
    with contextlib.suppress(MalformedMessage):
        assert all(row.practitioner.idnps for row in read_activities([HEAD, *lines]))
    with contextlib.suppress(MalformedMessage):
        assert all("@" in row.mailbox.address for row in read_mailboxes(lines))
