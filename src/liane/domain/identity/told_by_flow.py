"""What the référentiel d'identités, elsewhere, says of a person: PID-3, PID-32, ZFA and ZFD read into a standing.

The référentiel followed is believed, up and down; another domain is heard, and changes nothing that needs a proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from liane.domain.errors import Finding, Severity
from liane.domain.identity.changes import ToldByFlow
from liane.domain.identity.comparison import is_coherent, is_strictly_same
from liane.domain.identity.former_numbers import keep_former, leave_out, retire_ins
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits, find_qualification_defects
from liane.domain.identity.person import (
    Attribute,
    Consents,
    ConsultationStance,
    FeedingStance,
    IdentityProof,
    INSSource,
    Person,
    RegistryINS,
)
from liane.domain.identity.standing import Happening, Standing, find_standing

_HOMONYM_CODES = frozenset({"HOMD", "HOMA"})
_INVALIDATED_CODES = frozenset({"INVA", "DESA"})
_OTHER_DOMAIN_CODE = "RECD"
_TOLD_STANDINGS = {
    Happening.TOLD_DOUBTFUL: frozenset({Attribute.DOUTEUX}),
    Happening.TOLD_FICTIVE: frozenset({Attribute.FICTIF}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowReading:
    """What a flow says, for one person: the happening, the traits that result, whether its INS may be held."""

    happening: Happening
    traits: PatientTraits
    ins: INS | None
    warnings: tuple[Finding, ...]


def complete_traits(held: PatientTraits, told: PatientTraits) -> PatientTraits:
    """The traits told, each one absent from the message being left as it was held."""
    return PatientTraits(**{one.name: getattr(told, one.name) or getattr(held, one.name) for one in fields(held)})


def read_flow(person: Person, told: ToldByFlow) -> FlowReading:
    """Say what a message of the référentiel means for a person.

    The strict traits that the message leaves out are those already held, as long as its INS is the one held; with
    another INS the message must be whole by itself. An INS without VALI never qualifies and gives a warning.
    Rule: hl7v2.md §4.3.2, §8.5; INS/va1.13, INS/va1.44, INS/va1.57, INS/va1.59; ins.md §5.1.
    """
    codes = told.identity.status_codes
    ins = told.identity.ins
    held = person.ins.ins if person.ins else None
    traits = complete_traits(person.traits, told.identity.traits)
    judged = replace(told.identity, traits=traits) if ins is not None and ins == held else told.identity
    if told.from_other_domain or _OTHER_DOMAIN_CODE in codes:
        return _read_other_domain(person, told)
    happening = _classify(told, not find_qualification_defects(judged))
    is_usable = ins is not None and ins.has_valid_key and happening not in _TOLD_STANDINGS
    is_usable = is_usable and not codes & _INVALIDATED_CODES
    return FlowReading(
        happening=happening,
        traits=traits,
        ins=ins if is_usable else None,
        warnings=tuple(_find_warnings(person, told, happening)),
    )


def _classify(told: ToldByFlow, is_whole: bool) -> Happening:
    codes = told.identity.status_codes
    if "FICT" in codes:
        return Happening.TOLD_FICTIVE
    if "DOUT" in codes:
        return Happening.TOLD_DOUBTFUL
    if codes & _INVALIDATED_CODES:
        return Happening.TOLD_PROVISIONAL
    if "VALI" in codes:
        return Happening.TOLD_QUALIFIED if is_whole else Happening.TOLD_VALIDATED
    ins = told.identity.ins
    if ins is not None and ins.has_valid_key and told.ins_obtained_by == "INSI":
        return Happening.TOLD_RETRIEVED
    return Happening.TOLD_PROVISIONAL


def _read_other_domain(person: Person, told: ToldByFlow) -> FlowReading:
    ins = told.identity.ins
    standing = find_standing(person)
    is_known = person.ins is not None and person.ins.ins == ins and is_coherent(person.traits, told.identity.traits)
    may_be_candidate = standing in (Standing.PROVISOIRE, Standing.VALIDEE) and person.ins is None
    usable = ins if ins is not None and ins.has_valid_key and may_be_candidate else None
    kept = person.traits if person.id or person.traits != PatientTraits() else told.identity.traits
    warnings = () if ins is None or (is_known and standing is Standing.QUALIFIEE) else (_received_elsewhere(),)
    return FlowReading(happening=Happening.TOLD_BY_OTHER, traits=kept, ins=usable, warnings=warnings)


def _received_elsewhere() -> Finding:
    return Finding(
        code="IDV-022",
        severity=Severity.WARNING,
        location="PID-32",
        message="Un autre domaine d'identification transmet un INS : il ne vaut ici qu'une fois vérifié.",
        remedy="Comparer les traits, puis vérifier l'INS par INSi.",
        layer="identity",
        rule="INS/va1.13, INS/va1.57; ins.md §5",
    )


def _find_warnings(person: Person, told: ToldByFlow, happening: Happening) -> Iterator[Finding]:
    codes = told.identity.status_codes
    ins = told.identity.ins
    if ins is not None and "VALI" not in codes:
        yield _warning(
            "IDV-020",
            "PID-32",
            "Un INS est transmis sans le statut VALI : il n'est pas qualifié et ne circule pas.",
            "Faire valider l'identité dans le référentiel, ou y corriger le flux.",
        )
    if ins is not None and "VALI" in codes and happening is Happening.TOLD_VALIDATED:
        yield _warning(
            "IDV-021",
            "PID-3",
            "Le référentiel annonce une identité validée avec un INS, mais elle n'est pas complète : elle n'est pas "
            "qualifiée.",
            "Transmettre les cinq traits stricts et un matricule dont la clé est juste.",
        )
    if person.ins is not None and ins is None and happening is not Happening.TOLD_BY_OTHER:
        yield _warning(
            "IDV-023",
            "PID-3",
            "Le référentiel ne transmet plus l'INS de cette identité : il est retiré de la circulation.",
            "Vérifier dans le référentiel pourquoi l'INS a été retiré.",
        )
    lifted = person.attributes & {Attribute.DOUTEUX, Attribute.FICTIF}
    if lifted and happening not in _TOLD_STANDINGS:
        yield _warning(
            "IDV-024",
            "PID-32",
            "Le référentiel ne dit plus l'identité douteuse ou fictive : l'attribut est levé.",
            "Vérifier que le doute a bien été levé dans le référentiel.",
        )
    if "FICT" in codes and codes & ({"DOUT"} | _HOMONYM_CODES):
        yield _warning(
            "IDV-025",
            "PID-32",
            "Le référentiel joint « fictive » à un autre attribut, ce qui est interdit : seul « fictive » est retenu.",
            "Corriger les attributs dans le référentiel.",
        )


def _warning(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        location=location,
        message=message,
        remedy=remedy,
        layer="identity",
        rule="hl7v2.md §4.3.2, §8.5; ins.md §5",
    )


def carry_out(person: Person, told: ToldByFlow, reading: FlowReading, *, at: datetime, actor: str) -> Person:
    """Carry out what a flow says, its standing apart (``lifecycle`` gives it). Pure."""
    if reading.happening is Happening.TOLD_BY_OTHER:
        return _take_from_other_domain(person, told, reading, at=at)
    told_person = replace(
        _take_ins(person, told, reading, at=at),
        traits=reading.traits,
        attributes=_read_attributes(reading.happening, told.identity.status_codes),
        birth_date_uncertain=told.birth_date_uncertain,
        proof=_take_proof(person, told, reading, at=at, actor=actor),
    )
    return _take_the_rest(told_person, told)


def _read_attributes(happening: Happening, codes: frozenset[str]) -> frozenset[Attribute]:
    attributes = _TOLD_STANDINGS.get(happening, frozenset())
    if codes & _HOMONYM_CODES and happening is not Happening.TOLD_FICTIVE:
        attributes |= {Attribute.HOMONYME}
    return attributes


def _take_ins(person: Person, told: ToldByFlow, reading: FlowReading, *, at: datetime) -> Person:
    ins = reading.ins
    former = leave_out(told.former_ins, ins) if ins else told.former_ins
    if ins is None:
        return retire_ins(keep_former(person, *former), at=at, reason="retiré par le référentiel d'identités")
    held = person.ins
    is_proven = reading.happening in (Happening.TOLD_QUALIFIED, Happening.TOLD_RETRIEVED)
    if held is not None and held.ins == ins and is_proven and is_strictly_same(person.traits, reading.traits):
        return keep_former(person, *former)
    if held is not None and held.ins != ins:
        person = retire_ins(person, at=at, reason="remplacé par le référentiel d'identités")
    taken = RegistryINS(ins=ins, source=INSSource.FLUX, retrieved_at=at)
    return replace(keep_former(person, *former), ins=taken)


def _take_proof(
    person: Person, told: ToldByFlow, reading: FlowReading, *, at: datetime, actor: str
) -> IdentityProof | None:
    if reading.happening not in (Happening.TOLD_QUALIFIED, Happening.TOLD_VALIDATED):
        return None
    held = person.proof if is_strictly_same(person.traits, reading.traits) else None
    if told.proof_document is None:
        return held
    if held is not None and (held.document, held.valid_until) == (told.proof_document, told.proof_valid_until):
        return held
    return IdentityProof(
        document=told.proof_document, checked_by=actor, checked_at=at, valid_until=told.proof_valid_until
    )


def _take_from_other_domain(person: Person, told: ToldByFlow, reading: FlowReading, *, at: datetime) -> Person:
    taken = replace(person, traits=reading.traits)
    if reading.ins is not None:
        taken = replace(taken, ins=RegistryINS(ins=reading.ins, source=INSSource.FLUX, retrieved_at=at))
    return _take_the_rest(taken, replace(told, complementary=None, death_on=None))


def _take_the_rest(person: Person, told: ToldByFlow) -> Person:
    new = tuple(one for one in told.identity.identifiers if not one.is_ins and one not in person.identifiers)
    held = {(one.oid, one.value) for one in person.identifiers}
    added = tuple(one for one in new if (one.oid, one.value) not in held)
    return replace(
        person,
        identifiers=(*person.identifiers, *added),
        complementary=person.complementary if told.complementary is None else told.complementary,
        consents=person.consents if told.consents is None else merge_consents(person.consents, told.consents),
        deceased_on=person.deceased_on if told.death_on is None else told.death_on,
    )


def merge_consents(held: Consents, told: Consents) -> Consents:
    """The consents held, renewed by those told: a choice not collected erases none, an older one replaces no newer one.

    An undated choice lifts no dated opposition or refusal.
    Rule: ZFA-9 to ZFA-12; hl7v2.md §8.4; an opposition recorded holds until the patient says otherwise (CSP R1111-47).
    """
    merged = replace(held, dmp_status=told.dmp_status or held.dmp_status)
    is_opposed = held.feeding is FeedingStance.OPPOSED
    if told.feeding is not FeedingStance.NOT_COLLECTED and not _is_older(told.feeding_at, held.feeding_at, is_opposed):
        merged = replace(merged, feeding=told.feeding, feeding_at=told.feeding_at)
    is_refused = held.consultation is ConsultationStance.REFUSED
    if told.consultation is not ConsultationStance.NOT_COLLECTED and not _is_older(
        told.consultation_at, held.consultation_at, is_refused
    ):
        merged = replace(merged, consultation=told.consultation, consultation_at=told.consultation_at)
    return merged


def _is_older(told_at: str, held_at: str, is_opposed: bool) -> bool:
    """True when what is told may not replace what is held (HL7 timestamps, compared on their common length)."""
    if not told_at or not held_at:
        return bool(held_at) and is_opposed
    common = min(len(told_at), len(held_at), 14)
    return told_at[:common] < held_at[:common]
