"""Take municipalities in, or bring them up to date: `municipality load [folder ...]`."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings

from modellkommune.foundation.catalogue.commands import adopt_services
from modellkommune.foundation.documents.commands import ensure_keys
from modellkommune.foundation.identity.demonstration import create_demonstration_staff
from modellkommune.foundation.places.commands import load_places
from modellkommune.foundation.tenants.commands import load_municipality
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.operator.installation.accounts import StaffAccount


def register(subparsers: Any) -> None:
    """Add the command `municipality`."""
    parser = subparsers.add_parser("municipality", help=__doc__)
    orders = parser.add_subparsers(required=True, metavar="order")
    load = orders.add_parser("load", help="load all municipalities of the content folder, or those named")
    load.add_argument("folder", nargs="*", type=Path)
    load.set_defaults(run=_load)


def _load(arguments: argparse.Namespace) -> None:
    for folder in arguments.folder or municipality_folders(settings.CONTENT_FOLDER):
        accounts = load_folder(folder, settings.CONTENT_FOLDER)
        print("\n".join([f"{folder.name} is loaded.", *(f"  {account}" for account in accounts)]))


def municipality_folders(content: Path) -> list[Path]:
    """The folders of the municipalities in a content folder."""
    return sorted(path.parent for path in (content / "municipalities").glob("*/municipality.yaml"))


def load_municipalities(content: Path) -> list[StaffAccount]:
    """Load every municipality of a content folder, safe to repeat; the accounts of demonstrations."""
    return [account for folder in municipality_folders(content) for account in load_folder(folder, content)]


def load_folder(folder: Path, content: Path) -> list[StaffAccount]:
    """Take in one municipality with its streets, zones and services; safe to repeat."""
    town = load_municipality(folder)
    load_places(town.key, folder)
    adopt_services(folder, content / "blueprints")
    if not (settings.DEMONSTRATION and town.demonstration):
        return []
    ensure_keys(town.key)
    with municipality(town.key):
        accounts = create_demonstration_staff(town.key)
    return [StaffAccount(town.key, account.role, account.email, account.password) for account in accounts]
