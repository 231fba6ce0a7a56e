"""Which content model (« volet ») of the kit judges a document: by templateId, then by version.

The templateId of a model is read in its own rules; `data/volets.tsv` completes the models whose rules do not say it.
"""

import csv
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from liane.codecs.schematron.schema_model import Check, Schema

MODELS_ARC = "1.2.250.1.213.1.1.1."
MINIMAL_MODEL = f"{MODELS_ARC}1"
N1_MODEL = "1.3.6.1.4.1.19376.1.2.20"
_FILE = re.compile(r"CI-SIS_(?P<model>.+)_(?P<version>\d{4}\.\d{2})\.sch$", re.IGNORECASE)
_ROOT = re.compile(r"""@root\s*=\s*['"]([0-9.]+)['"]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Volet:
    """One content model of a kit.

    name: `CI-SIS_BIO-CR-BIO_2024.01`. oid: root of its templateId, empty for a non-structured model. extensions: what a
    document may write as version. code: type of a non-structured document, else empty.
    """

    file: str
    name: str
    version: str
    oid: str
    extensions: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """What a document says of its own model.

    templates: (root, extension) in order. declared: schematrons named by its processing instructions, without folder.
    """

    templates: tuple[tuple[str, str], ...]
    code: str
    is_structured: bool
    declared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The model that judges a document. doubt: French, why the choice is not sure; empty when it is."""

    document_type: str
    volet: Volet | None = None
    doubt: str = ""


def describe_volet(schema: Schema) -> Volet | None:
    """Make the entry of a content model from its rules and its file name; `None` when the name is not one of a model.

    Rule: cda.md §4 (models and versions).
    """
    name = posixpath.basename(schema.file)
    match = _FILE.match(name)
    if match is None:
        return None
    row = _exception(match["model"], match["version"])
    oid = row["oid"] if row is not None else _own_oid(schema)
    extensions = [match["version"], *([row["extension"]] if row is not None and row["extension"] else [])]
    return Volet(
        file=schema.file,
        name=name[: -len(".sch")],
        version=match["version"],
        oid=oid,
        extensions=tuple(extensions),
        code=row["code"] if row is not None else "",
    )


def choose_volet(volets: Sequence[Volet], document: Identification) -> Choice:
    """Choose the model that judges a document.

    A version that the document writes decides. Without one, the schematron that the document declares decides among the
    versions of its model, else the oldest: versions were not written before 2023. A version that the kit does not hold
    is judged with the next one, and doubted.
    Rule: cda.md §2 (forms), §4; cda-validation.md §6 (BIO-CR 2021.01 documents carry no version).
    """
    if not document.is_structured or any(root == N1_MODEL for root, _ in document.templates):
        unstructured = [volet for volet in volets if volet.code and volet.code == document.code]
        if unstructured:
            return Choice(document_type="N1", volet=max(unstructured, key=_version))
        return Choice(document_type="N1")
    candidates, extension = _candidates(volets, document.templates)
    if not candidates:
        return Choice(document_type="", doubt=_unknown_model(document))
    if extension:
        return _by_extension(candidates, extension)
    declared = [volet for volet in candidates if f"{volet.name}.sch".lower() in document.declared]
    chosen = declared[0] if declared else min(candidates, key=_version)
    return Choice(document_type=chosen.name, volet=chosen)


def _by_extension(candidates: Sequence[Volet], extension: str) -> Choice:
    exact = [volet for volet in candidates if extension in volet.extensions]
    if exact:
        return Choice(document_type=exact[0].name, volet=exact[0])
    later = [volet for volet in candidates if volet.version > extension]
    model = candidates[0].name.rpartition("_")[0]
    doubt = f"La version « {extension} » du modèle {model} n'est pas dans le kit installé"
    if not later:
        return Choice(document_type=model, doubt=f"{doubt}.")
    chosen = min(later, key=_version)
    return Choice(
        document_type=chosen.name,
        volet=chosen,
        doubt=f"{doubt} : le document est confronté à la suivante, {chosen.version}.",
    )


def _candidates(volets: Sequence[Volet], templates: Iterable[tuple[str, str]]) -> tuple[list[Volet], str]:
    """Give the versions of the most precise model that the document names, and the version that it writes."""
    found: list[Volet] = []
    version = ""
    for root, extension in templates:
        same = [volet for volet in volets if volet.oid and volet.oid == root]
        if same and (not found or len(root) > len(found[0].oid)):
            found, version = same, extension
    return found, version


def _unknown_model(document: Identification) -> str:
    models = [root for root, _ in document.templates if root.startswith(MODELS_ARC) and root != MINIMAL_MODEL]
    if models:
        return f"Le modèle {models[-1]} n'est pas dans le kit installé."
    return "Le document structuré ne déclare aucun modèle de contenu du CI-SIS."


def _version(volet: Volet) -> str:
    return volet.version


def _own_oid(schema: Schema) -> str:
    """Give the most precise model that the rules of a file name."""
    texts = (
        text
        for pattern in schema.patterns
        for rule in pattern.rules
        for text in (rule.context, *(item.test for item in rule.items if isinstance(item, Check)))
    )
    roots = {root for text in texts for root in _ROOT.findall(text) if root.startswith(MODELS_ARC)}
    roots.discard(MINIMAL_MODEL)
    return max(roots, key=lambda root: (root.count("."), root), default="")


def _exception(model: str, version: str) -> dict[str, str] | None:
    for row in _exceptions():
        if row["model"] == model and row["version"] in ("", version):
            return row
    return None


@cache
def _exceptions() -> tuple[dict[str, str], ...]:
    text = files("liane.codecs.schematron").joinpath("data/volets.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines, delimiter="\t"))
