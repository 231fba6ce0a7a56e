"""Small rule sets for tests: one schematron, a few files, one document."""

from lxml import etree

from liane.codecs.schematron.kit import CompiledKit, dump_kit, load_kit
from liane.codecs.schematron.kit_compiler import PROFILES, compile_kit
from liane.codecs.schematron.schema_reader import read_schema
from liane.codecs.schematron.sources import RuleSources, folder_of
from liane.codecs.schematron.tree import build_tree
from liane.codecs.schematron.unit import Unit, UnitRun
from liane.codecs.schematron.unit_code import compile_unit
from liane.codecs.schematron.value_files import SharedValueFiles, ValueFilesOf

HEAD = (
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" %s>'
    '<ns prefix="cda" uri="urn:hl7-org:v3"/><ns prefix="hl7" uri="urn:hl7-org:v3"/>'
    '<ns prefix="xsi" uri="http://www.w3.org/2001/XMLSchema-instance"/>'
    '<ns prefix="svs" uri="urn:ihe:iti:svs:2008"/><ns prefix="lab" uri="urn:lab"/>'
)


def schematron(body: str, attributes: str = "") -> bytes:
    """Give a schematron file with the prefixes of the national kit."""
    return f"{HEAD % attributes}{body}</schema>".encode()


def make_unit(files: dict[str, bytes], file: str = "main.sch") -> Unit:
    """Compile one schematron of a small rule set."""
    sources = RuleSources(files)
    schema = read_schema(sources, file)
    source = compile_unit(schema, ValueFilesOf(SharedValueFiles(sources), sources, folder_of(file)))
    return Unit(file=file, code=source.source, constants=source.constants, checks=source.checks, missing=source.missing)


def run(unit: Unit, document: str) -> UnitRun:
    """Run a unit over a document given as text."""
    return unit.run(build_tree(etree.fromstring(document.encode())))


def failing(body: str, document: str, **files: str) -> list[tuple[str, str]]:
    """Give (tag, message) of each failure of a schematron body over a document."""
    held = {name.replace("__", "/"): text.encode() for name, text in files.items()}
    done = run(make_unit({**held, "main.sch": schematron(body)}), document)
    assert not done.missing
    return [(failure.node.tag, " ".join(failure.message.split())) for failure in done.failures]


def small_kit(**profiles: str) -> CompiledKit:
    """Compile a kit whose profiles hold the given bodies (`header`, `ihe`, `french`, `ans`), and one content model."""
    files = {PROFILES[layer]: schematron(profiles.get(layer, "")) for layer in ("header", "ihe", "french", "ans")}
    files["schematrons/CI-SIS_ESSAI_2024.01.sch"] = schematron(
        profiles.get("volet", '<pattern><rule context="cda:none"><assert test="true()">x</assert></rule></pattern>')
        + "<pattern><rule context=\"cda:x[cda:templateId[@root='1.2.250.1.213.1.1.1.99']]\">"
        '<assert test="true()">x</assert></rule></pattern>'
    )
    return load_kit(dump_kit(compile_kit(files)))
