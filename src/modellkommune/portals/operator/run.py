"""Start everything: database, web, worker and, in the demonstration, the simulator; Ctrl-C ends it."""

import argparse
import os
from typing import Any

from modellkommune.environment import read_environment
from modellkommune.portals.operator.installation.supervisor import supervise


def register(subparsers: Any) -> None:
    """Add the command `run`."""
    parser = subparsers.add_parser("run", help=__doc__)
    parser.set_defaults(run=_run)


def _run(_arguments: argparse.Namespace) -> None:
    supervise(read_environment(os.environ))
