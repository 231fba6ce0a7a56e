"""The rooms of the console and their pages: name, address, and the letter that leads there after G."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One page that has a name. key: the letter typed after G. count: which figure of the live summary it shows."""

    name: str
    path: str
    key: str
    count: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A group of pages."""

    name: str
    places: tuple[Place, ...]


ROOMS = (
    Room(
        name="Flux",
        places=(
            Place(name="Aujourd’hui", path="/", key="a"),
            Place(name="Documents", path="/documents", key="d"),
            Place(name="Livraisons", path="/livraisons", key="l", count="parked"),
            Place(name="Messages refusés", path="/messages", key="m", count="refused"),
            Place(name="Incidents", path="/incidents", key="i", count="incidents"),
            Place(name="Canaux", path="/canaux", key="c"),
        ),
    ),
    Room(
        name="Administration",
        places=(Place(name="Santé du système", path="/sante", key="s"),),
    ),
)
