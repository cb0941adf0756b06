"""Which programs come in, and which lists of networks hold: what staff decide about both."""

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from modellkommune.firewall.robots import KINDS, Robot, robots
from modellkommune.foundation.guarding import queries
from modellkommune.foundation.guarding.deciding import decide_robot, end_list
from modellkommune.foundation.guarding.models import Blocklist
from modellkommune.foundation.identity.rights import SECURITY
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.office.guard import OfficeRequest, office, show
from modellkommune.pages.wording import say
from modellkommune.portals.clerk.guarding.words import moment

RESULT: Final = "office_robots"
"""Where a session keeps what the last order came to, until the page has said it."""


@office(SECURITY)
@require_http_methods(["GET", "POST"])
def robots_page(request: HttpRequest) -> HttpResponse:
    """Programs by kind, with what holds for each; lists. Sent: one decision."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        if request.method == "POST":
            page.session[RESULT] = _act(page)
            return HttpResponseRedirect(reverse("office-robots"))
        rules, lists = queries.robot_rules(), queries.blocklists()
    values: dict[str, Any] = {
        "groups": [
            (
                kind,
                say(f"office.security.robots.kind.{kind}", page.language),
                _lines(kind, rules, page.language),
            )
            for kind in KINDS
        ],
        "lists": [_list_line(each, page.language) for each in lists],
        "result": page.session.pop(RESULT, ""),
    }
    return show(request, "guarding/robots.html", {**values, "nav": "security"})


def _act(page: OfficeRequest) -> str:
    """Carry out what was sent; what the page says of it."""
    actor = Actor("staff", str(page.officer.staff_id))
    if "end-list" in page.POST:
        listed = queries.blocklist(page.POST["end-list"])
        done = "ended" if listed is not None and end_list(listed, actor) else "gone"
        return say(f"office.security.robots.{done}", page.language)
    barred = "bar" in page.POST
    robot = robots().get(page.POST.get("bar" if barred else "let-in", ""))
    if robot is None or not decide_robot(robot.token, barred, actor):
        return say("office.security.robots.gone", page.language)
    return say("office.security.robots.done", page.language, name=robot.name)


def _lines(kind: str, rules: dict[str, bool], language: str) -> list[dict[str, Any]]:
    of_kind = sorted((each for each in robots().values() if each.kind == kind), key=lambda each: each.name)
    return [_line(each, rules, language) for each in of_kind]


def _line(robot: Robot, rules: dict[str, bool], language: str) -> dict[str, Any]:
    return {
        "robot": robot,
        "reason": robot.reason(language),
        "barred": rules.get(robot.token, robot.barred),
        "decided": rules.get(robot.token, robot.barred) != robot.barred,
    }


def _list_line(listed: Blocklist, language: str) -> dict[str, Any]:
    said = {"count": listed.count, "since": moment(listed.since), "until": moment(listed.until)}
    return {"list": listed, "text": say("office.security.robots.list_line", language, **said)}
