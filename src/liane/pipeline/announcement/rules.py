"""How this site works with announcements: its settings as values, and whom a released document may be mailed to."""

from dataclasses import dataclass, field
from datetime import datetime

from liane.domain.documents.announcement import ANY_TYPE, ReleaseDelays
from liane.domain.documents.decision import MAJORITY_YEARS, compute_patient_address, is_minor
from liane.domain.documents.request import DocumentRequest, Recipient, RecipientKind
from liane.domain.identity.person import Person
from liane.store.announcement_records import DueQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementRules:
    """Settings of the announcements.

    delays: release without a person, by type. mails_by_delay: a release by delay also mails the patient. may_mail: this
    node's site has an MSSanté operator. may_cumulate: the DMP takes a document both masked and invisible.
    """

    delays: ReleaseDelays = field(default_factory=ReleaseDelays)
    mails_by_delay: bool = True
    may_mail: bool = True
    may_cumulate: bool = False
    majority_years: int = MAJORITY_YEARS

    def ask_due(self, now: datetime, limit: int) -> DueQuery:
        """The question that finds what the delays release now."""
        days = {code: value for code, value in self.delays.days.items() if code != ANY_TYPE}
        return DueQuery(days=days, default_days=self.delays.days.get(ANY_TYPE), now=now, limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom to mail. recipient: None when nobody may be; reason: then why, in French."""

    recipient: Recipient | None
    reason: str = ""


def find_addressee(request: DocumentRequest, person: Person | None, rules: AnnouncementRules, at: str) -> Addressee:
    """Say whether a released document may be mailed to its patient, and where. at: HL7 timestamp of the release.

    Rule: CRI/va1.03; MSS/va1.19, MSS/va1.20; mssante.md §2, §7; hl7v2.md §4.8.
    """
    if not rules.may_mail:
        return Addressee(recipient=None, reason="Aucun opérateur MSSanté n’est réglé.")
    if request.patient.ins is None or (person is not None and not person.may_circulate):
        return Addressee(recipient=None, reason="L’identité n’est pas qualifiée : le patient n’a pas d’adresse.")
    if person is not None and person.rights.refuses_patient_mail:
        return Addressee(recipient=None, reason="Le patient refuse de recevoir ses documents par messagerie.")
    if is_under_secrecy(request, person, rules, at):
        return Addressee(
            recipient=None,
            reason="La messagerie d’un mineur est lue par ses représentants légaux : ce document n’y va pas.",
        )
    address = compute_patient_address(request)
    ins = request.patient.ins
    return Addressee(recipient=Recipient(kind=RecipientKind.PATIENT, address=address, ins=ins))


def is_under_secrecy(request: DocumentRequest, person: Person | None, rules: AnnouncementRules, at: str) -> bool:
    """Tell whether a minor asked that their legal representatives do not see this. Rule: CSP L1111-5; dmp.md §11.3."""
    born = person.traits.birth_date if person is not None else request.patient.traits.birth_date
    flags = request.flags
    is_secret = flags.invisible_rep_legaux or flags.connexion_secrete
    return is_minor(born, at, rules.majority_years) and (
        is_secret or (person is not None and person.rights.asks_secrecy)
    )
