"""What everything in a blueprint is called in German, for people who do not read YAML."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from modellkommune.blueprint.service import Service
from modellkommune.blueprint.vocabulary import register_key
from modellkommune.blueprint.wording import Text, say, write

Codes = Mapping[str, str]
_NAMES: Final = {
    "dates.today": "heute",
    "dates.submission": "Tag des Antrags",
    "kind": "Art des Antrags",
    "row": "Zeile der Tabelle",
    "identity.level": "Vertrauensniveau der Anmeldung",
    "identity.given_name": "Vornamen laut Anmeldung",
    "identity.family_name": "Familienname laut Anmeldung",
    "identity.birth_name": "Geburtsname laut Anmeldung",
    "identity.birth_date": "Geburtsdatum laut Anmeldung",
    "identity.street": "Straße laut Anmeldung",
    "identity.house_number": "Hausnummer laut Anmeldung",
    "identity.postcode": "Postleitzahl laut Anmeldung",
    "identity.place": "Ort laut Anmeldung",
}
_PARTS: Final = {
    "kind": "Art",
    "text": "Schreibweise",
    "core": "ohne Zusatz",
    "match": "Suche im Straßenverzeichnis",
    "zone": "Zone",
    "country": "Land",
    "suffix": "Zusatz E oder H",
    "season": "Saison",
    "warnings": "Auffälligkeiten",
    "row": "Zeile",
}
"""Parts of answers, such as the country of a licence plate."""
_CODES_OF_PARTS: Final[Mapping[str, Codes]] = {
    "kind": {
        "german": "deutsch",
        "foreign": "ausländisch",
        "named": "ohne festes Kennzeichen",
        "insured": "Versicherungskennzeichen",
    },
    "match": {"exact": "gefunden", "ambiguous": "mehrdeutig", "unknown": "nicht gefunden"},
}
_CODES_OF_PLATFORM: Final[Mapping[str, Codes]] = {
    "identity.level": {"low": "niedrig", "substantial": "substanziell", "high": "hoch"},
    "channel": {"postbox": "im Postfach", "letter": "mit der Post"},
    "counts_from": {"provision": "Bereitstellung", "posting": "Aufgabe zur Post", "retrieval": "Abruf"},
}
"""Codes that mean the same in every blueprint."""


class Names:
    """The names of one service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._labels = _labels(service)
        self._codes = _codes(service)

    def name(self, path: str) -> str:
        """What a value is called, quoted where it is a label: answers.months -> „Wie lange?“."""
        if path in self._labels:
            return f"„{self._labels[path]}“"
        head, _, last = path.rpartition(".")
        if head in self._labels:
            return f"„{self._labels[head]}“ ({_PARTS.get(last, last)})"
        if path in _NAMES:
            return _NAMES[path]
        variable, _, rest = path.partition(".")
        if variable == "registers":
            key, _, reply = rest.partition(".")
            return f"{self.reply(key, reply)} ({self.register(key.replace('_', '-'))})"
        return path

    def plain_name(self, path: str) -> str:
        """The same without quotation marks."""
        return self.name(path).replace("„", "").replace("“", "")

    def register(self, register_id: str) -> str:
        """The name of a register; a run of older releases may name one without title."""
        titles = {one.id: one.title for one in self._service.registers}
        return say(titles.get(register_id) or {}, "de") or register_id

    def reply(self, key: str, name: str) -> str:
        """What a register is told or tells; `key` is its name in expressions."""
        titles = {register_key(one.id): one.titles for one in self._service.registers}
        return say(titles.get(key, {}).get(name, {}), "de") or name.replace("_", " ")

    def codes(self, path: str) -> Codes:
        """What the codes of a value are called; empty where it has none."""
        if path in self._codes:
            return self._codes[path]
        head, _, last = path.rpartition(".")
        return _CODES_OF_PARTS.get(last, {}) if head in self._labels else _CODES_OF_PLATFORM.get(path, {})

    def written(self, path: str, value: Any) -> str:
        """A value as people write it, codes by their names."""
        field = self._service.fields.get(path.removeprefix("answers."))
        if field is not None and path.startswith("answers.") and value is not None:
            return self._service.present(field, value, "de")
        codes = self.codes(path)
        if codes and value is not None:
            listed = value if isinstance(value, list | tuple) else [value]
            return write([codes.get(str(one), str(one)) for one in listed], "text", "de")
        return self._service.writer.write(path, value, "de")

    def column(self, table: str, name: str, value: Any) -> tuple[str, str]:
        """The name and a value of a column of a table."""
        spec = next((one for one in self._service.blueprint.rules.tables if one.id == table), None)
        columns: dict[str, Any] = {one.id: one for one in spec.inputs} if spec else {}
        columns |= {one.id: one for one in spec.outputs} if spec else {}
        if name not in columns:
            return name, write(value, "text", "de")
        column, codes = columns[name], _CODES_OF_PLATFORM.get(name, {})
        shown = codes.get(str(value)) or write(value, column.type, "de", getattr(column, "unit", None))
        return say(column.title, "de"), shown


def _labels(service: Service) -> dict[str, str]:
    rules, spec = service.blueprint.rules, service.blueprint.service
    groups: list[tuple[str, Any, Callable[[Any], Text]]] = [
        ("answers", service.fields.values(), lambda one: one.label),
        ("parameters", spec.parameters, lambda one: one.title),
        ("facts", rules.facts, lambda one: one.title),
        ("tables", rules.tables, lambda one: one.title),
    ]
    return {f"{group}.{one.id}": say(text(one), "de") for group, items, text in groups for one in items}


def _codes(service: Service) -> dict[str, Codes]:
    spec, facts = service.blueprint.service, service.blueprint.rules.facts
    fields = [field for field in service.fields.values() if field.options]
    found: dict[str, Mapping[str, Text]] = {
        f"answers.{one.id}": {option.id: option.label for option in one.options} for one in fields
    }
    found |= {f"parameters.{one.id}": one.labels for one in spec.parameters if one.labels}
    found |= {f"facts.{one.id}": one.codes for one in facts if one.codes}
    for register in spec.registers:
        key = register_key(register.id)
        found |= {f"registers.{key}.{name}": codes for name, codes in register.codes.items()}
    found["kind"] = {kind.id: kind.title for kind in service.process.kinds}
    return {path: {code: say(text, "de") for code, text in codes.items()} for path, codes in found.items()}
