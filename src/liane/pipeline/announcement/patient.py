"""Whose a document is, as the registry says it now: merges followed."""

from liane.domain.identity.person import Person
from liane.pipeline.identity.ports import RegistryStore


async def find_patient(registry: RegistryStore, document_id: int) -> Person | None:
    """The person in force whom a document is tied to; None while it is tied to nobody."""
    person_id = await registry.find_document_person(document_id)
    return None if person_id is None else await registry.get_effective_person(person_id)
