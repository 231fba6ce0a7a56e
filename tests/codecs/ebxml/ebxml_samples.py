"""Lots of test: one document of the CH des Tilleuls, every attribute filled; and random ones."""

from hypothesis import strategies as st

from liane.codecs.ebxml.metadata import Association, DocumentEntry, Slot, Submission, SubmissionSet
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus
from liane.domain.actors.actor import Author, Device, Professional, Structure
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology.code import Code

PATIENT = PatientIdentifier(value="285059999900131", oid="1.2.250.1.213.1.4.10", type_code="NH")
IPP = PatientIdentifier(value="IPP0012345", oid="1.2.250.1.999.1.1.9999.2", type_code="PI")
STRUCTURE = Structure(identifier="1999999998", name="CH DES TILLEULS", id_type="IDNST")
PHYSICIAN = Author(
    person=Professional(
        identifier="899900099991",
        family="LE GOFF",
        given="Anaïs",
        id_type="IDNPS",
        specialty=Code(
            code="G15_10/SM04",
            label="Médecin - Cardiologie et maladies vasculaires (SM)",
            system="1.2.250.1.213.1.1.4.5",
        ),
        role="Cardiologue traitant",
    ),
    structure=STRUCTURE,
)
AUTOMATON = Author(
    device=Device(identifier="1999999998/9762", name="Automate de laboratoire X", model="waralab1000"),
    structure=STRUCTURE,
)
SIGNATORY = Author(person=Professional(identifier="899900099991", family="LE GOFF", given="Anaïs", id_type="IDNPS"))

ENTRY = DocumentEntry(
    symbolic_id="Document01",
    unique_id="1.2.250.1.999.1.1.9999.3.1",
    patient_id=PATIENT,
    authors=(PHYSICIAN, AUTOMATON),
    legal_authenticator=SIGNATORY,
    class_code=Code(code="10", system="1.2.250.1.213.1.1.4.1", label="Compte rendu"),
    type_code=Code(code="11488-4", system="2.16.840.1.113883.6.1", label="CR ou fiche de consultation"),
    format_code=Code(code="urn:ihe:iti:xds-sd:pdf:2008", system="1.3.6.1.4.1.19376.1.2.3", label="PDF"),
    confidentiality=(
        Code(code="N", system="2.16.840.1.113883.5.25", label="Normal"),
        Code(code="MASQUE_PS", system="1.2.250.1.213.1.1.4.13", label="Masqué aux professionnels de santé"),
    ),
    facility_type=Code(code="SA01", system="1.2.250.1.71.4.2.4", label="Etablissement public de santé"),
    practice_setting=Code(code="ETABLISSEMENT", system="1.2.250.1.213.1.1.4.9", label="Etablissement de santé"),
    events=(Code(code="DEQP003", system="1.2.250.1.215.300.1", label="Electrocardiographie"),),
    creation_time="20260302091204",
    service_start="20260302080000",
    service_stop="20260302083000",
    language="fr-FR",
    title="CR de consultation de cardiologie",
    comments="Comparé au précédent",
    source_patient_id=IPP,
    source_patient_info=("PID-5|KERVELLA^Maëlle^^^^^L", "PID-7|19850512", "PID-8|F"),
    hash="7db3caeebc8529f1db76d8e408d97b1d41af3deb",
    size=137,
    references=("ACC1^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:accession",),
)
LOT = SubmissionSet(
    symbolic_id="SubmissionSet01",
    unique_id="1.2.250.1.999.1.1.9999.1.1",
    source_id="1.2.250.1.999.1.1.9999",
    patient_id=PATIENT,
    submission_time="20260302091530",
    authors=(PHYSICIAN,),
    content_type=Code(code="04", system="1.2.250.1.213.2.2", label="Hospitalisation de jour"),
    title="Consultation du 02/03/2026",
)
MEMBER = Association(
    kind=AssociationType.HAS_MEMBER,
    source="SubmissionSet01",
    target="Document01",
    symbolic_id="as01",
    set_status="Original",
)
SUBMISSION = Submission(submission_set=LOT, entries=(ENTRY,), associations=(MEMBER,))

words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="^&~|\\"), min_size=1, max_size=12)
texts = st.one_of(st.just(""), words)
digits = st.from_regex(r"[0-9]{4,14}", fullmatch=True)
oids = st.from_regex(r"1\.2\.[1-9]{1,6}", fullmatch=True)
codes = st.builds(Code, code=words, system=words, label=texts)
identifiers = st.builds(PatientIdentifier, value=words, oid=oids, type_code=st.just("PI"))
structures = st.builds(
    lambda identifier, name: Structure(identifier=identifier, name=name, id_type="IDNST"), words, texts
)
authors = st.one_of(
    st.builds(
        lambda identifier, family, given, specialty, structure, role: Author(
            person=Professional(
                identifier=identifier,
                family=family,
                given=given,
                id_type="IDNPS",
                specialty=specialty,
                role=role,
            ),
            structure=structure,
        ),
        words,
        texts,
        texts,
        st.one_of(st.none(), codes),
        st.one_of(st.none(), structures),
        texts,
    ),
    st.builds(
        lambda identifier, name, model: Author(device=Device(identifier=identifier, name=name, model=model)),
        words,
        texts,
        texts,
    ),
)
maybe_code = st.one_of(st.none(), codes)
entries = st.builds(
    DocumentEntry,
    symbolic_id=words,
    unique_id=words,
    patient_id=identifiers,
    mime_type=words,
    object_type=words,
    authors=st.lists(authors, max_size=3).map(tuple),
    class_code=maybe_code,
    type_code=maybe_code,
    format_code=maybe_code,
    confidentiality=st.lists(codes, max_size=3).map(tuple),
    facility_type=maybe_code,
    practice_setting=maybe_code,
    events=st.lists(codes, max_size=3).map(tuple),
    creation_time=digits,
    service_start=digits,
    service_stop=digits,
    language=texts,
    title=texts,
    comments=texts,
    source_patient_id=st.one_of(st.none(), identifiers),
    source_patient_info=st.lists(words, max_size=4).map(tuple),
    hash=st.from_regex(r"[0-9a-f]{40}", fullmatch=True),
    size=st.one_of(st.none(), st.integers(0, 10**11)),
    uri=texts,
    references=st.lists(words, max_size=3).map(tuple),
    repository_unique_id=texts,
    lid=texts,
    version=texts,
    status=st.sampled_from(["", *AvailabilityStatus]),
    extra_slots=st.lists(
        st.builds(Slot, name=words, values=st.lists(words, min_size=1, max_size=2).map(tuple)),
        max_size=2,
        unique_by=lambda slot: slot.name,
    ).map(tuple),
)
lots = st.builds(
    SubmissionSet,
    symbolic_id=words,
    unique_id=words,
    source_id=words,
    patient_id=identifiers,
    submission_time=digits,
    authors=st.lists(authors, max_size=2).map(tuple),
    content_type=maybe_code,
    title=texts,
    comments=texts,
    intended_recipients=st.lists(words, max_size=2).map(tuple),
    status=st.sampled_from(["", *AvailabilityStatus]),
)
associations = st.builds(
    Association,
    kind=st.sampled_from([*AssociationType]),
    source=words,
    target=words,
    symbolic_id=words,
    set_status=texts,
    previous_version=texts,
    original_status=texts,
    new_status=texts,
)
submissions = st.builds(
    Submission,
    submission_set=lots,
    entries=st.lists(entries, max_size=3).map(tuple),
    associations=st.lists(associations, max_size=4).map(tuple),
)
