"""Merge and un-merge of two identities.

The identity retired stays whole, and only points at the one kept: its numbers, its INS and its documents are followed
through that pointer, so that an un-merge gives back exactly what was there. The one kept takes over nothing but the
choices of the patient, an opposition never being lost; what it took is said, for the un-merge to give it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from liane.domain.errors import Finding, RuleViolation, Severity
from liane.domain.identity.comparison import Verdict, compare_traits
from liane.domain.identity.field_changes import FieldChange, find_changes
from liane.domain.identity.ins import INSAuthority
from liane.domain.identity.person import Consents, ConsultationStance, FeedingStance, Person
from liane.domain.identity.rights import give_back_rights, join_rights, list_right_fields
from liane.domain.identity.told_by_flow import merge_consents

_RULE = "RNIV, fusion d'identités; PAM FR 2.11 A40; ins.md §5.4"
_CONSENTS = "consents."
_RIGHTS = "rights."


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Both identities after a merge or an un-merge. inherited: what the one kept took over (merge) or gave back.

    Keep ``inherited`` of the merge, and hand it to the un-merge.
    """

    kept: Person
    retired: Person
    inherited: tuple[FieldChange, ...] = ()
    warnings: tuple[Finding, ...] = ()


def merge(kept: Person, retired: Person, *, at: datetime) -> Merged:
    """Retire one identity in favour of another of the same person.

    Raises RuleViolation: IDV-030 (one and the same, or not kept yet), IDV-031 (already merged), IDV-032 (two different
    INS, both qualifiées, so two persons). Warnings: IDV-033 (the better identity is the one retired), IDV-034 (strict
    traits differ), IDV-035 (two INS).
    Rule: RNIV, fusion; PAM FR 2.11 A40; ins.md §5.4.
    """
    refusals = _find_refusals(kept, retired)
    if refusals:
        raise RuleViolation(*refusals)
    consents = _join_consents(kept.consents, retired.consents)
    joined = replace(kept, consents=consents, rights=join_rights(kept.rights, retired.rights))
    taken = kept if joined == kept else replace(joined, updated_at=at)
    return Merged(
        kept=taken,
        retired=replace(retired, merged_into=kept.id, updated_at=at),
        inherited=tuple(
            change for change in find_changes(kept, taken) if change.field.startswith((_CONSENTS, _RIGHTS))
        ),
        warnings=tuple(_find_doubts(kept, retired)),
    )


def unmerge(kept: Person, retired: Person, *, at: datetime, inherited: Sequence[FieldChange] = ()) -> Merged:
    """Give back its life to an identity merged by mistake, as it was.

    kept: the identity it points at. inherited: that of the merge; a field of the kept one that changed since is left.
    Raises RuleViolation IDV-036 when the one is not merged into the other.
    Rule: RNIV, fusion; ins.md §5.4.
    """
    if retired.merged_into is None or retired.merged_into != kept.id:
        raise RuleViolation(
            _error(
                "IDV-036",
                "Cette identité n'est pas fusionnée dans l'autre.",
                "Rouvrir la fiche : la fusion a peut-être déjà été défaite.",
            )
        )
    restored = _give_back(kept, retired, inherited)
    return Merged(
        kept=replace(restored, updated_at=at) if restored != kept else kept,
        retired=replace(retired, merged_into=None, updated_at=at),
        inherited=find_changes(kept, restored),
    )


def _join_consents(kept: Consents, retired: Consents) -> Consents:
    joined = merge_consents(kept, replace(retired, dmp_status="" if kept.dmp_status else retired.dmp_status))
    if FeedingStance.OPPOSED in (kept.feeding, retired.feeding) and joined.feeding is not FeedingStance.OPPOSED:
        holder = kept if kept.feeding is FeedingStance.OPPOSED else retired
        joined = replace(joined, feeding=holder.feeding, feeding_at=holder.feeding_at)
    refused = ConsultationStance.REFUSED
    if refused in (kept.consultation, retired.consultation) and joined.consultation is not refused:
        holder = kept if kept.consultation is refused else retired
        joined = replace(joined, consultation=holder.consultation, consultation_at=holder.consultation_at)
    return joined


def _give_back(kept: Person, retired: Person, inherited: Sequence[FieldChange]) -> Person:
    values = {one.name: getattr(kept.consents, one.name) for one in fields(kept.consents)}
    for change in inherited:
        name = change.field.removeprefix(_CONSENTS)
        if change.field.startswith(_CONSENTS) and str(values.get(name)) == change.after:
            values[name] = change.before
    consents = Consents(
        dmp_status=values["dmp_status"],
        feeding=FeedingStance(values["feeding"]),
        feeding_at=values["feeding_at"],
        consultation=ConsultationStance(values["consultation"]),
        consultation_at=values["consultation_at"],
    )
    now = list_right_fields(kept.rights)
    still = {one.field: one.before for one in inherited if now.get(one.field) == one.after}
    return replace(kept, consents=consents, rights=give_back_rights(kept.rights, retired.rights, still))


def _find_refusals(kept: Person, retired: Person) -> list[Finding]:
    refusals = []
    if not kept.id or not retired.id or kept.id == retired.id:
        refusals.append(
            _error("IDV-030", "Une fusion demande deux identités enregistrées.", "Choisir deux identités différentes.")
        )
    if kept.merged_into is not None or retired.merged_into is not None:
        refusals.append(
            _error("IDV-031", "Une des deux identités est déjà fusionnée.", "Reprendre avec l'identité conservée.")
        )
    if kept.may_circulate and retired.may_circulate and _are_two_persons(kept, retired):
        refusals.append(
            _error(
                "IDV-032",
                "Les deux identités sont qualifiées avec deux INS différents : ce sont deux personnes.",
                "Vérifier les deux INS par INSi ; ne fusionner que si l'un des deux tombe.",
            )
        )
    return refusals


def _are_two_persons(kept: Person, retired: Person) -> bool:
    if kept.ins is None or retired.ins is None or kept.ins.ins.matricule == retired.ins.ins.matricule:
        return False
    ours, theirs = kept.ins.ins, retired.ins.ins
    was_waiting = (INSAuthority.NIA in (ours.authority, theirs.authority)) and ours.authority != theirs.authority
    history = {one.ins.matricule for one in (*kept.former_ins, *retired.former_ins)}
    return not was_waiting and not history & {ours.matricule, theirs.matricule}


_RANKS = {"provisoire": 0, "validée": 1, "récupérée": 1, "qualifiée": 2}


def _find_doubts(kept: Person, retired: Person) -> list[Finding]:
    doubts = []
    if _RANKS[retired.status.value] > _RANKS[kept.status.value]:
        doubts.append(
            _doubt(
                "IDV-033",
                f"L'identité retirée est {retired.status.value}, celle conservée seulement {kept.status.value}.",
                "Fusionner plutôt dans l'autre sens.",
            )
        )
    differing = [
        one.trait.value for one in compare_traits(kept.traits, retired.traits) if one.verdict is Verdict.DIFFERS
    ]
    if differing:
        doubts.append(
            _doubt(
                "IDV-034",
                f"Les deux identités diffèrent par : {', '.join(differing)}.",
                "S'assurer qu'il s'agit bien de la même personne.",
            )
        )
    if kept.ins and retired.ins and kept.ins.ins.matricule != retired.ins.ins.matricule:
        doubts.append(
            _doubt("IDV-035", "Les deux identités portent deux INS différents.", "Vérifier les deux INS par INSi.")
        )
    return doubts


def _error(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="fusion",
        message=message,
        remedy=remedy,
        layer="identity",
        rule=_RULE,
    )


def _doubt(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        location="fusion",
        message=message,
        remedy=remedy,
        layer="identity",
        rule=_RULE,
    )
