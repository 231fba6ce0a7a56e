"""Values and reference ranges of biology entries: PQ, INT, REAL, IVL_PQ, RTO, CD, CE, ST, ED become domain values."""

from collections.abc import Callable, Mapping

from lxml import etree

from liane.codecs.cda.elements import XSI_TYPE, child, children, code_of, text_of, value_of
from liane.domain.biology.result import ReferenceRange
from liane.domain.biology.value import Absent, Comparator, Interval, Measure, Ratio, Value, Words, read_measure

TRANSLATIONS_MAX = 10
Texts = Mapping[str, str]


def read_value(element: etree._Element, texts: Texts) -> tuple[Value, tuple[Measure, ...]]:
    """Read one ``value``, and the same told in other units. texts: words of the narrative by ID.

    What is no number though it should be is given as the words received, never corrected.
    """
    kind = element.get(XSI_TYPE, "").rpartition(":")[2]
    others = tuple(
        other
        for one in list(children(element, "translation"))[:TRANSLATIONS_MAX]
        if (other := read_measure(value_of(one), value_of(one, "unit") or value_of(one, "code"))) is not None
    )
    return _READERS.get(kind, _read_words)(element, texts), others


def read_range(element: etree._Element | None, texts: Texts) -> ReferenceRange | None:
    """Read an ``observationRange``; None when it is absent or says nothing."""
    if element is None:
        return None
    words = _words_of(child(element, "text"), texts)
    value = child(element, "value")
    if value is None:
        return ReferenceRange(text=words) if words else None
    low, high = (_bound(child(value, name)) for name in ("low", "high"))
    text = words or ("" if low or high else _words_of(value, texts))
    if not (low or high or text):
        return None
    return ReferenceRange(low=low, high=high, text=text)


def _bound(element: etree._Element | None) -> Measure | None:
    return read_measure(value_of(element), value_of(element, "unit"))


def _read_quantity(element: etree._Element, texts: Texts) -> Value:
    written, unit = value_of(element), value_of(element, "unit")
    measure = read_measure(written, unit)
    if measure is not None:
        return measure
    return Words(text=f"{written} {unit}".strip()) if written else _read_words(element, texts)


def _read_interval(element: etree._Element, texts: Texts) -> Value:
    """An interval; one bound alone is « less than » or « more than » it. Bounds count unless said otherwise."""
    low, high = child(element, "low"), child(element, "high")
    first, last = _bound(low), _bound(high)
    if first is not None and last is not None:
        return Interval(low=first, high=last)
    bound, source = (first, low) if first is not None else (last, high)
    if bound is None:
        return _read_quantity(element, texts)
    is_inclusive = value_of(source, "inclusive") != "false"
    signs = (
        (Comparator.GREATER, Comparator.GREATER_OR_EQUAL)
        if first is not None
        else (Comparator.LESS, Comparator.LESS_OR_EQUAL)
    )
    return Measure(number=bound.number, written=bound.written, unit=bound.unit, comparator=signs[is_inclusive])


def _read_ratio(element: etree._Element, texts: Texts) -> Value:
    numerator, denominator = _bound(child(element, "numerator")), _bound(child(element, "denominator"))
    if numerator is None or denominator is None:
        return _read_words(element, texts)
    return Ratio(numerator=numerator, denominator=denominator)


def _read_coded(element: etree._Element, texts: Texts) -> Value:
    code = code_of(element)
    text = (code.label if code else "") or _words_of(child(element, "originalText"), texts)
    if text or code:
        return Words(text=text or (code.code if code else ""), code=code)
    return _read_words(element, texts)


def _read_words(element: etree._Element, texts: Texts) -> Value:
    text = _words_of(element, texts)
    return Words(text=text) if text else Absent(reason=value_of(element, "nullFlavor"))


def _words_of(element: etree._Element | None, texts: Texts) -> str:
    """The words of an element, its own or those of the narrative that it points to; translations apart."""
    if element is None:
        return ""
    own = " ".join((element.text or "").split())
    reference = value_of(child(element, "reference")).removeprefix("#")
    return own or texts.get(reference, "") or (text_of(element) if not list(children(element, "translation")) else "")


_READERS: dict[str, Callable[[etree._Element, Texts], Value]] = {
    "PQ": _read_quantity,
    "REAL": _read_quantity,
    "INT": _read_quantity,
    "IVL_PQ": _read_interval,
    "IVL_REAL": _read_interval,
    "IVL_INT": _read_interval,
    "RTO": _read_ratio,
    "RTO_PQ_PQ": _read_ratio,
    "RTO_QTY_QTY": _read_ratio,
    "CD": _read_coded,
    "CE": _read_coded,
    "CV": _read_coded,
    "CO": _read_coded,
    "CS": _read_coded,
}
