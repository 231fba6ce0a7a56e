"""What the simulator answers when it refuses: registry errors and SOAP Faults, each with its reason and its rule."""

from dataclasses import dataclass
from enum import StrEnum


class RegistryCode(StrEnum):
    """Codes of registry errors that the simulator produces. Rule: dmp.md §12.3."""

    UNKNOWN_PATIENT = "XDSUnknownPatientId"
    PATIENT_MISMATCH = "XDSPatientIdDoesNotMatch"
    REGISTRY_METADATA = "XDSRegistryMetadataError"
    REPOSITORY_METADATA = "XDSRepositoryMetadataError"
    REPOSITORY_ERROR = "XDSRepositoryError"
    REGISTRY_ERROR = "XDSRegistryError"
    MISSING_DOCUMENT = "XDSMissingDocument"
    MISSING_METADATA = "XDSMissingDocumentMetadata"
    DUPLICATE_IN_REGISTRY = "XDSDuplicateUniqueIdInRegistry"
    DUPLICATE_IN_MESSAGE = "XDSRepositoryDuplicateUniqueIdInMessage"
    REGISTRY_DUPLICATE_IN_MESSAGE = "XDSRegistryDuplicateUniqueIdInMessage"
    NON_IDENTICAL_HASH = "XDSNonIdenticalHash"
    NON_IDENTICAL_SIZE = "XDSNonIdenticalSize"
    DEPRECATED = "XDSRegistryDeprecatedDocumentError"
    UNRESOLVED = "UnresolvedReferenceException"
    UNKNOWN_QUERY = "XDSUnknownStoredQuery"
    MISSING_PARAMETER = "XDSStoredQueryMissingParam"
    PARAMETER_NUMBER = "XDSStoredQueryParamNumber"
    TOO_MANY_RESULTS = "XDSTooManyResults"
    UNKNOWN_REPOSITORY = "XDSUnknownRepositoryId"
    DOCUMENT_UNIQUE_ID = "XDSDocumentUniqueIdError"
    UPDATE_ERROR = "XDSMetadataUpdateError"
    UPDATE_OPERATION = "XDSMetadataUpdateOperationError"
    UPDATE_VERSION = "XDSMetadataVersionError"
    UPDATE_IDENTIFIER = "XDSMetadataIdentifierError"
    UNMODIFIABLE = "UnmodifiableMetadataError"
    INVALID_DOCUMENT = "InvalidDocumentContent"
    REGISTRY_BUSY = "XDSRegistryBusy"
    REPOSITORY_BUSY = "XDSRepositoryBusy"
    REGISTRY_NOT_AVAILABLE = "XDSRegistryNotAvailable"
    OUT_OF_RESOURCES = "XDSRegistryOutOfResources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One registry error. context: what is wrong, in French. location: object of the message. rule: section."""

    code: str
    context: str
    location: str = ""
    rule: str = "dmp.md §12.3"

    @property
    def code_context(self) -> str:
        """The text answered: what is wrong, then the rule."""
        return f"{self.context} [{self.rule}]"


class RegistryRefused(Exception):
    """A transaction is refused; nothing of it is kept."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__(", ".join(refusal.code for refusal in refusals))


class FaultCode(StrEnum):
    """Subcodes of SOAP Faults. Rule: dmp.md §12.1; WS-Security and WS-Addressing for the standard ones."""

    INVALID_CERTIFICATE = "DMPInvalidCertificate"
    ACCESS_DENIED = "DMPAccessDeniedByRightsService"
    INVALID_VIHF = "DMPInvalidVIHF"
    UNKNOWN_STRUCTURE = "DMPStructureNotFound"
    MISSING_SPECIALTY = "DMPMissingSpecialty"
    DOCUMENT_UNIQUE_ID = "XDSDocumentUniqueIdError"
    INVALID_SECURITY = "InvalidSecurity"
    FAILED_AUTHENTICATION = "FailedAuthentication"
    ADDRESSING_REQUIRED = "MessageAddressingHeaderRequired"
    ACTION_NOT_SUPPORTED = "ActionNotSupported"
    INVALID_MESSAGE = "InvalidMessage"


class FaultRaised(Exception):
    """The call ends by a SOAP Fault. is_sender: whose fault. code: another than Sender and Receiver.

    Rule: dmp.md §12.1; SOAP 1.2 part 1 §5.4.6.
    """

    def __init__(self, subcode: str, reason: str, *, rule: str = "", is_sender: bool = True, code: str = "") -> None:
        self.subcode = subcode
        self.reason = f"{reason} [{rule}]" if rule else reason
        self.code = code or ("Sender" if is_sender else "Receiver")
        super().__init__(subcode or code)
