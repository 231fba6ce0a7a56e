"""How the citizens' messaging (Mon espace santé) takes a mail, by the state of the person's mailbox. Values only.

Rule: mssante.md §2, §7, §13.2 point 4. The words and forms of the non-deliveries are marked unverified there.
"""

import re
from datetime import datetime

from liane.codecs.mssante_mail.receipts import IncomingMail, NonDeliveryCause
from liane.codecs.mssante_mail.writer import Mailbox, OutgoingMail, is_message_id, render_mail
from liane_sandbox.mssante.records import MailboxState, StoredMailbox

PATIENT_DOMAIN = "patient.mssante.fr"
POSTMASTER = Mailbox(address=f"postmaster@{PATIENT_DOMAIN}", label="Mon espace santé (SIMULATION)")
SIZE_BYTES_MAX = 25 * 1024 * 1024
_MATRICULE = re.compile(r"[12478]\d{4}(?:\d{2}|2[ab])\d{8}\Z", re.IGNORECASE)
_TEXTS = {
    NonDeliveryCause.MAILBOX_CLOSED: "La messagerie de l'usager est fermée : votre message n'a pas été distribué.",
    NonDeliveryCause.PATIENT_UNKNOWN: "Patient non trouvé : aucun profil Mon espace santé n'a cette adresse.",
    NonDeliveryCause.ADDRESS_INVALID: "Adresse invalide : elle n'est pas formée d'un matricule INS de 15 caractères.",
    NonDeliveryCause.TOO_BIG: "Message trop volumineux : il dépasse 25 Mo.",
}


def find_refusal(address: str, mailbox: StoredMailbox | None, size_bytes: int) -> NonDeliveryCause | None:
    """Say why a mail cannot be put into a person's mailbox; None when it can (also when not activated: it waits)."""
    if not _MATRICULE.match(address.partition("@")[0]):
        return NonDeliveryCause.ADDRESS_INVALID
    if mailbox is None:
        return NonDeliveryCause.PATIENT_UNKNOWN
    if mailbox.state in (MailboxState.CLOSED, MailboxState.OPPOSED):
        return NonDeliveryCause.MAILBOX_CLOSED
    if size_bytes > SIZE_BYTES_MAX:
        return NonDeliveryCause.TOO_BIG
    return None


def render_non_delivery(
    cause: NonDeliveryCause, mail: IncomingMail | None, recipient: str, to: str, message_id: str, at: datetime
) -> bytes:
    """Write the plain mail « Message non distribué » that Mon espace santé sends back."""
    original = mail.message_id if mail else ""
    lines = [
        "Message non distribué",
        _TEXTS.get(cause, "Votre message n'a pas été distribué."),
        f"Destinataire : {recipient}",
        f"Message : <{original}>" if original else "",
    ]
    return render_mail(
        OutgoingMail(
            message_id=message_id,
            date=at,
            sender=POSTMASTER,
            to=(Mailbox(address=to),),
            subject="Message non distribué",
            body="\n\n".join(line for line in lines if line),
            nil="SIMULATION-MES",
            in_reply_to=original if is_message_id(original) else "",
            auto_submitted="auto-replied",
        )
    )
