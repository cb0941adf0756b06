"""Reading rows by one value each, with SQL that Django writes once: for what nearly every request reads.

Building and compiling the same query set anew each time costs five times what PostgreSQL needs to answer it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

CHUNK: Final = 500
"""So many rows of a long list are in memory at a time."""

_Row = TypeVar("_Row", bound=Model)


class NotOneValue(TypeError):
    """The query has to depend on one value only: any other would be kept from the first reading."""


class RowReader(Generic[_Row]):
    """`read(value)`: the first row of `rows(value)`, or None; the same as `.first()` of an ordered query set.

    Row level security and locks hold as for any statement. Raises `NotOneValue` at the first reading.
    """

    def __init__(self, rows: Callable[[Any], QuerySet[_Row]]) -> None:
        self._rows = RowsReader(lambda value: rows(value)[:1])

    def read(self, value: Any) -> _Row | None:
        """The row, or None. Inside `with municipality(...)`."""
        return next(iter(self._rows.read(value)), None)

    def compiled(self, value: Any) -> "_Compiled[_Row]":
        """The statement, for `RowsTogether`."""
        return self._rows.compiled(value)


class RowsReader(Generic[_Row]):
    """`read(value)`: all rows of `rows(value)`, in its order; otherwise like `RowReader`."""

    def __init__(self, rows: Callable[[Any], QuerySet[_Row]]) -> None:
        self._rows = rows
        self._compiled: _Compiled[_Row] | None = None

    def read(self, value: Any) -> list[_Row]:
        """The rows. Inside `with municipality(...)`."""
        try:
            compiled = self.compiled(value)
        except EmptyResultSet:  # Django knows that no row has such a value: a number no column holds
            return []
        database: Any = connections[DEFAULT_DB_ALIAS]
        return [compiled.row(found) for found in database.run(compiled.statement, [value]).fetchall()]

    def compiled(self, value: Any) -> "_Compiled[_Row]":
        """The statement, from the first reading on; the value does not matter then."""
        if self._compiled is None:
            self._compiled = _compiled(self._rows(value))
        return self._compiled


class RowsTogether:
    """What several `RowReader`s find, in one statement: `read(...)` gives a row or None for each.

    They read by one value each, or all by the same. Each part is a query of its own, so that a row that one
    of them misses keeps none of the others away.
    """

    def __init__(self, *readers: RowReader[Any]) -> None:
        self._readers = readers
        self._statement = ""
        self._parts: list[tuple[slice, Callable[[Any], Any]]] = []

    def read(self, value: Any, *others: Any) -> tuple[Any, ...]:
        """The rows in the order of the readers. Inside `with municipality(...)`."""
        values = (value, *others) if others else (value,) * len(self._readers)
        if not self._statement:
            try:
                self._compile(values)
            except EmptyResultSet:  # no part of the statement can be had from such a value
                return tuple(reader.read(one) for reader, one in zip(self._readers, values, strict=True))
        database: Any = connections[DEFAULT_DB_ALIAS]
        found = database.run(self._statement, values).fetchone()
        # A row that is there has a key, and a key comes first.
        return tuple(None if found[part.start] is None else row(found[part]) for part, row in self._parts)

    def _compile(self, values: Sequence[Any]) -> None:
        parts, joined, first = [], [], 0
        for number, (reader, value) in enumerate(zip(self._readers, values, strict=True)):
            compiled = reader.compiled(value)
            parts.append((slice(first, first + compiled.width), compiled.row))
            joined.append(f"LEFT JOIN ({compiled.statement}) AS part{number} ON true")
            first += compiled.width
        columns = ", ".join(f"part{number}.*" for number in range(len(parts)))
        self._parts = parts
        self._statement = f"SELECT {columns} FROM (SELECT) AS once {' '.join(joined)}"  # noqa: S608 -- compiled


@dataclass(frozen=True, slots=True)
class _Compiled(Generic[_Row]):
    """A statement, how many columns its rows have, and what makes an object of one."""

    statement: str
    width: int
    row: Callable[[Any], _Row]


def _compiled(rows: QuerySet[_Row]) -> _Compiled[_Row]:
    compiler: Any = rows.query.get_compiler(connection.alias)
    sql, parameters = compiler.as_sql()
    if len(parameters) != 1:
        raise NotOneValue
    return _Compiled(sql, len(compiler.select), _maker(compiler))


def _maker(compiler: Any) -> Callable[[Any], Any]:
    """Makes an object of the columns of a row, and what `select_related` names."""
    alias, about = connection.alias, compiler.klass_info
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    first, last = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[first:last]]
    populators = get_related_populators(about, compiler.select, alias)  # type: ignore[call-arg]  # of Django 6

    def make(found: Any) -> Any:
        values = next(iter(compiler.apply_converters([found], converters))) if converters else found
        row = about["model"].from_db(alias, names, values[first:last])
        for populator in populators:
            populator.populate(values, row)
        return row

    return make
