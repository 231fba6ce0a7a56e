"""The HL7 v2 codec alone, on one core: reading a message, checking it with its document, acknowledging it; ADT too."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.stage import make_messages
from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.adt_build import render_adt
from liane.codecs.hl7v2.adt_read import read_adt
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.request import read_request
from liane.domain.documents.decision import DecisionRules
from liane.pipeline.receive import understand

ADT = b"\r".join(
    (
        rb"MSH|^~\&|GAM-TEST|CH-FICTIF|PFI-TEST|CH-FICTIF|20260301090012||ADT^A01^ADT_A01|GAM-000102|T|2.5^FRA^2.11|||||FRA"
        rb"|UNICODE UTF-8|FR||2.11^IHE_FRANCE-2.11-PAM",
        b"EVN||20260301090012||||20260301090000",
        b"PID|1||IPP000731^^^CH-FICTIF&1.2.250.1.999.2.1&ISO^PI~290029999900129^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&"
        b"ISO^INS^^20260105||TESTOMBELLE^CAMILLE^CAMILLE ROSE^^^^L~TESTLISERON^CAMILLE^^^^^D||19900214|F|||12 RUE DU "
        b"MODELE^^VILLE-TEST^^99000^FRA^H~^^^^^^BDL^^99999|||||||NDA2600731^^^CH-FICTIF&990780009&N^AN||||||||||||N||VALI",
        b"PV1|1|I|UF-CHIR^^^CH-FICTIF&990780009&N^^O||||||||||||||||VEN2600731^^^CH-FICTIF&990780009&N^VN||||||||||||||||"
        b"|||||||||20260301090000|||||||V",
        b"ZBE|MVT2600731^CH-FICTIF^990780009^N|20260301090000||INSERT|N||Chirurgie^^^^^CH-FICTIF&990780009&N^UF^^^3101|"
        b"Chirurgie^^^^^CH-FICTIF&990780009&N^UF^^^3101|HMS",
        b"ZFA|ACTIF|20260301090000|||||||INO|20260301090000|IC|20260301090000",
        b"ZFD|||Y|N|INSI|20260105|CN|20310630",
        b"",
    )
)
ROUNDS = 5
TURNS = 200


def measure_rate(work: Callable[[], object], turns: int = TURNS) -> float:
    """Turns per second of processor time, the median of the rounds."""
    rates = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for _ in range(turns):
            work()
        rates.append(turns / (time.process_time() - started))
    return statistics.median(rates)


def run() -> list[tuple[str, float, str]]:
    """The lines of the table."""
    message = make_messages(1, kind="cr_bio")[0]
    policy, rules = AcceptancePolicy.for_test(), DecisionRules(dmp_type_codes=frozenset())
    read = read_request(message, accepted=policy)
    at = datetime.now(UTC)

    def acknowledge() -> bytes:
        return render_ack(read.envelope, code=AckCode.AA, findings=read.findings, control_id="1", at=at)

    adt = read_adt(ADT, accepted=policy)
    if not adt.is_accepted or adt.findings or adt.message is None:
        raise ValueError("the ADT of the measure is not clean")
    identity = adt.message
    size = f"{len(message) // 1000} kB"
    return [
        (f"parse an ORU of {size}", measure_rate(lambda: parse_message(message), TURNS * 10), "msg/s"),
        (f"read and check an ORU of {size}", measure_rate(lambda: read_request(message, accepted=policy)), "msg/s"),
        (
            "the same, with its CDA read, compared and decided",
            measure_rate(lambda: understand(message, policy, rules)),
            "msg/s",
        ),
        ("render its acknowledgement", measure_rate(acknowledge, TURNS * 10), "msg/s"),
        ("read and check an ADT^A01", measure_rate(lambda: read_adt(ADT, accepted=policy), TURNS * 10), "msg/s"),
        ("write an ADT^A01", measure_rate(lambda: render_adt(identity, at=at), TURNS * 10), "msg/s"),
    ]


if __name__ == "__main__":
    for label, value, unit in run():
        print(f"{label}: {value:.1f} {unit}")
