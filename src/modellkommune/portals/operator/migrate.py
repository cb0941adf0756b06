"""Bring the database to the state of this version, as the owner of its tables."""

import argparse
from typing import Any

from django.core.management import call_command

from modellkommune.foundation.tenants.roles import check_application_role
from modellkommune.portals.operator.installation.figures import make_figures
from modellkommune.portals.operator.installation.grants import grant_installation_tables
from modellkommune.portals.operator.installation.masterkeys import keep_digest_keys
from modellkommune.portals.operator.installation.numbers import count_from_own_number
from modellkommune.portals.operator.installation.rounds import make_rounds


def register(subparsers: Any) -> None:
    """Add the command `migrate`."""
    parser = subparsers.add_parser("migrate", help=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing unless it fails")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> None:
    migrate(verbosity=0 if arguments.quiet else 1)


def migrate(verbosity: int = 0) -> None:
    """Migrate as the owner, grant, and make sure that the policies hold the application's role."""
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    call_command("createcachetable", database="owner", verbosity=verbosity)
    grant_installation_tables()
    make_figures()
    make_rounds()
    keep_digest_keys()
    count_from_own_number()
    check_application_role()
