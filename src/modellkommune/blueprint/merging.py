"""A release and an overlay become one description: parameters, tariffs and texts of the municipality."""

from collections.abc import Mapping
from typing import Any

from modellkommune.blueprint.description import Blueprint
from modellkommune.blueprint.sentences import text_walker
from modellkommune.blueprint.wording import Text, base_of, is_variety

PARTS = ("service", "form", "rules", "process")


def merged(release: Mapping[str, Any], overlay: Mapping[str, Any]) -> Blueprint:
    """The description in force; neither document is changed."""
    document = {**release, "rules": _with_tables(release["rules"], overlay.get("tables", {}))}
    texts = overlay.get("texts", {})
    languages = tuple(release["service"]["languages"])
    if texts:
        document = {**document, **_with_texts(document, texts, languages)}
        document["texts"] = {
            language: _local(release["texts"].get(language, {}), _changes(texts, language))
            for language in languages
        }
    return Blueprint.model_validate(document)


def _changes(texts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What a municipality says in a language. What it says in German alone silences easy German: None."""
    said = dict.fromkeys(texts.get(base_of(language), {})) if is_variety(language) else {}
    return {**said, **texts.get(language, {})}


def _local(texts: Mapping[str, str], changes: Mapping[str, Any]) -> dict[str, str]:
    """Texts with the municipality's; a list replaces the whole list under its key, None takes it away."""
    found = dict(texts)
    for key, change in changes.items():
        if change is None:
            found.pop(key, None)
        if isinstance(change, str):
            found[key] = change
            continue
        for old in [one for one in found if one.startswith(f"{key}.") and one[len(key) + 1 :].isdigit()]:
            del found[old]
        found.update({f"{key}.{place}": text for place, text in enumerate(change or (), 1)})
    return found


def text_keys(release: Mapping[str, Any]) -> frozenset[str]:
    """Every key by which an overlay may replace a text."""
    keys: set[str] = set()

    def note(key: str, text: Text) -> Text:
        keys.add(key)
        return text

    text_walker({part: release[part] for part in PARTS}, tuple(release["service"]["languages"]), note)
    for texts in release["texts"].values():
        keys.update(texts)
        keys.update(key.rpartition(".")[0] for key in texts if key.rpartition(".")[2].isdigit())
    return frozenset(keys)


def _with_texts(
    document: Mapping[str, Any], texts: Mapping[str, Any], languages: tuple[str, ...]
) -> dict[str, Any]:
    def change(key: str, text: Text) -> Text:
        local = {
            language: texts[language][key] for language in texts if isinstance(texts[language].get(key), str)
        }
        kept = {
            name: said for name, said in text.items() if not (is_variety(name) and base_of(name) in local)
        }
        return {**kept, **local} if local else text

    parts = {part: document[part] for part in PARTS}
    return dict(text_walker(parts, languages, change))


def _with_tables(rules: Mapping[str, Any], changes: Mapping[str, Any]) -> Mapping[str, Any]:
    if not changes:
        return rules
    return {
        **rules,
        "tables": [_changed(table, changes.get(table["id"])) for table in rules.get("tables", [])],
    }


def _changed(table: Mapping[str, Any], change: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if change is None or not table.get("overridable"):
        return table
    domains = change.get("domains", {})
    inputs = [
        {**column, "domain": domains.get(column["id"], column.get("domain"))} for column in table["inputs"]
    ]
    return {**table, "inputs": inputs, "rows": change.get("rows") or table["rows"]}
