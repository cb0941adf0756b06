"""Take municipalities in, or bring them up to date: `municipality load [folder ...]`."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings

from modellkommune.foundation.tenants.commands import load_municipality


def register(subparsers: Any) -> None:
    """Add the command `municipality`."""
    parser = subparsers.add_parser("municipality", help=__doc__)
    orders = parser.add_subparsers(required=True, metavar="order")
    load = orders.add_parser("load", help="load all municipalities of the content folder, or those named")
    load.add_argument("folder", nargs="*", type=Path)
    load.set_defaults(run=_load)


def _load(arguments: argparse.Namespace) -> None:
    for folder in arguments.folder or municipality_folders(settings.CONTENT_FOLDER):
        load_folder(folder)
        print(f"{folder.name} is loaded.")


def municipality_folders(content: Path) -> list[Path]:
    """The folders of the municipalities in a content folder."""
    return sorted(path.parent for path in (content / "municipalities").glob("*/municipality.yaml"))


def load_municipalities(content: Path) -> None:
    """Load every municipality of a content folder; safe to repeat."""
    for folder in municipality_folders(content):
        load_folder(folder)


def load_folder(folder: Path) -> None:
    """Take in one municipality with its streets, zones and services; safe to repeat."""
    load_municipality(folder)
