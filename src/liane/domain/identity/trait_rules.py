"""Rules of entry of the traits of an identity: what each one may hold, and which ones an identity cannot do without."""

import re
from dataclasses import fields

from liane.domain.errors import Finding, Severity
from liane.domain.identity.lexis import NameKind, check_name
from liane.domain.identity.patient import PatientTraits

_DATE = re.compile(r"(?!0000)\d{4}\d{4}", re.ASCII)
_PLACE = re.compile(r"[0-9A-Za-z]{5}", re.ASCII)
_KINDS: dict[str, NameKind] = {
    "birth_family": "family",
    "birth_given": "given",
    "birth_givens": "given",
    "used_family": "family",
    "used_given": "given",
}
_RULE = "RNIV 1, saisie des traits; ins.md §4.1, §4.2"


def check_traits(traits: PatientTraits, *, held: PatientTraits | None = None) -> tuple[Finding, ...]:
    """Check the form of the traits present. held: only what differs from these traits is checked.

    What INSi or a flow gave and nobody touches is thus never refused.
    Rule: RNIV 1; ins.md §4.1, §4.2.
    """
    findings: list[Finding] = []
    for one in fields(traits):
        value = getattr(traits, one.name)
        if not value or (held is not None and value == getattr(held, one.name)):
            continue
        if one.name in _KINDS:
            findings.extend(check_name(value, _KINDS[one.name]))
        elif one.name == "birth_date" and not _DATE.fullmatch(value):
            findings.append(
                _error("IDV-214", "date de naissance", "La date de naissance est mal formée.", "Écrire jj/mm/aaaa.")
            )
        elif one.name == "sex" and value not in ("M", "F", "U"):
            findings.append(
                _error("IDV-220", "sexe", "Le sexe n'est ni M, ni F, ni indéterminé.", "Choisir dans la liste.")
            )
        elif one.name == "birth_place" and not _PLACE.fullmatch(value):
            findings.append(
                _error(
                    "IDV-221",
                    "lieu de naissance",
                    "Le lieu de naissance n'est pas un code officiel géographique de 5 caractères.",
                    "Choisir la commune ou le pays dans la liste ; 99999 si le lieu est inconnu.",
                )
            )
    return tuple(findings)


def check_creation(traits: PatientTraits) -> tuple[Finding, ...]:
    """Refuse to create an identity without its five strict traits, and ask for nothing more; check their form.

    The premier prénom is enough for the prénoms, the sex may be undetermined, the place ``99999``.
    Rule: INS/va1.21, INS/va1.22; RNIV 1, création d'une identité.
    """
    wanted = {
        "nom de naissance": traits.birth_family,
        "premier prénom de naissance": traits.birth_given or traits.birth_givens,
        "date de naissance": traits.birth_date,
        "sexe": traits.sex,
        "lieu de naissance": traits.birth_place,
    }
    missing = [name for name, value in wanted.items() if not value]
    findings = list(check_traits(traits))
    if missing:
        findings.insert(
            0,
            _error(
                "IDV-222",
                "traits stricts",
                f"Il manque pour créer l'identité : {', '.join(missing)}.",
                "Compléter ; le sexe peut être indéterminé et le lieu inconnu (99999).",
            ),
        )
    return tuple(findings)


def _error(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="identity",
        rule=_RULE,
    )
