"""The segments of an ADT that Liane writes, as fields. An empty result: the segment is not sent.

Rule: IHE PAM France 2.11; hl7v2.md §4.3, §4.4, §8.3, §8.4 (empty Z segments must not be sent).
"""

from datetime import date

from liane.codecs.hl7v2.adt_patient import UNKNOWN_DATE
from liane.codecs.hl7v2.build import (
    FINESS,
    OID,
    Fields,
    render_authority,
    render_identifier,
    render_names,
    render_number,
    render_patient,
)
from liane.codecs.hl7v2.rendering import escape_text, join_components
from liane.domain.identity.changes import ToldByFlow
from liane.domain.identity.ins import INSAuthority
from liane.domain.identity.messages import IdentityMessage
from liane.domain.identity.patient import PatientIdentity
from liane.domain.identity.person import ComplementaryTraits, Consents, FormerINS
from liane.domain.identity.stays import Movement, StayFacts


def render_evn(message: IdentityMessage) -> Fields:
    """EVN. Rule: hl7v2.md §8.1."""
    return {
        2: escape_text(message.recorded_at),
        3: escape_text(message.planned_for),
        6: escape_text(message.occurred_at),
    }


def render_pid(told: ToldByFlow, stay: StayFacts | None, updated_at: str) -> Fields:
    """PID: identity, former INS, home, telecom, account, death. Rule: hl7v2.md §4.3."""
    fields = render_patient(told.identity)
    former = [_render_former(one) for one in told.former_ins]
    fields[3] = "~".join((str(fields[3]), *former))
    if told.complementary is not None:
        fields[11] = "~".join(part for part in (_render_home(told.complementary), str(fields[11])) if part)
        fields[13] = _render_telecom(told.complementary)
    if stay is not None and stay.account_number:
        fields[18] = render_number(stay.account_number, stay.account_domain, "AN")
    if told.death_on is not None:
        fields[29] = escape_text(told.death_on) if told.death_on != UNKNOWN_DATE else ""
        fields[30] = "Y" if told.death_on else "N"
    fields[33] = escape_text(updated_at)
    return fields


def _render_former(former: FormerINS) -> str:
    """An INS of the past: CX-7 and CX-8 are its dates. Rule: hl7v2.md §4.3.1."""
    authority = join_components(INSAuthority(former.ins.oid).namespace, former.ins.oid, "ISO", separator="&")
    return "^".join(
        (escape_text(former.ins.matricule), "", "", authority, "INS", "", *map(escape_text, (former.start, former.end)))
    )


def _render_home(traits: ComplementaryTraits) -> str:
    parts = (traits.address, "", traits.city, "", traits.postal_code, traits.country)
    return join_components(*parts, "H") if any(parts) else ""


def _render_telecom(traits: ComplementaryTraits) -> str:
    phone = join_components("", "PRN", "PH", *[""] * 8, traits.phone) if traits.phone else ""
    email = join_components("", "NET", "Internet", traits.email) if traits.email else ""
    return "~".join(part for part in (phone, email) if part)


def render_mrg(previous: PatientIdentity, account: str) -> Fields:
    """MRG: what disappears. Rule: hl7v2.md §8.2."""
    return {
        1: "~".join(render_identifier(identifier) for identifier in previous.identifiers),
        3: render_number(account, "", "AN") if account else "",
        7: render_names(previous.traits) if previous.traits.birth_family else "",
    }


def render_pv1(stay: StayFacts | None) -> Fields:
    """PV1; of class N when there is no stay. Rule: hl7v2.md §4.4, §8.2."""
    if stay is None:
        return {1: "1", 2: "N"}
    unit = stay.movement.accommodation_unit if stay.movement else ""
    return {
        1: "1",
        2: escape_text(stay.patient_class) or "N",
        3: escape_text(unit),
        7: join_components("", stay.attending_doctor),
        19: render_number(stay.visit_number, stay.visit_domain, "VN") if stay.visit_number else "",
        44: escape_text(stay.admitted),
        45: escape_text(stay.discharged),
        51: "V",
    }


def render_zbe(movement: Movement) -> Fields:
    """ZBE. Rule: hl7v2.md §8.3."""
    return {
        1: _render_movement_id(movement),
        2: escape_text(movement.start),
        4: movement.action.value,
        5: "Y" if movement.is_historic else "N",
        6: escape_text(movement.original_event),
        7: _render_unit(movement.medical_unit_label, movement.medical_unit, movement.id_domain),
        8: _render_unit(movement.care_unit_label, movement.care_unit, movement.id_domain),
        9: escape_text(movement.nature),
    }


def _render_movement_id(movement: Movement) -> str:
    domain = movement.id_domain
    if OID.fullmatch(domain):
        return join_components(movement.id, "", domain, "ISO")
    if FINESS.fullmatch(domain):
        return join_components(movement.id, "", domain, "N")
    return join_components(movement.id, domain)


def _render_unit(label: str, code: str, domain: str) -> str:
    """A unit as an XON ``label^^^^^authority^UF^^^code``."""
    if not (label or code):
        return ""
    head = (escape_text(label), "", "", "", "", render_authority(domain), "UF", "", "")
    return "^".join((*head, escape_text(code))).rstrip("^")


def render_zfa(consents: Consents | None) -> Fields:
    """ZFA, nothing when nothing was ever collected. Rule: hl7v2.md §8.4."""
    if consents is None or consents == Consents():
        return {}
    return {
        1: escape_text(consents.dmp_status),
        9: consents.feeding.value,
        10: escape_text(consents.feeding_at),
        11: consents.consultation.value,
        12: escape_text(consents.consultation_at),
    }


def render_zfd(told: ToldByFlow) -> Fields:
    """ZFD, nothing when there is nothing to say. Rule: hl7v2.md §8.4."""
    fields: Fields = {
        1: _render_lunar(told.identity.traits.birth_date),
        5: escape_text(told.ins_obtained_by),
        6: escape_text(told.ins_called_on),
        7: told.proof_document.value if told.proof_document else "",
        8: escape_text(told.proof_valid_until),
    }
    if not any(fields.values()) and not told.birth_date_uncertain:
        return {}
    return fields | {4: "Y" if told.birth_date_uncertain else "N"}


def _render_lunar(birth_date: str) -> str:
    """A birth date that the calendar has not, as ``day^month^year``. Rule: hl7v2.md §8.4, ZFD-1."""
    if len(birth_date) != 8 or not (birth_date.isascii() and birth_date.isdigit()):
        return ""
    year, month, day = birth_date[:4], birth_date[4:6], birth_date[6:]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return join_components(day, month, year)
    return ""
