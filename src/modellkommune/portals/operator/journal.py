"""Check that nobody altered, removed or cut off what the journal recorded."""

import argparse
from typing import Any

from modellkommune.foundation.journal.verifying import VerifyReport, verify
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.workflow.verifying import note_verified


def register(subparsers: Any) -> None:
    """Add the command `journal verify`."""
    parser = subparsers.add_parser("journal", help=__doc__)
    actions = parser.add_subparsers(required=True, metavar="action")
    action = actions.add_parser("verify", help=__doc__)
    action.add_argument("--municipality", metavar="KEY", help="only this one; otherwise all")
    action.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    towns = _towns(arguments.municipality)
    reports = [verify(town) for town in towns]
    for report in reports:
        note_verified(report)
        print("\n".join(_lines(report)))
    return 0 if all(report.intact for report in reports) else 1


def _towns(wanted: str | None) -> tuple[str, ...]:
    towns = municipality_keys()
    if wanted is None:
        return towns
    if wanted not in towns:
        raise Refused(f"There is no municipality {wanted}; there are: {', '.join(towns) or 'none'}.")
    return (wanted,)


def _lines(report: VerifyReport) -> list[str]:
    verdict = "intact" if report.intact else "NOT INTACT"
    first = f"{report.municipality}: {verdict}, {report.sealed} entries in the chain, head {report.head}"
    waiting = [f"  {len(report.unsealed)} entries wait for the sealer"] if report.unsealed else []
    return [first, *waiting, *(f"  {flaw}" for flaw in report.flaws)]
