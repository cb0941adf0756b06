"""What must survive a restart: one SQLite file in the home folder, written before an answer is given."""

import contextlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS log (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  time TEXT NOT NULL, part TEXT NOT NULL, operation TEXT NOT NULL, request_id TEXT NOT NULL,
  municipality TEXT NOT NULL, purpose TEXT NOT NULL, legal_basis TEXT NOT NULL,
  subject TEXT NOT NULL, outcome TEXT NOT NULL, work_done INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS fault (
  part TEXT NOT NULL, target TEXT NOT NULL, fault TEXT NOT NULL, seconds REAL NOT NULL,
  times INTEGER, variant TEXT NOT NULL, PRIMARY KEY (part, target));
CREATE TABLE IF NOT EXISTS code (
  digest TEXT PRIMARY KEY, client TEXT NOT NULL, redirect_uri TEXT NOT NULL, challenge TEXT NOT NULL,
  nonce TEXT NOT NULL, person TEXT NOT NULL, level TEXT NOT NULL, issued REAL NOT NULL,
  used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS token (
  digest TEXT PRIMARY KEY, code TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS payment (
  id TEXT PRIMARY KEY, originator TEXT NOT NULL, endpoint TEXT NOT NULL, request_id TEXT NOT NULL,
  body TEXT NOT NULL, cents INTEGER NOT NULL, status TEXT NOT NULL, method TEXT, created TEXT NOT NULL,
  UNIQUE (originator, request_id));
CREATE TABLE IF NOT EXISTS notification (
  number INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL,
  due REAL NOT NULL, attempts INTEGER NOT NULL, state TEXT NOT NULL);
"""


class Store:
    """The simulator's memory; a statement alone is its own durable transaction."""

    def __init__(self, home: Path) -> None:
        """Open or create the file in `home`, readable for its owner only: it holds the signing key."""
        home.mkdir(parents=True, exist_ok=True)
        file = home / "simulator.sqlite3"
        file.touch(mode=0o600)
        self.connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Several statements as one durable transaction; not to be nested."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Execute one statement durably and tell how many rows it changed."""
        return self.connection.execute(statement, values).rowcount

    def rows(self, query: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """All rows of a query."""
        return [dict(row) for row in self.connection.execute(query, values)]

    def row(self, query: str, values: Sequence[object] = ()) -> dict[str, Any] | None:
        """The first row of a query, if there is one."""
        return next(iter(self.rows(query, values)), None)

    def setting(self, name: str, first_value: str) -> str:
        """A value that is fixed when it is first asked for."""
        self.run("INSERT OR IGNORE INTO setting VALUES (?, ?)", (name, first_value))
        return str(self.connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()[0])


def now() -> str:
    """The moment in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def new_id() -> str:
    """A random identifier of 32 hex characters."""
    return secrets.token_hex(16)


def compact(document: object) -> str:
    """JSON as it is kept."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
