"""The figures of the parts that share an installation."""

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.blueprints import asking, compiling, examples_a_second
from bench.case import cost_of_a_case, first_visit_bytes, statements_of_a_step
from bench.figures import Figure, at_least, at_most
from bench.people import TOWN, applicants
from bench.prescribed import pattern_of_a_case, prescribed_cost
from bench.soak import soak
from tests.journeys.stack import ROOT, Portal

KIBIBYTE = 1024
FOR_THE_FLOOR = 210
"""The place of an applicant whom no other measurement of the part takes."""


def case_figures(portal: Portal, root: int) -> list[Figure]:
    """What one case costs, and what it is made of."""
    case = cost_of_a_case(portal, root)
    steps = statements_of_a_step(portal)
    rate, papers = examples_a_second(TOWN), paper_costs(portal)
    figures = [
        at_most("CPU of one complete case", case.total, "ms", 60),
        *(Figure(f"  {part}", round(used, 1), "ms") for part, used in case.cpu.items()),
        *floor_figures(portal, papers),
        Figure("complete cases, client and simulator beside", round(case.a_second, 2), "/s"),
        Figure("requests of a case", case.requests),
        Figure("page views of a case", case.page_views),
        at_most("SQL statements, GET of a step", steps["GET of a step"], "", 3),
        at_most("SQL statements, POST of a step", steps["POST of a step"], "", 6),
        at_most("memory of the web worker", case.web_megabytes, "MB", 120),
        at_most("first visit", first_visit_bytes(portal) / KIBIBYTE, "KB", 75),
        at_least("examples a second", round(rate), "", 1000),
        Figure("  compiling the service, once a process", round(compiling(), 1), "ms"),
        Figure("  reading a step and finding out what to ask", round(asking(), 2), "ms"),
    ]
    return figures + paper_figures(papers)


def floor_figures(portal: Portal, papers: list[dict[str, Any]]) -> list[Figure]:
    """What of it the prescribed parts alone need: what is left to win."""
    applicant = next(itertools.islice(applicants(), FOR_THE_FLOOR, None))
    cpu = prescribed_cost(pattern_of_a_case(portal, applicant))
    cpu["papers as they are"] = sum(paper["ours"] * paper["of_a_case"] for paper in papers)
    return [
        Figure("  floor: the prescribed parts alone", round(sum(cpu.values()), 1), "ms"),
        *(Figure(f"    {part}", round(used, 1), "ms") for part, used in cpu.items()),
    ]


def paper_costs(portal: Portal) -> list[dict[str, Any]]:
    """Seal, PDF and signature, in a process of their own with the keys of the installation."""
    orders = "import django; django.setup(); from bench.papers import report; report()"
    costs: list[dict[str, Any]] = _told(portal, orders)
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


def soak_figures(portal: Portal, root: int, minutes: float) -> list[Figure]:
    """What residents and the database say after parts were killed for so long."""
    found = soak(portal, root, minutes)
    killed = ", ".join(f"{count} x {part}" for part, count in sorted(found.kills.items()))
    for trouble in found.troubles:
        print(f"soak: {trouble}", file=sys.stderr)
    return [
        Figure(f"soak: parts killed ({killed})", found.kills.total()),
        Figure("  cases handed in", len(found.acknowledged)),
        Figure("  of them with the permit in hand", found.finished),
        at_most("  acknowledged and lost", found.lost, "", 0),
        at_most("  done twice", found.twice, "", 0),
        Figure("  queue drained by itself", int(found.drained), "", "1", found.drained),
        Figure("  longest wait for an answer", round(found.longest, 1), "s"),
    ]


def places_figures(portal: Portal, folder: Path) -> list[Figure]:
    """Streets and zones; measured in a process with Django, which this one does without."""
    orders = (
        "import json, sys; from dataclasses import asdict; from pathlib import Path;"
        " import django; django.setup(); from bench.places import places_cost;"
        " from tests.journeys.stack import Portal;"
        f" cost = places_cost(Portal({portal.port}, Path({str(portal.home)!r})), Path({str(folder)!r}));"
        " print(json.dumps(asdict(cost)))"
    )
    cost = _told(portal, orders)
    rate = round(cost["lookups_a_second"])
    return [
        at_least("zone look-ups by address, register of 100,000", rate, "/s", 2000),
        Figure("  without asking each time which edition holds", round(cost["in_one_work"]), "/s"),
        Figure("  the first one of a process", round(cost["first_lookup_ms"]), "ms"),
        at_most("import of 100,000 addresses and 50 polygons", cost["import_seconds"], "s", 60),
        at_most("  memory", cost["import_megabytes"], "MB", 300),
        at_least("  lines of progress", cost["progress_lines"], "", 1),
    ]


def fortune_figures(portal: Portal) -> list[Figure]:
    """The wheel of fortune; measured in a process with Django as well."""
    orders = (
        "import json; from dataclasses import asdict; import django; django.setup();"
        " from bench.fortune import fortune_cost; print(json.dumps(asdict(fortune_cost())))"
    )
    cost = _told(portal, orders)
    return [
        at_least("wheel: draws by the formula", round(cost["draws_a_second"]), "/s", 20_000),
        at_least("  spins with lock, stock and journal", round(cost["spins_a_second"]), "/s", 20),
        Figure("  recomputing 600 spins", round(cost["recompute_ms"], 1), "ms"),
    ]


def ideas_figures(portal: Portal) -> list[Figure]:
    """Similar ideas among 10,000; measured in a process with Django."""
    told = _told(portal, "import django; django.setup(); from bench.ideas import report; report()")
    new, known = told["new"], told["known"]
    return [
        at_most("similar ideas of 10,000, CPU a look-up of a new text", new["cpu_ms"], "ms", 50),
        Figure("  the slowest, by the clock", round(new["slowest_ms"], 1), "ms"),
        Figure("  of 60 such texts found one", new["finding"]),
        at_most("  CPU a look-up of a text that resembles one", known["cpu_ms"], "ms", 50),
        Figure("  the slowest, by the clock", round(known["slowest_ms"], 1), "ms"),
        at_least("  of 60 such texts found one", known["finding"], "", 60),
        at_most("  SQL statements", told["statements"], "", 1),
    ]


def _told(portal: Portal, orders: str) -> Any:
    environment = {**portal.environment, "DJANGO_SETTINGS_MODULE": "modellkommune.settings"}
    words = [sys.executable, "-c", orders]
    done = subprocess.run(words, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
