"""Merge and un-merge: what is refused, what is warned, what is inherited and given back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import RuleViolation
from liane.domain.identity.lifecycle import merge, unmerge
from liane.domain.identity.person import (
    Consents,
    ConsultationStance,
    FeedingStance,
    FormerINS,
    INSSource,
    Person,
    RegistryINS,
)
from liane.domain.identity.standing import Standing
from tests.domain.identity.persons import NIA_OID, NOW, OTHER_INS, OWN_INS, make_ins, make_person, make_traits

LATER = NOW + timedelta(hours=1)
NIA = make_ins("7240175056777", NIA_OID)


def holding(ins: object, **changes: object) -> Person:
    held = RegistryINS(ins=ins, source=INSSource.FLUX, retrieved_at=NOW)  # type: ignore[arg-type]
    return make_person(Standing.QUALIFIEE, ins=held, **changes)


@pytest.mark.parametrize(
    ("kept", "retired", "codes"),
    [
        (make_person(), make_person(), ["IDV-030"]),
        (make_person(id=0), make_person(id=2), ["IDV-030"]),
        (make_person(), make_person(id=2, merged_into=9), ["IDV-031"]),
        (make_person(merged_into=9), make_person(id=2), ["IDV-031"]),
        (holding(OWN_INS), holding(OTHER_INS, id=2), ["IDV-032"]),
    ],
)
def test_refused(kept: Person, retired: Person, codes: list[str]) -> None:
    with pytest.raises(RuleViolation) as refused:
        merge(kept, retired, at=LATER)
    assert [finding.code for finding in refused.value.findings] == codes


@pytest.mark.parametrize(
    ("kept", "retired", "codes"),
    [
        (make_person(), make_person(id=2), []),
        (make_person(Standing.QUALIFIEE), make_person(id=2), []),
        (make_person(), make_person(Standing.QUALIFIEE, id=2), ["IDV-033"]),
        (make_person(), make_person(id=2, traits=make_traits(sex="M", birth_date="19900215")), ["IDV-034"]),
        (holding(OWN_INS), holding(NIA, id=2), ["IDV-035"]),
        (holding(NIA), holding(OWN_INS, id=2), ["IDV-035"]),
        (holding(OWN_INS, former_ins=(FormerINS(ins=OTHER_INS),)), holding(OTHER_INS, id=2), ["IDV-035"]),
        (holding(OWN_INS), make_person(Standing.RECUPEREE, id=2), []),
    ],
)
def test_warned(kept: Person, retired: Person, codes: list[str]) -> None:
    merged = merge(kept, retired, at=LATER)
    assert [finding.code for finding in merged.warnings] == codes
    assert merged.retired == replace(retired, merged_into=kept.id, updated_at=LATER)
    assert merged.kept is kept or merged.kept == replace(kept, consents=merged.kept.consents, updated_at=LATER)


NA, IO, INO = FeedingStance


@pytest.mark.parametrize(
    ("kept", "retired", "joined"),
    [
        ((NA, ""), (IO, "20250101"), (IO, "20250101")),
        ((INO, "20260101"), (IO, "20250101"), (IO, "20250101")),
        ((IO, "20250101"), (INO, "20260101"), (IO, "20250101")),
        ((NA, ""), (INO, "20250101"), (INO, "20250101")),
        ((INO, "20260101"), (NA, ""), (INO, "20260101")),
        ((IO, "20260101"), (IO, "20250101"), (IO, "20260101")),
    ],
)
def test_an_opposition_is_never_lost(
    kept: tuple[FeedingStance, str], retired: tuple[FeedingStance, str], joined: tuple[FeedingStance, str]
) -> None:
    one = make_person(consents=Consents(feeding=kept[0], feeding_at=kept[1]))
    other = make_person(id=2, consents=Consents(feeding=retired[0], feeding_at=retired[1]))
    merged = merge(one, other, at=LATER)
    assert (merged.kept.consents.feeding, merged.kept.consents.feeding_at) == joined
    back = unmerge(merged.kept, merged.retired, at=LATER, inherited=merged.inherited)
    assert back.kept.consents == one.consents


def test_what_changed_since_the_merge_is_left() -> None:
    one, other = make_person(), make_person(id=2, consents=Consents(feeding=IO, feeding_at="20250101"))
    merged = merge(one, other, at=LATER)
    since = replace(merged.kept, consents=Consents(feeding=INO, feeding_at="20260301"))
    back = unmerge(since, merged.retired, at=LATER, inherited=merged.inherited)
    assert (back.kept.consents.feeding, back.kept.consents.feeding_at) == (INO, "20260301")


def test_without_what_was_inherited_the_opposition_stays() -> None:
    merged = merge(make_person(), make_person(id=2, consents=Consents(feeding=IO)), at=LATER)
    assert unmerge(merged.kept, merged.retired, at=LATER).kept.consents.feeding is IO


@pytest.mark.parametrize("pointer", [None, 3])
def test_what_is_not_merged_cannot_be_given_back(pointer: int | None) -> None:
    with pytest.raises(RuleViolation) as refused:
        unmerge(make_person(), make_person(id=2, merged_into=pointer), at=LATER)
    assert refused.value.findings[0].code == "IDV-036"


CONSENTS = st.builds(
    Consents,
    dmp_status=st.sampled_from(["", "ACTIF", "FERME"]),
    feeding=st.sampled_from(FeedingStance),
    feeding_at=st.sampled_from(["", "20250101", "20260101"]),
    consultation=st.sampled_from(ConsultationStance),
    consultation_at=st.sampled_from(["", "20250101", "20260101"]),
)


@given(CONSENTS, CONSENTS, st.sampled_from(Standing), st.sampled_from(Standing))
def test_an_unmerge_gives_back_exactly(kept: Consents, retired: Consents, one: Standing, other: Standing) -> None:
    first, second = make_person(one, consents=kept), make_person(other, id=2, consents=retired)
    merged = merge(first, second, at=LATER)
    assert IO not in (kept.feeding, retired.feeding) or merged.kept.consents.feeding is IO
    back = unmerge(merged.kept, merged.retired, at=LATER, inherited=merged.inherited)
    assert replace(back.kept, updated_at=NOW) == first
    assert replace(back.retired, updated_at=NOW) == second
