"""Professionals, structures and devices, as documents and messages name them."""

from dataclasses import dataclass

from liane.domain.terminology.code import Code

PS_OID = "1.2.250.1.71.4.2.1"
STRUCTURE_OID = "1.2.250.1.71.4.2.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Professional:
    """A person who acts. identifier: PS_IdNat with its type digit (``8`` + RPPS) when oid is PS_OID.

    id_type: XCN.13 as received (``RPPS``, ``IDNPS``, ``INS``…), empty when read from a CDA. specialty: TRE_A02 code
    (``G15_10/SM26``). role: functionCode label.
    """

    identifier: str
    oid: str = PS_OID
    family: str = ""
    given: str = ""
    id_type: str = ""
    specialty: Code | None = None
    role: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """An organisation. identifier: Struct_IdNat with its type digit (``1`` + FINESS) when oid is STRUCTURE_OID.

    id_type: XON.7 as received (``FINEG``, ``FINEJ``, ``IDNST``…), empty when read from a CDA.
    """

    identifier: str
    oid: str = STRUCTURE_OID
    name: str = ""
    id_type: str = ""
    practice_setting: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A software or an automaton that acts."""

    identifier: str
    oid: str = PS_OID
    name: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote, validated or sent something, and for which structure. time: HL7 timestamp, verbatim."""

    person: Professional | None = None
    device: Device | None = None
    structure: Structure | None = None
    time: str = ""
