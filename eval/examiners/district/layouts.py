"""Every layout, in the order that belongs to a seed."""

from eval.examiners.district import letters, stays
from eval.examiners.district.page import LAYOUTS as REGISTERED

MODULES = (letters, stays)
"""Read so that their layouts register."""
# fmt: off
ORDER = (
    "labo_town", "labo_hosp_mono", "bacterio", "imaging_centre", "imaging_hospital", "consult_letter",
    "gp_referral", "prescription_gp", "prescription_bizone", "prescription_acts", "imaging_request",
    "certificate", "pathology", "ophthalmology", "function_test", "emergency_passage", "discharge_letter",
    "stay_report", "operation_report", "anesthesia", "internal_opinion", "rcp", "endoscopy", "nursing_sheet",
    "stay_bulletin", "appointment", "delivery", "newborn", "vaccination", "consent", "physio_report",
    "teleconsultation", "conciliation", "mail_print", "software_export",
)
# fmt: on
LAYOUTS = {name: REGISTERED[name] for name in ORDER}
