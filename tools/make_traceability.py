"""Collect every ``Rule:`` line of the code into docs/traceability.md; ``--check`` only compares."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "traceability.md"
RULE = re.compile(r"Rule:\s*(.+?)(?:\n\s*\n|\Z)", re.DOTALL)

HEAD = """# Traceability

Made by `python tools/make_traceability.py` from the `Rule:` lines of the code; a test compares the two.
Each line: the text that governs, then where the code applies it.

| Rule | Code |
|---|---|
"""


def find_rules(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (rule text, place) for each docstring of a file that cites a rule."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = path.relative_to(ROOT / "src").with_suffix("").as_posix()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node) or ""
            name = getattr(node, "name", "")
            for match in RULE.finditer(docstring):
                text = " ".join(match.group(1).split()).rstrip(".").replace("|", "\\|")
                yield text, f"`{module}{':' + name if name else ''}`"


def render() -> str:
    """Render the whole page."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "src").rglob("*.py")):
        for text, place in find_rules(path):
            places[text].append(place)
    rows = "".join(f"| {text} | {'<br>'.join(sorted(set(where)))} |\n" for text, where in sorted(places.items()))
    return HEAD + rows


def main() -> int:
    """Write the page, or compare it with ``--check``."""
    page = render()
    if "--check" in sys.argv:
        return 0 if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == page else 1
    TARGET.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
