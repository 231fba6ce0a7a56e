"""What was typed and put aside, in words that a person checks before they send it: no name of a field, no code."""

from collections.abc import Mapping, Sequence

from liane.domain.dmp.folder import AccessMode
from liane.domain.identity.person import ConsultationStance
from liane.web.views.dmp_words import ACCESS_WORDS, CHANGE_WORDS

LABELS = {
    "patient": "Patient",
    "titre": "Document",
    "acte": "Acte",
    "mode": "Accès",
    "consultation": "Choix exprimé",
    "motif": "Motif",
    "version": "",
    "vu": "",
    "jeton": "",
}
"""How a field is named; empty: technical, sent and not shown. A field that is not here keeps its name."""
ORDER = tuple(LABELS)
_CHANGES = {change.name.lower(): word for change, word in CHANGE_WORDS.items()}
_MODES = {mode.value: word for mode, word in ACCESS_WORDS.items()}
_STANCES = {
    ConsultationStance.CONSENTED.value: "accepte la consultation",
    ConsultationStance.REFUSED.value: "s’oppose à la consultation",
}
VALUES: Mapping[str, Mapping[str, str]] = {"acte": _CHANGES, "mode": _MODES, "consultation": _STANCES}
assert set(_MODES) == {mode.value for mode in AccessMode}


def describe_kept(path: str, fields: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give labels and values of what was typed, whom and what it concerns first. path: where it is sent.

    Rule: what a person confirms is said whole (patient, document, act), so that they see what somebody else prepared.
    """
    shown = []
    for name, value in fields:
        label = LABELS.get(name, name)
        if label and value.strip():
            shown.append((name, label, VALUES.get(name, {}).get(value, value)))
    shown.sort(key=lambda one: ORDER.index(one[0]) if one[0] in LABELS else len(ORDER))
    told = [(label, value) for _, label, value in shown]
    act = _PLACES.get(path.partition("?")[0].rpartition("/")[2])
    return [*told, ("Acte", act)] if act and "acte" not in {name for name, _ in fields} else told


_PLACES = {
    "retirer": "Retirer mon autorisation d’accès à ce DMP",
    "autoriser": "Déclarer mon autorisation d’accès à ce DMP",
    "consentement": "Enregistrer le choix du patient",
    "urgence": "Ouvrir ce DMP en urgence",
}
"""Acts of the DMP that their address alone names."""
