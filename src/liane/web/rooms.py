"""The rooms of the console and their pages: name, address, the letter that leads there after G, who may enter."""

from dataclasses import dataclass, replace

from liane.domain.actors.operator import Operator, Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One page that has a name. key: the letter typed after G. count: which figure of the live summary it shows.

    right: what one must hold to enter; None when everyone may. is_identity: only there when Liane keeps identities;
    is_reception: only there when Liane takes in documents. is_dmp: only there when Liane reads DMPs.
    is_pharmacy: only there when a mailbox of a pharmacy is read. is_directory: only there with the national directory.
    is_rights: only there with the rights of patients.
    """

    name: str
    path: str
    key: str
    count: str = ""
    right: Right | None = Right.SEE_FLOWS
    is_identity: bool = False
    is_reception: bool = False
    is_dmp: bool = False
    is_pharmacy: bool = False
    is_directory: bool = False
    is_rights: bool = False


def _identities(name: str, path: str, key: str, *, right: Right = Right.SEE_PERSONS, count: str = "") -> Place:
    return Place(name=name, path=f"/identites{path}", key=key, right=right, count=count, is_identity=True)


def _reception(name: str, path: str, key: str, *, right: Right = Right.SEE_RECEPTION, count: str = "") -> Place:
    return Place(name=name, path=f"/reception{path}", key=key, right=right, count=count, is_reception=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A group of pages."""

    name: str
    places: tuple[Place, ...]


HOMES = ("/dmp", "/reception", "/audit")
"""Where one arrives who does not see the flows: at the patient, at what came in, at the trail; the first they may."""

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
            Place(name="Annuaire", path="/annuaire", key="g", right=Right.SEE_DIRECTORY, is_directory=True),
        ),
    ),
    Room(
        name="Réception",
        places=(
            _reception("Bannette", "", "r", count="reception"),
            _reception("Résultats critiques", "/critiques", "4", count="criticals"),
            _reception("Intégrés seuls", "/seuls", "y", right=Right.FILE_DOCUMENTS, count="alone"),
            replace(_reception("Ordonnances", "/ordonnances", "z", count="prescriptions"), is_pharmacy=True),
            _reception("Déposer des fichiers", "/deposer", "u", right=Right.FILE_DOCUMENTS),
            _reception("Boîtes MSSanté", "/boites", "o"),
            _reception("Qualité", "/qualite", "q"),
            _reception("Règles et apprentissage", "/apprentissage", "0"),
        ),
    ),
    Room(
        name="Identités",
        places=(
            _identities("Personnes", "", "p"),
            _identities("Nouvelle identité", "/nouvelle", "n", right=Right.CREATE_PERSONS),
            _identities("Doublons", "/doublons", "b", count="duplicates"),
            _identities("Alertes et suites", "/alertes", "v", count="alerts"),
            _identities("Documents en attente", "/attente", "w", count="held"),
            _identities("Lots INSi", "/lots", "t", right=Right.CALL_INSI),
            _identities("Messages en échec", "/messages", "x", right=Right.SEE_FLOWS),
            _identities("Flux sortants", "/flux", "f", right=Right.SEE_FLOWS),
            _identities("Indicateurs", "/indicateurs", "k"),
        ),
    ),
    Room(
        name="Dossier partagé",
        places=(
            Place(name="DMP du patient", path="/dmp", key="e", right=Right.READ_DMP, is_dmp=True),
            Place(
                name="À libérer",
                path="/a-liberer",
                key="j",
                count="announcements",
                right=Right.ANNOUNCE,
                is_rights=True,
            ),
            Place(
                name="Consentements",
                path="/consentements",
                key="2",
                count="to_collect",
                right=Right.RECORD_CONSENT,
                is_rights=True,
            ),
        ),
    ),
    Room(
        name="Administration",
        places=(
            Place(name="Santé du système", path="/sante", key="s"),
            Place(name="Certificats", path="/certificats", key="h"),
            Place(name="Audit", path="/audit", key="3", right=Right.SEE_AUDIT),
        ),
    ),
)


def find_rooms(
    operator: Operator,
    *,
    has_identities: bool,
    has_reception: bool = False,
    has_dmp: bool = False,
    has_pharmacy: bool = False,
    has_rights: bool = False,
    has_directory: bool = False,
) -> tuple[Room, ...]:
    """Give the rooms and the pages that an operator may enter."""
    shown = []
    for room in ROOMS:
        places = tuple(
            place
            for place in room.places
            if (has_identities or not place.is_identity)
            and (has_reception or not place.is_reception)
            and (has_dmp or not place.is_dmp)
            and (has_pharmacy or not place.is_pharmacy)
            and (has_rights or not place.is_rights)
            and (has_directory or not place.is_directory)
            and (place.right is None or operator.may(place.right))
        )
        if places:
            shown.append(replace(room, places=places))
    return tuple(shown)
