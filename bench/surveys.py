"""Surveys: how many responses a second are stored by two processes, and how long the mixing takes."""

import json
import subprocess
import sys
import time
from typing import Any, Final

from bench.figures import Figure, at_least
from bench.people import TOWN
from tests.journeys.stack import ROOT, Portal

PEOPLE: Final = 3000  # for each of the two processes
FOLDER: Final = ROOT / "surveys" / "online-services"
MIX: Final = """
import django; django.setup()
import time
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.mixing import mix
from modellkommune.participation.surveys.queries import latest_survey
with municipality({town!r}):
    survey = latest_survey({key!r})
started = time.perf_counter()
count = mix({town!r}, survey.pk)
print(count, time.perf_counter() - started)
"""


def survey_figures(portal: Portal) -> list[Figure]:
    """Sending and mixing, through the commands that the pages and the job call."""
    environment = {**portal.environment, "DJANGO_SETTINGS_MODULE": "modellkommune.settings"}
    processes = [_storing(environment, seed) for seed in ("one", "two")]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    started = time.perf_counter()
    told = [json.loads(process.communicate()[0]) for process in _all_going(processes)]
    sending = time.perf_counter() - started
    mixed, mixing = _mixed(environment)
    # What the periodic job has mixed meanwhile is stored as well.
    assert mixed > 0
    answering = max(one["answering"] for one in told)
    return [
        at_least("survey responses stored, two processes", round(2 * PEOPLE / (sending + mixing)), "/s", 400),
        Figure("  sent into the buffer", round(2 * PEOPLE / sending), "/s"),
        Figure("  mixed from it, one process", round(mixed / mixing), "/s"),
        Figure(
            "  begun and answered before, one process",
            round(PEOPLE / answering),
            "/s",
        ),
    ]


def _storing(environment: dict[str, str], seed: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "bench.survey_storing", TOWN, str(FOLDER), str(PEOPLE), seed]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(words, env=environment, cwd=ROOT, **pipes)


def _all_going(processes: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    """Let all of them begin before the first one is waited for."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return processes


def _mixed(environment: dict[str, str]) -> tuple[int, float]:
    words = [sys.executable, "-c", MIX.format(town=TOWN, key=FOLDER.name)]
    done = subprocess.run(words, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    count, seconds = done.stdout.split()
    return int(count), float(seconds)
