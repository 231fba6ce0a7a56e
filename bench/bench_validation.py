"""Cost of a full verdict (schema, every schematron that applies, terminologies, our rules) on the official documents.

Each figure is taken in a fresh process, so that memory and start are those of a worker: median, 90th centile and worst
of the corpus, warm, one core, by the clock and in processor time (the one to read on a busy machine); first document of
a process; memory. `python -m bench.bench_validation` prints them.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from liane.pipeline.validate import Validator, validate_in_worker
from liane.store.kits import import_kit, open_kit

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LIANE_SHARED", ROOT.parent / "shared"))
ROUNDS = 5
FIRST_RUNS = 3
Measure = tuple[str, float | int, str]


def run() -> list[Measure]:
    """Measure with the national kit and the official documents; nothing when they are absent."""
    archives = sorted((SHARED / "kit").glob("*.zip"))
    documents = sorted((SHARED / "corpus" / "cda").glob("*.xml"))
    if not archives or not documents:
        return [("validation: kit or corpus absent (set LIANE_SHARED)", 0, "documents")]
    with tempfile.TemporaryDirectory() as folder:
        kits = Path(folder) / "kits"
        start = time.perf_counter()
        import_kit(archives[0], kits)
        compiled = time.perf_counter() - start
        warm = _in_new_process("warm", kits)
        first = statistics.median(_first_document(kits, documents[0]) for _ in range(FIRST_RUNS))
        return [
            ("validation: kit compiled, once", compiled, "s"),
            ("validation: verdict, warm, median", warm["median"], "ms"),
            ("validation: verdict, warm, p90", warm["p90"], "ms"),
            ("validation: verdict, warm, worst document", warm["worst"], "ms"),
            ("validation: verdict, warm, median, processor time", warm["busy_median"], "ms"),
            ("validation: verdict, warm, p90, processor time", warm["busy_p90"], "ms"),
            ("validation: verdicts per second, one core", warm["rate"], "documents/s"),
            ("validation: one document in a new process", first, "s"),
            ("validation: memory of a worker, all models loaded", warm["memory"], "MB"),
        ]


def _in_new_process(task: str, *arguments: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.bench_validation", task, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _first_document(kits: Path, document: Path) -> float:
    start = time.perf_counter()
    _in_new_process("one", kits, document)
    return time.perf_counter() - start


def _warm(kits: Path) -> dict[str, float]:
    kit = open_kit(kits)
    assert kit is not None
    validator = Validator(kit)
    validator.preload()
    documents = [path.read_bytes() for path in sorted((SHARED / "corpus" / "cda").glob("*.xml"))]
    for volet in kit.volets:
        kit.unit(volet.file)
    for data in documents:
        validator.validate(data)
    taken: list[list[float]] = [[] for _ in documents]
    busy: list[list[float]] = [[] for _ in documents]
    for _ in range(ROUNDS):
        for rank, data in enumerate(documents):
            start, start_busy = time.perf_counter(), time.process_time()
            validator.validate(data)
            taken[rank].append(time.perf_counter() - start)
            busy[rank].append(time.process_time() - start_busy)
    each = sorted(statistics.median(times) * 1000 for times in taken)
    each_busy = sorted(statistics.median(times) * 1000 for times in busy)
    return {
        "busy_median": statistics.median(each_busy),
        "busy_p90": each_busy[int(len(each_busy) * 0.9)],
        "median": statistics.median(each),
        "p90": each[int(len(each) * 0.9)],
        "worst": each[-1],
        "rate": 1000 * len(each) / sum(each),
        "memory": _peak_megabytes(),
    }


def _peak_megabytes() -> float:
    """Peak of this process alone: `ru_maxrss` would remember the parent that it was forked from."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1000


def main() -> int:
    """Print the measures, or run one task in this process and print its answer as JSON."""
    match sys.argv[1:]:
        case ["warm", kits]:
            print(json.dumps(_warm(Path(kits))))
        case ["one", kits, document]:
            verdict = validate_in_worker(Path(kits), Path(document).read_bytes())
            print(json.dumps({"findings": len(verdict.findings)}))
        case _:
            for label, value, unit in run():
                print(f"{label:<55} {value:>10,.4g} {unit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
