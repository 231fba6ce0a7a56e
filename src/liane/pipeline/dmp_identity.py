"""Who speaks to the DMP on behalf of the emitter: the VIHF of one request, from its PRT « SB » and its CDA.

Rule: hl7v2.md §5; dmp.md §3.1, §3.2 (INDIRECTE for the automatic feed, never for consultation).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from liane.codecs.saml.vihf import (
    CONNEXION_SECRETE,
    PROFESSION_OID,
    SAVOIR_FAIRE_OID,
    SECTOR_OID,
    VIHF,
    AuthentificationMode,
)
from liane.domain.actors.actor import Author, Professional
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import DocumentRequest
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set

AUTOMATE = Code(code="AUTOMATE", system="1.2.250.1.213.1.1.4.6", label="Automate")
PHARMACIST_TABLE_OID = "1.2.250.1.71.4.2.6"
MEDECIN, PHARMACIEN = "10", "21"


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPIdentitySettings:
    """What Liane says of itself. professionals: PS_IdNat → TRE_A02 specialty, the establishment's own directory."""

    secteur_activite: str
    vihf_version: str
    lps_id: str
    lps_nom: str
    lps_version: str
    homologation: str = field(default="", repr=False)
    professionals: Mapping[str, str] = field(default_factory=dict)


def build_vihf(
    request: DocumentRequest, header: DocumentHeader, settings: DMPIdentitySettings, *, authn_instant: datetime
) -> VIHF:
    """Build the VIHF of one request; the expediteur and its structure were required by the decision."""
    expediteur = request.expediteur
    if expediteur is None or expediteur.structure is None:
        raise ValueError("the decision lets no request without PRT SB reach the DMP")
    sector = settings.secteur_activite
    return VIHF(
        version=settings.vihf_version,
        mode=AuthentificationMode.INDIRECTE,
        name_id=_name_id(expediteur),
        structure_id=expediteur.structure.identifier,
        sector=Code(code=sector, system=SECTOR_OID),
        subject_name=_subject_name(expediteur),
        roles=find_roles(expediteur.person, header, settings.professionals),
        ins=request.patient.ins,
        lps_name=settings.lps_nom,
        lps_version=settings.lps_version,
        lps_id=settings.lps_id,
        homologation=settings.homologation,
        authn_instant=authn_instant,
        confidentiality=CONNEXION_SECRETE if request.flags.connexion_secrete else "",
    )


def _name_id(expediteur: Author) -> str:
    if expediteur.person is not None:
        return expediteur.person.identifier
    return expediteur.device.identifier if expediteur.device else ""


def _subject_name(expediteur: Author) -> str:
    service = expediteur.structure.name if expediteur.structure else ""
    if expediteur.person is not None:
        name = f"{expediteur.person.family} {expediteur.person.given}".strip()
    else:
        device = expediteur.device
        name = f"{device.name} {device.model}".strip() if device else ""
    return ", ".join(part for part in (name, service) if part)


def find_roles(
    person: Professional | None, header: DocumentHeader, professionals: Mapping[str, str]
) -> tuple[Code, ...]:
    """Find profession, then savoir-faire, of the sender: in the directory, else where the CDA names the same person.

    ``AUTOMATE`` when nothing else is possible, or when a physician's savoir-faire is not known.
    Rule: JDV_J65; hl7v2.md §5, VIHF role; dmp.md §3.2.
    """
    if person is None:
        return (AUTOMATE,)
    specialty = professionals.get(person.identifier) or _find_specialty(person, header)
    prefix, _, savoir_faire = specialty.removeprefix("G15_").partition("/")
    if not specialty.startswith("G15_"):
        return (AUTOMATE,)
    profession = Code(code=prefix, system=PROFESSION_OID, label=get_value_set("TRE_G15").label(prefix, None) or prefix)
    if prefix not in (MEDECIN, PHARMACIEN):
        return (profession,)
    if not savoir_faire:
        return (AUTOMATE,)
    system = PHARMACIST_TABLE_OID if prefix == PHARMACIEN else SAVOIR_FAIRE_OID
    label = get_value_set("JDV_J65").label(savoir_faire, None) or savoir_faire
    return (profession, Code(code=savoir_faire, system=system, label=label))


def _find_specialty(person: Professional, header: DocumentHeader) -> str:
    named = [*header.authors, *(event.performer for event in header.service_events)]
    for author in (*named, header.legal_authenticator):
        known = author.person if author else None
        if known and known.specialty and known.identifier == person.identifier:
            return known.specialty.code
    return ""
