"""An overlay against the release it adopts: only what may be set, and the tables proved again."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from modellkommune.blueprint.assembling import fields_of
from modellkommune.blueprint.checking.desk import Place
from modellkommune.blueprint.checking.parameters import Fault, check_values
from modellkommune.blueprint.checking.references import check_rows
from modellkommune.blueprint.checking.tables import check_table
from modellkommune.blueprint.merging import merged, text_keys
from modellkommune.blueprint.problems import Problem
from modellkommune.blueprint.schema.overlay import OverlayFile
from modellkommune.blueprint.sentences import paths_in
from modellkommune.blueprint.source import Source
from modellkommune.blueprint.vocabulary import Vocabulary, vocabulary_of
from modellkommune.blueprint.wording import is_variety

OWN_TEXTS: Final = frozenset({"decision.remedy"})
"""Texts that no blueprint can say for a town: they name what is responsible there."""


def check_overlay(
    spec: OverlayFile, document: Mapping[str, Any], release: Mapping[str, Any], source: Source
) -> list[Problem]:
    """Every problem of an overlay whose file has its form."""
    problems: list[Problem] = []

    def fault(place: Place, message: str, remedy: str) -> None:
        problems.append(source.problem(place, message, remedy))

    _identity(spec, release["service"], fault)
    _texts(spec, release, fault)
    _tables(spec, release["rules"], fault)
    blueprint = merged(release, document)
    _placeholders(spec, vocabulary_of(blueprint), fault)
    specs = {one.id: one for one in blueprint.service.parameters}
    values = check_values(specs, spec.parameters, spec.acknowledged, fault)
    fields = fields_of(blueprint, values)
    for table in blueprint.rules.tables:
        changed = spec.tables.get(table.id)
        own_rows = changed is not None and changed.rows is not None
        if own_rows:
            check_rows(table, ("tables", table.id), fault)

        def here(place: Place, message: str, remedy: str, own: bool = own_rows, name: str = table.id) -> None:
            fault(
                ("tables", name, *place[1:]) if own else ("parameters",), f"table {name}: {message}", remedy
            )

        check_table(table, ("table",), (fields, values), here)
    return problems


def _identity(spec: OverlayFile, service: Mapping[str, Any], fault: Fault) -> None:
    if spec.service != service["id"]:
        fault(("service",), f"this overlay is for {spec.service}, not {service['id']}", "correct the id")
    if spec.release != service["version"]:
        remedy = "look at what changed, then set release to this version"
        fault(
            ("release",),
            f"this overlay was written for {spec.release}, the release is {service['version']}",
            remedy,
        )


def _texts(spec: OverlayFile, release: Mapping[str, Any], fault: Fault) -> None:
    keys = text_keys(release)
    _own_texts(spec, release, keys, fault)
    for language, texts in spec.texts.items():
        if language not in release["service"]["languages"]:
            fault(("texts", language), f"{language} is no language of the service", "remove it")
        for key in texts:
            if key not in keys:
                fault(("texts", language, key), f"the blueprint has no text {key}", "correct the key")


def _own_texts(spec: OverlayFile, release: Mapping[str, Any], keys: Collection[str], fault: Fault) -> None:
    languages = [name for name in release["service"]["languages"] if not is_variety(name)]
    for key in OWN_TEXTS & frozenset(keys):
        for language in languages:
            if not spec.texts.get(language, {}).get(key):
                remedy = "write it: which remedy, where, with the seat of the court or authority (VwGO § 58)"
                fault(("texts", language), f"the town's own text {key} is missing in {language}", remedy)


def _placeholders(spec: OverlayFile, vocabulary: Vocabulary, fault: Fault) -> None:
    rules = [
        (("texts", language, key), text)
        for language, texts in spec.texts.items()
        for key, text in texts.items()
        if key.startswith("rules.") and isinstance(text, str)
    ]
    for place, text in rules:
        for path in paths_in(text):
            if path[0] not in ("row", "register") and vocabulary.rules.kind_at(path) is None:
                name = "{" + ".".join(path) + "}"
                fault(place, f"the placeholder {name} is unknown", "use those of the blueprint's sentence")


def _tables(spec: OverlayFile, rules: Mapping[str, Any], fault: Fault) -> None:
    tables = {table["id"]: table for table in rules.get("tables", [])}
    for name, change in spec.tables.items():
        table = tables.get(name)
        if table is None:
            fault(
                ("tables", name), f"the blueprint has no table {name}", f"choose one of {', '.join(tables)}"
            )
        elif not table.get("overridable"):
            fault(("tables", name), f"table {name} may not be changed", "remove it")
        else:
            inputs = {column["id"] for column in table["inputs"]}
            for column in sorted(set(change.domains) - inputs):
                fault(
                    ("tables", name, "domains", column), f"{column} is no input of {name}", "correct the id"
                )
