"""Layouts drawn at random, for training alone: as many manners as groups, each of all choices at once.

``hasard-001`` … : the manner (blocks, their order, labels, places) depends on the group, persons and words on the file. No
published figure is counted on them: they only teach models which place and neighbours tell a role. Same seed, same bytes.
"""

from collections.abc import Callable
from functools import partial

from eval.case import Case
from eval.layouts_seen import UNTITLED, Layout
from eval.random_bodies import draw_body, draw_ending, draw_foot, draw_opening, reword
from eval.random_heads import (
    draw_block,
    draw_continuation,
    draw_date,
    draw_head,
    draw_meta,
    draw_subject,
    draw_title,
    side_by_side,
)
from eval.random_identity import MODES, draw_identity, draw_matrix
from eval.random_manner import Manner
from eval.random_page import Hand
from eval.random_people import author_mode, mark_absences, widen_recipients
from eval.sheet import Sheet

PREFIX = "hasard-"
GROUPS = 480
FAMILIES = ("letter discharge", "letter discharge", "letter", "letter form", "form discharge operative", "form", "lab",
            "lab", "lab letter", "imaging", "imaging letter", "operative", "prescription", "prescription certificate",
            "certificate insurance")  # fmt: skip
FONTS = ("sans", "sans", "sans", "serif", "serif", "mono", "typewriter")
ORDERS = ("date block who meta title", "date who block title meta", "block date who title meta", "who date block title meta",
          "title who meta date block", "title date who meta block", "who block meta title date", "meta who title date block",
          "date title who block meta", "block who date title meta", "who+block date title meta", "block+who date meta title",
          "date+block who title meta", "who+meta date block title", "meta+who title date block", "title meta who block date",
          "block+date who meta title", "who title block meta date")  # fmt: skip

PARTS: dict[str, Callable[[Hand], None]] = {
    "date": draw_date, "block": draw_block, "who": draw_identity, "meta": draw_meta, "title": draw_title,
}  # fmt: skip


def draw(group: int, sheet: Sheet, case: Case) -> None:
    """Draw one document in the manner of a group."""
    hand = Hand(sheet, case, Manner(group))
    manner = hand.manner
    if author_mode(hand) == "electronic" and manner.chance("signed-date", 0.4):
        hand.done.add("signed-date")
    if manner.pick("identity", MODES) == "running":
        hand.done.add("running")
    reword(hand)
    widen_recipients(hand)
    if case.kind.code in UNTITLED and manner.chance("untitled", 0.35):
        hand.done.add("untitled")
    draw_foot(hand)
    if manner.chance("head-last", 0.06):
        _draw_top(hand)
        draw_head(hand)
    else:
        draw_head(hand)
        _draw_top(hand)
    draw_continuation(hand)
    draw_opening(hand)
    draw_body(hand)
    draw_matrix(hand)
    draw_ending(hand)
    mark_absences(case)


def _draw_top(hand: Hand) -> None:
    """The parts over the text, in the order of the group."""
    is_subject = hand.manner.pick("identity", MODES) == "subject"
    for step in hand.manner.pick("order", ORDERS).split():
        first, _, second = step.partition("+")
        if second and hand.sheet.right - hand.sheet.left > 400 and not is_subject:
            side_by_side(hand, PARTS[first], PARTS[second])
            continue
        for name in filter(None, (first, second)):
            if name == "title" and is_subject:
                draw_subject(hand)
            else:
                PARTS[name](hand)


def make_layouts(count: int) -> tuple[Layout, ...]:
    """The layouts of the first groups."""
    made = []
    for group in range(1, count + 1):
        manner = Manner(group)
        families = manner.pick("families", FAMILIES)
        name = f"{PREFIX}{group:03d}"
        font = manner.pick("font", FONTS)
        made.append(Layout(name=name, families=frozenset(families.split()), manner=font, parts=(partial(draw, group),)))
    return tuple(made)


RANDOM_LAYOUTS = make_layouts(GROUPS)
