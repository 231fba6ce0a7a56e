"""Who may open whose DMP: everything that is refused before anything leaves, each reason with its words.

The answer of the DMP is judged afterwards, by ``check_answer``.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from liane.domain.actors.operator import Operator, Right
from liane.domain.actors.professional import Situation
from liane.domain.dmp.folder import AccessMode, FolderFacts, FolderState, NextStep, decide_next
from liane.domain.dmp.refusals import DMPDenied, deny
from liane.domain.identity.ins import INS
from liane.domain.identity.person import ConsultationStance, Person
from liane.domain.terminology.value_sets import get_value_set

MAJORITY_YEARS = 18
REASON_CHARS_MIN, REASON_CHARS_MAX = 5, 500
MEDECIN = "10"
_PS_IDNAT = re.compile(r"[08][0-9A-Za-z]{8,14}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRules:
    """What the establishment sets.

    ins_oids: authorities whose INS may be sent here. structures: those a professional may act for, any when empty.
    may_regulate: this establishment is a centre de régulation. majority_years: of the DMP parameters.
    informs_by_default: patients count as informed unless they said otherwise (information given by other means).
    """

    ins_oids: frozenset[str]
    structures: frozenset[str] = frozenset()
    may_regulate: bool = False
    majority_years: int = MAJORITY_YEARS
    informs_by_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningAsked:
    """What is asked: whose DMP, by whom, in which mode, why. is_secret: « connexion secrète » on a minor's DMP."""

    person: Person
    operator: Operator
    access: AccessMode = AccessMode.NORMAL
    reason: str = ""
    is_secret: bool = False


def is_minor(birth_date: str, at: datetime, majority_years: int = MAJORITY_YEARS) -> bool:
    """Tell whether a person is a minor; a date that is absent or not whole tells nothing, then not a minor."""
    if len(birth_date) != 8 or not birth_date.isdigit():
        return False
    majority = f"{int(birth_date[:4]) + majority_years:04d}{birth_date[4:]}"
    return at.strftime("%Y%m%d") < majority


def check_opening(asked: OpeningAsked, rules: OpeningRules, at: datetime) -> INS:
    """Give the INS to ask about, or raise DMPDenied with the first reason not to ask.

    Order: who asks, in which mode, about whom, and what the patient said.
    Rule: DMP/AIRS.03, DMP/CONF.06, DMP/UX.06; dmp.md §3.1, §6.1-1, §7.2, §14.1; INS/va1.53.
    """
    check_reader(asked.operator, rules)
    _check_mode(asked, rules)
    ins = _check_person(asked.person, rules)
    _check_secret(asked, rules, at)
    _check_stance(asked, rules)
    return ins


def check_reader(operator: Operator, rules: OpeningRules) -> Situation:
    """Give the situation in which a professional reads a DMP. Raises DMPDenied DMP-001 to DMP-008.

    Rule: DMP/AIRS.03 (never a generic account); dmp.md §3.1, §3.2, §11.1; psc.md §10.
    """
    if not operator.identifier or not _PS_IDNAT.match(operator.identifier):
        raise deny(
            "DMP-002",
            "Le DMP ne s'ouvre qu'à un professionnel identifié nationalement : ce compte ne porte pas d'identifiant.",
            "Se connecter avec Pro Santé Connect.",
            "DMP/AIRS.03; dmp.md §3.2 (NameID)",
        )
    if not operator.may(Right.READ_DMP):
        raise deny(
            "DMP-001",
            "Vos droits ne comprennent pas la consultation du DMP.",
            "Demander ce droit à l'administrateur de Liane, s'il correspond à votre fonction.",
            "SSI/GEN.16",
        )
    situation = operator.situation
    if situation is None or not situation.profession:
        raise deny(
            "DMP-007",
            "Aucune situation d'exercice n'est choisie : le DMP demande votre profession et votre structure.",
            "Se reconnecter, puis choisir la situation d'exercice.",
            "psc.md §5, §10; dmp.md §3.2 (role, Identifiant_Structure)",
        )
    _check_profession(situation)
    _check_structure(situation, rules)
    return situation


def _check_profession(situation: Situation) -> None:
    if not get_value_set("TRE_G15").contains(situation.profession):
        raise deny(
            "DMP-005",
            "Votre profession ne donne pas accès au contenu du DMP.",
            "S'adresser à un professionnel de santé de l'équipe de soins.",
            "dmp.md §11.1 (AIR, column of a user who is no professional of health)",
        )


def _check_structure(situation: Situation, rules: OpeningRules) -> None:
    structure = situation.structure.identifier if situation.structure is not None else ""
    if rules.structures and structure and structure not in rules.structures:
        raise deny(
            "DMP-008",
            "La situation d'exercice choisie n'est pas dans cet établissement.",
            "Choisir la situation d'exercice de cet établissement.",
            "dmp.md §3.1 (EG, EJ/EG), §12.1 « PS et Structure non liés »",
        )


def _check_mode(asked: OpeningAsked, rules: OpeningRules) -> None:
    if not asked.access.is_emergency:
        return
    if not asked.operator.may(Right.BREAK_GLASS):
        raise deny(
            "DMP-018",
            "Vos droits ne comprennent pas l'accès en urgence (bris de glace, centre de régulation).",
            "Demander ce droit à l'administrateur, ou faire ouvrir le DMP par un médecin.",
            "dmp.md §11.1",
        )
    if asked.access is AccessMode.CENTRE_15:
        _check_regulation(asked.operator, rules)
    _check_reason(asked)


def _check_regulation(operator: Operator, rules: OpeningRules) -> None:
    profession = operator.situation.profession if operator.situation else ""
    if not rules.may_regulate or profession != MEDECIN:
        raise deny(
            "DMP-016",
            "L'accès « centre de régulation » est réservé aux médecins d'un centre de réception des appels.",
            "Demander l'accès normal, ou le bris de glace si le patient ne peut pas s'exprimer.",
            "dmp.md §1, §11.1 (mode R)",
        )


def _check_reason(asked: OpeningAsked) -> None:
    length = len(asked.reason.strip())
    if asked.access is AccessMode.BRIS_DE_GLACE and not REASON_CHARS_MIN <= length <= REASON_CHARS_MAX:
        raise deny(
            "DMP-017",
            f"Le bris de glace demande un motif, de {REASON_CHARS_MIN} à {REASON_CHARS_MAX} caractères.",
            "Écrire pourquoi le patient ne peut pas donner son accord et ce qui presse.",
            "dmp.md §3.2 (purposeofuse); couloirs.md §2.4",
        )


def _check_person(person: Person, rules: OpeningRules) -> INS:
    if person.merged_into is not None:
        raise deny(
            "DMP-003",
            "Cette identité a été fusionnée avec une autre.",
            "Ouvrir l'identité qui est restée, puis son DMP.",
            "RNIV; INS/va1.53",
        )
    if not person.may_circulate or person.ins is None:
        raise deny(
            "DMP-003",
            "L'identité du patient n'est pas qualifiée : son INS ne peut pas être envoyé au DMP.",
            "Qualifier l'identité (INSi et pièce d'identité), puis recommencer.",
            "INS/va1.53, INS/va1.59; dmp.md §6.1-1; DMP/UX.11",
        )
    ins = person.ins.ins
    if ins.oid not in rules.ins_oids or not ins.has_valid_key:
        raise deny(
            "DMP-004",
            "L'INS du patient n'est pas de cet environnement, ou sa clé est fausse.",
            "Ne pas mélanger les INS de test et de production ; vérifier l'INS auprès d'INSi.",
            "dmp.md §4 (INS), §14.1-3",
        )
    return ins


def _check_secret(asked: OpeningAsked, rules: OpeningRules, at: datetime) -> None:
    if asked.is_secret and not is_minor(asked.person.traits.birth_date, at, rules.majority_years):
        raise deny(
            "DMP-019",
            "La connexion secrète ne concerne que le DMP d'un mineur.",
            "Ouvrir le DMP sans connexion secrète.",
            "dmp.md §3.2 [EX_0.1-1100]; §11.3",
        )


def _check_stance(asked: OpeningAsked, rules: OpeningRules) -> None:
    """What the patient said to the establishment; in an emergency the DMP's own oppositions count instead.

    Rule: DMP/CONF.06, DMP/UX.06; CSP L1111-17; dmp.md §7.2 (TD1.3a).
    """
    if asked.access.is_emergency:
        return
    stance = asked.person.consents.consultation
    if stance is ConsultationStance.REFUSED:
        raise deny(
            "DMP-010",
            "Le patient s'est opposé à la consultation de son DMP.",
            "Respecter ce choix ; s'il change d'avis, l'enregistrer d'abord (Consentements).",
            "DMP/CONF.06, DMP/UX.06",
        )
    is_informed = asked.person.rights.information is not None or rules.informs_by_default
    if stance is ConsultationStance.NOT_COLLECTED and not is_informed:
        raise deny(
            "DMP-011",
            "L'information du patient n'est pas enregistrée : son accord pour consulter le DMP n'est pas connu.",
            "L'informer, puis enregistrer son accord ou son opposition (Consentements).",
            "DMP/CONF.06, DMP/UX.08; dmp.md §1, §7.2",
        )


def check_answer(facts: FolderFacts, access: AccessMode) -> NextStep:
    """Judge what the DMP answered: CONSULT, or AUTHORISE first. Raises DMPDenied DMP-012 to DMP-016.

    Rule: dmp.md §7.2, decision table; DMP/UX.12.
    """
    step = decide_next(facts, access)
    if step is not NextStep.REFUSE:
        return step
    raise _explain(facts, access)


def _explain(facts: FolderFacts, access: AccessMode) -> DMPDenied:
    rule = "dmp.md §7.2"
    if facts.state is FolderState.ABSENT:
        return deny(
            "DMP-012",
            "Ce patient n'a pas de DMP (il s'y est opposé, ou son INS n'y est pas connu).",
            "Travailler sans le DMP ; vérifier l'INS en cas de doute.",
            rule,
        )
    if facts.state is FolderState.CLOSED:
        return deny("DMP-013", "Le DMP de ce patient est fermé.", "Travailler sans le DMP.", rule)
    if access is AccessMode.BRIS_DE_GLACE and facts.opposes_break_glass:
        return deny(
            "DMP-015",
            "Le patient s'est opposé au bris de glace dans son DMP.",
            "Travailler sans le DMP.",
            "dmp.md §7.2 (OPPOSITION_BRIS_DE_GLACE)",
        )
    if access is AccessMode.CENTRE_15 and facts.opposes_centre_15:
        return deny(
            "DMP-015",
            "Le patient s'est opposé à l'accès par un centre de régulation dans son DMP.",
            "Travailler sans le DMP.",
            "dmp.md §7.2 (OPPOSITION_ACCES_URGENCE)",
        )
    return deny(
        "DMP-014",
        "Le patient a bloqué l'accès à son DMP pour vous, ou le DMP ne dit pas que l'accès est permis.",
        "Lui en parler : lui seul peut lever ce blocage dans Mon espace santé.",
        rule,
    )
