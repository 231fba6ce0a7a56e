"""Before a person is created: what must be known, and whether they are not there already.

Rule: RNIV 1 (search before any creation); INS/va1.02, va1.21, va1.22, va1.25, va1.41; ins.md §4, §5.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from liane.domain.actors.operator import Operator
from liane.domain.errors import Finding, RuleViolation, Severity
from liane.domain.identity.changes import AttributeSet
from liane.domain.identity.ins import INS
from liane.domain.identity.lexis import check_name
from liane.domain.identity.lifecycle import apply
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.identity.person import Attribute, ComplementaryTraits, Person
from liane.pipeline.identity.linking import PairJudge
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.identity.rules import LocalDomain
from liane.store.registry_records import PersonHit, PersonQuery

HITS_MAX = 20
SURE_FROM = 0.95
"""Probability from which two persons are held to be one: creating then asks a reason."""
_RULE = "RNIV 1; INS/va1.21; ins.md §4.1, §5.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """A person as typed or scanned, before any is created.

    traits: names written by the rules of entry (``lexis.clean_name``), ``birth_date`` ``yyyyMMdd``. candidate: INS of a
    datamatrix, only to search with; it is never kept by a creation. identifiers: numbers of other domains.
    """

    traits: PatientTraits
    birth_date_uncertain: bool = False
    complementary: ComplementaryTraits = field(default_factory=ComplementaryTraits)
    identifiers: tuple[PatientIdentifier, ...] = ()
    attributes: frozenset[Attribute] = frozenset()
    candidate: INS | None = None


def check_draft(draft: PersonDraft) -> tuple[Finding, ...]:
    """Say all that keeps a draft from being a person: the strict traits that must be there, and how names are written.

    The place may be ``99999`` (unknown) and the sex ``U``; prénoms may be absent for one who has none.
    Rule: RNIV 1, création; INS/va1.21 (mandatory traits), INS/va1.22 (nothing else is mandatory); ins.md §4.1, §4.2.
    """
    traits = draft.traits
    needed = {
        "nom de naissance": traits.birth_family,
        "date de naissance": traits.birth_date,
        "sexe": traits.sex,
        "lieu de naissance": traits.birth_place,
    }
    missing = [name for name, value in needed.items() if not value]
    findings = [_tell("RID-002", name, f"Il manque un trait strict : {name}.", f"Saisir {name}.") for name in missing]
    findings += check_name(traits.birth_family, "family")
    findings += check_name(traits.birth_givens or traits.birth_given, "given")
    return tuple(findings)


def make_person(draft: PersonDraft, *, operator: Operator, at: datetime, local: LocalDomain | None, ipp: int) -> Person:
    """Make the person of a draft, provisoire, with an IPP of ours when this site numbers. ipp: 0 when it does not."""
    identifiers = draft.identifiers
    if local is not None and ipp:
        own = PatientIdentifier(
            value=local.write_number(ipp), oid=local.oid, type_code=local.type_code, namespace=local.namespace
        )
        identifiers = (own, *(one for one in identifiers if one.oid != local.oid))
    person = Person(
        traits=draft.traits,
        birth_date_uncertain=draft.birth_date_uncertain,
        complementary=draft.complementary,
        identifiers=identifiers,
        origin=operator.name,
        created_at=at,
        updated_at=at,
    )
    for attribute in sorted(draft.attributes):
        person = apply(person, AttributeSet(attribute=attribute), at=at, actor=operator.name).person
    return person


class PersonFinder:
    """Looks for the person of a draft among those known."""

    def __init__(self, store: RegistryStore, judge: PairJudge) -> None:
        self._store = store
        self._judge = judge

    async def find(self, draft: PersonDraft) -> list[PersonHit]:
        """Persons that may be the one of the draft, the likeliest first. Rule: ins.md §5.4; INS/va1.41."""
        hits: dict[int, PersonHit] = {}
        if draft.candidate is not None:
            for person in await self._store.find_by_ins(draft.candidate):
                hits[person.id] = PersonHit(person=person, score=1.0, why=("même matricule INS",))
        for identifier in draft.identifiers:
            holder = await self._store.find_by_identifier(identifier.oid, identifier.value)
            if holder is not None:
                hits.setdefault(holder.id, PersonHit(person=holder, score=1.0, why=("même identifiant local",)))
        sketch = Person(traits=draft.traits, birth_date_uncertain=draft.birth_date_uncertain)
        for person in await self._store.find_duplicate_candidates(sketch):
            score = await self._judge.score(sketch, person)
            if score.probability >= self._judge.possible_from:
                why = tuple(one.text_fr for one in score.evidence if one.weight > 0)
                hits.setdefault(person.id, PersonHit(person=person, score=score.probability, why=why))
        for hit in await self._store.search_persons(_make_query(draft.traits), limit=HITS_MAX):
            hits.setdefault(hit.person.id, replace(hit, score=min(hit.score, self._judge.possible_from)))
        return sorted(hits.values(), key=lambda hit: -hit.score)[:HITS_MAX]


def _make_query(traits: PatientTraits) -> PersonQuery:
    """The search of antériorité: the date, then the first letters of the name. Rule: ins.md §5.4."""
    return PersonQuery(family=traits.birth_family[:3], birth_date=traits.birth_date, sex=traits.sex)


def refuse_known(hits: Sequence[PersonHit], reason: str) -> None:
    """Refuse to create someone who is there already.

    Raises RuleViolation: RID-004 when a number names somebody already, whatever the reason; RID-005 when somebody so
    alike is there and nobody said why this one is another.
    Rule: RNIV 1; ins.md §5.4 (same matricule: creation blocked).
    """
    if any(hit.score >= 1.0 and hit.why[:1] in _NUMBERED for hit in hits):
        raise RuleViolation(
            _tell(
                "RID-004",
                "identifiants",
                "Une identité porte déjà ce numéro : une seconde ne peut pas être créée.",
                "Ouvrir l'identité existante ; si deux identités sont la même personne, les fusionner.",
            )
        )
    if not reason and any(hit.score >= SURE_FROM for hit in hits):
        raise RuleViolation(
            _tell(
                "RID-005",
                "traits",
                "Une identité presque semblable existe déjà.",
                "Reprendre l'identité existante, ou écrire pourquoi il s'agit d'une autre personne.",
            )
        )


_NUMBERED = (("même matricule INS",), ("même identifiant local",))


def _tell(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="registry",
        rule=_RULE,
    )
