"""The engines themselves: accents, places, zones, time limits; skipped visibly where one is not installed."""

import pickle

import numpy as np
import pytest

from liane.codecs.imaging.reading import Grey, OCREngine
from liane.connectors.ocr.choice import find_readers
from liane.connectors.ocr.rapid import find_rapid, part_label
from liane.connectors.ocr.tesseract import Tesseract, find_tesseract
from liane.domain.errors import RemoteUnavailable
from liane.domain.intake.page import Box, Engine
from tests.pages_kit import letter_image

LINES = ["QUÉMÉNEUR Hélène née LE GOFF", "Déjà opérée en août : œdème, reçu à l'hôpital", "Né le 12/03/1954"]


@pytest.fixture(scope="module")
def picture() -> Grey:
    """A short page at 200 dpi."""
    return np.asarray(letter_image(lines=LINES).crop((0, 0, 1654, 600)))


@pytest.fixture(params=["tesseract", "rapidocr"])
def engine(request: pytest.FixtureRequest) -> OCREngine:
    """Each engine that is installed."""
    found: OCREngine | None = find_tesseract() if request.param == "tesseract" else find_rapid()
    if found is None:
        pytest.skip(f"{request.param} is not installed")
    return found


def test_words_keep_their_accents_and_places(engine: OCREngine, picture: Grey) -> None:
    words = engine.read(picture, dpi=200)
    text = " ".join(word.text for word in words)
    assert text.replace("’", "'") == " ".join(LINES)
    first = words[0]
    assert first.box.x0 == pytest.approx(160 / 1654, abs=0.01)
    assert first.box.y0 == pytest.approx(165 / 600, abs=0.02)
    assert all(word.engine is engine.engine and word.confidence > 0.3 for word in words)
    assert engine.version


def test_a_zone_is_read_alone_and_placed_on_the_page(engine: OCREngine, picture: Grey) -> None:
    words = engine.read(picture, dpi=200, zone=Box(x0=0.08, y0=0.25, x1=0.6, y1=0.34))
    assert [word.text for word in words] == LINES[0].split()
    assert words[0].box.y0 == pytest.approx(165 / 600, abs=0.02)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nom:DUVERNAY", ["Nom:", "DUVERNAY"]),
        ("Né(e):12/03/1954", ["Né(e):", "12/03/1954"]),
        (":12/03/1954", [":", "12/03/1954"]),
        ("14:30", ["14:30"]),
        (":30", [":30"]),
        ("Nom:", ["Nom:"]),
        ("http://liane.example", ["http://liane.example"]),
    ],
)
def test_a_label_and_its_value_read_as_one_word_are_two(text: str, parts: list[str]) -> None:
    found = list(part_label(text, 0.9, [[10, 0], [10 + 10 * len(text), 0], [10 + 10 * len(text), 20], [10, 20]]))
    assert [word for word, _, _ in found] == parts
    if len(parts) == 2:
        (_, _, label), (_, sureness, value) = found
        assert label == [[10, 0], [10 + 10 * len(parts[0]), 20]]
        assert value == [[10 + 10 * len(parts[0]), 0], [10 + 10 * len(text), 20]]
        assert sureness == 0.9


def test_nothing_on_a_white_page(engine: OCREngine) -> None:
    assert engine.read(np.full((400, 400), 255, np.uint8), dpi=200) == ()
    assert engine.read(np.full((2, 400), 255, np.uint8), dpi=200) == ()


def test_it_travels_to_a_worker(engine: OCREngine) -> None:
    assert pickle.loads(pickle.dumps(engine)) == engine


def test_tesseract_past_its_time_or_absent_is_unavailable(picture: Grey) -> None:
    with pytest.raises(RemoteUnavailable, match="FileNotFoundError"):
        Tesseract(command="/nonexistent/tesseract", version="0").read(picture, dpi=200)
    found = find_tesseract()
    if found is None:
        pytest.skip("tesseract is not installed")
    with pytest.raises(RemoteUnavailable, match="timeout"):
        Tesseract(command=found.command, version=found.version, timeout_s=0.001).read(picture, dpi=200)


def test_tesseract_reads_first_where_it_is_installed() -> None:
    readers = find_readers()
    if find_tesseract() is None:
        assert readers.second is None
    else:
        assert readers.first is not None
        assert readers.first.engine is Engine.TESSERACT
