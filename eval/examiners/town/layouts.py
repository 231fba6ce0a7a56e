"""Every layout, in the order that belongs to a seed."""

from eval.examiners.town import care, documents, forms, hospitals, practice, therapists, writings
from eval.examiners.town.kit import LAYOUTS as REGISTERED

MODULES = (writings, therapists, care, documents, forms, hospitals, practice)
"""Read so that their layouts register."""
# fmt: off
ORDER = (
    "pharmacy_dispensing", "pharmacy_vaccination_portal", "pharmacy_medication_review", "ehpad_liaison_sheet", "aggir_grid", "insurance_rights",
    "appointment_portal", "email_print", "summary_export", "vaccination_history", "two_patients_letter", "sick_leave_form",
    "ald_protocol_form", "mdph_certificate_form", "transport_form", "lab_dotmatrix_export", "certificate_small", "advance_directives_handwritten",
    "handwritten_prescription", "physio_assessment_docx", "imaging_report_docx", "operation_report_docx", "ehpad_care_project_docx", "home_care_liaison_docx",
    "lab_results", "pathology_report", "emergency_passage", "hospital_stay_report", "fax_discharge_letter", "anesthesia_form",
    "oncology_meeting", "genetics_report", "birth_room_child", "delivery_report", "consent_form", "gp_referral_letter",
    "specialist_margin_letter", "ophthalmo_table", "dental_plan", "midwife_visit", "nurse_followup_sheet", "speech_psych_report",
    "eprescription", "afterhours_visit", "telemedicine_report", "child_exam",
)
# fmt: on
LAYOUTS = {name: REGISTERED[name] for name in ORDER}
