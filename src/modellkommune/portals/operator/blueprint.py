"""`modellkommune blueprint check | show | schema`: for those who write blueprints. Needs no database."""

import argparse
import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from modellkommune.blueprint.documents import document_hash
from modellkommune.blueprint.examples import Runner, cases_of, expectations_here
from modellkommune.blueprint.mutation import survivors
from modellkommune.blueprint.overlay import Overlay, load_overlay, read_overlay
from modellkommune.blueprint.overview import overview
from modellkommune.blueprint.problems import BlueprintInvalid, Problem
from modellkommune.blueprint.release import Folder, Release, load_release, read_folder
from modellkommune.blueprint.schemas import answers_schema, editor_schemas
from modellkommune.blueprint.service import Service, compile_service
from modellkommune.values.clock import SystemClock

SLOWEST = 1000


def register(subparsers: Any) -> None:
    """Add `blueprint` and its commands to the operator's command line."""
    blueprint = subparsers.add_parser("blueprint", help="check, show and describe blueprints")
    commands = blueprint.add_subparsers(dest="blueprint_command", required=True)
    check = commands.add_parser("check", help="report every problem, prove the tables, run the examples")
    check.add_argument("folder", type=Path)
    check.add_argument("--municipality", type=Path, help="also check this municipality's overlay")
    check.add_argument("--mutate", action="store_true", help="name the rules and rows that no example proves")
    check.add_argument(
        "--draft-examples",
        action="store_true",
        help="write what the examples come to in this municipality, to be read and put into its file",
    )
    check.add_argument(
        "--explain", metavar="EXAMPLE", help="tell how an example came to its result: each fact and its rule"
    )
    check.add_argument("--notes", action="store_true", help="name every place where a value may be absent")
    check.set_defaults(run=run_check)
    show = commands.add_parser("show", help="write one page for people who do not read YAML")
    show.add_argument("folder", type=Path)
    show.add_argument("--municipality", type=Path, help="with this municipality's parameters and fees")
    show.add_argument("--out", type=Path, help="the file to write (default: <service>.html)")
    show.set_defaults(run=run_show)
    schema = commands.add_parser("schema", help="write JSON Schema of the answers and of the YAML files")
    schema.add_argument("folder", type=Path)
    schema.add_argument("--municipality", type=Path, help="with this municipality's parameters")
    schema.add_argument("--out", type=Path, help="the folder to write to (default: schema)")
    schema.set_defaults(run=run_schema)


def run_check(arguments: argparse.Namespace) -> int:
    """Check a blueprint; 0 if there is nothing to mend."""
    folder = read_folder(arguments.folder)
    _print_problems(folder.problems)
    if not arguments.draft_examples:
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
    if arguments.draft_examples:
        return _draft_examples(release, overlay)
    if arguments.explain:
        return _explain(release, overlay, arguments.explain)
    return _run_examples(release, overlay, mutate=arguments.mutate)


def _release(folder: Folder) -> Release:
    document = folder.document or {}
    return Release(document, document_hash(document), folder.examples)


def _draft_examples(release: Release, overlay: Overlay | None) -> int:
    runner = Runner(release.document, overlay.document if overlay else None)
    print("examples:")
    for name, expected in expectations_here(runner, cases_of(release, overlay)).items():
        print(f"  {name}: {json.dumps(expected, ensure_ascii=False)}")
    return 0


def _explain(release: Release, overlay: Overlay | None, name: str) -> int:
    cases = {case.example.id: case for case in cases_of(release, overlay)}
    if name not in cases:
        print(f"There is no example {name} here.")
        return 1
    runner = Runner(release.document, overlay.document if overlay else None)
    for fact in runner.facts(cases[name]):
        print(f"{fact.id} = {_english(fact.shown)}: {_english(fact.sentence) or _english(fact.title)}")
        print(f"    {fact.rule}")
        for read, value in fact.values.items():
            print(f"    {read} = {json.dumps(value, ensure_ascii=False, default=str)}")
    for difference in runner.differences(cases[name]):
        print(difference.text)
    return 0


def _english(text: Mapping[str, str]) -> str:
    return text.get("en") or text.get("de", "")


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
    if cases and rate < SLOWEST:
        print(f"slow: at least {SLOWEST} a second are expected of a machine that does nothing else")
    if mutate:
        _mutate(release, overlay, cases)
    return 1 if differences else 0


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
        print(f"{len(found)} notes on absent values and rows that nothing reaches: see them with --notes")


def run_show(arguments: argparse.Namespace) -> int:
    """Write the page; 1 if the blueprint has problems."""
    service = _service(arguments)
    if service is None:
        return 1
    file = arguments.out or Path(f"{service.id}.html")
    file.write_text(overview(service, SystemClock(None).today()), encoding="utf-8")
    print(file)
    return 0


def run_schema(arguments: argparse.Namespace) -> int:
    """Write the schemas; 1 if the blueprint has problems."""
    service = _service(arguments)
    if service is None:
        return 1
    folder = arguments.out or Path("schema")
    folder.mkdir(parents=True, exist_ok=True)
    schemas = {f"{service.id}.answers": answers_schema(service), **editor_schemas()}
    for name, schema in schemas.items():
        file = folder / f"{name}.schema.json"
        file.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        print(file)
    return 0


def _service(arguments: argparse.Namespace) -> Service | None:
    try:
        release = load_release(arguments.folder)
        overlay = load_overlay(arguments.municipality, release) if arguments.municipality else None
    except BlueprintInvalid as invalid:
        _print_problems(invalid.problems)
        return None
    return compile_service(release.document, overlay.document if overlay else None)
