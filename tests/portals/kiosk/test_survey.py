"""The survey at the tablet: answered by the channel "kiosk"; nothing begun is left for the next person."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.answering import AT_A_STATION
from modellkommune.participation.surveys.models import Buffered, Survey, Visit
from tests.pages.rules import assert_page_rules
from tests.participation.outreach.conftest import open_wheel
from tests.portals.citizen.conftest import musterstadt
from tests.portals.citizen.test_surveys import survey
from tests.portals.kiosk.conftest import new_station, pair_tablet

__all__ = ["musterstadt", "survey"]
START = "/kiosk/umfrage/online-services/"


@pytest.fixture
def tablet(musterstadt: str) -> Client:
    """A station in Musterstadt."""
    cache.clear()
    with municipality(musterstadt):
        run = open_wheel()
    return pair_tablet(new_station(run, town=musterstadt)[1], musterstadt)


def _read(tablet: Client, path: str) -> str:
    answer = tablet.get(path)
    assert answer.status_code == 200, (path, answer.headers.get("Location"))
    html = str(answer.content.decode())
    assert_page_rules(html)
    return html


def _begun(tablet: Client) -> str:
    """Begin, and answer the first question; the address of the next one."""
    assert "Ihre Meinung sagen" in _read(tablet, "/kiosk/")
    _read(tablet, START)
    first = tablet.post(START).headers["Location"]
    html = _read(tablet, first)
    assert 'id="count"' in html  # the frame of the tablet, with its count-down
    assert "/dienste/" not in html
    name, value = re.findall(r'<input[^>]*type="radio"[^>]*name="(\w+)"[^>]*value="(\w+)"', html)[0]
    return str(tablet.post(first, {name: value, "wish": "next"}).headers["Location"])


@pytest.mark.usefixtures("survey")
def test_a_person_at_the_tablet_answers_and_her_channel_is_kept(tablet: Client) -> None:
    address = _begun(tablet)
    visit = re.findall(r"/antwort/([0-9a-f-]+)/", address)[0]
    check = f"{START}antwort/{visit}/"
    stamp = re.findall(r'name="stand" value="([^"]+)"', _read(tablet, check))[0]
    answer = tablet.post(check, {"stand": stamp, "wish": "send"})
    assert answer.headers["Location"] == f"{START}danke/"
    _read(tablet, f"{START}danke/")
    with municipality("musterstadt"):
        assert list(Buffered.objects.values_list("channel", flat=True)) == ["kiosk"]


@pytest.mark.usefixtures("survey")
def test_what_was_begun_goes_with_the_visit(tablet: Client) -> None:
    address = _begun(tablet)
    tablet.post("/kiosk/fertig/")
    with municipality("musterstadt"):
        assert bytes(Visit.objects.get().content) == b""
    answer = tablet.get(address)
    assert answer.status_code == 410
    tablet.post("/kiosk/fertig/")
    other = _begun(tablet)
    assert tablet.get(address).headers["Location"] == "/kiosk/"
    assert tablet.get(other).status_code == 200


@pytest.mark.usefixtures("survey")
def test_who_begins_once_more_leaves_the_first_answers_behind(tablet: Client) -> None:
    _begun(tablet)
    again = _begun(tablet)
    assert tablet.get(again).status_code == 200
    with municipality("musterstadt"):
        assert sorted(bytes(row.content) == b"" for row in Visit.objects.all()) == [False, True]


def test_answers_at_a_dark_tablet_do_not_lie_there_for_a_day(survey: Survey, tablet: Client) -> None:
    _begun(tablet)
    with municipality("musterstadt"):
        assert Visit.objects.get().expires_at - clock.now() <= AT_A_STATION


def test_a_survey_that_is_not_open_has_no_tile(tablet: Client) -> None:
    assert "Ihre Meinung sagen" not in _read(tablet, "/kiosk/")
    assert tablet.get(START).status_code == 404
