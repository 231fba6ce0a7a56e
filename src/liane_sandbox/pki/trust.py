"""Judge a certificate as a national service does: authority, validity, revocation, profile. No file, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from liane_sandbox.pki.certificates import Profile, find_profile
from liane_sandbox.pki.folder import PKI

CHECKED_MAX = 10_000


@dataclass(slots=True, kw_only=True)
class TrustStore:
    """Authorities and revocations. issuers: those that sign end certificates (never the root itself)."""

    issuers: Sequence[x509.Certificate]
    revoked: frozenset[int]
    _issued: dict[bytes, bool] = field(default_factory=dict)

    def find_defect(self, certificate: x509.Certificate, profile: Profile, now: datetime) -> str | None:
        """Say in French why this certificate is refused for this use; None when it is accepted.

        Rule: dmp.md §12.1 `DMPInvalidCertificate`; mssante.md §3.1 TLS.
        """
        if not self._is_issued(certificate):
            return "le certificat n'est pas émis par l'AC attendue (IGC-Santé simulée)"
        if certificate.not_valid_after_utc < now:
            return "le certificat est expiré"
        if certificate.not_valid_before_utc > now:
            return "le certificat n'est pas encore valide"
        if certificate.serial_number in self.revoked:
            return "le certificat est révoqué"
        found = find_profile(certificate)
        if found is not profile:
            name = found.value if found else "inconnu"
            return f"le certificat a le profil {name} ; {profile.value} est attendu"
        return None

    def _is_issued(self, certificate: x509.Certificate) -> bool:
        digest = certificate.tbs_certificate_bytes + certificate.signature
        if digest not in self._issued:
            if len(self._issued) >= CHECKED_MAX:
                self._issued.clear()
            self._issued[digest] = any(_issued_by(certificate, issuer) for issuer in self.issuers)
        return self._issued[digest]


def _issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def load_trust(pki: PKI) -> TrustStore:
    """Build the trust store of the simulators from the PKI's files."""
    issuing = x509.load_pem_x509_certificate(pki.issuing.certificate.read_bytes())
    crl = x509.load_pem_x509_crl(pki.crl.read_bytes())
    return TrustStore(issuers=(issuing,), revoked=frozenset(entry.serial_number for entry in crl))
