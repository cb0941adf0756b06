"""Read streets, addresses, zones and zone rules of a municipality's folder, as a whole or not at all."""

import hashlib
from pathlib import Path

from modellkommune.foundation.places.assembling import assemble
from modellkommune.foundation.places.book import Register
from modellkommune.foundation.places.reading import Manner, PlacesReader

FILES = ("streets.csv", "addresses.csv", "zone_rules.csv", "zones.geojson")


def folder_digest(folder: Path, place: str) -> str:
    """SHA-256 (hex) of the files as they lie in the folder: equal digest, equal register."""
    digest = hashlib.sha256(place.encode())
    for name in FILES:
        path = folder / name
        content = path.read_bytes() if path.exists() else b""
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def read_folder(folder: Path, place: str) -> Register:
    """The register of a folder; `place` is the town's name in addresses. Raises PlacesInvalid."""
    reader = PlacesReader(Manner())
    for name in FILES:
        if name == "streets.csv" or (folder / name).exists():
            _read(folder / name, reader)
    register = assemble(reader.material, place, reader.problems)
    reader.problems.refuse()
    return register


def _read(path: Path, reader: PlacesReader) -> None:
    """Stricter than for the files of others: in a folder of ours a column that says nothing is a slip."""
    kind = reader.read(path)
    if kind and kind != path.stem:
        reader.problems.add(path.name, 1, f"header: these are {kind}, not {path.stem}")
    for name in reader.ignored.get(path.name, ()):
        reader.problems.add(path.name, 1, f"header: unknown column {name!r}")
