"""Whoever the pages name under a civility and tell everywhere as a professional: no second patient.

What lives here: reading each line that bears the name. What must not: the conditions that ask (``decide.identity``,
``decide.traits``), the roles that the reading gave. One line that does not say so leaves the doubt as it is.
Rule: intake.md §3 (roles from labels, position, civility and grammar), §5 (exactly one patient in the document).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.decide.subject_words import CIVILITIES, KIN
from liane.domain.intake.extract.people.professions import TRADES, tells_profession, words_of
from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.fields import PersonMention
from liane.domain.intake.page import Page

CHARS_MAX = 40_000
LINE_CHARS_MAX = 240
SEEN_MAX = 20
_TRADE = words_of(*TRADES)
_AFTER = re.compile(rf"[ ,;:(\-–—/|]{{1,4}}(?:(?:VOTRE|LE|LA|L')\s?)?{_TRADE}\b(?P<rest>[^:;–—|()0-9]{{0,80}})")
_OWN = re.compile(
    r"\b(?:RETRAITEE?|CHOMAGE|AGEE?|PROFESSION|ANS|A|EST|ETE|AVAIT|QUI|DEPUIS|POUR|VUE?|RECUE?|ADRESSEE?|SUIVIE?|"
    r"CONSULTE|PRESENTE|SOUFFRE|NEE?|PATIENTE?|MALADE|HOSPITALISEE?|TRAITANTE?)\b"
)
"""What would make a trade that of the patient: « Mme DUPONT, infirmière, est vue ce jour »."""
_CIVIL = r"(?:M\.|MR|MME|MLLE|MADAME|MONSIEUR)"
_TRIAGE = r"(?:I\.?O\.?A|I\.?A\.?O)\b"
"""Who receives and sorts at the door of the emergencies: « infirmier(ère) organisateur de l'accueil »."""
_HEADED = re.compile(
    rf"(?:^|[,;:(\-–—/|]|[0-9](?= )) ?(?:(?:VOTRE|LE|LA)\s|L')?(?:{_TRADE}|{_TRIAGE})"
    rf"(?:(?: (?!PATIENT|RESIDENT|MALADE|NOM\b|VIE\b|FAMILLE|CONCERNE|POUR\b|SUIVI|DE\b ?:)"
    rf"[A-Z'\-]{{2,20}}){{0,4}} ?[:(|] ?{_CIVIL}?"
    rf"| {_CIVIL}) ?$"
)
_BESIDE = re.compile(
    rf"\b(?:L'|(?:LA|LE|UNE?|SON|SA|NOTRE|VOTRE) ){_TRADE}"
    rf"(?: LIBERALE?| REFERENTE?| SCOLAIRE| COORDINAT(?:EUR|RICE))?"
    rf"(?: (?:DU|DE LA|DE|DES) (?!PATIENT|RESIDENT)[A-Z'\-]{{4,20}})?,? {_CIVIL} ?$"
)
"""« en présence de l'aide à domicile Mme … »."""
_BY = re.compile(
    r"\b(?:REALISEE?|EFFECTUEE?|FAITE?|VUE?|RECUE?|EXAMINEE?|ETABLIE?|REDIGEE?|SAISIE?|VALIDEE?|PRELEVEE?|SIGNEE?|"
    r"REMPLIE?|ENREGISTREE?|RELUE?|DISPENSEE?|DELIVREE?|ADMINISTREE?|CONDUITE?|ANIMEE?)S?\b[^.;]{0,40}?\bPAR "
    rf"(?:LE |LA )?{_CIVIL}? ?$"
)
_BOXED = re.compile(rf" {_TRADE} ?: ?{_CIVIL} ?$")
"""« Pharmacien : Mme … » right of other words: of who surely signs, for « Synthèse infirmière : » is none."""
_LABELLED = re.compile(
    r"\b(?:INTERLOCUT(?:EUR|RICE)|CORRESPONDANTE?|SAISIE?|FRAPPE|DACTYLO|RELECTURE|REDACTION|TRANSCRIPTION|VALIDATION|"
    rf"ENREGISTREMENT)(?: PAR)? ?: ?{_CIVIL} ?$"
)
"""« Votre interlocutrice : Mme … », « Saisie : Mme … »: who writes for a house."""
_KIN_OF = re.compile(
    rf"\b{KIN} (?:DE LA |DU |DE L'|DE CETTE? )(?:PATIENTE?|RESIDENTE?|MALADE|INTERESSEE?|USAGERE?),? ?{_CIVIL}? ?$"
)
_KIN_AMONG = re.compile(rf"\bENFANTS,? DONT (?:L'|LA |LE |UNE? )[A-Z' ]{{2,20}},? {_CIVIL} ?$")
"""« a deux enfants dont l'un, M. … »."""
_KIN_SAID = re.compile(
    r"\W*$|,? ?(?:QUI )?(?:EST (?:RETRAITE|PRESENT|INFORME|PREVENU|JOIGNABLE|AIDANT|D'ACCORD|TRES)|VIT|HABITE|PASSE |"
    r"ASSURE |"
    r"A ETE (?:INFORME|PREVENU|CONTACTE|JOINT|APPELE)|S'OCCUPE|ACCOMPAGNE|RAPPORTE (?!UN)|SIGNALE|SOUHAITE|ACCEPTE|"
    r"NOUS )"
)
"""« Le gendre de la patiente, …, vit à proximité »: kin of whom nothing of a patient is said."""
_CARING = re.compile(
    r"\b(?:REEDUCATION|SEANCES?|SUIVIE?|PRISE EN CHARGE|SOINS?|EXERCICES?|PSYCHOTHERAPIE)(?: [A-Z]+)? "
    rf"(?:AVEC|CHEZ|PAR) {_CIVIL} ?$"
)
"""« La rééducation avec M. …, kinésithérapeute, a été suivie »: of whom something is said is the act."""
_TIMED = re.compile(
    rf"(?:^|[ ,;:(|])(?:{_TRADE}|I\.?O\.?A|I\.?A\.?O|ACCUEIL|TRI)\b[ :,]{{0,3}}"
    rf"(?:[0-9]{{2}}/[0-9]{{2}}(?:/[0-9]{{2,4}})? )?(?:A )?[0-9]{{1,2}} ?[H:] ?[0-9]{{2}} ?[:,\-–—]? ?{_CIVIL} ?$"
)
"""« IOA 05:15 - Mme … »: who saw somebody at an hour."""
_TEAM = re.compile(
    rf"^\W*(?:OPER\.?|OPERAT(?:EUR|RICE)|AIDE(?: OPERATOIRE)?|PANSEU(?:R|SE)|INSTRUMENTISTE) ?:? {_CIVIL} ?$"
)
"""Who stood around the table, one a line."""
_CLASS = re.compile(rf"\b(?:CLASSE|ELEVE|GROUPE) (?:DE|CHEZ) {_CIVIL} ?$|CLASSE ?:[^:;]{{1,20}}\({_CIVIL} ?$")
_CIVILITY_LED = re.compile(r"^\W*(?:M\.|MR\.?|MME|MLLE|MADAME|MONSIEUR|MADEMOISELLE)(?= )")
_CLOSED = re.compile(
    r"\bLE [0-9]{1,2}(?:ER)?[ ./\-][A-Z0-9./ \-]{3,16}[0-9]{2}\W*$|^\W*(?:POUR|P/?O) (?:LE |LA |L')|CORDIALEMENT|"
    r"SALUTATIONS|SENTIMENTS|CONSIDERATION"
)
"""Ends a text: the day, a closing, « Pour le chef de service, »."""
_CIVIL_WHOLE = re.compile(r"\W*(?:MR|MME|MLLE|MADAME|MONSIEUR|MADEMOISELLE)\b")
_SIGNED = re.compile(
    r"^\W*(?:(?:FAIT|ETABLIE?|REDIGEE?|SIGNEE?)\b[^:;]{0,40}[,:] ?)?"
    r"(?:M\.? |MR\.? |MME |MLLE |MADAME |MONSIEUR |MADEMOISELLE )(?:[A-Z][A-Z'\-]*\.? ?){1,3}$"
)
"""A civility and first names alone before the family name, the day at most before them: who signs."""
_DATED = re.compile(
    r"^\W*(?:FAIT |ETABLIE? |REDIGEE? |SIGNEE? )?(?:A [A-Z' \-]{2,40},? )?LE [0-9]{1,2}(?:ER)?[ ./\-]"
    r"[A-Z0-9./ \-]{3,16}[0-9]{2} ?[,:\-–—] ?"
    r"(?:M\.? |MR\.? |MME |MLLE |MADAME |MONSIEUR |MADEMOISELLE )(?:[A-Z][A-Z'\-]*\.? ?){1,3}$"
)
"""The day, then a civility and first names: « Le 30.10.2026 - Mme Joëlle … », who signs."""
_OFFICE = re.compile(
    r"\W*(?:P/?O |POUR )?(?:LE |LA |L')?(?:DIRECT(?:EUR|RICE|ION)|CHEF(?:FE)? DE |ADJOINTE?S? |ATTACHEE?S? |AGENTS? |"
    r"GESTIONNAIRE|REGISSEUR|RESPONSABLE|ASSISTANTE?S? |SECRETAIRE|CADRE|COORDINAT|PRESIDENTE?|CHARGEE? D|REFERENTE?)"
    r"[A-Z', \-]{0,60}\W*"
)
"""A function of a house alone on its line, over a signature: « Pour le directeur, l'agent des admissions »."""
_DESK = re.compile(
    r"\W*(?:P/?O |POUR )?(?:LE |LA |L')(?:SECRETARIAT|ACCUEIL|"
    r"(?:SERVICE|BUREAU) (?:DES |DU )(?:ADMISSIONS?|ENTREES|SORTIES|RENDEZ[ -]VOUS|ARCHIVES|ACCUEIL|STANDARD))"
    r"[A-Z', \-]{0,40}\W*"
)
"""A desk of a house alone on its line, with its article, over a signature: « Le secrétariat »."""
_NO_OFFICE = re.compile(
    r"\b(?:PATIENTE?|RESIDENTE?|LEGALE?|CONFIANCE|FAMIL|ENFANTS?|TUT(?:ELLE|EUR|RICE)|NOM|PRENOM)\b|:"
)
_ASSISTANT = re.compile(
    r"\W*(?:ASSISTANTE?S?|ADJOINTE?S?|ATTACHEE?S?|AGENTS?|CHARGEE?S?) (?:DE |D'|MEDICO|ADMINISTRATI)"
)
_NUMBER_LINES = 3
_UNDER_MAX = 70
_SOME_TRADE = re.compile(rf"\b{_TRADE}\b")
_LED = re.compile(rf"\W*{_TRADE}\b")
_WRAPPED = re.compile(
    r"(?<=[ ,(](?:M\.|Mr))\n|(?<=[ ,(](?:Mme))\n|(?<=,)\n(?=[a-zà-ÿ])|(?<=[ ,(](?:Mlle))\n|"
    r"(?<=[a-zà-ÿ]{3},)\n(?=(?:M\.|Mr|Mme|Mlle) [A-Z][\w'’-]+\.)"
)
"""The end of a line between a civility and its name, or between a name and what is said of it."""
_ZERO = re.compile(r"(?<=[A-Z])0(?=[A-Z])")
"""« I0A » for « IOA »."""
_SORTED = re.compile(r"(\bTRI ?:? ?[0-9][A-Z]? ?[,;:–—/|-]? ?)[1IL][0O]A\b(?= )")
"""« Tri : 2 10A Mme … »: the same, behind the degree that it gave."""
_NUMBERED = re.compile(r"\W*(?:N ?[°O] ?)?(?:RPPS|ADELI|AM)\b ?:? ?(?:N ?[°O] ?)?[0-9][0-9 ]{7,12}")
"""The number of a professional, at the head of the line under a name."""
_DOCTOR = re.compile(r"\b(?:DRS?|DOCTEURE?S?|PRS?|PROFESSEURE?S?)\b\.? ?$")
_BARE = re.compile(r"^\W*(?:M\. |[A-Z][A-Z'\-]*\.? ?){0,2}$")
_GIVEN = re.compile(r"([A-Z][A-Z'\-]*)\.? ?$")


def find_others(
    mentions: Sequence[PersonMention],
    pages: Sequence[Page],
    *,
    author: tuple[str, str] = ("", ""),
    names: frozenset[str] = frozenset(),
) -> tuple[PersonMention, ...]:
    """The mentions, those of somebody whom every line tells as a professional left out, and lists of first names.

    author: family and first name, folded, of whoever surely signs: « Mme Marie DUPONT » alone on a line then says
    nothing against the trade that another line tells. names: the words of all the names of the record, folded: a
    mention that holds no other is of the same person, « M. VAN TRAN » for TRAN VAN Grégory. Nobody else with a birth
    date is left out. Rule: intake.md §3 (roles).
    """
    lines: list[str] | None = None
    kept = []
    for mention in mentions:
        if mention.family is not None and mention.birth_date is None and mention.used_family is None:
            if mention.given is not None and _words_of(mention) <= names:
                continue  # « PRÉNOMS : Lisa, » over « Denise, Rosa »
            lines = lines if lines is not None else _read_lines(pages)
            if _is_professional(mention, lines, is_author=_is_author(mention, author)):
                continue
        kept.append(mention)
    return tuple(kept)


def _read_lines(pages: Sequence[Page]) -> list[str]:
    texts = (_WRAPPED.sub(" ", page.text[:CHARS_MAX].replace("’", "'")) for page in pages)
    lines = (_ZERO.sub("O", line[:LINE_CHARS_MAX]) for text in texts for line in fold(text).split("\n"))
    return [_SORTED.sub(r"\1IOA", line) for line in lines]


def _words_of(mention: PersonMention) -> set[str]:
    names = (one.value for one in (mention.family, mention.given) if one is not None)
    return set(fold_name(" ".join(names)).split())


def _is_author(mention: PersonMention, author: tuple[str, str]) -> bool:
    family = fold_name(mention.family.value) if mention.family is not None else ""
    given = fold_name(mention.given.value) if mention.given is not None else ""
    return bool(family and given) and (family, given) == author


def _is_professional(mention: PersonMention, lines: Sequence[str], *, is_author: bool) -> bool:
    """True where some line tells the trade of a person, and none names them otherwise."""
    family = fold(mention.family.value).strip() if mention.family is not None else ""
    if len(family) < 3:
        return False
    told = list(_tell(family, lines, is_author=is_author))
    if not told or len(told) > SEEN_MAX or False in told:
        return False
    return True in told


def _tell(family: str, lines: Sequence[str], *, is_author: bool) -> Iterator[bool | None]:
    """What each line with the name says: True, a professional; None, nothing; False, it may be anybody."""
    name = re.compile(rf"(?<![A-Z0-9@.\-]){re.escape(family)}(?![A-Z0-9@\-])")
    for place, line in enumerate(lines):
        for match in name.finditer(line):
            before, after = line[: match.start()], line[match.end() :]
            is_boxed = is_author and _BOXED.search(_without_givens(before)) is not None
            led = _without_givens(before)
            is_kin = (_KIN_OF.search(led) or _KIN_AMONG.search(led)) is not None and _KIN_SAID.match(after) is not None
            if is_kin or is_boxed or _tells_trade(before, after) or _signs_for_house(before, after, place, lines):
                yield True
            elif is_author and _are_givens(after) and _DATED.match(f"{before}{after.strip()}"):
                yield None
            elif is_author and _are_givens(after) and _SIGNED.match(f"{before}{after.strip()}"):
                yield _is_trade_under(place, lines, anywhere=True) or None
            elif _BARE.match(before) and not after.strip(" .,") and not _CIVIL_WHOLE.match(before):
                yield _tells_under(before, family, place, lines)
            else:
                yield False


def _tells_trade(before: str, after: str) -> bool:
    led = _without_givens(before)
    if any(pattern.search(led) for pattern in (_DOCTOR, _HEADED, _BESIDE, _BY, _CLASS, _TIMED, _LABELLED)):
        return True
    if _TEAM.match(led) and not after.strip(" ."):
        return True
    given = re.match(r" (?:[A-Z][A-Z'\-]+)\b", after)
    for rest in (after, after[given.end() :] if given is not None else ""):
        found = _AFTER.match(rest)
        if found is not None and (_CARING.search(led) or not _OWN.search(found.group("rest"))):
            return True
    return False


def _signs_for_house(before: str, after: str, place: int, lines: Sequence[str]) -> bool:
    """True for a name alone on its line, under a function of a house or over a trade that a number follows.

    « L'adjoint administratif, » over « M. Ruben DUPONT »; « Mme Anne DUPONT » over « Pharmacien » and « RPPS … ».
    """
    is_alone = _CIVIL_WHOLE.match(before) or re.match(r"\W*M\. ", before)
    if not is_alone or not _are_givens(_CIVILITY_LED.sub("", before)) or not _are_givens(after):
        return False
    over = lines[place - 1].strip() if place else ""
    if (_OFFICE.fullmatch(over) or _DESK.fullmatch(over)) and not _NO_OFFICE.search(over):
        return True
    under = lines[place + 1] if place + 1 < len(lines) else ""
    is_trade = _is_trade_under(place, lines) and _NUMBERED.match(under) is None
    if not is_trade and not _ASSISTANT.match(under):
        return False
    numbered = lines[place + 1 : place + 2 + _NUMBER_LINES]
    return any(_NUMBERED.match(line) for line in numbered) or _CLOSED.search(over) is not None


def _are_givens(text: str) -> bool:
    """True for first names alone, two at most, or for nothing."""
    words = text.strip(" .,").split()
    return len(words) <= 2 and all(is_given(word) or len(word.strip(".")) == 1 for word in words)


def _without_givens(before: str) -> str:
    """The words before a family name, less two first names or initials at most."""
    for _ in range(2):
        match = _GIVEN.search(before)
        if match is None or match.group(1) in CIVILITIES or not (len(match.group(1)) == 1 or is_given(match.group(1))):
            return before
        before = before[: match.start()]
    return before


def _is_trade_under(place: int, lines: Sequence[str], *, anywhere: bool = False) -> bool:
    """True where the line under tells a trade, or bears the number of a professional.

    anywhere: the trade may follow the house, « Pharmacie du Lac, pharmacien titulaire ».
    """
    under = [line for line in lines[place + 1 : place + 2] if not _OWN.search(line)]
    told = (line for line in under if ":" not in line and (tells_profession(line) or _LED.match(line)))
    if any(told) or any(_NUMBERED.match(line) for line in under):
        return True
    return anywhere and any(len(line) <= _UNDER_MAX and _SOME_TRADE.search(line) for line in under)


def _tells_under(before: str, family: str, place: int, lines: Sequence[str]) -> bool | None:
    """A name alone on its line: a professional where the line under tells a trade; « M. » is then a first letter.

    None after an initial that a first name of the same family begins elsewhere, or after a first name.
    """
    if _is_trade_under(place, lines):
        return True
    words = fold_name(before).split()
    if not words:
        return False
    if len(words[0]) > 1:
        return None if is_given(words[0]) else False
    same = re.compile(
        rf"\b{words[0]}[A-Z'\-]{{2,}} {re.escape(family)}(?![A-Z])|{re.escape(family)} {words[0]}[A-Z'\-]{{2,}}\b"
    )
    return None if any(same.search(line) for line in lines) else False
