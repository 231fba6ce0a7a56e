"""Train the model of types on the layouts that may be seen and on those drawn at random, on the labels of JDV_J07 and
on the titles of the official CDA examples; write src/liane/domain/intake/classify/data/types.npz with its card.

Usage: python -m tools.train_types [--count 1600] [--phrases 12] [--corpus FOLDER_OF_CDA]
"""

import argparse
import io
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from eval.generate import layouts_of, make_file
from eval.layouts_random import RANDOM_LAYOUTS
from eval.types import SEEN, DocType, load_types
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

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
FIRST_SEED = 500_000
RANDOM_SHARE = 0.7
WEAR_MAX = 0.4
FIRST_WORDS = 2
"""Titles and sentences of each type that ``first_words`` keeps; those that follow are mostly of another hand."""
FACTOR_FILES = 400
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
    """Documents of the seen layouts and of random ones: whole or worn, with reading errors, without titles."""
    dice = random.Random(7)
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        for number, (pages, code, layout) in enumerate(make_documents(seed, RANDOM_SHARE)):
            kind = (seed + number) % 3
            read = tuple(wear(page, dice) for page in pages) if (seed + number) % 2 else pages
            yield Example(read, code, layout)
            if kind == 0:
                yield Example(tuple(spoil(page, dice) for page in read), code, layout)
            else:
                bare = tuple(behead(page) for page in read)
                told = (add_results(bare[0], dice), *bare[1:]) if kind == 1 else bare
                yield Example(told, code, layout, UNTITLED_WEIGHT)


def make_documents(
    seed: int, random_share: float, types: Sequence[DocType] = ()
) -> Iterator[tuple[tuple[Page, ...], str, str]]:
    """The documents of one file as words: pages, code, layout."""
    file = make_file(seed, grade="words", split=SEEN, trap="nothing", random_share=random_share, types=types)
    read = file.words.pages if file.words is not None else ()
    for one in file.documents:
        yield tuple(read[number - 1] for number in one.pages), one.code, one.layout


def wear(page: Page, dice: random.Random) -> Page:
    """A page with words lost at random, up to WEAR_MAX of them: no single word may carry a type."""
    share = dice.random() * WEAR_MAX
    return replace(page, words=tuple(word for word in page.words if dice.random() > share))


def first_words() -> tuple[DocType, ...]:
    """The types with the first titles and sentences of data/types.toml alone."""
    return tuple(_with_words(kind, slice(0, FIRST_WORDS), slice(0, FIRST_WORDS)) for kind in load_types())


def other_words() -> tuple[DocType, ...]:
    """The types with the words that ``first_words`` leaves out; a type that has none keeps its own."""
    left = slice(FIRST_WORDS, None)
    return tuple(_with_words(kind, left, left) if has_other_words(kind) else kind for kind in load_types())


def has_other_words(kind: DocType) -> bool:
    """Titles and sentences are left beyond the first ones."""
    return len(kind.titles[SEEN]) > FIRST_WORDS and len(kind.texts[SEEN]) > FIRST_WORDS


def _with_words(kind: DocType, titles: slice, texts: slice) -> DocType:
    said = {SEEN: kind.titles[SEEN][titles]}, {SEEN: kind.texts[SEEN][texts]}
    return replace(kind, titles=said[0], texts=said[1])


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


def fit_factors(others: Sequence[Example], count: int) -> tuple[float, float, dict[str, float]]:
    """Factors of words and titles, fitted on hand-made layouts whose titles and sentences a model never read.

    That model learns from ``others`` and from random layouts with the first words of each type; the documents that the
    factors are fitted on have the other words: as drawn, without their titles, and with reading errors.
    """
    dice, known = random.Random(11), first_words()
    learnt = [
        Example(tuple(wear(page, dice) for page in pages), code, layout)
        for seed in range(FIRST_SEED, FIRST_SEED + count)
        for pages, code, layout in make_documents(seed, 1.0, known)
    ]
    learnt += [replace(one, pages=tuple(behead(page) for page in one.pages), weight=UNTITLED_WEIGHT) for one in learnt]
    learnt += others
    asked, unread = [], {kind.code for kind in load_types() if has_other_words(kind)}
    for seed in range(FIRST_SEED + count, FIRST_SEED + count + FACTOR_FILES):
        for pages, code, layout in make_documents(seed, 0.0, other_words()):
            if code not in unread:
                continue
            bare = tuple(behead(page) for page in pages)
            spoilt = tuple(spoil(page, dice) for page in pages)
            asked += [Example(some, code, layout) for some in (pages, bare, spoilt)]
    names, idf = choose_features(learnt)
    model = fit(vectorise(learnt, names, idf), learnt)
    return _fit_factors(asked, model, vectorise(asked, names, idf))


def _fit_factors(
    asked: Sequence[Example], model: LogisticRegression, matrix: csr_matrix
) -> tuple[float, float, dict[str, float]]:
    codes = [code.code for code in get_value_set("JDV_J07").codes]
    at_of = {code: at for at, code in enumerate(codes)}
    words, titles = np.full((len(asked), len(codes)), FLOOR), np.zeros((len(asked), len(codes)))
    words[:, [at_of[code] for code in model.classes_]] = np.maximum(model.predict_log_proba(matrix), FLOOR)
    for row, one in enumerate(asked):
        for code, value in score_titles(one.pages).items():
            titles[row, at_of[code]] = value
    right = np.array([at_of[one.code] for one in asked])

    def loss(values: np.ndarray) -> float:
        logits = values[0] * words + values[1] * titles
        logits -= logits.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(right)), right]))

    best = minimize(loss, np.array([0.8, 0.8]), bounds=[(0.05, 4.0), (0.05, 4.0)], method="L-BFGS-B")
    word, title = (float(value) for value in best.x)
    logits = word * words + title * titles
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    accepted = {kind.code: {at_of[code] for code in kind.accepted} for kind in load_types()}
    is_right = np.array([top in accepted[one.code] for top, one in zip(shares.argmax(axis=1), asked, strict=True)])
    figures = {"right": float(is_right.mean()), "log_loss": float(best.fun), "documents": float(len(asked))}
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        sure = shares.max(axis=1) >= least
        figures[f"sure_{least}"] = round(float(sure.mean()), 4)
        figures[f"wrong_when_sure_{least}"] = round(float(1 - is_right[sure].mean()), 4)
    return word, title, figures


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1600)
    parser.add_argument("--phrases", type=int, default=12, help="documents of each type and fold made of own phrases")
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/cda"))
    parser.add_argument("--target", type=Path, default=TARGET)
    asked = parser.parse_args()
    others = [*phrase_examples(asked.phrases), *label_examples(), *corpus_examples(asked.corpus)]
    word, title, figures = fit_factors(others, asked.count // 2)
    examples = [*make_examples(asked.count), *others]
    names, idf = choose_features(examples)
    model = fit(vectorise(examples, names, idf), examples)
    scale = np.abs(model.coef_).max() / 127
    card = {
        "what": "linear model of the types of JDV_J07 by word 1-2-grams and character 3-5-grams",
        "date": datetime.now(UTC).date().isoformat(),
        "data": f"{asked.count} files (words alone), {RANDOM_SHARE:.0%} of the {len(RANDOM_LAYOUTS)} layouts of eval/ "
        f"drawn at random, the others of the {len(layouts_of(SEEN))} seen ones (own text, fictitious persons), "
        f"{asked.phrases} documents of each type and fold of tools/data/type_phrases.txt, JDV_J07 labels, "
        "titles and narrative of the official CDA examples",
        "examples": len(examples),
        "types_with_documents": len(load_types()),
        "figures_on_titles_and_sentences_that_a_model_never_read": figures,
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
