"""Which TLS versions and suites are allowed, towards whom: one table for every server and every client of Liane.

No connection is made here: a connector or a door makes its context and gives it to ``harden``.
Rule: dmp.md §2 (PDT-INF-579 v4); mssante.md §3.1, MSS/CONF.01 and .03 (ECO.1.1.1, 1.1.3); ANSSI, Recommandations de
sécurité relatives à TLS (R5 to R12); REM SSI/GEN (chiffrement des flux).
"""

from dataclasses import dataclass
from typing import Any, Protocol

VERSION_12 = 0x0303
VERSION_13 = 0x0304
NO_RENEGOTIATION = 1 << 30
"""``OP_NO_RENEGOTIATION`` of OpenSSL."""
NO_COMPRESSION = 1 << 17
"""``OP_NO_COMPRESSION`` of OpenSSL."""
SERVER_PREFERENCE = 1 << 22
"""``OP_CIPHER_SERVER_PREFERENCE`` of OpenSSL."""
SECURITY_LEVEL = 2
"""Keys of 112 bits of strength at least (RSA 2048), no SHA-1 signature of a certificate."""


class TLSContext(Protocol):
    """What is asked of a context (``ssl.SSLContext``)."""

    minimum_version: Any
    maximum_version: Any
    options: Any

    def set_ciphers(self, ciphers: str, /) -> None:
        """Choose the suites of TLS 1.2."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TLSPolicy:
    """What is allowed towards one kind of party. suites: of TLS 1.2, by their OpenSSL names, best first.

    is_13_allowed: TLS 1.3 may be used, with its own suites, all of which are allowed by every text.
    """

    name: str
    suites: tuple[str, ...]
    is_13_allowed: bool
    rule: str


DMP = TLSPolicy(
    name="DMP",
    suites=(
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES256-SHA384",
        "ECDHE-RSA-CHACHA20-POLY1305",
    ),
    is_13_allowed=False,
    rule="dmp.md §2 (PDT-INF-579 v4)",
)
"""The suites that the DMP lists for software: they are those of TLS 1.2."""
DMP_13 = TLSPolicy(name="DMP, TLS 1.3", suites=DMP.suites, is_13_allowed=True, rule=DMP.rule)
MSSANTE = TLSPolicy(
    name="MSSanté",
    suites=(
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES256-SHA384",
        "ECDHE-RSA-AES128-SHA256",
        "DHE-RSA-AES256-GCM-SHA384",
        "DHE-RSA-AES128-GCM-SHA256",
    ),
    is_13_allowed=True,
    rule="MSS/CONF.01, .03; mssante.md §3.1 (ECO.1.1.3)",
)
GENERAL = TLSPolicy(
    name="général",
    suites=(
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-CHACHA20-POLY1305",
        "ECDHE-RSA-CHACHA20-POLY1305",
    ),
    is_13_allowed=True,
    rule="ANSSI, Recommandations de sécurité relatives à TLS",
)
"""Everything else: our own doors (MLLP, pages), the applications of the site, Pro Santé Connect, INSi, collectors."""
POLICIES = (DMP, DMP_13, MSSANTE, GENERAL)


def harden(context: TLSContext, policy: TLSPolicy) -> None:
    """Keep a context to what a policy allows: versions, suites, no compression, no renegotiation."""
    context.minimum_version = VERSION_12
    context.maximum_version = VERSION_13 if policy.is_13_allowed else VERSION_12
    context.set_ciphers(":".join((*policy.suites, f"@SECLEVEL={SECURITY_LEVEL}")))
    context.options |= NO_RENEGOTIATION | NO_COMPRESSION | SERVER_PREFERENCE
