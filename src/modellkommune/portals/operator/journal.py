"""Check that nobody altered, removed or cut off what the journal recorded."""

import argparse
from typing import Any

from modellkommune.foundation.journal.verifying import VerifyReport, verify
from modellkommune.foundation.tenants.models import Municipality


def register(subparsers: Any) -> None:
    """Add the command `journal verify`."""
    parser = subparsers.add_parser("journal", help=__doc__)
    actions = parser.add_subparsers(required=True, metavar="action")
    action = actions.add_parser("verify", help=__doc__)
    action.add_argument("--municipality", metavar="KEY", help="only this one; otherwise all")
    action.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    towns = [arguments.municipality] if arguments.municipality else _all_towns()
    reports = [verify(town) for town in towns]
    for report in reports:
        print("\n".join(_lines(report)))
    return 0 if all(report.intact for report in reports) else 1


def _all_towns() -> list[str]:
    return list(Municipality.objects.order_by("key").values_list("key", flat=True))


def _lines(report: VerifyReport) -> list[str]:
    verdict = "intact" if report.intact else "NOT INTACT"
    first = f"{report.municipality}: {verdict}, {report.sealed} entries in the chain, head {report.head}"
    waiting = [f"  {len(report.unsealed)} entries wait for the sealer"] if report.unsealed else []
    return [first, *waiting, *(f"  {flaw}" for flaw in report.flaws)]
