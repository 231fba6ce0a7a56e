"""Any identity message that the profile can carry is read back as it was written."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from liane.codecs.hl7v2.adt_build import VERSION, render_adt
from liane.codecs.hl7v2.adt_events import EVENTS
from liane.codecs.hl7v2.adt_read import read_adt
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.identity.changes import ToldByFlow
from liane.domain.identity.ins import INS, compute_ins_key
from liane.domain.identity.messages import IdentityMessage
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.identity.person import (
    ComplementaryTraits,
    Consents,
    ConsultationStance,
    FeedingStance,
    FormerINS,
    ProofDocument,
)
from liane.domain.identity.stays import Movement, MovementAction, StayFacts

AT = datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
TEST_OID = "1.2.250.1.213.1.4.10"
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(
    lambda text: text != '""'
)
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=10)
maybe = st.one_of(st.just(""), words)
domains = st.one_of(st.just("1.2.250.1.999.2.1"), st.just("990780009"))
dates = st.dates().map(lambda day: f"{day:%Y%m%d}".zfill(8))
lunars = st.tuples(st.integers(1900, 2020), st.integers(0, 19), st.integers(0, 31)).map(
    "{0[0]}{0[1]:02}{0[2]:02}".format
)
instants = st.datetimes(min_value=datetime(1900, 1, 1)).map(lambda one: f"{one:%Y%m%d%H%M%S}")  # noqa: DTZ001
sometimes = st.one_of(st.just(""), instants)
numbers = st.integers(10**11, 10**12 - 1).map(lambda number: f"2{number}").map(lambda one: one + compute_ins_key(one))
statuses = st.sampled_from([("PROV",), ("PROV", "DOUT"), ("VALI",)])


@st.composite
def identities(draw: st.DrawFn) -> PatientIdentity:
    """A patient with local numbers, perhaps an INS."""
    local = PatientIdentifier(value=draw(words), oid=draw(domains), type_code="PI", namespace=draw(maybe))
    ins = PatientIdentifier(value=draw(numbers), oid=TEST_OID, type_code="INS", namespace="ASIP-SANTE-INS-NIR")
    has_ins = draw(st.booleans())
    return PatientIdentity(
        identifiers=(local, ins) if has_ins else (local,),
        traits=PatientTraits(
            birth_family=draw(words),
            birth_given=draw(maybe),
            birth_givens=draw(maybe),
            birth_date=draw(st.one_of(dates, lunars)),
            sex=draw(st.sampled_from("MFU")),
            birth_place=draw(st.one_of(st.just(""), codes)),
            used_family=draw(maybe),
            used_given=draw(maybe),
        ),
        status_codes=frozenset(
            {"VALI"} if has_ins else draw(st.sampled_from([("PROV",), ("PROV", "DOUT"), ("VALI",)]))
        ),
    )


formers = st.builds(
    FormerINS,
    ins=st.builds(INS, matricule=numbers, oid=st.just(TEST_OID)),
    start=st.one_of(st.just(""), dates),
    end=dates,
)
complements = st.builds(
    ComplementaryTraits, address=maybe, postal_code=maybe, city=maybe, country=maybe, phone=maybe, email=maybe
).filter(lambda one: one != ComplementaryTraits())
consents = st.builds(
    Consents,
    dmp_status=st.sampled_from(["", "ACTIF", "FERME", "INEXISTANT"]),
    feeding=st.sampled_from(FeedingStance),
    feeding_at=sometimes,
    consultation=st.sampled_from(ConsultationStance),
    consultation_at=sometimes,
).filter(lambda one: one != Consents())


@st.composite
def tellings(draw: st.DrawFn, *, is_whole: bool) -> ToldByFlow:
    """What is told; is_whole: the structure has room for ZFA and ZFD."""
    common = {
        "identity": draw(identities()),
        "former_ins": tuple(draw(st.lists(formers, max_size=2))),
        "complementary": draw(st.one_of(st.none(), complements)),
        "death_on": draw(st.one_of(st.none(), st.just(""), st.just("00000000"), dates)),
    }
    if not is_whole:
        return ToldByFlow(**common)  # type: ignore[arg-type]
    return ToldByFlow(
        **common,  # type: ignore[arg-type]
        ins_obtained_by=draw(st.sampled_from(["", "SM", "CV", "INSI", "CB", "RFID"])),
        ins_called_on=draw(st.one_of(st.just(""), dates)),
        proof_document=draw(st.one_of(st.none(), st.sampled_from(ProofDocument))),
        proof_valid_until=draw(st.one_of(st.just(""), dates)),
        birth_date_uncertain=draw(st.booleans()),
        consents=draw(st.one_of(st.none(), consents)),
    )


@st.composite
def stays(draw: st.DrawFn, code: str) -> StayFacts:
    """A stay and its movement, as the event allows."""
    event = EVENTS[code]
    action = draw(st.sampled_from(sorted(event.actions)))
    original = "A01" if code == "Z99" else (min(event.cancels) if action is MovementAction.CANCEL else "")
    return StayFacts(
        visit_number=draw(words),
        visit_domain=draw(domains),
        account_number=draw(words),
        account_domain=draw(domains),
        patient_class=draw(st.sampled_from("EIOR")),
        admitted=draw(sometimes),
        discharged=draw(sometimes),
        attending_doctor=draw(maybe),
        movement=Movement(
            id=draw(words),
            id_domain=draw(domains),
            event=code,
            action=action,
            start=draw(instants),
            is_historic=draw(st.booleans()),
            original_event=original,
            medical_unit=draw(codes),
            medical_unit_label=draw(maybe),
            care_unit=draw(st.one_of(st.just(""), codes)),
            care_unit_label=draw(maybe),
            accommodation_unit=draw(st.one_of(st.just(""), codes)),
            nature=draw(st.sampled_from(["S", "H", "M", "L", "D", "HMS", "C"])),
        ),
    )


@st.composite
def messages(draw: st.DrawFn) -> IdentityMessage:
    """Any event of the profile."""
    code = draw(st.sampled_from(sorted(EVENTS)))
    event = EVENTS[code]
    stay = draw(stays(code)) if event.has_movement else None
    former = PatientIdentifier(value="·" + draw(words), oid=draw(domains), type_code="PI", namespace="")
    is_planned = draw(st.booleans())
    return IdentityMessage(
        control_id=draw(codes),
        sender=f"{draw(codes)}@{draw(codes)}",
        receiver=f"{draw(codes)}@{draw(codes)}",
        processing_id=draw(st.sampled_from("PTD")),
        version=VERSION,
        event=code,
        action=event.action,
        trigger="A01" if code == "Z99" else code,
        told=draw(tellings(is_whole=not event.has_merge)),
        recorded_at=draw(instants),
        occurred_at="" if is_planned else draw(instants),
        planned_for=draw(instants) if is_planned else "",
        previous=PatientIdentity(identifiers=(former,)) if event.has_merge else None,
        account=draw(words) if code == "A44" else "",
        stay=stay,
    )


@given(messages())
@settings(max_examples=150)
def test_what_is_written_is_read(message: IdentityMessage) -> None:
    result = read_adt(render_adt(message, at=AT), accepted=AcceptancePolicy.for_test())
    assert [finding for finding in result.findings if finding.code != "HL7-112"] == []
    assert result.message == message
