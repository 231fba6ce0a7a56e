"""Labels of a patient: traits, and for a qualified identity alone the matricule INS with its datamatrix.

What lives here: which words a label carries and where they fall. What must not: formats of sheets (``label_sheets``).
Rule: INS/va1.03, INS/va1.10, INS/va1.15, INS/va1.53; Datamatrix INS v2.2; ins.md §8 (paper), §9.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from liane.codecs.barcode.datamatrix_ins import encode_payload
from liane.codecs.barcode.symbol import QUIET_MODULES, Modules, find_runs, modules
from liane.codecs.pdf.label_sheets import DEFAULT_SHEET, POINTS_PER_MM, LabelSheet
from liane.codecs.pdf.lines import clean_text
from liane.codecs.pdf.writer import Canvas, Description
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import RuleViolation
from liane.domain.identity.ins import INS, INSAuthority
from liane.domain.identity.person import Attribute, Person

LABELS_MAX = 2_000
MENTION = "INS à scanner"
MODULE_MM = 0.5
SYMBOL_MM_MAX = 22.0
_PADDING_MM = 2.5
_LEADING = 1.18
_SHRINK = 0.94
_SCALE_MIN = 0.4
_NATURES = {
    INSAuthority.NIR: "NIR",
    INSAuthority.NIA: "NIA",
    INSAuthority.NIR_TEST: "NIR, test",
    INSAuthority.NIR_DEMO: "NIR, démonstration",
}
_ATTRIBUTES = {Attribute.DOUTEUX: "douteuse", Attribute.FICTIF: "fictive", Attribute.HOMONYME: "homonyme"}
_MENTION_SIZE = 6.0
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLabel:
    """What one label is made of. ipp: empty, the person's own (type PI) is taken; stay_number: venue or dossier."""

    person: Person
    ipp: str = ""
    stay_number: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """One line of a label before it is wrapped."""

    text: str
    size: float
    is_bold: bool = False


def render_labels(
    labels: Sequence[IdentityLabel], *, created: datetime, sheet: LabelSheet = DEFAULT_SHEET, used: int = 0
) -> bytes:
    """Print labels in order as a PDF/A-1b. created: aware instant; used: places of the first page already used.

    The INS, in clear and as a symbol, stands only on the labels of persons whose INS may circulate; when a trait cannot
    stand in the symbol, the label keeps the matricule without it. No name goes to the file's own description.
    Raises ValueError for no label, more than LABELS_MAX, or used out of the sheet.
    Rule: INS/va1.03, INS/va1.10, INS/va1.15, INS/va1.53.
    """
    if not 0 < len(labels) <= LABELS_MAX or not 0 <= used < sheet.count:
        raise ValueError("labels or used places are out of bounds")
    canvas = Canvas(width=sheet.page_width * POINTS_PER_MM, height=sheet.page_height * POINTS_PER_MM)
    places = list(sheet.places())
    for rank, label in enumerate(labels, start=used):
        if rank == used or rank % sheet.count == 0:
            canvas.add_page()
        x, y = places[rank % sheet.count]
        _draw_label(canvas, label, (x * POINTS_PER_MM, y * POINTS_PER_MM), sheet)
    title = "Étiquette d'identité" if len(labels) == 1 else "Étiquettes d'identité"
    return canvas.render(Description(title=title, created=created.astimezone(PARIS)))


def _draw_label(canvas: Canvas, label: IdentityLabel, corner: tuple[float, float], sheet: LabelSheet) -> None:
    padding = _PADDING_MM * POINTS_PER_MM
    left, top = corner[0] + padding, corner[1] + padding
    width = sheet.width * POINTS_PER_MM - 2 * padding
    height = sheet.height * POINTS_PER_MM - 2 * padding
    rows = find_symbol(label.person)
    if rows:
        side_max = min(SYMBOL_MM_MAX * POINTS_PER_MM, height - _MENTION_SIZE * 1.6, width / 2)
        side = min(side_max, (len(rows) + 2 * QUIET_MODULES) * MODULE_MM * POINTS_PER_MM)
        _draw_symbol(canvas, rows, (left + width - side, top), side)
        width -= side + padding / 2
    _draw_texts(canvas, list(_compose(label)), (left, top), (width, height))


def find_symbol(person: Person) -> Modules:
    """The datamatrix of a person, nothing unless their INS may circulate and stands in a symbol.

    Rule: ins.md §9 « Generation only for an INS qualifiée ».
    """
    if not person.may_circulate or person.ins is None:
        return ()
    try:
        return modules(encode_payload(person.ins.ins, person.traits))
    except RuleViolation:
        return ()


def _draw_symbol(canvas: Canvas, rows: Modules, corner: tuple[float, float], side: float) -> None:
    """The symbol inside its quiet zone, and its mention centred below."""
    module = side / (len(rows) + 2 * QUIET_MODULES)
    x, y = corner[0] + QUIET_MODULES * module, corner[1] + QUIET_MODULES * module
    canvas.boxes(
        (x + column * module, y + row * module, length * module, module) for column, row, length in find_runs(rows)
    )
    mention_width = canvas.face(True).measure(MENTION) * _MENTION_SIZE / 1000
    canvas.text(
        corner[0] + (side - mention_width) / 2, corner[1] + side + _MENTION_SIZE, MENTION, _MENTION_SIZE, is_bold=True
    )


def _compose(label: IdentityLabel) -> Iterator[_Text]:
    person, traits = label.person, label.person.traits
    yield _Text(traits.birth_family or "Nom de naissance inconnu", 10.5, is_bold=True)
    yield _Text(traits.birth_givens or traits.birth_given or "Prénom inconnu", 9.5, is_bold=True)
    used = " ".join(part for part in (traits.used_family, traits.used_given) if part)
    if used:
        yield _Text(f"Utilisé : {used}", 7.5)
    born = show_birth_date(traits.birth_date)
    place = f", lieu {traits.birth_place}" if traits.birth_place else ""
    yield _Text(f"Né(e) le {born}{place}" if born else "Date de naissance inconnue", 8.0)
    yield _Text(f"Sexe : {traits.sex if traits.sex in ('M', 'F') else 'inconnu'}", 8.0)
    if person.may_circulate and person.ins is not None:
        yield _Text(f"Matricule INS ({name_nature(person.ins.ins)}) :", 8.0, is_bold=True)
        yield _Text(show_matricule(person.ins.ins).replace(" ", NO_BREAK), 8.5, is_bold=True)
    else:
        yield _Text(_tell_standing(person), 7.0)
    ipp = label.ipp or next((one.value for one in person.identifiers if one.type_code == "PI"), "")
    if ipp:
        yield _Text(f"IPP : {ipp}", 8.0)
    if label.stay_number:
        yield _Text(f"Venue : {label.stay_number}", 8.0)


def _tell_standing(person: Person) -> str:
    """Why there is no INS: the status, and the attribute that forbids it."""
    words = [word for attribute, word in _ATTRIBUTES.items() if attribute in person.attributes]
    return ", ".join((f"Identité {person.status.value}", *words))


def show_birth_date(value: str) -> str:
    """``yyyyMMdd`` as ``dd/MM/yyyy``, unknown parts ``00`` as they are; another form unchanged."""
    return f"{value[6:]}/{value[4:6]}/{value[:4]}" if len(value) == 8 else value


def show_matricule(ins: INS) -> str:
    """A matricule in groups, key last. Rule: ins.md §2, §8 (paper)."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return " ".join(ins.matricule[start:end] for start, end in pairwise(cuts))


def name_nature(ins: INS) -> str:
    """The nature of a matricule (NIR or NIA), and whether it is one of test. Rule: ins.md §3."""
    return _NATURES[ins.authority] if ins.authority else "autorité inconnue"


def _draw_texts(canvas: Canvas, texts: Sequence[_Text], corner: tuple[float, float], room: tuple[float, float]) -> None:
    """Write the texts one under the other, all smaller together until they fit."""
    scale = 1.0
    lines = list(_wrap_all(canvas, texts, room[0], scale))
    while sum(line.size for line in lines) * _LEADING > room[1] and scale > _SCALE_MIN:
        scale *= _SHRINK
        lines = list(_wrap_all(canvas, texts, room[0], scale))
    y = corner[1]
    for line in lines:
        y += line.size * _LEADING
        canvas.text(corner[0], y - line.size * 0.25, line.text, line.size, is_bold=line.is_bold)


def _wrap_all(canvas: Canvas, texts: Iterable[_Text], width: float, scale: float) -> Iterator[_Text]:
    for text in texts:
        size = text.size * scale
        for part in _wrap(canvas, clean_text(text.text), width * 1000 / size, text.is_bold):
            yield _Text(part, size, text.is_bold)


def _wrap(canvas: Canvas, text: str, units: float, is_bold: bool) -> Iterator[str]:
    """Cut a text between words, and inside a word that no line can hold, after a hyphen if it has one.

    Nothing is ever left out.
    """
    measure = canvas.face(is_bold).measure
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= units:
            line = longer
            continue
        if line:
            yield line
        line = word
        while measure(line) > units and len(line) > 1:
            cut = next(count for count in range(len(line) - 1, 0, -1) if count == 1 or measure(line[:count]) <= units)
            cut = line.rfind("-", 0, cut) + 1 or cut
            yield line[:cut]
            line = line[cut:]
    yield line
