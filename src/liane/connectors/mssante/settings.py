"""What the site sets for its operator: addresses, certificates, delays, bounds. Values only."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TokenSource = Callable[[bool], Awaitable[str]]
"""Gives a Pro Santé Connect access token; True asks for a fresh one after a refusal."""


class Authentication(StrEnum):
    """How a client proves who it is, after TLS. Rule: MSS/CONF.07, MSS/CONF.12; mssante.md §3.1.

    NONE: the certificate alone says it (some operators). PLAIN: the certificate, then the mailbox as login.
    """

    EXTERNAL = "external"
    PLAIN = "plain"
    XOAUTH2 = "xoauth2"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class TLSFiles:
    """Files of TLS, PEM. authorities: the only roots and issuers trusted. crls: revocation lists; empty: unchecked.

    certificate, key: of the applicative mailbox (ORG AUTH_CLI); None for a personal mailbox.
    """

    authorities: Path
    certificate: Path | None = None
    key: Path | None = None
    crls: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionSettings:
    """The operator's submission service.

    mailbox: the applicative mailbox that sends. data_timeout_s: wait for the answer after the final dot.
    idle_max_s: a kept connection older than that is not used again.
    """

    host: str
    port: int
    mailbox: str
    tls: TLSFiles
    ehlo_name: str = "liane.invalid"
    server_name: str = ""
    authentication: Authentication = Authentication.EXTERNAL
    token: TokenSource | None = None
    connect_timeout_s: float = 15.0
    command_timeout_s: float = 60.0
    data_timeout_s: float = 300.0
    connections_max: int = 4
    mails_per_connection_max: int = 500
    idle_max_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSettings:
    """The operator's reading service. idle_s: how long one IDLE lasts before the folder is looked at anyway.

    names_itself: with EXTERNAL, the mailbox is named to the operator, whose certificate may open several.
    """

    host: str
    port: int
    mailbox: str
    tls: TLSFiles
    server_name: str = ""
    authentication: Authentication = Authentication.EXTERNAL
    token: TokenSource | None = None
    folder: str = "INBOX"
    timeout_s: float = 60.0
    idle_s: float = 240.0
    size_bytes_max: int = 40 * 1024 * 1024
    batch_max: int = 50
    names_itself: bool = False
