"""Measures the state of this node for the health page, the API and the metrics."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

from liane.domain.errors import StorageUnavailable
from liane.domain.steering.status import CertificateStatus, RemoteStatus, SystemStatus
from liane.pipeline.outcomes import remote_name
from liane.wiring.clock import utc_now
from liane.wiring.services import Liane
from liane.wiring.settings import Settings
from liane.wiring.version import VERSION

_WAITING = """
    SELECT count(*) AS waiting, min(due) FILTER (WHERE due < 'infinity') AS oldest, pg_database_size(current_database())
    AS size, current_setting('server_version') AS version
    FROM deliveries WHERE done_at IS NULL AND destination <> 'watch'
"""


def find_certificates(settings: Settings) -> Iterator[CertificateStatus]:
    """Read the expiry of every certificate that the settings name."""
    named: list[tuple[str, Path]] = []
    if settings.dmp is not None:
        named.append(("TLS vers le DMP (ORG_AUTH_CLI)", settings.dmp.tls.certificate))
        named.append(("Cachet des envois au DMP (ORG_SIGN)", settings.dmp.signature_certificate))
    if settings.mssante is not None:
        named.append(("Boîte applicative MSSanté", settings.mssante.tls.certificate))
    if settings.insi is not None:
        named.append(("INSi, appels d'une personne", settings.insi.manual.certificate))
        if settings.insi.batch is not None:
            named.append(("INSi, lots et différés", settings.insi.batch.certificate))
    if settings.mllp.tls is not None:
        named.append(("Réception MLLP", settings.mllp.tls.certificate))
    for usage, path in named:
        certificate = x509.load_pem_x509_certificates(path.read_bytes())[0]
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        yield CertificateStatus(
            usage=usage,
            subject=str(names[0].value) if names else certificate.subject.rfc4514_string(),
            expires_at=certificate.not_valid_after_utc,
        )


class StatusProbe:
    """Measures one node. The certificates are read once: a new file needs a restart anyway."""

    def __init__(self, node: Liane) -> None:
        self._node = node
        self._certificates = tuple(find_certificates(node.settings))

    async def measure(self) -> SystemStatus:
        """Measure now; an absent database is a state, not an error."""
        node = self._node
        at = utc_now()
        space = node.space
        common = {
            "at": at,
            "node": node.settings.node,
            "version": VERSION,
            "started_at": node.started_at,
            "roles": node.roles,
            "free_bytes": space.free_bytes() if space else None,
            "free_bytes_min": space.floor_bytes if space else 0,
            "certificates": self._certificates,
            "revocations": node.revocation.describe() if node.revocation else (),
        }
        try:
            async with node.store.reading() as connection:
                row = await connection.fetchrow(_WAITING)
            remotes = await self._remotes(at)
        except StorageUnavailable:
            return SystemStatus(
                **common,  # type: ignore[arg-type]  # the shared part of both answers
                is_database_ready=False,
                database_error="La base de données ne répond pas.",
            )
        kind = "embarqué" if node.embedded is not None else "du site"
        return SystemStatus(
            **common,  # type: ignore[arg-type]  # the shared part of both answers
            database_label=f"PostgreSQL {row['version']}, {kind}",
            database_size_bytes=row["size"],
            waiting=row["waiting"],
            oldest_due_at=row["oldest"],
            remotes=remotes,
        )

    async def _remotes(self, at: datetime) -> tuple[RemoteStatus, ...]:
        opened = {incident.remote: incident for incident in await self._node.store.find_incidents(only_open=True)}
        own = ("insi",) if self._node.settings.insi is not None else ()
        known = dict.fromkeys(("dmp", "mssante", *own, *opened))
        return tuple(
            RemoteStatus(
                remote=remote,
                label=remote_name(remote),
                is_available=remote not in opened,
                since=opened[remote].opened_at if remote in opened else None,
            )
            for remote in known
        )
