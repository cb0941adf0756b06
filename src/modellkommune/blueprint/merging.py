"""A release and an overlay become one description: parameters, tariffs and texts of the municipality."""

from collections.abc import Mapping
from typing import Any

from modellkommune.blueprint.schema.form import Blueprint
from modellkommune.blueprint.sentences import text_walker
from modellkommune.blueprint.wording import Text

PARTS = ("service", "form", "rules", "process")


def merged(release: Mapping[str, Any], overlay: Mapping[str, Any]) -> Blueprint:
    """The description in force; neither document is changed."""
    document = {**release, "rules": _with_tables(release["rules"], overlay.get("tables", {}))}
    texts = overlay.get("texts", {})
    languages = tuple(release["service"]["languages"])
    if texts:
        document = {**document, **_with_texts(document, texts, languages)}
        document["texts"] = {
            language: {**release["texts"].get(language, {}), **texts.get(language, {})} for language in languages
        }
    return Blueprint.model_validate(document)


def text_keys(release: Mapping[str, Any]) -> frozenset[str]:
    """Every key by which an overlay may replace a text."""
    keys: set[str] = set()

    def note(key: str, text: Text) -> Text:
        keys.add(key)
        return text

    text_walker({part: release[part] for part in PARTS}, tuple(release["service"]["languages"]), note)
    for texts in release["texts"].values():
        keys.update(texts)
    return frozenset(keys)


def _with_texts(document: Mapping[str, Any], texts: Mapping[str, Any], languages: tuple[str, ...]) -> dict[str, Any]:
    def change(key: str, text: Text) -> Text:
        local = {language: texts[language][key] for language in texts if key in texts[language]}
        return {**text, **local} if local else text

    parts = {part: document[part] for part in PARTS}
    return dict(text_walker(parts, languages, change))


def _with_tables(rules: Mapping[str, Any], changes: Mapping[str, Any]) -> Mapping[str, Any]:
    if not changes:
        return rules
    return {**rules, "tables": [_changed(table, changes.get(table["id"])) for table in rules.get("tables", [])]}


def _changed(table: Mapping[str, Any], change: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if change is None or not table.get("overridable"):
        return table
    domains = change.get("domains", {})
    inputs = [{**column, "domain": domains.get(column["id"], column.get("domain"))} for column in table["inputs"]]
    return {**table, "inputs": inputs, "rows": change.get("rows") or table["rows"]}
