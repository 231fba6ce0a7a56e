"""The rights of a patient on a page: what they were told, what they refuse, who represents them, in words."""

from dataclasses import dataclass
from datetime import datetime

from liane.domain.audit.access_log import AccessLogLine, describe_access
from liane.domain.identity.person import ConsultationStance, FeedingStance, Person
from liane.domain.identity.rights import InformationMeans, RepresentativeLink
from liane.store.accesses_records import StoredAccess
from liane.store.patient_rights import Lack, PresentPatient
from liane.web.french import count_of, format_hl7_date
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.identities_words import CONSULTATION_WORDS, FEEDING_WORDS
from liane.web.views.states import Shape, State

MEANS = tuple((means.name.lower(), means.value) for means in InformationMeans)
COLLECTIVE_MEANS = tuple(
    (means.name.lower(), means.value) for means in (InformationMeans.POSTER, InformationMeans.BOOKLET)
)
LINKS = tuple((link.name.lower(), link.value) for link in RepresentativeLink)
LACKS = (
    (Lack.INFORMATION.value, "pas informés"),
    (Lack.FEEDING.value, "alimentation : position inconnue"),
    (Lack.CONSULTATION.value, "consultation : position inconnue"),
)
INFORMED = State(shape=Shape.DONE, word="informé")
TOLD_BY_FLOW = State(shape=Shape.DONE, word="informé, selon le flux d’identité ou sa position recueillie")
NOT_INFORMED = State(
    shape=Shape.TODO, word="pas informé", meaning="Le DMP demande que le patient ait été informé au préalable."
)
ACCEPTS = State(shape=Shape.IDLE, word="pas de refus")
REFUSES = State(shape=Shape.REFUSED, word="refuse")
SECRET = State(shape=Shape.TODO, word="secret demandé", meaning="Ses représentants légaux ne voient pas ses documents.")
NO_SECRET = State(shape=Shape.IDLE, word="non demandé")


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """One right. when: date in words, empty when it has none. who: who collected it."""

    label: str
    state: State
    when: str = ""
    who: str = ""


def describe_rights(person: Person, *, is_minor: bool) -> tuple[RightRow, ...]:
    """What is recorded, right by right."""
    rights, consents = person.rights, person.consents
    told = rights.information
    informed = RightRow(label="Information", state=TOLD_BY_FLOW if person.is_informed else NOT_INFORMED)
    if told is not None:
        word = State(shape=Shape.DONE, word=f"informé ({told.means.value})")
        informed = RightRow(label="Information", state=word, when=_date(told.at), who=told.by)
    rows = [
        informed,
        RightRow(label="Alimentation du DMP", state=FEEDING_WORDS[consents.feeding], when=_date(consents.feeding_at)),
        RightRow(
            label="Consultation du DMP",
            state=CONSULTATION_WORDS[consents.consultation],
            when=_date(consents.consultation_at),
        ),
        _refusal("Documents dans sa messagerie", rights.patient_mail_refused_at),
        _refusal("Envois aux professionnels par MSSanté", rights.professional_mail_refused_at),
    ]
    if is_minor or rights.asks_secrecy:
        state = SECRET if rights.asks_secrecy else NO_SECRET
        rows.append(RightRow(label="Secret (mineur)", state=state, when=_date(rights.secrecy_asked_at)))
    return tuple(rows)


def tell_rights(person: Person) -> str:
    """Say in one sentence what the rights of a patient let do."""
    if not person.is_informed:
        return "Ce patient n’est pas encore informé du DMP : l’informer, puis noter ce qu’il en dit."
    limits = []
    if person.consents.feeding is FeedingStance.OPPOSED:
        limits.append("l’alimentation de son DMP")
    if person.consents.consultation is ConsultationStance.REFUSED:
        limits.append("la consultation de son DMP")
    if person.rights.refuses_patient_mail:
        limits.append("les documents dans sa messagerie")
    if person.rights.refuses_professional_mail:
        limits.append("les envois aux professionnels")
    if not limits:
        return "Ce patient est informé, et n’a rien refusé."
    return f"Ce patient est informé, et refuse {', '.join(limits)}."


def tell_accesses(number: int, *, has_more: bool) -> str:
    """Say in one sentence how often the data of a patient were accessed."""
    if not number:
        return "Aucun accès aux données de ce patient sur cette période."
    told = count_of(number, "accès", "accès")
    return f"{told} sur cette page, et d’autres avant." if has_more else f"{told} aux données de ce patient."


def _refusal(label: str, at: str) -> RightRow:
    return RightRow(label=label, state=REFUSES if at else ACCEPTS, when=_date(at))


def _date(stamp: str) -> str:
    return format_hl7_date(stamp[:8]) if stamp else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentRow:
    """A patient present who lacks something."""

    id: int
    address: str
    card: PersonCard
    unit: str
    admitted: str
    information: State
    feeding: State
    consultation: State


def describe_present(present: PresentPatient) -> PresentRow:
    """Describe one patient of the worklist."""
    person = present.person
    return PresentRow(
        id=person.id,
        address=f"/identites/{person.id}/droits",
        card=describe_person(person),
        unit=present.unit_label or present.unit,
        admitted=_date(present.admitted),
        information=INFORMED if person.is_informed else NOT_INFORMED,
        feeding=FEEDING_WORDS[person.consents.feeding],
        consultation=CONSULTATION_WORDS[person.consents.consultation],
    )


def tell_to_collect(counts: dict[str, int]) -> str:
    """Say in one sentence where the collecting stands."""
    present, lacking = counts["present"], counts["information"]
    if not present:
        return "Aucun patient n’est présent selon le flux d’identité."
    if not lacking:
        return f"Les {count_of(present, 'patient présent', 'patients présents')} ont été informés."
    verb = "n’est pas informé" if lacking == 1 else "ne sont pas informés"
    return f"{count_of(lacking, 'patient présent', 'patients présents')} sur {present} {verb} du DMP."


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    """One access, with what only the page shows: whence, and which document."""

    seq: int
    line: AccessLogLine
    at: datetime
    target: str


def describe_stored(access: StoredAccess) -> AccessRow:
    """Describe one line of the trail for who may give the log."""
    event = access.event
    return AccessRow(seq=access.seq, line=describe_access(event), at=event.at, target=event.target)
