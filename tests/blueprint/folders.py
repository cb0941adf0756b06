"""Folders for tests: the complete example of docs/blueprint-format.md, and small changes to it."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = REPOSITORY / "docs" / "blueprint-format.md"
SERVICE = "blueprints/resident-parking"
OVERLAY = "municipalities/dueren/resident-parking.yaml"
_SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_FILES = {
    "service.yaml": f"{SERVICE}/service.yaml",
    "form.yaml": f"{SERVICE}/form.yaml",
    "rules.yaml": f"{SERVICE}/rules.yaml",
    "process.yaml": f"{SERVICE}/process.yaml",
    "texts/de.yaml": f"{SERVICE}/texts/de.yaml",
    "examples/anna.yaml": f"{SERVICE}/examples/anna.yaml",
    f"The overlay: {OVERLAY}": OVERLAY,
}


def write_guide(folder: Path) -> Path:
    """Write the files that the guide shows; returns the folder of the blueprint."""
    for title, body in _SECTION.findall(GUIDE.read_text(encoding="utf-8")):
        block = re.search(r"```yaml\n(.*?)```", body, re.DOTALL)
        if title in _FILES and block:
            write(folder / _FILES[title], block[1])
    blueprint = folder / SERVICE
    write(blueprint / "texts/en.yaml", (blueprint / "texts/de.yaml").read_text(encoding="utf-8"))
    for name in ("permit", "decision"):
        write(blueprint / f"documents/{name}.typ", f"= {name}\n")
    return blueprint


def write(file: Path, text: str) -> None:
    """Write a file and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def change(file: Path, old: str, new: str) -> None:
    """Replace the only occurrence of a text in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")
