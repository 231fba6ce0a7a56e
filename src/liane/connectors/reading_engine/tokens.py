"""A token classifier of the site: an ONNX model in a folder, run in a worker process, offline.

The folder holds ``model.onnx``, ``tokenizer.json`` (of the « tokenizers » library), ``config.json`` with ``id2label``
(B-… and I-… labels) and ``liane.json``: ``{"name": …, "labels": {"NOM_PATIENT": "birth_name", …}}``.
Rule: intake.md §7.
"""

import hashlib
import json
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, TypeVar

from liane.domain.errors import ConfigurationError
from liane.domain.intake.fields import FieldName
from liane.domain.intake.outside import ASKED, QUOTES_MAX, EngineSaid, Quote
from liane.domain.intake.page import Page

Result = TypeVar("Result")
WINDOW_WORDS = 200
"""Words read at once; a line is never cut, unless it is longer."""
WINDOW_TOKENS_MAX = 512
PAGES_MAX = 8
MODEL_BYTES_MAX = 2 * 1024**3
_FILES = ("model.onnx", "tokenizer.json", "config.json", "liane.json")


class Run(Protocol):
    """Runs a function in a worker process."""

    def __call__(self, function: Callable[..., Result], /, *arguments: Any) -> Coroutine[Any, Any, Result]:
        """Run it; raises what the function raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenModel:
    """A folder that was checked. labels: field by name of label, without B- and I-; ids: label of each output."""

    folder: str
    name: str
    labels: Mapping[str, FieldName]
    ids: tuple[str, ...]


class TokenEngine:
    """The model of a folder. run: runs a function in a worker process, where the model stays loaded."""

    def __init__(self, model: TokenModel, *, run: Run) -> None:
        self._model = model
        self._run = run

    @property
    def name(self) -> str:
        """Name and version, for the trace and the screen."""
        return self._model.name

    async def propose(self, pages: Sequence[Page]) -> EngineSaid:
        """Read the words of a document. Raises what the worker raises."""
        said: EngineSaid = await self._run(read_tokens, self._model, tuple(pages[:PAGES_MAX]))
        return said


def open_model(folder: Path) -> TokenModel:
    """Check the folder of a model. Raises ConfigurationError: a file or the library misses, a label is unknown."""
    if find_spec("tokenizers") is None:
        raise ConfigurationError("reading engine: the package tokenizers is not installed (pip install liane[engines])")
    for name in _FILES:
        if not (folder / name).is_file():
            raise ConfigurationError(f"reading engine: {name} is missing from the folder")
    try:
        told = json.loads((folder / "liane.json").read_bytes())
        by_id = {
            int(number): str(label)
            for number, label in json.loads((folder / "config.json").read_bytes())["id2label"].items()
        }
        labels = {str(label): FieldName(value) for label, value in told["labels"].items()}
        name = str(told["name"])[:80]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError("reading engine: liane.json or config.json cannot be read") from error
    if sorted(by_id) != list(range(len(by_id))) or not set(labels.values()) <= set(ASKED) or not labels:
        raise ConfigurationError("reading engine: labels of liane.json or config.json are not usable")
    with (folder / "model.onnx").open("rb") as stream:
        version = hashlib.file_digest(stream, "sha256").hexdigest()[:12]
    return TokenModel(
        folder=str(folder),
        name=f"{name} {version}",
        labels=labels,
        ids=tuple(by_id[place] for place in range(len(by_id))),
    )


def read_tokens(model: TokenModel, pages: Sequence[Page]) -> EngineSaid:
    """Label the words of a document and quote each run of one label on one line. Runs in a worker process."""
    quotes: list[Quote] = []
    for page in pages:
        lines = _lines(page)
        for window in _windows(lines):
            words = [word for line in window for word in line]
            found = iter(_classify(model, words))
            for line in window:
                quotes.extend(_quotes(model, line, [next(found) for _ in line]))
    return EngineSaid(engine=model.name, quotes=tuple(dict.fromkeys(quotes))[:QUOTES_MAX])


def _lines(page: Page) -> list[list[str]]:
    lines: dict[tuple[int, int], list[str]] = {}
    for word in page.words:
        lines.setdefault((word.block, word.line), []).append(word.text)
    return list(lines.values())


def _windows(lines: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    """Whole lines, WINDOW_WORDS words at most; a longer line is cut."""
    window: list[list[str]] = []
    for line in lines:
        for start in range(0, len(line), WINDOW_WORDS):
            piece = line[start : start + WINDOW_WORDS]
            if window and sum(map(len, window)) + len(piece) > WINDOW_WORDS:
                yield window
                window = []
            window.append(piece)
    if window:
        yield window


def _quotes(model: TokenModel, words: Sequence[str], labels: Sequence[str]) -> Iterator[Quote]:
    """One quote for each run of words of one label: B- begins one, I- goes on."""
    run: list[str] = []
    kind = ""
    for word, label in zip((*words, ""), (*labels, "O"), strict=True):
        prefix, _, name = label.rpartition("-")
        if run and (prefix == "B" or name != kind or label == "O"):
            if kind in model.labels:
                yield Quote(name=model.labels[kind], text=" ".join(run).strip(" ,;:."))
            run, kind = [], ""
        if label != "O":
            run.append(word)
            kind = name


def _classify(model: TokenModel, words: Sequence[str]) -> list[str]:
    """The label of each word: that of its first token; « O » past the size that the model takes."""
    session, tokenizer = _load(model.folder)
    encoded = tokenizer.encode(list(words), is_pretokenized=True)
    ids, places = encoded.ids[:WINDOW_TOKENS_MAX], encoded.word_ids[:WINDOW_TOKENS_MAX]
    inputs = {"input_ids": [ids], "attention_mask": [[1] * len(ids)], "token_type_ids": [[0] * len(ids)]}
    logits = _run_session(session, inputs)
    labels = ["O"] * len(words)
    seen: set[int] = set()
    for row, place in zip(logits, places, strict=True):
        if place is not None and place not in seen:
            seen.add(place)
            best = int(row.argmax())
            labels[place] = model.ids[best] if best < len(model.ids) else "O"
    return labels


@lru_cache(maxsize=2)
def _load(folder: str) -> tuple[Any, Any]:
    """The session and the tokenizer of a folder, kept for the life of the worker."""
    import onnxruntime  # type: ignore[import-untyped]
    from tokenizers import Tokenizer  # optional: only where a site has such a model

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(Path(folder) / "model.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
    )
    return session, Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))


def _run_session(session: Any, inputs: Mapping[str, list[list[int]]]) -> Any:
    """Logits of one window, a row a token; only the inputs that the model declares are given."""
    import numpy as np

    declared = {one.name for one in session.get_inputs()}
    given = {name: np.asarray(value, dtype=np.int64) for name, value in inputs.items() if name in declared}
    return session.run(None, given)[0][0]
