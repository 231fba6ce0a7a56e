"""Settings of the local copy of the national directory. Rule: annuaire.md §1, §6."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from liane.pipeline.directory.addresses import AddressCheck


class AnnuaireSettings(BaseModel):
    """The FHIR API of the Annuaire Santé. api_key_file: the key of the portal. load_at: hour of the nightly load, UTC.

    authorities: those of the server, None for the system's. stale_after_h: past that age the copy is shown as old, and
    an address that it lacks is asked of the directory itself. address_check: what to do with an address unknown to it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    api_key_file: Path
    authorities: Path | None = None
    timeout_s: float = Field(default=35.0, gt=0, le=120)
    calls_per_second_max: float = Field(default=15.0, gt=0, le=17)
    page_size: int = Field(default=500, ge=1, le=1000)
    load_at: str = Field(default="02:30", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    stale_after_h: float = Field(default=24.0, gt=0)
    address_check: AddressCheck = AddressCheck.TELL
