"""The expression language: CEL behind a small interface; only this and `functions` know cel_expr_python."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cel_expr_python import cel

from modellkommune.blueprint.functions import declarations
from modellkommune.blueprint.shapes import Shapes, fitting, type_name, value_at
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


_CLOSED = ("choice", "boolean")
Getter = Callable[[Mapping[str, Any]], Any]
_EXACT = {"text": str, "choice": str, "integer": int, "money": int, "boolean": bool}


def _getter(read: Read, kind: str) -> Getter:
    """How to find the value of a variable: None if it is absent; for has(), whether there is one."""
    get = _value_getter(read.path, kind)
    return (lambda values: get(values) not in (None, [])) if read.tested else get


def _value_getter(path: tuple[str, ...], kind: str) -> Getter:
    if len(path) in (2, 3) and kind in _EXACT and path[-1] != "line":
        return _short_way(path[0], path[1:-1], path[-1], _EXACT[kind])
    return lambda values: fitting(value_at(values, path), kind)


def _short_way(variable: str, between: tuple[str, ...], name: str, kind: type) -> Getter:
    """The same for `variable.name` and `variable.part.name` of a simple type: nearly every reading."""

    def get(values: Mapping[str, Any]) -> Any:
        here = values[variable]
        for part in between:
            here = here.get(part)
            if type(here) is not dict:
                return None
        found = here.get(name)
        return found if type(found) is kind else None

    return get


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. Evaluating gives a plain value, or None: it has no value."""

    source: str
    reads: tuple[Read, ...]
    result: str
    _needs: tuple[tuple[str, Getter], ...]
    _compiled: Any
    _direct: bool
    _lenient: bool
    _memo: dict[tuple[Any, ...], Any] | None

    def value(self, values: Mapping[str, Any]) -> Any:
        """The plain value (texts, whole numbers, floats, booleans, lists of these), or None.

        values: variable -> name -> value, as plain data: {"answers": {"keeper": "self"}, "kind": "new"}.
        """
        if self._direct:
            return self._needs[0][1](values)
        seen = [get(values) for _, get in self._needs]
        if None in seen and not self._lenient:
            return None
        if self._memo is None:
            return self._evaluated(seen)
        # a list is a parameter's here, and parameters do not change while a service lives
        key = tuple(one for one in seen if type(one) is not list)
        if key not in self._memo:
            self._memo[key] = self._evaluated(seen)
        return self._memo[key]

    def _evaluated(self, seen: list[Any]) -> Any:
        names = (variable for variable, _ in self._needs)
        data = {name: one for name, one in zip(names, seen, strict=True) if one is not None}
        found = self._compiled.eval(data=data)
        return None if found.type() == cel.Type.ERROR else found.plain_value()

    def met(self, values: Mapping[str, Any]) -> bool:
        """Whether the condition is met; one without a value is not."""
        return self.value(values) is True


class Scope:
    """The variables that expressions of one place may name. `variables`: name -> message or "text"."""

    def __init__(self, shapes: Shapes, variables: Mapping[str, str]) -> None:
        self.shapes, self.variables = shapes, dict(variables)
        types = {name: _SCALARS.get(kind) or cel.Type(type_name(kind)) for name, kind in variables.items()}
        address = cel.Type(type_name("address"))
        self._env = cel.NewEnv(shapes.pool, variables=types, functions=declarations(address))

    def compile(self, source: str, *results: str) -> Expression:
        """Compile and type-check; `results` are the types allowed for the result (none: any plain type)."""
        checked = self._checked(source)
        result = checked.return_type().name().partition("<")[0].upper()
        wanted = {RESULTS[name] for name in results} or set(RESULTS.values())
        if result not in wanted:
            names = " or ".join(results) or "a plain value"
            raise ExpressionInvalid(f"the expression yields {result.lower()}, expected is {names}")
        tree = Tree(checked.serialize(), frozenset(self.variables))
        reads = tree.reads()
        needs = tuple((read.variable, _getter(read, self.kind_at(read.path) or "text")) for read in reads)
        direct, lenient = tree.direct(), tree.lenient()
        return Expression(
            source,
            reads,
            result,
            needs,
            _RUNTIME.deserialize(tree.flattened()),
            direct,
            lenient,
            {} if all(map(self._closed, reads)) else None,
        )

    def _checked(self, source: str) -> Any:
        try:
            return self._env.compile(source)
        except RuntimeError as error:
            raise _invalid(str(error)) from error

    def tree(self, source: str) -> Tree:
        """The checked tree of an expression. Raises ExpressionInvalid."""
        return Tree(self._checked(source).serialize(), frozenset(self.variables))

    def _closed(self, read: Read) -> bool:
        """Whether only few values are possible, none of them personal, so that results may be remembered."""
        return read.tested or read.path[0] in ("parameters", "kind") or self.kind_at(read.path) in _CLOSED

    def kind_at(self, path: tuple[str, ...]) -> str | None:
        """The type of a path such as ("answers", "plate", "kind"), or None if there is no such thing."""
        start = self.variables.get(path[0])
        if start is None or start in _SCALARS:
            return start if len(path) == 1 else None
        return self.shapes.kind_at(start, path[1:])


_RUNTIME = cel.NewEnv(functions=declarations(cel.Type.MAP))


def _invalid(report: str) -> ExpressionInvalid:
    match = _PLACE.search(report)
    if match is None:
        return ExpressionInvalid(report)
    return ExpressionInvalid(match[3].replace(f"{type_name('')[:-1]}.", ""), int(match[1]), int(match[2]))
