"""Reading a municipality's overlay: what it sets, checked against the release it adopts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modellkommune.blueprint.checking import check_overlay
from modellkommune.blueprint.checking.examples import known_ids, unknown_expectations, unknown_names
from modellkommune.blueprint.description import Blueprint
from modellkommune.blueprint.documents import document_hash
from modellkommune.blueprint.problems import Problem, refuse
from modellkommune.blueprint.release import Release, dumped
from modellkommune.blueprint.schema.overlay import ExampleFile, Expected, OverlayFile
from modellkommune.blueprint.source import Source, read_yaml
from modellkommune.blueprint.validation import validated


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a municipality sets; `examples` and `expected` prove it and are not part of the hash."""

    document: dict[str, Any]
    hash: str
    examples: tuple[ExampleFile, ...] = ()
    expected: dict[str, Expected | str] | None = None


def load_overlay(file_or_folder: Path | str, release: Release) -> Overlay:
    """Read and check an overlay: a file, or the folder of a municipality. Raises BlueprintInvalid."""
    overlay, problems = read_overlay(Path(file_or_folder), release)
    refuse(problems)
    if overlay is None:
        raise FileNotFoundError(file_or_folder)
    return overlay


def read_overlay(path: Path, release: Release) -> tuple[Overlay | None, tuple[Problem, ...]]:
    """Read an overlay without raising."""
    service = release.document["service"]["id"]
    file = path / f"{service}.yaml" if path.is_dir() else path
    source = read_yaml(file, f"{file.parent.name}/{file.name}")
    spec = validated(source, OverlayFile)
    examples, faults = _examples(file.parent / service, release)
    problems = [*source.problems, *faults]
    if spec is None:
        return None, tuple(problems)
    document = dumped(spec)
    document.pop("examples", None)
    problems += check_overlay(spec, document, release.document, source)
    problems += _expectations(spec, release, source)
    return Overlay(document, document_hash(document), examples, dict(spec.examples)), tuple(problems)


def _expectations(spec: OverlayFile, release: Release, source: Source) -> Iterator[Problem]:
    """Expectations of examples that do not exist, or that name what does not exist."""
    known = known_ids(Blueprint.model_validate(release.document))
    names = {example.id for example in release.examples}
    for name, expected in spec.examples.items():
        if names and name not in names:
            yield source.problem(("examples", name), f"the blueprint has no example {name}", "correct the id")
        if isinstance(expected, Expected):
            for place, message in unknown_expectations(expected, known):
                yield source.problem(("examples", name, *place), message, "correct the id")


def _examples(folder: Path, release: Release) -> tuple[tuple[ExampleFile, ...], list[Problem]]:
    known = known_ids(Blueprint.model_validate(release.document))
    examples: list[ExampleFile] = []
    problems: list[Problem] = []
    for file in sorted((folder / "examples").glob("*.yaml")):
        source = read_yaml(file, f"{folder.parent.name}/{folder.name}/examples/{file.name}")
        example = validated(source, ExampleFile)
        problems += source.problems
        if example is not None:
            examples.append(example)
            faults = unknown_names(example, known)
            problems += [source.problem(place, text, "correct the id") for place, text in faults]
    return tuple(examples), problems
