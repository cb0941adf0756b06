"""Bring database, static files and municipalities to the state of this version."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management import call_command

from modellkommune.portals.operator.installation.accounts import write_accounts
from modellkommune.portals.operator.migrate import migrate
from modellkommune.portals.operator.municipality import load_municipalities


def register(subparsers: Any) -> None:
    """Add the command `prepare`."""
    parser = subparsers.add_parser("prepare", help=__doc__)
    parser.set_defaults(run=_run)


def _run(_arguments: argparse.Namespace) -> None:
    migrate()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    if settings.DEMONSTRATION:
        write_accounts(settings.MODELLKOMMUNE_HOME, load_municipalities(settings.CONTENT_FOLDER))
