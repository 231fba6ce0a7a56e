"""A second person who stands on the pages as a patient does: a name, a first name and a birth date together.

What lives here: finding such triples whatever role was read, and the condition that follows. What must not: the other
conditions. The roles may be misread; a person named with a birth date who is not the record's is then shown, unless the
words of the line say in full that this is a relative. Rule: intake.md §5 (exactly one patient in the document), §3.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.decide.contact_words import tells_kin
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.newborns import is_child_born, is_mother_told
from liane.domain.intake.decide.relatives import find_covered
from liane.domain.intake.decide.subject_words import CIVILITIES
from liane.domain.intake.extract.people.professions import tells_profession
from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.extract.surface.names import STOPS
from liane.domain.intake.matching.marks import LINE_CHARS_MAX, read_dates
from liane.domain.intake.matching.score_names import NameLevel
from liane.domain.intake.page import Page

TRIPLES_MAX = 200
NEAR_DAYS = 31
"""A date without « né » is the day of an act when another day of the pages is this near; else a birth date."""
_CAPITALS = r"(?:[A-ZÀ-Ý]['’])?[A-ZÀ-Ý][A-ZÀ-Ý'’\-]+(?: (?:[A-ZÀ-Ý]['’])?[A-ZÀ-Ý][A-ZÀ-Ý'’\-]+){0,3}"
_TITLED = r"[A-ZÀ-Ý][a-zà-ÿ'’]+(?:[ \-][A-ZÀ-Ý][a-zà-ÿ'’]+){0,3}"
_LINK = r"(?: ?\((?P<link>[^)0-9]{3,30})\))?"
_BORN = (
    r"(?P<born>(?:né|née|nés|nee|ne|né\(e\)|née?\(e\))[ :]*(?:le\b|:)|ddn\b[ .:]*|date de naissance[ :]*(?:le)?|"
    r"naissance\b[ :]*)"
)
_BETWEEN = r"[ ,;:()\-–/]{1,4}(?:(?:[FMH]|\d{1,3} ans)[ ,;)\-–]+)?"
_TRIPLE = re.compile(
    rf"(?<![A-Za-zÀ-ÿ'’\-])(?:(?P<family>{_CAPITALS}) (?P<given>{_TITLED})|"
    rf"(?P<given2>{_TITLED}) (?P<family2>{_CAPITALS})|(?P<both>{_CAPITALS}))"
    rf"{_LINK}{_BETWEEN}(?i:{_BORN}[ :]{{0,3}})?(?=[0-9])"
)
_BROKEN_DATE = re.compile(
    r"(?!0[1-9](?:[ .\-]?[0-9]{2}){4})(?=[0-9OIlZSB|/.\-]{8,10}(?![0-9A-Za-z/]))"
    r"[0-9OIlZSB|]{1,6}[/.\-][0-9OIlZSB|/.\-]{3,8}"
)
_DOCTOR = re.compile(r"\b(?:dr|docteure?|pr|professeure?|prof)\b\.? *$", re.IGNORECASE)
_RELATIVE_LABEL = re.compile(
    r"^[^A-Za-zÀ-ÿ]{0,3}(?:personnes? (?:de confiance|à prévenir|à contacter|contact)|à prévenir|contacts?|aidante?s?|"
    r"tuteur|tutrice|curateur|curatrice|mandataire|représentante?s?(?: l[ée]ga(?:l|le|ux))?|responsable légale?|mère|"
    r"père|conjointe?|époux|épouse|fils|fille|frère|soeur|sœur|entourage|accompagnante?|assurée? social)\b[^:]{0,20}:",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"^(?:s[ao]n? |le |la )?(?:mère|père|conjointe?|époux|épouse|mari|femme|fils|fille|frère|soeur|sœur|cousine?|"
    r"voisine?|amie?|nièce|neveu|tante|oncle|grand-?mère|grand-?père|tuteur|tutrice|compagnon|compagne|"
    r"belle-\w+|beau-\w+)$",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:PR[EÉ]NOMS?|NOMS?|PATIENTE?|DDN|DN|D\.N|DATE|NAISSANCE|N[EÉ]E?|SEXE|INS|IPP|NIP|NIR|AGE|ÂGE|INSEE|COG|CP)"
    r"(?: (?:DE|NAISSANCE|LE|USUEL))*"
)
_ADDRESSED = re.compile(r"(?:Mme|Madame|Mlle|Mademoiselle|Monsieur|Mr|Melle)\b")
_FORM_WORDS = frozenset({"NOM", "NOMS", "PRENOM", "PRENOMS", "NE", "NEE", "MME", "SEXE", "PATIENT", "PATIENTE"})
"""Words of forms that a line in capitals sets among the names."""
_DATE_LABELS = frozenset({"DN", "DDN", "NE", "NEE", "NAISSANCE", "SEXE"})
_SPECIALITY = re.compile(r"[A-Z]*(?:OLOGIE|IATRIE|CHIRURGIE|THERAPIE|GRAPHIE)|MEDECINE(?: [A-Z]+)?")
_GIVENS_LABEL = re.compile(r"\bPr[ée]noms?(?:\(s\))? ?:? ?$", re.IGNORECASE)
_OF_BIRTH = re.compile(r"\bDATE(?: DE(?: NAISSANCE)?)?\b")
_CIVILITY = re.compile(r"\b(?:Dr|Docteure?|Pr|Professeure?|Prof)\b")
_PARTICLES = frozenset(
    {"EL", "AL", "BEN", "BEL", "LE", "LA", "DE", "DI", "DA", "DU", "DOS", "VAN", "VON", "AIT", "OULD"}
)
"""Words that begin a family name, whatever lists of first names hold: « née EL HADDAD, le … »."""
APART = frozenset({NameLevel.DIFFERENT, NameLevel.MISSING, NameLevel.FAR})
NEAR = frozenset({NameLevel.SOUND, NameLevel.EDIT, NameLevel.CONFUSED})
"""A first name one letter away is another one where nobody misread it: Léa, Léna."""


class Triple(NamedTuple):
    """A name, a first name and a date read together. is_told: « né le » stands between them. before: of the line.

    start: where the name begins in the line.
    """

    family: str
    given: str
    date: str
    is_told: bool
    before: str
    link: str
    start: int = 0


def find_triples(line: str, *, is_by_eye: bool = False) -> Iterator[Triple]:
    """Each name with first name and date of a line, in capitals and small letters or in capitals alone.

    After « né le », figures that are no date count too: one that was misread. is_by_eye: so do figures that only an
    optical reader leaves, as « 21111/1952 », « 72-04-1992 ».
    """
    dates = {start: value for start, value, _ in read_dates(line)}
    for match in _TRIPLE.finditer(line):
        value = next((dates[place] for place in (match.end(), match.end() + 1) if place in dates), "")
        is_told = match.group("born") is not None
        is_told = is_told or (is_by_eye and not value and _BROKEN_DATE.match(line, match.end()) is not None)
        if not value and not is_told:
            continue
        family, given = _plain_names(*_split(match))
        if _ADDRESSED.match(match.group("given") or ""):  # « COMPTE RENDU » over « Mme Julie Durand, née le … »
            continue
        if fold_name(family) in ("LE", "DU", "LA", "LES", "AU"):  # « EDITE LE 27.10.26 »
            continue
        if _LABELS.fullmatch(family):  # « Julie Anne DDN : 12/03/1951 », the family name on another line
            continue
        if given and (is_told or is_given(given.split()[0])):
            before = line[: match.start()]
            led = _find_title(match)
            yield Triple(
                family,
                given,
                value,
                is_told,
                before + led if led else before,
                (match.group("link") or "").strip(),
                match.start(),
            )


def _plain_names(family: str, given: str) -> tuple[str, str]:
    """The names without a civility in capitals before them nor the label of the date after: « LAVILLE DN »."""
    words, small = family.split(), given.split()
    while len(words) > 1 and fold_name(words[-1]) in _DATE_LABELS:
        words.pop()
    if len(words) == 1 and fold_name(words[0]) in CIVILITIES and len(small) > 1 and is_given(small[0]):
        return small[-1], " ".join(small[:-1])  # « MADAME Julie Durand »
    return " ".join(words), given


def _find_title(match: "re.Match[str]") -> str:
    """What stands up to the title of a doctor among first names: « Laurent Dr Julien » of two columns; else empty."""
    text = match.group("given2") or ""
    titles = list(_CIVILITY.finditer(text))
    return text[: titles[-1].end()] if titles else ""


def _split(match: "re.Match[str]") -> tuple[str, str]:
    both = match.group("both")
    if both is None and match.group("family"):
        return match.group("family"), match.group("given")
    if both is None:
        givens = [word for word in match.group("given2").split() if fold_name(word) not in STOPS]
        if givens:
            return match.group("family2"), " ".join(givens)
    words = (both or match.group("family2")).split()  # « Patient DURAND JULIE »
    known = [place for place, word in enumerate(words) if is_given(word) and not is_of_family(words, place)]
    if len(words) < 2 or not known:
        return " ".join(words), ""
    return (" ".join(words[:-1]), words[-1]) if known[-1] == len(words) - 1 else (" ".join(words[1:]), words[0])


def is_of_family(words: Sequence[str], place: int) -> bool:
    """True for a word that begins a family name or stands just after one: « DOS SANTOS », « AIT OUALI »."""
    return any(fold_name(word) in _PARTICLES for word in words[max(0, place - 1) : place + 1])


def check_second_person(facts: Facts) -> Reason | None:
    """Nobody but the person of the record stands on the pages with a birth date, relatives told in full apart."""
    if facts.first is None:
        return None
    lines = [line[:LINE_CHARS_MAX] for page in facts.written for line in page.text.splitlines()]
    triples = [triple for page in facts.written for triple in _read_triples(page, facts)]
    days = _find_days(lines, triples) if triples else frozenset()
    own = facts.traits.birth_date
    told = [triple for triple in triples[:TRIPLES_MAX] if triple.date == own or _is_birth(triple, days)]
    is_another = any(not _may_stand(triple, facts) and not _is_mother_or_child(triple, facts) for triple in told)
    if len(triples) > TRIPLES_MAX or is_another:
        text = "Une autre personne est nommée dans le document avec une date de naissance."
        return Reason(code="INT-046", message=text)
    return None


def _read_triples(page: Page, facts: Facts) -> Iterator[Triple]:
    """The triples of a page, but those of somebody told twice to stand beside the patient."""
    covered = list(find_covered(page, facts))
    is_by_eye = page.is_read_by_eye
    lines = page.text.split("\n")
    at = 0
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        for triple in _of_line(line[:LINE_CHARS_MAX], after[:LINE_CHARS_MAX], is_by_eye=is_by_eye):
            if not any(start <= at + triple.start < end for start, end in covered):
                yield triple
        at += len(line) + 1


def _of_line(line: str, after: str, *, is_by_eye: bool) -> Iterator[Triple]:
    """The triples of a line, and those told « né le » that end on the next one."""
    own = list(find_triples(line, is_by_eye=is_by_eye))
    yield from own
    seen = {triple.start for triple in own}
    for triple in find_triples(f"{line} {after}", is_by_eye=is_by_eye) if after else ():
        if triple.is_told and triple.start < len(line) and triple.start not in seen:
            yield triple


def _find_days(lines: Sequence[str], triples: Sequence[Triple]) -> frozenset[int]:
    """The days that the pages bear beside those of the persons named, as ordinals: of the act, of the document.

    A date printed after a person and elsewhere too is such a day. What was read as the date of the document is not
    asked: it may be the very birth date that is looked for.
    """
    dates = Counter(value for line in lines for _, value, is_doubtful in read_dates(line) if not is_doubtful)
    dates.subtract(triple.date for triple in triples)
    return frozenset(day for value, count in dates.items() if count > 0 and (day := _ordinal(value)))


def _ordinal(value: str) -> int:
    """Days since the year 1 of a ``yyyyMMdd``; 0 for what is no day."""
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:])).toordinal()
    except ValueError:
        return 0


def is_near_day(one: str, other: str) -> bool:
    """True for two days, ``yyyyMMdd``, that one event of the pages may explain; False where one is no day."""
    mine, yours = _ordinal(one), _ordinal(other)
    return bool(mine and yours) and abs(mine - yours) <= NEAR_DAYS


def _is_birth(triple: Triple, days: frozenset[int]) -> bool:
    """True after « né le », or for a date that no day of the pages is near: a birth, of a baby too."""
    if triple.is_told:
        return True
    own = _ordinal(triple.date)
    return not any(abs(own - day) <= NEAR_DAYS for day in days)


def is_relative_told(before: str) -> bool:
    """True for words that say in full that a relative follows, or that end so: « Fils : … », « … (mère), »."""
    link = re.search(r"\(([^(),]{3,30})(?:\)[ ,;:\-–]*|, ?)$", before)
    link = link or re.search(
        r"[,–-] ?([^(),–]{3,30}?),? ?$", before
    )  # « Entretien avec DUPONT Paul, conjoint, né le … »
    if tells_kin(before):
        return True
    return _RELATIVE_LABEL.match(before) is not None or (link is not None and _LINKS.match(link.group(1)) is not None)


def _is_by_eye(facts: Facts) -> bool:
    return any(page.is_read_by_eye for page in facts.written)


def _may_stand(triple: Triple, facts: Facts) -> bool:
    """True for the person of the record, a doctor, or a relative whom the line says in full."""
    is_staff = not triple.is_told and any(tells_profession(fold_name(word)) for word in triple.given.split()[1:])
    if is_staff or _DOCTOR.search(triple.before):  # « DUPONT Marie Praticien 12/03/2024 signé »
        return True
    is_unread = not triple.date and _is_by_eye(facts)
    if not is_unread and (_LINKS.match(triple.link) or _RELATIVE_LABEL.match(triple.before)):
        return True
    if _holds_names(triple, facts):
        return True
    levels = (facts.level_of_family(triple.family), facts.level_of_used(triple.family))
    is_family = any(level not in APART for level in levels)
    if is_family and triple.date == facts.traits.birth_date and not any(map(is_given, triple.given.split())):
        return True  # « Mme DUPONT née MARTIN » over « Demandeur né(e) le … »: a word of the form, no first name
    if triple.date == facts.traits.birth_date and _SPECIALITY.fullmatch(fold_name(triple.family)):
        return _shares_given(triple.given, facts)  # « Prénom : Marie » over « PNEUMOLOGIE | Née le : … » of two columns
    given = facts.level_of_given(triple.given)
    apart = APART if _is_by_eye(facts) else APART | NEAR
    is_given_theirs = given not in apart or _shares_given(triple.given, facts)
    return is_family and is_given_theirs


def _is_mother_or_child(triple: Triple, facts: Facts) -> bool:
    """True for the child of a delivery, and for the mother on the sheet of a newborn."""
    return is_child_born(triple.date, facts) or is_mother_told(triple.date, triple.before, facts)


def _holds_names(triple: Triple, facts: Facts) -> bool:
    """True where the words are a family name of the record and some of its first names, in any order."""
    names = _OF_BIRTH.sub(" ", fold_name(f"{triple.family} {triple.given}"))
    words = set(names.split()) - _FORM_WORDS
    traits = facts.traits
    families = [set(fold_name(one).split()) for one in (traits.birth_family, traits.used_family) if one]
    givens = set(fold_name(f"{traits.birth_givens} {traits.birth_given} {traits.used_given}").split())
    is_boxed = _GIVENS_LABEL.search(triple.before) is not None and not triple.date
    if words and words <= givens and (is_boxed or triple.date == traits.birth_date):
        return True  # « Prénoms CONCEPTION PILAR » over « née le … »
    return any(family <= words and bool(words & givens) and words <= family | givens for family in families)


def _shares_given(given: str, facts: Facts) -> bool:
    traits = facts.traits
    held = set(fold_name(f"{traits.birth_given} {traits.birth_givens} {traits.used_given}").split())
    return bool(held & set(fold_name(given).split()))
