"""userInfo: who signed in, and the situations in which they may act. Rule: psc.md §5."""

import hashlib
from dataclasses import dataclass
from typing import Any

from liane.codecs.oidc.documents import get_objects, get_text, get_texts, make_finding, read_object
from liane.codecs.oidc.keys import PublicKeys, open_token
from liane.domain.actors.actor import Structure
from liane.domain.actors.professional import SignedProfessional, Situation
from liane.domain.errors import RuleViolation

EXERCISES_MAX = 20
ACTIVITIES_MAX = 50
SITUATIONS_MAX = 100
NAME_CHARS_MAX = 200
CODE_CHARS_MAX = 40
IDENTIFIER_CHARS_MAX = 64
PHARMACIST = "21"
WHERE = "userinfo"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedUserInfo:
    """What userInfo must agree with. subject: ``sub`` of the id_token. identifier: its SubjectNameID, if any."""

    subject: str
    identifier: str
    issuer: str
    client_id: str


def is_signed(content_type: str) -> bool:
    """Tell whether an answer is a signed JWT."""
    return content_type.partition(";")[0].strip().lower() == "application/jwt"


def parse_userinfo(
    data: bytes, content_type: str, *, keys: PublicKeys | None, expected: ExpectedUserInfo | None
) -> SignedProfessional:
    """Read userInfo, JSON or signed JWT. keys: needed for a JWT. expected: None when no id_token came before.

    Raises MalformedMessage PSC-001, RuleViolation PSC-009 (signature), PSC-018 (no identifier), PSC-019 (another person
    or another party). Every member but ``sub`` and ``SubjectNameID`` may be absent, empty, or a text where a list is
    usual. Rule: psc.md §5 (parsing rules), §13 (signature KO refuses the session).
    """
    if is_signed(content_type):
        if keys is None:
            raise RuleViolation(make_finding("PSC-009", WHERE, "La signature du jeton ne peut pas être vérifiée."))
        try:
            text = data.decode("ascii").strip()
        except UnicodeDecodeError:
            text = ""
        values = open_token(text, keys, WHERE)
        _check_parties(values, expected)
    else:
        values = read_object(data, WHERE)
    professional = read_professional(values)
    if expected is not None and (
        professional.subject != expected.subject or expected.identifier not in ("", professional.identifier)
    ):
        raise RuleViolation(make_finding("PSC-019", f"{WHERE}/sub", "userInfo parle d'une autre personne."))
    return professional


def _check_parties(values: dict[str, Any], expected: ExpectedUserInfo | None) -> None:
    """A signed userInfo names its issuer and its audience when it names any."""
    if expected is None:
        return
    issuer, audience = get_text(values, "iss"), get_texts(values, "aud")
    if (issuer and issuer != expected.issuer) or (audience and expected.client_id not in audience):
        raise RuleViolation(make_finding("PSC-019", f"{WHERE}/aud", "userInfo a été fait pour une autre application."))


def read_professional(values: dict[str, Any]) -> SignedProfessional:
    """Make a professional of the members of userInfo. Raises RuleViolation PSC-018."""
    subject, identifier = get_text(values, "sub"), get_text(values, "SubjectNameID")
    if not subject or not identifier or len(identifier) > IDENTIFIER_CHARS_MAX or not identifier.isprintable():
        raise RuleViolation(make_finding("PSC-018", WHERE, "userInfo ne donne pas l'identifiant national."))
    professional = next(iter(get_objects(values, "SubjectRefPro", 1)), {})
    exercises = get_objects(professional, "exercices", EXERCISES_MAX)
    first = exercises[0] if exercises else {}
    return SignedProfessional(
        identifier=identifier,
        subject=subject,
        family=_text(first, "nomDexercice") or _text(values, "family_name"),
        given=_text(first, "prenomDexercice") or _text(values, "given_name"),
        civility=_code(first, "codeCiviliteDexercice") or _code(professional, "codeCivilite"),
        situations=_read_situations(exercises),
        professions=_read_professions(values, exercises),
    )


def _read_professions(values: dict[str, Any], exercises: tuple[dict[str, Any], ...]) -> tuple[str, ...]:
    roles = [role.partition("^")[0][:CODE_CHARS_MAX] for role in get_texts(values, "SubjectRole", EXERCISES_MAX)]
    held = [_code(one, "codeProfession") for one in exercises]
    return tuple(dict.fromkeys(code for code in (*held, *roles) if code))


def _read_situations(exercises: tuple[dict[str, Any], ...]) -> tuple[Situation, ...]:
    found: dict[str, Situation] = {}
    for exercise in exercises:
        for activity in get_objects(exercise, "activities", ACTIVITIES_MAX):
            situation = _read_situation(exercise, activity)
            if situation.profession and len(found) < SITUATIONS_MAX:
                found.setdefault(situation.key, situation)
    return tuple(found.values())


def _read_situation(exercise: dict[str, Any], activity: dict[str, Any]) -> Situation:
    profession = _code(exercise, "codeProfession")
    section = _code(activity, "codeSectionPharmacien") if profession == PHARMACIST else ""
    specialty, sector = section or _code(exercise, "codeSavoirFaire"), _code(activity, "codeSecteurDactivite")
    structure, mode = _read_structure(activity), _code(activity, "codeModeExercice")
    named = (structure.identifier or structure.name) if structure else ""
    parts = (profession, specialty, sector, named, mode)
    return Situation(
        profession=profession,
        specialty=specialty,
        sector=sector,
        structure=structure,
        exercise_mode=mode,
        key=hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16],
    )


def _read_structure(activity: dict[str, Any]) -> Structure | None:
    """Give the structure of an activity, by the best of its numbers.

    Rule: psc.md §10 (``1`` + FINESS, or ``3`` + SIRET, or the identifier of the practice); dmp.md (Struct_IdNat).
    """
    finess = _code(activity, "numeroFinessSite") or _code(activity, "numeroFinessetablissementJuridique")
    siret, siren = _code(activity, "numeroSiretSite"), _code(activity, "numeroSirenSite")
    name = _text(activity, "raisonSocialeSite") or _text(activity, "enseigneCommercialeSite")
    technical = _code(activity, "identifiantTechniqueDeLaStructure")
    if finess:
        return Structure(identifier=f"1{finess}", name=name, id_type="FINEG")
    if siret:
        return Structure(identifier=f"3{siret}", name=name, id_type="SIRET")
    if siren:
        return Structure(identifier=f"2{siren}", name=name, id_type="SIREN")
    return Structure(identifier=technical, name=name, id_type="IDNST") if technical or name else None


def _text(values: dict[str, Any], name: str) -> str:
    return "".join(one for one in get_text(values, name) if one.isprintable())[:NAME_CHARS_MAX]


def _code(values: dict[str, Any], name: str) -> str:
    return "".join(one for one in get_text(values, name) if one.isprintable())[:CODE_CHARS_MAX]
