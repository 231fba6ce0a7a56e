"""Names of the FHIR API of the Annuaire Santé: systems, extensions. Rule: annuaire.md §2."""

from typing import Final

IDNPS: Final = "urn:oid:1.2.250.1.71.4.2.1"
IDNST: Final = "urn:oid:1.2.250.1.71.4.2.2"
RPPS: Final = "https://rpps.esante.gouv.fr"
FINESS: Final = "https://finess.esante.gouv.fr"
SIRENE: Final = "https://sirene.fr"
RPPS_RANK: Final = "https://rppsrang.esante.gouv.fr"
IDENTIFIER_TYPES: Final = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203"
EMAIL_TYPE: Final = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type"
MAILBOX: Final = "https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-mailbox-mss-metadata"
NOS: Final = "https://mos.esante.gouv.fr/NOS/"
PROFESSION: Final = "TRE_G15-ProfessionSante"
CATEGORY: Final = "TRE_R09-CategorieProfessionnelle"
SKILL: Final = "TRE_R38"
SECTOR: Final = "TRE_R02-SecteurActivite"
ACTIVITY: Final = "TRE_R22-GenreActivite"
MODE: Final = "TRE_R23-ModeExercice"
FUNCTION: Final = "TRE_R21-Fonction"
EMAIL_TYPES: Final = "TRE_R256-TypeMessagerie"
MAILBOX_TYPES: Final = "TRE_R257-TypeBAL"
ORGANIZATION_KIND: Final = "http://interopsante.org/fhir/CodeSystem/v2-3307"
LEGAL: Final = "LEGAL-ENTITY"
RESOURCES: Final = ("Organization", "Practitioner", "PractitionerRole")
"""What is loaded, in an order in which references find what they name."""


def table_url(table: str) -> str:
    """The canonical of a table of the NOS: ``TRE_R22-GenreActivite`` gives ``…/FHIR/TRE-R22-GenreActivite``."""
    return f"{NOS}{table}/FHIR/{table.replace('_', '-', 1)}"


def is_of_table(system: str, table: str) -> bool:
    """Tell whether a coding's system is that table, whatever the host or the form of its URL."""
    return table.split("-", 1)[0].replace("_", "-") in system.replace("_", "-")
