"""Ask whether a package of the lock file has a known vulnerability; say plainly when nobody could answer.

Runs pip-audit on the pinned versions, without installing anything. Three endings: nothing known (0), a vulnerability
(1), « NON VÉRIFIÉ » when the advisories cannot be reached from here (0, so that a machine without network does not fail
falsely; 2 with ``--strict``, as a release asks). ``--osv URL`` asks an OSV service of the site, where the public one is
out of reach. A vulnerability that does not concern Liane is accepted in ``tools/advisories_accepted.toml`` with a
reason and an end; past its end it counts again.
"""

import argparse
import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
ACCEPTED = ROOT / "tools" / "advisories_accepted.toml"
TIMEOUT_S = 180
CLEAN, VULNERABLE, UNVERIFIED = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was answered. vulnerable: « package version: advisory ». unanswered: packages that nobody knew."""

    checked: int = 0
    vulnerable: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    problem: str = ""


@dataclass(slots=True)
class _Counted:
    checked: int = 0
    vulnerable: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def read_accepted(text: str, today: date) -> dict[str, str]:
    """Read the advisories that are accepted today, with the reason of each. Raises ValueError for one without."""
    accepted = {}
    for name, entry in tomllib.loads(text).items():
        if not entry.get("reason") or not isinstance(entry.get("until"), date):
            raise ValueError(f"{name}: a reason and an end are asked")
        if entry["until"] >= today:
            accepted[name] = str(entry["reason"])
    return accepted


def read_report(answer: str, accepted: dict[str, str]) -> Report:
    """Read what pip-audit answered; anything that is no report is a problem."""
    try:
        dependencies: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Report(problem="pip-audit n'a pas rendu de rapport")
    counted = _Counted()
    for one in dependencies:
        if "skip_reason" in one:
            counted.unanswered.append(one["name"])
            continue
        counted.checked += 1
        for found in one.get("vulns", ()):
            names = {found["id"], *found.get("aliases", ())}
            told = f"{one['name']} {one['version']} : {found['id']}"
            (counted.accepted if names & set(accepted) else counted.vulnerable).append(told)
    return Report(
        checked=counted.checked,
        vulnerable=tuple(counted.vulnerable),
        accepted=tuple(counted.accepted),
        unanswered=tuple(counted.unanswered),
    )


def judge(report: Report) -> tuple[int, str]:
    """Say how it ends, and the line to print."""
    if report.vulnerable:
        return VULNERABLE, "Dépendances VULNÉRABLES :\n  " + "\n  ".join(report.vulnerable)
    if report.problem or report.unanswered or not report.checked:
        why = report.problem or f"{len(report.unanswered)} paquets sans réponse, {report.checked} vérifiés"
        return UNVERIFIED, f"Dépendances NON VÉRIFIÉES : la base des avis n'est pas joignable d'ici ({why})."
    more = f" ; {len(report.accepted)} avis acceptés" if report.accepted else ""
    return CLEAN, f"Dépendances : aucune vulnérabilité connue parmi {report.checked} paquets{more}."


def ask(lock: Path = LOCK, *, osv: str = "", cache: Path | None = None) -> str:
    """Run pip-audit on a lock file; returns what it wrote, empty when it could not.

    osv: address of an OSV service; empty asks PyPI. cache: folder of the answers kept; that of pip-audit without.
    """
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--no-deps", "--disable-pip", "-f", "json"]
    command += ["--vulnerability-service", "osv", "--osv-url", osv] if osv else []
    command += ["--cache-dir", str(cache)] if cache is not None else []
    try:
        done = subprocess.run(
            [*command, "--progress-spinner", "off"], check=False, capture_output=True, text=True, timeout=TIMEOUT_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def main() -> int:
    """Ask, tell, and end as said above."""
    accepted = read_accepted(ACCEPTED.read_text(encoding="utf-8"), datetime.now(UTC).date())
    parser = argparse.ArgumentParser(description="Ask whether a pinned package has a known vulnerability.")
    parser.add_argument("--strict", action="store_true", help="fail when nobody could answer")
    parser.add_argument("--osv", default="", metavar="URL", help="an OSV service of the site (https://…/v1/query)")
    asked = parser.parse_args()
    ending, text = judge(read_report(ask(osv=asked.osv), accepted))
    print(text)
    return CLEAN if ending == UNVERIFIED and not asked.strict else ending


if __name__ == "__main__":
    sys.exit(main())
