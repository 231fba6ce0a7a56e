"""The turns of phrase that tell, twice over, that somebody named with a birth date stands beside the patient.

What lives here: « Personne de confiance : DUPONT Anne (soeur), née le … », « Accompagné par …, frère, né le … »,
« Frère : …, né le … », « Répondant : … (soeur), … »: words that give a person a place beside the patient, and a link
of kin. What must not: records, and what follows for a document (``decide.relatives``). Anything that goes on after the
date, a telephone apart, is no such phrase: « hospitalisé ce jour » would make of them a patient too. Labels that nobody
listed count for collateral kin alone, and never with a word of somebody whom a page could be about.
Rule: intake.md §3 (roles), §5 (several patients).
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.matching.marks import read_dates

CHARS_MAX = 40_000
"""Of a page that are looked at."""
PHRASES_MAX = 40
_DATE_CHARS_MAX = 24
_TAIL_CHARS_MAX = 90
KIN_WORDS = (
    r"(?:mère|père|maman|papa|conjointe?|époux|épouse|mari|femme|concubine?|compagnon|compagne|fils|fille|frère|"
    r"s(?:oe|œ)ur|cousine?|nièce|neveu|tante|oncle|grand[- ]mère|grand[- ]père|petit[- ]fils|petite[- ]fille|parrain|"
    r"marraine|voisine?|amie?|belle-[a-zà-ÿœ]+|beau-[a-zà-ÿœ]+|demi-[a-zà-ÿœ]+|gendre|bru|filleule?)"
)
_COLLATERAL = (
    r"(?:frère|s(?:oe|œ)ur|cousine?|nièce|neveu|tante|oncle|voisine?|amie?|belle-(?:s(?:oe|œ)ur|mère|fille)|"
    r"beau-(?:frère|père|fils)|gendre|bru|filleule?|parrain|marraine)"
)
"""Kin who are no other patient of the same story, as spouses, parents and children may be."""
_LINK_WORDS = (
    rf"(?:(?:arrière-)?{KIN_WORDS}(?: (?:aînée?|cadette?|maternel(?:le)?|paternel(?:le)?))?|parents?|enfants?|"
    r"petit[- ]enfant|petit[- ]neveu|petite[- ]nièce|ex-[a-zà-ÿ]+|pacsée?|tut(?:eur|rice)|curat(?:eur|rice))"
)
"""Links that tell nobody apart by themselves: they count behind the words of a contact alone."""
_NEWBORN = rf"(?:{_LINK_WORDS}|nouveau-né|bébé)"
_CONTACT = (
    r"(?:(?:coordonnées|identité) de la )?(?:(?:pers(?:onnes?|\.) (?:de confiance|à prévenir|à contacter|à joindre|"
    r"à appeler|à aviser|à informer|contact|ressource|référente|proche)|tiers (?:de confiance|à prévenir|à contacter))"
    r"(?: (?:désignée?|en cas d'urgence|en cas de besoin|du patient|de la patiente|du résident|de la résidente))?|"
    r"(?:à )?prévenir|(?:(?:premier|1er|autre) )?contacts?(?: (?:familiale?|d'urgence|famille|principale?))?|"
    r"(?:en cas d'urgence,? )?(?:prévenir|appeler|contacter)|"
    r"(?:proche )?aidante?(?: (?:principale?|familiale?|naturel))?|référente? familiale?|"
    r"entourage|famille|proches?(?: à prévenir| à joindre| à contacter| désigné| aidante?| référente?)?|"
    r"représentante?)\b"
)
_CONTACT_LABEL = (
    r"(?P<label>(?:pers(?:onnes?|\.) (?:de confiance|à prévenir|à contacter|à joindre|à appeler|à aviser|contact|"
    r"ressource|référente|proche|autorisée)|tiers (?:de confiance|à prévenir|autorisé)|contacts?|"
    r"(?:proches?|famille|aidante?s?|parents?)(?: (?:à|au|aux|de|du|qui))?|répondante?|référente?|"
    r"(?:à )?prévenir|(?:à )?joindre)"
    r"(?: [a-zà-ÿ()'’,\-]+){0,7}) ?:"
)
"""A contact whose label says more: « Personne à prévenir en cas d'accident », « Répondante désignée »."""
_BESIDE = (
    r"(?:accompagnant(?:e\b|\(e\)|\b)|(?:(?:(?:il|elle) est )?accompagnée?(?:\(e\))? (?:de|par)|"
    r"en présence de|entretien avec)\b)"
)
_BESIDE_LABEL = (
    r"(?:(?:personne |proche )?accompagnant(?:e\b|\(e\)|\b)|accompagnat(?:eur|rice)|venue?(?:\(e\))? avec) ?:"
)
_TO_RING = (
    r"pers(?:onnes?|\.) (?:de confiance|à prévenir|à contacter|à joindre|à appeler)"
    r"(?: (?:désignée?|en cas d'urgence|en cas de besoin))?"
)
_RUNG = r"[ ,;)–-]{1,4}(?:t[ée]l(?:[ée]phone)?|portable|port|mobile)[. :]{0,3}0\d(?:[ .]?\d\d){4}(?!\d)"
"""Whom to ring, and at which number: the second thing that tells a contact, where no link of kin does."""
_CAME = (
    r"(?P<label>(?:(?:il|elle|le patient|la patiente|le résident|la résidente) (?:est |s'est |a été )?)?"
    r"(?:(?:venue?|amenée?|conduite?|arrivée?|se présente|présente?)(?:\(e\))? (?:[a-zà-ÿ'’]+ ){0,3}"
    r"(?:avec|en compagnie de|par|accompagnée?(?:\(e\))? (?:de|par))|"
    r"accompagnée?(?:\(e\))?(?: [a-zà-ÿ'’]+){0,4} (?:de|par)|"
    r"(?:vue?|reçue?|présente?)(?:\(e\))? (?:[a-zà-ÿ'’]+ ){0,3}en présence de)(?: (?:sa|son|le|la))?|"
    r"(?:également |aussi )?(?:présente?s?(?:\(e\))?(?:\(s\))?|assiste(?:nt)?)(?: [a-zà-ÿ'’-]+){0,5} ?:)"
)
"""Who came along, or was in the room."""
_ANY_LABEL = (
    r"(?P<label>[^\W\d_][^\d:;,.\n\[\]]{2,60}?"
    r"(?: ?:|(?<=[a-zà-ÿ)]) (?:par|avec|auprès de|de la part de|en compagnie de)|"
    r"(?:(?<=remis)|(?<=remise)|(?<=remises)|(?<=confié)|(?<=confiée)|(?<=confiés)|(?<=rendu)|(?<=rendus)) à))"
)
"""Any words that kin follow; what they must not say is in _SUBJECT."""
_LABELLED_KIN = re.compile(
    rf"\W{{0,3}}(?P<label>[^\W\d_][^\d:;.]{{2,60}}?) ?: ?(?:sa |son )?{KIN_WORDS}[ ,(]{{0,3}}", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"^(?:avec|et|ainsi|puis|pour|ou|dont)\b|"
    r"\b(?:patient\w*|examine\w*|test\w*|depist\w*|preleve\w*|prelevement\w*|vue?s?|porteu\w*|malade\w*|sujets?|"
    r"(?<!en )cas|donneu\w*|receveu\w*|greff\w*|resultat\w*|consult\w*|adresse\w*|hospitalis\w*|oper\w*|"
    r"intervention|vaccin\w*|benefici\w*|assure\w*|ayant droit|titulaire\w*|souscript\w*|concern\w*|objet|noms?|"
    r"prenoms?|identite\w*|transport\w*|delivr\w*|dispens\w*|prescri\w*|soigne\w*|trait\w*|suivi\w*|aidee?s?|bebe\w*|"
    r"naissance|nouveau\w*|jumea\w*|jumel\w*|etudi\w*|index|sources?|exposition|contage|contamin\w*|partenaires?|"
    r"couples?|dossier\w*|usager\w*|residents?|chambre|lit|voisinage|variant\w*|genet\w*|apparent\w*|analyse\w*|"
    r"specimen\w*|echantillon\w*|compte rendu|annul\w*|remplac\w*|rectif\w*|erreur|egalement|ainsi que|meme|"
    r"certifi\w*|declar(?!es\b|ees\b)\w*|soussign\w*|evalu\w*|bilan|demand\w*|courriers?|rapports?|"
    r"doses?|injection\w*|seringues?|medicaments?|ordonnances?|"
    r"seance\w*|atteint\w*|diagnosti\w*|dece\w*|defunt\w*|"
    r"accouch\w*|mere|pere|enceinte|re)\b"
)
"""Words, folded, of somebody who may be whom the page is about."""
_OF_PATIENT = re.compile(r"\b(?:du|de la) patiente?\b|\bpour (?:le|les|son|ses) transports?\b")
"""What a contact may be of, and for: « Contact du patient », « Contact pour le transport »."""
_CHILD = re.compile(r"\b(?:enfants?|sexe|genre|mineure?|jeune)\b")
_CAME_SUBJECT = re.compile(
    r"\b(?:egalement|ainsi que|meme|couples?|partenaires?|cas|donneu\w*|receveu\w*|bebe|jumea\w*)\b"
)
_CIVIL = r"(?:(?:m\.|mr|mme|mlle|madame|monsieur) )?"
_NAME = r"(?P<name>[^\W\d_][^0-9,;:()\[\]]{3,58}?)"
_ROWS = (
    r"nom(?: et prénom)? ?:? ?(?P<name>[^\W\d_][^0-9,;:()\[\]]{1,58}?)[,;]?"
    r"(?: prénoms? ?:? ?(?P<given>[^0-9,;:()\[\]]{2,40}?)[,;]?)?"
)
_AS = rf"(?:lien(?: de parenté)?|qualité|parenté) ?:? ?{_LINK_WORDS}"
_ALONG = r",? accompagne (?:le|la) (?:patiente?|résidente?)\b"
_SEP = r" ?(?:[:\-–] ?)?"
_BORN = r"[,;]?(?: ?[-–(])? ?(?:n(?:é|ée|é\(e\)|é/e)(?: le ?:?| ?:) ?|ddn ?:? ?|(?:date de )?naissance ?(?:le )?:? ?)"
_BARE = r"[,;]?(?: ?[-–/(])? ?"
_DATE = r"(?P<date>(?=[0-9]))"
_SKIPPED = r"(?P<date>(?=[0-9])).{6,20}?"


def _link(kin: str) -> str:
    return (
        rf"(?: ?[(\[] ?(?:lien ?: ?)?(?:sa |son |le |la )?{kin}(?: (?:du|de la) patiente?)? ?[)\]]|"
        rf"(?:,| ?/| [-–]|,? lien(?: de parenté)? ?:?) ?(?:sa |son )?{kin}\b)"
    )


def _inside(kin: str) -> str:
    """« (soeur, née le 12/03/1990) »: the link and the birth date within one pair of brackets."""
    return (
        rf" ?[(\[] ?(?:lien ?: ?)?(?:sa |son |le |la )?{kin}(?: (?:du|de la) patiente?)?(?:[ ,;:/–-]{{1,3}})"
        r"(?:n(?:é|ée|é\(e\)|é/e) le ?:? ?|ddn ?:? ?|(?:date de )?naissance ?(?:le )?:? ?)?"
    )


def _first(kin: str) -> str:
    """« soeur, DUPONT Anne (12/03/1990) »: the link before the name."""
    return rf"(?:sa |son )?{kin}[,:]? {_CIVIL}{_NAME}(?:{_BORN}|{_BARE})"


def _either(kin: str) -> str:
    return rf"(?:{_inside(kin)}|{_link(kin)}(?:{_BORN}|{_BARE}))"


class Place(Enum):
    """How somebody is told beside the patient: as a contact, as who came along, as collateral kin alone."""

    CONTACT = "contact"
    BESIDE = "accompagnant"
    KIN = "proche"


class Told(NamedTuple):
    """One phrase. start, end: in the text, the date included; name: as printed; date: ``yyyyMMdd``."""

    place: Place
    start: int
    end: int
    name: str
    date: str


_FORMS: tuple[tuple[Place, "re.Pattern[str]"], ...] = tuple(
    (place, re.compile(form, re.IGNORECASE))
    for place, form in (
        (Place.CONTACT, rf"{_CONTACT}{_SEP}{_CIVIL}{_NAME}{_link(_NEWBORN)}(?:{_BORN}|{_BARE}){_DATE}"),
        (Place.CONTACT, rf"{_CONTACT}{_SEP}(?:sa |son )?{_NEWBORN},? {_CIVIL}{_NAME}{_BORN}{_DATE}"),
        (Place.CONTACT, rf"{_CONTACT}{_SEP}{_CIVIL}{_NAME}{_BORN}{_SKIPPED}{_link(_LINK_WORDS)}"),
        (Place.CONTACT, rf"{_CONTACT}{_SEP}{_ROWS} {_AS}{_BORN}{_DATE}"),
        (Place.CONTACT, rf"{_CONTACT}{_SEP}{_ROWS}{_BORN}{_SKIPPED},? {_AS}\b"),
        (Place.CONTACT, rf"{_TO_RING} ?: ?{_CIVIL}{_NAME}{_BORN}{_SKIPPED}{_RUNG}"),
        (Place.BESIDE, rf"{_BESIDE_LABEL} ?{_CIVIL}{_NAME}{_BORN}{_SKIPPED}{_RUNG}"),
        (Place.BESIDE, rf"{_BESIDE}{_SEP}{_CIVIL}{_NAME}{_link(KIN_WORDS)}{_BORN}{_DATE}"),
        (Place.BESIDE, rf"{_BESIDE_LABEL} ?{_CIVIL}{_NAME}{_link(KIN_WORDS)}{_BARE}{_DATE}"),
        (Place.BESIDE, rf"{_CIVIL}{_NAME}{_link(KIN_WORDS)}{_BORN}{_SKIPPED}{_ALONG}"),
        (Place.KIN, rf"{_COLLATERAL} ?: ?{_CIVIL}{_NAME}{_BORN}{_DATE}"),
        (Place.KIN, rf"{_CIVIL}{_NAME}{_link(_COLLATERAL)}{_BORN}{_DATE}"),
        (Place.CONTACT, rf"{_CONTACT}{_SEP}{_CIVIL}{_NAME}{_inside(_LINK_WORDS)}{_DATE}"),
        (Place.CONTACT, rf"{_CONTACT_LABEL} ?{_first(_LINK_WORDS)}{_DATE}"),
        (Place.BESIDE, rf"{_BESIDE_LABEL} ?{_first(KIN_WORDS)}{_DATE}"),
        (Place.KIN, rf"{_ANY_LABEL} ?{_first(_COLLATERAL)}{_DATE}"),
        (Place.KIN, rf"{_ANY_LABEL} ?(?:sa |son )?{_COLLATERAL} ?\( ?{_CIVIL}{_NAME}(?:{_BORN}|{_BARE}){_DATE}"),
        (Place.CONTACT, rf"{_CONTACT_LABEL} ?{_CIVIL}{_NAME}{_either(_LINK_WORDS)}{_DATE}"),
        (Place.BESIDE, rf"{_BESIDE}{_SEP}{_CIVIL}{_NAME}{_inside(KIN_WORDS)}{_DATE}"),
        (Place.BESIDE, rf"{_CAME} ?{_CIVIL}{_NAME}{_either(KIN_WORDS)}{_DATE}"),
        (
            Place.KIN,
            rf"{_ANY_LABEL} ?{_CIVIL}{_NAME}{_either(_COLLATERAL)}{_DATE}",
        ),
    )
)  # fmt: skip
_START = re.compile(r"(?:^|(?<=\n)|(?<=[a-zà-ÿ0-9)]{3}[.;!?] )|(?<=[0-9)][.;!?] ))[^\w\n(\[]{0,3}(?=\w)")
_HANGING = re.compile(r"(?:[a-zà-ÿœ,]|\b(?:M|Mr|Mme|Mlle|Dr|Pr|MM)\.?) *$")
"""Ends a line that goes on over the next: « vu avec M. »."""
MARRIED = re.compile(r"(?<=[^\W\d_]) (?:née?|épouse|ép\.?|épse|veuve|vve) (?=[^\W\d_])", re.IGNORECASE)
"""Between the two family names of one person: « Mme Sylvie DUPONT née MARTIN »."""
_PARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "ben", "el", "al", "da", "di"})
_TAIL = re.compile(
    r"[ ,;()\[\]\-–/|]*(?:\d{1,3} ans[ ,;()\-–]*)?"
    r"(?:(?:t[ée]l(?:[ée]phone)?|portable|port|mobile|joignable au)\b[. :]*)?"
    r"(?:\+?\d[\d .]{7,18})?[ ,;)\]\-–]*(?:(?:prévenue?|informée?|jointe?)\b)?[ ,;)\]]*",
    re.IGNORECASE,
)
_NUMBER_UNDER = re.compile(r"[ .,;)\]]*\n[^\w\n]{0,3}(?:ins|nir|ipp|nip|matricule|venue|s[ée]jour)\b", re.IGNORECASE)
"""A number, read or lost, told of somebody on the line under their birth date."""
_STOP = re.compile(
    r"[.!?](?=\s|$)(?=\s*(?:$|[^\sa-zà-ÿœ]))|(?<!\d)\n(?! *[a-zà-ÿœ])|(?<=\d)\n(?! *(?:[a-zà-ÿœ]|\d\d[ .]\d\d[ .]))|$|"
    r"(?<=[ )])(?=(?:La|Le|Les|Une?|Aucune?|Pas|Du|Des) [a-zà-ÿ]|L['’][a-zà-ÿ])"
)
"""Where what is said of somebody ends: the sentence, the line, or a new sentence that no full stop announces."""


def find_told(text: str) -> Iterator[Told]:
    """Every such phrase of a page with its lines, PHRASES_MAX at most; a phrase may go over the end of a line."""
    kept = text[:CHARS_MAX]
    flat = kept.replace("\n", " ")
    dates = {place: value for place, value, is_doubtful in read_dates(flat) if not is_doubtful}
    count, after = 0, 0
    for start in _START.finditer(kept):
        told = _read(start, kept, flat, dates) if start.end() >= after else None
        if told is not None:
            yield told
            after = told.end
            count += 1
            if count >= PHRASES_MAX:
                return


def _read(at: "re.Match[str]", kept: str, flat: str, dates: dict[int, str]) -> Told | None:
    for place, form in _FORMS:
        match = form.match(flat, at.end())
        if match is None or match.start("date") not in dates:
            continue
        end = max(match.end(), _end_of_date(flat, match.start("date")))
        groups = match.groupdict()
        name = f"{groups['name']} {groups.get('given') or ''}".strip()
        if not _is_name(name) or _SUBJECT.search(fold_name(name).lower()) or _goes_on(kept, end):
            continue
        label = groups.get("label")
        if label is not None and not _is_label(place, label, kept[match.start("label") : match.end("label")]):
            continue
        if at.end() == match.start("name") and not _begins_line(kept, at.start()):
            continue
        return Told(place, at.end(), end, name, dates[match.start("date")])
    return None


def tells_kin(before: str) -> bool:
    """True for a label and a link of kin alone, before a name: « Antécédent familial signalé : fils, ».

    Never with a word of somebody whom the page could be about.
    """
    match = _LABELLED_KIN.fullmatch(before)
    label = fold_name(match.group("label")).lower() if match is not None else ""
    return bool(label) and not _SUBJECT.search(label) and not _CHILD.search(label)


def _is_label(place: Place, label: str, kept: str) -> bool:
    """True for words on one line that begin with a capital and tell nobody whom a page could be about."""
    is_opened = label[0].isupper() and "\n" not in kept.strip()
    folded = fold_name(label).lower()
    if place is Place.CONTACT:
        folded = _OF_PATIENT.sub(" ", folded)
    words = (_CAME_SUBJECT if place is Place.BESIDE else _SUBJECT).search(folded)
    return is_opened and words is None


def _is_name(text: str) -> bool:
    """True for words that all begin with a capital, particles apart."""
    words = re.findall(r"[^\W\d_]+", MARRIED.sub(" ", text))
    return 2 <= len(words) <= 8 and all(word[0].isupper() or word in _PARTICLES for word in words)


def _begins_line(kept: str, start: int) -> bool:
    """True at the beginning of a line that does not go on with the one before, for a phrase that a name opens."""
    if start and kept[start - 1] != "\n":
        return False
    return _HANGING.search(kept[:start].rstrip("\n").rpartition("\n")[2]) is None


def _end_of_date(flat: str, start: int) -> int:
    """Where the figures, or the figures and the month, of a date end."""
    match = re.compile(r"\d{1,4}(?:er)?(?: ?[/.\-, ] ?\d{1,2} ?[/.\-, ] ?\d{2,4}| ?[a-zà-ÿû]+\.? ?\d{4})").match(
        flat, start, start + _DATE_CHARS_MAX
    )
    return match.end() if match is not None else start + 1


def goes_on(flat: str, start: int) -> bool:
    """True when something more is said of somebody after the birth date that begins at a place of a line."""
    return _goes_on(flat, _end_of_date(flat, start))


def _goes_on(kept: str, end: int) -> bool:
    """True when something more is said of the person after the date: an act, a result, a stay."""
    rest = kept[end : end + _TAIL_CHARS_MAX]
    if _NUMBER_UNDER.match(rest):
        return True
    stop = _STOP.search(rest)
    said = rest[: stop.start()] if stop is not None else rest
    return _TAIL.fullmatch(said.replace("\n", " ")) is None
