"""Derivations between codes: class of a type of document, format of a model of document."""

from collections.abc import Sequence
from functools import cache

from liane.domain.terminology.code import Code
from liane.domain.terminology.tables import load_table
from liane.domain.terminology.value_sets import get_value_set

ANS_MODELS_ROOT = "1.2.250.1.213.1.1.1."
UNSTRUCTURED = "N1"
UNKNOWN_MODEL = "urn:asipSante:modelesHorsProfils:2011"


@cache
def _load_association(name: str) -> dict[str, tuple[tuple[str, Code], ...]]:
    """Give, for each key, its targets with the system of the key, labelled."""
    labels = get_value_set("JDV_J06" if name == "ASS_X04" else "JDV_J10")
    association: dict[str, tuple[tuple[str, Code], ...]] = {}
    for key, key_system, code, system in load_table(name).rows:
        target = Code(code=code, system=system, label=labels.label(code, system))
        association[key] = (*association.get(key, ()), (key_system, target))
    return association


def find_class_code(type_code: Code | str) -> Code | None:
    """Find the classCode of a typeCode; None when the association table does not know it.

    type_code: a Code, whose system must match when it has one, or the bare code.
    Rule: ASS_X04, XDS classCode derived from typeCode; xdm-xds.md §2.
    """
    key, system = (type_code.code, type_code.system) if isinstance(type_code, Code) else (type_code, "")
    targets = _load_association("ASS_X04").get(key, ())
    return next((target for key_system, target in targets if not system or key_system == system), None)


def find_format_code(template_ids: Sequence[tuple[str, str]], media_type: str, form: str) -> Code:
    """Give the formatCode of a document: by the media type of its body (N1), else by its model.

    template_ids: (root, extension) of the header's templateIds. media_type: of the nonXMLBody, N1 only. form: a
    ``BodyForm``. An ANS model is preferred to an IHE one; a model or a media type that no table knows is
    « modelesHorsProfils ».
    Rule: ASS_A11, ASS_A12; xdm-xds.md §2, formatCode by model.
    """
    unknown = get_value_set("JDV_J10").find(UNKNOWN_MODEL)
    assert unknown is not None, "JDV_J10 holds the code of unknown models"
    if form == UNSTRUCTURED:
        targets = _load_association("ASS_A12").get(media_type.strip().lower(), ())
        return targets[0][1] if targets else unknown
    models = _load_association("ASS_A11")
    roots = sorted((root for root, _ in template_ids), key=lambda root: not root.startswith(ANS_MODELS_ROOT))
    found = (models[root] for root in roots if root in models and len(models[root]) == 1)
    return next((targets[0][1] for targets in found), unknown)
