"""The token classifier of a site: its folder is checked, its labels become quotes, long pages are read by windows."""

import json
from pathlib import Path

import pytest

from liane.connectors.reading_engine.tokens import WINDOW_WORDS, TokenEngine, open_model, read_tokens
from liane.domain.errors import ConfigurationError
from liane.domain.intake.fields import FieldName
from liane.domain.intake.outside import QUOTES_MAX, Quote
from tests.connectors.reading_engine.tiny_model import write_model
from tests.domain.intake.extract.word_pages import make_page

WORDS = {"MARTIN": "B-NOM", "DUBOIS": "I-NOM", "Julie": "B-PRENOM", "1951": "B-NAISSANCE", "Dossier": "B-AUTRE"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_model(tmp_path, WORDS)
    return tmp_path


def test_each_run_of_a_label_is_one_quote(folder: Path) -> None:
    page = make_page("Dossier de MARTIN DUBOIS Julie\nnée en 1951\nMARTIN\nDUBOIS")
    said = read_tokens(open_model(folder), [page])
    assert said.quotes == (
        Quote(name=FieldName.BIRTH_NAME, text="MARTIN DUBOIS"),
        Quote(name=FieldName.FIRST_NAME, text="Julie"),
        Quote(name=FieldName.BIRTH_DATE, text="1951"),
        Quote(name=FieldName.BIRTH_NAME, text="MARTIN"),
        Quote(name=FieldName.BIRTH_NAME, text="DUBOIS"),
    )


def test_the_engine_is_named_by_its_bytes(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    write_model(other, {"MARTIN": "B-PRENOM"})
    names = {open_model(one).name for one in (folder, other)}
    assert len(names) == 2
    assert all(name.startswith("essai ") for name in names)


def test_what_is_far_in_a_long_page_is_read_too(folder: Path) -> None:
    lines = ["mot " * 12 for _ in range(WINDOW_WORDS // 4)]
    page = make_page("\n".join([*lines, "Nom MARTIN"]))
    assert [one.text for one in read_tokens(open_model(folder), [page]).quotes] == ["MARTIN"]


def test_quotes_are_bounded(folder: Path) -> None:
    page = make_page("\n".join(f"{'I ' * place}MARTIN DUBOIS" for place in range(3)))
    assert len(read_tokens(open_model(folder), [page] * (QUOTES_MAX + 1)).quotes) <= QUOTES_MAX


@pytest.mark.anyio
async def test_it_runs_in_a_worker(folder: Path) -> None:
    ran: list[str] = []

    async def run(function, /, *arguments):  # type: ignore[no-untyped-def] # stands for any pool
        ran.append(function.__name__)
        return function(*arguments)

    said = await TokenEngine(open_model(folder), run=run).propose([make_page("Nom MARTIN")])
    assert ran == ["read_tokens"]
    assert said.quotes[0].text == "MARTIN"


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json", "config.json", "liane.json"])
def test_a_folder_that_lacks_a_file_is_refused(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(ConfigurationError, match=missing):
        open_model(folder)


@pytest.mark.parametrize(
    "told",
    [
        "[]",
        "{",
        '{"name": "x", "labels": {}}',
        '{"name": "x", "labels": {"NOM": "nothing"}}',
        '{"name": "x", "labels": {"NOM": "ipp"}}',
        '{"labels": {"NOM": "birth_name"}}',
    ],
)
def test_a_folder_that_says_nonsense_is_refused(folder: Path, told: str) -> None:
    (folder / "liane.json").write_text(told)
    with pytest.raises(ConfigurationError):
        open_model(folder)


def test_labels_with_a_hole_are_refused(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"id2label": {"0": "O", "2": "B-NOM"}}))
    with pytest.raises(ConfigurationError):
        open_model(folder)
