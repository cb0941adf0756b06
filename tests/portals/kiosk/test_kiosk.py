"""The tablet: who may touch it, what it shows, and that nothing of a person stays at it."""

import datetime
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.commands import locked_run, move_wheel, turn
from modellkommune.participation.outreach.models import KioskSession, Spin, Station, WheelRun
from modellkommune.participation.outreach.states import PAUSED
from modellkommune.participation.outreach.stations import IDLE, SLACK, revoke
from modellkommune.values.clock import FixedClock
from tests.pages.rules import assert_page_rules
from tests.participation.outreach.conftest import STAFF
from tests.portals.kiosk.conftest import browser, new_station, pair_tablet

INSIDE = (
    "/kiosk/", "/kiosk/fertig/", "/kiosk/noch-da/", "/kiosk/rad/", "/kiosk/rad/1/", "/kiosk/zum-mitnehmen/",
    "/kiosk/probe/", "/kiosk/probe/pruefen/", "/kiosk/probe/ausweis/", "/kiosk/probe/ausweis.png",
    "/kiosk/probe/ausweis.pdf", "/kiosk/probe/dwelling/",
)  # fmt: skip
Tablet = Callable[..., Client]


def _count(model: Any) -> int:
    with municipality("alpha"):
        return int(model.objects.count())


def _text(response: Any) -> str:
    assert_page_rules(response.content.decode())
    return str(response.content.decode())


@pytest.mark.usefixtures("stand")
@pytest.mark.parametrize("path", INSIDE)
def test_only_a_paired_tablet_gets_in(path: str) -> None:
    response = browser().get(path)
    assert (response.status_code, response.headers["Location"]) == (302, "/kiosk/koppeln/")


@pytest.mark.parametrize("path", INSIDE)
def test_a_station_of_another_town_does_not_get_in(tablet: Tablet, path: str) -> None:
    client = tablet()
    client.defaults["HTTP_HOST"] = "beta.localhost"
    assert client.get(path, headers={"host": "beta.localhost"}).headers["Location"] == "/kiosk/koppeln/"


def test_the_token_is_kept_from_scripts(stand: WheelRun) -> None:
    client = pair_tablet(new_station(stand)[1])
    token = client.cookies["station"]
    assert token["httponly"]
    assert token["samesite"] == "Lax"
    assert int(token["max-age"]) > 100 * 24 * 3600


def test_a_wrong_code_is_named_and_kept(stand: WheelRun) -> None:
    response = browser().post("/kiosk/koppeln/", {"kopplung": "AAAA-BBBB"})
    assert response.status_code == 422
    text = _text(response)
    assert "Dieser Code gilt nicht" in text
    assert "AAAA-BBBB" in text


def test_codes_cannot_be_tried_without_end(stand: WheelRun) -> None:
    client = Client(headers={"host": "alpha.localhost"}, REMOTE_ADDR="203.0.113.7")
    answers = [client.post("/kiosk/koppeln/", {"kopplung": "AAAABBBB"}).status_code for _ in range(31)]
    assert set(answers[:30]) == {422}
    assert answers[30] == 429


def test_a_revoked_tablet_is_out_at_once(stand: WheelRun) -> None:
    station, code = new_station(stand)
    client = pair_tablet(code)
    assert client.get("/kiosk/").status_code == 200
    with municipality("alpha"):
        revoke(Station.objects.get(pk=station.pk), STAFF)
    assert client.get("/kiosk/").status_code == 302


def test_the_start_page_offers_what_there_is_and_begins_no_visit(tablet: Tablet) -> None:
    text = _text(tablet().get("/kiosk/"))
    assert "Am Glücksrad drehen" in text
    assert "Parkausweis" not in text  # this town offers no such service
    assert _count(KioskSession) == 0


def test_a_language_somebody_chose_is_reset_as_well(tablet: Tablet) -> None:
    client = tablet()
    assert 'id="count"' not in _text(client.get("/kiosk/"))
    assert 'id="count"' in _text(client.get("/kiosk/?sprache=en"))
    assert "What would you like to try?" in _text(client.get("/kiosk/"))
    client.post("/kiosk/fertig/")
    assert "Was möchten Sie ausprobieren?" in _text(client.get("/kiosk/"))


def test_who_comes_back_to_the_start_page_is_still_in_her_visit(tablet: Tablet) -> None:
    client = tablet()
    client.get("/kiosk/zum-mitnehmen/")
    page = _text(client.get("/kiosk/"))
    assert 'id="count"' in page
    assert 'action="/kiosk/fertig/"' in page


def _turn(client: Client, colour: str = "red", **more: str) -> Any:
    token = re.findall(r'name="drehung" value="([^"]+)"', client.get("/kiosk/rad/").content.decode())
    return client.post("/kiosk/rad/", {"farbe": colour, "drehung": token[0] if token else "", **more})


def test_a_colour_turns_the_wheel_and_the_result_is_text(tablet: Tablet) -> None:
    client = tablet()
    wheel = _text(client.get("/kiosk/rad/"))
    assert re.findall(r'class="colour" name="farbe" value="(\w+)"', wheel) == [
        "red", "yellow", "green", "blue", "white", "black",
    ]  # fmt: skip
    assert "15,0\N{NO-BREAK SPACE}%" in wheel
    answer = _turn(client)
    assert answer.headers["Location"] == "/kiosk/rad/1/"
    result = _text(client.get("/kiosk/rad/1/"))
    with municipality("alpha"):
        prize = Spin.objects.select_related("prize").get().prize
    said = re.findall(r'role="status" id="result">([^<]+)<', result)
    assert said == [f"{'Für Sie' if prize.consolation else 'Gewonnen'}: {prize.name}"]
    assert "wheel--turning" in result
    assert "wheel--turning" not in _text(client.get("/kiosk/rad/1/"))  # once is enough


def test_nobody_turns_twice_in_a_visit(tablet: Tablet) -> None:
    client = tablet()
    _turn(client)
    client.get("/kiosk/rad/1/")
    assert _turn(client, "blue").headers["Location"] == "/kiosk/rad/1/"
    assert client.get("/kiosk/rad/").headers["Location"] == "/kiosk/rad/1/"
    assert _count(Spin) == 1
    client.post("/kiosk/fertig/")
    client.get("/kiosk/rad/")
    assert _turn(client).headers["Location"] == "/kiosk/rad/2/"


def test_a_spin_that_was_drawn_and_not_shown_is_the_first_thing_on_the_screen(stand: WheelRun) -> None:
    station, code = new_station(stand)
    client = pair_tablet(code)
    with municipality("alpha"):
        run = locked_run(stand.event_id)
        turn(run, "red", uuid.uuid4(), Station.objects.get(pk=station.pk), Actor("station", "1"))
    assert client.get("/kiosk/").headers["Location"] == "/kiosk/rad/1/"
    assert "Drehung Nummer 1" in _text(client.get("/kiosk/rad/1/"))
    client.post("/kiosk/fertig/")
    assert client.get("/kiosk/").status_code == 200


def test_the_next_person_does_not_see_what_was_won(tablet: Tablet) -> None:
    client = tablet()
    _turn(client)
    client.get("/kiosk/rad/1/")
    client.post("/kiosk/fertig/")
    assert client.get("/kiosk/rad/1/").headers["Location"] == "/kiosk/rad/"


def test_a_wheel_that_pauses_says_so(tablet: Tablet, stand: WheelRun) -> None:
    client = tablet()
    open_page = client.get("/kiosk/rad/").content.decode()
    token = re.findall(r'name="drehung" value="([^"]+)"', open_page)[0]
    with municipality("alpha"):
        move_wheel(locked_run(stand.event_id), PAUSED, STAFF)
    answer = client.post("/kiosk/rad/", {"farbe": "red", "drehung": token})
    assert answer.status_code == 409
    assert "macht gerade Pause" in _text(answer)
    assert _count(Spin) == 0


def test_every_visit_has_a_token_of_its_own_and_nothing_is_kept(tablet: Tablet) -> None:
    client = tablet()
    client.get("/kiosk/rad/?sprache=en")
    first = client.cookies["visit"].value
    assert client.cookies["language"].value == "en"
    answer = client.post("/kiosk/fertig/")
    assert answer.headers["Location"] == "/kiosk/"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "cache" in answer.headers["Clear-Site-Data"]
    gone = {name for name, morsel in client.cookies.items() if morsel["max-age"] == 0}
    assert gone >= {"visit", "language"}
    assert "station" not in gone
    assert _count(KioskSession) == 0
    client.get("/kiosk/rad/")
    assert client.cookies["visit"].value != first


def test_pages_are_not_kept_and_reset_themselves_without_script(tablet: Tablet) -> None:
    client = tablet()
    page = client.get("/kiosk/zum-mitnehmen/")
    assert page.headers["Cache-Control"] == "no-store"
    refresh = r'<noscript><meta http-equiv="refresh" content="(\d+); url=([^"]+)"></noscript>'
    assert re.findall(refresh, page.content.decode()) == [
        ("60", "/kiosk/noch-da/?weiter=/kiosk/zum-mitnehmen/")
    ]
    still = client.get("/kiosk/noch-da/?weiter=/kiosk/zum-mitnehmen/").content.decode()
    assert re.findall(refresh, still) == [("30", "/kiosk/fertig/")]
    assert 'href="/kiosk/zum-mitnehmen/"' in still
    assert client.get("/kiosk/fertig/").status_code == 302
    assert _count(KioskSession) == 0


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/amt/", "/kiosk/\\@x"])
def test_going_on_leads_nowhere_else(tablet: Tablet, elsewhere: str) -> None:
    client = tablet()
    page = client.get("/kiosk/noch-da/", {"weiter": elsewhere}).content.decode()
    assert 'class="kern-btn kern-btn--primary" href="/kiosk/"' in page


def test_the_server_ends_a_visit_whose_tablet_went_dark(tablet: Tablet) -> None:
    client = tablet()
    start = datetime.datetime(2026, 12, 5, 10, tzinfo=datetime.UTC)
    with clock.replaced_by(FixedClock(start)):
        _turn(client)
        assert "Drehung" in client.get("/kiosk/rad/1/").content.decode()
    with clock.replaced_by(FixedClock(start + IDLE + SLACK + datetime.timedelta(seconds=1))):
        assert client.get("/kiosk/rad/1/").headers["Location"] == "/kiosk/rad/"


def test_a_touch_is_a_sign_of_life(tablet: Tablet) -> None:
    client = tablet()
    start = datetime.datetime(2026, 12, 5, 10, tzinfo=datetime.UTC)
    with clock.replaced_by(FixedClock(start)):
        _turn(client)
        client.get("/kiosk/rad/1/")
    with clock.replaced_by(FixedClock(start + IDLE)):
        assert client.post("/kiosk/beruehrt/").status_code == 204
    with clock.replaced_by(FixedClock(start + 2 * IDLE)):
        assert client.get("/kiosk/rad/1/").status_code == 200


def test_a_form_of_the_person_before_does_nothing(tablet: Tablet) -> None:
    client = tablet()
    page = client.get("/kiosk/rad/").content.decode()
    token = re.findall(r'name="drehung" value="([^"]+)"', page)[0]
    client.post("/kiosk/fertig/")
    answer = client.post("/kiosk/rad/", {"farbe": "red", "drehung": token})
    assert answer.headers["Location"] == "/kiosk/"
    assert _count(Spin) == 0
