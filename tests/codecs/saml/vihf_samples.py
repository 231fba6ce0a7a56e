"""A VIHF of test: fictitious physician, structure and patient, those of dmp.md §3.2."""

from datetime import UTC, datetime

from liane.codecs.saml.vihf import PROFESSION_OID, SAVOIR_FAIRE_OID, SECTOR_OID, VIHF, AuthentificationMode
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code

NOW = datetime(2026, 3, 2, 9, 15, 30, 120_000, tzinfo=UTC)
PATIENT = INS(matricule="285059999900131", oid="1.2.250.1.213.1.4.10")
ASSERTION_ID = "_5f0e6a52-7c2b-4c4e-9a55-0d6d5d1f9b10"

SAMPLE = VIHF(
    mode=AuthentificationMode.INDIRECTE,
    name_id="899900099991",
    structure_id="1999999998",
    sector=Code(code="SA01", system=SECTOR_OID),
    subject_name="LE GOFF Anaïs, Cardiologie",
    roles=(
        Code(code="10", system=PROFESSION_OID, label="Médecin"),
        Code(code="SM04", system=SAVOIR_FAIRE_OID, label="Cardiologie et maladies vasculaires (SM)"),
    ),
    ins=PATIENT,
    lps_id="PFI-INST-0001",
    lps_name="PFI-EXEMPLE",
    lps_version="0.1.0",
    homologation="XXX-000000-test",
    authn_instant=datetime(2026, 3, 2, 8, 58, 4, tzinfo=UTC),
)
