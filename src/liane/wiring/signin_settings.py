"""Settings of sign-in: the registration with Pro Santé Connect, who may enter, how long a session holds."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from liane.domain.actors.operator import Role
from liane.pipeline.signin.rescue import RescueWhen


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PSCSettings(_Section):
    """One registration with Pro Santé Connect: secret or certificate. Rule: psc.md §2, §3, §12-8."""

    discovery_url: str
    client_id: str = Field(min_length=1)
    client_secret_file: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    authorities: Path | None = None
    issuer: str = ""
    hosts: tuple[str, ...] = ()
    endpoints: dict[str, str] = {}
    timeout_s: float = Field(default=10.0, gt=0, le=60)
    idp_hint: str = ""
    phone: bool = False
    backchannel_logout: bool = False

    @model_validator(mode="after")
    def _has_a_way_to_prove_itself(self) -> "PSCSettings":
        if (self.certificate is None) != (self.key is None):
            raise ValueError("certificate et key vont ensemble")
        if self.client_secret_file is None and self.certificate is None:
            raise ValueError("client_secret_file ou certificate est obligatoire")
        return self


class PersonSettings(_Section):
    """One person that the site names. identifier: PS_IdNat. profession, specialty: when userInfo gives no situation."""

    identifier: str = Field(min_length=1, max_length=64)
    roles: tuple[Role, ...] = Field(min_length=1)
    unit: str = ""
    profession: str = ""
    specialty: str = ""


class SignInSettings(_Section):
    """Who signs in, how, and for how long. Rule: psc.md §4, §5, §12."""

    psc: PSCSettings | None = None
    public_url: str = ""
    local_operator: bool = False
    key_file: Path | None = None
    former_key_files: tuple[Path, ...] = Field(default=(), max_length=5)
    lasts_h: float = Field(default=4.0, gt=0, le=4)
    idle_min: float = Field(default=120.0, gt=0, le=120)
    renewal_idle_min: float = Field(default=30.0, gt=0, le=120)
    sessions_max: int = Field(default=10, ge=1, le=100)
    people: tuple[PersonSettings, ...] = Field(default=(), max_length=10_000)
    professions: dict[str, tuple[Role, ...]] = {}
    structures: tuple[str, ...] = ()
    sector: str = "SA01"
    rescue_when: RescueWhen = RescueWhen.NEVER
    rescue_file: Path | None = None
    api_audiences: tuple[str, ...] = ()
    api_scopes: tuple[str, ...] = ()
    api_bound: bool = False
    api_certificate_header: str = ""
    cnf_hexadecimal: bool = False

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        split = urlsplit(value)
        is_origin = split.netloc and not split.path.strip("/") and not split.query and not split.username
        is_loopback = split.hostname in ("127.0.0.1", "localhost", "::1")
        if value and not (is_origin and (split.scheme == "https" or (split.scheme == "http" and is_loopback))):
            raise ValueError("une adresse https sans chemin est attendue")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _lets_no_stranger_in(self) -> "SignInSettings":
        if self.professions and not self.structures:
            raise ValueError("professions demande structures (les droits par profession ne valent que chez soi)")
        if self.rescue_when is not RescueWhen.NEVER and self.rescue_file is None:
            raise ValueError("rescue_when demande rescue_file")
        names = [one.identifier for one in self.people]
        if len(set(names)) < len(names):
            raise ValueError("people : deux personnes portent le même identifiant")
        return self
