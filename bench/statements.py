"""SQL statements of single requests, counted at PostgreSQL: without BEGIN, COMMIT, set_config and pings."""

import re
import time
from pathlib import Path

import psycopg

from modellkommune.portals.operator.installation.embedded import Cluster

SUPERUSER = "postgres"
PATIENCE = 5.0  # seconds
_STATEMENT = re.compile(r"^\d+\|(.*?)\|LOG:\s+(?:statement|execute [^:]*): (.*)$", re.MULTILINE)
_FRAME = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SELECT set_config\(|\s*;?\s*$)")


class StatementLog:
    """PostgreSQL's log with every statement in it, while the block runs."""

    def __init__(self, home: Path) -> None:
        self._cluster = Cluster(home)
        self._log = home / "log" / "postgres.log"
        self._start = 0

    def __enter__(self) -> "StatementLog":
        """Switch the logging on."""
        self._order("ALTER SYSTEM SET log_statement = 'all'", "ALTER SYSTEM SET log_line_prefix = '%p|%a|'")
        self._await("all")
        self.forget()
        return self

    def __exit__(self, *_: object) -> None:
        """Switch it off."""
        self._order("ALTER SYSTEM RESET log_statement", "ALTER SYSTEM RESET log_line_prefix")
        self._await("none")

    def forget(self) -> None:
        """Count from here."""
        self._start = self._log.stat().st_size

    def counted(self, application: str = "web") -> list[str]:
        """The statements since `forget` of one part of the installation."""
        with self._log.open("rb") as log:
            log.seek(self._start)
            text = log.read().decode(errors="replace")
        found = _STATEMENT.findall(text)
        return [sql for name, sql in found if name == application and not _FRAME.match(sql)]

    def _await(self, state: str) -> None:
        # Reloading is asynchronous; a new connection shows when it has happened.
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with psycopg.connect(self._cluster.url(SUPERUSER)) as connection:
                row = connection.execute("SHOW log_statement").fetchone()
            if row == (state,):
                return

    def _order(self, *orders: str) -> None:
        with psycopg.connect(self._cluster.url(SUPERUSER), autocommit=True) as connection:
            for order in (*orders, "SELECT pg_reload_conf()"):
                connection.execute(order.encode())
