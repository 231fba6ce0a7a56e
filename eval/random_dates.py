"""Dates on a page drawn at random: the document's, the act's, and all those that are neither.

The truth counts the document's date and the act's when they are printed; « ce jour » prints none.
"""

from datetime import date, timedelta

from eval.case import Case
from eval.random_manner import wordings
from eval.random_page import Hand
from eval.types import SEEN

DATE_MODES = ("city", "city", "city", "city", "city", "label", "label", "alone", "done", "done", "foot", "title",
              "meta", "head foot", "none")  # fmt: skip
ACT_MODES = ("line", "line", "meta", "meta", "meta", "title", "title", "prose", "prose", "today", "none")


def act_kind(case: Case) -> str:
    """Which list of labels the act's date takes."""
    said = " ".join(case.kind.acts[SEEN]).lower()
    for sign, name in (
        ("ortie", "act_stay"),
        ("rélev", "act_sample"),
        ("ntervention", "act_operation"),
        ("xamen", "act_exam"),
    ):
        if sign in said:
            return name
    return "act_visit"


def has_act(case: Case) -> bool:
    """The case has an act whose date may be told."""
    return bool(case.act_date and case.act_label)


def date_mode(hand: Hand) -> str:
    """Where the document's date stands."""
    if "signed-date" in hand.done:
        return "signed"
    mode = hand.manner.pick("date", DATE_MODES)
    return "city" if mode == "title" and has_act(hand.case) else mode


def act_mode(hand: Hand) -> str:
    """Where the act's date stands; none when the case has no act."""
    if not has_act(hand.case):
        return "none"
    mode = hand.manner.pick("act", ACT_MODES)
    is_true = hand.case.kind.act_is_date
    return "line" if mode in ("title", "prose", "today") and not is_true else mode


def city_date(hand: Hand) -> str:
    """The date that stands alone at the top; empty when it is elsewhere."""
    mode, case, manner = date_mode(hand), hand.case, hand.manner
    if mode == "alone":
        hand.says("doc_date")
        return hand.joined(manner.label("doc_date"), hand.day(case.doc_date))
    if mode in ("city", "head foot"):
        return _city(hand)
    return ""


def _city(hand: Hand) -> str:
    town = hand.case.structure.town
    hand.says("doc_date")
    return hand.manner.word("doc_city").format(town=town, TOWN=town.upper(), date=hand.day(hand.case.doc_date))


def doc_pairs(hand: Hand) -> list[tuple[str, str]]:
    """The document's date as a labelled value, and other dates of the file's life."""
    case, manner, rng = hand.case, hand.manner, hand.sheet.rng
    pairs: list[tuple[str, str]] = []
    if date_mode(hand) in ("label", "meta"):
        hand.says("doc_date")
        hour = f" {hand.time()}" if manner.chance("doc-time", 0.12) else ""
        pairs.append((manner.label("doc_date"), hand.day(case.doc_date) + hour))
    if manner.chance("life-dates", 0.3):
        for number in range(rng.choice((1, 1, 2))):
            when = case.doc_date + timedelta(days=rng.choice((-9, -4, -2, -1, 0, 1, 3, 6)))
            hour = f" {hand.time()}" if manner.chance("life-time", 0.3) else ""
            pairs.append((manner.label("meta_date", f"meta-date-{number}"), hand.day(when) + hour))
    return pairs


def act_label(hand: Hand) -> str:
    """The label of the act's date: of the type, or of the group."""
    if hand.manner.chance("act-of-type", 0.25):
        return hand.case.act_label.rstrip(" :")
    return hand.manner.label(act_kind(hand.case))


def act_pairs(hand: Hand) -> list[tuple[str, str]]:
    """The act's date as a labelled value; the entry beside the way out of a stay."""
    case, manner = hand.case, hand.manner
    if act_mode(hand) != "meta" or case.act_date is None:
        return []
    hand.says("act_date")
    if not case.kind.act_is_date:
        return [(case.act_label.rstrip(" :"), hand.day(case.act_date))]
    hour = f"{manner.pick('act-joint', (' ', ' à ', ' - '))}{hand.time()}" if manner.chance("act-time", 0.3) else ""
    pairs = [(act_label(hand), hand.day(case.act_date) + hour)]
    if act_kind(case) == "act_stay" and manner.chance("entry-told", 0.6):
        entry = manner.pick("entry", ("Date d'entrée", "Entrée le", "Admis(e) le", "Entrée", "Début d'hospitalisation"))
        pairs.insert(0, (entry, hand.day(entry_day(hand))))
    return pairs


def entry_day(hand: Hand) -> date:
    """The first day of a stay."""
    if "entry" not in hand.done:
        hand.done.add("entry")
    assert hand.case.act_date is not None
    return hand.case.act_date - timedelta(days=hand.case.seed % 17 + 1)


def range_text(hand: Hand) -> str:
    """« Hospitalisation du … au … »."""
    case = hand.case
    assert case.act_date is not None
    end = "e" if case.shown.sex == "F" else ""
    text = hand.manner.word("stay_range").format(e=end, entry=hand.day(entry_day(hand)), date=hand.day(case.act_date))
    return text[:1].upper() + text[1:]


def act_line(hand: Hand) -> str:
    """The act's date on a line of its own; a range for a stay in half of the groups."""
    case, manner = hand.case, hand.manner
    if act_mode(hand) != "line" or case.act_date is None:
        return ""
    hand.says("act_date")
    if not case.kind.act_is_date:
        return f"{case.act_label} {hand.day(case.act_date)}"
    if act_kind(case) == "act_stay" and manner.chance("stay-range", 0.6):
        return range_text(hand)
    hour = f" à {hand.time()}" if manner.chance("act-time", 0.25) else ""
    return hand.joined(act_label(hand), hand.day(case.act_date) + hour)


def title_date(hand: Hand) -> str:
    """What follows the title: the act's date, or the document's where there is no act."""
    case = hand.case
    form = hand.manner.pick("title-date", (" du {}", " du {}", " - {}", " ({})", " EN DATE DU {}", " le {}", " : {}"))
    if act_mode(hand) == "title" and case.act_date and "titled" not in hand.done:
        hand.done.add("titled")
        hand.says("act_date")
        return form.format(hand.day(case.act_date))
    if date_mode(hand) == "title" and "titled" not in hand.done:
        hand.done.add("titled")
        hand.says("doc_date")
        return form.format(hand.day(case.doc_date))
    return ""


def act_prose(hand: Hand, who: str) -> str:
    """A sentence that tells the act and the patient; empty when the manner does not."""
    case = hand.case
    if act_mode(hand) == "prose" and case.act_date:
        hand.says("act_date")
        if act_kind(case) == "act_stay":
            return f"{who} {range_text(hand)[:1].lower()}{range_text(hand)[1:]}."
        return hand.manner.word("act_prose").format(who=who, date=hand.day(case.act_date))
    if act_mode(hand) == "today" and case.act_date == case.doc_date:
        return hand.manner.pick(
            "today", ("J'ai vu ce jour {who}.", "{who} a été vu ce jour.", "Vu ce jour : {who}.")
        ).format(who=who)
    return ""


def done_date(hand: Hand) -> str:
    """« Fait à …, le … » before the signature."""
    case, mode = hand.case, date_mode(hand)
    again = mode in ("city", "label") and hand.manner.chance("date-twice", 0.15)
    if mode != "done" and not again and not (mode == "title" and "titled" not in hand.done):
        return ""
    hand.says("doc_date")
    town = case.structure.town
    return hand.manner.word("doc_done").format(town=town, date=hand.day(case.doc_date))


def foot_date(hand: Hand) -> str:
    """The date in small print under the text."""
    if date_mode(hand) not in ("foot", "head foot"):
        return ""
    hand.says("doc_date")
    return hand.manner.word("doc_foot").format(date=hand.day(hand.case.doc_date), time=hand.time())


def other_dates(hand: Hand) -> list[str]:
    """Sentences with dates that are neither the document's nor the act's."""
    rng, lines = hand.sheet.rng, []
    if rng.random() < 0.4:
        lines.append(rng.choice(wordings()["next_date"]).format(date=hand.day(hand.later()), time=hand.time()))
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        past = hand.earlier(3, 1500)
        lines.append(rng.choice(wordings()["past_date"]).format(date=hand.day(past), year=past.year))
    return lines
