"""SQL statements of single requests, counted at PostgreSQL: without BEGIN, COMMIT, set_config and pings."""

import re
import time
from pathlib import Path

import psycopg

from modellkommune.portals.operator.installation.embedded import Cluster

SUPERUSER = "postgres"
PATIENCE = 5.0  # seconds
# Further lines of a statement begin with a tab.
_STATEMENT = re.compile(r"^(\d+)\|(.*?)\|LOG:\s+(?:statement|execute [^:]*): (.*(?:\n\t.*)*)", re.MULTILINE)
_FRAME = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SELECT set_config\().*|\s*;?\s*", re.DOTALL)


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
        return [sql for _, sql in self._logged(application) if not _FRAME.fullmatch(sql)]

    def units(self, application: str) -> list[list[str]]:
        """The same by transaction, in the order in which they began; one outside of any stands alone."""
        units: list[list[str]] = []
        open_units: dict[str, list[str]] = {}
        for process, sql in self._logged(application):
            if sql.startswith("BEGIN"):
                open_units[process] = []
                units.append(open_units[process])
            elif sql.startswith(("COMMIT", "ROLLBACK")):
                open_units.pop(process, None)
            elif not _FRAME.fullmatch(sql):
                open_units[process].append(sql) if process in open_units else units.append([sql])
        return [unit for unit in units if unit]

    def _logged(self, application: str) -> list[tuple[str, str]]:
        """Process and statement."""
        with self._log.open("rb") as log:
            log.seek(self._start)
            text = log.read().decode(errors="replace")
        return [(process, sql) for process, name, sql in _STATEMENT.findall(text) if name == application]

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
