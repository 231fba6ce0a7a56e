"""Answer the queries of identities (PDQ, ITI-21) of the applications that the settings allow, and write who was shown.

The search is tolerant; what is told is not: every person told agrees with every criterion asked, names folded.
Rule: IHE ITI TF-2 §3.21; INS/va1.50 (habilitations), CSP L1110-4 (traceability of access); INS/va1.53, INS/va1.59.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from liane.codecs.hl7v2.pdq import AnswerPage, DemographicsQuery, read_query, render_answer
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.errors import Finding, Severity, StorageUnavailable
from liane.domain.identity.ins import INS, INS_OIDS
from liane.domain.identity.lexis import fold_name
from liane.domain.identity.person import Person
from liane.pipeline.identity.adt import find_message_code
from liane.pipeline.identity.ports import RegistryStore
from liane.store.registry_records import PersonEvent, PersonQuery, RegistryWrite

FOUND_MAX = 500
"""Persons that one search reads; a question that finds more must be narrowed."""
SEEN = "person.seen"


class QueryDesk:
    """The answering flow. may_ask: tells whether an application (``application@facility``) may ask."""

    def __init__(
        self,
        store: RegistryStore,
        *,
        policy: AcceptancePolicy,
        may_ask: Callable[[str], bool],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._policy = policy
        self._may_ask = may_ask
        self._now = now
        self._new_id = new_id

    async def answer(self, raw: bytes, peer: str) -> bytes | None:
        """Answer one query; None when the message is none. peer: who called, for the history.

        An application that is not allowed gets AE and nobody, and so does everyone while the store is away.
        """
        if find_message_code(raw) not in ("QBP", "QCN"):
            return None
        at = self._now()
        read = read_query(raw, accepted=self._policy)
        sender = str(read.envelope.sender) if read.envelope else ""
        if read.is_accepted and not self._may_ask(sender):
            read = replace(read, findings=(*read.findings, _DENIED))
        page = AnswerPage()
        if read.is_accepted and read.query is not None and not read.query.is_cancel:
            try:
                page = await self._find_page(read.query)
                await self._record_seen(page.persons, sender, peer, at)
            except StorageUnavailable:
                page = AnswerPage()
                read = replace(read, findings=(*read.findings, _AWAY))
        return render_answer(read, page, control_id=self._new_id(), at=at)

    async def _find_page(self, query: DemographicsQuery) -> AnswerPage:
        """One page; the continuation is the rank of the next one, the question being asked again with it."""
        found = [person for person in await self._search(query) if await self._agrees(person, query)]
        start = int(query.continuation) if query.continuation.isascii() and query.continuation.isdigit() else 0
        page = found[start : start + query.limit]
        left = max(len(found) - start - len(page), 0)
        following = str(start + len(page)) if left else ""
        return AnswerPage(persons=page, total=len(found), left=left, continuation=following)

    async def _search(self, query: DemographicsQuery) -> list[Person]:
        if query.identifier and query.identifier_domain in INS_OIDS:
            ins = INS(matricule=query.identifier, oid=query.identifier_domain)
            return [person for person in await self._store.find_by_ins(ins) if person.may_circulate]
        if query.identifier and query.identifier_domain:
            holder = await self._store.find_by_identifier(query.identifier_domain, query.identifier)
            return [holder] if holder is not None else []
        asked = PersonQuery(
            text=query.account,
            family=query.family.rstrip("*"),
            given=query.given.rstrip("*"),
            birth_date=query.birth_date,
            sex=query.sex,
            identifier=query.identifier,
        )
        if asked == PersonQuery(sex=query.sex):
            return []
        return [hit.person for hit in await self._store.search_persons(asked, limit=FOUND_MAX)]

    async def _agrees(self, person: Person, query: DemographicsQuery) -> bool:
        """Tell whether a person is one that was asked for."""
        traits, home = person.traits, person.complementary
        givens = f"{traits.birth_givens} {traits.birth_given}"
        agreed = (
            _is_named(query.family, traits.birth_family, traits.used_family)
            and _is_named(query.given, traits.birth_given, traits.used_given, *givens.split())
            and query.birth_date in ("", traits.birth_date)
            and query.sex in ("", traits.sex)
            and (not query.city or fold_name(query.city) == fold_name(home.city))
            and query.postal_code in ("", home.postal_code)
            and (not query.identifier or _bears(person, query.identifier))
        )
        if agreed and query.account:
            stays = await self._store.find_stays(person.id)
            return any(stay.facts.account_number == query.account for stay in stays)
        return agreed

    async def _record_seen(self, persons: Sequence[Person], sender: str, peer: str, at: datetime) -> None:
        """Write in the history of each person told that an application saw them."""
        data = {"page": "recherche PDQ (ITI-21)", "peer": peer}
        events = tuple(
            PersonEvent(name=SEEN, at=at, actor=f"emitter:{sender}", person_id=person.id, data=data)
            for person in persons
        )
        if events:
            await self._store.write_registry(RegistryWrite(events=events))


def _is_named(asked: str, *names: str) -> bool:
    """Compare a name as asked (``*`` at its end stands for anything) with those of a person, folded."""
    if not asked:
        return True
    wanted = fold_name(asked.rstrip("*"))
    folded = [fold_name(name) for name in names if name]
    if asked.endswith("*"):
        return any(name.startswith(wanted) for name in folded)
    return wanted in folded


def _bears(person: Person, value: str) -> bool:
    """Tell whether an identifier that may be told of a person has this value."""
    return any(one.value == value for one in person.circulating_identity.identifiers)


_DENIED = Finding(
    code="RID-040",
    severity=Severity.ERROR,
    location="MSH-3",
    message="Cette application n'est pas autorisée à chercher des identités.",
    remedy="La déclarer au réglage identity.queriers si elle doit l'être.",
    layer="registry",
    rule="INS/va1.50",
)
_AWAY = Finding(
    code="RID-041",
    severity=Severity.ERROR,
    location="MSH",
    message="Le registre des identités n'est pas disponible.",
    remedy="Poser la question de nouveau plus tard.",
    layer="registry",
    rule="hl7v2.md §2.1",
)
