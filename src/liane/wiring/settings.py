"""Settings: one TOML file under version control, environment variables above it, checked before anything starts.

No secret has a default here. Names are those of docs/operations/settings.md; a test holds the two together.
"""

import os
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from liane.domain.actors.operator import Role
from liane.domain.documents.circulation import WhenNotCollected
from liane.domain.documents.decision import MatriceMode
from liane.domain.errors import ConfigurationError
from liane.pipeline.dmp_existence import ExistenceCheck
from liane.pipeline.identity.identify import UnknownPatient
from liane.pipeline.identity.rules import RegistryRole
from liane.pipeline.intake.doors import DoorKind
from liane.pipeline.validation_gate import ValidationPolicy
from liane.wiring.announcement_settings import AnnouncementSettings
from liane.wiring.audit_settings import AuditSettings
from liane.wiring.context_settings import ContextSettings
from liane.wiring.critical_settings import CriticalSettings
from liane.wiring.desk_settings import DeskSettings
from liane.wiring.directory_settings import AnnuaireSettings
from liane.wiring.dmp_settings import ReaderOptions
from liane.wiring.intake_settings import IntakeSettings
from liane.wiring.outlet_settings import OutletSettings, RouteSettings
from liane.wiring.signin_settings import SignInSettings


class Environment(StrEnum):
    """Where this Liane runs. Decides the MSH-11 and the INS authorities that it accepts."""

    SANDBOX = "sandbox"
    TEST = "test"
    PRODUCTION = "production"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TLSFiles(_Section):
    """PEM files of one side of a TLS link. crls: revocation lists that the site keeps, used by the MSSanté link."""

    certificate: Path
    key: Path
    authorities: Path
    crls: tuple[Path, ...] = ()


class MLLPSettings(_Section):
    """The MLLP door. Plain on loopback only; elsewhere ``tls`` is required."""

    host: str = "127.0.0.1"
    port: int = 2575
    tls: TLSFiles | None = None
    frame_size_bytes_max: int = 64 * 1024 * 1024
    idle_timeout_s: float = 600.0
    connections_max: int = 256


class OperatorSettings(_Section):
    """One named operator of the pages: their own secret, their roles, the unit that they work in.

    Rule: INS/va1.50 (habilitations); RNIV 1.
    """

    name: str = Field(min_length=1, max_length=64)
    secret_file: Path
    roles: tuple[Role, ...] = Field(min_length=1)
    unit: str = ""


class HTTPSettings(_Section):
    """The pages and the API. operators: named, each with roles; the secret of ``operator_token_file`` administers."""

    host: str = "127.0.0.1"
    port: int = 8080
    operator_name: str = "opérateur local"
    operator_token_file: Path | None = None
    allowed_hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = Field(default=(), max_length=20)
    requests_per_minute_max: int = Field(default=12_000, ge=0)
    refusals_per_minute_max: int = Field(default=60, ge=0)
    operators: tuple[OperatorSettings, ...] = ()


class DMPSettings(_Section):
    """The DMP. Certificates: ORG_AUTH_CLI for TLS, ORG_SIGN for the VIHF and the lot. Rule: dmp.md §2, §3."""

    base_url: str
    tls: TLSFiles
    signature_certificate: Path
    signature_key: Path
    timeout_s: float = 30.0
    source_id: str
    professionals: dict[str, str] = {}
    secteur_activite: str = "SA01"
    vihf_version: str = "3.0"
    lps_id: str = "LIANE-0001"
    lps_nom: str = "LIANE"
    homologation_file: Path | None = None
    lot_digest: Literal["sha1", "sha256"] = "sha1"
    cumul_masque_invisible: bool = False
    existence_check: ExistenceCheck = ExistenceCheck.FIRST_FEED
    existence_kept_h: float = Field(default=24.0, gt=0)
    reading: ReaderOptions = ReaderOptions()


class ReceptionSettings(_Section):
    """One mailbox to read; what is not said is as for the applicative mailbox. Rule: mssante.md §10; hl7v2.md §7.1.

    label: shown beside its address when a person answers from it. prescriptions: a pharmacy, whose patients send their
    prescriptions (mssante.md §8).
    """

    mailbox: str = Field(min_length=3)
    kind: DoorKind = DoorKind.APPLICATION
    imap_host: str | None = None
    imap_port: int | None = None
    tls: TLSFiles | None = None
    authentication: Literal["external", "plain", "none"] | None = None
    unit: str = ""
    unit_label: str = ""
    routes: tuple[RouteSettings, ...] = ()
    automatic: bool = True
    label: str = ""
    prescriptions: bool = False
    idle_s: float = Field(default=240.0, gt=0, le=1500)


class MSSanteSettings(_Section):
    """The MSSanté operator, with the applicative mailbox (BAL APP) of this Liane. Rule: mssante.md §3."""

    smtp_host: str
    smtp_port: int = 587
    imap_host: str
    imap_port: int = 143
    tls: TLSFiles
    mailbox: str
    label: str
    nil: str
    source_id: str
    authentication: Literal["external", "plain", "none"] = "external"
    timeout_s: float = 30.0
    receipts_poll_s: float = 2.0
    receipt_wait_h: float = 48.0
    resend_wait_s: float = 600.0
    xdm_action_slot: str = "action"
    crl_urls: tuple[str, ...] = ()
    crl_refresh_h: float = Field(default=6.0, gt=0)
    crl_age_h_max: float | None = Field(default=None, gt=0)
    reception: tuple[ReceptionSettings, ...] = Field(default=(), max_length=50)


class INSiSettings(_Section):
    """The téléservice INSi. manual: certificate INSI-MANU; batch: INSI-AUTO. Rule: ins.md §6.2, §6.3."""

    url: str
    manual: TLSFiles
    batch: TLSFiles | None = None
    idam: str
    lps_nom: str = "LIANE"
    instance: str | None = None
    timeout_s: float = Field(default=10.0, gt=0, le=120)
    calls_per_minute_max: int = Field(default=120, ge=1, le=10_000)
    verification: Literal["none", "stand_in"] = "none"


class EmitterSettings(_Section):
    """One producing application: where its ZAM go, and how its documents are judged."""

    application: str
    facility: str
    zam_host: str
    zam_port: int
    tls: TLSFiles | None = None
    validation: ValidationPolicy | None = None


class ApplicationSettings(OutletSettings):
    """One application of the establishment that documents are handed over to. tls: of HL7 v2 or of FHIR."""

    tls: TLSFiles | None = None

    @model_validator(mode="after")
    def _has_a_link(self) -> "ApplicationSettings":
        if self.tls is not None and self.folder is not None:
            raise ValueError("tls ne vaut pas avec folder")
        return self


class FolderSettings(_Section):
    """One watched folder. stable_s: how long a file must stay the same before it is taken."""

    name: str = Field(min_length=1, max_length=64)
    path: Path
    unit: str = ""
    routes: tuple[RouteSettings, ...] = ()
    poll_s: float = Field(default=2.0, gt=0)
    stable_s: float = Field(default=3.0, ge=0)


class HL7SourceSettings(_Section):
    """One application whose documents come in by HL7 v2 (ORU, MDM with a PDF). ``*`` stands for any.

    ward_is_unit: show each document to the unit of its stay (PV1-3). Rule: intake.md §1.1.
    """

    application: str = Field(min_length=1)
    facility: str = Field(min_length=1)
    unit: str = ""
    ward_is_unit: bool = False
    routes: tuple[RouteSettings, ...] = ()


class LocalDomainSettings(_Section):
    """The establishment's own domain of IPP. oid: its OID, else its FINESS. Rule: hl7v2.md §4.3.1."""

    oid: str = Field(min_length=1, max_length=100)
    namespace: str = ""
    type_code: str = "PI"
    prefix: str = ""
    digits: int = Field(default=10, ge=1, le=18)


class SubscriberSettings(_Section):
    """One application to tell when an identity changes, by ADT. Rule: INS/va1.60."""

    application: str = Field(min_length=1)
    facility: str = Field(min_length=1)
    host: str
    port: int
    tls: TLSFiles | None = None
    events: tuple[Literal["A28", "A31", "A40", "A47"], ...] = ("A28", "A31", "A40", "A47")


class UnqualifiedMessage(StrEnum):
    """What is answered to a document whose message carries the INS of an identity that it does not call qualified."""

    REFUSE = "refuse"
    WAIT = "wait"


class IdentitySettings(_Section):
    """The registry of identities: référentiel or follower, whom it believes, whom it tells. Rule: ins.md §1, §3."""

    role: RegistryRole = RegistryRole.REFERENTIEL
    application: str = "LIANE"
    facility: str = "LIANE"
    local_domain: LocalDomainSettings | None = None
    sources: tuple[str, ...] = ()
    queriers: tuple[str, ...] = ()
    unknown_patient: UnknownPatient | None = None
    unqualified_message: UnqualifiedMessage = UnqualifiedMessage.REFUSE
    stance_not_collected: WhenNotCollected = WhenNotCollected.ALLOW
    renewal_years: int = Field(default=3, ge=1, le=10)
    oid_mapping: dict[str, str] | None = None
    subscribers: tuple[SubscriberSettings, ...] = ()

    @property
    def resolved_unknown_patient(self) -> UnknownPatient:
        """What was set, else: wait where a flow of identities comes, register where none does."""
        if self.unknown_patient is not None:
            return self.unknown_patient
        return UnknownPatient.WAIT if self.sources else UnknownPatient.REGISTER


class RetrySettings(_Section):
    """How long to insist before a person decides."""

    first_delay_s: float = 2.0
    delay_max_s: float = 900.0
    attempts_max: int = 60
    age_max_h: float = 48.0


class AlertsSettings(_Section):
    """Whom to tell outside Liane that an incident begins or ends. Nothing of a patient goes there."""

    webhook_url: str | None = None
    webhook_token_file: Path | None = None
    mail_to: tuple[str, ...] = Field(default=(), max_length=20)
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    poll_s: float = Field(default=5.0, gt=0)

    @model_validator(mode="after")
    def _has_what_mail_needs(self) -> "AlertsSettings":
        if self.mail_to and not (self.mail_from and self.smtp_host):
            raise ValueError("mail_to demande mail_from et smtp_host")
        return self


class RetentionSettings(_Section):
    """How long contents and traces are kept, in days."""

    content_days: int = 90
    trace_days: int = 3650


class Settings(_Section):
    """All the settings of one Liane."""

    environment: Environment = Environment.SANDBOX
    data: Path = Path("var")
    kits: Path | None = None
    database_url: str | None = None
    node: str = "liane-1"
    establishment: str = "Établissement"
    concurrency_max: int = Field(default=16, ge=1, le=256)
    workers: int = Field(default=2, ge=1, le=64)
    free_space_floor_mb: int = 3072
    validation: ValidationPolicy = ValidationPolicy.WARN
    matrice_mssante: MatriceMode = MatriceMode.AVERTIR
    check_oid_against_processing_id: bool = False
    mllp: MLLPSettings = MLLPSettings()
    http: HTTPSettings = HTTPSettings()
    dmp: DMPSettings | None = None
    mssante: MSSanteSettings | None = None
    insi: INSiSettings | None = None
    annuaire: AnnuaireSettings | None = None
    emitters: tuple[EmitterSettings, ...] = ()
    applications: tuple[ApplicationSettings, ...] = Field(default=(), max_length=100)
    folders: tuple[FolderSettings, ...] = Field(default=(), max_length=50)
    hl7_sources: tuple[HL7SourceSettings, ...] = Field(default=(), max_length=100)
    identity: IdentitySettings = IdentitySettings()
    intake: IntakeSettings = IntakeSettings()
    desk: DeskSettings = DeskSettings()
    retry: RetrySettings = RetrySettings()
    retention: RetentionSettings = RetentionSettings()
    alerts: AlertsSettings = AlertsSettings()
    criticals: CriticalSettings = CriticalSettings()
    signin: SignInSettings | None = None
    contexts: ContextSettings = ContextSettings()
    audit: AuditSettings = AuditSettings()
    announcements: AnnouncementSettings = AnnouncementSettings()


ENVIRONMENT_PREFIX = "LIANE_"
_FLAT = ("environment", "data", "database_url", "node", "establishment", "validation", "concurrency_max", "workers")


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """Read the settings: TOML file, then ``LIANE_…`` variables, then explicit overrides.

    path: None looks for ``LIANE_CONFIG``, then ``liane.toml`` in the current folder; neither is required.
    Raises ConfigurationError naming the setting.
    """
    source = path or (Path(os.environ["LIANE_CONFIG"]) if "LIANE_CONFIG" in os.environ else None)
    if source is None and Path("liane.toml").is_file():
        source = Path("liane.toml")
    values: dict[str, Any] = {}
    if source is not None:
        try:
            values = tomllib.loads(source.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigurationError(f"fichier de réglages illisible : {source} ({error.strerror})") from error
        except tomllib.TOMLDecodeError as error:
            raise ConfigurationError(f"fichier de réglages mal formé : {source} ({error})") from error
    for name in _FLAT:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if variable in os.environ:
            values[name] = os.environ[variable]
    values.update(overrides)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"réglage {where} : {first['msg']}") from error
