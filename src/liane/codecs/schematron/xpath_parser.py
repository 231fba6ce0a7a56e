"""Parse the XPath 2.0 subset of the national rule sets into a tree; refuse everything else.

One method per level of precedence, as the grammar of XPath 2.0 (appendix A.1) writes them. Prefixes are resolved here,
with the declarations of the file that holds the expression: a rule set may bind one prefix to two names.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.xpath_ast import (
    Arithmetic,
    AxisStep,
    Castable,
    Comparison,
    Conditional,
    ContextItem,
    Expression,
    FilterStep,
    ForEach,
    FunctionCall,
    Literal,
    Logical,
    Negation,
    NodeSet,
    NodeTest,
    Path,
    Quantified,
    Sequence,
    Step,
    VariableReference,
)
from liane.codecs.schematron.xpath_lexer import Token, TokenKind, tokenize

DEPTH_MAX = 40
CHAIN_MAX = 100
AXES = frozenset(
    {
        "child",
        "attribute",
        "descendant",
        "descendant-or-self",
        "self",
        "parent",
        "following-sibling",
        "preceding-sibling",
    }
)
_VALUE_COMPARISONS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_GENERAL_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_KIND_TESTS = frozenset({"text", "node"})
_UNREAD_FUNCTIONS = frozenset({"comment", "processing-instruction", "element", "attribute", "document-node", "item"})
_DESCENDANT_OR_SELF = AxisStep(axis="descendant-or-self", test=NodeTest(kind="node"))


def parse_xpath(text: str, namespaces: Mapping[str, str]) -> Expression:
    """Read one expression.

    namespaces: prefix to URI, as declared for the file of the expression.
    Raises UnsupportedRule for a syntax error, an undeclared prefix or a construct outside the subset.
    Rule: cda-validation.md §1 (constructs in use), §5 (fail closed).
    """
    return _Parser(text, namespaces).parse()


class _Parser:
    """Recursive descent over the tokens of one expression, with a bounded depth."""

    def __init__(self, text: str, namespaces: Mapping[str, str]) -> None:
        self._text = text
        self._namespaces = namespaces
        self._tokens = tokenize(text)
        self._next = 0
        self._depth = 0

    def parse(self) -> Expression:
        expression = self._sequence()
        if self._peek().kind is not TokenKind.END:
            raise self._refuse(f"« {self._peek().text} » inattendu en position {self._peek().position}")
        return expression

    # -- tokens ------------------------------------------------------------------------------------------------------

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._next + ahead, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._peek()
        self._next += 1
        return token

    def _at_symbol(self, *symbols: str) -> bool:
        token = self._peek()
        return token.kind is TokenKind.SYMBOL and token.text in symbols

    def _at_word(self, *words: str) -> bool:
        token = self._peek()
        return token.kind is TokenKind.NAME and token.text in words

    def _skip_symbol(self, symbol: str) -> bool:
        if self._at_symbol(symbol):
            self._next += 1
            return True
        return False

    def _expect_symbol(self, symbol: str) -> None:
        if not self._skip_symbol(symbol):
            raise self._refuse(f"« {symbol} » attendu en position {self._peek().position}")

    def _expect_word(self, word: str) -> None:
        if not self._at_word(word):
            raise self._refuse(f"« {word} » attendu en position {self._peek().position}")
        self._next += 1

    def _refuse(self, reason: str) -> UnsupportedRule:
        return UnsupportedRule(reason, text=self._text)

    # -- operators, from the loosest to the tightest -----------------------------------------------------------------

    def _sequence(self) -> Expression:
        items = [self._single()]
        while self._skip_symbol(","):
            items.append(self._single())
        return items[0] if len(items) == 1 else Sequence(items=tuple(items))

    def _single(self) -> Expression:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise self._refuse("expression trop profonde")
        try:
            return self._keyword_expression() or self._logical("or", lambda: self._logical("and", self._comparison))
        finally:
            self._depth -= 1

    def _keyword_expression(self) -> Expression | None:
        follower = self._peek(1)
        if self._at_word("if") and follower.kind is TokenKind.SYMBOL and follower.text == "(":
            return self._conditional()
        if self._at_word("for", "some", "every") and follower.kind is TokenKind.VARIABLE:
            return self._binding()
        return None

    def _conditional(self) -> Expression:
        self._take()
        self._expect_symbol("(")
        test = self._sequence()
        self._expect_symbol(")")
        self._expect_word("then")
        yes = self._single()
        self._expect_word("else")
        return Conditional(test=test, yes=yes, no=self._single())

    def _binding(self) -> Expression:
        keyword = self._take().text
        variable = self._take().text
        self._expect_word("in")
        source = self._single()
        if self._at_symbol(","):
            raise self._refuse(f"plusieurs variables dans « {keyword} »")
        if keyword == "for":
            self._expect_word("return")
            return ForEach(variable=variable, source=source, result=self._single())
        self._expect_word("satisfies")
        return Quantified(quantifier=keyword, variable=variable, source=source, condition=self._single())

    def _logical(self, operator: str, tighter: Callable[[], Expression]) -> Expression:
        operands = [tighter()]
        while self._at_word(operator):
            self._take()
            operands.append(tighter())
        return operands[0] if len(operands) == 1 else Logical(operator=operator, operands=tuple(operands))

    def _comparison(self) -> Expression:
        left = self._additive()
        token = self._peek()
        if token.kind is TokenKind.SYMBOL and token.text in _GENERAL_COMPARISONS:
            self._take()
            return Comparison(operator=token.text, left=left, right=self._additive(), is_general=True)
        if token.kind is TokenKind.NAME and token.text in _VALUE_COMPARISONS:
            self._take()
            operator = _VALUE_COMPARISONS[token.text]
            return Comparison(operator=operator, left=left, right=self._additive(), is_general=False)
        return left

    def _additive(self) -> Expression:
        left = self._multiplicative()
        for _ in self._chain(lambda: self._at_symbol("+", "-")):
            operator = self._take().text
            left = Arithmetic(operator=operator, left=left, right=self._multiplicative())
        return left

    def _multiplicative(self) -> Expression:
        left = self._union()
        for _ in self._chain(lambda: self._at_symbol("*") or self._at_word("div", "idiv", "mod")):
            operator = self._take().text
            left = Arithmetic(operator=operator, left=left, right=self._union())
        return left

    def _union(self) -> Expression:
        left = self._except()
        for _ in self._chain(lambda: self._at_symbol("|") or self._at_word("union")):
            self._take()
            left = NodeSet(operator="union", left=left, right=self._except())
        return left

    def _except(self) -> Expression:
        left = self._castable()
        for _ in self._chain(lambda: self._at_word("except")):
            self._take()
            left = NodeSet(operator="except", left=left, right=self._castable())
        return left

    def _chain(self, goes_on: Callable[[], bool]) -> Iterator[int]:
        """Count the operators of one level: each makes the tree one deeper."""
        for rank in range(CHAIN_MAX):
            if not goes_on():
                return
            yield rank
        raise self._refuse("trop d'opérateurs à la suite")

    def _castable(self) -> Expression:
        operand = self._unary()
        if not self._at_word("castable"):
            return operand
        self._take()
        self._expect_word("as")
        name = self._take()
        if name.kind is not TokenKind.NAME or not name.text.startswith("xs:"):
            raise self._refuse("type inconnu après « castable as »")
        allows_empty = self._skip_symbol("?")
        return Castable(operand=operand, type_name=name.text[3:], allows_empty=allows_empty)

    def _unary(self) -> Expression:
        is_negated = False
        while self._at_symbol("-", "+"):
            is_negated ^= self._take().text == "-"
        operand = self._path()
        return Negation(operand=operand) if is_negated else operand

    # -- paths -------------------------------------------------------------------------------------------------------

    def _path(self) -> Expression:
        if self._skip_symbol("//"):
            return Path(is_absolute=True, steps=(_DESCENDANT_OR_SELF, *self._relative()))
        if self._skip_symbol("/"):
            return Path(is_absolute=True, steps=self._relative() if self._starts_step() else ())
        steps = self._relative()
        if len(steps) == 1 and isinstance(steps[0], FilterStep):
            only = steps[0]
            return only.primary if not only.predicates else only
        return Path(is_absolute=False, steps=steps)

    def _starts_step(self) -> bool:
        token = self._peek()
        if token.kind is TokenKind.SYMBOL:
            return token.text in {"*", "@", ".", "..", "("}
        return token.kind is not TokenKind.END

    def _relative(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while self._at_symbol("/", "//"):
            if self._take().text == "//":
                steps.append(_DESCENDANT_OR_SELF)
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        token = self._peek()
        if token.kind is TokenKind.SYMBOL and token.text == "..":
            self._take()
            return AxisStep(axis="parent", test=NodeTest(kind="node"), predicates=self._predicates())
        if token.kind is TokenKind.SYMBOL and token.text in {"@", "*"}:
            return self._axis_step("attribute" if self._skip_symbol("@") else "child")
        if token.kind is TokenKind.NAME:
            return self._named_step(token)
        return FilterStep(primary=self._primary(), predicates=self._predicates())

    def _named_step(self, token: Token) -> Step:
        follower = self._peek(1)
        if follower.kind is TokenKind.SYMBOL and follower.text == "::":
            if token.text not in AXES:
                raise self._refuse(f"axe « {token.text} » non pris en charge")
            self._next += 2
            return self._axis_step(token.text)
        is_call = follower.kind is TokenKind.SYMBOL and follower.text == "("
        if is_call and token.text not in _KIND_TESTS:
            return FilterStep(primary=self._function_call(), predicates=self._predicates())
        return self._axis_step("child")

    def _axis_step(self, axis: str) -> AxisStep:
        test = self._node_test(is_attribute=axis == "attribute")
        return AxisStep(axis=axis, test=test, predicates=self._predicates())

    def _node_test(self, *, is_attribute: bool) -> NodeTest:
        token = self._take()
        if token.kind is TokenKind.SYMBOL and token.text == "*":
            return NodeTest(kind="name")
        if token.kind is not TokenKind.NAME:
            raise self._refuse(f"nom attendu en position {token.position}")
        if token.text in _KIND_TESTS and self._at_symbol("("):
            self._expect_symbol("(")
            self._expect_symbol(")")
            return NodeTest(kind=token.text)
        prefix, colon, local = token.text.rpartition(":")
        if not colon:
            return NodeTest(kind="name", namespace="", local=local)
        namespace = None if prefix == "*" else self._namespace(prefix)
        return NodeTest(kind="name", namespace=namespace, local=None if local == "*" else local)

    def _namespace(self, prefix: str) -> str:
        if prefix not in self._namespaces:
            raise self._refuse(f"préfixe « {prefix} » non déclaré")
        return self._namespaces[prefix]

    def _predicates(self) -> tuple[Expression, ...]:
        predicates = []
        while self._skip_symbol("["):
            predicates.append(self._sequence())
            self._expect_symbol("]")
        return tuple(predicates)

    # -- primaries ---------------------------------------------------------------------------------------------------

    def _primary(self) -> Expression:
        token = self._take()
        literals: dict[TokenKind, Callable[[str], str | int | Decimal | float]] = {
            TokenKind.STRING: str,
            TokenKind.INTEGER: int,
            TokenKind.DECIMAL: Decimal,
            TokenKind.DOUBLE: float,
        }
        if token.kind in literals:
            return Literal(value=literals[token.kind](token.text))
        if token.kind is TokenKind.VARIABLE:
            return VariableReference(name=token.text)
        if token.kind is TokenKind.SYMBOL and token.text == ".":
            return ContextItem()
        if token.kind is TokenKind.SYMBOL and token.text == "(":
            if self._skip_symbol(")"):
                return Sequence(items=())
            inside = self._sequence()
            self._expect_symbol(")")
            return inside
        raise self._refuse(f"« {token.text} » inattendu en position {token.position}")

    def _function_call(self) -> Expression:
        name = self._take().text
        if name in _UNREAD_FUNCTIONS:
            raise self._refuse(f"test de nœud « {name}() » non pris en charge")
        self._expect_symbol("(")
        arguments: list[Expression] = []
        while not self._skip_symbol(")"):
            if arguments:
                self._expect_symbol(",")
            arguments.append(self._single())
        return FunctionCall(name=name, arguments=tuple(arguments))
