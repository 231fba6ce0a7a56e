"""Write requirements.lock from what the virtual environment holds now: names and versions only."""

import subprocess
import sys
from pathlib import Path

HEADER = "# Made by `make lock` from the virtual environment: every package, pinned. Do not edit by hand.\n"


def main() -> None:
    """Freeze the environment, Liane itself apart."""
    frozen = subprocess.run(
        [sys.executable, "-m", "pip", "freeze", "--exclude-editable", "--exclude", "liane"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    lines = sorted(line for line in frozen.splitlines() if "==" in line)
    Path("requirements.lock").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
