"""Pass a command on to Django: makemigrations, migrate, check, shell ..."""

import argparse
from typing import Any

from django.core.management import execute_from_command_line


def register(subparsers: Any) -> None:
    """Add the command `django`."""
    parser = subparsers.add_parser("django", add_help=False, help=__doc__)
    parser.add_argument("words", nargs=argparse.REMAINDER)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> None:
    execute_from_command_line(["modellkommune django", *arguments.words])
