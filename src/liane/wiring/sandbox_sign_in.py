"""Sign-in of a Liane beside a sandbox: the simulated Pro Santé Connect, and who may do what in the demonstration."""

from pathlib import Path
from typing import Any

from liane.domain.actors.operator import Role
from liane.wiring.signin_settings import PersonSettings, PSCSettings, SignInSettings

PROFESSIONS: dict[str, tuple[Role, ...]] = {
    "10": (Role.CLINICIEN,),
    "10/SM03": (Role.BIOLOGISTE,),
    "10/SM44": (Role.RADIOLOGUE,),
    "21": (Role.PHARMACIEN,),
    "50": (Role.CLINICIEN,),
    "60": (Role.CLINICIEN,),
}
NAMED = (
    PersonSettings(identifier="899900000078", roles=(Role.IDENTITOVIGILANCE,), unit="3435"),
    PersonSettings(identifier="899900000094", roles=(Role.CLINICIEN,), profession="10", specialty="SM26"),
    PersonSettings(identifier="899900000102", roles=(Role.SECRETARIAT,), unit="3435"),
    PersonSettings(identifier="899900000110", roles=(Role.INTEGRATION,)),
    PersonSettings(identifier="899900000128", roles=(Role.ADMINISTRATION,)),
    PersonSettings(identifier="899900000136", roles=(Role.AUDIT,)),
    PersonSettings(identifier="899900000144", roles=(Role.ACCUEIL,), unit="3435"),
)
"""The nurse watches over identities; the doctor of whom userInfo says little is declared by the site; the secretary,
the engineer, the administrator, the auditor and the clerk of admissions are known by the site alone. Every role can
be seen."""


def make_sandbox_sign_in(description: dict[str, Any]) -> SignInSettings:
    """Make the section from the description of a sandbox: mutual TLS, phone, and the local operator kept."""
    psc, certificates = description["psc"], description["certificates"]
    client = certificates["org_auth_cli"]
    return SignInSettings(
        psc=PSCSettings(
            discovery_url=psc["discovery_url"],
            client_id=psc["client_id"],
            certificate=Path(client["certificate"]),
            key=Path(client["key"]),
            authorities=Path(certificates["authorities"]),
            phone=True,
            backchannel_logout=True,
        ),
        local_operator=True,
        people=NAMED,
        professions=PROFESSIONS,
        structures=tuple(psc["structures"]),
        api_audiences=(psc["client_id"],),
    )
