"""What each change makes of a person: the state machine of the RNIV carried out, whole and pure.

``apply`` reads a change into a happening, finds the next standing in the table of ``standing`` and carries out the
consequences: an INS that falls goes to the history, a check that no longer stands goes, traits of INSi replace the held
ones. What holds after every change: récupérée and qualifiée have an INS, qualifiée all five strict traits; douteuse and
fictive have neither INS nor check; a provisoire or a validée may hold an INS received and not proven, which never
circulates.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from liane.domain.errors import Finding, RuleViolation, has_errors
from liane.domain.identity.birth_date import is_calendar
from liane.domain.identity.changes import (
    AttributeLifted,
    AttributeSet,
    Change,
    ComplementaryChanged,
    ConsentsRecorded,
    DeathRecorded,
    IdentifierAdded,
    IdentifierRetired,
    INSRetrieved,
    INSVerified,
    ProofChecked,
    ProofWithdrawn,
    RightsRecorded,
    ToldByFlow,
    TraitsCorrected,
)
from liane.domain.identity.comparison import Verdict, compare_traits, is_coherent
from liane.domain.identity.field_changes import Applied, FieldChange, find_changes
from liane.domain.identity.former_numbers import keep_former, leave_out, retire_ins
from liane.domain.identity.insi import FOUND, INSiAnswer, check_usable
from liane.domain.identity.merging import Merged, merge, unmerge
from liane.domain.identity.patient import IdentityStatus, PatientTraits
from liane.domain.identity.person import Attribute, INSSource, Person, RegistryINS
from liane.domain.identity.proof_rules import check_proof
from liane.domain.identity.refusals import explain, identity_error, identity_warning, refuse_merged
from liane.domain.identity.standing import TRANSITIONS, Happening, Refusal, Standing, find_standing
from liane.domain.identity.told_by_flow import carry_out, read_flow
from liane.domain.identity.trait_rules import check_traits

__all__ = [
    "Applied",
    "FieldChange",
    "Merged",
    "apply",
    "check_insi_allowed",
    "merge",
    "unmerge",
]

_FORCED = frozenset({Attribute.DOUTEUX, Attribute.FICTIF})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What a change does, its standing apart. happening: None when the status has nothing to do with it."""

    event: str
    person: Person
    happening: Happening | None = None
    warnings: tuple[Finding, ...] = ()


def apply(person: Person, change: Change, *, at: datetime, actor: str) -> Applied:
    """Apply one change to a person.

    at: the instant of the change; actor: who does it (an operator's name, ``application@facility`` for a flow).
    Raises RuleViolation with every reason (``IDV-0xx``, ``IDV-2xx`` for a badly written trait, ``IDV-3xx`` for an INSi
    answer that cannot be used); the person is then as before. Warnings are for a person to look at.
    Rule: RNIV 1, statuts et attributs; INS/va1.40, .43, .44, .45, .54; ins.md §5.
    """
    if person.merged_into is not None:
        raise RuleViolation(refuse_merged())
    step = _read(person, change, at=at, actor=actor)
    after = step.person if step.happening is None else _settle(person, step, at=at)
    changed = find_changes(person, after)
    if changed:
        after = replace(after, updated_at=at)
    return Applied(person=after if changed else person, changed=changed, event=step.event, warnings=step.warnings)


def check_insi_allowed(person: Person) -> tuple[Finding, ...]:
    """Say why INSi may not be called for a person; empty: it may.

    Rule: INS/va1.44; ins.md §5.2, §6.7 (never for « douteux » or « fictif »).
    """
    findings = []
    if person.attributes & _FORCED:
        findings.append(explain(Refusal.INSI_FORBIDDEN))
    if person.merged_into is not None:
        findings.append(refuse_merged())
    return tuple(findings)


def _read(person: Person, change: Change, *, at: datetime, actor: str) -> _Step:
    match change:
        case INSRetrieved():
            return _retrieve(person, change, at)
        case INSVerified():
            return _verify(person, change, at)
        case ProofChecked():
            return _check_proof(person, change, at)
        case ProofWithdrawn():
            return _Step(event="person.proof_withdrawn", person=person, happening=Happening.PROOF_WITHDRAWN)
        case TraitsCorrected():
            return _correct(person, change)
        case AttributeSet():
            return _set_attribute(person, change.attribute)
        case AttributeLifted():
            return _lift_attribute(person, change.attribute)
        case ToldByFlow():
            reading = read_flow(person, change)
            told = carry_out(person, change, reading, at=at, actor=actor)
            event = "person.told_by_flow"
            return _Step(event=event, person=told, happening=reading.happening, warnings=reading.warnings)
        case _:
            return _read_neutral(person, change)


def _read_neutral(
    person: Person,
    change: ComplementaryChanged
    | ConsentsRecorded
    | RightsRecorded
    | IdentifierAdded
    | IdentifierRetired
    | DeathRecorded,
) -> _Step:
    """The changes that have nothing to do with the status."""
    match change:
        case ComplementaryChanged():
            after = replace(person, complementary=change.complementary)
            return _Step(event="person.complementary_changed", person=after)
        case ConsentsRecorded():
            return _Step(event="person.consents_recorded", person=replace(person, consents=change.consents))
        case RightsRecorded():
            consents = person.consents if change.consents is None else change.consents
            after = replace(person, rights=change.rights, consents=consents)
            return _Step(event="person.rights_recorded", person=after)
        case IdentifierAdded():
            return _add_identifier(person, change)
        case IdentifierRetired():
            return _retire_identifier(person, change)
        case DeathRecorded():
            return _record_death(person, change.on)
    assert_never(change)


def _retrieve(person: Person, change: INSRetrieved, at: datetime) -> _Step:
    findings = check_usable(INSiAnswer(code=FOUND, ins=change.ins, traits=change.traits, former=change.former))
    if has_errors(findings):
        raise RuleViolation(*findings)
    happening = Happening.INSI_COHERENT
    if not is_coherent(person.traits, change.traits):
        happening = Happening.INSI_OTHER_TRAITS
        if person.status in (IdentityStatus.VALIDEE, IdentityStatus.QUALIFIEE):
            findings += (_ask_proof_again(),)
    if person.ins is not None and person.ins.ins != change.ins:
        person = retire_ins(person, at=at, reason="remplacé par la réponse d'INSi")
    retrieved = replace(
        keep_former(person, *leave_out(change.former, change.ins)),
        traits=_take_strict(person.traits, change.traits),
        birth_date_uncertain=False,
        ins=RegistryINS(ins=change.ins, source=change.source, retrieved_at=at, verified_at=at),
    )
    return _Step(event="person.ins_retrieved", person=retrieved, happening=happening, warnings=findings)


def _take_strict(held: PatientTraits, given: PatientTraits) -> PatientTraits:
    """The strict traits of INSi, byte for byte; what INSi leaves out stays, the names used are never of INSi."""
    return replace(
        held,
        birth_family=given.birth_family,
        birth_given=given.birth_given,
        birth_givens=given.birth_givens,
        birth_date=given.birth_date,
        sex=given.sex or held.sex,
        birth_place=given.birth_place or held.birth_place,
    )


def _ask_proof_again() -> Finding:
    return identity_warning(
        "IDV-028",
        "Les traits renvoyés par INSi ne sont pas ceux qui ont été contrôlés sur la pièce : le contrôle ne vaut plus.",
        "Contrôler la pièce d'identité avec les nouveaux traits.",
        "ins.md §5.1",
    )


def _verify(person: Person, change: INSVerified, at: datetime) -> _Step:
    held = person.ins
    is_held = held is not None and held.ins == change.ins
    if not change.is_ok:
        happening = Happening.VERIFICATION_FAILED if is_held else Happening.OTHER_INS_REFUTED
        after = retire_ins(person, at=at, reason="vérification INSi en échec") if is_held else person
        failed = identity_warning(
            "IDV-026",
            "INSi ne confirme pas cet INS pour ces traits.",
            "Faire traiter l'identité par la cellule d'identitovigilance.",
            "INS/va1.06, INS/va1.07; ins.md §6.9",
        )
        event = "person.ins_verification_failed"
        return _Step(event=event, person=after, happening=happening, warnings=(failed,))
    if change.ins.authority is None or not change.ins.has_valid_key:
        raise RuleViolation(
            identity_error(
                "IDV-014", "Cet INS n'est pas exploitable (autorité ou clé).", "Le lire à nouveau.", "ins.md §2, §3"
            )
        )
    is_locked = find_standing(person).locks_traits
    if is_locked and not is_held:
        raise RuleViolation(
            identity_error(
                "IDV-006",
                "L'INS vérifié n'est pas celui de cette identité.",
                "Chercher à qui est cet INS avant toute autre action.",
                "ins.md §6.9",
            )
        )
    if held is not None and is_locked:
        verified = replace(person, ins=replace(held, verified_at=at))
    else:
        if not is_held:
            person = retire_ins(person, at=at, reason="remplacé après vérification par INSi")
        proven = RegistryINS(ins=change.ins, source=INSSource.INSI_VERIFICATION, retrieved_at=at, verified_at=at)
        verified = replace(person, ins=proven)
    return _Step(event="person.ins_verified", person=verified, happening=Happening.VERIFIED)


def _check_proof(person: Person, change: ProofChecked, at: datetime) -> _Step:
    findings = check_proof(change.proof, person.traits, at=at)
    if has_errors(findings):
        raise RuleViolation(*findings)
    checked = replace(person, proof=change.proof)
    return _Step(event="person.proof_checked", person=checked, happening=Happening.PROOF_CHECKED, warnings=findings)


def _correct(person: Person, change: TraitsCorrected) -> _Step:
    findings = check_traits(change.traits, held=person.traits)
    if findings:
        raise RuleViolation(*findings)
    corrected = replace(person, traits=change.traits, birth_date_uncertain=change.birth_date_uncertain)
    happening = None
    if _alters_strict(person.traits, change.traits):
        may_change = change.gives_up_ins or not find_standing(person).locks_traits
        happening = Happening.CORRECTED_KNOWING if change.gives_up_ins else Happening.CORRECTED
        if change.proof_stands and person.proof is not None and may_change:
            happening = Happening.CORRECTED_BY_PROOF
    return _Step(event="person.traits_corrected", person=corrected, happening=happening)


def _alters_strict(held: PatientTraits, told: PatientTraits) -> bool:
    """True when a strict trait that was there changes or goes; to fill in an absent one alters nothing."""
    return any(
        one.ours != one.theirs and not (one.verdict is Verdict.MISSING and one.theirs and _is_unknown(one.ours))
        for one in compare_traits(held, told)
    )


def _is_unknown(value: str) -> bool:
    return value in ("", "U", "99999")


def _set_attribute(person: Person, attribute: Attribute) -> _Step:
    event = "person.attribute_set"
    both = person.attributes | {attribute}
    if {Attribute.FICTIF, Attribute.HOMONYME} <= both:
        raise RuleViolation(explain(Refusal.COMBINATION))
    if attribute is Attribute.HOMONYME:
        return _Step(event=event, person=replace(person, attributes=both))
    happening = Happening.DOUBT_SET if attribute is Attribute.DOUTEUX else Happening.FICTION_SET
    return _Step(event=event, person=person, happening=happening)


def _lift_attribute(person: Person, attribute: Attribute) -> _Step:
    event = "person.attribute_lifted"
    if attribute is Attribute.HOMONYME:
        return _Step(event=event, person=replace(person, attributes=person.attributes - {attribute}))
    happening = Happening.DOUBT_LIFTED if attribute is Attribute.DOUTEUX else Happening.FICTION_LIFTED
    return _Step(event=event, person=person, happening=happening)


def _add_identifier(person: Person, change: IdentifierAdded) -> _Step:
    event = "person.identifier_added"
    if change.identifier.is_ins:
        raise RuleViolation(
            identity_error(
                "IDV-012",
                "Un INS ne s'ajoute pas comme un identifiant local.",
                "Interroger INSi, ou vérifier l'INS reçu.",
                "ins.md §5.1",
            )
        )
    known = {(one.oid, one.value) for one in person.identifiers}
    if (change.identifier.oid, change.identifier.value) in known:
        return _Step(event=event, person=person)
    return _Step(event=event, person=replace(person, identifiers=(*person.identifiers, change.identifier)))


def _retire_identifier(person: Person, change: IdentifierRetired) -> _Step:
    gone = (change.identifier.oid, change.identifier.value)
    left = tuple(one for one in person.identifiers if (one.oid, one.value) != gone)
    if len(left) == len(person.identifiers):
        raise RuleViolation(
            identity_error(
                "IDV-011",
                "Cette identité ne porte pas cet identifiant.",
                "Rouvrir la fiche : il a peut-être déjà été retiré.",
                "PAM FR 2.11 A47",
            )
        )
    return _Step(event="person.identifier_retired", person=replace(person, identifiers=left))


def _record_death(person: Person, on: str) -> _Step:
    born = person.traits.birth_date
    if on and (not is_calendar(on) or (is_calendar(born) and on < born)):
        raise RuleViolation(
            identity_error(
                "IDV-013",
                "La date de décès n'existe pas ou précède la naissance.",
                "Vérifier la date de décès.",
                "hl7v2.md §8.2",
            )
        )
    return _Step(event="person.death_recorded", person=replace(person, deceased_on=on))


_REASONS = {
    Happening.CORRECTED_KNOWING: "trait strict corrigé à la main",
    Happening.CORRECTED_BY_PROOF: "trait strict corrigé à la main",
    Happening.DOUBT_SET: "attribut douteux posé",
    Happening.FICTION_SET: "attribut fictif posé",
}


def _settle(before: Person, step: _Step, *, at: datetime) -> Person:
    """Give the person their next standing, and take away what it does not allow.

    Raises RuleViolation: the refusal of the table, or IDV-007 when an identity cannot be qualifiée for want of a trait.
    """
    assert step.happening is not None
    standing = find_standing(before)
    outcome = TRANSITIONS[standing, step.happening]
    if isinstance(outcome, Refusal):
        raise RuleViolation(explain(outcome))
    after = replace(step.person, status=outcome.status, attributes=_attributes_of(step, outcome))
    was_told = step.happening.name.startswith("TOLD_")
    is_forced = outcome in (Standing.DOUTEUSE, Standing.FICTIVE)
    if is_forced or (standing.locks_traits and not outcome.locks_traits and not was_told):
        after = retire_ins(after, at=at, reason=_REASONS.get(step.happening, "identité qui n'est plus sûre"))
    if outcome not in (Standing.VALIDEE, Standing.QUALIFIEE):
        after = replace(after, proof=None)
    missing = after.traits.missing_strict_traits()
    if outcome is Standing.QUALIFIEE and missing and not was_told:
        raise RuleViolation(
            identity_error(
                "IDV-007",
                f"L'identité ne peut pas être qualifiée sans : {', '.join(missing)}.",
                "Compléter les traits absents.",
                "RNIV 1, traits stricts; hl7v2.md §4.3.2",
            )
        )
    return after


def _attributes_of(step: _Step, outcome: Standing) -> frozenset[Attribute]:
    forced = {Standing.DOUTEUSE: {Attribute.DOUTEUX}, Standing.FICTIVE: {Attribute.FICTIF}}.get(outcome, set())
    return frozenset((step.person.attributes - _FORCED) | forced)
