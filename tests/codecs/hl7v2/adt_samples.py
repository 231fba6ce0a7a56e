"""ADT that the tests of identities start from, written by hand, and how to spoil one field of them."""

from liane.codecs.hl7v2.adt_read import AdtReadResult, read_adt
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.identity.messages import IdentityMessage

MATRICULE = "290029999900129"
OTHER_MATRICULE = "214019999900349"
MSH = (
    "MSH|^~\\&|GAM-TEST|CH-FICTIF|PFI-TEST|CH-FICTIF|20260301083012||ADT^{event}^{structure}|GAM-000101|T|"
    "2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR||2.11^IHE_FRANCE-2.11-PAM"
)
EVN = "EVN||20260301083012||||20260301083000"
PID = (
    f"PID|1||IPP000731^^^CH-FICTIF&1.2.250.1.999.2.1&ISO^PI~{MATRICULE}^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^"
    "20260105||TESTOMBELLE^CAMILLE^CAMILLE ROSE^^^^L~TESTLISERON^CAMILLE^^^^^D||19900214|F|||12 RUE DU MODELE^^"
    "VILLE-TEST^^99000^FRA^H~^^^^^^BDL^^99999||^PRN^PH^^^^^^^^^0199000000~^NET^Internet^camille@exemple.test|||||"
    "NDA2600731^^^CH-FICTIF&990780009&N^AN||||||||||||N||VALI|20260301083000"
)
MRG = "MRG|IPP000999^^^CH-FICTIF&1.2.250.1.999.2.1&ISO^PI||||||TESTOMBEL^CAMILLE^^^^^L"
PV1 = (
    "PV1|1|I|UF-CHIR^^^CH-FICTIF&990780009&N^^O||||89990000013^TESTMEDECIN^ANNE||||||||||||"
    "VEN2600731^^^CH-FICTIF&990780009&N^VN|||||||||||||||||||||||||20260301090000|||||||V"
)
ZBE = (
    "ZBE|MVT2600731^CH-FICTIF^990780009^N|20260301090000||{action}|N|{original}|Chirurgie^^^^^CH-FICTIF&990780009&N^UF"
    "^^^3101|Soins^^^^^CH-FICTIF&990780009&N^UF^^^3102|HMS"
)
ZFA = "ZFA|ACTIF|20260301090000|||||||INO|20260301090000|IC|20260301090000"
ZFD = "ZFD|||Y|N|INSI|20260105|CN|20310630"


def join(*segments: str) -> bytes:
    """Segments as a message."""
    return "".join(segment + "\r" for segment in segments).encode()


def make_identity(event: str = "A28") -> bytes:
    """An identity created or changed."""
    return join(MSH.format(event=event, structure="ADT_A05"), EVN, PID, "PV1|1|N", ZFA, ZFD)


def make_merge(event: str = "A40", structure: str = "ADT_A39", mrg: str = MRG) -> bytes:
    """A merge, a change of identifier or a move."""
    return join(MSH.format(event=event, structure=structure), EVN, PID, mrg)


def make_stay(event: str = "A01", structure: str = "ADT_A01", action: str = "INSERT", original: str = "") -> bytes:
    """A movement."""
    zbe = ZBE.format(action=action, original=original)
    return join(MSH.format(event=event, structure=structure), EVN, PID, PV1, zbe, ZFA, ZFD)


def put(message: bytes, name: str, number: int, value: str) -> bytes:
    """Change one field (MSH: as HL7 counts)."""
    segments = message.split(b"\r")
    for rank, segment in enumerate(segments):
        fields = segment.split(b"|")
        if fields[0].decode() == name:
            place = number - 1 if name == "MSH" else number
            fields += [b""] * (place + 1 - len(fields))
            fields[place] = value.encode()
            segments[rank] = b"|".join(fields)
            break
    return b"\r".join(segments)


def drop(message: bytes, name: str) -> bytes:
    """Without the segments of that name."""
    return b"\r".join(segment for segment in message.split(b"\r") if not segment.startswith(name.encode()))


def read(message: bytes, policy: AcceptancePolicy | None = None) -> AdtReadResult:
    """Read with the policy of a test environment."""
    return read_adt(message, accepted=policy or AcceptancePolicy.for_test())


def read_good(message: bytes) -> IdentityMessage:
    """Read a message that nothing is to be said of."""
    result = read(message)
    assert result.findings == ()
    assert result.message is not None
    return result.message
