"""Write a list of everything the portal is made of, as CycloneDX JSON: `python -m scripts.sbom <file>`.

The Python part comes from requirements/run.txt, the one of the style sheet from package-lock.json (what only
builds it counts as excluded). Licences are those that the installed packages state, else those
of `SILENT`. No addresses.
"""

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

ROOT: Final = Path(__file__).resolve().parents[1]
VERSION: Final = SchemaVersion.V1_6
SILENT: Final = {"colorama": "BSD-3-Clause", "pyrage": "MIT"}
"""Packages for other machines, and one that tells its licence in a file of its own only."""
PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
LONGEST: Final = 100  # signs of a licence's name; some packages put the whole text there
_licences: Final = LicenseFactory()


def bom() -> Bom:
    """The list, from the lock files of this folder."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    parts = [*python_parts(), *npm_parts()]
    made = Bom(components=parts)
    whole = made.metadata.component = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        licenses=_licence(project["license"]),
        bom_ref=project["name"],
    )
    made.register_dependency(whole, parts)
    return made


def python_parts() -> Iterator[Component]:
    """What requirements/run.txt names."""
    text = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        found = PINNED.match(entry)
        if found:
            name, version = found.groups()
            hashes = [HashType(alg=HashAlgorithm.SHA_256, content=each) for each in HASH.findall(entry)]
            yield _component("pypi", name, version, hashes, licence_of(name))


def npm_parts() -> Iterator[Component]:
    """What package-lock.json names."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    for place, entry in sorted(lock["packages"].items()):
        if place:
            name = place.rpartition("node_modules/")[2]
            scope = ComponentScope.EXCLUDED if entry.get("dev") else ComponentScope.REQUIRED
            licence = str(entry.get("license", ""))
            yield _component("npm", name, entry["version"], _integrity(entry), licence, scope)


def licence_of(name: str) -> str:
    """What an installed package says of its licence; "" where it says nothing."""
    try:
        said: Any = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return SILENT.get(name, "")
    stated = said.get("License-Expression") or said.get("License") or ""
    if stated and len(stated) < LONGEST and "\n" not in stated:
        return str(stated)
    named = (each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or [] if "License ::" in each)
    return " AND ".join(sorted(set(named))) or SILENT.get(name, "")


def write(file: Path) -> None:
    """Write the list; a test proves that it is valid and complete."""
    text = make_outputter(bom(), OutputFormat.JSON, VERSION).output_as_string(indent=1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", "utf-8")


def _component(
    kind: str,
    name: str,
    version: str,
    hashes: Iterable[HashType],
    licence: str,
    scope: ComponentScope = ComponentScope.REQUIRED,
) -> Component:
    namespace, _, short = name.rpartition("/")
    url = PackageURL(kind, namespace or None, short, version)
    return Component(
        name=short,
        group=namespace or None,
        version=version,
        type=ComponentType.LIBRARY,
        purl=url,
        bom_ref=url.to_string(),
        scope=scope,
        hashes=hashes,
        licenses=_licence(licence),
    )


def _licence(stated: str) -> list[License]:
    return [_licences.make_from_string(stated)] if stated else []


def _integrity(entry: dict[str, Any]) -> list[HashType]:
    kind, _, told = entry["integrity"].partition("-")
    algorithms = {"sha512": HashAlgorithm.SHA_512, "sha1": HashAlgorithm.SHA_1}
    return [HashType(alg=algorithms[kind], content=base64.b64decode(told).hex())]


if __name__ == "__main__":
    write(Path(sys.argv[1]))
