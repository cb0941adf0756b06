"""The expression language: CEL behind one small interface. Nothing else in the house touches cel_expr_python."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cel_expr_python import cel

from modellkommune.blueprint.functions import declarations
from modellkommune.blueprint.shapes import Shapes, type_name
from modellkommune.blueprint.syntax import Read, Tree

_PLACE = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_SCALARS = {"text": cel.Type.STRING}
RESULTS = {
    "text": "STRING",
    "date": "STRING",
    "choice": "STRING",
    "integer": "INT",
    "money": "INT",
    "number": "DOUBLE",
    "boolean": "BOOL",
    "texts": "LIST",
    "files": "LIST",
    "integers": "LIST",
}


class ExpressionInvalid(ValueError):
    """The expression cannot be evaluated: it is misspelt, names something unknown or mixes types."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. Evaluating gives a plain value, or None: it has no value."""

    source: str
    reads: tuple[Read, ...]
    result: str
    _compiled: Any

    def value(self, facts: Any) -> Any:
        """The plain value (texts, whole numbers, floats, booleans, lists of these), or None."""
        found = self._compiled.eval(facts)
        return None if found.type() == cel.Type.ERROR else found.plain_value()

    def met(self, facts: Any) -> bool:
        """Whether the condition is met; one without a value is not."""
        return self._compiled.eval(facts).value() is True


class Scope:
    """The variables that expressions of one place may name. `variables`: name -> message or "text"."""

    def __init__(self, shapes: Shapes, variables: Mapping[str, str]) -> None:
        self.shapes, self.variables = shapes, dict(variables)
        types = {name: _SCALARS.get(kind) or cel.Type(type_name(kind)) for name, kind in variables.items()}
        self._env = cel.NewEnv(shapes.pool, variables=types, functions=declarations())

    def compile(self, source: str, *results: str) -> Expression:
        """Compile and type-check; `results` are the types allowed for the result (none: any plain type)."""
        try:
            checked = self._env.compile(source)
        except RuntimeError as error:
            raise _invalid(str(error)) from error
        result = checked.return_type().name().partition("<")[0].upper()
        wanted = {RESULTS[name] for name in results} or set(RESULTS.values())
        if result not in wanted:
            names = " or ".join(results) or "a plain value"
            raise ExpressionInvalid(f"the expression yields {result.lower()}, expected is {names}")
        tree = Tree(checked.serialize())
        reads = tree.reads()
        return Expression(source, reads, result, self._env.deserialize(tree.strict()))

    def situation(self, values: Mapping[str, Any]) -> Any:
        """Bind all variables; give the result to any number of expressions of this scope."""
        return self._env.Activation(values)

    def kind_at(self, path: tuple[str, ...]) -> str | None:
        """The type of a path such as ("answers", "plate", "kind"), or None if there is no such thing."""
        start = self.variables.get(path[0])
        if start is None or start in _SCALARS:
            return start if len(path) == 1 else None
        return self.shapes.kind_at(start, path[1:])


def _invalid(report: str) -> ExpressionInvalid:
    match = _PLACE.search(report)
    if match is None:
        return ExpressionInvalid(report)
    return ExpressionInvalid(match[3].replace(f"{type_name('')[:-1]}.", ""), int(match[1]), int(match[2]))
