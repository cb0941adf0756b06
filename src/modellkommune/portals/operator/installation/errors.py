"""Why a command of the operator ends early."""

from pathlib import Path


class Refused(Exception):
    """The command cannot go on; its text is one sentence that says what to do."""


class NotStarted(Refused):
    """PostgreSQL did not start: see its log."""

    def __init__(self, log: Path) -> None:
        """`log` is the file to look into."""
        super().__init__(f"PostgreSQL did not start: see {log}.")


class KeepsEnding(Refused):
    """A part ends again and again: see its log."""

    def __init__(self, name: str, log: Path) -> None:
        """`name` of the part, `log` the file to look into."""
        super().__init__(f"The {name} keeps ending, so everything is ended: see {log}.")
