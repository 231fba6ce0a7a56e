"""Somebody else whom the pages point at, without a birth date: « résultats de M. X », « Tube 2 : … », « ainsi que … ».

What lives here: names after words that say of whom a page is (``subject_words``), or before words that say what they
have, and names put beside the patient's own. What must not: whoever is named with a birth date (``decide.second``,
``decide.births``), and what tells the person of the record as another (``decide.aside``).
Rule: intake.md §3 (roles from labels, position, civility and grammar), §5 (exactly one patient in the document).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.decide import subject_words as told
from liane.domain.intake.decide.contact_words import CHARS_MAX
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.newborns import is_of_mother, is_of_newborn
from liane.domain.intake.decide.second import APART, NEAR, is_of_family
from liane.domain.intake.extract.people.professions import tells_profession
from liane.domain.intake.extract.surface.lexicon import is_family, is_given, is_mainly_given
from liane.domain.intake.extract.surface.names import STOPS
from liane.domain.intake.fields import FieldName, Role
from liane.domain.intake.matching.marks import LINE_CHARS_MAX, read_dates
from liane.domain.intake.page import Page

NAMES_MAX = 300
FAMILY_MIN = 3
LIST_LINES_MAX, FOOT_LINES_MAX = 20, 8
LIST_SIGNS_MAX, COLUMN_MIN = 40, 3
_POSTAL = re.compile(r"(?<![0-9])[0-9]{5} $")
HEAD_LINES_MAX = 3
"""At the top of a page after the first one, where a running head names whose page it is."""
_MESSAGE = "Une autre personne semble être celle dont parle le document, ou une partie du document."
_CAPITALS = r"(?:[A-ZÀ-Ý]['’])?[A-ZÀ-Ý][A-ZÀ-Ý'’\-]+(?: (?:[A-ZÀ-Ý]['’])?[A-ZÀ-Ý][A-ZÀ-Ý'’\-]+){0,3}"
_PARTICLE = r"(?:De La|De L['’]|De|Du|Des|D['’]|Le|La|Les|L['’]|El|Al|Ben|Bel|Van Der|Van Den|Van De|Van|Von|Da|Dos|Di)"
_SMALL = r"[A-ZÀ-Ý][a-zà-ÿ'’]+(?:-[A-ZÀ-Ý][a-zà-ÿ'’]+)?"
_SMALLS = rf"{_SMALL}(?: {_SMALL})?"
_LED = rf"(?:(?P<led_given>{_SMALL}) )?(?P<led>{_PARTICLE}(?:(?<=['’])| )(?!Docteur|Professeur){_SMALL})"
"""« Mme De La Tour », « M. Jean Le Goff »: a family name that particles begin, in small letters."""
_CIVIL = r"(?:M\.|MM\.|Mr|MR|Mme|MME|Mlle|MLLE|Madame|MADAME|Monsieur|MONSIEUR|Mademoiselle|MADEMOISELLE)"
_NAME = re.compile(
    rf"(?<![A-Za-zÀ-ÿ0-9'’\-@.])(?:(?P<civil>{_CIVIL}) (?!et\b))?(?:"
    rf"(?(civil){_LED}(?! [A-ZÀ-Ý])|(?!))|(?P<family>{_CAPITALS}) (?P<given>{_SMALLS})|"
    rf"(?P<given2>{_SMALLS}) (?P<family2>{_CAPITALS})|(?P<capitals>{_CAPITALS})|(?P<small>{_SMALLS}))"
    r"(?![A-Za-zÀ-ÿ@0-9])"
)
_TITLES_OF_DOCTORS = re.compile(r"\b(?:Drs?|DRS?|Docteure?s?|DOCTEURE?S?|Prs?|PRS?|Professeure?s?|PROFESSEURE?S?)\b\.?")
_MISREAD = re.compile(r"\b([DL])[CFO]\b")
_DOCTOR = re.compile(
    r"\b(?:DRS?|DRE|DOCTEURE?S?|PRS?|PROFESSEURE?S?|PROF|ME|MAITRE|CONFRERE|CONSOEUR)\b\.? ?(?:[A-Z][A-Z'.\-]* )?$"
)


class Named(NamedTuple):
    """A name in a line. family, given: folded, empty when absent; start, end: places; is_civil: after « M. »."""

    family: str
    given: str
    start: int
    end: int
    is_civil: bool

    @property
    def is_whole(self) -> bool:
        """True for a family name with a first name."""
        return bool(self.family and self.given)


class _Around(NamedTuple):
    """What stands around a name. place, number: of the page and of the line; before, after: of its line, folded; whole:
    the page; line: as printed; lines: all of the page."""

    place: int
    number: int
    before: str
    after: str
    whole: str
    line: str
    lines: Sequence[str]


def check_subjects(facts: Facts) -> Reason | None:
    """Nobody else is pointed at as whom the pages, a part of them or a result are of, nor put beside the patient."""
    if facts.first is None:
        return None
    is_headed = not (facts.is_ins_settling or is_of_newborn(facts)) and any(
        told.HEADS.search(fold(page.text[:CHARS_MAX])) for page in facts.written
    )
    if is_headed or any(_points_at_another(page, place, facts) for place, page in enumerate(facts.written)):
        return Reason(code="INT-144", message=_MESSAGE)
    return None


def _points_at_another(page: Page, place: int, facts: Facts) -> bool:
    rows: set[bool] = set()
    whole = fold("\n".join(read_lines(page)))
    found = list(_find_around(page, place, whole))
    if _is_of_pair(found, facts):
        return True
    for name, around in found:
        is_patient = is_own(name, facts)
        if name.is_whole and told.ROW.match(around.before):
            rows.add(is_patient)
        if is_patient or is_professional(around.before, around.after):
            continue
        if told.NEWBORN.search(around.before) and is_of_mother(facts):
            continue
        is_meant = _is_subject(name, around, facts) or _is_out_of_place(name, around, facts)
        if is_meant or _is_unexplained(name, around, facts):
            return True
    return len(rows) > 1


def _is_of_pair(found: Sequence[tuple[Named, _Around]], facts: Facts) -> bool:
    """True where the record is under the label of one of two, « cas index », and another is named whole."""
    whole = [(name, around) for name, around in found if name.is_whole]
    if not any(told.PAIRED.search(around.before) and is_own(name, facts) for name, around in whole):
        return False
    others = ((name, around) for name, around in whole if not (is_own(name, facts) or _is_known(name, facts)))
    return any(not is_professional(around.before, around.after) for _, around in others)


def read_lines(page: Page) -> list[str]:
    """The lines of a page that are looked at."""
    text = page.text[:CHARS_MAX].replace("’", "'").replace("œ", "oe").replace("Œ", "OE")
    return [line[:LINE_CHARS_MAX] for line in text.splitlines()]


def fold_cues(line: str, is_by_eye: bool) -> str:
    """A line folded; « dc », « lc » are « de », « le » on a page read by eye."""
    folded = fold(line)
    return _MISREAD.sub(r"\1E", folded) if is_by_eye else folded


def _find_around(page: Page, place: int, whole: str) -> Iterator[tuple[Named, _Around]]:
    above, is_by_eye = "", page.is_read_by_eye
    lines = read_lines(page)
    for number, line in enumerate(lines):
        folded = fold_cues(line, is_by_eye)
        for name in islice(find_names(line), NAMES_MAX) if len(folded) == len(line) else ():
            before = folded[: name.start]
            if not before.strip() or (":" in above and told.NAMES_ALONE.fullmatch(before)):
                before = f"{above.rstrip()} {before.lstrip()}"  # a list of doctors that goes on
            yield name, _Around(place, number, before, folded[name.end :], whole, line, lines)
        above = folded


def find_names(line: str) -> Iterator[Named]:
    """The names of a line: a family name with a known first name, one after a civility, a first name alone."""
    at = 0
    while (match := _NAME.search(line, at)) is not None:
        at = match.end()
        name = _read_name(match)
        if name is not None:
            yield name
            at = max(name.end, match.start() + 1)
        elif match.group("family2"):
            at = match.start("family2")  # « Résultat DUPONT Jean »


def _read_name(match: "re.Match[str]") -> Named | None:
    """The name that a match is; None for what is none."""
    civil = bool(match.group("civil"))
    start, end = match.start(), match.end()
    family, given = match.group("family") or match.group("family2"), match.group("given") or match.group("given2")
    if match.group("led"):
        family, given = match.group("led"), match.group("led_given") or ""
    elif match.group("capitals"):
        words = match.group("capitals").split()
        while len(words) > 1 and fold_name(words[-1]) in told.FORM_WORDS:
            end -= len(words.pop()) + 1  # « M. DURAND PAUL DDN : »
        family, given = _part_capitals(" ".join(words), is_civil=civil)
    elif match.group("small"):
        family, given = _part_small(match.group("small"), is_civil=civil)
    elif match.group("given2") and fold_name(family) in told.FORM_WORDS:
        end = match.end("given2")  # « M. Durand Paul DDN : »
        family, given = _part_small(given, is_civil=civil)
    elif not civil and (led := told.LED.match(fold(family))) is not None:
        start, family = start + led.end(), family[led.end() :]
    given, skipped = _without_first_word(given) if match.group("given2") else (given, 0)
    start += skipped
    family, given = fold_name(family), fold_name(given)
    if family and given and not is_given(given.split()[0]):
        if not civil:
            return None
        is_turned = all(map(is_given, family.split()))  # « M. Maire-Bataille GUY »
        family, given = (given, family) if is_turned else (family, "")
    if not (family or given) or set(family.split()) & STOPS:
        return None
    return Named(family, given, start, end, civil)


def _without_first_word(given: str) -> tuple[str, int]:
    """First names without a word that begins the sentence, « Chez Thierry », and the signs left out."""
    words = given.split()
    if len(words) == 2 and not is_given(words[0]) and is_given(words[1]):
        return words[1], len(words[0]) + 1
    return given, 0


def _part_capitals(both: str, *, is_civil: bool) -> tuple[str, str]:
    """The family name and the first name of words in capitals, at either end; none without civility nor first name."""
    words = both.split()
    if len(words) == 2 and is_of_family(words, 1):
        return (both, "") if is_civil else ("", "")  # « AIT OUALI née MARTIN »
    if len(words) > 1 and is_given(words[0]) and not is_given(words[-1]) and is_family(" ".join(words[1:])):
        return " ".join(words[1:]), words[0]
    if len(words) > 1 and is_given(words[-1]):
        return " ".join(words[:-1]), words[-1]
    return (both, "") if is_civil else ("", "")


def _part_small(text: str, *, is_civil: bool) -> tuple[str, str]:
    words = text.split()
    if len(words) == 2 and is_given(words[0]) and not is_mainly_given(words[1]):
        return (words[1], words[0]) if is_civil or is_family(words[1]) else ("", "")
    if is_civil and len(words) == 2 and is_given(words[1]) and not is_given(words[0]):
        return words[0], words[1]  # « Monsieur Sudre Julian »
    if is_civil:
        return words[-1], words[0] if len(words) > 1 else ""
    return ("", text) if all(is_mainly_given(word) for word in words) else ("", "")


def is_own(name: Named, facts: Facts) -> bool:
    """True for a name of the record, a first name of it alone, or its used name as the page prints it."""
    traits = facts.traits
    families, givens = _words_of(facts)
    words = set(name.given.split())
    apart = APART if any(page.is_read_by_eye for page in facts.written) else APART | NEAR
    is_given_own = not words or bool(words & givens) or facts.level_of_given(name.given) not in apart
    if not name.family:
        return is_given_own or name.given in fold_name(f"{traits.birth_family} {traits.used_family}")
    if words and _are_own(words | set(name.family.split()), families, givens):
        return True  # « PATIENT : CLEMENT ALI », whatever the order
    used = {fold_name(one.value) for one in facts.seen(FieldName.USED_NAME)} if facts.is_birth_name_printed else set()
    levels = (facts.level_of_family(name.family), facts.level_of_used(name.family))
    is_family_own = any(level not in APART for level in levels) or name.family in used
    return is_family_own and (is_given_own or name.given in fold_name(traits.birth_family))


def _words_of(facts: Facts) -> tuple[list[set[str]], set[str]]:
    """The words of each family name of the record, and of all its first names."""
    traits = facts.traits
    families = [set(fold_name(one).split()) for one in (traits.birth_family, traits.used_family) if one]
    return families, set(fold_name(f"{traits.birth_givens} {traits.birth_given} {traits.used_given}").split())


def _are_own(words: set[str], families: Sequence[set[str]], givens: set[str]) -> bool:
    """True for first names alone, or for a family name and some first names, and no other word."""
    return words <= givens or any(one <= words <= one | givens and bool(words & givens) for one in families)


def is_professional(before: str, after: str) -> bool:
    """True for a name after « Dr », or before a profession."""
    return _DOCTOR.search(before) is not None or tells_profession(after)


def _is_subject(name: Named, around: _Around, facts: Facts) -> bool:
    """True after words that point at somebody, before words that say what a patient has, or joined to the patient."""
    is_having = told.HAS.match(around.after) is not None and not told.KIN_BEFORE.search(around.before)
    if not name.family:
        return is_having or told.FIRST_NAME_BEFORE.search(around.before) is not None
    if is_having or (told.BEFORE.search(around.before) and not told.BESIDE_PATIENT.search(around.before)):
        return True
    return name.is_whole and told.JOINT.search(around.before) is not None and _holds_own(around.before, facts)


def _is_out_of_place(name: Named, around: _Around, facts: Facts) -> bool:
    """True for a name at the head of a next page, beside a paper of identity, or of a spouse in fertility care."""
    if not name.is_whole:
        return False
    if told.COUPLE.search(around.whole) and told.SPOUSE.search(around.before):
        return True
    if around.place and around.number < HEAD_LINES_MAX and not _stands_before(name, facts):
        return not _signs(name, around)
    return told.PAPERS.search(around.whole) is not None and not _is_known(name, facts)


def _signs(name: Named, around: _Around) -> bool:
    """True for a name alone on its line over a trade: who signs the page before, at the head of the next one."""
    under = around.lines[around.number + 1] if around.number + 1 < len(around.lines) else ""
    is_alone = not (around.line[: name.start].strip(" .,:-") or around.line[name.end :].strip(" .,:-"))
    return is_alone and tells_profession(fold(under))


def _is_unexplained(name: Named, around: _Around, facts: Facts) -> bool:
    """True for a whole name that the reading took for nobody, and that no word before or after explains.

    Not for a house or a street that bears a name, a trade, kin or a contact, nor after a title in a list of doctors.
    """
    if not name.is_whole or name.is_civil or not is_family(name.family) or len(name.family) < FAMILY_MIN:
        return False
    if name.given == "FRANCE" and _POSTAL.search(around.before):
        return False  # « 75007 PARIS FRANCE »
    words = set(name.family.split())
    if words & told.FORM_WORDS or _is_in_list(name, around, facts) or _is_in_column(around, facts):
        return False
    if any(value == facts.traits.birth_date for _, value, _ in read_dates(around.after[:LIST_SIGNS_MAX])):
        return False
    others = (mention for mention in facts.read.mentions if mention.role is not Role.PATIENT)
    mentioned = (one for mention in others for one in (mention.family, mention.used_family) if one)
    if any(words & set(fold_name(one.value).split()) for one in mentioned):
        return False
    return not (told.EXPLAINED.search(around.before) or told.EXPLAINED_AFTER.match(around.after))


def _is_in_list(name: Named, around: _Around, facts: Facts) -> bool:
    """True for one of several names side by side, the patient not among them: a team, or those who sign.

    The first at the head of the first page, the others at the foot of any.
    """
    is_head = not around.place and around.number < LIST_LINES_MAX
    is_foot = around.number > around.whole.count("\n") - FOOT_LINES_MAX
    if not (is_head or is_foot) or ":" in around.line:
        return False
    named = [one for one in find_names(around.line) if one.is_whole]
    if len(named) < 2 or any(is_own(one, facts) for one in named):
        return False
    left = around.line[min(one.start for one in named) :]
    for one in named:
        left = left.replace(around.line[one.start : one.end], " ")
    return not any(word.islower() or word.isdigit() for word in left.split())


def _is_in_column(around: _Around, facts: Facts) -> bool:
    """True for one of COLUMN_MIN lines or more, one under the other, of names alone, the patient's not among them.

    A team at the head of the first page, or at the foot of any; anywhere where half of them are doctors.
    """
    first = last = around.number
    while first and _names_alone(around.lines[first - 1]):
        first -= 1
    while last + 1 < len(around.lines) and _names_alone(around.lines[last + 1]):
        last += 1
    column = around.lines[first : last + 1]
    if len(column) < COLUMN_MIN or not _names_alone(around.line):
        return False
    if any(is_own(one, facts) for line in column for one in find_names(line)):
        return False
    is_head = not around.place and last < LIST_LINES_MAX
    is_foot = first > around.whole.count("\n") - FOOT_LINES_MAX
    doctors = sum(_TITLES_OF_DOCTORS.search(line) is not None for line in column)
    return is_head or is_foot or 2 * doctors >= len(column)


def _names_alone(line: str) -> bool:
    """True for a line that holds whole names, with their titles, and nothing else."""
    named = [one for one in find_names(line) if one.is_whole]
    left = line
    for one in reversed(named):
        left = left[: one.start] + left[one.end :]
    return bool(named) and not _TITLES_OF_DOCTORS.sub(" ", left).strip(" ./,;–—-&")


def _is_known(name: Named, facts: Facts) -> bool:
    """True for somebody whom the reading took for a professional, an addressee or kin."""
    others = (one.family for one in facts.read.mentions if one not in facts.patients and one.family is not None)
    return any(fold_name(one.value) == name.family for one in others)


def _stands_before(name: Named, facts: Facts) -> bool:
    """True for a professional or kin, as the reading took them, whom the first page names too."""
    first = fold_name(facts.written[0].text[:CHARS_MAX])
    return _is_known(name, facts) and f" {name.family} " in f" {first} "


def _holds_own(text: str, facts: Facts) -> bool:
    """True where the record is named: a family name and a first name, or the birth date."""
    words = set(fold_name(text).split())
    families, givens = _words_of(facts)
    if any(family <= words for family in families) and words & givens:
        return True
    return any(value == facts.traits.birth_date for _, value, _ in read_dates(text))
