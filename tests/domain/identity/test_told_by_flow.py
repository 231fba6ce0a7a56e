"""What the référentiel says elsewhere: PID-32 × INS × ZFD → status, number held, check, warnings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from liane.domain.identity.changes import ToldByFlow
from liane.domain.identity.ins import INS
from liane.domain.identity.lifecycle import Applied, apply
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientTraits
from liane.domain.identity.person import (
    Attribute,
    ComplementaryTraits,
    Consents,
    ConsultationStance,
    FeedingStance,
    FormerINS,
    INSSource,
    Person,
    ProofDocument,
)
from liane.domain.identity.standing import Standing
from liane.domain.identity.told_by_flow import merge_consents
from tests.domain.identity.persons import (
    IPP,
    LOCAL_OID,
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

SENDER = "GAM@CHU-TEST"
LATER = NOW + timedelta(days=1)
WRONG_KEY = INS(matricule=OWN_INS.matricule[:13] + "00", oid=OWN_INS.oid)


def tell(person: Person, *codes: str, ins: INS | None = None, **changes: object) -> Applied:
    traits = changes.pop("traits", TRAITS)
    assert isinstance(traits, PatientTraits)
    told = replace(ToldByFlow(identity=make_identity(*codes, ins=ins, traits=traits)), **changes)  # type: ignore[arg-type]
    applied = apply(person, told, at=LATER, actor=SENDER)
    assert is_sound(applied.person)
    return applied


P, R, V, Q = IdentityStatus
WARNED = [
    # codes, INS, ZFD-5, status, INS held, warnings
    (("VALI",), OWN_INS, "", Q, True, []),
    (("VALI",), OWN_INS, "SM", Q, True, []),
    (("VALI", "HOMD"), OWN_INS, "", Q, True, []),
    (("VALI",), None, "", V, False, []),
    (("VALI",), WRONG_KEY, "", V, False, ["IDV-021"]),
    (("PROV",), None, "", P, False, []),
    (("PROV",), None, "INSI", P, False, []),
    (("PROV",), OWN_INS, "", P, True, ["IDV-020"]),
    (("PROV",), OWN_INS, "CV", P, True, ["IDV-020"]),
    (("PROV",), OWN_INS, "INSI", R, True, ["IDV-020"]),
    (("PROV",), WRONG_KEY, "INSI", P, False, ["IDV-020"]),
    (("VIDE",), OWN_INS, "", P, True, ["IDV-020"]),
    ((), OWN_INS, "", P, True, ["IDV-020"]),
    ((), None, "", P, False, []),
    (("PROV", "DOUT"), OWN_INS, "INSI", P, False, ["IDV-020"]),
    (("VALI", "DOUT"), OWN_INS, "", P, False, []),
    (("VALI", "FICT"), OWN_INS, "", P, False, []),
    (("PROV", "FICT"), None, "", P, False, []),
    (("VALI", "INVA"), OWN_INS, "", P, False, []),
    (("VALI", "DESA"), OWN_INS, "", P, False, []),
    (("VALI", "RECD"), OWN_INS, "", P, True, ["IDV-022"]),
    (("VALI", "RECD"), None, "", P, False, []),
    (("PROV", "FICT", "HOMD"), None, "", P, False, ["IDV-025"]),
]


@pytest.mark.parametrize(("codes", "ins", "mode", "status", "has_ins", "warnings"), WARNED)
def test_a_new_person(
    codes: tuple[str, ...], ins: INS | None, mode: str, status: IdentityStatus, has_ins: bool, warnings: list[str]
) -> None:
    applied = tell(Person(), *codes, ins=ins, ins_obtained_by=mode)
    assert applied.person.status is status
    assert (applied.person.ins is not None) is has_ins
    assert [warning.code for warning in applied.warnings] == warnings
    assert applied.person.may_circulate is (status is Q)
    assert applied.person.traits == TRAITS
    assert applied.person.identifiers == (IPP,)


@pytest.mark.parametrize(
    ("codes", "attributes"),
    [
        (("VALI", "HOMD"), {Attribute.HOMONYME}),
        (("PROV", "HOMA"), {Attribute.HOMONYME}),
        (("PROV", "DOUT", "HOMD"), {Attribute.DOUTEUX, Attribute.HOMONYME}),
        (("PROV", "FICT"), {Attribute.FICTIF}),
        (("PROV", "FICT", "DOUT"), {Attribute.FICTIF}),
        (("VALI",), set()),
    ],
)
def test_attributes(codes: tuple[str, ...], attributes: set[Attribute]) -> None:
    assert tell(make_person(), *codes).person.attributes == attributes


class TestTheNumber:
    def test_lost_goes_to_the_history_with_a_warning(self) -> None:
        applied = tell(make_person(Standing.QUALIFIEE), "VALI")
        assert applied.person.status is V
        assert applied.person.former_ins[0].ins == OWN_INS
        assert [warning.code for warning in applied.warnings] == ["IDV-023"]

    def test_replaced(self) -> None:
        after = tell(make_person(Standing.QUALIFIEE), "VALI", ins=OTHER_INS).person
        assert after.status is Q
        assert after.ins is not None
        assert (after.ins.ins, after.ins.source) == (OTHER_INS, INSSource.FLUX)
        assert after.former_ins[0].ins == OWN_INS

    def test_the_same_keeps_how_it_came(self) -> None:
        person = make_person(Standing.QUALIFIEE)
        assert tell(person, "VALI", ins=OWN_INS).person is person

    def test_the_same_under_other_traits_is_no_longer_verified(self) -> None:
        after = tell(
            make_person(Standing.QUALIFIEE), "VALI", ins=OWN_INS, traits=make_traits(birth_date="19900215")
        ).person
        assert after.ins is not None
        assert after.ins.verified_at is None
        assert after.proof is None

    def test_no_longer_valid_it_is_only_a_candidate(self) -> None:
        after = tell(make_person(Standing.QUALIFIEE), "PROV", ins=OWN_INS).person
        assert after.ins is not None
        assert after.ins.source is INSSource.FLUX
        assert after.circulating_identity.ins is None

    def test_the_former_ones_told_are_kept(self) -> None:
        former = FormerINS(ins=OTHER_INS, end="20200101")
        after = tell(make_person(), "VALI", ins=OWN_INS, former_ins=(former, FormerINS(ins=OWN_INS))).person
        assert after.former_ins == (former,)


class TestTraits:
    def test_what_the_message_leaves_out_stays_and_still_qualifies(self) -> None:
        partial = make_traits(birth_place="", birth_givens="")
        after = tell(make_person(Standing.QUALIFIEE), "VALI", ins=OWN_INS, traits=partial).person
        assert after.status is Q
        assert after.traits == TRAITS

    def test_with_another_number_the_message_must_be_whole(self) -> None:
        applied = tell(make_person(Standing.QUALIFIEE), "VALI", ins=OTHER_INS, traits=make_traits(birth_place=""))
        assert applied.person.status is V
        assert [warning.code for warning in applied.warnings] == ["IDV-021"]

    def test_a_doubt_lifted_by_the_flow_is_said(self) -> None:
        applied = tell(make_person(Standing.DOUTEUSE), "VALI", ins=OWN_INS)
        assert applied.person.status is Q
        assert [warning.code for warning in applied.warnings] == ["IDV-024"]


class TestProof:
    def test_told_by_zfd(self) -> None:
        after = tell(
            make_person(), "VALI", ins=OWN_INS, proof_document=ProofDocument.PA, proof_valid_until="20300101"
        ).person
        assert after.proof is not None
        assert (after.proof.document, after.proof.checked_by) == (ProofDocument.PA, SENDER)

    def test_told_again_it_is_the_same_check(self) -> None:
        person = make_person(Standing.QUALIFIEE)
        assert tell(person, "VALI", ins=OWN_INS, proof_document=ProofDocument.CN).person.proof == PROOF

    def test_not_told_the_one_held_stays(self) -> None:
        assert tell(make_person(Standing.VALIDEE), "VALI").person.proof == PROOF

    def test_gone_with_the_status(self) -> None:
        assert tell(make_person(Standing.VALIDEE), "PROV", proof_document=ProofDocument.CN).person.proof is None


class TestOtherDomain:
    def test_an_identity_qualified_here_stays_so(self) -> None:
        person = make_person(Standing.QUALIFIEE)
        applied = tell(person, "VALI", ins=OWN_INS, from_other_domain=True)
        assert applied.person is person
        assert applied.warnings == ()

    def test_its_traits_change_nothing(self) -> None:
        person = make_person(Standing.QUALIFIEE)
        applied = tell(
            person, "PROV", "DOUT", ins=OTHER_INS, traits=make_traits(birth_family="AUTRETEST"), from_other_domain=True
        )
        assert applied.person is person
        assert [warning.code for warning in applied.warnings] == ["IDV-022"]

    def test_its_number_is_a_candidate_to_verify(self) -> None:
        after = tell(make_person(Standing.VALIDEE), "VALI", ins=OWN_INS, from_other_domain=True).person
        assert after.status is V
        assert after.ins is not None
        assert not after.may_circulate

    def test_a_doubtful_identity_takes_no_number(self) -> None:
        assert tell(make_person(Standing.DOUTEUSE), "VALI", ins=OWN_INS, from_other_domain=True).person.ins is None


class TestTheRest:
    def test_identifiers_add_up(self) -> None:
        other = PatientIdentifier(value="N2", oid="1.2.250.1.999.7", type_code="RI")
        told = ToldByFlow(identity=make_identity("PROV", ipp=other))
        after = apply(make_person(), told, at=LATER, actor=SENDER).person
        assert after.identifiers == (IPP, other)

    def test_the_same_number_under_another_type_is_not_added(self) -> None:
        again = PatientIdentifier(value=IPP.value, oid=LOCAL_OID, type_code="MR")
        told = ToldByFlow(identity=make_identity("PROV", ipp=again))
        assert apply(make_person(), told, at=LATER, actor=SENDER).person.identifiers == (IPP,)

    def test_complementary_and_death_only_when_told(self) -> None:
        held = make_person(complementary=ComplementaryTraits(city="TESTVILLE"), deceased_on="20260101")
        assert tell(held, "PROV").person is held
        after = tell(held, "PROV", complementary=ComplementaryTraits(city="AUTREVILLE"), death_on="").person
        assert (after.complementary.city, after.deceased_on) == ("AUTREVILLE", "")


NA, IO, INO = FeedingStance
CONSENTS = [
    # held, told, result
    ((NA, ""), (IO, "20260101"), (IO, "20260101")),
    ((IO, "20260101"), (NA, ""), (IO, "20260101")),
    ((IO, "20260101"), (INO, "20260201"), (INO, "20260201")),
    ((IO, "20260201"), (INO, "20260101"), (IO, "20260201")),
    ((IO, "20260201"), (INO, ""), (IO, "20260201")),
    ((IO, ""), (INO, ""), (INO, "")),
    ((INO, "20260201"), (IO, ""), (IO, "")),
    ((INO, "20260201"), (IO, "20260201120000+0100"), (IO, "20260201120000+0100")),
]


@pytest.mark.parametrize(("held", "told", "result"), CONSENTS)
def test_consents(
    held: tuple[FeedingStance, str], told: tuple[FeedingStance, str], result: tuple[FeedingStance, str]
) -> None:
    merged = merge_consents(
        Consents(dmp_status="ACTIF", feeding=held[0], feeding_at=held[1]),
        Consents(feeding=told[0], feeding_at=told[1], consultation=ConsultationStance.REFUSED),
    )
    assert (merged.feeding, merged.feeding_at) == result
    assert merged.dmp_status == "ACTIF"
    assert merged.consultation is ConsultationStance.REFUSED
