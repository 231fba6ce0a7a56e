"""What Liane decides of a coherent request: which deliveries to do, with which visibility, and why.

Pure rules on values. Every decision carries its reason in French and the text that founds it; the same values feed the
timeline, the acknowledgement (as findings) and the plan of each delivery.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from liane.domain.documents.announcement import HoldFacts, HoldRule, is_held_by_rule
from liane.domain.documents.delivery import Decision, DecisionOutcome, Destination
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import DocumentRequest, Recipient, RecipientKind, RequestAction, RequestFlags
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.errors import Finding, Severity
from liane.domain.identity.patient import find_qualification_defects

VOLET = "volet « Transmission de document(s) CDA en HL7v2 » 2.1"
MAJORITY_YEARS = 18
PATIENT_DOMAIN = "patient.mssante.fr"
RESTRICTED_CONFIDENTIALITIES = frozenset({"R", "V"})


class MatriceMode(StrEnum):
    """How deviations from the MSSanté matrix are taken. Rule: hl7v2.md §4.9."""

    STRICT = "strict"
    AVERTIR = "avertir"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRules:
    """Settings of the decisions.

    dmp_type_codes: JDV_J66, types that the DMP accepts (empty: not checked). cumul_masque_invisible: DMP parameter
    ``cumul-invisible_patient-masque_ps``. uid_with_extension_accepted: whether the DMP takes ``OID^extension``.
    unqualified_waits: take a document that carries the INS of an identity not yet qualified, and hold its deliveries.
    hold_rules: documents held from the patient until their announcement. majority_years: age of majority, a parameter
    of the DMP. secrecy_is_forced: a minor's « connexion secrète » makes the document invisible to the legal
    representatives, whatever the message says; else such a message is refused.
    """

    dmp_type_codes: frozenset[str]
    cumul_masque_invisible: bool = False
    uid_with_extension_accepted: bool = False
    unqualified_waits: bool = False
    hold_rules: tuple[HoldRule, ...] = ()
    majority_years: int = MAJORITY_YEARS
    secrecy_is_forced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDelivery:
    """One delivery to do. recipient: None for the DMP."""

    destination: Destination
    action: RequestAction
    recipient: Recipient | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSet:
    """Everything decided on one request. findings: the refusals and warnings, as the acknowledgement tells them.

    flags: those of the request as settled here (secrecy forced, held by a rule); they are the ones to keep.
    """

    decisions: tuple[Decision, ...]
    deliveries: tuple[PlannedDelivery, ...]
    findings: tuple[Finding, ...]
    flags: RequestFlags


def is_minor(birth_date: str, at: str, majority_years: int = MAJORITY_YEARS) -> bool:
    """Tell whether a person born on birth_date (``yyyyMMdd``) is a minor at an HL7 timestamp."""
    instant = parse_timestamp(at)
    if instant is None or len(birth_date) < 8 or not birth_date[:8].isdigit():
        return False
    majority = (int(birth_date[:4]) + majority_years, int(birth_date[4:6]), int(birth_date[6:8]))
    return (instant.year, instant.month, instant.day) < majority


class _Collector:
    """Gathers decisions and findings while the rules run."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []
        self.findings: list[Finding] = []

    def accept(self, subject: str, reason: str, rule: str) -> None:
        self.decisions.append(Decision(subject=subject, outcome=DecisionOutcome.ACCEPTED, reason=reason, rule=rule))

    def skip(self, subject: str, reason: str, rule: str) -> None:
        self.decisions.append(Decision(subject=subject, outcome=DecisionOutcome.NOT_ASKED, reason=reason, rule=rule))

    def warn(self, subject: str, reason: str, rule: str) -> None:
        self.decisions.append(Decision(subject=subject, outcome=DecisionOutcome.WARNED, reason=reason, rule=rule))

    def refuse(self, subject: str, finding: Finding) -> None:
        self.decisions.append(
            Decision(subject=subject, outcome=DecisionOutcome.REFUSED, reason=finding.message, rule=finding.rule)
        )
        self.findings.append(finding)

    def is_refused(self, subject: str) -> bool:
        return any(d.subject == subject and d.outcome is DecisionOutcome.REFUSED for d in self.decisions)


def _error(code: str, location: str, message: str, remedy: str, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="decision",
        rule=rule,
    )


def decide(request: DocumentRequest, header: DocumentHeader, rules: DecisionRules) -> DecisionSet:
    """Decide recipients, visibility and refusals of one coherent request.

    A refusal anywhere refuses the whole request (AE): nothing is delivered by halves without the emitter knowing.
    Rule: hl7v2.md §2.1, §4.8, §4.9; dmp.md §6.1; mssante.md §4, §7.
    """
    collector = _Collector()
    minor = is_minor(request.patient.traits.birth_date, header.creation_time or request.sent_at, rules.majority_years)
    request = replace(request, flags=_settle_flags(request, header, rules, minor))
    _decide_identity(request, header, rules, collector)
    _decide_visibility(request, rules, collector)
    _decide_secrecy(request, minor, collector)
    _decide_announcement(request, collector)
    _decide_dmp(request, header, rules, collector)
    _decide_mssante(request, minor, collector)
    flags = request.flags
    if not (flags.dest_dmp or flags.dest_mssante_ps or flags.dest_mssante_patient):
        collector.refuse(
            "destinations",
            _error(
                "DEC-001",
                "OBX[DESTDMP]",
                "Aucun destinataire n'est demandé : ni DMP, ni professionnel, ni patient.",
                "Mettre à Y au moins un des indicateurs DESTDMP, DESTMSSANTEPS, DESTMSSANTEPAT.",
                f"{VOLET}; hl7v2.md §4.9",
            ),
        )
    deliveries = () if collector.findings else tuple(_plan(request))
    return DecisionSet(
        decisions=tuple(collector.decisions),
        deliveries=deliveries,
        findings=tuple(collector.findings),
        flags=flags,
    )


def _settle_flags(request: DocumentRequest, header: DocumentHeader, rules: DecisionRules, minor: bool) -> RequestFlags:
    """What the message asks, with what secrecy forces and what a rule of the establishment holds.

    Rule: guide d'intégration DMP EX_2.1-1050; CRI/va1.02; dmp.md §6.1; couloirs.md §5.1.
    """
    flags = request.flags
    if minor and flags.connexion_secrete and rules.secrecy_is_forced:
        flags = replace(flags, invisible_rep_legaux=True)
    if request.action is RequestAction.DELETE or flags.invisible_patient:
        return flags
    facts = HoldFacts(type_code=header.code.code, sender=request.sender, units=_find_units(request, header))
    return replace(flags, to_announce=is_held_by_rule(facts, rules.hold_rules))


def _find_units(request: DocumentRequest, header: DocumentHeader) -> frozenset[str]:
    """Names and numbers of the structures that the request and the document name, folded."""
    authors = (request.expediteur, *header.authors)
    structures = [author.structure for author in authors if author is not None and author.structure is not None]
    return frozenset(text.casefold() for one in structures for text in (one.identifier, one.name) if text)


def _decide_identity(
    request: DocumentRequest, header: DocumentHeader, rules: DecisionRules, collector: _Collector
) -> None:
    defects = find_qualification_defects(request.patient)
    rule = "RNIV; INS/va1.53, INS/va1.59; hl7v2.md §4.3.2"
    if not defects:
        collector.accept("identity", "L'identité est qualifiée : l'INS peut sortir.", rule)
        return
    why = " ; ".join(defects)
    if rules.unqualified_waits and request.patient.ins is not None:
        collector.warn(
            "identity", f"L'identité n'est pas qualifiée ({why}) : les envois attendent qu'elle le soit.", rule
        )
    elif request.flags.dest_dmp or request.flags.dest_mssante_patient:
        collector.refuse(
            "identity",
            _error(
                "DEC-010",
                "PID-3",
                f"L'identité n'est pas qualifiée ({why}) : le DMP et la messagerie du patient sont fermés.",
                "Qualifier l'identité (INSi et pièce d'identité), puis renvoyer ; sinon n'adresser qu'aux "
                "professionnels.",
                rule,
            ),
        )
    elif header.patient.ins is not None:
        collector.refuse(
            "identity",
            _error(
                "DEC-011",
                "OBX-5",
                f"L'identité n'est pas qualifiée ({why}), mais le document CDA porte un INS : il ne peut pas sortir.",
                "Qualifier l'identité, ou produire le document sans l'INS.",
                rule,
            ),
        )
    else:
        collector.warn("identity", f"L'identité n'est pas qualifiée ({why}) : l'INS ne sort pas.", rule)


def _decide_visibility(request: DocumentRequest, rules: DecisionRules, collector: _Collector) -> None:
    flags = request.flags
    rule = f"{VOLET}; hl7v2.md §4.8; dmp.md §11.3"
    masks = [
        name
        for name, is_set in (
            ("MASQUE_PS", flags.masque_ps),
            ("INVISIBLE_PATIENT", flags.invisible_patient),
            ("INVISIBLE_REPRESENTANTS_LEGAUX", flags.invisible_rep_legaux),
        )
        if is_set
    ]
    reason = f"Document déposé avec {', '.join(masks)}." if masks else "Document visible de tous les habilités."
    collector.accept("visibility", reason, rule)
    if flags.dest_dmp and flags.masque_ps and flags.invisible_patient and not rules.cumul_masque_invisible:
        collector.refuse(
            "visibility",
            _error(
                "DEC-020",
                "OBX[MASQUE_PS]",
                "Un document ne peut pas être à la fois masqué aux professionnels et invisible au patient au DMP.",
                "Ne demander qu'une des deux restrictions.",
                "guide d'intégration DMP EX_2.1-1050; dmp.md §6.1",
            ),
        )


def _decide_secrecy(request: DocumentRequest, minor: bool, collector: _Collector) -> None:
    flags = request.flags
    if not flags.connexion_secrete:
        return
    text = "Connexion secrète demandée : le jeton d'accès au DMP le porte"
    rule = "guide d'intégration DMP EX_2.1-1050, EX_0.1-1100; dmp.md §3.2, §6.1"
    if minor and not flags.invisible_rep_legaux and flags.dest_dmp:
        collector.refuse(
            "connexion_secrete",
            _error(
                "DEC-021",
                "OBX[CONNEXION_SECRETE]",
                "Connexion secrète d'un mineur : le document doit être invisible aux représentants légaux.",
                "Mettre INVISIBLE_REP_LEGAUX à Y, ou CONNEXION_SECRETE à N.",
                "guide d'intégration DMP EX_2.1-1050; dmp.md §6.1",
            ),
        )
    elif minor:
        collector.accept("connexion_secrete", f"{text} ; le document est invisible aux représentants légaux.", rule)
    else:
        collector.warn("connexion_secrete", f"{text}, mais le patient est majeur : elle est sans objet.", rule)


def _decide_announcement(request: DocumentRequest, collector: _Collector) -> None:
    """Say that a document is held until it was announced. Rule: CRI/va1.02; couloirs.md §5.1."""
    if request.flags.to_announce:
        collector.accept(
            "announcement",
            "Une règle de l'établissement retient ce document : invisible au patient jusqu'à son annonce.",
            "CRI/va1.02; couloirs.md §5.1",
        )
    elif request.flags.invisible_patient and request.action is not RequestAction.DELETE:
        collector.accept(
            "announcement",
            "Le patient ne verra pas ce document avant son annonce.",
            "CRI/va1.02; couloirs.md §5.1",
        )


def _decide_dmp(request: DocumentRequest, header: DocumentHeader, rules: DecisionRules, collector: _Collector) -> None:
    if not request.flags.dest_dmp:
        collector.skip("dmp", "Le DMP n'est pas demandé (DESTDMP = N).", f"{VOLET}; hl7v2.md §4.8")
        return
    before = len(collector.findings)
    _refuse_dmp_sender(request, collector)
    if rules.dmp_type_codes and header.code.code not in rules.dmp_type_codes:
        collector.refuse(
            "dmp",
            _error(
                "DEC-032",
                "OBR-4",
                f"Le DMP n'accepte pas le type de document {header.code.code} (jeu de valeurs JDV_J66).",
                "Choisir un type de la liste JDV_J66, ou ne pas demander le DMP.",
                "JDV_J66_TypeCode_DMP; hl7v2.md §4.5",
            ),
        )
    if header.id.extension and not rules.uid_with_extension_accepted:
        collector.refuse(
            "dmp",
            _error(
                "DEC-033",
                "TXA-12",
                "Le DMP n'accepte pas un identifiant de document avec extension.",
                "Donner au document un identifiant réduit à un OID (ClinicalDocument/id/@root seul).",
                f"{VOLET}; hl7v2.md §4.5",
            ),
        )
    if header.confidentiality.code in RESTRICTED_CONFIDENTIALITIES:
        collector.refuse(
            "dmp",
            _error(
                "DEC-034",
                "OBX[DESTDMP]",
                "Un document de confidentialité restreinte n'alimente pas le DMP.",
                "Ne pas demander le DMP pour ce document.",
                f"{VOLET}; hl7v2.md §4.8",
            ),
        )
    if len(collector.findings) == before and not collector.is_refused("identity"):
        collector.accept("dmp", _DMP_REASONS[request.action], f"{VOLET}; hl7v2.md §3.3")


def _refuse_dmp_sender(request: DocumentRequest, collector: _Collector) -> None:
    if request.expediteur is None or (request.expediteur.person is None and request.expediteur.device is None):
        collector.refuse(
            "dmp",
            _error(
                "DEC-030",
                "PRT[SB]",
                "Le DMP est demandé sans expéditeur de la demande (PRT « SB »).",
                "Ajouter sous l'OBX du document un segment PRT SB avec la personne et la structure.",
                f"{VOLET}; hl7v2.md §4.7",
            ),
        )
    elif request.expediteur.structure is None:
        collector.refuse(
            "dmp",
            _error(
                "DEC-031",
                "PRT[SB]-8",
                "L'expéditeur de la demande (PRT « SB ») n'a pas de structure.",
                "Renseigner PRT-8 (nom, type d'identifiant et numéro FINESS).",
                f"{VOLET}; hl7v2.md §4.7, §5",
            ),
        )


_DMP_REASONS = {
    RequestAction.CREATE: "Alimentation du DMP (TD2.1).",
    RequestAction.REPLACE: "Remplacement au DMP (TD2.1 avec association RPLC) : l'ancienne version devient obsolète.",
    RequestAction.DELETE: "Suppression logique au DMP (TD3.3c).",
}


def _decide_mssante(request: DocumentRequest, minor: bool, collector: _Collector) -> None:
    flags = request.flags
    rule = f"{VOLET}; hl7v2.md §4.9"
    professionals = [r for r in request.recipients if r.kind is not RecipientKind.PATIENT]
    patients = [r for r in request.recipients if r.kind is RecipientKind.PATIENT]
    if not flags.dest_mssante_ps:
        collector.skip("mssante_ps", "Aucun envoi aux professionnels (DESTMSSANTEPS = N).", rule)
    elif not professionals:
        collector.refuse(
            "mssante_ps",
            _error(
                "DEC-040",
                "PRT[RCT]",
                "Un envoi aux professionnels est demandé sans aucun destinataire professionnel (PRT « RCT »).",
                "Ajouter un segment PRT RCT par destinataire, avec son adresse MSSanté en PRT-15.4.",
                rule,
            ),
        )
    else:
        collector.accept("mssante_ps", f"Courriel MSSanté à {len(professionals)} destinataire(s).", rule)
    if not flags.dest_mssante_patient:
        collector.skip("mssante_patient", "Aucun envoi au patient (DESTMSSANTEPAT = N).", rule)
        return
    before = len(collector.findings)
    _refuse_patient_mail(request, minor, patients, collector)
    wrong = [r for r in patients if r.address.lower() != compute_patient_address(request).lower()]
    if wrong and len(collector.findings) == before:
        collector.warn(
            "mssante_patient",
            "L'adresse de patient du message n'est pas celle de son INS : l'adresse calculée est employée.",
            "référentiel MSSanté #2 ECO.2.2.6; mssante.md §2",
        )
    if len(collector.findings) == before and not collector.is_refused("identity"):
        reply = "" if flags.patient_may_reply else ", sans réponse possible"
        collector.accept("mssante_patient", f"Courriel au patient dans Mon espace santé{reply}.", rule)


def _refuse_patient_mail(
    request: DocumentRequest, minor: bool, patients: list[Recipient], collector: _Collector
) -> None:
    flags = request.flags
    rule = f"{VOLET}; hl7v2.md §4.9; mssante.md §7"
    if not patients:
        collector.refuse(
            "mssante_patient",
            _error(
                "DEC-041",
                "PRT[RCT]",
                "Un envoi au patient est demandé sans destinataire patient (PRT « RCT »).",
                "Ajouter un PRT RCT dont l'adresse est <matricule INS>@patient.mssante.fr.",
                rule,
            ),
        )
    if flags.invisible_patient:
        collector.refuse(
            "mssante_patient",
            _error(
                "DEC-042",
                "OBX[INVISIBLE_PATIENT]",
                "Un document invisible au patient ne peut pas lui être envoyé.",
                "Attendre la consultation d'annonce, ou mettre INVISIBLE_PATIENT à N.",
                rule,
            ),
        )
    if minor and (flags.invisible_rep_legaux or flags.connexion_secrete):
        collector.refuse(
            "mssante_patient",
            _error(
                "DEC-043",
                "OBX[INVISIBLE_REP_LEGAUX]",
                "La messagerie d'un mineur est lue par ses représentants légaux : ce document ne peut y être envoyé.",
                "Ne pas demander d'envoi au patient pour ce document.",
                rule,
            ),
        )


def compute_patient_address(request: DocumentRequest) -> str:
    """Compute the patient's Mon espace santé address from the INS of the request; empty when there is none.

    The address is computed, never taken from the message: a slip of the emitter must not reach somebody else.
    Rule: référentiel MSSanté #2 ECO.2.2.6; mssante.md §2.
    """
    ins = request.patient.ins
    return f"{ins.matricule}@{PATIENT_DOMAIN}" if ins else ""


def _plan(request: DocumentRequest) -> list[PlannedDelivery]:
    flags = request.flags
    planned = []
    if flags.dest_dmp:
        planned.append(PlannedDelivery(destination=Destination.DMP, action=request.action))
    seen: set[str] = set()
    for asked in request.recipients:
        is_patient = asked.kind is RecipientKind.PATIENT
        is_wanted = flags.dest_mssante_patient if is_patient else flags.dest_mssante_ps
        recipient = replace(asked, address=compute_patient_address(request)) if is_patient else asked
        address = recipient.address.lower()
        if is_wanted and address not in seen:
            seen.add(address)
            destination = Destination.MSSANTE_PATIENT if is_patient else Destination.MSSANTE_PS
            planned.append(PlannedDelivery(destination=destination, action=request.action, recipient=recipient))
    return planned
