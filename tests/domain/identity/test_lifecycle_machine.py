"""Any sequence of changes: nobody is qualifié without both proofs, no INS leaves otherwise, no former INS is lost."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from liane.domain.errors import RuleViolation
from liane.domain.identity.changes import (
    AttributeLifted,
    AttributeSet,
    Change,
    ConsentsRecorded,
    IdentifierAdded,
    IdentifierRetired,
    INSRetrieved,
    INSVerified,
    ProofChecked,
    ProofWithdrawn,
    ToldByFlow,
    TraitsCorrected,
)
from liane.domain.identity.comparison import is_coherent
from liane.domain.identity.lifecycle import Merged, apply, merge, unmerge
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier
from liane.domain.identity.person import (
    Attribute,
    Consents,
    FeedingStance,
    FormerINS,
    INSSource,
    Person,
    ProofDocument,
)
from tests.domain.identity.persons import (
    ACTOR,
    IPP,
    NOW,
    OTHER_INS,
    OWN_INS,
    PROOF,
    TRAITS,
    is_sound,
    make_identity,
    make_ins,
    make_person,
    make_traits,
)

NUMBERS = st.sampled_from([OWN_INS, OTHER_INS, make_ins("7240175056777", "1.2.250.1.213.1.4.9")])
TRAITS_SEEN = st.sampled_from(
    [
        TRAITS,
        make_traits(birth_family="TEST OMBELLE"),
        make_traits(birth_date="19900000"),
        make_traits(birth_place=""),
        make_traits(birth_givens="CAMILLE", birth_given="CAMILLE"),
        make_traits(birth_family="AUTRETEST", birth_date="19510607", sex="M"),
    ]
)
ATTRIBUTES = st.sampled_from(Attribute)
CODES = st.frozensets(
    st.sampled_from(["VALI", "PROV", "DOUT", "FICT", "INVA", "HOMD", "RECD", "VIDE", "DESA"]), max_size=3
)


class Lives(RuleBasedStateMachine):
    """One person lives through changes by hand, answers of INSi and words of flows.

    has_insi, has_proof: whether each proof now stands, by a bookkeeping that knows nothing of the table.
    """

    def __init__(self) -> None:
        super().__init__()
        self.person: Person = make_person(proof=None)
        self.has_insi = False
        self.has_proof = False
        self.ever: set[str] = set()
        self.at = NOW

    def do(self, change: Change) -> bool:
        """Apply; False when it is refused, and then nothing may have changed."""
        self.at += timedelta(hours=7)
        try:
            applied = apply(self.person, change, at=self.at, actor=ACTOR)
        except RuleViolation:
            return False
        self.person = applied.person
        if self.person.ins is not None:
            self.ever.add(self.person.ins.ins.matricule)
        return True

    @rule(ins=NUMBERS, traits=TRAITS_SEEN)
    def insi_answers(self, ins: object, traits: object) -> None:
        held = self.person.traits
        change = INSRetrieved(ins=ins, traits=traits, source=INSSource.INSI_TRAITS)  # type: ignore[arg-type]
        if self.do(change):
            self.has_insi = True
            self.has_proof = self.has_proof and is_coherent(held, change.traits)

    @rule(ins=NUMBERS, is_ok=st.booleans())
    def insi_verifies(self, ins: object, is_ok: bool) -> None:
        change = INSVerified(ins=ins, is_ok=is_ok)  # type: ignore[arg-type]
        held = self.person.ins
        if self.do(change):
            if is_ok:
                self.has_insi = True
            elif held is not None and held.ins == change.ins:
                self.has_insi = False

    @rule()
    def proof_checked(self) -> None:
        self.has_proof = self.do(ProofChecked(proof=PROOF)) or self.has_proof

    @rule()
    def proof_withdrawn(self) -> None:
        if self.do(ProofWithdrawn()):
            self.has_proof = False

    @rule(traits=TRAITS_SEEN, gives_up_ins=st.booleans(), proof_stands=st.booleans())
    def corrected(self, traits: object, gives_up_ins: bool, proof_stands: bool) -> None:
        before = self.person
        told = replace(traits, used_family=before.traits.used_family)  # type: ignore[type-var]
        change = TraitsCorrected(traits=told, gives_up_ins=gives_up_ins, proof_stands=proof_stands)  # type: ignore[arg-type]
        if self.do(change) and not is_filling(before, self.person):
            self.has_insi = False
            self.has_proof = self.has_proof and proof_stands and before.proof is not None

    @rule(attribute=ATTRIBUTES)
    def attribute_set(self, attribute: Attribute) -> None:
        if self.do(AttributeSet(attribute=attribute)) and attribute is not Attribute.HOMONYME:
            self.has_insi = self.has_proof = False

    @rule(attribute=ATTRIBUTES)
    def attribute_lifted(self, attribute: Attribute) -> None:
        self.do(AttributeLifted(attribute=attribute))

    @rule(
        codes=CODES,
        ins=st.one_of(st.none(), NUMBERS),
        traits=TRAITS_SEEN,
        mode=st.sampled_from(["", "INSI", "CV"]),
        proof=st.sampled_from([None, ProofDocument.PA]),
        from_other_domain=st.booleans(),
    )
    def flow_tells(
        self, codes: frozenset[str], ins: object, traits: object, mode: str, proof: object, from_other_domain: bool
    ) -> None:
        told = ToldByFlow(
            identity=make_identity(*codes, ins=ins, traits=traits),  # type: ignore[arg-type]
            ins_obtained_by=mode,
            proof_document=proof,  # type: ignore[arg-type]
            from_other_domain=from_other_domain,
            former_ins=(FormerINS(ins=OTHER_INS, end="20200101"),) if mode == "CV" else (),
        )
        assert self.do(told)
        if from_other_domain or "RECD" in codes:
            return
        is_bad = bool(codes & {"DOUT", "FICT", "INVA", "DESA"})
        self.has_proof = "VALI" in codes and not is_bad
        self.has_insi = ins is not None and not is_bad and ("VALI" in codes or mode == "INSI")

    @rule(feeding=st.sampled_from(FeedingStance))
    def consents(self, feeding: FeedingStance) -> None:
        status = self.person.status
        assert self.do(ConsentsRecorded(consents=Consents(feeding=feeding)))
        assert self.person.status is status

    @rule(value=st.sampled_from(["A1", "B2"]))
    def identifier(self, value: str) -> None:
        identifier = PatientIdentifier(value=value, oid=IPP.oid, type_code="PI")
        assert self.do(IdentifierAdded(identifier=identifier))
        assert self.do(IdentifierRetired(identifier=identifier))

    @precondition(lambda self: self.person.merged_into is None)
    @rule(feeding=st.sampled_from(FeedingStance), number=NUMBERS)
    def merged_and_given_back(self, feeding: FeedingStance, number: object) -> None:
        other = make_person(id=2, consents=Consents(feeding=feeding, feeding_at="20250101"))
        for kept, retired in ((self.person, other), (other, self.person)):
            merged: Merged = merge(kept, retired, at=self.at)
            assert not merged.retired.may_circulate
            back = unmerge(merged.kept, merged.retired, at=self.at, inherited=merged.inherited)
            assert replace(back.retired, updated_at=retired.updated_at) == retired
            assert replace(back.kept, updated_at=kept.updated_at) == kept

    @invariant()
    def both_proofs(self) -> None:
        if self.person.status is IdentityStatus.QUALIFIEE:
            assert self.has_insi
            assert self.has_proof

    @invariant()
    def nothing_circulates_otherwise(self) -> None:
        circulating = self.person.circulating_identity
        if self.person.status is not IdentityStatus.QUALIFIEE:
            assert circulating.ins is None
            assert not any(one.is_ins for one in circulating.identifiers)

    @invariant()
    def sound(self) -> None:
        assert is_sound(self.person)

    @invariant()
    def no_number_lost(self) -> None:
        held = {self.person.ins.ins.matricule} if self.person.ins else set()
        assert self.ever <= held | {former.ins.matricule for former in self.person.former_ins}


def is_filling(before: Person, after: Person) -> bool:
    """True when every strict trait that was there is still there (only absent ones were filled in)."""
    names = ("birth_family", "birth_given", "birth_givens", "birth_date", "sex", "birth_place")
    return all(
        not getattr(before.traits, name) or getattr(before.traits, name) == getattr(after.traits, name)
        for name in names
    )


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=120, stateful_step_count=30, deadline=None, derandomize=True)
