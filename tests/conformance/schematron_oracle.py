"""The judge that our rule engine is compared with: each schematron as one XSLT, run by SaxonC.

Written apart from the engine on purpose: it pastes includes, expands abstract patterns and picks the active patterns by
itself, and shares no code with `liane.codecs.schematron`. Rules of a pattern become templates of one mode, the first
with the highest priority; an abstract rule becomes a named template.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

S = "{http://purl.oclc.org/dsdl/schematron}"
SVS = "{urn:ihe:iti:svs:2008}"
PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)


@dataclass(frozen=True, order=True)
class OracleFinding:
    """One finding of the judge: test as written, role, place, message; white space normalized."""

    test: str
    role: str
    location: str
    message: str


def squeezed(text: str) -> str:
    return " ".join(text.split())


def find_without_case(path: Path) -> Path | None:
    """Give the file that a path means when case is ignored."""
    if path.exists():
        return path
    parent = find_without_case(path.parent) if path.parent != path else None
    if parent is None or not parent.is_dir():
        return None
    return next((child for child in parent.iterdir() if child.name.lower() == path.name.lower()), None)


class Sheet:
    """One schematron turned into XSLT."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.root = etree.parse(str(file), PARSER).getroot()
        self._paste(self.root, file.parent)
        self.patterns = [p for p in self.root.iter(f"{S}pattern") if p.get("abstract") != "true"]
        self.models = {p.get("id"): p for p in self.root.iter(f"{S}pattern") if p.get("abstract") == "true"}
        phase = self.root.get("defaultPhase")
        if phase not in (None, "#ALL"):
            chosen = next(p for p in self.root.iter(f"{S}phase") if p.get("id") == phase)
            active = {a.get("pattern") for a in chosen.iter(f"{S}active")}
            self.patterns = [p for p in self.patterns if p.get("id") in active]

    def _paste(self, element: etree._Element, folder: Path) -> None:
        for include in list(element.iter(f"{S}include")):
            found = find_without_case((folder / include.get("href", "")).resolve())
            if found is None:
                include.getparent().remove(include)
                continue
            pasted = etree.parse(str(found), PARSER).getroot()
            self._paste(pasted, found.parent)
            include.getparent().replace(include, pasted)

    def xslt(self) -> str:
        """Write the style sheet."""
        names = {e.get("prefix"): e.get("uri") for e in self.root.iter(f"{S}ns")}
        names.setdefault("xs", "http://www.w3.org/2001/XMLSchema")
        names.pop("xml", None)
        declared = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in names.items())
        out = [
            f'<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:o="urn:oracle" '
            f'exclude-result-prefixes="#all" {declared}>',
            '<xsl:function name="o:path"><xsl:param name="n"/><xsl:sequence select="concat(\'/\', string-join('
            "for $a in $n/ancestor-or-self::* return concat(local-name($a), '[', "
            "count($a/preceding-sibling::*[node-name(.) = node-name($a)]) + 1, ']'), '/'))\"/></xsl:function>",
        ]
        out += [self._variable(let, {}) for let in self.root.findall(f"{S}let")]
        body = []
        for rank, pattern in enumerate(self.patterns):
            model, parameters = pattern, {}
            if pattern.get("is-a"):
                if pattern.get("is-a") not in self.models:
                    continue
                model = self.models[pattern.get("is-a")]
                parameters = {p.get("name"): p.get("value") for p in pattern.iter(f"{S}param")}
            out += [self._variable(let, parameters) for let in model.findall(f"{S}let")]
            body.append(f'<xsl:apply-templates select="/" mode="m{rank}"/>')
            rules = [rule for rule in model.findall(f"{S}rule") if rule.get("abstract") != "true"]
            for priority, rule in zip(range(len(rules), 0, -1), rules, strict=True):
                context = quoteattr(self._put(rule.get("context"), parameters))
                out.append(f'<xsl:template match={context} mode="m{rank}" priority="{priority}">')
                out += self._items(rule, parameters)
                out.append(f'<xsl:apply-templates select="*" mode="m{rank}"/></xsl:template>')
            out.append(f'<xsl:template match="text()" mode="m{rank}" priority="-1"/>')
        for rule in self.root.iter(f"{S}rule"):
            if rule.get("abstract") == "true" and "hl7nl" not in etree.tostring(rule, encoding="unicode"):
                out.append(f"<xsl:template name={quoteattr('a-' + rule.get('id'))}>")
                out += [*self._items(rule, {}), "</xsl:template>"]
        out += ['<xsl:template match="/"><o:all>', *body, "</o:all></xsl:template></xsl:stylesheet>"]
        return "\n".join(out)

    def _put(self, text: str, parameters: dict[str, str]) -> str:
        for name, value in parameters.items():
            text = re.sub(rf"\${re.escape(name)}(?![\w.-])", lambda _, v=value: v, text)
        return text

    def _variable(self, let: etree._Element, parameters: dict[str, str]) -> str:
        select = quoteattr(self._put(let.get("value"), parameters))
        return f"<xsl:variable name={quoteattr(let.get('name').strip())} select={select}/>"

    def _items(self, rule: etree._Element, parameters: dict[str, str]) -> list[str]:
        out = []
        for item in rule:
            if item.tag == f"{S}let":
                out.append(self._variable(item, parameters))
            elif item.tag == f"{S}extends":
                out.append(f"<xsl:call-template name={quoteattr('a-' + item.get('rule'))}/>")
            elif item.tag in (f"{S}assert", f"{S}report"):
                test = self._put(item.get("test"), parameters)
                wanted = quoteattr(test if item.tag == f"{S}report" else f"not({test})")
                shown = quoteattr(squeezed(test).replace("{", "{{").replace("}", "}}"))
                role = quoteattr(item.get("role", ""))
                out.append(f'<xsl:if test={wanted}><o:f test={shown} role={role} at="{{o:path(.)}}">')
                out.append(self._message(item, parameters))
                out.append("</o:f></xsl:if>")
        return out

    def _message(self, element: etree._Element, parameters: dict[str, str]) -> str:
        out = f"<xsl:text>{escape(element.text or '')}</xsl:text>"
        for child in element:
            if child.tag == f"{S}value-of":
                out += f"<xsl:value-of select={quoteattr(self._put(child.get('select'), parameters))}/>"
            elif child.tag == f"{S}name":
                out += f"<xsl:value-of select={quoteattr('name(' + (child.get('path') or '.') + ')')}/>"
            out += f"<xsl:text>{escape(child.tail or '')}</xsl:text>"
        return out


def complete_kit(kit: Path) -> None:
    """Give the unpacked kit what the judge cannot do alone: names in the case that rules use, evident substitutes."""
    header = kit / "schematrons/profils/structurationMinimale/include"
    published = etree.parse(str(kit / "jeuxDeValeurs/JDV_J07_XdsTypeCode_CISIS.xml"), PARSER)
    concepts = "".join(
        f"<concept code={quoteattr(c.get('code'))} codeSystem={quoteattr(c.get('codeSystem'))}/>"
        for c in published.iter(f"{SVS}Concept")
    )
    text = f"<valueSets><valueSet><conceptList>{concepts}</conceptList></valueSet></valueSets>"
    (header / "voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml").write_text(text, encoding="utf-8")
    for file in kit.rglob("*.sch"):
        for name in re.findall(r"jeuxDeValeurs/([\w.-]+\.xml)", file.read_text(encoding="utf-8", errors="replace")):
            wanted = kit / "jeuxDeValeurs" / name
            found = find_without_case(wanted) or find_without_case(wanted.with_name(name.replace("JDV_", "JDV_HL7_")))
            if found is not None and found.name != wanted.name:
                wanted.write_bytes(found.read_bytes())


class Oracle:
    """SaxonC with the style sheets of one kit, each compiled once."""

    def __init__(self, kit: Path) -> None:
        self.kit = kit
        self._saxon = PySaxonProcessor(license=False)
        self._sheets: dict[str, object] = {}

    def findings(self, schematron: str, document: bytes) -> list[OracleFinding] | None:
        """Give the findings of one schematron, sorted; `None` when the judge itself failed (dynamic error)."""
        try:
            source = self._saxon.parse_xml(xml_text=document.decode("utf-8-sig"))
            answer = self._sheet(schematron).transform_to_string(xdm_node=source)
        except PySaxonApiError:
            return None
        root = etree.fromstring(answer.encode(), PARSER)
        return sorted(
            OracleFinding(f.get("test"), f.get("role"), f.get("at"), squeezed("".join(f.itertext()))) for f in root
        )

    def _sheet(self, schematron: str):  # type: ignore[no-untyped-def]
        if schematron not in self._sheets:
            file = self.kit / schematron
            target = file.with_suffix(".oracle.xsl")
            target.write_text(Sheet(file).xslt(), encoding="utf-8")
            self._sheets[schematron] = self._saxon.new_xslt30_processor().compile_stylesheet(
                stylesheet_file=str(target)
            )
        return self._sheets[schematron]
