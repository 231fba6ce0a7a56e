"""The unique number of a digital prescription, as a pharmacist reads it: in groups, with where it was read."""

from collections.abc import Iterator
from dataclasses import dataclass

from liane.domain.intake.fields import FieldName, Source
from liane.store.intake_records import IntakeItem
from liane.web.french import NBSP
from liane.web.views.intake_reading import ReadField, read_documents
from liane.web.views.intake_words import tell_sureness
from liane.web.views.states import State

STAND_IN = "99"
"""How the numbers begin that are not national. Rule: eprescription.md §2."""
GROUP = 6
NUMBERS_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriptionNumber:
    """One number. shown: in groups; where: in words; address: of the page it was read on, empty for none.

    is_simulation: a stand-in, never a national number. Rule: eprescription.md §2 (never without the mention).
    """

    value: str
    shown: str
    state: State
    where: str
    address: str
    is_simulation: bool


def describe_numbers(item: IntakeItem) -> tuple[PrescriptionNumber, ...]:
    """Describe the numbers read in the files of an item, each once."""
    found = {one.value: one for one in _list_numbers(item)}
    return tuple(list(found.values())[:NUMBERS_MAX])


def _list_numbers(item: IntakeItem) -> Iterator[PrescriptionNumber]:
    for rank, file in enumerate(item.files, start=1):
        for part, reading in enumerate(read_documents(item.reading, file.name), start=1):
            read = reading.fields.get(FieldName.PRESCRIPTION_NUMBER.value)
            if read is not None and read.value:
                address = f"/reception/{item.id}?fichier={rank}&partie={part}"
                yield PrescriptionNumber(
                    value=read.value,
                    shown=" ".join(read.value[start : start + GROUP] for start in range(0, len(read.value), GROUP)),
                    state=tell_sureness(read.confidence, is_checked=read.is_checked, has_value=True),
                    where=_tell_where(read),
                    address=address,
                    is_simulation=read.value.startswith(STAND_IN),
                )


def _tell_where(read: ReadField) -> str:
    if not read.page:
        return "dit par le document structuré"
    how = "lu dans le code" if read.source == Source.BARCODE.value else "lu en clair"
    return f"{how}, page{NBSP}{read.page}"
