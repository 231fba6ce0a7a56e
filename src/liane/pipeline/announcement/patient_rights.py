"""The acts of the desk on the rights of patients: what they were told, what they refuse, who represents them.

Each act is judged by the matrix and written in the trail, then in the history of the person, in one commit of the
registry; the deliveries that wait for it are judged again by themselves.
Rule: DMP/CONF.06, DMP/CONF.09; MSS/va1.20, MSS/va1.22; CSP L1111-5, R1111-46, R1111-47.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.access.matrix import judge_access
from liane.domain.access.situation import PatientSituation
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.documents.decision import MAJORITY_YEARS, is_minor
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import AccessDenied, Finding, RuleViolation, Severity, StaleVersion
from liane.domain.identity.changes import RightsRecorded
from liane.domain.identity.person import Consents, ConsultationStance, FeedingStance, Person
from liane.domain.identity.rights import (
    REPRESENTATIVES_MAX,
    Information,
    InformationMeans,
    PatientRights,
    Representative,
)
from liane.domain.identity.stays import StayState
from liane.pipeline.announcement.desk import Hand
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.identity.registry import Registry

BULK_MAX = 200
COLLECTIVE = frozenset({InformationMeans.POSTER, InformationMeans.BOOKLET})
"""Means that reach everybody who comes in: the only ones that may be recorded for several patients at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsAsked:
    """What the patient was told and said, as collected now. information: None leaves what is recorded as it is."""

    information: InformationMeans | None = None
    feeding: FeedingStance = FeedingStance.NOT_COLLECTED
    consultation: ConsultationStance = ConsultationStance.NOT_COLLECTED
    refuses_patient_mail: bool = False
    refuses_professional_mail: bool = False
    asks_secrecy: bool = False
    representatives: tuple[Representative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkInformation:
    """A collective information. since: ``yyyyMMdd``, from which everybody who came in was told."""

    means: InformationMeans
    since: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """What came of it. left: (person, why not), in French."""

    done: tuple[int, ...] = ()
    left: tuple[tuple[int, str], ...] = ()


class RightsDesk:
    """The acts on the rights of patients."""

    def __init__(
        self,
        store: RegistryStore,
        registry: Registry,
        *,
        trail: AccessTrail,
        now: Callable[[], datetime],
        majority_years: int = MAJORITY_YEARS,
    ) -> None:
        self._store = store
        self._registry = registry
        self._trail = trail
        self._now = now
        self._majority_years = majority_years

    def is_minor(self, person: Person) -> bool:
        """Tell whether a person is a minor now."""
        return is_minor(person.traits.birth_date, self._stamp(), self._majority_years)

    async def record(self, person_id: int, version: int, asked: RightsAsked, hand: Hand, *, reason: str = "") -> Person:
        """Record what a patient was told and said; what did not change keeps its date.

        Raises AccessDenied, RuleViolation RGT-001 (secrecy of an adult), RGT-002 (too many representatives),
        StaleVersion, LookupError. Rule: DMP/CONF.06 (changeable at any time), DMP/CONF.09.
        """
        person = await self._store.get_person(person_id)
        await self._open(person, hand, reason)
        findings = self._check(person, asked)
        if findings:
            raise RuleViolation(*findings)
        change = RightsRecorded(rights=self._renew(person, asked, hand), consents=_choose(person, asked, self._stamp()))
        return await self._registry.record_rights(person_id, version, change, operator=hand.operator)

    async def inform(self, person_ids: Sequence[int], told: BulkInformation, hand: Hand) -> BulkResult:
        """Record one collective information for several patients; nothing of their stance is recorded.

        Only who is present, came in since the information hangs there, and was not told before. Raises AccessDenied,
        RuleViolation RGT-003 (means that is not collective), RGT-004 (too many at once).
        Rule: CSP R1111-46, R1111-47: the information is prior and may be general; a stance is personal, never in lots.
        """
        findings = _check_bulk(person_ids, told)
        if findings:
            raise RuleViolation(*findings)
        done: list[int] = []
        left: list[tuple[int, str]] = []
        for person_id in dict.fromkeys(person_ids):
            why = await self._inform_one(person_id, told, hand)
            if why:
                left.append((person_id, why))
            else:
                done.append(person_id)
        return BulkResult(done=tuple(done), left=tuple(left))

    async def _inform_one(self, person_id: int, told: BulkInformation, hand: Hand) -> str:
        """Inform one; returns why not, empty when it is done."""
        person = await self._store.get_person(person_id)
        if person.is_informed:
            return "déjà informé"
        stays = [one for one in await self._store.find_stays(person.id) if one.state is StayState.OPEN]
        if not any(one.facts.admitted[:8] >= told.since for one in stays):
            return "pas de séjour en cours commencé depuis cette date"
        await self._open(person, hand, told.reason)
        information = Information(means=told.means, at=self._stamp(), by=hand.operator.name)
        rights = PatientRights(
            information=information,
            patient_mail_refused_at=person.rights.patient_mail_refused_at,
            professional_mail_refused_at=person.rights.professional_mail_refused_at,
            secrecy_asked_at=person.rights.secrecy_asked_at,
            representatives=person.rights.representatives,
        )
        try:
            await self._registry.record_rights(
                person.id, person.version, RightsRecorded(rights=rights), operator=hand.operator
            )
        except StaleVersion:
            return "modifié entre-temps"
        return ""

    def _renew(self, person: Person, asked: RightsAsked, hand: Hand) -> PatientRights:
        held, stamp = person.rights, self._stamp()
        information = held.information
        if asked.information is not None:
            information = Information(means=asked.information, at=stamp, by=hand.operator.name)
        return PatientRights(
            information=information,
            patient_mail_refused_at=_since(asked.refuses_patient_mail, held.patient_mail_refused_at, stamp),
            professional_mail_refused_at=_since(
                asked.refuses_professional_mail, held.professional_mail_refused_at, stamp
            ),
            secrecy_asked_at=_since(asked.asks_secrecy, held.secrecy_asked_at, stamp),
            representatives=asked.representatives,
        )

    def _check(self, person: Person, asked: RightsAsked) -> list[Finding]:
        findings = []
        if asked.asks_secrecy and not self.is_minor(person):
            findings.append(
                _error(
                    "RGT-001",
                    "secret",
                    "Le secret vis-à-vis des représentants légaux n’a de sens que pour un mineur.",
                    "Vérifier la date de naissance ; pour un adulte, masquer ou refuser les envois.",
                )
            )
        if len(asked.representatives) > REPRESENTATIVES_MAX:
            findings.append(
                _error(
                    "RGT-002",
                    "représentants",
                    f"Au plus {REPRESENTATIVES_MAX} représentants légaux.",
                    "Retirer ceux qui ne le sont plus.",
                )
            )
        return findings

    async def _open(self, person: Person, hand: Hand, reason: str) -> None:
        """Judge and trace, before anything is written."""
        verdict = judge_access(hand.operator, AccessAct.RECORD_RIGHTS, PatientSituation(has_ins=person.may_circulate))
        event = AccessEvent(
            act=AccessAct.RECORD_RIGHTS,
            at=self._now(),
            operator=hand.operator,
            outcome=Outcome.REFUSED if verdict.is_refused else Outcome.DONE,
            person_id=person.id,
            reason=reason,
            address=hand.address,
        )
        await self._trail.record(event)
        if verdict.is_refused:
            raise AccessDenied(verdict.reason)

    def _stamp(self) -> str:
        return self._now().astimezone(PARIS).strftime("%Y%m%d%H%M%S%z")


def _since(refuses: bool, held: str, stamp: str) -> str:
    """The date of a refusal: kept while it stands, empty once it is lifted."""
    return (held or stamp) if refuses else ""


def _choose(person: Person, asked: RightsAsked, stamp: str) -> Consents:
    """The stance on the DMP; one that did not change keeps its date."""
    held = person.consents
    feeding_at = held.feeding_at if asked.feeding is held.feeding else stamp
    consultation_at = held.consultation_at if asked.consultation is held.consultation else stamp
    return Consents(
        dmp_status=held.dmp_status,
        feeding=asked.feeding,
        feeding_at=feeding_at if asked.feeding is not FeedingStance.NOT_COLLECTED else "",
        consultation=asked.consultation,
        consultation_at=consultation_at if asked.consultation is not ConsultationStance.NOT_COLLECTED else "",
    )


def _check_bulk(person_ids: Sequence[int], told: BulkInformation) -> list[Finding]:
    findings: list[Finding] = []
    if told.means not in COLLECTIVE:
        findings.append(
            _error(
                "RGT-003",
                "information",
                "Seuls l’affichage et le livret d’accueil informent plusieurs patients à la fois.",
                "Recueillir les autres informations patient par patient.",
            )
        )
    if len(person_ids) > BULK_MAX:
        findings.append(
            _error("RGT-004", "sélection", f"Au plus {BULK_MAX} patients à la fois.", "Procéder en plusieurs fois.")
        )
    if len(told.since) != 8 or not told.since.isdigit():
        findings.append(
            _error(
                "RGT-005",
                "depuis",
                "La date depuis laquelle l’information est affichée ou remise manque.",
                "L’indiquer : elle dit qui, parmi les présents, l’a reçue.",
            )
        )
    return findings


def _error(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="rights",
        rule="CSP L1111-5, R1111-46, R1111-47",
    )
