"""Parts of one file: the doubts of one keep back those that hang together with it."""

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.parts import Part, hold_parts
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.match import Match, Matching
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeAction, IntakeDecision
from liane.domain.intake.page import Page
from liane.domain.intake.recognise.guided import match
from liane.domain.intake.split import says_it_follows, split_pages
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import ins_of, person

JULIE = person("A", "MARTIN", "JULIE ANNE", "19510312", ins=ins_of("19510312", "F"))
PAUL = person("B", "DURAND", "PAUL", "19490802", "M", ins=ins_of("19490802", "M"))
HEAD = "Laboratoire de biologie de Testville\n"
RUNNING = "MARTIN Julie - 12/03/1951 - F - NDA 268640848\n"
ROWS = "Sodium mmol/L 140\nPotassium mmol/L 4,1\nBiologiste : Anne ESSAI"


def part(record_id: str | None, *codes: str, text: str = "MARTIN Julie", found: str = "") -> Part:
    """A part of a file as decided alone. found: the record among those proposed for it."""
    action = IntakeAction.REVIEW if codes else IntakeAction.AUTO
    persons = [one for one in (JULIE, PAUL) if one.record_id in (record_id, found)]
    matches = tuple(Match(person=one, score=30.0, probability=0.9, evidence=()) for one in persons)
    decision = IntakeDecision(action=action, reason="", codes=codes, record_id=record_id)
    return Part((make_page(text),), Matching(matches=matches, margin=20.0), decision)


def actions(*parts: Part) -> str:
    """« a » for each part filed without a click, « r » for each one shown."""
    return "".join("a" if one.action is IntakeAction.AUTO else "r" for one in hold_parts(parts))


@pytest.mark.parametrize("doubt", ["INT-003", "INT-006", "INT-030", "INT-044"])
def test_a_doubt_about_a_person_keeps_back_the_part_of_the_record_found_there(doubt: str) -> None:
    assert actions(part(None, doubt, found="A"), part("A")) == "rr"
    assert actions(part("A"), part(None, doubt, found="A")) == "rr"
    held = hold_parts((part(None, doubt, found="A"), part("A")))[1]
    assert held.codes == ("INT-143",)
    assert held.record_id == "A"


def test_a_doubt_about_the_type_keeps_nothing_back() -> None:
    assert actions(part("A", "INT-036"), part("A")) == "ra"
    assert actions(part("A"), part("A")) == "aa"
    assert actions() == ""


@pytest.mark.parametrize(
    ("ended", "begun"),
    [
        ("p. 1", "p. 2"),
        ("Page 1/3", "Page 2/3"),
        ("... suite page suivante", "Valeurs"),
        ("Fin du premier volet\nT.S.V.P.", "Valeurs"),
        ("Résultats", "Suite"),
        ("MARTIN J. - bilan de marche - 1", "MARTIN J. - bilan de marche - 2"),
    ],
)
def test_a_page_that_says_it_follows_is_kept_back_with_the_one_before(ended: str, begun: str) -> None:
    first, second = f"Sodium 140\n{ended}", f"{begun}\nPotassium 4"
    assert says_it_follows((make_page(first),), (make_page(second),))
    assert actions(part("A", "INT-009", text=first), part("B", text=second)) == "rr"
    assert actions(part("A", text=first), part("B", text=second)) == "rr"
    assert actions(part("A", "INT-036", text=first), part("A", text=second)) == "ra"


@pytest.mark.parametrize(
    ("ended", "begun"),
    [
        ("Page 1/1", "Page 1/2"),
        ("p. 2", "p. 1"),
        ("Chambre 12", "Chambre 13"),
        ("N° de dossier 4", "N° de dossier 5"),
        ("Merci de la suite donnée", "Valeurs"),
    ],
)
def test_a_page_that_begins_anew_follows_nothing(ended: str, begun: str) -> None:
    first, second = f"Sodium 140\n{ended}", f"{begun}\nPotassium 4"
    assert not says_it_follows((make_page(first),), (make_page(second),))
    assert actions(part("A", "INT-009", text=first), part("A", text=second)) == "ra"


def _judge(pages: list[Page]) -> Part:
    read = extract_fields(pages, received_on="2026-05-04")
    matching = match(read, pages, InMemoryIndex((JULIE, PAUL)))
    return Part(pages, matching, decide(read, pages, matching, policy=COMMAND_LINE_POLICY))


def test_the_next_page_under_the_same_head_is_not_cut_from_the_number_of_somebody_else() -> None:
    first = make_page(f"{HEAD}MARTlN Julie - F - NDA 268640848\np. 1\nMatricule INS : {PAUL.ins}\n{ROWS}", number=1)
    second = make_page(f"{HEAD}{RUNNING}p. 2\n{ROWS}", number=2)
    assert split_pages([first, second]) == ((1, 2),)
    assert "INT-006" in _judge([first, second]).decision.codes


def test_two_persons_of_one_letterhead_stay_two_documents() -> None:
    first = make_page(f"{HEAD}MARTIN Julie née le 12/03/1951\np. 1\n{ROWS}", number=1)
    second = make_page(f"{HEAD}DURAND Paul né le 02/08/1949\np. 2\n{ROWS}", number=2)
    assert split_pages([first, second]) == ((1,), (2,))


def test_pages_in_disorder_keep_every_part_back() -> None:
    """« 1/2 » of one, a page of another, then « 2/2 »: whose it is, nobody can tell."""
    first = part("A", text="Sodium 140\nPage 1/2")
    second = part("A", text="Potassium 4\nPage 1/1")
    orphan = part("A", "INT-010", text="Page 2/2\nCalcium 2")
    assert actions(first, second) == "aa"
    assert actions(first, second, orphan) == "rrr"


def test_a_file_whose_parts_are_not_all_of_one_record_is_shown_whole() -> None:
    for other in (part("B"), part("B", "INT-006"), part(None, "INT-036")):
        assert actions(part("A"), other) == "rr"
    held = hold_parts((part("A"), part("B"), part("A", "INT-036")))
    assert [one.codes for one in held] == [("INT-148",), ("INT-148",), ("INT-036",)]
