"""The façades of the DMP of one node: JSON and FHIR, where the node consults the DMP."""

from fastapi import FastAPI

from liane.api.dmp import add_facades
from liane.api.dmp_desk import DMPDesk
from liane.pipeline.signin.api_proofs import ApiProofs
from liane.wiring.clock import utc_now
from liane.wiring.services import Liane
from liane.wiring.version import VERSION


def add_dmp_facades(api: FastAPI, liane: Liane, proofs: ApiProofs | None) -> None:
    """Add the façades to the API of a node; nothing where it does not consult the DMP. proofs: by phone."""
    if liane.consultation is not None:
        desk = DMPDesk(service=liane.consultation.service, persons=liane.store.registry, proofs=proofs)
        add_facades(api, desk, now=utc_now, version=VERSION)
