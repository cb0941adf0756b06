"""Reading a release from its folder: every fault of every file at once, or the canonical document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from modellkommune.blueprint.checking import check_examples, check_release
from modellkommune.blueprint.description import Blueprint, FormFile
from modellkommune.blueprint.documents import document_hash
from modellkommune.blueprint.problems import Problem, refuse
from modellkommune.blueprint.schema.overlay import ExampleFile
from modellkommune.blueprint.schema.process import ProcessFile
from modellkommune.blueprint.schema.rules import RulesFile
from modellkommune.blueprint.schema.service import ServiceFile
from modellkommune.blueprint.sentences import text_walker
from modellkommune.blueprint.source import Source, read_yaml
from modellkommune.blueprint.validation import validated
from modellkommune.blueprint.wording import Text, is_variety

FILES: dict[str, type[BaseModel]] = {
    "service": ServiceFile,
    "form": FormFile,
    "rules": RulesFile,
    "process": ProcessFile,
}


@dataclass(frozen=True, slots=True)
class Release:
    """An immutable release: its document, the hash of it, and the examples that travel with it."""

    document: dict[str, Any]
    hash: str
    examples: tuple[ExampleFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as read: the sources by part, the document if every file has its form, and all problems."""

    sources: dict[str, Source]
    document: dict[str, Any] | None
    examples: tuple[ExampleFile, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def load_release(folder: Path | str) -> Release:
    """Read, check and hash a release. Raises BlueprintInvalid with every problem."""
    found = read_folder(Path(folder))
    refuse(found.problems)
    document = found.document or {}
    return Release(document, document_hash(document), found.examples)


def read_folder(folder: Path) -> Folder:
    """Read a folder without raising."""
    sources = {name: read_yaml(folder / f"{name}.yaml") for name in FILES}
    parts = {name: validated(sources[name], model) for name, model in FILES.items()}
    texts = dict(_texts(folder, sources))
    named = dict(_examples(folder, sources))
    examples = tuple(named.values())
    problems = [problem for source in sources.values() for problem in source.problems]
    if any(part is None for part in parts.values()):
        return Folder(sources, None, examples, tuple(problems))
    document = {"format": 1, **{name: dumped(part) for name, part in parts.items() if part is not None}}
    document = _with_varieties(document, texts)
    templates, missing = _documents(folder, document, sources["service"])
    document["documents"] = templates
    problems += missing
    desk = check_release(Blueprint.model_validate(document), document, sources)
    check_examples(desk, named)
    return Folder(sources, document, examples, (*problems, *desk.problems), tuple(desk.notes))


def _with_varieties(document: dict[str, Any], texts: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The document with its texts. A variety (de-leicht) keeps all it says in its own file, by key.

    texts/de-leicht.yaml may name texts of the other files: form.vehicle.plate.label.
    """
    languages = tuple(document["service"].get("languages", ()))
    said = {name: dict(found) for name, found in texts.items() if is_variety(name)}

    def change(key: str, text: Text) -> Text:
        own = {name: found.pop(key) for name, found in said.items() if key in found}
        return {**text, **own}

    parts = {part: document[part] for part in FILES}
    return {**document, **text_walker(parts, languages, change), "texts": {**texts, **said}}


def dumped(part: BaseModel) -> dict[str, Any]:
    """What was written, in plain JSON; defaults are left out, so that a new one changes no old release."""
    return part.model_dump(mode="json", exclude_unset=True, by_alias=True)


def _texts(folder: Path, sources: dict[str, Source]) -> Iterator[tuple[str, dict[str, str]]]:
    for file in sorted((folder / "texts").glob("*.yaml")):
        name = f"texts/{file.name}"
        source = sources[name] = read_yaml(file, name)
        data = source.data if isinstance(source.data, dict) else {}
        if data.get("format") != 1:
            source.problems.append(
                source.problem((), "format: 1 is missing", "begin the file with format: 1")
            )
        yield file.stem, dict(_flat({key: item for key, item in data.items() if key != "format"}, ""))


def _flat(node: Any, path: str) -> Iterator[tuple[str, str]]:
    """Nested keys become dotted ones, lists are numbered from 1."""
    items: Any = ()
    if isinstance(node, Mapping):
        items = node.items()
    elif isinstance(node, list):
        items = enumerate(node, 1)
    else:
        yield path, "" if node is None else str(node)
    for key, item in items:
        yield from _flat(item, f"{path}.{key}" if path else str(key))


def _examples(folder: Path, sources: dict[str, Source]) -> Iterator[tuple[str, ExampleFile]]:
    for file in sorted((folder / "examples").glob("*.yaml")):
        name = f"examples/{file.name}"
        source = sources[name] = read_yaml(file, name)
        example = validated(source, ExampleFile)
        if example is not None:
            yield name, example


def _documents(
    folder: Path, document: Mapping[str, Any], source: Source
) -> tuple[dict[str, str], list[Problem]]:
    templates, missing = {}, []
    for at, one in enumerate(document["service"].get("documents", [])):
        file = folder / "documents" / one["template"]
        if file.is_file():
            templates[one["id"]] = file.read_text(encoding="utf-8")
        else:
            place = ("documents", at, "template")
            missing.append(
                source.problem(place, f"documents/{one['template']} is missing", "create the template")
            )
    return templates, missing
