"""The keys with which municipalities sign and seal: list, import, rotate, revoke."""

import argparse
from pathlib import Path
from typing import Any

from modellkommune.foundation.documents.commands import import_key, revoke_key, rotate_keys
from modellkommune.foundation.documents.models import SigningKey
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.values.clock import legal_date


def register(subparsers: Any) -> None:
    """Add `signing list | import | rotate | revoke`, each for one municipality."""
    parser = subparsers.add_parser("signing", help=__doc__)
    actions = parser.add_subparsers(required=True, metavar="action")
    _action(actions, "list", _list, "what each key is for, its state and the reference of its certificate")
    _action(actions, "rotate", _rotate, "new demonstration keys; what the old ones signed stays genuine")
    bring = _action(actions, "import", _import, "put a key into force; the one before it retires")
    bring.add_argument("purpose", choices=SigningKey.Purpose.values)
    bring.add_argument("key", type=Path, help="private key on NIST P-256, PEM, without a password")
    bring.add_argument("certificate", type=Path, help="its certificate, PEM")
    revoke = _action(
        actions, "revoke", _revoke, "a key is lost: nothing it signed counts as genuine any more"
    )
    revoke.add_argument("reference", help="as `signing list` shows it")


def _action(actions: Any, name: str, run: Any, what: str) -> Any:
    parser = actions.add_parser(name, help=what)
    parser.add_argument("municipality", help="key of the municipality")
    parser.set_defaults(run=run)
    return parser


def _list(arguments: argparse.Namespace) -> None:
    town = _known(arguments.municipality)
    with municipality(town):
        rows = list(SigningKey.objects.order_by("purpose", "-valid_from"))
    for row in rows:
        print(f"{row.purpose:8}  {row.state:7}  since {legal_date(row.valid_from)}  {row.reference}")


def _rotate(arguments: argparse.Namespace) -> None:
    rotate_keys(_known(arguments.municipality))
    _list(arguments)


def _import(arguments: argparse.Namespace) -> None:
    private, certificate = (_read(path) for path in (arguments.key, arguments.certificate))
    import_key(_known(arguments.municipality), arguments.purpose, private, certificate)
    _list(arguments)


def _revoke(arguments: argparse.Namespace) -> None:
    revoke_key(_known(arguments.municipality), arguments.reference)
    _list(arguments)


def _known(town: str) -> str:
    towns = municipality_keys()
    if town not in towns:
        raise Refused(f"There is no municipality {town}; there are: {', '.join(towns) or 'none'}.")
    return town


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{path} cannot be read as a PEM file.") from None
