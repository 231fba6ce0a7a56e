"""Score of one record against a document, trait by trait, as log-odds (Fellegi and Sunter), with its evidence.

Weights are log2(m / u): m, how often the right record agrees so; u, how often another one does. For a name, u follows
its rarity. Orders of magnitude, judged by the table of cases of the tests; probabilities are calibrated afterwards.
Rule: intake.md §4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp2, log2

from liane.domain.identity.birth_date import differs_only_by_incomplete, is_inverted, is_one_digit_apart
from liane.domain.identity.name_rarity import NameRarity
from liane.domain.identity.patient import PatientTraits
from liane.domain.intake.fields import FieldName, ReadDocument
from liane.domain.intake.matching.marks import PageMarks
from liane.domain.intake.matching.match import Agreement, IndexPerson, TraitMatch
from liane.domain.intake.matching.memory_index import normalise_identifier
from liane.domain.intake.matching.score_evidence import (
    CONVENTIONAL_DAYS,
    DATE_WEIGHTS,
    INS_WEIGHTS,
    MatchTrait,
    tell,
)
from liane.domain.intake.matching.score_seen import PrintedNames, weigh_names
from liane.domain.intake.matching.words import PageWords

__all__ = ["DocumentEvidence", "ScoredRecord", "gather_evidence", "score_record", "to_probabilities"]

PRIOR_PERSONS_MIN = 50_000
"""No index counts for smaller: the patient of a document may come from anywhere around."""
ABSENT_SHARE = 0.1
"""How often the patient of a document has no record yet."""
TWINS_TOGETHER_MAX = 14.0
"""Family name and date weigh no more than this together when the first name differs: twins share both."""
NAMESAKES_TOGETHER_MAX = 14.0
"""Names weigh no more than this together when the birth date differs: fathers, sons and cousins share them."""
ODDS_BITS_MAX = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEvidence:
    """What a document shows, made ready once for the comparison with many records."""

    read: ReadDocument
    words: PageWords
    marks: PageMarks
    printed: PrintedNames
    sex: str = ""
    place: str = ""
    identifiers: dict[str, tuple[int, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRecord:
    """A record with its score (bits) and the evidence whose weights make it."""

    person: IndexPerson
    score: float
    evidence: tuple[TraitMatch, ...]


def gather_evidence(read: ReadDocument, words: PageWords, marks: PageMarks) -> DocumentEvidence:
    """Make a document ready: names printed for the patient, sex, place, local numbers with page and label."""
    return DocumentEvidence(
        read=read,
        words=words,
        marks=marks,
        printed=PrintedNames.of(read),
        sex=_value(read, FieldName.SEX),
        place=_value(read, FieldName.BIRTH_PLACE),
        identifiers={normalise_identifier(one.value): (one.page, one.is_labelled) for one in marks.identifiers},
    )


def _value(read: ReadDocument, name: FieldName) -> str:
    found = read.fields.get(name)
    return found.chosen.value if found else ""


def score_record(person: IndexPerson, document: DocumentEvidence, rarity: NameRarity) -> ScoredRecord:
    """Score one record: every trait agrees, is close, differs or is missing, with its weight and its page.

    Rule: intake.md §4 (log-odds per trait, rarity of names).
    """
    names = weigh_names(person.traits, document.printed, document.words, rarity)
    ins = _weigh_ins(person, document.marks)
    date = _weigh_date(person.traits, document.marks)
    found = [ins, *names, date, _weigh_sex(person.traits, document), _weigh_place(person.traits, document)]
    found += _weigh_identifiers(person, document)
    if ins.agreement is not Agreement.AGREES:
        found += _take_back(names, date)
    evidence = tuple(found)
    return ScoredRecord(person=person, score=sum(one.weight for one in evidence), evidence=evidence)


def _take_back(names: Sequence[TraitMatch], date: TraitMatch) -> list[TraitMatch]:
    """What traits that relatives share weigh too much together."""
    given = next(one for one in names if one.trait == MatchTrait.GIVEN)
    family = sum(one.weight for one in names if one is not given)
    if date.agreement is Agreement.AGREES and given.agreement is Agreement.DIFFERS and family > 0:
        excess = family + date.weight - TWINS_TOGETHER_MAX
        if excess > 0:
            text = "même nom et même date de naissance, autre prénom : peut-être des jumeaux"
            return [TraitMatch(trait=MatchTrait.TWINS, agreement=Agreement.DIFFERS, weight=-excess, text=text)]
    if date.agreement is Agreement.DIFFERS and family + given.weight > NAMESAKES_TOGETHER_MAX:
        excess = family + given.weight - NAMESAKES_TOGETHER_MAX
        text = "mêmes noms, autre date de naissance : peut-être un parent"
        return [TraitMatch(trait=MatchTrait.NAMESAKES, agreement=Agreement.DIFFERS, weight=-excess, text=text)]
    return []


def _weigh_ins(person: IndexPerson, marks: PageMarks) -> TraitMatch:
    held = person.ins.upper()
    if not held or not marks.numbers:
        return tell(MatchTrait.INS, Agreement.MISSING, 0.0)
    right = {one.value: one for one in marks.ins}
    if held in right:
        return tell(MatchTrait.INS, Agreement.AGREES, INS_WEIGHTS[Agreement.AGREES], page=right[held].page)
    near = [one for one in marks.numbers if _is_near_number(one.value, held)]
    if near:
        text = "à un chiffre près" if near[0].value != held else "identique, mais sa clé est fausse"
        return tell(MatchTrait.INS, Agreement.CLOSE, INS_WEIGHTS[Agreement.CLOSE], text, near[0].page)
    labelled = [one for one in right.values() if one.is_labelled]
    if labelled:
        return tell(MatchTrait.INS, Agreement.DIFFERS, INS_WEIGHTS[Agreement.DIFFERS], page=labelled[0].page)
    return tell(MatchTrait.INS, Agreement.MISSING, 0.0)


def _is_near_number(value: str, held: str) -> bool:
    return len(value) == len(held) and sum(a != b for a, b in zip(value, held, strict=True)) <= 1


def _weigh_date(traits: PatientTraits, marks: PageMarks) -> TraitMatch:
    held = traits.birth_date
    births = [one for one in marks.births if one.is_labelled]
    plain = {one.value: one.page for one in (*marks.dates, *marks.births)}
    if not held:
        return tell(MatchTrait.BIRTH_DATE, Agreement.MISSING, 0.0, "absente du dossier")
    same = next((one for one in births if one.value == held), None)
    if same is not None:
        return tell(MatchTrait.BIRTH_DATE, Agreement.AGREES, _weigh_same_date(held), page=same.page)
    if not births:
        if held in plain:
            weight = _weigh_same_date(held) - log2(2 + len(plain))
            return tell(MatchTrait.BIRTH_DATE, Agreement.AGREES, weight, "présente, sans libellé", plain[held])
        return tell(MatchTrait.BIRTH_DATE, Agreement.MISSING, DATE_WEIGHTS["absent"])
    for text, weight, is_so in (
        ("jour et mois inversés", DATE_WEIGHTS["inverted"], is_inverted),
        ("à un chiffre près", DATE_WEIGHTS["one digit"], is_one_digit_apart),
        ("ne diffère que par la partie inconnue", DATE_WEIGHTS["incomplete"], differs_only_by_incomplete),
    ):
        near = next((one for one in births if is_so(held, one.value)), None)
        if near is not None:
            return tell(MatchTrait.BIRTH_DATE, Agreement.CLOSE, weight, text, near.page)
    if held in plain:
        text = "présente, mais une autre est donnée comme date de naissance"
        return tell(MatchTrait.BIRTH_DATE, Agreement.CLOSE, DATE_WEIGHTS["elsewhere"], text, plain[held])
    return tell(MatchTrait.BIRTH_DATE, Agreement.DIFFERS, DATE_WEIGHTS["different"], page=births[0].page)


def _weigh_same_date(value: str) -> float:
    return DATE_WEIGHTS["conventional"] if value[4:] in CONVENTIONAL_DAYS else DATE_WEIGHTS["same"]


def _weigh_sex(traits: PatientTraits, document: DocumentEvidence) -> TraitMatch:
    if traits.sex not in ("M", "F") or document.sex not in ("M", "F"):
        return tell(MatchTrait.SEX, Agreement.MISSING, 0.0)
    page = document.read.fields[FieldName.SEX].chosen.page
    if traits.sex == document.sex:
        return tell(MatchTrait.SEX, Agreement.AGREES, log2(0.995 / 0.5), page=page)
    return tell(MatchTrait.SEX, Agreement.DIFFERS, log2(0.01 / 0.5), page=page)


def _weigh_place(traits: PatientTraits, document: DocumentEvidence) -> TraitMatch:
    held = traits.birth_place.upper()
    if held in ("", "99999") or len(document.place) != 5:
        return tell(MatchTrait.BIRTH_PLACE, Agreement.MISSING, 0.0)
    page = document.read.fields[FieldName.BIRTH_PLACE].chosen.page
    if held == document.place.upper():
        return tell(MatchTrait.BIRTH_PLACE, Agreement.AGREES, log2(0.88 / 0.06), page=page)
    return tell(MatchTrait.BIRTH_PLACE, Agreement.DIFFERS, log2(0.1 / 0.95), page=page)


def _weigh_identifiers(person: IndexPerson, document: DocumentEvidence) -> list[TraitMatch]:
    """Local number and stay: evidence when they agree; another establishment has its own, so no doubt otherwise."""
    found = []
    for trait, values in (
        (MatchTrait.IPP, (person.ipp, person.record_id)),
        (MatchTrait.EPISODE, person.episodes),
    ):
        for value in values:
            seen = document.identifiers.get(normalise_identifier(value)) if len(value) >= 5 else None
            if seen is not None:
                page, is_labelled = seen
                found.append(tell(trait, Agreement.AGREES, 12.0 if is_labelled else 6.0, page=page))
                break
    return found


def to_probabilities(scores: Sequence[float], size: int) -> list[float]:
    """Probability of each record, the patient being possibly in no record; scores in bits, size of the index.

    Rule: intake.md §4 (« patient not known here » told apart).
    """
    prior = log2((1 - ABSENT_SHARE) / max(size, PRIOR_PERSONS_MIN))
    bits = [max(-ODDS_BITS_MAX, min(ODDS_BITS_MAX, score + prior)) for score in scores]
    highest = max([*bits, log2(ABSENT_SHARE)])
    odds = [exp2(one - highest) for one in bits]
    total = sum(odds) + exp2(log2(ABSENT_SHARE) - highest)
    return [one / total for one in odds]
