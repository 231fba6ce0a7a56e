"""Names that a document handed over by FHIR bears, gathered here because the guides still move.

Read in the sources of the PDSm guide (3.1.x) and of IHE MHD 4.0.1: the bundle, the fiche, the lot, the extensions of
MHD. Not verified with a server in service: whether it wants the patient contained, posted or only referred to (the
examples of the guide do each); ours is referred to by identifier, and contained for ``sourcePatientInfo``.
Rule: IG PDSm; IHE MHD ITI-65; dmp.md §13.
"""

from typing import Final

from liane.codecs.fhir_pdsm.resources import CONFIDENTIALITY_SYSTEM, DOCUMENT_PROFILE, PDSM, VISIBILITY_SYSTEM

BUNDLE_PROFILE: Final = f"{PDSM}/pdsm-comprehensive-provide-document-bundle"
FICHE_PROFILE: Final = DOCUMENT_PROFILE
LOT_PROFILE: Final = f"{PDSM}/pdsm-submissionset-comprehensive"
CONFIDENTIALITY: Final = CONFIDENTIALITY_SYSTEM
VISIBILITY: Final = VISIBILITY_SYSTEM
DESIGNATION: Final = "https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-designationType"
SOURCE_ID: Final = "https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-sourceId"
LIST_TYPES: Final = "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes"
URI: Final = "urn:ietf:rfc:3986"
HL7_TYPES: Final = "http://terminology.hl7.org/CodeSystem/v2-0203"
FR_TYPES: Final = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203"
FR_GIVEN_NAMES: Final = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-birth-list-given-name"
BIRTH_PLACE: Final = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
FR_INSEE: Final = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code"
COMMUNES: Final = "https://mos.esante.gouv.fr/NOS/TRE_R13-CommuneOM/FHIR/TRE-R13-CommuneOM"
LANGUAGE: Final = "fr-FR"
REASONS: Final = "urn:liane:refus"
"""System of the codes 900 to 906 in an OperationOutcome; any other system with one of these codes is taken too."""
DELETED: Final = "entered-in-error"
