"""A sandbox beside us: started as a process of its own, known by its description file, stopped with us.

The product never imports a simulator; it starts one, as a person would, and reads where it is.
"""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from liane.domain.errors import ConfigurationError
from liane.pipeline.identity.identify import UnknownPatient
from liane.pipeline.intake.doors import DoorKind
from liane.wiring.context_settings import ContextSettings
from liane.wiring.directory_settings import AnnuaireSettings
from liane.wiring.intake_settings import IntakeSettings
from liane.wiring.sandbox_outlets import make_sandbox_applications, make_sandbox_routes
from liane.wiring.sandbox_reading import make_sandbox_reading
from liane.wiring.sandbox_sign_in import make_sandbox_sign_in
from liane.wiring.settings import (
    DMPSettings,
    EmitterSettings,
    Environment,
    HL7SourceSettings,
    HTTPSettings,
    IdentitySettings,
    INSiSettings,
    LocalDomainSettings,
    MLLPSettings,
    MSSanteSettings,
    ReceptionSettings,
    RetrySettings,
    Settings,
    SubscriberSettings,
    TLSFiles,
)

START_S_MAX = 60.0
STOP_S_MAX = 10.0
EXPORTS = "EXPORT-SIMULATION"
"""The application of the sandbox establishment whose documents come in by HL7 v2."""
SOURCE_ID = "1.2.250.1.999.1.8121"
DESCRIPTION = "sandbox.json"


class SandboxProcess:
    """One sandbox process. Use as an async context manager."""

    def __init__(
        self,
        folder: Path,
        *,
        platform_port: int = 0,
        base_port: int = 0,
        guests: Path | None = None,
        has_dossiers: bool = False,
    ) -> None:
        self._folder = folder
        self._has_dossiers = has_dossiers
        self._guests = guests
        self._platform_port = platform_port
        self._base_port = base_port
        self._process: asyncio.subprocess.Process | None = None
        self.description: dict[str, Any] = {}

    async def __aenter__(self) -> "SandboxProcess":
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / DESCRIPTION
        path.unlink(missing_ok=True)
        log = (self._folder / "sandbox.log").open("ab")
        arguments = ["--folder", str(self._folder), "--ports", str(self._base_port), "--port-file", str(path)]
        if self._platform_port:
            arguments += ["--platform-port", str(self._platform_port)]
        if self._guests is not None:
            arguments += ["--guests", str(self._guests)]
        if self._has_dossiers:
            arguments.append("--dossiers")
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "liane_sandbox", *arguments, stdout=log, stderr=log, start_new_session=True
            )
        finally:
            log.close()
        try:
            await asyncio.wait_for(self._wait_until_described(path), START_S_MAX)
        except TimeoutError:
            await self.__aexit__()
            raise ConfigurationError(f"le bac à sable ne démarre pas : voir {self._folder / 'sandbox.log'}") from None
        return self

    async def _wait_until_described(self, path: Path) -> None:
        assert self._process is not None
        while not path.is_file():
            if self._process.returncode is not None:
                raise ConfigurationError(f"le bac à sable s'est arrêté : voir {self._folder / 'sandbox.log'}")
            await asyncio.sleep(0.05)
        self.description = json.loads(path.read_text(encoding="utf-8"))

    async def __aexit__(self, *_: object) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_S_MAX)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    @property
    def pid(self) -> int:
        """Number of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def pages_url(self) -> str:
        """Address of the sandbox's pages and API."""
        return str(self.description["pages"]["url"])


def make_sandbox_settings(
    description: dict[str, Any], *, data: Path, mllp_port: int, http_port: int = 0, **changes: Any
) -> Settings:
    """Make the settings of a Liane that talks to a sandbox, from the sandbox's own description."""
    certificates = description["certificates"]
    authorities = Path(certificates["authorities"])
    homologation = data / "homologation.txt"
    data.mkdir(parents=True, exist_ok=True)
    homologation.write_text(str(description["dmp"]["homologation"]), encoding="utf-8")
    homologation.chmod(0o600)

    def files(name: str) -> TLSFiles:
        pair = certificates[name]
        return TLSFiles(certificate=Path(pair["certificate"]), key=Path(pair["key"]), authorities=authorities)

    emitter = description["emitter"]
    base = Settings(
        environment=Environment.SANDBOX,
        data=data,
        establishment=description["establishment"]["name"],
        free_space_floor_mb=256,
        mllp=MLLPSettings(port=mllp_port),
        http=HTTPSettings(port=http_port),
        dmp=DMPSettings(
            base_url=description["dmp"]["base_url"],
            tls=files("org_auth_cli"),
            signature_certificate=Path(certificates["org_sign"]["certificate"]),
            signature_key=Path(certificates["org_sign"]["key"]),
            source_id=SOURCE_ID,
            homologation_file=homologation,
            timeout_s=10.0,
            reading=make_sandbox_reading(description),
        ),
        mssante=_make_mssante(description, files),
        applications=make_sandbox_applications(description),
        insi=_make_insi(description, files),
        signin=make_sandbox_sign_in(description),
        contexts=ContextSettings(frame_origins=(str(description["pages"]["url"]).rstrip("/"),)),
        annuaire=_make_annuaire(description, data),
        emitters=(
            EmitterSettings(application="*", facility="*", zam_host=emitter["zam_host"], zam_port=emitter["zam_port"]),
        ),
        hl7_sources=(HL7SourceSettings(application=EXPORTS, facility="*", routes=make_sandbox_routes(description)),),
        identity=_make_identity(description),
        intake=IntakeSettings(lease_s=8.0, routes=make_sandbox_routes(description)),
        retry=RetrySettings(first_delay_s=0.5, delay_max_s=5.0),
    )
    return base.model_copy(update=changes)


def _make_mssante(description: dict[str, Any], files: Callable[[str], TLSFiles]) -> MSSanteSettings:
    mssante = description["mssante"]
    return MSSanteSettings(
        smtp_host=mssante["host"],
        smtp_port=mssante["smtp_port"],
        imap_host=mssante["host"],
        imap_port=mssante["imap_port"],
        tls=files("bal_app"),
        mailbox=mssante["mailbox"],
        label=mssante["label"],
        nil="000000-LIANE-SIMULATION",
        source_id=SOURCE_ID,
        timeout_s=10.0,
        resend_wait_s=5.0,
        crl_urls=(str(description["certificates"]["crl_url"]),),
        crl_refresh_h=1 / 60,
        reception=tuple(
            ReceptionSettings(
                mailbox=one["mailbox"],
                kind=DoorKind(one["kind"]),
                unit=one["unit"],
                unit_label=one["unit_label"],
                prescriptions=bool(one.get("prescriptions")),
                routes=make_sandbox_routes(description, one["mailbox"]),
                idle_s=5.0,
            )
            for one in mssante["reception"]
        ),
    )


def _make_annuaire(description: dict[str, Any], data: Path) -> AnnuaireSettings:
    key = data / "annuaire.txt"
    key.write_text(str(description["annuaire"]["api_key"]), encoding="utf-8")
    key.chmod(0o600)
    return AnnuaireSettings(
        url=str(description["annuaire"]["url"]),
        api_key_file=key,
        authorities=Path(description["certificates"]["authorities"]),
    )


def _make_insi(description: dict[str, Any], files: Callable[[str], TLSFiles]) -> INSiSettings:
    return INSiSettings(
        url=description["insi"]["url"],
        manual=files("insi_manu"),
        batch=files("insi_auto"),
        idam=description["insi"]["idam"],
        calls_per_minute_max=600,
        verification="stand_in",
    )


def _make_identity(description: dict[str, Any]) -> IdentitySettings:
    return IdentitySettings(
        facility=description["establishment"]["ipp_namespace"],
        local_domain=LocalDomainSettings(
            oid=description["establishment"]["ipp_oid"],
            namespace=description["establishment"]["ipp_namespace"],
            prefix="L",
            digits=6,
        ),
        sources=("*@*",),
        unknown_patient=UnknownPatient.REGISTER,
        subscribers=(
            SubscriberSettings(
                application=description["dpi"]["application"],
                facility=description["dpi"]["facility"],
                host=description["dpi"]["host"],
                port=description["dpi"]["port"],
            ),
        ),
    )
