"""Streets and parking zones from a town's own files: import them, preview the effect, list editions, ask."""

import argparse
import csv
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, Final

from modellkommune.casework.permits.queries import running_permits_of_zones
from modellkommune.foundation.places.changes import Change, changes, redrawn
from modellkommune.foundation.places.commands import Import, carry_out_import, read_import
from modellkommune.foundation.places.queries import book, editions
from modellkommune.foundation.places.reading import Manner
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.values.clock import BERLIN

SHOWN: Final = 40
"""So many lines of a list; `--report` writes all."""
_MEBIBYTE: Final = 1 << 20


def register(subparsers: Any) -> None:
    """Add `zones import | list | find`, each for one municipality."""
    parser = subparsers.add_parser("zones", help=__doc__)
    orders = parser.add_subparsers(required=True, metavar="order")
    bring = _order(orders, "import", _import, "put streets, addresses, zones or a street list into force")
    bring.add_argument(
        "files", nargs="+", type=Path, help="CSV or GeoJSON; what it is, is told by its columns"
    )
    bring.add_argument("--preview", action="store_true", help="only show what would change, and for whom")
    bring.add_argument("--from", dest="day", type=_day, help="in force from this day (default: today)")
    bring.add_argument("--crs", default="", help="reference system of the coordinates, like EPSG:25832")
    bring.add_argument("--encoding", default="utf-8", help="of the files, like cp1252")
    bring.add_argument(
        "--column", action="append", default=[], type=_pair, help="ours=theirs, like code=name; repeatable"
    )
    bring.add_argument("--report", type=Path, help="write every change to this CSV file")
    _order(orders, "list", _list, "the editions: from when they hold, where they come from")
    ask = _order(orders, "find", _find, "what an address turns out to be")
    ask.add_argument("address", help='like "Bahnhofstr. 12"')


def _order(orders: Any, name: str, run: Any, what: str) -> Any:
    parser = orders.add_parser(name, help=what)
    parser.add_argument("municipality", help="key of the municipality, like neustadt")
    parser.set_defaults(run=run)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date like 2027-01-31") from None


def _pair(text: str) -> tuple[str, str]:
    ours, sign, theirs = text.partition("=")
    if not (ours and sign and theirs):
        raise argparse.ArgumentTypeError(f"{text!r} is not like code=name")
    return ours.strip(), theirs.strip()


def _import(arguments: argparse.Namespace) -> None:
    progress = Progress()
    manner = Manner(arguments.crs, arguments.encoding, dict(arguments.column), progress.file)
    day = arguments.day or clock.today()
    order = read_import(_known(arguments.municipality), arguments.files, day, manner)
    before, after = order.books()
    found = changes(before, after, progress.streets)
    progress.end()
    _tell_content(order)
    _tell_changes(found)
    _tell_permits(order, redrawn(before, found))
    if arguments.report:
        _write_report(arguments.report, found)
    if arguments.preview:
        print("Preview only: nothing was changed.")
        return
    done = carry_out_import(order)
    print(f"In force from {day}." if done else "Just that holds already: nothing was changed.")
    _tell_waiting(order)


class Progress:
    """How far it is, on standard error: in one place on a screen, a line for each tenth in a log."""

    def __init__(self) -> None:
        self._told = ""
        self._screen = sys.stderr.isatty()

    def file(self, name: str, read: int, size: int) -> None:
        """So many bytes of a file have been read."""
        self._tell(f"{name}: {_tenths(read, size)} % of {size / _MEBIBYTE:.1f} MB read")

    def streets(self, compared: int, streets: int) -> None:
        """So many streets have been compared."""
        self._tell(f"{_tenths(compared, streets)} % of {streets} streets compared with what holds now")

    def end(self) -> None:
        """Nothing more is to come."""
        if self._screen and self._told:
            print(file=sys.stderr)

    def _tell(self, text: str) -> None:
        if text != self._told:
            print(
                f"\r\033[K{text}" if self._screen else text, end="" if self._screen else "\n", file=sys.stderr
            )
        self._told = text


def _tenths(part: int, whole: int) -> int:
    return 100 if part >= whole else 10 * (10 * part // whole)


def _tell_content(order: Import) -> None:
    zones = Counter(zone.status for zone in order.after.zones)
    states = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(zones.items()))
    houses = sum(map(len, order.after.houses.values()))
    rules = len(order.after.rules)
    print(f"Read: {', '.join(order.kinds).replace('_', ' ')}. From then on there are:")
    print(f"  {len(order.after.streets)} streets, {houses} addresses, {rules} rows of the street list")
    print(f"  {len(order.after.zones)} zones: {states or 'none'}")
    for name, columns in order.ignored.items():
        if columns:
            print(f"  {name}: not used: {', '.join(columns)}")


def _tell_changes(found: tuple[Change, ...]) -> None:
    total = sum(len(change.houses) for change in found)
    print(f"Houses whose zone changes: {total}" + (", by street:" if total else ""))
    for change in found[:SHOWN]:
        street = f"{change.street} {change.postcode}".strip()
        print(f"  {change.before or 'none'} -> {change.after or 'none'}  {street}: {change.numbers}")
    _tell_rest(len(found), "streets")


def _tell_permits(order: Import, zones: tuple[str, ...]) -> None:
    with municipality(order.municipality):
        running = running_permits_of_zones(zones, order.valid_from)
    print(f"Running permits of redrawn zones ({', '.join(zones) or 'none is redrawn'}): {len(running)}")
    for zone, number, last in running[:SHOWN]:
        print(f"  {zone}  {number}  until {last}")
    _tell_rest(len(running), "permits")


def _tell_waiting(order: Import) -> None:
    """Editions for later days were built on what held before: they would undo what was just imported."""
    with municipality(order.municipality):
        later = [edition.valid_from for edition in editions() if edition.valid_from > order.valid_from]
    for day in sorted(later):
        print(f"The edition from {day} does not have this change: import it again.")


def _tell_rest(count: int, what: str) -> None:
    if count > SHOWN:
        print(f"  ... and {count - SHOWN} more {what}")


def _write_report(path: Path, found: tuple[Change, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("street", "postcode", "before", "after", "houses", "numbers"))
        for change in found:
            zones = (change.before or "", change.after or "")
            writer.writerow((change.street, change.postcode, *zones, len(change.houses), change.numbers))
    print(f"Every change is in {path}.")


def _list(arguments: argparse.Namespace) -> None:
    with municipality(_known(arguments.municipality)):
        rows, today = editions(), clock.today()
    holding = next((row.pk for row in rows if row.valid_from <= today), None)
    for row in rows:
        state = "in force" if row.pk == holding else ("waiting" if row.valid_from > today else "replaced")
        loaded = row.loaded_at.astimezone(BERLIN)
        print(f"from {row.valid_from}  {row.source:6}  loaded {loaded:%Y-%m-%d %H:%M}  {state}")


def _find(arguments: argparse.Namespace) -> None:
    with municipality(_known(arguments.municipality)):
        match = book().find(arguments.address)
    if match.address is None:
        perhaps = ", ".join(match.suggestions) or "nothing like it"
        print(f"{match.kind}: {match.reason or 'several of that name'}; perhaps {perhaps}")
        return
    zone = f"zone {match.zone}" if match.zone else f"no zone ({match.reason})"
    print(f"{match.address.text}: {zone}")


def _known(town: str) -> str:
    towns = municipality_keys()
    if town not in towns:
        raise Refused(f"There is no municipality {town}; there are: {', '.join(towns) or 'none'}.")
    return town
