"""What a person had typed when an act on a document was refused: told back to them, to copy, instead of being lost."""

from collections.abc import Mapping

from liane.domain.terminology.value_sets import get_value_set
from liane.store.intake_records import IntakeItem
from liane.web.views.intake_item import FIELD_LABELS, describe_fields
from liane.web.views.intake_list import readings_of
from liane.web.views.intake_reading import Reading

OTHERS = {"motif": "Motif", "precision": "Précision"}
TYPE = "doc_type"


def list_typed(item: IntakeItem, form: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give labels and values of what a form holds that the page of the item did not already show.

    Rule: screens.md §1 (errors are designed: nothing typed is lost).
    """
    readings = readings_of(item)
    reading = readings[0] if len(readings) == 1 else Reading()
    shown = {one.name: one.value for one in describe_fields(reading, FIELD_LABELS.items())}
    shown[TYPE] = reading.value(TYPE)
    values = ((name, label, " ".join(form.get(name, "").split())) for name, label in (FIELD_LABELS | OTHERS).items())
    changed = [(name, label, value) for name, label, value in values if value and value != shown.get(name, "")]
    return [(label, _name_type(value) if name == TYPE else value) for name, label, value in changed]


def _name_type(code: str) -> str:
    return next((one.label for one in get_value_set("JDV_J07").codes if one.code == code), code)
