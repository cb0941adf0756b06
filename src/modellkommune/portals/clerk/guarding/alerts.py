"""What security staff are told by mail, and how long incidents are kept."""

from typing import Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.alerting.commands import MOST_DAYS, choose_alerts
from modellkommune.foundation.alerting.models import MAILS, REPORTS, AlertRules
from modellkommune.foundation.alerting.queries import alert_rules, security_staff
from modellkommune.foundation.identity.rights import SECURITY
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest, office, show
from modellkommune.pages.wording import say

FIELDS: Final = ("mails", "reports", "incident_days", "sender_days")
SAVED: Final = "office_alerts_saved"


@office(SECURITY)
@require_http_methods(["GET", "POST"])
def alerts_page(request: HttpRequest) -> HttpResponse:
    """The choices as they hold; sent: other ones, which the journal notes."""
    page = cast(OfficeRequest, request)
    if request.method == "POST":
        return _choose(page)
    with municipality(page.municipality.key):
        held = alert_rules()
    return _page(page, _typed(held), {})


def _choose(page: OfficeRequest) -> HttpResponse:
    typed = {name: page.POST.get(name, "").strip() for name in FIELDS}
    wrong = _wrong(typed, page.language)
    if wrong:
        return _page(page, typed, wrong)
    days = int(typed["incident_days"]), int(typed["sender_days"])
    with municipality(page.municipality.key):
        choose_alerts(typed["mails"], typed["reports"], *days, Actor("staff", str(page.officer.staff_id)))
    page.session[SAVED] = True
    return HttpResponseRedirect(page.path)


def _wrong(typed: dict[str, str], language: str) -> dict[str, str]:
    """Field -> what is wrong with it."""
    wrong = {
        name: say("office.alerts.choose", language)
        for name, known in (("mails", MAILS), ("reports", REPORTS))
        if typed[name] not in known
    }
    incidents, senders = (_days(typed[name]) for name in ("incident_days", "sender_days"))
    if not incidents:
        wrong["incident_days"] = say("office.alerts.no_days", language, most=MOST_DAYS)
    if not senders or (incidents and senders > incidents):
        wrong["sender_days"] = say("office.alerts.no_sender_days", language)
    return wrong


def _days(text: str) -> int:
    """Days from 1 to `MOST_DAYS`; 0 for anything else."""
    days = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return days if days <= MOST_DAYS else 0


def _typed(held: AlertRules) -> dict[str, str]:
    return {name: str(getattr(held, name)) for name in FIELDS}


def _page(page: OfficeRequest, typed: dict[str, str], wrong: dict[str, str]) -> HttpResponse:
    with municipality(page.municipality.key):
        names = [staff.name for staff in security_staff()]
    values = {
        "typed": typed,
        "wrong": wrong,
        "errors": [InputError(name, text) for name, text in wrong.items()],
        "names": names,
        "mails": [(each, say(f"office.alerts.mail.{each}", page.language)) for each in MAILS],
        "reports": [(each, say(f"office.alerts.report.{each}", page.language)) for each in REPORTS],
        "saved": page.session.pop(SAVED, False),
    }
    return show(page, "guarding/alerts.html", {**values, "nav": "security"})
