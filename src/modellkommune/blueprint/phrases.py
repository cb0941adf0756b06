"""Expressions as German sentences, for people who do not read expressions."""

from dataclasses import dataclass, field
from typing import Any, Final

from modellkommune.blueprint.constants import constant_of
from modellkommune.blueprint.expressions import Scope
from modellkommune.blueprint.names import Codes, Names
from modellkommune.blueprint.sentences import PLACEHOLDER
from modellkommune.blueprint.service import Service
from modellkommune.blueprint.vocabulary import register_key
from modellkommune.blueprint.wording import say

_BETWEEN: Final = {
    "_&&_": "{0} und {1}",
    "_||_": "({0} oder {1})",
    "_==_": "{0} ist {1}",
    "_!=_": "{0} ist nicht {1}",
    "_<_": "{0} liegt unter {1}",
    "_<=_": "{0} ist höchstens {1}",
    "_>_": "{0} liegt über {1}",
    "_>=_": "{0} ist mindestens {1}",
    "@in": "{0} gehört zu {1}",
    "_+_": "({0} + {1})",
    "_-_": "({0} − {1})",
    "_*_": "{0} × {1}",
    "_/_": "{0} ÷ {1}",
    "-_": "−{0}",
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
    "later": "der spätere von zwei Tagen: {0}; {1}",
    "earlier": "der frühere von zwei Tagen: {0}; {1}",
    "on_or_after": "{0} liegt nicht vor {1}",
    "on_or_before": "{0} liegt nicht nach {1}",
}
_COMPARING: Final = frozenset({"_==_", "_!=_", "@in"})
_LINKING: Final = frozenset({"_&&_", "_||_", "!_"})
_TRUE, _FALSE = "ja", "nein"


class Phrases:
    """Writes the expressions of one service as sentences."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.names = Names(service)

    def condition(self, source: str, scope: Scope, register: str = "") -> str:
        """A condition as a sentence; `register`: the id of the one that a check uses."""
        root = scope.tree(source).root
        told = self._teller(register).condition(root)
        either = root.HasField("call") and root.call.function == "_||_"
        return told[1:-1] if either else told  # the brackets are needed inside of others only

    def value(self, source: str, scope: Scope, path: str = "") -> str:
        """How a value comes about; `path` is what it becomes, whose codes it may state."""
        teller = self._teller("", self.names.codes(path) if path else {})
        node = scope.tree(source).root
        linked = node.HasField("call") and node.call.function in (*_LINKING, *_COMPARING)
        return teller.condition(node) if linked else teller.value(node)

    def filled(self, text: str) -> str:
        """A sentence whose placeholders are named instead of shown: {answers.months} -> [Wie lange?]."""
        return PLACEHOLDER.sub(lambda match: f"[{self.names.plain_name(match[1])}]", text)

    def check(self, check_id: str) -> str:
        """When a check is passed, as a sentence; empty for what is no check of the rules."""
        spec = next((one for one in self._service.blueprint.rules.checks if one.id == check_id), None)
        if spec is None:
            return ""
        vocabulary = self._service.vocabulary
        scope = vocabulary.checks.get(register_key(spec.uses or ""), vocabulary.rules)
        return f"Bestanden, wenn: {self.condition(spec.passes, scope, spec.uses or '')}."

    def step(self, rule: str) -> str:
        """Where an amount comes from: `table/row` of a decision table, or an expression."""
        table, _, row = rule.partition("/")
        spec = next((one for one in self._service.blueprint.rules.tables if one.id == table), None)
        if spec is None:
            return self.value(rule, self._service.vocabulary.rules)
        title = next((say(one.title or {}, "de") for one in spec.rows if one.id == row), "")
        return f"Tabelle „{say(spec.title, 'de')}“, Zeile „{title or row}“."

    def named(self, path: str, value: Any, table: str = "") -> tuple[str, str]:
        """What an expression or a table looked at: its name and its value, as people read them."""
        if table:
            return self.names.column(table, path, value)
        return self.names.plain_name(path), self.names.written(path, value)

    def register(self, register_id: str) -> str:
        """The name of a register."""
        return self.names.register(register_id)

    def _teller(self, register: str, codes: Codes | None = None) -> "_Teller":
        return _Teller(self._service, self.names, register_key(register), codes or {})


@dataclass(frozen=True)
class _Teller:
    """Tells one expression. `codes`: what plain texts stand for that the whole may result in."""

    service: Service
    names: Names
    register: str
    codes: Codes = field(default_factory=dict)

    def condition(self, node: Any) -> str:
        """What has to hold."""
        if not node.HasField("call"):
            return self._yes_or_no(node, _TRUE)
        function, args = node.call.function, list(node.call.args)
        if function == "!_":
            return self._denied(args[0])
        if function in _LINKING:
            return self._linked(function, args)
        if function == "_?_:_":
            return self._conditional_condition(args)
        return self._compared(function, node.call)

    def value(self, node: Any) -> str:
        """What it is worth."""
        if node.HasField("const"):
            return self._constant(node, self.codes)
        if node.HasField("list"):
            return ", ".join(self.value(item) for item in node.list.elements)
        if node.HasField("call"):
            return self._called(node.call)
        if node.HasField("loop"):
            return "je Eintrag einer Liste"
        return self._named(self._path(node))

    def _yes_or_no(self, node: Any, answer: str) -> str:
        if node.HasField("const"):
            return self.value(node)
        if node.HasField("select") and node.select.test_only:
            known = "ist bekannt" if answer == _TRUE else "ist nicht bekannt"
            return f"{self.names.name(self._path(node))} {known}"
        path = self._path(node)
        return f"{self.names.name(path)}: {answer}{self._here(path)}"

    def _denied(self, node: Any) -> str:
        if not node.HasField("call"):
            return self._yes_or_no(node, _FALSE)
        return f"es gilt nicht: ({self.condition(node)})"

    def _linked(self, function: str, args: list[Any]) -> str:
        if function == "_&&_" and self._asks_first(*args):
            return self.condition(args[1])  # known is what is compared: nobody has to be told
        return _BETWEEN[function].format(*(self.condition(one) for one in args))

    def _asks_first(self, first: Any, second: Any) -> bool:
        """Whether the first only asks if there is what the second looks at."""
        if not (first.HasField("select") and first.select.test_only):
            return False
        return self._path(first) in set(self._paths(second))

    def _conditional_condition(self, args: list[Any]) -> str:
        then, otherwise = self.condition(args[1]), self.condition(args[2])
        if otherwise == _FALSE:
            return f"{self.condition(args[0])} und {then}"
        return f"falls {self.condition(args[0])}: {then}; sonst: {otherwise}"

    def _called(self, call: Any) -> str:
        args = list(call.args)
        if call.function == "_?_:_":
            return self._chosen(args)
        if call.function in _COMPARING or call.function in _LINKING:
            return self._compared(call.function, call)
        parts = [self.value(part) for part in ([call.target] if call.HasField("target") else [])]
        parts += [f"({told})" if ", falls " in told else told for told in map(self.value, args)]
        pattern = _BETWEEN.get(call.function)
        return pattern.format(*parts) if pattern else f"{call.function}({', '.join(parts)})"

    def _chosen(self, args: list[Any]) -> str:
        asked, then, otherwise = args
        if asked.HasField("select") and asked.select.test_only and self._path(asked) == self._path(then):
            return f"{self.value(then)}, ersatzweise {self.value(otherwise)}"
        return f"{self.value(then)}, falls {self.condition(asked)}; sonst {self.value(otherwise)}"

    def _compared(self, function: str, call: Any) -> str:
        args = list(call.args)
        if function == "_>_" and _is_size(args[0]) and self.value(args[1]) == "0":
            return f"{self.value(_counted(args[0]))} ist angegeben"
        codes = next((found for one in args if (found := self.names.codes(self._path(one)))), {})
        told = [self._constant(one, codes) if one.HasField("const") else self.value(one) for one in args]
        if function == "@in" and args[1].HasField("list"):
            listed = [self._constant(one, codes) for one in args[1].list.elements]
            return f"{told[0]} ist {' oder '.join(listed)}"
        return _BETWEEN.get(function, function).format(*told)

    def _constant(self, node: Any, codes: Codes) -> str:
        value = constant_of(node.const.SerializeToString())
        if isinstance(value, bool):
            return _TRUE if value else _FALSE
        if isinstance(value, str):
            return f"„{codes.get(value, value)}“"
        if value is None:
            return "nichts"
        return codes.get(str(value)) or f"{value:g}".replace(".", ",")

    def _named(self, path: str) -> str:
        return self.names.name(path) + self._here(path)

    def _here(self, path: str) -> str:
        """What a parameter is in this municipality."""
        if not path.startswith("parameters."):
            return ""
        value = self.service.parameters.get(path.partition(".")[2])
        return f" (hier: {self.names.written(path, value)})"

    def _paths(self, node: Any) -> list[str]:
        below = [*node.call.args, *node.list.elements]
        return [self._path(node), *(path for one in below for path in self._paths(one))]

    def _path(self, node: Any) -> str:
        path = _dotted(node)
        return f"registers.{self.register}.{path[9:]}" if path.startswith("register.") else path


def _is_size(node: Any) -> bool:
    return bool(node.HasField("call") and node.call.function == "size")


def _counted(node: Any) -> Any:
    return node.call.target if node.call.HasField("target") else node.call.args[0]


def _dotted(node: Any) -> str:
    if node.HasField("ident"):
        return str(node.ident.name)
    if node.HasField("select"):
        return f"{_dotted(node.select.operand)}.{node.select.field}"
    return ""
