"""Who may do what, on whom: the one matrix of role × act × situation of the patient, as a pure function.

Routes and flows ask it before they act. It never opens what the DMP closes: the DMP judges again behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from liane.domain.access.situation import FolderAccess, PatientSituation
from liane.domain.actors.operator import CLINICAL, Operator, Right
from liane.domain.audit.access import AccessAct
from liane.domain.identity.person import ConsultationStance


class AccessDecision(StrEnum):
    """What the matrix says."""

    ALLOWED = "permis"
    ALLOWED_WITH_REASON = "permis avec motif"
    NEEDS_FRESH = "permis après réauthentification"
    REFUSED = "refusé"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessVerdict:
    """One cell of the matrix. asks_reason: a reason must be written, also when NEEDS_FRESH. reason: French, why not."""

    decision: AccessDecision
    asks_reason: bool = False
    reason: str = ""
    rule: str = ""

    @property
    def is_refused(self) -> bool:
        """True when nothing that the operator adds would open this act."""
        return self.decision is AccessDecision.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Obstacle:
    reason: str
    rule: str


_Check = Callable[[PatientSituation], _Obstacle | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ActRule:
    """What one act asks. rights: one of them is enough; empty: everybody, even nobody. checks: of the situation."""

    rights: tuple[Right, ...] = ()
    checks: tuple[_Check, ...] = ()
    asks_reason: bool = False
    is_sensitive: bool = False
    rule: str = "REM SSI/GEN.16"


def judge_access(operator: Operator, act: AccessAct, situation: PatientSituation) -> AccessVerdict:
    """Judge one act of one operator on one patient; the first obstacle is told.

    Rule: DMP/AIRS.03, DMP/CONF.06, DMP/UX.08; CSP L1110-4, L1111-17, R1111-46; dmp.md §7.2, §11.1.
    """
    rule = _ACTS[act]
    missing = _find_missing_right(operator, rule)
    if missing is not None:
        return _refuse(missing)
    for check in rule.checks:
        obstacle = check(situation)
        if obstacle is not None:
            return _refuse(obstacle)
    decision = AccessDecision.ALLOWED_WITH_REASON if rule.asks_reason else AccessDecision.ALLOWED
    if rule.is_sensitive and not situation.is_fresh:
        decision = AccessDecision.NEEDS_FRESH
    return AccessVerdict(decision=decision, asks_reason=rule.asks_reason, rule=rule.rule)


def _refuse(obstacle: _Obstacle) -> AccessVerdict:
    return AccessVerdict(decision=AccessDecision.REFUSED, reason=obstacle.reason, rule=obstacle.rule)


def _find_missing_right(operator: Operator, rule: _ActRule) -> _Obstacle | None:
    if not rule.rights or any(operator.may(right) for right in rule.rights):
        return None
    wanted = rule.rights[0]
    if wanted in CLINICAL and not operator.identifier:
        return _Obstacle(
            reason="Cet acte demande un professionnel de santé identifié nationalement (Pro Santé Connect).",
            rule="DMP/AIRS.03; dmp.md §3.1",
        )
    return _Obstacle(reason=f"Il manque le droit « {wanted.value} ».", rule=rule.rule)


def _has_ins(situation: PatientSituation) -> _Obstacle | None:
    if situation.has_ins:
        return None
    return _Obstacle(
        reason="L’identité du patient n’est pas qualifiée : son DMP ne s’ouvre pas.",
        rule="INS/va1.53; dmp.md §6.1",
    )


def _folder_exists(situation: PatientSituation) -> _Obstacle | None:
    if situation.folder is FolderAccess.ABSENT:
        return _Obstacle(reason="Le patient n’a pas de DMP.", rule="dmp.md §7.2")
    if situation.folder is FolderAccess.CLOSED:
        return _Obstacle(reason="Le DMP du patient est fermé.", rule="dmp.md §7.2")
    return None


def _not_blocked(situation: PatientSituation) -> _Obstacle | None:
    """Who the patient blocked stays out in every mode, emergencies included."""
    if situation.folder is not FolderAccess.BLOCKED:
        return None
    return _Obstacle(reason="Le patient a bloqué l’accès de ce professionnel à son DMP.", rule="dmp.md §7.2")


def _consents(situation: PatientSituation) -> _Obstacle | None:
    """Obey what the patient said of the consultation. Rule: DMP/CONF.06; CSP L1110-4, R1111-46; hl7v2.md §8.5."""
    match situation.consultation:
        case ConsultationStance.CONSENTED:
            return None
        case ConsultationStance.REFUSED:
            return _Obstacle(
                reason="Le patient s’oppose à la consultation de son DMP.", rule="DMP/CONF.06; CSP L1111-17"
            )
    if not situation.is_in_care:
        return _Obstacle(
            reason="Hors de l’équipe de soins, il faut le consentement exprès du patient : il n’est pas recueilli.",
            rule="CSP L1110-4 III, L1111-17 III",
        )
    if not situation.is_informed:
        return _Obstacle(
            reason="Le patient n’a pas encore été informé de la consultation de son DMP.",
            rule="CSP L1110-4, R1111-46; DMP/UX.08",
        )
    return None


def _allows_break_glass(situation: PatientSituation) -> _Obstacle | None:
    if not situation.opposes_break_glass:
        return None
    return _Obstacle(reason="Le patient s’oppose aux accès en bris de glace.", rule="CSP L1111-17 II; dmp.md §7.2")


def _allows_centre_15(situation: PatientSituation) -> _Obstacle | None:
    if not situation.opposes_centre_15:
        return None
    return _Obstacle(reason="Le patient s’oppose aux accès du centre de régulation.", rule="dmp.md §7.2")


def _is_own(situation: PatientSituation) -> _Obstacle | None:
    if situation.is_own_document:
        return None
    return _Obstacle(reason="Seul l’auteur du document, ou sa structure, peut faire cet acte.", rule="dmp.md §11.1")


def _is_own_or_attending(situation: PatientSituation) -> _Obstacle | None:
    return None if situation.is_attending_doctor else _is_own(situation)


def _is_not_secret(situation: PatientSituation) -> _Obstacle | None:
    """A minor who asked secrecy: what would show the document to their parents is closed."""
    if not (situation.is_minor and situation.is_secret):
        return None
    return _Obstacle(
        reason="Soins sous le secret demandé par le mineur : rien n’est rendu visible sur son compte.",
        rule="CSP L1111-5; dmp.md §6.1, §11.3",
    )


_FOLDER = (_has_ins, _folder_exists)
_CONSULT = (*_FOLDER, _not_blocked, _consents)


def _consultation(
    *checks: _Check, asks_reason: bool = False, is_sensitive: bool = False, also: tuple[Right, ...] = ()
) -> _ActRule:
    """An act that reads or changes the DMP under its normal access. also: other rights that are enough."""
    right = Right.CHANGE_VISIBILITY if asks_reason else Right.READ_DMP
    return _ActRule(
        rights=(right, *also),
        checks=(*_CONSULT, *checks),
        asks_reason=asks_reason,
        is_sensitive=is_sensitive,
        rule="DMP/AIRS.03; dmp.md §11.1",
    )


_ACTS: dict[AccessAct, _ActRule] = {
    AccessAct.SIGN_IN: _ActRule(rule="psc.md §3"),
    AccessAct.SIGN_OUT: _ActRule(rule="psc.md §3"),
    AccessAct.REAUTHENTICATE: _ActRule(rule="psc.md §3"),
    AccessAct.CHOOSE_SITUATION: _ActRule(rule="psc.md §5"),
    AccessAct.LOCK_OUT: _ActRule(rights=(Right.ADMINISTER,), asks_reason=True),
    AccessAct.USE_BREAK_GLASS_ACCOUNT: _ActRule(asks_reason=True, rule="REM SSI/IAM"),
    AccessAct.SEARCH_PERSONS: _ActRule(rights=(Right.SEE_PERSONS,), rule="RNIV 1; INS/va1.50"),
    AccessAct.SEE_PERSON: _ActRule(rights=(Right.SEE_PERSONS,), rule="RNIV 1; INS/va1.50"),
    AccessAct.SEE_DOCUMENT: _ActRule(rights=(Right.SEE_RECEPTION, Right.SEE_FLOWS), rule="CSP L1110-4"),
    AccessAct.EXPORT: _ActRule(
        rights=(Right.EXPORT_PERSONS, Right.SEE_AUDIT), asks_reason=True, is_sensitive=True, rule="RGPD art. 5, 32"
    ),
    AccessAct.OPEN_DMP: _consultation(),
    AccessAct.SEARCH_DMP: _consultation(),
    AccessAct.READ_DMP_DOCUMENT: _consultation(),
    AccessAct.AUTHORISE_DMP: _consultation(),
    AccessAct.WITHDRAW_DMP: _ActRule(rights=(Right.READ_DMP,), checks=_FOLDER, rule="dmp.md §7.3"),
    AccessAct.BREAK_GLASS: _ActRule(
        rights=(Right.BREAK_GLASS,),
        checks=(*_FOLDER, _not_blocked, _allows_break_glass),
        asks_reason=True,
        is_sensitive=True,
        rule="CSP L1111-17 II; dmp.md §11.1",
    ),
    AccessAct.CENTRE_15: _ActRule(
        rights=(Right.BREAK_GLASS,),
        checks=(*_FOLDER, _not_blocked, _allows_centre_15),
        asks_reason=True,
        is_sensitive=True,
        rule="CSP L1111-17 II; dmp.md §11.1",
    ),
    AccessAct.MASK: _consultation(asks_reason=True),
    AccessAct.UNMASK: _consultation(_is_own_or_attending, asks_reason=True),
    AccessAct.MAKE_VISIBLE: _consultation(_is_not_secret, asks_reason=True, also=(Right.ANNOUNCE,)),
    AccessAct.ARCHIVE: _consultation(_is_own_or_attending, asks_reason=True),
    AccessAct.UNARCHIVE: _consultation(_is_own_or_attending, asks_reason=True),
    AccessAct.DELETE: _consultation(_is_own, asks_reason=True, is_sensitive=True),
    AccessAct.INTEGRATE: _consultation(),
    AccessAct.HOLD: _ActRule(rights=(Right.ANNOUNCE,), asks_reason=True, rule="CRI/va1.02; couloirs.md §5.1"),
    AccessAct.ANNOUNCE: _ActRule(rights=(Right.ANNOUNCE,), rule="CRI/va1.03; couloirs.md §5.1"),
    AccessAct.RECORD_RIGHTS: _ActRule(rights=(Right.RECORD_CONSENT,), rule="DMP/CONF.06, DMP/CONF.09; CSP R1111-47"),
    AccessAct.GIVE_ACCESS_LOG: _ActRule(
        rights=(Right.GIVE_ACCESS_LOG,), asks_reason=True, rule="CSP L1111-19; RGPD art. 15"
    ),
    AccessAct.SEE_AUDIT: _ActRule(rights=(Right.SEE_AUDIT,), rule="REM SSI/IAM"),
    AccessAct.CHANGE_SETTING: _ActRule(rights=(Right.ADMINISTER, Right.LEARN), asks_reason=True, is_sensitive=True),
}
