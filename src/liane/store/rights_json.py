"""The rights of a person as JSON and back; what is empty is left out, a field that comes later reads as its default."""

from typing import Any

from liane.domain.identity.rights import (
    NO_RIGHTS,
    Information,
    InformationMeans,
    PatientRights,
    Representative,
    RepresentativeLink,
)

_TEXTS = ("patient_mail_refused_at", "professional_mail_refused_at", "secrecy_asked_at")


def dump_rights(rights: PatientRights) -> dict[str, Any]:
    """Write the rights as JSON values."""
    told = rights.information
    values: dict[str, Any] = {name: text for name in _TEXTS if (text := getattr(rights, name))}
    if told is not None:
        values["information"] = {"means": told.means.name.lower(), "at": told.at, "by": told.by}
    if rights.representatives:
        values["representatives"] = [
            {"family": one.family, "given": one.given, "link": one.link.name.lower()} for one in rights.representatives
        ]
    return values


def load_rights(found: dict[str, Any]) -> PatientRights:
    """Read the rights back."""
    if not found:
        return NO_RIGHTS
    told = found.get("information")
    return PatientRights(
        information=(
            None
            if told is None
            else Information(means=InformationMeans[told["means"].upper()], at=told["at"], by=told["by"])
        ),
        representatives=tuple(
            Representative(family=one["family"], given=one["given"], link=RepresentativeLink[one["link"].upper()])
            for one in found.get("representatives", ())
        ),
        **{name: found.get(name, "") for name in _TEXTS},
    )
