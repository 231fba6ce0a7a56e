"""Each construct of XPath that rules use means the same for our compiler as for SaxonC, on a document full of traps."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

import pytest
from saxonche import PySaxonApiError, PySaxonProcessor, PyXPathProcessor

from tests.codecs.schematron.rule_bench import make_unit, run, schematron

DOCUMENT = """<r xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:lab="urn:lab"
 xmlns:h="urn:hl7-org:v3" classCode="ACT" empty="" n="12" low="9" high="10" bad="x" space="  a  b " plus="a+b_c">
<templateId root="1.2.3"/><templateId root="1.2.4" extension="2024.01"/>
<a k="1" v="10"><b k="2">un<!-- coupe -->deux</b><b k="3"/>  </a>
<a k="4" v="9"><b k="5">trois</b><a k="5b"><b k="6"/></a></a>
<lab:a k="7"/><none xmlns="" k="8"/>
<time xsi:type="IVL_TS"><low value="20240101"/><high value="20240102"/></time>
<t xsi:type="h:CD"/><t xsi:type="zz:CD"/><t xsi:type=""/><telecom value="tel:0102030405"/>
<q value="1"/><q value="2.5"/><q value="x"/><name>\u00e9t\u00e9 &#160;fin</name>
</r>"""

EXPRESSIONS = """
@classCode
@empty
not(@absent)
string(@empty)
@classCode = 'ACT'
@absent != 'x'
not(@absent = 'x')
@empty != 'x'
@n = 12
@n > 9
@low < @high
@low <= @high
@bad = 1
number(@bad) = 1
number(@n) + 1 = 13
(number(@n) * 2) mod 5 = 4
-number(@n) mod 5 = -2
string-length(@absent) = 0
string-length(@space) = 7
normalize-space(@space) = 'a b'
normalize-space(cda:name) = concat('\u00e9t\u00e9 ', '\u00a0', 'fin')
substring(@classCode, 2) = 'CT'
substring(@classCode, 0, 2) = 'A'
substring(@classCode, number('1.5'), number('1.5')) = 'CT'
substring(@classCode, number('x')) = ''
substring(@classCode, 2, 100) = 'CT'
substring-before(@plus, '+') = 'a'
substring-after(@plus, 'z') = ''
contains(@plus, '')
contains(@absent, 'a')
starts-with(@classCode, 'A') and ends-with(@classCode, 'T')
translate(@plus, '+_', '-') = 'a-bc'
translate(concat(' ', 'H', ' '), '(H|PST|TMP|WP) ', '') = ''
upper-case('\u00e9a') = '\u00c9A'
concat(@absent, 'x', @n) = 'x12'
string-join(('a', @n, @absent), '-') = 'a-12'
matches(@classCode, '^[A-Z]+$')
matches(@plus, '^\\w+$')
matches(@plus, '_')
matches(@absent, '^$')
matches('ABC', 'abc', 'i')
replace(@plus, '[^a-z]', '') = 'abc'
replace('+0100x', '^([+-]\\d{4}).*$', '$1') = '+0100'
count(tokenize(@space, ' ')) = 6
count(tokenize(@absent, ' ')) = 0
count(tokenize(normalize-space(@space), '\\s')) = 2
distinct-values(tokenize('a b a', ' ')) = 'b'
count(distinct-values(tokenize('a b a', ' '))) = 2
count(cda:a) = 2
count(//cda:a) = 3
count(//cda:a/cda:b) = 4
count(//cda:a//cda:b) = 4
count(.//cda:b) = 4
count(cda:a/*) = 4
count(*:a) = 3
count(cda:*) = 12
count(*) = 14
count(@*) = 8
count(cda:a | cda:a/cda:b) = 5
count(cda:a | cda:a) = 2
count(* except cda:a) = 12
count(cda:a[1]/cda:b) = 2
cda:a[2]/cda:b[1]/@k = '5'
count(//cda:b[1]) = 3
//cda:b[2]/@k = '3'
cda:a/@v < cda:a/@v
cda:a[@k = '1']/@v > cda:a[@k = '4']/@v
cda:a/cda:b/@k = ('3', 'z')
cda:a/cda:b/@k = ()
cda:a/@k != cda:a/@k
cda:a/@k = cda:a/cda:b/@k
cda:templateId/@root = '1.2.4'
cda:templateId[@root = '1.2.4'][@extension]
not(cda:templateId[@root = '1.2.5'])
cda:time[cda:low/@value < cda:high/@value]
parent::node()
cda:a[parent::cda:r]
cda:a/cda:b/parent::cda:a/@v = '10'
count(cda:a/cda:b/..) = 2
cda:a/following-sibling::*/@k = '7'
cda:a[2]/preceding-sibling::cda:a/@k = '1'
self::cda:r and not(self::cda:a)
descendant-or-self::cda:r
count(descendant::cda:b) = 4
every $p in cda:a satisfies $p/@v
every $p in cda:a/cda:b satisfies $p/@k = ('2', '3', '5')
some $p in cda:a satisfies $p/cda:a
every $p in () satisfies false()
if (@absent) then false() else true()
(if (@absent) then 'x' else ()) = 'x'
empty(@absent) and exists(@empty)
empty(()) and not(exists(()))
@n castable as xs:integer
@bad castable as xs:integer
@absent castable as xs:integer
'2024-02-30T00:00:00' castable as xs:dateTime
'2024-02-29T24:00:00' castable as xs:dateTime
'2024-02-29T10:00:00+15:00' castable as xs:dateTime
xs:dateTime('2024-01-01T00:00:00Z') le xs:dateTime('2024-01-01T01:00:00+01:00')
xs:dateTime('2024-01-01T00:00:00.5Z') lt xs:dateTime('2024-01-01T00:00:00.4Z')
'1.5' castable as xs:decimal and not('1e3' castable as xs:decimal)
xs:integer(@n) gt 11
cda:q[@value castable as xs:integer][xs:integer(@value) > 0]
cda:q/number(@value) > 2
count(cda:a/concat(@k, @v)) = 2
cda:a/concat(@k, '-', @v) = '4-9'
name(cda:a[1]) = 'a'
name(lab:a) = 'lab:a'
local-name(lab:a) = 'a'
local-name() = 'r'
name(@*) = 'x'
name(cda:time/@*) = 'xsi:type'
cda:a[1]/cda:b[1]/text() = 'deux'
count(cda:a[1]/cda:b[1]/text()) = 2
cda:a[1]/cda:b[1] = 'undeux'
string(cda:a[1]/cda:b[1]) = 'undeux'
cda:a[1]/text()[string-length(normalize-space()) gt 0]
count(cda:a[1]/text()) = 1
string-join((cda:a[1]//@k | cda:a[1]//text()), ',') = '1,2,un,deux,3,  '
string-join(cda:a/cda:b/@k, '') = '235'
string-join(//cda:b/@k, '') = '2356'
empty(cda:time/@xsi:type) or cda:time/resolve-QName(@xsi:type, .) = QName('urn:hl7-org:v3', 'IVL_TS')
cda:t[1][resolve-QName(@xsi:type, .) = QName('urn:hl7-org:v3', 'CD')]
cda:t[1]/local-name-from-QName(resolve-QName(@xsi:type, .)) = 'CD'
cda:t[1]/namespace-uri-from-QName(resolve-QName(@xsi:type, .)) = 'urn:hl7-org:v3'
cda:t[2][resolve-QName(@xsi:type, .) = QName('urn:hl7-org:v3', 'CD')]
cda:t[3][resolve-QName(@xsi:type, .) = QName('urn:hl7-org:v3', 'CD')]
@* except @n
count(@* except (@n | @bad)) = 6
not(@n) or 1
@n and (@absent or cda:a)
true() = (1 = 1)
(: note :) @n = '12' and not((: encore :) false())
substring-after(cda:telecom/@value, ':') = '0102030405'
contains(cda:telecom/@value, ':') and substring-before(cda:telecom/@value, ':') = ('tel', 'fax')
string-length(cda:a/@k) = 1
contains(cda:q/@value, '1')
cda:q/@value = 1
cda:q/@value = 99
/cda:r/cda:a
/cda:a
//none[@k = '8']
//*[local-name() = 'none']
count(/descendant-or-self::node()/cda:b) = 4
cda:a[cda:b and @v]/@k = '4'
not(cda:a[not(cda:b)])
1 = 1 and 2 > 1 and 'a' = 'a' and 'a' < 'b'
number('') = 0
number(()) = 0
string(number('1.50')) = '1.5'
string(count(cda:a)) = '2'
string(1 = 1) = 'true'
iri-to-uri('http://exemple.test/\u00e9 x') = 'http://exemple.test/%C3%A9%20x'
lower-case(@classCode) = 'act'
""".strip().split("\n")
EXPRESSIONS += [
    "matches('a\n', 'a$')",
    "matches('a\n', 'a\\s$')",
    "normalize-space('\t a\n') = 'a'",
    "matches('a\nb', 'a.b')",
]


def _decoded(expression: str) -> str:
    return expression.replace("\\\\", "\\")


@pytest.fixture(scope="module")
def saxon() -> Iterator[PyXPathProcessor]:
    with PySaxonProcessor(license=False) as processor:
        xpath = processor.new_xpath_processor()
        for prefix, uri in (
            ("cda", "urn:hl7-org:v3"),
            ("lab", "urn:lab"),
            ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xs", "http://www.w3.org/2001/XMLSchema"),
        ):
            xpath.declare_namespace(prefix, uri)
        xpath.set_context(xdm_item=processor.parse_xml(xml_text=DOCUMENT))
        root = xpath.evaluate_single("/*")
        xpath.set_context(xdm_item=root)
        yield xpath


def _saxon_says(saxon: PyXPathProcessor, expression: str) -> str:
    try:
        return str(bool(saxon.effective_boolean_value(expression)))
    except PySaxonApiError:
        return "error"


def _we_say(expression: str) -> str:
    body = f'<pattern><rule context="/cda:r"><report test={quoteattr(expression)}>oui</report></rule></pattern>'
    done = run(make_unit({"main.sch": schematron(body)}), DOCUMENT)
    if any(failure.check is None for failure in done.failures):
        return "error"
    return str(bool(done.failures))


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_same_meaning_as_saxon(saxon: PyXPathProcessor, expression: str) -> None:
    assert _we_say(_decoded(expression)) == _saxon_says(saxon, _decoded(expression))
