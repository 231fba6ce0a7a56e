"""Settings of the consultation of the DMP: in whose name, how long what was read serves, what counts as new."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IntegrationRoute(_Section):
    """One application that takes documents integrated from a DMP. type_codes: only these types; empty for all."""

    application: str = Field(min_length=1)
    facility: str = Field(min_length=1)
    type_codes: tuple[str, ...] = ()


class PreloadOptions(_Section):
    """What is read ahead for a reader in charge of a patient. Rule: DMP/UX.34."""

    enabled: bool = False
    types: tuple[str, ...] = Field(default=(), max_length=50)
    days: int = Field(default=365, ge=1, le=36_500)
    documents_max: int = Field(default=10, ge=1, le=50)
    kept_min: float = Field(default=30.0, gt=0, le=60)


class ReaderOptions(_Section):
    """How professionals consult the DMP. Rule: dmp.md §3.1, §3.2 (AIR), §7.4; DMP/UX.08, DMP/UX.17."""

    structure_id: str = ""
    structures: tuple[str, ...] = Field(default=(), max_length=200)
    authn_context: str = "MobileTwoFactorUnregistered"
    authn_context_decl: Literal["APP_BROWSER_AUTH", "CONF_EXI_PGSSIS"] = "APP_BROWSER_AUTH"
    kept_min: float = Field(default=60.0, gt=0, le=60)
    timeout_s: float = Field(default=15.0, gt=0, le=120)
    informs_by_default: bool = False
    regulation_centre: bool = False
    web_domain: str = Field(default="", pattern=r"^[A-Za-z0-9.\-]*(:[0-9]+)?$")
    new_types: dict[str, tuple[str, ...]] = {}
    routes: tuple[IntegrationRoute, ...] = Field(default=(), max_length=50)
    preload: PreloadOptions = PreloadOptions()
