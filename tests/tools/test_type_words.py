"""Documents drawn with the words of one bank; conventions between banks; the fit of the model of types."""

import numpy as np
import pytest
from eval.types import load_types

from liane.domain.intake.classify.model import TypeModel, read_model
from liane.domain.terminology.value_sets import get_value_set
from tools.train_phrases import ANY
from tools.train_types import pack
from tools.type_examples import Example, behead, make_plain, page_of, taught_by
from tools.type_fit import (
    CODES,
    FLOOR,
    LEARNT,
    LEARNT_OF,
    Recipe,
    count_rows,
    fit,
    fit_factors,
    join,
    judge,
    leave_out,
    say,
    tell_figures,
)  # fmt: skip
from tools.type_words import KINDS_BANK, accepted_codes, draw_own_layouts, draw_worded, load_banks, load_kinds

WORDS = {
    "11488-4": ("consultation examen clinique auscultation", "vu en consultation ce jour"),
    "34874-8": ("incision drainage fermeture", "intervention hémostase suture"),
    "PRESC-BIO": ("doser ionogramme", "faire une prise de sang ionogramme à jeun"),
}


def rows_of(words: dict[str, tuple[str, ...]]) -> list[Example]:
    """Small documents of a few words."""
    return [
        Example((page_of("Document", f"{text} {'suite du texte ' * number}"),), code, "words")
        for code, texts in words.items()
        for text in texts
        for number in range(4)
    ]


def test_every_bank_tells_types_of_the_value_set_in_words() -> None:
    known = {code.code for code in get_value_set("JDV_J07").codes}
    for name, bank in load_banks().items():
        assert set(bank) - {ANY} <= known, name
        assert all(wording.titles or wording.sentences for wording in bank.values())


def test_banks_agree_on_whose_assessment_is_whose() -> None:
    for bank in load_banks().values():
        assert "34120-6" not in bank
        assert not any("EFR" in title for title in bank["47420-5"].titles)


def test_a_document_is_drawn_with_the_words_of_its_bank_alone() -> None:
    bank = load_banks()["second"]
    seen = list(draw_worded("second", 1, seed=5))
    assert len(seen) > 35
    for one in seen:
        text = " ".join(" ".join(page.text.split()) for page in one.pages)
        assert any(" ".join(line.split()[:1]) in text for line in bank[one.code].sentences)
    others = [line for kind in load_types() for line in kind.texts["seen"]]
    texts = [" ".join(" ".join(page.text.split()) for page in one.pages) for one in seen]
    assert not any(line in text for line in others for text in texts)


def test_the_same_seed_draws_the_same_documents() -> None:
    first, again = (next(iter(draw_worded("third", 1, seed=9, half=1))) for _ in range(2))
    assert first == again


def test_what_is_taught_is_also_worn_and_without_titles() -> None:
    kinds = {one.kind for one in taught_by("second", count=1, rare=0, letters=1, half=0)}
    assert kinds == {"worn", "misread", "untitled", "letter"}


def test_a_title_is_taken_away_and_the_text_stays() -> None:
    page = page_of("Compte rendu opératoire", "incision et fermeture")
    assert [word.text for word in behead(page).words] == ["incision", "et", "fermeture"]


def test_a_title_is_written_as_everything_else_and_no_word_is_lost() -> None:
    page = page_of("COMPTE RENDU OPÉRATOIRE", "incision et fermeture sans incident ce jour")
    plain = make_plain(page)
    assert [word.text for word in plain.words][:3] == ["Compte", "rendu", "opératoire"]
    assert len(plain.words) == len(page.words)
    heights = sorted(word.box.height for word in page.words)
    assert max(word.box.height for word in plain.words) <= heights[len(heights) // 2] + 1e-9


def test_banks_that_have_layouts_of_their_own_are_drawn_in_them() -> None:
    drawn = list(draw_own_layouts("late", 4, seed=8_000_000))
    assert drawn
    assert {one.bank for one in drawn} == {"late"}
    assert list(draw_own_layouts("third", 4, seed=1)) == []


def test_a_model_learns_packs_and_says_what_the_inference_says() -> None:
    vocabulary: dict[str, int] = {}
    table = count_rows(rows_of(WORDS), vocabulary)
    names = list(vocabulary)
    fitted = fit(table, names, Recipe(features_max=400, cost=50.0, rounds=80, seen_min=1))
    said = say(fitted, table, names)
    assert said.shape == (len(table.codes), len(CODES))
    assert np.array_equal(said.argmax(axis=1), table.codes)
    card = {"codes": list(fitted.codes), "word_factor": 1.0, "title_factor": 0.0, "floor": FLOOR}
    model: TypeModel = read_model(pack(fitted, names, card))
    example = rows_of(WORDS)[5]
    scores = model.score(example.pages)
    assert max(scores, key=lambda code: scores[code]) == example.code
    assert scores[example.code] == pytest.approx(float(said[5].max()), abs=0.1)


def test_a_bank_left_out_is_judged_by_what_the_others_teach() -> None:
    vocabulary: dict[str, int] = {}
    one = count_rows(rows_of({code: texts[:1] for code, texts in WORDS.items()}), vocabulary)
    other = count_rows(rows_of({code: texts[1:] for code, texts in WORDS.items()}), vocabulary)
    names = list(vocabulary)
    learnt: list[int] = []

    def fit_one(table: object) -> object:
        learnt.append(len(table.codes))  # type: ignore[attr-defined]
        return fit(table, names, Recipe(features_max=400, rounds=30, seen_min=1))  # type: ignore[arg-type]

    said = leave_out({"a": one, "b": other}, {"a": one, "b": other}, one, fit_one, names, ("b",))  # type: ignore[arg-type]
    assert list(said) == ["b"]
    rows = len(join([one, one]).codes)
    assert learnt == [sum(place % LEARNT_OF < LEARNT for place in range(rows))]


def test_figures_count_near_types_as_right_and_tell_certainty() -> None:
    table = count_rows(rows_of(WORDS), {})
    said = np.full((len(table.codes), len(CODES)), FLOOR, dtype=np.float32)
    near = {CODES.index(code): CODES.index(sorted(accepted_codes()[code])[0]) for code in WORDS}
    said[np.arange(len(table.codes)), [near[code] for code in table.codes]] = -0.01
    sure, is_right = judge(said, table, (1.0, 0.0))
    assert is_right.all()
    figures = tell_figures(sure, is_right, table.kinds)
    assert figures["words"] == 1.0
    assert figures["wrong_when_sure_0.8"] == 0.0
    word, _ = fit_factors(said, table)
    assert word > 0


def test_each_kind_within_a_type_is_drawn_in_its_own_words() -> None:
    kinds = load_kinds()
    assert len(kinds) > 200
    assert all(wording.titles and wording.sentences for _, wording in kinds)
    known = load_banks()[KINDS_BANK]
    assert all(code in known for code, _ in kinds)
    glasses = [wording for code, wording in kinds if "Ordonnance de lunettes" in wording.titles and code == "57833-6"]
    assert len(glasses) == 1
    assert not any("fauteuil" in line for line in glasses[0].sentences)
