"""Keeps the revocation lists of the IGC up to date on disk: a new list replaces the old one once it is proved good.

When a list cannot be fetched the last one stays in use until it expires; an expired list refuses every connection.
Rule: référentiel MSSanté #2 ECO.1.1.6, 1.1.7; MSS/CONF.22; mssante.md §3.1.
"""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

SIZE_BYTES_MAX = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CRLSource:
    """One list: where it is published (http, as CRL distribution points are), where it is kept (PEM)."""

    url: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CRLStatus:
    """What a refresh gave. issued_at, next_update: begin and end of the list in use, None when there is none.

    problem: French, or empty.
    """

    source: CRLSource
    next_update: datetime | None
    issued_at: datetime | None = None
    problem: str = ""

    def is_usable(self, now: datetime) -> bool:
        """True while the list in use has not expired."""
        return self.next_update is not None and self.next_update > now


class CRLKeeper:
    """Refreshes the lists on demand; the caller decides when (every few hours)."""

    def __init__(self, sources: Sequence[CRLSource], authorities: Path, *, timeout_s: float = 20.0) -> None:
        self._sources = tuple(sources)
        self._authorities = authorities
        self._timeout_s = timeout_s

    async def refresh(self, now: datetime) -> tuple[CRLStatus, ...]:
        """Fetch every list and keep the good ones. Never raises for a list that cannot be had: its status says so."""
        async with httpx.AsyncClient(timeout=self._timeout_s, trust_env=False, follow_redirects=False) as client:
            return tuple([await self._refresh_one(client, source, now) for source in self._sources])

    async def _refresh_one(self, client: httpx.AsyncClient, source: CRLSource, now: datetime) -> CRLStatus:
        kept = await asyncio.to_thread(_read_kept, source.path)
        try:
            data = await _download(client, source.url)
            fetched = _parse(data)
            self._check(fetched, kept, now)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
            return _describe(source, kept, str(error) or type(error).__name__)
        data = fetched.public_bytes(Encoding.PEM)
        if kept is None or kept.public_bytes(Encoding.PEM) != data:
            await asyncio.to_thread(_write, source.path, data)
        return _describe(source, fetched, "")

    def _check(
        self, fetched: x509.CertificateRevocationList, kept: x509.CertificateRevocationList | None, now: datetime
    ) -> None:
        authorities = x509.load_pem_x509_certificates(self._authorities.read_bytes())
        if not any(_is_signed_by(fetched, authority) for authority in authorities):
            raise ValueError("la liste n'est signée par aucune autorité de confiance")
        end = _end(fetched)
        if end is None or end <= now:
            raise ValueError("la liste publiée est expirée")
        if kept is not None and kept.issuer == fetched.issuer and kept.last_update_utc > fetched.last_update_utc:
            raise ValueError("la liste publiée est plus ancienne que celle qui est conservée")


def read_status(source: CRLSource) -> CRLStatus:
    """Read the list that is kept, without fetching."""
    kept = _read_kept(source.path)
    return _describe(source, kept, "" if kept is not None else "aucune liste lisible")


def _describe(source: CRLSource, crl: x509.CertificateRevocationList | None, problem: str) -> CRLStatus:
    issued_at = crl.last_update_utc if crl is not None else None
    return CRLStatus(source=source, next_update=_end(crl), issued_at=issued_at, problem=problem)


async def _download(client: httpx.AsyncClient, url: str) -> bytes:
    data = b""
    async with client.stream("GET", url) as response:
        response.raise_for_status()
        async for chunk in response.aiter_bytes():
            data += chunk
            if len(data) > SIZE_BYTES_MAX:
                raise ValueError("la liste publiée dépasse la taille permise")
    return data


def _parse(data: bytes) -> x509.CertificateRevocationList:
    if data.lstrip().startswith(b"-----BEGIN"):
        return x509.load_pem_x509_crl(data)
    return x509.load_der_x509_crl(data)


def _is_signed_by(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    if crl.issuer != authority.subject:
        return False
    try:
        return crl.is_signature_valid(authority.public_key())  # type: ignore[arg-type]
    except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError):
        return False


def _end(crl: x509.CertificateRevocationList | None) -> datetime | None:
    return crl.next_update_utc if crl is not None else None


def _read_kept(path: Path) -> x509.CertificateRevocationList | None:
    try:
        return _parse(path.read_bytes())
    except (OSError, ValueError):
        return None


def _write(path: Path, data: bytes) -> None:
    """Replace the file in one step, so that no connection ever sees half a list."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(data)
    draft.replace(path)
