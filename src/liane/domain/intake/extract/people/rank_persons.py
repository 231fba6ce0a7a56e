"""Who wrote a document and to whom it goes: each mention of a professional weighed by two trained rankers.

What lives here: the weighing and what it changes of roles. What must not: finding mentions (``professionals``), their
features (``person_features``), the values of the fields (``origin_fields``). Only the roles of author, addressee and
staff are changed: who the patient or a relative is never is, whatever the rankers hold.
Rule: intake.md §3 (roles), §7 (rules with layout features and a small trained ranker over candidates).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.askers import (
    answers_for,
    asks,
    corresponds,
    gives_result,
    is_consulted,
    is_copied,
)
from liane.domain.intake.extract.people.person_features import describe_mentions
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import family_key, find_mentions
from liane.domain.intake.extract.people.sent_to import (
    greets,
    heads_copies,
    is_block,
    is_family_doctor,
    is_in_dated_row,
    is_in_sentence,
    is_lone_at_right,
    is_sent_to,
    is_told_addressee,
    is_under_told,
    tells_passage,
    tells_purpose,
)
from liane.domain.intake.extract.people.stated_authors import author_gains, is_signed, is_told_helper
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.ranking import load_ranker
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.fields import Role

AUTHOR_MODEL = "rank_author"
RECIPIENT_MODEL = "rank_recipient"
COSIGNS_MIN = -1.75
"""Log-odds of the share (about 0.15) from which who is beside the author signs too, and is no addressee.

Shares of the author are shared out among persons, chances of addressees are not: the two are not weighed alike.
"""
CHOSEN_MIN = -0.4
"""Log-odds under which a mention is nobody's: absent rather than invented (intake.md §3)."""
_TOLD_COST = 6.0
"""Log-odds that a mention right after the label of an addressee loses as an author."""
_CHAIR_GAIN = 6.0
"""Log-odds that who chaired a meeting, or read an examination, gains as the author of the sheet."""
_NAMED_MAX = -2.0
"""Log-odds of an addressee at most, where a sentence says that an opinion is asked of them, or sends them nothing."""
TOLD_ODDS = 3.0
"""Log-odds at least of who stands right after a label of addressees: of 330 such on pages of the training and of four
examiners, 3 are none, misread names apart."""
_UNDER_ODDS = 1.0
"""The same in the list under such a label: of 100, 5 are none."""
_BESIDE_MIN = 1.5
"""Log-odds from which a mention on the author's own line is an addressee all the same."""
ASKED_ODDS = 1.4
"""Log-odds that who asked for an examination is an addressee of its result: of the layouts and documents by hand that
name one, 16 of 17 write to them."""
_OFTEN = 1e-6
_SURE_MAX = 1 - 1e-4
"""What a page alone says is never so sure that a directory could not make it surer."""
_LIST_COST = 4.0
"""Log-odds that an addressee of a stated list may be under the best one of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """One mention with the log-odds that it names the author, and that it names an addressee.

    share: log-odds of its share among all who may be the author, whatever else it may be.
    """

    person: Person
    author: float
    recipient: float
    share: float


def weigh_mentions(readings: Sequence[PageReading], persons: Sequence[Person]) -> list[Weighed]:
    """Every mention that may be a professional, in the order of the pages."""
    mentions = find_mentions(readings, persons)
    rows = describe_mentions(readings, mentions)
    authors = _share_authors(mentions, rows)  # as many as mentions: MENTIONS_MAX is less than ROWS_MAX
    recipients = load_ranker(RECIPIENT_MODEL).score(rows)
    weighed = [
        _exclude(Weighed(person, _log_odds(author), _bound_by_words(person, _log_odds(recipient)), _log_odds(author)))
        for person, author, recipient in zip(mentions, authors, recipients, strict=True)
    ]
    return _share_lists(_raise_askers(readings, _raise_lone(_raise_block(readings, weighed))))


def _bound_by_words(person: Person, recipient: float) -> float:
    """The log-odds of an addressee where the words before the name leave no doubt."""
    if is_consulted(person) or tells_purpose(person):
        return min(recipient, _NAMED_MAX)
    if is_told_addressee(person) or is_sent_to(person):
        return max(recipient, TOLD_ODDS)
    if is_under_told(person):
        return max(recipient, _UNDER_ODDS)
    is_named = is_in_sentence(person) or is_in_dated_row(person) or is_told_helper(person)
    return min(recipient, _NAMED_MAX) if is_named else recipient


def _raise_block(readings: Sequence[PageReading], weighed: Sequence[Weighed]) -> list[Weighed]:
    """The one doctor who heads a block of address of a letter whose addressee nothing else tells."""
    blocks = [one for one in weighed if is_block(one.person)]
    told = (one for one in weighed if one.recipient >= CHOSEN_MIN and Feature.ROLE_STATED not in one.person.features)
    if len(blocks) != 1 or any(told) or not greets(readings):
        return list(weighed)
    signers = [one.person for one in weighed if one.author >= CHOSEN_MIN]
    if any(is_same_person(blocks[0].person, signer) for signer in signers):
        return list(weighed)
    raised = Weighed(blocks[0].person, blocks[0].author, _UNDER_ODDS, blocks[0].share)
    return [raised if one is blocks[0] else one for one in weighed]


def _raise_lone(weighed: Sequence[Weighed]) -> list[Weighed]:
    """A doctor alone at the right of the head of what somebody else signs: of 104 such, 98 are written to."""
    author = choose_author(weighed)
    if author is None or author.author < 0.0:
        return list(weighed)
    mentions = [one.person for one in weighed]
    told = [one.person for one in weighed if one.recipient >= CHOSEN_MIN]
    has_copies = bool(told) and all(map(is_copied, told))  # of what goes to somebody first
    return [
        Weighed(one.person, one.author, max(one.recipient, _UNDER_ODDS), one.share)
        if one.share < COSIGNS_MIN
        and not is_same_person(one.person, author.person)
        and not is_told_helper(one.person)
        and (
            is_lone_at_right(one.person, mentions, may_be_short=has_copies) or (has_copies and heads_copies(one.person))
        )
        else one
        for one in weighed
    ]


def _raise_askers(readings: Sequence[PageReading], weighed: Sequence[Weighed]) -> list[Weighed]:
    """Who asked for the examination whose result this is, or is a correspondent, is written to, if no author; and the
    family doctor, by the report of a passage in an emergency department that names no other addressee.

    Nobody who asked is where the letter goes to somebody else otherwise than as a copy. Source: Code de la santé
    publique, article L1112-1 (what a hospital writes when somebody leaves goes to the doctor whom they named).
    """
    firsts = [one.person for one in weighed if one.recipient >= 0]
    has_passage = tells_passage(readings)
    has_result = not has_passage and gives_result(readings) and all(asks(one) or is_copied(one) for one in firsts)
    is_passage = not firsts and has_passage
    raised = [
        corresponds(one.person) or (has_result and asks(one.person)) or (is_passage and is_family_doctor(one.person))
        for one in weighed
    ]
    if not any(raised):
        return list(weighed)
    authors = [one.person for one in weighed if one.share >= COSIGNS_MIN]
    return [
        Weighed(one.person, one.author, max(one.recipient, ASKED_ODDS), one.share)
        if is_raised and not any(is_same_person(one.person, author) for author in authors)
        else one
        for one, is_raised in zip(weighed, raised, strict=True)
    ]


def _exclude(one: Weighed) -> Weighed:
    """One mention names no author and addressee at once: the likelier role bounds the other."""
    if one.recipient > max(one.author, 0.0):
        return Weighed(one.person, min(one.author, -one.recipient), one.recipient, one.author)
    return one


def _share_authors(mentions: Sequence[Person], rows: Sequence[dict[str, float]]) -> list[float]:
    """The probability that each mention names the author: one person at most does, whose mentions add their shares.

    The best mention of a person has the share of the person, the others less.
    """
    ranker = load_ranker(AUTHOR_MODEL)
    measures = ranker.measure(rows)
    owners = group_mentions(mentions[: len(measures)])
    logits = ranker.one_slope * measures
    logits -= [_TOLD_COST * _is_told_addressee(row) for row in rows[: len(measures)]]
    if not any(map(is_signed, mentions)):
        logits += [_CHAIR_GAIN * answers_for(one) for one in mentions[: len(measures)]]
    logits += author_gains(mentions[: len(measures)], rows[: len(measures)], owners)
    added = np.array(
        [np.logaddexp.reduce(logits[[one == owner for one in owners]]) for owner in range(max(owners, default=-1) + 1)]
    )
    shares = ranker.share_measures(added / ranker.one_slope)
    best = {owner: max(logits[at] for at, one in enumerate(owners) if one == owner) for owner in owners}
    return [shares[owner] * exp(float(logits[at] - best[owner])) for at, owner in enumerate(owners)]


def _is_told_addressee(row: dict[str, float]) -> bool:
    """True right after « destinataire », « copie à » on a line: no author in 1,300 such places of the training."""
    is_led = "b1c=send" in row or "b2c=send" in row
    return is_led and "label=role.recipient" in row and "says=RECIPIENT:ROLE_STATED" in row


def group_mentions(mentions: Sequence[Person]) -> list[int]:
    """The number of the person that each mention names, from 0: one family name, first names that do not differ."""
    known: list[list[Person]] = []
    owners: list[int] = []
    for one in mentions:
        owner = next((at for at, some in enumerate(known) if all(is_same_person(one, other) for other in some)), None)
        if owner is None:
            owner = len(known)
            known.append([])
        known[owner].append(one)
        owners.append(owner)
    return owners


def _share_lists(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Addressees of one stated list lend each other their odds: « Dr A », « Dr B, cardiologue » under « Copies »."""
    shared = list(weighed)
    for places in _lists(weighed):
        best = max(weighed[place].recipient for place in places)
        for place in places:
            one = weighed[place]
            shared[place] = Weighed(one.person, one.author, max(one.recipient, best - _LIST_COST), one.share)
    return shared


def _lists(weighed: Sequence[Weighed]) -> list[list[int]]:
    """Places of mentions that rules hold for addressees of one list, on the same line or on lines that follow."""
    lists: list[list[int]] = []
    before: Person | None = None
    for place, one in enumerate(weighed):
        person = one.person
        if person.role is not Role.RECIPIENT or Feature.ROLE_STATED not in person.features:
            before = None
            continue
        if before is not None and before.row.page == person.row.page and person.row.place - before.row.place <= 1:
            lists[-1].append(place)
        else:
            lists.append([place])
        before = person
    return lists


def _log_odds(probability: float) -> float:
    kept = min(_SURE_MAX, max(_OFTEN, probability))
    return round(log(kept / (1 - kept)), 3)


def settle_ranked(readings: Sequence[PageReading], persons: list[Person]) -> list[Weighed]:
    """Give the roles of author and of addressees to the mentions that the rankers hold for them.

    Adds to ``persons`` those that no rule had seen. Somebody whom rules held for the author or an addressee and the
    rankers do not is of the staff.
    """
    weighed = weigh_mentions(readings, persons)
    author = choose_author(weighed)
    known = {id(one) for one in persons}
    for one in weighed:
        role = _role_of(one, author)
        if role is Role.RECIPIENT and one.recipient < _BESIDE_MIN and _is_beside_author(one, author, weighed):
            role = Role.STAFF
        if role is None:
            continue
        one.person.role = role
        if id(one.person) not in known and role in (Role.AUTHOR, Role.RECIPIENT):
            one.person.is_professional = True
            persons.append(one.person)
    persons.sort(key=lambda one: one.key)
    return weighed


def _is_beside_author(one: Weighed, author: Weighed | None, weighed: Sequence[Weighed]) -> bool:
    """True for « Docteurs A et B, dentistes » where A signs: B, of whom nothing says that they are written to, is of
    the house.
    """
    if author is None or Feature.ROLE_STATED in one.person.features:
        return False
    cell = one.person.row.cell_at(one.person.start)
    same = (other.person for other in weighed if is_same_person(other.person, author.person))
    return any(other.row is one.person.row and other.row.cell_at(other.start) is cell for other in same)


def choose_author(weighed: Sequence[Weighed]) -> Weighed | None:
    """The mention that names the author best; None when none is likely enough."""
    best = max(weighed, key=lambda one: one.author, default=None)
    return best if best is not None and best.author >= CHOSEN_MIN else None


def author_mentions(weighed: Sequence[Weighed]) -> list[Person]:
    """Where the author is named; empty without one."""
    author = choose_author(weighed)
    return [one.person for one in weighed if author is not None and is_same_person(one.person, author.person)]


def is_same_person(one: Person, other: Person) -> bool:
    """True for two mentions of one family name whose first names, initials included, do not differ."""
    if family_key(one) != family_key(other):
        return _is_whole_name(one, other) or _is_whole_name(other, one)
    first, second = _given(one), _given(other)
    if not first or not second:
        return True
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def _is_whole_name(one: Person, other: Person) -> bool:
    """« Nom : DURAND Hélène » read as one family name, and « Dr Hélène DURAND »."""
    words = family_key(one).split(" ")
    given = _given(other)
    return one.name.given is None and len(given) > 1 and sorted(words) == sorted([*family_key(other).split(" "), given])


def _given(person: Person) -> str:
    return fold_name(person.name.given.raw).split(" ")[0] if person.name.given is not None else ""


def _role_of(one: Weighed, author: Weighed | None) -> Role | None:
    """The role that the rankers give to a mention; None: as it is."""
    if author is not None and is_same_person(one.person, author.person):
        if one is author or one.person.role is Role.AUTHOR:
            return Role.AUTHOR
        return Role.STAFF if one.person.role is Role.RECIPIENT else None
    if one.recipient >= CHOSEN_MIN and (author is None or one.share < COSIGNS_MIN):
        return Role.RECIPIENT
    return Role.STAFF if one.person.role in (Role.AUTHOR, Role.RECIPIENT) else None
