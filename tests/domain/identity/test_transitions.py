"""Every cell of the table of transitions, carried out by ``apply``, against the same table written by hand."""

from dataclasses import replace

import pytest

from liane.domain.errors import RuleViolation
from liane.domain.identity.changes import (
    AttributeLifted,
    AttributeSet,
    Change,
    INSRetrieved,
    INSVerified,
    ProofChecked,
    ProofWithdrawn,
    ToldByFlow,
    TraitsCorrected,
)
from liane.domain.identity.lifecycle import apply
from liane.domain.identity.person import Attribute, INSSource, Person
from liane.domain.identity.standing import TRANSITIONS, Happening, Standing, find_standing
from tests.domain.identity.persons import (
    ACTOR,
    NOW,
    OTHER_INS,
    OWN_INS,
    PROOF,
    TRAITS,
    is_sound,
    make_identity,
    make_person,
    make_traits,
)

OTHER_TRAITS = make_traits(birth_givens="CAMILLE JEANNE", birth_date="19900215")


def make_change(happening: Happening) -> Change:
    """One change that stands for a happening."""
    corrected = make_traits(birth_family="TESTEMBELLE")
    changes: dict[Happening, Change] = {
        Happening.INSI_COHERENT: INSRetrieved(ins=OWN_INS, traits=TRAITS, source=INSSource.INSI_TRAITS),
        Happening.INSI_OTHER_TRAITS: INSRetrieved(ins=OWN_INS, traits=OTHER_TRAITS, source=INSSource.INSI_TRAITS),
        Happening.VERIFIED: INSVerified(ins=OWN_INS, is_ok=True),
        Happening.VERIFICATION_FAILED: INSVerified(ins=OWN_INS, is_ok=False),
        Happening.OTHER_INS_REFUTED: INSVerified(ins=OTHER_INS, is_ok=False),
        Happening.PROOF_CHECKED: ProofChecked(proof=PROOF),
        Happening.PROOF_WITHDRAWN: ProofWithdrawn(),
        Happening.CORRECTED: TraitsCorrected(traits=corrected),
        Happening.CORRECTED_KNOWING: TraitsCorrected(traits=corrected, gives_up_ins=True),
        Happening.CORRECTED_BY_PROOF: TraitsCorrected(traits=corrected, gives_up_ins=True, proof_stands=True),
        Happening.DOUBT_SET: AttributeSet(attribute=Attribute.DOUTEUX),
        Happening.DOUBT_LIFTED: AttributeLifted(attribute=Attribute.DOUTEUX),
        Happening.FICTION_SET: AttributeSet(attribute=Attribute.FICTIF),
        Happening.FICTION_LIFTED: AttributeLifted(attribute=Attribute.FICTIF),
        Happening.TOLD_QUALIFIED: ToldByFlow(identity=make_identity("VALI", ins=OWN_INS)),
        Happening.TOLD_VALIDATED: ToldByFlow(identity=make_identity("VALI")),
        Happening.TOLD_RETRIEVED: ToldByFlow(identity=make_identity("PROV", ins=OWN_INS), ins_obtained_by="INSI"),
        Happening.TOLD_PROVISIONAL: ToldByFlow(identity=make_identity("PROV")),
        Happening.TOLD_DOUBTFUL: ToldByFlow(identity=make_identity("PROV", "DOUT")),
        Happening.TOLD_FICTIVE: ToldByFlow(identity=make_identity("PROV", "FICT")),
        Happening.TOLD_BY_OTHER: ToldByFlow(identity=make_identity("VALI", ins=OWN_INS), from_other_domain=True),
    }
    return changes[happening]


# One letter per standing, in the order of the class: P provisoire, D douteuse, F fictive, R récupérée, V validée,
# Q qualifiée. A digit is the refusal IDV-00x.
EXPECTED = {
    Happening.INSI_COHERENT: "R11RQQ",
    Happening.INSI_OTHER_TRAITS: "R11RRR",
    Happening.VERIFIED: "R11RQQ",
    Happening.VERIFICATION_FAILED: "P11PVV",
    Happening.OTHER_INS_REFUTED: "P11RVQ",
    Happening.PROOF_CHECKED: "V44QVQ",
    Happening.PROOF_WITHDRAWN: "3333PR",
    Happening.CORRECTED: "PDF2P2",
    Happening.CORRECTED_KNOWING: "PDFPPP",
    Happening.CORRECTED_BY_PROOF: "PDFPVV",
    Happening.DOUBT_SET: "DD5DDD",
    Happening.DOUBT_LIFTED: "PPFRVQ",
    Happening.FICTION_SET: "F5FFFF",
    Happening.FICTION_LIFTED: "PDPRVQ",
    Happening.TOLD_QUALIFIED: "QQQQQQ",
    Happening.TOLD_VALIDATED: "VVVVVV",
    Happening.TOLD_RETRIEVED: "RRRRRR",
    Happening.TOLD_PROVISIONAL: "PPPPPP",
    Happening.TOLD_DOUBTFUL: "DDDDDD",
    Happening.TOLD_FICTIVE: "FFFFFF",
    Happening.TOLD_BY_OTHER: "PDFRVQ",
}
CELLS = [
    (standing, happening, letter)
    for happening, row in EXPECTED.items()
    for standing, letter in zip(Standing, row, strict=True)
]


def test_the_table_has_every_cell() -> None:
    assert set(EXPECTED) == set(Happening)
    assert set(TRANSITIONS) == {(standing, happening) for standing in Standing for happening in Happening}


@pytest.mark.parametrize(("standing", "happening", "letter"), CELLS, ids=lambda value: getattr(value, "name", value))
def test_cell(standing: Standing, happening: Happening, letter: str) -> None:
    person = make_person(standing)
    if letter.isdigit():
        with pytest.raises(RuleViolation) as refused:
            apply(person, make_change(happening), at=NOW, actor=ACTOR)
        assert [finding.code for finding in refused.value.findings] == [f"IDV-00{letter}"]
        return
    applied = apply(person, make_change(happening), at=NOW, actor=ACTOR)
    after = applied.person
    assert find_standing(after).name[0] == letter
    assert is_sound(after)
    assert find_numbers(person) <= find_numbers(after)
    assert after.may_circulate is (letter == "Q")
    if not after.may_circulate:
        assert after.circulating_identity.ins is None
    assert bool(applied.changed) is (after != person)


def find_numbers(person: Person) -> set[str]:
    """Every INS a person has, or had."""
    held = {person.ins.ins.matricule} if person.ins else set()
    return held | {former.ins.matricule for former in person.former_ins}


@pytest.mark.parametrize(
    "standing", [standing for standing in Standing if standing not in (Standing.FICTIVE, Standing.DOUTEUSE)]
)
def test_a_homonym_keeps_its_status(standing: Standing) -> None:
    person = make_person(standing)
    applied = apply(person, AttributeSet(attribute=Attribute.HOMONYME), at=NOW, actor=ACTOR)
    assert applied.person == replace(person, attributes=frozenset({Attribute.HOMONYME}))
    assert [change.field for change in applied.changed] == ["attributes"]
    lifted = apply(applied.person, AttributeLifted(attribute=Attribute.HOMONYME), at=NOW, actor=ACTOR)
    assert lifted.person == person


@pytest.mark.parametrize(
    ("held", "added", "is_legal"),
    [
        (Attribute.DOUTEUX, Attribute.HOMONYME, True),
        (Attribute.HOMONYME, Attribute.DOUTEUX, True),
        (Attribute.FICTIF, Attribute.HOMONYME, False),
        (Attribute.HOMONYME, Attribute.FICTIF, False),
        (Attribute.FICTIF, Attribute.DOUTEUX, False),
        (Attribute.DOUTEUX, Attribute.FICTIF, False),
    ],
)
def test_combinations_of_attributes(held: Attribute, added: Attribute, is_legal: bool) -> None:
    person = make_person(attributes=frozenset({held}))
    change = AttributeSet(attribute=added)
    if is_legal:
        assert apply(person, change, at=NOW, actor=ACTOR).person.attributes == {held, added}
        return
    with pytest.raises(RuleViolation) as refused:
        apply(person, change, at=NOW, actor=ACTOR)
    assert refused.value.findings[0].code == "IDV-005"
