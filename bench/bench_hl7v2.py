"""The HL7 v2 codec alone, on one core: reading a message, checking it with its document, acknowledging it."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.stage import make_messages
from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.request import read_request
from liane.domain.documents.decision import DecisionRules
from liane.pipeline.receive import understand

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
    ]


if __name__ == "__main__":
    for label, value, unit in run():
        print(f"{label}: {value:.1f} {unit}")
