"""The fictitious patients that every stand-in knows: traits, test INS, local number, what the national services hold.

What lives here: constants. Nobody real: matricules are built on commune code 999 with a valid key, under the OID of the
test INS. Rule: ins.md §3 (test OID), §4 (traits stricts); dmp.md §13.2 « patient fixtures ».
"""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.identity.ins import INS, INSAuthority
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits

IPP_OID = "1.2.250.1.999.1.8121.1.1"
IPP_NAMESPACE = "CH-TILLEULS"


class DMPState(StrEnum):
    """State of a patient's DMP in the stand-in."""

    ACTIVE = "active"
    CLOSED = "closed"
    ABSENT = "absent"


class MESState(StrEnum):
    """State of a patient's Mon espace santé messaging in the stand-in."""

    OPEN = "open"
    NOT_ACTIVATED = "not_activated"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPatient:
    """One fictitious patient. ipp: number in the fictitious establishment, domain IPP_OID. is_minor: in 2026."""

    traits: PatientTraits
    ins: INS
    ipp: str
    dmp_state: DMPState
    mes_state: MESState
    is_minor: bool = False
    ipp_oid: str = IPP_OID

    @property
    def label(self) -> str:
        """Name shown on the sandbox's own pages."""
        return f"{self.traits.birth_family} {self.traits.birth_given}"

    @property
    def identity(self) -> PatientIdentity:
        """The patient as a message carries it: INS, then IPP; status « validée »."""
        return PatientIdentity(
            identifiers=(
                PatientIdentifier(value=self.ins.matricule, oid=self.ins.oid, type_code="INS"),
                PatientIdentifier(value=self.ipp, oid=self.ipp_oid, type_code="PI", namespace=IPP_NAMESPACE),
            ),
            traits=self.traits,
            status_codes=frozenset({"VALI"}),
        )


def _ins(matricule: str) -> INS:
    return INS(matricule=matricule, oid=INSAuthority.NIR_TEST.value)


PATIENTS: tuple[SandboxPatient, ...] = (
    SandboxPatient(
        traits=PatientTraits(
            birth_family="TESTOMBELLE",
            birth_given="CAMILLE",
            birth_givens="CAMILLE ROSE",
            birth_date="19900214",
            sex="F",
            birth_place="99999",
            used_family="TESTLISERON",
            used_given="CAMILLE",
        ),
        ins=_ins("290029999900129"),
        ipp="IPP000731",
        dmp_state=DMPState.ACTIVE,
        mes_state=MESState.OPEN,
    ),
    SandboxPatient(
        traits=PatientTraits(
            birth_family="TESTCEDRE",
            birth_given="MARCEL",
            birth_givens="MARCEL JEAN",
            birth_date="19700311",
            sex="M",
            birth_place="99999",
            used_family="TESTCEDRE",
            used_given="MARCEL",
        ),
        ins=_ins("170039999900207"),
        ipp="IPP000732",
        dmp_state=DMPState.ACTIVE,
        mes_state=MESState.NOT_ACTIVATED,
    ),
    SandboxPatient(
        traits=PatientTraits(
            birth_family="TESTPERVENCHE",
            birth_given="LOUISE",
            birth_givens="LOUISE ANNE",
            birth_date="19850519",
            sex="F",
            birth_place="99999",
            used_family="TESTPERVENCHE",
            used_given="LOUISE",
        ),
        ins=_ins("285059999900131"),
        ipp="IPP000733",
        dmp_state=DMPState.CLOSED,
        mes_state=MESState.CLOSED,
    ),
    SandboxPatient(
        traits=PatientTraits(
            birth_family="TESTNOISETTE",
            birth_given="ZOE",
            birth_givens="ZOE MARIE",
            birth_date="20120621",
            sex="F",
            birth_place="99999",
            used_family="TESTNOISETTE",
            used_given="ZOE",
        ),
        ins=_ins("212069999900333"),
        ipp="IPP000734",
        dmp_state=DMPState.ACTIVE,
        mes_state=MESState.OPEN,
        is_minor=True,
    ),
    SandboxPatient(
        traits=PatientTraits(
            birth_family="TESTARBOUSE",
            birth_given="ANGE",
            birth_givens="ANGE PIERRE",
            birth_date="19621105",
            sex="M",
            birth_place="2A999",
            used_family="TESTARBOUSE",
            used_given="ANGE",
        ),
        ins=_ins("162112A99900466"),
        ipp="IPP000735",
        dmp_state=DMPState.ACTIVE,
        mes_state=MESState.OPEN,
    ),
    SandboxPatient(
        traits=PatientTraits(
            birth_family="TESTMYRTE",
            birth_given="LIVIA",
            birth_givens="LIVIA",
            birth_date="19780803",
            sex="F",
            birth_place="2B999",
            used_family="TESTMYRTE-FICTIF",
            used_given="LIVIA",
        ),
        ins=_ins("278082B99900781"),
        ipp="IPP000736",
        dmp_state=DMPState.ABSENT,
        mes_state=MESState.UNKNOWN,
    ),
    SandboxPatient(
        traits=PatientTraits(
            birth_family="TESTCAPUCINE",
            birth_given="INES",
            birth_givens="INES",
            birth_date="20140117",
            sex="F",
            birth_place="99999",
            used_family="TESTCAPUCINE",
            used_given="INES",
        ),
        ins=_ins("214019999900349"),
        ipp="IPP000737",
        dmp_state=DMPState.ACTIVE,
        mes_state=MESState.NOT_ACTIVATED,
        is_minor=True,
    ),
    SandboxPatient(
        traits=PatientTraits(
            birth_family="TESTSUREAU",
            birth_given="D'ARTHUR-LOUIS",
            birth_givens="D'ARTHUR-LOUIS THEODORE EMILE",
            birth_date="19450430",
            sex="M",
            birth_place="99999",
            used_family="TESTSUREAU",
            used_given="ARTHUR",
        ),
        ins=_ins("145049999900878"),
        ipp="IPP000738",
        dmp_state=DMPState.ABSENT,
        mes_state=MESState.NOT_ACTIVATED,
    ),
)
"""Eight patients: adults and minors, Corsica in both letters, each state of a DMP and of Mon espace santé."""


def get_patient(matricule: str) -> SandboxPatient:
    """The fictitious patient of a matricule (letters in any case). Raises LookupError when nobody has it."""
    patient = find_patient(matricule)
    if patient is None:
        raise LookupError("no fictitious patient has this matricule")
    return patient


def find_patient(matricule: str) -> SandboxPatient | None:
    """The fictitious patient of a matricule (letters in any case), or None."""
    wanted = matricule.upper()
    return next((patient for patient in list_patients() if patient.ins.matricule == wanted), None)


_guests: dict[str, SandboxPatient] = {}


def list_patients() -> tuple[SandboxPatient, ...]:
    """The sandbox's own patients, then the guests of this process."""
    return (*PATIENTS, *_guests.values())


def welcome_patient(patient: SandboxPatient) -> None:
    """Add a guest: a fictitious patient of somebody's own messages. One of the sandbox's own stays as it is.

    Raises ValueError for an INS that is no test INS or whose key is wrong: nobody real enters a simulation.
    """
    authority = patient.ins.authority
    if authority is None or authority.is_real or not patient.ins.has_valid_key:
        raise ValueError("only a test INS with a valid key may enter the sandbox")
    if find_patient(patient.ins.matricule) is None:
        _guests[patient.ins.matricule] = patient
