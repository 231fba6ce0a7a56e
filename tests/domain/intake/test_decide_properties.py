"""Filing without a click, on indexes full of look-alikes: judged again by a rule written apart from the code."""

from dataclasses import dataclass, replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from liane.domain.identity.ins import compute_ins_key
from liane.domain.intake.decide.decision import COMMAND_LINE_POLICY, decide
from liane.domain.intake.fields import FieldName, ReadDocument, TypeGuess
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeAction
from liane.domain.intake.page import Legibility, Page, PageQuality
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.match_kit import index_of, ins_of, page_of, person, read_of, symbol

FAMILIES = ("MARTIN", "MARTAN", "MARTINE", "QUEMENEUR", "QUEMENER", "LE GOFF", "LEGOF", "DUPONT", "DUPOND")
GIVENS = ("LEA", "LEO", "ZOE", "JEAN", "JEAN PIERRE", "JEANNE", "PAUL", "PAULE")
DATES = ("19620315", "19620316", "19620513", "19730315", "19620305", "19620503", "19620101")


@st.composite
def persons(draw: st.DrawFn, record_id: str) -> IndexPerson:
    date = draw(st.sampled_from(DATES))
    sex = draw(st.sampled_from("MF"))
    ins = ins_of(date, sex, f"{draw(st.integers(1, 3)):03d}") if draw(st.booleans()) else ""
    used = draw(st.sampled_from(("", "", *FAMILIES)))
    family, given = draw(st.sampled_from(FAMILIES)), draw(st.sampled_from(GIVENS))
    return person(record_id, family, given, date, sex, used=used, ins=ins)


@dataclass(frozen=True)
class Printed:
    """What a document prints; empty: nothing."""

    family: str
    used: str
    given: str
    date: str
    sex: str
    ins: str
    sticker: str
    legibility: Legibility
    type_sure: float


@st.composite
def documents(draw: st.DrawFn, about: IndexPerson) -> Printed:
    traits = about.traits
    other = draw(st.sampled_from(DATES))
    return Printed(
        family=draw(st.sampled_from([traits.birth_family] * 8 + ["", *FAMILIES[:2]])),
        used=draw(st.sampled_from([traits.used_family] * 5 + [""])),
        given=draw(st.sampled_from([traits.birth_given] * 8 + ["", "ZOE"])),
        date=draw(st.sampled_from([traits.birth_date] * 8 + ["", other])),
        sex=draw(st.sampled_from([traits.sex] * 6 + ["", "M"])),
        ins=draw(
            st.sampled_from([about.ins] * 6 + ["", ins_of(other, "F", "002"), about.ins and about.ins[:14] + "0"])
        ),
        sticker=draw(st.sampled_from(["", "", about.ins, ins_of(other, "M", "001")])),
        legibility=draw(st.sampled_from([Legibility.GOOD] * 6 + [Legibility.POOR])),
        type_sure=draw(st.sampled_from([0.95, 0.95, 0.95, 0.6])),
    )


def break_key(matricule: str) -> str:
    """The same with another last figure."""
    return matricule and matricule[:14] + str((int(matricule[14]) + 1) % 10)


def make_document(printed: Printed) -> tuple[ReadDocument, Page]:
    """The page, and what a right extraction reads on it."""
    date = printed.date
    lines = [
        "Compte rendu",
        f"Nom de naissance : {printed.family}",
        f"Prénom : {printed.given}",
        f"Né(e) le : {date[6:]}/{date[4:6]}/{date[:4]}" if date else "Né(e) le :",
        f"INS : {printed.ins}",
    ]
    page = page_of("\n".join(lines))
    page = replace(page, quality=PageQuality(legibility=printed.legibility))
    if printed.sticker:
        stuck = symbol(printed.sticker, printed.family or "X", printed.given or "X", date or "19620315", "F")
        page = replace(page, symbols=(stuck,))
    has_right_ins = len(printed.ins) == 15 and printed.ins[13:] == compute_ins_key(printed.ins[:13])
    values = {
        FieldName.BIRTH_NAME: printed.family,
        FieldName.USED_NAME: printed.used,
        FieldName.FIRST_NAME: printed.given,
        FieldName.BIRTH_DATE: f"{date[:4]}-{date[4:6]}-{date[6:]}" if date else "",
        FieldName.SEX: printed.sex,
        FieldName.INS: printed.ins if has_right_ins else "",
    }
    read = read_of(values, page)
    return replace(read, types=(TypeGuess(code="11490-0", label="CR", probability=printed.type_sure),)), page


def _edits(a: str, b: str) -> int:
    """Plain edit distance, recursive form with a table: nothing of the code under test."""
    table = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            change = table[i - 1, j - 1] + (a[i - 1] != b[j - 1])
            table[i, j] = min(change, table[i - 1, j] + 1, table[i, j - 1] + 1)
    return table[len(a), len(b)]


def is_look_alike(one: IndexPerson, other: IndexPerson) -> bool:
    """At most one edit on one name, or one digit of the date, apart: the rule of intake.md §5, to the letter."""
    a, b = one.traits, other.traits
    names = _edits(a.birth_family, b.birth_family) + _edits(a.birth_given, b.birth_given)
    digits = sum(x != y for x, y in zip(a.birth_date, b.birth_date, strict=True))
    return names + digits <= 1


def judge_again(printed: Printed, chosen: IndexPerson, everyone: list[IndexPerson]) -> None:
    """Every condition of intake.md §5, asked anew of what was filed without a click."""
    traits = chosen.traits
    assert printed.legibility is not Legibility.POOR
    assert printed.type_sure >= 0.8
    assert printed.family.replace(" ", "") == traits.birth_family.replace(" ", "")
    assert printed.given == traits.birth_given
    assert printed.date == traits.birth_date
    assert printed.sex in ("", traits.sex)
    for matricule in filter(None, (printed.ins, printed.sticker)):
        assert matricule[13:] == compute_ins_key(matricule[:13])
        assert not chosen.ins or matricule == chosen.ins
        assert all(one.ins != matricule for one in everyone if one is not chosen)
    has_ins = chosen.ins and chosen.ins in (printed.ins, printed.sticker)
    if not has_ins:
        assert not any(is_look_alike(chosen, one) for one in everyone if one is not chosen)
    assert not (printed.date[4:] == "0101" and not has_ins)


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_what_is_filed_without_a_click_meets_every_condition(data: st.DataObject) -> None:
    everyone = [data.draw(persons(f"R{number}")) for number in range(data.draw(st.integers(1, 4)))]
    about = data.draw(st.sampled_from([*everyone, data.draw(persons("nobody"))]))
    printed = data.draw(documents(about))
    read, page = make_document(printed)
    matching = match(read, (page,), index_of(*everyone))
    decision = decide(read, (page,), matching, policy=COMMAND_LINE_POLICY)
    if decision.action is IntakeAction.AUTO:
        assert decision.codes == ()
        chosen = next(one for one in everyone if one.record_id == decision.record_id)
        judge_again(printed, chosen, everyone)
    else:
        assert decision.codes
        assert decision.reason


def near_twins(of: IndexPerson) -> st.SearchStrategy[IndexPerson]:
    """Somebody one letter or one digit away, without INS."""
    traits = of.traits
    family, given_name, date = traits.birth_family, traits.birth_given, traits.birth_date
    variants = [
        replace(traits, birth_family=family + "E"),
        replace(traits, birth_family=family[:-1]),
        replace(traits, birth_given=given_name + "E", birth_givens=given_name + "E"),
        replace(traits, birth_date=date[:-1] + str((int(date[-1]) + 1) % 9)),
        replace(traits, birth_date=f"{date[:3]}{(int(date[3]) + 1) % 10}{date[4:]}"),
        traits,
    ]
    return st.sampled_from([replace(of, record_id="twin", ins="", ins_oid="", traits=one) for one in variants])


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_a_near_twin_in_the_index_never_turns_review_into_automatic(data: st.DataObject) -> None:
    everyone = [data.draw(persons(f"R{number}")) for number in range(data.draw(st.integers(1, 3)))]
    about = data.draw(st.sampled_from(everyone))
    read, page = make_document(data.draw(documents(about)))
    alone = decide(read, (page,), match(read, (page,), index_of(*everyone)), policy=COMMAND_LINE_POLICY)
    twin = data.draw(near_twins(about))
    index = InMemoryIndex([*everyone, twin])
    beside = decide(read, (page,), match(read, (page,), index), policy=COMMAND_LINE_POLICY)
    if alone.action is IntakeAction.REVIEW:
        assert beside.action is IntakeAction.REVIEW
    if beside.action is IntakeAction.AUTO:
        assert beside.record_id == alone.record_id
        assert about.ins


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_patient_taken_out_of_the_index_files_nothing(data: st.DataObject) -> None:
    """The document is about somebody unknown; whoever looks like them is never chosen without a person."""
    everyone = [data.draw(persons(f"R{number}")) for number in range(data.draw(st.integers(1, 4)))]
    unknown = data.draw(persons("unknown"))
    mine = unknown.traits
    for one in everyone:
        theirs = one.traits
        assume(
            (mine.birth_family.replace(" ", ""), mine.birth_given, mine.birth_date)
            != (theirs.birth_family.replace(" ", ""), theirs.birth_given, theirs.birth_date)
        )
    whole = Printed(mine.birth_family, "", mine.birth_given, mine.birth_date, mine.sex, "", "", Legibility.GOOD, 0.95)
    read, page = make_document(whole)
    decision = decide(read, (page,), match(read, (page,), index_of(*everyone)), policy=COMMAND_LINE_POLICY)
    assert decision.action is IntakeAction.REVIEW


words = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=100, deadline=None)
@given(st.lists(words, max_size=40), st.binary(max_size=120))
def test_any_words_and_any_code_give_a_decision(lines: list[str], payload: bytes) -> None:
    page = page_of("\n".join(lines))
    page = replace(page, symbols=(replace(symbol("1" * 15, "A", "B", "19620315", "F"), payload=payload),))
    read = ReadDocument(pages=(1,))
    decision = decide(read, (page,), match(read, (page,), index_of()), policy=COMMAND_LINE_POLICY)
    assert decision.action is not IntakeAction.AUTO
