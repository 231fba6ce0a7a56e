"""What each date is the date of: birth, act, document; or an earlier exam, a next visit, a print, a stamp, a fax line.

What lives here: the role of a date from its label, its sentence and its place. What must not: the forms of dates.
Rule: intake.md §3 (« Same for dates »).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from liane.domain.intake.extract.dating.born_dates import is_born
from liane.domain.intake.extract.dating.date_kinds import ACT_ROLES, DateRole
from liane.domain.intake.extract.dating.handled_dates import is_arrival
from liane.domain.intake.extract.dating.order_dates import is_of_order
from liane.domain.intake.extract.dating.side_dates import side_role
from liane.domain.intake.extract.dating.told_dates import told_by_phrase, yields_to
from liane.domain.intake.extract.people.persons import how_found
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.reading import PageReading, Region, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row

__all__ = ["ACT_ROLES", "DateRole", "RoledDate", "age_printed", "give_roles"]
DISTANCE_MAX = 34
"""Characters between a label and its date."""


_BY_KIND = {f"date.{role.name.lower()}": role for role in DateRole}
_CITY = re.compile(
    r"^[ ,.]*(?:FAIT )?(?:A )?[A-Z0-9][A-Z0-9' ()\-]{1,48}?[ ,.\-–]{1,3}(?:LE )?"
    r"(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?$"
)
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset(
    ("à", "a", "au", "aux", "ce", "cedex", "d", "de", "des", "du", "en", "et", "fait", "l", "la", "le", "les", "lès",
     "lez", "sous", "sur", "st", "ste", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
)  # fmt: skip
"""Words that stand without a capital in the name of a town, or around it."""
_LE_ALONE = re.compile(r"^[ ,.]*(?:LE[ :]*)?(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?$")
_MADE = re.compile(r"\bFAIT (?:[^.:]{0,80}[ ,])?(?:A|LE|EN) [A-Z' \-,]{0,40}$")
_TAIL_MAX = 16
"""Characters between the first day of a stay and the end of its line: an hour and « au »."""
_UNTIL = re.compile(r"(?:\bAU|\bJUSQU'AU|\bET LE|->|→|–|—| [-/] ) ?$")
_DU = re.compile(r"\b(?:DU|LE|EN DATE DU) ?(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?$")
_WIDE_MIN = 0.45
_TITLE = re.compile(
    r"COMPTE[ -]?RENDU|\bCR\b|LETTRE|RESULTAT|BULLETIN|CERTIFICAT|ORDONNANCE|RAPPORT|SYNTHESE|OPERATOIRE|BILAN|OBJET|"
    r"SCANNER|\bIRM\b|RADIO|ECHO|SCOPIE|DOPPLER|MAMMO|SCINTI|\bTEP\b|TOMODENSITO|HOSPITALISATION|CONSULTATION|URGENCES|"
    r"\bFICHE\b|\bNOTE\b|TRANSMISSION|ATTESTATION|\b(?:TDM|ETT|ETO|EFR|EEG|EMG|ECG|MAPA|HOLTER)\b|GRAPHIE\b"
)
_DATE_OF = re.compile(r"^ ?DATE (?:DE LA |DE L'|DE |DU |D')[A-Z' \-]{3,40}:? ?$")
_OF_PERSON = re.compile(r"NAIS|NCE\b|DECES")
_HEADED = re.compile(r"^[A-Z][A-Z'\-]{3,24}(?: [A-Z'\-]{2,24}){0,3} DU $")
_NOT_HEADING = re.compile(r"VERSION|DATE|COPIE|FICHIER|DEPUIS|DEMANDE|COURRIER|RESULTAT|PRESCRIPTION")
_PARTICIPLE = re.compile(r"(?:^|[0-9.:;] )[A-ZÀ-Ý][a-zà-ÿ']{2,20}ée?s?(?:\([es]\))? le $")
_SIGNED = re.compile(
    r"\b(?:(?:SIGN|VALID|AUTHENTIFI|APPROUV)EE?S?|VALIDATION|SIGNATURE) .{0,60}\b(?:LE|DU) $|\bVALIDEE? ?:? ?$"
)
_SIGNS_AFTER = re.compile(r"^\W*(?:SIGNATURE|CACHET)\b")
"""« Le 03/03/2026   Signature et cachet »."""
_INITIAL = re.compile(r"N\.? LE\b")
_SIGNER = re.compile(r"\b(?:DR|DOCTEURE?|PR|PAR)\b")
_STAMP = re.compile(
    r"^[^A-Z]*(?:(?!RELU|REVU|RENDU)R[A-Z]{1,2}[UO]|[A-Z]?ECU|ARR(?!ET)[A-Z]{2,4}|"
    r"COURR?IER(?= (?:ARR|REC|ENT|DEP)|[^A-Z]*(?:(?:LE|DU) )?$))\b(?! ?,)"
)
"""« REÇU LE », « ARRIVÉ » as a stamp is read by eye; a comma after it tells a town: « Arras, le »."""
_VERSION = re.compile(
    r"\b(?:VERSION|MODELE|INDICE|REVISION|REVISEE?|MAJ|MISE A JOUR|EN VIGUEUR|APPLICABLE|APPLICATION)"
    r"(?: [A-Z]{0,2}[0-9.]*)? ?(?::|-|DU|LE|DEPUIS LE|AU)? ?$"
)
_REPRINTED = re.compile(
    r"\b(?:RE-?)?(?:IMPRESSION|IMPRIMEE?|TIRAGE)(?: DU| LE)? ?$|\bRE-?EDIT(?:ION|EE?)(?: DU| LE)? ?$"
)
_GOES_HOME = re.compile(
    r"\b(?:RAD|RETOUR (?:A|AU) (?:SON )?DOMICILE|"
    r"SEJOUR (?:CLOS|CLOTURE|TERMINE|ACHEVE)|QUITTE (?:LE SERVICE|L'HOPITAL))[^.;0-9]{0,12}\b(?:LE|DU) $"
)
_TO_DO = re.compile(
    r"(?:\bA (?:(?:RE)?FAIRE|REVOIR|PREVOIR|RECEVOIR|PRELEVER|RENOUVELER|REALISER|(?:RE)?CONTROLER|REEVALUER|REPRENDRE|"
    r"(?:RE)?PROGRAMMER|SURVEILLER|EFFECTUER|RAPPELER|(?:RE)?CONVOQUER|RENDRE|RETIRER|ENLEVER|ARRETER)\b[^.;0-9]{0,24}|"
    r"\bRE-?CONVO[A-Z]{3,8} )\b(?:LE|DU|VERS|AVANT) $"
)
"""« Bilan à refaire avant le », « à prélever le », « reconvocation le »: days to come."""
_UPDATED = re.compile(r"\b(?:MISE?S? A JOUR|ACTUALISATION|ACTUALISEE?)(?: (?:LE|DU|AU))? ?:? ?$")
_NOT_PAPER = re.compile(r"VERSION|MODELE|FORMULAIRE|IMPRIME|INDICE|TRAITEMENT|MEDIC|LISTE|VACCIN|\bREF\b|TARIF|CODE")
_FOOT_MIN = 0.85
"""« Dernière mise à jour : » tells the version of a form at the foot of a page, the document's date over it."""
_OF_PAPER = re.compile(
    r"\bDATE (?:DE |DU |DE L'|D')(?:ENVOI|EMISSION|REDACTION|AVIS|CERTIFICAT|COURRIER|LETTRE|DECISION|ATTESTATION|"
    r"RAPPORT|CREATION|ETABLISSEMENT|SYNTHESE|FICHE|BILAN)(?: DU [A-Z]{4,14})? ?:? ?$"
)
_STAY_OF = re.compile(
    r"\b(?:SEJOUR|VENUE|HOSPITALISATION)\b[^.;]{0,30}\b(?:DU|LE) $|"
    r"\bENTREE ?[/\-–] ?SORTIE\b[^0-9A-Z]{0,6}(?:DU |LE )?$"
)
_COURSE = re.compile(
    r"^[ ,.]*(?:DATES? (?:DE )?)?(?:DEBUT|FIN)(?: (?:DE |DU )?(?:TRAITEMENT|PRESCRIPTION|CURE|ARRET))?[ :]*$"
)
_TYPIST = re.compile(
    r"\b(?:FRAPPE|TAPE|DACTYLOGRAPHIE|TRANSCRIT|RETRANSCRIT|SAISI)E? (?:ET [A-Z]{4,14} )?PAR .{3,50}\bLE $"
)
_BEFORE_MAX = 140
"""Signs before a date in which who wrote or sent is looked for."""
_WROTE = re.compile(
    r"\b(?:REDIG|ETABLI|COMPLET|REMPLI|RENSEIGN|DRESS|ATTEST)(?:E|IE)?E?S? PAR "
    r"(?:[^.;]|(?<=\b[A-Z])\.|(?<=\bDR)\.|(?<=\bMME)\.){3,60}\b(?:LE|DU) $"
)
"""« Rédigé par Mme MARTIN, infirmière, le »."""
_SENT = re.compile(
    r"\b(?:COMPTE[ -]?RENDU|CR|COURRIER|LETTRE|DOCUMENT|RESULTATS?|RAPPORT|COPIE|BULLETIN)\b[^.;]{0,20} "
    r"(?:ADRESS|ENVOY|TRANSMIS|EXPEDI|DIFFUS|REMIS)E?E?S? [^.;]{0,60}\bLE $"
)
"""« Compte rendu adressé au Dr MARTIN le »."""
_EDITED = re.compile(r"(?:^|[ \t\-–—/|])(?:EDITION|EDITEE?)(?: DU| LE)? ?$")
_FORM_DATE = re.compile(r"^[^A-Z0-9]*(?:DATE|FAIT LE|A LA DATE DU) ?:? ?$")
"""What stands before the boxes of a date on a form: « date 12 10 2026 signature »."""
_BOXED_MIN = 10
"""Signs of such a date: its year has four figures."""
_ONWARDS = re.compile(r"\bA (?:PARTIR|COMPTER|DATER) DU (?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?$")
_ACT_OF = re.compile(
    r"^\W*(?:NUIT|ENREGISTREMENT|SEANCE|ATELIER|POSE|TEST|DEPISTAGE|INJECTION|DOSE|PERFUSION|CURE|TRANSFUSION|SOIN|"
    r"PANSEMENT|TOILETTE|TOURNEE|REEVALUATION|VISITE A DOMICILE|EXAMEN DE L'ENFANT|BILAN)S?"
    r"(?: (?!PREVU|PROCHAIN|DERNIER|PRECEDENT)[A-Z'°]{1,16}){0,3} (?:DU|LE|EN DATE DU) ?:? ?$"
)
_DAY_STAY = re.compile(
    r"\b(?:SEJOURNE|HOSPITALISEE?|PRISE? EN CHARGE|ADMISE?|ACCUEILLIE?|VENUE?) [^.;0-9]{0,40}"
    r"(?:\bHOPITAL DE JOUR|\bHDJ|\bAMBULATOIRE|\bHOSPITALISATION DE JOUR)[^.;0-9]{0,30}\bLE "
    r"(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?$"
)
"""« a séjourné en hôpital de jour le »: a stay of one day."""
_FIXED = re.compile(
    r"\b(?:AURA LIEU|AURONT LIEU|ATTENDUE?S?|VOUS PRESENTER|(?:EST|ETE) (?:FIXE|PREVU|PROGRAMME|PLANIFIE|RESERVE)E?)\b"
    r"[^.;0-9]{0,50}\b(?:LE|AU|DU) (?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?$"
)
"""« Votre examen aura lieu le », « vous êtes attendue dans le service le »."""
_TOLD = (
    (_TYPIST, DateRole.TYPED, ()),
    (_ONWARDS, DateRole.TREATMENT, ()),
    (_REPRINTED, DateRole.PRINTED, ()),
    (_GOES_HOME, DateRole.DISCHARGE, (Feature.GRAMMAR,)),
    (_OF_PAPER, DateRole.DOCUMENT, (Feature.LABEL, Feature.LABEL_VAGUE)),
    (_VERSION, DateRole.FORM, ()),
    (_DAY_STAY, DateRole.DISCHARGE, (Feature.GRAMMAR,)),
    (_FIXED, DateRole.NEXT, ()),
    (_STAY_OF, DateRole.ADMISSION, (Feature.LABEL,)),
)
_THIS_DAY = re.compile(r"\bCE JOUR[ ,(]{1,3}(?:LE )?(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?$")
_HEAD_MAX = 0.3
_SENTENCE = re.compile(r"[.;:!?] ?")
_CITED = re.compile(r"^\W*(?:L'|D'|(?:LES?|LA|UNE?|SON|SA|SES|AUX?|DES?|DU|SUR|PAR|SELON|APRES|LORS|DEPUIS) )")
_GOES_ON_PROSE = re.compile(r"^,? ?[A-Z']{1,15} [A-Z']{2,}")
_THEN_DAY = re.compile(r"[0-9] [-–—] LE $")
"""« Tél. 05 99 00 00 00 – Le 12 mars 2026 » in the head of a page."""
_TITLED_DATE = re.compile(r"^[^.:;]{6,70} [-–—] (?:LE )?$")
_OPEN_END = re.compile(r"[^\W_]$|\b(?:[A-Z]|DR|PR|MME|MLLE)\.$")
"""No sentence ends with a word, with an initial, with a title: « … visite du Dr S. »."""
_OPEN_LINE = re.compile(r"\b(?:LE|DU|AU|EN|DEPUIS|JUSQU'AU|AVANT LE|APRES LE|A PARTIR DU)$")
_TIME_SIGNS = " .,0123456789H:+"
_AT_CITY = re.compile(r"^,? A [A-Z][A-Z' \-]{1,40}$")
_THEN_DOCTOR = re.compile(r"^ ?[-–—,] ?(?:DR|DOCTEURE?|PR|PROFESSEURE?)\b")
_AGE = re.compile(r"^[ ,\-–(/]{0,4}(?:SOIT )?(?:AGEE? DE )?(\d{1,3}) ?ANS")
_MONTH_FIRST = re.compile(r"\d{1,2}(?:ER)? (?:AU|ET) ?$")
_SEASONED = ("date.earlier", "date.next")
_STAY = re.compile(r"HOSPITALIS|SEJOUR|SEJOURNE|SERVICE")
_SICK = re.compile(r"ARRET|TRAVAIL|PRESCRIPTION|TRAITEMENT|VALID")


@dataclass(slots=True, eq=False)
class RoledDate:
    """A date and what it is the date of. label: the words that say so, None when the place or the sentence does.

    is_aside: words alone tell that it is beside the subject of the document (``side_dates``).
    """

    date: PrintedDate
    role: DateRole
    reading: PageReading
    label: Label | None = None
    features: set[Feature] = field(default_factory=set)
    is_aside: bool = False


def give_roles(reading: PageReading) -> list[RoledDate]:
    """Give each date of a page its role, from the top."""
    labelled = _by_label(reading)
    made: list[RoledDate] = []
    for row, dates in zip(reading.sheet.rows, reading.dates, strict=True):
        for date in dates:
            roled = labelled.get((row.place, date.span.start)) or _by_place(reading, row, date)
            if roled is None:
                continue
            _correct(reading, row, roled, made)
            made.append(roled)
    return made


def _by_label(reading: PageReading) -> dict[tuple[int, int], RoledDate]:
    """Dates in the region of a label; the nearest label wins."""
    best: dict[tuple[int, int], tuple[int, RoledDate]] = {}
    for labels in reading.labels:
        for label in labels:
            role = _BY_KIND.get(label.kind)
            region = reading.value_of(label) if role is not None else None
            if region is None or role is None:
                continue
            for date in reading.dates[region.row.place]:
                gap = _gap(region, date)
                if not -1 <= gap <= DISTANCE_MAX or date.span.start >= region.end or _is_signed(label, role):
                    continue
                if not _is_short(region.row.text[region.start : date.span.start]):
                    break
                rank = gap + (0 if region.how == "after" else 40 if region.how == "right" else 80)
                key = (region.row.place, date.span.start)
                features = how_found(region, label)
                if not label.has_colon and label.strict:
                    features.add(Feature.LABEL_VAGUE)
                if key not in best or rank < best[key][0]:
                    best[key] = (rank, RoledDate(date, role, reading, label, features))
                break
    return {key: roled for key, (_, roled) in best.items()}


def _gap(region: Region, date: PrintedDate) -> int:
    """Characters between a label and a date; those of a dotted line are no distance."""
    gap = date.span.start - region.start
    return gap if gap <= 0 else gap - region.row.text.count(".", region.start, date.span.start)


def _is_signed(label: Label, role: DateRole) -> bool:
    """True for the initial of a first name taken for « né »: « validé par Dr MARTIN N. le »."""
    if role is not DateRole.BIRTH or not _INITIAL.match(label.row.folded, label.start):
        return False
    return _SIGNER.search(label.row.folded, label.row.cell_at(label.start).start, label.start) is not None


def _is_short(between: str) -> bool:
    return sum(sign.isalpha() for sign in between) <= 18 and "." not in between.strip(" .:")


def _by_place(reading: PageReading, row: Row, date: PrintedDate) -> RoledDate | None:
    """The role of a date without label: the words before it in its cell, its place on the page."""
    cell = row.cell_at(date.span.start)
    before = row.folded[cell.start : date.span.start]
    after = row.folded[date.span.end : cell.end]
    if not date.has_time and is_born(reading, cell, before):
        return RoledDate(date, DateRole.BIRTH, reading, None, {Feature.GRAMMAR, Feature.BIRTH_BESIDE})
    if date.needs_label:
        is_boxed = date.is_whole and len(date.span.raw) >= _BOXED_MIN and _FORM_DATE.match(before) is not None
        return RoledDate(date, DateRole.DOCUMENT, reading, None, {Feature.LABEL}) if is_boxed else None
    told = _told_by_words(date, reading, cell, before, after)
    if told is not None:
        return told
    if _AGE.match(after):
        return RoledDate(date, DateRole.BIRTH, reading, None, {Feature.GRAMMAR})
    if _is_headed_act(row, cell, before):
        return RoledDate(date, DateRole.VISIT, reading, None, {Feature.LABEL})
    if _DATE_OF.match(before) or (not before.strip(" :") and _is_headed_date_of(reading, row, cell)):
        return RoledDate(date, DateRole.VISIT, reading, None, {Feature.LABEL, Feature.LABEL_VAGUE})
    if _heads(row.text[cell.start : date.span.start], before) and not after.strip(_TIME_SIGNS) and row.top < 0.5:
        return RoledDate(date, DateRole.VISIT, reading, None, {Feature.ALONE, Feature.GRAMMAR})
    if _STAMP.match(before):
        return RoledDate(date, DateRole.RECEIVED, reading)
    return _by_sentence(reading, row, date, before, after)


def _is_headed_act(row: Row, cell: Cell, before: str) -> bool:
    """« Nuit du », « Séance le » before a date or in the cell at its left."""
    told = before if before.strip() or not cell.place else f"{row.cells[cell.place - 1].folded} "
    return _ACT_OF.match(told) is not None


def _is_headed_date_of(reading: PageReading, row: Row, cell: Cell) -> bool:
    """« date de la mammographie » in the cell at the left, or in the one over."""
    left = row.cells[cell.place - 1].folded if cell.place else ""
    over = reading.sheet.above(cell.box, cell.row)
    heads = (left, over.folded if over is not None else "")
    return any(_DATE_OF.match(head) is not None and _OF_PERSON.search(head) is None for head in heads)


def _is_in_course(reading: PageReading, cell: Cell) -> bool:
    """True under the heading of a column « Date de début », « Date de fin » of a prescription."""
    over = reading.sheet.above(cell.box, cell.row)
    return over is not None and _COURSE.match(over.folded) is not None


def _told_by_words(date: PrintedDate, reading: PageReading, cell: Cell, before: str, after: str) -> RoledDate | None:
    """« séjour n° 123 du … », « ce jour, 3 janvier 2024 », « COLOSCOPIE – 26 janvier 2024 », « Version du … »."""
    if _COURSE.match(before) or (not before.strip() and _is_in_course(reading, cell)):
        return RoledDate(date, DateRole.TREATMENT, reading)
    if _UPDATED.search(before) and cell.box.y0 < _FOOT_MIN and _NOT_PAPER.search(before) is None:
        return RoledDate(date, DateRole.DOCUMENT, reading, None, {Feature.LABEL, Feature.LABEL_VAGUE})
    for words, role, features in _TOLD:
        if words.search(before[-_BEFORE_MAX:]):
            return RoledDate(date, role, reading, None, set(features))
    if _THIS_DAY.search(before) and date.is_whole:
        return RoledDate(date, DateRole.DOCUMENT, reading, None, {Feature.LABEL, Feature.LABEL_VAGUE})
    if _TITLED_DATE.search(before) and is_title(before.lstrip()) and not after.strip(_TIME_SIGNS):
        role = _role_of_title(before)
        return RoledDate(date, role, reading, None, {Feature.TITLE_WORDS, Feature.POSITION})
    if _TITLED_DATE.search(before) and _TITLE.search(before) and cell.box.y0 < _HEAD_MAX and reading.is_first:
        return RoledDate(date, _role_of_title(before), reading, None, {Feature.TITLE_WORDS, Feature.POSITION})
    return None


def _heads(raw: str, before: str) -> bool:
    """« Synthèse du », « Revu le », alone before a date."""
    if _PARTICIPLE.search(raw):
        return True
    return _HEADED.match(before) is not None and _NOT_HEADING.search(before) is None


def _by_sentence(reading: PageReading, row: Row, date: PrintedDate, before: str, after: str) -> RoledDate:
    """The role from « fait à … le », a title, « date de … », a heading, or from standing alone."""
    if _SIGNED.search(before) or (_SIGNS_AFTER.match(after) and _LE_ALONE.match(before)):
        return RoledDate(date, DateRole.SIGNED, reading, None, {Feature.SIGNATURE, Feature.GRAMMAR})
    tail = before[-_BEFORE_MAX:]
    if _EDITED.search(tail) or _SENT.search(tail):
        return RoledDate(date, DateRole.ISSUED, reading, None, {Feature.GRAMMAR})
    if _MADE.search(before) or _WROTE.search(tail):
        return RoledDate(date, DateRole.DOCUMENT, reading, None, {Feature.SIGNATURE, Feature.GRAMMAR})
    is_titled = _TITLE.search(before) is not None and _DU.search(before) is not None
    if is_titled and (row.top < 0.5 or not reading.is_first) and not is_cited(before, after):
        return RoledDate(date, _role_of_title(before), reading, None, {Feature.TITLE_WORDS, Feature.POSITION})
    is_alone = len(after.strip(_TIME_SIGNS)) <= 2 or _AT_CITY.match(after) is not None or _THEN_DOCTOR.match(after)
    if is_alone and 0.02 < row.top < 0.92:
        return _alone(reading, row, date, before, after)
    return RoledDate(date, DateRole.OTHER, reading)


def is_cited(before: str, after: str) -> bool:
    """« L'arthroscanner du …, demandé par … », « Les ordonnances du … ont été rendues »: told of in a sentence."""
    return _CITED.match(_SENTENCE.split(before)[-1]) is not None and _GOES_ON_PROSE.match(after) is not None


def _runs_on(reading: PageReading, cell: Cell) -> bool:
    """True under a line of prose that no sign ends: « le 31 août 2025. » is the end of its sentence."""
    over = reading.sheet.above(cell.box, cell.row, heights_max=1.3)
    return (
        over is not None
        and over.box.x1 - over.box.x0 > _WIDE_MIN
        and _OPEN_END.search(over.folded.rstrip()) is not None
    )


def _alone(reading: PageReading, row: Row, date: PrintedDate, before: str, after: str) -> RoledDate:
    """« Lyon, le 12 mars 2026 », « Le 12/03/2026 » or a date alone in its cell."""
    if after.startswith(".") and _runs_on(reading, row.cell_at(date.span.start)):
        return RoledDate(date, DateRole.OTHER, reading)
    if not before.strip() and _is_carried_over(reading, row.cell_at(date.span.start)):
        return RoledDate(date, DateRole.OTHER, reading)
    if _LE_ALONE.match(before):
        features = {Feature.ALONE}
        if before.strip(" ,."):
            features.add(Feature.GRAMMAR)
        if reading.is_first and row.top < 0.45:
            features.update((Feature.LETTERHEAD,) if len(row.cells) == 1 or before.strip() else ())
        elif not reading.is_last:
            return RoledDate(date, DateRole.OTHER, reading)
        is_tabular = len(row.cells) > 2 or any(other is not date for other in reading.dates[row.place])
        return RoledDate(date, DateRole.OTHER if is_tabular else DateRole.DOCUMENT, reading, None, features)
    raw = row.text[row.cell_at(date.span.start).start : date.span.start]
    if _CITY.match(before) and " LE " in f"{before}" and _is_town(raw):
        features = {Feature.ALONE, Feature.GRAMMAR, Feature.LETTERHEAD}
        return RoledDate(date, DateRole.DOCUMENT, reading, None, features)
    is_head = reading.is_first and row.top < _HEAD_MAX and _THEN_DAY.search(before) is not None
    if is_head:
        return RoledDate(date, DateRole.DOCUMENT, reading, None, {Feature.ALONE, Feature.GRAMMAR, Feature.LETTERHEAD})
    if _CITY.match(before) and before.rstrip().endswith(",") and len(before) < 30:
        return RoledDate(date, DateRole.DOCUMENT, reading, None, {Feature.ALONE, Feature.LETTERHEAD})
    return RoledDate(date, DateRole.OTHER, reading)


def _is_town(raw: str) -> bool:
    """False for words that are no name of a town: « accident survenu le », « adressé à l'hôpital le »."""
    words = [word for word in _WORD.findall(raw) if word.lower() not in _SMALL]
    return all(word[0].isupper() for word in words)


def _is_carried_over(reading: PageReading, cell: Cell) -> bool:
    """True for a date that begins a line and ends the sentence of the line over it: « … ablation des fils le »."""
    over = reading.sheet.above(cell.box, cell.row, heights_max=1.3)
    return over is not None and over.box.x1 - over.box.x0 > _WIDE_MIN and _OPEN_LINE.search(over.folded) is not None


def _role_of_title(before: str) -> DateRole:
    for role, words in (
        (DateRole.OPERATION, "OPERATOIRE|INTERVENTION|ACCOUCHEMENT|ANESTHESI"),
        (DateRole.DISCHARGE, "HOSPITALIS|SORTIE|SEJOUR"),
        (DateRole.SAMPLE, "BIOLOG|ANALYSE|LABORATOIRE|PRELEVEMENT|PATHOLOG|CYTOLOG"),
        (
            DateRole.EXAM,
            "SCANNER|IRM|RADIO|ECHO|IMAGERIE|SCOPIE|DOPPLER|EXAMEN|MAMMO|SCINTI|ECG|"
            r"\b(?:TDM|ETT|ETO|EFR|EEG|EMG|MAPA|HOLTER)\b|GRAPHIE\b",
        ),
        (DateRole.VISIT, "CONSULT|VISITE|URGENCE|RCP|REUNION|BILAN|SEANCE|SUIVI|SYNTHESE|RAPPORT|EVALUATION"),
        (
            DateRole.DOCUMENT,
            r"LETTRE|ORDONNANCE|CERTIFICAT|COURRIER|ATTESTATION|\bFICHE|\bNOTE\b|TRANSMISSION|PRESCRIPTION",
        ),
    ):
        if re.search(words, before):
            return role
    return DateRole.VISIT


def _correct(reading: PageReading, row: Row, roled: RoledDate, before: Sequence[RoledDate]) -> None:
    """Mend the role by the words before the label and by the date before: « du … au … », « comparé à l'examen du »."""
    start = roled.date.span.start
    cell = row.cell_at(start)
    text = row.folded[cell.start : start]
    last = before[-1] if before else None
    if _mend_by_phrase(reading, row, roled):
        return
    side = side_role(reading, row, roled.date, roled.role, roled.label)
    if side is not None:
        roled.role, roled.label, roled.is_aside = side, None, True
        roled.features = {Feature.LABEL} if side is DateRole.OPERATION else roled.features
        return
    if last is not None and _ends_stay(row, roled, last, text):
        roled.role, roled.label = DateRole.DISCHARGE, last.label
        roled.features = set(last.features)
        return
    if roled.role in (*ACT_ROLES, DateRole.DOCUMENT, DateRole.OTHER) and _TO_DO.search(text[-_BEFORE_MAX:]):
        roled.role = DateRole.NEXT
        return
    mended = _mended(reading, row, roled, text)
    if mended is not None:
        roled.role = mended
        return
    if roled.role in (*ACT_ROLES, DateRole.DOCUMENT) and roled.label is not None:
        seasoned = _seasoned(reading.labels[roled.label.row.place], roled.label, roled.date)
        if seasoned is not None:
            roled.role = seasoned


def _mended(reading: PageReading, row: Row, roled: RoledDate, text: str) -> DateRole | None:
    """What a label comes to tell by the kind of the page, or by the other words of its line (text)."""
    label = roled.label
    said = text if label is None or text.strip() else label.row.folded[label.start : label.end]
    if roled.role is DateRole.EARLIER and label is not None and is_of_order(reading, row, said):
        return DateRole.DOCUMENT
    if roled.role is DateRole.RECEIVED and label is not None and is_arrival(reading, label):
        return DateRole.VISIT
    if roled.role is DateRole.ADMISSION and _MONTH_FIRST.search(text):
        return DateRole.DISCHARGE
    is_sick = roled.role is DateRole.ADMISSION and label is not None and _SICK.search(text) and not _STAY.search(text)
    return DateRole.NEXT if is_sick else None


def _mend_by_phrase(reading: PageReading, row: Row, roled: RoledDate) -> bool:
    """Give the role that a whole phrase tells; False where none does, or where a label tells as much."""
    if roled.role in (DateRole.BIRTH, DateRole.DEATH, DateRole.FAX) or not roled.date.is_whole:
        return False
    span = roled.date.span
    told = told_by_phrase(reading, row, row.cell_at(span.start), span.start, span.end)
    if told is None or yields_to(told, roled.role, has_label=roled.label is not None):
        return False
    roled.role, roled.label, roled.is_aside = told.role, None, told.is_aside
    roled.features = set(told.features)
    return True


def _ends_stay(row: Row, roled: RoledDate, last: RoledDate, text: str) -> bool:
    """True for the second date of « hospitalisé du … au … », on the same line or at the start of the next."""
    rows = row.place - last.date.span.row.place
    is_next = last.reading is roled.reading and (rows == 0 or (rows == 1 and len(text) < 8))
    is_open = roled.role in (DateRole.OTHER, DateRole.DOCUMENT, DateRole.DISCHARGE, DateRole.NEXT)
    if not (is_next and is_open and last.role is DateRole.ADMISSION):
        return False
    if rows and not text.strip():
        text = last.date.span.row.folded[last.date.span.end :]  # « … du 2 mars au » over « 9 mars »
        return len(text) <= _TAIL_MAX and _UNTIL.search(text.rstrip() + " ") is not None
    return _UNTIL.search(text) is not None


def _seasoned(labels: Iterable[Label], own: Label, date: PrintedDate) -> DateRole | None:
    """Earlier or next, when words just before the label say so."""
    for label in labels:
        if label.kind in _SEASONED and label is not own and label.end <= own.start and own.start - label.end <= 22:
            between = label.row.text[label.end : own.start]
            if not any(sign.isdigit() for sign in between) and "." not in between and "\t" not in between:
                return _BY_KIND[label.kind]
    return None


def age_printed(date: PrintedDate) -> int | None:
    """The age printed just after a date, « 12/03/1960 (66 ans) »; None without one."""
    match = _AGE.match(date.span.row.folded[date.span.end : date.span.end + 24])
    return int(match.group(1)) if match else None
