"""What SMTP hands to the operator, and its refusals, as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A definite or temporary no, in SMTP words."""

    code: int
    status: str
    text: str

    @property
    def line(self) -> str:
        """The reply as one line."""
        return f"{self.code} {self.status} {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientOrder:
    """One recipient as asked by RCPT. notify: empty set when NOTIFY was not given."""

    address: str
    notify: frozenset[str] = frozenset()
    original_recipient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedMail:
    """One mail taken by SMTP."""

    identity: str
    peer: str
    sender: str
    envelope_id: str
    returns_content: bool
    recipients: tuple[RecipientOrder, ...]
    raw: bytes
