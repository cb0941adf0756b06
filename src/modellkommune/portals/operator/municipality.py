"""Municipalities: load them from their folders, move one to another installation (export, import, remove)."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from modellkommune.foundation.catalogue.commands import adopt_services
from modellkommune.foundation.documents.commands import ensure_keys
from modellkommune.foundation.identity.demonstration import create_demonstration_staff
from modellkommune.foundation.keys.digests import keep_digest_key
from modellkommune.foundation.places.commands import load_places
from modellkommune.foundation.tenants.commands import load_municipality
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.participation.ideas.demonstration import load_demonstration
from modellkommune.participation.outreach.demonstration import create_demonstration_stand
from modellkommune.participation.outreach.demonstration_figures import invent_figures
from modellkommune.participation.surveys.demonstration import open_demonstration_survey
from modellkommune.participation.surveys.looking_back import ask_again_after_a_year
from modellkommune.portals.operator.installation.accounts import StaffAccount
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.keeping.arriving import import_town
from modellkommune.portals.operator.keeping.encryption import identities_of, recipients_of
from modellkommune.portals.operator.keeping.leaving import export_town
from modellkommune.portals.operator.keeping.removing import remove_town
from modellkommune.workflow.adoption import titles_offered

LEAVING = """write everything of one municipality into an encrypted archive for another installation: records,
files, journal, its keys; not the accounts' passwords and second factors"""
ARRIVING = """take in what `municipality export` wrote: all of it in one transaction, or nothing; numbers,
codes and papers stay good, the journal stays verifiable"""
REMOVING = "remove everything of a municipality that has left; accounts of staff stay"


def register(subparsers: Any) -> None:
    """Add the command `municipality`."""
    parser = subparsers.add_parser("municipality", help=__doc__)
    orders = parser.add_subparsers(required=True, metavar="order")
    load = orders.add_parser("load", help="load all municipalities of the content folder, or those named")
    load.add_argument("folder", nargs="*", type=Path)
    load.set_defaults(run=_load)
    leave = orders.add_parser("export", help=LEAVING, description=LEAVING)
    leave.add_argument("key", help="key of the municipality, the name of its folder")
    leave.add_argument("file", type=Path, help="the archive to write; it must not exist yet")
    leave.add_argument(
        "--recipient",
        action="append",
        required=True,
        metavar="KEY",
        help="public key of the receiver (age1... or ssh-...), made there by `backup --new-key`",
    )
    leave.set_defaults(run=_export)
    arrive = orders.add_parser("import", help=ARRIVING, description=ARRIVING)
    arrive.add_argument("file", type=Path, help="an archive that `municipality export` wrote")
    arrive.add_argument(
        "--identity",
        type=Path,
        action="append",
        required=True,
        metavar="FILE",
        help="secret key that opens the archive",
    )
    arrive.set_defaults(run=_import)
    remove = orders.add_parser("remove", help=REMOVING, description=REMOVING)
    remove.add_argument("key", help="key of the municipality, the name of its folder")
    remove.add_argument("--yes", action="store_true", help="all of it is lost here, and that is meant")
    remove.set_defaults(run=_remove)


def _load(arguments: argparse.Namespace) -> None:
    for folder in arguments.folder or municipality_folders(settings.CONTENT_FOLDER):
        accounts = load_folder(folder, settings.CONTENT_FOLDER)
        print("\n".join([f"{folder.name} is loaded.", *(f"  {account}" for account in accounts)]))


def _export(arguments: argparse.Namespace) -> None:
    town = _known(arguments.key)
    counts = export_town(town, arguments.file, recipients_of(arguments.recipient))
    size = arguments.file.stat().st_size / 1e6
    print(f"{arguments.file}: {town}, {sum(counts.values())} rows of {len(counts)} tables, {size:.1f} MB.")


def _import(arguments: argparse.Namespace) -> int:
    report = import_town(arguments.file, identities_of(arguments.identity))
    verdict = "intact" if report.intact else "NOT INTACT: see `modellkommune journal verify`"
    print(f"{report.municipality} is here; journal {verdict}, {report.sealed} entries in the chain.")
    print("Its staff need passwords: modellkommune staff reset-password. End and start web and worker once.")
    return 0 if report.intact else 1


def _remove(arguments: argparse.Namespace) -> None:
    town = _known(arguments.key)
    if not arguments.yes:
        raise Refused(f"This deletes all cases, files and keys of {town} here: export first, then say --yes.")
    print(f"{town} is removed: {remove_town(town)} rows.")


def _known(town: str) -> str:
    towns = municipality_keys()
    if town not in towns:
        raise Refused(f"There is no municipality {town}; there are: {', '.join(towns) or 'none'}.")
    return town


def municipality_folders(content: Path) -> list[Path]:
    """The folders of the municipalities in a content folder."""
    return sorted(path.parent for path in (content / "municipalities").glob("*/municipality.yaml"))


def load_municipalities(content: Path) -> list[StaffAccount]:
    """Load every municipality of a content folder, safe to repeat; the accounts of demonstrations.

    Those look back on a survey of last year.
    """
    return [
        account
        for folder in municipality_folders(content)
        for account in load_folder(folder, content, ask=ask_again_after_a_year)
    ]


def load_folder(
    folder: Path, content: Path, ask: Callable[[str, Path], None] = open_demonstration_survey
) -> list[StaffAccount]:
    """Take in one municipality with its streets, zones and services; safe to repeat.

    `ask` lets a survey take place in a demonstration.
    """
    town = load_municipality(folder)
    with municipality(town.key):
        keep_digest_key()
    load_places(town.key, folder)
    adopt_services(folder, content / "blueprints")
    if not (settings.DEMONSTRATION and town.demonstration):
        return []
    ensure_keys(town.key)
    with municipality(town.key):
        accounts = create_demonstration_staff(town.key)
        create_demonstration_stand()
        invent_figures(town.key, titles_offered())
    for survey in town.profile.get("surveys", ()):
        ask(town.key, content / "surveys" / survey)
    load_demonstration(town.key, folder)
    return [StaffAccount(town.key, account.role, account.email, account.password) for account in accounts]
