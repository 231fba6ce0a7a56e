"""Document date and act date, and the order that all dates must keep.

What lives here: choosing among dates with roles. What must not: giving roles (``date_roles``).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from liane.domain.intake.extract.date_roles import ACT_ROLES, DateRole, RoledDate
from liane.domain.intake.extract.evidence import Feature, Found, found_at
from liane.domain.intake.extract.sheet import fold
from liane.domain.intake.fields import FieldName, Role

_NEAR_DAYS = 10
_ACT_BASE: dict[DateRole, Feature] = {
    DateRole.ADMISSION: Feature.FALLBACK,
}
_FITTING = (
    (("OPERATOIRE", "INTERVENTION", "ACCOUCHEMENT"), (DateRole.OPERATION,)),
    (("HOSPITALIS", "SORTIE", "LIAISON", "SEJOUR"), (DateRole.DISCHARGE,)),
    (("BIOLOG", "ANALYSE", "LABORATOIRE", "PATHOLOG", "CYTOLOG", "HEMATO", "MICROBIO"), (DateRole.SAMPLE,)),
    (
        ("SCANNER", "IRM", "RADIO", "ECHO", "IMAGERIE", "SCOPIE", "DOPPLER", "MAMMO", "SCINTI", "TOMO", "EXAMEN"),
        (DateRole.EXAM,),
    ),
    (("CONSULT", "URGENCE", "VISITE", "RCP", "CONCERTATION", "BILAN"), (DateRole.VISIT,)),
)


def document_fields(dates: Sequence[RoledDate]) -> Iterator[Found]:
    """Dates of the document: its own, then the signature, then the edition."""
    is_told = any(roled.role in (DateRole.DOCUMENT, DateRole.SIGNED) and roled.date.is_whole for roled in dates)
    for roled in dates:
        if roled.role not in (DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED) or not roled.date.is_whole:
            continue
        features = roled.features or {Feature.LABEL}
        if roled.role is DateRole.SIGNED:
            features = features | {Feature.LABEL_VAGUE}
        if roled.role is DateRole.ISSUED:
            features = features | {Feature.FALLBACK} | ({Feature.LABEL_VAGUE} if is_told else set())
        row = roled.date.span.row
        if roled.reading.is_first and row.top < 0.35:
            features = features | {Feature.POSITION}
        yield _dated(FieldName.DOC_DATE, roled, features)


def act_fields(dates: Sequence[RoledDate], title: str) -> Iterator[Found]:
    """Dates of the act: visit, sampling, operation, exam, discharge; the one that the title speaks of first."""
    folded = fold(title)
    fitting = next((roles for words, roles in _FITTING if any(word in folded for word in words)), ())
    has_discharge = any(roled.role is DateRole.DISCHARGE for roled in dates)
    for roled in dates:
        if roled.role not in ACT_ROLES or not roled.date.is_whole:
            continue
        features = roled.features or {Feature.LABEL}
        if roled.role is DateRole.ADMISSION:
            features = features | {Feature.FALLBACK}
        elif roled.role is DateRole.DISCHARGE and not fitting:
            features = features | {Feature.FITS_TITLE}
        if roled.role in fitting:
            features = features | {Feature.FITS_TITLE}
        if has_discharge and fitting == (DateRole.DISCHARGE,) and roled.role is not DateRole.DISCHARGE:
            features = features | {Feature.LABEL_VAGUE}
        if roled.reading.is_first and roled.date.span.row.top < 0.45:
            features = features | {Feature.POSITION}
        yield _dated(FieldName.ACT_DATE, roled, features)


def _dated(name: FieldName, roled: RoledDate, features: set[Feature]) -> Found:
    found = found_at(name, roled.date.iso, roled.date.span, features, Role.OTHER)
    found.note = str(roled.role)
    found.is_repaired = roled.date.is_repaired
    if roled.date.is_repaired:
        found.add(Feature.REPAIRED)
    return found


def _best(found: Sequence[Found], name: FieldName) -> str:
    kept = [one for one in found if one.name is name and one.confidence >= 0.5 and one.role is not Role.RELATIVE]
    return max(kept, key=lambda one: one.confidence).value if kept else ""


def check_order(found: Sequence[Found], received_on: str) -> None:
    """Birth before act before document before reception: what breaks the order loses its weight.

    Rule: intake.md §3 (checks that make values sure).
    """
    for one in found:
        if one.name in (FieldName.BIRTH_DATE, FieldName.DOC_DATE, FieldName.ACT_DATE) and one.value > received_on:
            one.add(Feature.OUT_OF_ORDER)
    document = _best(found, FieldName.DOC_DATE)
    birth = _best(found, FieldName.BIRTH_DATE)
    for one in found:
        if one.name is FieldName.ACT_DATE:
            if (document and one.value > document) or (birth and one.value < birth):
                one.add(Feature.OUT_OF_ORDER, 0.6 if document and birth <= one.value else 1.0)
            elif document and _days(one.value, document) <= _NEAR_DAYS:
                one.add(Feature.CLOSE_TO_DOCUMENT)
        elif (one.name is FieldName.DOC_DATE and birth and one.value < birth) or (
            one.name is FieldName.BIRTH_DATE and document and one.value > document
        ):
            one.add(Feature.OUT_OF_ORDER)


def _days(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(other) - date.fromisoformat(one)) // timedelta(days=1))
    except ValueError:
        return 10**6


def today_acts(dates: Sequence[RoledDate], words: Sequence[str], documents: Sequence[Found]) -> Iterator[Found]:
    """« Vu ce jour en consultation »: the act is of the day of the document, when no other act date is printed."""
    if any(roled.role in ACT_ROLES for roled in dates) or not words:
        return
    kept = [one for one in documents if one.confidence >= 0.6]
    if kept:
        best = max(kept, key=lambda one: one.confidence)
        found = found_at(FieldName.ACT_DATE, best.value, best.spans, (Feature.GRAMMAR, Feature.PROSE, Feature.POSITION))
        found.note = "« ce jour » dans le texte"
        yield found
