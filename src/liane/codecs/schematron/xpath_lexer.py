"""Cut an XPath 2.0 expression into tokens; names, strings, numbers, symbols; no meaning yet.

Whether ``*`` multiplies and whether ``and`` is an operator depends on what stands before: the lexer settles the first,
the parser the second.
"""

import re
from dataclasses import dataclass
from enum import Enum

from liane.codecs.schematron.refusal import UnsupportedRule

EXPRESSION_CHARS_MAX = 20_000


class TokenKind(Enum):
    """What a token is."""

    NAME = "name"
    VARIABLE = "variable"
    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DOUBLE = "double"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``text`` is unquoted for strings and without ``$`` for variables; ``*:x`` and ``p:*`` are names."""

    kind: TokenKind
    text: str
    position: int


_NCNAME = r"[^\W\d][\w.\-]*"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<string>"(?:[^"]|"")*"|'(?:[^']|'')*')
  | (?P<double>(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+)
  | (?P<decimal>\d+\.\d*|\.\d+)
  | (?P<integer>\d+)
  | \$\s*(?P<variable>{_NCNAME}(?::{_NCNAME})?)
  | (?P<name>\*:{_NCNAME}|{_NCNAME}:(?!:)(?:\*|{_NCNAME})|{_NCNAME})
  | (?P<symbol>//|::|\.\.|!=|<=|>=|<<|>>|[/()\[\]@,.|=<>+\-*?])
    """,
    re.VERBOSE,
)
_KINDS = {
    "string": TokenKind.STRING,
    "double": TokenKind.DOUBLE,
    "decimal": TokenKind.DECIMAL,
    "integer": TokenKind.INTEGER,
    "variable": TokenKind.VARIABLE,
    "name": TokenKind.NAME,
    "symbol": TokenKind.SYMBOL,
}


def tokenize(text: str) -> list[Token]:
    """Cut an expression into tokens, ending with one ``END``.

    Raises UnsupportedRule for a character that starts no token, an open comment, or a text over the limit.
    """
    if len(text) > EXPRESSION_CHARS_MAX:
        raise UnsupportedRule("expression trop longue", text=text)
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        if text.startswith("(:", position):
            position = _after_comment(text, position)
            continue
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise UnsupportedRule(f"caractère inattendu en position {position}", text=text)
        if match.lastgroup != "space":
            tokens.append(_token(match.lastgroup, match[match.lastgroup], position))
        position = match.end()
    tokens.append(Token(TokenKind.END, "", position))
    return tokens


def _token(group: str, value: str, position: int) -> Token:
    if group == "string":
        quote = value[0]
        value = value[1:-1].replace(quote * 2, quote)
    return Token(_KINDS[group], value, position)


def _after_comment(text: str, position: int) -> int:
    depth = 0
    while position < len(text):
        if text.startswith("(:", position):
            depth += 1
            position += 2
        elif text.startswith(":)", position):
            depth -= 1
            position += 2
            if depth == 0:
                return position
        else:
            position += 1
    raise UnsupportedRule("commentaire jamais fermé", text=text)
