"""Whose name each mention is: patient, author, addressee, staff, relative; from words around, position, grammar.

What lives here: the settling of roles. What must not: finding the mentions.
Rule: intake.md §3 (« Roles: a page holds many names »).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.people.addressees import (
    Blocks,
    address_blocks,
    begins_cell,
    in_block,
    is_addressed,
    is_listed,
)
from liane.domain.intake.extract.people.functions import has_function
from liane.domain.intake.extract.people.persons import Person, role_of_scope
from liane.domain.intake.extract.people.professions import follows_closing, tells_profession
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Span, fold
from liane.domain.intake.fields import Role

_BEFORE_CHARS = 46
_RELATIVE_BEFORE = re.compile(
    r"(?:\b(?:(?<!FUTURE )MERE|PERE|FILS|FILLE|EPOUX|EPOUSE|CONJOINTE?|MARI|FEMME|FRERE|SOEUR|SŒUR|TANTE|ONCLE|"
    r"TUT(?:EUR|RICE)|CURAT(?:EUR|RICE)|CONFIANCE|PREVENIR|"
    r"(?<!PERSONNE )(?<!USAGER )(?<!PATIENT )(?<!PATIENTE )(?<!RESIDENT )ACCOMPAGNE[ER]?|PARENTS?|"
    r"REPRESENTANTE?|AIDANTE?|ENTOURAGE|COMPAGNON|"
    r"COMPAGNE|VOISINE?|NIECE|NEVEU|GRAND-MERE|GRAND-PERE|AMIE?|COUSINE?|BELLE-[A-Z]+|BEAU-[A-Z]+|JUMEAU|JUMELLE|"
    r"DONNEU(?:R|SE)|NOUVEAU-NE|(?:ENFANT|BEBE|BB|NEE?) DE|CONTACTER)\b[ ,:(]*(?:DE |D'|DU |EST |S'APPELLE |: )?[ (]*|"
    r"\b(?:DEMANDE DE|PRESENCE DE|AUPRES DE|APPEL DE|ACCORD DE) )$"
)
_PARENTS_OF = re.compile(r"\bPARENTS (?:DE (?:L'ENFANT )?|D')$")
"""« Madame, Monsieur, parents d'Éloïse DURAND (14/01/2012, fille) »: whom a letter to both parents is about."""
_RELATIVE_AFTER = re.compile(
    r"[ ,]*[(,\-] ?(?:SA |SON |LA |LE )?(?:MERE|PERE|FILS|FILLE|EPOUX|EPOUSE|CONJOINTE?|MARI|FRERE|SOEUR|SŒUR|"
    r"TUT(?:EUR|RICE)|"
    r"COMPAGNON|COMPAGNE|PERSONNE DE CONFIANCE|AIDANTE?|NIECE|NEVEU|VOISINE?|AMIE?|CURAT(?:EUR|RICE))\b"
)
_AUTHOR_BEFORE = re.compile(
    r"(?:REDIGEE? PAR|VALIDEE?S? PAR|SIGNEE? (?:ELECTRONIQUEMENT )?PAR|AUTEURS?|SOUSSIGNEE?|INTERPRETEE? PAR|"
    r"ETABLIE? PAR|SIGNATAIRE|SIGNATURE|COMPTE[ -]RENDU DE|LE MEDECIN|(?:PRATICIEN|MEDECIN) RESPONSABLE|"
    r"(?:VALID|SIGN|AUTHENTIFI|REMPLI|ETABLI|REDIG|COMPLET|RENSEIGN)E?E?S? (?:ELECTRONIQUEMENT )?"
    r"LE [0-9A-Z/.: \-]{6,28} PAR|"
    r"RESPONSABLE DE LA VALIDATION)[ ,:(]{0,4}(?:LE |LA |PAR )?$"
)
_RECIPIENT_BEFORE = re.compile(
    r"(?:DESTINATAIRES?|COPIES? (?:A|AU|AUX)?|DOUBLES? (?:A|AU)?|\bCC|A L'ATTENTION D[EU]|CHERE?S?|A L'ATTN|"
    r"ATTN|ADRESSE A|"
    r"TRANSMIS A|ENVOYE A|DIFFUSION)[ :,\-(]{0,4}(?:LE |LA |MON |MA )?(?:CONFRERE|COLLEGUE|AMIE?)?[ ,:]{0,3}$"
)
_STAFF_BEFORE = re.compile(
    r"(?:FRAPPE|SECRETAIRE|SECRETARIAT|\bSEC|TRANSCRIPTION|DACTYLO[A-Z]*|"
    r"SAISIE? PAR|TAPEE? PAR|INFIRMI[ER]+E?|\bIDE|IADE|\bIBO(?:DE)?|PRELEVEE? PAR|"
    r"CHEF DE [A-Z]+|INTERNE|ASSISTANTE?|AIDE|"
    r"ANESTHESISTE|OPERATEUR|CHIRURGIEN|CADRE|PSYCHOLOGUE|DIETETICIENNE|MANIPULAT[A-Z]+|TECHNICIEN(?:NE)?|"
    r"ERGOTHERAPEUTE|ORTHOPHONISTE|PSYCHOMOTRICIEN(?:NE)?|EDUCAT(?:EUR|RICE)|NEUROPSYCHOLOGUE|PHARMACIEN(?:NE)?|"
    r"IMPRIMEE? PAR|"
    r"EDITEE? PAR|NUMERISEE? PAR|ACCUEIL|KINESITHERAPEUTE|SAGE-FEMME|ASSISTE DE|DIRECTEUR|DIRECTRICE|"
    r"REALISEE? PAR)"
    r"(?: (?:SOCIALE?|DE SANTE|DE SERVICE|DE POLE|D'UNITE|SUPERIEURE?|COORDINAT(?:EUR|RICE)|LIBERALE?|REFERENTE?|"
    r"DU SERVICE|D'ETAT|DIPLOMEE?|CLINICIENNE?|HOSPITALIERE?|MEDICALE?|SPECIALISEE?|DE BLOC|SOIGNANTE?)){0,3}"
    r"[ :,.\-(]{0,4}$"
)
_OTHER_BEFORE = re.compile(
    r"(?:MEDECIN TRAITANT|PRESCRIPTEUR|PRESCRITE? PAR|DEMANDEE? (?:PAR|DU|DE)|ADRESSEE? PAR|ENVOYEE? PAR|"
    r"CORRESPONDANTE?|A LA DEMANDE DU?|"
    r"SUIVIE? PAR|CONFIEE? PAR|VUE? PAR|AVIS D[EU]|OPEREE? PAR|COURRIER D[EU]|AVEC|"
    r"AUPRES D[EU])[ :,\-(]{0,4}(?:LE |LA )?$"
)
_STAFF_AFTER = re.compile(
    r"[ ,(\-]{1,3}(?:SECRETAIRE|INFIRMI[ER]+E?|CADRE|IDE\b|PSYCHOLOGUE|ASSISTANTE|DIETETICIENNE|KINE|"
    r"AIDE-SOIGNANTE?|MANIPULAT|DIRECT|TECHNICIEN|SAGE-FEMME|PUERICULTRICE)"
)
_PATIENT_BEFORE = re.compile(
    r"(?:PATIENTE?|CONCERNANT|CONCERNE|OBJET|POUR|\bRE|REVU|REVOIR|VU|VUE|CONSULTATION|EXAMINE|ADRESSE|ADRESSER|"
    r"CONFIER|CONFIE|RECU|"
    r"NOUVELLES D[E']|HOSPITALISE|HOSPITALISATION D[E']|BENEFICIE|CERTIFIE AVOIR (?:EXAMINE|VU)|RENDU D[E']|"
    r"ETAT D[E']|SANTE D[E']|SITUATION (?:MEDICALE )?D[E']|DOSSIER D[E']|SUIS|PRISE EN CHARGE D[E']|"
    r"RECEVOIR|REVOIS|PRIS EN CHARGE|VOIS|"
    r"EXAMEN D[E'])[ :,\-']{0,4}(?:CE JOUR |EN CONSULTATION |LE |LA )?$"
)
_BY = re.compile(r"E?E?S?(?: LE [0-9A-Z/.\- ]{6,20})? PAR $")
_LABEL_BEFORE = re.compile(
    r"(?:^|[ \t])(?!NOM|IDENTITE|MALADE|PATIENT|USAGER|RESIDENT|OBJET|CONCERN|SUJET|RE |ENFANT|ASSURE|DESTINATAIRE|A )"
    r"(?:SECRETARIAT|SECRETAIRE|CORRESPONDANTE?|CONTACT|SUIVI|DOSSIER SUIVI|DIRECT(?:EUR|RICE)|CADRE|RESPONSABLE|"
    r"ASSISTANTE?|REFERENTE?|ACCUEIL|GESTIONNAIRE|AGENT|REDACT(?:EUR|RICE)|STANDARD)[A-Z' ]{0,30}: ?$"
)
_FUNCTIONS = tuple(
    re.compile(rf"\b(?:{words})[ :(]{{1,3}}(?:LE |LA )?$")
    for words in (
        "OPERATEURS?|OPERATRICE|CHIRURGIEN(?:NE)?|ENDOSCOPISTE",
        "BIOLOGISTE(?: MEDICALE?)?(?: RESPONSABLE)?|PATHOLOGISTE|ANATOMOPATHOLOGISTE|RADIOLOGUE|GENETICIEN(?:NE)?",
        "EXAMINATEUR|SENIOR|REALISEE? PAR|EFFECTUEE? PAR|PRATIQUEE? PAR|EXAMEN REALISE PAR",
        "MEDECIN(?: RESPONSABLE| SENIOR| REFERENT| EXAMINATEUR)?|PRATICIEN(?: RESPONSABLE)?|PHARMACIEN(?:NE)?",
        "KINESITHERAPEUTE|SAGE-FEMME|PSYCHOLOGUE|ORTHOPHONISTE|ORTHOPTISTE|DIETETICIENNE|ERGOTHERAPEUTE|INFIRMIERE?",
    )
)
_BORN_AFTER = re.compile(r"[ ,(]{1,3}NEE?(?:\(E\))? LE\b")
_KIN_HEAD = re.compile(
    r"[^A-Z]*(?:IDENTITE (?:DE |DU )?)?(?:LA |LE |SA |SON |L')?"
    r"(?:MERE|PERE|CONJOINTE?|EPOUX|PARENTS?|TUT(?:EUR|RICE)|CURAT(?:EUR|RICE)|ACCOMPAGNANTE?)[^A-Z]*"
)
"""« La mère » beside « Mme DUPONT, née le … », a heading of a row."""
_OFFICE = re.compile(
    r"[^A-Z]*(?:SECRETARIATS?|SECRETAIRES?|ACCUEIL|ASSISTANTES?|CADRES? DE SANTE|STANDARD)(?: [A-Z]+)?[^A-Z]*"
    r"|(?:POUR (?:LE |LA )?DIRECT(?:EUR|RICE|ION)|L'AGENT|L[EA] (?:GESTIONNAIRE|REGISSEUR|RESPONSABLE))"
    r"(?: [A-Z',. ]+)?[^A-Z]*"
)
"""A heading of who answers the telephone or signs for a house, over their names."""
_OFFICE_GAP = 2.4
_STAFF_HEAD = re.compile(
    r"[^A-Z]*(?:I\.?O\.?A|I\.?A\.?O|I\.?D\.?E|IADE|IBO(?:DE)?(?: ?/ ?IBO(?:DE)?)?|"
    r"AIDES?(?: OPERATOIRES?)?|ASSISTANTE?S?|INSTRUMENTISTES?|"
    r"PANSEUSES?|CIRCULANTE?S?|INFIRMI[ER]+E?S?(?: [A-Z' ]{3,30})?|MANIPULAT[A-Z]+|SAGE[ -]FEMME|PUERICULTRICE|"
    r"ACCUEIL)[^A-Z]*"
)
"""« Aide » beside « M. DUPONT », « IOA » beside « 17:01 - Mme MARTIN »: the head of a row."""
_DAY_THEN = re.compile(r"\bLE [0-9A-Z/. \-]{6,20}(?:19|20)?\d\d ?[-–—,] ?$")
_BOX_ROWS = 2
"""Lines between two boxes of one identity."""
_DELIVERY = re.compile(r"ACCOUCHEMENT|OBSTETRI|GROSSESSE|CESARIENNE|SUITES? DE COUCHES?")
_NEWBORN = re.compile(r"NOUVEAU[ -]NE|NEONAT")
_OF_NEWBORN = re.compile(
    r"[^A-Z]*(?:FICHE|LETTRE|COMPTE[ -]RENDU|BULLETIN|CERTIFICAT|DOSSIER|SYNTHESE|EXAMEN)S?(?: [A-Z]{2,12}){0,2} "
    r"(?:DU|D'UN|DE|AU) NOUVEAU[ -]NE\b"
)
_TRADE_MAX, _TRADE_EDGE = 40, 0.008
_TITLE_MAX = 0.13
_HEAD_MAX = 0.2
_LIST_HEIGHT_MAX = 0.2
"""Doctors of one list stand within this part of the page: the signature below is none of them."""


def _before(person: Person) -> str:
    """Folded text just before a mention, over the end of the line above when it begins its line."""
    at = person.civility or None
    row, start = (at.row, at.start) if at is not None else (person.row, person.start)
    cell = row.cell_at(start)
    text = row.folded[cell.start : start]
    is_label = at is not None and row.text[at.end : at.end + 2].strip() == ":"  # « Enfant : DUPONT Louis »
    if len(text) < 16 and not is_label:
        over = person.reading.sheet.above(cell.box, row, heights_max=1.3)
        if over is not None and over.box.x1 - over.box.x0 > 0.45 and not person.reading.starts_with_label(cell):
            text = f"{over.folded} {text}"
    return text[-_BEFORE_CHARS:]


def settle_roles(reading: PageReading, persons: Sequence[Person]) -> None:
    """Give each mention of a page its role. Labelled boxes have theirs already."""
    blocks = address_blocks(reading)
    doctors = [person for person in persons if person.is_professional]
    staff = _staff_columns(doctors)
    for person in persons:
        if person.kind:
            if person.is_professional and person.role is Role.PATIENT:
                person.role = Role.OTHER
            continue
        if person.is_professional:
            person.role = _role_of_professional(person, blocks, doctors, staff)
        elif person.role is None or person.role is Role.PATIENT:
            person.role = _role_of_other(person, blocks)


def _staff_columns(doctors: Sequence[Person]) -> set[int]:
    """Doctors listed one under the other in a margin or a letterhead: three at least, aligned."""
    listed: set[int] = set()
    for person in doctors:
        own = person.row.cell_at(person.start).box
        aligned = [
            other
            for other in doctors
            if abs(other.row.cell_at(other.start).box.x0 - own.x0) < 0.03
            and other.row.cell_at(other.start).box.x1 - own.x0 < 0.45
            and abs(other.row.top - person.row.top) < _LIST_HEIGHT_MAX
        ]
        alone = [other for other in aligned if begins_cell(other)]
        if len(alone) >= 3 and begins_cell(person):
            listed.add(id(person))
    return listed


def _role_of_professional(person: Person, blocks: Blocks, doctors: Sequence[Person], staff: set[int]) -> Role:
    if is_listed(person):
        person.features.add(Feature.ROLE_STATED)
        return Role.RECIPIENT
    before = _before(person)
    for pattern, role in (
        (_RECIPIENT_BEFORE, Role.RECIPIENT),
        (_OTHER_BEFORE, Role.OTHER),
        (_STAFF_BEFORE, Role.STAFF),
        (_AUTHOR_BEFORE, Role.AUTHOR),
    ):
        if pattern.search(before):
            person.features.add(Feature.ROLE_STATED)
            return role
    scope = person.reading.scope_of(person.row, person.start)
    scoped = role_of_scope(scope)
    if scoped is not None and scoped is not Role.PATIENT and _is_near(scope, person):
        person.features.add(Feature.ROLE_STATED)
        return scoped
    if in_block(person, blocks) or is_addressed(person, doctors):
        person.features.add(Feature.ADDRESS_BLOCK)
        return Role.RECIPIENT
    if id(person) in staff:
        return Role.STAFF
    return _by_position(person)


def _is_near(scope: Label | None, person: Person) -> bool:
    """True when a role label has this mention for value: same row, a header over it, the next lines of a list."""
    if scope is None:
        return False
    rows = person.row.place - scope.row.place
    return rows == 0 or (rows <= 4 and (scope.is_alone or scope.kind == "role.recipient"))


def _by_position(person: Person) -> Role:
    """Signature at the end, letterhead at the top, else somebody named in passing."""
    if not begins_cell(person):
        return _after_day(person)
    rows = person.reading.sheet.rows
    cell = person.row.cell_at(person.start)
    is_short = cell.box.x1 - cell.box.x0 < 0.5 and cell.end - cell.start < 60
    is_short = is_short or tells_profession(cell.row.folded[person.name.end : cell.end])
    last = len(rows) - 1
    is_low = person.row.place >= last - 9 and person.row.place > 0.4 * last
    is_low = is_low or follows_closing(person.reading, person.row)
    if is_short and is_low and person.reading.is_last:
        person.features.add(Feature.SIGNATURE)
        return Role.AUTHOR
    if is_short and person.reading.is_first and person.row.top < 0.25:
        person.features.add(Feature.LETTERHEAD)
        return Role.AUTHOR
    if is_short and is_low:
        person.features.add(Feature.POSITION)
        return Role.AUTHOR
    return Role.OTHER


def _after_day(person: Person) -> Role:
    """« Testville, le 22/04/2026 – Dr DUPONT, praticien hospitalier »: who writes; else somebody named in passing."""
    if _DAY_THEN.search(_before(person)) and (person.row.top < 0.5 or person.reading.is_last):
        person.features.add(Feature.LETTERHEAD)
        return Role.AUTHOR
    return Role.OTHER


def _rules_other(scope: Label | None, person: Person) -> bool:
    """True when a role label rules somebody who is no doctor; a heading of staff only what is just under it."""
    if not _is_near(scope, person) or scope is None:
        return False
    is_told = person.birth_date is not None or (person.name.birth is not None and not person.name.is_birth_guessed)
    if scope.kind == "role.staff" and is_told and not scope.has_colon:
        return False  # « Fiche de suivi infirmier - Mme DUPONT, née le … », « Praticiens » over « Mme X née Y »
    if scope.kind == "role.relative" or scope.row is person.row:
        return True
    return person.birth_date is None and person.row.place - scope.row.place <= 2


def _scoped_role(person: Person, scope: Label | None) -> Role | None:
    """The role that a label gives; « je soussignée Madame DUPONT, née le … » consents: she is the patient."""
    scoped = role_of_scope(scope)
    return None if scoped in (Role.AUTHOR, Role.OTHER) and person.birth_date is not None else scoped


def _is_agent(person: Person, before: str, after: str) -> bool:
    """« Enregistré par Mme GRASSI », « Votre correspondante : Mme DUBOIS »: somebody of the place, nobody's patient."""
    if person.birth_date is not None:
        return False
    if _STAFF_BEFORE.search(before) or _STAFF_AFTER.match(after):
        return True
    if _PATIENT_BEFORE.search(before):
        return False
    if _is_over_trade(person):
        return True
    if (person.name.given is None and is_under_office(person)) or _STAFF_HEAD.fullmatch(_cell_left(person)):
        return True
    return _BY.search(before) is not None or (person.name.given is None and _LABEL_BEFORE.search(before) is not None)


def _is_over_trade(person: Person) -> bool:
    """« Mme DUPONT Anne » over « Cadre de santé », at the same edge: a list of professionals."""
    if person.name.birth is not None or person.kind or not begins_cell(person):
        return False
    cell = person.row.cell_at(person.start)
    under = person.reading.sheet.below(cell.box, person.row, heights_max=_OFFICE_GAP)
    if under is None or under.end - under.start > _TRADE_MAX or abs(under.box.x0 - cell.box.x0) > _TRADE_EDGE:
        return False
    return not any(map(str.isdigit, under.text)) and tells_profession(under.folded)


def _cell_left(person: Person) -> str:
    """The cell left of that of a mention, folded; empty without one."""
    at = person.civility or Span(person.row, person.start, person.start)
    cell = at.row.cell_at(at.start)
    return at.row.cells[cell.place - 1].folded if cell.place > 0 else ""


def _left(person: Person) -> str:
    """The words of the cell just left of a mention that begins its own, folded; empty without one."""
    at = person.civility or Span(person.row, person.start, person.start)
    return _cell_left(person) if at.start - at.row.cell_at(at.start).start <= 1 else ""


def is_under_office(person: Person) -> bool:
    """« Secrétariat médical » over « Mme DUPONT »."""
    if not begins_cell(person):
        return False
    cell = person.row.cell_at(person.start)
    over = person.reading.sheet.above(cell.box, person.row, heights_max=_OFFICE_GAP)
    return over is not None and _OFFICE.fullmatch(over.folded) is not None


def _role_of_other(person: Person, blocks: Blocks) -> Role:
    before = _before(person)
    after = person.row.folded[person.name.end : person.name.end + 40]
    is_child_told = person.birth_date is not None and _PARENTS_OF.search(before) is not None
    is_kin_told = _RELATIVE_BEFORE.search(before) is not None and not is_child_told
    if person.is_couple or is_kin_told or _RELATIVE_AFTER.match(after) or _KIN_HEAD.fullmatch(_left(person)):
        return Role.RELATIVE
    is_born = _BORN_AFTER.match(after) is not None
    if not is_born and (_is_agent(person, before, after) or has_function(person, before)):
        return Role.STAFF
    at = person.civility if person.civility is not None else Span(person.row, person.start, person.start)
    scope = person.reading.scope_of(at.row, at.start)
    scoped = _scoped_role(person, scope)
    scoped = None if scoped in (Role.STAFF, Role.AUTHOR) and is_born else scoped
    is_patient_said = is_child_told or _PATIENT_BEFORE.search(before) is not None
    if scoped is not None and scoped is not Role.PATIENT and _rules_other(scope, person) and not is_patient_said:
        return scoped
    if scoped is Role.PATIENT:
        person.features.add(Feature.PATIENT_SECTION)
    if any(label.kind == "object" and label.start < person.start for label in person.reading.labels[person.row.place]):
        person.features.add(Feature.OBJECT_LINE)
    elif is_patient_said:
        person.features.add(Feature.PROSE)
    if _RECIPIENT_BEFORE.search(before) and not person.birth_date:
        return Role.RECIPIENT
    if in_block(person, blocks):
        person.features.add(Feature.ADDRESS_BLOCK)
    if person.birth_date is not None:
        person.features.add(Feature.BIRTH_BESIDE)
    return Role.PATIENT


def appoint_author(persons: Sequence[Person]) -> None:
    """Where nobody signs, the author is the doctor whose function makes the document: operator, biologist, doctor."""
    if any(person.role is Role.AUTHOR for person in persons):
        return
    shown = (one for one in persons if one.is_professional or (one.role is Role.STAFF and one.name.given is not None))
    told = [(rank, person) for person in shown if (rank := _rank_function(person)) >= 0]
    if told:
        _, person = min(told, key=lambda one: one[0])
        person.role = Role.AUTHOR
        person.features.update((Feature.ROLE_STATED, Feature.POSITION))


def appoint_head(persons: Sequence[Person]) -> None:
    """Where nobody signs nor makes the document, the one doctor whom the head of the first page names wrote it."""
    if any(person.role is Role.AUTHOR for person in persons):
        return
    heads = [
        person
        for person in persons
        if person.is_professional
        and person.role is Role.OTHER
        and person.reading.is_first
        and person.row.top < _HEAD_MAX
        and not _OTHER_BEFORE.search(_before(person))
    ]
    if heads and len({person.name.family.raw for person in heads if person.name.family}) == 1:
        heads[0].role = Role.AUTHOR
        heads[0].features.add(Feature.LETTERHEAD)


def _rank_function(person: Person) -> int:
    before = _before(person)
    return next((rank for rank, pattern in enumerate(_FUNCTIONS) if pattern.search(before)), -1)


def heads_delivery(readings: Sequence[PageReading]) -> bool:
    """True where the head of the first page names a delivery or a pregnancy."""
    head = " ".join(row.folded for reading in readings[:1] for row in reading.sheet.rows if row.top < 0.4)
    rows = [row for reading in readings[:1] for row in reading.sheet.rows if row.top < _TITLE_MAX]
    if any(_OF_NEWBORN.match(cell.folded) for row in rows for cell in row.cells):
        return False  # « Fiche du nouveau-né » beside « Suites de couches »
    title = " ".join(row.folded for row in rows)
    if _NEWBORN.search(title) is not None and _DELIVERY.search(title) is None:
        return False  # « Lettre de sortie du nouveau-né »
    return _DELIVERY.search(head) is not None


def honour_mother(readings: Sequence[PageReading], persons: Sequence[Person]) -> None:
    """In the report of a birth, the patient is the mother and the newborn a relative.

    Only where the head of the first page names a delivery or a pregnancy, and a labelled « mère » has a birth date, or
    the boxes of a whole name.
    """
    if not heads_delivery(readings):
        return
    _join_boxes(persons)
    if any(person.kind and person.role is Role.PATIENT and _is_mother_told(person) for person in persons):
        _step_back(persons)
        return
    mothers = [person for person in persons if person.role is Role.RELATIVE and _is_mother(person)]
    is_told = any(person.birth_date for person in mothers) or _are_whole(mothers)
    if not is_told or any(person.role is Role.PATIENT and not _is_newborn(person) for person in persons):
        return
    for person in persons:
        if person.role is Role.PATIENT:
            person.role = Role.RELATIVE
    for person in mothers:
        person.role = Role.PATIENT
        person.features.add(Feature.PATIENT_SECTION)


def _is_mother_told(person: Person) -> bool:
    """A box of whoever gave birth: with a birth date, or under the heading of the patient."""
    return not _is_newborn(person) and (person.birth_date is not None or person.scope == "role.patient")


def _are_whole(mothers: Sequence[Person]) -> bool:
    """Boxes under the heading « Mère » that hold a family name and first names: their birth date may be unread."""
    boxed = [one for one in mothers if one.kind]
    has_family = any(one.name.family is not None or one.name.birth is not None for one in boxed)
    return has_family and any(one.name.given is not None for one in boxed)


def _join_boxes(persons: Sequence[Person]) -> None:
    """The boxes under the heading « Mère » are the patient's where others of the same lines are, in the next column."""
    boxed = [one for one in persons if one.kind and one.role is Role.RELATIVE and _is_mother(one)]
    rows = {id(one.reading): one.row.place for one in boxed}
    if any(
        one.kind and one.role is Role.PATIENT and not _is_newborn(one) and _is_in_box(one, rows.get(id(one.reading)))
        for one in persons
    ):
        for one in boxed:
            one.role, one.scope = Role.PATIENT, ""
            one.features.add(Feature.PATIENT_SECTION)


def _is_in_box(person: Person, place: int | None) -> bool:
    return place is not None and abs(person.row.place - place) <= _BOX_ROWS


def _step_back(persons: Sequence[Person]) -> None:
    """The newborn of a report whose boxes name the mother is a relative; a child whom the boxes name is none."""
    boxed = [one for one in persons if one.kind and one.role is Role.PATIENT and not _is_newborn(one)]
    givens = {_first_given(one) for one in boxed} - {""}
    for person in persons:
        is_boxed = person.scope == "role.newborn" and person.name.given is None
        is_other = is_boxed or (person.name.given is not None and _first_given(person) not in givens)
        if person.role is Role.PATIENT and _is_newborn(person) and givens and is_other:
            person.role = Role.RELATIVE


def _first_given(person: Person) -> str:
    given = person.name.given
    return fold(given.raw).split()[0] if given is not None else ""


def _is_mother(person: Person) -> bool:
    if person.kind and person.label is not None:
        scope = person.reading.scope_of(person.label.row, person.label.start)
        if scope is not None and scope.row.folded[scope.start : scope.end].strip(" :") == "MERE":
            return True  # the box « Nom : … » under the heading « Mère »
    return re.search(r"\bMERE\b[ :]*$", f"{_left(person)} {_before(person)}".rstrip()) is not None or (
        person.label is not None and "MERE" in person.label.row.folded[person.label.start : person.label.end]
    )


def _is_newborn(person: Person) -> bool:
    return person.is_child or person.scope == "role.newborn"
