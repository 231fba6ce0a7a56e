"""Read a schematron file: paste its includes, expand its abstract patterns, keep the patterns of its default phase.

Follows ISO/IEC 19757-3 with the query binding ``xslt2``, and its reference implementation where the text is silent:
rules of an ``extends`` are found anywhere in the file; a phase named by ``defaultPhase`` decides which patterns run;
the variables of a pattern are seen by every pattern of the file.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.schema_model import (
    Check,
    Extends,
    Let,
    MessagePart,
    Pattern,
    Rule,
    RuleItem,
    Schema,
    ValueOf,
)
from liane.codecs.schematron.sources import RuleSources, folder_of

NAMESPACE = "http://purl.oclc.org/dsdl/schematron"
INCLUDES_MAX = 5_000
_S = f"{{{NAMESPACE}}}"
_PLAIN_TEXT_ELEMENTS = frozenset({f"{_S}emph", f"{_S}dir", f"{_S}span"})
_IGNORED = frozenset({f"{_S}{name}" for name in ("title", "p", "ns", "phase", "diagnostics")})
_QUERY_BINDINGS = frozenset({"xslt2", "xslt3"})


def read_schema(sources: RuleSources, file: str) -> Schema:
    """Read one schematron file of a rule set.

    file: its path, as spelled in the rule set.
    Raises UnsupportedRule for a construct that the compiler does not read, or a file that is not XML.
    Rule: ISO/IEC 19757-3 (schematron), clauses 5 and 6; cda-validation.md §5-§6.
    """
    return _Reader(sources, file).read()


class _Reader:
    """Work of reading one schema: counts includes, remembers which are missing."""

    def __init__(self, sources: RuleSources, file: str) -> None:
        self._sources = sources
        self._file = file
        self._missing: list[str] = []
        self._included = 0

    def read(self) -> Schema:
        root = self._sources.parse(self._file)
        if root.tag != f"{_S}schema":
            raise self._refuse("ce fichier n'est pas un schématron ISO", str(root.tag))
        if root.get("queryBinding", "xslt2") not in _QUERY_BINDINGS:
            raise self._refuse("langage de requête inconnu", root.get("queryBinding", ""))
        self._paste_includes(root, self._file, ())
        elements = list(root.iter(f"{_S}pattern"))
        abstract = {element.get("id", ""): element for element in elements if element.get("abstract") == "true"}
        active = self._active_patterns(root)
        patterns = []
        lets = [self._let(element, {}) for element in root.findall(f"{_S}let")]
        for element in elements:
            if element.get("abstract") != "true" and (active is None or element.get("id") in active):
                pattern, pattern_lets = self._pattern(element, abstract)
                patterns.append(pattern)
                lets.extend(pattern_lets)
        return Schema(
            file=self._file,
            namespaces={element.get("prefix", ""): element.get("uri", "") for element in root.iter(f"{_S}ns")},
            lets=tuple(lets),
            patterns=tuple(pattern for pattern in patterns if pattern.rules),
            abstract_rules=self._abstract_rules(elements),
            missing=tuple(self._missing),
        )

    def _refuse(self, reason: str, text: str = "") -> UnsupportedRule:
        return UnsupportedRule(reason, text=text, file=self._file)

    # -- includes ----------------------------------------------------------------------------------------------------

    def _paste_includes(self, element: etree._Element, file: str, chain: tuple[str, ...]) -> None:
        for include in list(element.iter(f"{_S}include")):
            href = include.get("href", "")
            wanted = self._sources.resolve(folder_of(file), href)
            found = self._sources.find(wanted)
            parent = include.getparent()
            if parent is None:
                raise self._refuse("inclusion à la racine", href)
            self._included += 1
            if found is None:
                self._missing.append(wanted)
                _remove_keeping_tail(parent, include)
                continue
            if found in chain or self._included > INCLUDES_MAX:
                raise self._refuse("inclusions en boucle ou trop nombreuses", href)
            pasted = self._sources.parse(found)
            pasted.set("file", found)
            self._paste_includes(pasted, found, (*chain, found))
            pasted.tail = include.tail
            parent.replace(include, pasted)

    # -- phases and patterns -----------------------------------------------------------------------------------------

    def _active_patterns(self, root: etree._Element) -> frozenset[str | None] | None:
        phase_id = root.get("defaultPhase")
        if phase_id in (None, "#ALL"):
            return None
        for phase in root.iter(f"{_S}phase"):
            if phase.get("id") == phase_id:
                if phase.find(f"{_S}let") is not None:
                    raise self._refuse("variable dans une phase", str(phase_id))
                return frozenset(active.get("pattern") for active in phase.iter(f"{_S}active"))
        raise self._refuse("phase par défaut absente", str(phase_id))

    def _pattern(self, element: etree._Element, abstract: Mapping[str, etree._Element]) -> tuple[Pattern, list[Let]]:
        model, parameters = element, {}
        if element.get("is-a") is not None:
            name = element.get("is-a", "")
            if name not in abstract:
                if self._missing:
                    return Pattern(pattern_id=element.get("id", ""), rules=()), []
                raise self._refuse("motif abstrait absent", name)
            model = abstract[name]
            parameters = {param.get("name", ""): param.get("value", "") for param in element.iter(f"{_S}param")}
        rules = (child for child in model.findall(f"{_S}rule") if child.get("abstract") != "true")
        pattern = Pattern(
            pattern_id=element.get("id", ""), rules=tuple(self._rule(child, parameters) for child in rules)
        )
        return pattern, [self._let(child, parameters) for child in model.findall(f"{_S}let")]

    def _abstract_rules(self, patterns: list[etree._Element]) -> dict[str, Rule]:
        rules = (rule for pattern in patterns for rule in pattern.findall(f"{_S}rule"))
        return {rule.get("id", ""): self._rule(rule, {}) for rule in rules if rule.get("abstract") == "true"}

    # -- rules -------------------------------------------------------------------------------------------------------

    def _rule(self, element: etree._Element, parameters: Mapping[str, str]) -> Rule:
        return Rule(
            context=_substitute(element.get("context", ""), parameters),
            rule_id=element.get("id", ""),
            is_abstract=element.get("abstract") == "true",
            items=tuple(self._rule_items(element, parameters)),
            file=_file_of(element) or self._file,
        )

    def _rule_items(self, element: etree._Element, parameters: Mapping[str, str]) -> Iterator[RuleItem]:
        for child in element:
            if child.tag == f"{_S}let":
                yield self._let(child, parameters)
            elif child.tag in (f"{_S}assert", f"{_S}report"):
                yield Check(
                    is_report=child.tag == f"{_S}report",
                    test=_substitute(child.get("test", ""), parameters),
                    role=child.get("role", ""),
                    message=tuple(self._message(child, parameters)),
                )
            elif child.tag == f"{_S}extends":
                yield Extends(rule_id=child.get("rule", ""))
            elif isinstance(child.tag, str) and child.tag not in _IGNORED:
                raise self._refuse("élément inattendu dans une règle", child.tag)

    def _let(self, element: etree._Element, parameters: Mapping[str, str]) -> Let:
        value = element.get("value")
        if value is None:
            raise self._refuse("variable sans attribut « value »", element.get("name", ""))
        return Let(name=element.get("name", "").strip(), value=_substitute(value, parameters))

    def _message(self, element: etree._Element, parameters: Mapping[str, str]) -> Iterator[MessagePart]:
        if element.text:
            yield element.text
        for child in element:
            if child.tag == f"{_S}value-of":
                yield ValueOf(select=_substitute(child.get("select", ""), parameters))
            elif child.tag == f"{_S}name":
                yield ValueOf(select=_substitute(child.get("path", "."), parameters), is_name=True)
            elif child.tag in _PLAIN_TEXT_ELEMENTS:
                yield from self._message(child, parameters)
            elif isinstance(child.tag, str):
                raise self._refuse("élément inattendu dans un message", child.tag)
            if child.tail:
                yield child.tail


def _file_of(element: etree._Element) -> str | None:
    while element is not None:
        if element.get("file"):
            return element.get("file")
        element = element.getparent()  # type: ignore[assignment]
    return None


def _remove_keeping_tail(parent: etree._Element, child: etree._Element) -> None:
    previous = child.getprevious()
    tail = child.tail or ""
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(child)


def _substitute(text: str, parameters: Mapping[str, str]) -> str:
    for name, value in parameters.items():
        text = re.sub(rf"\${re.escape(name)}(?![\w.\-])", lambda _, value=value: value, text)  # type: ignore[misc]
    return text
