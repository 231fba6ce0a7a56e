"""A compiled schematron made ready to run, and its run over one document.

The source or byte code loaded here comes from `unit_code` only: the kit that carries it is checked before (see
`kit_image`). Running never raises for what a document holds: a rule that cannot be evaluated becomes a finding.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import CodeType

from liane.codecs.schematron import runtime, runtime_numbers
from liane.codecs.schematron.check_info import CheckInfo
from liane.codecs.schematron.dynamic_errors import DynamicError, MissingFile
from liane.codecs.schematron.regex_matching import compile_matcher, compile_rewriter
from liane.codecs.schematron.tree import Node, Tree

FINDINGS_MAX = 10_000
_Rule = Callable[[Node, Tree, list[tuple[int, Node, str]]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One check that failed on one element; `check` is `None` when the rule could not be evaluated."""

    check: CheckInfo | None
    node: Node
    message: str


@dataclass(slots=True, kw_only=True)
class UnitRun:
    """What one schematron says of one document.

    failures: by pattern, then document order, then order of checks. missing: files that a rule needed and that the rule
    set does not hold. is_cut: whether FINDINGS_MAX stopped the run.
    """

    failures: list[Failure] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    is_cut: bool = False


class Unit:
    """One schematron, ready to run."""

    def __init__(
        self,
        *,
        file: str,
        code: CodeType | str,
        constants: Mapping[str, tuple[object, ...]],
        checks: tuple[CheckInfo, ...],
        missing: tuple[str, ...],
    ) -> None:
        """Make the functions of a unit.

        code: what `unit_code.compile_unit` wrote, as source or compiled. constants: their descriptions.
        """
        self.file = file
        self.checks = checks
        self.missing = missing
        scope: dict[str, object] = {**_VISIBLE, **{name: _constant(value) for name, value in constants.items()}}
        exec(code, scope)  # noqa: S102 - our own compiler's output, see the head of this file
        self._select: Callable[[Tree], tuple[tuple[int, _Rule, tuple[Node, ...] | list[Node]], ...]]
        self._select = scope["select"]  # type: ignore[assignment]

    def run(self, tree: Tree) -> UnitRun:
        """Run every rule on the elements that its context selects: the first rule that matches, per pattern.

        Rule: ISO/IEC 19757-3 6.5; cda-validation.md §5.3 and §5.5.
        """
        run = UnitRun()
        try:
            selected = self._select(tree)
        except MissingFile as missing:
            run.missing.add(missing.path)
            return run
        placed: list[tuple[int, int, int, Failure]] = []
        taken: set[Node] = set()
        current = -1
        for pattern, rule, nodes in selected:
            if pattern != current:
                current = pattern
                taken = set()
            for node in nodes:
                if node not in taken:
                    taken.add(node)
                    self._fire(pattern, rule, node, tree, placed, run)
            if len(placed) > FINDINGS_MAX:
                run.is_cut = True
                break
        placed.sort(key=_place)
        run.failures = [failure for *_, failure in placed]
        return run

    def _fire(
        self,
        pattern: int,
        rule: _Rule,
        node: Node,
        tree: Tree,
        placed: list[tuple[int, int, int, Failure]],
        run: UnitRun,
    ) -> None:
        out: list[tuple[int, Node, str]] = []
        try:
            rule(node, tree, out)
        except MissingFile as missing:
            run.missing.add(missing.path)
        except DynamicError as error:
            placed.append((pattern, node.start, len(placed), Failure(check=None, node=node, message=error.reason)))
        for rank, where, message in out:
            failure = Failure(check=self.checks[rank], node=where, message=message)
            placed.append((pattern, node.start, len(placed), failure))


def _place(item: tuple[int, int, int, Failure]) -> tuple[int, int, int]:
    return item[:3]


def _visible(*modules: object) -> dict[str, object]:
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if not name.startswith("_") and (callable(value) or name == "E")
    }


_VISIBLE = {
    **_visible(runtime, runtime_numbers),
    "MissingFile": MissingFile,
    "DynamicError": DynamicError,
    "nan": math.nan,
    "inf": math.inf,
}


def _constant(description: tuple[object, ...]) -> object:
    kind, *parts = description
    match kind:
        case "set":
            return parts[0]
        case "table":
            return dict(parts[0])  # type: ignore[call-overload]
        case "translation":
            return _translation(str(parts[0]), str(parts[1]))
        case "matcher":
            return _late_matcher(str(parts[0]), str(parts[1]))
        case "rewriter":
            return compile_rewriter(str(parts[0]))
    raise ValueError(f"unknown constant {kind}")


def _translation(source: str, target: str) -> dict[int, int | None]:
    table: dict[int, int | None] = {}
    for rank, character in enumerate(source):
        table.setdefault(ord(character), ord(target[rank]) if rank < len(target) else None)
    return table


def _late_matcher(pattern: str, flags: str) -> Callable[[str], bool]:
    """Build the matcher at its first use: most patterns of a rule set serve no given document."""
    built: list[Callable[[str], bool]] = []

    def matches(text: str) -> bool:
        if not built:
            built.append(compile_matcher(pattern, flags))
        return built[0](text)

    return matches
