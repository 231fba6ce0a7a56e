"""What every order to the DMP needs of the settings: who Liane is, its keys, its numbers."""

from pathlib import Path

from liane.codecs.xmldsig.algorithms import Suite
from liane.codecs.xmldsig.keys import SigningMaterial
from liane.domain.errors import ConfigurationError
from liane.pipeline.dmp_identity import DMPIdentitySettings
from liane.pipeline.dmp_orders import DMPOrderSettings
from liane.wiring.settings import DMPSettings, Environment
from liane.wiring.version import VERSION


def make_dmp_orders(dmp: DMPSettings, environment: Environment) -> DMPOrderSettings:
    """Read the keys and the secrets once. Raises ConfigurationError naming the file."""
    return DMPOrderSettings(
        identity=DMPIdentitySettings(
            secteur_activite=dmp.secteur_activite,
            vihf_version=dmp.vihf_version,
            lps_id=dmp.lps_id,
            lps_nom=dmp.lps_nom,
            lps_version=VERSION,
            homologation=_read(dmp.homologation_file).decode().strip() if dmp.homologation_file is not None else "",
            professionals=dict(dmp.professionals),
        ),
        material=SigningMaterial(key_pem=_read(dmp.signature_key), certificates_pem=_read(dmp.signature_certificate)),
        base_url=dmp.base_url.rstrip("/"),
        source_id=dmp.source_id,
        lot_suite=Suite.SHA1 if dmp.lot_digest == "sha1" else Suite.SHA256,
        processing_code="P" if environment is Environment.PRODUCTION else "D",
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"fichier illisible : {path} ({error.strerror})") from error
