"""The scene of the demonstration where a doctor reads the DMP of a person qualified at the counter."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from liane.domain.actors.actor import Structure
from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.actors.professional import Situation
from liane.domain.identity.person import ConsultationStance, Person
from liane.pipeline.dmp_consultation.integration import IntegrationState
from liane.wiring.counter import ADMITTED
from liane.wiring.scenes import Scene, play_scene
from liane.wiring.services import Liane

TITLE = "DMP : une médecin ouvre celui d'une personne qualifiée, le lit et intègre un document au DPI"
DOCUMENTS_MIN = 25


def make_reader(description: dict[str, Any]) -> Operator:
    """The cardiologist of the sandbox, as Pro Santé Connect would name her."""
    establishment = description["establishment"]
    return Operator(
        name="TESTMELEZE Irène (démonstration)",
        family="TESTMELEZE",
        given="Irène",
        roles=frozenset({Role.CLINICIEN, Role.ACCUEIL}),
        identifier="899900000037",
        means=SignInMeans.PRO_SANTE_CONNECT,
        situation=Situation(
            profession="10",
            specialty="SM04",
            sector="SA01",
            structure=Structure(identifier=establishment["structure_id"], name=establishment["name"]),
        ),
        session="démonstration",
    )


async def play_reading(liane: Liane, description: dict[str, Any], tell: Callable[[Scene], None]) -> Scene:
    """Play the scene; one that breaks is told as such."""
    return await play_scene(TITLE, lambda: _read(liane, description), tell)


async def _read(liane: Liane, description: dict[str, Any]) -> tuple[str, bool]:
    if liane.consultation is None:
        return "ce nœud ne consulte pas le DMP", False
    service, reader = liane.consultation.service, make_reader(description)
    person = await find_person(liane, description, ADMITTED)
    consents = replace(person.consents, consultation=ConsultationStance.CONSENTED)
    person = await liane.registry.record_consents(person.id, person.version, consents, operator=reader)
    folder = await service.open(person, reader)
    listing = await service.list(folder)
    content = await service.read(folder, listing.documents[0].unique_id)
    wanted = next(one for one in listing.documents if one.media_type == "text/xml" and not one.is_by_patient)
    (done,) = await service.integrate(folder, [wanted.unique_id])
    authors = {author.name for one in listing.documents for author in one.authors}
    found = (
        f"{folder.facts.sign.value}, {len(listing.documents)} documents de {len(authors)} auteurs, "
        f"un lu ({len(content.data)} octets), un {done.state.value}"
    )
    kept = done.state in (IntegrationState.FILED, IntegrationState.KNOWN)
    return found, len(listing.documents) >= DOCUMENTS_MIN and kept


async def find_person(liane: Liane, description: dict[str, Any], ins: str) -> Person:
    """Find the person who holds the local number of a patient of the sandbox. Raises LookupError."""
    domain = liane.settings.identity.local_domain
    number = next(str(one["ipp"]) for one in description["patients"] if one["ins"] == ins)
    person = await liane.store.registry.find_by_identifier(domain.oid, number) if domain is not None else None
    if person is None:
        raise LookupError("no person holds this number")
    return person
