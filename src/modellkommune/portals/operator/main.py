"""`modellkommune`: the operator's door. One module of this folder is one command, named like it."""

import argparse
import ast
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import django
from django.db import ProgrammingError, connections

from modellkommune.environment import Environment, SettingsRefused, read_environment
from modellkommune.portals.operator.installation.answering import refuse_silent_database
from modellkommune.portals.operator.installation.serving import database_served

# These read folders and files only; they start in a tenth of the time and need no database.
WITHOUT_DJANGO: Final = frozenset({"run", "blueprint", "seal", "secrets"})
# These also work while the portal does not run: then the embedded server runs for them alone.
NEED_A_SERVER: Final = frozenset(
    {
        "backup",
        "firewall",
        "health",
        "journal",
        "keys",
        "migrate",
        "municipality",
        "prepare",
        "restore",
        "signing",
        "staff",
        "survey",
        "zones",
    }
)
# An order of theirs that only reads a folder.
READS_A_FOLDER: Final = "check"
_FOLDER: Final = Path(__file__).parent


def command_names() -> list[str]:
    """The names of all commands."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules([str(_FOLDER)])
        if not module.ispkg and module.name != "main"
    )


def _summary(name: str) -> str:
    tree = ast.parse((_FOLDER / f"{name}.py").read_text("utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def _overview() -> str:
    names = command_names()
    width = max(map(len, names))
    lines = [f"  {name.replace('_', '-'):{width}}  {_summary(name)}" for name in names]
    return "\n".join(
        ["usage: modellkommune <command> [...]", "", *lines, "", "modellkommune <command> --help"]
    )


def _run(name: str, words: Sequence[str]) -> int:
    if name not in NEED_A_SERVER or {"-h", "--help"} & set(words) or words[1:2] == [READS_A_FOLDER]:
        return _run_module(name, words)
    with database_served(_environment()):
        try:
            _set_up()
            refuse_silent_database()
            return _run_module(name, words)
        finally:
            _let_go()


def _let_go() -> None:
    """Close all connections, before the server goes that only ran for this command."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if "pool" in connection.settings_dict["OPTIONS"]:
            connection.close_pool()  # type: ignore[attr-defined]  # of Django's backend for PostgreSQL


def _environment() -> Environment:
    try:
        return read_environment(os.environ)
    except SettingsRefused as refusal:
        raise SystemExit(str(refusal)) from None


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "modellkommune.settings")
    django.setup()


def _run_module(name: str, words: Sequence[str]) -> int:
    if name not in WITHOUT_DJANGO:
        _set_up()
    module = importlib.import_module(f"modellkommune.portals.operator.{name}")
    parser = argparse.ArgumentParser(prog="modellkommune")
    module.register(parser.add_subparsers(required=True, metavar="command"))
    arguments = parser.parse_args(words)
    return int(arguments.run(arguments) or 0)


def main() -> int:
    """Run the command of the command line; the exit status is 2 when it is refused with a sentence."""
    words = sys.argv[1:]
    name = words[0].replace("-", "_") if words else ""
    if name not in command_names():
        print(_overview())
        return 0 if name in ("", "__help", "_h") else 2
    try:
        return _run(name, words)
    except ProgrammingError as fault:
        if type(fault.__cause__).__name__ != "UndefinedTable":
            raise
        print(
            "The database has no tables of this version yet: modellkommune migrate makes them.",
            file=sys.stderr,
        )
        return 2
    except Exception as refusal:
        # The house's own errors are sentences; anything else is a fault and keeps its trace.
        if not type(refusal).__module__.startswith("modellkommune."):
            raise
        print(refusal, file=sys.stderr)
        return 2
