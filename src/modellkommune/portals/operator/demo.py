"""The demonstration: move its day (`demo clock 2027-03-01`, `demo clock now`)."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from modellkommune.foundation.tenants import clock
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.values.clock import seconds_to


def register(subparsers: Any) -> None:
    """Add the command `demo`."""
    parser = subparsers.add_parser("demo", help=__doc__)
    orders = parser.add_subparsers(required=True, metavar="order")
    move = orders.add_parser("clock", help="let today be another day for all processes, or `now` again")
    move.add_argument("day", help="a date like 2027-03-01, or: now")
    move.set_defaults(run=_move_clock)


def _move_clock(arguments: argparse.Namespace) -> None:
    file = _clock_file()
    if arguments.day == "now":
        file.unlink(missing_ok=True)
    else:
        _write_offset(file, seconds_to(_read_day(arguments.day), datetime.now(UTC)))
    print(f"Today is {clock.today():%Y-%m-%d}.")


def _clock_file() -> Path:
    file: Path | None = settings.CLOCK_FILE
    if file is None:
        raise Refused("The clock of an installation in production cannot be moved.")
    return file


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{text} is no date: write it like 2027-03-01.") from None


def _write_offset(file: Path, seconds: int) -> None:
    # Replaced in one step: the other processes read the file at any moment.
    draft = file.with_suffix(".new")
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(f"{seconds}\n", "ascii")
    draft.replace(file)
