import select
from collections.abc import Iterator

import pytest
from django.db import connections

from modellkommune.foundation.tenants.postgresql.base import DatabaseWrapper, has_ended


@pytest.fixture
def pooled(committed_db: None) -> Iterator[DatabaseWrapper]:
    """The application's database with a pool of one connection, as the web server has it."""
    stated = connections["default"].settings_dict
    pool = {"min_size": 1, "max_size": 1, "timeout": 10}
    wrapper = DatabaseWrapper({**stated, "OPTIONS": {**stated["OPTIONS"], "pool": pool}}, "pooled")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def _process(wrapper: DatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found = int(cursor.fetchone()[0])
    wrapper.close()  # back into the pool, as after a request
    return found


def _end(process: int) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        assert cursor.fetchone()[0]


def test_a_connection_is_used_again(pooled: DatabaseWrapper) -> None:
    assert _process(pooled) == _process(pooled)


def test_a_connection_that_the_server_ended_costs_nobody_an_error(pooled: DatabaseWrapper) -> None:
    first = _process(pooled)
    _end(first)
    assert _process(pooled) != first


def test_a_living_connection_is_not_asked(pooled: DatabaseWrapper) -> None:
    process = _process(pooled)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [process])
        before = cursor.fetchone()[0]
    taken = pooled.get_new_connection(pooled.get_connection_params())
    pooled.pool.putconn(taken)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [process])
        assert cursor.fetchone()[0] == before == "SELECT pg_backend_pid()"


def test_a_message_of_the_server_is_not_taken_for_its_end(pooled: DatabaseWrapper) -> None:
    taken = pooled.get_new_connection(pooled.get_connection_params())
    try:
        taken.execute("LISTEN news")
        with connections["default"].cursor() as cursor:
            cursor.execute("NOTIFY news")
        assert select.select([taken.fileno()], [], [], 5)[0]
        assert not has_ended(taken)
    finally:
        taken.execute("UNLISTEN news")
        pooled.pool.putconn(taken)
