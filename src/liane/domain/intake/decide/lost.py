"""Somebody else whom a page read by eye names with a birth date that the reader lost, or beside whom it lost it whole.

What lives here: names followed by what is left of a date, things that bear somebody's name, and whoever a phrase tells
beside the patient and the page names again. What must not: dates that can be read (``decide.births``,
``decide.second``).
Rule: intake.md §5 (exactly one patient in the document; misread characters are no proof).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from liane.domain.identity.lexis import fold_name
from liane.domain.identity.linkage_levels import is_one_edit_apart
from liane.domain.intake.decide.contact_words import CHARS_MAX
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.relatives import find_covered, tell_beside
from liane.domain.intake.decide.second import is_near_day
from liane.domain.intake.extract.surface.lexicon import is_family, is_given
from liane.domain.intake.fields import Role
from liane.domain.intake.matching.marks import LINE_CHARS_MAX, YEAR_MAX, YEAR_MIN, read_dates
from liane.domain.intake.matching.score_names import NameLevel
from liane.domain.intake.page import Page

NAMES_MAX = 200
_MONTH = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|"
    r"[a-zéûu]{1,4}(?:vier|rier|vril|uillet|ptembre|tobre|vembre|cembre))"
)
_FIGURE = "[0-9OIlZSBA|]"
_LEFT = (
    rf"(?!0[1-9](?:[ .\-]?[0-9]{{2}}){{4}})(?:{_FIGURE}{{1,2}}[/.\-]{_FIGURE}{{1,2}}[/.\-]{_FIGURE}{{2,4}}|"
    rf"(?:{_FIGURE}{{1,2}}|1er) {_MONTH}\b(?: ?{_FIGURE}{{2,4}})?|"
    rf"(?=[0-9OIlZSBA|/.\-]{{8,10}}(?![0-9A-Za-z/])){_FIGURE}{{1,6}}[/.\-][0-9OIlZSBA|/.\-]{{3,8}})"
)
"""What a reader leaves of a date; a telephone number is none."""
_CAPITALS = r"[A-ZÀ-Ý][A-ZÀ-Ý0-9'’\-]{2,30}"
_SMALL = r"[A-ZÀ-Ýl][a-zà-ÿ][a-zà-ÿ'’\-]{1,30}"
_NAME = rf"(?:{_CAPITALS}(?: {_CAPITALS}){{0,2}} {_SMALL}(?: [a-zà-ÿ]{{1,3}}\b)?|{_SMALL} {_CAPITALS})"
_NAMED = re.compile(
    rf"(?<![A-Za-zÀ-ÿ'’\-])(?P<name>{_NAME})(?: ?\((?:sa |son )?[a-zà-ÿœ \-]{{3,20}})?[ ,;:)(\-–/]{{0,4}}"
    rf"(?:n[éèe]{{1,2}} )?(?:le )?[ :]?(?P<date>{_LEFT})"
)
_NEAR = re.compile(
    rf"(?<![A-Za-zÀ-ÿ'’\-])(?P<name>{_NAME})(?P<between>[^0-9:;\n]{{0,28}}?)(?=[0-9])"
    r"(?!0[1-9](?:[ .]?[0-9]{2}){3})(?!\d{11})(?!\d{1,4} ?(?:ans?|mois|%|mg|ml|fois|h|x)\b)(?P<date>[0-9]{1,2}"
    r"(?:[0-9/.\- ]{2,9}| [a-zéûu]{2,5} ?[a-zéûu]{0,6}\.? ?(?:19|20)))",
)
"""A name, and figures that are no telephone nor age soon after, on one line."""
_NO_BIRTH = re.compile(
    r"\b(?:rpps|adeli|finess|ins|nir|matricule|t[ée]l|poste|port|chambre|lit|rue|avenue|boulevard|place|dossier|ipp|à)\b|"
    r"(?:^|\bn ?)°",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:rue|avenue|av|boulevard|bd|place|allée|impasse|chemin|quai|cours|square|route|résidence)\b[^0-9\n]{0,20}$",
    re.IGNORECASE,
)
_LINKED = re.compile(
    rf"(?<![A-Za-zÀ-ÿ'’\-])(?P<name>{_CAPITALS}(?: [A-ZÀ-Ýa-zà-ÿ'’\-]{{3,30}})?) ?"
    rf"\([a-zà-ÿœ][a-zà-ÿœ0-9 \-]{{2,16}}[),;: –\-]{{1,4}}"
    rf"(?P<date>{_LEFT})"
)
"""A word in brackets and a date: kin, whatever the reader left of name and link."""
_BEARING = re.compile(
    rf"(?i:\b(?:chambre|lit|bracelet|étiquettes?|tubes?|flacons?|poches?|pochette|enveloppe|boîtes?|prélèvements?|"
    rf"échantillons?|dossier)\b(?: [^:\n]{{0,30}}?)?(?: ?:| au nom d[eu'])\s?(?:de )?(?:m\.|mme|mr|monsieur|madame)? ?)"
    rf"(?P<name>{_NAME})"
)
_CUT = re.compile(rf"\((?P<name>{_NAME})[ ,;:–-]*$", re.MULTILINE)
"""A bracket that a name opens and nothing closes on its line: « grand-mère (DUPONT Anne, », the date lost."""
_BORN = re.compile(
    r"\b(?i:n[éèe]e?(?:\(e\))? le|date de naissance|ddn)\b[ :.]{0,3}(?P<date>\d\d[/.\-]\d\d[/.\-]\d{4})(?!\d)"
)
FAR_FIGURES_MIN = 3
_TO_RING = re.compile(
    rf" ?\((?:sa |son )?[a-zà-ÿœ \-]{{3,20}}\)[ ,;:–-]{{1,3}}(?:n[éèe]{{1,2}} le )?{_LEFT}[ ,;–-]{{1,3}}"
    r"(?:t[ée]l\.?|t[ée]l[ée]phone|portable)[ :]{1,3}0[1-9](?:[ .]?[0-9]{2}){4}\.?(?: [A-Z]|\s*$|\n)"
)
"""Kin told with a telephone and nothing more, whatever the reader made of the label: « (soeur), née le …, tél. … »."""
_COUPLE = re.compile(r"^\W{0,3}([A-Za-z]{5,7}) ?:", re.MULTILINE)
_OF_DAY = re.compile(r"(?<![Nn][éèe])(?<![Nn][éèe][éèe])(?<!\(e\)) du ?$")
"""Before the day of an act: « DUPONT Consultation du 14/11/2026 », « EN COURS (ordonnance du 06/10/2026) »."""
_CODE = re.compile(r"[0-9]{2}$")
_IN_YEAR = re.compile(r"\ben $")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FIGURES_MIN = 4
"""Figures without a stroke, a dot or a month that may be left of a birth date: « Douleur EVA 8 1 » are a score."""
_TITLES = frozenset({"DOCTEUR", "DOCTEURE", "DR", "PROFESSEUR", "PROFESSEURE", "PR", "MAITRE"})
_NO_DATE = re.compile(
    r"\d{1,2} ?/ ?\d{1,3}(?![0-9/.\-]| ?[/.\-] ?\d)|\d{1,4}(?: ?bis| ?ter)?,? ?(?:rue|avenue|av\.?|boulevard|bd|"
    r"place|allées?|"
    r"impasse|chemin|quai|cours|square|route)\b",
    re.IGNORECASE,
)
"""A score out of ten, the number of a house in its street."""
_NUMBERED = re.compile(r"\((?:rpps|adeli|finess|ipp|nip|ins|nir|t[ée]l)\b", re.IGNORECASE)
_STAFF = re.compile(
    r"\b(?:dr|docteure?|pr|professeure?|prof|signé)\b\.? *(?:par )?(?:[^\W\d_]{2,12}- ?\n?)?$", re.IGNORECASE
)
"""The first name may be cut by the end of its line: « Pr Jean- / Marc DUPONT »."""
_CIVIL = frozenset({"MADAME", "MONSIEUR", "MADEMOISELLE", "MME", "MLLE", "MR", "PATIENT", "PATIENTE", "NOM"})
_PROFESSIONALS = (Role.AUTHOR, Role.RECIPIENT, Role.STAFF)


def check_lost_births(facts: Facts) -> Reason | None:
    """On a page read by eye, nobody else is named with a date that cannot be read, nor on what belongs to them."""
    if facts.first is None:
        return None
    if any(_names_lost(page, facts) for page in facts.written if page.is_read_by_eye):
        text = "Une autre personne est nommée dans le document avec une date de naissance."
        return Reason(code="INT-046", message=text)
    return None


def _names_lost(page: Page, facts: Facts) -> bool:
    text = page.text[:CHARS_MAX]
    if any(is_one_edit_apart(match.group(1).lower(), "couple") for match in _COUPLE.finditer(text)):
        return True
    flat = text.replace("\n", " ")
    covered = list(find_covered(page, facts))
    found = (match for match in _find_named(text, covered, facts) if _may_be_birth(match))
    named = (match for match in found if _is_another(match, facts))
    return any(named) or _is_born_far(flat, facts) or _is_told_again(page, facts)


def _is_born_far(flat: str, facts: Facts) -> bool:
    """True for « née le » before figures that are no date, too far from the patient's to be theirs, a figure misread.

    Whatever name they follow: a namesake's may be the same.
    """
    own = facts.traits.birth_date
    told = own[6:] + own[4:6] + own[:4]
    for match in islice(_BORN.finditer(flat), NAMES_MAX):
        figures = re.sub(r"\D", "", match.group("date"))
        if len(figures) != len(told) or YEAR_MIN <= figures[4:] <= YEAR_MAX:
            continue
        if sum(one != other for one, other in zip(figures, told, strict=True)) >= FAR_FIGURES_MIN:
            return True
    return False


def _find_named(text: str, covered: Sequence[tuple[int, int]], facts: Facts) -> Iterator["re.Match[str]"]:
    """Names with what is left of a date, or on a thing that bears one; kin with another birth date than the patient's.

    covered: places of the phrases that tell somebody beside the patient.
    """
    flat = text.replace("\n", " ")
    read = {place: value for place, value, _ in read_dates(flat) if YEAR_MIN <= value[:4] <= YEAR_MAX}
    for match in islice(_NAMED.finditer(flat), NAMES_MAX):
        if match.start("date") not in read:
            yield match
    loose = (
        one
        for one in islice(_NEAR.finditer(text), NAMES_MAX)
        if not _NO_BIRTH.search(one.group("between")) and not _NO_DATE.match(text, one.start("date"))
    )
    for match in (*islice(_LINKED.finditer(flat), NAMES_MAX), *loose):
        value = read.get(match.start("date"), "")
        is_day = any(is_near_day(value, other) for other in read.values() if other != value)
        is_own = value == facts.traits.birth_date
        if not is_day and not is_own and not any(start <= match.start() < end for start, end in covered):
            yield match
    yield from islice(_BEARING.finditer(text), NAMES_MAX)
    yield from islice((one for one in _CUT.finditer(text) if ")" not in _line_under(text, one.end())), NAMES_MAX)


def _may_be_birth(match: "re.Match[str]") -> bool:
    """False for the day of an act, for a year alone, « née en 1957 », and for few figures: « EVA 8 1 », « v4 - »."""
    date = match.groupdict().get("date")
    if date is None:
        return True
    if _IN_YEAR.search(match.groupdict().get("between") or "") and _YEAR.fullmatch(date.strip()):
        return False
    is_bare = all(sign.isdigit() or sign.isspace() for sign in date)
    figures = sum(sign.isdigit() or sign == "|" for sign in date)
    if figures < _FIGURES_MIN - (not is_bare) and not any(map(str.isalpha, date)):
        return False
    return _OF_DAY.search(match.string[: match.start("date")][-LINE_CHARS_MAX:]) is None


def _line_under(text: str, end: int) -> str:
    """The line after the one that ends at a place."""
    return text[end + 1 : end + 1 + LINE_CHARS_MAX].partition("\n")[0]


def _is_another(match: "re.Match[str]", facts: Facts) -> bool:
    """True for a name of somebody who is neither the person of the record, a professional, nor kin to ring up."""
    if match.re in (_NAMED, _NEAR) and _tells_act(match):
        return False
    if match.re is not _BEARING and _TO_RING.match(match.string, match.end("name")):
        return False
    words = fold_name(match.group("name")).split()
    if _CODE.search(match.group("name")):
        return False  # « AC-40 (étalonné 20/09/2025) »: what a device is called
    before = match.string[max(0, match.start("name") - LINE_CHARS_MAX) : match.start("name")]
    is_known = match.re is _LINKED or any(is_given(one) or is_family(one) for one in words)
    if not is_known or _STAFF.search(before) or _STREET.search(before) or words[0] in _TITLES:
        return False
    if match.string[match.end("name") :].lstrip().startswith("("):
        if match.re is _LINKED and len(words) == 1:
            return True  # « DUPONT (frère) - 28/05/1964 »: kin of the same name, the first name lost
        return not _is_own(words, facts)  # kin and a date, whatever the role: « Présents : … (père, …) »
    professionals = (one.family for one in facts.read.mentions if one.role in _PROFESSIONALS)
    if any(set(fold_name(one.value).split()) & set(words) for one in professionals if one is not None):
        return False
    return not _is_own(words, facts)


def _tells_act(match: "re.Match[str]") -> bool:
    """True for words that no list of first names holds, then « le » alone: « DOSSIER MEDICAL Imprimé le 3/8/2026 »."""
    *words, last = match.string[match.start("name") : match.start("date")].split()
    return last == "le" and bool(words) and not any(map(is_given, words))


def _is_own(words: list[str], facts: Facts) -> bool:
    traits = facts.traits
    if set(words) <= _CIVIL | set(fold_name(f"{traits.birth_family} {traits.used_family}").split()):
        return True
    givens = fold_name(f"{traits.birth_givens} {traits.birth_given} {traits.used_given}").split()
    if any(word == given or is_one_edit_apart(word, given) for word in words for given in givens):
        return True
    return facts.level_of_given(" ".join(words)) is NameLevel.SAME


def _is_told_again(page: Page, facts: Facts) -> bool:
    """True where somebody told beside the patient is named once more, a letter of it misread."""
    told = tell_beside(page, facts)
    if not told:
        return False
    text = page.text[:CHARS_MAX]
    for one in told:
        text = text[: one.start] + re.sub(r"[^\n]", " ", text[one.start : one.end]) + text[one.end :]
    own = set(fold_name(f"{facts.traits.birth_family} {facts.traits.used_family}").split())
    for one in told:
        names = [word for word in fold_name(one.name).split() if len(word) > 2]
        apart = [word for word in names if word not in own]
        for line in text.splitlines():
            words = fold_name(line[:LINE_CHARS_MAX]).split()
            words += [one + other for one, other in pairwise(words)]  # « St éphane »
            seen = [name for name in names if any(name == word or is_one_edit_apart(name, word) for word in words)]
            if len(seen) >= 2 and any(name in apart for name in seen):
                return True
    return False
