"""One submission as values: the envelope asked, the answers given."""

from dataclasses import dataclass

REMOTE = "mssante"
RECIPIENTS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEnvelope:
    """The envelope of one mail. envelope_id: ENVID, fixed at the first attempt as is the Message-ID (≤ 100 characters).

    wants_receipt: ask NOTIFY=SUCCESS,FAILURE,DELAY rather than FAILURE alone. sender: another mailbox that the same
    certificate opens; empty for the one of the settings.
    """

    recipients: tuple[str, ...]
    envelope_id: str
    wants_receipt: bool = True
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientAnswer:
    """What the operator answered to one RCPT. code: ``250``, ``550``…; text: its words, verbatim."""

    address: str
    code: str
    text: str

    @property
    def is_accepted(self) -> bool:
        """True when the mail was taken for this recipient."""
        return self.code.startswith("2")

    @property
    def is_permanent(self) -> bool:
        """True when the refusal is definite."""
        return self.code.startswith("5")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionResult:
    """A mail taken by the operator for at least one recipient. text: the answer to the final dot, verbatim.

    receipt_expected: False when the operator offers no DSN, so that none will come.
    """

    text: str
    recipients: tuple[RecipientAnswer, ...]
    receipt_expected: bool

    @property
    def refused(self) -> tuple[RecipientAnswer, ...]:
        """Recipients for whom the mail was not taken."""
        return tuple(answer for answer in self.recipients if not answer.is_accepted)
