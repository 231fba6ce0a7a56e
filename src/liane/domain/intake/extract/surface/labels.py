"""Labels: words printed before a value, found on a row in spite of what an OCR engine does to letters.

What lives here: the table of labels and the search for them. What must not: what follows a label.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from liane.domain.intake.extract.surface.label_words import DOUBLED, canonical
from liane.domain.intake.extract.surface.sheet import Cell, Row, Token, fold

LABEL_TOKENS_MAX = 8
_PACKAGE = "liane.domain.intake.extract"
_SAME_SHAPE = frozenset(map(frozenset, ("MN", "EF", "EC", "CG", "CO", "OD", "OQ", "IT", "IL", "UV", "RP", "RN", "HN")))
_FUZZY_MIN = 6
_JOINED_MIN = 7
_SHORT_MIN = 2
_AHEAD_MAX, _STRONG_MIN = 4, 5
_SHORT_LABEL_MIN = 8
"""Letters of a label one short word of which may be misread: « Non de naissance », « Date dc naissance »."""
_BRACKETED = ("birth_name", "used_name")
_BARE = ("name", "given", "sex", "date.birth", "episode")
_ENDING = re.compile(r" ?\( ?(?:s|e|es|S|E|ES) ?\)")
_STAY_VALUE = re.compile(r" {1,2}[A-Z]{0,4}[0-9]{6,14}(?![0-9/.\-])")
_LONG_STAY_VALUE = re.compile(r" {1,2}[A-Z]{0,4}[0-9]{7,14}(?![0-9/.\-])")
_SEX_VALUE = re.compile(r" {1,2}(?:[FMH](?![ \t/]{1,3}[A-Z](?![A-Za-z]))|(?i:f[ée]minin|masculin|homme|femme))\b")
_NAME_AFTER = re.compile(r" (?!LE |Le )[A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿ'’\-]{2,}(?! ?[0-9])")
_NAME_VALUE = re.compile(r"\.? [^\W\d_a-zà-ÿ][^\W\d_]*(?:['’\- ][^\W\d_]+)*")


class Label(NamedTuple):
    """A label found on a row. end: after its colon when it has one. fuzzy: letters had to be forgiven."""

    kind: str
    row: Row
    start: int
    end: int
    has_colon: bool
    at_start: bool
    is_alone: bool
    fuzzy: bool
    strict: bool


@dataclass(slots=True)
class _Node:
    kinds: tuple[str, bool] | None
    next: dict[str, "_Node"]


@dataclass(frozen=True, slots=True)
class _Table:
    root: _Node
    near: dict[str, str]
    words: frozenset[str]
    short: dict[str, tuple[str, ...]]


_OTHER_WORDS = frozenset(map(canonical, ("MALADIE",)))  # one letter away from a word of the table


def read_rows(name: str) -> list[list[str]]:
    """Lines of a packaged table, head and column names apart."""
    text = files(_PACKAGE).joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@cache
def _table() -> _Table:
    root = _Node(None, {})
    words: set[str] = set()
    for kind, strict, labels in read_rows("labels.tsv"):
        for label in labels.split(" | "):
            tokens = [canonical(token) for token in _split(label)]
            words.update(tokens)
            for form in _forms_of(tokens, kind):
                _insert(root, form, kind, strict == "1")
            if len(tokens) > 1 and sum(map(len, tokens)) >= _JOINED_MIN:
                joined = "".join(tokens)
                words.add(joined)
                _insert(root, [joined], kind, strict == "1")
    near: dict[str, str] = {}
    for word in sorted(words):
        if len(word) >= _FUZZY_MIN:
            for place in range(len(word)):
                near.setdefault(word[:place] + word[place + 1 :], word)
    return _Table(root, near, frozenset(words), _list_short(words))


def _list_short(words: set[str]) -> dict[str, tuple[str, ...]]:
    """The short words of the table by what is left of them without one letter: its place told, or the first lost."""
    short: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        if _SHORT_MIN <= len(word) < _FUZZY_MIN:
            for pattern in (*_patterns(word), word[1:]):
                short[pattern] = (*short.get(pattern, ()), word)
    return short


def _patterns(word: str) -> list[str]:
    """A word with each of its letters left out in turn."""
    return [f"{word[:place]}*{word[place + 1 :]}" for place in range(len(word))]


def _split(label: str) -> list[str]:
    plain = "".join(sign if sign.isalnum() else " " for sign in fold(label).replace("Œ", "OE").replace("°", " "))
    return plain.split()


_OF_PERSON = ("birth_name", "name", "family_given", "births", "first_given", "given", "date.birth", "sex")
_TOLERANT = (*_OF_PERSON, "used_name", "ipp", "ins", "episode")
"""Kinds whose labels are known whatever articles stand in them."""
_NOUNS = "PATIENT MALADE RESIDENT USAGER CONSULTANT CLIENT BENEFICIAIRE TITULAIRE INTERESSE ASSURE"
_WHO = tuple(map(canonical, _NOUNS.split()))
"""Words for the patient that may end any label of a trait: « sexe du résident », « nom de la patiente »."""
_ARTICLES = frozenset(map(canonical, ("DE", "DU", "D", "LA", "L", "DES")))
_ELIDED = ("D", canonical("L"))
_PATIENTS = tuple(map(canonical, ("PATIENT", "PATIENTE", "USAGER", "MALADE", "RESIDENT", "RESIDENTE", "CONSULTANT")))
_STATES = (
    "SUIVI SUIVIE PRIS_EN_CHARGE PRISE_EN_CHARGE HOSPITALISE EXAMINE CONCERNE VU VUE RECU RECUE OPERE ACCUEILLI "
    "ACCUEILLIE SOIGNE ACCOMPAGNE EVALUE "
    "TESTE APPAREILLE EQUIPE ORIENTE IMPLANTE DIALYSE CONVOQUE PROTEGE ADMIS "
    "ADMISE TRANSPORTE TRANSFERE TRAITE DEPISTE VACCINE PRELEVE AIDE HEBERGE"
)
"""What is told of the patient after one of these words: « Patiente suivie : », « Personne accompagnée : »."""
_TOLD_OF = tuple(tuple(map(canonical, state.split("_"))) for state in _STATES.split())
_HINT = re.compile(
    r" ?\((?:[JMA][JMA/. \-]{1,14}|[FMH] ?[/,] ?[FMH]|OBLIGATOIRE|FACULTATIF|REQUIS|ETAT CIVIL|LEGAL|COMPLET|"
    r"EN (?:LETTRES )?(?:CAPITALES|MAJUSCULES)|MAJUSCULES|SI DIFFERENT[A-Z' ]*|A LA NAISSANCE|PATIENTE?|N° ?SS|"
    r"S' ?IL Y A LIEU|LE CAS ECHEANT|(?:OU )?(?:NOM )?(?:MARITAL|CONJUGAL|D'EPOUX|D'EPOUSE)|"
    r"(?:CODE )?(?:INSEE|COG)|CODE)\)"
    r"| [FMH]/[FMH](?![A-Z])"
)
"""How to fill a box, printed after its label: « (JJ/MM/AAAA) », « M/F »."""
_FOREIGN = re.compile(
    r"\.? ?(?:\(\d\)|\*)?[)}\]]? ?[/|] ?(?:(?:SUR|LAST |FAMILY |ALTERNATE |BIRTH |MAIDEN |USUAL |USED |MARRIED )NAMES?|"
    r"(?:GIVEN|FIRST|FORE) ?NAMES?|DATE OF(?: BIRTH)?|BIRTH ?DATE|SEX|GENDER|PLACE OF BIRTH)(?: ?\(\d\))?(?![A-Z])"
    r"| ?\(\d\)(?=$|\t| *:)"
)
"""A label said again in English, and the number of a note: « Prénoms (2)/Given names », « Nom d'usage (1) »."""
_ARROW = re.compile(r" ?(?:[-=]>|>{1,2}|→|►|▶|➔|➜|»|::)[ \t]?(?=\S)")
_DASH = re.compile(r" ?(?:[-–—~] |[;•·] ?)(?=\S)(?!PRENOMS?\b|NOM\b|DATE\b|DDN\b|NEE?\b|SEXE\b)")
"""Signs printed for a colon: the first of any label, the second of those of a person alone."""
_ENUMERATED = re.compile(r"\W*(?:\d{1,2}|[A-Za-z])(?:[.)]| ?[–—-]) ?")
_IN_BRACKET = re.compile(r"\((?:[A-ZÀ-Ý][A-ZÀ-Ý'’ \-]{1,40} ?[,:–-] ?)?$")
"""What stands in brackets before words that tell what it is: « (MARTIN, nom de naissance) »."""
_NEAR_BRACKET = 50
"""Signs before a label in which its bracket is looked for."""
_NO_SEX_LABEL = re.compile(r"^\d|[☐□☒☑■✓✗✔]")
"""« 5 », read as the letter S, and « F☐M », a value whose boxes are the answer."""
_IN_SERIES = re.compile(r"[A-Z]-[^\W\d_]+$|(?:^|[ \t/])[A-Z][ \t/]S$")  # « M-S », « M S », a plan of care
_CLOSING = {"(": ")", "[": "]", "<": ">"}
_LISTED = re.compile(r"[,;/|·–\-] ?$")


def _forms_of(tokens: list[str], kind: str) -> list[list[str]]:
    """A label of the table, the same without its articles, and followed by a word for the patient."""
    forms = [tokens]
    bare = [token for token in tokens if token not in _ARTICLES]
    if kind in _TOLERANT and len(bare) > 1:
        forms.append(bare)
    if kind == "role.patient" and len(tokens) == 1 and tokens[0] in _PATIENTS:
        forms += [[*tokens, *state] for state in _TOLD_OF]
    if kind in _TOLERANT and any(token in _ELIDED for token in tokens[:-1]):
        forms.append(_elide(tokens))
    if kind in _OF_PERSON and tokens[-1] not in _WHO:
        forms += [[*tokens, noun] for noun in _WHO]
    return forms


def _elide(tokens: list[str]) -> list[str]:
    """« NOM D USAGE » as « NOM DUSAGE »: an apostrophe that an optical reader lost."""
    joined: list[str] = []
    for token in tokens:
        if joined and joined[-1] in _ELIDED:
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _insert(root: _Node, tokens: list[str], kind: str, strict: bool) -> None:
    node = root
    for token in tokens:
        node = node.next.setdefault(token, _Node(None, {}))
    if node.kinds is None or node.kinds[1]:
        node.kinds = (kind, strict)


def _nearest(word: str, table: _Table) -> str | None:
    """The word of the table one letter away, when there is one; None else.

    The first and the last letter must agree: « avenue » is no « venue », « Camille » no « famille ».
    """
    if len(word) < _FUZZY_MIN or word in _OTHER_WORDS:
        return None
    if "RN" in word and (parted := _nearest_or_same(word.replace("RN", "M", 1), table)) is not None:
        return parted  # « Nom de farnille »
    found = table.near.get(word)
    for place in range(1, len(word) - 1):
        if found is not None and _ends_agree(word, found):
            return found
        shorter = word[:place] + word[place + 1 :]
        if shorter in table.words and len(shorter) >= _FUZZY_MIN:
            return shorter
        found = table.near.get(shorter)
        found = found if found is not None and found[:place] == word[:place] else None
    return found if found is not None and _ends_agree(word, found) else None


def _nearest_or_same(word: str, table: _Table) -> str | None:
    return word if word in table.words else _nearest(word, table)


def _ends_agree(word: str, other: str) -> bool:
    return word[0] == other[0] and word[-1] == other[-1]


def _nearest_end(word: str, table: _Table) -> str | None:
    """The word of the table that differs by its last letter alone, of the same shape: « Prénon »."""
    found = table.near.get(word[:-1])
    if found is None or found[:-1] != word[:-1] or len(found) != len(word):
        return None
    return found if frozenset((found[-1], word[-1])) in _SAME_SHAPE else None


def find_labels(row: Row, *, forgives: bool) -> tuple[Label, ...]:
    """Every label of a row, left to right, the longest where several start.

    forgives: accept one wrong, lost or added letter in long words, and words cut in two (pages read by OCR). In a row
    that holds labels alone, as the head of a table, a word that is elsewhere too common to be a label is one.
    """
    canon = [canonical(token.text) for token in row.tokens]
    found = _search(row, canon, forgives=forgives, is_heading=False)
    if not found or any(label.has_colon for label in found):
        return found
    headings = _search(row, canon, forgives=forgives, is_heading=True)
    return headings if len(headings) > 1 and covers(headings, row) else found


def covers(labels: Sequence[Label], row: Row) -> bool:
    """True when every word of a row belongs to a label, none with a colon."""
    if any(label.has_colon for label in labels):
        return False
    return all(any(label.start <= token.start < label.end for label in labels) for token in row.tokens)


def _search(row: Row, canon: list[str], *, forgives: bool, is_heading: bool) -> tuple[Label, ...]:
    table, tokens = _table(), row.tokens
    found: list[Label] = []
    place = 0
    while place < len(tokens):
        hit = _walk(row, canon, place, table, forgives)
        if hit is None:
            place += 1
            continue
        end, (kind, strict), fuzzy = hit
        label = _make(row, tokens[place], tokens[end - 1], kind, strict and not is_heading, fuzzy)
        if label is None:
            place += 1
            continue
        found.append(label)
        place = end
    return tuple(found)


_Hit = tuple[int, tuple[str, bool], bool]


def _walk(row: Row, canon: list[str], place: int, table: _Table, forgives: bool) -> _Hit | None:
    """The longest label that starts at a token, its articles read or passed over."""
    whole = _step_through(row, canon, place, (table, forgives, False))
    if forgives and whole is not None:
        plain = _step_through(row, canon, place, (table, False, False))
        whole = plain if plain is not None and plain[0] >= whole[0] else whole
    if canon[place + 1 : place + 2] and any(one in _ARTICLES for one in canon[place + 1 : place + LABEL_TOKENS_MAX]):
        bare = _step_through(row, canon, place, (table, forgives, True))
        if bare is not None and bare[1][0] in _TOLERANT and (whole is None or bare[0] > whole[0]):
            return bare
    misread = _walk_misread(row, canon, place, table) if forgives else None
    return misread if misread is not None and (whole is None or misread[0] > whole[0]) else whole


def _walk_misread(row: Row, canon: list[str], place: int, table: _Table) -> _Hit | None:
    """A label of the patient's traits with one short word misread: « Non de naissance », « Date dc naissance »."""
    ahead = canon[place : place + _AHEAD_MAX]
    if not any(len(word) >= _STRONG_MIN and word in table.words for word in ahead):
        return None
    for at in range(place, min(place + _AHEAD_MAX - 1, len(canon))):
        is_figure = row.tokens[at].text.isdigit()  # « Naissance : 15/01/1989 », no « naissance le »
        if is_figure or canon[at] in table.words or not _SHORT_MIN <= len(canon[at]) < _FUZZY_MIN:
            continue
        forms = (*_patterns(canon[at]), canon[at])  # « om de naissance »
        meant = {word for pattern in forms for word in table.short.get(pattern, ())}
        for word in sorted(meant):
            hit = _step_through(row, [*canon[:at], word, *canon[at + 1 :]], place, (table, False, False))
            if hit is not None and hit[0] > at and hit[1][0] in _TOLERANT:
                letters = sum(map(len, canon[place : hit[0]]))
                if letters >= _SHORT_LABEL_MIN:
                    return hit[0], hit[1], True
        return None
    return None


def _step_through(row: Row, canon: list[str], place: int, how: tuple[_Table, bool, bool]) -> _Hit | None:
    """Follow the table from a token. how: the table, whether letters are forgiven, whether articles are passed over."""
    table, forgives, passes_articles = how
    tokens = row.tokens
    node, best, fuzzy = table.root, None, False
    at = place
    while at < len(tokens) and at - place < LABEL_TOKENS_MAX:
        if at > place and _is_cut(row, tokens[at - 1], tokens[at]):
            break
        if passes_articles and at > place and canon[at] in _ARTICLES:
            at += 1
            continue
        step = node.next.get(canon[at])
        taken = 1
        if forgives and (step is None or _is_head_of(row, canon, at, node)):
            step, taken = _forgive(row, canon, at, node, table)
            fuzzy = fuzzy or step is not None
        if step is None:
            break
        node, at = step, at + taken
        if node.kinds is not None:
            best = (at, node.kinds, fuzzy)
    return best


def _forgive(row: Row, canon: list[str], at: int, node: _Node, table: _Table) -> tuple[_Node | None, int]:
    tokens = row.tokens
    if at + 1 < len(tokens) and not _is_cut(row, tokens[at], tokens[at + 1]):
        joined = node.next.get(canonical(tokens[at].text + tokens[at + 1].text))
        if joined is not None and tokens[at + 1].text.isalpha():
            return joined, 2
    if canon[at] not in table.words and (parted := _part_glued(canon[at], node, table)) is not None:
        return parted, 1
    near = None if canon[at] in table.words else _nearest(canon[at], table) or _nearest_end(canon[at], table)
    if near is None and canon[at] not in table.words:
        near = next((one for one in _read_twice(tokens[at].text) if one in node.next), None)
    return (node.next.get(near) if near else None), 1


def _part_glued(word: str, node: _Node, table: _Table) -> _Node | None:
    """Where two words of a label that an optical reader ran together lead: « Nom denaissance », « Lieude naiss »."""
    for at in range(_SHORT_MIN, len(word) - _SHORT_MIN + 1):
        first, second = word[:at], canonical(word[at:])
        if second not in table.words:
            continue
        step = node.next.get(first)
        if step is None and first in _ARTICLES and node is not table.root:
            step = node
        after = step.next.get(second) if step is not None and len(word) >= _FUZZY_MIN else None
        if after is not None:
            return after
    return None


def _read_twice(word: str) -> list[str]:
    """A word without one of its letters that may have been read twice: « NAÏISS »; none of a short one."""
    if len(word) < _FUZZY_MIN:
        return []
    return [canonical(word[: one.start() + 1] + word[one.end() :]) for one in DOUBLED.finditer(word)]


def _is_head_of(row: Row, canon: list[str], at: int, node: _Node) -> bool:
    """True for the first half of a word of the table that the reader cut in two: « nais sance »."""
    tokens = row.tokens
    if at + 1 >= len(tokens) or tokens[at + 1].start - tokens[at].end != 1 or _is_cut(row, tokens[at], tokens[at + 1]):
        return False
    return tokens[at + 1].text.isalpha() and canonical(tokens[at].text + tokens[at + 1].text) in node.next


def _is_cut(row: Row, before: Token, after: Token) -> bool:
    return after.start - before.end > 5 or "\t" in row.text[before.end : after.start]


def _heads_value(kind: str, letter: str, rest: str, *, at_start: bool, is_listed: bool) -> bool:
    """« Nom DUPONT », « Prénom Marie », « Sexe F », « venue 240012345 »: a label without colon, before what has the
    look of its value.

    is_listed: at the start of its cell or after a sign, where small letters do too: « 38 ans - sexe M ».
    """
    if kind == "episode":
        return (_STAY_VALUE if letter.isupper() else _LONG_STAY_VALUE).match(rest) is not None
    if not letter.isupper() and not (is_listed and kind in ("sex", "given", "date.birth")):
        return False
    if kind == "sex":
        return _SEX_VALUE.match(rest) is not None
    if kind == "date.birth":
        return rest.lstrip(" .)°")[:1].isdigit()
    return (at_start or kind == "given") and _NAME_VALUE.match(rest) is not None


def _follows_value(kind: str, row: Row, first: Token, last: Token) -> bool:
    """« MARTIN (nom de naissance) »: the words in brackets tell what stands before them, see ``names``."""
    text = row.text
    opening = _IN_BRACKET.search(text, max(row.cell_at(first.start).start, first.start - _NEAR_BRACKET), first.start)
    is_bracketed = opening is not None and text[last.end : last.end + 1] == ")"
    return kind in _BRACKETED and is_bracketed and first.start - 1 > row.cell_at(first.start).start


def _sign_after(row: Row, place: tuple[int, int], kind: str) -> "re.Match[str] | None":
    """What stands for the colon of a label that begins its cell: an arrow, a dash, the bracket around its words."""
    start, end = place
    opening = row.text[start - 1 : start] if start > row.cell_at(start).start else ""
    if opening in _CLOSING:
        return re.compile(rf" ?\{_CLOSING[opening]}[ \t]?").match(row.text, end)
    arrow = _ARROW.match(row.folded, end)
    return arrow or (_DASH.match(row.folded, end) if kind in _TOLERANT else None)


def _close(row: Row, start: int, end: int, kind: str) -> int:
    """Where the words of a label end: after « (s) », and after how to fill its box."""
    ending = _ENDING.match(row.text, end)
    end = ending.end() if ending else end
    if row.text[end : end + 1] == ")" and "(" in row.text[start:end]:
        end += 1  # « Nom de famille (naissance) »
    if kind not in (*_OF_PERSON, "used_name", "birth_place"):
        return end
    for told in (_HINT, _FOREIGN):
        match = told.match(row.folded, end)
        end = match.end() if match is not None else end
    return end


def _finds_colon(row: Row, end: int) -> bool:
    """True for a colon or an equals sign at a place, or at the start of the next cell."""
    text = row.text
    if end >= len(text):
        return False
    return text[end] in ":=" or (text[end] == "\t" and text.startswith(":", end + 1))


def _make(row: Row, first: Token, last: Token, kind: str, strict: bool, fuzzy: bool) -> Label | None:
    text, end = row.text, _close(row, first.start, last.end, kind)
    closed = end
    if kind == "sex" and (_NO_SEX_LABEL.search(text[first.start : end]) or _IN_SERIES.search(text[: last.end])):
        return None
    if _follows_value(kind, row, first, last) or "\t" in text[first.start : end] or ":" in text[first.start : end]:
        return None
    while end < len(text) and text[end] in " .)°*]}!_…·|":
        end += 1
    has_leader = (
        sum(sign in "._…·" for sign in text[closed:end]) >= 3 or "…" in text[closed:end] or "|" in text[closed:end]
    )
    if (
        text.startswith("(", end)
        and (close := text.find(")", end, end + 40)) > 0
        and text[close + 1 : close + 3].strip() in (":", ":\t")
    ):
        end = close + 1
        while end < len(text) and text[end] == " ":
            end += 1
    has_colon = _finds_colon(row, end)
    cell = row.cell_at(first.start)
    head = text[cell.start : first.start]
    at_start = not any(sign.isalnum() for sign in head) or _ENUMERATED.fullmatch(head) is not None
    rest = text[closed : cell.end]
    is_alone = at_start and closed <= cell.end and not any(sign.isalnum() for sign in rest)
    dash = _sign_after(row, (first.start, closed), kind) if at_start and not has_colon else None
    is_listed = at_start or _LISTED.search(text, max(cell.start, first.start - 3), first.start) is not None
    said = rest if rest.strip() or kind not in ("given", "date.birth") else _next_cell(row, cell)
    heads = dash is not None or (
        kind in _BARE and _heads_value(kind, text[first.start], said, at_start=at_start, is_listed=is_listed)
    )
    is_stray = kind in _BRACKETED and last.end - first.start <= _SHORT_MIN  # « NN », « NU » alone
    if strict and not (has_colon or has_leader or (is_alone and not is_stray) or heads):
        return None
    if kind == "date.birth" and not has_colon and _NAME_AFTER.match(text, last.end):
        return None
    end = _end_of(text, (closed, end), has_colon=has_colon, has_leader=has_leader, dash=dash)
    has_colon = has_colon or has_leader or dash is not None
    return Label(kind, row, first.start, end, has_colon, at_start, is_alone, fuzzy, strict)


def _next_cell(row: Row, cell: Cell) -> str:
    """« DUPONT Prénom | Marie », « Marie Naissance | 12/03/1960 »: the text of the cell after one, as if in it."""
    return next((f" {one.text}" for one in row.cells[cell.place + 1 : cell.place + 2]), "")


def _end_of(
    text: str, place: tuple[int, int], *, has_colon: bool, has_leader: bool, dash: "re.Match[str] | None"
) -> int:
    """Where the value of a label may begin. place: where its words end, and where the signs after them do."""
    closed, end = place
    if has_colon:
        return text.find(":" if ":" in text[end : end + 2] else "=", end) + 1
    if has_leader:
        return end
    if dash is not None:
        return dash.end()
    while closed < len(text) and text[closed] in ".)":
        closed += 1
    return closed
