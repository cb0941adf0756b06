"""The analyst's page: counts of counter and post, and what an online case is assumed to save."""

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.identity.queries import staff_name
from modellkommune.foundation.identity.rights import ANALYSE
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.adoption.words import month_name
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import say
from modellkommune.participation.outreach.adoption_commands import assume_saving, enter_channel_counts
from modellkommune.participation.outreach.adoption_queries import assumptions, newest_entries
from modellkommune.portals.clerk.adoption_form import CountForm, SavingForm, months_to_enter
from modellkommune.portals.clerk.desk import show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.listing import day_of
from modellkommune.values.period import date_text
from modellkommune.workflow.adoption import titles_offered

RESULT: Final = "office_adoption"
"""Where a session keeps what was entered, until the page has said it."""
ENTRIES: Final = 30


@office(ANALYSE)
@require_http_methods(["GET", "POST"])
def adoption_page(request: HttpRequest) -> HttpResponse:
    """Show what is entered; `form` says which of the two forms was sent."""
    page = cast(OfficeRequest, request)
    titles = _titles(page)
    sent = request.POST if request.method == "POST" else {}
    counts = CountForm(sent if sent.get("form") == "counts" else {}, titles, clock.today())
    saving = SavingForm(sent if sent.get("form") == "saving" else {}, titles, clock.today())
    forms: dict[str, CountForm | SavingForm] = {"counts": counts, "saving": saving}
    form = forms.get(str(sent.get("form", "")))
    errors = form.errors(page.language) if form else []
    if form is None or errors:
        return _show(page, titles, {"counts": counts, "saving": saving, "errors": errors})
    _enter(page, form, titles)
    request.session[RESULT] = True
    return HttpResponseRedirect(reverse("office-adoption"))


def _enter(page: OfficeRequest, form: CountForm | SavingForm, titles: dict[str, dict[str, str]]) -> None:
    actor, title = Actor("staff", str(page.officer.staff_id)), titles[form.service_id]
    with municipality(page.municipality.key):
        if isinstance(form, CountForm) and form.month:
            enter_channel_counts(form.service_id, title, form.month, form.counts, actor)
        elif isinstance(form, SavingForm) and form.minutes and form.stated_on:
            assume_saving(form.service_id, form.minutes, form.given["source"], form.stated_on, actor)


def _titles(page: OfficeRequest) -> dict[str, dict[str, str]]:
    with municipality(page.municipality.key):
        return titles_offered()


def _show(page: OfficeRequest, titles: dict[str, dict[str, str]], forms: dict[str, Any]) -> HttpResponse:
    language = page.language
    choose = ("", say("office.adoption.choose", language))
    values = {
        **forms,
        "wrong": {error.input_id: error.message for error in forms["errors"]},
        "services": [choose, *((service_id, title[language]) for service_id, title in titles.items())]
        if len(titles) != 1
        else [(service_id, title[language]) for service_id, title in titles.items()],
        "months": [
            (f"{month:%Y-%m}", month_name(month, language)) for month in months_to_enter(clock.today())
        ],
        "done": page.session.pop(RESULT, False),
        "nav": "adoption",
        **_entered(page, titles),
    }
    return show(page, "adoption", values)


def _entered(page: OfficeRequest, titles: dict[str, dict[str, str]]) -> dict[str, Any]:
    language = page.language
    with municipality(page.municipality.key):
        entries, assumed = newest_entries(ENTRIES), assumptions()
        names = {entry.entered_by: _name(entry.entered_by) for entry in entries}
    return {
        "entries": [
            (
                month_name(entry.month, language),
                titles.get(entry.service_id, {}).get(language, entry.service_id),
                say(f"adoption.head.{entry.channel}", language),
                entry.count,
                f"{names[entry.entered_by]}, {day_of(entry.entered_at, language)}",
            )
            for entry in entries
        ],
        "assumed": [
            (
                titles.get(service_id, {}).get(language, service_id),
                found.minutes,
                f"{found.source}, {date_text(found.stated_on, language)}",
            )
            for service_id, found in assumed.items()
        ],
    }


def _name(entered_by: str) -> str:
    """Who has entered something; nobody did what a demonstration invents."""
    return staff_name(entered_by) if entered_by.isdigit() else "–"
