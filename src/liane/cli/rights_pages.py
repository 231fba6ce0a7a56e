"""What the pages of the rights of patients are given, from a running node."""

from liane.store.patient_rights import PostgresPatientRights
from liane.web.rights_room import RightsRoom
from liane.wiring.announcements import make_access_log_desk, make_rights_desk
from liane.wiring.services import Liane


def make_rights_room(liane: Liane) -> RightsRoom:
    """Give the pages the announcements, the collecting and the access log."""
    consultation = liane.consultation.service if liane.consultation is not None else None
    return RightsRoom(
        announcements=liane.announcements.make_desk(consultation),
        rights=make_rights_desk(liane.settings, liane.store, liane.registry),
        collecting=PostgresPatientRights(liane.store),
        accesses=make_access_log_desk(liane.settings, liane.store),
    )
