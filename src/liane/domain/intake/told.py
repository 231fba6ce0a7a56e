"""What structured data says of a file that carries none itself: an HL7 v2 message around a PDF, a fiche of an archive.

It is kept beside the file and comes before what its pages say, which is then a cross-check. Values only.
Rule: intake.md §1.2, §3 (no value without a place on a page or a named metadata element).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from liane.domain.identity.patient import PatientIdentity, PatientTraits
from liane.domain.intake.fields import FieldName, Source

VALUE_CHARS_MAX = 400
IPP_TYPES = ("PI", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldValue:
    """One value and the element that says it (``PID-5.1``, ``DocumentEntry.typeCode``). Dates are ISO."""

    name: FieldName
    value: str = field(repr=False)
    element: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that is said of one file. patient: as the message identifies them, to look them up in the registry."""

    source: Source
    patient: PatientIdentity
    values: tuple[ToldValue, ...] = field(repr=False)

    def get(self, name: FieldName) -> str:
        """The value of a field; empty when it is not said."""
        return next((one.value for one in self.values if one.name is name), "")


def describe_patient(patient: PatientIdentity, elements: Mapping[FieldName, str]) -> tuple[ToldValue, ...]:
    """Say a patient as fields. elements: where each field stands on the wire; a field without one is left out.

    Rule: hl7v2.md §4.3; intake.md §3.
    """
    traits: PatientTraits = patient.traits
    ins = patient.ins
    local = next((i.value for i in patient.identifiers if not i.is_ins and i.type_code in IPP_TYPES), "")
    said = {
        FieldName.BIRTH_NAME: traits.birth_family,
        FieldName.USED_NAME: traits.used_family,
        FieldName.FIRST_NAME: traits.birth_given,
        FieldName.FIRST_NAMES: traits.birth_givens,
        FieldName.BIRTH_DATE: iso_day(traits.birth_date),
        FieldName.SEX: traits.sex,
        FieldName.BIRTH_PLACE: traits.birth_place,
        FieldName.INS: ins.matricule if ins else "",
        FieldName.INS_OID: ins.oid if ins else "",
        FieldName.IPP: local,
    }
    return tell((name, value, elements[name]) for name, value in said.items() if name in elements)


def tell(said: Iterable[tuple[FieldName, str, str]]) -> tuple[ToldValue, ...]:
    """Make the values that are there. said: (field, value, element) triples; an empty value is no value."""
    return tuple(
        ToldValue(name=name, value=cleaned[:VALUE_CHARS_MAX], element=element)
        for name, value, element in said
        if (cleaned := " ".join(value.split()))
    )


def iso_day(timestamp: str) -> str:
    """Give the day of an HL7 timestamp in ISO form; empty when it has no whole day."""
    digits = timestamp[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdigit() else ""


def dump_told(told: Told) -> dict[str, dict[str, str]]:
    """Say the values as JSON, by field, as they are kept with an item (``details.told``)."""
    return {
        one.name.value: {"value": one.value, "element": one.element, "source": told.source.value} for one in told.values
    }
