"""Every layout, in the order that belongs to a seed. No page is written here."""

from eval.examiners.clinic import certificates, forms, letters, results
from eval.examiners.clinic.page import LAYOUTS as REGISTERED

MODULES = (letters, certificates, forms, results)
"""Read so that their layouts register."""
# fmt: off
ORDER = (
    "op_report_clinic", "rehab_discharge_letter", "hospital_stay_report", "gp_referral_typed", "email_print",
    "consultation_one_line_header", "emergency_report", "rcp_oncology", "delivery_report", "ophthalmology_letter",
    "neuropsychology_report", "old_dot_matrix_letter", "medical_certificate", "stay_bulletin", "appointment_notice",
    "implant_card", "long_term_protocol", "disability_certificate", "dependency_grid", "care_project",
    "home_nurse_wound_sheet", "rights_certificate", "therapy_synthesis_export", "remote_consultation_note",
    "prescription_plain", "prescription_two_zones", "physio_prescription_hand", "nursing_prescription", "lab_order",
    "transport_order", "sick_leave", "consent_surgery", "anaesthesia_questionnaire", "anaesthesia_consultation",
    "rehab_admission_request", "imaging_request", "nursing_transfer_sheet", "nursing_home_liaison", "directives_hand",
    "equipment_prescription", "lab_results", "lab_portal_print", "bacteriology_fax", "imaging_report",
    "pathology_report", "cardiac_echo", "physio_assessment", "occupational_therapy_report", "speech_therapy_report",
    "vaccination_sheet", "medication_reconciliation", "pharmacy_medication_review", "dental_clearance",
    "vitals_chart",
)
# fmt: on
LAYOUTS = {name: REGISTERED[name] for name in ORDER}
