"""Collect every finding code of the product into docs/errors.md; ``--check`` only compares.

The code is read, not run: each call that carries a finding code is matched with the parameters of the function it calls
(``code``, ``location``, ``message``, ``remedy``, ``severity``), wherever that function is defined.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from liane.codecs.hl7v2.codes import Condition, HL7Code, find_condition
from liane.domain.errors import Severity
from liane.domain.remedies import load_remedies

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "liane"
TARGET = ROOT / "docs" / "errors.md"
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}-\d{3}")
TEXTS_MAX = 3
DEPTH_MAX = 6

HEAD = """# Errors

Made by `python tools/make_errors.py` from the code; a test compares the two. One line per finding code: the code is
stable and never reused, and it stands in the acknowledgement (ERR-5), in the pages, in the API and in the JSON of the
commands. Texts are those that a person reads; `…` stands for what depends on the case. Warning and info never refuse.

"""

SECTIONS: dict[str, tuple[str, str]] = {
    "ACC": ("Fresh proofs and reasons", "API: 401 with WWW-Authenticate (RFC 9470), 403, 422, 429, 502; pages: a page"),
    "MLLP": ("Frames of the MLLP door", "the answer is said in each line; the bytes are kept for inspection"),
    "HL7": ("HL7 v2 message", "errors answer AE with the ERR-3 code given (hl7v2.md §2.1)"),
    "XML": ("XML of a document or of a SOAP answer", "in a request: AE, ERR-3 207, ERR-5 the code"),
    "CDA": (
        "CDA document",
        "CDA-001 to CDA-008 in a request: AE, ERR-3 207, ERR-5 the code; the others are part of the verdict",
    ),
    "COH": ("Message and document agree", "errors answer AE, ERR-3 207, ERR-5 the code"),
    "DEC": ("Decisions", "errors answer AE, ERR-3 207, ERR-5 the code"),
    "STO": ("Store", "AR, ERR-3 207, ERR-5 the code: the emitter keeps its message and sends it again"),
    "KIT": ("Validation kit and verdicts", "none; part of the verdict, or of the import of a kit"),
    "XDS": ("Fiches, lots and DMP transactions", "none; a delivery is parked with the code"),
    "XAD": ("Signature of a lot (XAdES), as the simulated DMP and the tests verify it", "none"),
    "SIG": ("XML signatures and keys", "none; a wrong key stops the start or parks the delivery"),
    "VIHF": ("VIHF, as the simulated DMP and the tests verify it", "none"),
    "SOAP": ("SOAP answers of the DMP", "none; the delivery is tried again or asked"),
    "MTOM": ("MIME parts of the DMP's answers", "none; the delivery is tried again or asked"),
    "XDM": ("IHE_XDM archives", "none; the archive is not integrated"),
    "IDV": ("Traits and identity checks", "none; an anomaly of the registry"),
    "INSI": ("INSi teleservice", "none; the question is tried again or shown"),
    "INSD": ("INSi at the desk and in lots", "none; shown to the person who asked"),
    "PAM": ("Movements of a stay", "none; an anomaly of the registry"),
    "RID": ("Registry of identities", "none; a person decides"),
    "DTM": ("Datamatrix INS and pictures of codes", "none; what was scanned is not taken"),
    "MSS": ("MSSanté mails", "none; a mail that breaks a rule is not sent, one that cannot be read is set aside"),
    "LPS": ("Hand-over of a received document to a record system (MDM)", "AE, ERR-5 the code"),
    "OUT": ("Documents handed over by a folder or by FHIR, read by who takes them", "a refusal of the application"),
    "INT": ("Files that come in, and what is decided of them", "none; problem+json for an upload; the bytes are kept"),
    "BIO": ("Biology results read from reports", "none; the results are not put in tables, the report stays readable"),
    "PSC": ("Answers of Pro Santé Connect", "none; nobody is let in, the page says that the connexion failed"),
    "SGN": ("Sign-in and rescue accounts", "none; shown to the person who signs in, or to who makes the account"),
    "CTX": ("Calls in context", "problem+json (422) for a call; a page (403) for an address that does not open"),
    "DIR": ("Annuaire Santé", "none; the local copy keeps what it had, the page says why the load stopped"),
    "ANN": ("Documents held until their announcement", "none; shown to the person who acts"),
    "RGT": ("Rights of patients", "none; shown to the person who records them"),
    "DMP": (
        "Consultation of the DMP: refused before anything leaves",
        "none; shown to the reader; 403 or 422 by the API",
    ),
    "FHIR": ("FHIR façade of the DMP", "OperationOutcome, 400 or 405"),
    "CLI": ("Command line", "none"),
}
MLLP_ANSWERS = {"MLLP-001": "no answer", "MLLP-002": "AE, ERR-3 207", "MLLP-003": "AR, ERR-3 207"}
CHOSEN_BY_SEVERITY = {"COH-006": Severity.ERROR, "COH-007": Severity.WARNING}
"""Codes that the code itself chooses by the severity of a trait: nothing to read in the call."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class Entry:
    """What the code says of one finding."""

    severities: set[str] = field(default_factory=set)
    messages: dict[str, None] = field(default_factory=dict)
    remedies: dict[str, None] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    def merge(self, other: "Entry") -> None:
        """Add what another call says of the same code."""
        self.severities |= other.severities
        self.messages |= other.messages
        self.remedies |= other.remedies
        self.places |= other.places


@dataclass(slots=True)
class Sources:
    """Every module of the product, parsed: functions by name, text constants by module."""

    trees: dict[Path, ast.Module] = field(default_factory=dict)
    functions: dict[str, list[tuple[Path, Function]]] = field(default_factory=lambda: defaultdict(list))
    constants: dict[Path, dict[str, ast.expr]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def load(cls) -> "Sources":
        """Parse them all."""
        sources = cls()
        for path in sorted(SOURCES.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            sources.trees[path] = tree
            for node in ast.walk(tree):
                if isinstance(node, Function):
                    sources.functions[node.name].append((path, node))
            for statement in tree.body:
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                    sources.constants[path][statement.targets[0].id] = statement.value
        return sources

    def parameters(self, call: ast.Call, path: Path) -> Sequence[str]:
        """Names of the positional parameters of what is called, ``self`` apart; the nearest definition wins."""
        found = self.functions.get(_called_name(call), [])
        own = [function for place, function in found if place == path] or [
            function for place, function in found if _takes_code(function)
        ]
        if not own:
            own = [function for _, function in found]
        return [one.arg for one in own[0].args.args if one.arg not in ("self", "cls")] if own else ()


def _takes_code(function: Function) -> bool:
    return any(one.arg in ("code", "message") for one in function.args.args)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: its module, and what the names of its function may hold.

    given: name → (parameter of the function, position in it when it was unpacked). code: what ``code`` is, when known.
    """

    sources: Sources
    path: Path
    local: dict[str, list[ast.expr]] = field(default_factory=dict)
    given: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    code: str = ""

    @classmethod
    def of(cls, sources: Sources, path: Path, function: Function | None) -> "Scope":
        """Read the bindings of a function: its parameters, its assignments, its loops over written tuples."""
        scope = cls(sources, path)
        if function is None:
            return scope
        scope.given.update({one.arg: (one.arg, None) for one in (*function.args.args, *function.args.kwonlyargs)})
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    scope.local.setdefault(name, []).append(value)
                case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Name(id=source)) if source in scope.given:
                    for rank, one in enumerate(names):
                        if isinstance(one, ast.Name):
                            scope.given[one.id] = (source, rank)
                case (
                    ast.For(target=ast.Tuple(elts=names), iter=rows)
                    | ast.comprehension(target=ast.Tuple(elts=names), iter=rows)
                ):
                    scope._bind_rows(names, rows)
        return scope

    def _bind_rows(self, names: list[ast.expr], rows: ast.expr) -> None:
        if isinstance(rows, ast.Name):
            rows = (self.local.get(rows.id) or [rows])[0]
        if not isinstance(rows, ast.Tuple | ast.List):
            return
        for row in rows.elts:
            if isinstance(row, ast.Tuple):
                for name, value in zip(names, row.elts, strict=False):
                    if isinstance(name, ast.Name):
                        self.local.setdefault(name.id, []).append(value)

    def texts(self, node: ast.expr | None, depth: int = 0) -> list[str]:
        """The texts that an expression may give; what depends on the case is ``…``."""
        if depth > DEPTH_MAX:
            return []
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=values):
                parts = [one.value if isinstance(one, ast.Constant) else "…" for one in values]
                return ["".join(str(part) for part in parts)]
            case ast.IfExp():
                return [text for branch in self.branches(node) for text in self.texts(branch, depth + 1)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                firsts, seconds = self.texts(left, depth + 1) or ["…"], self.texts(right, depth + 1) or ["…"]
                return [first + second for first in firsts for second in seconds]
            case ast.Name(id=name):
                held = self.local.get(name) or [
                    value for value in [self.sources.constants[self.path].get(name)] if value is not None
                ]
                return [text for value in held for text in self.texts(value, depth + 1)]
        return []

    def branches(self, node: ast.expr) -> list[ast.expr]:
        """The expressions that a conditional may give; one alone when its test is on a code that is known."""
        match node:
            case ast.IfExp(
                test=ast.Compare(
                    left=ast.Name(id="code"), ops=[operator], comparators=[ast.Constant(value=str(value))]
                ),
                body=body,
                orelse=orelse,
            ) if self.code:
                is_so = (self.code == value) is isinstance(operator, ast.Eq)
                return self.branches(body if is_so else orelse)
            case ast.IfExp(body=body, orelse=orelse):
                return self.branches(body) + self.branches(orelse)
        return [node]

    def codes(self, node: ast.expr) -> list[str]:
        """The finding codes that an argument carries."""
        match node:
            case ast.Attribute(value=ast.Name(id="HL7Code"), attr=name) if name in HL7Code.__members__:
                return [HL7Code[name].code]
        return [text for text in self.texts(node) if CODE.fullmatch(text)]


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding that a function tells under a code that it is given: by which parameter, at which position of it."""

    parameter: str
    position: int | None
    scope: Scope
    call: ast.Call
    given: dict[str, ast.expr]


@dataclass(slots=True)
class Collection:
    """Reads every call that carries a code."""

    sources: Sources
    entries: dict[str, Entry] = field(default_factory=lambda: defaultdict(Entry))
    tellings: dict[tuple[Path, str], list[Telling]] = field(default_factory=lambda: defaultdict(list))

    def run(self) -> dict[str, Entry]:
        """Read all: first what functions tell under a code given to them, then every code."""
        calls = [found for path, tree in self.sources.trees.items() for found in self._find_calls(path, tree)]
        for scope, name, call in calls:
            self._learn(scope, name, call)
        for scope, _, call in calls:
            self._read(scope, call)
        for path, tree in self.sources.trees.items():
            for text in _loose_codes(tree):
                if not self.entries[text].places:
                    self.entries[text].places.add(_place(path))
        for member in HL7Code:
            self.entries[member.code].severities.add(member.severity.value)
        for code, severity in CHOSEN_BY_SEVERITY.items():
            self.entries[code].severities = {severity.value}
        for code, remedy in load_remedies().items():
            self.entries[code].remedies[remedy] = None
        return self.entries

    def _find_calls(self, path: Path, tree: ast.Module) -> Iterator[tuple[Scope, str, ast.Call]]:
        inside: set[int] = set()
        functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
        for function in functions:
            scope = Scope.of(self.sources, path, function)
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and id(node) not in inside:
                    inside.add(id(node))
                    yield scope, function.name, node
        scope = Scope.of(self.sources, path, None)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and id(node) not in inside:
                yield scope, "", node

    def _arguments(self, scope: Scope, call: ast.Call) -> dict[str, ast.expr]:
        names = self.sources.parameters(call, scope.path)
        return dict(zip(names, call.args, strict=False)) | {one.arg: one.value for one in call.keywords if one.arg}

    def _learn(self, scope: Scope, name: str, call: ast.Call) -> None:
        given = self._arguments(scope, call)
        code = given.get("code")
        if not isinstance(code, ast.Name) or code.id not in scope.given or not name:
            return
        told = _tell(scope, call, given)
        if told.messages or told.remedies or told.severities:
            self.tellings[scope.path, name].append(Telling(*scope.given[code.id], scope, call, given))

    def _read(self, scope: Scope, call: ast.Call) -> None:
        given = self._arguments(scope, call)
        told = _tell(scope, call, given)
        name = _called_name(call)
        for parameter, node in given.items():
            parts = list(enumerate(node.elts)) if isinstance(node, ast.Tuple) else [(None, node)]
            for position, part in parts:
                for code in scope.codes(part):
                    inner = self._find_tellings(scope, name, (parameter, position))
                    found = [told, *(_tell(replace(one.scope, code=code), one.call, one.given) for one in inner)]
                    self._add(code, found)
        if isinstance(call.func, ast.Attribute):
            for code in scope.codes(call.func.value):
                self.entries[code].merge(told)

    def _find_tellings(self, scope: Scope, name: str, place: tuple[str, int | None]) -> list[Telling]:
        defined = {path for path, _ in self.sources.functions.get(name, [])}
        places = {scope.path} & defined or defined
        return [
            one
            for path in places
            for one in self.tellings.get((path, name), ())
            if (one.parameter, one.position) == place
        ]

    def _add(self, code: str, found: list[Entry]) -> None:
        for one in found:
            self.entries[code].merge(one)
        is_told = any(one.messages for one in found)
        if is_told and not any(one.severities for one in found) and not code.startswith("HL7-"):
            self.entries[code].severities.add("error")


def _tell(scope: Scope, call: ast.Call, given: dict[str, ast.expr]) -> Entry:
    entry = Entry(places={_place(scope.path)})
    entry.messages |= dict.fromkeys(scope.texts(given.get("message")))
    entry.remedies |= dict.fromkeys(scope.texts(given.get("remedy")))
    entry.severities |= _severities(scope, call, given)
    return entry


def _place(path: Path) -> str:
    return path.relative_to(SOURCES).with_suffix("").as_posix()


def _called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _loose_codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value


def _severities(scope: Scope, call: ast.Call, given: dict[str, ast.expr]) -> set[str]:
    said = given.get("severity")
    if said is not None:
        return {one.attr.lower() for one in scope.branches(said) if isinstance(one, ast.Attribute)}
    called: list[ast.expr] = [call.func]
    if isinstance(call.func, ast.Name) and call.func.id in scope.local:
        called = [branch for value in scope.local[call.func.id] for branch in scope.branches(value)]
    names = [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called]
    return {word for name in names for word in ("error", "warning") if word in name}


def _wire(code: str, entry: Entry) -> str:
    if code in MLLP_ANSWERS:
        return MLLP_ANSWERS[code]
    prefix = code.partition("-")[0]
    is_error = not entry.severities or "error" in entry.severities
    if prefix == "HL7":
        return f"AE, ERR-3 {find_condition(code).value}" if is_error else "none (warning)"
    if prefix in ("COH", "DEC", "XML") or "CDA-001" <= code <= "CDA-008":
        return f"AE, ERR-3 {Condition.APPLICATION.value}" if is_error else "none (warning)"
    return f"AR, ERR-3 {Condition.APPLICATION.value}" if prefix == "STO" else ""


def _cell(texts: dict[str, None]) -> str:
    shown = [" ".join(text.split()).replace("|", "\\|") for text in list(texts)[:TEXTS_MAX] if text]
    return "<br>".join(shown) + ("<br>…" if len(texts) > TEXTS_MAX else "")


def render() -> str:
    """Render the whole page."""
    entries = Collection(Sources.load()).run()
    pages = [HEAD]
    unknown = sorted({code.partition("-")[0] for code in entries} - set(SECTIONS))
    if unknown:
        raise SystemExit(f"no section for the codes {', '.join(unknown)}: add one to SECTIONS")
    for prefix, (title, wire) in SECTIONS.items():
        codes = sorted(code for code in entries if code.partition("-")[0] == prefix)
        if not codes:
            continue
        pages.append(
            f"## {prefix}: {title}\n\nWire answer: {wire}.\n\n| Code | Severity | What | Remedy | Wire | Where |\n"
        )
        pages.append("|---|---|---|---|---|---|\n")
        for code in codes:
            entry = entries[code]
            severity = ", ".join(sorted(entry.severities)) or "error"
            places = ", ".join(f"`{place}`" for place in sorted(entry.places))
            row = (code, severity, _cell(entry.messages), _cell(entry.remedies), _wire(code, entry), places)
            pages.append(f"| {' | '.join(row)} |\n")
        pages.append("\n")
    return "".join(pages).rstrip("\n") + "\n"


def main() -> int:
    """Write the page, or compare it with ``--check``."""
    page = render()
    if "--check" in sys.argv:
        return 0 if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == page else 1
    TARGET.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
