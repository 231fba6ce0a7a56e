"""Which lines are read twice first, which of two readings is kept, and a third reading that settles a dispute."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.reading import Grey, OCRReaders
from liane.codecs.imaging.straighten import Pose
from liane.codecs.pdf import pages_scan
from liane.codecs.pdf.pages_doubt import (
    KEY_ZONES_MAX,
    find_disputes,
    find_doubtful,
    is_insisted,
    plain,
    prefer_sure,
    tells_identity,
    without_echoes,
)
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_scan import read_scan
from liane.domain.intake.page import Box, Engine, Word
from tests.pages_kit import font

WIDTH, HEIGHT = 0.01, 0.01


def lay(text: str, row: int, *, engine: Engine = Engine.TESSERACT, sure: float = 0.95, at: int = 0) -> list[Word]:
    """The words of one line, one hundredth of the page a sign."""
    words: list[Word] = []
    for part in text.split(" "):
        box = Box(x0=WIDTH * at, x1=WIDTH * (at + len(part)), y0=0.03 * row, y1=0.03 * row + HEIGHT)
        words.append(Word(text=part, box=box, confidence=sure, engine=engine, line=row))
        at += len(part) + 1
    return words


def weak(words: list[Word], text: str, confidence: float) -> list[Word]:
    """The same words, one of them less sure."""
    return [replace(word, confidence=confidence) if word.text == text else word for word in words]


def test_lines_of_an_identity_are_read_twice_before_worse_ones() -> None:
    words = [word for row in range(12) for word in weak(lay("1er lot NEISVAC 2024", row), "NEISVAC", 0.1)]
    words += weak(lay("Prénom : Gilbert", 12), "Gilbert", 0.6)
    zones = find_doubtful(words)
    assert zones[0].y0 < 0.36 < zones[0].y1
    assert len(zones) == 9


def test_a_day_that_no_calendar_has_is_read_twice_however_sure() -> None:
    words = [*lay("Vu le 12/03/2024 en consultation", 1), *lay("Née le 85/92/1993", 2)]
    assert [round(zone.y0 + zone.y1, 2) for zone in find_doubtful(words)] == [0.13]


def test_the_lines_of_an_identity_that_are_read_twice_have_a_bound() -> None:
    words = [word for row in range(30) for word in weak(lay("Nom : DUVERNAY", row), "DUVERNAY", 0.5)]
    assert len(find_doubtful(words)) == KEY_ZONES_MAX + 8


def test_a_word_that_the_second_reader_alone_saw_is_kept() -> None:
    first = [*lay("né le", 1), *lay("août 1959", 1, at=8)]
    second = lay("né le 4 août 1959", 1, engine=Engine.RAPIDOCR, sure=1.0)
    kept, others = prefer_sure(first, second)
    assert [word.text for word in kept if word.engine is Engine.RAPIDOCR] == ["4"]
    assert "4" not in [word.text for word in others]
    kept, _ = prefer_sure(first, [replace(word, confidence=0.9) for word in second])
    assert kept == first


@pytest.mark.parametrize(
    ("doubt", "sure", "chosen"), [(0.6, 1.0, "Paulette"), (0.6, 0.9, "Paulete"), (0.9, 1.0, "Paulete")]
)
def test_the_surer_reading_of_an_identity_is_kept_and_the_other_stays_to_compare(
    doubt: float, sure: float, chosen: str
) -> None:
    first = weak(lay("Prénom Paulete", 1), "Paulete", doubt)
    second = lay("Paulette", 1, engine=Engine.RAPIDOCR, sure=sure, at=7)
    kept, others = prefer_sure(first, second)
    assert [word.text for word in kept if word.text.startswith("Paul")] == [chosen]
    assert [word.text for word in others] == [{"Paulete": "Paulette", "Paulette": "Paulete"}[chosen]]


@pytest.mark.parametrize(
    ("doubt", "sure", "is_followed"),
    [
        (0.2, 0.65, True),
        (0.2, 0.5, False),
        (0.5, 0.92, True),
        (0.5, 0.85, False),
        (0.75, 0.99, True),
        (0.75, 0.95, False),
    ],
)
def test_the_less_the_first_reader_is_sure_of_an_identity_the_sooner_the_other_is_followed(
    doubt: float, sure: float, *, is_followed: bool
) -> None:
    first = weak(lay("Prénom Germoin", 1), "Germoin", doubt)
    kept, others = prefer_sure(first, lay("Germain", 1, engine=Engine.RAPIDOCR, sure=sure, at=7))
    assert ("Germain" in [word.text for word in kept]) is is_followed
    assert [word.text for word in others] == (["Germoin"] if is_followed else ["Germain"])
    elsewhere = weak(lay("Motif Germoin", 1), "Germoin", doubt)
    assert prefer_sure(elsewhere, lay("Germain", 1, engine=Engine.RAPIDOCR, sure=sure, at=6))[0] == elsewhere


def test_a_birth_date_read_in_two_pieces_gives_its_place_to_the_whole_one() -> None:
    first = weak([*lay("né le 03/04/19", 1), *lay("72", 1, at=15)], "03/04/19", 0.33)
    whole = replace(lay("03/04/1972", 1, engine=Engine.RAPIDOCR, sure=1.0, at=6)[0])
    whole = replace(whole, box=replace(whole.box, x1=WIDTH * 17))
    kept, others = prefer_sure(first, [whole])
    assert [word.text for word in kept] == ["né", "le", "03/04/1972"]
    assert [word.text for word in others] == ["03/04/19", "72"]


def test_a_birth_date_cut_short_gives_its_place_to_the_whole_one_on_its_line() -> None:
    first = lay("Né le 03/0 (M)", 1)
    whole = replace(lay("03/04/1981", 1, engine=Engine.RAPIDOCR, sure=1.0, at=6)[0])
    sloping = replace(whole, box=Box(x0=0.06, x1=0.10, y0=0.015, y1=0.045))
    kept, _ = prefer_sure(first, [sloping])
    (date,) = (word for word in kept if word.text == "03/04/1981")
    assert (date.box.y0, date.box.y1) == (first[0].box.y0, first[0].box.y1)
    other = replace(sloping, text="08/04/1981")
    assert prefer_sure(first, [other])[0] == first
    assert prefer_sure(lay("Vu le 03/0 (M)", 1), [sloping])[0] == lay("Vu le 03/0 (M)", 1)


def test_a_word_that_both_read_alike_stays_where_the_first_saw_it() -> None:
    first = weak(lay("Né le 03/04/1981", 1), "Né", 0.7)
    assert prefer_sure(first, lay("Né", 1, engine=Engine.RAPIDOCR, sure=1.0))[0] == first


@pytest.mark.parametrize(("text", "is_doubted"), [("{4", True), ("|2", True), ("14", False), ("|", False)])
def test_a_sign_of_no_name_and_no_date_makes_a_word_of_an_identity_doubtful_however_sure(
    text: str, *, is_doubted: bool
) -> None:
    first = lay(f"Naissance : {text} juin 1930", 1)
    assert bool(find_doubtful(first)) is is_doubted
    kept, _ = prefer_sure(first, lay("14", 1, engine=Engine.RAPIDOCR, sure=1.0, at=12)) if is_doubted else (first, ())
    assert ("14" in [word.text for word in kept]) is (text != "|")


def test_a_word_over_two_of_the_first_reader_replaces_neither() -> None:
    first = weak(lay("Nom : GRILLET Ibrahima", 1), "Ibrahima", 0.56)
    second = lay("GRILLETIbrahima", 1, engine=Engine.RAPIDOCR, sure=1.0, at=6)
    kept, others = prefer_sure(first, second)
    assert kept == first
    assert find_disputes(kept, others) == []


@pytest.mark.parametrize(
    "text", ["Néle) : 4", "Nele 4", "Datenaiss. 4", "Nomd'usage BRAZ", "Identité BRAZ", "Né{e} le"]
)
def test_labels_of_an_identity_run_together_or_spoilt_are_known(text: str) -> None:
    assert tells_identity(text)


@pytest.mark.parametrize("text", ["Reconnaissance vocale", "Renommée", "Connaissance du dossier", "La nacelle"])
def test_words_that_only_resemble_these_labels_tell_no_identity(text: str) -> None:
    assert not tells_identity(text)


def under(words: list[Word]) -> list[Word]:
    """The same words nearer to the line above."""
    return [replace(word, box=replace(word.box, y0=word.box.y0 - 0.01, y1=word.box.y1 - 0.01)) for word in words]


def whole(text: str, other: str, *, first: float, second: float, head: str = "") -> list[str]:
    """What is kept of a line that two readers see, its last word unsure, under a line of labels."""
    top = lay(head, 1) if head else []
    own = under(lay(text, 2))
    own[-1] = replace(own[-1], confidence=first)
    seen = under(lay(other, 2, engine=Engine.RAPIDOCR, sure=1.0))
    seen[-1] = replace(seen[-1], confidence=second)
    kept, _ = prefer_sure([*top, *own], seen)
    return [word.text for word in sorted(kept, key=lambda word: word.box.x0) if word.box.y0 > 0.045]


@pytest.mark.parametrize(
    ("text", "other", "first", "second"),
    [
        ("Né(e) le : O2/O7/I94l", "Né(e) le : 02/07/1941", 0.1, 0.55),
        ("Né(e) le : 3 mars 134", "Né(e) le : 3 mars 1934", 0.75, 0.7),
        ("Née le : 8 mai 1167", "Née le : 8 mai 1967", 0.6, 0.7),
        ("Date naiss. 31/02/1988", "Date naiss. 31/07/1988", 0.85, 0.7),
    ],
)
def test_a_day_takes_the_place_of_what_is_none(text: str, other: str, first: float, second: float) -> None:
    assert whole(text, other, first=first, second=second) == other.split(" ")


@pytest.mark.parametrize(
    ("text", "other", "first", "second"),
    [
        ("Né(e) le : 3 mars 134", "Né(e) le : 3 mars 1934", 0.75, 0.6),
        ("Né(e) le : 02/01/1941", "Né(e) le : 02/07/1941", 0.75, 0.9),
        ("Né(e) le : 02/0?/1941", "Né(e) le : 02/17/1941", 0.75, 0.9),
    ],
)
def test_a_day_seen_takes_the_place_of_no_other_day_nor_when_it_is_unsure(
    text: str, other: str, first: float, second: float
) -> None:
    assert whole(text, other, first=first, second=second) == text.split(" ")


def test_a_day_cut_in_two_and_short_of_a_figure_gives_its_place_to_the_whole_one() -> None:
    own = weak(lay("Né(e) le 05/11/19 6?", 1), "05/11/19", 0.7)
    seen = lay("Né(e) le 05/11/1967", 1, engine=Engine.RAPIDOCR, sure=1.0)
    kept, _ = prefer_sure(own, seen)
    assert [word.text for word in kept] == ["Né(e)", "le", "05/11/1967"]


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("Nom 1er prénom Né(e) le Sexe", ["TREVOU", "Rozenn"]),
        ("Appel Départ Arrivée Retour", ["TREVOU", "Rosemn"]),
        ("Madame TREVOU a vu son médecin et une patiente de ses amies", ["TREVOU", "Rosemn"]),
    ],
)
def test_what_stands_under_a_row_of_labels_is_an_identity(head: str, kept: list[str]) -> None:
    assert whole("TREVOU Rosemn", "TREVOU Rozenn", first=0.55, second=1.0, head=head) == kept


def test_a_value_after_the_last_word_of_an_identity_is_kept() -> None:
    words = [*lay("Nom Usage Prénom", 1), *under(lay("TREVOU", 2))]
    seen = under(lay("TREVOU Rozenn", 2, engine=Engine.RAPIDOCR, sure=1.0))
    assert [word.text for word in prefer_sure(words, seen)[0][-1:]] == ["Rozenn"]
    elsewhere = [*lay("Bien à vous", 1), *under(lay("TREVOU", 2))]
    assert "Rozenn" not in [word.text for word in prefer_sure(elsewhere, seen)[0]]


def test_a_national_number_whose_key_is_wrong_is_read_twice_and_the_right_one_kept() -> None:
    right, short = "1 75 08 35 994 482 76", "75 08 35 994 482 76"
    assert len(find_doubtful(lay(f"Matricule INS : {short}", 1))) == 1
    assert not find_doubtful(lay(f"Matricule INS : {right}", 1))
    own = lay(f"Matricule INS : {short}", 1)
    seen = lay(f"Matricule INS : {right}", 1, engine=Engine.RAPIDOCR, sure=0.9)
    kept, others = prefer_sure(own, seen)
    figures = sorted((word for word in kept if word.text.isdigit()), key=lambda word: word.box.x0)
    assert " ".join(word.text for word in figures) == right
    assert " ".join(word.text for word in others if word.text.isdigit() and word.engine is Engine.TESSERACT) == short
    wrong = lay("Matricule INS : 1 75 08 35 994 482 77", 1, engine=Engine.RAPIDOCR, sure=0.9)
    assert " ".join(word.text for word in prefer_sure(own, wrong)[0] if word.text.isdigit()) == short


def test_what_one_reader_saw_in_two_zones_is_one_word_as_sure_as_the_less_sure_of_them() -> None:
    once = lay("Prénom ROZENN", 1, sure=0.99)
    assert without_echoes([*once, *once]) == once
    other = lay("Prénom ROZENM", 1, sure=0.6)
    assert [(word.text, word.confidence) for word in without_echoes([*other, *once])][1] == ("ROZENN", 0.6)


def test_only_names_that_differ_by_a_letter_or_a_figure_are_disputed() -> None:
    first = [*lay("Nom : DELACRÉ", 1), *lay("Prénom : Hélène", 2), *lay("Motif : toux", 3)]
    second = [
        *lay("Nom:DELACRE", 1, engine=Engine.RAPIDOCR),
        *lay("Prénom : Helenc", 2, engine=Engine.RAPIDOCR),
        *lay("Motif : tour", 3, engine=Engine.RAPIDOCR),
    ]
    assert [one.word.text for one in find_disputes(first, second)] == ["Hélène"]
    assert plain("Né(e) : DELACRÉ-ÉON") == "NEEDELACREEON"


@dataclass(slots=True)
class Reader:
    """Reads what it is told, the page first, then each zone in turn."""

    engine: Engine
    page: tuple[Word, ...]
    zones: list[tuple[Word, ...]]
    version: str = "1"
    asked: list[Box] = field(default_factory=list)

    def read(self, image: Grey, *, dpi: int, zone: Box | None = None) -> tuple[Word, ...]:
        """The next answer."""
        if zone is None:
            return self.page
        self.asked.append(zone)
        return self.zones.pop(0) if self.zones else ()


NAMED = "Nom de naissance : DUVERNAY"
LINES = ["Clinique du Pré Vert, service de chirurgie", NAMED, "Indication : gonarthrose évoluée, échec du traitement"]


def draw() -> tuple[Picture, list[Word]]:
    """A page of three lines drawn, and its words."""
    image = Image.new("L", (1654, 2339), 255)
    pen, words = ImageDraw.Draw(image), []
    for row, line in enumerate(LINES):
        left, top = 150.0, 300 + 200 * row
        for text in line.split():
            pen.text((left, top), text, font=font(40), fill=0)
            right = left + pen.textlength(text, font=font(40))
            box = Box(x0=left / 1654, x1=right / 1654, y0=top / 2339, y1=(top + 44) / 2339)
            words.append(Word(text=text, box=box, confidence=0.95, engine=Engine.TESSERACT, line=row))
            left = right + 14
    return Picture(grey=np.asarray(image), dpi=200), words


def read(first: str, second: str, *, again: str, again_second: str) -> tuple[list[str], list[str]]:
    """The family name kept and that of the other reader, after third readings of both."""
    picture, words = draw()
    place = next(word for word in words if word.text == "DUVERNAY")
    words[words.index(place)] = replace(place, text=first, confidence=0.1)

    def told(text: str, engine: Engine) -> tuple[Word, ...]:
        return (replace(place, text=text, engine=engine, confidence=1.0),)

    readers = OCRReaders(
        first=Reader(Engine.TESSERACT, tuple(words), [told(again, Engine.TESSERACT)]),
        second=Reader(Engine.RAPIDOCR, (), [told(second, Engine.RAPIDOCR), told(again_second, Engine.RAPIDOCR)]),
    )
    page = read_scan(picture, number=1, readers=readers, limits=PageLimits())
    names = {first, second, again, again_second}
    return (
        [word.text for word in page.words if word.text in names],
        [word.text for word in page.second if word.text in names],
    )


def test_a_third_reading_that_agrees_settles_a_dispute() -> None:
    assert read("DUVFRMAY", "DUVERNAY", again="DUVERNAY", again_second="DUVERNAY") == (["DUVERNAY"], ["DUVERNAY"])


def test_the_second_reader_may_come_round_to_the_first() -> None:
    assert read("DUVERNAY", "DUVERNAI", again="DUVERNAY", again_second="DUVERNAY") == (["DUVERNAY"], ["DUVERNAY"])


def test_without_agreement_both_readings_stay() -> None:
    assert read("DUVFRMAY", "DUVERNAY", again="DUVEPNAY", again_second="DUVERNAY") == (["DUVERNAY"], ["DUVFRMAY"])


@pytest.mark.parametrize(
    ("first", "again", "sure", "is_kept"),
    [
        (0.1, "Germain", 0.99, True),
        (0.1, "Germain", 0.7, False),
        (0.1, "Cermain", 0.99, False),
        (0.6, "Germain", 0.99, False),
    ],
)
def test_a_reading_that_comes_twice_takes_the_place_of_a_guess(
    first: float, again: str, sure: float, *, is_kept: bool
) -> None:
    line = weak(lay("Prénom Gémpin", 1), "Gémpin", first)
    (dispute,) = find_disputes(line, lay("Germain", 1, engine=Engine.RAPIDOCR, sure=0.5, at=7))
    assert is_insisted(dispute, lay(again, 1, engine=Engine.RAPIDOCR, sure=sure, at=7)) is is_kept
    assert not is_insisted(dispute, lay(again, 1, engine=Engine.TESSERACT, sure=sure, at=7))


@dataclass(slots=True)
class Upright:
    """Reads words that stand higher than wide on a page laid on its side, and as they are on an upright one."""

    words: tuple[Word, ...]
    engine: Engine = Engine.TESSERACT
    version: str = "1"

    def read(self, image: Grey, *, dpi: int, zone: Box | None = None) -> tuple[Word, ...]:
        """The words of the page, by its shape."""
        if zone is not None:
            return ()
        if image.shape[0] > image.shape[1]:
            return self.words
        turned = (replace(one.box, x0=one.box.y0, x1=one.box.y1, y0=one.box.x0, y1=one.box.x1) for one in self.words)
        return tuple(replace(word, box=box) for word, box in zip(self.words, turned, strict=True))


def test_a_page_of_few_lines_taken_to_lie_on_its_side_is_read_upright(monkeypatch: pytest.MonkeyPatch) -> None:
    picture, words = draw()
    pose = Pose(is_sideways=True, skew_degrees=0.4, asymmetry=0.0, letters=90, other_skew=-0.6)
    monkeypatch.setattr(pages_scan, "find_pose", lambda _: pose)
    page = read_scan(picture, number=1, readers=OCRReaders(first=Upright(tuple(words))), limits=PageLimits())
    assert page.rotation == 0
    assert page.quality.skew_degrees == -0.6
    assert set(NAMED.split()) <= {word.text for word in page.words}
    assert all(word.box.height < word.box.x1 - word.box.x0 for word in page.words if len(word.text) > 3)


def test_a_day_seen_whole_takes_the_place_of_all_that_was_guessed_there() -> None:
    first = [*lay("Date de naissance :", 3), *lay("£ ourl+ 14788", 3, sure=0.62, at=20)]
    second = [*lay("Date de naissance :", 3, engine=Engine.RAPIDOCR), *lay("4avril", 3, at=20, sure=0.95)]
    kept, others = prefer_sure(first, [*second, *lay("1988", 3, at=29, sure=0.8)])
    assert " ".join(word.text for word in sorted(kept, key=lambda one: one.box.x0)) == "Date de naissance : 4avril 1988"
    assert {"ourl+", "14788"} <= {word.text for word in others}


@pytest.mark.parametrize(
    ("text", "sure", "other", "seen"),
    [
        ("5 mai 1988", 0.62, "4avril 1988", 0.95),
        ("£ ourl+ 14788", 0.62, "4avril 1988", 0.4),
        ("£ ourl+ 14788", 0.62, "31avril 1988", 0.95),
        ("Clara DELORME", 0.93, "4avril 1988", 0.95),
    ],
    ids=["a day of its own", "an unsure one", "no day of a calendar", "words that are sure"],
)
def test_a_day_seen_takes_no_place_where(text: str, sure: float, other: str, seen: float) -> None:
    first = [*lay("Date de naissance :", 3), *lay(text, 3, sure=sure, at=20)]
    kept, _ = prefer_sure(first, lay(other, 3, engine=Engine.RAPIDOCR, sure=seen, at=20))
    assert {word.text for word in first} <= {word.text for word in kept}
