"""Who is at the other end of a connection, and whether an address stays on this machine."""

import hashlib
import ipaddress
import ssl
from asyncio import BaseTransport
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The caller. certificate_name: common name of its client certificate; certificate_sha256: its digest in
    hexadecimal; both empty in plain."""

    address: str
    port: int = 0
    certificate_name: str = ""
    certificate_sha256: str = ""

    def __str__(self) -> str:
        named = f" ({self.certificate_name})" if self.certificate_name else ""
        return f"{self.address}:{self.port}{named}"


def read_peer(transport: BaseTransport) -> Peer:
    """Read the caller's address and certificate from a connected transport."""
    address = transport.get_extra_info("peername")
    host, port = (str(address[0]), int(address[1])) if isinstance(address, tuple) else (str(address or ""), 0)
    session = transport.get_extra_info("ssl_object")
    if not isinstance(session, ssl.SSLObject | ssl.SSLSocket):
        return Peer(address=host, port=port)
    encoded = session.getpeercert(binary_form=True)
    return Peer(
        address=host,
        port=port,
        certificate_name=_common_name(session.getpeercert()),
        certificate_sha256=hashlib.sha256(encoded).hexdigest() if encoded else "",
    )


def _common_name(certificate: object) -> str:
    subject = certificate.get("subject", ()) if isinstance(certificate, dict) else ()
    pairs = (pair for names in subject for pair in names)
    return next((str(value) for name, value in pairs if name == "commonName"), "")


def is_loopback(host: str) -> bool:
    """Tell whether a listening address is only reachable from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
