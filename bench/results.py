"""Results of surveys: 1,000 responses beside 100,000, counted once, then shown as often as somebody looks.

One installation holds both: two towns ask the same questionnaire, and their pages are asked for in turn.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from bench.figures import Figure, at_most
from bench.resident import Resident
from tests.journeys.stack import Portal

ROOT: Final = Path(__file__).parents[1]
NAME: Final = "bench-results"
SMALL, LARGE = 1_000, 100_000
TOWNS: Final = {SMALL: "musterstadt", LARGE: "dueren"}
ROUNDS: Final = 100
WARM_UP: Final = 10
BUILT_WITHIN: Final = 60.0  # seconds
SERVED_WITHIN: Final = 1.2


def results_figures(portal: Portal) -> list[Figure]:
    """Seconds to count 100,000 once, and how much longer their page takes than that of 1,000."""
    built = {n: _counted(portal, town, n) for n, town in TOWNS.items()}
    taken = _asked(portal)
    small, large = (1000 * statistics.median(taken[n]) for n in (SMALL, LARGE))
    return [
        at_most("results of 100,000 responses counted once", built[LARGE], "s", BUILT_WITHIN),
        Figure("results of 1,000 responses counted once", round(built[SMALL], 2), "s"),
        Figure("results page of 1,000 responses, median", round(small, 2), "ms"),
        Figure("results page of 100,000 responses, median", round(large, 2), "ms"),
        at_most("results page, 100,000 against 1,000 responses", large / small, "x", SERVED_WITHIN),
    ]


def _counted(portal: Portal, town: str, n: int) -> float:
    environment = portal.environment | {"DJANGO_SETTINGS_MODULE": "modellkommune.settings"}
    words = [sys.executable, "-m", "bench.responses", town, NAME, str(n)]
    done = subprocess.run(words, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout.split()[-1])


def _asked(portal: Portal) -> dict[int, list[float]]:
    """Seconds of each request; both in turn, so that whatever else happens strikes both."""
    visitors = {n: Resident(town, portal.port) for n, town in TOWNS.items()}
    taken: dict[int, list[float]] = {n: [] for n in TOWNS}
    for round_ in range(WARM_UP + ROUNDS):
        for n, visitor in visitors.items():
            began = time.perf_counter()
            visitor.get(f"/umfrage/{NAME}/ergebnisse/")
            if round_ >= WARM_UP:
                taken[n].append(time.perf_counter() - began)
            assert "<svg" in visitor.page
    return taken
