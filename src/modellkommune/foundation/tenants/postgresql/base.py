"""Django looks for a backend's `DatabaseWrapper` in a module of this name."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """A restarted PostgreSQL costs nobody an error, and a living one no statement for each request.

    Django's own CONN_HEALTH_CHECKS asks the server each time a connection leaves the pool. But a server that
    ended a connection has closed its socket, and the operating system knows that without asking anybody.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; from the pool only one that the server has not ended meanwhile."""
        connection = super().get_new_connection(conn_params)
        while self.pool and has_ended(connection):
            connection.close()
            self.pool.putconn(connection)  # which replaces closed ones
            connection = super().get_new_connection(conn_params)
        return connection


def has_ended(connection: Connection[Any]) -> bool:
    """Whether the server closed an idle connection. Asks it only if it has sent something unasked for."""
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    if not watch.poll(0):
        return False
    try:
        ConnectionPool.check_connection(connection)
    except OperationalError:
        return True
    return False
