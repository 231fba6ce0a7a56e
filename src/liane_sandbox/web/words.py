"""French words for what the simulators keep: dates, states, kinds. No page and no request here."""

from datetime import datetime
from zoneinfo import ZoneInfo

from liane.codecs.ebxml.names import AvailabilityStatus
from liane.domain.documents.timestamp import parse_timestamp

PARIS = ZoneInfo("Europe/Paris")
STATUS_NAMES = {
    AvailabilityStatus.APPROVED.value: "en vigueur",
    AvailabilityStatus.DEPRECATED.value: "ancienne version",
    AvailabilityStatus.ARCHIVED.value: "archivé",
    AvailabilityStatus.DELETED.value: "supprimé",
}
VISIBILITY_NAMES = {
    "MASQUE_PS": "masqué aux professionnels",
    "INVISIBLE_PATIENT": "pas encore visible du patient",
    "INVISIBLE_REPRESENTANTS_LEGAUX": "invisible des représentants légaux",
}
OUTCOME_NAMES = {"success": "accepté", "failure": "refusé", "fault": "erreur SOAP", "none": "sans réponse"}
OUTCOME_MARKS = {"success": "done", "failure": "refused", "fault": "refused", "none": "waiting"}
MES_NAMES = {
    "open": "ouverte",
    "not_activated": "profil non activé",
    "closed": "messagerie fermée",
    "opposed": "opposition au profil",
    "unknown": "inconnue",
}
MAIL_KIND_NAMES = {
    "dsn": "avis de remise",
    "mdn": "accusé de lecture",
    "error_mail": "message d'erreur",
    "non_delivery": "non-remise",
    "xdm": "document",
    "patient": "message d'usager",
    "other": "message",
    "sent": "envoyé",
}
MAILBOX_KIND_NAMES = {"PER": "personnelle", "ORG": "organisationnelle", "APP": "applicative", "CITIZEN": "usager"}


def describe_instant(value: datetime | str | None) -> str:
    """Say an instant in French local time (``22/11/2026 à 10 h 42 min 03 s``); empty when there is none."""
    if not value:
        return ""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant.astimezone(PARIS).strftime("%d/%m/%Y à %H h %M min %S s")


def describe_utc(value: str) -> str:
    """Say an XDS time (UTC digits) in French local time; a day alone stays a day."""
    digits = f"{value}+0000" if len(value) > 8 else value
    instant = parse_timestamp(digits)
    if instant is None:
        return value
    if len(value) <= 8:
        return instant.strftime("%d/%m/%Y")
    return instant.astimezone(PARIS).strftime("%d/%m/%Y à %H h %M")


def describe_birth_date(value: str) -> str:
    """Say a birth date (``yyyyMMdd``)."""
    return f"{value[6:8]}/{value[4:6]}/{value[:4]}" if len(value) == 8 else value


def describe_size(size_bytes: int) -> str:
    """Say a size in French units."""
    if size_bytes < 1_000:
        return f"{size_bytes} octets"
    unit, divisor = ("ko", 1_000) if size_bytes < 1_000_000 else ("Mo", 1_000_000)
    return f"{size_bytes / divisor:.1f}".replace(".", ",") + f" {unit}"
