"""Django looks for a backend's `DatabaseWrapper` in a module of this name."""

import select
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError, pq
from psycopg.adapt import AdaptersMap, Loader
from psycopg.errors import error_from_result
from psycopg_pool import ConnectionPool

_DONE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)


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

    def run(self, statement: str, values: Sequence[Any]) -> Any:
        """A cursor after one statement, for the statements of nearly every request. Raises Django's errors.

        The same as with a cursor of Django's; the layers that count and log take part when they are asked to.
        Rows come in binary form: sealed content is not written out in hexadecimal and read back.
        """
        if self.queries_logged or self.execute_wrappers:
            cursor = self.cursor()
            cursor.execute(statement, values)
            return cursor
        self.validate_no_broken_transaction()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self.connection.execute(statement, values, binary=True)

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, and how rows that come in binary form become what Django makes of the others."""
        parameters: dict[str, Any] = super().get_connection_params()
        _teach(parameters["context"])
        return parameters

    def begin(self, orders: bytes) -> None:
        """Begin the transaction of the outermost atomic block with `orders`, as one message to the server.

        Before any other statement of it, with which psycopg would begin it by itself. Raises Django's errors.
        """
        with self.wrap_database_errors:
            _send(self.connection.pgconn, b"BEGIN;" + orders)

    def _set_autocommit(self, autocommit: bool) -> None:
        # A connection comes out of the pool as it went in: in autocommit, where Django wants it.
        if self.connection.autocommit != autocommit:
            super()._set_autocommit(autocommit)  # type: ignore[misc]  # Django's own, unknown to its stubs

    def _commit(self) -> None:
        if self.connection is None or self.queries_logged:
            super()._commit()  # type: ignore[misc]  # Django's own, unknown to its stubs
        elif self.connection.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            with self.wrap_database_errors:
                _send(self.connection.pgconn, b"COMMIT")


class JsonbText(Loader):
    """JSON as text, which Django's field decodes; its binary form has a version number in front."""

    format = pq.Format.BINARY

    def load(self, data: Any) -> str:
        """The text behind the version."""
        return bytes(data[1:]).decode()


@cache
def _teach(adapters: AdaptersMap) -> None:
    """Once for the few that Django keeps."""
    adapters.register_loader("jsonb", JsonbText)


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


def _send(server: pq.abc.PGconn, orders: bytes) -> None:
    """Have orders without values or rows carried out, without a cursor. Raises psycopg's errors."""
    result = server.exec_(orders)
    if result.status not in _DONE:
        if server.status == pq.ConnStatus.BAD:
            raise OperationalError(server.get_error_message())
        raise error_from_result(result)
