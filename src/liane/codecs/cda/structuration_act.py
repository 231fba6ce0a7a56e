"""Rules on what happened: the acts documented, the encounter, the orders, the consents.

Rule: CI-SIS « Structuration minimale de documents de santé »; cda.md §3, §3.3, §3.4.
"""

from lxml import etree

from liane.codecs.cda.elements import child, value_of
from liane.codecs.cda.findings import ROOT_PATH, Collector, check_code, check_interval, each, is_null
from liane.codecs.cda.structuration_people import check_entity
from liane.domain.terminology.value_sets import get_value_set

_DISCHARGE_OID = "1.2.250.1.213.2.14"


def check_acts(collector: Collector, root: etree._Element) -> None:
    """documentationOf, inFulfillmentOf, authorization and componentOf."""
    found = list(each(root, "documentationOf", ROOT_PATH))
    if not found:
        collector.error(
            "CDA-190",
            f"{ROOT_PATH}/documentationOf",
            "Le document ne dit pas quel acte il documente.",
            "Écrire l'acte principal dans le premier documentationOf.",
        )
    for index, (documentation, path) in enumerate(found):
        event = child(documentation, "serviceEvent")
        _check_event(collector, event, f"{path}/serviceEvent", is_main=index == 0)
    for fulfilled, path in each(root, "inFulfillmentOf", ROOT_PATH):
        if child(fulfilled, "order", "id") is None:
            collector.error(
                "CDA-208", f"{path}/order/id", "La demande n'a pas de numéro.", "Écrire le numéro de la demande."
            )
    for authorization, path in each(root, "authorization", ROOT_PATH):
        _check_consent(collector, child(authorization, "consent"), f"{path}/consent")
    encounter = child(root, "componentOf", "encompassingEncounter")
    _check_encounter(collector, encounter, f"{ROOT_PATH}/componentOf/encompassingEncounter")


def _check_event(collector: Collector, event: etree._Element | None, path: str, *, is_main: bool) -> None:
    """One act; the main one has one performer and a start."""
    code = child(event, "code")
    is_coded = bool(value_of(code, "code") and value_of(code, "codeSystem"))
    if code is not None and is_coded == (code.get("nullFlavor") is not None):
        collector.error(
            "CDA-198",
            f"{path}/code",
            "L'acte doit être codé (code et codeSystem), ou dit inconnu (nullFlavor).",
            "Écrire le code de l'acte avec son système.",
        )
    time = child(event, "effectiveTime")
    check_interval(collector, time, f"{path}/effectiveTime", is_indexed=is_main)
    performers = list(each(event, "performer", path))
    if is_main:
        _check_main(collector, time, len(performers), path)
    for performer, where in performers:
        _check_performer(collector, performer, where)


def _check_main(collector: Collector, time: etree._Element | None, performer_count: int, path: str) -> None:
    if performer_count != 1:
        collector.error(
            "CDA-191",
            f"{path}/performer",
            f"L'acte principal a {performer_count} exécutants.",
            "Nommer un exécutant, et un seul, de l'acte principal.",
        )
    low = child(time, "low")
    if low is None or (not value_of(low) and not is_null(low)):
        collector.error(
            "CDA-192",
            f"{path}/effectiveTime/low",
            "La date de début de l'acte principal est absente.",
            "Écrire effectiveTime/low/@value.",
        )


def _check_performer(collector: Collector, performer: etree._Element, path: str) -> None:
    if performer.get("typeCode") != "PRF":
        collector.error("CDA-194", f"{path}/@typeCode", "Le type de l'exécutant n'est pas PRF.", "Écrire typeCode PRF.")
    entity = child(performer, "assignedEntity")
    check_entity(collector, entity, f"{path}/assignedEntity")
    sector = child(entity, "representedOrganization", "standardIndustryClassCode")
    if is_null(sector):
        collector.error(
            "CDA-196",
            f"{path}/assignedEntity/representedOrganization/standardIndustryClassCode",
            "Le cadre d'exercice de l'exécutant est absent.",
            "Écrire le cadre d'exercice (JDV_J04), par exemple ETABLISSEMENT ou AMBULATOIRE : le DMP l'exige.",
        )


def _check_consent(collector: Collector, consent: etree._Element | None, path: str) -> None:
    status = child(consent, "statusCode")
    if child(consent, "code") is None or (value_of(status, "code") != "completed" and not is_null(status)):
        collector.error("CDA-209", path, "Le consentement est incomplet.", "Écrire son code et statusCode completed.")


def _check_encounter(collector: Collector, encounter: etree._Element | None, path: str) -> None:
    if encounter is None:
        collector.error("CDA-200", path, "La prise en charge est absente.", "Écrire componentOf/encompassingEncounter.")
        return
    time = child(encounter, "effectiveTime")
    if time is None:
        collector.error(
            "CDA-201",
            f"{path}/effectiveTime",
            "Les dates de la prise en charge sont absentes.",
            "Écrire effectiveTime avec low ou high, ou nullFlavor.",
        )
    check_interval(collector, time, f"{path}/effectiveTime", is_strict=True)
    check_code(collector, child(encounter, "code"), f"{path}/code", "JDV_J142", ("CDA-202", "CDA-202"))
    _check_facility(collector, encounter, path)
    discharge = child(encounter, "dischargeDispositionCode")
    if discharge is not None and value_of(discharge, "codeSystem") not in ("", _DISCHARGE_OID):
        collector.error(
            "CDA-207",
            f"{path}/dischargeDispositionCode/@codeSystem",
            "Le mode de sortie est donné avec un autre système que le sien.",
            f"Écrire codeSystem {_DISCHARGE_OID}.",
        )
    responsible = child(encounter, "responsibleParty")
    if responsible is not None:
        where = f"{path}/responsibleParty/assignedEntity"
        check_entity(collector, child(responsible, "assignedEntity"), where, wants_ps=True)
    for participant, where in each(encounter, "encounterParticipant", path):
        type_code = participant.get("typeCode", "")
        if not get_value_set("JDV_J140").contains(type_code):
            collector.error(
                "CDA-206",
                f"{where}/@typeCode",
                f"Le type de participation « {type_code} » n'est pas dans JDV_J140.",
                "Écrire un type de JDV_J140 (ATND, CON, REF…).",
            )
        check_entity(collector, child(participant, "assignedEntity"), f"{where}/assignedEntity", wants_ps=True)


def _check_facility(collector: Collector, encounter: etree._Element, path: str) -> None:
    where = f"{path}/location/healthCareFacility/code"
    facility = child(encounter, "location", "healthCareFacility", "code")
    if is_null(facility):
        collector.error(
            "CDA-203",
            where,
            "Le secteur d'activité de la structure est absent.",
            "Écrire le secteur d'activité (JDV_J02), par exemple SA01 pour un établissement public.",
        )
    check_code(collector, facility, where, "JDV_J02", ("CDA-204", "CDA-203"))
