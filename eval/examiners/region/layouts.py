"""Every layout, in the order that belongs to a seed."""

from eval.examiners.region import (
    exports,
    forms,
    imaging,
    letters,
    meetings,
    prescriptions,
    results,
    stays,
    theatre,
    visits,
)
from eval.examiners.region.registry import LAYOUTS as REGISTERED

MODULES = (visits, imaging, theatre, exports, forms, letters, meetings, prescriptions, results, stays)
"""Read so that their layouts register."""
# fmt: off
ORDER = (
    "margin_staff_letter", "town_specialist_letter", "typewriter_letter", "twocol_letterhead", "paediatric_letter", "discharge_letter",
    "crh_pages", "operation_report", "emergency_passage", "anaesthesia_consult", "exploration_report", "mdt_meeting",
    "gp_referral", "nursing_home_transfer", "delivery_report", "newborn_stay", "teleconsult_print", "rehab_ledger",
    "dental_report", "psychometric", "physio_nurse_sheet", "prescription_plain", "prescription_two_zones", "order_acts",
    "sick_leave", "transport_order", "certificate", "consent_form", "vaccination_print", "autonomy_grid",
    "gp_summary_export", "email_print", "pharmacist_review", "handfilled_admission", "appointment_notice", "implant_card",
    "portal_table", "lab_classic", "lab_oneline", "bacteriology", "pathology_report", "imaging_letter",
    "imaging_ris", "genetics_report", "screening_letter",
)
# fmt: on
LAYOUTS = {name: REGISTERED[name] for name in ORDER}
