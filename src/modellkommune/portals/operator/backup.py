"""Write one archive of everything but the master key, while the portal runs: `backup <file>`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from modellkommune.foundation.health.commands import BACKUP, leave_trace
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.keeping.encryption import make_identity, recipients_of
from modellkommune.portals.operator.keeping.errors import FileInTheWay
from modellkommune.portals.operator.keeping.taking import take_backup

DESCRIPTION = """\
Writes one archive of the whole installation: database, sealed files, published heads of the journal, and a
manifest with versions and SHA-256 of every part. The portal may run on meanwhile.

The master key is NOT in the archive. Without it nothing that people wrote can be read. Keep a copy of it in
another place than the archives (MODELLKOMMUNE_MASTER_KEY, or secrets/master-key of the data folder). Signing
keys are in the archive, sealed under it.

With --recipient the archive is encrypted (age): only the holder of the secret key can read it, not even this
machine. See docs/operating.md."""


def register(subparsers: Any) -> None:
    """Add the command `backup`."""
    parser = subparsers.add_parser(
        "backup", help=__doc__, description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?", help="the archive to write; it must not exist yet")
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="KEY",
        help="encrypt for this public key (age1... or ssh-...), or for those in a file; may be repeated",
    )
    parser.add_argument(
        "--new-key",
        type=Path,
        metavar="FILE",
        help="write a new secret key to FILE, print the public key, end",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> None:
    if arguments.new_key:
        _new_key(arguments.new_key)
        return
    if arguments.file is None:
        raise Refused("Name the file of the archive: modellkommune backup <file>.")
    taken = take_backup(arguments.file, recipients_of(arguments.recipient))
    leave_trace(BACKUP)
    size = arguments.file.stat().st_size / 1e6
    print(f"{arguments.file}: {size:.1f} MB, {taken.files} files, database of {taken.dump / 1e6:.1f} MB.")
    print("The master key is not in it: keep a copy of that in another place.", file=sys.stderr)


def _new_key(path: Path) -> None:
    try:
        public = make_identity(path)
    except FileExistsError:
        raise FileInTheWay(path) from None
    print(public)
    print(
        f"Keep {path} away from this machine; archives for this public key open with it alone.",
        file=sys.stderr,
    )
