"""How the simulated DPI takes a document that came by MSSanté: its checks, with the codes of the volet.

Rule: hl7v2.md §7.2, §7.3 (900 version, 901 sender, 902 patient, 903 no INS, 904 identity, 905 traits, 906 other).
"""

from datetime import datetime

from liane.codecs.cda.header import parse_header
from liane.codecs.hl7v2.er7 import Message
from liane.codecs.hl7v2.lps_read import LPSReceived, check_lps_transmission, read_lps_transmission
from liane.codecs.mssante_mail.disposition import APPLICATION_ERRORS
from liane.domain.documents.request import RequestAction
from liane.domain.errors import Finding, InvalidInput, Severity
from liane.domain.identity.comparison import Verdict, compare_traits
from liane_sandbox.dpi.shelf import FiledDocument, FiledState, Shelf
from liane_sandbox.patients import IPP_OID, SandboxPatient, find_patient, list_patients

CDA = "text/xml"


def refuse(code: str, location: str, detail: str = "") -> Finding:
    """Make the refusal of one code of the volet. detail: French."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=APPLICATION_ERRORS[code],
        remedy=detail or " ",
        layer="simulation",
        rule="hl7v2.md §7.3",
    )


class Filing:
    """Takes the documents handed over."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def take(self, message: Message, at: datetime) -> tuple[Finding, ...]:
        """File, replace or delete one document; gives why not. Told twice, it changes nothing the second time."""
        one = read_lps_transmission(message)
        wrong = [finding for finding in check_lps_transmission(one) if one.profile or finding.code != "LPS-007"]
        if wrong:
            return (refuse("906", wrong[0].location, wrong[0].message),)
        patient, refusal = _find_patient(one)
        if patient is None:
            return (refusal,) if refusal else ()
        title, refusal = _read_title(one)
        if refusal is not None:
            return (refusal,)
        known = self._shelf.find(one.document_id)
        if one.action is RequestAction.DELETE:
            return self._delete(one, known)
        return self._file(one, known, patient, title, at)

    def _delete(self, one: LPSReceived, known: FiledDocument | None) -> tuple[Finding, ...]:
        if known is not None and known.state is FiledState.DELETED:
            return ()
        if known is None or known.state is not FiledState.CURRENT:
            return (refuse("900", "TXA-12", "Ce document n'est pas la dernière version connue."),)
        if not _is_same_organisation(one, known):
            return (refuse("901", "PRT-15"),)
        self._shelf.delete(one.document_id)
        return ()

    def _file(
        self, one: LPSReceived, known: FiledDocument | None, patient: SandboxPatient, title: str, at: datetime
    ) -> tuple[Finding, ...]:
        assert one.content is not None
        if known is not None and known.content != one.content:
            return (refuse("906", "TXA-12", "Cet identifiant a déjà servi pour un autre contenu."),)
        if known is None and one.action is RequestAction.REPLACE:
            replaced = self._shelf.find(one.replaced_id)
            if replaced is None or replaced.state is not FiledState.CURRENT:
                return (refuse("900", "TXA-13", "Le document remplacé n'est pas la dernière version connue."),)
            if not _is_same_organisation(one, replaced):
                return (refuse("901", "PRT-15"),)
        self._shelf.file(
            FiledDocument(
                unique_id=one.document_id,
                replaces=one.replaced_id if one.action is RequestAction.REPLACE else "",
                ipp=patient.ipp,
                type_code=one.type_code,
                type_label=one.type_label,
                title=title,
                content_type=one.content_type,
                content=one.content,
                sender=one.addresses.get("SB", ""),
                recipient=one.addresses.get("RCT", ""),
                subject=one.subject,
                mail_id=one.mail_id,
                filed_at=at,
            )
        )
        return ()


def _find_patient(one: LPSReceived) -> tuple[SandboxPatient | None, Finding | None]:
    """Find whose record it is: by INS with every trait the same, else by our own number."""
    ins = next((identifier for identifier in one.patient_ids if identifier.is_ins), None)
    if ins is None:
        own = {identifier.value for identifier in one.patient_ids if identifier.oid == IPP_OID}
        found = next((patient for patient in list_patients() if patient.ipp in own), None)
        return found, None if found else refuse("902" if own else "903", "PID-3")
    patient = find_patient(ins.value)
    if patient is None:
        return None, refuse("902", "PID-3")
    if one.traits.missing_strict_traits():
        return None, refuse("905", "PID-5")
    compared = compare_traits(patient.traits, one.traits)
    if patient.ins.oid != ins.oid or any(trait.verdict is Verdict.DIFFERS for trait in compared):
        return None, refuse("904", "PID-5")
    return patient, None


def _read_title(one: LPSReceived) -> tuple[str, Finding | None]:
    """Open the CDA: it must be of the patient and bear the identifier that the message says."""
    assert one.content is not None
    if one.content_type != CDA:
        return one.type_label, None
    try:
        header = parse_header(one.content)
    except InvalidInput:
        return "", refuse("906", "OBX(1)-5", "Le document CDA ne peut pas être lu.")
    told = {(identifier.value, identifier.oid) for identifier in one.patient_ids}
    written = {(identifier.value, identifier.oid) for identifier in header.patient.identifiers}
    if not told & written:
        return "", refuse("904", "PID-3", "Le patient du message n'est pas celui du document.")
    if header.id.xds != one.document_id:
        return "", refuse("906", "TXA-12", "L'identifiant du message n'est pas celui du document.")
    return header.title, None


def _is_same_organisation(one: LPSReceived, former: FiledDocument) -> bool:
    """Tell whether who replaces or deletes is of the organisation that sent first: same domain of mail."""
    return one.addresses.get("SB", "").rpartition("@")[2].lower() == former.sender.rpartition("@")[2].lower()
