"""Birth dates told of somebody whom the pages do not name whole, or whose date could not be read.

What lives here: the condition on « né le … » after other words than the names of the record. What must not: persons
named whole with a date (``decide.second``), records named on the pages (``decide.record``).
Rule: intake.md §5 (exactly one patient in the document), §3 (roles).
"""

import re
from collections.abc import Iterator

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.decide.contact_words import CHARS_MAX, KIN_WORDS, goes_on
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.newborns import is_child_born, is_mother_told
from liane.domain.intake.decide.relatives import find_covered
from liane.domain.intake.decide.second import APART, is_relative_told
from liane.domain.intake.decide.subject_words import BEFORE
from liane.domain.intake.extract.surface.lexicon import is_family, is_given
from liane.domain.intake.extract.surface.names import STOPS
from liane.domain.intake.matching.marks import YEAR_MAX, YEAR_MIN, read_dates
from liane.domain.intake.page import Page

BEFORE_CHARS_MAX = 90
"""Before « né le » that may name whom it is told of."""
BIRTHS_MAX = 60
_NUMBERS = (
    r"(?:LUNDI|MARDI|MERCREDI|JEUDI|VENDREDI|SAMEDI|DIMANCHE|PREMIER|DEUX|TROIS|QUATRE|CINQ|SIX|SEPT|HUIT|NEUF|DIX|ONZE|"
    r"DOUZE|TREIZE|QUATORZE|QUINZE|SEIZE|VINGT|TRENTE)"
)
_LE_NAME = rf"(?-i:(?![Nn][ÉEée]+ L[Ee] (?!{_NUMBERS}\b)[A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿ'’\-]{{2,}}(?![\w/.])))"
"""« née LE GAL »: a name that begins with an article, no « née le »."""
_BORN = re.compile(
    rf"(?<![a-zà-ÿ]){_LE_NAME}"
    r"(?:n(?:é|ée|è|èe|e|ee|éc|eé|éo)(?:\(e\))? (?:le|Ie|1e|lc)\b|ddn\b|date de naissance\b)[ .:]{0,3}",
    re.IGNORECASE,
)
_MISREAD_BORN = re.compile(
    r"(?<![^\W\d_])(?!vue? |du |de |ne |se |je |me |te |et |ce |reçu |sur )[a-zà-ÿ]{2,3}(?:\(e\))?"
    r" (?:le|Ie|1e|lc|ie)\b[ .:]{0,3}(?:(?=\S*\d)|(?<=[éèê] ..[ .:])|(?<=[éèê]. ..[ .:])|(?<=[éèê]\(e\) ..[ .:]))"
)
"""« né le » one letter of which was misread: it counts where no date can be read after it; without an accent, only
before figures: « 2 cp le matin », « par le Dr … » are none."""
_WORD = re.compile(r"[A-ZÀ-Ý][A-Za-zÀ-ÿ0-9'’\-]+")
_COUPLE = re.compile(r"^[^\w\n]{0,3}couple ?:", re.IGNORECASE | re.MULTILINE)
"""A page about two persons, even where a reader lost half of the second name."""
_HEADS = re.compile(
    r"(?:\W*\b(?:NOMS?|PRENOMS?|NAISSANCE|USAGE|USUEL|UTILISE|FAMILLE|DATE|SEXE|CIVILITE|PATIENTE?|"
    r"BENEFICIAIRES?|ASSURE|ADHERENT|IDENTITE|DE|D'|DU|S|ET)\b)+\W*"
)
"""The heads of the columns of an identity, over what stands under « Né(e) le »."""
_ENDS_NAMED = re.compile(r"(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ'’\-]+|\)) ?[,;(\-–]? ?$")
_LOST = re.compile(
    r"(?<![A-ZÀ-Ý])[A-ZÀ-Ý]{2,40}[A-Za-zÀ-ÿ'’ \-]{1,40}\((?!(?i:rpps|adeli|finess|ipp|nip|ins|nir|"
    r"t[ée]l)\b)(?:[A-Za-zÀ-ÿ'’ \-]{2,20}[,;:.]? )?(?=\S{7,12}[),])"
    r"(?P<date>(?!\d{11}[),])\d{1,2}[/.\-]?\d[\d/.\-|lIOo]{4,8})(?=[),])"
)
"""Eleven figures are the number of a professional: « Dr Paul DUPONT (10003456789) »."""
_LINKED = re.compile(
    r"(?<![A-Za-zÀ-ÿ'’\-])(?P<name>[A-ZÀ-Ý][A-Za-zÀ-ÿ'’\-]{1,40}(?: [A-ZÀ-Ý][A-Za-zÀ-ÿ'’\-]{1,40}){0,4}) ?"
    r"\((?:(?:sa |son )?[a-zà-ÿœ\-]{3,14}(?:\)[,;.: ]*|[,;.:]? ?))?(?=\d)"
)
_KIN_AROUND = re.compile(
    rf"(?<!\w){KIN_WORDS} ?\((?P<name>[A-ZÀ-Ý][A-Za-zÀ-ÿ'’\-]{{1,40}}(?: [A-ZÀ-Ý][A-Za-zÀ-ÿ'’\-]{{1,40}}){{0,4}})"
    r"[,;:.]? ?(?=\d)"
)
"""The same the other way: « fille (DURAND 02/03/1949) »."""
_KIN_IN_BRACKETS = re.compile(rf"\((?:sa |son |le |la )?{KIN_WORDS}[ ,;:.–-]{{0,3}}$")
_DOCTORS = re.compile(
    r"\b(?:[Dd]octeure?|Dr|Pr|[Pp]rofesseure?|DR|PR|DOCTEURE?|PROFESSEURE?)\b\.? ?(?:[A-ZÀ-Ý][\w'’.\-]* ?){1,3}$"
)
_NAMED_KIN = re.compile(r"(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ'’\-]+ ?){1,5}\([^()]{0,30}$")
_AFTER = re.compile(r"[.;!?] +(?=[A-ZÀ-Ý][a-zà-ÿ' ])|(?:19|20)\d\d\b")
"""Ends what was said before of another: a sentence, the year of a date."""
_NO_NAMES = STOPS | {
    *("NEE", "NE", "EPOUSE", "EPSE", "VEUVE", "PATIENTE", "RESIDENT", "RESIDENTE", "USAGER", "USAGERE", "MALADE"),
    *("IDENTITE", "ENFANT", "REF", "RE", "VU", "VUE", "APRES", "AVANT", "J'AI", "LE", "LA", "LES"),
}


def check_told_births(facts: Facts) -> Reason | None:
    """No birth date is told of somebody else than the person of the record, relatives told in full apart.

    On a page read by eye, one that could not be read whole counts too: it may be that of another record.
    """
    if facts.first is None:
        return None
    if any(_tells_another(page, facts) for page in facts.written):
        text = "Une autre personne est nommée dans le document avec une date de naissance."
        return Reason(code="INT-046", message=text)
    return None


def _tells_another(page: Page, facts: Facts) -> bool:
    text = page.text[:CHARS_MAX]
    if _COUPLE.search(text):
        return True
    flat = text.replace("\n", " ")
    read = ((place, value) for place, value, is_doubtful in read_dates(flat) if not is_doubtful)
    dates = {place: value for place, value in read if YEAR_MIN <= value[:4] <= YEAR_MAX}
    covered = list(find_covered(page, facts))
    is_by_eye = page.is_read_by_eye
    told = [*_told(text, _BORN), *(_told(text, _MISREAD_BORN) if is_by_eye else ())]
    for start, end, before in told:
        if any(first <= start < last for first, last in covered) or not _names_another(before, facts):
            continue
        if _HEADS.fullmatch(fold(before)) and not any(map(str.isdigit, text[end:].partition("\n")[0])):
            continue
        value = next((dates[place] for place in range(end, end + 3) if place in dates), "")
        is_misread = _BORN.fullmatch(text, start, end) is None
        if is_misread and (value or not _opens_with_name(before)):
            continue
        if value == facts.traits.birth_date or (value and _is_of_birth(value, before, facts)):
            continue
        if value and is_by_eye and goes_on(flat, end):
            return True  # « En présence de … (neveu), né le …, dont l'examen … »: of whom, misread names do not tell
        if (not value and is_by_eye) or (value and (_is_of_thing(before) or not is_relative_told(before))):
            return True
    return is_by_eye and (_has_lost_date(flat, dates) or _tells_linked(flat, dates, covered, facts))


def _is_of_thing(before: str) -> bool:
    """True where a thing is told to be of whom the words name: « Prélèvement de DUPONT (neveu, »."""
    head = fold(_NAMED_KIN.sub("", before))
    return head != fold(before) and BEFORE.search(head) is not None


def _is_of_birth(value: str, before: str, facts: Facts) -> bool:
    """True for the child of a delivery, and for the mother on the sheet of a newborn."""
    return is_child_born(value, facts) or is_mother_told(value, before, facts)


def _tells_linked(flat: str, dates: dict[int, str], covered: list[tuple[int, int]], facts: Facts) -> bool:
    """True for another named with a link in brackets and a date, but in a phrase that tells them beside the patient.

    Their record may bear another date than the one that was read.
    """
    for match in (*_LINKED.finditer(flat), *_KIN_AROUND.finditer(flat)):
        value = next((dates[place] for place in range(match.end(), match.end() + 2) if place in dates), "")
        is_covered = any(first <= match.start() < last for first, last in covered)
        if not value or value == facts.traits.birth_date or is_covered:
            continue
        name = match.group("name")
        if _DOCTORS.search(f"{flat[max(0, match.start() - 12) : match.start()]}{name}") and not _KIN_IN_BRACKETS.search(
            flat[: match.end()].lower()
        ):
            continue  # « Prescription du Docteur Paul DUPONT (13/07/2026) »
        is_name = any(is_given(word) for word in name.split()) or (name.isupper() and is_family(name))
        if is_name and _names_another(name, facts):
            return True
    return False


def _has_lost_date(flat: str, dates: dict[int, str]) -> bool:
    """True for figures of a date that cannot be read, in brackets after a name: « DUPONT Paul (neveu, 09/0312008) »."""
    return any(
        match.start("date") not in dates and match.start("date") + 1 not in dates for match in _LOST.finditer(flat)
    )


def _opens_with_name(before: str) -> bool:
    """True for words that end with a name, a link of kin or a sign: what « né le » follows."""
    return _ENDS_NAMED.search(before) is not None


def _told(text: str, born: "re.Pattern[str]") -> Iterator[tuple[int, int, str]]:
    """Where each « né le » stands, and the words before it: of its sentence, or of the line before one that goes on."""
    for count, match in enumerate(born.finditer(text)):
        if count >= BIRTHS_MAX:
            return
        begin = text.rfind("\n", 0, match.start()) + 1
        if not text[begin : match.start()].strip(" ,(-–") and match.group()[0].islower() and begin:
            begin = text.rfind("\n", 0, begin - 1) + 1
        before = text[begin : match.start()].replace("\n", " ")
        sentences = [one.end() for one in _AFTER.finditer(before)]
        yield match.start(), match.end(), before[sentences[-1] if sentences else 0 :][-BEFORE_CHARS_MAX:]


def _names_another(before: str, facts: Facts) -> bool:
    """True where a name stands, and not a family name with a first name of the record, or where a link of kin follows
    it in brackets: « DUPONT (neveu, né le … », whatever the reader left of the first name.
    """
    names = [word for word in _WORD.findall(before) if fold_name(word) not in _NO_NAMES]
    if not names:
        return False
    if _KIN_IN_BRACKETS.search(before.lower()):
        return True
    folded, tight = fold_name(" ".join(names)), fold_name(" ".join(names)).replace(" ", "")
    traits = facts.traits
    families = [fold_name(one).replace(" ", "") for one in (traits.birth_family, traits.used_family) if one]
    is_family = any(family in tight for family in families) or any(
        level not in APART for one in folded.split() for level in (facts.level_of_family(one), facts.level_of_used(one))
    )
    givens = fold_name(f"{traits.birth_given} {traits.birth_givens} {traits.used_given}").split()
    is_given = bool(set(givens) & set(folded.split())) or any(
        facts.level_of_given(one) not in APART for one in folded.split()
    )
    return not (is_family and is_given)
