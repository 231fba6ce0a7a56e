"""`make bench`: every measure of architecture.md §7, printed as one table; medians, on whatever machine it runs."""

import argparse
import importlib
import os
import platform
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

MODULES = (
    "bench_hl7v2",
    "bench_validation",
    "bench_store",
    "bench_identity",
    "bench_mllp",
    "bench_adt",
    "bench_chain",
    "bench_dmp",
    "bench_intake_pages",
    "bench_intake_match",
    "bench_intake_service",
    "bench_pages",
)


def describe_machine() -> str:
    """One line about the machine."""
    names = (
        [
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ]
        if Path("/proc/cpuinfo").exists()
        else []
    )
    return f"{os.cpu_count()} × {names[0] if names else platform.processor()}, Python {platform.python_version()}"


def main() -> int:
    """Run the measures asked (all by default) and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help=f"among: {', '.join(MODULES)}")
    asked = parser.parse_args().only or MODULES
    table = Table(title=f"Liane, {describe_machine()}", title_justify="left")
    for column in ("measure", "value", "unit"):
        table.add_column(column, justify="right" if column == "value" else "left")
    for name in asked:
        for label, value, unit in importlib.import_module(f"bench.{name}").run():
            table.add_row(label, f"{value:,.4g}" if isinstance(value, float) else str(value), unit)
        table.add_section()
    Console(width=120).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
