"""What the password of a rescue account must be. Rule: REM SSI/IAM.92 (accounts of administration)."""

from liane.domain.errors import Finding, Severity

PASSWORD_CHARS_MIN = 15
PASSWORD_CHARS_MAX = 256
KINDS_MIN = 3
REPEATED_MAX = 3
_COMMON = ("motdepasse", "password", "azerty", "qwerty", "123456", "hopital", "liane", "administrateur", "secours")


def check_password(password: str, name: str) -> list[Finding]:
    """Say everything that is wrong with a password; empty when it may be used. name: of the account."""
    findings = []
    if not PASSWORD_CHARS_MIN <= len(password) <= PASSWORD_CHARS_MAX:
        findings.append(
            _wrong("SGN-001", f"Le mot de passe doit avoir de {PASSWORD_CHARS_MIN} à {PASSWORD_CHARS_MAX} caractères.")
        )
    if _count_kinds(password) < KINDS_MIN:
        findings.append(
            _wrong(
                "SGN-002",
                "Le mot de passe doit mêler trois sortes de signes : minuscules, capitales, chiffres, autres.",
            )
        )
    if name and any(len(part) > 2 and part in password.casefold() for part in name.casefold().split()):
        findings.append(_wrong("SGN-003", "Le mot de passe contient le nom du compte."))
    if any(word in password.casefold() for word in _COMMON) or _has_run(password):
        findings.append(_wrong("SGN-004", "Le mot de passe contient une suite ou un mot trop facile à deviner."))
    return findings


def _count_kinds(password: str) -> int:
    kinds = (str.islower, str.isupper, str.isdecimal, lambda sign: not sign.isalnum())
    return sum(any(kind(sign) for sign in password) for kind in kinds)


def _has_run(password: str) -> bool:
    length = REPEATED_MAX + 1
    windows = (password[start : start + length] for start in range(len(password) - length + 1))
    return any(len(set(window)) == 1 for window in windows)


def _wrong(code: str, message: str) -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, location="mot de passe", message=message, layer="signin", rule="SSI/IAM.92"
    )
