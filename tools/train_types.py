"""Train the model of types on the layouts that may be seen, on the labels of JDV_J07 and on the titles of the official
CDA examples; write src/liane/domain/intake/classify/data/types.npz with its card.

Usage: python -m tools.train_types [--count 1500] [--phrases 12] [--corpus FOLDER_OF_CDA]
"""

import argparse
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from eval.generate import layouts_of, make_file
from eval.types import SEEN, load_types
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from liane.codecs.pdf.extraction import extract_pdf
from liane.codecs.xml.parsing import parse_xml
from liane.domain.intake.classify.model import count_features
from liane.domain.intake.classify.titles import correct, find_phrases, score_titles, title_likeness
from liane.domain.intake.classify.tokens import lines_of
from liane.domain.intake.page import Box, Page, Word
from liane.domain.terminology.value_sets import get_value_set
from tools.train_phrases import make_letters, make_result

TARGET = Path(__file__).resolve().parent.parent / "src/liane/domain/intake/classify/data/types.npz"
FEATURES_MAX = 14_000
FLOOR = -9.0
PHRASE_WEIGHT = 0.6
UNTITLED_WEIGHT = 0.5
PHRASES = "phrases-"
CONFUSIONS = {"o": "0", "l": "1", "i": "l", "s": "5", "é": "e", "è": "é", "e": "c", "m": "rn", "u": "n", "a": "o"}


@dataclass(frozen=True, slots=True)
class Example:
    """One document: its pages, its code, the layout it came from, its weight."""

    pages: tuple[Page, ...]
    code: str
    group: str
    weight: float = 1.0


def make_examples(count: int) -> Iterator[Example]:
    """Documents of the seen layouts, clean and with reading errors."""
    dice = random.Random(7)
    for seed in range(500_000, 500_000 + count):
        file = make_file(seed, grade="words", split=SEEN, trap="nothing")
        read = file.words.pages if file.words is not None else ()
        for one in file.documents:
            pages = tuple(read[number - 1] for number in one.pages)
            yield Example(pages, one.code, one.layout)
            if seed % 3 == 0:
                yield Example(tuple(spoil(page, dice) for page in pages), one.code, one.layout)
            else:
                bare = tuple(behead(page) for page in pages)
                told = (add_results(bare[0], dice), *bare[1:]) if seed % 3 == 1 else bare
                yield Example(told, one.code, one.layout, UNTITLED_WEIGHT)


def spoil(page: Page, dice: random.Random) -> Page:
    """Reading errors in one word of eight."""
    words = []
    for word in page.words:
        text = word.text
        if dice.random() < 0.12 and len(text) > 3:
            place = dice.randrange(len(text))
            text = text[:place] + CONFUSIONS.get(text[place].lower(), "") + text[place + 1 :]
        words.append(replace(word, text=text))
    return replace(page, words=tuple(words))


def add_results(page: Page, dice: random.Random) -> Page:
    """A page with rows of results under it: letters of every type quote the laboratory."""
    words, top = list(page.words), min(0.9, max((word.box.y1 for word in page.words), default=0.5) + 0.01)
    line = max((word.line for word in page.words), default=0)
    for row in range(dice.randrange(3, 8)):
        y0 = min(0.97, top + 0.016 * row)
        for at, text in enumerate(make_result(dice).split()):
            box = Box(x0=0.1 + 0.09 * at, y0=y0, x1=0.18 + 0.09 * at, y1=y0 + 0.012)
            words.append(Word(text=text, box=box, line=line + 1 + row))
    return replace(page, words=tuple(words))


def behead(page: Page) -> Page:
    """A page without the lines that look like a title and name a type, so that the body must tell."""
    named = [line.box for line in lines_of(page) if find_phrases(correct(line.tokens)) and title_likeness(line) > 0.3]
    words = (word for word in page.words if not any(box.y0 <= word.box.middle[1] <= box.y1 for box in named))
    return replace(page, words=tuple(words))


def thin(page: Page, dice: random.Random) -> Page:
    """A page that says its type less well than those learnt: most words gone, its title one time of five."""
    has_title = dice.random() > 0.2
    kept = []
    for line in lines_of(page):
        is_title = title_likeness(line) > 0.6
        if not is_title or has_title:
            kept.append((line.box, is_title))
    words = [
        word
        for word in page.words
        for box, is_title in kept
        if box.y0 <= word.box.middle[1] <= box.y1 and (is_title or dice.random() < 0.35)
    ]
    return replace(page, words=tuple(dict.fromkeys(words)))


def page_of(title: str, text: str = "") -> Page:
    """A page with a title and a text."""
    words = [
        Word(text=word, box=Box(x0=0.1 + 0.05 * at, y0=0.12, x1=0.14 + 0.05 * at, y1=0.14), line=0)
        for at, word in enumerate(title.split())
    ]
    words += [
        Word(text=word, box=Box(x0=0.1, y0=0.5, x1=0.2, y1=0.51), line=1 + at // 12)
        for at, word in enumerate(text.split()[:300])
    ]
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


def phrase_examples(count: int) -> Iterator[Example]:
    """Documents of our own phrases, those of one fold in one group; one of four with reading errors."""
    dice = random.Random(23)
    for page, code, fold in make_letters(count, dice):
        read = spoil(page, dice) if dice.random() < 0.25 else page
        yield Example((read,), code, f"{PHRASES}{fold}", PHRASE_WEIGHT)


def label_examples() -> Iterator[Example]:
    """The label of each code, which all types have."""
    for code in get_value_set("JDV_J07").codes:
        yield Example((page_of(code.label),), code.code, f"label-{code.code}", 0.5)


def corpus_examples(folder: Path) -> Iterator[Example]:
    """Titles and narrative of the official CDA examples."""
    known = {code.code for code in get_value_set("JDV_J07").codes}
    space = "{urn:hl7-org:v3}"
    for path in sorted(folder.glob("*.xml")):
        root = parse_xml(path.read_bytes())
        code = root.find(f"{space}code")
        title = root.findtext(f"{space}title") or ""
        if code is None or code.get("code") not in known or extract_pdf(root) is not None:
            continue  # those with a PDF are kept for the evaluation
        narrative = " ".join(" ".join(part.itertext()) for part in root.iter(f"{space}text"))
        yield Example((page_of(title, " ".join(narrative.split())),), str(code.get("code")), "corpus", 0.7)


def vectorise(examples: list[Example], names: dict[str, int], idf: np.ndarray) -> csr_matrix:
    """Rows of features, as the inference makes them."""
    rows, columns, values = [], [], []
    for at, one in enumerate(examples):
        counts = {names[name]: count for name, count in count_features(one.pages).items() if name in names}
        vector = {place: (1 + np.log(count)) * idf[place] for place, count in counts.items()}
        norm = np.sqrt(sum(value**2 for value in vector.values())) or 1.0
        for place, value in vector.items():
            rows.append(at)
            columns.append(place)
            values.append(value / norm)
    return csr_matrix((values, (rows, columns)), shape=(len(examples), len(names)), dtype=np.float32)


def choose_features(examples: list[Example]) -> tuple[dict[str, int], np.ndarray]:
    """The features found in several types' documents at least thrice, the most telling of a type first."""
    seen: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {}
    for one in examples:
        totals[one.code] = totals.get(one.code, 0) + 1
        for name in count_features(one.pages):
            by_code = seen.setdefault(name, {})
            by_code[one.code] = by_code.get(one.code, 0) + 1

    def telling(name: str) -> float:
        shares = [count / totals[code] for code, count in seen[name].items()]
        return max(shares) - (sum(shares) / len(totals))

    frequent = [name for name, by_code in seen.items() if sum(by_code.values()) >= 3]
    kept = sorted(sorted(frequent, key=telling, reverse=True)[:FEATURES_MAX])
    documents = np.array([sum(seen[name].values()) for name in kept])
    return {name: at for at, name in enumerate(kept)}, np.log((1 + len(examples)) / (1 + documents)) + 1


def fit(matrix: csr_matrix, examples: list[Example]) -> LogisticRegression:
    """The linear model."""
    model = LogisticRegression(C=20.0, max_iter=120)
    model.fit(matrix, [one.code for one in examples], sample_weight=[one.weight for one in examples])
    return model


def fit_factors(
    examples: list[Example], names: dict[str, int], idf: np.ndarray
) -> tuple[float, float, dict[str, float]]:
    """Factors of words and titles, fitted on thinned pages of layouts that the fold's model did not see."""
    dice = random.Random(11)
    groups = np.array([one.group for one in examples])
    matrix = vectorise(examples, names, idf)
    logs: list[tuple[np.ndarray, np.ndarray, int]] = []
    codes = [code.code for code in get_value_set("JDV_J07").codes]
    at_of = {code: at for at, code in enumerate(codes)}
    for train, test in GroupKFold(3).split(matrix, groups=groups):
        model = fit(matrix[train], [examples[at] for at in train])
        wanted = [
            examples[at]
            for at in test
            if examples[at].group != "corpus" and not examples[at].group.startswith("label-")
        ]
        thinned = [
            one if one.group.startswith(PHRASES) else replace(one, pages=tuple(thin(page, dice) for page in one.pages))
            for one in wanted
        ]
        scores = model.predict_log_proba(vectorise(thinned, names, idf)) if thinned else []
        for one, row in zip(thinned, scores, strict=True):
            words, titles = np.full(len(codes), FLOOR), np.zeros(len(codes))
            words[[at_of[code] for code in model.classes_]] = np.maximum(row, FLOOR)
            for code, value in score_titles(one.pages).items():
                titles[at_of[code]] = value
            logs.append((words, titles, at_of[one.code]))
    words, titles = np.array([one[0] for one in logs]), np.array([one[1] for one in logs])
    right = np.array([one[2] for one in logs])

    def loss(values: np.ndarray) -> float:
        logits = values[0] * words + values[1] * titles
        logits -= logits.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(right)), right]))

    best = minimize(loss, np.array([0.8, 0.8]), bounds=[(0.05, 4.0), (0.05, 4.0)], method="L-BFGS-B")
    word, title = (float(value) for value in best.x)
    share = float(np.mean((word * words + title * titles).argmax(axis=1) == right))
    return word, title, {"right": share, "log_loss": float(best.fun), "documents": len(logs)}


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--phrases", type=int, default=12, help="documents of each type and fold made of own phrases")
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/cda"))
    parser.add_argument("--target", type=Path, default=TARGET)
    asked = parser.parse_args()
    examples = [
        *make_examples(asked.count),
        *phrase_examples(asked.phrases),
        *label_examples(),
        *corpus_examples(asked.corpus),
    ]
    names, idf = choose_features(examples)
    word, title, figures = fit_factors(examples, names, idf)
    model = fit(vectorise(examples, names, idf), examples)
    scale = np.abs(model.coef_).max() / 127
    card = {
        "what": "linear model of the types of JDV_J07 by word 1-2-grams and character 3-5-grams",
        "date": datetime.now(UTC).date().isoformat(),
        "data": f"{asked.count} files (words alone) of the {len(layouts_of(SEEN))} seen layouts of eval/ "
        f"(own text, fictitious persons), {asked.phrases} documents of each type and fold of "
        "tools/data/type_phrases.txt, JDV_J07 labels, "
        "titles and narrative of the official CDA examples",
        "examples": len(examples),
        "types_with_documents": len(load_types()),
        "figures_on_thinned_pages_of_layouts_not_in_the_fold": figures,
        "codes": list(model.classes_),
        "word_factor": word,
        "title_factor": title,
        "floor": FLOOR,
    }
    out = io.BytesIO()
    np.savez_compressed(
        out,
        features=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        idf=idf.astype(np.float16),
        weights=np.round(model.coef_.T / scale).astype(np.int8),
        scale=np.float32(scale),
        bias=model.intercept_.astype(np.float32),
        card=np.frombuffer(json.dumps(card, ensure_ascii=False).encode(), dtype=np.uint8),
    )
    asked.target.write_bytes(out.getvalue())
    print(json.dumps({**card, "codes": len(card["codes"]), "bytes": len(out.getvalue())}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
