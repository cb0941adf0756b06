"""`with municipality(key):` wraps one unit of work: one transaction that sees one municipality.

Outside of it every table of municipalities is empty, because row level security knows no municipality. It
wraps a unit of work, never a whole request, and no call to another party's service belongs inside.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg import sql

from modellkommune.foundation.tenants.errors import MunicipalityChanged, NoMunicipality, UnitOfWorkOpen

SETTING = "modellkommune.municipality"
"""Name of the PostgreSQL setting that the policies read; it lives as long as the transaction."""

_chosen: ContextVar[str | None] = ContextVar("municipality", default=None)


def current_municipality() -> str:
    """The key of the municipality this unit of work belongs to. Raises `NoMunicipality`."""
    key = _chosen.get()
    if key is None:
        raise NoMunicipality
    return key


@contextmanager
def municipality(key: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Run the block in one transaction of the municipality `key`.

    Nested with the same key it is part of the outer one, without a savepoint (those are statements, too).
    Raises `MunicipalityChanged` for another key.
    """
    chosen = _chosen.get()
    if chosen is not None and chosen != key:
        raise MunicipalityChanged(chosen, key)
    if chosen == key and connections[using].in_atomic_block:
        yield
        return
    with _chosen_as(key), transaction.atomic(using=using):
        _begin(using, key)
        yield
        _forget_inside_outer_transaction(using)


def refuse_open_unit() -> None:
    """Raise `UnitOfWorkOpen` inside `with municipality(...)`: asked before another party is called."""
    if _chosen.get() is not None:
        raise UnitOfWorkOpen


@contextmanager
def _chosen_as(key: str) -> Iterator[None]:
    token = _chosen.set(key)
    try:
        yield
    finally:
        _chosen.reset(token)


def _begin(using: str, key: str) -> None:
    connection: Any = connections[using]
    if connection.savepoint_ids:
        _tell_database(using, key)
    else:
        connection.begin(_choice(key))


@lru_cache(maxsize=1024)
def _choice(key: str) -> bytes:
    choice = sql.SQL("SET LOCAL {} = {}").format(sql.Identifier(*SETTING.split(".")), sql.Literal(key))
    return choice.as_bytes()


def _tell_database(using: str, key: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, key])


def _forget_inside_outer_transaction(using: str) -> None:
    # A commit forgets the setting by itself; releasing a savepoint of an outer transaction does not.
    connection = connections[using]
    if connection.savepoint_ids and not connection.needs_rollback:
        _tell_database(using, "")
