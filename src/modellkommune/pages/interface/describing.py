"""The OpenAPI 3.1 document of a portal, and of the directory, in one language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from modellkommune.pages.wording import LANGUAGES, in_language

FOLDER: Final = Path(__file__).parent
Document = dict[str, Any]


@cache
def description(name: str, language: str) -> Document:
    """The document `portal` or `directory`; "{town}" in its title stands for the municipality's name."""
    told: Document = _told(_read(name), language)
    shared = _told(_read("shared"), language)
    for kind, entries in shared["components"].items():
        told["components"].setdefault(kind, {}).update(entries)
    for methods in told["paths"].values():
        for operation in methods.values():
            operation["responses"] = {**shared["always"], **operation["responses"]}
    return told


def _read(name: str) -> Document:
    read: Document = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return read


def _told(part: Any, language: str) -> Any:
    """A part with each text in one language; a copy, because parts of the file are named twice."""
    if isinstance(part, Mapping):
        is_text = set(part) == set(LANGUAGES) and all(isinstance(text, str) for text in part.values())
        if is_text:
            return in_language(part, language)
        return {name: _told(value, language) for name, value in part.items()}
    return [_told(value, language) for value in part] if isinstance(part, list) else part
