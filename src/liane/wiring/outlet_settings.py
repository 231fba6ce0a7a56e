"""Settings of the applications that documents are handed over to: three kinds of doors, one for each application."""

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

OF_FOLDER = frozenset({"acks", "ack_wait_h"})
OF_FHIR = frozenset({"token_file", "authorities", "timeout_s"})


class RouteSettings(BaseModel):
    """One application that takes what a door brings. type_codes: only these document types; empty for all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    application: str = Field(min_length=1)
    facility: str = Field(min_length=1)
    type_codes: tuple[str, ...] = ()


class OutletSettings(BaseModel):
    """One application and its door: ``host`` and ``port`` (HL7 v2), or ``folder``, or ``fhir``; exactly one of them.

    acks: ``file`` waits for the answer that the application writes in the folder, for ack_wait_h; ``none`` takes what
    is written for delivered. token_file: Bearer of the FHIR server. Rule: intake.md §1.9; hl7v2.md §7.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    application: str = Field(min_length=1)
    facility: str = Field(min_length=1)
    host: str | None = Field(default=None, min_length=1, max_length=253)
    port: int | None = Field(default=None, ge=1, le=65535)
    folder: Path | None = None
    acks: Literal["file", "none"] = "file"
    ack_wait_h: float = Field(default=48.0, gt=0, le=720)
    fhir: str | None = Field(default=None, min_length=1, max_length=500)
    token_file: Path | None = None
    authorities: Path | None = None
    timeout_s: float = Field(default=30.0, gt=0, le=300)

    @model_validator(mode="after")
    def _has_one_door(self) -> Self:
        doors = [name for name in ("host", "folder", "fhir") if getattr(self, name) is not None]
        if len(doors) != 1:
            raise ValueError("host (avec port), folder ou fhir : une porte, et une seule, par application")
        if (self.host is None) != (self.port is None):
            raise ValueError("host et port vont ensemble")
        for names, door in ((OF_FOLDER, "folder"), (OF_FHIR, "fhir")):
            told = sorted(names & self.model_fields_set)
            if told and getattr(self, door) is None:
                raise ValueError(f"{told[0]} ne vaut qu'avec {door}")
        if self.folder is not None and not self.folder.is_absolute():
            raise ValueError("folder : un chemin absolu est demandé")
        self._check_address()
        return self

    def _check_address(self) -> None:
        """Hold a FHIR address to https, to http on loopback alone, with neither secret nor question in it."""
        if self.fhir is None:
            return
        try:
            parts = urlsplit(self.fhir)
            is_local = parts.hostname in ("127.0.0.1", "localhost", "::1")
            is_right = bool(parts.hostname) and not (parts.username or parts.query or parts.fragment or parts.port == 0)
        except ValueError:
            is_right = is_local = False
            parts = urlsplit("")
        if not is_right or parts.scheme not in ("https", "http"):
            raise ValueError("fhir : une adresse https://hôte[:port]/chemin est demandée, sans identifiant ni question")
        if parts.scheme == "http" and not is_local:
            raise ValueError("fhir : http n'est permis que sur cette machine ; ailleurs, https")
