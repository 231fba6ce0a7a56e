"""Write the software bill of materials (CycloneDX 1.6, JSON) of what the lock file pins, as it is installed here.

The same lock file gives the same bytes: the serial number comes from the lock, the instant from SOURCE_DATE_EPOCH or is
left at the epoch. Usage: ``python tools/make_sbom.py [target]`` (default ``dist/liane.cdx.json``).
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
TARGET = ROOT / "dist" / "liane.cdx.json"
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
LICENSE_CHARS_MAX = 120


def normalize(name: str) -> str:
    """Write a package name in the one way of PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> Iterator[tuple[str, str]]:
    """Give (name, version) for each line of a lock file."""
    for line in text.splitlines():
        name, equals, version = line.partition("==")
        if equals and not line.startswith("#"):
            yield normalize(name.strip()), version.strip()


def make_component(name: str, version: str) -> Component:
    """Describe one package; what is not installed here is named without its licence."""
    found = next(iter(metadata.distributions(name=name)), None)
    license_text = ""
    if found is not None and found.version == version:
        told = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
        license_text = " ".join(told.split())[:LICENSE_CHARS_MAX]
    url = PackageURL(type="pypi", name=name, version=version)
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        purl=url,
        bom_ref=url.to_string(),
        licenses=[DisjunctiveLicense(name=license_text)] if license_text else [],
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION, url=XsUri(f"https://pypi.org/project/{name}/{version}/")
            )
        ],
    )


def find_requirements(name: str) -> set[str]:
    """Names of the packages that a package asks for, whatever the platform."""
    found = next(iter(metadata.distributions(name=name)), None)
    if found is None:
        return set()
    matches = (NAME.match(line) for line in found.requires or () if "extra ==" not in line)
    return {normalize(match.group(0)) for match in matches if match is not None}


def make_bom(lock: str) -> Bom:
    """Make the bill of a lock file, with who asks for whom."""
    digest = hashlib.sha256(lock.encode()).hexdigest()
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, f"https://liane.example/sbom/{digest}"))
    bom.metadata.timestamp = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)
    whole = Component(name="liane", version=metadata.version("liane"), type=ComponentType.APPLICATION, bom_ref="liane")
    bom.metadata.component = whole
    parts = {name: make_component(name, version) for name, version in read_lock(lock)}
    for component in parts.values():
        bom.components.add(component)
    bom.register_dependency(whole, [parts[name] for name in sorted(find_requirements("liane")) if name in parts])
    for name, component in parts.items():
        bom.register_dependency(component, [parts[one] for one in sorted(find_requirements(name)) if one in parts])
    return bom


def render_bom(lock: str) -> str:
    """Write the bill as JSON."""
    return make_outputter(make_bom(lock), OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1) + "\n"


def main() -> None:
    """Write the file."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    text = render_bom(LOCK.read_text(encoding="utf-8"))
    target.write_text(text, encoding="utf-8")
    print(f"{target} : {len(list(read_lock(LOCK.read_text(encoding='utf-8'))))} composants")


if __name__ == "__main__":
    main()
