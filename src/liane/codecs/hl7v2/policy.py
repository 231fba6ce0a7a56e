"""What this installation accepts: the settings of the checks, as one value."""

from dataclasses import dataclass, field

from liane.codecs.hl7v2.er7 import SEGMENTS_MAX, SIZE_BYTES_MAX
from liane.domain.documents.decision import MatriceMode
from liane.domain.identity.ins import INS_OIDS, INSAuthority

PRODUCTION_OIDS = frozenset(authority.value for authority in INSAuthority if authority.is_real)
TEST_OIDS = INS_OIDS - PRODUCTION_OIDS
RECIPIENTS_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptancePolicy:
    """Settings of ``read_request``.

    processing_ids: MSH-11 accepted here (production: ``P``). ins_oids: INS authorities accepted here.
    check_oid_against_processing_id: refuse a real INS outside MSH-11 = P and a test INS with it; off by default,
    because official examples carry test identities with ``P``. matrice_mssante: what a deviation from the MSSanté
    matrix does. document_type_codes: JDV_J07 codes; empty, the type is not checked here. unqualified_waits: take a
    document that carries an INS of an identity not yet qualified; the registry holds it until it is.
    Rule: hl7v2.md §2.1, §4.3.2, §4.9.
    """

    processing_ids: frozenset[str] = frozenset({"P", "T", "D"})
    ins_oids: frozenset[str] = field(default=INS_OIDS)
    check_oid_against_processing_id: bool = False
    matrice_mssante: MatriceMode = MatriceMode.AVERTIR
    document_type_codes: frozenset[str] = frozenset()
    unqualified_waits: bool = False
    size_bytes_max: int = SIZE_BYTES_MAX
    segments_max: int = SEGMENTS_MAX
    recipients_max: int = RECIPIENTS_MAX

    @classmethod
    def for_production(cls) -> "AcceptancePolicy":
        """Production: MSH-11 = P, real INS only, and the guard between the two."""
        return cls(processing_ids=frozenset({"P"}), ins_oids=PRODUCTION_OIDS, check_oid_against_processing_id=True)

    @classmethod
    def for_test(cls) -> "AcceptancePolicy":
        """Test and demonstration: any MSH-11, test INS only."""
        return cls(ins_oids=TEST_OIDS)
