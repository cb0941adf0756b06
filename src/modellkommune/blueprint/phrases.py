"""Expressions as German sentences, for people who do not read expressions."""

import struct
from collections.abc import Callable, Mapping
from typing import Any

from modellkommune.blueprint.expressions import Scope
from modellkommune.blueprint.sentences import PLACEHOLDER
from modellkommune.blueprint.service import Service
from modellkommune.blueprint.vocabulary import register_key
from modellkommune.blueprint.wording import Text, say, write

_BETWEEN = {
    "_&&_": "{0} und {1}",
    "_||_": "({0} oder {1})",
    "_==_": "{0} ist {1}",
    "_!=_": "{0} ist nicht {1}",
    "_<_": "{0} liegt unter {1}",
    "_<=_": "{0} ist höchstens {1}",
    "_>_": "{0} liegt über {1}",
    "_>=_": "{0} ist mindestens {1}",
    "@in": "{0} ist eines von {1}",
    "_+_": "({0} + {1})",
    "_-_": "({0} − {1})",
    "_*_": "{0} × {1}",
    "_/_": "{0} ÷ {1}",
    "!_": "es gilt nicht: ({0})",
    "-_": "−{0}",
    "_?_:_": "{1}, falls {0}, sonst {2}",
    "size": "Anzahl von {0}",
    "same_text": "{0} und {1} stimmen überein",
    "same_address": "{0} und {1} sind dieselbe Anschrift",
    "same_plate": "{0} und {1} sind dasselbe Kennzeichen",
    "last_day": "letzter Tag von {1} Monaten ab {0}",
    "add_days": "{1} Tage nach {0}",
    "add_months": "{1} Monate nach {0}",
    "months_between": "volle Monate von {0} bis {1}",
    "years_between": "volle Jahre von {0} bis {1}",
    "days_between": "Tage von {0} bis {1}",
    "later": "der spätere Tag von {0} und {1}",
    "earlier": "der frühere Tag von {0} und {1}",
    "on_or_after": "{0} liegt nicht vor {1}",
    "on_or_before": "{0} liegt nicht nach {1}",
}
_PARTS = {
    "kind": "Art",
    "match": "gefunden",
    "zone": "Zone",
    "country": "Land",
    "suffix": "Zusatz",
    "season": "Saison",
    "warnings": "Auffälligkeiten",
    "row": "Zeile",
}
_REGISTERS = {
    "population-register": "Melderegister",
    "vehicle-register": "Fahrzeugregister",
    "issued-permits": "Eigene Akten",
}
_REPLIES = {
    "found": "gefunden",
    "disclosure_block": "Auskunftssperre",
    "restricted": "Übermittlungssperre",
    "deceased": "verstorben",
    "dwelling": "Art der Wohnung",
    "address": "Anschrift",
    "since": "gemeldet seit",
    "secondary_address": "Nebenwohnung",
    "secondary_since": "Nebenwohnung seit",
    "previous_address": "frühere Anschrift",
    "moved_away": "weggezogen",
    "keeper_kind": "Art des Halters",
    "family_name": "Familienname",
    "given_name": "Vornamen",
    "birth_date": "Geburtsdatum",
    "company": "Firma",
    "length_mm": "Länge in mm",
    "width_mm": "Breite in mm",
    "height_mm": "Höhe in mm",
    "empty_mass_kg": "Leermasse in kg",
    "vehicle_class": "Fahrzeugklasse",
    "fuel": "Kraftstoff",
    "deregistered": "abgemeldet",
    "suffix": "Zusatz",
    "person": "Ausweise der Person",
    "plate": "Ausweise für das Kennzeichen",
}
"""What registers say, for people; a name that is not here is shown with blanks."""
_NAMES = {
    "dates.today": "heute",
    "dates.submission": "Tag des Antrags",
    "kind": "Art des Antrags",
    "row": "Zeile der Tabelle",
    "identity.level": "Vertrauensniveau der Anmeldung",
}


class Phrases:
    """Writes the expressions of one service as sentences."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._labels = _labels(service)

    def sentence(self, source: str, scope: Scope) -> str:
        """The expression as a sentence; where that fails, as it is written."""
        node = scope.tree(source).root
        return self._say(node) or source

    def filled(self, text: str) -> str:
        """A sentence whose placeholders are named instead of shown: {answers.months} -> [Wie lange?]."""
        return PLACEHOLDER.sub(lambda match: f"[{self._name(match[1]).strip('„“')}]", text)

    def check(self, check_id: str) -> str:
        """When a check is passed, as a sentence; empty for what is no check of the rules."""
        spec = next((one for one in self._service.blueprint.rules.checks if one.id == check_id), None)
        if spec is None:
            return ""
        vocabulary = self._service.vocabulary
        scope = vocabulary.checks.get(register_key(spec.uses or ""), vocabulary.rules)
        return f"Bestanden, wenn: {self.sentence(spec.passes, scope)}."

    def step(self, rule: str) -> str:
        """Where an amount comes from: `table/row` of a decision table, or an expression."""
        table, _, row = rule.partition("/")
        spec = next((one for one in self._service.blueprint.rules.tables if one.id == table), None)
        if spec is None:
            return self.sentence(rule, self._service.vocabulary.rules)
        title = next((say(one.title or {}, "de") for one in spec.rows if one.id == row), "")
        return f"Tabelle „{say(spec.title, 'de')}“, Zeile „{title or row}“."

    def named(self, path: str, value: Any, table: str = "") -> tuple[str, str]:
        """What an expression or a table looked at: its name and its value, as people read them."""
        if table:
            return self._column(table, path, value)
        field = self._service.fields.get(path.removeprefix("answers."))
        kind, unit = self._service.writer.kinds.get(path, ("text", None))
        shown = field is not None and path.startswith("answers.") and value is not None
        text = (
            self._service.present(field, value, "de") if field and shown else write(value, kind, "de", unit)
        )
        return self._name(path).replace("„", "").replace("“", ""), text

    def _column(self, table: str, name: str, value: Any) -> tuple[str, str]:
        specs = {one.id: one for one in self._service.blueprint.rules.tables}
        columns = {one.id: one for one in specs[table].inputs} if table in specs else {}
        if name not in columns:
            return name, write(value, "text", "de")
        column = columns[name]
        return say(column.title, "de"), write(value, column.type, "de", column.unit)

    def _say(self, node: Any) -> str:
        if node.HasField("const"):
            return _constant(node.const.SerializeToString())
        if node.HasField("list"):
            return ", ".join(self._say(item) for item in node.list.elements)
        if node.HasField("select") or node.HasField("ident"):
            return self._value(node)
        if node.HasField("call"):
            return self._call(node.call)
        return "je Zeile: …" if node.HasField("loop") else "…"

    def _value(self, node: Any) -> str:
        tested = node.HasField("select") and node.select.test_only
        name = self._name(_dotted(node))
        return f"{name} ist bekannt" if tested else name

    def _name(self, path: str) -> str:
        if path in self._labels:
            return f"„{self._labels[path]}“"
        head, _, last = path.rpartition(".")
        if head in self._labels:
            return f"„{self._labels[head]}“ ({_PARTS.get(last, last)})"
        if path in _NAMES:
            return _NAMES[path]
        variable, _, rest = path.partition(".")
        if variable == "registers":
            register, _, name = rest.partition(".")
            return f"{self.register(register.replace('_', '-'))}: {_reply(name)}"
        return f"laut Register {_reply(rest)}" if variable == "register" else path

    def register(self, register_id: str) -> str:
        """The name of a register."""
        titles = {one.id: one.title for one in self._service.registers}
        return say(titles.get(register_id) or {}, "de") or _REGISTERS.get(register_id, register_id)

    def _call(self, call: Any) -> str:
        parts = [self._say(part) for part in ([call.target] if call.HasField("target") else [])]
        options = self._options(call.args)
        parts += [self._chosen(part, options) for part in call.args]
        pattern = _BETWEEN.get(call.function)
        if pattern is None:
            return f"{call.function}({', '.join(parts)})"
        return pattern.format(*parts)

    def _options(self, parts: Any) -> Mapping[str, str]:
        """The labels of the options where a choice is compared."""
        for part in parts:
            path = _dotted(part).split(".")
            if len(path) == 2 and path[0] == "answers" and path[1] in self._service.fields:
                field = self._service.fields[path[1]]
                return {option.id: f"„{say(option.label, 'de')}“" for option in field.options}
        return {}

    def _chosen(self, node: Any, options: Mapping[str, str]) -> str:
        if node.HasField("const"):
            text = _constant(node.const.SerializeToString())
            return options.get(text.strip("„“"), text)
        if node.HasField("list"):
            return ", ".join(self._chosen(item, options) for item in node.list.elements)
        return self._say(node)


def _reply(name: str) -> str:
    return _REPLIES.get(name, name.replace("_", " "))


def _dotted(node: Any) -> str:
    if node.HasField("ident"):
        return str(node.ident.name)
    if node.HasField("select"):
        return f"{_dotted(node.select.operand)}.{node.select.field}"
    return ""


def _labels(service: Service) -> dict[str, str]:
    rules, spec = service.blueprint.rules, service.blueprint.service
    groups: list[tuple[str, Any, Callable[[Any], Text]]] = [
        ("answers", service.fields.values(), lambda one: one.label),
        ("parameters", spec.parameters, lambda one: one.title),
        ("facts", rules.facts, lambda one: one.title),
        ("tables", rules.tables, lambda one: one.title),
    ]
    return {f"{group}.{one.id}": say(text(one), "de") for group, items, text in groups for one in items}


def _constant(raw: bytes) -> str:
    """A constant of the tree (google.cel.expr.Constant): bool 2, int64 3, double 5, string 6."""
    tag, body = raw[:1], raw[1:]
    if tag == b"\x32":
        return f"„{_text(body)}“"
    if tag == b"\x18":
        return str(_varint(body)[0])
    if tag == b"\x10":
        return "ja" if body != b"\x00" else "nein"
    if tag == b"\x29":
        return f"{struct.unpack('<d', body)[0]:g}".replace(".", ",")
    return "nichts"


def _text(body: bytes) -> str:
    length, start = _varint(body)
    return body[start : start + length].decode()


def _varint(body: bytes) -> tuple[int, int]:
    """A number of variable length and how many bytes it took; negative ones in two's complement."""
    number = place = 0
    for place, byte in enumerate(body, 1):
        number |= (byte & 0x7F) << (7 * (place - 1))
        if byte < 0x80:
            break
    return (number - (1 << 64) if number >= 1 << 63 else number), place
