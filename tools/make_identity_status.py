"""Write the table of transitions of an identity into docs/flows/identity-status.md; ``--check`` only compares."""

import sys
from pathlib import Path

from liane.domain.identity.standing import TRANSITIONS, Happening, Refusal, Standing

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "flows" / "identity-status.md"
START = "<!-- table of transitions, made by tools/make_identity_status.py -->\n"
END = "<!-- end of the table -->\n"


def _cell(standing: Standing, happening: Happening) -> str:
    outcome = TRANSITIONS[standing, happening]
    if isinstance(outcome, Refusal):
        return f"refusé `{outcome.value}`"
    return "·" if outcome is standing else f"**{outcome.value}**"


def render_table() -> str:
    """The table in Markdown: one line per happening, one column per standing."""
    head = ["Ce qui arrive", *(standing.value for standing in Standing)]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for happening in Happening:
        cells = [happening.value, *(_cell(standing, happening) for standing in Standing)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def render(page: str) -> str:
    """The page with its table made anew."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{render_table()}{END}{after}"


def main() -> int:
    """Write the page, or compare it with ``--check``."""
    page = TARGET.read_text(encoding="utf-8")
    if START not in page or END not in page:
        raise SystemExit(f"{TARGET} has lost the marks of its table")
    made = render(page)
    if "--check" in sys.argv:
        return 0 if made == page else 1
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
