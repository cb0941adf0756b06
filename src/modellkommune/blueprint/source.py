"""Reading YAML so that every value keeps its place, and nothing is read as something else.

An unquoted word is one of six things: true, false, null, a whole number, an exact decimal number, text.
A number with a leading zero is a code that somebody forgot to quote (05358008, 01067) and is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from modellkommune.blueprint.problems import Problem

Path_ = tuple[str | int, ...]
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*)")
_CODE = re.compile(r"-?0\d+")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)\.\d+")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True)
class Source:
    """One YAML file: its data (decimal numbers as Decimal), the place of every part, faults of spelling."""

    file: str
    data: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column of a part, or of the nearest part around it."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def owner(self, path: Path_) -> str:
        """The id nearest around a part, or the last key of its path."""
        here, found = self.data, ""
        for step in path:
            here = _child(here, step)
            if isinstance(here, dict) and "id" in here:
                found = str(here["id"])
        return found or next((str(step) for step in reversed(path) if isinstance(step, str)), "")

    def exact(self, path: Path_) -> Path_:
        """The path without the steps that are not in the file (names that only the schema knows)."""
        here, kept = self.data, []
        for step in path:
            below = _child(here, step)
            if below is not _NOTHING:
                here = below
                kept.append(step)
        return tuple(kept)

    def problem(self, path: Path_, message: str, remedy: str) -> Problem:
        """A problem at a part of this file."""
        exact = self.exact(path)
        line, column = self.place(exact)
        return Problem(self.file, line, column, self.owner(exact), message, remedy)


_NOTHING = object()


def _child(here: Any, step: str | int) -> Any:
    if isinstance(here, dict):
        return here.get(step, _NOTHING)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return _NOTHING


def read_yaml(file: Path, name: str | None = None) -> Source:
    """Read one file; its faults stand in `problems`, never raised."""
    source = Source(name or file.name)
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        source.problems.append(Problem(source.file, 0, 0, "", "the file is missing", "create it"))
        return source
    except UnicodeDecodeError:
        source.problems.append(Problem(source.file, 0, 0, "", "the file is not UTF-8", "save it as UTF-8"))
        return source
    try:
        node = _composed(text)
    except MarkedYAMLError as error:
        source.problems.append(_spelling(source.file, error))
        return source
    if node is not None:
        source.data = _value(node, (), source)
    return source


@lru_cache(maxsize=64)
def _composed(text: str) -> Node | None:
    """The nodes of a text, which nobody changes: parsing takes long, and each town reads the files again."""
    composed: Node | None = YAML(typ="safe", pure=True).compose(text)
    return composed


def _spelling(file: str, error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    remedy = "quote texts that hold a colon, a comma, # or start with a sign; look at the indentation"
    return Problem(file, line, column, "", f"this is not YAML: {error.problem or error.context}", remedy)


def _value(node: Node, path: Path_, source: Source) -> Any:
    source.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, MappingNode):
        return dict(_pairs(node, path, source))
    if isinstance(node, SequenceNode):
        return [_value(item, (*path, index), source) for index, item in enumerate(node.value)]
    return _scalar(node, source)


def _pairs(node: MappingNode, path: Path_, source: Source) -> Iterator[tuple[str | int, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in seen or key == "<<":
            _fault(source, key_node, key, f"the key {key!r} is written twice or merges", "keep one of them")
        seen.add(key)
        yield key, _value(value_node, (*path, key), source)


def _scalar(node: Node, source: Source) -> Any:
    text = str(node.value)
    if str(node.tag).startswith("!"):
        _fault(
            source,
            node,
            str(node.tag),
            f"{node.tag} starts a YAML tag",
            "quote expressions that start with !",
        )
        return text
    if not isinstance(node, ScalarNode) or node.style is not None:
        return text
    if _CODE.fullmatch(text):
        _fault(source, node, text, f"{text} is a code, no number", f'write "{text}" with quotes')
        return text
    return _plain(text)


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def _fault(source: Source, node: Node, about: str, message: str, remedy: str) -> None:
    mark = node.start_mark
    source.problems.append(Problem(source.file, mark.line + 1, mark.column + 1, about, message, remedy))
