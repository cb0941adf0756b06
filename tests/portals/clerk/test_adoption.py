"""The analyst enters what the portal cannot count; everybody sees it at once."""

import pytest
from django.core.cache import cache
from django.test import Client

from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.second_factor import set_second_factor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.pages.wording import say
from modellkommune.participation.outreach.models import AdoptionMonth, ChannelCount, SavingAssumption
from tests.foundation.identity.one_time_codes import SECRET
from tests.portals.clerk.conftest import PASSWORD, enter
from tests.workflow.errands import Simulator

TOWN, PAGE, SERVICE = "dueren", "/amt/wirkung/", "resident-parking"
COUNTS = {"form": "counts", "service": SERVICE, "month": "2026-11", "counter": "1.200", "post": "0"}
SAVING = {
    "form": "saving", "saving_service": SERVICE, "minutes": "12", "source": "Zeitmessung",
    "stated_on": "1.12.2026",
}  # fmt: skip


def _logged_in(name: str) -> Client:
    known_towns.forget()
    cache.clear()
    staff = Staff.objects.get(email=f"{name}@{TOWN}.example")
    staff.set_password(PASSWORD)
    staff.save()
    set_second_factor(staff, SECRET)
    return enter(staff, TOWN)


@pytest.fixture
def analyst(germany: Simulator) -> Client:
    """The analyst, before anything was counted or invented."""
    with municipality(TOWN):
        for table in (AdoptionMonth, ChannelCount, SavingAssumption):
            table.objects.all().delete()
    return _logged_in("auswertung")


def test_counts_are_entered_corrected_and_public_at_once(analyst: Client) -> None:
    page = analyst.post(PAGE, COUNTS, follow=True).text
    assert say("office.adoption.done", "de") in page
    assert "1200" in page
    assert "am Schalter: 1.200, per Post: 0" in analyst.get("/wirkung/").text
    analyst.post(PAGE, {**COUNTS, "counter": "1190"})
    assert "am Schalter: 1.190" in analyst.get("/wirkung/").text
    with municipality(TOWN):
        assert list(
            ChannelCount.objects.filter(channel="counter").order_by("pk").values_list("count", flat=True)
        ) == [
            1200,
            1190,
        ]
        assert ChannelCount.objects.filter(channel="post").count() == 1


def test_a_way_left_empty_stays_unknown(analyst: Client) -> None:
    analyst.post(PAGE, {**COUNTS, "post": ""})
    with municipality(TOWN):
        row = AdoptionMonth.objects.get()
    assert (row.counter, row.post) == (1200, None)


@pytest.mark.parametrize(
    ("wrong", "field", "error"),
    [
        ({"service": "x"}, "service", "service"),
        ({"month": "1999-01"}, "month", "month"),
        ({"counter": "viele"}, "counter", "number"),
        ({"post": "-1"}, "post", "number"),
        ({"counter": "", "post": ""}, "counter", "nothing"),
    ],
)
def test_what_is_wrong_with_a_count_is_said_and_kept(
    analyst: Client, wrong: dict[str, str], field: str, error: str
) -> None:
    page = analyst.post(PAGE, {**COUNTS, **wrong}).text
    assert f'href="#{field}"' in page
    assert say(f"office.adoption.error.{error}", "de") in page
    for value in (value for name, value in wrong.items() if value and name in ("counter", "post")):
        assert f'value="{value}"' in page
    with municipality(TOWN):
        assert not ChannelCount.objects.exists()


def test_an_assumption_stands_beside_the_claim(analyst: Client) -> None:
    analyst.post(PAGE, COUNTS)
    analyst.post(PAGE, SAVING)
    page = analyst.get("/wirkung/").text
    assert "mal 12 Minuten. Das ist eine Annahme: Zeitmessung, Stand Dienstag, 1. Dezember 2026" in page
    assert "12 Minuten. Zeitmessung" in analyst.get(PAGE).text


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "12,5"}, "minutes"),
        ({"source": " "}, "source"),
        ({"source": "x" * 201}, "source_long"),
        ({"stated_on": "4.12.2026"}, "day"),
        ({"stated_on": "31.2.2026"}, "day"),
        ({"saving_service": ""}, "service"),
    ],
)
def test_an_assumption_needs_minutes_a_source_and_a_day(
    analyst: Client, wrong: dict[str, str], error: str
) -> None:
    assert say(f"office.adoption.error.{error}", "de") in analyst.post(PAGE, {**SAVING, **wrong}).text
    with municipality(TOWN):
        assert not SavingAssumption.objects.exists()


def test_only_the_analyst_enters_figures(germany: Simulator) -> None:
    clerk = _logged_in("sachbearbeitung")
    assert clerk.get(PAGE).status_code == 403
    assert clerk.post(PAGE, COUNTS).status_code == 403
    assert PAGE not in clerk.get("/amt/").text
