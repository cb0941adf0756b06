"""Say what is well and what is not, each with its remedy: `health [--json]`."""

import argparse
import json
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from modellkommune.foundation.health.commands import DRILL, leave_trace
from modellkommune.foundation.health.finding import BAD
from modellkommune.foundation.health.registry import examined_everywhere
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.pages.health import Told, told
from modellkommune.pages.wording import LANGUAGES
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.values.clock import BERLIN

DESCRIPTION = """\
Looks at accounts, rules, headers, files, packages, backups, journal and keys. One line each: good, look, bad
or unknown, then what it is and what to do about it. The exit status is 1 when something is bad. See
docs/operating.md."""


def register(subparsers: Any) -> None:
    """Add the command `health`."""
    parser = subparsers.add_parser(
        "health", help=__doc__, description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="a list of findings as JSON")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences")
    parser.add_argument(
        "--drill-done",
        nargs="?",
        type=date.fromisoformat,
        const=None,
        default=False,
        metavar="YYYY-MM-DD",
        help="note that a backup was brought back on another machine, today or on that day, and end",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.drill_done is not False:
        _note_drill(arguments.drill_done)
        return 0
    findings = [told(each, arguments.language) for each in examined_everywhere(municipality_keys())]
    if arguments.json:
        print(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1))
    else:
        print("\n".join(map(_line, findings)))
    return int(any(each.verdict == BAD for each in findings))


def _note_drill(day: date | None) -> None:
    at = clock.now() if day is None else datetime.combine(day, time(12), BERLIN)
    if at > clock.now():
        raise Refused("A trial that is still to come cannot be noted: name a day that is over.")
    leave_trace(DRILL, at=at)
    print(f"Noted: a backup was brought back on {at.astimezone(BERLIN):%Y-%m-%d}.")


def _line(found: Told) -> str:
    where = f" ({found.town})" if found.town else ""
    names = f" [{', '.join(found.names)}]" if found.names else ""
    remedy = f" -> {found.remedy}" if found.remedy else ""
    return f"{found.verdict:7}  {found.title}{where}: {found.sentence}{names}{remedy}"
