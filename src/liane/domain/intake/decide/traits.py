"""Conditions of intake.md §5 on each trait: printed for the patient, the record's own, contradicted by nothing."""

import re
from collections.abc import Iterator
from itertools import islice

from liane.domain.identity.birth_date import is_calendar, is_inverted, is_one_digit_apart
from liane.domain.identity.lexis import fold_name
from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.decide.facts import Facts, Reason
from liane.domain.intake.decide.identity import is_other_place
from liane.domain.intake.decide.newborns import find_patients, is_child_born
from liane.domain.intake.decide.relatives import is_told_whole
from liane.domain.intake.decide.subject_words import CIVILITIES, KIN
from liane.domain.intake.extract.surface.lexicon import sex_of_given
from liane.domain.intake.fields import FieldName, PersonMention, Source
from liane.domain.intake.matching.marks import Mark, to_index_date
from liane.domain.intake.matching.match import Agreement
from liane.domain.intake.matching.score_evidence import MatchTrait
from liane.domain.intake.matching.score_names import NameLevel

_LOST_BIRTH_NAME = re.compile(
    r"(?<![a-zà-ÿ])(?:n[ée]e(?:[ :]{0,2}[-–—,;)(]|\s+n[ée]e?\b)|"
    r"nom (?:de )?naiss(?:ance|\.)?[ :.)]{0,3}(?:[-–—,;(]|\s(?:nom|pr[ée]nom)\b))",
    re.IGNORECASE,
)
CHARS_MAX = 40_000
SEXES_MAX = 20
_SEX = r"(?:filles?|gar[cç]ons?|f[ée]minin|masculin|femme|homme)"
_BOTH_SEXES = re.compile(
    rf"^\W{{0,3}}(?:sexe\W{{1,3}})?{_SEX} ?(?:/|ou) ?{_SEX}[ :.]{{1,6}}(?P<answer>{_SEX})\b",
    re.IGNORECASE | re.MULTILINE,
)
_GIVENS = (FieldName.FIRST_NAME, FieldName.FIRST_NAMES)


def check_birth_date(facts: Facts) -> Reason | None:
    """The birth date is printed, whole, and the record's own, and no other is given. Rule: intake.md §5."""
    held = facts.traits.birth_date
    if facts.first is None:
        return None
    if not is_calendar(held):
        return Reason(code="INT-021", message="Le dossier n'a pas de date de naissance complète.")
    others = [one for one in _other_dates(facts) if one != held and not is_child_born(one, facts)]
    if any(is_one_digit_apart(one, held) for one in others):
        return Reason(code="INT-017", message="La date de naissance lue diffère d'un chiffre de celle du dossier.")
    if any(is_inverted(one, held) for one in others):
        message = "Le jour et le mois de naissance lus sont inversés par rapport au dossier."
        return Reason(code="INT-018", message=message)
    if others:
        return Reason(code="INT-019", message="Une date de naissance lue n'est pas celle du dossier.")
    if not facts.is_date_printed:
        return Reason(code="INT-020", message="Aucune date de naissance n'est lue de façon sûre sur le document.")
    if held[4:] in ("0101", "1231"):
        message = "La date de naissance est incomplète ou attribuée par convention : elle n'est pas une preuve."
        return None if facts.is_ins_settling else Reason(code="INT-021", message=message)
    return None


def _other_dates(facts: Facts) -> Iterator[str]:
    """Birth dates given for the patient, by extraction or by a label of the page itself."""
    for one in facts.seen(FieldName.BIRTH_DATE):
        if one.source is not Source.MAIL:
            yield to_index_date(one.value)
    for mention in facts.patients:
        if mention.birth_date is not None:
            yield to_index_date(mention.birth_date.value)
    yield from (one.value for one in facts.marks.births if _is_told(one))


def _is_told(mark: Mark) -> bool:
    return mark.is_labelled and not mark.is_doubtful


def check_birth_name(facts: Facts) -> Reason | None:
    """The birth name is printed and the record's own. Rule: intake.md §3, §5 (used name only)."""
    if facts.first is None:
        return None
    others = [one for one in facts.seen(FieldName.BIRTH_NAME) if one.source is not Source.MAIL]
    levels = [facts.level_of_family(one.value) for one in others]
    is_used = [facts.level_of_used(one.value) is NameLevel.SAME for one in others]
    if any(level is NameLevel.DIFFERENT and not used for level, used in zip(levels, is_used, strict=True)):
        return Reason(code="INT-022", message="Le nom de naissance lu n'est pas celui du dossier.")
    if _is_birth_name_lost(facts):
        return Reason(code="INT-024", message="Le nom de naissance annoncé sur la page n'a pas pu être lu.")
    if facts.is_birth_name_printed:
        return None
    if any(is_used) or FieldName.USED_NAME in facts.read.fields:
        return Reason(code="INT-023", message="Seul le nom utilisé est lu : il ne suffit pas à désigner le patient.")
    if any(level is not NameLevel.MISSING for level in levels):
        return Reason(code="INT-022", message="Le nom de naissance lu n'est pas exactement celui du dossier.")
    return Reason(code="INT-024", message="Le nom de naissance n'est pas lu sur le document.")


def _is_birth_name_lost(facts: Facts) -> bool:
    """True where an optical reader lost the name after « née » and another name, told as none, stands for it.

    « Mme DUPONT Marie (née - née le … »: what is left may be the used name. Rule: intake.md §5 (used name only).
    """
    found = facts.read.fields.get(FieldName.BIRTH_NAME)
    if found is None or "plain_name" not in dict(found.chosen.features) or facts.is_ins_settling:
        return False
    read_by_eye = (page for page in facts.written if page.is_read_by_eye)
    return any(_LOST_BIRTH_NAME.search(page.text[:CHARS_MAX]) for page in read_by_eye)


def check_used_name(facts: Facts) -> Reason | None:
    """The used name, printed as such, is no other than the record's. Rule: intake.md §5 (no contradiction anywhere)."""
    if facts.first is None or not facts.traits.used_family:
        return None
    for one in facts.seen(FieldName.USED_NAME):
        levels = (facts.level_of_used(one.value), facts.level_of_family(one.value))
        if one.source is not Source.MAIL and all(level is NameLevel.DIFFERENT for level in levels):
            return Reason(code="INT-026", message="Le nom utilisé lu n'est pas celui du dossier.")
    return None


def check_given(facts: Facts) -> Reason | None:
    """The first name is printed whole, and the record's own. Rule: intake.md §5."""
    if facts.first is None:
        return None
    seen = [one for name in _GIVENS for one in facts.seen(name) if one.source is not Source.MAIL]
    if any(facts.level_of_given(one.value) in (NameLevel.DIFFERENT, NameLevel.FAR) for one in seen):
        return Reason(code="INT-027", message="Le prénom lu n'est pas celui du dossier.")
    if not facts.is_given_printed:
        text = "Le premier prénom n'est pas lu en entier." if seen else "Aucun prénom n'est lu sur le document."
        return Reason(code="INT-029", message=text)
    return None


BESIDE_CHARS_MAX = 24
_BESIDE_BEFORE = re.compile(
    rf"\b(?:AVEC|PAR|PREVENIR|AVERTIR|JOINDRE|(?:SON|SA|{KIN})\W{{1,3}}(?:EST )?|{KIN} ?: ?)\s?$"
)
_BESIDE_AFTER = re.compile(
    r",? (?:EST |A ETE |ETAIT )?(?:PREVENU|AVERTI|INFORME|CONTACTE|APPELE|JOINT)E?S?\b(?! (?:DE|DU|D'))"
)
"""What tells of a name that it is nobody whom the page is of: with whom, by whom, whom one called."""
_SAID_PATIENT = frozenset({"label", "label_right", "label_below", "object_line", "role_stated", "alone"})
"""What gives a name the place of a patient's."""


def _is_named_in_passing(mention: PersonMention, facts: Facts) -> bool:
    """True for a family name after a civility and nothing more, told everywhere as somebody beside the patient.

    « Mme Boué prévenue à 18 h », « séances avec Mme Boué », « conjoint : M. Boué »: no first name, birth date nor label
    gives them a patient's trait. Any other place, « M. Boué va mieux », may be of another patient.
    """
    if mention.family is None or mention.given or mention.birth_date or mention.used_family:
        return False
    features = {feature for feature, _ in mention.family.features}
    if fold_name(mention.label) not in CIVILITIES or "civility" not in features or features & _SAID_PATIENT:
        return False
    named = re.compile(rf"\b(?:{'|'.join(CIVILITIES)})\b\.?\s{{0,2}}{re.escape(fold(mention.family.raw))}\b")
    texts = [fold(page.text[:CHARS_MAX].replace("’", "'")) for page in facts.written]
    places = [(text, one) for text in texts for one in named.finditer(text)]
    return bool(places) and all(
        _BESIDE_BEFORE.search(text, max(0, one.start() - BESIDE_CHARS_MAX), one.start())
        or _BESIDE_AFTER.match(text, one.end())
        for text, one in places
    )


def check_mentions(facts: Facts) -> Reason | None:
    """Every mention of the patient fits the record; its names are not those of somebody else only.

    Rule: intake.md §3 (roles), §5 (no contradiction anywhere).
    """
    if facts.first is None:
        return None
    used = {fold_name(one.value) for one in facts.seen(FieldName.USED_NAME)} if facts.is_birth_name_printed else set()
    is_whole = is_told_whole(facts)
    for mention in find_patients(facts):
        if is_whole and _is_named_in_passing(mention, facts):
            continue
        families = [one.value for one in (mention.family, mention.used_family) if one is not None]
        families = [one for one in families if fold_name(one) not in used]
        levels = [level for one in families for level in (facts.level_of_family(one), facts.level_of_used(one))]
        is_other = bool(levels) and all(level in (NameLevel.DIFFERENT, NameLevel.MISSING) for level in levels)
        if is_other or (mention.given and _is_other_given(mention.given.value, facts)):
            return Reason(code="INT-030", message="Une autre personne est nommée comme patient dans le document.")
    family = facts.evidence.get(MatchTrait.BIRTH_FAMILY), facts.evidence.get(MatchTrait.USED_FAMILY)
    texts = [one.text for one in facts.first.evidence if "autre personne" in one.text]
    if texts and Agreement.AGREES not in family:
        text = "Le nom du dossier n'est lu que comme celui d'un proche ou d'un professionnel."
        return Reason(code="INT-030", message=text)
    return None


def _is_other_given(value: str, facts: Facts) -> bool:
    """True for first names that are not the record's, nor the first letter of one of them."""
    initials = {name[0] for name in fold_name(f"{facts.traits.birth_givens} {facts.traits.birth_given}").split()}
    if len(fold_name(value)) == 1 and facts.is_given_printed:
        return fold_name(value) not in initials
    return facts.level_of_given(value) is NameLevel.DIFFERENT


def check_sex(facts: Facts) -> Reason | None:
    """The sex read is the record's. Rule: intake.md §5."""
    held = facts.traits.sex
    others = {one.value for one in facts.seen(FieldName.SEX)} & {"M", "F"}
    if held in ("M", "F") and others - {held}:
        return Reason(code="INT-031", message="Le sexe lu n'est pas celui du dossier.")
    if held in ("M", "F") and any(one != held for one in _find_answers(facts)):
        return Reason(code="INT-031", message="Le sexe lu n'est pas celui du dossier.")
    if held in ("M", "F") and not _are_sexes_read(facts) and _usual_sex(facts) not in ("", held):
        return Reason(code="INT-031", message="Le sexe du dossier ne convient pas au prénom, et la page n'en dit rien.")
    return None


def check_place(facts: Facts) -> Reason | None:
    """The code of the birth place, where it is printed, is the record's. Rule: RNIV (strict traits); intake.md §5."""
    if facts.first is None or facts.is_ins_settling:
        return None
    others = (one for one in facts.seen(FieldName.BIRTH_PLACE) if one.source is not Source.MAIL and not one.is_repaired)
    if any(is_other_place(one.value, facts.traits.birth_place) for one in others):
        return Reason(code="INT-147", message="Le lieu de naissance lu n'est pas celui du dossier.")
    return None


def _find_answers(facts: Facts) -> Iterator[str]:
    """The sex that answers a label of both, « Fille / garçon : fille », whatever the reading made of it."""
    for page in facts.written:
        for match in islice(_BOTH_SEXES.finditer(page.text[:CHARS_MAX]), SEXES_MAX):
            yield "F" if match.group("answer")[0] in "fF" else "M"


def _are_sexes_read(facts: Facts) -> bool:
    return any(one.value in ("M", "F") for one in facts.seen(FieldName.SEX))


def _usual_sex(facts: Facts) -> str:
    """The sex of nearly all who bear the first name of the record; empty when either may."""
    traits = facts.traits
    return sex_of_given(traits.birth_given or traits.birth_givens.partition(" ")[0])
