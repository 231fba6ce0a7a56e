"""Checks of MSH for a document request: type, event, version, mode, profile, character set.

Rule: hl7v2.md §2.1, §4.1.
"""

import re

from liane.codecs.hl7v2.charset import find_charset
from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.envelope import MessageEnvelope
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.reading import Form
from liane.domain.documents.timestamp import parse_timestamp

EVENTS = {"ORU": frozenset({"R01"}), "MDM": frozenset({"T02", "T10", "T04"})}
VERSIONS = {"ORU": "2.5", "MDM": "2.6"}
STRUCTURES = {"ORU": "ORU_R01", "MDM": "MDM_T02"}
FIELD_BYTES_MAX = 199
SHOWN_MAX = 30
"""Characters of a received value that a message repeats."""
PROFILE = "2.1^CISIS_CDA_HL7_V2"
_OLD_PROFILE = re.compile(r"(1\.\d\^CISIS_CDA_HL7_V1|2\.0\^CISIS_CDA_HL7_V[12])")


def find_form(profile: str) -> Form | None:
    """The edition that MSH-21 names; None when it is no profile of the volet."""
    if profile == PROFILE:
        return Form.V2_1
    if _OLD_PROFILE.fullmatch(profile):
        return Form.V1 if profile.startswith("1.") else Form.V2_0
    return None


def is_other_volet(profile: str) -> bool:
    """Tell whether MSH-21 names another volet of the CI-SIS (``…^CISIS_CDA_HL7_LPS``), whose messages differ."""
    return (
        "CISIS" in profile
        and find_form(profile) is None
        and not profile.partition("^")[2].startswith("CISIS_CDA_HL7_V")
    )


def check_message_type(envelope: MessageEnvelope, findings: Findings) -> bool:
    """Check MSH-9; False when no further check makes sense. Rule: hl7v2.md §2.1, §3."""
    code, event = envelope.message_code, envelope.event
    if code not in EVENTS:
        findings.add(
            HL7Code.MESSAGE_TYPE,
            "MSH-9.1",
            f"Le type de message « {code[:SHOWN_MAX]} » n'est pas une demande de transmission de document."
            if code
            else "Le type du message (MSH-9) est absent.",
            "Envoyer ORU^R01^ORU_R01, MDM^T02^MDM_T02, MDM^T10^MDM_T02 ou MDM^T04^MDM_T02.",
        )
        return False
    if event not in EVENTS[code]:
        findings.add(
            HL7Code.EVENT,
            "MSH-9.2",
            f"L'évènement « {event[:SHOWN_MAX]} » n'est pas pris en charge pour {code}.",
            f"Évènements acceptés : {', '.join(sorted(EVENTS[code]))}.",
        )
        return False
    if envelope.structure != STRUCTURES[code]:
        findings.add(
            HL7Code.STRUCTURE,
            "MSH-9.3",
            f"La structure annoncée en MSH-9.3 devrait être {STRUCTURES[code]}.",
            f"Écrire {code}^{event}^{STRUCTURES[code]}.",
        )
    return True


def check_header(message: Message, envelope: MessageEnvelope, policy: AcceptancePolicy, findings: Findings) -> None:
    """Check MSH-3 to MSH-21 but MSH-9. Rule: hl7v2.md §2.1, §4.1."""
    msh = message.segments[0]
    check_routing(msh, policy, envelope, findings)
    if not msh.component(21):
        findings.add(
            HL7Code.MSH_FIELD_MISSING, "MSH-21", "Le profil du message (MSH-21) est absent.", "Renseigner ce champ."
        )
    check_version(envelope, VERSIONS[envelope.message_code], findings)
    _check_profile(envelope, findings)
    check_charset(message, findings)


def check_version(envelope: MessageEnvelope, expected: str, findings: Findings) -> None:
    """Check MSH-12.1, absent apart. Rule: hl7v2.md §2.1."""
    if envelope.version and envelope.version != expected:
        findings.add(
            HL7Code.VERSION,
            "MSH-12",
            f"La version HL7 « {envelope.version[:SHOWN_MAX]} » n'est pas {expected}.",
            f"Écrire {expected} en MSH-12.",
        )


def check_routing(msh: Segment, policy: AcceptancePolicy, envelope: MessageEnvelope, findings: Findings) -> None:
    """Check what every message owes, whatever its type: MSH-3 to -7, -10 to -12, -17, and their form.

    Rule: hl7v2.md §2.1, §4.1.
    """
    for number, name in () if _is_complete(envelope) else _REQUIRED:
        if not msh.component(number):
            findings.add(
                HL7Code.MSH_FIELD_MISSING, f"MSH-{number}", f"{name} (MSH-{number}) est absent.", "Renseigner ce champ."
            )
    _check_form(msh, findings)
    if envelope.processing_id and envelope.processing_id not in policy.processing_ids:
        accepted = ", ".join(sorted(policy.processing_ids))
        findings.add(
            HL7Code.PROCESSING_ID,
            "MSH-11",
            f"Le mode « {envelope.processing_id[:SHOWN_MAX]} » n'est pas accepté ici (acceptés : {accepted}).",
            "Vérifier que le message s'adresse au bon environnement (production ou test).",
        )
    if msh.component(17).upper() != "FRA":
        findings.add(HL7Code.COUNTRY, "MSH-17", "Le pays (MSH-17) devrait être FRA.", "Écrire FRA en MSH-17.")


def _is_complete(envelope: MessageEnvelope) -> bool:
    sender, receiver = envelope.sender, envelope.receiver
    ends = (sender.application, sender.facility, receiver.application, receiver.facility)
    return all((*ends, envelope.sent_at, envelope.control_id, envelope.processing_id, envelope.version))


_REQUIRED = (
    (3, "L'application émettrice"),
    (4, "L'organisation émettrice"),
    (5, "L'application réceptrice"),
    (6, "L'organisation réceptrice"),
    (7, "La date du message"),
    (10, "L'identifiant du message"),
    (11, "Le mode de traitement"),
    (12, "La version HL7"),
)


def _check_form(msh: Segment, findings: Findings) -> None:
    """Values that no store or receiver could carry, and a date that is none."""
    for number in (3, 4, 5, 6, 7, 10, 11, 12, 18, 21) if msh.size_bytes > FIELD_BYTES_MAX else ():
        if len(msh.field(number)) > FIELD_BYTES_MAX:
            findings.add(
                HL7Code.MSH_FIELD_FORM,
                f"MSH-{number}",
                f"MSH-{number} dépasse {FIELD_BYTES_MAX} octets.",
                "Écrire une valeur plus courte.",
            )
    sent_at = msh.component(7)
    if sent_at and parse_timestamp(sent_at) is None:
        findings.add(
            HL7Code.MSH_FIELD_FORM,
            "MSH-7",
            "La date du message (MSH-7) n'est pas de la forme AAAAMMJJHHMMSS.",
            "Écrire la date et l'heure du message en MSH-7.",
        )


def _check_profile(envelope: MessageEnvelope, findings: Findings) -> None:
    form = find_form(envelope.profile)
    if form is None and envelope.profile:
        findings.add(
            HL7Code.PROFILE_UNKNOWN,
            "MSH-21",
            f"Le profil « {envelope.profile[:SHOWN_MAX]} » n'est pas celui d'une demande de transmission de document.",
            f"Écrire {PROFILE} en MSH-21.",
        )
    elif form in (Form.V1, Form.V2_0):
        findings.add(
            HL7Code.PROFILE_OLD,
            "MSH-21",
            f"Le message suit une édition ancienne du volet ({envelope.profile}) ; il est lu avec tolérance.",
            f"Faire évoluer l'émetteur vers {PROFILE}.",
        )


def check_charset(message: Message, findings: Findings) -> None:
    """Check MSH-18, and that the bytes keep its promise. Rule: hl7v2.md §2, §4.1."""
    declared = message.charset_declared
    if not declared:
        findings.add(
            HL7Code.CHARSET_ABSENT,
            "MSH-18",
            f"Le jeu de caractères (MSH-18) est absent ; le message est lu en {message.charset}.",
            "Écrire « UNICODE UTF-8 » ou « 8859/15 » en MSH-18.",
        )
    elif find_charset(declared) is None:
        findings.add(
            HL7Code.UNKNOWN_CHARSET,
            "MSH-18",
            "Le jeu de caractères annoncé en MSH-18 n'est pas accepté.",
            "Écrire « UNICODE UTF-8 » ou « 8859/15 » en MSH-18.",
        )
    elif not message.respects_charset():
        findings.add(
            HL7Code.CHARSET_NOT_RESPECTED,
            "MSH-18",
            "Des octets du message ne sont pas de l'UTF-8, pourtant annoncé en MSH-18.",
            "Encoder tout le message en UTF-8, ou annoncer 8859/15.",
        )
