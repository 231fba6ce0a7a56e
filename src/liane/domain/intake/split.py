"""Where one document ends and the next begins in a file: by identities, numbering, letterheads, separators.

What lives here: the cuts. What must not: reading the fields of a document. Two patients are never joined; in doubt, a
page whose identity differs begins a document.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from liane.domain.intake.classify.titles import find_main_title
from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, ReadDocument, Role
from liane.domain.intake.page import Page

PAGES_MAX = 400
SURE_MIN = 0.6
"""Below this confidence an identity read on a page does not cut."""
_HEAD_TO = 0.14
"""Where the top of a page ends."""
_HEAD_SHARED_MIN = 0.34
_HEAD_OTHER_MAX = 0.1
"""Of the words of two heads: two senders write of one person."""
_HEAD_SAME_MIN = 0.6
"""Of the words of two heads that one document bears, letters misread apart."""
_GENERIC = frozenset(
    {"SERVICE", "POLE", "CENTRE", "HOPITAL", "HOSPITALIER", "CLINIQUE", "POLYCLINIQUE", "CABINET", "LABORATOIRE",
     "MAISON", "SANTE", "MEDICAL", "MEDICALE", "BIOLOGIE", "BIOLOGISTES", "IMAGERIE", "PRATICIENS", "MEDECINE",
     "DOCTEUR", "CHIRURGIE", "FINESS", "EDITE", "AVENUE", "PLACE", "BOULEVARD", "ALLEE", "CHEMIN", "IMPASSE",
     "SECRETARIAT", "TELEPHONE", "PRIVE", "NAISSANCE", "PRENOM", "PRENOMS", "PREMIER", "FAMILLE", "USAGE", "PATIENT",
     "PATIENTE", "GENRE", "FEMME", "HOMME", "FEMININ", "MASCULIN"}
)  # fmt: skip
"""Words that the tops of pages share whoever writes them, the labels of an identity among them."""
_SOME_DAY = "2099-12-31"
"""Dates are only compared between pages: any day after them serves."""
_NUMBERING = re.compile(
    r"(?:PAGES?|P\.?|FEUILLET)\s*:?\s*([\dIL]\d{0,2})\s*(?:/|SUR|DE)\s*(\d{1,3}|[ZSBILO](?![A-Z0-9]))"
    r"|^\s*(\d{1,2})\s*/\s*(\d{1,2})\s*$"
)
_FIGURES = str.maketrans("ZSBILO", "258110")
_COVER = re.compile(
    r"^\W*(?:MESSAGE PAR |ENVOI (?:PAR|DE) |TRANSMISSION PAR |BORDEREAU D(?:E |')(?:ENVOI|TRANSMISSION|TELECOPIE|FAX)|"
    r"PAGE DE GARDE|FICHE (?:DE LIAISON )?FAX|(?:TELECOPIE|FAX)\W*$)"
)
_COVER_LINES_MAX = 8
"""Lines at the top of a page where a cover sheet says that it is one: it begins what is sent with it."""
_OWN_NUMBER = re.compile(
    r"(?:^|[ -])(?:PAGE|FEUILLET|FOLIO)\s*:?\s*(?:N°\s*)?(\d{1,3})\s*$"
    r"|^\s*P\.\s*(\d{1,3})\s*$|^\s*-\s*(\d{1,3})\s*-\s*$"
)
"""A page that numbers itself without saying of how many."""
_FOLLOWS = re.compile(r"^\W*(?:SUITE\b|PAGE SUIVANTE\b|.{0,60}\(SUITE\)\s*$)")
_GOES_ON = re.compile(
    r"\b(?:SUITE|TOURNEZ)\b.{0,12}(?:PAGE|VERSO|AU DOS|S\.?V\.?P)|\bPAGE SUIVANTE\b|"
    r"^\W*(?:A SUIVRE|T\.?S\.?V\.?P\.?|\.{2,3} ?/ ?\.{2,3})\W*$"
)
"""A page that says that the next one goes on."""
_RUNNING = re.compile(r"(.*[A-Z]{3}.*[^0-9/.:,])([1-9]\d?)\W{0,3}$")
_NO_RUNNING = re.compile(
    r"\d|\b(?:CHAMBRE|CH|LIT|BOX|POSTE|TEL|DOSSIER|N|NO|NUMERO|REF|SECTEUR|ETAGE|BATIMENT|ESCALIER)\b"
)
LINE_CHARS_MAX = 120
_FOOT_WORDS_MIN = 2
_FAX = re.compile(r"TELECOPI|\bFAX\b")
"""Machines number the pages of their own sending."""
_SENT = re.compile(r"\W*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} \d{1,2} ?[:H] ?\d{2}\b")
"""A day and an hour that a fax machine prints before its numbers."""
_OPENING_LINES, _TITLE_LINES = 8, 4
_ENDING_LINES = 10
_REACHED = re.compile(r"\b\d{5} [A-Z]{3}|\b0[1-9](?:[ .]?\d\d){4}\b")
"""A town with its postal code, or a number to call."""
_OPENS = re.compile(
    r"\b(?:TEL|TELEPHONE|FAX|SIRET|FINESS|PATIENTE?|NOM|PRENOMS?|NEE? LE|NAISSANCE|DDN|IPP|INS|CONSULTATIONS? SUR|"
    rf"ORDONNANCE|CERTIFICAT)\b|@|{_REACHED.pattern}|"
    r"^\W*(?:(?:MON |MA |TRES )?CHERE?S?|OBJET|CONCERNE|MADAME|MONSIEUR|MME|MR|M\.|MLLE|A L'ATTENTION)\b"
)
"""What stands at the top of a document of its own: an address, a number to call, a patient, a greeting."""
_BULLET = re.compile(r"[•●▪◦‣·–—*+-] ?\S")
_CLOSES = re.compile(
    r"\W*(?:JE VOUS (?:PRIE|REMERCIE|ADRESSE)|VEUILLEZ (?:CROIRE|AGREER|RECEVOIR)|(?:BIEN |TRES )?CONFRATERNELLEMENT|"
    r"(?:BIEN |TRES )?CORDIALEMENT|BIEN A VOUS|EN VOUS REMERCIANT|(?:EN )?RESTANT A VOTRE|"
    r"AVEC MES (?:REMERCIEMENTS|SALUTATIONS)|RECEVEZ|CROYEZ|NOUS VOUS PRIONS)\b"
)
_DOSE = re.compile(r"[A-ZÀ-Ý][^\n:,;]{2,50} \d+(?:[.,]\d+)? ?(?:mg|g|µg|UI|mL|ml|gouttes)\b[^\n]{0,80}(?:\n|$)")
"""A drug and its dose: a list of treatments goes on, whatever became of its bullets."""
_SENTENCE = re.compile(r"[^\n]*\b[a-zà-ÿ]{2,} [^\n]*[.;](?:\n|$)")
_SENTENCE_WORDS_MIN = 7
_DOCTOR = r"(?:DRS?|DOCTEURE?|PR|PROFESSEURE?)\b\.? [A-Z][A-Z' \-]{2,50}"
_SIGNS = re.compile(rf"\W*(?:{_DOCTOR}$|(?:FAIT |[A-Z][A-Z' \-]{{2,30}}, ?)(?:A [A-Z' \-]{{2,30}},? ?)?LE \d)")
"""A page that opens with a doctor's name alone, or with the place and the day: what stands under a text."""
_SIGNATURE = re.compile(rf"\W*(?:P/?O )?{_DOCTOR}\W*$|.*\bSIGNEE?\b")
_SEPARATOR = re.compile(r"SEPARAT(?:EUR|ION)|INTERCALAIRE|NOUVEAU DOCUMENT|PATCH ?(?:T|CODE)|FEUILLE DE SEPARATION")
_FAMILIES = (FieldName.BIRTH_NAME, FieldName.USED_NAME)
_SEPARATOR_CODES = (b"PATCHT", b"PATCH T", b"SEPARATEUR", b"SEPARATOR", b"LIANE-SEP")
_ESTABLISHMENTS = re.compile(
    r"\b(?:HOPITAL|HOSPITALIER|CHU|CHR|CLINIQUE|POLYCLINIQUE|CENTRE|CABINET|LABORATOIRE|MAISON|INSTITUT|CAISSE|MUTUELLE)\b"
    r"|\bGROUPE HOSPITALIER\b|\b(?:DOCTEUR|DR)\b"
)


@dataclass(slots=True, kw_only=True)
class _Evidence:
    """What one page says of where it belongs. Sets hold normalised values; empty: says nothing."""

    number: int
    is_blank: bool = False
    is_separator: bool = False
    matricules: set[str] = field(default_factory=set)
    births: set[str] = field(default_factory=set)
    several: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    givens: set[str] = field(default_factory=set)
    episodes: set[str] = field(default_factory=set)
    place: tuple[int, int] | None = None
    own_number: int = 0
    counted: set[tuple[str, int]] = field(default_factory=set)
    is_told_following: bool = False
    is_told_on: bool = False
    is_cover: bool = False
    is_headed: bool = False
    is_opened: bool = False
    is_in_capitals: bool = False
    is_text_on: bool = False
    is_signing: bool = False
    is_signed: bool = False
    head: frozenset[str] = frozenset()
    top: frozenset[str] = frozenset()
    foot: frozenset[str] = frozenset()
    title: str = ""
    has_establishment: bool = False


def split_pages(pages: Sequence[Page]) -> tuple[tuple[int, ...], ...]:
    """Group the pages of a file into documents: page numbers, in order; every page is in exactly one group.

    Separator sheets and blank pages go with the document before them (the first ones, with the document after).
    Raises ValueError when there are more than PAGES_MAX pages. Rule: intake.md §1.5 (never merge two patients).
    """
    if len(pages) > PAGES_MAX:
        raise ValueError(f"more than {PAGES_MAX} pages")
    if len(pages) == 1:
        return ((pages[0].number,),)
    groups: list[list[_Evidence]] = []
    pending: list[_Evidence] = []
    is_cut = True
    for page in pages:
        evidence = _look(page)
        if evidence.is_blank or evidence.is_separator:
            (groups[-1] if groups else pending).append(evidence)
            is_cut = is_cut or evidence.is_separator
            continue
        if is_cut or not groups or _begins(evidence, groups[-1]):
            groups.append([*pending, evidence])
            pending = []
        else:
            groups[-1].append(evidence)
        is_cut = False
    if pending:
        groups.append(pending)
    return tuple(tuple(one.number for one in group) for group in groups)


def part_documents(pages: Sequence[Page]) -> tuple[tuple[Page, ...], ...]:
    """Group the pages of a file into documents, each paper of a page that holds several being one.

    Blank pages and separator sheets after such a page go with its last paper. Rule: intake.md §1.5.
    """
    documents: list[tuple[Page, ...]] = []
    run: list[Page] = []
    for page in pages:
        if page.papers:
            documents.extend(_part_run(run))
            documents.extend((paper,) for paper in page.papers)
            run = []
        elif documents and not run and _says_nothing(page):
            documents[-1] = (*documents[-1], page)
        else:
            run.append(page)
    return (*documents, *_part_run(run))


def _part_run(pages: Sequence[Page]) -> list[tuple[Page, ...]]:
    groups = split_pages(pages) if pages else ()
    return [tuple(page for page in pages if page.number in group) for group in groups]


def _says_nothing(page: Page) -> bool:
    return page.is_blank or not (page.words or page.symbols) or _is_separator(page, fold(page.text).splitlines())


def says_it_follows(before: Sequence[Page], after: Sequence[Page]) -> bool:
    """True when the first written page of a group says that it goes on from the last one of the group before.

    Its number comes next (« 2/3 » after « 1/3 », « p. 2 » after « p. 1 »), or it opens with « suite », or the one
    before ends with « suite page suivante ». Rule: intake.md §1.5 (« page 1/2 » numbering).
    """
    last = next((page for page in reversed(before) if page.words), None)
    first = next((page for page in after if page.words), None)
    if last is None or first is None:
        return False
    ended, begun = _numbered(last), _numbered(first)
    return begun.is_told_following or ended.is_told_on or _comes_next(begun, ended)


def begins_inside(pages: Sequence[Page]) -> bool:
    """True when the first written page of a group says that it is not the first of its document: « 2/2 »."""
    first = next((page for page in pages if page.words), None)
    place = _numbered(first).place if first is not None else None
    return place is not None and place[0] > 1


def _numbered(page: Page, evidence: _Evidence | None = None) -> _Evidence:
    """What a page says of its own place."""
    evidence = evidence or _Evidence(number=page.number)
    lines = fold(page.text.replace("’", "'")).splitlines()
    evidence.place = _numbering(lines)
    evidence.own_number = _own_number(lines)
    evidence.counted = _counted(lines)
    evidence.is_told_following = any(_FOLLOWS.search(line) for line in lines[:2])
    evidence.is_told_on = any(_GOES_ON.search(line[:LINE_CHARS_MAX]) for line in lines[-2:])
    return evidence


def _comes_next(evidence: _Evidence, previous: _Evidence) -> bool:
    """True for the page that its number, or that of a running head or foot, puts after another one."""
    if evidence.place and previous.place:
        return evidence.place == (previous.place[0] + 1, previous.place[1])
    if 1 <= previous.own_number == evidence.own_number - 1:
        return True
    if evidence.own_number == 2 and not (previous.own_number or previous.place):
        return True  # « page 2 » after a first page without number
    return any((text, number + 1) in evidence.counted for text, number in previous.counted)


def _counted(lines: Sequence[str]) -> set[tuple[str, int]]:
    """Running heads and feet that end with a number, « MARTIN Jeanne - bilan - 2 », but places and numbers of files."""
    found = (_RUNNING.match(line.strip()[:LINE_CHARS_MAX]) for line in (*lines[:3], *lines[-3:]))
    told = {(match.group(1).strip(), int(match.group(2))) for match in found if match is not None}
    return {(text, number) for text, number in told if not _NO_RUNNING.search(text)}


def _look(page: Page) -> _Evidence:
    evidence = _Evidence(number=page.number)
    if page.is_blank or not (page.words or page.symbols):
        evidence.is_blank = True
        return evidence
    lines = fold(page.text.replace("’", "'")).splitlines()
    evidence.is_separator = _is_separator(page, lines)
    read = extract_fields([page], received_on=_SOME_DAY)
    evidence.matricules = _sure(read, FieldName.INS)
    evidence.births = _sure(read, FieldName.BIRTH_DATE)
    evidence.several = _births_of_several(read)
    evidence.written = _sure(read, FieldName.DOC_DATE)
    evidence.families = {fold(one) for name in _FAMILIES for one in _sure(read, name)}
    evidence.givens = {fold(one).split()[0] for one in _sure(read, FieldName.FIRST_NAME) if one.split()}
    evidence.episodes = _sure(read, FieldName.EPISODE)
    _numbered(page, evidence)
    evidence.is_cover = any(_COVER.search(line) for line in lines[:_COVER_LINES_MAX])
    evidence.head = _letterhead(page) - evidence.families - evidence.givens
    evidence.top = frozenset(word for line in lines[:2] for word in re.findall(r"[A-Z]{4,}", line[:LINE_CHARS_MAX]))
    evidence.foot = _foot(page)
    opening = [line[:LINE_CHARS_MAX] for line in lines[:_OPENING_LINES] if not _SENT.match(line)]
    is_opened = evidence.is_opened = any(map(_OPENS.search, opening))
    raw = [line for line in page.text.splitlines()[:_TITLE_LINES] if not _SENT.match(fold(line))]
    evidence.is_in_capitals = any(line.isupper() and len(line.split()) > 1 for line in raw)
    evidence.is_text_on = not is_opened and bool(lines) and _goes_on_from(page.text.lstrip(), lines[0])
    evidence.is_signing = not is_opened and bool(lines) and _SIGNS.match(lines[0]) is not None
    evidence.is_signed = any(_SIGNATURE.match(line) for line in lines[-_ENDING_LINES:])
    evidence.has_establishment = any(_ESTABLISHMENTS.match(line) for line in lines[:3])
    reached = any(_REACHED.search(line[:LINE_CHARS_MAX]) for line in lines[:_OPENING_LINES])
    evidence.is_headed = evidence.has_establishment and reached
    evidence.title = find_main_title(page)
    return evidence


def _sure(read: ReadDocument, name: FieldName) -> set[str]:
    value = read.fields.get(name)
    return {value.chosen.value} if value is not None and value.chosen.confidence >= SURE_MIN else set()


def _births_of_several(read: ReadDocument) -> set[str]:
    """Birth dates of the patients of a page that names several: the next page may follow for any of them."""
    if not read.several_patients:
        return set()
    births = (one.birth_date for one in read.mentions if one.role is Role.PATIENT)
    return {one.value for one in births if one is not None}


def _begins(evidence: _Evidence, group: Sequence[_Evidence]) -> bool:
    """True when the page does not belong with the group before it."""
    known = _gather(group)
    is_untitled = not evidence.title and not evidence.has_establishment
    if is_untitled and evidence.births and evidence.births <= known.several:
        return False  # whose page it is, nobody can tell: it stays with the one that names them both
    previous = next((one for one in reversed(group) if not (one.is_blank or one.is_separator)), group[-1])
    if _is_somebody_else(evidence, known) and not _is_one_document(evidence, known, previous):
        return True
    told = _numbered_apart(evidence, previous)
    if told is not None:
        return told
    if evidence.is_cover and not previous.is_cover:
        return True
    if _differs(evidence.episodes, known.episodes):
        return True
    if _follows(evidence, previous):
        return False
    return not _is_bare_text(evidence, previous) and _has_new_head(evidence, group)


def _numbered_apart(evidence: _Evidence, previous: _Evidence) -> bool | None:
    """What the numbering says: True where the page begins a document, False where it goes on, None: nothing."""
    if evidence.place and previous.place and evidence.place[1] == previous.place[1]:
        if evidence.place[0] == previous.place[0] + 1:
            return False
        return True if evidence.place[0] <= previous.place[0] else None
    if evidence.place:
        return True if evidence.place[0] == 1 else None
    is_ended = previous.place is not None and previous.place[0] == previous.place[1]
    return True if is_ended and not _follows(evidence, previous) else None  # « page 2/2 » ended the one before


def _follows(evidence: _Evidence, previous: _Evidence) -> bool:
    """The page says that it follows, or it names nobody, bears no title and has the foot of the page before, or goes on
    with the text of a page that nobody signed yet, or signs it. After a signature, a page in the middle of a text may
    be of anybody.
    """
    if evidence.is_told_following or previous.is_told_on or _comes_next(evidence, previous):
        return True
    if evidence.matricules or evidence.births or evidence.families or evidence.givens:
        return False
    if evidence.is_text_on and not previous.is_signed:
        return True
    if evidence.title:
        return False
    if len(evidence.foot) >= _FOOT_WORDS_MIN and evidence.foot == previous.foot:
        return True
    return evidence.is_signing and not previous.is_signed


def _is_somebody_else(evidence: _Evidence, known: _Evidence) -> bool:
    """The identity of the page contradicts that of the group: INS, birth date, an INS of another birth, or names."""
    if evidence.matricules & known.matricules or _is_running_head(evidence, known):
        return False
    if _differs(evidence.matricules, known.matricules) or _differs(evidence.births, known.births):
        return True
    if _differs(_months(evidence), _months(known)):
        return True
    has_same_birth = bool(evidence.births & known.births)
    if _differs(evidence.givens, known.givens) and not has_same_birth:
        return True
    return _differs(evidence.families, known.families) and not (has_same_birth and evidence.givens & known.givens)


def _is_one_document(evidence: _Evidence, known: _Evidence, previous: _Evidence) -> bool:
    """True for the next page under the same head, whose birth date goes with no INS of the group: one label is wrong.

    The document that both make is then about two persons, and is shown. Rule: intake.md §5 (label/page conflict).
    """
    if not _comes_next(evidence, previous) or evidence.title:
        return False
    names = ("matricules", "births", "families", "givens")
    is_told_twice = any(_differs(getattr(evidence, name), getattr(known, name)) for name in names)
    shared = len(evidence.top & previous.top) / max(1, min(len(evidence.top), len(previous.top)))
    return not is_told_twice and shared >= _HEAD_SAME_MIN and not _differs(evidence.episodes, known.episodes)


def _is_running_head(evidence: _Evidence, known: _Evidence) -> bool:
    """The same names, then the date of the document, which is no birth: « Suite - MARTIN Jeanne - 12/03/2024 »."""
    has_same_names = bool(evidence.families & known.families) and bool(evidence.givens & known.givens)
    is_dated = bool(evidence.births) and evidence.births <= known.written and not evidence.matricules
    return has_same_names and is_dated and not _differs(evidence.episodes, known.episodes)


def _months(evidence: _Evidence) -> set[str]:
    """Year (two digits) and month of birth, as an INS and a birth date both tell them."""
    told = {one[1:5] for one in evidence.matricules if one[3:5] <= "12"}
    return told | {one[2:4] + one[5:7] for one in evidence.births}


def _is_bare_text(evidence: _Evidence, previous: _Evidence) -> bool:
    """True for a page that names nobody, under no letterhead, title in capitals nor anything that opens a document,
    after one that nobody signed yet: it goes on, whatever its words could be the title of.
    """
    if evidence.is_in_capitals or previous.is_signed:
        return False
    names_somebody = evidence.matricules or evidence.births or evidence.families or evidence.givens
    return not (names_somebody or evidence.has_establishment or evidence.is_opened)


def _has_new_head(evidence: _Evidence, group: Sequence[_Evidence]) -> bool:
    """A page with a letterhead that is not the first page's begins a document, one with a whole identity and a day of
    its own under another head, and a titled one too when it names a patient again.
    """
    first = next((one for one in group if not (one.is_blank or one.is_separator)), group[0])
    shared = len(evidence.head & first.head) / max(1, min(len(evidence.head), len(first.head)))
    is_whole = bool(evidence.births and evidence.families and evidence.givens)
    if is_whole and evidence.head and shared < _HEAD_SHARED_MIN and _differs(evidence.written, first.written):
        return True
    is_other_title = bool(evidence.title) and evidence.title != first.title
    is_same_person = bool(evidence.births & first.births or evidence.matricules & first.matricules)
    if is_same_person and not evidence.title:
        return evidence.is_headed and shared < _HEAD_OTHER_MAX
    if evidence.head and shared < _HEAD_SHARED_MIN and (evidence.has_establishment or evidence.title):
        return True
    names_somebody = bool(evidence.matricules or evidence.births or evidence.families)
    return is_other_title and (names_somebody or (evidence.has_establishment and shared < 1.0))


def _gather(group: Sequence[_Evidence]) -> _Evidence:
    gathered = _Evidence(number=group[0].number)
    for one in group:
        gathered.matricules |= one.matricules
        gathered.births |= one.births
        gathered.several |= one.several
        gathered.written |= one.written
        gathered.families |= one.families
        gathered.givens |= one.givens
        gathered.episodes |= one.episodes
    return gathered


def _differs(ones: set[str], others: set[str]) -> bool:
    return bool(ones) and bool(others) and not ones & others


def _goes_on_from(text: str, first: str) -> bool:
    """True for a page that opens in the middle of a text: a small letter, a bullet, a dose, the closing of a letter, or
    a whole sentence.
    """
    if _DOSE.match(text):
        return True
    is_sentence = _SENTENCE.match(text) is not None and len(first.split()) >= _SENTENCE_WORDS_MIN
    return text[:1].islower() or is_sentence or _BULLET.match(text) is not None or _CLOSES.match(first) is not None


def _is_separator(page: Page, lines: Sequence[str]) -> bool:
    if any(code in symbol.payload.upper() for symbol in page.symbols for code in _SEPARATOR_CODES):
        return True
    return len(page.words) <= 25 and any(_SEPARATOR.search(line) for line in lines)


def _numbering(lines: Sequence[str]) -> tuple[int, int] | None:
    """« page 2/3 » at the top or at the foot."""
    for line in (*lines[:6], *lines[-4:]):
        found = _NUMBERING.search(line)
        if found and not _FAX.search(line):
            number, total = (int(part.translate(_FIGURES)) for part in found.groups() if part)
            if 1 <= number <= total:
                return number, total
    return None


def _own_number(lines: Sequence[str]) -> int:
    """« page 2 », « - 2 - » at the top or at the foot; 0 when the page says no number of its own."""
    for line in (*lines[-3:], *lines[:3]):
        found = _OWN_NUMBER.search(line)
        if found and not _FAX.search(line):
            return next(int(part) for part in found.groups() if part)
    return 0


def _foot(page: Page) -> frozenset[str]:
    """Words of the very foot of the page, without numbers."""
    words = (fold(word.text).strip(".,:;()") for word in page.words if word.box.y0 > 0.93)
    return frozenset(word for word in words if len(word) >= 4 and word.isalpha())


def _letterhead(page: Page) -> frozenset[str]:
    """Long words of the top of the page, but what a fax machine printed there."""
    found: set[str] = set()
    for _, line in groupby(page.words, key=lambda word: word.line):
        high = [word.text for word in line if word.box.y1 < _HEAD_TO]
        if not _FAX.search(fold(" ".join(high))):
            found.update(fold(one).strip(".,:;()") for one in high)
    return frozenset(word for word in found if len(word) >= 5 and word.isalpha() and word not in _GENERIC)
