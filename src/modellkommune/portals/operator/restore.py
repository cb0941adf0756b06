"""Bring a backup back into an empty installation, migrate it and prove it: `restore <file>`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from modellkommune.portals.operator.keeping.bringing import bring_backup
from modellkommune.portals.operator.keeping.encryption import identities_of

DESCRIPTION = """\
Brings back what `modellkommune backup` wrote. The archive is checked whole before anything changes; then the
files are written, the database is replaced in one transaction, migrated to this version, and the journal of
every municipality is verified. End web and worker first.

The installation needs the master key of the one that was backed up: set MODELLKOMMUNE_MASTER_KEY, or put it
into secrets/master-key of the data folder, before. An installation that holds municipalities is refused
unless --replace says that they may be lost. See docs/operating.md."""


def register(subparsers: Any) -> None:
    """Add the command `restore`."""
    parser = subparsers.add_parser(
        "restore", help=__doc__, description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="an archive that `modellkommune backup` wrote")
    parser.add_argument(
        "--identity",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="secret key that opens an encrypted archive; may be repeated",
    )
    parser.add_argument("--replace", action="store_true", help="what this installation holds may be lost")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    identities = identities_of(arguments.identity)
    brought = bring_backup(arguments.file, identities, replace=arguments.replace)
    for report in brought.journals:
        verdict = "intact" if report.intact else "NOT INTACT: see `modellkommune journal verify`"
        print(f"{report.municipality}: journal {verdict}, {report.sealed} entries in the chain")
    print(f"Restored: {len(brought.journals)} municipalities, {brought.files} files.")
    print("Was it a trial? Note it where the portal runs: modellkommune health --drill-done", file=sys.stderr)
    return 0 if all(report.intact for report in brought.journals) else 1
