"""The demonstration: move its day (`demo clock 2027-03-01`), fill its towns (`demo load`, `demo survey`)."""

import argparse
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from modellkommune.casework.cases.queries import count_by_state
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.foundation.tenants.queries import profile
from modellkommune.participation.surveys.demonstration import answer_by_all_ways
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.values.clock import seconds_to
from modellkommune.workflow.demonstration import load_cases


def register(subparsers: Any) -> None:
    """Add the command `demo`."""
    parser = subparsers.add_parser("demo", help=__doc__)
    orders = parser.add_subparsers(required=True, metavar="order")
    move = orders.add_parser("clock", help="let today be another day for all processes, or `now` again")
    move.add_argument("day", help="a date like 2027-03-01, or: now")
    move.set_defaults(run=_move_clock)
    load = orders.add_parser("load", help="fill the demonstration's towns with invented cases")
    load.add_argument("--cases", type=int, required=True, metavar="N", help="so many in each town")
    load.add_argument("--seed", type=int, default=2026, help="another seed gives other people")
    load.add_argument("--town", action="append", help="only this town; may be repeated")
    load.set_defaults(run=_load)
    survey = orders.add_parser("survey", help="let invented people answer the towns' surveys, every way")
    survey.add_argument("--responses", type=int, default=600, metavar="N", help="so many each way")
    survey.add_argument("--seed", type=int, default=2026, help="another seed gives other answers")
    survey.add_argument("--town", action="append", help="only this town; may be repeated")
    survey.set_defaults(run=_answer_surveys)


def _move_clock(arguments: argparse.Namespace) -> None:
    file = _clock_file()
    if arguments.day == "now":
        file.unlink(missing_ok=True)
    else:
        _write_offset(file, seconds_to(_read_day(arguments.day), datetime.now(UTC)))
    print(f"Today is {clock.today():%Y-%m-%d}.")


def _load(arguments: argparse.Namespace) -> None:
    for town in _towns(arguments.town):
        started = time.monotonic()
        made = load_cases(town, arguments.cases, arguments.seed)
        seconds = time.monotonic() - started
        with municipality(town):
            states = ", ".join(f"{state} {cases}" for state, cases in count_by_state().items())
        rate = f"{seconds:.1f} s, {made / seconds:.0f} a second"
        print(f"{town}: {made} new cases ({rate}). All cases: {states}.")


def _answer_surveys(arguments: argparse.Namespace) -> None:
    for town in _towns(arguments.town):
        for key in profile(town).get("surveys", ()):
            started = time.monotonic()
            folder = settings.CONTENT_FOLDER / "surveys" / key
            made = answer_by_all_ways(town, folder, arguments.responses, arguments.seed)
            seconds = time.monotonic() - started
            print(f"{town}: {made} invented people have answered {key} ({seconds:.1f} s).")


def _towns(named: list[str] | None) -> list[str]:
    if not settings.DEMONSTRATION:
        raise Refused("An installation in production takes no invented cases.")
    towns = Municipality.objects.filter(demonstration=True).order_by("key").values_list("key", flat=True)
    unknown = sorted(set(named or ()) - set(towns))
    if unknown:
        raise Refused(f"There is no town {unknown[0]} in this demonstration.")
    return named or list(towns)


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
