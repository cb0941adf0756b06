"""Reading one row by a column, with SQL that Django writes once: for what nearly every request reads.

Building and compiling the same query set anew each time costs five times what PostgreSQL needs to answer it.
"""

from typing import Any, Final, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

_Row = TypeVar("_Row", bound=Model)


class ConvertedColumn(TypeError):
    """The model has a column whose values Django converts after reading: read it with a query set."""


class RowReader(Generic[_Row]):
    """`read(value)`: the row with this value in a unique column, with its data key if it has one.

    `locked`: the row, not its key, is held until the transaction ends. Row level security holds as always.
    Raises `ConvertedColumn` at the first reading.
    """

    def __init__(self, model: type[_Row], column: str, *, locked: bool = False) -> None:
        self._model, self._column, self._locked = model, column, locked
        key: Any = model._meta.get_field("key")
        self._key: Final[type[Any]] = key.related_model
        self._names: Final = [field.attname for field in model._meta.concrete_fields]
        self._key_names: Final = [field.attname for field in self._key._meta.concrete_fields]
        self._sql = ""

    def read(self, value: Any) -> _Row | None:
        """The row, or None. Inside `with municipality(...)`."""
        self._sql = self._sql or self._written(value)
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [value])
            found = cursor.fetchone()
        return None if found is None else self._row(found)

    def _written(self, value: Any) -> str:
        rows: QuerySet[_Row] = QuerySet(self._model).select_related("key")
        rows = rows.select_for_update(of=("self",)) if self._locked else rows
        compiler: Any = rows.filter(**{self._column: value}).query.get_compiler(connection.alias)
        sql, _ = compiler.as_sql()
        if compiler.get_converters([selected for selected, *_ in compiler.select]):
            raise ConvertedColumn
        return str(sql)

    def _row(self, values: tuple[Any, ...]) -> _Row:
        own = len(self._names)
        row = self._model.from_db(connection.alias, self._names, values[:own])
        key = values[own:]
        if any(value is not None for value in key):
            row.key = self._key.from_db(connection.alias, self._key_names, key)  # type: ignore[attr-defined]
        return row
