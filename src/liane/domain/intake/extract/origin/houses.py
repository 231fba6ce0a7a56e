"""Lines, and parts of lines, that may name the house a document comes from: letterheads, feet, signatures, labels.

What lives here: the candidates that the ranker of houses weighs (``rank_houses``). What must not: their features
(``house_features``), the choice. Rule: intake.md §3 (establishment), §7 (a ranker over candidates).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.surface.evidence import Found
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Row, Span

HOUSES_MAX = 160
"""Candidates of one document that are weighed."""
_OF_CELL_MAX = 10
_PARTS_MAX = 6
_LETTERS_MAX = 100
_TEXT_MAX = 240
"""Letters of a cell that are looked at: a name stands at its head."""
_HEAD_MAX, _FOOT_MIN = 0.34, 0.86
_SIGNED_ROWS = 7
_WRAPPED_HEIGHTS, _WRAPPED_ROWS = 1.5, 8
_FIRST_ROWS, _BIG = 7, 1.25
KINDS = (
    r"CENTRES? HOSP|C\.?H\.?[RUISM]?\.?[USC]?\b|CHU\b|CHRU\b|EPSM\b|GHT?\b|HOPITA|GROUPE |POLYCLINIQUE|CLINIQUE|"
    r"LABORATOIRE|LABM\b|LBM\b|CABINET|MAISON |CENTRE |INSTITUT|EHPAD|RESIDENCE|PHARMACIE|OFFICINE|CAISSE|CPAM\b|"
    r"MUTUELLE|FONDATION|ASSOCIATION|MATERNITE|HAD\b|SMR\b|SSR\b|MSP\b|POLE |CMP\b|CMPP\b|CSAPA\b|SSIAD\b|ITEP\b|IME\b|"
    r"RESEAU |SELARL|SELAS|SCM\b|GIE\b|IMAGERIE|RADIOLOGIE|EMSP\b|FOYER|SERVICE |UNITE "
)
_KIND = re.compile(rf"(?<![A-Z'’-])(?:{KINDS})")
_JOINT = re.compile(
    r" ?[—·•|☎✆◆●/] ?| [–-] |[ ,]*(?=\()|\) ?|, ?| ?: |[.…]{3,}:? ?| {2,}|"
    r" ?(?=\b(?:TEL|TELEPHONE|FAX|SIRET|SIREN|FINESS|RPPS|ADELI|BP|CS|CAPITAL|COURRIEL|STANDARD|SECRETARIAT|REF)\b)|"
    r" ?(?=\d{1,4}(?: ?(?:BIS|TER))?[ ,]+(?:RUE|AV|AVENUE|BD|BOULEVARD|PL|PLACE|ALLEE|CHEMIN|IMPASSE|QUAI|COURS|ROUTE|"
    r"SQUARE|ESPLANADE|FAUBOURG|SENTE|SENTIER|PASSAGE|VOIE|MAIL|PROMENADE|ROND)\b)|"
    r" ?(?=(?<![0-9])0\d(?:[ .]?\d{2}){4})|,? (?=LE \d)|,? (?=DU \d)| (?=\d{5} [A-Z])"
)
_EDGES = " \t,;:.*_–—-|·•/()=>☐☒✚+#"
_NOTHING = re.compile(
    r"(?:FAX|TELECOPIE|E-?MAIL|COURRIEL|MESSAGE|SCANNE|ARCHIVE|COPIE|DUPLICATA|URGENT|SPECIMEN|SECRETARIAT M ?EDICAL|"
    r"BOITE D[E'](?: RECEPTION| ENVOI)?|MESSAGERIE(?: SECURISEE| ELECTRONIQUE| DE SANTE)*|IMPRESSION DU MESSAGE|"
    r"BIOLOGISTES MEDICAUX)S?$|MEMBRE D'UNE?\b|WEBMAIL|MESSAGERIE (?:SECURISEE|DE SANTE)\b|"
    r"(?:VUE?|RECUE?|ARRIVEE?|APPELEE?|SCANNEE?|CLASSEE?|TRAITEE?|ENTREE?) LE\b|(?:MME|MADAME|MLLE|MONSIEUR) |"
    r"[\d .,/:+()-]*$|.*@|(?:HTTPS?:|WWW\.)|(?:LE |DU )?\d{1,2}[ ./-]"
)
_SMALL = re.compile(r"[a-zà-ÿ]")
ACRONYM = re.compile(r"[A-Z.]{3,14} [–-] (?:ASSOCIATION|FONDATION|GROUPE|RESEAU|UNION|INSTITUT|SOCIETE)\b")
"""« TESTAS – Association pour … »: letters and what they stand for, one name."""
_TITLED = re.compile(
    r" (?=(?:COMPTE[ -]RENDU|LETTRE|ORDONNANCE|CERTIFICAT|RESULTATS?|FICHE|BULLETIN|COURRIER|SYNTHESE|CONVOCATION)\b)"
)
_NEW = re.compile(r"\b(?:NOUVEL(?:LE)?|GRANDE?|ANCIEN(?:NE)?) $")
_FAX = re.compile(r"\bLE$|\bDU$")
_OWN_LINES, _OWN_HEIGHTS = 3, 2.0
"""Lines under a name that say where they work, and how tight they stand."""
_OWN = re.compile(
    r"(?:CENTRES? HOSP|CHU|CHRU|CHR|CH |CHI |HOPITA|POLYCLINIQUE|CLINIQUE|LABORATOIRE|LABM|LBM|CABINET|"
    r"MAISON (?:DE|MEDIC|PLURI)|CENTRE (?:DE SANTE|MEDICAL|D'IMAGERIE|DE RADIOLOGIE)|INSTITUT|EHPAD|PHARMACIE|"
    r"POLE (?:DE )?SANTE|POLE MEDICAL|GROUPE (?:MEDICAL|HOSP)|IMAGERIE|MSP )"
)


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """One candidate. spans: its words, on a line or two; cell: where it begins; part, parts: its rank among those of
    the cell, and how many there are; is_wrapped: it goes on under its line; zone: head, foot, signed, label.
    value: the name as printed; key: as names are compared. rule: how sure the rules are of it, 0 when they are silent.
    """

    reading: PageReading
    cell: Cell
    spans: tuple[Span, ...]
    part: int
    parts: int
    zone: str
    value: str
    key: str
    is_wrapped: bool = False
    rule: float = 0.0


def own_cells(reading: PageReading, cell: Cell) -> Iterator[Cell]:
    """« Cabinet médical du Lac » under the name of who writes: the cells of such a block that name a house."""
    at: Cell | None = cell
    for _ in range(_OWN_LINES):
        at = reading.sheet.below(at.box, at.row, heights_max=_OWN_HEIGHTS) if at is not None else None
        if at is None:
            return
        if _OWN.match(at.folded):
            yield at


def find_houses(
    readings: Sequence[PageReading], found: Sequence[Found], own: Sequence[tuple[PageReading, Cell]] = ()
) -> list[House]:
    """Every candidate of a document, each place once: at most HOUSES_MAX.

    found: what rules hold for a house. own: cells that name one under who writes, wherever they stand.
    """
    houses: list[House] = [_of_rule(readings, one) for one in found if one.spans]
    for reading in readings:
        for row in reading.sheet.rows:
            zone = _zone(reading, row)
            if not zone:
                continue
            for cell in row.cells:
                houses.extend(_of_cell(reading, cell, zone))
    for reading, cell in own:
        if not _zone(reading, cell.row):
            houses.extend(_of_cell(reading, cell, "signed"))
    kept: dict[tuple[tuple[int, int, int, int], ...], House] = {}
    for one in houses:
        if one.key:
            kept.setdefault(_place(one), one)
    return list(kept.values())[:HOUSES_MAX]


def _place(one: House) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((span.row.page, span.row.place, span.start, span.end) for span in one.spans)


def _of_rule(readings: Sequence[PageReading], found: Found) -> House:
    row = found.spans[0].row
    reading = next(one for one in readings if one.sheet.number == row.page)
    cell = row.cell_at(found.spans[0].start)
    zone = _zone(reading, row) or "label"
    return _make(reading, cell, found.spans, (0, 1), zone, rule=round(found.confidence, 3))


def _make(
    reading: PageReading, cell: Cell, spans: tuple[Span, ...], part: tuple[int, int], zone: str, *, rule: float = 0.0
) -> House:
    value = " ".join(" ".join(span.raw for span in spans).split())
    return House(
        reading=reading,
        cell=cell,
        spans=spans,
        part=part[0],
        parts=part[1],
        zone=zone,
        value=value,
        key=fold_name(value),
        is_wrapped=len(spans) > 1,
        rule=rule,
    )


def _zone(reading: PageReading, row: Row) -> str:
    """Where a house may be named: the head or the foot of the first page, the end of the last one."""
    if reading.is_first and row.top < _HEAD_MAX:
        return "head"
    if row.top > _FOOT_MIN and (reading.is_first or reading.is_last):
        return "foot"
    if reading.is_last and row.place >= len(reading.sheet.rows) - _SIGNED_ROWS:
        return "signed"
    return ""


def _of_cell(reading: PageReading, cell: Cell, zone: str) -> Iterator[House]:
    """Parts of a cell, alone or with those that follow, and the line under it where the name goes on."""
    parts = list(_parts(cell))
    made = 0
    is_acronym = ACRONYM.match(cell.folded) is not None
    for first, (start, _) in enumerate(parts):
        if is_acronym and first == 1:
            continue  # what the letters stand for is no other house
        for last in range(first + (is_acronym and first == 0), min(len(parts), first + 3)):
            span = _trim(cell.row, start, parts[last][1])
            if span is None or not _may_name(reading, span, zone, is_alone=last == first or first == 0):
                continue
            yield _make(reading, cell, (span,), (first, len(parts)), zone)
            made += 1
            for inner in (_inner(cell.row, span), _before_title(cell.row, span)) if last == first else ():
                if inner is not None:
                    yield _make(reading, cell, (inner,), (first, len(parts)), zone)
            if made >= _OF_CELL_MAX:
                return
    if parts and zone == "head" and cell.row.place < _WRAPPED_ROWS:
        yield from _wrapped(reading, cell, parts, zone)


def _parts(cell: Cell) -> Iterator[tuple[int, int]]:
    """Places of the parts of a cell in its row, cut at joints, addresses and numbers."""
    begin, end = cell.start, min(cell.end, cell.start + _TEXT_MAX)
    count = 0
    for joint in _JOINT.finditer(cell.row.folded, begin, end):
        if joint.start() > begin:
            yield begin, joint.start()
            count += 1
        begin = max(begin, joint.end())
        if count >= _PARTS_MAX:
            return
    if begin < end:
        yield begin, end


def _trim(row: Row, start: int, end: int) -> Span | None:
    text = row.text[start:end]
    left = len(text) - len(text.lstrip(_EDGES))
    right = len(text.rstrip(_EDGES))
    if not 3 <= right - left <= _LETTERS_MAX or sum(sign.isalpha() for sign in text[left:right]) < 3:
        return None
    span = Span(row, start + left, start + right)
    if _NOTHING.match(row.folded, span.start, span.end) or _FAX.search(row.folded, span.start, span.end):
        return None
    return span


def _may_name(reading: PageReading, span: Span, zone: str, *, is_alone: bool) -> bool:
    """False for what is hardly worth weighing: small letters, and lower than the first lines what tells no house."""
    row = span.row
    if _KIND.search(row.folded, span.start, span.end) is not None:
        return True
    if not is_alone or zone == "signed" or not (row.text[span.start].isupper() or row.text[span.start].isdigit()):
        return False
    is_big = row.height > _BIG * reading.sheet.body_height
    return zone == "foot" or row.place < _FIRST_ROWS or is_big


def _inner(row: Row, span: Span) -> Span | None:
    """« Dossier d'anesthésie Clinique de l'Aubépine »: what begins at words that tell a house."""
    for match in _KIND.finditer(row.folded, span.start + 1, span.end):
        is_led = _NEW.search(row.folded, span.start, match.start()) is not None
        if match.start() > span.start + 1 and row.text[match.start()].isupper() and not is_led:
            return _trim(row, match.start(), span.end)
    return None


def _before_title(row: Row, span: Span) -> Span | None:
    """« Centre hospitalier du Lac COMPTE RENDU D'ACCOUCHEMENT »: what stands before a title in capitals."""
    match = _TITLED.search(row.folded, span.start, span.end)
    if (
        match is None
        or not row.text[match.end() : span.end].isupper()
        or row.text[span.start : match.start()].isupper()
    ):
        return None
    return _trim(row, span.start, match.start())


def _wrapped(reading: PageReading, cell: Cell, parts: Sequence[tuple[int, int]], zone: str) -> Iterator[House]:
    """A name that goes on under its line, or beside it after a gap."""
    last = _trim(cell.row, parts[-1][0], parts[-1][1])
    if last is None:
        return
    nexts = []
    if cell.place + 1 < len(cell.row.cells):
        beside = cell.row.cells[cell.place + 1]
        nexts += [beside] if _SMALL.match(beside.text) else []
    under = reading.sheet.below(cell.box, cell.row, heights_max=_WRAPPED_HEIGHTS)
    if under is not None and 0.6 < under.row.height / max(cell.row.height, 1e-6) < 1.6:
        nexts.append(under)
    for one in nexts:
        rest = next(iter(_parts(one)), None)
        span = _trim(one.row, *rest) if rest is not None else None
        if span is not None:
            yield _make(reading, cell, (last, span), (len(parts) - 1, len(parts)), zone)
