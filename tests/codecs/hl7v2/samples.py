"""Messages that the tests of this folder start from, and how to spoil one field or segment of them.

They are written by hand, not by our own builder. Fictitious patient, test INS, address and numbers: hl7v2.md §9.
"""

import base64

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.request import ReadResult, read_request

CDA = b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>"
ENCODED = base64.b64encode(CDA).decode()
INS = "290029999900129"
OTHER_INS = "214019999900349"
FLAG_LABELS = {
    "MASQUE_PS": "N",
    "INVISIBLE_PATIENT": "N",
    "INVISIBLE_REP_LEGAUX": "N",
    "CONNEXION_SECRETE": "N",
    "MODIF_CONF_CODE": "N",
    "DESTDMP": "Y",
    "DESTMSSANTEPS": "Y",
    "DESTMSSANTEPAT": "Y",
    "ACK_RECEPTION": "Y",
    "ACK_LECTURE_MSS": "N",
}
PID = (
    f"PID|1||IPP000731^^^CH-FICTIF&1.2.250.1.999.2.1&ISO^PI~{INS}^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^"
    "20260105||TESTOMBELLE^CAMILLE^CAMILLE ROSE^^^^L~TESTLISERON^CAMILLE^^^^^D||19900214|F|||12 RUE DU MODELE^^"
    "VILLE-TEST^^99000^FRA^H~^^^^^^BDL^^99999|||||||NDA2600731^^^CH-FICTIF&990780009&N^AN||||||||||||N||VALI|2026"
)
PV1 = "PV1|1|I" + "|" * 17 + "VEN2600731^^^CH-FICTIF&990780009&N^VN" + "|" * 25 + "20260301090000"
SENDER = (
    "PRT||UC||SB^Send by^participation|89990000005^TESTBIOLOGISTE^PAUL^^^^^^ASIP-SANTE-PS&1.2.250.1.71.4.2.1&ISO^D^^^"
    "RPPS|||LABO-FICTIF^^^^^ASIP-SANTE-ST&1.2.250.1.71.4.2.2&ISO^FINEG^^^990780017"
)
PROFESSIONAL = (
    "PRT||UC||RCT^Result Copies To^participation|89990000013^TESTMEDECIN^ANNE^^^^^^ASIP-SANTE-PS&1.2.250.1.71.4.2.1&"
    "ISO^D^^^RPPS||||||||||^^X.400^anne.testmedecin@test-exemple.mssante.fr"
)
PATIENT = (
    f"PRT||UC||RCT^Result Copies To^participation|{INS}^TESTOMBELLE^CAMILLE^^^^^^ASIP-SANTE-INS-NIR&"
    f"1.2.250.1.213.1.4.10&ISO^L^^^INS||||||||||^^X.400^{INS}@patient.mssante.fr"
)
REPLY = "PRT||UC||REPLY^Reply To^participation|||||||||||^^X.400^secretariat.labo@test-exemple.mssante.fr"


def make_flags(kind: str = "CE", **values: str) -> list[str]:
    """The ten metadata OBX, numbered from 2."""
    return [
        f"OBX|{number}|{kind}|{code}^Libellé^MetaDMPMSS||{values.get(code, value)}^^expandedYes-NoIndicator||||||F"
        for number, (code, value) in enumerate(FLAG_LABELS.items(), start=2)
    ]


def make_oru(*, status: str = "F", order: str = "NW", charset: str = "UNICODE UTF-8", **flags: str) -> bytes:
    """An initial laboratory report for the DMP, a professional and the patient."""
    segments = [
        "MSH|^~\\&|SGL-TEST|LABO-FICTIF|PFI-TEST|CH-FICTIF|20260302141500||ORU^R01^ORU_R01|SGL-000245|T|2.5|||||FRA|"
        f"{charset}|||2.1^CISIS_CDA_HL7_V2",
        PID,
        PV1,
        f"ORC|{order}",
        "OBR|1|||11502-2^CR d'examens biologiques^LN",
        f"OBX|1|ED|11502-2^CR d'examens biologiques^LN||^TEXT^XML^Base64^{ENCODED}||||||{status}",
        SENDER,
        PROFESSIONAL,
        PATIENT,
        REPLY,
        *make_flags(**flags),
    ]
    return "".join(f"{segment}\r" for segment in segments).encode()


def make_mdm(*, event: str = "T02", order: str = "NW", status: str = "F", **flags: str) -> bytes:
    """An imaging report in an MDM; TXA-13 is always there, as official examples have it."""
    segments = [
        f"MSH|^~\\&|RIS-TEST|CH-FICTIF|PFI-TEST|CH-FICTIF|20260302141500||MDM^{event}^MDM_T02|RIS-000012|T|2.6|||||FRA|"
        "UNICODE UTF-8|||2.1^CISIS_CDA_HL7_V2",
        "EVN||20260302141500",
        PID,
        PV1,
        f"ORC|{order}",
        "OBR|1|||18748-4^CR d'imagerie médicale^LN",
        "TXA|1|18748-4|TEXT|||||||||1.2.250.1.999.1.2.2026.2002^Organisation|1.2.250.1.999.1.2.2026.2001||||AU",
        f"OBX|1|ED|18748-4^CR d'imagerie médicale^LN||^text^XML^Base64^{ENCODED}||||||{status}",
        SENDER,
        PROFESSIONAL,
        PATIENT,
        *make_flags("CWE", **flags),
    ]
    return "".join(f"{segment}\r" for segment in segments).encode()


def set_field(message: bytes, segment: str, number: int, value: str, *, occurrence: int = 1) -> bytes:
    """Write one field anew; for MSH, numbers are HL7's."""
    lines = message.split(b"\r")
    index = _find(lines, segment, occurrence)
    fields = lines[index].split(b"|")
    position = number - 1 if segment == "MSH" else number
    fields += [b""] * (position + 1 - len(fields))
    fields[position] = value.encode()
    lines[index] = b"|".join(fields)
    return b"\r".join(lines)


def drop_segment(message: bytes, segment: str, *, occurrence: int = 1) -> bytes:
    """Take one segment out."""
    lines = message.split(b"\r")
    del lines[_find(lines, segment, occurrence)]
    return b"\r".join(lines)


def insert_segment(message: bytes, text: str, *, before: str, occurrence: int = 1) -> bytes:
    """Put one segment before another."""
    lines = message.split(b"\r")
    lines.insert(_find(lines, before, occurrence), text.encode())
    return b"\r".join(lines)


def append_segment(message: bytes, text: str) -> bytes:
    """Put one segment at the end."""
    return message + text.encode() + b"\r"


def _find(lines: list[bytes], segment: str, occurrence: int) -> int:
    return [index for index, line in enumerate(lines) if line[:3] == segment.encode()][occurrence - 1]


def read(message: bytes, **settings: object) -> ReadResult:
    """Read with the default policy, or one changed."""
    return read_request(message, accepted=AcceptancePolicy(**settings))  # type: ignore[arg-type]


def codes(result: ReadResult) -> set[str]:
    """The codes found."""
    return {finding.code for finding in result.findings}
