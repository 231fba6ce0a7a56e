"""What every page shows of who is signed in, and how a situation is told."""

from dataclasses import dataclass

from starlette.types import Scope

from liane.domain.actors.operator import SignInMeans
from liane.domain.actors.professional import Situation
from liane.domain.terminology.value_sets import get_value_set
from liane.web.rights import find_actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who is signed in, as the head of every page tells it."""

    can_sign_in: bool = False
    is_signed_in: bool = False
    is_rescue: bool = False
    name: str = ""
    situation: str = ""
    place: str = ""


def describe_visit(scope: Scope) -> Visit:
    """Describe who is signed in, from what the door found."""
    state = scope.get("state", {})
    actor = find_actor(scope)
    if state.get("session") is None:
        return Visit(can_sign_in=bool(state.get("can_sign_in")))
    return Visit(
        can_sign_in=True,
        is_signed_in=True,
        is_rescue=actor.means is SignInMeans.BREAK_GLASS_ACCOUNT,
        name=actor.name,
        situation=describe_situation(actor.situation) if actor.situation else "",
        place=_name_place(actor.situation),
    )


def _name_place(situation: Situation | None) -> str:
    return situation.structure.name if situation is not None and situation.structure is not None else ""


def describe_situation(situation: Situation) -> str:
    """Tell a situation in French: profession and savoir-faire, structure, sector."""
    return " – ".join(part for part in (describe_job(situation), describe_place(situation)) if part)


def describe_job(situation: Situation) -> str:
    """Tell a profession with its savoir-faire."""
    known = get_value_set("JDV_J01")
    return (
        known.label(f"G15_{situation.profession}/{situation.specialty}", None)
        or get_value_set("TRE_G15").label(situation.profession, None)
        or f"profession {situation.profession}"
    )


def describe_place(situation: Situation) -> str:
    """Tell a structure with its sector."""
    name = situation.structure.name or situation.structure.identifier if situation.structure else ""
    sector = get_value_set("TRE_R02").label(situation.sector, None) if situation.sector else ""
    return f"{name} ({sector.lower()})" if name and sector else name or sector
