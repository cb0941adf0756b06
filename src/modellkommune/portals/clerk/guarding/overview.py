"""What the firewall did lately, who is shut out, what is forgiven and what is only tested."""

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from modellkommune.foundation.alerting.queries import alert_rules
from modellkommune.foundation.guarding import commands, queries
from modellkommune.foundation.guarding.models import STAFF
from modellkommune.foundation.guarding.queries import Counted
from modellkommune.foundation.identity.rights import SECURITY
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.charts import Bar, bars
from modellkommune.pages.entry import free_text
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest, office, show
from modellkommune.pages.visitors import network_typed
from modellkommune.pages.wording import say
from modellkommune.portals.clerk.desk import number
from modellkommune.portals.clerk.guarding.words import ban_line, group_of, line_of, moment, page_of

DAYS: Final = 14
TEST_DAYS: Final = 7
SHOWN: Final = 20
LONGEST: Final = 9
"""Digits of the number of a rule."""
RESULT: Final = "office_security"
"""Where a session keeps what the last order came to, until the page has said it."""


@office(SECURITY)
@require_GET
def overview_page(request: HttpRequest) -> HttpResponse:
    """Figures of the last days, then what holds now."""
    return _overview(cast(OfficeRequest, request))


@office(SECURITY)
@require_GET
def look_up(request: HttpRequest) -> HttpResponse:
    """From the number that somebody reads out to its incident, or to the ban on the list."""
    page = cast(OfficeRequest, request)
    typed = request.GET.get("nummer", "")
    with municipality(page.municipality.key):
        if (found := queries.incident(typed)) is not None:
            return HttpResponseRedirect(reverse("office-incident", args=[found.reference]))
        if (banned := queries.ban(typed)) is not None:
            return HttpResponseRedirect(f"{reverse('office-security')}#sperre-{banned.reference}")
        days = alert_rules().incident_days
    problem = "unknown" if typed.strip() else "missing"
    said = say(f"office.security.{problem}", page.language, days=days)
    return _overview(page, {"nummer": typed}, {"nummer": said})


@office(SECURITY)
@free_text("reason")
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Lift or set a ban, end an exemption, begin or end a test: one order each, which the journal notes."""
    page = cast(OfficeRequest, request)
    name, actor = request.POST.get("act", ""), Actor("staff", str(page.officer.staff_id))
    if name == "ban":
        return _ban(page, actor)
    if name in _ORDERS:
        with municipality(page.municipality.key):
            done = _ORDERS[name](request.POST.get("about", ""), actor)
        page.session[RESULT] = name if done else "gone"
    return HttpResponseRedirect(reverse("office-security"))


def _ban(page: OfficeRequest, actor: Actor) -> HttpResponse:
    typed = {name: " ".join(page.POST.get(name, "").split()) for name in ("network", "reason")}
    network = network_typed(typed["network"])
    wrong = {} if network else {"network": say("office.security.no_network", page.language)}
    if not 0 < len(typed["reason"]) <= 300:
        wrong["reason"] = say("office.security.no_reason", page.language)
    if wrong:
        return _overview(page, typed, wrong)
    with municipality(page.municipality.key):
        commands.shut_out(network, "", STAFF, by=actor, note=typed["reason"])
    page.session[RESULT] = "ban"
    return HttpResponseRedirect(reverse("office-security"))


def _lift(about: str, actor: Actor) -> bool:
    banned = queries.ban(about)
    return banned is not None and commands.lift(banned, actor)


def _rule(text: str) -> int:
    """The number of a rule, 0 where none was typed. Raises `BadRequest`."""
    rule = number(text) if text else 0
    if rule >= 10**LONGEST:
        raise BadRequest
    return rule


_ORDERS: Final[dict[str, Callable[[str, Actor], object]]] = {
    "lift": _lift,
    "end-exemption": lambda about, actor: commands.end_exemption(number(about), actor),
    "test": lambda about, actor: commands.begin_test(_rule(about), TEST_DAYS, actor),
    "end-test": lambda about, actor: commands.end_test(_rule(about), actor),
}


def _overview(
    page: OfficeRequest, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> HttpResponse:
    language = page.language
    with municipality(page.municipality.key):
        values: dict[str, Any] = {
            "incidents": [line_of(found, language) for found in queries.incidents(SHOWN)],
            "bans": [ban_line(banned, language) for banned in queries.bans()],
            "exemptions": [
                (each, group_of(each.rule, language), page_of(each.route, language), moment(each.until))
                for each in queries.exemptions()
            ],
            "tests": [
                (each, group_of(each.rule, language) if each.rule else "", moment(each.until))
                for each in queries.test_modes()
            ],
            **_figures(language),
        }
    values |= {"typed": typed or {}, "wrong": wrong or {}, "test_days": TEST_DAYS, "nav": "security"}
    values["errors"] = [InputError(name, text) for name, text in (wrong or {}).items()]
    values["result"] = page.session.pop(RESULT, "")
    return show(page, "guarding/overview.html", values)


def _figures(language: str) -> dict[str, Any]:
    days = queries.by_day(DAYS)
    groups = _summed(queries.by_rule(DAYS), lambda what: group_of(int(what), language))
    pages = _summed(queries.by_route(DAYS), lambda what: page_of(what, language))
    daily = _summed(days, lambda what: f"{what[8:]}.{what[5:7]}.")
    return {
        "days": DAYS,
        "head": [say(f"office.security.head.{name}", language) for name in ("what", "turned_away", "noted")],
        "by_day": [[what, str(away), str(noted)] for what, (away, noted) in daily.items()],
        "by_group": [[what, str(away), str(noted)] for what, (away, noted) in groups.items()],
        "by_page": [[what, str(away), str(noted)] for what, (away, noted) in pages.items()],
        "chart": _chart(daily, language) if daily else "",
        "total": sum(each.count for each in days if each.verdict == "blocked"),
    }


def _summed(counted: Sequence[Counted], name: Callable[[str], str]) -> dict[str, tuple[int, int]]:
    """Name -> (turned away, noted only)."""
    found: dict[str, tuple[int, int]] = {}
    for each in counted:
        away, noted = found.get(name(each.what), (0, 0))
        blocked = each.verdict in ("blocked", "withheld")
        found[name(each.what)] = (away + each.count * blocked, noted + each.count * (not blocked))
    return found


def _chart(daily: dict[str, tuple[int, int]], language: str) -> str:
    title, description = (say(f"office.security.chart_{part}", language) for part in ("title", "text"))
    shown = [Bar(day, float(away), str(away)) for day, (away, _) in daily.items()]
    return bars("tage", title, description, shown, max(1.0, *(bar.length or 0 for bar in shown)))
