"""parse(render(x)) == x for document requests, whatever they hold."""

from dataclasses import fields

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.codecs.hl7v2.build import render_document_request
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.order import EVENT_OF_ACTION
from liane.domain.actors.actor import PS_OID, STRUCTURE_OID, Author, Device, Professional, Structure
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import (
    DocumentRequest,
    Endpoint,
    Recipient,
    RecipientKind,
    RequestAction,
    RequestFlags,
    Stay,
)
from liane.domain.errors import has_errors
from liane.domain.identity.ins import INS, INSAuthority, compute_ins_key
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.terminology.code import Code
from tests.codecs.hl7v2.samples import read

# Any text, delimiters and French letters most of all; blanks around are not carried, nor is « "" », the HL7 null.
letters = st.text(st.sampled_from("abcÉœ€|^~\\&'\"\n\t.-#0 "), min_size=1, max_size=12)
words = letters.map(str.strip).filter(lambda text: text not in ("", '""'))
maybe = st.one_of(st.just(""), words)
digits = st.text("0123456789", min_size=13, max_size=13)
oids = st.lists(st.integers(0, 999), min_size=1, max_size=4).map(lambda arcs: ".".join(map(str, ("1.2.250", *arcs))))
addresses = st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.mssante\.fr", fullmatch=True)


@st.composite
def ins_identifiers(draw: st.DrawFn) -> PatientIdentifier:
    authority = draw(st.sampled_from(INSAuthority))
    number = draw(digits)
    return PatientIdentifier(
        value=number + compute_ins_key(number), oid=authority.value, type_code="INS", namespace=authority.namespace
    )


local_identifiers = st.builds(
    PatientIdentifier, value=words, oid=oids, type_code=st.sampled_from(["PI", "RRI", ""]), namespace=maybe
)


@st.composite
def patients(draw: st.DrawFn) -> PatientIdentity:
    identifiers = draw(st.lists(local_identifiers, min_size=1, max_size=3))
    if draw(st.booleans()):
        identifiers.insert(draw(st.integers(0, len(identifiers))), draw(ins_identifiers()))
    return PatientIdentity(
        identifiers=tuple(identifiers),
        traits=PatientTraits(
            birth_family=draw(words),
            birth_given=draw(maybe),
            birth_givens=draw(maybe),
            birth_date=draw(st.sampled_from(["", "19900214", "19790000"])),
            sex=draw(st.sampled_from(["", "M", "F", "U"])),
            birth_place=draw(st.sampled_from(["", "99999", "2A004"])),
            used_family=draw(maybe),
            used_given=draw(maybe),
        ),
        status_codes=draw(st.frozensets(st.sampled_from(["VALI", "PROV", "DOUT"]), max_size=2)),
    )


professionals = st.one_of(
    st.builds(
        Professional,
        identifier=st.text("0123456789", min_size=11, max_size=11).map(lambda rpps: f"8{rpps}"),
        oid=st.just(PS_OID),
        family=maybe,
        given=maybe,
        id_type=st.sampled_from(["RPPS", "IDNPS"]),
    ),
    st.builds(Professional, identifier=words, oid=oids, family=maybe, given=maybe, id_type=st.sampled_from(["EI", ""])),
)
structures = st.one_of(
    st.builds(
        Structure,
        identifier=st.text("0123456789", min_size=9, max_size=9).map(lambda finess: f"1{finess}"),
        oid=st.just(STRUCTURE_OID),
        name=maybe,
        id_type=st.sampled_from(["FINEG", "FINEJ", "IDNST"]),
    ),
    st.builds(
        Structure, identifier=words, oid=st.just("990780009"), name=maybe, id_type=st.sampled_from(["UF", "SRV"])
    ),
)
NOT_ON_THE_WIRE = "to_announce"
wire_flags = (field.name for field in fields(RequestFlags) if field.name != NOT_ON_THE_WIRE)
all_flags = st.builds(RequestFlags, **{name: st.booleans() for name in wire_flags})
domains = st.sampled_from(["", "1.2.250.1.999.2", "990780009", "CH-FICTIF"])
devices = st.builds(Device, identifier=words, oid=oids, name=maybe)


def recipients(patient: PatientIdentity) -> st.SearchStrategy[Recipient]:
    kinds = [
        st.builds(
            Recipient,
            kind=st.just(RecipientKind.PROFESSIONAL),
            address=addresses,
            person=professionals,
            structure=st.one_of(st.none(), structures),
        ),
        st.builds(Recipient, kind=st.just(RecipientKind.ORGANISATION), address=addresses, structure=structures),
        st.builds(Recipient, kind=st.just(RecipientKind.APPLICATION), address=addresses, device=devices),
    ]
    ins = patient.ins
    if ins is not None:
        address = f"{ins.matricule}@patient.mssante.fr"
        kinds.append(
            st.just(
                Recipient(kind=RecipientKind.PATIENT, address=address, ins=INS(matricule=ins.matricule, oid=ins.oid))
            )
        )
    return st.one_of(kinds)


@st.composite
def requests(draw: st.DrawFn) -> DocumentRequest:
    patient = draw(patients())
    action = draw(st.sampled_from(RequestAction))
    is_mdm = draw(st.booleans())
    identifier = st.builds(DocumentId, root=oids, extension=maybe)
    return DocumentRequest(
        control_id=draw(words),
        message_type=f"MDM^{EVENT_OF_ACTION[action]}^MDM_T02" if is_mdm else "ORU^R01^ORU_R01",
        version="2.6" if is_mdm else "2.5",
        profile="2.1^CISIS_CDA_HL7_V2",
        processing_id=draw(st.sampled_from(["P", "T", "D"])),
        charset=draw(st.sampled_from(["UNICODE UTF-8", "8859/15"])),
        sent_at="20260302141500",
        sender=Endpoint(application=draw(words), facility=draw(words)),
        receiver=Endpoint(application=draw(words), facility=draw(words)),
        action=action,
        document_type=Code(code=draw(words), system="LN", label=draw(maybe)),
        document_id=draw(identifier) if is_mdm else None,
        replaced_id=draw(identifier) if is_mdm and action is RequestAction.REPLACE else None,
        patient=patient,
        stay=Stay(
            patient_class=draw(st.sampled_from(["I", "O", "N"])),
            visit_number=draw(words),
            visit_domain=draw(domains),
            account_number=(account := draw(maybe)),
            account_domain=draw(domains) if account else "",
            admitted=draw(st.sampled_from(["", "20260301090000"])),
        ),
        expediteur=Author(person=draw(professionals), structure=draw(structures)),
        recipients=tuple(draw(st.lists(recipients(patient), max_size=3))),
        reply_to=draw(st.one_of(st.just(""), addresses)),
        flags=draw(all_flags),
        body_ps=draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\x00"), max_size=40)),
        body_patient=draw(maybe),
        cda=draw(st.binary(min_size=1, max_size=200)),
    )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(requests())
def test_what_is_rendered_is_read_back(request: DocumentRequest) -> None:
    message = render_document_request(request)
    result = read(message)
    assert result.request == request, result.findings
    structural = [f for f in result.findings if f.code < "HL7-080" and f.code not in ("HL7-036", "HL7-037")]
    assert not has_errors(structural), structural
    assert parse_message(message).delimiters.is_standard
