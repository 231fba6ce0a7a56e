"""The business values of XDS under the name that flows know; they live beside ebRIM, which XDM needs as well."""

from liane.codecs.ebxml.metadata import (
    Association,
    DocumentEntry,
    RegistryObjects,
    Slot,
    Submission,
    SubmissionSet,
)

__all__ = ["Association", "DocumentEntry", "RegistryObjects", "Slot", "Submission", "SubmissionSet"]
