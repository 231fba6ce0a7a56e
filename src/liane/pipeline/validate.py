"""Judge a CDA document before it leaves or is filed: the verdict that flows and faces read.

What lives here: the verdict as a value, the object that gives it, and how our own header rules join those of the kit.
The rules themselves live in `liane.codecs.schematron` (the national kit) and `liane.codecs.cda` (ours); none is here.

How the two sets of rules join. Without a kit, ours run alone: an error refuses, but no error proves nothing, so the
verdict is then « unjudged ». With a kit, the kit says what it sees, and ours add only what no rule of the kit can see
(`UNSEEN_BY_KIT`: keys, time zones, content of the attached PDF…), as the layer `header-liane`: nothing is said twice.
"""

import functools
import gc
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from lxml import etree

from liane.codecs.cda.header import build_header, find_clinical_document
from liane.codecs.cda.structuration_minimale import check_header
from liane.codecs.schematron.judge import Judgement, identify, judge
from liane.codecs.schematron.kit import ENGINE_VERSION, CompiledKit
from liane.codecs.schematron.volets import N1_MODEL
from liane.codecs.xml.parsing import parse_xml
from liane.domain.errors import Finding, MalformedMessage, RuleViolation, Severity
from liane.domain.identity.ins import INSAuthority
from liane.store.kits import open_kit

OWN_LAYER = "header-liane"
OWN_RULES_VERSION = "1"
"""To be raised when our header rules change what they say: verdicts kept under the old rules are then not reused."""

UNSEEN_BY_KIT = frozenset(
    {
        "CDA-001",  # no ClinicalDocument: a style sheet alone satisfies the schema
        "CDA-002",  # several ClinicalDocument in one file
        "CDA-008",  # repetitions beyond what a reader accepts
        "CDA-108",  # an id that the XDS uniqueId cannot hold
        "CDA-112",  # a date that no calendar has
        "CDA-113",  # an instant without its offset
        "CDA-117",  # a confidentiality that masks nothing
        "CDA-121",  # a version that replaces nothing
        "CDA-122",  # a document that replaces itself
        "CDA-132",  # a body that is not base64
        "CDA-133",  # a PDF that is none
        "CDA-134",  # a PDF cut short
        "CDA-142",  # key of the INS
        "CDA-143",  # two INS
        "CDA-154",  # a birth place that is no COG
        "CDA-170",  # key of the RPPS
    }
)
"""Codes of our header rules that no schematron of the kit can give. Rule: cda.md §6."""

WRONG_INS_KEY = "CDA-142"
"""Refuses a document, save under the authority of the NIR, where it warns: official examples that the national judge
accepts bear invented matricules there. Such an identity cannot leave anyway: it is refused when the message is read."""


class VerdictState(StrEnum):
    """What a verdict says; only ``VALID`` lets a strict flow go on without a person."""

    VALID = "valid"
    INVALID = "invalid"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rules say of one document.

    document_type: name of the content model (``CI-SIS_BIO-CR-BIO_2024.01``), ``N1``, or empty when unknown.
    layers_run: layers that really ran, in order. kit_id: identity of the rule set, empty without a kit.
    """

    state: VerdictState
    document_type: str
    layers_run: tuple[str, ...]
    findings: tuple[Finding, ...]
    kit_id: str

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that make the document invalid."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def cache_key(data: bytes, kit_id: str) -> str:
    """Give the stable key of a verdict: same bytes, same rules, same engine, same verdict."""
    digest = hashlib.sha256(data).hexdigest()
    return hashlib.sha256(f"{digest} {kit_id} {ENGINE_VERSION}.{OWN_RULES_VERSION}".encode()).hexdigest()


class Validator:
    """Judge documents with one compiled kit, or with our own header rules alone when ``kit`` is ``None``."""

    def __init__(self, kit: CompiledKit | None = None) -> None:
        self._kit = kit

    @property
    def kit_id(self) -> str:
        """Identity of the rule set, empty without a kit."""
        return self._kit.kit_id if self._kit is not None else ""

    def preload(self) -> None:
        """Make the rules ready, so that the first document does not wait."""
        if self._kit is not None:
            self._kit.preload()

    def validate(self, data: bytes) -> Verdict:
        """Judge one CDA document given as bytes; never raises for what the bytes hold.

        Rule: cda.md §1; cda-validation.md §5; guide d'intégration DMP EX_2.1-1090.
        """
        with _without_collector():
            try:
                root = parse_xml(data)
                judgement = self._judge(root)
            except MalformedMessage as error:
                judgement = Judgement(layers=["xml"], findings=list(error.findings))
            return self._verdict(judgement)

    def _judge(self, root: etree._Element) -> Judgement:
        if self._kit is None:
            return _judge_alone(root)
        judgement = judge(self._kit, root)
        judgement.layers.insert(0, "xml")
        own = (finding for finding in _own_findings(root) if finding.code in UNSEEN_BY_KIT)
        judgement.findings.extend(own)
        judgement.layers.append(OWN_LAYER)
        return judgement

    def _verdict(self, judgement: Judgement) -> Verdict:
        return Verdict(
            state=_state_of(judgement.findings, is_complete=judgement.is_complete),
            document_type=judgement.document_type,
            layers_run=tuple(judgement.layers),
            findings=tuple(judgement.findings),
            kit_id=self.kit_id,
        )


def validate_in_worker(kits_folder: Path, data: bytes) -> Verdict:
    """Judge one document in a worker process; the installed kit is opened once per process.

    kits_folder: where kits are installed. For a `ProcessPoolExecutor`: both arguments and the verdict are picklable.
    Rule: cda-validation.md §5.7.
    """
    return _worker_validator(kits_folder).validate(data)


@functools.cache
def _worker_validator(kits_folder: Path) -> Validator:
    validator = Validator(open_kit(kits_folder))
    validator.preload()
    return validator


def _state_of(findings: Iterable[Finding], *, is_complete: bool) -> VerdictState:
    """Decide the state: an error is a refusal; no error is a yes only when every rule that applies could run."""
    if any(finding.severity is Severity.ERROR for finding in findings):
        return VerdictState.INVALID
    return VerdictState.VALID if is_complete else VerdictState.UNJUDGED


def _judge_alone(root: etree._Element) -> Judgement:
    said = identify(root)
    is_n1 = not said.is_structured or any(oid == N1_MODEL for oid, _ in said.templates)
    judgement = Judgement(document_type="N1" if is_n1 else "", layers=["xml", OWN_LAYER])
    judgement.findings.extend(_own_findings(root))
    judgement.doubt(
        "KIT-040",
        "Aucun kit de validation n'est installé : seules les règles d'en-tête de Liane ont été appliquées.",
        "Installer le kit CI-SIS de l'ANS : liane kit import ARCHIVE.",
    )
    return judgement


def _own_findings(root: etree._Element) -> Iterator[Finding]:
    """Run our header rules; a document whose header cannot be read says why."""
    try:
        document = find_clinical_document(root)
        header = build_header(document)
    except RuleViolation as violation:
        yield from (replace(finding, layer=OWN_LAYER) for finding in violation.findings)
        return
    ins = header.patient.ins
    is_official_habit = ins is not None and ins.authority is INSAuthority.NIR
    for finding in check_header(document, header):
        severity = finding.severity
        if finding.code == WRONG_INS_KEY and is_official_habit:
            severity = Severity.WARNING
        yield replace(finding, layer=OWN_LAYER, severity=severity)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Suspend the cyclic collector during a document: it would walk the tree again and again while it grows.

    Rule: cda-validation.md §5.7.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
