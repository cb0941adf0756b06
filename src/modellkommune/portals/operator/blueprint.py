"""`modellkommune blueprint check | show | schema`: for those who write blueprints. Needs no database."""

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from modellkommune.blueprint.documents import document_hash
from modellkommune.blueprint.examples import Runner, cases_of
from modellkommune.blueprint.mutation import survivors
from modellkommune.blueprint.overlay import Overlay, read_overlay
from modellkommune.blueprint.problems import Problem
from modellkommune.blueprint.release import Folder, Release, read_folder

SLOWEST = 1000


def register(subparsers: Any) -> None:
    """Add `blueprint` and its commands to the operator's command line."""
    blueprint = subparsers.add_parser("blueprint", help="check, show and describe blueprints")
    commands = blueprint.add_subparsers(dest="blueprint_command", required=True)
    check = commands.add_parser("check", help="report every problem, prove the tables, run the examples")
    check.add_argument("folder", type=Path)
    check.add_argument("--municipality", type=Path, help="also check this municipality's overlay")
    check.add_argument("--mutate", action="store_true", help="name the rules and rows that no example proves")
    check.add_argument("--notes", action="store_true", help="name every place where a value may be absent")
    check.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Check a blueprint; 0 if there is nothing to mend."""
    folder = read_folder(arguments.folder)
    _print_problems(folder.problems)
    _print_notes(folder.notes, everything=arguments.notes)
    if folder.problems or folder.document is None:
        print(f"{len(folder.problems)} problems")
        return 1
    release = _release(folder)
    overlay = None
    if arguments.municipality:
        overlay, problems = read_overlay(arguments.municipality, release)
        _print_problems(problems)
        if problems or overlay is None:
            print(f"{len(problems)} problems in the overlay")
            return 1
    return _run_examples(release, overlay, mutate=arguments.mutate)


def _release(folder: Folder) -> Release:
    document = folder.document or {}
    return Release(document, document_hash(document), folder.examples)


def _run_examples(release: Release, overlay: Overlay | None, *, mutate: bool) -> int:
    runner = Runner(release.document, overlay.document if overlay else None)
    cases = cases_of(release, overlay)
    differences = [difference for case in cases for difference in runner.differences(case)]
    for difference in differences:
        print(difference.text)
    rate = runner.rate(cases)
    wrong = len({difference.example for difference in differences})
    print(f"release {release.hash}")
    if overlay:
        print(f"overlay {overlay.hash}")
    print(f"{len(cases)} examples, {wrong} wrong, {rate:,.0f} examples a second")
    slow = bool(cases) and rate < SLOWEST
    if slow:
        print(f"too slow: at least {SLOWEST} a second are expected")
    if mutate:
        _mutate(release, overlay, cases)
    return 1 if differences or slow else 0


def _mutate(release: Release, overlay: Overlay | None, cases: Any) -> None:
    start = time.perf_counter()
    names, count = survivors(release.document, overlay.document if overlay else {}, cases)
    for name in names:
        print(f"no example notices: {name}")
    print(f"{count} mutants, {len(names)} survive ({time.perf_counter() - start:.1f} s)")


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in sorted(problems):
        print(problem.text)


def _print_notes(notes: Iterable[Problem], *, everything: bool) -> None:
    found = sorted(set(notes))
    if everything:
        for note in found:
            print(f"note: {note.text}")
    elif found:
        print(
            f"{len(found)} notes on values that may be absent and rows that nothing reaches (see them with --notes)"
        )


def write_json(file: Path, content: dict[str, Any]) -> None:
    """Write a JSON file for people and tools."""
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
