"""What the pages of the rights of patients are given: announcements, collecting, access log."""

from dataclasses import dataclass

from liane.pipeline.announcement.access_log import AccessLogDesk
from liane.pipeline.announcement.desk import AnnouncementDesk
from liane.pipeline.announcement.patient_rights import RightsDesk
from liane.store.patient_rights import PostgresPatientRights


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsRoom:
    """The rights of patients behind the pages."""

    announcements: AnnouncementDesk
    rights: RightsDesk
    collecting: PostgresPatientRights
    accesses: AccessLogDesk

    async def count_work(self) -> dict[str, int]:
        """Count what waits for a person: the figures beside the names of the worklists."""
        announcements = await self.announcements.announcements.count()
        to_collect = await self.collecting.count_to_collect()
        return {
            "announcements": announcements["waiting"] + announcements["to_show"],
            "to_collect": to_collect["information"],
        }
