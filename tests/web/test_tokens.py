"""The design tokens: every pair of colours that the pages use is readable, in light and in dark."""

import re
from pathlib import Path

import pytest

import liane.web

TOKENS = (Path(liane.web.__file__).parent / "static" / "tokens.css").read_text(encoding="utf-8")
TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"), ("ink", "accent-wash"),
    ("ink-soft", "paper"), ("ink-soft", "surface"), ("ink-soft", "sunken"), ("ink-soft", "accent-wash"),
    ("accent", "paper"), ("accent", "surface"), ("accent", "sunken"), ("accent", "accent-wash"),
    ("accent-ink", "accent"),
    ("stripe-ink", "stripe"),
    *((state, ground) for state in ("done", "progress", "todo", "refused", "idle")
      for ground in ("paper", "surface", "sunken", "accent-wash", f"{state}-wash")),
    *(("ink", f"{state}-wash") for state in ("done", "progress", "todo", "refused", "idle")),
    *(("accent", f"{state}-wash") for state in ("todo", "refused", "done")),
]  # fmt: skip
SHAPE_PAIRS = [("line-strong", ground) for ground in ("paper", "surface", "sunken")]


def read_theme(name: str) -> dict[str, str]:
    """Colours of one theme. name: ``light``, ``dark`` (by preference) or ``sombre`` (chosen)."""
    blocks = {
        "light": re.search(r"\n:root \{(.*?)\n\}", TOKENS, re.S),
        "dark": re.search(r":root:not\(.*?\) \{(.*?)\}", TOKENS, re.S),
        "sombre": re.search(r':root\[data-theme="sombre"\] \{(.*?)\}', TOKENS, re.S),
    }
    block = blocks[name]
    assert block is not None
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block.group(1)))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_is_readable(theme: str) -> None:
    colours = read_theme(theme)
    poor = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in TEXT_PAIRS
        if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_border_of_a_control_is_seen(theme: str) -> None:
    colours = read_theme(theme)
    assert {
        p: contrast(colours[p[0]], colours[p[1]]) for p in SHAPE_PAIRS if contrast(colours[p[0]], colours[p[1]]) < 3
    } == {}


def test_the_dark_theme_is_the_same_by_preference_and_by_choice() -> None:
    assert read_theme("dark") == read_theme("sombre")
    assert set(read_theme("dark")) == set(read_theme("light"))


def test_no_other_sheet_names_a_colour() -> None:
    folder = Path(liane.web.__file__).parent / "static"
    for sheet in ("base.css", "components.css", "document.css", "identities.css", "intake.css"):
        text = (folder / sheet).read_text(encoding="utf-8")
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])|rgba?\(", text) == [], sheet


def test_no_sheet_calls_outside() -> None:
    folder = Path(liane.web.__file__).parent / "static"
    for sheet in folder.glob("*.css"):
        assert not re.search(r"https?:|//[a-z]|@import", sheet.read_text(encoding="utf-8")), sheet.name
