"""Sentences with placeholders: "{facts.last}" is shown as the person would write it, in her language."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from modellkommune.blueprint.fields import KINDS
from modellkommune.blueprint.fields.base import Field
from modellkommune.blueprint.shapes import value_at
from modellkommune.blueprint.wording import NOTHING, Text, is_variety, say, write

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
Values = Mapping[str, Any]


def paths_in(text: str) -> list[tuple[str, ...]]:
    """All placeholders of a sentence."""
    return [tuple(match.split(".")) for match in PLACEHOLDER.findall(text)]


class Writer:
    """Writes values of one service. `kinds`: "facts.last" -> (type, unit).

    `labels`: what codes are called, "parameters.vehicle_classes" -> {"M1": {de: Pkw, ...}}.
    """

    def __init__(
        self,
        fields: Mapping[str, Field],
        kinds: Mapping[str, tuple[str, Any]],
        languages: tuple[str, ...],
        labels: Mapping[str, Mapping[str, Text]],
    ) -> None:
        self.fields, self.kinds, self.languages, self.labels = fields, kinds, languages, labels

    def fill(self, text: Text, values: Values) -> Text:
        """The sentence in every language of the service that has it, placeholders filled."""
        return {
            language: self._fill(say(text, language), values, language)
            for language in self.languages
            if language in text or not is_variety(language)
        }

    def _fill(self, sentence: str, values: Values, language: str) -> str:
        if "{" not in sentence:
            return sentence
        return PLACEHOLDER.sub(
            lambda match: self.show(tuple(match[1].split(".")), values, language), sentence
        )

    def show(self, path: tuple[str, ...], values: Values, language: str) -> str:
        """One value for people."""
        value = value_at(values, path)
        if isinstance(value, Mapping) and path[0] != "answers" and language in value:
            return str(value[language])
        if value is None:
            return say(NOTHING, language)
        if path[0] == "answers" and len(path) == 2 and path[1] in self.fields:
            field = self.fields[path[1]]
            return KINDS[field.type].present(field, value, language)
        return self.write(".".join(path), value, language)

    def write(self, path: str, value: Any, language: str) -> str:
        """A value of a path that is no answer: codes by their labels, else by type and unit."""
        kind, unit = self.kinds.get(path, ("text", None))
        labels = self.labels.get(path)
        if not labels:
            return write(value, kind, language, unit)
        codes = value if isinstance(value, list | tuple) else [value]
        named = [say(labels[str(code)], language) if str(code) in labels else code for code in codes]
        return write(named if isinstance(value, list | tuple) else named[0], "text", language)


def text_walker(
    document: Any, languages: tuple[str, ...], visit: Callable[[str, Any], Any], path: str = ""
) -> Any:
    """A copy of a document in which every text {de: ..., en: ...} went through `visit(key, text)`.

    The key of a text is its place, with ids for list positions: form.vehicle.plate.label.
    """
    if isinstance(document, Mapping):
        if (
            document
            and set(document) <= set(languages)
            and all(isinstance(item, str) for item in document.values())
        ):
            return visit(path, document)
        return {
            key: text_walker(item, languages, visit, _deeper(path, key)) for key, item in document.items()
        }
    if isinstance(document, list):
        return [
            text_walker(item, languages, visit, _item(path, item, place))
            for place, item in enumerate(document)
        ]
    return document


_SILENT = ("steps", "fields", "options")


def _deeper(path: str, key: str) -> str:
    if path.startswith("form") and key in _SILENT:
        return path
    return f"{path}.{key}" if path else str(key)


def _item(path: str, item: Any, place: int) -> str:
    name = item.get("id", place) if isinstance(item, Mapping) else place
    return f"{path}.{name}"
