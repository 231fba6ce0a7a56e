"""What is seen of a line that may name a house: its words, its place, what stands around; one row for the ranker.

What lives here: the features, by family. What must not: candidates (``houses``), the choice (``rank_houses``).
Rule: intake.md §7 (rules with layout features and a small trained ranker over candidates).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.origin.houses import House
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.lexicon import is_given, is_mainly_given
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Cell
from liane.domain.intake.extract.surface.word_classes import class_of, classes_of

WORD_FAMILIES = frozenset({"w1", "w2", "w", "last", "left", "up", "down", "near"})
"""Families that hold printed words: hidden at random while the model learns."""
RULE_FAMILIES = frozenset({"rule"})
FAMILIES = WORD_FAMILIES | RULE_FAMILIES | frozenset({
    "bias", "kind1", "kind", "kinds", "class1", "class", "zone", "x", "y", "size", "row", "part", "sign", "letters",
    "case", "title", "told", "seen", "mail", "town", "under", "over", "beside", "rest", "person", "first", "nest",
    "label", "column",
})  # fmt: skip
_KINDS = tuple(
    (name, re.compile(rf"(?:{words})"))
    for name, words in (
        ("hospital", r"CENTRES? HOSP|C\.?H\.?[RUISM]?\.?[USC]?\b|CHU\b|CHRU\b|EPSM\b|GHT?\b|HOPITA|"
                     r"GROUPE HOSP|HOTEL-DIEU|"
                     r"POLYCLINIQUE|CLINIQUE|INSTITUT|MATERNITE|HOSPICES|CHI\b|CHS\b"),
        ("town", r"CABINET|MAISON (?:DE SANTE|MEDICALE|PLURI)|MSP\b|POLE (?:DE )?SANTE|POLE MEDICAL|"
                     r"CENTRE (?:DE SANTE|MEDICAL)|"
                 r"PHARMACIE|OFFICINE|GROUPE MEDICAL|SOS\b"),
        ("lab", r"LABORATOIRE|LABM\b|LBM\b|BIOLOGIE|BIO[A-Z]+"),
        ("imaging", r"IMAGERIE|RADIOLOGIE|GIE\b|SCANNER|IRM\b"),
        ("centre", r"CENTRE |POLE |ESPACE |UNION |MAISON "),
        ("home", r"EHPAD|RESIDENCE|HAD\b|SSIAD|SMR\b|SSR\b|USLD|FOYER|MAS\b|FAM\b|ITEP|IME\b|CMPP?\b|CSAPA|"
                     r"EMSP|CAMSP|SESSAD|SAVS|"
                 r"SPSTI?|PMI\b|ADMR"),
        ("payer", r"CAISSE|CPAM|MUTUELLE|ASSURANCE|MGEN|MSA\b|MDPH|CONSEIL|DEPARTEMENT D|CCAS|MAIRIE|ACADEMIE|"
                     r"ECOLE|COLLEGE|LYCEE"),
        ("union", r"ASSOCIATION|FONDATION|RESEAU|GROUPEMENT|CPTS|FEDERATION|AGENCE|SOCIETE"),
        ("company", r"SELARL|SELAS|SCM\b|SCP\b|SAS\b|SARL|SNC\b|SA\b|SCI\b"),
        ("unit", r"SERVICE|UNITE|POLE\b|DEPARTEMENT\b|CONSULTATION|SECTEUR|BLOC|URGENCES|HOPITAL DE JOUR|SITE|"
                     r"PLATEAU|EQUIPE|"
                 r"REANIMATION|CHIRURGIE|MEDECINE|SOINS|HOPITAL DE SEMAINE"),
        ("trade", r"[A-Z]*(?:LOGIE|IATRIE|THERAPIE|GRAPHIE|METRIE)S?\b|ANATOMIE|SAGES?-FEMMES?|INFIRMIER"),
        ("paper", r"COMPTE|LETTRE|COURRIER|ORDONNANCE|CERTIFICAT|FICHE|BILAN|SYNTHESE|DOSSIER|BON|DEMANDE|"
                     r"RAPPORT|BULLETIN|"
                  r"PRESCRIPTION|RESULTAT|CARNET|PLAN|PROTOCOLE|ATTESTATION|AVIS|CONVOCATION|NOTE|FEUILLE|"
                     r"RELEVE|CARTE|PAGE"),
    )
)  # fmt: skip
_WORD = re.compile(r"[A-Z]+(?:['’][A-Z]+)*|\d+|@")
_OF = re.compile(r"\b(?:DE|DU|DES|DE LA|LES|LA|LE)\b|\b[DL]'")
_MAIL = re.compile(r"(?:@|WWW\.)([A-Z0-9.-]{4,60})")
_DATED = re.compile(r"(?:FAIT A |A )?([A-Z][A-Z' -]{2,30}), (?:LE |[A-Z]+DI )?\d")
_CITY = re.compile(r"\b\d{5} ([A-Z][A-Z' -]{2,30})")
_FLAGS = (
    ("phone", re.compile(r"(?<!\d)0\d(?:[ .]?\d{2}){4}(?!\d)|\bTEL\b")),
    ("postcode", re.compile(r"(?<!\d)\d{5} [A-Z]{2}")),
    ("street", re.compile(r"\d[ ,]+(?:RUE|AV|AVENUE|BD|BOULEVARD|PLACE|ALLEE|CHEMIN|IMPASSE|QUAI|COURS|ROUTE)\b")),
    ("finess", re.compile(r"FINESS|SIRET|COFRAC|AGREMENT|CAPITAL")),
    ("mail", re.compile(r"@|WWW\.")),
    ("fax", re.compile(r"\bFAX\b|SECRETARIAT|STANDARD|ACCUEIL")),
    ("doctor", re.compile(r"\b(?:DR|DRS|DOCTEUR|PR)\b")),
    ("date", re.compile(r"\d{1,2}[ /.-](?:\d{1,2}|[A-Z]{3,9})[ /.-]\d{2,4}")),
    ("patient", re.compile(r"\bNEE?\b|PATIENT|NAISSANCE|\bDDN\b|\bNOM\b|\bINS\b|\bIPP\b|\bAGE\b")),
    ("prose", re.compile(r".{70}")),
)
_WORDS_MAX = 12
_STYLED = re.compile(r"(?:A )?(?:MONSIEUR|MADAME|MME|M\.|DR|DOCTEUR|PR|PROFESSEUR)\b|A L'ATTENTION|DESTINATAIRE")
_SMALL = frozenset({"LE", "LA", "LES", "DE", "DU", "DES", "D", "L", "ET", "A", "AU", "EN", "SUR", "SOUS"})


@dataclass(slots=True)
class _Document:
    """What the candidates of one document share."""

    texts: Counter[str]
    cells: dict[str, frozenset[int]]
    firsts: dict[tuple[str, str], Cell]
    mails: str
    towns: frozenset[str]
    widest: float
    kinds: frozenset[str]
    near: dict[int, tuple[str, ...]]


def describe_houses(readings: Sequence[PageReading], houses: Sequence[House]) -> list[dict[str, float]]:
    """One row of named features for each candidate, in their order. Same pages, same rows."""
    rows = [row for reading in readings for row in reading.sheet.rows]
    text = "\n".join(row.folded for row in rows)
    document = _Document(
        texts=Counter(one.key for one in houses),
        cells=_cells_by_beginning(houses),
        firsts=_firsts(houses),
        mails=" ".join(_MAIL.findall(text)),
        towns=frozenset(town.strip() for pattern in (_DATED, _CITY) for town in pattern.findall(text)),
        widest=max((one.cell.row.height for one in houses), default=1.0),
        kinds=frozenset(kind for one in houses for kind in _kinds_of(one.key)[:1]),
        near={},
    )
    return [dict.fromkeys(("bias", *_describe(document, one)), 1.0) for one in houses]


def _cells_by_beginning(houses: Sequence[House]) -> dict[str, frozenset[int]]:
    """The cells of the candidates that begin with some words, by these words."""
    cells: dict[str, set[int]] = {}
    for one in houses:
        words = one.key.split(" ")
        for count in range(1, min(len(words), _WORDS_MAX) + 1):
            cells.setdefault(" ".join(words[:count]), set()).add(id(one.cell))
    return {words: frozenset(some) for words, some in cells.items()}


def _firsts(houses: Sequence[House]) -> dict[tuple[str, str], Cell]:
    """The first cell of each zone with a candidate of each kind."""
    firsts: dict[tuple[str, str], Cell] = {}
    for one in houses:
        firsts.setdefault((one.zone, _kinds_of(one.key)[0]), one.cell)
    return firsts


def _describe(document: _Document, house: House) -> Iterator[str]:
    yield from _words_of(house)
    yield from _shape(document, house)
    yield from _place(document, house)
    yield from _told(document, house)
    near = document.near.get(id(house.cell))
    if near is None:
        near = document.near[id(house.cell)] = tuple(_around(house))
    yield from near
    yield from _rest(house)


@lru_cache(maxsize=20_000)
def _kinds_of(key: str) -> tuple[str, ...]:
    """What kinds of houses, units, papers a text speaks of: that which it begins with first, then the others."""
    first = [name for name, pattern in _KINDS if pattern.match(key)]
    return (first[0] if first else "none", *sorted(name for name, pattern in _KINDS if pattern.search(key)))


def _words_of(house: House) -> Iterator[str]:
    words = _words(house.key)
    told = [word for word in words if word not in _SMALL]
    yield from (f"w{place}={word}" for place, word in enumerate(words[:2], 1))
    yield from (f"w={word}" for word in told[:8])
    yield f"last={told[-1] if told else ''}"
    first, *others = _kinds_of(house.key)
    yield f"kind1={first}"
    yield from (f"kind={one}" for one in others)
    yield f"kinds={first}:{'+'.join(one for one in others if one != first)}"
    yield f"class1={class_of(words[0]) if words else ''}"
    yield from (f"class={one}" for one in classes_of(words))
    yield f"label={first}:{bool(_OF.search(house.key))}"
    yield f"person={bool(words) and is_given(words[0])}:{any(is_mainly_given(word) for word in told[:3])}:{first}"


def _words(key: str) -> list[str]:
    return [re.sub(r"\d", "0", word[:12]) for word in _WORD.findall(key)]


def _shape(document: _Document, house: House) -> Iterator[str]:
    value, first = house.value, _kinds_of(house.key)[0]
    row = house.cell.row
    size = row.height / max(house.reading.sheet.body_height, 1e-4)
    yield f"size={min(6, round(4 * size))}"
    yield f"size=widest:{row.height >= 0.97 * document.widest}"
    yield f"letters={min(8, len(value) // 8)}:{first}"
    yield f"letters={min(7, len(value.split()))}"
    yield f"case={'U' if value.isupper() else 'T' if value[:1].isupper() else 'l'}:{first}"
    yield f"case=digit:{any(sign.isdigit() for sign in value)}"
    yield f"case=quote:{'«' in value or chr(34) in value}"
    yield f"title={is_title(house.key)}:{first}"
    yield f"nest={house.is_wrapped}:{first}"
    yield f"part={house.part}:{house.parts}"
    whole = len(house.spans) == 1 and house.spans[0].end - house.spans[0].start > 0.9 * (
        house.cell.end - house.cell.start
    )
    yield f"part=whole:{whole}"
    span = house.spans[-1]
    after = span.row.text[span.end : span.row.cell_at(span.start).end].strip()
    before = house.spans[0].row.text[house.cell.start : house.spans[0].start].strip()
    yield f"sign={before[-1:] or 'none'}:before" if not before[-1:].isalnum() else "sign=word:before"
    yield f"sign={after[:1] or 'none'}:after" if not after[:1].isalnum() else f"sign=word:after:{first}"
    yield from (f"rest={name}" for name in _flags_of(fold_name(after)[:120]))
    yield f"rest=kind:{_kinds_of(fold_name(after)[:60])[0] if after else 'none'}:{first}"
    yield f"rest=kind:before:{_kinds_of(fold_name(before)[-60:])[0] if before else 'none'}:{first}"


def _flags_of(folded: str) -> list[str]:
    return [name for name, pattern in _FLAGS if pattern.search(folded)]


def _place(document: _Document, house: House) -> Iterator[str]:
    first = _kinds_of(house.key)[0]
    cell, rows = house.cell, house.reading.sheet.rows
    yield f"zone={house.zone}:{first}"
    yield f"zone={house.zone}:page:{house.reading.is_first}"
    yield f"x={int(cell.box.x0 * 8)}:{house.zone}"
    yield f"x=centre:{abs((cell.box.x0 + cell.box.x1) / 2 - 0.5) < 0.04}"
    yield f"y={int(cell.row.top * 20)}"
    yield f"row={min(8, cell.row.place)}:{house.zone}"
    yield f"row=last:{min(6, len(rows) - 1 - cell.row.place)}:{house.zone}"
    yield f"column={cell.place}:{min(4, len(cell.row.cells))}"
    yield f"first={first}:{document.firsts[house.zone, first] is cell}"
    yield from (f"seen=kind:{first}:{kind}" for kind in document.kinds)


def _told(document: _Document, house: House) -> Iterator[str]:
    """What other lines say of it: the same text again, the domain of an address, the town."""
    key = house.key
    yield f"seen={min(3, document.texts[key])}"
    elsewhere = document.cells.get(key, frozenset()) - {id(house.cell)}
    yield f"seen=elsewhere:{min(2, len(elsewhere))}"
    told = key.split(" ")
    shorter = (" ".join(told[:count]) for count in range(1, min(len(told), _WORDS_MAX)))
    yield f"seen=shorter:{any(document.texts[one] for one in shorter)}"
    words = [word for word in _words(key) if len(word) > 4]
    yield f"mail={any(word in document.mails for word in words)}"
    towns = [town for town in document.towns if town in key]
    yield f"town={bool(towns)}:{any(key.endswith(town) for town in towns)}:{any(key == town for town in towns)}"
    yield f"rule={'none' if not house.rule else min(4, int(house.rule * 5))}"
    labels = house.reading.labels[house.cell.row.place]
    start = house.spans[0].start
    yield from (f"told=before:{one.kind}" for one in labels if one.end <= start and _is_of(one, house))
    yield f"told=label:{any(one.start == start and one.at_start for one in labels)}"
    scope = house.reading.scope_of(house.cell.row, start)
    if scope is not None:
        yield f"told=scope:{scope.kind}"


def _is_of(label: Label, house: House) -> bool:
    return label.start >= house.cell.start or house.cell.place > 0


def _around(house: House) -> Iterator[str]:
    """The lines over and under it, and the cells beside."""
    sheet, cell = house.reading.sheet, house.cell
    at: Cell | None = cell
    for depth in range(1, 4):
        at = sheet.below(at.box, at.row, heights_max=2.0) if at is not None else None
        if at is None:
            yield f"under={depth}:none"
            break
        yield from (f"under={depth}:{name}" for name in _flags_of(at.folded))
        yield f"under={depth}:kind:{_kinds_of(at.folded)[0]}"
        if depth == 1:
            yield f"under=size:{round(2 * at.row.height / max(cell.row.height, 1e-4))}"
            yield from (f"down={word}" for word in _words(at.folded)[:3])
            yield from (f"under=class:{one}" for one in classes_of(_words(at.folded)[:6]))
    over = sheet.above(cell.box, cell.row, heights_max=2.0)
    if over is None:
        yield "over=none"
    else:
        yield f"over=styled:{bool(_STYLED.match(over.folded))}"
        yield f"over=kind:{_kinds_of(over.folded)[0]}"
        yield f"over=size:{round(2 * over.row.height / max(cell.row.height, 1e-4))}"
        yield from (f"over={name}" for name in _flags_of(over.folded))
        yield from (f"up={word}" for word in _words(over.folded)[:3])
    if cell.place > 0:
        left = cell.row.cells[cell.place - 1]
        yield from (f"left={word}" for word in _words(left.folded)[-3:])
        yield from (f"beside=left:{name}" for name in _flags_of(left.folded))
        yield f"beside=left:kind:{_kinds_of(left.folded)[0]}"
    if cell.place + 1 < len(cell.row.cells):
        right = cell.row.cells[cell.place + 1]
        yield from (f"beside=right:{name}" for name in _flags_of(right.folded))
        yield f"beside=right:kind:{_kinds_of(right.folded)[0]}"


def _rest(house: House) -> Iterator[str]:
    """Words just before the name in its cell."""
    before = house.spans[0].row.folded[house.cell.start : house.spans[0].start]
    yield from (f"near={word}" for word in _words(before)[-3:])
