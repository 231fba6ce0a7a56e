"""What each change makes of a person, beyond its status: traits, numbers, checks, warnings, refusals."""

from dataclasses import replace
from datetime import timedelta

import pytest

from liane.domain.errors import RuleViolation
from liane.domain.identity.changes import (
    AttributeSet,
    Change,
    ComplementaryChanged,
    ConsentsRecorded,
    DeathRecorded,
    IdentifierAdded,
    IdentifierRetired,
    INSRetrieved,
    INSVerified,
    ProofChecked,
    TraitsCorrected,
)
from liane.domain.identity.ins import INS
from liane.domain.identity.lifecycle import Applied, apply, check_insi_allowed
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier
from liane.domain.identity.person import (
    Attribute,
    ComplementaryTraits,
    Consents,
    FeedingStance,
    FormerINS,
    IdentityProof,
    INSSource,
    Person,
    ProofDocument,
    RegistryINS,
)
from liane.domain.identity.standing import Standing
from tests.domain.identity.persons import (
    ACTOR,
    IPP,
    LOCAL_OID,
    NIA_OID,
    NOW,
    OTHER_INS,
    OWN_INS,
    PROOF,
    TRAITS,
    make_ins,
    make_person,
    make_traits,
)

LATER = NOW + timedelta(days=40)


def do(person: Person, change: Change) -> Applied:
    return apply(person, change, at=LATER, actor=ACTOR)


def refused_codes(person: Person, change: Change) -> list[str]:
    with pytest.raises(RuleViolation) as refused:
        do(person, change)
    return [finding.code for finding in refused.value.findings]


def retrieved(**changes: object) -> INSRetrieved:
    return replace(INSRetrieved(ins=OWN_INS, traits=TRAITS, source=INSSource.INSI_TRAITS), **changes)  # type: ignore[arg-type]


class TestINSi:
    def test_the_traits_returned_are_kept_byte_for_byte_and_the_used_name_stays(self) -> None:
        given = make_traits(birth_family="TEST--OMBELLE  X", birth_date="19900000", used_family="", birth_place="2a004")
        after = do(make_person(), retrieved(traits=given)).person
        assert replace(after.traits, used_family="") == given
        assert after.traits.used_family == TRAITS.used_family

    def test_a_place_that_insi_leaves_out_stays(self) -> None:
        after = do(make_person(), retrieved(traits=make_traits(birth_place=""))).person
        assert after.traits.birth_place == TRAITS.birth_place

    def test_the_history_comes_without_the_number_in_force(self) -> None:
        former = FormerINS(ins=make_ins("7240175056777", NIA_OID), start="20240117", end="20240630")
        after = do(make_person(), retrieved(former=(FormerINS(ins=OWN_INS), former, former))).person
        assert after.former_ins == (former,)

    def test_a_waiting_number_goes_to_the_history_when_the_nir_comes(self) -> None:
        nia = RegistryINS(ins=make_ins("7240175056777", NIA_OID), source=INSSource.INSI_TRAITS, retrieved_at=NOW)
        applied = do(make_person(Standing.QUALIFIEE, ins=nia), retrieved())
        assert applied.person.status is IdentityStatus.QUALIFIEE
        [former] = applied.person.former_ins
        assert former == FormerINS(
            ins=nia.ins, start="20260302", end="20260411", reason="remplacé par la réponse d'INSi"
        )
        assert applied.has_strict_change

    def test_other_traits_make_the_check_of_the_document_fall(self) -> None:
        applied = do(make_person(Standing.VALIDEE), retrieved(traits=make_traits(birth_date="19900215")))
        assert applied.person.proof is None
        assert [warning.code for warning in applied.warnings] == ["IDV-028"]

    def test_an_equivalent_name_does_not(self) -> None:
        held = make_person(Standing.VALIDEE, traits=make_traits(birth_family="TEST-OMBELLE"))
        applied = do(held, retrieved(traits=make_traits(birth_family="TEST OMBELLE")))
        assert applied.person.status is IdentityStatus.QUALIFIEE
        assert applied.person.traits.birth_family == "TEST OMBELLE"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"ins": INS(matricule=OWN_INS.matricule, oid="1.2.3")}, "IDV-301"),
            ({"traits": make_traits(birth_family="")}, "IDV-303"),
            ({"traits": make_traits(birth_given="", birth_givens="")}, "IDV-304"),
            ({"traits": make_traits(birth_date="")}, "IDV-305"),
            ({"traits": make_traits(birth_date="00000000")}, "IDV-305"),
        ],
    )
    def test_an_answer_that_cannot_be_used_is_refused(self, changes: dict[str, object], code: str) -> None:
        assert code in refused_codes(make_person(), retrieved(**changes))

    def test_a_wrong_key_from_insi_is_a_warning(self) -> None:
        wrong = INS(matricule=OWN_INS.matricule[:13] + "00", oid=OWN_INS.oid)
        assert [warning.code for warning in do(make_person(), retrieved(ins=wrong)).warnings] == ["IDV-302"]


class TestVerification:
    def test_a_received_number_once_verified_is_proven(self) -> None:
        candidate = RegistryINS(ins=OWN_INS, source=INSSource.FLUX, retrieved_at=NOW)
        after = do(make_person(Standing.VALIDEE, ins=candidate), INSVerified(ins=OWN_INS, is_ok=True)).person
        assert after.status is IdentityStatus.QUALIFIEE
        assert after.ins is not None
        assert after.ins.source is INSSource.INSI_VERIFICATION
        assert after.ins.verified_at == LATER

    def test_a_renewal_only_moves_the_date(self) -> None:
        applied = do(make_person(Standing.QUALIFIEE), INSVerified(ins=OWN_INS, is_ok=True))
        assert [change.field for change in applied.changed] == ["ins.verified_at"]
        assert not applied.has_strict_change

    def test_another_number_is_refused_on_an_identity_that_has_one(self) -> None:
        assert refused_codes(make_person(Standing.QUALIFIEE), INSVerified(ins=OTHER_INS, is_ok=True)) == ["IDV-006"]

    def test_a_wrong_key_is_refused(self) -> None:
        wrong = INS(matricule=OWN_INS.matricule[:13] + "00", oid=OWN_INS.oid)
        assert refused_codes(make_person(), INSVerified(ins=wrong, is_ok=True)) == ["IDV-014"]

    def test_a_failure_takes_the_number_away_and_warns(self) -> None:
        applied = do(make_person(Standing.QUALIFIEE), INSVerified(ins=OWN_INS, is_ok=False))
        assert applied.person.status is IdentityStatus.VALIDEE
        assert applied.person.former_ins[0].reason == "vérification INSi en échec"
        assert [warning.code for warning in applied.warnings] == ["IDV-026"]

    def test_a_candidate_refuted_goes_to_the_history(self) -> None:
        candidate = RegistryINS(ins=OWN_INS, source=INSSource.FLUX, retrieved_at=NOW)
        after = do(make_person(ins=candidate), INSVerified(ins=OWN_INS, is_ok=False)).person
        assert after.ins is None
        assert after.former_ins[0].ins == OWN_INS


class TestProof:
    @pytest.mark.parametrize("document", ["CN", "PA", "CS", "CE", "DC", "TC", "AV", "IE"])
    def test_high_confidence(self, document: str) -> None:
        proof = replace(PROOF, document=ProofDocument(document))
        assert do(make_person(), ProofChecked(proof=proof)).person.status is IdentityStatus.VALIDEE

    @pytest.mark.parametrize("document", ["PC", "CC", "CM"])
    def test_other_documents_prove_nothing(self, document: str) -> None:
        proof = replace(PROOF, document=ProofDocument(document))
        assert refused_codes(make_person(), ProofChecked(proof=proof)) == ["IDV-008"]

    @pytest.mark.parametrize("document", ["LE", "AN", "AC"])
    @pytest.mark.parametrize(
        ("born", "is_minor"),
        [("20080411", False), ("20080412", True), ("20200101", True), ("20100000", True), ("19900214", False)],
    )
    def test_birth_records_are_for_minors(self, document: str, born: str, is_minor: bool) -> None:
        change = ProofChecked(proof=replace(PROOF, document=ProofDocument(document)))
        person = make_person(traits=make_traits(birth_date=born))
        if is_minor:
            assert do(person, change).person.status is IdentityStatus.VALIDEE
        else:
            assert refused_codes(person, change) == ["IDV-009"]

    def test_an_out_of_date_document_warns(self) -> None:
        proof: IdentityProof = replace(PROOF, valid_until="20260410")
        assert [one.code for one in do(make_person(), ProofChecked(proof=proof)).warnings] == ["IDV-027"]
        assert not do(make_person(), ProofChecked(proof=replace(proof, valid_until="20260411"))).warnings

    @pytest.mark.parametrize("name", ["birth_family", "birth_givens", "birth_date", "birth_place", "sex"])
    def test_nobody_is_qualified_without_a_strict_trait(self, name: str) -> None:
        changes = {name: ""} | ({"birth_given": ""} if name == "birth_givens" else {})
        person = make_person(Standing.RECUPEREE, traits=make_traits(**changes))
        assert refused_codes(person, ProofChecked(proof=PROOF)) == ["IDV-007"]


class TestCorrection:
    def test_locked_traits(self) -> None:
        change = TraitsCorrected(traits=make_traits(birth_date="19900215"))
        assert refused_codes(make_person(Standing.QUALIFIEE), change) == ["IDV-002"]
        after = do(make_person(Standing.QUALIFIEE), replace(change, gives_up_ins=True)).person
        assert after.ins is None
        assert after.proof is None
        assert after.former_ins[0].reason == "trait strict corrigé à la main"

    def test_the_document_still_stands_only_when_there_is_one(self) -> None:
        change = TraitsCorrected(traits=make_traits(birth_date="19900215"), gives_up_ins=True, proof_stands=True)
        assert do(make_person(Standing.QUALIFIEE), change).person.proof == PROOF
        told_without = make_person(Standing.QUALIFIEE, proof=None)
        assert do(told_without, change).person.status is IdentityStatus.PROVISOIRE

    def test_the_used_name_is_free(self) -> None:
        change = TraitsCorrected(traits=make_traits(used_family="NOUVEAU"))
        after = do(make_person(Standing.QUALIFIEE), change).person
        assert after.may_circulate

    def test_an_absent_trait_may_be_filled_in(self) -> None:
        person = make_person(Standing.RECUPEREE, traits=make_traits(birth_place=""))
        assert do(person, TraitsCorrected(traits=TRAITS)).person.status is IdentityStatus.RECUPEREE
        assert refused_codes(make_person(Standing.RECUPEREE), TraitsCorrected(traits=person.traits)) == ["IDV-002"]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"birth_family": "TEST 2"}, "IDV-201"),
            ({"birth_family": "-TEST"}, "IDV-202"),
            ({"used_given": "test"}, "IDV-201"),
            ({"birth_date": "1990"}, "IDV-214"),
            ({"sex": "X"}, "IDV-220"),
            ({"birth_place": "PARIS 1"}, "IDV-221"),
        ],
    )
    def test_a_badly_written_trait_is_refused(self, changes: dict[str, str], code: str) -> None:
        assert refused_codes(make_person(), TraitsCorrected(traits=make_traits(**changes))) == [code]

    def test_what_insi_wrote_is_not_judged_again(self) -> None:
        person = make_person(traits=make_traits(birth_family="Test 2"))
        change = TraitsCorrected(traits=replace(person.traits, sex="M"))
        assert do(person, change).person.traits.sex == "M"


class TestTheRest:
    def test_complementary_traits_and_consents_change_no_status(self) -> None:
        person = make_person(Standing.QUALIFIEE)
        complementary = ComplementaryTraits(city="TESTVILLE")
        assert do(person, ComplementaryChanged(complementary=complementary)).person.complementary == complementary
        consents = Consents(feeding=FeedingStance.OPPOSED, feeding_at="20260302")
        applied = do(person, ConsentsRecorded(consents=consents))
        assert applied.person.may_circulate
        assert {change.field for change in applied.changed} == {"consents.feeding", "consents.feeding_at"}

    def test_identifiers(self) -> None:
        other = PatientIdentifier(value="X9", oid="1.2.250.1.999.3", type_code="PI")
        person = do(make_person(), IdentifierAdded(identifier=other)).person
        assert person.identifiers == (IPP, other)
        assert do(person, IdentifierAdded(identifier=other)).changed == ()
        assert do(person, IdentifierRetired(identifier=IPP)).person.identifiers == (other,)
        assert refused_codes(make_person(), IdentifierRetired(identifier=other)) == ["IDV-011"]
        ins = PatientIdentifier(value=OWN_INS.matricule, oid=OWN_INS.oid, type_code="INS")
        assert refused_codes(make_person(), IdentifierAdded(identifier=ins)) == ["IDV-012"]

    @pytest.mark.parametrize("day", ["20260231", "19900213", "2026", "x"])
    def test_a_death_that_cannot_be(self, day: str) -> None:
        assert refused_codes(make_person(), DeathRecorded(on=day)) == ["IDV-013"]

    def test_a_death_recorded_and_taken_back(self) -> None:
        dead = do(make_person(), DeathRecorded(on="20260301")).person
        assert dead.deceased_on == "20260301"
        assert do(dead, DeathRecorded(on="")).person.deceased_on == ""

    def test_a_merged_identity_is_frozen(self) -> None:
        person = make_person(Standing.QUALIFIEE, merged_into=7)
        assert refused_codes(person, ProofChecked(proof=PROOF)) == ["IDV-010"]
        assert refused_codes(person, ComplementaryChanged(complementary=ComplementaryTraits())) == ["IDV-010"]

    def test_nothing_changed_is_the_same_person(self) -> None:
        person = make_person(attributes=frozenset({Attribute.DOUTEUX}))
        applied = do(person, AttributeSet(attribute=Attribute.DOUTEUX))
        assert applied.person is person
        assert applied.changed == ()

    @pytest.mark.parametrize(
        ("changes", "codes"),
        [
            ({}, []),
            ({"attributes": frozenset({Attribute.HOMONYME})}, []),
            ({"attributes": frozenset({Attribute.DOUTEUX})}, ["IDV-001"]),
            ({"attributes": frozenset({Attribute.FICTIF})}, ["IDV-001"]),
            ({"merged_into": 9}, ["IDV-010"]),
        ],
    )
    def test_who_insi_may_be_asked_about(self, changes: dict[str, object], codes: list[str]) -> None:
        assert [finding.code for finding in check_insi_allowed(make_person(**changes))] == codes

    def test_nothing_shown_holds_a_trait(self) -> None:
        applied = do(make_person(Standing.QUALIFIEE), INSVerified(ins=OWN_INS, is_ok=False))
        shown = repr(applied)
        assert "TESTOMBELLE" not in shown
        assert OWN_INS.matricule not in shown
        assert LOCAL_OID  # the domain may be shown, its numbers may not
        assert IPP.value not in shown
