"""A document (or a message) that goes out, against the person of the registry it is said to be of."""

from liane.domain.errors import Finding, Severity
from liane.domain.identity.comparison import Trait, TraitComparison, Verdict, compare_traits
from liane.domain.identity.patient import PatientIdentity
from liane.domain.identity.person import Attribute, Person

_RULE = "INS/va1.53, INS/va1.59; hl7v2.md §4.3.2, §8.5; ins.md §5.1"
_FIELDS = {
    Trait.BIRTH_FAMILY: "PID-5.1",
    Trait.BIRTH_GIVEN: "PID-5.2",
    Trait.BIRTH_GIVENS: "PID-5.3",
    Trait.BIRTH_DATE: "PID-7",
    Trait.SEX: "PID-8",
    Trait.BIRTH_PLACE: "PID-11",
}


def find_person_conflicts(patient: PatientIdentity, person: Person) -> tuple[Finding, ...]:
    """Compare the patient of a document or message with the person of the registry.

    Errors: IDV-101 another INS, IDV-102 a strict trait differs, IDV-103 the identity is merged into another, IDV-104 an
    INS while the person is not qualifiée, IDV-105 an identity douteuse or fictive. Warnings: IDV-106 a former INS.
    Info: IDV-107 a strict trait absent from the document. No value of a trait is ever said.
    Rule: INS/va1.53, INS/va1.59; hl7v2.md §4.3.2, §8.5.
    """
    findings = [*_check_state(person), *_check_ins(patient, person)]
    for comparison in compare_traits(person.traits, patient.traits):
        found = _check_trait(comparison, patient)
        if found is not None:
            findings.append(found)
    return tuple(findings)


def _check_state(person: Person) -> list[Finding]:
    findings = []
    if person.merged_into is not None:
        findings.append(
            _finding(
                "IDV-103",
                Severity.ERROR,
                "PID-3",
                "L'identité de ce document a été fusionnée dans une autre.",
                "Rattacher le document à l'identité conservée, puis le renvoyer avec elle.",
            )
        )
    if person.attributes & {Attribute.DOUTEUX, Attribute.FICTIF}:
        findings.append(
            _finding(
                "IDV-105",
                Severity.ERROR,
                "PID-32",
                "L'identité est douteuse ou fictive dans le registre : rien ne part avec un INS.",
                "Lever le doute dans le registre, puis reprendre l'envoi.",
            )
        )
    return findings


def _check_ins(patient: PatientIdentity, person: Person) -> list[Finding]:
    ins = patient.ins
    if ins is None:
        return []
    held = person.ins.ins if person.ins else None
    if held is not None and held.matricule.upper() == ins.matricule.upper() and held.oid == ins.oid:
        return [] if person.may_circulate else [_not_qualified()]
    if any(former.ins.matricule.upper() == ins.matricule.upper() for former in person.former_ins):
        return [
            _finding(
                "IDV-106",
                Severity.WARNING if held is not None else Severity.ERROR,
                "PID-3",
                "Le document porte un ancien INS de cette personne.",
                "Produire le document avec l'INS en vigueur.",
            )
        ]
    if held is not None:
        return [
            _finding(
                "IDV-101",
                Severity.ERROR,
                "PID-3",
                "L'INS du document n'est pas celui que le registre tient pour cette personne.",
                "Vérifier de qui est ce document avant tout envoi.",
            )
        ]
    return [_not_qualified()]


def _not_qualified() -> Finding:
    return _finding(
        "IDV-104",
        Severity.ERROR,
        "PID-3",
        "Le document porte un INS, mais l'identité n'est pas qualifiée dans le registre.",
        "Qualifier l'identité (INSi et pièce d'identité) : l'envoi reprendra de lui-même.",
    )


def _check_trait(comparison: TraitComparison, patient: PatientIdentity) -> Finding | None:
    label = comparison.trait.value
    if comparison.verdict is Verdict.DIFFERS:
        return _finding(
            "IDV-102",
            Severity.ERROR,
            _FIELDS[comparison.trait],
            f"Trait strict différent entre le document et le registre : {label}.",
            "Comparer les deux identités, corriger celle qui est fausse, puis renvoyer le document.",
        )
    if comparison.verdict is Verdict.MISSING and comparison.ours and not comparison.theirs:
        if comparison.trait is Trait.BIRTH_GIVEN and patient.traits.birth_givens:
            return None
        return _finding(
            "IDV-107",
            Severity.INFO,
            _FIELDS[comparison.trait],
            f"Le document ne porte pas ce trait strict : {label}.",
            "Rien à faire si l'application émettrice ne le connaît pas.",
        )
    return None


def _finding(code: str, severity: Severity, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code, severity=severity, location=location, message=message, remedy=remedy, layer="registry", rule=_RULE
    )
