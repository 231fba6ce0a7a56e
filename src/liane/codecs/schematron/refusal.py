"""How the rule compiler refuses: one error that names the file, the expression and why.

The compiler is fail-closed: what it does not understand stops the build, so that no rule is ever skipped in silence.
"""

from liane.domain.errors import Finding, RuleViolation, Severity

TEXT_SHOWN_MAX = 300


class UnsupportedRule(RuleViolation):
    """A rule set uses a construct outside the subset that the compiler reads."""

    def __init__(self, reason: str, *, text: str = "", file: str = "") -> None:
        self.reason = reason
        self.text = text
        self.file = file
        shown = text if len(text) <= TEXT_SHOWN_MAX else text[:TEXT_SHOWN_MAX] + "…"
        super().__init__(
            Finding(
                code="KIT-010",
                severity=Severity.ERROR,
                location=file,
                message=f"Le jeu de règles ne peut pas être compilé : {reason} dans « {shown} »",
                remedy="Signaler cette construction : le moteur de règles ne la connaît pas encore.",
                layer="kit",
            )
        )

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}: {self.text}"
