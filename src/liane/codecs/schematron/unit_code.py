"""Compile one schematron file to the source of one Python module, with its tables.

The module defines one function per abstract rule used, one per rule, and `select(d)`, which gives for each rule of each
pattern the elements that its context selects. Only literals enter the source, always as escaped constants.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from liane.codecs.schematron.check_info import CheckInfo
from liane.codecs.schematron.context_code import ContextCompiler
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.rule_code import RuleCompiler, global_variables
from liane.codecs.schematron.schema_model import Extends, Rule, Schema
from liane.codecs.schematron.typed_code import Constants, ValueFiles
from liane.codecs.schematron.xpath_parser import parse_xpath

XML_SCHEMA = "http://www.w3.org/2001/XMLSchema"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSource:
    """A compiled schematron as text and tables.

    source: Python. constants: name in the source to a description (`matcher`, `rewriter`, `translation`, `set`,
    `table`). checks: by rank. rules: number of rules. missing: includes that the rule set does not hold.
    """

    file: str
    source: str
    constants: Mapping[str, tuple[object, ...]]
    checks: tuple[CheckInfo, ...]
    rules: int
    missing: tuple[str, ...]


def compile_unit(schema: Schema, files: ValueFiles) -> UnitSource:
    """Compile one schematron file.

    Raises UnsupportedRule, naming file and expression, for anything outside the subset: nothing is skipped.
    Rule: cda-validation.md §5.1 and §5.3; ISO/IEC 19757-3 6.5 (first rule that matches, per pattern).
    """
    return _UnitCompiler(schema, files).compile()


class _UnitCompiler:
    """Work of compiling one schema."""

    def __init__(self, schema: Schema, files: ValueFiles) -> None:
        self._schema = schema
        self._constants = Constants(files=files)
        namespaces = {**schema.namespaces, "xs": XML_SCHEMA}
        variables = global_variables(schema.lets, namespaces, schema.file)
        self._namespaces = namespaces
        self._rules = RuleCompiler(namespaces, variables, self._constants)
        self._contexts = ContextCompiler(namespaces, variables, self._constants)

    def compile(self) -> UnitSource:
        self._compile_abstract_rules()
        selected: list[str] = []
        count = 0
        for rank, pattern in enumerate(self._schema.patterns):
            for rule in pattern.rules:
                name = f"r{count}"
                selected.append(f"({rank}, {name}, {self._context(rule)}),")
                self._rules.add(name, rule, self._abstract_names)
                count += 1
        lines = [*self._contexts.predicates, *self._rules.lines, "def select(d):"]
        lines += ["    " + line for line in self._contexts.lines]
        lines += ["    return (", *("        " + line for line in selected), "    )"]
        return UnitSource(
            file=self._schema.file,
            source="\n".join(lines) + "\n",
            constants=dict(self._constants.described),
            checks=tuple(self._rules.checks),
            rules=count,
            missing=self._schema.missing,
        )

    def _compile_abstract_rules(self) -> None:
        used = self._abstract_rules_used()
        self._abstract_names = {rule_id: f"a{index}" for index, rule_id in enumerate(used)}
        for rule_id, name in self._abstract_names.items():
            self._rules.add(name, self._schema.abstract_rules[rule_id], self._abstract_names)

    def _abstract_rules_used(self) -> list[str]:
        """Give the abstract rules that a rule extends, directly or not; refuse circles."""
        used: dict[str, None] = {}
        waiting = [rule for pattern in self._schema.patterns for rule in pattern.rules]
        while waiting:
            rule = waiting.pop()
            for item in rule.items:
                if isinstance(item, Extends) and item.rule_id not in used:
                    if item.rule_id not in self._schema.abstract_rules:
                        raise UnsupportedRule("règle abstraite absente", text=item.rule_id, file=rule.file)
                    used[item.rule_id] = None
                    waiting.append(self._schema.abstract_rules[item.rule_id])
        self._refuse_circles(used)
        return list(used)

    def _refuse_circles(self, used: Mapping[str, None]) -> None:
        above = {
            rule_id: {item.rule_id for item in self._schema.abstract_rules[rule_id].items if isinstance(item, Extends)}
            for rule_id in used
        }
        while above:
            free = [rule_id for rule_id, parents in above.items() if not parents & above.keys()]
            if not free:
                raise UnsupportedRule("règles abstraites en boucle", text=next(iter(above)), file=self._schema.file)
            for rule_id in free:
                del above[rule_id]

    def _context(self, rule: Rule) -> str:
        try:
            return self._contexts.add(parse_xpath(rule.context, self._namespaces))
        except UnsupportedRule as refusal:
            raise UnsupportedRule(refusal.reason, text=rule.context, file=rule.file) from None
