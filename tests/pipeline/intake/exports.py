"""Messages of an application that sends its documents as PDF: what the tests of the HL7 door are made of."""

import base64

from liane_sandbox.patients import SandboxPatient


def make_export(
    *files: bytes,
    patient: SandboxPatient,
    sender: str = "LABO",
    control_id: str = "M1",
    kind: str = "ORU^R01^ORU_R01",
    profile: str = "",
    order: str = "NW",
    document: str = "F1",
    mode: str = "T",
) -> bytes:
    """An ORU (or MDM) with files in OBX of type ED, outside the volet unless profile claims it."""
    who, ins = patient.traits, patient.ins
    lines = [
        f"MSH|^~\\&|{sender}|CH|LIANE|CH|20261120101500||{kind}|{control_id}|{mode}|2.5|||||FRA|UNICODE UTF-8"
        f"|||{profile}",
        f"PID|1||{ins.matricule}^^^ASIP-SANTE-INS-NIR&{ins.oid}&ISO^INS||"
        f"{who.birth_family}^{who.birth_given}^{who.birth_givens}^^^^L||{who.birth_date}|{who.sex}|||"
        f"^^^^^^BDL^^{who.birth_place}",
        "PV1|1|I|UF12",
        f"ORC|{order}",
        f"OBR|1|P1|{document}|11502-2^CR d'examens biologiques^LN|||20261119",
    ]
    for rank, data in enumerate(files, start=1):
        lines.append(f"OBX|{rank}|ED|11502-2^CR^LN||^application^PDF^Base64^{base64.b64encode(data).decode()}||||||F")
    return ("\r".join(lines) + "\r").encode()
