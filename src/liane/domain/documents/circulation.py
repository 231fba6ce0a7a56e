"""Whether a document may leave, given the person whose it is: go on, wait for a person to act, or never.

The registry decides, at the time of the sending: the status that a message claims only says what its sender believed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from liane.domain.documents.delivery import Destination
from liane.domain.documents.request import DocumentRequest
from liane.domain.errors import Finding, has_errors
from liane.domain.identity.patient import IdentityStatus, PatientIdentity
from liane.domain.identity.person import Attribute, FeedingStance, Person

RNIV = "RNIV; INS/va1.53, INS/va1.59; ins.md §5.1"
CODE_PREFIX = "identity."
"""Every cause of a wait for an identity starts so."""
NEEDS_INS = frozenset({Destination.DMP, Destination.MSSANTE_PATIENT})
STATUS_FINDINGS = frozenset({"IDV-104", "IDV-105"})
"""Findings of a comparison that speak of the status alone, which is judged here, by destination."""


class Passage(StrEnum):
    """What the identity of the patient lets a delivery do."""

    GO = "go"
    WAIT = "wait"
    STOP = "stop"


class WhenNotCollected(StrEnum):
    """What to do while the patient's stance on the feeding of the DMP was not collected (ZFA-9 = ``NA``).

    Feeding needs prior information and no recorded opposition, not an explicit consent: a setting of the establishment.
    WAIT ends as soon as the information given is recorded.
    Rule: CSP L1111-15, R1111-47; hl7v2.md §8.5.
    """

    ALLOW = "allow"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was judged, with a stable code (``identity.…``), its reason and remedy in French, and the text behind."""

    passage: Passage
    code: str = ""
    message: str = ""
    remedy: str = ""
    rule: str = ""


GO = Judgement(passage=Passage.GO)


def judge_circulation(
    person: Person | None,
    *,
    claimed: PatientIdentity,
    conflicts: Sequence[Finding],
    destination: Destination,
    when_not_collected: WhenNotCollected = WhenNotCollected.ALLOW,
    is_minor: bool = False,
) -> Judgement:
    """Judge one delivery.

    person: the identity in force in the registry, None when nobody is known there. claimed: the patient as the message
    shows them. conflicts: what opposes the two (``reconcile.find_person_conflicts``). is_minor: the patient is one now.
    Rule: INS/va1.53, INS/va1.59 (no INS unless qualified); DMP/CONF.09 (opposition); hl7v2.md §8.5; ins.md §5, §11.
    """
    if person is None:
        return _UNKNOWN
    if Attribute.FICTIF in person.attributes and destination in NEEDS_INS:
        return _FICTITIOUS
    conflicts = [finding for finding in conflicts if finding.code not in STATUS_FINDINGS]
    if has_errors(conflicts):
        told = " ".join(dict.fromkeys(finding.message for finding in conflicts))
        return replace(_DISCORDANT, message=f"{_DISCORDANT.message} {told}")
    if destination in NEEDS_INS or claimed.ins is not None:
        judged = _judge_status(person, claimed)
        if judged.passage is not Passage.GO:
            return judged
    if destination is Destination.DMP:
        return _judge_feeding(person, when_not_collected)
    return _judge_mail(person, destination, is_minor=is_minor)


def impose_secrecy(request: DocumentRequest, person: Person, *, is_minor: bool) -> DocumentRequest:
    """The request with the secrecy that a minor asked for: « connexion secrète », invisible to the representatives.

    Rule: CSP L1111-5; guide d'intégration DMP EX_2.1-1050; dmp.md §6.1, §11.3.
    """
    if not (is_minor and person.rights.asks_secrecy):
        return request
    return replace(request, flags=replace(request.flags, connexion_secrete=True, invisible_rep_legaux=True))


def _judge_mail(person: Person, destination: Destination, *, is_minor: bool) -> Judgement:
    """Obey a refusal of mails. Rule: MSS/va1.20 (patient), MSS/va1.22 (professionals); CSP L1111-5 (minor)."""
    if destination is Destination.MSSANTE_PATIENT and is_minor and person.rights.asks_secrecy:
        return _SECRET
    if destination is Destination.MSSANTE_PATIENT and person.rights.refuses_patient_mail:
        return _NO_PATIENT_MAIL
    if destination is Destination.MSSANTE_PS and person.rights.refuses_professional_mail:
        return _NO_PROFESSIONAL_MAIL
    return GO


def _judge_status(person: Person, claimed: PatientIdentity) -> Judgement:
    if not person.may_circulate:
        why = [f"statut « {person.status.value} »"] if person.status is not IdentityStatus.QUALIFIEE else []
        why += [f"attribut « {attribute.value} »" for attribute in sorted(person.attributes & _BLOCKING)]
        if person.status is IdentityStatus.QUALIFIEE and person.ins is None:
            why.append("aucun INS")
        return replace(_NOT_QUALIFIED, message=_NOT_QUALIFIED.message.format(why=", ".join(why)))
    return GO if claimed.ins is not None else _WITHOUT_INS


def _judge_feeding(person: Person, when_not_collected: WhenNotCollected) -> Judgement:
    """Obey the patient's stance on the feeding of the DMP. Rule: DMP/CONF.09; CSP R1111-47; hl7v2.md §8.5."""
    stance = person.consents.feeding
    if stance is FeedingStance.OPPOSED:
        return _OPPOSED
    must_wait = when_not_collected is WhenNotCollected.WAIT and not person.is_informed
    if stance is FeedingStance.NOT_COLLECTED and must_wait:
        return _NOT_COLLECTED
    return GO


def overlay_identity(claimed: PatientIdentity, person: Person) -> PatientIdentity:
    """Give the patient of a message as the registry vouches for them, once nothing opposes the two.

    The identifiers and traits of the message stay (they are those of the document); traits it lacks and the status come
    from the registry, so that the forms sent outside say what is true now.
    """
    known, ours = person.traits, claimed.traits
    filled = {
        name: getattr(known, name)
        for name in ("birth_family", "birth_given", "birth_givens", "birth_date", "sex", "birth_place")
        if not getattr(ours, name)
    }
    status_codes = person.circulating_identity.status_codes
    return replace(claimed, traits=replace(ours, **filled), status_codes=status_codes)


_BLOCKING = frozenset({Attribute.DOUTEUX, Attribute.FICTIF})
_UNKNOWN = Judgement(
    passage=Passage.WAIT,
    code="identity.unknown",
    message="Le patient est inconnu du référentiel d'identités : le document attend son identité.",
    remedy="Créer l'identité, ou attendre le message d'identité de l'application qui l'a créée.",
    rule="architecture.md §4; ins.md §5.4",
)
_FICTITIOUS = Judgement(
    passage=Passage.STOP,
    code="identity.fictitious",
    message="L'identité est fictive : rien ne sort vers le DMP ni vers la messagerie du patient.",
    remedy="Ne transmettre que des documents d'identités réelles ; lever l'attribut « fictif » s'il est faux.",
    rule="ins.md §5.2; INS/va1.44",
)
_DISCORDANT = Judgement(
    passage=Passage.WAIT,
    code="identity.discordance",
    message="Le document ne s'accorde pas avec l'identité du référentiel.",
    remedy="Comparer les deux identités ; corriger celle qui est fausse, ou annuler l'envoi.",
    rule="RNIV; ins.md §6.9; hl7v2.md §8.5",
)
_NOT_QUALIFIED = Judgement(
    passage=Passage.WAIT,
    code="identity.not_qualified",
    message="L'identité n'est pas qualifiée au référentiel ({why}) : l'INS ne peut pas sortir.",
    remedy="Qualifier l'identité (INSi et pièce d'identité) : l'envoi partira alors de lui-même.",
    rule=RNIV,
)
_WITHOUT_INS = Judgement(
    passage=Passage.STOP,
    code="identity.without_ins",
    message="L'identité est qualifiée, mais le document ne porte pas l'INS : il ne peut ni aller au DMP ni au patient.",
    remedy="Renvoyer le document depuis l'application émettrice, avec l'INS.",
    rule=RNIV,
)
_OPPOSED = Judgement(
    passage=Passage.STOP,
    code="identity.opposed",
    message="Le patient s'oppose à l'alimentation de son DMP.",
    remedy="Ne pas alimenter ; si le patient a changé d'avis, l'enregistrer puis rejouer.",
    rule="DMP/CONF.09; CSP R1111-47; hl7v2.md §8.5",
)
_NO_PATIENT_MAIL = Judgement(
    passage=Passage.STOP,
    code="identity.patient_mail_refused",
    message="Le patient refuse de recevoir ses documents dans sa messagerie de Mon espace santé.",
    remedy="Lui remettre le document autrement ; s'il a changé d'avis, l'enregistrer puis rejouer.",
    rule="MSS/va1.20; couloirs.md §2.6",
)
_SECRET = Judgement(
    passage=Passage.STOP,
    code="identity.secrecy",
    message="Mineur sous le secret : sa messagerie est lue par ses représentants légaux, rien n'y est envoyé.",
    remedy="Remettre le document au patient lui-même.",
    rule="CSP L1111-5; dmp.md §11.3",
)
_NO_PROFESSIONAL_MAIL = Judgement(
    passage=Passage.STOP,
    code="identity.professional_mail_refused",
    message="Le patient refuse que ses documents soient envoyés à des professionnels par messagerie.",
    remedy="Remettre le document au patient ; s'il a changé d'avis, l'enregistrer puis rejouer.",
    rule="MSS/va1.22; couloirs.md §2.6",
)
_NOT_COLLECTED = Judgement(
    passage=Passage.WAIT,
    code="identity.stance_not_collected",
    message="La position du patient sur l'alimentation de son DMP n'a pas été recueillie.",
    remedy="Informer le patient et enregistrer sa position : l'envoi partira alors de lui-même.",
    rule="CSP L1111-15, R1111-47; hl7v2.md §8.5",
)
