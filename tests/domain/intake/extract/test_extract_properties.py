"""Any words: an answer, never an exception; every value lies on its page, in the words of its boxes."""

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.datamatrix import read_ins_payload
from liane.domain.intake.fields import Candidate, ReadDocument, Source
from liane.domain.intake.page import Box, Engine, Page, PageSymbol, SymbolKind, Word

_SENTENCES = """
Nom de naissance : Prénom(s) Né(e) le née ép. Mme M. Dr Docteur TESTOMBELLE Camille DUPONT Jean 14/02/1990 12 mars 2026
Le INS 290029999900129 2 90 02 99 999 001 29 RPPS 10000000009 FINESS 990780009 IPP 123456 Objet Copie à Sexe F
hospitalisé du au prélevé Imprimé CENTRE HOSPITALIER Tél 75012 PARIS ( ) [ ] , - | / Rédigé par patient Personne
confiance l4/O2/1990 1 9 0 COMPTE RENDU
"""
_VOCABULARY = _SENTENCES.split()
_TEXTS = st.one_of(st.sampled_from(_VOCABULARY), st.text(max_size=12), st.text(string.printable, max_size=8))
_PLACES = st.floats(min_value=0, max_value=1, allow_nan=False)
_ZONE = Box(x0=0.1, y0=0.1, x1=0.2, y1=0.2)


@st.composite
def laid_pages(draw: st.DrawFn) -> Page:
    """Lines of words in order, as pages are; of the vocabulary of the domain, so that fields are found."""
    words = []
    lines = draw(st.lists(st.lists(st.sampled_from(_VOCABULARY), max_size=9), max_size=12))
    engine = draw(st.sampled_from(Engine))
    for line, texts in enumerate(lines):
        x = draw(st.sampled_from((0.05, 0.3, 0.55)))
        for text in texts:
            x1 = min(1.0, x + 0.009 * len(text))
            box = Box(x0=min(x, x1), x1=x1, y0=0.05 + 0.05 * line, y1=0.062 + 0.05 * line)
            words.append(Word(text=text, box=box, line=line, engine=engine, confidence=draw(_PLACES)))
            x = x1 + draw(st.sampled_from((0.008, 0.008, 0.04)))
    return Page(number=draw(st.integers(1, 9)), width_pt=595, height_pt=842, words=tuple(words))


@st.composite
def wild_pages(draw: st.DrawFn) -> Page:
    """Words anywhere, of any text."""
    words = []
    for text in draw(st.lists(_TEXTS, max_size=30)):
        x0, x1 = sorted((draw(_PLACES), draw(_PLACES)))
        y0, y1 = sorted((draw(_PLACES), draw(_PLACES)))
        box = Box(x0=x0, y0=y0, x1=x1, y1=y1)
        words.append(Word(text=text, box=box, line=draw(st.integers(0, 4)), confidence=draw(_PLACES)))
    size = draw(st.sampled_from((0.0, 595.0)))
    return Page(number=1, width_pt=size, height_pt=842, words=tuple(words), second=tuple(words[:5]))


def _all(document: ReadDocument) -> list[Candidate]:
    candidates = [one for ones in document.candidates.values() for one in ones]
    for mention in document.mentions:
        parts = (mention.family, mention.used_family, mention.given, mention.birth_date)
        candidates += [one for one in parts if one is not None]
    return candidates


def _plain(text: str) -> str:
    return "".join(text.split())


def _check(page: Page) -> None:
    document = extract_fields([page], received_on="2026-05-04")
    by_box: dict[Box, list[str]] = {}
    for word in page.words:
        by_box.setdefault(word.box, []).append(word.text)
    for candidate in _all(document):
        assert candidate.page == page.number
        assert candidate.boxes
        assert 0 <= candidate.confidence <= 1
        if candidate.source is Source.PAGE and all(len(by_box[box]) == 1 for box in candidate.boxes):
            seen = "".join(by_box[box][0] for box in candidate.boxes)
            assert _is_inside(_plain(candidate.raw), _plain(seen)), (candidate.raw, seen)


def _is_inside(raw: str, seen: str) -> bool:
    """True when the letters of the raw text come in this order in the words (separators between may be left out)."""
    letters = iter(seen)
    return all(sign in letters for sign in raw)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(laid_pages())
def test_every_value_lies_on_its_page(page: Page) -> None:
    _check(page)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wild_pages())
def test_any_words_give_an_answer(page: Page) -> None:
    document = extract_fields([page], received_on="2026-05-04")
    assert all(one.boxes and one.page == 1 for one in _all(document))


@given(st.binary(max_size=300))
def test_any_payload_gives_a_symbol_or_none(payload: bytes) -> None:
    for data in (payload, b"IS01" + b"0" * 22 + payload):
        symbol = read_ins_payload(data, page=1, box=_ZONE)
        assert symbol is None or symbol.page == 1


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=120), st.sampled_from(SymbolKind))
def test_any_code_on_a_page_gives_an_answer(payload: bytes, kind: SymbolKind) -> None:
    symbol = PageSymbol(kind=kind, format="x", payload=b"IS01" + b"0" * 22 + payload, box=_ZONE)
    page = Page(number=1, width_pt=595, height_pt=842, symbols=(symbol,))
    assert extract_fields([page], received_on="2026-05-04").pages == (1,)
