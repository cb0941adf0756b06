"""Surveys: check a folder, give one to a municipality as a draft, list those there are."""

import argparse
from pathlib import Path
from typing import Any

from modellkommune.blueprint.survey.folder import load_survey, read_survey
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.participation.surveys.commands import take_over
from modellkommune.participation.surveys.queries import all_surveys
from modellkommune.portals.operator.installation.errors import Refused


def register(subparsers: Any) -> None:
    """Add the command `survey`."""
    survey = subparsers.add_parser("survey", help=__doc__)
    orders = survey.add_subparsers(required=True, metavar="order")
    check = orders.add_parser("check", help="report every problem with file, line and remedy")
    check.add_argument("folder", type=Path)
    check.set_defaults(run=_check)
    publish = orders.add_parser("publish", help="let a folder be the draft of a municipality's survey")
    publish.add_argument("folder", type=Path)
    publish.add_argument("--municipality", required=True, metavar="KEY")
    publish.set_defaults(run=_publish)
    listing = orders.add_parser("list", help="the surveys of each municipality and their states")
    listing.set_defaults(run=_list)


def _check(arguments: argparse.Namespace) -> int:
    found, problems = read_survey(arguments.folder)
    for problem in sorted(set(problems)):
        print(problem.text)
    if problems or found is None:
        print(f"{len(set(problems))} problems")
        return 1
    print(f"version {found.survey.version} {found.hash}, {len(found.survey.questions)} questions")
    return 0


def _publish(arguments: argparse.Namespace) -> None:
    town = arguments.municipality
    if town not in municipality_keys():
        raise Refused(f"There is no municipality {town}; there are: {', '.join(municipality_keys())}.")
    survey = take_over(town, load_survey(arguments.folder))
    print(f"{town}: {survey.version} is {survey.state}. Its author hands it in under /amt/umfragen/.")


def _list(_arguments: argparse.Namespace) -> None:
    for town in municipality_keys():
        with municipality(town):
            for survey in all_surveys():
                print(f"{town}  {survey.version}  {survey.state}")
