"""`make bench`: measure the running whole and print a table and JSON.

It starts an installation of its own in a temporary folder, talks to it over the loopback address only, and
stops by itself. Figures are medians; ratios compare within one run. Write the JSON with `--json FILE`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.blueprints import examples_a_second
from bench.case import cost_of_a_case, first_visit_bytes, statements_of_a_step
from bench.floor import bare_requests
from bench.people import TOWN
from bench.places import places_cost
from bench.soak import soak
from tests.journeys.stack import Portal, end, free_ports, start

KIBIBYTE = 1024


@dataclass(frozen=True)
class Figure:
    """One line of the table. `target` in words; None: only reported."""

    name: str
    value: float
    unit: str
    target: str = ""
    holds: bool | None = None


def at_most(name: str, value: float, unit: str, limit: float) -> Figure:
    """A figure with an upper limit."""
    return Figure(name, round(value, 1), unit, f"<= {limit:g}", value <= limit)


def measure(portal: Portal, root: int) -> list[Figure]:
    """All figures of a running installation."""
    case = cost_of_a_case(portal, root)
    steps = statements_of_a_step(portal)
    rate, papers = examples_a_second(TOWN), paper_costs(portal)
    floor = bare_requests(case.requests) + sum(paper["bare"] * paper["of_a_case"] for paper in papers)
    figures = [
        at_most("CPU of one complete case", case.total, "ms", 60),
        *(Figure(f"  {part}", round(used, 1), "ms") for part, used in case.cpu.items()),
        Figure("  floor: bare server and libraries", round(floor, 1), "ms"),
        Figure("requests of a case", case.requests, ""),
        Figure("page views of a case", case.page_views, ""),
        at_most("SQL statements, GET of a step", steps["GET of a step"], "", 3),
        at_most("SQL statements, POST of a step", steps["POST of a step"], "", 6),
        at_most("memory of the web worker", case.web_megabytes, "MB", 120),
        at_most("first visit", first_visit_bytes(portal) / KIBIBYTE, "KB", 75),
        Figure("examples a second", round(rate), "", ">= 1000", rate >= 1000),
    ]
    return figures + paper_figures(papers)


def paper_costs(portal: Portal) -> list[dict[str, Any]]:
    """Seal, PDF and signature, in a process of their own with the keys of the installation."""
    orders = "import django; django.setup(); from bench.papers import report; report()"
    environment = portal.environment | {"DJANGO_SETTINGS_MODULE": "modellkommune.settings"}
    done = subprocess.run(
        [sys.executable, "-c", orders], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    costs: list[dict[str, Any]] = json.loads(done.stdout)
    return costs


def paper_figures(costs: list[dict[str, Any]]) -> list[Figure]:
    """Ours, and how often the bare library would fit into it."""
    return [
        figure
        for cost in costs
        for figure in (
            Figure(cost["name"], round(cost["ours"], 2), "ms"),
            Figure(f"  times {cost['library']}", round(cost["ratio"], 1), "x"),
        )
    ]


def places_figures(portal: Portal) -> list[Figure]:
    """Import and look-ups with a register of 100,000 addresses."""
    with tempfile.TemporaryDirectory(prefix="mk-places-") as folder:
        cost = places_cost(portal, Path(folder))
    lookups = round(cost.lookups_a_second)
    return [
        at_most("import of 100,000 addresses, 50 polygons", cost.import_seconds, "s", 60),
        at_most("  memory", cost.import_megabytes, "MB", 300),
        Figure("  lines of progress", cost.progress_lines, "", ">= 10", cost.progress_lines >= 10),
        Figure("zone look-ups by address a second", lookups, "", ">= 2000", lookups >= 2000),
        Figure("  in one unit of work", round(cost.in_one_work), ""),
        Figure("  the first one of a process", round(cost.first_lookup_ms), "ms"),
    ]


def soak_figures(portal: Portal, root: int, minutes: float) -> list[Figure]:
    """What residents and the database say after parts were killed for so long."""
    found = soak(portal, root, minutes)
    killed = ", ".join(f"{count} x {part}" for part, count in sorted(found.kills.items()))
    for trouble in found.troubles:
        print(f"soak: {trouble}", file=sys.stderr)
    return [
        Figure(f"soak: parts killed ({killed})", found.kills.total(), ""),
        Figure("  cases handed in", len(found.acknowledged), ""),
        Figure("  of them with the permit in hand", found.finished, ""),
        at_most("  acknowledged and lost", found.lost, "", 0),
        at_most("  done twice", found.twice, "", 0),
        Figure("  queue drained by itself", int(found.drained), "", "1", found.drained),
        Figure("  longest wait for an answer", round(found.longest, 1), "s"),
    ]


def show(figures: list[Figure]) -> None:
    """The table."""
    for figure in figures:
        verdict = {True: "holds", False: "MISSED", None: ""}[figure.holds]
        value = f"{figure.value:g} {figure.unit}".strip()
        print(f"{figure.name:42} {value:>14}  {figure.target:>9}  {verdict}".rstrip())


def as_json(figures: list[Figure]) -> dict[str, Any]:
    """The same for programs."""
    return {"figures": [asdict(figure) for figure in figures]}


def main() -> None:
    """Start, measure, print, end."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    parser.add_argument("--soak", type=float, default=10, help="minutes of residents while parts are killed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mk-bench-") as home:
        portal = Portal(free_ports(), Path(home))
        process = start(portal)
        try:
            figures = measure(portal, process.pid)
            if arguments.soak:
                figures += soak_figures(portal, process.pid, arguments.soak)
            figures += places_figures(portal)
        finally:
            end(process)
    show(figures)
    text = json.dumps(as_json(figures), indent=2)
    print(text)
    if arguments.json:
        arguments.json.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
