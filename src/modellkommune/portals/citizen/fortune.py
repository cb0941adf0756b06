"""The wheels of fortune in public: what was fixed before, the protocol, and recomputing all of it."""

from itertools import count
from pathlib import Path
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.fortune import rows_of
from modellkommune.pages.information import information
from modellkommune.pages.tables import csv_response
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import base_of, say
from modellkommune.participation.outreach import handouts
from modellkommune.participation.outreach.models import WheelRun
from modellkommune.participation.outreach.queries import (
    count_lines,
    lines_of,
    odds_of,
    protocol_of,
    public_run,
    public_runs,
)
from modellkommune.participation.outreach.states import REVEALED
from modellkommune.values.wheel import Finding, recompute

LINES: Final = 100
"""Lines of the protocol on one page."""
SCRIPT: Final = (Path(handouts.__file__).parent / "check_wheel.txt").read_text("utf-8")
COLUMNS: Final = ("number", "spin", "colour", "item", "name", "change", "reason", "mark")
_BETWEEN_LANGUAGES: Final = "---\n"


@information
def show_wheels(request: PageRequest) -> HttpResponse:
    """The wheels that were fixed, the newest first."""
    with municipality(request.municipality.key):
        runs = public_runs()
    return render(request, "citizen/wheels.html", {"runs": runs})


@information
def show_wheel(request: PageRequest, slug: str) -> HttpResponse:
    """One wheel: commitment, rules, stock, odds, protocol; after the reveal every spin recomputed here."""
    with municipality(request.municipality.key):
        run = _run(slug)
        total = max(1, -(-count_lines(run) // LINES))
        number = _page_number(request, total)
        first = (number - 1) * LINES
        lines = lines_of(run, first, LINES)
        finding = _finding(request, run) if run.state == REVEALED else None
        odds = rows_of(odds_of(run), request.language)
    verdicts = finding.lines[first : first + LINES] if finding else [None] * len(lines)
    names = {entry["id"]: entry["name"] for entry in run.stock}
    values: dict[str, Any] = {
        "run": run,
        "lines": list(zip(count(first + 1), lines, verdicts, strict=False)),
        "names": names,
        "finding": finding,
        "odds": odds,
        "rules": _rules(run, request.language),
        "script": SCRIPT,
        "number": number,
        "total": total,
        "running": run.state in ("committed", "open", "paused"),
    }
    return render(request, "citizen/fortune.html", values)


@information
def wheel_protocol(request: PageRequest, slug: str) -> HttpResponse:
    """The protocol as JSON, as the script of 20 lines reads it."""
    with municipality(request.municipality.key):
        said = protocol_of(_run(slug))
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="protokoll.json"'
    return response


@information
def wheel_table(request: PageRequest, slug: str) -> HttpResponse:
    """The protocol as CSV."""
    with municipality(request.municipality.key):
        said = protocol_of(_run(slug))
    names = {entry["id"]: entry["name"] for entry in said["stock"]}
    rows = [
        (
            number,
            line["spin"] or "",
            say(f"wheel.colour.{line['colour']}", request.language) if line["colour"] else "",
            line["prize"],
            names[line["prize"]],
            line["change"],
            say(f"wheel.reason.{line['reason']}", request.language),
            line["mark"],
        )
        for number, line in enumerate(said["lines"], 1)
    ]
    head = [say(f"fortune.column_{name}", request.language) for name in COLUMNS]
    return csv_response("protokoll.csv", head, rows)


@information
def wheel_script(request: PageRequest) -> HttpResponse:
    """The script with which anybody checks a protocol at home."""
    response = HttpResponse(SCRIPT, content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="pruefen.py"'
    return response


@open_to("anyone")
@require_safe
def follow_handout(request: HttpRequest, code: str) -> HttpResponse:
    """The address on a sheet from the stand: counted, and on to the service. Nothing is kept of who came."""
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        service_id = handouts.count_opening(code)
    return HttpResponseRedirect(f"/dienste/{service_id}/" if service_id else "/dienste/")


def _run(slug: str) -> WheelRun:
    run = public_run(slug)
    if run is None:
        raise Http404
    return run


def _finding(request: PageRequest, run: WheelRun) -> Finding:
    """What recomputing says; once for this copy of the town: a revealed wheel changes no more."""
    kept, place = request.municipality.kept, ("fortune", run.pk)
    if place not in kept:
        kept[place] = recompute(protocol_of(run))
    finding: Finding = kept[place]
    return finding


def _page_number(request: PageRequest, total: int) -> int:
    text = request.GET.get("seite", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return min(max(number, 1), total)


def _rules(run: WheelRun, language: str) -> list[str]:
    german, _, english = run.rules.partition(_BETWEEN_LANGUAGES)
    return (english if base_of(language) == "en" and english else german).strip().splitlines()[1:]
