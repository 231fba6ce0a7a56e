"""The light tree answers as the document says: children, descendants, texts, places, and frees itself."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.schematron import tree as tree_module
from liane.codecs.schematron.tree import Node, build_tree, location_of, text_leaves
from liane.domain.errors import MalformedMessage

DOCUMENT = '<r xmlns="urn:hl7-org:v3" xmlns:l="urn:l">a<x i="1"><y/></x>b<!--c-->d<l:x/><x><y><y/></y></x>e</r>'


def test_tags_are_short_and_children_are_indexed() -> None:
    tree = build_tree(etree.fromstring(DOCUMENT))
    root = tree.root.children[0]
    assert list(root.by) == ["x", "{urn:l}x"]
    assert [child.tag for child in root.children] == ["x", "{urn:l}x", "x"]
    assert root.by["x"][0].attrs == {"i": "1"}
    assert [node.start for node in tree.tags["y"]] == [3, 6, 7]


def test_descendants_are_intervals_of_ranks() -> None:
    tree = build_tree(etree.fromstring(DOCUMENT))
    last = tree.tags["x"][1]
    assert [node.start for node in tree.below(last, "y")] == [6, 7]
    assert tree.below(tree.tags["y"][0], "y") == ()
    assert [node.start for node in tree.descendants(last)] == [6, 7]


def test_texts_keep_their_place_and_a_comment_splits_them() -> None:
    tree = build_tree(etree.fromstring(DOCUMENT))
    leaves = text_leaves(tree.root.children[0])
    assert [leaf.value for leaf in leaves] == ["a", "b", "d", "e"]
    assert [leaf.order[0] for leaf in leaves] == [1, 3, 3, 7]
    assert tree.root.children[0].value == "abde"


def test_a_template_is_indexed_once_per_bearer() -> None:
    text = (
        '<r xmlns="urn:hl7-org:v3"><x><templateId root="1"/><y><templateId root="1"/></y><templateId root="1"/></x></r>'
    )
    tree = build_tree(etree.fromstring(text))
    assert [node.tag for node in tree.templates["1"]] == ["x", "y"]


def test_a_location_counts_among_same_names() -> None:
    tree = build_tree(etree.fromstring(DOCUMENT))
    assert location_of(tree.tags["y"][2]) == "/r[1]/x[2]/y[1]/y[1]"
    assert location_of(tree.tags["{urn:l}x"][0]) == "/r[1]/x[1]"


def test_a_released_tree_needs_no_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        tree = build_tree(etree.fromstring(DOCUMENT))
        tree.release()
        del tree
        assert not [one for one in gc.get_objects() if isinstance(one, Node)]
    finally:
        gc.enable()


def test_a_document_with_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "ELEMENTS_MAX", 3)
    with pytest.raises(MalformedMessage) as refusal:
        build_tree(etree.fromstring(DOCUMENT))
    assert refusal.value.findings[0].code == "CDA-901"


@given(st.recursive(st.just("<y/>"), lambda inner: st.lists(inner, max_size=4).map(lambda x: f"<x>{''.join(x)}</x>")))
def test_the_index_agrees_with_the_parsed_document(inside: str) -> None:
    root = etree.fromstring(f'<r xmlns="urn:hl7-org:v3">{inside}</r>')
    tree = build_tree(root)

    def agrees(node: Node, element: etree._Element) -> bool:
        below = [one.source for one in tree.below(node, "y")]
        return below == list(element.iter("{urn:hl7-org:v3}y"))[1 if node.tag == "y" else 0 :]

    assert all(agrees(node, node.source) for node in tree.nodes[1:])
