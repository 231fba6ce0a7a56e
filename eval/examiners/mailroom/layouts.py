"""Every layout, in the order that belongs to a seed."""

from eval.examiners.mailroom import forms, hospitals, orders, results
from eval.examiners.mailroom.page import LAYOUTS as REGISTERED

MODULES = (orders, forms, hospitals, results)
"""Read so that their layouts register."""
# fmt: off
ORDER = (
    "chu_margin_report", "clinic_operation", "ch_band_consult", "emergency_export", "liaison_boxes", "cancer_institute_letter",
    "rehab_running_head", "anesthesia_grid", "specialist_one_line", "typewriter_letter", "memory_center_copy", "day_hospital_summary",
    "mental_health_letter", "newborn_record", "delivery_report", "lab_town_table", "lab_hospital_mono", "imaging_center",
    "imaging_hospital_two_column", "pathology_classic", "pathology_hospital_form", "endoscopy_report", "echocardiography_measures", "genetics_report",
    "lung_function_test", "tumor_board", "gp_referral", "email_print", "portal_print", "prescription_plain",
    "two_zone_prescription", "request_slip", "transport_form", "sick_leave_notice", "medical_certificate", "consent_hand_filled",
    "autonomy_grid", "nursing_home_transfer", "vaccination_record", "appointment_notice", "stay_statement", "physiotherapy_assessment",
    "dental_report", "pharmacy_review", "disability_certificate", "advance_directives", "chronic_disease_protocol", "nurse_followup",
    "implant_card", "child_hospital_letter", "social_report",
)
# fmt: on
LAYOUTS = {name: REGISTERED[name] for name in ORDER}
