"""Compile a whole validation kit: every schematron, its content models, its defects.

What lives here: which files make a kit and what is wrong with them. Compilation runs once, at installation.
"""

import hashlib
import marshal
from collections.abc import Mapping

from liane.codecs.schematron.kit import ENGINE_VERSION, CompiledKit, UnitImage
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.schema_model import Schema
from liane.codecs.schematron.schema_reader import read_schema
from liane.codecs.schematron.schema_validation import MAIN_SCHEMA
from liane.codecs.schematron.sources import RuleSources, folder_of
from liane.codecs.schematron.unit_code import UnitSource, compile_unit
from liane.codecs.schematron.value_files import SharedValueFiles, ValueFilesOf
from liane.codecs.schematron.volets import describe_volet
from liane.domain.errors import Finding, MalformedMessage, Severity

FOLDERS = ("schematrons/", "infrastructure/", "jeuxDeValeurs/")
PROFILES = {
    "header": "schematrons/profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch",
    "ihe": "schematrons/profils/IHE.sch",
    "french": "schematrons/profils/CI-SIS_ModelesDeContenusCDA.sch",
    "ans": "schematrons/profils/CI-SIS_Modeles_ANS.sch",
    "terminology": "schematrons/profils/terminologies/schematron/terminologie.sch",
}
"""Schematron of each layer that applies to every document. Rule: cda.md §1."""


def identify_kit(files: Mapping[str, bytes]) -> str:
    """Give the identity of a kit: its files, by path and content, and the version of the engine."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return f"{digest.hexdigest()[:32]}-{ENGINE_VERSION}"


def select_kit_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Keep the files of the three folders of a kit, wherever they lie below the top of an archive.

    Raises MalformedMessage KIT-001 when the folders are not there, or there twice.
    """
    tops = {path[: path.index(FOLDERS[0])] for path in files if FOLDERS[0] in path and _is_folder_start(path)}
    if len(tops) != 1:
        raise MalformedMessage(
            Finding(
                code="KIT-001",
                severity=Severity.ERROR,
                location="/",
                message="L'archive n'est pas un kit de validation : il y faut un dossier « schematrons », et un seul.",
                remedy="Donner l'archive ou le dossier de l'outil de validation de l'ANS, avec ses dossiers "
                "schematrons, infrastructure et jeuxDeValeurs.",
                layer="kit",
            )
        )
    top = tops.pop()
    kept = {path[len(top) :]: data for path, data in files.items() if path.startswith(top)}
    return {path: data for path, data in kept.items() if path.startswith(FOLDERS)}


def _is_folder_start(path: str) -> bool:
    start = path.index(FOLDERS[0])
    return start == 0 or path[start - 1] == "/"


def compile_kit(files: Mapping[str, bytes]) -> CompiledKit:
    """Compile every schematron of a kit.

    files: relative path with `/` to bytes, as `select_kit_files` gives them. Raises UnsupportedRule, naming file and
    expression, for a construct that the compiler does not read, or a file that is not XML.
    Rule: cda-validation.md §5; kit layout of the ANS validation tool (schematrons, infrastructure, jeuxDeValeurs).
    """
    sources = RuleSources(files)
    shared = SharedValueFiles(sources)
    pool = _Pool()
    schemas = [read_schema(sources, file) for file in _schematrons(sources)]
    images: dict[str, UnitImage] = {}
    for schema in schemas:
        try:
            source = compile_unit(schema, ValueFilesOf(shared, sources, folder_of(schema.file)))
            images[schema.file] = _image(source, pool)
        except (RecursionError, SyntaxError, MemoryError) as error:
            raise UnsupportedRule("règles trop imbriquées", text=type(error).__name__, file=schema.file) from None
    profiles = {layer: found for layer, path in PROFILES.items() if (found := sources.find(path)) is not None}
    schema_files = {path: data for path, data in files.items() if path.startswith("infrastructure/")}
    volets = tuple(volet for schema in schemas if (volet := describe_volet(schema)) is not None)
    return CompiledKit(
        kit_id=identify_kit(files),
        profiles=profiles,
        volets=volets,
        defects=tuple(_defects(schemas, shared, profiles, sources)),
        images=images,
        schemas=schema_files,
        pool=tuple(pool.blobs),
    )


def _schematrons(sources: RuleSources) -> list[str]:
    profiles = {sources.find(path) for path in PROFILES.values()}
    return [
        path
        for path in sources
        if path in profiles or (folder_of(path) == "schematrons" and path.lower().endswith(".sch"))
    ]


class _Pool:
    """Constant sets of all units, each kept once."""

    def __init__(self) -> None:
        self.blobs: list[bytes] = []
        self._ranks: dict[object, int] = {}

    def pooled(self, description: tuple[object, ...]) -> tuple[object, ...]:
        """Replace a set or a table by its rank in the pool."""
        kind, *parts = description
        if kind not in ("set", "table"):
            return description
        if parts[0] not in self._ranks:
            self._ranks[parts[0]] = len(self.blobs)
            self.blobs.append(marshal.dumps(parts[0]))  # type: ignore[arg-type]
        return "pooled", kind, self._ranks[parts[0]]


def _image(source: UnitSource, pool: _Pool) -> UnitImage:
    code = compile(source.source, f"<{source.file}>", "exec", dont_inherit=True, optimize=2)
    constants = {name: pool.pooled(description) for name, description in source.constants.items()}
    rows = tuple(check.as_row() for check in source.checks)
    return UnitImage(
        file=source.file,
        content=marshal.dumps((code, constants, rows)),
        missing=source.missing,
        rules=source.rules,
        checks=len(source.checks),
    )


def _defects(
    schemas: list[Schema], shared: SharedValueFiles, profiles: Mapping[str, str], sources: RuleSources
) -> list[Finding]:
    found = []
    for layer, path in PROFILES.items():
        if layer not in profiles:
            found.append(_defect("KIT-020", path, "Le schématron de cette couche est absent du kit."))
    if sources.find(MAIN_SCHEMA) is None:
        found.append(_defect("KIT-021", MAIN_SCHEMA, "Le schéma XML des documents est absent du kit."))
    for schema in schemas:
        for path in schema.missing:
            found.append(_defect("KIT-022", schema.file, f"Le schématron inclut un fichier absent : {path}."))
    for path in sorted(shared.missing):
        found.append(_defect("KIT-023", path, "Des règles nomment ce fichier de valeurs, absent du kit."))
    for path, origin in sorted(shared.substituted.items()):
        found.append(_defect("KIT-024", path, f"Fichier de valeurs absent ; remplacé par {origin}."))
    return found


def _defect(code: str, location: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.INFO if code == "KIT-024" else Severity.WARNING,
        location=location,
        message=message,
        remedy="Les documents dont une règle en a besoin ne peuvent pas être jugés."
        if code != "KIT-024"
        else "Vérifier que ce remplacement convient.",
        layer="kit",
    )
