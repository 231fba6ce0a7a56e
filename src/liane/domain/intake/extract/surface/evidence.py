"""What speaks for a value, as named features, and the confidence that they add up to.

What lives here: the weights, in one table, and candidates made from places. What must not: the search for values.
The confidence is 1 / (1 + exp(-sum)): bias, plus weight times measure of each feature. The weights are orders of
magnitude set by hand; the measures are kept with each candidate so that they can be fitted on documents. A value that a
ranker has judged (``RANKED``, log-odds) has for sum these log-odds and the doubts that no ranker sees.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import exp

from liane.domain.intake.extract.surface.sheet import Span
from liane.domain.intake.fields import Candidate, FieldName, Role, Source
from liane.domain.intake.page import Box

BIAS = -1.0
BOXES_MAX = 60


class Feature(StrEnum):
    """One thing that speaks for or against a value."""

    LABEL = "libellé juste avant"
    LABEL_RIGHT = "libellé dans la case de gauche"
    LABEL_BELOW = "libellé dans la case du dessus"
    LABEL_FUZZY = "libellé mal lu"
    LABEL_VAGUE = "libellé imprécis"
    KEY = "clé juste"
    WRONG_KEY = "clé fausse"
    DIRECTORY = "connu du répertoire"
    NOT_IN_DIRECTORY = "contredit par le répertoire"
    PATTERN = "forme des numéros de l'établissement"
    CIVILITY = "civilité"
    GRAMMAR = "tournure (née, épouse)"
    BIRTH_BESIDE = "date de naissance à côté"
    OBJECT_LINE = "ligne d'objet"
    PATIENT_SECTION = "rubrique patient"
    ADDRESS_BLOCK = "bloc adresse"
    LETTERHEAD = "en-tête"
    SIGNATURE = "place de la signature"
    ROLE_STATED = "rôle écrit"
    POSITION = "place sur la page"
    ALONE = "seul sur sa ligne"
    PROSE = "dans une phrase"
    TITLE_WORDS = "mots d'un titre"
    REPEATED = "répété"
    SECOND_AGREES = "second lecteur d'accord"
    SECOND_DIFFERS = "second lecteur en désaccord"
    DOUBTFUL_READING = "lecture incertaine"
    PLAIN_NAME = "nom sans précision (naissance ou usage)"
    ORDER_UNSURE = "ordre nom prénom incertain"
    GUESSED = "déduit de parenthèses"
    SHORT_YEAR = "année à deux chiffres"
    INCOMPLETE = "incomplet"
    REPAIRED = "réparé"
    RELATIVE = "d'un proche"
    OUT_OF_ORDER = "date hors de l'ordre attendu"
    AGREES_INS = "accord avec le matricule INS"
    DIFFERS_INS = "désaccord avec le matricule INS"
    AGREES_SYMBOL = "accord avec le datamatrix"
    DIFFERS_PAGE = "en désaccord avec ce qui est imprimé"
    DIFFERS_SYMBOL = "désaccord avec le datamatrix"
    SYMBOL = "datamatrix INS"
    BARCODE = "code-barres"
    FALLBACK = "à défaut de mieux"
    NUMBER_BESIDE = "RPPS de clé juste à côté"
    PERHAPS_USED = "peut-être le nom utilisé"
    RIVAL = "autre valeur aussi forte"
    FITS_TITLE = "convient au titre"
    CLOSE_TO_DOCUMENT = "proche de la date du document"
    AUTHOR_STATED = "« auteur » ou « rédigé par »"
    AGE = "accord avec l'âge imprimé"
    RANKED = "d'après les mots voisins et la place"


WEIGHTS: dict[Feature, float] = {
    Feature.LABEL: 4.2,
    Feature.LABEL_RIGHT: 4.0,
    Feature.LABEL_BELOW: 3.5,
    Feature.LABEL_FUZZY: -0.5,
    Feature.LABEL_VAGUE: -1.4,
    Feature.KEY: 3.5,
    Feature.WRONG_KEY: -4.0,
    Feature.DIRECTORY: 2.5,
    Feature.NOT_IN_DIRECTORY: -3.0,
    Feature.PATTERN: 2.0,
    Feature.CIVILITY: 1.6,
    Feature.GRAMMAR: 1.6,
    Feature.BIRTH_BESIDE: 2.2,
    Feature.OBJECT_LINE: 2.0,
    Feature.PATIENT_SECTION: 1.5,
    Feature.ADDRESS_BLOCK: 1.6,
    Feature.LETTERHEAD: 1.2,
    Feature.SIGNATURE: 2.6,
    Feature.ROLE_STATED: 3.2,
    Feature.POSITION: 0.8,
    Feature.ALONE: 1.2,
    Feature.PROSE: 0.4,
    Feature.TITLE_WORDS: 2.2,
    Feature.REPEATED: 0.7,
    Feature.SECOND_AGREES: 1.5,
    Feature.SECOND_DIFFERS: -1.5,
    Feature.DOUBTFUL_READING: -5.0,
    Feature.PLAIN_NAME: -1.2,
    Feature.ORDER_UNSURE: -2.0,
    Feature.GUESSED: -1.5,
    Feature.SHORT_YEAR: -0.8,
    Feature.INCOMPLETE: -1.0,
    Feature.REPAIRED: -1.5,
    Feature.RELATIVE: -4.0,
    Feature.OUT_OF_ORDER: -6.0,
    Feature.AGREES_INS: 1.5,
    Feature.DIFFERS_INS: -1.2,
    Feature.AGREES_SYMBOL: 2.5,
    Feature.DIFFERS_PAGE: -5.0,
    Feature.DIFFERS_SYMBOL: -1.0,
    Feature.SYMBOL: 4.5,
    Feature.BARCODE: 2.5,
    Feature.FALLBACK: -1.5,
    Feature.NUMBER_BESIDE: 1.0,
    Feature.PERHAPS_USED: -9.0,
    Feature.RIVAL: -1.0,
    Feature.FITS_TITLE: 1.5,
    Feature.CLOSE_TO_DOCUMENT: 0.8,
    Feature.AUTHOR_STATED: 1.8,
    Feature.AGE: 2.5,
    Feature.RANKED: 1.0,
}
"""Weight of each feature, in natural log-odds for a measure of 1."""
_UNRANKED = frozenset(
    {
        Feature.RANKED,
        Feature.WRONG_KEY,
        Feature.NOT_IN_DIRECTORY,
        Feature.SECOND_AGREES,
        Feature.SECOND_DIFFERS,
        Feature.DOUBTFUL_READING,
        Feature.REPAIRED,
        Feature.RELATIVE,
        Feature.OUT_OF_ORDER,
        Feature.RIVAL,
    }
)
"""What counts beside the judgement of a ranker: how sure the reading is, and checks against other values."""
_DOUBT_MAX = 0.6
"""An engine that doubts of a short word of a form is often right: its doubt has a bound."""
_RANKS = {feature: rank for rank, feature in enumerate(Feature)}


@dataclass(slots=True, eq=False)
class Found:
    """A value found, while evidence about it is still gathered. zones: boxes of what is no text (a symbol)."""

    name: FieldName
    value: str
    spans: tuple[Span, ...] = ()
    features: dict[Feature, float] = field(default_factory=dict)
    role: Role = Role.OTHER
    is_checked: bool = False
    is_repaired: bool = False
    source: Source = Source.PAGE
    zones: tuple[Box, ...] = ()
    raw: str = ""
    page: int = 0
    note: str = ""

    @property
    def number(self) -> int:
        """Number of the page where it was read."""
        return self.spans[0].row.page if self.spans else self.page

    @property
    def confidence(self) -> float:
        """0 to 1, from the features."""
        is_ranked = Feature.RANKED in self.features
        total = 0.0 if is_ranked else BIAS
        total += sum(
            WEIGHTS[feature] * measure
            for feature, measure in self.features.items()
            if not is_ranked or feature in _UNRANKED
        )
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))

    def add(self, feature: Feature, measure: float = 1.0) -> None:
        """Note one more thing that speaks for or against it."""
        self.features[feature] = measure


def found_at(
    name: FieldName, value: str, spans: Span | Sequence[Span], features: Iterable[Feature], role: Role = Role.OTHER
) -> Found:
    """A value found at some places of a page; how sure the engine was of their words becomes a feature."""
    places = (spans,) if isinstance(spans, Span) else tuple(spans)
    found = Found(
        name=name,
        value=value,
        spans=places,
        role=role,
        features=dict.fromkeys(sorted(features, key=_RANKS.__getitem__), 1.0),
    )
    doubt = reading_doubt(*places)
    if doubt:
        found.features[Feature.DOUBTFUL_READING] = doubt
    return found


def reading_doubt(*spans: Span) -> float:
    """How far below certainty the engine held the worst word of some places, 0 when it was sure."""
    worst = min((word.confidence for span in spans for word in span.words), default=1.0)
    return round(min(_DOUBT_MAX, max(0.0, 0.95 - worst)), 3)


def to_candidate(found: Found) -> Candidate:
    """The candidate of a value found: its place, its raw text, why, its confidence. Rule: intake.md §3."""
    words = [word for span in found.spans for word in span.words]
    engines = sorted({word.engine.value for word in words})
    notes = (found.note,) if found.note else ()
    return Candidate(
        value=found.value,
        raw=" ".join(span.raw for span in found.spans) or found.raw,
        confidence=round(found.confidence, 4),
        page=found.number,
        boxes=tuple(word.box for word in words[:BOXES_MAX]) or found.zones,
        source=found.source,
        role=found.role,
        why=notes + tuple(str(feature) for feature in found.features),
        engine="+".join(engines),
        is_checked=found.is_checked,
        is_repaired=found.is_repaired,
        features=tuple((feature.name.lower(), measure) for feature, measure in found.features.items()),
    )
