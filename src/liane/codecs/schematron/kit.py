"""A compiled validation kit: ready to judge, and carried as one image of bytes.

Compiling is the work of `kit_compiler`; reading an archive, keeping files and checking who wrote them that of
`liane.store.kits`. Nothing here opens a file.
"""

import marshal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from liane.codecs.schematron.check_info import CheckInfo
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.schema_validation import MAIN_SCHEMA, DocumentSchema
from liane.codecs.schematron.unit import Unit
from liane.codecs.schematron.volets import Volet
from liane.domain.errors import Finding, Severity

ENGINE_VERSION = "1"
PYTHON_TAG = f"{sys.implementation.cache_tag}-{sys.hexversion:x}"
"""Byte code is only good for the interpreter that made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitImage:
    """A compiled schematron as it is kept: byte code and tables, marshalled; sets by rank in the kit's pool."""

    file: str
    content: bytes
    missing: tuple[str, ...]
    rules: int
    checks: int


@dataclass(slots=True, kw_only=True)
class CompiledKit:
    """A kit ready to judge; units, sets and schema are made real at first use, once per process.

    kit_id: identity of the rules, stable for the same files and engine. profiles: file of each layer present. volets:
    content models. defects: what the kit lacks or contradicts, as findings. schemas: XML Schema files.
    """

    kit_id: str
    profiles: Mapping[str, str]
    volets: tuple[Volet, ...]
    defects: tuple[Finding, ...]
    images: Mapping[str, UnitImage]
    schemas: Mapping[str, bytes]
    pool: tuple[bytes, ...]
    _units: dict[str, Unit] = field(default_factory=dict)
    _sets: dict[int, object] = field(default_factory=dict)
    _schema: list[DocumentSchema] = field(default_factory=list)

    def unit(self, file: str) -> Unit:
        """Give a schematron ready to run."""
        if file not in self._units:
            image = self.images[file]
            code, constants, checks = marshal.loads(image.content)  # noqa: S302 - see load_kit
            self._units[file] = Unit(
                file=file,
                code=code,
                constants={name: self._constant(description) for name, description in constants.items()},
                checks=tuple(CheckInfo.from_row(row) for row in checks),
                missing=image.missing,
            )
        return self._units[file]

    def _constant(self, description: tuple[object, ...]) -> tuple[object, ...]:
        if description[0] != "pooled":
            return description
        rank = description[2]
        assert isinstance(rank, int)
        if rank not in self._sets:
            self._sets[rank] = marshal.loads(self.pool[rank])  # noqa: S302 - see load_kit
        return description[1], self._sets[rank]

    @property
    def has_schema(self) -> bool:
        """Tell whether the kit carries the XML Schema."""
        return any(path.lower() == MAIN_SCHEMA.lower() for path in self.schemas)

    @property
    def schema(self) -> DocumentSchema:
        """The XML Schema, built at first use."""
        if not self._schema:
            self._schema.append(DocumentSchema(self.schemas))
        return self._schema[0]

    def preload(self) -> None:
        """Make real what every document needs, so that the first one does not wait."""
        if self.has_schema:
            _ = self.schema
        for file in self.profiles.values():
            self.unit(file)


def dump_kit(kit: CompiledKit) -> bytes:
    """Write a compiled kit as one image, for the interpreter that runs."""
    return marshal.dumps(
        {
            "tag": (ENGINE_VERSION, PYTHON_TAG),
            "kit_id": kit.kit_id,
            "profiles": dict(kit.profiles),
            "volets": [(v.file, v.name, v.version, v.oid, v.extensions, v.code) for v in kit.volets],
            "defects": [(d.code, d.severity.value, d.location, d.message, d.remedy) for d in kit.defects],
            "images": [(i.file, i.content, i.missing, i.rules, i.checks) for i in kit.images.values()],
            "schemas": dict(kit.schemas),
            "pool": kit.pool,
        }
    )


def load_kit(image: bytes) -> CompiledKit:
    """Read an image that `dump_kit` wrote.

    The caller answers for its origin: an image holds code that will run. Only an image made by this engine, on this
    machine, whose owner, permissions and hash were checked, may come here. Raises UnsupportedRule for an image made by
    another engine or another interpreter.
    """
    content = marshal.loads(image)  # noqa: S302 - origin checked by the caller, see above
    if content["tag"] != (ENGINE_VERSION, PYTHON_TAG):
        raise UnsupportedRule("image compilée par une autre version")
    names = ("file", "name", "version", "oid", "extensions", "code")
    image_names = ("file", "content", "missing", "rules", "checks")
    return CompiledKit(
        kit_id=content["kit_id"],
        profiles=content["profiles"],
        volets=tuple(Volet(**dict(zip(names, row, strict=True))) for row in content["volets"]),
        defects=tuple(
            Finding(code=code, severity=Severity(severity), location=place, message=text, remedy=remedy, layer="kit")
            for code, severity, place, text, remedy in content["defects"]
        ),
        images={row[0]: UnitImage(**dict(zip(image_names, row, strict=True))) for row in content["images"]},
        schemas=content["schemas"],
        pool=content["pool"],
    )
