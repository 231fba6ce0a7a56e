"""Judge one parsed document with a compiled kit: layer after layer, every finding, and whether all could be said.

What lives here: the order of the layers, the identification of the document, the wording of findings. The verdict
itself (valid, invalid, unjudged) is decided above, where other rules join.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from liane.codecs.schematron.check_info import CheckInfo
from liane.codecs.schematron.kit import CompiledKit
from liane.codecs.schematron.tree import HL7, Tree, build_tree, location_of
from liane.codecs.schematron.unit import Failure, UnitRun
from liane.codecs.schematron.volets import Choice, Identification, choose_volet
from liane.domain.errors import Finding, Severity

LAYERS = ("header", "ihe", "french", "ans")
TERMINOLOGY = "terminology"
DECLARED_MAX = 50
CODES_CACHED_MAX = 10_000
_DECLARED = re.compile(r"CI-SIS_[^/\\\"']+\.sch", re.IGNORECASE)
_SEVERITIES = {
    "warning": Severity.WARNING,
    "warn": Severity.WARNING,
    "info": Severity.INFO,
    "information": Severity.INFO,
}
_TEMPLATE_ID = f"{{{HL7}}}templateId"
_REMEDY = "Corriger le document dans le logiciel qui l'a produit, puis le transmettre à nouveau."
_REMEDY_VALUES = "Choisir un code du jeu de valeurs en vigueur, ou vérifier que le kit installé est le dernier publié."


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What a kit says of a document. is_complete: every rule that applies could run."""

    document_type: str = ""
    layers: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    is_complete: bool = True

    def doubt(self, code: str, message: str, remedy: str) -> None:
        """Say why the document cannot be declared valid."""
        self.is_complete = False
        self.findings.append(
            Finding(code=code, severity=Severity.WARNING, location="/", message=message, remedy=remedy, layer="kit")
        )


def judge(kit: CompiledKit, root: etree._Element) -> Judgement:
    """Run every layer that applies to a document.

    root: root element of the parsed file; the ClinicalDocument may lie anywhere below it (auto-présentable). Raises
    MalformedMessage when the document has too many elements.
    Rule: cda.md §1 (layers), §2 (forms); cda-validation.md §5.5.
    """
    judgement = Judgement()
    tree = build_tree(root)
    try:
        _run_schema(kit, root, judgement)
        identification = identify(root)
        choice = choose_volet(kit.volets, identification)
        judgement.document_type = choice.document_type
        for layer in LAYERS:
            if layer in kit.profiles:
                _run_unit(kit, kit.profiles[layer], layer, tree, judgement)
            else:
                judgement.doubt(
                    "KIT-030", f"Le kit n'a pas le schématron de la couche « {layer} ».", "Installer un kit complet."
                )
        _run_volet(kit, choice, tree, judgement)
        if TERMINOLOGY in kit.profiles:
            _run_unit(kit, kit.profiles[TERMINOLOGY], TERMINOLOGY, tree, judgement)
    finally:
        tree.release()
    return judgement


def identify(root: etree._Element) -> Identification:
    """Read what a document says of its own model; an absent ClinicalDocument says nothing."""
    tag = f"{{{HL7}}}ClinicalDocument"
    document = root if root.tag == tag else next(root.iter(tag), None)
    if document is None:
        return Identification(templates=(), code="", is_structured=True)
    code = document.find(f"{{{HL7}}}code")
    return Identification(
        templates=tuple((one.get("root", ""), one.get("extension", "")) for one in document.findall(_TEMPLATE_ID)),
        code="" if code is None else code.get("code", ""),
        is_structured=document.find(f"{{{HL7}}}component/{{{HL7}}}nonXMLBody") is None,
        declared=tuple(_declared_schematrons(root)),
    )


def _declared_schematrons(root: etree._Element) -> Iterator[str]:
    node = root.getprevious()
    for _ in range(DECLARED_MAX):
        if node is None:
            return
        if isinstance(node, etree._ProcessingInstruction):
            yield from (name.lower() for name in _DECLARED.findall(node.text or ""))
        node = node.getprevious()


def _run_schema(kit: CompiledKit, root: etree._Element, judgement: Judgement) -> None:
    if not kit.has_schema:
        judgement.doubt("KIT-031", "Le kit n'a pas le schéma XML des documents.", "Installer un kit complet.")
        return
    judgement.layers.append("xsd")
    for kind, path, message in kit.schema.errors(root):
        judgement.findings.append(
            Finding(
                code=f"XSD-{kind}",
                severity=Severity.ERROR,
                location=_schema_location(root, path),
                message=f"Schéma XML non respecté : {message}",
                remedy=_REMEDY,
                layer="xsd",
                rule="CDA_extended.xsd",
            )
        )


def _schema_location(root: etree._Element, path: str) -> str:
    """Write a path of libxml2 (`/*/*[3]`) with names."""
    try:
        found = root.getroottree().xpath(path) if path else []
    except etree.XPathError:
        found = []
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        return path or "/"
    parts = []
    element: etree._Element | None = found[0]
    while element is not None:
        rank = 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        parts.append(f"{etree.QName(element).localname}[{rank}]")
        element = element.getparent()
    return "/" + "/".join(reversed(parts))


def _run_volet(kit: CompiledKit, choice: Choice, tree: Tree, judgement: Judgement) -> None:
    if choice.volet is not None:
        _run_unit(kit, choice.volet.file, "volet", tree, judgement)
    if choice.doubt:
        judgement.doubt(
            "KIT-032", choice.doubt, "Installer un kit qui contient ce modèle, ou corriger le modèle déclaré."
        )


def _run_unit(kit: CompiledKit, file: str, layer: str, tree: Tree, judgement: Judgement) -> None:
    unit = kit.unit(file)
    run = unit.run(tree)
    judgement.layers.append(layer)
    judgement.findings.extend(_finding(failure, layer, file) for failure in run.failures)
    _tell_gaps(run, unit.missing, file, judgement)


def _tell_gaps(run: UnitRun, missing: tuple[str, ...], file: str, judgement: Judgement) -> None:
    name = posixpath.basename(file)
    if missing:
        judgement.doubt(
            "KIT-033",
            f"{name} est incomplet : {len(missing)} fichiers qu'il inclut sont absents du kit.",
            "Installer un kit où ce modèle est complet ; d'ici là le document ne peut pas être déclaré valide.",
        )
    for path in sorted(run.missing):
        judgement.doubt(
            "KIT-034",
            f"{name} a besoin d'un fichier de valeurs absent du kit : {posixpath.basename(path)}.",
            "Compléter le kit avec ce fichier ; d'ici là le document ne peut pas être déclaré valide.",
        )
    if run.is_cut:
        judgement.doubt(
            "KIT-035", f"{name} a signalé trop d'anomalies : toutes ne sont pas montrées.", "Corriger les premières."
        )


def _finding(failure: Failure, layer: str, file: str) -> Finding:
    check = failure.check
    name = posixpath.basename(file)
    if check is None:
        return Finding(
            code=f"{layer.upper()}-000",
            severity=Severity.ERROR,
            location=location_of(failure.node) or "/",
            message=f"Une règle n'a pas pu être évaluée ici ({failure.message}).",
            remedy="Corriger les valeurs de cet élément : elles n'ont pas la forme que la règle attend.",
            layer=layer,
            rule=name,
        )
    is_value = check.reads_values or layer == TERMINOLOGY
    return Finding(
        code=code_of(check, layer),
        severity=_SEVERITIES.get(check.role.lower(), Severity.ERROR),
        location=location_of(failure.node),
        message=" ".join(failure.message.split()),
        remedy=_REMEDY_VALUES if is_value else _REMEDY,
        layer=TERMINOLOGY if is_value else layer,
        rule=f"{name} : {check.test}",
    )


@lru_cache(maxsize=CODES_CACHED_MAX)
def code_of(check: CheckInfo, layer: str) -> str:
    """Give the stable code of a check: its layer, then a digest of the file, the rule and the test."""
    identity = f"{posixpath.basename(check.file)}\n{check.owner}\n{check.test}"
    return f"{layer.upper()}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"
