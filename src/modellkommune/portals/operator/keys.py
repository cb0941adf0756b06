"""The master key: what still lies under a former one, and bringing everything under the one in force."""

import argparse
import sys
from typing import Any

from django.conf import settings

from modellkommune.foundation.keys.master import mark_of, master_keys
from modellkommune.portals.operator.installation.masterkeys import Standing, standings
from modellkommune.portals.operator.keeping.rotating import rotate

DESCRIPTION = """\
A master key is changed in this order (docs/operating.md says why):

1. Make a new key, keep a copy of it apart from the backups. MODELLKOMMUNE_MASTER_KEY becomes the new key,
   MODELLKOMMUNE_FORMER_MASTER_KEYS the old one. Start web and worker anew, everywhere.
2. modellkommune keys rotate     as often as it takes; the portal goes on running
3. modellkommune keys status     says when the former key is not needed any more
4. Take MODELLKOMMUNE_FORMER_MASTER_KEYS away, start web and worker anew, make a backup."""

ROTATE = "bring every key under the master key in force; safe to repeat, also after a kill"
STATUS = "what lies under which master key; exit status 1 while something needs a former one"


def register(subparsers: Any) -> None:
    """Add `keys status | rotate`."""
    parser = subparsers.add_parser(
        "keys", help=__doc__, description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    actions = parser.add_subparsers(required=True, metavar="action")
    actions.add_parser("status", help=STATUS, description=STATUS).set_defaults(run=_status)
    actions.add_parser("rotate", help=ROTATE, description=ROTATE).set_defaults(run=_rotate)


def _rotate(arguments: argparse.Namespace) -> int:
    rotated = rotate()
    for each in rotated:
        print(f"{each.town}: {each.done} data keys came under the key in force.")
        if each.broken:
            print(f"{each.town}: {each.broken} data keys are damaged: no key opens them.", file=sys.stderr)
    return max(_status(arguments), int(any(each.broken for each in rotated)))


def _status(_arguments: argparse.Namespace) -> int:
    for place, master in enumerate(master_keys()):
        name = f"MODELLKOMMUNE_FORMER_MASTER_KEYS, number {place}" if place else "MODELLKOMMUNE_MASTER_KEY"
        print(f"{name}: mark {mark_of(master).hex()}")
    found = standings()
    print("\n".join(map(_line, found)))
    print(_verdict(found))
    return int(any(standing.former or standing.unknown for standing in found))


def _line(standing: Standing) -> str:
    parts = [f"{standing.current} under the key in force", f"{standing.former} under a former one"]
    for mark, count in standing.unknown.items():
        parts.append(f"{count} under one that is not known here (mark {mark.hex() or 'none'})")
    return f"{standing.owner}: {', '.join(parts)}"


def _verdict(found: list[Standing]) -> str:
    if any(standing.unknown for standing in found):
        return "Some can be opened by no key that is known: name it in MODELLKOMMUNE_FORMER_MASTER_KEYS."
    if any(standing.former for standing in found):
        return "The former key is still needed: modellkommune keys rotate."
    if settings.FORMER_MASTER_KEYS:
        return "No former key is needed any more: take MODELLKOMMUNE_FORMER_MASTER_KEYS away."
    return "Everything lies under the key in force."
