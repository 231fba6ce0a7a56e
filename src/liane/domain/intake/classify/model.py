"""The linear model of words: n-grams of a document weighed for each type; read from one small packaged file.

What lives here: features and inference. What must not: training (tools/train_types.py uses these same features).
"""

import io
import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations, pairwise
from zipfile import BadZipFile
from zlib import crc32

import numpy as np
import numpy.typing as npt

from liane.domain.intake.classify.acts import find_acts, pair_acts
from liane.domain.intake.classify.concepts import find_concepts, is_group
from liane.domain.intake.classify.titles import Outline, outline_page, title_likeness
from liane.domain.intake.classify.tokens import Line, fold
from liane.domain.intake.page import Box, Page

TOP_SHARE = 1 / 3
TOP_WEIGHT = 3.0
TRUSTED_WORDS = 25
"""Different known words from which the words of a document count whole."""
TOKENS_COUNTED_MAX = 1_200
FORM_PAGES_MAX = 4
FORM_COUNT_MAX = 6.0
HEADING_TOKENS_MAX = 6
TITLE_MIN = 0.6
TITLE_SHARE = 0.6
LINE_CONCEPTS_MAX = 12
GREETING = "sGREET"
"""The page greets its reader: a letter, whatever it quotes."""
TITLE_CONCEPTS_MAX = 24
_FORMS = (
    ("sRESULT", re.compile(r"^[A-Z][A-Z0-9 ().,'/-]{1,40} [<>]? ?[0-9]+(?:[.,][0-9]+)? [^ ]{1,10} .{0,12}[0-9]")),
    (
        "sDOSE",
        re.compile(r"[0-9] ?(?:MG|G|MCG|µG|UI|ML)\b.{0,40}(?:/ ?J|PAR JOUR|MATIN|SOIR|COMPRIME|GELULE|FOIS|JOURS)"),
    ),
    ("sDEAR", re.compile(r"^ ?(?:MON |MA )?CHERE?S?\b|^ ?(?:BONJOUR|BONSOIR|DOCTEUR)\b.{0,24}[,.!]? ?$")),
    ("sDEAR SIR", re.compile(r"^ ?(?:MADAME|MONSIEUR)[, ]+(?:(?:MADAME|MONSIEUR|LE DOCTEUR)[ ,]*)?$")),
    (
        "sCLOSE",
        re.compile(
            r"CONFRATERNEL|SALUTATIONS|SENTIMENTS|CORDIALEMENT|AMICALEMENT|AMITIES|BIEN A (?:VOUS|TOI)\b|A BIENTOT"
        ),
    ),
    ("sSWORN", re.compile(r"\bSOUSSIGNEE?|\bCERTIFIE")),
    ("sSTAY", re.compile(r"HOSPITALISEE? .{0,60}\bDU\b.{0,30}\bAU\b|SEJOURNE .{0,60}\bDU\b.{0,30}\bAU\b")),
    (
        "sTHANKS",
        re.compile(
            r"MERCI DE M'AVOIR|REMERCIE .{0,12}M'AVOIR|M'AVEZ (?:ADRESSE|CONFIE)"
            r"|\bM'(?:A|EST) (?:ETE )?(?:ADRESS|CONFI)E"
        ),
    ),
    (
        "sASKS",
        re.compile(
            r"MERCI (?:DE |D')(?:BIEN VOULOIR |LE |LA |L')?(?:RECEVOIR|VOIR|EXAMINER|ACCUEILLIR|PRENDRE EN CHARGE)"
            r"|(?:VOUS|TE|T') ?(?:L')?(?:ADRESSE|CONFIE|ENVOIE)\b|(?:VOTRE|TON) AVIS\b|\bPOUR AVIS\b"
            r"|\b(?:POUVEZ|POURRIEZ|PEUX|POURRAIS)[ -](?:VOUS|TU) (?:S'IL VOUS PLAIT |BIEN )?"
            r"(?:(?:RE)?VOIR|RECEVOIR|EXAMINER|ACCUEILLIR|PRENDRE EN CHARGE)"
        ),
    ),
    ("sSEEN", re.compile(r"\bJ'AI (?:RE)?(?:VU|CU|EXAMINE)|\bJE (?:RE)?VOIS\b|\bRECUE? .{0,20}EN CONSULTATION")),
    (
        "sTERM",
        re.compile(
            r"\bPENDANT (?:UN|DEUX|TROIS|QUATRE|SIX|DIX|QUINZE|[0-9]+)\b|\bA RENOUVELER|\bRENOUVELABLE|\bQSP\b"
            r"|NON SUBSTITUABLE|\bTOUS LES (?:JOURS|DEUX|TROIS|[0-9])|FOIS PAR (?:JOUR|SEMAINE)|DIMANCHES"
            r"|(?:[0-9]+|DIX|QUINZE|VINGT|TRENTE) SEANCES"
        ),
    ),
    (
        "sMEASURE",
        re.compile(
            r"[0-9] ?(?:/|SUR) ?(?:10|20|28|30|56|100)\b|[0-9] ?(?:°|DEGRES?\b|CM\b|KG\b|METRES?\b|SECONDES?\b|%)"
            r"|\bCOTEE?S? (?:A )?[0-9]|\bSTADE [0-9]|\bSCORE\b|\bECART TYPE|\bPERCENTILE"
        ),
    ),
    (
        "sDONE",
        re.compile(
            r"\b(?:A|ONT) ETE [A-Z]+E+S?\b|\bNOUS AVONS\b|\bJ'AI\b"
            r"|\b(?:A|ONT) (?:PU|BENEFICIE|RECU|SUIVI|EFFECTUE|REALISE)\b"
            r"|\b(?:EFFECTUE|REALISE|REFAIT|POSE|RETIRE|DEBUTE|ADMINISTRE)(?:E|S|ES)?\b(?! (?:PAR UNE? )?INFIRM)"
        ),
    ),
    (
        "sSTATE",
        re.compile(
            r"\b(?:RESTE|RESTENT|PERSISTE|SE FAIT|PEUT|TIENT|MARCHE SEULE?|ACCEPTE|SOUHAITE|DEMEURE)\b"
            r"|\bEN (?:BAISSE|HAUSSE|PLACE)\b"
            r"|\b(?:AMELIOR|AGGRAV|STABLE|PROGRES|DIMINU|AUGMENT|EVOLU|COOPERA|PARTICIP"
            r"|SATISFAISANT|PROPRE|CALME|BON MORAL)"
        ),
    ),
    (
        "sPLAN",
        re.compile(r"\b(?:OBJECTIFS?|PROJET|PRECONIS|PROPOSITIONS?|CONCLUSION|AU TOTAL|SYNTHESE|DIAGNOSTIC)\b"),
    ),
    ("sBOX", re.compile(r"[☐☑☒□■▢✓✔❏]|\[[ X]?\]")),
    ("sSIGNED", re.compile(r"\bFAIT (?:A|LE)\b|\bSIGNATURE|LU ET APPROUVE")),
    (
        "sFIRST",
        re.compile(
            r"\bJE (?:NE )?(?:VEUX|SOUHAITE|REFUSE|DESIRE|DESIGNE|DECLARE|RECONNAIS|AUTORISE|DEMANDE|M'OPPOSE)\b"
        ),
    ),
    ("sHOUR", re.compile(r"^ ?[0-2]?[0-9] ?[H:] ?[0-5][0-9]\b")),
    ("sDAY", re.compile(r"^ ?[0-3]?[0-9][/.-][01]?[0-9](?:[/.-](?:20)?[0-9]{2})?\b")),
    ("sMONEY", re.compile(r"[0-9] ?(?:€|EUROS?\b|EUR\b)")),
    ("sLENS", re.compile(r"[+-] ?[0-9]{1,2}[.,](?:00|25|50|75)\b.{0,40}(?:°|[+-] ?[0-9]{1,2}[.,](?:00|25|50|75))")),
    (
        "sMAKE",
        re.compile(
            r"^ ?(?:FAIRE|MERCI DE) (?:PRATIQUER|REALISER|EFFECTUER|DOSER|UNE?)\b"
            r"|^.{0,40}\bA (?:PRATIQUER|REALISER|EFFECTUER|PRELEVER|DOSER)\b"
        ),
    ),
    ("sLIST", re.compile(r"^ ?[-–—•*·▪] ?[^0-9:]{2,60}$")),
)
_DIGITS = str.maketrans("0123456789", "##########")


_SIGN_FROM = 1 << 32


def sign_of(name: str) -> int:
    """A number that stands for a feature in every model, above any place in one; the word cannot be read back."""
    return _SIGN_FROM | crc32(name.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeModel:
    """Weights by feature and type. weights: features × codes; card: what it was made from, and its figures.

    signs: place of each feature by its ``sign_of``, which the next model keeps whatever the place.
    """

    codes: tuple[str, ...]
    features: Mapping[str, int]
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    word_factor: float
    title_factor: float
    floor: float
    card: Mapping[str, object]
    signs: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        signs = {sign_of(name): place for name, place in self.features.items()}
        object.__setattr__(self, "signs", signs)

    def score(self, pages: Sequence[Page], first: Outline | None = None) -> dict[str, float]:
        """Logarithm of the probability of each type by the words of a document, nearer to one another when few are
        known: a title alone must not be outweighed by what its words happen to recall.
        """
        places: list[int] = []
        counts: list[float] = []
        known = 0
        for name, count in count_features(pages, first).items():
            place = self.features.get(name)
            if place is not None:
                places.append(place)
                counts.append(count)
                known += name[0] == "w" and " " not in name
        if not places:
            return {}
        values = (1.0 + np.log(np.asarray(counts, dtype=np.float32))) * self.idf[places]
        values /= max(1e-9, float(np.linalg.norm(values)))
        logits = values @ self.weights[places] + self.bias
        logits -= logits.max()
        logs = (logits - np.log(np.exp(logits).sum())) * min(1.0, known / TRUSTED_WORDS)
        return {code: float(value) for code, value in zip(self.codes, logs, strict=True)}


def count_features(pages: Sequence[Page], first: Outline | None = None) -> dict[str, float]:
    """Count word 1-2-grams, character 3-5-grams, forms of lines and concepts; words of the top of the first page weigh
    TOP_WEIGHT. first: the outline of that page, when it is known.

    Rule: intake.md §7 (TF-IDF, first page's top third weighted).
    """
    counts: defaultdict[str, float] = defaultdict(float)
    seen = 0
    for number, page in enumerate(pages):
        told = first if first and number == 0 else outline_page(page)
        for place in told.context:
            _count_sender(told.lines[place], counts)
        if number == 0 and told.greeting < len(told.lines):
            counts[GREETING] = 2.0
        lines = [line for place, line in enumerate(told.lines) if place not in told.context]
        if number < FORM_PAGES_MAX:
            titles = frozenset(told.lines[place].box for place in told.headlines) if number == 0 else ()
            _count_forms(lines, counts, titles, is_first=number == 0)
        for line in lines if seen <= TOKENS_COUNTED_MAX else ():
            weight = TOP_WEIGHT if number == 0 and line.box.y0 < TOP_SHARE else 1.0
            words = [word.translate(_DIGITS) for word in line.tokens]
            for word in words:
                counts["w" + word] += weight
                for gram in _grams(word):
                    counts[gram] += weight
            for one, other in pairwise(words):
                counts[f"w{one} {other}"] += weight
            seen += len(words)
            if seen > TOKENS_COUNTED_MAX:
                break
    _pair_titles(counts)
    return counts


def _count_sender(line: Line, counts: defaultdict[str, float]) -> None:
    """Count the words and concepts of a line that tells of the sender, apart from all others."""
    for word in line.tokens:
        counts["u" + word.translate(_DIGITS)] += 1.0
    for concept in find_concepts(line.tokens):
        counts["k" + concept] += 1.0


def _count_forms(
    lines: Sequence[Line], counts: defaultdict[str, float], headlines: Collection[Box], *, is_first: bool
) -> None:
    """Count what lines look like: headings by their words, rows of results, doses, salutations, closing formulas.

    headlines: boxes of the lines that open as titles.
    """
    for line in lines:
        folded, likeness = fold(line.text), 1.0 if line.box in headlines else title_likeness(line)
        if len(line.tokens) <= HEADING_TOKENS_MAX and (line.text.rstrip().endswith(":") or likeness > TITLE_MIN):
            counts["h" + " ".join(line.tokens)] += 2.0
        for name, pattern in _FORMS:
            if counts.get(name, 0.0) < FORM_COUNT_MAX and pattern.search(folded):
                counts[name] += 1.0
        is_title = is_first and likeness > TITLE_MIN and line.box.y0 < TITLE_SHARE
        _count_concepts(line, counts, is_title=is_title)
        if is_title:
            for word in line.tokens:
                counts["q" + word.translate(_DIGITS)] += 1.0
            for act in find_acts(line.tokens):
                counts["a" + act] = 1.0


def _count_concepts(line: Line, counts: defaultdict[str, float], *, is_title: bool) -> None:
    """Count what a line speaks of, two concepts of one line together, and those of titles apart."""
    found = find_concepts(line.tokens)
    for concept in found:
        counts["c" + concept] += 1.0
        if is_title:
            counts["t" + concept] += 1.0
    for one, other in combinations(sorted(filter(is_group, set(found)))[:LINE_CONCEPTS_MAX], 2):
        counts[f"y{one} {other}"] += 1.0


def _pair_titles(counts: defaultdict[str, float]) -> None:
    """Count each concept of the titles with each of the text."""
    heads = sorted(name[1:] for name in counts if name[0] == "t" and is_group(name))[:TITLE_CONCEPTS_MAX]
    told = [name[1:] for name in counts if name[0] == "c" and is_group(name)]
    untitled = "greet" if GREETING in counts else "none"
    acts = [name[1:] for name in counts if name[0] == "a"] or [untitled]
    for pair in pair_acts(acts, told):
        counts["x" + pair] = 1.0
    for one in heads:
        for other in told:
            if one != other:
                counts[f"z{one} {other}"] = 1.0


@lru_cache(maxsize=20_000)
def _grams(word: str) -> tuple[str, ...]:
    padded = f"_{word}_"
    return tuple(padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1))


@cache
def load_model() -> TypeModel:
    """Read the packaged model."""
    data = files("liane.domain.intake.classify").joinpath("data", "types.npz").read_bytes()
    return read_model(data)


def read_model(data: bytes) -> TypeModel:
    """Read a model from its bytes (npz: ``features`` UTF-8 lines, ``idf``, ``weights`` int8 with ``scale``, ``bias``,
    ``card`` JSON). Raises ValueError when they are no model.
    """
    try:
        return _read_parts(data)
    except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile) as defect:
        raise ValueError("no model of types") from defect


def _read_parts(data: bytes) -> TypeModel:
    with np.load(io.BytesIO(data), allow_pickle=False) as parts:
        card = json.loads(parts["card"].tobytes().decode("utf-8"))
        names = parts["features"].tobytes().decode("utf-8").split("\n")
        weights = parts["weights"].astype(np.float32) * parts["scale"].astype(np.float32)
        return TypeModel(
            codes=tuple(card["codes"]),
            features={name: place for place, name in enumerate(names)},
            idf=parts["idf"].astype(np.float32),
            weights=weights,
            bias=parts["bias"].astype(np.float32),
            word_factor=float(card["word_factor"]),
            title_factor=float(card["title_factor"]),
            floor=float(card["floor"]),
            card=card,
        )
