"""What changed in a person, field by field, as text: for the history, the alerts and the messages to subscribers."""

from dataclasses import dataclass, fields

from liane.domain.errors import Finding
from liane.domain.identity.person import Person
from liane.domain.identity.rights import list_right_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field, its former and its new value as text (empty: absent). field: ``status``, ``traits.birth_family``…"""

    field: str
    before: str
    after: str

    def __repr__(self) -> str:
        return f"FieldChange({self.field!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a change made of a person. event: name for the history. warnings: what a person should look at (alerts)."""

    person: Person
    changed: tuple[FieldChange, ...]
    event: str
    warnings: tuple[Finding, ...] = ()

    @property
    def has_strict_change(self) -> bool:
        """True when a strict trait or the INS changed: connected systems must know (INS/va1.60)."""
        return any(change.field in _STRICT_FIELDS for change in self.changed)


_STRICT_FIELDS = frozenset(
    {
        *("traits.birth_family", "traits.birth_given", "traits.birth_givens", "traits.birth_date", "traits.sex"),
        *("traits.birth_place", "ins.matricule", "ins.oid", "status"),
    }
)


def _date(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else ""


def list_fields(person: Person) -> dict[str, str]:
    """Write every field that may change as text, by its name."""
    shown = {
        "status": person.status.value,
        "attributes": ", ".join(sorted(attribute.value for attribute in person.attributes)),
        "birth_date_uncertain": "oui" if person.birth_date_uncertain else "non",
        "ins.matricule": person.ins.ins.matricule if person.ins else "",
        "ins.oid": person.ins.ins.oid if person.ins else "",
        "ins.source": person.ins.source.value if person.ins else "",
        "ins.retrieved_at": _date(person.ins.retrieved_at) if person.ins else "",
        "ins.verified_at": _date(person.ins.verified_at) if person.ins else "",
        "former_ins": " | ".join(
            f"{former.ins.matricule} {former.ins.oid} {former.start}-{former.end} {former.reason}".rstrip()
            for former in person.former_ins
        ),
        "identifiers": " | ".join(sorted(f"{one.value} {one.oid} {one.type_code}" for one in person.identifiers)),
        "proof.document": person.proof.document.value if person.proof else "",
        "proof.checked_by": person.proof.checked_by if person.proof else "",
        "proof.checked_at": _date(person.proof.checked_at) if person.proof else "",
        "proof.valid_until": person.proof.valid_until if person.proof else "",
        "deceased_on": person.deceased_on,
        "merged_into": "" if person.merged_into is None else str(person.merged_into),
    }
    for name in ("traits", "complementary", "consents"):
        part = getattr(person, name)
        shown |= {f"{name}.{one.name}": str(getattr(part, one.name)) for one in fields(part)}
    return shown | list_right_fields(person.rights)


def find_changes(before: Person, after: Person) -> tuple[FieldChange, ...]:
    """Say which fields differ between two states of a person."""
    former, now = list_fields(before), list_fields(after)
    return tuple(
        FieldChange(field=name, before=former[name], after=now[name]) for name in former if former[name] != now[name]
    )
