"""Writing one row with SQL that is put together once: for what nearly every case writes.

The house has no signals and no model with parents, which is what `Model.save` spends most of its time on.
"""

from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.sql import InsertQuery


class RowGone(RuntimeError):
    """The row that was to be changed does not exist (any more) in this municipality."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def insert(row: Model) -> None:
    """Write a new row; the same as `row.save(force_insert=True)`. Inside `with municipality(...)`."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    fields = _written(type(row), with_key=row.pk is not None)
    statement, returned = _insertion(type(row), fields)
    done = database.run(statement, [_prepared(field, row, database, adding=True) for field in fields])
    for field, value in zip(returned, done.fetchone() if returned else (), strict=True):
        setattr(row, field.attname, value)
    state = row._state  # noqa: SLF001 -- documented: "Customizing model loading"
    state.adding, state.db = False, DEFAULT_DB_ALIAS


def update(row: Model, *names: str) -> None:
    """Write the fields `names` of a row; the same as `row.save(update_fields=names)`. Raises `RowGone`."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    statement, fields = _change(type(row), names)
    values = [_prepared(field, row, database, adding=False) for field in fields]
    if database.run(statement, [*values, row.pk]).rowcount != 1:
        raise RowGone


def _prepared(field: Any, row: Model, database: Any, *, adding: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, adding), connection=database)


@lru_cache(maxsize=256)
def _written(model: type[Model], *, with_key: bool) -> tuple[Any, ...]:
    fields = model._meta.local_concrete_fields
    return tuple(field for field in fields if with_key or not field.primary_key)


@lru_cache(maxsize=256)
def _insertion(model: type[Model], fields: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """The statement, and the fields whose values the database makes."""
    returned = () if model._meta.pk in fields else (model._meta.pk,)
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = list(returned)
    ((statement, _),) = compiler.as_sql()
    return statement, returned


@lru_cache(maxsize=256)
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    quoted: Any = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    changes = ", ".join(f"{quoted(field.column)} = {_place(field)}" for field in fields)
    table, key = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
    return f"UPDATE {table} SET {changes} WHERE {key} = %s", fields  # noqa: S608 -- names of our own


def _place(field: Any) -> str:
    stated = getattr(field, "get_placeholder", None)
    return str(stated(None, None, connections[DEFAULT_DB_ALIAS])) if stated else "%s"
