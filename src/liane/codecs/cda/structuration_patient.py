"""Rules on the patient: identifiers, key of the INS, traits that an INS demands, names, birth, contacts.

Rule: CI-SIS « Structuration minimale de documents de santé », recordTarget; Annexe « Prise en charge de l'INS »; cda.md
§3.1, §6.
"""

import re

from lxml import etree

from liane.codecs.cda.elements import child, children, value_of
from liane.codecs.cda.findings import ROOT_PATH, Collector, check_contacts, check_time, each, is_null
from liane.domain.documents.header import DocumentHeader
from liane.domain.identity.ins import INS, INS_OIDS
from liane.domain.identity.patient import PatientTraits

ROLE_PATH = f"{ROOT_PATH}/recordTarget/patientRole"
_COG = re.compile(r"[0-9][0-9ABab][0-9]{3}$")
_GENDERS = frozenset({"F", "M", "UN"})
_GENDER_OID = "2.16.840.1.113883.5.1"


def check_patient(collector: Collector, root: etree._Element, header: DocumentHeader) -> None:
    """Everything under recordTarget."""
    targets = sum(1 for _ in children(root, "recordTarget"))
    if targets != 1:
        collector.error(
            "CDA-140",
            f"{ROOT_PATH}/recordTarget",
            f"Le document concerne {targets} patients.",
            "Un document ne concerne qu'un patient.",
        )
    role = child(root, "recordTarget", "patientRole")
    patient = child(role, "patient")
    _check_identifiers(collector, role)
    _check_names(collector, patient)
    _check_gender(collector, child(patient, "administrativeGenderCode"))
    _check_birth(collector, patient, header.patient.traits)
    if header.patient.ins is not None:
        _check_ins_traits(collector, header.patient.traits)
    check_contacts(collector, role, ROLE_PATH)


def _check_identifiers(collector: Collector, role: etree._Element | None) -> None:
    matricules = set()
    for identifier, path in each(role, "id", ROLE_PATH):
        root, extension = value_of(identifier, "root"), value_of(identifier, "extension")
        if not root or not extension:
            collector.error(
                "CDA-141",
                path,
                "Un identifiant du patient est incomplet.",
                "Donner la racine (root) et la valeur (extension) de chaque identifiant.",
            )
        elif root in INS_OIDS:
            matricules.add((root, extension))
            _check_ins(collector, INS(matricule=extension, oid=root), path)
    if len(matricules) > 1:
        collector.error(
            "CDA-143",
            f"{ROLE_PATH}/id",
            f"Le document porte {len(matricules)} matricules INS différents.",
            "Ne garder que le matricule INS en vigueur du patient.",
        )


def _check_ins(collector: Collector, ins: INS, path: str) -> None:
    if not ins.has_valid_key:
        collector.error(
            "CDA-142",
            path,
            "La clé du matricule INS est fausse.",
            "Reprendre l'identité auprès d'INSi avant de transmettre : le matricule est mal recopié.",
        )


def _check_ins_traits(collector: Collector, traits: PatientTraits) -> None:
    wanted = {
        "nom de naissance (family BR)": traits.birth_family,
        "premier prénom de naissance (given BR)": traits.birth_given,
        "liste des prénoms de naissance (given sans qualifier)": traits.birth_givens,
        "date de naissance": traits.birth_date,
        "code du lieu de naissance (birthplace county)": traits.birth_place,
        "sexe": traits.sex,
    }
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        collector.error(
            "CDA-144",
            f"{ROLE_PATH}/patient",
            f"Le matricule INS est présent sans tous ses traits. Absents : {', '.join(missing)}.",
            "Écrire les six traits de l'identité qualifiée, ou retirer le matricule INS.",
        )


def _check_names(collector: Collector, patient: etree._Element | None) -> None:
    path = f"{ROLE_PATH}/patient/name"
    families = [family for name in children(patient, "name") for family in children(name, "family")]
    givens = [given for name in children(patient, "name") for given in children(name, "given")]
    qualifiers = [family.get("qualifier") for family in families]
    if not families or not givens:
        collector.error("CDA-149", path, "Le nom ou le prénom du patient est absent.", "Écrire family BR et given BR.")
    if "SP" in qualifiers:
        collector.error(
            "CDA-146",
            f"{path}/family[@qualifier='SP']",
            "Le nom d'usage est qualifié SP, forme que les règles de 2024 n'acceptent plus.",
            "Qualifier CL le nom utilisé.",
        )
    if any(qualifier not in ("BR", "CL", "SP") for qualifier in qualifiers):
        collector.error(
            "CDA-147",
            f"{path}/family",
            "Un nom du patient n'est qualifié ni BR (naissance) ni CL (utilisé).",
            "Qualifier chaque nom.",
        )
    if any(given.get("qualifier", "BR") not in ("BR", "CL") for given in givens):
        collector.error(
            "CDA-148",
            f"{path}/given",
            "Un prénom du patient porte un autre qualificatif que BR ou CL.",
            "Qualifier BR le premier prénom de naissance, CL le prénom utilisé, rien pour la liste des prénoms.",
        )


def _check_gender(collector: Collector, gender: etree._Element | None) -> None:
    if gender is not None and is_null(gender):
        return
    if value_of(gender, "code") not in _GENDERS or value_of(gender, "codeSystem") != _GENDER_OID:
        collector.error(
            "CDA-150",
            f"{ROLE_PATH}/patient/administrativeGenderCode",
            "Le sexe du patient est absent, ou n'est pas un code connu.",
            f"Écrire F, M ou UN avec codeSystem {_GENDER_OID}.",
        )


def _check_birth(collector: Collector, patient: etree._Element | None, traits: PatientTraits) -> None:
    birth = child(patient, "birthTime")
    path = f"{ROLE_PATH}/patient/birthTime"
    if birth is None or (not traits.birth_date and not is_null(birth)):
        collector.error(
            "CDA-151", path, "La date de naissance est absente.", "Écrire birthTime sous la forme aaaaMMjj."
        )
    check_time(collector, traits.birth_date, f"{path}/@value")
    if traits.birth_place and not _COG.match(traits.birth_place):
        collector.warning(
            "CDA-154",
            f"{ROLE_PATH}/patient/birthplace/place/addr/county",
            "Le lieu de naissance n'est pas un code officiel géographique de 5 caractères.",
            "Écrire le code de la commune de naissance, ou 99 suivi du code du pays.",
        )
