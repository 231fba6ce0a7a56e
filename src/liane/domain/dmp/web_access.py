"""TD0.10: the address of the DMP's own pages, opened in the browser of a professional who signs in there."""

from enum import StrEnum

from liane.domain.errors import ConfigurationError
from liane.domain.identity.ins import INS


class WebPage(StrEnum):
    """Pages of the Web-PS. Rule: dmp.md §7.4."""

    TABLEAU_DE_BORD = "TableauDeBord"
    DOSSIER_PATIENT = "DossierPatient"
    GESTION_DMP = "GestionDMPPatient"
    DOCUMENTS = "Documents"
    PARCOURS = "ParcoursDeSoins"
    HISTORIQUE = "HistoriqueAcces"
    VOLONTES = "VolontesEtDroits"
    VACCINATION = "CarnetVaccination"
    PARAMETRAGES = "Parametrages"


_WITHOUT_PATIENT = frozenset({WebPage.PARAMETRAGES})


def build_web_access(domain: str, page: WebPage, ins: INS | None) -> str:
    """Write the address. domain: host alone, of the settings. ins: of a qualified identity, ignored by Parametrages.

    Raises ConfigurationError when no domain is set, ValueError when the page needs a patient.
    Rule: DMP/UX.49; dmp.md §7.4.
    """
    if not domain:
        raise ConfigurationError("dmp.web_domain : l'adresse de l'accès Web au DMP n'est pas réglée")
    base = f"https://{domain}/AccesDirect/{page.value}"
    if page in _WITHOUT_PATIENT:
        return base
    if ins is None and page is not WebPage.TABLEAU_DE_BORD:
        raise ValueError(f"the page {page.value} needs a patient")
    if ins is not None and not (ins.matricule.isascii() and ins.matricule.isalnum()):
        raise ValueError("an INS has letters and digits only")
    return f"{base}/{ins.matricule}" if ins is not None else base
