"""Reading rows by one value, with SQL that Django writes once: for what nearly every request reads.

Building and compiling the same query set anew each time costs five times what PostgreSQL needs to answer it.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

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


class RowsReader(Generic[_Row]):
    """`read(value)`: all rows of `rows(value)`, in its order; otherwise like `RowReader`."""

    def __init__(self, rows: Callable[[Any], QuerySet[_Row]]) -> None:
        self._rows = rows
        self._compiled: tuple[str, Callable[[Any], _Row]] | None = None

    def read(self, value: Any) -> list[_Row]:
        """The rows. Inside `with municipality(...)`."""
        if self._compiled is None:
            self._compiled = _compiled(self._rows(value))
        statement, row = self._compiled
        database: Any = connections[DEFAULT_DB_ALIAS]
        return [row(found) for found in database.run(statement, [value]).fetchall()]


def _compiled(rows: QuerySet[_Row]) -> tuple[str, Callable[[Any], _Row]]:
    compiler: Any = rows.query.get_compiler(connection.alias)
    sql, parameters = compiler.as_sql()
    if len(parameters) != 1:
        raise NotOneValue
    return sql, _maker(compiler)


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
