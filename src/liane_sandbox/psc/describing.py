"""What a caller needs to know of the simulated Pro Santé Connect, as JSON values."""

from liane.codecs.oidc.names import DISCOVERY_NAME
from liane_sandbox.establishment import ANNEX_ID, STRUCTURE_ID
from liane_sandbox.psc.people import PEOPLE
from liane_sandbox.psc.protected import API_SCOPE
from liane_sandbox.psc.service import CLIENT_ID, CLIENT_SECRET, EXCHANGE, REALM, RESOURCE, PSCService


def describe_psc(service: PSCService) -> dict[str, object]:
    """Addresses, client, structures and fictitious people."""
    return {
        "discovery_url": f"{service.base_url}{REALM}/.well-known/{DISCOVERY_NAME}",
        "issuer": service.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "exchange_url": f"{service.base_url}{EXCHANGE}",
        "resource_url": f"{service.base_url}{RESOURCE}",
        "api_scope": API_SCOPE,
        "structures": [STRUCTURE_ID, ANNEX_ID],
        "people": [
            {
                "identifier": one.identifier,
                "name": one.name,
                "profession": one.profession,
                "specialty": one.skill,
                "label": one.label,
            }
            for one in PEOPLE
        ],
    }
