"""The announcements of one node: settings in, the gate, the keeper and the desk out."""

from liane.domain.actors.operator import Operator
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.errors import ConfigurationError
from liane.domain.identity.person import Person
from liane.pipeline.announcement.access_log import AccessLogDesk
from liane.pipeline.announcement.desk import AnnouncementDesk, Shown, VisibilityLink
from liane.pipeline.announcement.gate import AnnouncementGate
from liane.pipeline.announcement.keeper import AnnouncementKeeper
from liane.pipeline.announcement.patient_rights import RightsDesk
from liane.pipeline.announcement.rules import AnnouncementRules
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.dmp_consultation.service import DMPConsultation
from liane.pipeline.identity.registry import Registry
from liane.store.announcements import PostgresAnnouncements
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.settings import Settings

ALREADY_SHOWN = "DMP-022"
NO_LONGER_THERE = "DMP-023"


def make_announcement_rules(settings: Settings) -> AnnouncementRules:
    """Say how this site announces. Raises ConfigurationError naming the setting."""
    try:
        delays = settings.announcements.make_delays()
    except ValueError as error:
        raise ConfigurationError(f"announcements.{error}") from error
    return AnnouncementRules(
        delays=delays,
        mails_by_delay=settings.announcements.mail_on_delay,
        may_mail=settings.mssante is not None,
        may_cumulate=settings.dmp.cumul_masque_invisible if settings.dmp is not None else False,
        majority_years=settings.announcements.majority_years,
    )


class ConsultationLink:
    """TD3.3b through the consultation of the DMP, with the session of the professional. Rule: dmp.md §3.1, §10."""

    def __init__(self, consultation: DMPConsultation) -> None:
        self._consultation = consultation

    async def show(self, person: Person, operator: Operator, unique_id: str, *, reason: str, address: str) -> Shown:
        """Open the folder of the patient and make one document visible to them. Raises AccessDenied, RemoteFailure."""
        folder = await self._consultation.open(person, operator, address=address)
        try:
            await self._consultation.change(folder, unique_id, DocumentChange.SHOW_TO_PATIENT, reason)
        except DMPDenied as error:
            if error.finding.code == ALREADY_SHOWN:
                return Shown.ALREADY
            if error.finding.code == NO_LONGER_THERE:
                return Shown.GONE
            raise
        return Shown.DONE


class AnnouncementServices:
    """The running announcements. gate: before the other gates of the deliveries. keeper: runs beside them."""

    def __init__(self, settings: Settings, store: PostgresStore, *, trail: AccessTrail) -> None:
        self.rules = make_announcement_rules(settings)
        self.announcements = PostgresAnnouncements(store)
        self._store, self._trail = store, trail
        self.keeper = AnnouncementKeeper(store, self.announcements, store.registry, rules=self.rules, now=utc_now)
        self.gate = AnnouncementGate(
            self.announcements, examine=self.keeper.examine, may_cumulate=self.rules.may_cumulate, now=utc_now
        )

    def make_desk(self, consultation: DMPConsultation | None) -> AnnouncementDesk:
        """The acts of professionals; without a consultation of the DMP, its lines stay on the list."""
        link: VisibilityLink | None = ConsultationLink(consultation) if consultation is not None else None
        return AnnouncementDesk(
            self._store,
            self.announcements,
            self._store.registry,
            trail=self._trail,
            link=link,
            rules=self.rules,
            now=utc_now,
        )


def make_rights_desk(settings: Settings, store: PostgresStore, registry: Registry) -> RightsDesk:
    """The acts on what patients were told and refuse."""
    return RightsDesk(
        store.registry,
        registry,
        trail=store.accesses,
        now=utc_now,
        majority_years=settings.announcements.majority_years,
    )


def make_access_log_desk(settings: Settings, store: PostgresStore) -> AccessLogDesk:
    """The access log that patients are given."""
    return AccessLogDesk(
        store.registry, store.accesses, trail=store.accesses, establishment=settings.establishment, now=utc_now
    )
