"""The faults of the simulated INSi, with the codes of the téléservice where they are known, and its answers.

Written by hand, not by the product's codec: what the product reads must not be what it writes. Rule: ins.md §6.6, §6.8.
"""

from xml.sax.saxutils import escape, quoteattr

from liane_sandbox.insi.matching import Outcome
from liane_sandbox.insi.population import Number

SOAP = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://www.w3.org/2005/08/addressing"
LABELS = {"00": "OK", "01": "Aucune identite trouvee", "02": "Plusieurs identites trouvees"}
TEXTS = {
    "desir_550": (
        "siram_100",
        "L'accès par ce progiciel au service n'est pas autorisé.",
        "Numéro d'autorisation du logiciel inconnu.",
    ),
    "desir_560": (
        "siram_100",
        "L'accès au service n'est pas autorisé.",
        "Le certificat ne donne pas accès au service.",
    ),
    "siram_40": ("siram_40", "Les éléments de sécurité sont refusés.", "Assertion absente, expirée ou refusée."),
    "insi_102": ("insi_102", "Erreur fonctionnelle du service.", "Un trait d'identité est mal formé."),
}
"""Code of the error → subcode, reason, text. Rule: ins.md §6.8."""


class INSiRefused(Exception):
    """The call ends by a fault. code: of the error. reason: what is wrong here, in French. rule: section."""

    def __init__(self, code: str, reason: str = "", *, rule: str = "ins.md §11.2-2", is_sender: bool = True) -> None:
        self.code = code
        self.reason = reason
        self.rule = rule
        self.is_sender = is_sender
        super().__init__(code)


def render_fault(refused: INSiRefused, message_id: str) -> bytes:
    """Write the fault of a refusal."""
    subcode, reason, text = TEXTS.get(refused.code, (refused.code, "Erreur technique du service.", ""))
    told = " ".join(part for part in (refused.reason or text, f"[{refused.rule}]" if refused.reason else "") if part)
    kind = "Sender" if refused.is_sender else "Receiver"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{SOAP}"><soap:Body><soap:Fault>'
        f"<soap:Code><soap:Value>soap:{kind}</soap:Value><soap:Subcode><soap:Value>soap:{escape(subcode)}</soap:Value>"
        f'</soap:Subcode></soap:Code><soap:Reason><soap:Text xml:lang="fr">{escape(reason)}</soap:Text></soap:Reason>'
        f'<soap:Detail><siram:Erreur xmlns:siram="urn:siram" code={quoteattr(refused.code)} severite="erreur" '
        f"messageID={quoteattr(message_id)}>{escape(told)}</siram:Erreur></soap:Detail></soap:Fault></soap:Body>"
        "</soap:Envelope>"
    ).encode()


def render_version_mismatch() -> bytes:
    """Write the fault that answers SOAP 1.1. Rule: ins.md §6.2, §11.2-2."""
    return (
        f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body><soap:Fault><soap:Code><soap:Value>soap:VersionMismatch'
        '</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="fr">SOAP 1.2 est attendu [ins.md §6.2]</soap:Text>'
        "</soap:Reason></soap:Fault></soap:Body></soap:Envelope>"
    ).encode()


def render_answer(body: str, action: str, relates_to: str, message_id: str) -> bytes:
    """Write an answer around its body. Rule: ins.md §6.2: the action with ``Response``."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{SOAP}" xmlns:wsa="{WSA}"><soap:Header>'
        f"<wsa:Action>{escape(action)}Response</wsa:Action><wsa:MessageID>uuid:{escape(message_id)}</wsa:MessageID>"
        f"<wsa:RelatesTo>{escape(relates_to)}</wsa:RelatesTo></soap:Header><soap:Body>{body}</soap:Body></soap:Envelope>"
    ).encode()


def render_result(outcome: Outcome, oid_of: dict[str, str]) -> str:
    """Write RESULTAT. A person is there with ``00`` only; absent values have no element. Rule: ins.md §6.6."""
    label = LABELS.get(outcome.code, "")
    label_xml = f"<LibelleCR>{escape(label)}</LibelleCR>" if label else ""
    told = f"<CR><CodeCR>{escape(outcome.code)}</CodeCR>{label_xml}</CR>"
    person = outcome.person
    if outcome.code == "00" and person is not None:
        history = "".join(
            f"<INSHISTO>{_number(one, oid_of)}{_element('DateDeb', one.start)}{_element('DateFin', one.end)}</INSHISTO>"
            for one in person.history
        )
        traits = "".join(
            _element(name, value)
            for name, value in (
                ("NomNaissance", person.family),
                ("Prenom", person.givens.partition(" ")[0]),
                ("ListePrenom", person.givens),
                ("Sexe", person.sex),
                ("DateNaissance", person.birth_date),
                ("LieuNaissance", person.birth_place),
            )
        )
        told += (
            f"<INDIVIDU><INSACTIF>{_number(person.number, oid_of)}</INSACTIF>{history}<TIQ>{traits}</TIQ></INDIVIDU>"
        )
    return f'<RESULTAT xmlns="http://www.cnamts.fr/INSiResultat">{told}</RESULTAT>'


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _number(number: Number, oid_of: dict[str, str]) -> str:
    return (
        f"<IdIndividu><NumIdentifiant>{number.matricule[:13]}</NumIdentifiant><Cle>{number.matricule[13:]}</Cle>"
        f"</IdIndividu><OID>{oid_of[number.kind]}</OID>"
    )
