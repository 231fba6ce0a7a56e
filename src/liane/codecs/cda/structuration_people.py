"""Rules on people and structures: authors, signatories, custodian, recipients, informants, participants.

Rule: CI-SIS « Structuration minimale de documents de santé »; cda.md §3, §3.2, §6.
"""

from lxml import etree

from liane.codecs.cda.elements import NAMESPACE, child, children, text_of, value_of
from liane.codecs.cda.findings import (
    ROOT_PATH,
    Collector,
    check_code,
    check_contacts,
    check_interval,
    check_time,
    each,
    has_luhn_key,
    is_null,
)
from liane.domain.actors.actor import PS_OID, STRUCTURE_OID
from liane.domain.terminology.value_sets import get_value_set

PATIENT_HOST_OID = "1.2.250.1.213.4.1"
_RELATIONS = frozenset({"ECON", "NOK", "CON", "CAREGIVER", "PAT"})
_PARTICIPANT_CLASSES = frozenset({"PROV", "AGNT"})
_RPPS_ID_LENGTH = 12
_TITLED = (
    *("author", "informant", "informationRecipient", "legalAuthenticator", "authenticator"),
    *("participant", "documentationOf", "componentOf"),
)


def check_people(collector: Collector, root: etree._Element) -> None:
    """Everybody that the header names, the performers of acts and the encounter's people apart."""
    _check_authors(collector, root)
    _check_custodian(collector, root)
    _check_legal_authenticator(collector, root)
    for signatory, path in each(root, "authenticator", ROOT_PATH):
        _check_signature(collector, signatory, path)
        entity = child(signatory, "assignedEntity")
        check_entity(collector, entity, f"{path}/assignedEntity", wants_ps=True)
    for informant, path in each(root, "informant", ROOT_PATH):
        _check_informant(collector, informant, path)
    for recipient, path in each(root, "informationRecipient", ROOT_PATH):
        _check_recipient(collector, child(recipient, "intendedRecipient"), f"{path}/intendedRecipient")
    for participant, path in each(root, "participant", ROOT_PATH):
        _check_participant(collector, participant, path)
    check_titles(collector, root)


def check_entity(collector: Collector, entity: etree._Element | None, path: str, *, wants_ps: bool = False) -> None:
    """An assigned entity: identifier, specialty, person, structure, contacts.

    wants_ps: the identifier must be a national identifier of professional.
    """
    if entity is None:
        collector.error(
            "CDA-162", path, "L'entité est absente.", "Nommer la personne ou le logiciel, avec son identifiant."
        )
        return
    _check_entity_id(collector, entity, path, wants_ps=wants_ps)
    check_code(collector, child(entity, "code"), f"{path}/code", "JDV_J01", ("CDA-163", "CDA-163"))
    check_contacts(collector, entity, path)
    person = child(entity, "assignedPerson")
    if person is not None and not is_null(person):
        check_person_name(collector, person, f"{path}/assignedPerson")
    organisation = child(entity, "representedOrganization")
    if organisation is not None:
        check_organisation(collector, organisation, f"{path}/representedOrganization")


def _check_entity_id(collector: Collector, entity: etree._Element, path: str, *, wants_ps: bool) -> None:
    identifier = child(entity, "id")
    root, extension = value_of(identifier, "root"), value_of(identifier, "extension")
    if identifier is None:
        collector.error(
            "CDA-162", f"{path}/id", "L'identifiant de la personne est absent.", f"L'écrire sous la racine {PS_OID}."
        )
    elif wants_ps and root != PS_OID:
        collector.error(
            "CDA-162",
            f"{path}/id",
            "L'identifiant n'est pas un identifiant national de professionnel.",
            f"L'écrire sous la racine {PS_OID}.",
        )
    elif root == PS_OID:
        _check_rpps(collector, extension, f"{path}/id/@extension")


def _check_rpps(collector: Collector, identifier: str, path: str) -> None:
    """Warn when an identifier of type 8 is no RPPS number with its key. Rule: cda.md §3.2, §6."""
    is_rpps = identifier.startswith("8") and identifier.isascii() and identifier.isdigit()
    if not is_rpps or len(identifier) != _RPPS_ID_LENGTH or identifier in collector.numbers:
        return
    if not has_luhn_key(identifier[1:]):
        collector.numbers.add(identifier)
        collector.warning(
            "CDA-170",
            path,
            "La clé du numéro RPPS est fausse.",
            "Vérifier le numéro RPPS du professionnel dans l'Annuaire Santé.",
        )


def check_person_name(collector: Collector, person: etree._Element, path: str) -> None:
    """A professional has a family name, or says why not (CDA-167)."""
    name = child(person, "name")
    if name is not None and is_null(name):
        return
    family = child(name, "family")
    if text_of(family) or (family is not None and is_null(family)):
        return
    add = collector.error if family is None else collector.warning
    add("CDA-167", f"{path}/name/family", "Le nom de famille est absent ou vide.", "Écrire le nom (family).")


def check_titles(collector: Collector, root: etree._Element) -> None:
    """Civilité (CDA-178) and titre (CDA-179) belong to their value sets.

    The official judge refuses when no participation of a kind (author, performer…) is right; one wrong among several
    is a warning. Rule: cda.md §3.2, §6 « Other traps ».
    """
    for element_name, value_set, code in (("prefix", "JDV_J245", "CDA-178"), ("suffix", "JDV_J246", "CDA-179")):
        titles = get_value_set(value_set)
        for kind in _TITLED:
            found = list(each(root, kind, ROOT_PATH))
            wrong = [
                (path, text_of(element))
                for participation, path in found
                for element in participation.iter(f"{{{NAMESPACE}}}{element_name}")
                if text_of(element) and not titles.contains(text_of(element))
            ]
            add = collector.error if len({path for path, _ in wrong}) == len(found) else collector.warning
            for path, value in wrong:
                add(
                    code,
                    f"{path}//name/{element_name}",
                    f"« {value[:20]} » n'est pas dans le jeu de valeurs {value_set}.",
                    "Écrire M ou MME dans prefix, et le titre (DR, PR, MC…) dans suffix.",
                )


def check_organisation(collector: Collector, organisation: etree._Element, path: str) -> None:
    """A structure: its identifier (CDA-168), its cadre d'exercice (CDA-169), its contacts."""
    identifier = child(organisation, "id")
    if identifier is not None and not is_null(identifier) and value_of(identifier, "root") != STRUCTURE_OID:
        collector.warning(
            "CDA-168",
            f"{path}/id/@root",
            "L'identifiant de la structure n'est pas un identifiant national.",
            f"L'écrire sous la racine {STRUCTURE_OID} (1 suivi du FINESS, 3 suivi du SIRET…).",
        )
    sector = child(organisation, "standardIndustryClassCode")
    check_code(collector, sector, f"{path}/standardIndustryClassCode", "JDV_J04", ("CDA-169", "CDA-169"))
    check_contacts(collector, organisation, path)


def check_function(collector: Collector, participation: etree._Element, path: str) -> None:
    """The role of a person, when given, belongs to JDV_J47 (CDA-164)."""
    check_code(
        collector, child(participation, "functionCode"), f"{path}/functionCode", "JDV_J47", ("CDA-164", "CDA-164")
    )


def _check_authors(collector: Collector, root: etree._Element) -> None:
    if child(root, "author", "assignedAuthor") is None:
        collector.error(
            "CDA-160", f"{ROOT_PATH}/author", "Le document n'a pas d'auteur.", "Nommer l'auteur, personne ou logiciel."
        )
    for author, path in each(root, "author", ROOT_PATH):
        _check_moment(collector, author, path, "CDA-161")
        check_function(collector, author, path)
        entity = child(author, "assignedAuthor")
        if entity is None:
            continue
        path = f"{path}/assignedAuthor"
        check_entity(collector, entity, path)
        device = child(entity, "assignedAuthoringDevice")
        person = child(entity, "assignedPerson")
        if (device is None) == (person is None):
            add = collector.warning if person is None else collector.error
            add(
                "CDA-165",
                path,
                "L'auteur doit être une personne ou un logiciel, l'un des deux.",
                "Garder assignedPerson ou assignedAuthoringDevice.",
            )
        if device is not None and not all(
            text_of(child(device, name)) for name in ("manufacturerModelName", "softwareName")
        ):
            collector.error(
                "CDA-166",
                f"{path}/assignedAuthoringDevice",
                "Le logiciel auteur n'a pas de modèle ou de nom.",
                "Écrire manufacturerModelName et softwareName.",
            )


def _check_moment(collector: Collector, participation: etree._Element, path: str, code: str) -> None:
    time = child(participation, "time")
    if time is None or (not value_of(time) and not is_null(time)):
        collector.error(code, f"{path}/time", "La date de la participation est absente.", "Écrire time/@value.")
    check_time(collector, value_of(time), f"{path}/time/@value")


def _check_custodian(collector: Collector, root: etree._Element) -> None:
    path = f"{ROOT_PATH}/custodian/assignedCustodian/representedCustodianOrganization"
    organisation = child(root, "custodian", "assignedCustodian", "representedCustodianOrganization")
    identifiers = list(children(organisation, "id"))
    roots = {value_of(identifier, "root") for identifier in identifiers}
    if len(identifiers) != 1 or not roots <= {STRUCTURE_OID, PATIENT_HOST_OID}:
        collector.error(
            "CDA-172",
            f"{path}/id",
            "La structure qui conserve le document n'est pas identifiée par un numéro national.",
            f"Écrire un identifiant, et un seul, sous la racine {STRUCTURE_OID}.",
        )
    check_contacts(collector, organisation, path)


def _check_legal_authenticator(collector: Collector, root: etree._Element) -> None:
    found = list(each(root, "legalAuthenticator", ROOT_PATH))
    if len(found) != 1:
        collector.error(
            "CDA-173",
            f"{ROOT_PATH}/legalAuthenticator",
            "Le document n'a pas de responsable." if not found else "Le document a plusieurs responsables.",
            "Nommer un responsable du document, et un seul (legalAuthenticator).",
        )
    for signatory, path in found:
        _check_signature(collector, signatory, path)
        entity = child(signatory, "assignedEntity")
        check_entity(collector, entity, f"{path}/assignedEntity")
        if entity is not None and is_null(child(entity, "id")):
            collector.error(
                "CDA-173",
                f"{path}/assignedEntity/id",
                "Le responsable du document n'est pas identifié.",
                f"Écrire son identifiant sous la racine {PS_OID}.",
            )


def _check_signature(collector: Collector, signatory: etree._Element, path: str) -> None:
    _check_moment(collector, signatory, path, "CDA-174")
    if value_of(child(signatory, "signatureCode"), "code") != "S" and not is_null(child(signatory, "signatureCode")):
        collector.error(
            "CDA-174", f"{path}/signatureCode", "La signature n'est pas déclarée.", "Écrire signatureCode S."
        )


def _check_informant(collector: Collector, informant: etree._Element, path: str) -> None:
    entity, related = child(informant, "assignedEntity"), child(informant, "relatedEntity")
    if (entity is None) == (related is None):
        collector.error(
            "CDA-176",
            path,
            "L'informateur doit être un professionnel ou un proche, l'un des deux.",
            "Garder assignedEntity ou relatedEntity.",
        )
    if entity is not None:
        check_entity(collector, entity, f"{path}/assignedEntity")
    if related is None:
        return
    path = f"{path}/relatedEntity"
    if related.get("classCode") not in _RELATIONS:
        collector.error(
            "CDA-176",
            f"{path}/@classCode",
            "Le lien avec le patient n'est pas connu.",
            f"Choisir parmi {', '.join(sorted(_RELATIONS))}.",
        )
    check_code(collector, child(related, "code"), f"{path}/code", "JDV_J11", ("CDA-176", "CDA-176"))
    person = child(related, "relatedPerson")
    if person is None:
        collector.error("CDA-176", f"{path}/relatedPerson", "Le proche n'est pas nommé.", "Écrire son nom.")
    else:
        check_person_name(collector, person, f"{path}/relatedPerson")
    check_contacts(collector, related, path)


def _check_recipient(collector: Collector, recipient: etree._Element | None, path: str) -> None:
    identifier = child(recipient, "id")
    if identifier is not None and not is_null(identifier) and value_of(identifier, "root") != PS_OID:
        collector.warning(
            "CDA-177",
            f"{path}/id/@root",
            "L'identifiant du destinataire n'est pas un identifiant national de professionnel.",
            f"L'écrire sous la racine {PS_OID}.",
        )
    person = child(recipient, "informationRecipient")
    if person is not None:
        check_person_name(collector, person, f"{path}/informationRecipient")
    organisation = child(recipient, "receivedOrganization")
    if organisation is not None:
        check_organisation(collector, organisation, f"{path}/receivedOrganization")
    check_contacts(collector, recipient, path)


def _check_participant(collector: Collector, participant: etree._Element, path: str) -> None:
    type_code = participant.get("typeCode", "")
    if not get_value_set("JDV_J144").contains(type_code):
        collector.error(
            "CDA-175",
            f"{path}/@typeCode",
            f"Le type de participation « {type_code} » n'est pas dans JDV_J144.",
            "Écrire un type de JDV_J144 (REF, INF, PRF, RESP…).",
        )
    check_function(collector, participant, path)
    time = child(participant, "time")
    if time is None:
        collector.error(
            "CDA-175",
            f"{path}/time",
            "La période de la participation est absente.",
            "Écrire time avec low ou high, ou nullFlavor NA.",
        )
    check_interval(collector, time, f"{path}/time")
    entity = child(participant, "associatedEntity")
    path = f"{path}/associatedEntity"
    if value_of(entity, "classCode") not in _PARTICIPANT_CLASSES:
        collector.error("CDA-175", f"{path}/@classCode", "La classe du participant est fausse.", "Écrire PROV ou AGNT.")
    if entity is None:
        return
    check_code(collector, child(entity, "code"), f"{path}/code", "JDV_J01", ("CDA-163", "CDA-163"))
    person = child(entity, "associatedPerson")
    if person is not None and not is_null(person):
        check_person_name(collector, person, f"{path}/associatedPerson")
    check_contacts(collector, entity, path)
