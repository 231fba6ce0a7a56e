"""Count the French words of the official texts and write the lexicon by which a text layer or an OCR is judged.

Reads the value sets (labels) and the example documents (narratives, displayed names) under LIANE_SHARED, and the
French guide of this repository. Words are folded to lower case with their accents; words always written with a capital
(names of persons and places) are left out. Run by hand: the result is packaged data.
"""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LIANE_SHARED", ROOT.parent / "shared"))
TARGET = ROOT / "src" / "liane" / "codecs" / "pdf" / "lexicon" / "words_fr.txt"
WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]{2,}")
COUNT_MIN = 2
NAMESPACE = "{urn:hl7-org:v3}"
HEAD = """# French words for the judgement of text layers and of OCR: one per line, lower case with accents.
# source: labels of the CI-SIS value sets (ANS, Licence Ouverte) and narratives of its example documents, counted;
#   words seen at least {count} times and not only with a capital. guide: docs/guide and LISEZMOI.md of this repository.
# made by: tools/make_lexicon.py; date: {date}; words: {words}
"""


def labels() -> Iterator[str]:
    """Labels of the value sets."""
    for path in sorted((SHARED / "terminology").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from (value for key, value in row.items() if key and "display" in key and value)
    sets = json.loads((SHARED / "terminology" / "jdv_cisis_all.json").read_text(encoding="utf-8"))
    for value_set in sets.values():
        yield from (str(concept[1]) for concept in value_set["concepts"])


def narratives() -> Iterator[str]:
    """Texts of the sections of the example documents; their headers name persons and are left out."""
    for path in sorted((SHARED / "corpus" / "cda").glob("*.xml")):
        root = etree.parse(path).getroot()
        for text in root.iter(f"{NAMESPACE}text", f"{NAMESPACE}title"):
            if text.get("representation") != "B64":
                yield " ".join(str(part) for part in text.itertext())


def guide() -> Iterator[str]:
    """Our own French pages."""
    for path in [ROOT / "LISEZMOI.md", *sorted((ROOT / "docs" / "guide").rglob("*.md"))]:
        yield re.sub(r"`[^`]*`", " ", path.read_text(encoding="utf-8"))


def main() -> None:
    """Count and write."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for source in (labels(), narratives(), guide()):
        for text in source:
            for word in WORD.findall(text):
                (lower if word[1:].islower() and word[0].islower() else capital)[word.lower()] += 1
    kept = {word for word, count in lower.items() if count >= COUNT_MIN}
    starts = Counter(word.split()[0].lower() for text in labels() if (word := text.strip()) and WORD.match(word))
    kept |= {word for word, count in starts.items() if count >= COUNT_MIN and WORD.fullmatch(word)}
    date = (SHARED / "terminology" / "manifest.json").stat().st_mtime
    head = HEAD.format(count=COUNT_MIN, words=len(kept), date=f"{__import__('datetime').date.fromtimestamp(date)}")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(head + "\n".join(sorted(kept)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
