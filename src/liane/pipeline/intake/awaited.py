"""Items whose patient is not known yet: asked of identity-vigilance, and brought back once the person exists.

The search is strict: the INS, else the birth name, the first given name and the birth date. The person is proposed
on the worklist, where somebody decides; nothing is filed here. Rule: intake.md §6 (« Patient absent de l'index »).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from liane.domain.actors.operator import Operator
from liane.domain.identity.comparison import Trait, Verdict, compare_traits
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person
from liane.store.intake_desk import Awaited, PostgresIntakeDesk
from liane.store.intake_records import IntakeItem
from liane.store.registry_records import (
    Alert,
    AlertDecision,
    AlertKind,
    NewAlert,
    PersonHit,
    PersonQuery,
    RegistryWrite,
    RegistryWritten,
)

LOOKED_AT_MAX = 100
"""Items looked at in one pass; the others wait for the next one."""
LOOK_EVERY = timedelta(seconds=30)
HITS_MAX = 10
ACTOR = "Liane"
CREATED = "créer"
_NAMES = (Trait.BIRTH_FAMILY, Trait.BIRTH_GIVEN)


class AwaitedRegistry(Protocol):
    """What is asked of the registry of identities."""

    async def find_by_ins(self, ins: INS) -> list[Person]:
        """Every person in force whose INS in force is this one."""
        ...

    async def search_persons(self, query: PersonQuery, *, limit: int = 20) -> list[PersonHit]:
        """Tolerant search, best first."""
        ...

    async def find_alerts_by_key(self, dedup_keys: Sequence[str]) -> dict[str, Alert]:
        """By dedup key, the newest alert, open or decided."""
        ...

    async def write_registry(self, write: RegistryWrite) -> RegistryWritten:
        """Write one act."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom an item is of, as read on it. birth_date: ISO."""

    ins: str = ""
    oid: str = ""
    family: str = ""
    given: str = ""
    birth_date: str = ""
    sex: str = ""

    @property
    def is_searchable(self) -> bool:
        """True when a person could be recognised by it."""
        return bool(self.ins and self.oid) or bool(self.family and self.given and len(self.birth_date) == 10)

    @property
    def traits(self) -> PatientTraits:
        """The same, as traits."""
        return PatientTraits(
            birth_family=self.family,
            birth_given=self.given.split(" ")[0] if self.given else "",
            birth_givens=self.given,
            birth_date=self.birth_date.replace("-", ""),
            sex=self.sex,
        )


class AwaitedPatients:
    """Puts items among those that wait for their patient, and brings them back."""

    def __init__(
        self,
        desk: PostgresIntakeDesk,
        registry: AwaitedRegistry,
        *,
        now: Callable[[], datetime],
        every: timedelta = LOOK_EVERY,
    ) -> None:
        self._desk = desk
        self._registry = registry
        self._now = now
        self._every = every

    async def ask(self, item: IntakeItem, wanted: Wanted, *, is_creation: bool, operator: Operator) -> None:
        """Have an item wait for its patient; is_creation: identity-vigilance is asked, by an alert, to create it."""
        at = self._now()
        await self._desk.await_patient(
            Awaited(
                item_id=item.id,
                is_creation=is_creation,
                ins=wanted.ins,
                oid=wanted.oid,
                family=wanted.family,
                given=wanted.given,
                birth_date=wanted.birth_date,
                sex=wanted.sex,
                asked_by=operator.name,
                asked_at=at,
            )
        )
        if is_creation:
            evidence: dict[str, Any] = {
                "message": f"{operator.name} demande la création de l'identité du document reçu n° {item.id}.",
                "item": item.id,
            }
            alert = NewAlert(kind=AlertKind.CREATION, at=at, evidence=evidence, dedup_key=_alert_key(item.id))
            await self._registry.write_registry(RegistryWrite(alerts=(alert,)))

    async def look(self) -> int:
        """Look for the persons awaited, LOOKED_AT_MAX items at most; returns how many items came back."""
        at = self._now()
        waiting = await self._desk.list_awaited(before=at - self._every / 2, limit=LOOKED_AT_MAX)
        found = 0
        for one in waiting:
            persons = await self._find(one)
            if persons:
                found += await self._bring_back(one, persons, at)
        await self._desk.touch_awaited([one.item_id for one in waiting], at=at)
        return found

    async def _find(self, one: Awaited) -> list[Person]:
        wanted = Wanted(
            ins=one.ins, oid=one.oid, family=one.family, given=one.given, birth_date=one.birth_date, sex=one.sex
        )
        if not wanted.is_searchable:
            return []
        if one.ins and one.oid:
            named = await self._registry.find_by_ins(INS(matricule=one.ins, oid=one.oid))
            if named:
                return named
        if not (one.family and one.given and one.birth_date):
            return []
        query = PersonQuery(text=one.family, birth_date=wanted.traits.birth_date)
        hits = await self._registry.search_persons(query, limit=HITS_MAX)
        return [hit.person for hit in hits if is_same_person(wanted.traits, hit.person.traits)]

    async def _bring_back(self, one: Awaited, persons: Sequence[Person], at: datetime) -> int:
        is_alone = len(persons) == 1
        reason = (
            "Le patient attendu est maintenant au référentiel d'identités."
            if is_alone
            else "Plusieurs identités répondent au patient attendu."
        )
        remedy = "Vérifier l'identité proposée, puis intégrer." if is_alone else "Choisir la bonne, puis intégrer."
        if not await self._desk.bring_back(one.item_id, persons[0].id, reason=reason, remedy=remedy, at=at):
            return 0
        alert = (await self._registry.find_alerts_by_key([_alert_key(one.item_id)])).get(_alert_key(one.item_id))
        if alert is not None and not alert.decision:
            decision = AlertDecision(
                alert_id=alert.id, decision=CREATED, reason="l'identité existe", actor=ACTOR, at=at
            )
            await self._registry.write_registry(RegistryWrite(closed_alerts=(decision,)))
        return 1


def _alert_key(item_id: int) -> str:
    return f"creation|{item_id}"


def is_same_person(wanted: PatientTraits, known: PatientTraits) -> bool:
    """Tell whether a person of the registry is surely the one awaited: names and date the same, nothing else differs.

    Rule: intake.md §6; ins.md §5.4 (never the traits alone to decide: a person decides after).
    """
    verdicts = {one.trait: one.verdict for one in compare_traits(known, wanted)}
    is_named = all(verdicts[name] in (Verdict.SAME, Verdict.EQUIVALENT) for name in _NAMES)
    is_born = verdicts[Trait.BIRTH_DATE] is Verdict.SAME
    return is_named and is_born and Verdict.DIFFERS not in (verdicts[Trait.SEX], verdicts[Trait.BIRTH_PLACE])
