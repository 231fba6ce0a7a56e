"""Who reads the DMP: the VIHF of a professional signed in strongly (AIR), from their situation of exercise.

Rule: dmp.md §3.1, §3.2; psc.md §10; DMP/AIRS.03.
"""

from dataclasses import dataclass, field
from datetime import datetime

from liane.codecs.saml.vihf import (
    AUTHN_CLASS,
    CONNEXION_SECRETE,
    PROFESSION_OID,
    SAVOIR_FAIRE_OID,
    SECTOR_OID,
    VIHF,
    AuthentificationMode,
)
from liane.domain.actors.operator import Operator
from liane.domain.actors.professional import Situation
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.refusals import deny
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from liane.pipeline.dmp_identity import MEDECIN, PHARMACIEN, PHARMACIST_TABLE_OID
from liane.pipeline.dmp_orders import LOGIN_AGE, DMPOrderSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSettings:
    """What Liane says of a reader. structure_id: Struct_IdNat used when the situation names none.

    authn_context: SAML class of the sign-in. authn_context_decl: ``APP_BROWSER_AUTH``, or ``CONF_EXI_PGSSIS`` for a
    strong authentication of the establishment's own. Rule: dmp.md §3.2 (AuthnContextDecl, [EX_AIR-050]).
    """

    orders: DMPOrderSettings = field(repr=False)
    structure_id: str = ""
    authn_context: str = AUTHN_CLASS + "MobileTwoFactorUnregistered"
    authn_context_decl: str = "APP_BROWSER_AUTH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, whose DMP (None: of nobody in particular, TD0.4), in which mode."""

    operator: Operator
    situation: Situation
    ins: INS | None
    access: AccessMode = AccessMode.NORMAL
    is_secret: bool = False


def build_reader_vihf(reader: Reader, settings: ReaderSettings, at: datetime) -> VIHF:
    """Build the VIHF of one call; AuthnInstant is that of the sign-in, a minute ago for who has no session.

    Raises DMPDenied DMP-006 (no savoir-faire), DMP-007 (no structure).
    Rule: dmp.md §3.2, §3.1 (INDIRECTE_RENFORCEE).
    """
    situation, identity = reader.situation, settings.orders.identity
    structure = (situation.structure.identifier if situation.structure else "") or settings.structure_id
    if not structure:
        raise deny(
            "DMP-007",
            "Votre situation d'exercice ne nomme pas de structure : le DMP la demande.",
            "Choisir une autre situation d'exercice, ou faire régler dmp.reading.structure_id.",
            "dmp.md §3.2 (Identifiant_Structure)",
        )
    place = reader.operator.unit or (situation.structure.name if situation.structure else "")
    return VIHF(
        version=identity.vihf_version,
        mode=AuthentificationMode.INDIRECTE_RENFORCEE,
        name_id=reader.operator.identifier,
        structure_id=structure,
        sector=Code(code=situation.sector or identity.secteur_activite, system=SECTOR_OID),
        subject_name=", ".join(part for part in (" ".join(reader.operator.names).strip(), place) if part),
        roles=find_reader_roles(reader, settings),
        ins=reader.ins,
        lps_name=identity.lps_nom,
        lps_version=identity.lps_version,
        lps_id=identity.lps_id,
        homologation=identity.homologation,
        authn_instant=reader.operator.signed_in_at or at - LOGIN_AGE,
        authn_context=settings.authn_context,
        authn_context_decl=settings.authn_context_decl,
        purpose=reader.access.value,
        confidentiality=CONNEXION_SECRETE if reader.is_secret else "",
    )


def find_reader_roles(reader: Reader, settings: ReaderSettings) -> tuple[Code, ...]:
    """Profession, then the savoir-faire that physicians and pharmacists owe.

    The situation says it, else the establishment's own directory (``dmp.professionals``). Raises DMPDenied DMP-006.
    Rule: dmp.md §3.2 (role), §12.1 « Aucune spécialité dans le vihf »; JDV_J65.
    """
    profession = reader.situation.profession
    first = Code(code=profession, system=PROFESSION_OID, label=get_value_set("TRE_G15").label(profession) or profession)
    if profession not in (MEDECIN, PHARMACIEN):
        return (first,)
    system = PHARMACIST_TABLE_OID if profession == PHARMACIEN else SAVOIR_FAIRE_OID
    declared = settings.orders.identity.professionals.get(reader.operator.identifier, "")
    known_profession, _, known = declared.removeprefix("G15_").partition("/")
    candidates = (reader.situation.specialty, known if known_profession == profession else "")
    found = next((code for code in candidates if get_value_set("JDV_J65").contains(code, system)), "")
    if not found:
        raise deny(
            "DMP-006",
            "Votre savoir-faire (ou votre tableau de l'ordre) n'est pas connu : le DMP le demande aux médecins et aux "
            "pharmaciens.",
            "Choisir une situation d'exercice qui le porte, ou le faire déclarer (réglage dmp.professionals).",
            "dmp.md §3.2 (role), §12.1",
        )
    return (first, Code(code=found, system=system, label=get_value_set("JDV_J65").label(found, system) or found))
