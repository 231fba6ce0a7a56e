"""What a person sees of a document: everything that it says, nothing that it could do."""

import re
from html.parser import HTMLParser

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.cda.narrative import ListBlock, Media, Paragraph, Table, read_sections
from liane.codecs.cda.summary import describe_interval, describe_time
from liane.codecs.cda.view import render_html, render_source
from liane.domain.errors import MalformedMessage
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS

N3 = make_example("cr_bio", facts=make_facts(PATIENTS[0], 1))
N1 = make_example("lettre_liaison", facts=make_facts(PATIENTS[0], 2))
ELEMENTS = {
    *("article", "header", "section", "div", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "p", "ul", "ol", "li"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "strong", "em", "u", "sub", "sup", "br"),
}
ATTRIBUTES = {"class", "colspan", "rowspan"}
HOSTILE = """<text>
  <paragraph><caption>C&lt;b&gt;</caption><content styleCode="Bold">gras
  <content styleCode="Italics">et italique</content></content>
  &lt;script&gt;alert(1)&lt;/script&gt; H<sub>2</sub>O 10<sup>9</sup>
  <br/>ligne<footnote ID="f1">note une</footnote>
  </paragraph>
  <linkHtml href="javascript:alert(2)">cliquez</linkHtml><linkHtml href="http://192.0.2.1/x"/>
  <list listType="ordered"><caption>Liste</caption><item>un<list><item>un bis</item></list></item>
  <item>deux</item></list>
  <table onclick="alert(3)" border="1"><caption>T</caption>
  <thead><tr><th colspan="2" onmouseover="x">A</th></tr></thead>
  <tbody><tr><td rowspan="9999">b</td>
  <td><paragraph>c</paragraph><paragraph>d<footnoteRef IDREF="f1"/></paragraph></td></tr>
  </tbody></table>
  <renderMultiMedia referencedObject="pdf1 absent"/>
  <content><table><tbody><tr><td>dans un content</td></tr></tbody></table></content>
</text>"""


def hostile() -> bytes:
    return re.sub(rb"<text>\s*<table.*?</text>", HOSTILE.encode(), N3, count=1, flags=re.DOTALL)


class Audit(HTMLParser):
    """Collects what a fragment holds, and checks that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        assert all(re.fullmatch(r"cda-[a-z]+|\d{1,3}", value or "") for _, value in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def audit(html: str) -> str:
    reader = Audit()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.text


def test_the_header_and_the_results_are_shown() -> None:
    text = audit(render_html(N3))
    for words in (
        "TESTOMBELLE CAMILLE ROSE",
        "290029999900129",
        "NIR de test",
        "BRUNE TESTFOUGERE",
        "13/01/2026 à 11 h 30",
    ):
        assert words in text
    for words in ("BIOCHIMIE", "Glucose à jeun", "5,1 mmol/L", "9,8 mmol/L ↑", "Fichier PDF joint"):
        assert words in text


def test_an_n1_says_what_its_body_is() -> None:
    document = read_document(N1)
    assert re.search(r"fichier PDF de \d+ octets, à télécharger", audit(render_html(N1)))
    assert read_sections(document.root) == ()


def test_nothing_of_a_hostile_narrative_is_active() -> None:
    html = render_html(hostile())
    text = audit(html)
    assert "<script" not in html
    assert "javascript:" not in html
    assert "onclick" not in html
    for words in ("<script>alert(1)</script>", "cliquez", "C<b>", "note une", "dans un content", "un bis"):
        assert words in text
    assert '<td rowspan="100">' in html
    assert "<strong>gras <em>" not in html
    assert "H<sub>2</sub>O 10<sup>9</sup> <br>ligne<sup>[1]</sup>" in html
    assert html.count("[1]") == 2


def test_the_narrative_is_read_as_values() -> None:
    (chapter, *_) = read_sections(read_document(hostile()).root)
    (section,) = chapter.sections
    paragraph, links, numbered, table, pdf, absent, inner = section.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.caption == "C<b>"
    assert paragraph.text.startswith("gras et italique <script>")
    assert [span.text for span in paragraph.spans if span.is_italic] == ["et italique"]
    assert isinstance(links, Paragraph)
    assert links.text == "cliquezhttp://192.0.2.1/x"
    assert isinstance(numbered, ListBlock)
    assert (numbered.is_ordered, numbered.caption, len(numbered.items)) == (True, "Liste", 2)
    assert isinstance(table, Table)
    assert (len(table.head), len(table.body), table.caption) == (1, 1, "T")
    assert (pdf, absent) == (Media(reference="pdf1", media_type="application/pdf"), Media(reference="absent"))
    assert isinstance(inner, Table)
    assert section.notes == ("note une",)


def test_the_source_is_indented_and_folded() -> None:
    source = render_source(N1)
    assert '\n  <realmCode code="FR"/>' in source
    assert re.search(r"JVBERi[^<]{54}… \(\d+ caractères\)", source)
    assert len(source) < 20_000


def test_a_source_that_is_no_xml_is_refused() -> None:
    with pytest.raises(MalformedMessage):
        render_source(b"MSH|^~\\&|")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("20260113113000+0100", "13/01/2026 à 11 h 30"),
        ("20260113", "13/01/2026"),
        ("2026", "2026"),
        ("hier", "hier"),
        ("", ""),
    ],
)
def test_times_are_said_in_french(value: str, words: str) -> None:
    assert describe_time(value) == words


def test_an_interval_says_one_day_once() -> None:
    assert describe_interval("20260113", "20260113") == "13/01/2026"
    assert describe_interval("20260113", "20260114") == "du 13/01/2026 au 14/01/2026"
    assert describe_interval("", "20260114") == "14/01/2026"
