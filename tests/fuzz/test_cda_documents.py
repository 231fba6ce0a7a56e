"""Any bytes give a document whose every view can be made, or InvalidInput; nothing else, and within bounds."""

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.cda.header import read_document
from liane.codecs.cda.structuration_minimale import check_header
from liane.codecs.cda.view import render_html, render_source
from liane.codecs.pdf.copies import document_as_pdf, pdf_file_name
from liane.codecs.pdf.rendering import render_pdf
from liane.domain.errors import InvalidInput
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS

SEEDS = tuple(make_example(kind, facts=make_facts(PATIENTS[0], 1)) for kind in ("cr_bio", "cr_img"))
TREES = tuple(etree.fromstring(seed) for seed in SEEDS)
DURATION_S_MAX = 5.0
ELEMENTS_MAX = 2_000
WORDS = (b"<", b"&", b"]]>", b"<!--", b"<!DOCTYPE a>", b' nullFlavor="UNK"', b"\x00", b"\xff", "é".encode(), b"</a>")

edits = st.lists(
    st.tuples(st.integers(0, 12_000), st.integers(0, 400), st.one_of(st.sampled_from(WORDS), st.binary(max_size=20))),
    min_size=1,
    max_size=6,
)
tree_edits = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(("remove", "double", "empty", "nest", "blank", "attribute")),
        st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12),
    ),
    min_size=1,
    max_size=8,
)


def exercise(data: bytes) -> None:
    """Make every view of the bytes; only InvalidInput may come out."""
    started = time.process_time()
    try:
        document = read_document(data)
    except InvalidInput as caught:
        refusal = caught
    else:
        assert all(finding.location for finding in check_header(document.root, document.header))
        assert render_html(data).endswith("</article>")
        assert render_pdf(data).startswith(b"%PDF-1.4")
        assert document_as_pdf(data).data
        assert render_source(data)
        assert pdf_file_name(document.header).endswith(".pdf")
        assert time.process_time() - started < DURATION_S_MAX
        return
    assert refusal.findings
    assert time.process_time() - started < DURATION_S_MAX


def edit_tree(tree: etree._Element, at: int, action: str, text: str) -> None:
    """Change one element of a tree, chosen by number."""
    elements = [element for element in tree.iter() if element.getparent() is not None]
    if not elements or len(elements) > ELEMENTS_MAX:
        return
    element = elements[at % len(elements)]
    parent = element.getparent()
    assert parent is not None
    if action == "remove":
        parent.remove(element)
    elif action == "double":
        parent.append(etree.fromstring(etree.tostring(element)))
    elif action == "empty":
        element.clear()
    elif action == "nest":
        element.append(etree.fromstring(etree.tostring(parent)))
    elif action == "blank":
        element.text = text
    else:
        for name in element.attrib:
            element.set(name, text)


@given(st.sampled_from(SEEDS), edits)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_edited_bytes(seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for start, length, insert in changes:
        seed = seed[:start] + insert + seed[start + length :]
    exercise(seed)


@given(st.sampled_from(range(len(TREES))), tree_edits)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_edited_trees(which: int, changes: list[tuple[int, str, str]]) -> None:
    tree = etree.fromstring(SEEDS[which])
    for at, action, text in changes:
        edit_tree(tree, at, action, text)
    exercise(etree.tostring(tree))


@given(st.binary(max_size=2_000))
def test_any_bytes(data: bytes) -> None:
    exercise(data)
